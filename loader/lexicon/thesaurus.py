"""What sentences of plans can speak about: the concepts of ``thesaurus.toml``, and what belongs to them in packs (``themes.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from loader.project import Project


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that sentences speak about, and the words that say so.

    Attributes:
        key: its name inside the tables.
        vi: its name in Vietnamese.
        en: its name in English.
        words: any of these names it; "~" stands for a few words between.
        with_: it is named only if one of these stands in the same clause; none asked when empty.
        unless: it is not named if one of these stands in the same clause.
        vague: two sentences that name it speak of the same work only if their clauses share other words, too.
        weak: it is too wide for two sentences to speak of the same work.
    """

    key: str
    vi: str
    en: str
    words: tuple[str, ...]
    with_: tuple[str, ...]
    unless: tuple[str, ...]
    vague: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The concepts, and the words that are none.

    Attributes:
        concepts: the concepts by key.
        aside: words that only look like a concept's.
        context: behind these stands what something is for, not what is done.
        actions: with these an action of its own begins.
        speaking: concepts that speak of something; behind them stands what is spoken about.
        teaching: concepts that teach something; behind words such as "kỹ năng" stands what is taught.
        policies: concepts that review policies; behind them stands what the policies are about.
        means: concepts by which any work is done (money, a plan of one's own); they are no work of a plan.
    """

    concepts: Mapping[str, Concept]
    aside: tuple[str, ...]
    context: tuple[str, ...]
    actions: tuple[str, ...]
    speaking: frozenset[str]
    teaching: frozenset[str]
    policies: frozenset[str]
    means: frozenset[str]


@dataclass(frozen=True, slots=True)
class Solution:
    """What a measure of a programme is about.

    Attributes:
        measure: path of the measure's IRI.
        concepts: keys of the concepts that belong to it.
        also: keys of those that belong to it when a sentence says nothing more telling.
    """

    measure: str
    concepts: frozenset[str]
    also: frozenset[str]


@dataclass(frozen=True, slots=True)
class Theme:
    """What moves the figure of an indicator.

    Attributes:
        indicator: key of the indicator.
        concepts: keys of the concepts, one of which must be an action's own work.
        also: keys of those that move it only perhaps.
        with_: one of these must stand in the same clause; none asked when empty.
        unless: none of these may stand in the same clause.
    """

    indicator: str
    concepts: frozenset[str]
    also: frozenset[str]
    with_: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """How the words of a figure name an indicator.

    Attributes:
        indicator: key of the indicator.
        rate: it is a share, growth or multiple; else a count.
        words: one of these says it; "~" stands for a few words between.
        of: one of the things counted begins with one of these; any thing when empty.
    """

    indicator: str
    rate: bool
    words: tuple[str, ...]
    of: tuple[str, ...]


def _table(file: str) -> Mapping[str, object]:
    return tomllib.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))


def _entries(table: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", table.get(name, []))


def _tables_of_packs(file: str) -> list[Mapping[str, object]]:
    """Return a table of each pack that comes along and has it."""
    found = (pack / file for pack in Project.bundle().packs)
    return [tomllib.loads(table.read_text(encoding="utf-8")) for table in found if table.is_file()]


def _of_packs(name: str) -> list[Mapping[str, object]]:
    """Return the entries of the packs that come along; a pack without the file says by its cues what moves its indicators."""
    return [entry for table in _tables_of_packs("themes.toml") for entry in _entries(table, name)]


def _strings(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in cast("list[object]", entry.get(key, [])))


@cache
def thesaurus() -> Thesaurus:
    """Return the concepts of ``thesaurus.toml``, and those of the field of each pack."""
    table = _table("thesaurus.toml")
    fields = _tables_of_packs("thesaurus.toml")
    concepts = (
        Concept(
            key=str(e["key"]),
            vi=str(e["vi"]),
            en=str(e["en"]),
            words=_strings(e, "words"),
            with_=_strings(e, "with"),
            unless=_strings(e, "unless"),
            vague=bool(e.get("vague", False)),
            weak=bool(e.get("weak", False)),
        )
        for e in [*_entries(table, "concept"), *(entry for field in fields for entry in _entries(field, "concept"))]
    )
    return Thesaurus(
        {concept.key: concept for concept in concepts},
        (*_strings(table, "aside"), *(word for field in fields for word in _strings(field, "aside"))),
        _strings(table, "context"),
        _strings(table, "actions"),
        frozenset(_strings(table, "speaking")),
        frozenset(_strings(table, "teaching")),
        frozenset(_strings(table, "policies")),
        frozenset(_strings(table, "means")),
    )


@cache
def solutions() -> tuple[Solution, ...]:
    """Return what the measures of programmes are about, from ``themes.toml``."""
    return tuple(
        Solution(str(e["measure"]), frozenset(_strings(e, "concepts")), frozenset(_strings(e, "also")))
        for e in _of_packs("solution")
    )


@cache
def themes() -> tuple[Theme, ...]:
    """Return what moves the figures of indicators, from ``themes.toml``."""
    return tuple(
        Theme(
            indicator=str(e["indicator"]),
            concepts=frozenset(_strings(e, "concepts")),
            also=frozenset(_strings(e, "also")),
            with_=_strings(e, "with"),
            unless=_strings(e, "unless"),
        )
        for e in _of_packs("theme")
    )


@cache
def figures() -> tuple[Figure, ...]:
    """Return how the words of figures name indicators, from ``themes.toml``."""
    return tuple(
        Figure(str(e["indicator"]), bool(e["rate"]), _strings(e, "words"), _strings(e, "of"))
        for e in _of_packs("figure")
    )
