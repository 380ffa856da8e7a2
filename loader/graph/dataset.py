"""RDF files as named graphs: what a store, a validator or a notebook loads.

A document's file goes into the graph of its source text, reference files, the ontology and inferred statements into the
graphs of these names, any other file into a graph named after it. Files that carry graph names (N-Quads, TriG) keep
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from loader.errors import GraphError
from loader.graph.iris import Iris, slug
from loader.graph.turtle import Triple, to_rdflib
from loader.graph.vocabulary import LN, OWL, RDF, SKOS

_FORMATS = (
    (".ttl", ox.RdfFormat.TURTLE),
    (".nt", ox.RdfFormat.N_TRIPLES),
    (".nq", ox.RdfFormat.N_QUADS),
    (".trig", ox.RdfFormat.TRIG),
    (".jsonld", ox.RdfFormat.JSON_LD),
    (".rdf", ox.RdfFormat.RDF_XML),
)
_TYPE = ox.NamedNode(RDF.type)
_SOURCE_TEXT = ox.NamedNode(LN.SourceText)
_ONTOLOGY_TYPES = frozenset(ox.NamedNode(t) for t in (OWL.Ontology, SKOS.ConceptScheme))
_INFERRED_STEM = "inferred"
_REFERENCE_FOLDER = "reference"
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

    def graph(self) -> Graph:
        """Return the statements as an rdflib graph."""
        return to_rdflib(self.triples)


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
    """Return the RDF files among the paths, folders walked, sorted, each once.

    Raises:
        GraphError: a path does not exist, or a file has no known ending.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(p for p in sorted(path.rglob("*")) if p.is_file() and is_rdf_file(p)))
        elif not path.exists():
            raise GraphError("no such file or folder", where=str(path))
        else:
            rdf_format(path)
            files[path] = None
    return list(files)


def parse_file(path: Path, base: str | None = None) -> list[ox.Quad]:
    """Return the statements of one RDF file.

    Args:
        path: the file.
        base: what relative IRIs in it are resolved against; without it they are refused.

    Raises:
        GraphError: the file cannot be read or its syntax is wrong (the message says where).
    """
    try:
        return list(ox.parse(path=str(path), format=rdf_format(path), base_iri=base))
    except SyntaxError as error:
        place = f"line {error.lineno}" + (f", column {error.offset}" if error.offset else "") if error.lineno else ""
        reason = f"{place}: {error.msg}" if place else str(error.msg)
        raise GraphError(f"not valid RDF: {reason}", where=str(path)) from error
    except (OSError, ValueError) as error:
        raise GraphError(f"cannot be read: {error}", where=str(path)) from error


def read_graphs(paths: Sequence[Path], iris: Iris | None = None) -> Iterator[NamedGraph]:
    """Yield the graphs of RDF files and folders (``*.ttl *.nt *.nq *.trig *.jsonld *.rdf``), files in sorted order.

    Args:
        paths: files and folders.
        iris: the base under which unnamed graphs get their names.

    Raises:
        GraphError: a path does not exist or a file cannot be parsed.
    """
    iris = iris or Iris()
    for file in rdf_files(paths):
        unnamed: list[Triple] = []
        named: dict[str, list[Triple]] = {}
        for quad in parse_file(file):
            if isinstance(quad.graph_name, ox.NamedNode):
                named.setdefault(quad.graph_name.value, []).append(quad.triple)
            else:
                unnamed.append(quad.triple)
        if unnamed or not named:
            yield NamedGraph(graph_name_of(file, unnamed, iris), tuple(unnamed), file)
        for name, triples in named.items():
            yield NamedGraph(name, tuple(triples), file)


def graph_name_of(file: Path, triples: Iterable[Triple], iris: Iris | None = None) -> str:
    """Return the name of the graph that the statements of a file without graph names go into.

    Args:
        file: the file.
        triples: its statements, read as far as need be.
        iris: the base of names.
    """
    iris = iris or Iris()
    if file.stem == _INFERRED_STEM:
        return str(iris.graph("inferred"))
    if file.parent.name == _REFERENCE_FOLDER:
        return str(iris.graph("reference"))
    for triple in triples:
        if triple.predicate == _TYPE and isinstance(triple.subject, ox.NamedNode):
            if triple.object == _SOURCE_TEXT and (match := _TEXT_SEGMENT.match(triple.subject.value)):
                return str(Iris(match.group(1)).text_graph(match.group(2)))
            if triple.object in _ONTOLOGY_TYPES:
                return str(iris.graph("ontology"))
    return str(iris.graph(f"file/{slug(file.stem) or 'unnamed'}"))
