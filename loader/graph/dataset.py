"""RDF files as named graphs: what a store, a validator or a notebook loads.

A document's file goes into the graph of its source text, reference files, the ontology and inferred statements into the
graphs of these names, any other file into a graph named after it. Files that carry graph names (N-Quads, TriG) keep
them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from loader.errors import GraphError, is_exhausted
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, OWL, RDF, SKOS
from loader.slugs import slug
from loader.snapshot import OpenFile, Snapshot, snapshot
from loader.sources import shown_files

_FORMATS = (
    (".ttl", ox.RdfFormat.TURTLE),
    (".nt", ox.RdfFormat.N_TRIPLES),
    (".nq", ox.RdfFormat.N_QUADS),
    (".trig", ox.RdfFormat.TRIG),
    (".jsonld", ox.RdfFormat.JSON_LD),
    (".rdf", ox.RdfFormat.RDF_XML),
)
_ONTOLOGY_TYPES = frozenset((OWL.Ontology, SKOS.ConceptScheme))
_LARGE = 8 << 20  # bytes
_OWN_STEMS = frozenset({"inferred", "results"})
_REFERENCE_FOLDERS = ("reference", "programmes")
_OWN_FOLDER = "inferred"
_TELLING_FOLDERS = (*_REFERENCE_FOLDERS, _OWN_FOLDER)
_TEXT_SEGMENT = re.compile(r"^(.*/)text/([0-9a-f]{12})$")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """One graph of a dataset.

    Attributes:
        iri: its name.
        triples: its statements, in the order of the file.
        file: the file that it was read from.
    """

    iri: str
    triples: tuple[Triple, ...]
    file: Path


def is_rdf_file(path: Path) -> bool:
    """Say whether the name of a file ends like a known RDF format."""
    return path.suffix.lower() in dict(_FORMATS)


def rdf_format(path: Path) -> ox.RdfFormat:
    """Return the format of an RDF file by its name.

    Raises:
        GraphError: the name has no known ending.
    """
    for suffix, known in _FORMATS:
        if path.suffix.lower() == suffix:
            return known
    known_endings = ", ".join(suffix for suffix, _ in _FORMATS)
    raise GraphError("not an RDF file by its name", where=str(path), advice=f"known endings: {known_endings}")


def rdf_files(paths: Iterable[Path]) -> list[Path]:
    """Return the RDF files among the paths, folders walked (hidden files left out), sorted, each once.

    Raises:
        GraphError: a path does not exist, or a file has no known ending.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(file for file in shown_files(path) if is_rdf_file(file)))
        elif not path.exists():
            raise GraphError("no such file or folder", where=str(path))
        else:
            rdf_format(path)
            files[path] = None
    return list(files)


@contextmanager
def rdf_snapshot(paths: Sequence[Path]) -> Iterator[Snapshot]:
    """Open RDF files, folders walked, as they are at one moment: all of one generation of a build.

    Raises:
        GraphError: a path does not exist, a file has no known ending or cannot be opened.
        ConfigurationError: a build was broken off and cannot be finished.
    """
    with snapshot(paths, lambda: rdf_files(paths), _told_by) as files:
        yield files


def _told_by(file: Path) -> str:
    """Return what of a path decides on the name of a graph; see ``graph_name_of``."""
    return f"{file.parent.name}/{file.name}" if file.parent.name in _TELLING_FOLDERS else file.name


def load_into(store: ox.Store, file: OpenFile, graph: ox.NamedNode | ox.DefaultGraph | None = None) -> None:
    """Load a file into a store.

    Args:
        store: the store.
        file: the file.
        graph: the graph for its statements; None leaves graph names as they stand in it.

    Raises:
        GraphError: the file cannot be read or its syntax is wrong.
    """
    with _told(file.path):
        if file.size() <= _LARGE:
            store.load(without_mark(file.read()), format=rdf_format(file.path), to_graph=graph)
            return
        if is_marked(file.path):
            found = quads_of(file.path)
            store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, graph or q.graph_name) for q in found)
            return
        # To load in bulk has a fixed cost, and pays for large files only; these are not held in memory whole.
        with file.stream() as data:
            store.bulk_load(cast(IO[bytes], data), format=rdf_format(file.path), to_graph=graph)


def parse(file: OpenFile) -> list[ox.Quad]:
    """Return the statements of a file of a snapshot.

    Raises:
        GraphError: the file cannot be read or its syntax is wrong (the message says where).
    """
    with _told(file.path):
        return list(ox.parse(without_mark(file.read()), format=rdf_format(file.path)))


def parse_file(path: Path, base: str | None = None) -> list[ox.Quad]:
    """Return the statements of one RDF file.

    Args:
        path: the file.
        base: what relative IRIs in it are resolved against; without it they are refused.

    Raises:
        GraphError: the file cannot be read or its syntax is wrong (the message says where).
    """
    with _told(path):
        return list(quads_of(path, base=base))


def quads_of(path: Path, *, base: str | None = None, rename: bool = False) -> Iterator[ox.Quad]:
    """Yield the statements of one RDF file as they are parsed.

    A byte-order mark at its head, which editors on Windows write, is passed over.

    Args:
        path: the file.
        base: what relative IRIs in it are resolved against; without it they are refused.
        rename: give blank nodes labels that no other file has.

    Raises:
        GraphError: the name has no known ending.
        SyntaxError: its syntax is wrong.
        OSError: it cannot be read.
    """
    known = rdf_format(path)
    if not is_marked(path):
        yield from ox.parse(path=str(path), format=known, base_iri=base, rename_blank_nodes=rename)
        return
    with path.open("rb") as file:
        file.seek(len(codecs.BOM_UTF8))
        yield from ox.parse(file, format=known, base_iri=base, rename_blank_nodes=rename)


def without_mark(data: bytes) -> bytes:
    """Return the bytes of a text file in UTF-8 without a byte-order mark at their head."""
    return data.removeprefix(codecs.BOM_UTF8)


def is_marked(path: Path) -> bool:
    """Say whether a file begins with a byte-order mark of UTF-8."""
    with path.open("rb") as file:
        return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of what goes wrong with a file what, where and why.

    Raises:
        GraphError: the file cannot be read or its syntax is wrong.
    """
    try:
        yield
    except SyntaxError as error:
        place = f"line {error.lineno}" + (f", column {error.offset}" if error.offset else "") if error.lineno else ""
        reason = f"{place}: {error.msg}" if place else str(error.msg)
        raise GraphError(f"not valid RDF: {reason}", where=str(path)) from error
    except OSError as error:
        if is_exhausted(error):
            raise  # the machine's fault, not the file's
        raise GraphError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    except ValueError as error:
        raise GraphError(f"cannot be read: {error}", where=str(path)) from error


def read_graphs(paths: Sequence[Path], iris: Iris | None = None) -> Iterator[NamedGraph]:
    """Yield the graphs of RDF files and folders (``*.ttl *.nt *.nq *.trig *.jsonld *.rdf``), files in sorted order.

    Args:
        paths: files and folders.
        iris: the base under which unnamed graphs get their names.

    Raises:
        GraphError: a path does not exist or a file cannot be parsed.
    """
    with rdf_snapshot(paths) as opened:
        for file in opened.files:
            yield from graphs_of(file, iris)


def graphs_of(file: OpenFile, iris: Iris | None = None) -> Iterator[NamedGraph]:
    """Yield the graphs of one file of a snapshot; see ``read_graphs``.

    Raises:
        GraphError: the file cannot be parsed.
    """
    unnamed: list[Triple] = []
    named: dict[str, list[Triple]] = {}
    for quad in parse(file):
        if isinstance(quad.graph_name, ox.NamedNode):
            named.setdefault(quad.graph_name.value, []).append(quad.triple)
        else:
            unnamed.append(quad.triple)
    if unnamed or not named:
        yield NamedGraph(graph_name_of(file.path, unnamed, iris), tuple(unnamed), file.path)
    for name, triples in named.items():
        yield NamedGraph(name, tuple(triples), file.path)


def graph_name_of(file: Path, triples: Iterable[Triple], iris: Iris | None = None) -> str:
    """Return the name of the graph that the statements of a file without graph names go into.

    Args:
        file: the file.
        triples: its statements, read as far as need be.
        iris: the base of names.
    """
    iris = iris or Iris()
    if file.stem in _OWN_STEMS:
        return iris.graph(file.stem)
    if file.parent.name == _OWN_FOLDER:
        return iris.graph(_OWN_FOLDER)
    if file.parent.name in _REFERENCE_FOLDERS:
        return iris.graph("reference")
    for triple in triples:
        if triple.predicate == RDF.type and isinstance(triple.subject, ox.NamedNode):
            if triple.object == LN.SourceText and (match := _TEXT_SEGMENT.match(triple.subject.value)):
                return Iris(match.group(1)).text_graph(match.group(2))
            if triple.object in _ONTOLOGY_TYPES:
                return iris.graph("ontology")
    return iris.graph(f"file/{slug(file.stem) or 'unnamed'}")
