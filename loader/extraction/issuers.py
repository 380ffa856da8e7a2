"""Who issued a document, at which level and for which place.

Readers are tried in order, from what is printed most plainly: a central body, a Party committee, a body of a unit in the
letterhead, the unit that the title names, the unit that the opening names, the place of the date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from loader.extraction.agents import fold_tones, spell_out
from loader.extraction.letterhead_lines import body_names, joint_bodies
from loader.extraction.places import VIET_NAM, named_place, place, proper_case
from loader.facts import Place
from loader.kinds import Level
from loader.lexicon import body_kinds
from loader.lexicon.formulas import provinces
from loader.readers.blocks import Paragraph
from loader.rules import Matcher, first, rule
from loader.structure.lines import is_upper
from loader.structure.provisions import Division, Outline


@dataclass(frozen=True)
class Evidence:
    """What tells who issued a document.

    Attributes:
        head: lines of the letterhead.
        names: names of bodies in it, whole.
        number: number of the document, if known.
        day: date of the document, if known.
        place: place of its date, if printed.
        titles: title of the document, then of the act that it is attached to.
        opening: its opening and that of the act.
        tail: its recipients and signature.
        partners: bodies that issue it jointly with the one named first.
    """

    head: tuple[str, ...]
    names: tuple[str, ...]
    number: str | None
    day: date | None
    place: str | None
    titles: tuple[str, ...]
    opening: str
    tail: str
    partners: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, outline: Outline, division: Division, head: Sequence[str], number: str | None, day: date | None, place: str | None, tail: Sequence[Paragraph]
    ) -> Evidence:  # fmt: skip
        """Return what a division of an outline tells, with the act that it belongs to."""
        main = outline.divisions[0]
        authority = [p.text.text for p in main.opening if is_upper(p.text.text)]
        joint = [joint_bodies(name) for name in (*body_names(head), *body_names(authority))]
        names, partners = [bodies[0] for bodies in joint], [body for bodies in joint for body in bodies[1:]]
        titles = [" ".join(p.text.text for p in d.title) for d in (division, main)]
        opening = " ".join(p.text.text for p in [*main.opening, *division.opening])
        words = " ".join(p.text.text for p in tail)
        return cls(tuple(head), tuple(names), number, day, place, tuple(titles), opening, words, tuple(partners))

    @cached_property
    def titled(self) -> Place | None:
        """The unit that the title names, or the title of the act."""
        found = (named_place(title, self.day) for title in self.titles)
        return next((unit for unit in found if unit is not None), None)

    @cached_property
    def issuing(self) -> tuple[str, str | None] | None:
        """Kind and name of the unit whose committee the opening says to issue; the name may be left out."""
        found = rule("place.issuing").find(self.opening)
        return (found["kind"], found["name"]) if found is not None else None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued a document.

    Attributes:
        name: name of the body, spelled out; None when only the place is known.
        level: its level; None when not known.
        area: the unit that it issued the document for; None when not known.
    """

    name: str | None
    level: Level | None
    area: Place | None


def read_issuer(evidence: Evidence) -> Issuer:
    """Return who issued a document: what the first reader finds that finds anything."""
    for read in _READERS:
        found = read(evidence)
        if found is not None:
            return found
    return Issuer(None, None, None)


def _central_body(evidence: Evidence) -> Issuer | None:
    """Read a central body by the sign of the number or the letterhead (Nghị định 30/2020/NĐ-CP, annex III)."""
    number = [evidence.number] if evidence.number else []
    for text in [*number, *evidence.names[:1], *(line.strip() for line in evidence.head)]:
        if (found := first("issuer", text)) is not None:
            return Issuer(found[0].gives, Level.NATIONAL, VIET_NAM)
    national = {kind.name for kind in body_kinds() if kind.level is Level.NATIONAL}
    listed = next((name for printed in evidence.names if (name := body_name(printed)) in national), None)
    below = any(rule("body-name.of-unit").holds(name) for name in evidence.names)
    return Issuer(listed, Level.NATIONAL, VIET_NAM) if listed is not None and not below else None


def _institution(evidence: Evidence) -> Issuer | None:
    """Read a school or hospital, the last body of the letterhead; what is printed over it is the one above."""
    last = next((name for name in reversed(evidence.names) if _is_printed(name, "body-name.institution")), "")
    found = rule("body-name.institution").find(last)
    if found is None:
        return None
    kind = found[0].strip().capitalize()
    school = rule("body-name.school").find(kind)
    if school is not None and school.end() < len(kind):
        kind = f"{school[0].strip()} {kind[school.end() :].strip().capitalize()}"
    unit = _unit_above(evidence, last)
    return Issuer(f"{kind} {_proper_words(last[found.end() :])}", unit.level if unit is not None else None, unit)


def _unit_above(evidence: Evidence, last: str) -> Place | None:
    """Return the unit whose body is printed above the last one: "SỞ GDĐT TỈNH …", "ỦY BAN NHÂN DÂN XÃ …"."""
    above = replace(evidence, names=evidence.names[: evidence.names.index(last)])
    own = next((m for name in reversed(above.names) if (m := rule("body-name.of-unit").find(name)) is not None), None)
    return place(own["kind"], proper_case(own["name"]), evidence.day) if own is not None else _unit_of_head(above)


def _proper_words(printed: str) -> str:
    """Return words in capitals with one each; short forms, which no syllable is ("THCS"), stay as printed."""
    return " ".join(word if _SHORT_FORM.fullmatch(word) else proper_case(word) for word in printed.split())


_SHORT_FORM = re.compile(r"(?:TH|MN|[B-DĐGHK-NP-TVX]{3,}|PTDTBT|PTDTNT|GD&ĐT)[A-Z&]*")


def _ministry(evidence: Evidence) -> Issuer | None:
    """Read a ministry in the letterhead; what follows it there ("CỤC …") is a part of it, a unit's body is none."""
    if any(rule("body-name.of-unit").holds(name) for name in evidence.names):
        return None
    ministry = next((name for name in evidence.names if _is_printed(name, "body-name.ministry")), None)
    return Issuer(body_name(ministry), Level.NATIONAL, VIET_NAM) if ministry is not None else None


def _party_committee(evidence: Evidence) -> Issuer | None:
    """Read a Party committee; the organisation printed over it is the one above."""
    found: tuple[str, Matcher, re.Match[str]] | None = None
    for printed in evidence.names:
        if (committee := first("party-committee", printed)) is not None:
            found = (printed, *committee)
    if found is None:
        return None
    name, matcher, match = found
    kind = matcher.gives or match["kind"]
    unit = place(kind, proper_case(match["name"]), evidence.day, _party_above(evidence, name))
    body = f"{_written(name[: match.start('name')].lower())}{unit.name}"
    below = evidence.names[evidence.names.index(name) + 1 :]
    part = next((printed for printed in below if _is_printed(printed, "body-name.department")), None)
    return Issuer(body if part is None else f"{body_name(part)} {body}", unit.level, unit)


def _party_above(evidence: Evidence, name: str) -> str | None:
    for other in evidence.names[: evidence.names.index(name)]:
        found = rule("party-above.organisation").find(other)
        if found is not None:
            return proper_case(found["name"])
        if (committee := first("party-committee", other)) is not None:
            return proper_case(committee[1]["name"])
    return None


def _department(evidence: Evidence) -> Issuer | None:
    """Read a department in the letterhead, the last one, for its superior is printed above; its unit stands in its name, in the line above, in the title or opening."""
    printed = next((name for name in reversed(evidence.names) if _is_printed(name, "body-name.department")), None)
    if printed is None:
        return None
    own = rule("body-name.of-unit").find(printed)
    if own is not None:
        named = _with_parent(place(own["kind"], proper_case(own["name"]), evidence.day), evidence)
        return Issuer(f"{body_name(printed[: own.start()])} {named.kind} {named.name}", named.level, named)
    unit = _unit(evidence)
    name = _with_name(body_name(printed), evidence.place)
    if unit is None:
        return Issuer(name, None, None)
    whole = f"{name} {unit.name}" if name.endswith(f" {unit.kind}") else f"{name} {unit.kind} {unit.name}"
    return Issuer(whole, unit.level, unit)


def _committee(evidence: Evidence) -> Issuer | None:
    """Read the committee or council of the unit that letterhead, title, opening or date name."""
    unit = _unit(evidence)
    if unit is None:
        return None
    council = rule("council.named").holds(evidence.number or "")
    council = council or any(rule("council.named").starts(name) for name in evidence.names)
    body = rule("council.named" if council else "committee.named").gives
    return Issuer(f"{body} {unit.kind} {unit.name}", unit.level, unit)


def _ordering_minister(evidence: Evidence) -> Issuer | None:
    """Read the ministry whose minister orders by the opening of a text without a letterhead."""
    found = rule("place.ordering-minister").find(evidence.opening) if not evidence.names else None
    name = body_name(found["name"]) if found is not None else ""
    national = {kind.name for kind in body_kinds() if kind.level is Level.NATIONAL}
    return Issuer(name, Level.NATIONAL, VIET_NAM) if name in national else None


_READERS: tuple[Callable[[Evidence], Issuer | None], ...] = (
    _institution, _central_body, _ministry, _party_committee, _department, _ordering_minister, _committee,
)  # fmt: skip
"""The readers, in the order in which they are tried."""


def _is_printed(name: str, rule_name: str) -> bool:
    return is_upper(name) and rule(rule_name).holds(name)


def _unit(evidence: Evidence) -> Place | None:
    """Return the unit whose body issued a document, with the unit above it where that is stated."""
    found = (
        read(evidence)
        for read in (
            _unit_of_head, _unit_of_partner, _unit_of_title, _unit_of_opening, _unit_of_date, _province_told,
        )
    )  # fmt: skip
    unit = next((unit for unit in found if unit is not None), None)
    return _with_parent(unit, evidence) if unit is not None else None


def _unit_of_head(evidence: Evidence) -> Place | None:
    """Return the unit of the last committee of the letterhead; the first one, of another kind, is the unit above."""
    committees = [m for name in evidence.names if (m := rule("body-name.committee").find(name)) is not None]
    if not committees:
        return None
    upper, own = committees[0], committees[-1]
    unit = place(own["kind"], proper_case(_without_term(own["name"])), evidence.day)
    if evidence.titled is not None and evidence.titled.name.casefold() == unit.name.casefold():
        unit = replace(unit, name=evidence.titled.name)
    differs = upper["kind"].casefold() != own["kind"].casefold()
    return replace(unit, parent=proper_case(upper["name"])) if differs else unit


def _unit_of_partner(evidence: Evidence) -> Place | None:
    """Return the unit that the name of another issuing body ends in: "SỞ Y TẾ - CÔNG AN TỈNH …"."""
    found = (rule("body-name.of-unit").find(name) for name in evidence.partners)
    named = next((m for m in found if m is not None), None)
    return place(named["kind"], proper_case(named["name"]), evidence.day) if named is not None else None


def _without_term(name: str) -> str:
    """Return the name of a council's unit less the term that follows it: "SƠN LA KHÓA XV"."""
    term = rule("body-name.term").find(name)
    return name[: term.start()].strip() if term is not None and term.start() > 0 else name


def _unit_of_title(evidence: Evidence) -> Place | None:
    return evidence.titled


def _unit_of_opening(evidence: Evidence) -> Place | None:
    own = evidence.issuing
    return place(own[0], own[1], evidence.day) if own is not None and own[1] else None


def _unit_of_date(evidence: Evidence) -> Place | None:
    """Return the unit that the place of the date names, of the kind that letterhead, opening or recipients tell.

    Of the weakest kind of evidence, a kind of unit that the opening only mentions, it is enough that the letterhead prints
    a committee and leaves its unit out.
    """
    if evidence.place is None:
        return None
    for name in evidence.names:
        if (unnamed := rule("body-name.unnamed-committee").find(name)) is not None:
            return place(unnamed["kind"], evidence.place, evidence.day)
    if evidence.issuing is not None:
        return place(evidence.issuing[0], evidence.place, evidence.day)
    own = rule("place.recipients").find(evidence.tail)
    if own is None and any(rule("letterhead.bare-committee").holds(name) for name in evidence.names):
        own = rule("place.own-kind").find(evidence.opening)
    return place(own["kind"], evidence.place, evidence.day) if own is not None else None


def _province_told(evidence: Evidence) -> Place | None:
    """Return the province that orders by the opening, if title and opening name one only, in capitals or not.

    Texts that were pasted without their letterhead say "Ủy ban nhân dân tỉnh yêu cầu …", and elsewhere of which province.
    """
    ordering = rule("place.ordering").find(evidence.opening) if not evidence.names else None
    if ordering is None:
        return None
    words = " ".join([*evidence.titles, evidence.opening]).casefold()
    named = [name for name in provinces() if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", words)]
    unit = place(ordering["kind"], named[0], evidence.day) if len(named) == 1 else None
    return unit if unit is not None and unit.level is Level.PROVINCE else None


def _with_parent(unit: Place, evidence: Evidence) -> Place:
    """Return a district with its province, a commune with its district, where title or opening name them."""
    above = {Level.DISTRICT: "place.above-district", Level.COMMUNE: "place.above-commune"}.get(unit.level)
    if above is None or unit.parent is not None:
        return unit
    # One after the other: a name that ends the title does not go on in the first word of the opening.
    found = rule(above).find(evidence.titles[0]) or rule(above).find(evidence.opening)
    if found is None or found["name"].casefold() == unit.name.casefold():
        return unit
    return replace(unit, parent=found["name"].strip())


def body_name(printed: str) -> str:
    """Return a body's name in capitals as running text writes it ("SỞ CÔNG THƯƠNG" → "Sở Công Thương").

    Short forms without a vowel stay as printed ("MTTQ"), a province behind a department's name keeps its capitals.
    """
    name = spell_out(_written(fold_tones(" ".join(printed.split())).strip(" -–*|").lower()))
    listed = {kind.name.casefold(): kind.name for kind in body_kinds()}
    if (whole := listed.get(name.casefold())) is not None:
        return whole
    for place_name in (*provinces(), VIET_NAM.name):
        name = _with_name(name, place_name)
    head = next((known for known in listed.values() if name.casefold().startswith(f"{known.casefold()} ")), "")
    return _SHORT.sub(lambda short: short[0].upper(), f"{head}{name[len(head) :]}")


def _with_name(name: str, place_name: str | None) -> str:
    """Return a body's name with the capitals of a place that it ends in."""
    if place_name is None or not name.casefold().endswith(f" {place_name.casefold()}"):
        return name
    return f"{name[: -len(place_name)]}{place_name}"


_SHORT = re.compile(
    r"(?<![\w&-])ubnd(?!\w)|(?<![\w&-])(?:[b-dđghk-np-tvx]|&(?=\w)){3,}(?:-[b-dđghk-np-tvx]{3,})?(?!\w)", re.IGNORECASE
)
"""Short forms that cannot be a syllable, as those have a vowel."""


def _written(lowered: str) -> str:
    """Return a name in small letters with the capitals of its words: of its head, and of what each part is about."""
    head = rule("body-name.head").find(lowered)
    ends = [0, *([head.end()] if head else []), *(joint.end() for joint in rule("body-name.joint").all(lowered))]
    for end in ends:
        at = end + len(lowered[end:]) - len(lowered[end:].lstrip())
        lowered = lowered[:at] + lowered[at : at + 1].upper() + lowered[at + 1 :]
    return lowered
