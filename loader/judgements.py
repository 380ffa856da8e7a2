"""How often each reading rule is right: the facts it read in annotated documents against the annotations.

What counts as right is what ``loader.scoring`` counts as found: a fact is matched one to one with an entry of the
annotation by the words it was read from, or by its values where they identify it. Corrections of curators do not count:
they are not what a rule read.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from loader.facts import (
    Facts,
    Instrument,
    Objective,
    PlacedMention,
    Reading,
    Relation,
    ReportingDuty,
    SharedMention,
    Target,
)
from loader.kinds import Comparator, NoteKind, RelationRole
from loader.programmes import bundled_things
from loader.rules.tallies import Tally
from loader.scoring import SAME_WORDS, comparable, match, similarity
from loader.things import Things

_SAME_SOURCE = 0.6
_SAME_NAME = 0.75
_SAME_TITLE = 0.55
_COMPARATORS = {
    Comparator.AT_LEAST: ">=",
    Comparator.MORE_THAN: ">",
    Comparator.EXACTLY: "=",
    Comparator.ABOUT: "~",
    Comparator.AT_MOST: "<=",
}
_ROLES = {
    RelationRole.IMPLEMENTS: "implements",
    RelationRole.BASED_ON: "based_on",
    RelationRole.PROPOSED_IN: "proposed_by",
    RelationRole.CITES: "cites",
}
_SHORTEST_DOUBT = 2
_MOST_EXAMPLES = 3
_LONGEST = 240

Entry = Mapping[str, Any]
"""An entry of an annotation, as JSON gives it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a fact that a rule read is right.

    Attributes:
        reading: how the fact came about.
        right: the annotation holds it.
    """

    reading: Reading
    right: bool

    @property
    def rule(self) -> str:
        """The reading rule."""
        return self.reading.rule


def judged(facts: Facts, gold: Entry, things: Things | None = None) -> Iterator[Judgement]:
    """Yield a judgement for each fact of a document that its annotation can tell right from wrong.

    Args:
        facts: what was read.
        gold: the annotation.
        things: the named things that packs bring; those that come along if not given.

    Raises:
        KeyError: an entry of the annotation lacks a field.
    """
    yield from _titles(facts.instruments, gold["document"])
    yield from _relations(facts.relations, gold["relations"])
    yield from _objectives(facts.objectives, gold["objectives"])
    yield from _targets([t for o in facts.objectives for t in o.targets], gold["objectives"])
    yield from _by_words([m.reading for m in facts.measures], gold["measures"])
    yield from _by_words([t.reading for t in facts.tasks], gold["tasks"])
    yield from _duties(facts.duties, gold["reporting"])
    yield from _matched(facts.funding, gold["funding"], lambda e, f: similarity(e["source"], f.source), _SAME_SOURCE)
    annotated = [kind for kind in (things or bundled_things()).kinds if kind.annotated]
    shared = {kind.key: gold[kind.annotated] for kind in annotated if not kind.placed}
    for key, entries in shared.items():
        yield from _matched([m for m in facts.shared_things if m.kind == key], entries, _like_shared, _SAME_NAME)
    for kind in annotated:
        if kind.placed and kind.annotated in gold:
            known = [*gold[kind.annotated], *(shared.get(kind.having.kind.key, ()) if kind.having else ())]
            named = [m for m in facts.placed_things if m.kind == kind.key]
            yield from _matched(named, known, _like_placed, _SAME_NAME)
    if "anomalies" in gold:
        yield from _doubts([n.reading for n in facts.notes if n.kind is not NoteKind.UNREAD], gold["anomalies"])
    if "risks" in gold:
        yield from _by_words([r.reading for r in facts.risks], gold["risks"])


def tallies(documents: Iterable[Iterable[Judgement]]) -> dict[str, Tally]:
    """Return the tally of each reading rule over the judgements of documents."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    where: Counter[str] = Counter()
    for document in documents:
        met = set()
        for judgement in document:
            found[judgement.rule] += 1
            right[judgement.rule] += judgement.right
            met.add(judgement.rule)
        where.update(met)
    return {rule: Tally(found[rule], right[rule], where[rule]) for rule in sorted(found)}


def examples(documents: Iterable[Iterable[Judgement]]) -> dict[str, tuple[str, ...]]:
    """Return words that each reading rule read rightly: the first of a document, of few documents."""
    found: dict[str, list[str]] = {}
    for document in documents:
        met = set()
        for judgement in document:
            words = judgement.reading.evidence.quote
            kept = found.setdefault(judgement.rule, [])
            if judgement.right and judgement.rule not in met and len(kept) < _MOST_EXAMPLES and len(words) <= _LONGEST:
                kept.append(words)
                met.add(judgement.rule)
    return {rule: tuple(dict.fromkeys(words)) for rule, words in found.items() if words}


class _Read(Protocol):
    """What facts have in common."""

    @property
    def reading(self) -> Reading:
        """How it came about."""
        ...


_Fact = TypeVar("_Fact", bound=_Read)


def _matched(
    facts: Sequence[_Fact], gold: Sequence[Entry], like: Callable[[Entry, _Fact], float], least: float = SAME_WORDS
) -> Iterator[Judgement]:
    hits = {j for _, j in match(gold, facts, like, least)}
    return (Judgement(fact.reading, j in hits) for j, fact in enumerate(facts))


def _by_words(readings: Sequence[Reading], gold: Sequence[Entry]) -> Iterator[Judgement]:
    hits = {j for _, j in match(gold, readings, lambda e, r: similarity(e["quote"], r.evidence.quote))}
    return (Judgement(reading, j in hits) for j, reading in enumerate(readings))


def _titles(instruments: Iterable[Instrument], gold: Entry) -> Iterator[Judgement]:
    for instrument in instruments:
        if instrument.is_plan and instrument.reading is not None:
            yield Judgement(instrument.reading, similarity(gold.get("title"), instrument.title) >= SAME_WORDS)


def _relations(relations: Sequence[Relation], gold: Sequence[Entry]) -> Iterator[Judgement]:
    def like(entry: Entry, relation: Relation) -> float:
        cited = relation.citation
        if entry["role"] != _ROLES.get(relation.role) or bool(entry["number"]) != bool(cited.number):
            return 0.0
        if entry["number"]:
            numbers = (cited.number, cited.printed_number)
            return float(comparable(entry["number"]) in [comparable(number) for number in numbers])
        words = max(similarity(entry["quote"], text) for text in (relation.reading.evidence.quote, cited.title))
        return float(words > _SAME_TITLE)

    return _matched(relations, gold, like, 0.9)


def _objectives(objectives: Sequence[Objective], gold: Sequence[Entry]) -> Iterator[Judgement]:
    def like(entry: Entry, objective: Objective) -> float:
        words = similarity(entry["quote"], objective.reading.evidence.quote)
        return words if entry["horizon"] == objective.horizon else words / 2

    return _matched(objectives, gold, like)


def _targets(targets: Iterable[Target], gold: Iterable[Entry]) -> Iterator[Judgement]:
    left = Counter(
        (o["horizon"], t["programme_indicator"], t["comparator"], _number(t["value"]), _number(t.get("value_max")))
        for o in gold
        for t in o["targets"]
    )
    for target in targets:
        sign = _COMPARATORS[target.comparator]
        key = (target.horizon, target.indicator, sign, _number(target.value), _number(target.upper_value))
        yield Judgement(target.reading, left[key] > 0)
        left[key] -= 1


def _duties(duties: Sequence[ReportingDuty], gold: Sequence[Entry]) -> Iterator[Judgement]:
    def like(entry: Entry, duty: ReportingDuty) -> float:
        words = similarity(entry["quote"], duty.reading.evidence.quote)
        days = sorted(f"{month:02}-{day:02}" for month, day in duty.due)
        return words if sorted(entry["due"]) == days else words / 2

    return _matched(duties, gold, like)


def _like_shared(entry: Entry, mention: SharedMention) -> float:
    return _like_names(entry["name"], mention.name)


def _like_placed(entry: Entry, mention: PlacedMention) -> float:
    """Compare a placed thing with an annotated one, or with a shared one that is annotated with its place ("gốm Thanh Hà")."""
    if entry.get("count") is not None or mention.count is not None:
        return float(entry.get("count") == mention.count)
    ends = "count" not in entry and comparable(mention.name).endswith(comparable(entry["name"]))
    return 1.0 if ends else _like_names(entry["name"], mention.name)


def _doubts(readings: Iterable[Reading], gold: Sequence[Entry]) -> Iterator[Judgement]:
    """Judge doubts by place: an annotated one is quoted with its surroundings, and several doubts may lie in one."""
    quotes = [comparable(entry["quote"]) for entry in gold]
    for reading in readings:
        words = comparable(reading.evidence.quote)
        inside = len(words) >= _SHORTEST_DOUBT and any(words in q or (q and q in words) for q in quotes)
        yield Judgement(reading, inside or any(similarity(words, q) >= SAME_WORDS for q in quotes))


def _number(value: object) -> str | None:
    return None if value is None else str(Decimal(str(value)).normalize())


def _like_names(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, comparable(one), comparable(other)).ratio()
