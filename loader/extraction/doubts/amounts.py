"""Amounts of money as they are printed, and what they are worth."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from loader.extraction.quantities import decimal_of
from loader.rules import first

FIGURES = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
"""A number as it is printed: 1.250, 2,5."""


def plain(text: str) -> Decimal | None:
    """Return the number that a cell holds; None when it holds more than a number, or none."""
    return decimal_of(text.strip()) if FIGURES.fullmatch(text.strip()) else None


def printed(value: Decimal) -> str:
    """Return a number the Vietnamese way, at most one decimal."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
    return f"{rounded:f}".replace(".", ",")


def money(value: str, unit: str) -> Decimal:
    """Return an amount in đồng, of its figures as printed and their unit."""
    return decimal_of(value) * scale(unit)


def scale(unit: str) -> Decimal:
    """Return what one of a unit of money is worth in đồng."""
    found = first("money-scale", unit)
    assert found is not None
    return Decimal(10) ** int(found[0].gives)
