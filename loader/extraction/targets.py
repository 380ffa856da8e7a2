"""Targets in a sentence: one per figure.

The clause that a figure stands in tells the indicator; a comparator holds for the figures that are coordinated with the first
("ít nhất 7 nghề, 7 làng nghề").
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.measured import measure_of
from loader.extraction.quantities import Quantity, find_quantities, past_blanks, without_dated_glosses
from loader.extraction.shared_words import share_words
from loader.facts import Target
from loader.kinds import Comparator
from loader.programmes import units_of
from loader.rules import book, rule
from loader.structure.provisions import Node
from loader.text import MappedText

_STOP = re.compile(r";|(?<=\D)\.\s+(?=\S)")
_SENTENCE_STOP = re.compile(r"(?<=\D)\.\s+(?=\S)")
_GLOSS = re.compile(r"\((?P<a>\d+)\s*/\s*(?P<b>\d+)[^)]*\)")
_AROUND = 3000
"""Characters of a clause that are read on either side of a figure: no office writes more, hostile texts cost no more."""
_MOST_TARGETS = 60
"""Figures of an objective that are read, for the same reason."""
_BEHIND = 60
"""Characters behind a figure in which its gloss, or what else it counts, stands."""
_BEFORE = 40
"""Characters in front of a figure that tell whether it is of the present."""
_NAME_WORDS = 4
"""So many words behind a figure say too little by themselves: the whole clause names what is counted."""
_COUNTED = frozenset({"item", "enterprise", "cooperative", "establishment", "project", "point", "model", "route"})
"""Keys of units of things that have a size themselves."""
_A_FEW = 10
"""Things that each of many may be said to have at least."""
_ALL = 100
"""A share that nothing can exceed or fall short of: "100%" never carries the comparator of the figure before."""


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int


def _clauses(text: str) -> list[_Clause]:
    cuts = {0, *(m.end() for m in _STOP.finditer(text))}
    cuts.update(past_blanks(text, m.end()) for matcher in book().matchers("target-clause") for m in matcher.all(text))
    ordered = sorted(cuts)
    return [_Clause(a, b) for a, b in zip(ordered, [*ordered[1:], len(text)], strict=True) if b > a]


def baseline_year(text: str, start: int = 0, end: int = sys.maxsize) -> int | None:
    """Return the base year of a comparison in a stretch of a text ("so với năm 2020"), None without one."""
    found = rule("target.baseline").find(text, start, end)
    return int(found["year"]) if found is not None else None


def without_baselines(text: str) -> str:
    """Return a text less its comparisons with a base year and less what another year shall reach: no horizons of the rest."""
    return rule("target.baseline").replaced(without_dated_glosses(text), "")


def is_of_another_act(text: str, at: int) -> bool:
    """Whether the year at a place is that of a programme or plan that is named there: "các chỉ tiêu của Chương trình đến năm 2025"."""
    return rule("objective.horizon-of-else").holds(text[:at])


def targets_of(
    words: MappedText,
    node: Node,
    recorder: EvidenceRecorder,
    horizon: int | None,
    figures: frozenset[int] | None = None,
) -> list[Target]:
    """Return the targets that the words of an objective state, in order.

    Args:
        words: the words.
        node: the provision that they stand in.
        recorder: makes the readings.
        horizon: the year where a figure names none.
        figures: where the figures stand that may be targets; all may when not given.
    """
    text = words.text
    clauses = _clauses(text)
    found = [q for q in find_quantities(text) if figures is None or q.figure in figures]
    stated = _without_parts(text, [q for q in found if not _is_of_the_present(text, q)][:_MOST_TARGETS])
    aims = [
        q for q, before in zip(stated, [None, *stated], strict=False) if not _is_attribute(text, clauses, q, before)
    ]
    quantities = [q for q, after in zip_longest(aims, aims[1:]) if not _is_condition(text, clauses, q, after)]
    result: list[Target] = []
    carried: Comparator | None = None
    previous: Quantity | None = None
    first = opening = 0
    for i, quantity in enumerate(quantities):
        clause = _clause_of(clauses, quantity)
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        coordinated = (
            previous is not None and previous.figure >= clause.start and _coordinated(text, previous, quantity)
        )
        comparator = quantity.comparator or (carried if coordinated and not _stands_alone(quantity) else None)
        last, carried, previous = previous, comparator, quantity
        end = min(clause.end, following.start) if following and following.figure < clause.end else clause.end
        # A figure with a verb of its own is read by the words from the figure before it on.
        begin = clause.start if coordinated or last is None or last.figure < clause.start else last.end
        if not coordinated or first < begin:
            first = quantity.start
        if last is None or last.figure < clause.start:
            opening = quantity.start
        stretch = text[max(begin, quantity.figure - _AROUND) : min(end, quantity.figure + _AROUND)]
        result.append(
            _target(
                words, node, recorder, quantity, comparator, stretch, clause, end, opening, begin, first, horizon, last
            )
        )
    return share_words(text, quantities, result)


def _without_parts(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Return quantities less those that part a count by place: "08 làng nghề, trong đó vùng A 05 làng, vùng B 03 làng"."""
    parts: set[int] = set()
    for before, here in pairwise(quantities):
        if before.unit.startswith("percent") or here.unit.startswith("percent"):
            continue
        opens = rule("target.next-place" if before.figure in parts else "target.of-which-place")
        if opens.find(text, before.end, here.start) is not None:
            parts.add(here.figure)
    return [q for q in quantities if q.figure not in parts]


def _clause_of(clauses: list[_Clause], quantity: Quantity) -> _Clause:
    return next((c for c in clauses if c.start <= quantity.figure < c.end), clauses[-1])


def _is_condition(text: str, clauses: list[_Clause], quantity: Quantity, after: Quantity | None) -> bool:
    """Whether a figure says which things a share counts: "Tỷ lệ phụ nữ được khám ít nhất 4 lần đạt 85%"."""
    if after is None or quantity.unit.startswith("percent") or after.unit != "percent":
        return False
    clause = _clause_of(clauses, quantity)
    return (
        after.figure < clause.end
        and rule("target.rate").find(text, clause.start, quantity.start) is not None
        and rule("measured.reaching").find(text, quantity.end, after.start) is not None
    )


def _is_attribute(text: str, clauses: list[_Clause], quantity: Quantity, before: Quantity | None) -> bool:
    """Whether a figure behind a share says how large a thing is: "90% tuyến có trạm với khoảng cách không quá 50 km"."""
    if before is None or quantity.unit.startswith("percent"):
        return False
    if before.unit != "percent":
        # "05 doanh nghiệp có doanh thu trên 1 tỷ USD"
        counted = before.unit in _COUNTED and quantity.comparator is not None
        return counted and rule("target.attribute").find(text, before.end, quantity.start) is not None
    clause = _clause_of(clauses, quantity)
    within = before.figure >= clause.start
    if within and quantity.comparator is Comparator.AT_LEAST:
        each = rule("target.each-has").find(text, before.end, quantity.start)
        if each is not None and quantity.value <= (1 if each["has"] else _A_FEW):
            return True
    often = rule("target.frequency").find(f"{quantity.unit_text}{text[quantity.end : quantity.end + _BEFORE]}")
    return within and (often is not None or rule("target.attribute").find(text, before.end, quantity.start) is not None)


def _is_of_the_present(text: str, quantity: Quantity) -> bool:
    """Whether a figure tells how things stand, or what a year is estimated to end with."""
    if rule("target.present").find(text, max(0, quantity.start - _BEFORE), quantity.start) is not None:
        return True
    begin = max((m.end() for m in _SENTENCE_STOP.finditer(text, 0, quantity.start)), default=0)
    tells = rule("target.present-sentence").find(text[begin : quantity.start])
    return tells is not None and rule("target.aim").find(text, begin + tells.end(), quantity.start) is None


def _stands_alone(quantity: Quantity) -> bool:
    """Whether a figure is bound by no comparator of another: nothing is more than all."""
    return quantity.unit == "percent" and quantity.value >= _ALL


def _coordinated(text: str, before: Quantity, here: Quantity) -> bool:
    """Whether two figures stand in one list under one verb: "7 nghề …, 7 làng nghề …"."""
    between = text[before.end : here.start]
    return rule("target.listed").holds(between) and not (
        rule("target.apart").holds(between) or rule("target.verb").holds(between)
    )


def _target(
    words: MappedText, node: Node, recorder: EvidenceRecorder, quantity: Quantity, comparator: Comparator | None, stretch: str, clause: _Clause,
    end: int, opening: int, begin: int, first: int, horizon: int | None, last: Quantity | None,
) -> Target:  # fmt: skip
    text = words.text
    near = max(clause.start, quantity.figure - _AROUND)
    far = min(clause.end, quantity.figure + _AROUND)
    whole = text[near:far]
    unit = quantity.unit
    per = rule("target.per").find(whole)
    indicator = classify_indicator(stretch, unit) or classify_indicator(whole, unit) or "other"
    if per is not None and any(m.gives == indicator and not m.holds(whole) for m in book().matchers("indicator-per")):
        indicator = "other"
    what = trimmed(
        words[
            quantity.end - len(quantity.unit_text)
            if quantity.unit_text and not quantity.unit_text.startswith("%")
            else quantity.end : end
        ]
    )
    measure = measure_of(
        text, max(near, clause.start), max(near, opening), max(near, begin), quantity, min(far, end), max(near, first)
    )
    local = _local_year(text, clause, quantity, end, last)
    span = trimmed(words[min(near, quantity.start) : max(far, quantity.end)]) or words
    return Target(
        indicator,
        comparator or Comparator.EXACTLY,
        quantity.value,
        quantity.upper,
        unit,
        text[quantity.figure : quantity.end].strip(),
        _named(what.text, stretch),
        measure.words,
        local or horizon,
        baseline_year(whole),
        per["per"] if per else None,
        measure.population,
        _note(text, quantity),
        recorder.read(span, node, "targets.figure"),
    )


def _note(text: str, quantity: Quantity) -> str | None:
    """Return what is said beside a figure: the fraction that explains it, what else it counts, where it comes from."""
    stop = min(len(text), quantity.end + _BEHIND)
    notes: list[str] = []
    if gloss := _GLOSS.search(text, quantity.figure, stop):
        notes.append(gloss[0].strip("()"))
    for alternative in book().matchers("target-alternative"):
        if quantity.unit == alternative.gives and alternative.find(text, quantity.end, stop):
            notes.append(alternative.rule.vi)
    if quantity.old is not None:
        notes.append(f"từ {quantity.old}")
    return "; ".join(notes) or None


def _local_year(text: str, clause: _Clause, quantity: Quantity, end: int, last: Quantity | None) -> int | None:
    """Return the year stated for one figure: right behind it ("80% vào năm 2025"), or in front of it in its clause.

    Args:
        text: the words of the objective.
        clause: the clause of the figure.
        quantity: the figure.
        end: where the words end that may be its own.
        last: the figure before it.
    """
    if quantity.old is not None and (at_once := rule("target.year-behind").find(text, quantity.end, end)) is not None:
        # "từ 58% năm 2023 lên 75% năm 2030": what the change ends with has a year of its own.
        return int(at_once["year"])
    horizon = rule("target.horizon")
    behind = horizon.find(text, quantity.end, end)
    # "60% hộ, năm 2030 đạt 80%", "60% hộ, riêng năm 2027 có 20%": a year with a verb of its own opens the next figure.
    own = behind is not None and behind["reached"] is None and behind["apart"] is None
    if (
        behind is not None
        and own
        and baseline_year(text, quantity.end, behind.end()) is None
        and not is_of_another_act(text, behind.start())
    ):
        return _year_of(behind)
    bare = rule("target.year-behind").find(text, quantity.end, end)
    if bare is not None and "(" not in bare[0] and quantity.unit == "percent":
        return int(bare["year"])  # "còn 10% năm 2028 và 3% năm 2030"
    before = [
        m
        for m in horizon.all(text, 0, quantity.figure)
        if m.end() > clause.start and not is_of_another_act(text, m.start())
    ]
    if before:
        return _year_of(before[-1])
    # "…; đến năm 2030, khôi phục 05 nghề": the words that open the clause are a horizon and nothing else.
    begin = max((m.end() for m in _STOP.finditer(text, 0, clause.start)), default=0)
    lead = text[begin : clause.start].strip(" ,") if begin else ""
    opens = horizon.find(lead) if lead else None
    if opens is not None and opens[0] == lead:
        return _year_of(opens)
    # "35% trường trong năm 2026 và đến năm 2031, ít nhất 65% trường": the figure before has a year of its own.
    between = list(horizon.all(text, last.end, clause.start)) if last is not None and last.end < clause.start else []
    joined = len(between) > 1 and not text[between[-1].end() : clause.start].strip(" ,")
    return _year_of(between[-1]) if joined else None


def _year_of(m: re.Match[str]) -> int:
    stated = ("year", "last", "own", "reached", "before", "since", "dated", "apart")
    return int(next(m[name] for name in stated if m[name]))


def _named(behind: str, stretch: str) -> str:
    """Return what a figure counts: the words behind it, or its whole clause when those say too little by themselves."""
    behind, stretch = _without_joint(behind), _without_joint(stretch)
    return behind if len(behind.split()) > _NAME_WORDS and not rule("measured.compared").starts(behind) else stretch


def _without_joint(words: str) -> str:
    """Return words that were cut in front of a figure without what joined them to it."""
    own = words.strip(" .,;")
    joint = rule("measured.joint-left").find(own)
    return own if joint is None else own[: joint.start()].rstrip(" ,;")


def classify_indicator(text: str, unit: str) -> str | None:
    """Return the key of the indicator of a programme that ``text`` words for a figure of ``unit``; None when none fits.

    Where several fit ("… hoạt động hiệu quả, có phương án bảo vệ môi trường") the one worded first is meant.
    """
    fitting = [
        (found.start(), place, matcher.gives)
        for place, matcher in enumerate(book().matchers("indicator"))
        if unit in units_of(matcher.gives) and (found := matcher.find(text))
    ]
    return min(fitting)[2] if fitting else None
