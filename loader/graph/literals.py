"""Literals as the store's own values: what the writing modules build triples from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from loader.graph.vocabulary import XSD


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
    return ox.Literal(f"{value:04d}", datatype=XSD.gYear)


def month_day(month: int, day: int) -> ox.Literal:
    """Return a day of every year (xsd:gMonthDay)."""
    return ox.Literal(f"--{month:02d}-{day:02d}", datatype=XSD.gMonthDay)


def day(value: date) -> ox.Literal:
    """Return a date."""
    return ox.Literal(value.isoformat(), datatype=XSD.date)


def integer(value: int) -> ox.Literal:
    """Return a whole number."""
    return ox.Literal(str(value), datatype=XSD.integer)


def boolean(value: bool) -> ox.Literal:
    """Return a truth value."""
    return ox.Literal(value)


def decimal(value: Decimal) -> ox.Literal:
    """Return a decimal number in the form that stores keep (no trailing zeros)."""
    plain = format(value, "f")
    return ox.Literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, datatype=XSD.decimal)


def shortened(text: str, length: int = 90) -> str:
    """Return the text cut at a word, with an ellipsis when something was cut off."""
    # Words of a long text that are cut off need not be looked at.
    begun = text[: 2 * length]
    tidy = begun.isprintable() and "  " not in begun  # of white space only the space can be printed
    begun = begun.strip() if tidy else " ".join(begun.split())
    plain = begun if len(begun) > length or len(text) <= 2 * length else " ".join(text.split())
    return plain if len(plain) <= length else plain[:length].rpartition(" ")[0].rstrip(" ,;:") + "…"
