"""Stable bytes of a graph: the same statements always give the same file.

Statements are sorted and written by pyoxigraph, whose Turtle writer is some twenty times faster than rdflib's. Blank
nodes are refused: they have no stable name, so they would make files differ and reports point nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from loader.errors import GraphError
from loader.graph.statements import Statements
from loader.graph.vocabulary import PREFIXES, RDF

Triple = ox.Triple

_TYPE = str(RDF.type)
_SUBJECT_END = b" .\n"
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _order(triple: Triple) -> tuple[str, str]:
    predicate = triple.predicate.value
    return "" if predicate == _TYPE else predicate, str(triple.object)


def sort_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return the distinct triples by subject, predicate (types first) and object.

    Raises:
        GraphError: a blank node stands in one of them.
    """
    return list(_in_order(triples))


def _in_order(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the distinct triples in order; those of a subject are forgotten with it, so that memory does not double."""
    by_subject: dict[str, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise GraphError(f"a blank node cannot be written: {triple}", advice="give the node an IRI")
        by_subject.setdefault(str(triple.subject), []).append(triple)
    del triples
    for subject in sorted(by_subject):
        yield from sorted(set(by_subject.pop(subject)), key=_order)


class _Body:
    """A file that takes the writer's Turtle: it leaves out the prefixes and puts a blank line behind each subject.

    The writer puts the prefixes in an order that changes from run to run. A line break inside a literal is escaped, so
    " ." before a line break always ends a subject.
    """

    def __init__(self, prefixes: int) -> None:
        self._prefixes = prefixes
        self._pending = b""
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        piece = self._pending + data
        while self._prefixes and b"\n" in piece:
            piece = piece.split(b"\n", 1)[1]
            self._prefixes -= 1
        whole = 0 if self._prefixes else piece.rfind(b"\n") + 1
        if whole:
            self._pieces.append(piece[:whole].replace(_SUBJECT_END, _SUBJECT_END + b"\n"))
        self._pending = piece[whole:]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back for speed."""

    def finished(self, head: bytes) -> bytes:
        """Return all that was written, behind ``head``."""
        if not self._pending and self._pieces:
            self._pieces[-1] = self._pieces[-1].rstrip(b"\n")
        return b"".join((head, *self._pieces, self._pending, b"\n"))


def serialise_triples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as Turtle with the project's prefixes, always the same bytes for the same statements.

    Raises:
        GraphError: a blank node stands in one of them.
    """
    ordered = triples.in_order() if isinstance(triples, Statements) else _in_order(triples)
    del triples  # a list that only this call holds is given back to memory while it is written
    return _written(ordered)


def _written(ordered: Iterable[Triple]) -> bytes:
    body = _Body(len(PREFIXES))
    ox.serialize(ordered, body, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES)
    return body.finished(f"{head}\n".encode())


def serialise_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as sorted N-Triples.

    Raises:
        GraphError: a blank node stands in one of them.
    """
    return ox.serialize(_in_order(triples), format=ox.RdfFormat.N_TRIPLES) or b""


def serialise(graph: Graph, *, blank_nodes: bool = False) -> bytes:
    """Return an rdflib graph as Turtle, always the same bytes for the same statements.

    Args:
        graph: the graph.
        blank_nodes: it may hold blank nodes; whoever named them answers for their names being the same each time.

    Raises:
        GraphError: a blank node stands in it.
    """
    if blank_nodes:
        triples = sorted(from_rdflib(graph), key=lambda triple: (str(triple.subject), *_order(triple)))
        return _written(triples)
    return serialise_triples(from_rdflib(graph))


def _to_term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(node)
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    raise GraphError(f"{node!r} cannot stand in a triple")


def from_rdflib(graph: Iterable[tuple[Node, Node, Node]]) -> Iterable[Triple]:
    """Yield the triples of an rdflib graph as pyoxigraph triples.

    Raises:
        GraphError: a literal stands as subject or predicate.
    """
    for s, p, o in graph:
        subject, predicate = _to_term(s), _to_term(p)
        if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
            raise GraphError(f"{s!r} {p!r} … is no RDF statement")
        yield ox.Triple(subject, predicate, _to_term(o))


def to_rdflib(triples: Iterable[Triple]) -> Graph:
    """Return pyoxigraph triples as an rdflib graph with the project's prefixes bound."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES:
        graph.bind(prefix, namespace)
    nodes: dict[str, URIRef] = {}

    def iri(value: str) -> URIRef:
        node = nodes.get(value)
        if node is None:
            node = nodes[value] = URIRef(value)
        return node

    def term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        if isinstance(value, ox.NamedNode):
            return iri(value.value)
        if isinstance(value, ox.BlankNode):
            return BNode(value.value)
        if isinstance(value, ox.Literal):
            if value.language:
                return Literal(value.value, lang=value.language)
            datatype = value.datatype.value
            return Literal(value.value, datatype=None if datatype == _STRING else iri(datatype), normalize=False)
        raise GraphError("a quoted triple cannot stand in an rdflib graph")

    for triple in triples:
        graph.add((term(triple.subject), iri(triple.predicate.value), term(triple.object)))
    return graph
