"""One piece of work in the words of two bodies, each of which is to lead it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loader.extraction.agents import fold_tones, parse_agents
from loader.extraction.doubts.stretches import Finding
from loader.facts import Agent, Evidence, Task
from loader.kinds import AgentKind, NoteKind
from loader.rules import rule

_SHORTEST = 8
"""Syllables from which on the words for a piece of work are no common ones ("tổ chức thực hiện Kế hoạch")."""
_ENDS = ("", ";", ".")
_OF_A_ROW = "tasks.table-row"


@dataclass(frozen=True, slots=True)
class _Led:
    """A piece of work that one named body is to lead: the words for it, as printed and in comparable form."""

    lead: Agent
    words: str
    plain: str


def two_leads(tasks: Sequence[Task]) -> Iterator[tuple[Finding, Evidence]]:
    """Yield the second task of two that two bodies are each told to lead in the same words, and its evidence.

    Only of bodies that are one each: committees do the same work in their own areas. Words behind a comma may name another
    object, or divide the work: behind the words for it only how much, how often or by when it is done may stand.
    """
    first: dict[str, _Led] = {}
    for task in tasks:
        led = _led(task)
        if led is None:
            continue
        before = first.setdefault(led.plain, led)
        if before.lead.name == led.lead.name:
            continue
        one, two = before.lead.name, led.lead.name
        vi = f"{one} và {two} cùng được giao chủ trì một việc: “{led.words}”"
        en = f"{one} and {two} are each told to lead one piece of work: “{led.words}”"
        yield Finding(NoteKind.DUPLICATE_TASK, vi, en, "two-leads"), task.reading.evidence


def _led(task: Task) -> _Led | None:
    quote = task.reading.evidence.quote
    leading = rule("twin-task.leading").find(quote)
    if leading is None or task.reading.rule == _OF_A_ROW or len(task.leads) != 1:
        return None
    (lead,) = task.leads
    if lead.kind is not AgentKind.AGENCY or rule("twin-task.of-its-area").holds(lead.name):
        return None
    begin = leading.end()
    if leading["with"]:
        beside = parse_agents(quote, begin)
        begin = beside.end if beside.agents and beside.start <= begin + 1 else begin
    work = rule("twin-task.work").find(quote[begin:])
    if work is None or not _ends_there(quote[begin + work.end() :]):
        return None
    words = work["work"].strip()
    plain = fold_tones(words).lower()
    return _Led(lead, words, plain) if len(plain.split()) >= _SHORTEST else None


def _ends_there(rest: str) -> bool:
    """Whether what stands behind the words for a piece of work names no other work or object."""
    return rest.lstrip()[:1] in _ENDS or rule("twin-task.how-much").holds(rest)
