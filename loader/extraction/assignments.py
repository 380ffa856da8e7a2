"""Whom a sentence makes responsible: "Giao X …", "X chủ trì …", "Căn cứ …, X xây dựng …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.extraction.agents import AgentList, parse_agents
from loader.facts import Agent
from loader.letters import LOWER

_VERBS = (
    r"chủ trì|đồng chủ trì|cùng chủ trì|phối hợp|chủ động|có trách nhiệm|chịu trách nhiệm|căn cứ|tổ chức|xây dựng|hướng dẫn|tham mưu|triển khai|thực hiện|"
    r"chỉ đạo|tích cực|tăng cường|rà soát|theo dõi|làm|là|đẩy mạnh|tiếp tục|khẩn trương|nghiêm túc|tập trung|phổ biến|tuyên truyền|"
    r"kiểm tra|bố trí|cân đối|đôn đốc|lập|tổng hợp|vận động|hỗ trợ|thường xuyên|phát huy|quan tâm|đăng|đưa|cử|đảm bảo|bảo đảm|"
    r"theo chức năng|trên cơ sở|thẩm định|nghiên cứu|đề xuất|lồng ghép|chuẩn bị|cung cấp|giám sát|phát động|thông tin|quản lý|"
    r"tạo điều kiện|phân công|được giao|tùy theo|tuỳ theo|giới thiệu|ưu tiên|đầu mối|tham gia|phân bổ|huy động|khảo sát|lựa chọn|"
    r"cấp|thông báo|tiến hành|dự thảo|đánh giá|ban hành|hoàn thành|tiếp nhận|đề nghị|định kỳ"
)
_SUBJECT_VERB = re.compile(rf"[\s,]*(?:\([^)]*\)\s*)?(?:cần\s+|phải\s+|sẽ\s+)?(?:{_VERBS})\b", re.IGNORECASE)
ANY_VERB = re.compile(
    r"\s+(?!của|thuộc|tại|ở|trên|đã|đang|được|trong|với|và|là|có (?!trách)|để|nếu|do|khi|về|gồm|như)[" + LOWER + r"]+\b"
)
_GIVE = re.compile(
    r"^(?:Giao(?: cho)?|Yêu cầu|Đề nghị|Phân công|Ủy quyền(?: cho)?|Uỷ quyền(?: cho)?)\s+(?:cho\s+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who is assigned by the words in front of a sentence, and where the sentence itself begins."""

    leads: tuple[Agent, ...]
    begin: int


def assigned_subject(text: str) -> Assigned | None:
    """Return the bodies that a sentence makes responsible: "Giao X …", "X chủ trì …", "Đề nghị X: …"; None when it names none."""
    begin = 0
    given = _GIVE.match(text)
    if given:
        begin = given.end()
    found = parse_agents(text, begin)
    if not found.agents or found.start > begin + 4:
        return None
    rest = text[found.end :]
    if given or rest.lstrip().startswith(":") or _SUBJECT_VERB.match(rest):
        return Assigned(found.agents, begin)
    return None


def explicit_subject(text: str) -> Assigned | None:
    """Return who is assigned in so many words ("Giao …", "… chủ trì"), stricter than under a part on organisation."""
    subject = assigned_subject(text)
    if subject is None:
        return None
    behind = text[subject.begin :]
    given = re.match(r"^(?:Giao|Phân công|Yêu cầu|Đề nghị)\b", text) is not None
    return subject if given or re.search(r"^.{0,160}?\b(?:chủ trì|chịu trách nhiệm|có trách nhiệm)\b", behind) else None


def leading_agents(text: str) -> AgentList | None:
    """Return the agents that open a text (behind "Giao", "Đề nghị" …), None when it opens otherwise."""
    given = _GIVE.match(text)
    found = parse_agents(text, given.end() if given else 0)
    return found if found.agents and found.start <= (given.end() if given else 0) + 3 else None


def overrules(text: str, subject: Assigned) -> bool:
    """Whether a sentence under one body's heading assigns other bodies: "Yêu cầu các sở …"."""
    return re.match(r"^(?:Yêu cầu|Giao|Đề nghị|Phân công)\b", text) is not None or bool(
        re.search(r"^.{0,120}\b(?:chủ trì|có trách nhiệm|chịu trách nhiệm)\b", text[subject.begin :])
    )


def same_bodies(a: Sequence[Agent], b: Sequence[Agent]) -> bool:
    """Return whether two lists name the same bodies."""
    return {x.name.lower() for x in a} == {x.name.lower() for x in b}


def inner_subject(text: str) -> tuple[Agent, ...]:
    """Return the subject behind an opening clause: "Căn cứ nhiệm vụ …, Thủ trưởng các ban, ngành xây dựng …"."""
    if not re.match(r"^(?:Căn cứ|Trên cơ sở|Theo|Định kỳ|Hàng năm|Hằng năm|Để|Ngoài|Trước)\b", text):
        return ()
    for m in re.finditer(r",\s+", text):
        found = parse_agents(text, m.end())
        if found.agents and found.start <= m.end() + 2 and _SUBJECT_VERB.match(text[found.end :]):
            return found.agents
    return ()
