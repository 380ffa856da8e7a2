"""What a plan asks for at its end, and the telling of difficulties: "nếu có vướng mắc, báo cáo …", and what stands beside it."""

from __future__ import annotations

from loader.extraction.assignments import Assigned, assigned_subject, leading_agents
from loader.extraction.duties import asked_in_trouble, only_reports
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.prose_tasks import CLAUSE_BREAK, prose_task, span
from loader.extraction.sentences import sentences
from loader.facts import Agent, Task, Timing
from loader.kinds import AgentKind, Recurrence
from loader.rules import rule
from loader.structure.provisions import Node
from loader.text import MappedText


def told_in_trouble(words: MappedText, node: Node, recorder: EvidenceRecorder) -> Task | None:
    """Return the task to tell of difficulties that a paragraph gives, or a closing one behind its first words; None without one."""
    own = trimmed(words)
    if rule("request.closing").holds(own.text):
        pieces = _clauses(from_request(own))
    else:
        # Another sentence in front of it is no part of it; one that orders more than a report is read as all others are.
        found = sentences(own)
        told = (i for i in range(len(found) - 1, -1, -1) if asked_in_trouble(_capitalised(found[i].text))[0])
        at = next(told, len(found) - 1)
        alone = all(only_reports(one.text) or _gives_a_body_work(one.text) for one in found[:at])
        pieces = [found[at]] if alone else [own]
    before: tuple[Agent, ...] = ()  # whom the sentence in front orders: one without a subject goes on about them
    for piece in pieces:
        asked, condition = asked_in_trouble(_capitalised(piece.text), before)
        ordered = assigned_subject(_capitalised(piece.text))
        before = ordered.leads if ordered is not None and _orders(piece.text, ordered) else before
        if asked:
            timing = Timing(condition, Recurrence.CONDITIONAL, None, None)
            return Task(asked, (), timing, None, recorder.read(trimmed(piece), node, "tasks.subject"))
    return None


def _clauses(words: MappedText) -> list[MappedText]:
    """Return the clauses of a closing paragraph; semicolons between those whom it asks part no clauses."""
    listed = leading_agents(_capitalised(words.text))
    end = words[: listed.end].end if listed is not None else words.start
    clauses: list[MappedText] = []
    for piece in words.split(CLAUSE_BREAK):
        if clauses and piece.start < end:
            clauses[-1] = span(words, clauses[-1], piece)
        else:
            clauses.append(piece)
    return clauses


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def asked_besides(words: MappedText, telling: Task, node: Node, recorder: EvidenceRecorder) -> list[Task]:
    """Return what a paragraph asks for beside the words on difficulties, a closing one in front of them; reports left out."""
    own = trimmed(words)
    closing = rule("request.closing").holds(own.text)
    asked: list[Task] = []
    for piece in _clauses(from_request(own)) if closing else sentences(own):
        if piece.start >= telling.reading.evidence.start and (closing or piece.start < telling.reading.evidence.end):
            continue
        text = _capitalised(piece.text)
        subject = assigned_subject(text)
        if subject is not None and (_gives_work(text) or (closing and _orders(text, subject))):
            asked.append(prose_task(trimmed(piece), node, recorder, subject.leads, "tasks.subject"))
    return asked


def _gives_work(sentence: str) -> bool:
    """Whether a sentence gives named bodies work in so many words, and more than a report: "Giao Văn phòng … theo dõi"."""
    subject = assigned_subject(sentence)
    given = subject is not None and (rule("assignment.giving").holds(sentence) or _is_passed_on(subject))
    return given and not only_reports(sentence)


def _orders(sentence: str, subject: Assigned) -> bool:
    """Whether a closing sentence orders work, itself or by the body it opens with: "UBND tỉnh yêu cầu các xã triển khai …"."""
    return rule("assignment.giving").holds(_capitalised(sentence)) or (subject.named and subject.begin > 0)


def _gives_a_body_work(sentence: str) -> bool:
    """Whether a sentence gives work to named bodies, and not to everybody."""
    subject = assigned_subject(sentence)
    return _gives_work(sentence) and subject is not None and (_names_a_body(subject) or _is_passed_on(subject))


def _is_passed_on(subject: Assigned) -> bool:
    """Whether the body that opens a sentence orders others in it: "Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở …"."""
    return subject.named and subject.begin > 0


def _names_a_body(subject: Assigned | None) -> bool:
    """Whether a sentence in a part on money gives work to a named body, and not to everybody."""
    return subject is not None and all(agent.kind is AgentKind.AGENCY for agent in subject.leads)


def from_request(words: MappedText) -> MappedText:
    """Return a closing paragraph from the words that request something on ("Trên đây là …; yêu cầu các …")."""
    if not rule("request.closing").holds(words.text):
        return words
    asked = rule("request.asked").find(words.text)
    if asked is None or _asks_to_tell(words.text, asked.end()):
        return words
    return words[asked.end() :]


def _asks_to_tell(text: str, begin: int) -> bool:
    """Whether a closing paragraph asks for nothing but to be told of difficulties: "nếu có vướng mắc, đề nghị … phản ánh"."""
    trouble = rule("reporting.trouble").find(text[:begin])
    rest = text[begin:]
    return trouble is not None and (rule("reporting.contact").holds(rest) or only_reports(rest))
