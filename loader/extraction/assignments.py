"""Whom a sentence makes responsible: "Giao X …", "X chủ trì …", "Căn cứ …, X xây dựng …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.extraction.agents import AgentList, parse_agents
from loader.facts import Agent
from loader.kinds import AgentKind
from loader.rules import rule

_FURTHEST_RESPONSIBLE = 160
"""Characters behind which "chủ trì" belongs to another sentence than the one that names the bodies."""
_FURTHEST_OVERRULING = 120
"""The same under a heading that names bodies already, where more speaks against it."""
_NUMBER = 4
"""Characters that a number or a dash in front of the first body takes at most."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who is assigned by the words in front of a sentence.

    Attributes:
        leads: the bodies.
        begin: where the sentence itself begins.
        named: it says that these bodies, whoever is above them, have the work: "UBND tỉnh giao …", "… trong phạm vi chức năng".
    """

    leads: tuple[Agent, ...]
    begin: int
    named: bool = False


def assigned_subject(text: str) -> Assigned | None:
    """Return the bodies that a sentence makes responsible: "Giao X …", "X chủ trì …", "Đề nghị X: …"; None when it names none."""
    given = rule("assignment.giving").find(text)
    begin = given.end() if given else 0
    found = parse_agents(text, begin)
    if not found.agents or found.start > begin + _NUMBER:
        return None
    rest = text[found.end :]
    if given is None and (passed := rule("assignment.passed-on").find(rest)) is not None:
        # "Ủy ban nhân dân tỉnh giao các sở …": the work is theirs to whom it is given.
        receivers = parse_agents(text, found.end + passed.end())
        if receivers.agents and receivers.start <= found.end + passed.end() + 1:
            return Assigned(receivers.agents, receivers.start, named=True)
    if given or rest.lstrip().startswith(":") or rule("assignment.verb").holds(rest):
        return Assigned(found.agents, begin, named=rule("assignment.own-remit").holds(rest))
    return None


def explicit_subject(text: str) -> Assigned | None:
    """Return who is assigned in so many words ("Giao …", "… chủ trì"), stricter than under a part on organisation."""
    subject = assigned_subject(text)
    if subject is None:
        return None
    if rule("assignment.giving").holds(text):
        return subject
    return subject if _says_responsible(text, subject.begin, _FURTHEST_RESPONSIBLE) else None


def acting_body(text: str) -> Assigned | None:
    """Return the body that a sentence among measures gives work to: "Sở Xây dựng rà soát …"; None for groups and everybody."""
    found = parse_agents(text)
    named = (a.kind is AgentKind.AGENCY and rule("assignment.one-body").holds(a.name) for a in found.agents)
    if not found.agents or found.start > 0 or not all(named):
        return None
    return Assigned(found.agents, 0) if rule("assignment.verb").holds(text[found.end :]) else None


def leading_agents(text: str) -> AgentList | None:
    """Return the agents that open a text (behind "Giao", "Đề nghị" …), None when it opens otherwise."""
    given = rule("assignment.giving").find(text)
    begin = given.end() if given else 0
    found = parse_agents(text, begin)
    return found if found.agents and found.start < begin + _NUMBER else None


def overrules(text: str, subject: Assigned) -> bool:
    """Whether a sentence under one body's heading assigns other bodies: "Yêu cầu các sở …"."""
    return (
        subject.named
        or rule("assignment.giving").holds(text)
        or _says_responsible(text, subject.begin, _FURTHEST_OVERRULING)
    )


def _says_responsible(text: str, begin: int, furthest: int) -> bool:
    return rule("assignment.responsible").find(text, begin, min(len(text), begin + furthest)) is not None


def same_bodies(a: Sequence[Agent], b: Sequence[Agent]) -> bool:
    """Return whether two lists name the same bodies."""
    return {x.name.lower() for x in a} == {x.name.lower() for x in b}


def inner_subject(text: str) -> tuple[Agent, ...]:
    """Return the subject behind an opening clause: "Căn cứ nhiệm vụ …, Thủ trưởng các ban, ngành xây dựng …"."""
    if not rule("assignment.opening-clause").holds(text):
        return ()
    for m in _COMMA.finditer(text):
        found = parse_agents(text, m.end())
        if found.agents and found.start <= m.end() + 2 and rule("assignment.verb").holds(text[found.end :]):
            return found.agents
    return ()


_COMMA = re.compile(r",\s+")
