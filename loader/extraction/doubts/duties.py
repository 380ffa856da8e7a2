"""Tasks and targets: one task given twice, a lead that also coordinates, a target outside the part of targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from loader.extraction.agents import fold_tones
from loader.extraction.doubts.syllables import runs
from loader.extraction.doubts.two_leads import two_leads
from loader.facts import Agent, Note, Objective, Reading, Task
from loader.kinds import NoteKind
from loader.rules import book, rule

_NEIGHBOURS = 40
"""Earlier tasks of the same lead that a task is compared with."""
_ALIKE = 0.88
"""Share of common words from which on two tasks are one."""
_SHORTEST = 14
"""Words below which tasks are too short to be compared."""
_WHOLE = 0.65
"""Share of the words of the longer one that must be common, too: tasks on one subject share its name."""
_OF_A_ROW = "tasks.table-row"
_SHOWN = 70
"""Characters of a task that a message shows."""


def assignments(tasks: Sequence[Task], objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield the doubts about tasks and targets; their evidence is that of the task or target."""
    yield from _twins(tasks)
    yield from _double_roles(tasks)
    for found, evidence in two_leads(tasks):
        name = f"doubts.{found.rule}"
        yield Note(found.kind, found.vi, found.en, None, Reading(evidence, name, book().confidence(name)))
    for objective in objectives:
        # What a task shall reach in a number belongs to the task, and how much a measure makes of a thing of its own to the measure.
        if (
            objective.reading.rule == "objectives.stray"
            and any(target.indicator != "other" or target.unit.startswith("percent") for target in objective.targets)
            and not any(states(task, objective) for task in tasks)
        ):
            figures = ", ".join(t.printed for t in objective.targets)
            vi = f"Chỉ tiêu ({figures}) nằm ngoài phần mục tiêu, chỉ tiêu của kế hoạch"
            en = f"A target ({figures}) stands outside the plan's part on objectives"
            yield _note(NoteKind.TARGET_OUTSIDE_SECTION, vi, en, None, objective.reading, "target-outside")


def states(task: Task, objective: Objective) -> bool:
    """Whether an aim stands in the words of a task, or in another cell of its row, as its product does."""
    work, aim = task.reading.evidence, objective.reading.evidence
    in_row = task.reading.rule == _OF_A_ROW and work.provision == aim.provision
    return work.document == aim.document and (in_row or (work.start <= aim.start and aim.end <= work.end))


def _note(kind: NoteKind, vi: str, en: str, proposed: str | None, reading: Reading, rule: str) -> Note:
    name = f"doubts.{rule}"
    return Note(kind, vi, en, proposed, Reading(reading.evidence, name, book().confidence(name)))


def _twins(tasks: Sequence[Task]) -> Iterator[Note]:
    """Yield the tasks that nearly repeat an earlier one of the same lead; each is compared with the 40 before it.

    An annex of assignments says again what the text in front of it says: rows are compared with rows only.
    """
    by_lead: dict[tuple[str, bool], list[tuple[Task, frozenset[str]]]] = {}
    for task in tasks:
        words = _content(task.reading.evidence.quote)
        if len(words) < _SHORTEST or not task.leads:
            continue
        earlier = by_lead.setdefault((_name(task.leads[0]), task.reading.rule == _OF_A_ROW), [])
        for other, theirs in earlier[-_NEIGHBOURS:]:
            fewer, more = sorted((len(words), len(theirs)))
            common = max(_ALIKE * fewer, _WHOLE * more)
            if fewer >= common and len(words & theirs) >= common:
                lead = task.leads[0].name
                same = _words(other) == _words(task)
                vi = f"Hai nhiệm vụ gần như trùng nhau của {lead}: “{_short(other)}” và “{_short(task)}”"
                en = f"Two nearly identical tasks of {lead}: “{_short(other)}” and “{_short(task)}”"
                if same:
                    vi, en = (
                        f"Một nhiệm vụ của {lead} ghi hai lần: “{_short(task)}”",
                        f"A task of {lead} is given twice: “{_short(task)}”",
                    )
                yield _note(NoteKind.DUPLICATE_TASK, vi, en, None, task.reading, "duplicate-task")
                break
        earlier.append((task, words))


def _content(text: str) -> frozenset[str]:
    """Return the words that say what is to be done: those of instruments named are left out."""
    bare = rule("twin-task.instrument").replaced(text)
    return frozenset(chain.from_iterable(runs(fold_tones(bare).lower()))).difference(book().words("function-word"))


def _words(task: Task) -> str:
    """Return the words of a task, without marks around them, to tell whether two tasks are one sentence."""
    return " ".join(task.reading.evidence.quote.lower().split()).strip("-+*.;, ")


def _short(task: Task) -> str:
    quote = task.reading.evidence.quote
    if len(quote) <= _SHOWN:
        return quote
    return quote[: quote.rfind(" ", 0, _SHOWN)] + " …"


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
    folded = fold_tones(agent.name).lower()
    filler = rule("twin-task.plural" if "," in folded else "twin-task.filler")
    return " ".join(filler.replaced(folded).split())
