"""Entries of the navigation: each page module that has one declares it, so that a new page touches no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A link at the head of every page.

    Attributes:
        rank: entries stand in the order of their ranks.
        path: where it leads.
        vi: its words in Vietnamese.
        en: its words in English.
        first: it takes long to be made the first time: it is made as soon as the data are loaded.
    """

    rank: int
    path: str
    vi: str
    en: str
    first: bool = True
