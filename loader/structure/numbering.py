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
_ORDINAL_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_ROMAN = r"(?=[IVXL])(?:X{0,3}(?:IX|IV|V?I{0,3})|XL(?:IX|IV|V?I{0,3}))"

_NAMED = re.compile(
    r"(?P<name>Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC|Điều|ĐIỀU|Khoản|KHOẢN|Điểm|ĐIỂM)\s+"
    r"(?:(?:thứ|THỨ)\s+(?P<word>\w+)|(?P<roman>"
    + _ROMAN
    + r")(?![\w])|(?P<arabic>\d{1,3})(?P<suffix>[a-zđ])?(?!\d))\s*(?P<sep>[.:)\-–—]|$|(?=\s))"
)
_ROMAN_ITEM = re.compile(r"(?P<roman>" + _ROMAN + r")(?:\s*[.)/:]\s*|\s+[-–—]\s+|\s*[-–—]\s+)(?=\S)")
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
    "phần": MarkerKind.PART,
    "chương": MarkerKind.CHAPTER,
    "mục": MarkerKind.DIVISION,
    "tiểu mục": MarkerKind.DIVISION,
    "điều": MarkerKind.ARTICLE,
    "khoản": MarkerKind.CLAUSE,
    "điểm": MarkerKind.POINT,
}
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
    if first in "PpCcMmTtĐđKk" and (named := _NAMED.match(text)):
        return _named_marker(named)
    if first in "IVXL" and (m := _ROMAN_CLAUSE.match(text)):
        number = m["number"]
        return Marker(
            MarkerKind.CLAUSE, number, f"clause-{number.count('.') + 1}", int(number.rsplit(".", 1)[-1]), m.end()
        )
    if first in "IVXL" and (m := _ROMAN_ITEM.match(text)):
        roman = m["roman"]
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


def _named_marker(m: re.Match[str]) -> Marker | None:
    kind = _NAMED_KINDS[m["name"].lower()]
    if m["word"]:
        ordinal = _ORDINAL_WORDS.get(m["word"].lower())
        if ordinal is None:
            return None
        number = str(ordinal)
    elif m["roman"]:
        number, ordinal = m["roman"], roman_value(m["roman"])
    else:
        number, ordinal = m["arabic"] + (m["suffix"] or ""), int(m["arabic"])
    if (
        kind in (MarkerKind.ARTICLE, MarkerKind.CLAUSE, MarkerKind.POINT)
        and m["sep"] not in (".", ":")
        and m.end() < len(m.string)
    ):
        # "Điều 5 Nghị định số …" inside a sentence is a reference.
        return None
    if kind is MarkerKind.DIVISION and m["sep"] not in (".", ":") and not m["roman"] and m.end() < len(m.string):
        return None
    style = {"tiểu mục": "subdivision", "khoản": "clause-1", "điểm": "named-point"}.get(m["name"].lower(), kind.value)
    end = m.end()
    while end < len(m.string) and m.string[end] in " \t.:-–—":
        end += 1
    return Marker(kind, number, style, ordinal, end)


_QUANTITY_AFTER = re.compile(r"[\s.]*(?:%|tháng|năm|ngày|lần|tỷ|triệu|giờ|đồng|[-–]\s*\d)", re.IGNORECASE)


def _looks_like_quantity(text: str, m: re.Match[str]) -> bool:
    """Whether the leading number belongs to the sentence: "1.5 lần", "10.000 hộ", "3.2% …", "2. 030"."""
    if m["sep"]:
        return bool(re.match(r"\d{1,2}\.\d{3}(?!\d)", text))
    return bool(_QUANTITY_AFTER.match(text, m.end("number")))


def strip_marker(text: MappedText, marker: Marker | None) -> MappedText:
    """Return the text behind its marker."""
    return text[marker.end :] if marker else text
