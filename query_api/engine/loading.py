"""RDF files → one Oxigraph store: every named graph, and one merged default graph that holds each fact once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.dataset import graphs_of, load_into, rdf_snapshot
from loader.snapshot import OpenFile

# The merged graph is made inside the store: it sees the same blank nodes and keeps one of equal triples.
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_WITH_GRAPHS = frozenset((".nq", ".trig"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A store ready to be queried.

    Attributes:
        store: named graphs, and the merged graph as default graph.
        version: digest of the files' names and of the very bytes that were loaded.
        triples: size of the merged graph.
        graphs: IRIs of the named graphs, sorted.
    """

    store: ox.Store
    version: str
    triples: int
    graphs: tuple[str, ...]


def load(paths: Sequence[Path]) -> Loaded:
    """Load files and folders into a new store in memory.

    Args:
        paths: RDF files or folders of them.

    Raises:
        GraphError: a path is missing, a file does not parse, or there is nothing to load.
    """
    store = ox.Store()
    with rdf_snapshot([p.resolve() for p in paths]) as opened:
        if not opened.files:
            raise GraphError("no RDF files found", where=", ".join(str(p) for p in paths))
        for file in opened.files:
            _load_file(store, file)
        version = opened.version()
    store.update(_MERGE)
    graphs = tuple(sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode)))
    (counted,) = store.query(_COUNT)  # type: ignore[misc]
    return Loaded(store, version, int(counted["n"].value), graphs)


def version_of(files: Sequence[Path]) -> str:
    """Return what ``load`` would call the version of files, in their order, as they are now.

    Raises:
        GraphError: a file cannot be read.
    """
    with rdf_snapshot(files) as opened:
        return opened.version()


def _load_file(store: ox.Store, file: OpenFile) -> None:
    if file.path.suffix.lower() in _WITH_GRAPHS:
        load_into(store, file)  # graph names stand in the file: no Python object per quad
        return
    for named in graphs_of(file):
        graph = ox.NamedNode(named.iri)
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in named.triples)
