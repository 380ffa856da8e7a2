"""Tasks in prose: under headings that name bodies, and in sentences that name their subject ("Giao Sở … chủ trì")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from loader.extraction.agents import AgentList, closed_list, partners
from loader.extraction.assignments import (
    ANY_VERB,
    assigned_subject,
    explicit_subject,
    inner_subject,
    leading_agents,
    overrules,
    same_bodies,
)
from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.risks import is_risk_table
from loader.extraction.sections import Category, Passage
from loader.extraction.sentences import SENTENCE_BREAK
from loader.extraction.target_tables import is_target_table
from loader.extraction.task_fields import completed, field_task, read_fields, without_bracket
from loader.extraction.task_tables import table_tasks
from loader.extraction.times import prose_timing
from loader.facts import Agent, Task
from loader.kinds import AgentKind
from loader.letters import UPPER
from loader.structure.provisions import Node
from loader.text import MappedText

POINTER_NOTE = re.compile(r"^\(.*(?:phụ lục|kèm theo|danh sách|chi tiết|cụ thể tại).*\)\.?$", re.IGNORECASE)
_ENFORCEMENT = re.compile(
    r"(?:chịu trách nhiệm thi hành|thi hành (?:Quyết định|Kế hoạch|Nghị quyết|quyết định) này|có hiệu lực (?:thi hành )?kể từ)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(r"^(?:Trong quá trình|Quá trình) (?:tổ chức |triển khai |thực hiện|triển khai)", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:Kinh phí|Nguồn kinh phí|Kế hoạch này (?:được thực hiện bằng|là căn cứ)|Trên đây là|Kế hoạch này (?:có hiệu lực|thay thế)|UBND .{0,40}(?:yêu cầu các|ban hành) .{0,60}như sau:?$)",
    re.IGNORECASE,
)


def tasks(found: Sequence[Passage], scribe: Scribe, reporting_only: frozenset[str]) -> list[Task]:
    """Return the tasks in reading order.

    Args:
        found: the passages of a plan (or of its decision).
        scribe: makes the readings.
        reporting_only: paths of provisions that say nothing but a duty to report.
    """
    result: list[Task] = []
    open_items: list[tuple[Passage, MappedText]] = []
    assigned = 1  # tasks that the last fields assigned
    for passage in found:
        node = passage.node
        if node.grid is not None:
            if is_target_table(node.grid) or is_risk_table(node.grid):
                continue
            result += table_tasks(node.grid, node, scribe, passage.agents)
            continue
        words = _from_request(trimmed(node.text))
        text = words.text
        if passage.category in (Category.MEASURE, Category.ORGANISATION):
            fields = read_fields(words)
            if (
                fields is not None
                and not fields.leads
                and fields.begin == 0
                and result
                and result[-1].reading.rule == "tasks.fields"
            ):
                # "Cơ quan phối hợp: …" on a line of its own completes the tasks that the line above assigned.
                result[-assigned:] = [completed(task, fields) for task in result[-assigned:]]
                continue
            if fields is not None and fields.leads:
                if fields.begin == 0 and open_items:
                    # The fields below a list assign each of its items.
                    result += [field_task(item, owner.node, scribe, fields) for owner, item in open_items]
                    assigned = len(open_items)
                else:
                    assigned = 1
                    own = without_bracket(words[: fields.begin]) if fields.begin else words
                    result.append(field_task(own or words, node, scribe, fields))
                open_items = []
                continue
            if fields is None:
                open_items = _still_open(open_items, passage, words)
        if passage.category is Category.MEASURE:
            if (subject := explicit_subject(text)) and not passage.heading:
                result.append(_prose_task(words, node, scribe, subject.leads, "tasks.given"))
            continue
        if len(text) < 15 or _is_no_task(text) or (node.path in reporting_only and not _is_listed(passage)):
            continue
        if passage.category is Category.ORGANISATION:
            result += _organisation_task(passage, words, scribe)
        elif (
            passage.category in (Category.NONE, Category.REPORTING, Category.EFFECT)
            and (subject := explicit_subject(text))
            and not passage.heading
            and (passage.category is not Category.REPORTING)
        ):
            result.append(_prose_task(words, node, scribe, subject.leads, "tasks.given"))
    return result


def _still_open(
    items: list[tuple[Passage, MappedText]], passage: Passage, words: MappedText
) -> list[tuple[Passage, MappedText]]:
    """Return the items that fields on a line below may assign: the last one, and in a list of measures those above it too."""
    listed = passage.category is Category.MEASURE and not passage.heading and passage.node.kind in _LISTED_KINDS
    same = bool(items) and items[-1][0].headings == passage.headings and items[-1][0].node.kind == passage.node.kind
    return [*items, (passage, words)] if listed and same else [(passage, words)]


def _from_request(words: MappedText) -> MappedText:
    """Return a closing paragraph from the words that request something on ("Trên đây là …; yêu cầu các …")."""
    if not words.text.startswith(("Trên đây", "Kế hoạch này")):
        return words
    m = re.search(
        r"[;,.]\s+(?=(?:[Yy]êu cầu|[Đđ]ề nghị) (?:các|UBND|Ủy|Sở|Thủ trưởng|Chủ tịch|Phòng|Giám đốc))", words.text
    )
    return words[m.end() :] if m else words


def _is_listed(passage: Passage) -> bool:
    """Whether a passage is an item of the list under the name of a body, where each item is a task, reports included."""
    return bool(passage.agents) and not passage.heading and passage.node.kind in _LISTED_KINDS


_LISTED_KINDS = frozenset({"bullet", "point", "clause"})


def _is_no_task(text: str) -> bool:
    return bool(POINTER_NOTE.match(text) or _ENFORCEMENT.search(text) or _CLOSING.match(text) or _TROUBLE.match(text))


def _organisation_task(passage: Passage, words: MappedText, scribe: Scribe) -> list[Task]:
    node = passage.node
    if passage.heading and node.children:
        return []
    text = words.text
    leading = leading_agents(text)
    if leading is not None and leading.end >= len(text) - 2:
        return []
    subject = assigned_subject(text)
    if leading is not None and text[leading.end : leading.end + 2].strip().startswith(":") and leading.start <= 10:
        # "9. Các sở, ban, ngành liên quan: căn cứ …": the heading and its text in one line.
        own = words[leading.end + 1 :].strip()
        own = own[1:].strip() if own.text.startswith(":") else own
        return [_prose_task(own or words, node, scribe, leading.agents, "tasks.heading-inline")]
    if leading is not None and (named := _named_before_colon(text, leading)):
        # The grammar knows the name only in part ("Sở Tài nguyên và Môi trưòng: …"), but the colon ends it.
        own = words[text.index(":") + 1 :].strip()
        return [_prose_task(own, node, scribe, named, "tasks.heading-inline", "0.8")]
    if passage.agents:
        leads = passage.agents
        grouped = all(a.kind is AgentKind.GROUP for a in leads)
        if subject is not None and not same_bodies(subject.leads, leads) and (grouped or overrules(text, subject)):
            leads = subject.leads
        return [_prose_task(words, node, scribe, leads, "tasks.under-heading")]
    if text.endswith(":"):
        return []
    if subject is not None:
        return _by_subject(words, node, scribe, subject.leads)
    if leading is not None and leading.start == 0 and ANY_VERB.match(text[leading.end :]):
        return [_prose_task(words, node, scribe, leading.agents, "tasks.subject", "0.8")]
    inner = inner_subject(text)
    if inner:
        return [_prose_task(words, node, scribe, inner, "tasks.inner-subject", "0.7")]
    return []


_HEAD_VERB = re.compile(r"\b(?:chủ trì|phối hợp|trách nhiệm|thực hiện|tổ chức|căn cứ|xây dựng|hướng dẫn|tham mưu)\b")


def _named_before_colon(text: str, leading: AgentList) -> tuple[Agent, ...]:
    colon = text.find(":", leading.end, 110)
    if colon < 0 or leading.start > 10 or _HEAD_VERB.search(text[:colon]) or len(text) - colon < 20:
        return ()
    return closed_list(text[leading.start : colon])


_NEXT_SUBJECT = re.compile(
    rf"(?:{SENTENCE_BREAK.pattern}|;\s+)(?=(?:[Gg]iao|[Đđ]ề nghị|[Yy]êu cầu|[Pp]hân công|[" + UPPER + r"]))"
)


def _by_subject(words: MappedText, node: Node, scribe: Scribe, leads: tuple[Agent, ...]) -> list[Task]:
    """Return one task per sentence that assigns other bodies; a sentence without a subject belongs to the one before."""
    parts: list[tuple[tuple[Agent, ...], MappedText]] = []
    for sentence in words.split(_NEXT_SUBJECT):
        subject = assigned_subject(sentence.text[:1].upper() + sentence.text[1:]) if sentence else None
        own = subject.leads if subject else None
        if not parts:
            parts.append((own or leads, sentence))
        elif own and not same_bodies(own, parts[-1][0]) and not re.search(r"báo cáo", sentence.text):
            parts.append((own, sentence))
        elif sentence:
            parts[-1] = (parts[-1][0], _span(words, parts[-1][1], sentence))
    return [_prose_task(trimmed(part), node, scribe, own, "tasks.subject") for own, part in parts if len(part) >= 12]


def _span(words: MappedText, first: MappedText, last: MappedText) -> MappedText:
    """Return the stretch of ``words`` from the start of one part to the end of another."""
    offsets = words.offsets
    return words[bisect_left(offsets, first.start) : bisect_left(offsets, last.end - 1) + 1]


def _prose_task(
    words: MappedText, node: Node, scribe: Scribe, leads: tuple[Agent, ...], rule: str, confidence: str = "0.9"
) -> Task:
    text = words.text
    coordinating = tuple(a for a in partners(text) if a.name.lower() not in {x.name.lower() for x in leads})
    return Task(
        leads, coordinating, prose_timing(_without_reporting(text)), None, scribe.read(words, node, rule, confidence)
    )


def _without_reporting(text: str) -> str:
    """Return the text less its reporting clauses, whose time is not the task's."""
    if "báo cáo" not in text.lower():
        return text
    clauses = re.split(r"(?<=[;.])\s+", text)
    kept = [c for c in clauses if not re.search(r"báo cáo", c, re.IGNORECASE)]
    return " ".join(kept)
