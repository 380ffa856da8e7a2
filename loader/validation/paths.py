"""SHACL property paths as values: read from a graph, written into one, and told as text (SHACL, section 2.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from loader.errors import GraphError


class Sink(Protocol):
    """What takes statements: a graph, or a list of them."""

    def add(self, triple: tuple[Node, Node, Node], /) -> object:
        """Take a statement."""
        ...


class PathKind(Enum):
    """The forms of a path."""

    PREDICATE = "predicate"
    SEQUENCE = "sequence"
    ALTERNATIVE = "alternative"
    INVERSE = "inverse"
    ZERO_OR_MORE = "zero-or-more"
    ONE_OR_MORE = "one-or-more"
    ZERO_OR_ONE = "zero-or-one"


_UNARY: Final = (
    (SH.inversePath, PathKind.INVERSE),
    (SH.zeroOrMorePath, PathKind.ZERO_OR_MORE),
    (SH.oneOrMorePath, PathKind.ONE_OR_MORE),
    (SH.zeroOrOnePath, PathKind.ZERO_OR_ONE),
)
_SIGNS: Final = ((PathKind.ZERO_OR_MORE, "*"), (PathKind.ONE_OR_MORE, "+"), (PathKind.ZERO_OR_ONE, "?"))


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Attributes:
        kind: its form.
        iri: the predicate of a predicate path, "" for others.
        parts: the paths that it is made of.

    """

    kind: PathKind
    iri: str = ""
    parts: tuple[Path, ...] = ()

    @classmethod
    def of(cls, predicate: Node) -> Path:
        """Return the path of one predicate."""
        return cls(PathKind.PREDICATE, str(predicate))

    @classmethod
    def read(cls, graph: Graph, node: Node) -> Path:
        """Read a path.

        Args:
            graph: the graph that describes it.
            node: the path.

        Raises:
            GraphError: it is not well-formed.

        """
        return _read(graph, node, frozenset())

    @property
    def is_predicate(self) -> bool:
        """Whether it is one predicate."""
        return self.kind is PathKind.PREDICATE

    def __str__(self) -> str:
        """Return the path as SPARQL writes it; of one predicate, the IRI alone."""
        return self.iri if self.is_predicate else self.sparql()

    def sparql(self) -> str:
        """Return the path in the syntax of SPARQL 1.1, section 9."""
        if self.is_predicate:
            return f"<{self.iri}>"
        if self.kind is PathKind.SEQUENCE:
            return "/".join(part._bracketed() for part in self.parts)
        if self.kind is PathKind.ALTERNATIVE:
            return "|".join(part._bracketed() for part in self.parts)
        inner = self.parts[0]._bracketed()
        return f"^{inner}" if self.kind is PathKind.INVERSE else f"{inner}{dict(_SIGNS)[self.kind]}"

    def _bracketed(self) -> str:
        return self.sparql() if self.is_predicate else f"({self.sparql()})"

    def add_to(self, graph: Sink, name: str) -> Node:
        """State the path in a graph and return its node.

        Args:
            graph: where it is stated; a predicate path needs no statement.
            name: what the blank nodes of the path are called after, one name for each path.

        """
        if self.is_predicate:
            return URIRef(self.iri)
        node = BNode(name)
        parts = [part.add_to(graph, f"{name}p{place}") for place, part in enumerate(self.parts)]
        if self.kind is PathKind.SEQUENCE:
            return _add_list(graph, name, parts)
        if self.kind is PathKind.ALTERNATIVE:
            graph.add((node, SH.alternativePath, _add_list(graph, f"{name}a", parts)))
        else:
            graph.add((node, next(term for term, kind in _UNARY if kind is self.kind), parts[0]))
        return node

    def record(self) -> list[object]:
        """Return the path as plain lists and texts."""
        return [self.kind.value, self.iri, [part.record() for part in self.parts]]

    @classmethod
    def of_record(cls, record: object) -> Path:
        """Return the path of a record.

        Raises:
            ValueError: it is none.

        """
        if not isinstance(record, list) or len(record) != 3 or not isinstance(record[2], list):
            raise ValueError("not a path")
        return cls(PathKind(record[0]), str(record[1]), tuple(cls.of_record(part) for part in record[2]))


def _add_list(graph: Sink, name: str, members: list[Node]) -> Node:
    nodes = [BNode(name if place == 0 else f"{name}r{place}") for place in range(len(members))]
    for place, (node, member) in enumerate(zip(nodes, members, strict=True)):
        graph.add((node, RDF.first, member))
        graph.add((node, RDF.rest, nodes[place + 1] if place + 1 < len(nodes) else RDF.nil))
    return nodes[0]


def _read(graph: Graph, node: Node, above: frozenset[Node]) -> Path:
    if isinstance(node, Literal):
        raise GraphError(f"a path cannot be a literal ({node.n3()})")
    if isinstance(node, URIRef) and (node == RDF.nil or (node, RDF.first, None) not in graph):
        if node == RDF.nil:
            raise GraphError("a path cannot be an empty list")
        return Path.of(node)
    if node in above:
        raise GraphError("a path contains itself")
    inside = above | {node}
    if (node, RDF.first, None) in graph:
        return Path(PathKind.SEQUENCE, parts=_members(graph, node, inside))
    said = [(predicate, value) for predicate, value in graph.predicate_objects(node) if predicate != RDF.type]
    if len(said) != 1:
        raise GraphError("a path has no form that SHACL knows" if not said else "a path has more than one form")
    predicate, value = said[0]
    if predicate == SH.alternativePath:
        return Path(PathKind.ALTERNATIVE, parts=_members(graph, value, inside))
    for term, kind in _UNARY:
        if predicate == term:
            return Path(kind, parts=(_read(graph, value, inside),))
    raise GraphError(f"a path has no form that SHACL knows (<{predicate}>)")


def _members(graph: Graph, head: Node, above: frozenset[Node]) -> tuple[Path, ...]:
    cells, cell = 0, head
    seen: set[Node] = set()
    while cell != RDF.nil:
        if (
            cell in seen
            or len(list(graph.objects(cell, RDF.first))) != 1
            or len(list(graph.objects(cell, RDF.rest))) != 1
        ):
            raise GraphError("a list in a path is not well-formed")
        seen.add(cell)
        cells += 1
        cell = next(iter(graph.objects(cell, RDF.rest)))
    if cells < 2:
        raise GraphError("a sequence or alternative of paths needs two members at least")
    return tuple(_read(graph, member, above) for member in Collection(graph, head))
