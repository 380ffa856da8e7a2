"""Tasks whose assignment stands in fields: "Cơ quan chủ trì: …; cơ quan phối hợp: …; thời gian: …"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from loader.extraction.agents import closed_list, lead_and_partners, parse_agents
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.parties import told_parties
from loader.extraction.times import cell_timing, prose_timing
from loader.facts import Agent, Task, Timing
from loader.rules import book, rule
from loader.structure.provisions import Node
from loader.text import MappedText

_NOBODY: tuple[Agent, ...] = ()
_FEWEST_SHARED = 3
"""Words that a description shares with the name of what it describes."""
_BULLET = 4
"""Characters that a dash and blanks in front of a field take at most."""


@dataclass(frozen=True, slots=True)
class TaskFields:
    """The fields that follow a task.

    Attributes:
        begin: the index where they start, 0 when the text is nothing else.
        leads: who leads.
        coordinating: who helps.
        timing: when it is due.
        deliverable: what it yields.
        all_above: on a line of their own, they assign each item of the list above them, and not the last alone.
    """

    begin: int
    leads: tuple[Agent, ...]
    coordinating: tuple[Agent, ...]
    timing: Timing | None
    deliverable: str | None
    all_above: bool = True


def begins_with_field(text: str) -> bool:
    """Say whether a line begins with the name of a field ("Cơ quan chủ trì: …")."""
    return ":" in text and any(name.starts(text) for name in book().matchers("task-field"))


def is_time_label(text: str) -> bool:
    """Say whether a line is nothing but the name of a field for times, whose value stands in the lines below it."""
    return text.rstrip().endswith(":") and rule("task-field.time").starts(text)


def tells_more_of(text: str, above: str, *, heading: bool) -> bool:
    """Say whether a line "Nội dung: …" only tells more of the work that the line above it names.

    Below a heading its words are the work itself, unless they describe what that work makes: below "Xây dựng cổng thông tin
    thư viện" the line "Nội dung: Cổng thông tin thư viện cung cấp …".
    """
    label = rule("assignment.content").find(text)
    if label is None or not heading:
        return label is not None
    told = text[label.end() :]
    opening = " ".join(told.split()[:_FEWEST_SHARED]).lower()
    return rule("assignment.content-told").holds(told) or above.lower().find(opening) > 0


def read_fields(words: MappedText) -> TaskFields | None:
    """Return the fields of "Cơ quan chủ trì: …; cơ quan phối hợp: …; thời gian: …", None when the text has none."""
    text = words.text
    marks = _marks(text) if ":" in text else []
    if not marks:
        return None
    values: dict[str, str] = {}
    for (name, _, end), (_, following, _) in zip(marks, [*marks[1:], ("", len(text), 0)], strict=True):
        values.setdefault(name, _without_stray_bracket(text[end:following].strip(" .;,-")))
    begin = marks[0][1]
    begin = 0 if begin <= _BULLET else begin
    leads, helping = field_parties(values.get("lead", ""))
    return TaskFields(
        begin,
        leads,
        closed_list(values.get("coordinate", "")) or helping,
        cell_timing(values.get("time", "") or _time_behind(values)),
        values.get("deliverable") or None,
    )


def _time_behind(values: Mapping[str, str]) -> str:
    """Return the time that stands behind the bodies of a field without a name of its own: "…; xong trong quý III/2024"."""
    behind = (piece.strip() for value in values.values() for piece in value.split(";")[1:])
    return next((piece for piece in behind if rule("assignment.time-part").holds(piece)), "")


def field_parties(text: str) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    """Return who leads and who helps by the words of a field: "Sở Nội vụ chủ trì tham mưu …; Sở Y tế, phối hợp với các xã"."""
    told = told_parties(text, named=False)
    if told is not None:
        return told.leads, told.coordinating
    leads: dict[str, Agent] = {}
    helping: dict[str, Agent] = {}
    for piece in text.split(";"):
        opening = parse_agents(piece)
        rest = piece[opening.end :]
        acts = bool(opening.agents) and not rule("assignment.own-remit").holds(rest)
        verb = rule("assignment.verb").find(rest) if acts else None
        joint = rule("partner.in-cell").find(piece)
        if (
            verb is not None
            and opening.start <= _BULLET
            and (joint is None or joint.start() > opening.end + verb.end())
        ):
            own, others = opening.agents, _NOBODY
        else:
            ended = rule("assignment.verb-behind-list").find(piece) if joint is None else None
            own, others = lead_and_partners(piece[: ended.start()] if ended is not None else piece)
        leads |= {agent.name.lower(): agent for agent in own if agent.name.lower() not in leads}
        helping |= {agent.name.lower(): agent for agent in others if agent.name.lower() not in helping}
    return tuple(leads.values()), tuple(helping.values())


def _marks(text: str) -> list[tuple[str, int, int]]:
    """Return the names of fields in a text, each with where it begins and ends; of two at one place the longer."""
    found = [(m.start(), -m.end(), name.gives) for name in book().matchers("task-field") for m in name.all(text)]
    kept: list[tuple[str, int, int]] = []
    for start, end, name in sorted(found):
        if not kept or start >= kept[-1][2]:
            kept.append((name, start, -end))
    return kept


def _without_stray_bracket(value: str) -> str:
    """Return a field without the bracket that closes all fields ("(Chủ trì: …; thời gian: hằng năm)")."""
    for opening, closing in ("()", "[]"):
        if value.endswith(closing) and value.count(closing) > value.count(opening):
            return value[:-1].rstrip(" .;,-")
    return value


def without_bracket(words: MappedText) -> MappedText:
    """Return the words in front of the fields without the bracket that opens them."""
    text = words.strip()
    return text[:-1].strip() if text.text.endswith(("(", "[")) else text


def completed(task: Task, fields: TaskFields) -> Task:
    """Return a task with the fields that a later line adds."""
    return replace(
        task,
        coordinating=task.coordinating or fields.coordinating,
        timing=fields.timing or task.timing,
        deliverable=task.deliverable or fields.deliverable,
    )


def field_task(words: MappedText, node: Node, recorder: EvidenceRecorder, fields: TaskFields) -> Task:
    """Return the task that ``words`` state and ``fields`` assign."""
    return Task(
        fields.leads,
        fields.coordinating,
        fields.timing or prose_timing(words.text),
        fields.deliverable,
        recorder.read(trimmed(words), node, "tasks.fields"),
    )
