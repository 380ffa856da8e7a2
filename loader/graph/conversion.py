"""Between the store's own values and rdflib's: for pyshacl and owlrl, which work on rdflib graphs, and for users who do.

Everything else in the project is built of pyoxigraph's terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from loader.errors import GraphError
from loader.graph.turtle import Triple, serialise_named_blanks, serialise_triples
from loader.graph.vocabulary import LN, PREFIXES, XSD, Vocabulary

Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Nodes:
    """The terms of a vocabulary as rdflib nodes; a name that is no term raises ``AttributeError``."""

    def __init__(self, vocabulary: type[Vocabulary]) -> None:
        self._vocabulary = vocabulary

    def __getattr__(self, name: str) -> URIRef:
        """Make a node when it is first asked for."""
        term = getattr(self._vocabulary, name)
        if not isinstance(term, ox.NamedNode):
            raise AttributeError(f"{name!r} is no term of {self._vocabulary.NAMESPACE}")
        node = URIRef(term.value)
        setattr(self, name, node)
        return node

    def __getitem__(self, name: str) -> URIRef:
        """Return a node by its name."""
        node: URIRef = getattr(self, name)
        return node


LN_NODES = Nodes(LN)
"""The terms of the ontology."""


def to_term(node: Node) -> Term:
    """Return an rdflib node as a term of the store.

    Raises:
        GraphError: it is a variable, a formula or the like.
        ValueError: an IRI is malformed.
    """
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else XSD.string)
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    raise GraphError(f"{node!r} cannot stand in a triple")


def from_rdflib(graph: Iterable[tuple[Node, Node, Node]]) -> Iterator[Triple]:
    """Yield the triples of an rdflib graph as pyoxigraph triples.

    Raises:
        GraphError: a literal stands as subject or predicate.
    """
    for s, p, o in graph:
        subject, predicate = to_term(s), to_term(p)
        if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
            raise GraphError(f"{s!r} {p!r} … is no RDF statement")
        yield ox.Triple(subject, predicate, to_term(o))


def empty_graph() -> Graph:
    """Return an rdflib graph with the project's prefixes bound."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES:
        graph.bind(prefix, namespace)
    return graph


def to_rdflib(triples: Iterable[Triple]) -> Graph:
    """Return pyoxigraph triples as an rdflib graph with the project's prefixes bound."""
    graph = empty_graph()
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
            return Literal(
                value.value, datatype=None if datatype == XSD.string.value else iri(datatype), normalize=False
            )
        raise GraphError("a quoted triple cannot stand in an rdflib graph")

    for triple in triples:
        graph.add((term(triple.subject), iri(triple.predicate.value), term(triple.object)))
    return graph


def serialise(graph: Graph, *, blank_nodes: bool = False) -> bytes:
    """Return an rdflib graph as Turtle, always the same bytes for the same statements.

    Args:
        graph: the graph.
        blank_nodes: it may hold blank nodes; whoever named them answers for their names being the same each time.

    Raises:
        GraphError: a blank node stands in it.
    """
    return (serialise_named_blanks if blank_nodes else serialise_triples)(from_rdflib(graph))
