"""Terms and literals as the store's own values, made once: what the writing modules build triples from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyoxigraph as ox
from rdflib.namespace import DefinedNamespace

from loader.graph import vocabulary
from loader.graph.vocabulary import XSD


class Terms:
    """The terms of a vocabulary as nodes, each made when first asked for.

    An attribute that is no term of the vocabulary raises ``AttributeError``, as the vocabulary itself does.
    """

    def __init__(self, namespace: type[DefinedNamespace]) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> ox.NamedNode:
        node = ox.NamedNode(str(getattr(self._namespace, name)))
        setattr(self, name, node)
        return node


LN = Terms(vocabulary.LN)
RDF = Terms(vocabulary.RDF)
RDFS = Terms(vocabulary.RDFS)
SKOS = Terms(vocabulary.SKOS)
DCTERMS = Terms(vocabulary.DCTERMS)
ORG = Terms(vocabulary.ORG)

_YEAR = ox.NamedNode(str(XSD.gYear))
_MONTH_DAY = ox.NamedNode(str(XSD.gMonthDay))
_DATE = ox.NamedNode(str(XSD.date))
_INTEGER = ox.NamedNode(str(XSD.integer))
_DECIMAL = ox.NamedNode(str(XSD.decimal))


def string(value: str) -> ox.Literal:
    """Return a plain string."""
    return ox.Literal(value)


def vi(value: str) -> ox.Literal:
    """Return a text in Vietnamese."""
    return ox.Literal(value, language="vi")


def en(value: str) -> ox.Literal:
    """Return a text in English."""
    return ox.Literal(value, language="en")


def year(value: int) -> ox.Literal:
    """Return a year (xsd:gYear)."""
    return ox.Literal(f"{value:04d}", datatype=_YEAR)


def month_day(month: int, day: int) -> ox.Literal:
    """Return a day of every year (xsd:gMonthDay)."""
    return ox.Literal(f"--{month:02d}-{day:02d}", datatype=_MONTH_DAY)


def day(value: date) -> ox.Literal:
    """Return a date."""
    return ox.Literal(value.isoformat(), datatype=_DATE)


def integer(value: int) -> ox.Literal:
    """Return a whole number."""
    return ox.Literal(str(value), datatype=_INTEGER)


def boolean(value: bool) -> ox.Literal:
    """Return a truth value."""
    return ox.Literal(value)


def decimal(value: Decimal) -> ox.Literal:
    """Return a decimal number in the form that stores keep (no trailing zeros)."""
    plain = format(value, "f")
    return ox.Literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, datatype=_DECIMAL)


def shortened(text: str, length: int = 90) -> str:
    """Return the text cut at a word, with an ellipsis when something was cut off."""
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[:length].rpartition(" ")[0].rstrip(" ,;:") + "…"
