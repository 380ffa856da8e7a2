"""Tasks whose assignment stands in fields: "Cơ quan chủ trì: …; cơ quan phối hợp: …; thời gian: …"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loader.extraction.agents import closed_list
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.times import cell_timing
from loader.facts import Agent, Task, Timing
from loader.rules import book
from loader.structure.provisions import Node
from loader.text import MappedText


@dataclass(frozen=True, slots=True)
class TaskFields:
    """The fields that follow a task; ``begin`` is the index where they start, 0 when the text is nothing else."""

    begin: int
    leads: tuple[Agent, ...]
    coordinating: tuple[Agent, ...]
    timing: Timing | None
    deliverable: str | None


def begins_with_field(text: str) -> bool:
    """Say whether a line begins with the name of a field ("Cơ quan chủ trì: …")."""
    return ":" in text and any(name.starts(text) for name in book().matchers("task-field"))


def read_fields(words: MappedText) -> TaskFields | None:
    """Return the fields of "Cơ quan chủ trì: …; cơ quan phối hợp: …; thời gian: …", None when the text has none."""
    text = words.text
    marks = _marks(text) if ":" in text else []
    if not marks:
        return None
    values: dict[str, str] = {}
    for (name, _, end), (_, following, _) in zip(marks, [*marks[1:], ("", len(text), 0)], strict=True):
        values.setdefault(name, text[end:following].strip(" .;,-"))
    begin = marks[0][1]
    begin = 0 if begin <= _BULLET else begin
    return TaskFields(
        begin,
        closed_list(values.get("lead", "")),
        closed_list(values.get("coordinate", "")),
        cell_timing(values.get("time", "")),
        values.get("deliverable") or None,
    )


_BULLET = 4
"""Characters that a dash and blanks in front of a field take at most."""


def _marks(text: str) -> list[tuple[str, int, int]]:
    """Return the names of fields in a text, each with where it begins and ends; of two at one place the longer."""
    found = [(m.start(), -m.end(), name.gives) for name in book().matchers("task-field") for m in name.all(text)]
    kept: list[tuple[str, int, int]] = []
    for start, end, name in sorted(found):
        if not kept or start >= kept[-1][2]:
            kept.append((name, start, -end))
    return kept


def without_bracket(words: MappedText) -> MappedText:
    """Return the words in front of the fields without the bracket that opens them."""
    text = words.strip()
    return text[:-1].strip() if text.text.endswith(("(", "[")) else text


def completed(task: Task, fields: TaskFields) -> Task:
    """Return a task with the fields that a later line adds."""
    return replace(
        task,
        coordinating=task.coordinating or fields.coordinating,
        timing=task.timing or fields.timing,
        deliverable=task.deliverable or fields.deliverable,
    )


def field_task(words: MappedText, node: Node, recorder: EvidenceRecorder, fields: TaskFields) -> Task:
    """Return the task that ``words`` state and ``fields`` assign."""
    return Task(
        fields.leads,
        fields.coordinating,
        fields.timing,
        fields.deliverable,
        recorder.read(trimmed(words), node, "tasks.fields"),
    )
