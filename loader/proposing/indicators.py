"""Indicators minted from the targets of a root document: targets that measure the same become one indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loader.facts import DONE, DURATIONS, RANK
from loader.inference.measured_words import SAME_WORDS, likeness
from loader.lexicon.expressions import expression
from loader.lexicon.proposing import proposing_words
from loader.phrases import has_phrase, plain_words
from loader.programmes import Counting, Direction, NationalTarget, ProgrammeIndicator, TargetType
from loader.slugs import slug

_KEY_LENGTH = 60
_SHORTEST = 2
_RESTATED = 0.8
"""Likeness of the words of two targets with one figure and year from which on one states the other again."""
_RANK_WITHIN = 3
"""A rank is named in the first words: "xếp hạng năng lực cạnh tranh", not "tổ chức được xếp hạng"."""
_TYPES = {
    "percent": TargetType.SHARE,
    "percent-per-year": TargetType.GROWTH,
    "percent-decrease-per-year": TargetType.GROWTH,
    "percent-increase": TargetType.CHANGE,
    "percent-decrease": TargetType.CHANGE,
    "percentage-point": TargetType.CHANGE,
    "times": TargetType.CHANGE,
    RANK: TargetType.RANK,
    DONE: TargetType.DONE,
}
_RATIOS = ("per-", "vnd-million-per-", "usd-per-")
_DECREASES = frozenset({"percent-decrease", "percent-decrease-per-year"})
_LOWER_BOUNDS = frozenset({"at-least", "more-than"})
_ALL = 100


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target as it was read from a root document.

    Attributes:
        element: its path under the base of IRIs.
        words: what it measures.
        unit: key of its unit.
        value: its figure.
        upper: the upper end of a range.
        comparator: how the figure bounds.
        horizon: year by which.
        baseline: base year of a change.
        population: what it is a share of.
        quote: its sentence.
        printed: the figure as printed.
    """

    element: str
    words: str
    unit: str
    value: Decimal
    upper: Decimal | None
    comparator: str
    horizon: int | None
    baseline: int | None
    population: str | None
    quote: str
    printed: str


def minted(targets: Iterable[ReadTarget], prefix: str, source: str) -> list[ProgrammeIndicator]:
    """Return the indicators of targets, in the order of the text; a target that names nothing measured has none.

    Args:
        targets: the targets.
        prefix: what their keys begin with, so that no two packs share one.
        source: the number of the root document.
    """
    groups: list[list[ReadTarget]] = []
    for target in targets:
        if len(target.words.split()) < _SHORTEST:
            continue
        same = [group for group in groups if _is_of(group, target, SAME_WORDS)]
        again = [group for group in groups if group not in same and _is_again(group, target)]
        home = next(iter(same or again), None)
        if home is None:
            groups.append([target])
            continue
        home.append(target)
        for other in again if same else ():
            # "… duy trì ổn định ở mức 42%" and "duy trì … 42%": what states a figure again makes both one.
            if not _disagree(home, other):
                home.extend(other)
                groups.remove(other)
    taken: set[str] = set()
    return [_indicator(group, prefix, source, taken) for group in groups]


def _is_of(group: Sequence[ReadTarget], target: ReadTarget, least: float) -> bool:
    """Whether a target measures what others do, by the words of any of them."""
    return group[0].unit == target.unit and any(
        likeness(words, target.words) >= least for words in dict.fromkeys(t.words for t in group)
    )


def _is_again(group: Sequence[ReadTarget], target: ReadTarget) -> bool:
    """Whether a target states a figure of others again, in nearly the same words: an annex words them as labels of rows."""
    figures = {(t.horizon, t.value, t.upper) for t in group}
    return (target.horizon, target.value, target.upper) in figures and _is_of(group, target, _RESTATED)


def _disagree(one: Sequence[ReadTarget], other: Sequence[ReadTarget]) -> bool:
    """Whether two groups have different figures for a year."""
    figures = {t.horizon: (t.value, t.upper) for t in one}
    return any(figures.get(t.horizon, (t.value, t.upper)) != (t.value, t.upper) for t in other)


def _indicator(group: Sequence[ReadTarget], prefix: str, source: str, taken: set[str]) -> ProgrammeIndicator:
    first = group[0]
    kind = target_type(first)
    words = tuple(dict.fromkeys(t.words for t in group))
    name = without_growth(first.words) if kind in (TargetType.GROWTH, TargetType.CHANGE) else first.words
    return ProgrammeIndicator(
        key=_key(name, prefix, taken),
        vi=name,
        en="",
        definition_vi="",
        definition_en="",
        words=words,
        units=units_of_size(first.unit),
        type=kind,
        direction=direction(first, kind),
        counting=_counting(group) if kind is TargetType.ABSOLUTE else None,
        population=first.population,
        baseline=first.baseline,
        goals=(),
        related=(),
        cues=(),
        source=source,
        targets=tuple(_once(NationalTarget(t.element, t.horizon, t.value, t.upper, t.comparator) for t in group)),
    )


_SIZES = ("million", "thousand")
"""What the keys of units end with whose figures are printed in millions or thousands."""
_SIZED = frozenset({"tonne", "hectare", "person", "household", "item"})


def units_of_size(unit: str) -> tuple[str, ...]:
    """Return a unit and, where it is one of millions or thousands, those of other sizes: plans below count in tonnes."""
    base, _, size = unit.rpartition("-")
    if size not in _SIZES or base not in _SIZED:
        return (unit,)
    return tuple(dict.fromkeys([unit, *(f"{base}-{each}" for each in _SIZES), base]))


def without_growth(words: str) -> str:
    """Return what grows or falls: its name without the verb left over at its end ("… tăng bình quân")."""
    plain = words.lower()
    tail = max((verb for verb in proposing_words().changing if plain.endswith(f" {verb}")), key=len, default="")
    return words[: len(words) - len(tail)].strip()


def _once(targets: Iterable[NationalTarget]) -> list[NationalTarget]:
    return list({(t.element): t for t in targets}.values())


def _key(words: str, prefix: str, taken: set[str]) -> str:
    plain = slug(words)
    if len(plain) > _KEY_LENGTH:
        plain = plain[: _KEY_LENGTH + 1].rpartition("-")[0]
    key, count = f"{prefix}-{plain}", 1
    while key in taken:
        count += 1
        key = f"{prefix}-{plain}-{count}"
    taken.add(key)
    return key


def target_type(target: ReadTarget) -> TargetType:
    """Return how the figures of a target are to be understood, by its unit and words."""
    if has_phrase(" ".join(target.words.split()[:_RANK_WITHIN]), proposing_words().ranks):
        return TargetType.RANK
    if target.unit.startswith(_RATIOS) or target.unit in DURATIONS:
        return TargetType.RATIO
    kind = _TYPES.get(target.unit, TargetType.ABSOLUTE)
    # What is an average compares across levels; nobody adds it up.
    average = has_phrase(target.words, proposing_words().averages)
    return TargetType.RATIO if kind is TargetType.ABSOLUTE and average else kind


def direction(target: ReadTarget, kind: TargetType) -> Direction:
    """Return whether more or less is better: less of what is bad, of what is to fall, of a rank; more of all else.

    "Giảm 20 %" is a change whose figure grows with the success, so more of it is better; what is to be done is good, and
    nobody wants at least so much, or all, of what is bad.
    """
    words = proposing_words()
    if kind is TargetType.RANK:
        return Direction.LESS
    if target.unit in _DECREASES or kind is TargetType.DONE:
        return Direction.MORE
    if target.comparator == "at-most":
        return Direction.LESS
    if target.comparator in _LOWER_BOUNDS or (kind is TargetType.SHARE and target.value >= _ALL):
        return Direction.MORE
    if has_phrase(target.words, words.missing):
        return Direction.LESS
    if has_phrase(target.words, (*words.better, *words.mended)):
        return Direction.MORE
    front = target.quote[: max(target.quote.find(target.printed), 0)]
    if _is_bad(target.words) or has_phrase(" ".join(front.split()[-4:]), words.falling):
        return Direction.LESS
    return Direction.MORE


def _is_bad(measured: str) -> bool:
    """Whether words measure something bad, and not what is done about it: "cấp cứu tai nạn"."""
    words = proposing_words()
    said = f" {plain_words(measured)} "
    for bad in map(plain_words, words.worse):
        for place in re.finditer(rf"(?= {re.escape(bad)} )", said):
            front = expression("counting-words").sub("", said[: place.start()])
            if not any(front.endswith(f" {plain_words(about)}") for about in words.speaking):
                return True
    return False


def _counting(group: Sequence[ReadTarget]) -> Counting:
    yearly = any(has_phrase(t.quote, proposing_words().yearly) for t in group)
    return Counting.YEARLY if yearly else Counting.CUMULATIVE
