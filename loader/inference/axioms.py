"""The axioms of an ontology graph, read as class expressions (OWL 2 RL)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.turtle import Triple
from loader.graph.vocabulary import OWL, RDF

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Named:
    """A class by its name."""

    iri: ox.NamedNode


@dataclass(frozen=True, slots=True)
class HasValue:
    """The things with one value of a property."""

    on: ox.NamedNode
    value: ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Some:
    """The things with a value of a property that is in a class."""

    on: ox.NamedNode
    filler: Expression


@dataclass(frozen=True, slots=True)
class All:
    """The things all of whose values of a property are in a class."""

    on: ox.NamedNode
    filler: Expression


@dataclass(frozen=True, slots=True)
class And:
    """The things in all of several classes."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The things in any of several classes."""

    parts: tuple[Expression, ...]


Expression = Named | HasValue | Some | All | And | Or


class Axioms:
    """An ontology graph, asked for its axioms."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._by_predicate: dict[str, list[tuple[Node, Node]]] = {}
        self._values: dict[tuple[Node, str], list[Node]] = {}
        for triple in sorted(triples, key=str):
            self._by_predicate.setdefault(triple.predicate.value, []).append((triple.subject, triple.object))
            self._values.setdefault((triple.subject, triple.predicate.value), []).append(triple.object)

    def pairs(self, predicate: str) -> Iterator[tuple[Node, Node]]:
        """Yield subject and object of all statements of a predicate, sorted."""
        yield from self._by_predicate.get(predicate, ())

    def of_type(self, type_iri: str) -> Iterator[ox.NamedNode]:
        """Yield the named subjects of a type."""
        for subject, value in self.pairs(RDF.type.value):
            if isinstance(value, ox.NamedNode) and value.value == type_iri and isinstance(subject, ox.NamedNode):
                yield subject

    def members(self, head: Node) -> list[Node]:
        """Return the members of an RDF list.

        Raises:
            GraphError: the list is broken.
        """
        found: list[Node] = []
        seen: set[Node] = set()
        while head != RDF.nil:
            first, rest = self._one(head, RDF.first), self._one(head, RDF.rest)
            if first is None or rest is None or head in seen:
                raise GraphError(f"a list of the ontology is broken at {head}")
            seen.add(head)
            found.append(first)
            head = rest
        return found

    def _one(self, subject: Node, predicate: ox.NamedNode) -> Node | None:
        values = self._values.get((subject, predicate.value))
        return values[0] if values else None

    def expression(self, node: Node) -> Expression:
        """Return the class expression that a node stands for.

        Raises:
            GraphError: a construct that is not supported (none of them is in OWL 2 RL on that side).
        """
        if isinstance(node, ox.NamedNode):
            return Named(node)
        for predicate, build in ((OWL.intersectionOf, And), (OWL.unionOf, Or)):
            members = self._one(node, predicate)
            if members is not None:
                return build(tuple(self.expression(member) for member in self.members(members)))
        on = self._one(node, OWL.onProperty)
        if isinstance(on, ox.NamedNode):
            value = self._one(node, OWL.hasValue)
            if isinstance(value, ox.NamedNode | ox.Literal):
                return HasValue(on, value)
            some, every = self._one(node, OWL.someValuesFrom), self._one(node, OWL.allValuesFrom)
            if some is not None:
                return Some(on, self.expression(some))
            if every is not None:
                return All(on, self.expression(every))
        raise GraphError(f"the class expression {node} of the ontology has a form that no rule is made for")
