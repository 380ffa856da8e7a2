"""What sentences of plans can speak about, as values: concepts with their words, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
        sure: any of these names it, whatever else stands in the clause.
    """

    key: str
    vi: str
    en: str
    words: tuple[str, ...]
    with_: tuple[str, ...]
    unless: tuple[str, ...]
    vague: bool
    weak: bool
    sure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wide:
    """Further words of a concept, too common to be trusted in a sentence that names another work.

    Attributes:
        concept: key of the concept.
        words: any of these names it.
        with_: it is named only if one of these stands in the same clause; none asked when empty.
        unless: it is not named if one of these stands in the same clause.
    """

    concept: str
    words: tuple[str, ...]
    with_: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """What a concept is done with: two sentences that each name things of other groups do different works.

    One object for the same tables, as with ``Vocabulary``.

    Attributes:
        concept: key of the concept.
        groups: words for things that go together (clay; cotton and dye plants).
        ways: these are ways to do it (record, revive): who does it otherwise does not carry it out, but it is not told for
            certain that nobody does.
    """

    concept: str
    groups: tuple[tuple[str, ...], ...]
    ways: bool = False


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The concepts, and the words that are none.

    Attributes:
        concepts: the concepts by key.
        wide: further words of theirs, for sentences that name none of them otherwise.
        aside: words that only look like a concept's.
        context: behind these stands what something is for, not what is done.
        actions: with these an action of its own begins.
        empty: words that all plans have in all sentences; they tell no two apart.
        speaking: concepts that speak of something; behind them stands what is spoken about.
        teaching: concepts that teach something; behind words such as "kỹ năng" stands what is taught.
        linking: concepts that link makers and buyers; behind them stands what is linked.
        reviewing: concepts that take stock of something.
        reviewed: concepts that behind these only say in what state that is.
        kin: concepts so close that a sentence may name one where another names the next.
        beside: concepts that touch each other: who does one does not do the next, but it is not told that nobody does that.
        policies: concepts that review policies; behind them stands what the policies are about.
        means: concepts by which any work is done (money, a plan of one's own); they are no work of a plan.
        objects: what some of the concepts are done with, by their keys.
    """

    concepts: Mapping[str, Concept]
    wide: tuple[Wide, ...]
    aside: tuple[str, ...]
    context: tuple[str, ...]
    actions: tuple[str, ...]
    empty: tuple[str, ...]
    speaking: frozenset[str]
    teaching: frozenset[str]
    linking: frozenset[str]
    reviewing: frozenset[str]
    reviewed: frozenset[str]
    kin: tuple[frozenset[str], ...]
    beside: tuple[frozenset[str], ...]
    policies: frozenset[str]
    means: frozenset[str]
    objects: Mapping[str, Objects]


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
class Part:
    """Works that are a part of another when one clause names both: a show room in a list of roads and yards that are built.

    Attributes:
        concepts: keys of the concepts that are a part.
        of: keys of those that they are a part of.
    """

    concepts: frozenset[str]
    of: frozenset[str]


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
        wide: one of these says it of a figure that is known to be of no indicator.
        of: one of the things counted begins with one of these; any thing when empty.
    """

    indicator: str
    rate: bool
    words: tuple[str, ...]
    of: tuple[str, ...]
    wide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What sentences of plans of some programmes can speak about, and what belongs to it; one object for the same tables.

    Attributes:
        thesaurus: the concepts.
        solutions: what the measures of programmes are about.
        themes: what moves the figures of indicators.
        figures: how the words of figures name indicators.
        parts: which works count as a part of others beside which they stand, when solutions are looked for.
    """

    thesaurus: Thesaurus
    solutions: tuple[Solution, ...]
    themes: tuple[Theme, ...]
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...] = ()
