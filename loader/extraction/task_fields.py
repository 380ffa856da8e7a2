"""Tasks whose assignment stands in fields: "Cơ quan chủ trì: …; cơ quan phối hợp: …; thời gian: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from loader.extraction.agents import parse_agents
from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.times import cell_timing
from loader.facts import Agent, Task, Timing
from loader.structure.provisions import Node
from loader.text import MappedText

FIELD_MARKS = re.compile(
    r"(?P<lead>(?:cơ quan|đơn vị|bộ phận)?(?:, (?:cơ quan|đơn vị))?\s*(?:chủ trì|thực hiện|phụ trách)(?: thực hiện| tham mưu)?)\s*:|"
    r"(?P<coordinate>(?:cơ quan|đơn vị)?\s*phối hợp(?: thực hiện)?)\s*:|"
    r"(?P<time>(?:thời gian|thời hạn|tiến độ)(?: thực hiện| hoàn thành)?)\s*:|"
    r"(?P<deliverable>(?:sản phẩm|kết quả)(?: dự kiến| đầu ra| thực hiện)?)\s*:|(?P<funding>(?:dự kiến )?kinh phí(?: thực hiện| dự kiến)?)\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TaskFields:
    """The fields that follow a task; ``begin`` is the index where they start, 0 when the text is nothing else."""

    begin: int
    leads: tuple[Agent, ...]
    coordinating: tuple[Agent, ...]
    timing: Timing | None
    deliverable: str | None


def read_fields(words: MappedText) -> TaskFields | None:
    """Return the fields of "Cơ quan chủ trì: …; cơ quan phối hợp: …; thời gian: …", None when the text has none."""
    text = words.text
    marks = list(FIELD_MARKS.finditer(text)) if _may_have_fields(text) else []
    if not marks:
        return None
    values: dict[str, str] = {}
    for m, following in zip(marks, [*marks[1:], None], strict=True):
        value = text[m.end() : following.start() if following else len(text)].strip(" .;,-")
        values.setdefault(str(m.lastgroup), value)
    begin = marks[0].start()
    begin = 0 if begin <= 4 else begin
    return TaskFields(
        begin,
        parse_agents(values.get("lead", "")).agents,
        parse_agents(values.get("coordinate", "")).agents,
        cell_timing(values.get("time", "")),
        values.get("deliverable") or None,
    )


_LAST_WORDS = (
    *("chủ trì", "thực hiện", "phụ trách", "tham mưu", "phối hợp", "thời gian", "thời hạn", "tiến độ", "hoàn thành"),
    *("sản phẩm", "kết quả", "dự kiến", "đầu ra", "kinh phí"),
)
"""What may stand in front of the colon of a field mark."""
_LONGEST_LAST_WORD = max(map(len, _LAST_WORDS))


def _may_have_fields(text: str) -> bool:
    """Whether some colon of ``text`` may end a field mark; quick, for most texts have none."""
    at = text.find(":")
    while at >= 0:
        before = text[max(0, at - _LONGEST_LAST_WORD - 20) : at].rstrip().lower()
        if before.endswith(_LAST_WORDS):
            return True
        at = text.find(":", at + 1)
    return False


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


def field_task(words: MappedText, node: Node, scribe: Scribe, fields: TaskFields) -> Task:
    """Return the task that ``words`` state and ``fields`` assign."""
    return Task(
        fields.leads,
        fields.coordinating,
        fields.timing,
        fields.deliverable,
        scribe.read(trimmed(words), node, "tasks.fields"),
    )
