"""Letterhead and title: number, date and place of a document, its period, whether it is a draft.

Layout by Nghị định 30/2020/NĐ-CP, annex I: issuing body top left with the number below, place and date top right, kind and
abstract centred, recipients and signature at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loader.extraction.citations import normal_number, parse_date
from loader.extraction.issuers import PROPER_NAME, UNIT_KIND, issuer_and_area
from loader.extraction.signatures import recipients_of, signature
from loader.facts import Place
from loader.kinds import Level, Status
from loader.structure.provisions import Division, Outline
from loader.text import MappedText

_NUMBER = re.compile(
    r"Số\s*[:.]?\s*(?P<number>(?P<no>[\d.…_]*)\s*/\s*(?P<symbol>(?:\d{4}/)?[A-ZĐ][\w&]*(?:\s?[-–]\s?[A-ZĐ][\w&]*)*))"
)
_DATE_LINE = re.compile(
    r"(?:(?P<place>[^\d,;:()]{2,40}?)\s*,\s*)?ngày\s*(?P<d>\d{1,2}|[.…_]*)\s*(?:tháng|/)\s*(?P<m>\d{1,2}|[.…_]*)\s*(?:năm|/)\s*(?P<y>\d{4}|[.…_]*)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"(?:số|Số)\s*:?\s*(?P<number>\d[\w]*\s*/\s*[A-ZĐ][\w&-]*)(?:\s*,?\s*ngày\s+(?P<date>[\d/.\-]+(?:\s*tháng\s*\d+\s*năm\s*\d{4})?))?"
)
_PLACE = re.compile(
    rf"(?P<kind>{UNIT_KIND}|Tỉnh|Thành phố|Huyện|Quận|Thị xã|Xã|Phường|Thị trấn) (?P<name>{PROPER_NAME})"
)
_PERIOD = re.compile(
    r"giai đoạn\s*(?:từ\s*(?:năm\s*)?)?(?P<a>20\d\d)\s*(?:-|–|—|đến(?: năm)?)\s*(?P<b>20\d\d)", re.IGNORECASE
)
_DRAFT = re.compile(r"dự thảo", re.IGNORECASE)
_SYMBOL_BEFORE = re.compile(r"^\S*?[A-ZĐ]{2,}(?:[-–&][A-ZĐ]{2,})+\s+")
_PLACE_WORDS = frozenset({"ngày", "số", "kính"})


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
    head = [p.text for p in main.head]
    number_words, number, printed = _number(head if index == 0 else [])
    date_words, day, place, blank_date = _date(head)
    if number is None and not (number_words and index == 0):
        attached = _attached(outline)
        if attached is not None:
            number, printed, day = attached[0], None, day or attached[1]
    title_words = MappedText.join_parts((p.text for p in division.title), " ")
    title = title_words.collapse().text or None
    tail = division.tail or main.tail or next((d.tail for d in outline.divisions if d.tail), ())
    signer, role, authority = signature(tail)
    issuer, level, area = issuer_and_area(outline, division, number, place, tail)
    draft = any(_DRAFT.search(t.text) and len(t) < 60 for t in head) or any(
        _DRAFT.search(p.text.text) and len(p.text) < 40 for p in main.opening
    )
    blank = number is None and number_words is not None
    status = Status.DRAFT if draft or (blank and (blank_date or day is None)) else Status.ISSUED
    return Letterhead(
        number, printed, number_words, blank, day, date_words, blank_date, place, issuer, level, area,
        period_of(title) or _period_of_body(division), title, title_words or None, signer, role, authority, recipients_of(tail), status,
    )  # fmt: skip


def _number(lines: Sequence[MappedText]) -> tuple[MappedText | None, str | None, str | None]:
    for line in lines:
        if m := _NUMBER.search(line.text):
            words = line[m.start() : m.end()]
            if not re.search(r"\d", m["no"]):
                return words, None, None
            printed = m["number"].strip()
            number = normal_number(printed)
            return words, number, printed
    return None, None, None


def _date(lines: Sequence[MappedText]) -> tuple[MappedText | None, date | None, str | None, bool]:
    for line in lines:
        m = _DATE_LINE.search(line.text)
        if not m:
            continue
        words = line[m.start() : m.end()]
        place = _place_name(m["place"])
        blank = not (m["d"].isdigit() and m["m"].isdigit() and m["y"].isdigit())
        return words, None if blank else parse_date(words.text), place, blank
    return None, None, None, False


def _place_name(printed: str | None) -> str | None:
    if not printed:
        return None
    # "Số: 18/KH-UBND      Phát Diệm, ngày …": the symbol of the number in front of the place.
    name = _SYMBOL_BEFORE.sub("", printed.strip(" -–|*"))
    # A letterhead flattened into one line may have words in front of the place.
    parts = re.findall(rf"(?:TP\.? ?)?{PROPER_NAME}$", name)
    return parts[-1].strip() if parts and parts[-1].lower() not in _PLACE_WORDS else (name or None)


def _attached(outline: Outline) -> tuple[str, date | None] | None:
    """Return number and date that an attached document names for its decision: "(Kèm theo Quyết định số … ngày …)"."""
    for division in outline.divisions[1:]:
        for paragraph in division.opening:
            m = _ATTACHED.search(paragraph.text.text)
            if m and paragraph.text.text.startswith("(") and not division.is_annex:
                return normal_number(m["number"]), parse_date(m["date"]) if m["date"] else None
    return None


def period_of(title: str | None) -> tuple[int | None, int] | None:
    """Return the period that a title names: "giai đoạn 2021-2030", "năm 2024", "đến năm 2030"."""
    if not title:
        return None
    if periods := list(_PERIOD.finditer(title)):
        return int(periods[-1]["a"]), int(periods[-1]["b"])
    bare = re.sub(r"ngày\s+[\d/.\-]+(?:\s*tháng\s*\d+\s*năm\s*\d+)?", " ", title, flags=re.IGNORECASE)
    if years := [
        int(y)
        for y in re.findall(r"(?<!đến )(?<!nhìn )(?<!hết )(?<!tháng )năm (20\d\d)(?!\s*[-–])", bare, re.IGNORECASE)
    ]:
        return min(years), max(years)
    if m := re.search(r"(20\d\d)\s*[-–]\s*(20\d\d)", bare):
        return int(m[1]), int(m[2])
    if m := re.search(r"đến (?:hết )?năm (20\d\d)", bare, re.IGNORECASE):
        return None, int(m[1])
    return None


def _period_of_body(division: Division) -> tuple[int | None, int] | None:
    for paragraph in division.opening:
        if not re.match(r"(?:Căn cứ|Theo|Thực hiện)", paragraph.text.text) and (
            found := period_of(paragraph.text.text)
        ):
            return found
    return None
