"""Duties to report: who reports to whom, by which days, how often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.extraction.agents import parse_agents
from loader.extraction.assignments import assigned_subject, inner_subject
from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.sections import Category, Passage
from loader.extraction.sentences import SENTENCE_BREAK
from loader.extraction.task_fields import read_fields
from loader.extraction.times import days_of_year, reporting_recurrence
from loader.facts import Agent, ReportingDuty, Task
from loader.structure.provisions import Node
from loader.text import MappedText

_REPORT = re.compile(
    r"(?<!chế độ )(?<!các )(?<!mẫu )(?<!Hội nghị, )(?:[Bb]áo cáo)(?=\s+(?:kết quả|tình hình|định kỳ|đột xuất|việc|về|cho|lên|gửi|với|UBND|Ủy ban|Uỷ ban|Sở|Phòng|phòng|"
    r"Bộ|Chính phủ|Thủ tướng|Chủ tịch|HĐND|Thường trực|Ban|cấp|cơ quan|đánh giá|tiến độ|theo|năm|6 tháng|06 tháng|hằng|hàng|đề xuất|lãnh đạo|kịp thời|bằng|các|Tỉnh|Huyện|Đảng|tổng|sơ kết|"
    r"trước|quý|qua|kèm)|[,;.]|$)"
)
_CLAUSE = re.compile(r";\s+|,?\s+đồng thời,?\s+")
_CONTINUES = re.compile(r"^(?:gửi|để|thông qua|qua|trình|nội dung)\b", re.IGNORECASE)
_ACTION = re.compile(
    r"\b(?:tổ chức (?!hội nghị sơ kết)|triển khai|hướng dẫn|kiểm tra|theo dõi|đôn đốc|xây dựng|tham mưu|giám sát|tuyên truyền|phối hợp (?:với|thực hiện)|"
    r"lồng ghép|hỗ trợ|cân đối|bố trí|cụ thể h[óo][aá]|ban hành|hoàn thành|thực hiện (?:các|tốt|có|kế hoạch|nghiêm))",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"(?:nếu có|có) (?:những )?(?:khó khăn|vướng mắc|phát sinh|vấn đề)|(?:khó khăn|vướng mắc).{0,40}(?:báo cáo|phản ánh|liên hệ)|trong quá trình",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:phản ánh|liên hệ|kiến nghị|đề xuất|thông tin|gửi)\s+(?:kịp thời\s+)?(?:bằng văn bản\s+)?(?:về|với|đến|tới)\b",
    re.IGNORECASE,
)
_ADHOC = re.compile(r"đột xuất|khi có yêu cầu|theo yêu cầu", re.IGNORECASE)
_RECIPIENT = re.compile(
    r"(?:báo cáo(?:\s+(?:kết quả|tình hình|định kỳ|đột xuất|đánh giá|hằng năm|hàng năm|kịp thời|bằng văn bản|thường xuyên|tiến độ|việc|công tác|tổng kết|sơ kết|và|,|hoặc)[^,;.()]{0,90}?)?|gửi(?: báo cáo)?|trình|phản ánh|liên hệ|kiến nghị|đề xuất)"
    r"(?:\s+kịp thời)?\s*(?:(?:về|cho|lên|với|đến|tới|gửi|gửi về|theo yêu cầu của)\s+)?(?=(?:các |UBND|Ủy|Uỷ|Sở|Phòng|phòng|Bộ|Chính phủ|Thủ tướng|Chủ tịch|HĐND|Thường trực|Ban |Văn phòng|Tỉnh ủy|Huyện ủy|Công chức|Trung tâm|Chi cục|Đảng ủy))",
    re.IGNORECASE,
)
_FOR = re.compile(r"tham mưu(?:,? giúp)?(?: cho)? (?=UBND|Ủy ban|Chủ tịch)")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A stretch of text that states one duty, and the subject of its sentence."""

    words: MappedText
    subject: tuple[Agent, ...]


def duties(found: Sequence[Passage], tasks: Sequence[Task], scribe: Scribe) -> list[ReportingDuty]:
    """Return the duties to report that passages on organisation and rows of task tables state.

    Args:
        found: the passages of a plan or decision.
        tasks: the tasks read from the same passages (their leads report what a table row says).
        scribe: makes the readings.
    """
    result: list[ReportingDuty] = []
    for passage in found:
        if passage.node.grid is not None or read_fields(passage.node.text) is not None:
            continue
        if passage.category in (Category.ORGANISATION, Category.REPORTING, Category.NONE) and not (
            passage.heading and passage.node.children
        ):
            result += _of_text(passage.node.text, passage.node, passage.agents, scribe)
    for task in tasks:
        if task.reading.rule == "tasks.table-row" and "báo cáo" in task.reading.evidence.quote.lower():
            result += _of_row(found, task, scribe)
    return result


def _of_row(found: Sequence[Passage], task: Task, scribe: Scribe) -> list[ReportingDuty]:
    evidence = task.reading.evidence
    for passage in found:
        grid = passage.node.grid
        if grid is None:
            continue
        for row in grid.rows:
            for cell in row.cells:
                if cell.text and cell.text.start <= evidence.start < cell.text.end and evidence.end <= cell.text.end:
                    words = MappedText.join_parts([cell.text])
                    begin = next(i for i, o in enumerate(words.offsets) if o >= evidence.start)
                    stop = len([o for o in words.offsets if o < evidence.end])
                    return _of_text(words[begin:stop], None, task.leads, scribe, evidence.provision, evidence.section)
    return []


def _of_text(
    words: MappedText, node: Node | None, agents: tuple[Agent, ...], scribe: Scribe, path: str = "", section: str = ""
) -> list[ReportingDuty]:
    if not re.search(r"báo cáo|phản ánh|liên hệ", words.text, re.IGNORECASE) or re.search(
        r"thi hành Quyết định này", words.text
    ):
        return []
    result: list[ReportingDuty] = []
    for statement in _statements(words, agents):
        text = statement.words.text
        trouble = _TROUBLE.search(text) is not None
        if not _REPORT.search(text) and not (trouble and _CONTACT.search(text)):
            continue
        reporters, recipients = _parties(text, statement.subject, trouble)
        adhoc = trouble or _ADHOC.search(text) is not None
        recurrence = None if adhoc else reporting_recurrence(text)
        clean = trimmed(statement.words)
        due = days_of_year(_from_report(text))
        reading = scribe.read(clean, node, "duties.clause") if node else scribe.at(clean, path, section, "duties.row")
        result.append(ReportingDuty(reporters, recipients, due, recurrence, reading))
    return result


def _from_report(text: str) -> str:
    """Return the part of a statement that dates a report, less an action with a date of its own in front of it."""
    report = _REPORT.search(text)
    if report is None or not _ACTION.search(text[: report.start()]):
        return text
    boundary = max(text.rfind(", ", 0, report.start()), text.rfind("; ", 0, report.start()), 0)
    opening = re.search(
        r"(?:định kỳ|trước ngày|hàng năm|hằng năm|chậm nhất)[^;]*$", text[: report.start()], re.IGNORECASE
    )
    return text[min(boundary, opening.start()) if opening else boundary :]


def _statements(words: MappedText, agents: tuple[Agent, ...]) -> list[_Statement]:
    result: list[_Statement] = []
    who = agents
    for sentence in words.split(SENTENCE_BREAK):
        subject = assigned_subject(sentence.text)
        # A sentence without a subject goes on about the subject of the one before it.
        who = subject.leads if subject else inner_subject(sentence.text) or who
        merged: list[MappedText] = []
        for clause in sentence.split(_CLAUSE):
            if not clause.text.strip():
                continue
            if merged and _CONTINUES.match(clause.text.strip()):
                merged[-1] = words[_index(words, merged[-1].start) : _index(words, clause.end - 1) + 1]
            else:
                merged.append(clause)
        result += [_Statement(clause.strip(), who) for clause in merged]
    return result


def _index(words: MappedText, offset: int) -> int:
    """Return the place in ``words`` of the character that stands at ``offset`` in the source."""
    low, high = 0, len(words) - 1
    while low < high:
        middle = (low + high) // 2
        if words.offsets[middle] < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _parties(text: str, subject: tuple[Agent, ...], trouble: bool) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    """Return who reports and to whom."""
    report = _REPORT.search(text) or _CONTACT.search(text)
    at = report.start() if report else 0
    reporters = subject
    if m := _FOR.search(text[:at]):
        # "tham mưu cho UBND tỉnh báo cáo …": the committee reports.
        inner = parse_agents(text, m.end())
        if inner.agents and inner.end <= at:
            reporters = inner.agents
    elif trouble or re.match(r"^(?:Định kỳ|Hàng năm|Hằng năm|Trước|Kết thúc|Sáu tháng|6 tháng|Chậm nhất)", text):
        named = _subject_before(text, at)
        reporters = named or subject
    if not reporters and (opening := parse_agents(text)).agents and opening.start <= 2 and at - 1 <= opening.end <= at:
        # "Các sở, ngành báo cáo kết quả …"
        reporters = opening.agents
    recipients: tuple[Agent, ...] = ()
    for m in _RECIPIENT.finditer(text):
        found = parse_agents(text, m.end())
        if (
            found.agents
            and found.start <= m.end() + 1
            and not (reporters and found.agents[0].name == reporters[0].name)
        ):
            recipients = found.agents
            break
    return reporters, recipients


def _subject_before(text: str, at: int) -> tuple[Agent, ...]:
    best: tuple[Agent, ...] = ()
    for m in re.finditer(r"(?:^|[,)]\s+|thì |mắc,? |khăn,? |sinh,? |đề nghị )", text[:at]):
        found = parse_agents(text, m.end())
        if found.agents and found.start <= m.end() + 2 and found.end <= at + 1:
            best = best if best else found.agents
    return best


def reporting_only(found: Sequence[Passage]) -> frozenset[str]:
    """Return the paths of provisions that say nothing but a duty to report, so that they are no task."""
    paths: set[str] = set()
    for passage in found:
        node = passage.node
        if node.grid is not None or passage.category not in (Category.ORGANISATION, Category.REPORTING, Category.NONE):
            continue
        clauses = [c for c in re.split(rf";\s+|{SENTENCE_BREAK.pattern}", node.text.text) if c.strip()]
        if clauses and all(_is_reporting(c) or _CONTINUES.match(c.strip()) for c in clauses):
            paths.add(node.path)
    return frozenset(paths)


def _is_reporting(clause: str) -> bool:
    report = _REPORT.search(clause)
    if report is None:
        return bool(_TROUBLE.search(clause) and _CONTACT.search(clause))
    if _TROUBLE.search(clause):
        return True
    before = re.sub(
        r"(?:kết quả|tình hình|việc|quá trình)\s+(?:triển khai|tổ chức|thực hiện)+", "", clause[: report.start()]
    )
    return _ACTION.search(before) is None
