"""A fault in a query, as a person is told of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """A fault that was found.

    Attributes:
        vi: what it is, in Vietnamese.
        en: what it is, in English.
        start: offset in the query.
        advice_vi: what to write, in Vietnamese.
        advice_en: what to write, in English.
    """

    vi: str
    en: str
    start: int
    advice_vi: str | None = None
    advice_en: str | None = None
