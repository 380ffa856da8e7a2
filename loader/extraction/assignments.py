"""Whom a sentence makes responsible: "Giao X …", "X chủ trì …", "Căn cứ …, X xây dựng …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loader.extraction.agents import AgentList, parse_agents
from loader.extraction.parties import Parties, told_parties
from loader.facts import Agent
from loader.kinds import AgentKind
from loader.rules import rule

_FURTHEST_RESPONSIBLE = 160
"""Characters behind which "chủ trì" belongs to another sentence than the one that names the bodies."""
_FURTHEST_OVERRULING = 120
"""The same under a heading that names bodies already, where more speaks against it."""
_SEVERAL = 2
"""Bodies from which on a heading names several."""
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
    given = rule("assignment.giving").find(text) or rule("assignment.encouraging").find(text)
    opening = given or rule("assignment.besides").find(text)
    begin = opening.end() if opening else 0
    found = _to_the_verb(text, parse_agents(text, begin))
    if not found.agents or found.start > begin + _NUMBER:
        unnamed = rule("assignment.unnamed").find(text)
        return Assigned((Agent(unnamed["name"], unnamed["name"], AgentKind.GROUP),), 0) if unnamed else None
    rest = text[found.end :]
    if given is None and (passed := rule("assignment.passed-on").find(rest)) is not None:
        # "Ủy ban nhân dân tỉnh giao các sở …": the work is theirs to whom it is given.
        receivers = parse_agents(text, found.end + passed.end())
        if receivers.agents and receivers.start <= found.end + passed.end() + 1:
            return Assigned(receivers.agents, receivers.start, named=True)
    if given or rest.lstrip().startswith(":") or rule("assignment.verb").holds(rest):
        leads = (*found.agents, *_joint_leads(text, found.end))
        return Assigned(leads, begin, named=rule("assignment.own-remit").holds(rest))
    return None


def unnamed_person(text: str) -> tuple[Agent, ...]:
    """Return the people that a sentence makes responsible by what they do: "Chủ đò có trách nhiệm …"; none of other sentences."""
    found = rule("assignment.unnamed-person").find(text)
    return (Agent(found["name"], found["name"], AgentKind.GROUP),) if found is not None else ()


def _to_the_verb(text: str, found: AgentList) -> AgentList:
    """Return a list whose last name goes on to the verb, where the grammar knows the name only in part."""
    if not found.agents:
        return found
    last = found.agents[-1]
    if last.kind is AgentKind.GROUP and rule("assignment.given-duty").holds(last.name):
        duty = rule("assignment.duty-to-verb").find(text, found.end)
        return _with_rest(text, found, found.end + len(duty["rest"])) if duty is not None else found
    if last.kind is AgentKind.GROUP and not rule("assignment.no-offices").holds(last.name):
        return found
    wanted = "assignment.name-to-verb" if last.kind is AgentKind.AGENCY else "assignment.group-to-verb"
    more = rule(wanted).find(text, found.end)
    rest = text[found.end :]
    if more is None or rule("assignment.verb").holds(rest) or rule("assignment.passed-on").holds(rest):
        return found
    return _with_rest(text, found, more.start("rest") + len(more["rest"].rstrip()))


def _with_rest(text: str, found: AgentList, end: int) -> AgentList:
    """Return a list with the words up to an index as part of its last name."""
    last, rest = found.agents[-1], " ".join(text[found.end : end].split())
    if not rest:
        return found
    named = replace(last, printed=f"{last.printed} {rest}", name=f"{last.name} {rest}")
    return AgentList((*found.agents[:-1], named), found.start, end)


def _joint_leads(text: str, at: int) -> tuple[Agent, ...]:
    """Return those that lead jointly with the bodies in front: "Sở A đồng chủ trì với Sở B …"."""
    joint = rule("assignment.joint-lead").find(text, at)
    return parse_agents(text, joint.end()).agents if joint is not None else ()


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
    found = _acting(text, 0)
    return Assigned(found.agents, 0) if found is not None else None


def acting_bodies(text: str) -> tuple[Agent, ...]:
    """Return the bodies and groups that open a sentence as its subject: "Các cơ quan theo dõi …"; none when it opens otherwise."""
    found = _to_the_verb(text, parse_agents(text))
    acts = bool(found.agents) and found.start == 0 and rule("assignment.any-verb").holds(text[found.end :])
    return found.agents if acts else ()


def own_subject(text: str, above: Sequence[Agent]) -> tuple[Agent, ...]:
    """Return the bodies that open a sentence under a heading of several, and are one of them or of a group that it names.

    Under "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội" a point may begin with "Hội Phụ nữ vận động …".
    """
    grouped = any(agent.kind is AgentKind.GROUP for agent in above)
    if len(above) < _SEVERAL and not grouped:
        return ()
    acting = acting_bodies(text)
    if same_bodies(acting, above):
        return ()
    named = [agent.name.lower() for agent in above]
    among = (any(name.startswith(agent.name.lower()) for name in named) for agent in acting)
    if all(one or (grouped and is_told_apart(agent)) for agent, one in zip(acting, among, strict=True)):
        return acting
    return ()


def taking_over(text: str) -> tuple[Agent, ...]:
    """Return who takes over what others were given: "Các nhiệm vụ giao Phòng X do Sở Y tiếp nhận …"; none in other sentences."""
    passed = rule("assignment.passed-on-to").find(text)
    if passed is None:
        return ()
    found = parse_agents(text, passed.end())
    takes = (
        bool(found.agents) and found.start == passed.end() and rule("assignment.takes-over").holds(text[found.end :])
    )
    return found.agents if takes else ()


def _acting(text: str, at: int) -> AgentList | None:
    """Return the bodies at an index that the words behind them give work to, None when there are none."""
    found = _to_the_verb(text, parse_agents(text, at))
    # "Sở Y tế, các cơ quan liên quan cấp phát …": behind a body that is named others may stand as a group.
    if not found.agents or found.start > at or not is_told_apart(found.agents[0]):
        return None
    rest = text[found.end :]
    acts = rule("assignment.verb").holds(rest) or rule("assignment.any-verb").holds(rest)
    return found if acts else None


def is_told_apart(agent: Agent) -> bool:
    """Whether a name means one very body, or the committees of places: no such thing as "the agencies concerned"."""
    if agent.kind is AgentKind.GROUP:
        return any(rule(name).holds(agent.name) for name in ("assignment.committees", "assignment.central-bodies"))
    return rule("assignment.one-body").holds(agent.name)


def told_behind(text: str) -> Parties | None:
    """Return whom a sentence assigns behind the work: "…; giao Sở X theo dõi", "…; việc này do Sở X thực hiện"; None if nobody."""
    for by in rule("assignment.done-by").all(text):
        if (fields := told_parties(text, by.end())) is not None:
            return fields
    team = rule("assignment.headed-by").find(text)
    if team is not None:
        heads = parse_agents(text, team.end())
        if heads.agents and rule("assignment.heads").holds(text[heads.end :]):
            return Parties(0, heads.agents)
    leads: dict[str, Agent] = {}
    helping: dict[str, Agent] = {}
    for clause in _CLAUSE.finditer(text):
        opens = clause[0][0] != ","
        given = rule("assignment.giving" if opens else "assignment.giving-inside").find(text, clause.end())
        if given is None and not opens and not leads:
            continue  # who helps stands behind who leads
        begin = given.end() if given is not None else clause.end()
        found = _to_the_verb(text, parse_agents(text, begin))
        if not found.agents or found.start > begin:
            continue
        rest = text[found.end :]
        if given is not None or (opens and rule("assignment.leading-verb").holds(rest)):
            leads |= {agent.name.lower(): agent for agent in found.agents}
        elif leads and rule("assignment.helping-verb").holds(rest):
            helping |= {agent.name.lower(): agent for agent in found.agents}
    return Parties(0, tuple(leads.values()), tuple(helping.values())) if leads else None


def also_acting(text: str) -> tuple[Agent, ...]:
    """Return those that later clauses give work of the same item to: "Sở A hướng dẫn …; Sở B kiểm tra …"."""
    named: dict[str, Agent] = {}
    for clause in _SEMICOLON.finditer(text):
        found = _acting(text, clause.end())
        if found is not None and not rule("assignment.helping-verb").holds(text[found.end :]):
            named |= {agent.name.lower(): agent for agent in found.agents}
    return tuple(named.values())


_SEMICOLON = re.compile(r";\s+")
_CLAUSE = re.compile(r"[;.:,]\s+")
"""Where a clause may begin that names who is to do what the words in front of it say, or, behind a comma, who helps."""


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


def is_short_for(a: Sequence[Agent], b: Sequence[Agent]) -> bool:
    """Whether one body is named like another, less its place: "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Hà Bắc"."""
    if len(a) != 1 or len(b) != 1 or a[0].kind is not AgentKind.AGENCY or a[0].head != b[0].head:
        return False
    return b[0].name.lower().startswith(f"{a[0].name.lower()} ")


def inner_subject(text: str) -> tuple[Agent, ...]:
    """Return the subject behind an opening clause: "Căn cứ nhiệm vụ …, Thủ trưởng các ban, ngành xây dựng …"."""
    if not rule("assignment.opening-clause").holds(text):
        return ()
    behind = 0  # a list of bodies has commas of its own
    for m in _COMMA.finditer(text):
        if m.end() <= behind:
            continue
        given = rule("assignment.giving").find(text, m.end())
        begin = given.end() if given is not None else m.end()
        found = parse_agents(text, begin)
        if not found.agents or found.start > begin + 2:
            continue
        behind = found.end
        if (given is not None or rule("assignment.verb").holds(text[found.end :])) and not _within_name(
            text, m.start()
        ):
            return found.agents
    return ()


def concerned(text: str) -> tuple[Agent, ...]:
    """Return the bodies whose heads a sentence gives work: "Đối với các cơ quan X, thủ trưởng cơ quan …"; none in others."""
    concerning = rule("assignment.concerning").find(text)
    if concerning is None:
        return ()
    found = parse_agents(text, concerning.end())
    headed = found.start == concerning.end() and rule("assignment.their-heads").holds(text[found.end :])
    return found.agents if headed else ()


def called_upon(text: str, *, on_money: bool) -> Assigned | None:
    """Return whom an order in a part that is not about work calls upon: "Căn cứ Kế hoạch này, các xã xây dựng …"; None without one.

    There a group as subject may be told of; an occasion in front of it, or words such as "chủ động" behind, make it an order.

    Args:
        text: the sentence.
        on_money: it stands in a part on money, where "Hằng năm, các cơ quan lập dự toán" tells how budgets are made.
    """
    if not on_money and rule("assignment.occasion").holds(text) and (inner := inner_subject(text)):
        return Assigned(inner, 0)
    found = parse_agents(text)
    ordered = bool(found.agents) and not found.start and rule("assignment.called-upon").holds(text[found.end :])
    return Assigned(found.agents, 0) if ordered else None


def _within_name(text: str, comma: int) -> bool:
    """Whether a comma stands inside one name that begins in front of it: "gửi Ủy ban nhân dân huyện, thị xã tổng hợp"."""
    words = (m.start() for m in _WORD.finditer(text, max(0, comma - _LONGEST_NAME), comma))
    lists = (parse_agents(text, at) for at in words)
    return any(comma < found.end and len(found.agents) == 1 for found in lists)


_WORD = re.compile(r"\w+")
_LONGEST_NAME = 60
_COMMA = re.compile(r",\s+")
