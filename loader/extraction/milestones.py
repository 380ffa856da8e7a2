"""Milestones: what an objective says is to be done by a year, without any figure ("Hoàn thành cơ sở dữ liệu … trước ngày 31/12/2025")."""

from __future__ import annotations

import re
from decimal import Decimal

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.measured import measured_name, opened
from loader.facts import DONE, Target
from loader.kinds import Comparator
from loader.rules import rule
from loader.structure.provisions import Node
from loader.text import MappedText

_LONGEST = 600
"""Characters of an objective in which a milestone is looked for: no office writes a longer one."""


def milestone_of(words: MappedText, node: Node, recorder: EvidenceRecorder, horizon: int | None) -> Target | None:
    """Return what an objective without figures says is to be done by a year, None when it says nothing of the kind.

    Args:
        words: the words of the objective.
        node: the provision that they stand in.
        recorder: takes the evidence.
        horizon: the year of the part; it counts only where the words begin with "Hoàn thành" or the like, for they may
            otherwise tell of something else that is done on the way.
    """
    text = words.text[:_LONGEST]
    clause = opened(text)
    verb = rule("milestone.done").find(clause)
    passive = rule("milestone.passive").find(clause) if verb is None else None
    making = rule("milestone.making").find(clause) if verb is passive is None else None
    found = verb or passive or making
    if found is None:
        return None
    stated = _finished_year(clause) if making is not None else _stated_year(clause)
    year = stated or (horizon if verb is not None else None)
    if year is None:
        return None
    measured = _measured(clause if found is passive else clause[found.end() :])
    if not measured:
        return None
    return Target(
        "other", Comparator.EXACTLY, Decimal(1), None, DONE, found[0].strip(), trimmed(words).text, measured, year,
        None, None, None, None, recorder.read(trimmed(words), node, "targets.milestone"),
    )  # fmt: skip


def _stated_year(clause: str) -> int | None:
    """Return the last year in which the words allow the work to end: "trước năm 2028" ends with 2027, "chậm nhất năm 2028" with 2028."""
    before = rule("milestone.before").find(clause)
    if before is not None:
        if year := before["day"] or before["month"]:
            return int(year)
        if before["before"]:
            return int(before["before"]) - rule("milestone.ends-before").starts(before[0])
    within = rule("milestone.within").find(clause)
    return int(within["year"]) if within is not None else None


def _finished_year(clause: str) -> int | None:
    """Return the last year in which what is made is to be finished; a year that tells only of its time is none."""
    finished = rule("milestone.finished").find(clause)
    if finished is not None:
        return int(finished["year"]) - rule("milestone.ends-before").holds(finished[0])
    return _stated_year(clause) if rule("milestone.before").find(clause) is not None else None


def _measured(words: str) -> str:
    """Return what is done: the words less the horizon and less the further verb ("và đưa vào vận hành")."""
    for name in ("milestone.finished", "milestone.before", "milestone.within", "milestone.tail"):
        found = rule(name).find(words)
        if found is not None:
            words = f"{words[: found.start()]} {words[found.end() :]}"
    return measured_name(re.sub(r"\s+", " ", words))
