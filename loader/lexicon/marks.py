"""What a text is known by as an official document, from ``acceptance.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from itertools import islice
from typing import Any


class Place(StrEnum):
    """Where a mark is looked for."""

    HEAD = "head"
    LINE = "line"
    PLAIN = "plain"
    STANDING = "standing"
    FRAMED = "framed"
    BETWEEN = "between"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that finds a mark.

    Attributes:
        regex: it.
        needs: of these one stands in whatever it finds: a quick look, before it is tried on a whole text.
    """

    regex: re.Pattern[str]
    needs: tuple[str, ...] = ()

    def count(self, text: str, most: int | None = None) -> int:
        """Return how often it finds something in a text, up to a number beyond which nobody asks."""
        if self.needs and not any(map(text.__contains__, self.needs)):
            return 0
        return sum(1 for _ in islice(self.regex.finditer(text), most))


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that speaks for or against an official document.

    Attributes:
        key: its name in code and tests.
        vi: what it is, in Vietnamese.
        en: what it is, in English.
        weight: what it adds; negative when it speaks against.
        place: where it is looked for.
        expressions: what finds it.
        times: how often one of them must be found.
        share: least number of finds per line of the text.
        half: an expression in a find's words (or its group "number") by which the find counts half.
        half_without: the find counts half when ``half`` is *not* found.
        opens: a document may begin with it.
        listed: it is named in a refusal when it is missing.
        anywhere: it may stand inside a line.
        despaced: the expressions meet the line without white space, for letters set apart.
        needed: one of the marks so marked must be found.
        running: it may begin a line of running text.
        weak: alone it says little, see ``Bare``.
        unless: a mark with which it counts for nothing.
        above: how many lines above the beginning are looked at for what speaks against a document.
        within: how many lines of the head are looked at; 0 for all.
    """

    key: str
    vi: str
    en: str
    weight: float
    place: Place
    expressions: tuple[Expression, ...]
    times: int = 1
    share: float = 0.0
    half: re.Pattern[str] | None = None
    half_without: bool = False
    opens: bool = False
    listed: bool = False
    anywhere: bool = False
    despaced: bool = False
    needed: bool = False
    running: bool = False
    within: int = 0
    above: int = 8
    weak: bool = False
    unless: str = ""


@dataclass(frozen=True, slots=True)
class ProseBefore:
    """Running text before the document begins: beyond so many characters it weighs so much."""

    beyond: int
    weight: float


@dataclass(frozen=True, slots=True)
class Bare:
    """A text known by weak marks only: from this share of running text on, it weighs so much."""

    share: float
    weight: float


@dataclass(frozen=True)
class MarkTable:
    """All marks, the weights of running text before the document, what their sum must reach, where long lines are cut, how lines begin that are no running text."""

    threshold: float
    cuts: re.Pattern[str]
    opening: re.Pattern[str]
    marks: tuple[Mark, ...]
    prose: tuple[ProseBefore, ...]
    bare: Bare

    @cached_property
    def against(self) -> tuple[Mark, ...]:
        """The marks that speak against a document."""
        return tuple(mark for mark in self.marks if mark.weight < 0)

    @cached_property
    def favourable(self) -> tuple[Mark, ...]:
        """The marks that speak for a document, first those of which one must be found, then those of most weight."""
        found = [mark for mark in self.marks if mark.weight >= 0]
        return tuple(sorted(found, key=lambda mark: (not mark.needed or mark.weak, -mark.weight)))

    @cached_property
    def most(self) -> float:
        """What all marks that speak for a document weigh together."""
        return sum(mark.weight for mark in self.favourable)

    def named(self, key: str) -> Mark:
        """Return the mark with a key."""
        return next(mark for mark in self.marks if mark.key == key)


@cache
def mark_table() -> MarkTable:
    """Return what ``acceptance.toml`` states."""
    content = tomllib.loads(
        resources.files("loader").joinpath("lexicon", "acceptance.toml").read_text(encoding="utf-8")
    )
    prose = sorted((ProseBefore(int(row["beyond"]), float(row["weight"])) for row in content["prose"]), key=_beyond)
    bare = Bare(float(content["bare"]["share"]), float(content["bare"]["weight"]))
    marks = tuple(_mark(row) for row in content["mark"])
    cuts, opening = re.compile(content["cuts"]), re.compile(content["opening"])
    return MarkTable(float(content["threshold"]), cuts, opening, marks, tuple(prose), bare)


def _beyond(prose: ProseBefore) -> int:
    return prose.beyond


def _expression(given: str | Mapping[str, Any]) -> Expression:
    if isinstance(given, str):
        return Expression(re.compile(given))
    return Expression(re.compile(given["find"]), tuple(given["needs"]))


def _mark(row: Mapping[str, Any]) -> Mark:
    half = row.get("half")
    return Mark(
        row["key"],
        row["vi"],
        row["en"],
        float(row["weight"]),
        Place(row["place"]),
        tuple(map(_expression, row["patterns"])),
        int(row.get("times", 1)),
        float(row.get("share", 0.0)),
        re.compile(half) if half else None,
        bool(row.get("half_without", False)),
        bool(row.get("opens", False)),
        bool(row.get("listed", False)),
        bool(row.get("anywhere", False)),
        bool(row.get("despaced", False)),
        bool(row.get("needed", False)),
        bool(row.get("running", False)),
        int(row.get("within", 0)),
        int(row.get("above", 8)),
        bool(row.get("weak", False)),
        str(row.get("unless", "")),
    )
