"""Shapes files: read from folders, each rule remembering its file, faults told with file, place and shape."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef

from loader.errors import GraphError
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.turtle import to_rdflib
from loader.graph.vocabulary import LN, RDF, SH
from loader.validation.rules import named_shape


def load_shapes(paths: Sequence[Path]) -> Graph:
    """Return the shapes of files and folders as one graph.

    Every shape with an IRI gets the name of its file (``ln:sourceFile``), for messages and the catalogue.

    Raises:
        GraphError: a file does not parse, or a query in it is no SPARQL; the message names file and shape.

    """
    shapes = Graph(bind_namespaces="none")
    for file in rdf_files(paths):
        part = to_rdflib(quad.triple for quad in parse_file(file))
        for prefix, namespace in part.namespaces():
            shapes.bind(prefix, namespace)
        for triple in part:
            shapes.add(triple)
        for kind in (SH.NodeShape, SH.PropertyShape):
            for node in part.subjects(RDF.type, kind):
                if isinstance(node, URIRef):
                    shapes.add((node, LN.sourceFile, Literal(file.name)))
    _check_queries(shapes)
    return shapes


def prefixes(shapes: Graph) -> str:
    """Return the PREFIX lines of the prefixes that the shapes declare for their queries."""
    lines = set()
    for declaration in shapes.objects(None, SH.declare):
        prefix, namespace = shapes.value(declaration, SH.prefix), shapes.value(declaration, SH.namespace)
        if prefix is not None and namespace is not None:
            lines.add(f"PREFIX {prefix}: <{namespace}>")
    return "\n".join(sorted(lines))


def _check_queries(shapes: Graph) -> None:
    head = prefixes(shapes)
    store = ox.Store()
    for constraint, query in shapes.subject_objects(SH.select):
        # $PATH stands for a property path that only the engine knows; any path parses alike.
        text = str(query).replace("$PATH", "<urn:path>").replace("?PATH", "<urn:path>")
        try:
            store.query(f"{head}\n{text}")
        except SyntaxError as error:
            shape = named_shape(shapes, constraint)
            file = str(shapes.value(shape, LN.sourceFile) or "shapes")
            reason = " ".join(str(error.msg).split())
            raise GraphError(f"the query of shape <{shape}> is not valid SPARQL: {reason}", where=file) from error
