"""Names of bodies and of groups of bodies: where a list of them begins and ends, and what each member is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loader.facts import Agent
from loader.kinds import AgentKind
from loader.letters import LOWER, UPPER
from loader.lexicon.patterns import words
from loader.rules import book, rule
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


@dataclass(frozen=True, slots=True)
class _Grammar:
    committee: re.Pattern[str]
    group: re.Pattern[str]
    shared: re.Pattern[str]
    body: re.Pattern[str]
    office: re.Pattern[str]
    field: re.Pattern[str]
    separator: re.Pattern[str]
    request: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    def either(section: str) -> str:
        return "(?:" + "|".join(sorted(words("bodies", section), key=len, reverse=True)) + ")"

    fields, heads = either("fields"), either("heads")
    # A compound inside a name is set in capitals or not ("Trung tâm Dịch vụ nông nghiệp").
    compounds = {form for word in words("bodies", "inner") for form in (word, word[0].upper() + word[1:])}
    compounds |= {word[0].upper() + word[1:] for word in words("bodies", "verbal")}
    verbal = "|".join(words("bodies", "verbal"))
    inner = (
        "(?:"
        + "|".join(sorted(compounds, key=lambda w: (-len(w), w)))
        + f"|(?:(?<=Điều phối )|(?<=và )|(?<=, )|(?<=Văn phòng ))(?:{verbal}))"
    )
    noun, office, qualifier = either("group_nouns"), either("offices"), either("qualifiers")
    unit = "(?:huyện|xã|phường|thị trấn|thị xã|thành phố|quận|tỉnh|đặc khu|thôn|TP|TX)"
    proper = f"[{UPPER}][\\w’']*(?: [{UPPER}][\\w’']*){{0,3}}"
    place = f"(?: (?:cấp |[Cc]hi nhánh )?{unit}(?! (?:hội|đoàn))(?: {proper})?)"
    area = f"(?: trên địa bàn(?: (?:toàn )?{unit})?(?: {proper})?)"
    tail = f"(?:(?: {qualifier}(?!\\w))|{place}|{area})*"
    fatherland = (
        "(?:(?:Ban [Tt]hường trực )?(?:Ủy ban|Uỷ ban|UB) ?)?(?:Mặt trận Tổ quốc|MTTQ|MT ?TQ)(?: ?(?:Việt Nam|VN))?"
    )
    generic = f"{heads}(?: (?:(?:-|–|&) )?(?:{inner}(?!\\w)|[{UPPER}][\\w/&.-]*|và(?= [{UPPER}])(?! {heads}(?!\\w))(?! (?:UBND|Ủy|Uỷ|HĐND)))|,(?= [{UPPER}]\\w+(?: \\w+)? và [{UPPER}])|, {inner} và {inner}(?!\\w)| và {inner}(?!\\w))+"
    named = either("named")
    alone = (
        f"(?:(?:Tỉnh|Huyện|Thành|Thị) đoàn|(?:Tỉnh|Huyện|Thành|Thị|Đảng) ủy|"
        f"(?:Công an|Thanh tra|Điện lực|Bưu điện|Quân sự)(?= {unit}))(?!\\w)"
    )
    body = f"(?:{fatherland}|{named}|(?:Văn phòng|VP) (?:(?:HĐND|Hội đồng nhân dân) và )?(?:UBND|Ủy ban nhân dân)|Thủ tướng Chính phủ|Chính phủ|Quốc hội|(?:Sở|sở|Phòng|phòng|Bộ|Ban|Ngành|ngành|Công chức|công chức|Cán bộ|cán bộ) {fields}(?!\\w)|SNN(?:&PTNT)?|{generic}|{alone})"
    return _Grammar(
        committee=re.compile(
            f"(?:UBND|Ủy ban nhân dân|Ủy ban Nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)(?P<many> các| cấp| từng| mỗi)?"
            f"(?: (?P<units>{unit}(?:(?:, và |, | và | hoặc |/|-)(?:các )?{unit}(?!\\w))*))?(?: (?!Việt)(?P<place>{proper}))?{tail}"
        ),
        group=re.compile(
            f"(?P<all>(?:tất cả |toàn bộ )?(?:[Cc]ác|CÁC|[Nn]hững|[Mm]ột số) )?(?P<nouns>{noun}(?!\\w)(?:(?:, và |, | và |; | - |/)(?:(?:các )(?=sở|ban|ngành))?{noun}(?!\\w))*){tail}"
            f"(?: (?:và|, )(?:cá nhân|đơn vị) (?:có )?liên quan)?"
        ),
        shared=re.compile(f"(?:[Cc]ác )?(?P<head>Sở|sở|Phòng|phòng|Ngành|ngành|Ban|Bộ)(?: |: ?)(?P<fields>{fields}(?!\\w)(?:(?:, |; | và ){fields}(?!\\w))+)"),
        body=re.compile(f"{body}{place}?(?: và (?:PTNT|Phát triển nông thôn))?"),
        office=re.compile(f"{office}(?: (?=các|các|UBND|Ủy|Uỷ|[{UPPER}]|phòng|sở|thôn|ban))"),
        field=re.compile(fields),
        separator=re.compile(r"(?:[\s,;.•·+/]|[-–—](?=\s?\S)|(?:và|cùng|hoặc|với|cùng với|đồng thời)(?!\w))+"),
        opening=re.compile(f"(?:{heads}|[Cc]ác|UBND|Ủy ban|HĐND)(?!\\w)"),
        request=re.compile(r"(?:Đề nghị|đề nghị|Giao cho|Giao|giao|Yêu cầu|yêu cầu|Phân công|phân công)\s+(?:cho\s+)?"),
    )  # fmt: skip


def parse_agents(text: MappedText | str, start: int = 0) -> AgentList:
    """Return the list of agents that begins at ``start``: as many as follow one another there.

    Args:
        text: the text; its tone marks may be placed either way.
        start: where the list must begin (separators and "Đề nghị" may come first).
    """
    plain = text if isinstance(text, str) else text.text
    folded = fold_tones(plain)
    grammar = _grammar()
    agents: list[Agent] = []
    at = first = start
    end = start
    while at < len(plain):
        if (m := grammar.separator.match(folded, at)) and (agents or m.end() > at):
            at = m.end()
        if m := grammar.request.match(folded, at):
            at = m.end()
        found = _one(plain, folded, at, grammar)
        if found is None:
            break
        new, stop = found
        if not agents:
            first = at
        agents += new
        at = end = stop
    return AgentList(tuple(agents), first, end)


def _one(plain: str, folded: str, at: int, grammar: _Grammar) -> tuple[list[Agent], int] | None:
    begin = at
    office = grammar.office.match(folded, at)
    if office:
        at = office.end()
    head = office is not None
    if m := grammar.committee.match(folded, at):
        many = bool(m["many"]) or bool(m["units"] and re.search(r", | và |/", m["units"]))
        return [_agent(plain[begin : m.end()], AgentKind.GROUP if many else AgentKind.AGENCY, head)], m.end()
    if m := grammar.shared.match(folded, at):
        return _distribute(plain, m, grammar, head), m.end()
    body = grammar.body.match(folded, at)
    group = grammar.group.match(folded, at)
    if group is not None and not _is_group(group):
        group = None
    if body and (group is None or body.end() >= group.end()):
        return [_agent(plain[begin : body.end()], AgentKind.AGENCY, head)], body.end()
    if group:
        return [_agent(plain[begin : group.end()], AgentKind.GROUP, head)], group.end()
    return None


def _is_group(m: re.Match[str]) -> bool:
    several = re.search(r", | và |/", m["nouns"]) is not None
    return (
        bool(m["all"]) or several or "liên quan" in m[0] or m["nouns"].startswith(("địa phương", "tổ chức chính trị"))
    )


def _distribute(plain: str, m: re.Match[str], grammar: _Grammar, head: bool) -> list[Agent]:
    """Return one agent per field of "các Sở: Tài chính, Công Thương"."""
    word = m["head"][0].upper() + m["head"][1:]
    begin = m.start("fields")
    return [
        _agent(f"{word} {plain[f.start() : f.end()]}", AgentKind.AGENCY, head)
        for f in grammar.field.finditer(fold_tones(plain), begin, m.end())
    ]


def _agent(printed: str, kind: AgentKind, head: bool) -> Agent:
    clean = _without_alias(" ".join(printed.split()).strip(" ,;.:"))
    return Agent(clean, spell_out(clean), kind, head)


_ALIAS = re.compile(r"\s*\((?:(?:sau đây )?(?:gọi|viết) tắt là:?\s*|sau đây gọi là:?\s*)?(?P<alias>[^()]{2,80})\)?$")


_INITIALS = re.compile(f"[{UPPER}]{{2,}}(?:[&. -]{{0,2}}[{UPPER}]{{1,}})*")


def _without_alias(name: str) -> str:
    """Return a name without the short form that a bracket behind it defines: "Sở Tài chính (Sở TC)"."""
    m = _ALIAS.search(name)
    if m is None:
        return name
    own, alias = name[: m.start()], m["alias"]
    defined = "gọi" in m[0] or "viết tắt" in m[0]
    initials = alias.removeprefix(own.split(" ", 1)[0]).strip()
    short = _INITIALS.fullmatch(initials) is not None
    return own if defined or short or spell_out(alias).casefold() == spell_out(own).casefold() else name


def spell_out(name: str) -> str:
    """Return a body's name with the abbreviations of the table "abbreviation" written out."""
    for short in book().matchers("abbreviation"):
        name = short.regex.sub(short.gives, name)
    return name


_PARTNERS = re.compile(
    r"[Pp]hối hợp(?: chặt chẽ| thường xuyên)?(?: cùng)? (?:với|cùng)\s+|[Pp]hối hợp (?=các (?:sở|phòng|ban|ngành|đơn vị|cơ quan|địa phương)|Sở |Phòng |UBND )"
)


_LONGEST_LIST = 4000
"""Characters of the longest list of agents: no plan has one of half a page, and each may be followed by another."""


def partners(text: MappedText | str) -> tuple[Agent, ...]:
    """Return the agents named behind each "phối hợp với" of ``text``, each once."""
    plain = text if isinstance(text, str) else text.text
    seen: dict[str, Agent] = {}
    for m in _PARTNERS.finditer(plain):
        for agent in parse_agents(plain[m.end() : m.end() + _LONGEST_LIST]).agents:
            seen.setdefault(agent.name.lower(), agent)
    return tuple(seen.values())


def closed_list(text: MappedText | str) -> tuple[Agent, ...]:
    """Return the agents of a text that holds nothing else (a table cell, a heading), known names or not.

    A name that the grammar does not know to its end goes on to the next separator.
    """
    plain = text if isinstance(text, str) else text.text
    agents: list[Agent] = []
    at = 0
    while at < len(plain):
        found = parse_agents(plain, at)
        new = list(found.agents)
        stop = max(found.end, at)
        boundary = _BOUNDARY.search(plain, stop)
        end = boundary.start() if boundary else len(plain)
        rest = plain[stop:end].strip(" .:)")
        if rest and (new or _grammar().opening.match(plain[stop:end].strip(" -–+•.;,"))):
            begin = plain.rfind(new[-1].printed, 0, stop) if new else stop
            printed = plain[begin:end].strip(" -–+•.;,:")
            head = new[-1].head if new else False
            kind = new[-1].kind if new else AgentKind.AGENCY
            new = [*new[:-1], _agent(printed, kind, head)]
        agents += [a for a in new if a.name.lower() not in {x.name.lower() for x in agents}]
        if boundary is None:
            break
        at = boundary.end()
    return tuple(agents)


_BOUNDARY = re.compile(
    r"\s*(?:[;,.\n](?=\s|$)|\s[-–+•](?=\s?["
    + UPPER
    + LOWER
    + r"])|\s(?:và|cùng)\s(?=(?:các |UBND|Ủy ban|Sở |Phòng |Hội |Trung tâm )))\s*"
)


def is_agent_list(text: MappedText | str) -> AgentList | None:
    """Return the agents when ``text`` is nothing but a list of them (a heading such as "Sở Tài chính, Sở Y tế:")."""
    plain = text if isinstance(text, str) else text.text
    found = parse_agents(plain)
    rest = plain[found.end :].strip(" .:;)")
    return found if found.agents and len(rest) <= 2 else None
