"""rdflib literals that know what their text means, for the reference engine.

pyshacl asks its literals whether they are ill-typed and which of two is greater, and rdflib answers both loosely: "25" is
a year, and literals of different types are ordered by the names of these. Here the first is answered by the lexical space
of the datatype, the second by SPARQL's operators, as SHACL says (sections 4.1.2 and 4.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from loader.validation.lexical import well_formed

Statement = tuple[Node, Node, Node]
_LONGEST_INTEGER = 4000  # digits that Python makes a number of
_INTEGERS = frozenset(
    str(XSD[name])
    for name in (
        "integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger byte short int long "
        "unsignedByte unsignedShort unsignedInt unsignedLong"
    ).split()
)
_FLOATS = frozenset((str(XSD.double), str(XSD.float)))
_COMPARISON = "SELECT (?a = ?b AS ?equal) (?a > ?b AS ?greater) WHERE { VALUES (?a ?b) { (%s %s) } }"


class _SomeMoment(datetime):
    """Stands for a moment: pyshacl compares values of datetime itself and of time, but asks literals of all others."""


class _SomeTime(time):
    """Stands for a time of day, likewise."""


@dataclass(frozen=True, slots=True)
class _SomeValue:
    """Stands for a value of another ordered type."""

    text: str


_ORDERED = frozenset(
    str(XSD[name])
    for name in "gYear gYearMonth gMonth gMonthDay gDay duration dayTimeDuration yearMonthDuration".split()
)
# Days and moments are compared by ``_comparison``: Python's begin with the year 1 and end with 9999.
_VALUES: Mapping[str, Callable[[str], object]] = {
    str(XSD.decimal): Decimal,
    str(XSD.boolean): lambda text: text in ("true", "1"),
    str(XSD.date): lambda _: date(1, 1, 1),
    str(XSD.dateTime): lambda _: _SomeMoment(1, 1, 1),
    str(XSD.time): lambda _: _SomeTime(),
}


class ExactLiteral(Literal):
    """A literal with an exact answer to whether it is ill-typed and to how it compares.

    It equals the rdflib literal of the same text, datatype and language, and has its hash.
    """

    _language: str | None
    _datatype: URIRef | None
    _value: Any
    _ill_typed: bool | None

    def __new__(cls, text: str, language: str | None = None, datatype: str | None = None) -> ExactLiteral:
        """Make a literal; its text stays as it is written."""
        # rdflib converts the text of a typed literal as it makes one, and logs a traceback if it cannot.
        made: ExactLiteral = super().__new__(cls, text, lang=language, normalize=False)
        if datatype is not None and language is None:
            made._datatype = URIRef(datatype)
            made._ill_typed = not well_formed(text, datatype)
            made._value = None if made._ill_typed else _value(text, datatype)
        return made

    @classmethod
    def of(cls, literal: Literal) -> ExactLiteral:
        """Return an rdflib literal as an exact one."""
        datatype = None if literal.datatype is None else str(literal.datatype)
        return cls(str(literal), literal.language, datatype)

    def eq(self, other: Any) -> bool:
        """Say whether two literals have the same value.

        Raises:
            TypeError: they cannot be compared.

        """
        found = self._compared(other)
        if found is None:
            raise TypeError("these values cannot be compared")
        return found[0]

    def __gt__(self, other: Any) -> bool:
        return self._compared(other) == (False, True)

    def __lt__(self, other: Any) -> bool:
        return self._compared(other) == (False, False)

    def __ge__(self, other: Any) -> bool:
        return self._compared(other) in ((False, True), (True, False))

    def __le__(self, other: Any) -> bool:
        return self._compared(other) in ((False, False), (True, False))

    __hash__ = Literal.__hash__

    def _compared(self, other: Any) -> tuple[bool, bool] | None:
        return _comparison(self, other) if isinstance(other, Literal) else None


@lru_cache(maxsize=4096)
def _comparison(one: Literal, other: Literal) -> tuple[bool, bool] | None:
    """Say whether SPARQL finds two literals equal, and the first greater; None if it cannot compare them."""
    if one.ill_typed or other.ill_typed:
        return None
    pair = (one.n3(), other.n3())
    rows = ox.Store().query(_COMPARISON % pair)
    if not isinstance(rows, ox.QuerySolutions):
        return None
    row = next(rows)
    equal, greater = row["equal"], row["greater"]
    if not isinstance(greater, ox.Literal):
        return None
    return isinstance(equal, ox.Literal) and equal.value == "true", greater.value == "true"


def _value(text: str, datatype: str) -> object:
    """Return the value of a well-formed literal for engines that look at its type in Python."""
    if datatype in _INTEGERS:
        return int(text) if len(text) < _LONGEST_INTEGER else Decimal(text)
    if datatype in _FLOATS:
        return float(text.replace("INF", "inf"))
    if datatype in _VALUES:
        return _VALUES[datatype](text)
    # No text: pyshacl compares texts by itself.
    return _SomeValue(text) if datatype in _ORDERED else text


def exact(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements with their literals made exact."""
    made: dict[Node, ExactLiteral] = {}
    for subject, predicate, node in statements:
        if not isinstance(node, Literal) or isinstance(node, ExactLiteral):
            yield subject, predicate, node
            continue
        literal = made.get(node)
        if literal is None:
            literal = made[node] = ExactLiteral.of(node)
        yield subject, predicate, literal


def exact_graph(graph: Graph) -> Graph:
    """Return a copy of a graph, and of its prefixes, with exact literals."""
    made = Graph(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        made.bind(prefix, namespace)
    for statement in exact(graph):
        made.add(statement)
    return made
