"""Results of queries as values: rows of terms, and terms as Python values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pyoxigraph as ox

from loader.graph.vocabulary import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | float | bool | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The result of a SELECT.

    Attributes:
        variables: their names, in order.
        rows: terms per row, None where unbound.
        cut: there are more rows than these.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool = False

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Return the terms of one variable.

        Raises:
            KeyError: there is no such variable.
        """
        if name not in self.variables:
            raise KeyError(name)
        index = self.variables.index(name)
        return tuple(row[index] for row in self.rows)

    def values(self) -> list[tuple[Value, ...]]:
        """Return the rows as Python values."""
        return [tuple(python_value(t) for t in row) for row in self.rows]


def rows_of(solutions: ox.QuerySolutions) -> Rows:
    """Read all solutions."""
    names = tuple(v.value for v in solutions.variables)
    return Rows(names, tuple(tuple(s[i] for i in range(len(names))) for s in solutions))


def without_labels(rows: Rows, labels: Mapping[str, str]) -> Rows:
    """Return rows without the columns ``xLabel`` that only repeat how the things of ``x`` are shown.

    Args:
        rows: the rows.
        labels: label by IRI, as the things are shown.
    """
    names = {name: i for i, name in enumerate(rows.variables)}
    pairs = [(names[f"{name}Label"], i) for name, i in names.items() if f"{name}Label" in names]
    repeated = {
        label_at
        for label_at, thing_at in pairs
        if all(text_of(row[label_at]) == labels.get(text_of(row[thing_at]), "") for row in rows.rows)
    }
    keep = [i for i in range(len(rows.variables)) if i not in repeated]
    shown = tuple(tuple(row[i] for i in keep) for row in rows.rows)
    return Rows(tuple(rows.variables[i] for i in keep), shown, rows.cut)


def text_of(term: Term | None) -> str:
    """Return the text of a literal or the IRI of a named node; "" for anything else."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def texts_of(rows: Rows) -> Iterator[tuple[str, ...]]:
    """Yield the rows with each term as its text; "" where a variable is unbound."""
    return (tuple(text_of(term) for term in row) for row in rows.rows)


def python_value(term: Term | None) -> Value:
    """Return a term as a Python value: IRIs and texts as str, numbers, dates and booleans as such; None if unbound.

    A literal whose text does not fit its datatype (XML Schema 1.1 part 2), or that Python's type cannot keep as it is
    (a date with a time zone, a year of five digits, nanoseconds), stays a str.
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    text, kind = term.value, term.datatype.value.removeprefix(XSD.NAMESPACE)
    reader = _READERS.get(_WHOLE.get(kind, kind))
    if reader is None or not reader.form.fullmatch(text):
        return text
    try:
        return reader.read(text)
    except (ValueError, ArithmeticError):
        return text


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the literals of a datatype become Python values.

    Attributes:
        form: texts that are read.
        read: reads them.
    """

    form: re.Pattern[str]
    read: Callable[[str], Value]


_WHOLE = dict.fromkeys(
    "int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte".split(),
    "integer",
)
"""Datatypes derived from xsd:integer."""
_FLOAT = _Reader(re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN"), float)
_READERS = {
    "integer": _Reader(re.compile(r"[+-]?[0-9]+"), int),
    "gYear": _Reader(re.compile(r"-?[0-9]{4,}"), int),
    "decimal": _Reader(re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"), Decimal),
    "double": _FLOAT,
    "float": _FLOAT,
    "boolean": _Reader(re.compile("true|false|1|0"), lambda text: text in ("true", "1")),
    "date": _Reader(re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
    "dateTime": _Reader(
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"),
        datetime.fromisoformat,
    ),
}
_READERS["dateTimeStamp"] = _READERS["dateTime"]
