"""An Oxigraph store behind rdflib's interface for look-ups, so that data loaded by Oxigraph are not copied into Python.

To make rdflib nodes of all triples takes longer than a fast engine needs to validate them; a report looks up only some.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from loader.errors import GraphError
from loader.graph.conversion import Term, from_rdflib, to_term
from loader.graph.vocabulary import XSD
from loader.validation.exact import ExactLiteral
from loader.validation.lexical import well_formed

_DEFAULT = ox.DefaultGraph()
Pattern = tuple[Node | None, Node | None, Node | None]


class OxigraphIndex(Store):
    """The default graph of an Oxigraph store as an rdflib store without contexts."""

    def __init__(self, store: ox.Store) -> None:
        """Look at a store without copying it; triples added or removed here are added or removed there."""
        super().__init__()
        self.answers = store
        self._iris: dict[str, URIRef] = {}
        self._literals: dict[ox.Literal, Node] = {}

    def add(self, triple: tuple[Node, Node, Node], context: Any = None, quoted: bool = False) -> None:
        """Add a triple."""
        self.answers.extend(ox.Quad(t.subject, t.predicate, t.object) for t in from_rdflib([triple]))

    def remove(self, triple: Pattern, context: Any = None) -> None:
        """Remove the triples of a pattern."""
        for quad in list(self._matching(triple)):
            self.answers.remove(quad)

    def triples(
        self, triple_pattern: Pattern, context: Any = None
    ) -> Iterator[tuple[tuple[Node, Node, Node], Iterator[Any]]]:
        """Yield the triples of a pattern."""
        s, p, o = triple_pattern
        # Not while the store is read: whoever is given a triple may write.
        for quad in list(self._matching(triple_pattern)):
            subject = s if s is not None else self._node(quad.subject)
            predicate = p if p is not None else self._node(quad.predicate)
            yield (subject, predicate, o if o is not None else self._node(quad.object)), iter(())

    def __len__(self, context: Any = None) -> int:
        """Return the number of triples."""
        return len(self.answers)

    def _matching(self, pattern: Pattern) -> Iterator[ox.Quad]:
        s, p, o = pattern
        if isinstance(s, Literal) or isinstance(p, Literal | BNode):
            return iter(())
        try:
            subject, predicate, target = oxigraph_term(s), oxigraph_term(p), oxigraph_term(o)
        except ValueError:
            return iter(())  # a text that is no IRI stands in no triple
        return self.answers.quads_for_pattern(subject, predicate, target, _DEFAULT)  # type: ignore[arg-type]

    def _node(self, term: Any) -> Node:
        if isinstance(term, ox.NamedNode):
            value = term.value
            iri = self._iris.get(value)
            if iri is None:
                iri = self._iris[value] = URIRef(value)
            return iri
        if isinstance(term, ox.Literal):
            literal = self._literals.get(term)
            if literal is None:
                literal = self._literals[term] = rdflib_node(term)
            return literal
        return rdflib_node(term)


def rdflib_node(term: Term | ox.Triple) -> Node:
    """Return an Oxigraph term as an rdflib node, its lexical form untouched.

    Raises:
        GraphError: it is a quoted triple.

    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise GraphError("a quoted triple cannot stand in an rdflib graph")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == XSD.string.value:
        return Literal(term.value)
    if not well_formed(term.value, datatype):
        return ExactLiteral(term.value, None, datatype)  # rdflib would log a traceback, or change the text
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)


def oxigraph_term(node: Node | None) -> Term | None:
    """Return an rdflib node as an Oxigraph term; None, which matches anything, for None.

    Raises:
        ValueError: an IRI is malformed.

    """
    return None if node is None else to_term(node)
