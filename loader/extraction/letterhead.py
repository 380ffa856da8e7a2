"""Letterhead and title: number, date and place of a document, its period, whether it is a draft.

Layout by Nghị định 30/2020/NĐ-CP, annex I: issuing body top left with the number below, place and date top right, kind and
abstract centred, recipients and signature at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from loader.extraction.citations import LAW, as_running_text, mentions, normal_number, parse_date
from loader.extraction.issuers import Evidence, read_issuer
from loader.extraction.letterhead_lines import body_names, joint_bodies
from loader.extraction.signatures import recipients_of, signature
from loader.facts import Place
from loader.kinds import Level, Status
from loader.rules import Matcher, rule
from loader.structure.provisions import Division, Node, Outline
from loader.text import MappedText

_SYMBOL_BEFORE = re.compile(r"^\S*?[A-ZĐ]{2,}(?:[-–&][A-ZĐ]{2,})+\s+")
_STAMPED_WITHIN = 12
"""Lines of a head within which the stamp of an office stands."""
_LONGEST_DRAFT = 60
"""Characters of the longest line of a letterhead that marks a draft."""
_LONGEST_DRAFT_BELOW = 40
"""The same below the title, where sentences begin."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What head, title and tail of a division state.

    Attributes:
        number: normalised number, None when blank or absent.
        printed_number: as printed.
        number_words: where the number (or the blank) stands.
        blank_number: the number is left blank.
        day: date of issue.
        date_words: where the date (or the blank) stands.
        blank_date: day or month is left blank.
        place: place in the date line.
        issuer: name of the issuing body, spelled out.
        level: level of the issuer.
        area: the unit that the document is for.
        period: first and last year.
        title: title lines joined.
        title_words: the same with their place in the source.
        signer: who signed.
        signer_role: in which office.
        authority: authority lines.
        recipients: lines of "Nơi nhận".
        status: draft or issued.
    """

    number: str | None
    printed_number: str | None
    number_words: MappedText | None
    blank_number: bool
    day: date | None
    date_words: MappedText | None
    blank_date: bool
    place: str | None
    issuer: str | None
    level: Level | None
    area: Place | None
    period: tuple[int | None, int] | None
    title: str | None
    title_words: MappedText | None
    signer: str | None
    signer_role: str | None
    authority: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status


def read_letterhead(outline: Outline, index: int) -> Letterhead:
    """Return the letterhead of the division at ``index`` of an outline (the main act, or a plan attached to it)."""
    division = outline.divisions[index]
    main = outline.divisions[0]
    head = _without_stamp([p.text for p in main.head])
    number_words, number, printed = _number(head if index == 0 else [])
    date_words, day, place, blank_date = _date(head)
    if number is None and not (number_words and index == 0):
        attached = _attached(outline)
        if attached is not None:
            number, printed, day = attached[0], None, day or attached[1]
    title_words = MappedText.join_parts((p.text for p in division.title), " ")
    title = title_words.collapse().text or None
    tail = division.tail or main.tail or next((d.tail for d in outline.divisions if d.tail), ())
    joint = next(
        (bodies for name in body_names([text.text for text in head]) if len(bodies := joint_bodies(name)) > 1), []
    )
    signer, role, authority = signature(tail, joint)
    issuer = read_issuer(Evidence.of(outline, division, [text.text for text in head], number, day, place, tail))
    draft = any(rule("letterhead.draft").holds(t.text) and len(t) < _LONGEST_DRAFT for t in head) or any(
        rule("letterhead.draft").holds(p.text.text) and len(p.text) < _LONGEST_DRAFT_BELOW for p in main.opening
    )
    blank = number is None and number_words is not None
    status = Status.DRAFT if draft or (blank and (blank_date or day is None)) else Status.ISSUED
    return Letterhead(
        number, printed, number_words, blank, day, date_words, blank_date, place, issuer.name, issuer.level, issuer.area,
        _period(title, division, day), title, title_words or None, signer, role, authority, recipients_of(tail), status,
    )  # fmt: skip


def _without_stamp(head: list[MappedText]) -> list[MappedText]:
    """Return the lines of a head without the stamp of the office that received the document, and its name above."""
    lines = [line.text.strip(" *|") for line in head]
    at = next((i for i, line in enumerate(lines[:_STAMPED_WITHIN]) if rule("letterhead.stamp").holds(line)), None)
    if at is None:
        return head
    end = at + 1
    while end < len(lines) and rule("letterhead.stamp-entry").holds(lines[end]):
        end += 1
    above = [] if _number(head[:at])[0] is None and _number(head[end:])[0] is not None else head[:at]
    return [*above, *head[end:]]


def _number(lines: Sequence[MappedText]) -> tuple[MappedText | None, str | None, str | None]:
    for line in _numbered_lines(lines):
        for number in (rule("letterhead.number"), rule("letterhead.party-number")):
            if m := number.find(line.text):
                words = line[m.start() : m.end()]
                printed = m["number"].strip()
                if not any(c.isdigit() for c in _BEHIND_SIGN.split(printed, maxsplit=1)[0]):
                    return words, None, None
                return words, normal_number(printed), printed
    return None, None, None


def _numbered_lines(lines: Sequence[MappedText]) -> Iterator[MappedText]:
    """Yield the lines of a letterhead; one that leaves its number open is followed by itself and the next in one."""
    yield from _completed(
        lines, rule("letterhead.number-begun"), (rule("letterhead.number"), rule("letterhead.party-number"))
    )


def _completed(lines: Sequence[MappedText], begun: Matcher, whole: Sequence[Matcher]) -> Iterator[MappedText]:
    """Yield lines; one that a rule takes for begun is joined with the next where both together are whole."""
    for line, following in zip_longest(lines, lines[1:]):
        if following is not None and begun.holds(line.text):
            joined = MappedText.join_parts([line.strip(), following.strip()], " ")
            if any(matcher.holds(joined.text) for matcher in whole):
                yield joined
                continue
        yield line


_BEHIND_SIGN = re.compile(r"[/–-]")


def _date(lines: Sequence[MappedText]) -> tuple[MappedText | None, date | None, str | None, bool]:
    for i, line in enumerate(_completed(lines, rule("letterhead.date-begun"), (rule("letterhead.date"),))):
        m = rule("letterhead.date").find(line.text)
        if m is None:
            continue
        words = line[m.start() : m.end()]
        printed = m["place"]
        above = lines[i - 1].text.strip(" *|") if i else ""
        if printed and m.start() == 0 and not above.isupper() and rule("letterhead.place-begun").holds(above):
            printed = f"{above} {printed}"
        blank = not (m["d"].isdigit() and m["m"].isdigit() and m["y"].isdigit())
        return words, None if blank else parse_date(words.text), _place_name(printed), blank
    return None, None, None, False


def _place_name(printed: str | None) -> str | None:
    if not printed:
        return None
    # "Số: 18/KH-UBND      Phát Diệm, ngày …": the symbol of the number in front of the place.
    name = _SYMBOL_BEFORE.sub("", printed.strip(" -–|*"))
    # A letterhead flattened into one line may have words in front of the place.
    found = rule("letterhead.place").find(name)
    if found is None or rule("letterhead.no-place").holds(found[0]):
        return name or None
    return found[0].strip()


def _attached(outline: Outline) -> tuple[str, date | None] | None:
    """Return number and date that an attached document names for its decision: "(Kèm theo Quyết định số … ngày …)"."""
    for division in outline.divisions[1:]:
        for paragraph in division.opening:
            m = rule("letterhead.attached-to").find(paragraph.text.text)
            if m and paragraph.text.text.startswith("(") and not division.is_annex:
                return normal_number(m["number"]), parse_date(m["date"]) if m["date"] else None
    return None


def period_of(title: str | None) -> tuple[int | None, int] | None:
    """Return the period that a title names: "giai đoạn 2021-2030", "năm 2024", "đến năm 2030".

    The dates of instruments that it names, and the years of laws ("Luật Đất đai năm 2024"), are none.
    """
    if not title:
        return None
    if stages := list(rule("period.stage").all(title)):
        return int(stages[-1]["a"]), int(stages[-1]["b"])
    bare = _without_dates(as_running_text(title))
    if years := [int(found["y"]) for found in rule("period.year").all(bare)]:
        return min(years), max(years)
    if span := rule("period.span").find(bare):
        return int(span["a"]), int(span["b"])
    if until := rule("period.until").find(bare):
        return None, int(until["y"])
    return None


def _without_dates(title: str) -> str:
    """Return a title without its dates and without the number, date and issuer of what it cites."""
    cited = [m for m in mentions(title) if m.citation.number or m.citation.kind == LAW]
    spans = [(m.start, m.core_end) for m in cited]
    spans += [found.span() for found in rule("period.date").all(title)]
    for start, end in spans:
        title = f"{title[:start]}{' ' * (end - start)}{title[end:]}"
    return title


def _period(title: str | None, division: Division, issued: date | None) -> tuple[int | None, int] | None:
    """Return the period of a document: as its title names it from beginning to end, as it states it, by title or opening."""
    titled = None if title and rule("period.review").starts(as_running_text(title)) else period_of(title)
    if titled is not None and titled[0] is not None:
        return titled
    for node in _outside_tasks(division.body):
        if node.grid is None and (stated := rule("period.stated").find(node.text.text)) is not None:
            return int(stated["a"]), int(stated["b"])
        if (
            node.grid is None
            and issued is not None
            and (now := rule("period.from-now").find(node.text.text)) is not None
        ):
            return issued.year, int(now["b"])
    return titled or _period_of_body(division)


def _outside_tasks(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield provisions in reading order, those left out that say who does some work and when: its time is not the plan's."""
    for node in nodes:
        yield node
        if not any(rule("task-field.lead").starts(child.text.text) for child in node.children):
            yield from _outside_tasks(node.children)


def _period_of_body(division: Division) -> tuple[int | None, int] | None:
    for paragraph in division.opening:
        text = paragraph.text.text
        aside = rule("period.basis").holds(text) or rule("relation.self").holds(text)
        if not aside and (found := period_of(text)):
            return found
    return None
