"""Markers that open a provision: Phần, Chương, Mục, Điều, I., 1., 1.1., a), -, + and their kin.

Nghị định 30/2020/NĐ-CP (annex I, part II) orders phần, chương, mục, điều, khoản, điểm; plans use I. / 1. / 1.1. / a) / - / + by
habit. A marker's ``style`` says which markers are siblings; its ``rank`` says what may contain what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from loader.letters import UPPER
from loader.rules import book, rule
from loader.text import MappedText


class MarkerKind(StrEnum):
    """Kinds of markers; the value is the kind of provision that they open."""

    PART = "part"
    CHAPTER = "chapter"
    DIVISION = "division"
    ARTICLE = "article"
    SECTION = "section"
    CLAUSE = "clause"
    POINT = "point"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in front of a text.

    Attributes:
        kind: kind of provision it opens.
        number: the printed number without punctuation ("II", "1.1", "đ", "-").
        style: markers of one style under one parent are siblings ("clause-2" for "1.1").
        ordinal: position in its series (1 for "I", "1", "a"), None for bullets.
        end: index in the text just behind the marker.
    """

    kind: MarkerKind
    number: str
    style: str
    ordinal: int | None
    end: int

    @property
    def is_bullet(self) -> bool:
        """Whether it is a dash or the like, which carries no number."""
        return self.kind is MarkerKind.BULLET

    @property
    def segment(self) -> str:
        """Its segment in a provision's path ("muc-ii", "dieu-1", "1.1", "d2" for "đ")."""
        number = self.number.lower()
        prefix = _SEGMENT_PREFIX.get(self.kind, "")
        if self.kind is MarkerKind.POINT:
            return "dd" if number == "đ" else number
        return f"{prefix}{number}"


_SEGMENT_PREFIX = {
    MarkerKind.PART: "phan-",
    MarkerKind.CHAPTER: "chuong-",
    MarkerKind.DIVISION: "muc-",
    MarkerKind.ARTICLE: "dieu-",
    MarkerKind.SECTION: "muc-",
}
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
# Điểm run a, b, c, d, đ, e … without ă, â, ê (Nghị định 30/2020/NĐ-CP and common use).
_POINTS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = r"(?=[IVXL])(?:X{0,3}(?:IX|IV|V?I{0,3})|XL(?:IX|IV|V?I{0,3}))"

_BEHIND_NAME = re.compile(
    r"\s+(?:(?P<roman>"
    + _ROMAN
    + r")(?![\w])|(?P<arabic>\d{1,3})(?P<suffix>[a-zđ])?(?!\d))\s*(?P<sep>[.:)\-–—]|$|(?=\s))"
)
_BEHIND_ORDINAL = re.compile(r"\s*(?P<sep>[.:)\-–—]|$|(?=\s))")
_ROMAN_ITEM = re.compile(r"(?P<roman>" + _ROMAN + r")(?!/[Vv]\b)(?:\s*[.)/:]\s*|\s+[-–—]\s+|\s*[-–—]\s+)(?=\S)")
_SMALL_ROMAN_ITEM = re.compile(r"(?P<roman>[IVX][ivx]{1,4})\s*[.)]\s+(?=\S)")
"""A Roman number of a text whose capitals were made small but for the first of each line: "Ii. tổ chức thực hiện"."""
_WHOLE_ROMAN = re.compile(_ROMAN)
_ARABIC_ITEM = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2})(?!\s?/\s?["
    + UPPER
    + r"]\w{0,6}[-/])(?:(?P<sep>\s*[.)/]|\s*:|\s?[-–](?=\s+["
    + UPPER
    + r"]))(?!\d)\s*|(?<=\.\d)\s+|(?<=\.\d\d)\s+)(?=\S)"
)
_ROMAN_CLAUSE = re.compile(r"(?P<roman>" + _ROMAN + r")\.(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s*(?=\S)")
_PAREN_ITEM = re.compile(r"\((?P<number>\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*(?=\S)")
_POINT_ITEM = re.compile(r"(?P<letter>[a-zđ])\s*[.)]\s*(?=\S)")
_UPPER_ITEM = re.compile(r"(?P<letter>[A-ZĐ])\s*[.)]\s+(?=\S)")
_BULLET = re.compile(r"(?P<bullet>[-–—−+•●▪■◦·*✓\uf0b7\uf02d\uf0a7]|o(?=\s{1,3}[" + UPPER + r"]))\s*(?=[^\s\-–—+*|])")

_NAMED_KINDS = {
    "part": MarkerKind.PART,
    "chapter": MarkerKind.CHAPTER,
    "division": MarkerKind.DIVISION,
    "subdivision": MarkerKind.DIVISION,
    "article": MarkerKind.ARTICLE,
    "clause": MarkerKind.CLAUSE,
    "point": MarkerKind.POINT,
}
_NAMED_STYLES = {"clause": "clause-1", "point": "named-point"}
"""Styles of named markers that are not called as the unit is."""
_BULLET_STYLES = {
    "+": "plus", "*": "star", "◦": "circle", "o": "circle", "▪": "square", "■": "square", "\uf0a7": "square", "✓": "tick",
    **dict.fromkeys("-–—−\uf02d", "dash"),
}  # fmt: skip


def roman_value(roman: str) -> int:
    """Return the value of a Roman number in upper case (up to XLIX)."""
    digits = {"I": 1, "V": 5, "X": 10, "L": 50}
    total = 0
    for here, following in zip(roman, [*roman[1:], ""], strict=True):
        value = digits[here]
        total += -value if following and digits[following] > value else value
    return total


def point_ordinal(letter: str) -> int | None:
    """Return the place of a điểm letter in a, b, c, d, đ, e …; None when it is not one of them."""
    place = _POINTS.find(letter)
    return place + 1 if place >= 0 else None


@lru_cache(
    maxsize=2048
)  # the marker of one line is asked for when lines are joined, divisions parted and the tree built
def parse_marker(text: str) -> Marker | None:
    """Return the marker that opens ``text``, or None.

    The text must start with the marker (no white space before it). A number that belongs to the sentence ("2021-2030",
    "80% …", "06 tháng") is no marker.
    """
    if not text:
        return None
    first = text[0]
    if first.isupper() and (unit := _unit_named(text)) is not None:
        return _named_marker(text, *unit)
    if first in "IVXL" and (m := _ROMAN_CLAUSE.match(text)):
        number = m["number"]
        return Marker(
            MarkerKind.CLAUSE, number, f"clause-{number.count('.') + 1}", int(number.rsplit(".", 1)[-1]), m.end()
        )
    if first in "IVXL" and (m := _ROMAN_ITEM.match(text)):
        roman = m["roman"]
        return Marker(MarkerKind.SECTION, roman, "roman", roman_value(roman), m.end())
    if first in "IVX" and (m := _SMALL_ROMAN_ITEM.match(text)) and _WHOLE_ROMAN.fullmatch(m["roman"].upper()):
        roman = m["roman"].upper()
        return Marker(MarkerKind.SECTION, roman, "roman", roman_value(roman), m.end())
    if first.isdigit() and (m := _ARABIC_ITEM.match(text)):
        number = m["number"]
        if _looks_like_quantity(text, m):
            return None
        depth = number.count(".") + 1
        return Marker(MarkerKind.CLAUSE, number, f"clause-{depth}", int(number.rsplit(".", 1)[-1]), m.end())
    if first == "(" and (m := _PAREN_ITEM.match(text)):
        inner = m["number"]
        ordinal = int(inner) if inner.isdigit() else point_ordinal(inner[0])
        return Marker(MarkerKind.POINT, inner, "paren-number" if inner.isdigit() else "paren-letter", ordinal, m.end())
    if m := _POINT_ITEM.match(text):
        letter = m["letter"]
        return Marker(MarkerKind.POINT, letter, "point", point_ordinal(letter), m.end())
    if m := _UPPER_ITEM.match(text):
        letter = m["letter"].lower()
        return Marker(MarkerKind.SECTION, m["letter"], "upper", point_ordinal(letter), m.end())
    if m := _BULLET.match(text):
        sign = m["bullet"]
        return Marker(MarkerKind.BULLET, sign, _BULLET_STYLES.get(sign, "dot"), None, m.end())
    return None


def _unit_named(text: str) -> tuple[str, int] | None:
    """Return the unit that the first word of a text names ("article"), and where that word ends."""
    found = rule("enumeration.unit").find(text)
    return (found.lastgroup, found.end()) if found and found.lastgroup else None


def _named_marker(text: str, unit: str, at: int) -> Marker | None:
    numbered = _unit_number(text, at)
    if numbered is None:
        return None
    number, ordinal, m = numbered
    kind = _NAMED_KINDS[unit]
    roman = number.isupper()
    closed = m["sep"] in (".", ":") or m.end() == len(text)
    if kind in (MarkerKind.ARTICLE, MarkerKind.CLAUSE, MarkerKind.POINT) and not closed:
        # "Điều 5 Nghị định số …" inside a sentence is a reference.
        return None
    if kind is MarkerKind.DIVISION and not closed and not roman:
        return None
    end = m.end()
    while end < len(text) and text[end] in " \t.:-–—":
        end += 1
    return Marker(kind, number, _NAMED_STYLES.get(unit, unit), ordinal, end)


def _unit_number(text: str, at: int) -> tuple[str, int, re.Match[str]] | None:
    """Return the number behind the name of a unit as printed, its value, and the match that ends with its mark."""
    if m := _BEHIND_NAME.match(text, at):
        if m["roman"]:
            return m["roman"], roman_value(m["roman"]), m
        return m["arabic"] + (m["suffix"] or ""), int(m["arabic"]), m
    for matcher in book().matchers("enumeration"):
        if matcher.gives.isdigit() and (ordinal := matcher.find(text, at + 1)) is not None:
            behind = _BEHIND_ORDINAL.match(text, ordinal.end())
            return (matcher.gives, int(matcher.gives), behind) if behind else None
    return None


_BEFORE_UNIT = re.compile(r"[\s.]*")
_THOUSANDS = re.compile(r"\d{1,2}\.\d{3}(?!\d)")


def _looks_like_quantity(text: str, m: re.Match[str]) -> bool:
    """Whether the leading number belongs to the sentence: "1.5 lần", "10.000 hộ", "3.2% …", "2. 030"."""
    if m["sep"]:
        return _THOUSANDS.match(text) is not None
    blank = _BEFORE_UNIT.match(text, m.end("number"))
    return blank is not None and rule("enumeration.quantity").find(text, blank.end()) is not None


def strip_marker(text: MappedText, marker: Marker | None) -> MappedText:
    """Return the text behind its marker."""
    return text[marker.end :] if marker else text
