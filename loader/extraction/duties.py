"""Duties to report: who reports to whom, by which days, how often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.extraction.agents import parse_agents
from loader.extraction.assignments import assigned_subject, inner_subject
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.reports_in_rows import reports_in_rows
from loader.extraction.sections import Category, Passage, classify
from loader.extraction.sentences import sentences
from loader.extraction.task_fields import is_time_label, read_fields
from loader.extraction.times import days_of_year, reporting_recurrence
from loader.facts import Agent, ReportingDuty, Task
from loader.rules import rule
from loader.structure.provisions import Node
from loader.text import MappedText


@dataclass(frozen=True, slots=True)
class _Statement:
    """A stretch of text that states one duty, and the subject of its sentence."""

    words: MappedText
    subject: tuple[Agent, ...]


def duties(found: Sequence[Passage], tasks: Sequence[Task], recorder: EvidenceRecorder) -> list[ReportingDuty]:
    """Return the duties to report that passages on organisation and rows of task tables state.

    Args:
        found: the passages of a plan or decision.
        tasks: the tasks read from the same passages (their leads report what a table row says).
        recorder: makes the readings.
    """
    result: list[ReportingDuty] = []
    for passage in found:
        if passage.node.grid is not None or read_fields(passage.node.text) is not None:
            continue
        orders = passage.category in (Category.ORGANISATION, Category.REPORTING, Category.NONE) or _closes(passage)
        orders = orders or (bool(passage.headings) and is_time_label(passage.headings[-1]))
        if passage.heading and passage.node.children:
            continue
        if orders:
            result += _of_text(passage.node.text, passage.node, passage.agents, recorder)
        elif passage.category is Category.MEASURE:
            # Among measures somebody has to report only where the words say who and to whom, or the heading speaks of reports.
            stated = _of_text(passage.node.text, passage.node, passage.agents, recorder)
            on_reports = bool(passage.headings) and classify(passage.headings[-1]) is Category.REPORTING
            result += [duty for duty in stated if on_reports or (duty.reporters and duty.recipients)]
    told: set[str] = set()  # rows whose task is a report itself
    for task in tasks:
        if task.reading.rule == "tasks.table-row" and rule("reporting.word").holds(task.reading.evidence.quote):
            reports = _of_row(found, task, recorder)
            told.update(task.reading.evidence.provision for _ in reports)
            result += reports
    result += [
        _of_cell(words.strip(), task, recorder)
        for words, task in reports_in_rows(found, tasks)
        if task.reading.evidence.provision not in told
    ]
    return result


def _of_cell(words: MappedText, task: Task, recorder: EvidenceRecorder) -> ReportingDuty:
    """Return the duty of the leads of a row to report, by the words of another of its cells."""
    _, recipients = _parties(words.text, task.leads, trouble=False)
    evidence = task.reading.evidence
    reading = recorder.at(words, evidence.provision, evidence.section, "duties.row")
    return ReportingDuty(task.leads, recipients, days_of_year(words.text), reporting_recurrence(words.text), reading)


def _closes(passage: Passage) -> bool:
    """Whether a paragraph closes the plan, or says what to do in trouble, though it stands behind the part on money."""
    text = passage.text
    closing = rule("request.closing").holds(text) or rule("no-task.trouble").holds(text)
    closing = closing or any(rule("request.opening").holds(one.text) for one in sentences(passage.node.text))
    return passage.category is Category.FUNDING and passage.node.kind == "paragraph" and closing


def _of_row(found: Sequence[Passage], task: Task, recorder: EvidenceRecorder) -> list[ReportingDuty]:
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
                    return _of_text(words[begin:stop], None, task.leads, recorder, evidence.provision, evidence.section)
    return []


def _of_text(
    words: MappedText,
    node: Node | None,
    agents: tuple[Agent, ...],
    recorder: EvidenceRecorder,
    path: str = "",
    section: str = "",
) -> list[ReportingDuty]:
    if not rule("reporting.mention").holds(words.text):
        return []
    result: list[ReportingDuty] = []
    for statement in _statements(words, agents):
        text = statement.words.text
        if rule("reporting.span").holds(text) or rule("reporting.for-approval").holds(text):
            continue
        trouble = rule("reporting.trouble").holds(text)
        if _helps_with_work(text):
            continue
        if report_in(text) is None and not (trouble and rule("reporting.contact").holds(text)):
            continue
        reporters, recipients = _parties(text, statement.subject, trouble)
        adhoc = trouble or rule("reporting.ad-hoc").holds(text)
        recurrence = None if adhoc else reporting_recurrence(text)
        clean = trimmed(statement.words)
        due = days_of_year(_from_report(text))
        reading = (
            recorder.read(clean, node, "duties.clause") if node else recorder.at(clean, path, section, "duties.row")
        )
        result.append(ReportingDuty(reporters, recipients, due, recurrence, reading))
    return result


def _helps_with_work(text: str) -> bool:
    """Whether a body reports in words only, and helps another with some work: "tổng hợp, báo cáo X trong việc lập kế hoạch"."""
    report = report_in(text)
    named = parse_agents(text, report.end()) if report is not None else None
    return named is not None and bool(named.agents) and rule("reporting.in-some-work").holds(text[named.end :])


def report_in(text: str) -> re.Match[str] | None:
    """Return where a text orders a report, or that results be sent to somebody; None when it does not."""
    return rule("reporting.report").find(text) or rule("reporting.results-sent").find(text)


def _from_report(text: str) -> str:
    """Return the part of a statement that dates a report, less an action with a date of its own in front of it."""
    report = report_in(text)
    if report is None or not rule("reporting.action").holds(text[: report.start()]):
        return text
    finished = rule("reporting.after-finish").find(text)
    if finished is not None and finished.end() <= report.start():
        return text[finished.end() :]
    boundary = max(text.rfind(", ", 0, report.start()), text.rfind("; ", 0, report.start()), 0)
    dated = rule("reporting.dated").find(text, text.rfind(";", 0, report.start()) + 1, report.start())
    return text[min(boundary, dated.start()) if dated else boundary :]


def _statements(words: MappedText, agents: tuple[Agent, ...]) -> list[_Statement]:
    result: list[_Statement] = []
    who = agents
    for sentence in sentences(words):
        subject = assigned_subject(sentence.text)
        # A sentence without a subject goes on about the subject of the one before it.
        who = subject.leads if subject else _right_in_front(sentence.text) or inner_subject(sentence.text) or who
        merged: list[MappedText] = []
        for clause in sentence.split(rule("reporting.joint").regex):
            if not clause.text.strip():
                continue
            if merged and rule("reporting.continues").holds(clause.text.strip()):
                merged[-1] = words[_index(words, merged[-1].start) : _index(words, clause.end - 1) + 1]
            else:
                merged.append(clause)
        result += [_Statement(clause.strip(), who) for clause in merged]
    return result


def _right_in_front(text: str) -> tuple[Agent, ...]:
    """Return the bodies that open a sentence and report in it: "Các sở, UBND các xã báo cáo …"; empty when none do."""
    opening = parse_agents(text, 0)
    reports = opening.start == 0 and rule("reporting.right-behind").starts(text[opening.end :])
    return opening.agents if reports else ()


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
    report = report_in(text) or rule("reporting.contact").find(text)
    at = report.start() if report else 0
    reporters = subject
    if m := rule("reporting.on-behalf").find(text[:at]):
        # "tham mưu cho UBND tỉnh báo cáo …": the committee reports.
        reporters = parse_agents(text[:at], m.end()).agents or reporters
    elif between := _submitted_to(text):
        reporters = between
    elif trouble or rule("reporting.opening-time").holds(text):
        named = _subject_before(text, at)
        reporters = named or subject
    if (
        not reporters
        and (opening := parse_agents(text)).agents
        and opening.start <= 2
        and opening.end <= at
        and (at - 1 <= opening.end or rule("reporting.sending").holds(text[opening.end : at]))
    ):
        # "Các sở, ngành báo cáo kết quả …"
        reporters = opening.agents
    recipients: tuple[Agent, ...] = ()
    for m in rule("reporting.to").all(text):
        found = parse_agents(text, m.end())
        if (
            found.agents
            and found.start <= m.end() + 1
            and not (reporters and found.agents[0].name == reporters[0].name)
        ):
            recipients = found.agents
            break
    return reporters, recipients


def _submitted_to(text: str) -> tuple[Agent, ...]:
    """Return the body that reports on to another what is drafted for it: "trình UBND huyện báo cáo UBND tỉnh"."""
    for m in rule("reporting.submitting").all(text):
        named = parse_agents(text, m.end())
        behind = text[named.end :]
        if not named.agents or named.start > m.end() + 1 or not rule("reporting.right-behind").starts(behind):
            continue
        # "trình UBND huyện báo cáo kết quả" hands the report in; only where another body receives it is it sent on.
        further = rule("reporting.to").find(behind)
        if further is not None and parse_agents(behind, further.end()).agents:
            return named.agents
    return ()


def asked_in_trouble(text: str, before: tuple[Agent, ...] = ()) -> tuple[tuple[Agent, ...], str]:
    """Return whom a closing sentence asks to tell of difficulties, and on which condition; nobody where it does not.

    Args:
        text: the sentence.
        before: whom the sentence in front of it orders something; they are meant where it names nobody.
    """
    if not rule("no-task.trouble").holds(text) or rule("request.everybody").holds(text):
        return (), ""
    told = rule("reporting.contact").find(text) or report_in(text)
    if told is None:
        return (), ""
    condition = rule("request.condition").find(text[: told.start()])
    return _subject_before(text, told.start()) or before, condition[0] if condition is not None else ""


def _subject_before(text: str, at: int) -> tuple[Agent, ...]:
    for begin in (0, *(m.end() for m in rule("reporting.before-subject").all(text[:at]))):
        found = parse_agents(text, begin)
        if found.agents and found.start <= begin + 2 and found.end <= at + 1:
            return found.agents
    return ()


def reporting_only(found: Sequence[Passage]) -> frozenset[str]:
    """Return the paths of provisions that say nothing but a duty to report, so that they are no task."""
    paths: set[str] = set()
    for passage in found:
        node = passage.node
        if node.grid is not None or passage.category not in (Category.ORGANISATION, Category.REPORTING, Category.NONE):
            continue
        parts = (part.text for sentence in sentences(node.text) for part in sentence.split(_SEMICOLON))
        clauses = [part for part in parts if part.strip() and not _only_closes(part)]
        if clauses and all(only_reports(c) or rule("reporting.continues").holds(c.strip()) for c in clauses):
            paths.add(node.path)
    return frozenset(paths)


def _only_closes(clause: str) -> bool:
    """Whether a clause says nothing but that the plan ends: "Trên đây là Kế hoạch …"."""
    asks = rule("reporting.word").holds(clause) or rule("request.asked").holds(clause)
    return rule("no-task.closing").holds(clause) and not asks


def only_reports(clause: str) -> bool:
    """Whether a clause or sentence orders a report and nothing else."""
    report = report_in(clause)
    trouble = rule("reporting.trouble").holds(clause)
    if report is None:
        return trouble and rule("reporting.contact").holds(clause)
    if trouble:
        given = rule("assignment.giving").holds(clause) and rule("assignment.responsible").holds(clause)
        return not (given and rule("reporting.action").holds(clause[: report.start()]))
    before = rule("reporting.carried-out").replaced(clause[: report.start()], "")
    return not rule("reporting.action").holds(before)


_SEMICOLON = re.compile(r";\s+")
