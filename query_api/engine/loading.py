"""RDF files → one Oxigraph store: every named graph, and one merged default graph that holds each fact once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.dataset import rdf_files, read_graphs

# The merged graph is made inside the store: it sees the same blank nodes and keeps one of equal triples.
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_QUADS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A store ready to be queried.

    Attributes:
        store: named graphs, and the merged graph as default graph.
        version: digest of the files' bytes.
        triples: size of the merged graph.
        graphs: IRIs of the named graphs, sorted.
    """

    store: ox.Store
    version: str
    triples: int
    graphs: tuple[str, ...]


def load(paths: Sequence[Path], *, store: ox.Store | None = None) -> Loaded:
    """Load files and folders into a store.

    Args:
        paths: RDF files or folders of them.
        store: the store to fill; a new one in memory by default.

    Raises:
        GraphError: a path is missing, a file does not parse, or there is nothing to load.
    """
    store = store if store is not None else ox.Store()
    files = list(dict.fromkeys(p.resolve() for p in rdf_files(paths)))
    if not files:
        raise GraphError("no RDF files found", where=", ".join(str(p) for p in paths))
    for path in files:
        _load_file(store, path)
    store.update(_MERGE)
    graphs = tuple(sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode)))
    triples = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return Loaded(store, version_of(files), triples, graphs)


def version_of(files: Sequence[Path]) -> str:
    """Return the digest of the files' bytes, in their order."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as data:
            digest.update(hashlib.file_digest(data, "sha256").digest())
    return digest.hexdigest()[:16]


def _load_file(store: ox.Store, path: Path) -> None:
    quads = _QUADS.get(path.suffix.lower())
    if quads is None:
        for named in read_graphs([path]):
            graph = ox.NamedNode(named.iri)
            store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in named.triples)
        return
    try:
        store.bulk_load(path=str(path), format=quads)  # graph names stand in the file: no Python object per quad
    except SyntaxError as error:
        raise GraphError(f"not valid RDF: {error}", where=str(path)) from error
    except (OSError, ValueError) as error:
        raise GraphError(f"cannot be read: {error}", where=str(path)) from error
