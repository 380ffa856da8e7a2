"""Names of bodies and of groups of bodies: where a list of them begins and ends, and what each member is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loader.facts import Agent
from loader.kinds import AgentKind
from loader.letters import UPPER
from loader.lexicon import body_kinds
from loader.rules import Matcher, book, first, remembered, rule
from loader.text import MappedText

# Both cases are spelled out: without a flag the search for the first letter is several times faster.
_OLD_TONES = re.compile(r"([oO][àáảãạÀÁẢÃẠ]|[oO][èéẻẽẹÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_NEW_TONE = {
    "à": ("ò", "a"), "á": ("ó", "a"), "ả": ("ỏ", "a"), "ã": ("õ", "a"), "ạ": ("ọ", "a"),
    "è": ("ò", "e"), "é": ("ó", "e"), "ẻ": ("ỏ", "e"), "ẽ": ("õ", "e"), "ẹ": ("ọ", "e"),
    "ỳ": ("ù", "y"), "ý": ("ú", "y"), "ỷ": ("ủ", "y"), "ỹ": ("ũ", "y"), "ỵ": ("ụ", "y"),
}  # fmt: skip


@lru_cache(maxsize=256)
def fold_tones(text: str) -> str:
    """Return ``text`` with tone marks placed the new way ("hoá" → "hóa"), character for character as long as before."""
    return _OLD_TONES.sub(_move_tone, text)


def _move_tone(m: re.Match[str]) -> str:
    pair = m[0]
    new = _NEW_TONE.get(pair[1].lower())
    if new is None:
        return pair
    first = new[0].upper() if pair[0].isupper() else new[0]
    return first + (new[1].upper() if pair[1].isupper() else new[1])


@dataclass(frozen=True, slots=True)
class AgentList:
    """A list of agents found in a text, and the index just behind it."""

    agents: tuple[Agent, ...]
    start: int
    end: int


def parse_agents(text: MappedText | str, start: int = 0) -> AgentList:
    """Return the list of agents that begins at ``start``: as many as follow one another there.

    Args:
        text: the text; its tone marks may be placed either way.
        start: where the list must begin (separators and "Đề nghị" may come first).
    """
    return _list_at(text if isinstance(text, str) else text.text, start)


@remembered
def _list_at(plain: str, start: int) -> AgentList:
    separator, request = rule("body-list.separator"), rule("body-list.request")
    agents: list[Agent] = []
    at = first = start
    end = start
    while at < len(plain):
        parted = separator.find(plain, at)
        at = parted.end() if parted else at
        # "các sở; đề nghị Hội …" goes on the list; in "UBND tỉnh giao các sở" the verb has a subject.
        if (not agents or (parted is not None and parted[0].strip())) and (m := request.find(plain, at)):
            at = m.end()
        opening = at
        courtesy = rule("body-list.courtesy").find(plain, at)
        at = courtesy.end() if courtesy else at
        found = _one(plain, at)
        if found is None or (agents and _is_verb(plain, at, parted)):
            break
        new, stop = found
        if not agents:
            first = opening
        agents += new
        at = end = stop
    return AgentList(tuple(agents), first, end)


def _is_verb(plain: str, at: int, parted: re.Match[str] | None) -> bool:
    """Whether an office is a verb: nothing but a blank parts it from the body in front ("Đảng ủy lãnh đạo UBND xã")."""
    joined = parted is not None and bool(parted[0].strip())
    return not joined and plain[at : at + 1].islower() and rule("body.office").find(plain, at) is not None


def _one(plain: str, at: int) -> tuple[tuple[Agent, ...], int] | None:
    """Return the agents that one name or group at a place stands for, and the index behind it; None when none is there."""
    begin = at
    office = rule("body.office").find(plain, at)
    if office:
        at = office.end()
    head = office is not None
    if m := rule("body.committee").find(plain, at):
        end = _past_places(plain, at, m.end())
        committee = _agent(plain[begin:end], _kind_of_committee(m), head)
        if committee.kind is AgentKind.AGENCY and (more := rule("body.further-places").find(plain, end)) is not None:
            return (committee, *_of_further_places(plain, begin, m, more, head)), more.end()
        names, end = _listed_names(plain, m, end)
        if m["many"]:
            more = rule("body.further-of-group").find(plain, end)
            end = more.end() if more is not None else end
            return (_agent(plain[begin:end], committee.kind, head),), end
        if not names:
            return (committee,), end
        lead = f"{plain[begin : m.start('units')]}{m['units']}"
        return tuple(_agent(f"{lead} {name}", AgentKind.AGENCY, head) for name in names), end
    if m := rule("body.ministries").find(plain, at):
        return _distribute(plain, m, head, rule("body-list.ministry-field")), m.end()
    if m := rule("body.several-fields").find(plain, at):
        distributed = _distribute(plain, m, head, rule("body-list.field"))
        if len(distributed) > 1:  # "Văn hóa, Thể thao và Du lịch" is one field
            return distributed, m.end()
    body = _named(plain, at)
    group = rule("body.group").find(plain, at)
    if group is not None and not _is_group(group):
        group = None
    if body and (several := rule("body.of-several-places").find(plain, body.end())) is not None:
        return (_agent(plain[begin : several.end()], AgentKind.GROUP, head),), several.end()
    if body and (also := rule("body.also-of").find(plain, body.end())) is not None and also.start() == body.end():
        return (_agent(plain[begin : also.end()], AgentKind.GROUP, head),), also.end()
    if body and (group is None or body.end() >= group.end()):
        return (_agent(plain[begin : body.end()], AgentKind.AGENCY, head),), body.end()
    several = rule("body.several").find(plain, begin)
    one = _one(plain, several.end()) if several is not None else None
    whole = one if one is not None and len(one[0]) == 1 else None
    if group and whole is not None and whole[0][0].kind is AgentKind.AGENCY and whole[1] > group.end():
        group = None  # "các Sở Công Thương": those of one field
    if group:
        end = _past_places(plain, at, group.end())
        return (_agent(plain[begin:end], AgentKind.GROUP, head),), end
    if whole is not None:
        return (_agent(plain[begin : whole[1]], AgentKind.GROUP, whole[0][0].head),), whole[1]
    if office is not None and (titled := _named(plain, begin)) is not None:
        return (_agent(titled[0], AgentKind.AGENCY, False),), titled.end()  # "trưởng thôn": the office is the name
    return None


def _named(plain: str, at: int) -> re.Match[str] | None:
    """Return the name of a body at a place, None when none is there."""
    found = first("agency-name", plain, at)
    return found[1] if found is not None else None


def _past_places(plain: str, begin: int, end: int) -> int:
    """Return where the name of a group of places ends, its places included when they are listed: "UBND các xã: A, B"."""
    if plain[end : end + 1] != ":" or not rule("body.of-places").holds(plain[begin:end]):
        return end
    places = rule("body.listed-places").find(plain, end)
    return places.end() if places is not None else end


def _kind_of_committee(m: re.Match[str]) -> AgentKind:
    many = bool(m["many"]) or bool(m["units"] and rule("body-list.several").holds(m["units"]))
    return AgentKind.GROUP if many else AgentKind.AGENCY


def _listed_names(plain: str, m: re.Match[str], end: int) -> tuple[tuple[str, ...], int]:
    """Return the names of the places of "UBND huyện A, B và C" and where the last one ends; none for one place.

    Args:
        plain: the text.
        m: the committee, with its first place.
        end: where that first name ends.
    """
    one = rule("body.named-place").find(plain, m.end("units")) if m["units"] else None
    if one is None or one.end() != end or rule("body-list.several").holds(m["units"]):
        return (), end
    names = [one["name"]]
    while (further := rule("body.further-name").find(plain, end)) is not None:
        behind = further.start("name")
        if _one(plain, behind) is not None or rule("body-list.opening-others").find(plain, behind) is not None:
            break
        names.append(further["name"])
        end = further.end()
    return (tuple(names), end) if len(names) > 1 else ((), end)


def _of_further_places(plain: str, begin: int, m: re.Match[str], more: re.Match[str], head: bool) -> Iterator[Agent]:
    """Yield the committees of the further places of "UBND thành phố A, thành phố B và tỉnh C"."""
    lead = plain[begin : m.start("units")] if m["units"] else f"{plain[begin : m.end()]} "
    for place in rule("body.further-place").all(plain, more.start(), more.end()):
        yield _agent(f"{lead}{place[0]}", AgentKind.AGENCY, head)


def _is_group(m: re.Match[str]) -> bool:
    several, group = rule("body-list.several"), rule("body-list.group")
    return bool(m["all"]) or several.holds(m["nouns"]) or group.holds(m[0])


def _distribute(plain: str, m: re.Match[str], head: bool, field: Matcher) -> tuple[Agent, ...]:
    """Return one agent per field of "các Sở: Tài chính, Công Thương"."""
    word = m["head"][0].upper() + m["head"][1:]
    return tuple(
        _agent(f"{word} {plain[f.start() : f.end()]}", AgentKind.AGENCY, head)
        for f in field.all(plain, m.start("fields"), m.end())
    )


def _agent(printed: str, kind: AgentKind, head: bool = False) -> Agent:
    clean = _without_alias(" ".join(printed.split()).strip(" ,;.:"))
    return Agent(clean, spell_out(clean), kind, head)


_INITIALS = re.compile(f"[{UPPER}]{{2,}}(?:[&. -]{{0,2}}[{UPPER}]{{1,}})*")


def _without_alias(name: str) -> str:
    """Return a name without the short form that a bracket behind it defines: "Sở Tài chính (Sở TC)"."""
    if "(" not in name:
        return name
    if (part := rule("body-list.part-played").find(name)) is not None:
        return name[: part.start()]
    m = rule("body-list.alias").find(name)
    if m is None:
        return name
    own, alias = name[: m.start()], m["alias"]
    defined = m["defined"] is not None
    initials = alias.removeprefix(own.split(" ", 1)[0]).strip()
    short = _INITIALS.fullmatch(initials) is not None
    return own if defined or short or spell_out(alias).casefold() == spell_out(own).casefold() else name


@remembered
def spell_out(name: str) -> str:
    """Return a body's name with the abbreviations of the table "abbreviation" written out."""
    for short in book().matchers("abbreviation"):
        name = short.replaced(name, short.gives)
    return name


_LONGEST_LIST = 4000
"""Characters of the longest list of agents: no plan has one of half a page, and each may be followed by another."""


def partners(text: MappedText | str) -> tuple[Agent, ...]:
    """Return the agents named behind each "phối hợp với" of ``text``, each once."""
    plain = text if isinstance(text, str) else text.text
    seen: dict[str, Agent] = {}
    joined = (*rule("partner.with").all(plain), *rule("partner.direct").all(plain))
    for end in sorted(m.end() for m in joined):
        for agent in _helping(plain[end : end + _LONGEST_LIST]):
            seen.setdefault(agent.name.lower(), agent)
    return tuple(seen.values())


def _helping(words: str) -> list[Agent]:
    """Return the agents of a list of those who help, families and others that are no bodies among them."""
    found: list[Agent] = []
    at = 0
    while True:
        listed = parse_agents(words, at)
        if listed.agents:
            found += listed.agents
            at = listed.end
        parted = rule("body-list.separator").find(words, at) if found else None
        if found and (parted is None or not parted[0].strip()):
            return found
        other = rule("partner.others").find(words, parted.end() if parted is not None else at)
        if other is None:
            return found
        found.append(_agent(other[0], AgentKind.GROUP))
        at = other.end()


def closed_list(text: MappedText | str) -> tuple[Agent, ...]:
    """Return the agents of a text that holds nothing else (a table cell, a heading), known names or not.

    A name that the grammar does not know to its end goes on to the next separator.
    """
    plain = text if isinstance(text, str) else text.text
    agents: list[Agent] = []
    at = 0
    remit = False
    while at < len(plain):
        found = parse_agents(plain, at)
        new = list(found.agents)
        stop = max(found.end, at)
        boundary = rule("body-list.boundary").find(plain, stop)
        while boundary and (more := rule("body-list.name-goes-on").find(plain, boundary.start())):
            boundary = rule("body-list.boundary").find(plain, more.end())
        end = boundary.start() if boundary else len(plain)
        rest = plain[stop:end].strip(" .:)")
        within, remit = remit and not new, bool(new) and rule("assignment.own-remit").holds(plain[stop:end])
        if remit or within or (new and rule("body-list.work-behind").holds(plain[stop:end])):
            rest = ""  # "các sở, ngành trong phạm vi chức năng của mình", "Sở Y tế theo dõi": no part of the name
        opening = plain[stop:end].strip(" -–+•.;,")
        others = not new and rule("body-list.opening-others").holds(opening)
        if rest and (new or others or rule("body-list.opening").holds(opening)):
            begin = plain.rfind(new[-1].printed, 0, stop) if new else stop
            printed = plain[begin:end].strip(" -–+•.;,:")
            head = new[-1].head if new else False
            kind = new[-1].kind if new else AgentKind.GROUP if others else AgentKind.AGENCY
            if begin >= 0:  # the last of several places of one committee is not printed in full
                new = [*new[:-1], _agent(printed, kind, head)]
        elif rest and agents and agents[-1].kind is AgentKind.GROUP and rule("body-list.group-goes-on").holds(rest):
            # "Các chủ đầu tư, chủ đập thủy điện": what stands in front means the whole list
            begin = plain.rfind(agents[-1].printed, 0, at)
            agents[-1] = _agent(plain[begin:end], AgentKind.GROUP, agents[-1].head) if begin >= 0 else agents[-1]
        agents += [a for a in new if a.name.lower() not in {x.name.lower() for x in agents}]
        if boundary is None:
            break
        at = boundary.end()
    return tuple(agents)


def lead_and_partners(text: MappedText | str) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    """Return who leads and who helps by a cell that names both: "Sở Y tế chủ trì, phối hợp với các xã"."""
    plain = text if isinstance(text, str) else text.text
    joint = rule("partner.in-cell").find(plain)
    if joint is None or joint.start() == 0:
        return _by_part(closed_list(plain))
    return closed_list(plain[: joint.start()]), closed_list(plain[joint.end() :])


def _by_part(agents: tuple[Agent, ...]) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    """Return who leads and who helps where each says so behind its name: "Bộ Y tế chủ trì, các bộ, tỉnh phối hợp"."""
    leads: list[Agent] = []
    helping: list[Agent] = []
    waiting: list[Agent] = []
    marked = False
    for agent in agents:
        part = next((m for name in _PARTS_PLAYED if (m := rule(name).find(agent.printed))), None)
        if part is None:
            waiting.append(agent)
            continue
        marked = True
        own = [*waiting, _agent(agent.printed[: part.start()], agent.kind, agent.head)]
        (leads if part.re is rule(_PARTS_PLAYED[0]).regex else helping).extend(own)
        waiting = []
    (helping if marked and leads else leads).extend(waiting)
    return tuple(leads), tuple(helping)


_PARTS_PLAYED = ("partner.leads-behind", "partner.helps-behind")


def is_agent_list(text: MappedText | str) -> AgentList | None:
    """Return the agents when ``text`` is nothing but a list of them (a heading such as "Sở Tài chính, Sở Y tế:")."""
    plain = text if isinstance(text, str) else text.text
    found = parse_agents(plain)
    rest = plain[found.end :].strip(" .:;)")
    return found if found.agents and len(rest) <= 2 else None


def in_running_case(text: str) -> str:
    """Return a heading printed in capitals as running text has it: "BỘ CÔNG THƯƠNG" is "Bộ Công Thương"; others as they are."""
    if not text.isupper():
        return text
    words = " ".join(text.split()).strip(" .:")
    known = {kind.name.upper(): kind.name for kind in body_kinds()}
    return known.get(words) or words.capitalize()
