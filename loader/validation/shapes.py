"""Shapes files: read from folders, each rule remembering its file, faults told with file, place and shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SH

from loader.errors import GraphError
from loader.graph.conversion import LN_NODES, to_rdflib
from loader.graph.dataset import rdf_files
from loader.graph.turtle import Triple
from loader.validation.imports import read_with_imports
from loader.validation.rules import named_shape

_TYPE = ox.NamedNode(RDF.type)
_KINDS = frozenset((ox.NamedNode(SH.NodeShape), ox.NamedNode(SH.PropertyShape), ox.NamedNode(OWL.Ontology)))
_SIGNS = frozenset(ox.NamedNode(SH[name]) for name in "path property targetClass targetNode targetSubjectsOf".split())


def load_shapes(paths: Sequence[Path]) -> Graph:
    """Return the shapes of files and folders as one graph.

    Every shape with an IRI gets the name of its file (``ln:sourceFile``), for messages and the catalogue. What they
    import is read, too, where it lies in a file beside them (see ``loader.validation.imports``).

    Raises:
        GraphError: a file does not parse, or a query in it is no SPARQL; the message names file and shape.

    """
    triples: list[Triple] = []
    origins: dict[str, str] = {}
    for file, part in read_with_imports(rdf_files(paths)):
        triples += part
        named = {t.subject.value for t in part if isinstance(t.subject, ox.NamedNode) and _is_origin(t)}
        # The first file describes it; a later one may give it further targets.
        origins |= {iri: file.name for iri in sorted(named) if iri not in origins}
    shapes = to_rdflib(triples)
    for iri, name in origins.items():
        shapes.add((URIRef(iri), LN_NODES.sourceFile, Literal(name)))
    _check_queries(shapes)
    return shapes


def _is_origin(triple: Triple) -> bool:
    """Say whether a statement shows that its subject is a shape, or what a file calls itself."""
    return (triple.predicate == _TYPE and triple.object in _KINDS) or triple.predicate in _SIGNS


def prefixes(shapes: Graph) -> str:
    """Return the PREFIX lines of the prefixes that the shapes declare for their queries."""
    return _lines(_declared(shapes))


def prologue(shapes: Graph, query: str) -> str:
    """Return the PREFIX lines of those declared prefixes that a query uses."""
    return _lines((prefix, namespace) for prefix, namespace in _declared(shapes) if f"{prefix}:" in query)


def _declared(shapes: Graph) -> set[tuple[str, str]]:
    found = set()
    for declaration in shapes.objects(None, SH.declare):
        prefix, namespace = shapes.value(declaration, SH.prefix), shapes.value(declaration, SH.namespace)
        if prefix is not None and namespace is not None:
            found.add((str(prefix), str(namespace)))
    return found


def _lines(declared: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(declared))


def _check_queries(shapes: Graph) -> None:
    declared = _declared(shapes)
    store = ox.Store()
    queries = {(node, query) for term in (SH.select, SH.ask) for node, query in shapes.subject_objects(term)}
    for constraint, query in sorted(queries):
        # $PATH stands for a property path that only the engine knows; any path parses alike.
        text = str(query).replace("$PATH", "<urn:path>").replace("?PATH", "<urn:path>")
        used = _lines((prefix, namespace) for prefix, namespace in declared if f"{prefix}:" in text)
        try:
            store.query(f"{used}\n{text}")
        except SyntaxError as error:
            shape = named_shape(shapes, constraint)
            file = str(shapes.value(shape, LN_NODES.sourceFile) or "shapes")
            reason = " ".join(str(error.msg).split())
            raise GraphError(f"the query of shape <{shape}> is not valid SPARQL: {reason}", where=file) from error
