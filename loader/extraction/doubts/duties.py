"""Tasks and targets: one task given twice, a lead that also coordinates, a target outside the part of targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.extraction.agents import fold_tones
from loader.facts import Agent, Note, Objective, Reading, Task
from loader.kinds import NoteKind
from loader.rules import book

_NEIGHBOURS = 40
_ALIKE = 0.75
_SHORTEST = 14
_INSTRUMENT = re.compile(r"(?:Quyết định|Nghị định|Kế hoạch|Nghị quyết|Thông tư|Chỉ thị|Công văn)(?: số)? \d[^,.;]*")
_COMMON = frozenset("và của các cho với trong trên về có được theo để tại từ là những một đến".split())


def assignments(tasks: Sequence[Task], objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield the doubts about tasks and targets; their evidence is that of the task or target."""
    yield from _twins(tasks)
    yield from _double_roles(tasks)
    for objective in objectives:
        if objective.reading.rule == "objectives.stray":
            figures = ", ".join(t.printed for t in objective.targets)
            vi = f"Chỉ tiêu ({figures}) nằm ngoài phần mục tiêu, chỉ tiêu của kế hoạch"
            en = f"A target ({figures}) stands outside the plan's part on objectives"
            yield _note(NoteKind.TARGET_OUTSIDE_SECTION, vi, en, None, objective.reading, "target-outside")


def _note(kind: NoteKind, vi: str, en: str, proposed: str | None, reading: Reading, rule: str) -> Note:
    name = f"doubts.{rule}"
    return Note(kind, vi, en, proposed, Reading(reading.evidence, name, book().confidence(name)))


def _twins(tasks: Sequence[Task]) -> Iterator[Note]:
    """Yield the tasks that nearly repeat an earlier one of the same lead; each is compared with the 40 before it."""
    by_lead: dict[str, list[tuple[Task, frozenset[str]]]] = {}
    for task in tasks:
        words = _content(task.reading.evidence.quote)
        if len(words) < _SHORTEST or not task.leads:
            continue
        earlier = by_lead.setdefault(_name(task.leads[0]), [])
        for other, theirs in earlier[-_NEIGHBOURS:]:
            if len(words & theirs) >= _ALIKE * min(len(words), len(theirs)) and max(
                len(words), len(theirs)
            ) <= 2.2 * min(len(words), len(theirs)):
                lead = task.leads[0].name
                vi = f"Hai nhiệm vụ gần như trùng nhau của {lead}: “{_short(other)}” và “{_short(task)}”"
                en = f"Two nearly identical tasks of {lead}: “{_short(other)}” and “{_short(task)}”"
                yield _note(NoteKind.DUPLICATE_TASK, vi, en, None, task.reading, "duplicate-task")
                break
        earlier.append((task, words))


def _content(text: str) -> frozenset[str]:
    """Return the words that say what is to be done: those of instruments named are left out."""
    bare = _INSTRUMENT.sub(" ", text)
    return frozenset(w for w in re.findall(r"[^\W\d_]+", fold_tones(bare).lower()) if w not in _COMMON)


def _short(task: Task) -> str:
    quote = task.reading.evidence.quote
    if len(quote) <= 70:
        return quote
    return quote[: quote.rfind(" ", 0, 70)] + " …"


def _double_roles(tasks: Sequence[Task]) -> Iterator[Note]:
    for task in tasks:
        leading = {_name(a): a for a in task.leads}
        twice = [a for a in task.coordinating if _name(a) in leading]
        if twice:
            names = ", ".join(a.printed for a in twice)
            vi = f"{names} vừa chủ trì vừa phối hợp trong cùng một nhiệm vụ"
            en = f"{names} both leads and coordinates one task"
            yield _note(NoteKind.LEAD_COORDINATES, vi, en, None, task.reading, "lead-coordinates")


def _name(agent: Agent) -> str:
    bare = (
        re.sub(r"\b(?:các|tỉnh|huyện(?!,)|của)\b(?!,)", " ", fold_tones(agent.name).lower())
        if "," not in agent.name
        else fold_tones(agent.name).lower().replace("các ", "")
    )
    return " ".join(bare.split())
