"""Who does what by words that say nothing else: "(Sở Y tế chủ trì; các xã phối hợp; hằng năm)" behind an item or a heading."""

from __future__ import annotations

from dataclasses import dataclass, field

from loader.extraction.agents import AgentList, closed_list, is_agent_list, parse_agents
from loader.extraction.quantities import past_blanks
from loader.extraction.times import cell_timing
from loader.facts import Agent, Timing
from loader.rules import rule

_LONGEST_BRACKET = 320
"""Characters of the longest bracket that assigns; a longer one tells of something else."""
_LONGEST_TIME = 70
"""Characters of the longest time in a bracket."""
_LONGEST_NAME = 120
"""Characters of a name that the grammar of bodies does not know to its end."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who leads, who helps and when, and the index where the words that say so begin."""

    begin: int
    leads: tuple[Agent, ...]
    coordinating: tuple[Agent, ...] = ()
    timing: Timing | None = None


@dataclass(slots=True)
class _Said:
    """What the parts of an assignment have said so far."""

    leads: list[Agent] = field(default_factory=list)
    helping: list[Agent] = field(default_factory=list)
    waiting: list[Agent] = field(default_factory=list)
    timing: Timing | None = None
    told: bool = False
    """A part says what its bodies do, or when."""

    def play(self, named: tuple[Agent, ...], part: str) -> None:
        (self.leads if part == "lead" else self.helping).extend([*self.waiting, *named])
        self.waiting = []
        self.told = True


def bracket_parties(text: str) -> Parties | None:
    """Return who and when by the bracket that ends a text, None when none does or it tells of something else.

    A bracket that holds nothing but names assigns only behind words that do not name bodies themselves: "các sở (Sở Y tế,
    Sở Xây dựng)" explains.
    """
    clean = text.rstrip(" .;")
    if not clean.endswith(")"):
        return None
    begin = _opening(clean)
    if begin < 0 or len(clean) - begin > _LONGEST_BRACKET:
        return None
    return _parties(clean[begin + 1 : -1], begin, explains=rule("assignment.explained").holds(clean[:begin]))


def told_parties(text: str, begin: int = 0, *, named: bool = True) -> Parties | None:
    """Return who and when by the words from an index to the end: "Sở Y tế chủ trì, các xã phối hợp; năm 2026".

    Args:
        text: the words.
        begin: where those that assign begin.
        named: names alone, without the part that they play, will do.
    """
    return _parties(text[begin:].rstrip(" .;)"), begin, explains=not named)


def parties_alone(text: str) -> Parties | None:
    """Return who leads and who helps by a line that says nothing else, names the grammar does not know among those who help."""
    told = told_parties(text)
    joint = rule("partner.in-cell").find(text)
    if told is not None or joint is None:
        return told
    leads, helping = is_agent_list(text[: joint.start()]), parse_agents(text, joint.end())
    # "…, các xã, báo, đài và các đơn vị": the list goes on; "… các xã mở lớp" says what they do.
    goes_on = bool(helping.agents) and text[helping.end :].lstrip().startswith(",")
    return Parties(0, leads.agents, closed_list(text[joint.end() :])) if leads is not None and goes_on else None


def _opening(text: str) -> int:
    """Return where the bracket opens that closes at the end; -1 when none does."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if not depth:
            return at
    return -1


def _parties(inner: str, begin: int, *, explains: bool) -> Parties | None:
    found = _Said()
    by = rule("assignment.by").find(inner)
    at = _past_marks(inner, by.end() if by is not None else 0)
    while at < len(inner):
        end = _next_part(inner, at, found)
        if end < 0:
            return None
        at = _past_marks(inner, end)
    (found.helping if found.leads else found.leads).extend(found.waiting)
    if not found.leads or (explains and not found.told):
        return None
    return Parties(begin, _once(found.leads), _once(found.helping), found.timing)


def _next_part(inner: str, at: int, found: _Said) -> int:
    """Take in the part at an index and return where it ends; -1 when it is neither bodies nor a time."""
    if found.leads and (helped := _helping(inner, at)) is not None:
        found.play(helped.agents, rule(_PARTS[1]).gives)  # "Sở Y tế chủ trì, phối hợp với các xã"
        return helped.end
    named = parse_agents(inner, at)
    if named.agents and named.start <= at:
        for name in _PARTS:
            if (played := rule(name).find(inner, named.end)) is not None:
                found.play(named.agents, rule(name).gives)
                return played.end()
        if (helped := _helping(inner, named.end)) is not None:
            found.play(named.agents, rule(_PARTS[0]).gives)  # "Sở Y tế phối hợp với các xã"
            found.play(helped.agents, rule(_PARTS[1]).gives)
            return helped.end
        if past_blanks(inner, named.end) >= len(inner) or inner[past_blanks(inner, named.end)] in _MARKS:
            found.waiting += named.agents
            return named.end
    stop = inner.find(";", at)
    stop = stop if stop >= 0 else len(inner)
    return (
        _unknown_name(inner[at:stop], at, found)
        or _whole_name(inner, at, stop, found)
        or _time(inner[at:stop], at, found)
    )


def _helping(inner: str, at: int) -> AgentList | None:
    """Return the bodies behind "phối hợp với" at an index, None when it does not stand there."""
    joint = rule("partner.in-cell").find(inner, at) or rule("partner.direct").find(inner, at)
    if joint is None or joint.start() > past_blanks(inner, at):
        return None
    helping = parse_agents(inner, joint.end())
    return helping if helping.agents else None


def _unknown_name(piece: str, at: int, found: _Said) -> int:
    """Take in a name that the grammar does not know to its end and the part it plays; return its end, 0 without one."""
    for name in _PARTS:
        for gap in (i for i, sign in enumerate(piece[:_LONGEST_NAME]) if sign == " "):
            played = rule(name).find(piece, gap)
            if played is None or not all(_opens_a_name(part) for part in piece[:gap].split(",")):
                continue
            known = closed_list(piece[:gap])
            if known:
                found.play(known, rule(name).gives)
                return at + played.end()
    return 0


def _opens_a_name(part: str) -> bool:
    """Whether words may be the whole name of a body: they begin with a capital or as lists of bodies do."""
    name = part.strip()
    return name[:1].isupper() or bool(parse_agents(name).agents)


def _whole_name(inner: str, at: int, stop: int, found: _Said) -> int:
    """Take in a name that goes on behind what the grammar knows, up to a mark behind which a time stands; 0 without one."""
    name = inner[at:stop]
    behind = _past_marks(inner, stop)
    if "," in name or len(name) > _LONGEST_NAME or not rule("body-list.opening").holds(name):
        return 0
    if stop >= len(inner) or not rule("assignment.time-part").holds(inner[behind:]):
        return 0
    found.waiting += closed_list(name)
    return stop


def _time(piece: str, at: int, found: _Said) -> int:
    if (
        len(piece) > _LONGEST_TIME
        or not (found.leads or found.waiting)
        or not rule("assignment.time-part").holds(piece)
    ):
        return -1
    timing = cell_timing(piece)
    if timing is not None and found.timing is None:
        found.timing = timing
        found.told = True
    return at + len(piece)


def _past_marks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _MARKS + " \n":
        at += 1
    return at


_MARKS = ";,.)("
_PARTS = ("part-played.leads", "part-played.helps")


def _once(agents: list[Agent]) -> tuple[Agent, ...]:
    return tuple({agent.name.lower(): agent for agent in agents}.values())
