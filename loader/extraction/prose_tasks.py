"""A task that a stretch of prose states: its parties, and its time, which is not that of a report told beside it."""

from __future__ import annotations

import re
from bisect import bisect_left

from loader.extraction.agents import partners
from loader.extraction.evidence import EvidenceRecorder
from loader.extraction.times import prose_timing
from loader.facts import Agent, Task
from loader.rules import rule
from loader.structure.provisions import Node
from loader.text import MappedText

CLAUSE_BREAK = re.compile(r"(?<=[;.])\s+")
"""Where one clause ends and another begins."""


def span(words: MappedText, first: MappedText, last: MappedText) -> MappedText:
    """Return the stretch of ``words`` from the start of one part to the end of another."""
    offsets = words.offsets
    return words[bisect_left(offsets, first.start) : bisect_left(offsets, last.end - 1) + 1]


def prose_task(
    words: MappedText,
    node: Node,
    recorder: EvidenceRecorder,
    leads: tuple[Agent, ...],
    rule: str,
    helping: tuple[Agent, ...] = (),
) -> Task:
    """Return a task stated in prose; ``helping`` are the partners that its heading names."""
    text = words.text
    named = {a.name.lower(): a for a in (*partners(text), *helping)}
    coordinating = tuple(a for key, a in named.items() if key not in {x.name.lower() for x in leads})
    return Task(leads, coordinating, prose_timing(_without_reporting(text)), None, recorder.read(words, node, rule))


def _without_reporting(text: str) -> str:
    """Return the text less its reporting clauses, whose time is not the task's."""
    if not _tells_of_a_report(text):
        return text
    return " ".join(_own_words(clause) for clause in CLAUSE_BREAK.split(text))


def _tells_of_a_report(text: str) -> bool:
    return rule("reporting.word").holds(text) or rule("reporting.results-sent").holds(text)


def _own_words(clause: str) -> str:
    """Return what a clause says besides a report: all of most clauses, of one that orders a report a review before it."""
    if not _tells_of_a_report(clause):
        return clause
    if (finished := rule("reporting.after-finish").find(clause)) is not None:
        return clause[: finished.end()]
    review = rule("reporting.after-review").find(clause)
    return clause[: clause.rfind(",", 0, review.end())] if review is not None else ""
