"""Quantities in a sentence: figure, comparator, unit, and the words that they stand in.

Years, dates, numbers of instruments and glosses ("(6/8 làng nghề)") are no quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from loader.kinds import Comparator
from loader.lexicon.patterns import patterns

_NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w/.,])(?P<low>{_FIGURE})(?:\s*%)?(?:\s*(?:-|–|÷|đến)\s*(?P<high>{_FIGURE}))?(?![\w])(?!/\d)", re.IGNORECASE
)
_WORD_NUMBER = re.compile(
    r"(?<!\w)(?P<word>"
    + "|".join(_NUMBER_WORDS)
    + r")(?:\s+\((?P<figure>\d+)\))?\s+(?=làng nghề|nghề|sản phẩm|lớp|mô hình|dự án|hợp tác xã|điểm|tuyến|hội chợ|cuộc|đợt|cơ sở)",
    re.IGNORECASE,
)
_COMPARATORS: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (Comparator.AT_LEAST, re.compile(r"(?:ít nhất(?: là)?|tối thiểu(?: là)?|không dưới|không thấp hơn|không ít hơn|từ|đạt từ)(?:\s+(?:khoảng|đạt|có|là|được))?\s*$", re.IGNORECASE)),
    (Comparator.MORE_THAN, re.compile(r"(?:trên|hơn|vượt|cao hơn|lớn hơn|>)(?:\s+(?:mức))?\s*$", re.IGNORECASE)),
    (Comparator.ABOUT, re.compile(r"(?:khoảng|xấp xỉ|ước(?: đạt)?|~|gần)(?:\s+(?:từ))?\s*$", re.IGNORECASE)),
    (Comparator.AT_MOST, re.compile(r"(?:dưới|tối đa|không quá|không vượt quá|nhiều nhất|thấp hơn|xuống(?: còn)?|còn|<|≤)\s*$", re.IGNORECASE)),
)  # fmt: skip
_AT_LEAST_SIGN = re.compile(r"(?:≥|>=)\s*$")
_AFTER_AT_LEAST = re.compile(r"^\s*(?:[\w,%/]+\s+){0,6}?trở lên", re.IGNORECASE)
_NOT_QUANTITY_BEFORE = re.compile(
    r"(?<!\w)(?:tại|ở|trên địa bàn|thuộc|thu được trên|mỗi|năm|tháng|ngày|số|Điều|điều|khoản|Khoản|quý|Quý|phụ lục|giai đoạn|kỳ|khóa|khoá|lần thứ|cấp|mục|điểm|thứ|Chương trình|loại|hạng|QĐ|tuổi|bước)\s*[:.]?\s*$"
)
_NOT_QUANTITY_AFTER = re.compile(
    r"^\s*(?:/\d|tháng(?:\s+(?:đầu|cuối|tiếp))?\b|tuổi|giờ|phút|/[A-ZĐ]|-NQ|\.\d|h\b|sao\b)"
)
_FROM_TO = re.compile(
    rf"(?<!\w)từ\s+(?P<old>{_FIGURE})\s*(?P<unit>%|lần|[\w ]{{0,25}}?)\s*(?:(?:vào |trong )?năm (?P<since>20\d\d)\s+)?(?:lên|xuống(?: còn)?|tới)\s+(?:(?:khoảng|trên|ít nhất|không quá|dưới|còn|đến)\s+){{0,2}}(?={_FIGURE})",
    re.IGNORECASE,
)
_GLOSS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
LONGEST = 6000
"""Characters of one sentence, clause or cell in which figures are read."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit.

    Attributes:
        value: the number (the lower end of a range).
        upper: the upper end of a range.
        unit: key of the unit.
        comparator: comparator words right in front of (or behind) the figure; None when there are none.
        start: index of the comparator or figure in the text.
        figure: index of the figure itself.
        end: index behind the unit.
        unit_text: the unit as printed.
        old: where the value comes from ("từ 45% lên 60%"): 45.
    """

    value: Decimal
    upper: Decimal | None
    unit: str
    comparator: Comparator | None
    start: int
    figure: int
    end: int
    unit_text: str
    old: Decimal | None = None


def decimal_of(printed: str) -> Decimal:
    """Return the value of a figure printed the Vietnamese way ("1,5", "10.000", "1.5")."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return Decimal(printed.replace(",", "."))


@cache
def _unit_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row.key, row.regex) for row in patterns("units", "unit", "unit"))


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of ``text`` in order; glosses in brackets are passed over.

    A text longer than any office writes in one piece is read up to ``LONGEST`` characters: hostile ones cost no more.
    """
    masked = _GLOSS.sub(_mask_gloss, text[:LONGEST])
    found: list[Quantity] = []
    olds = {m.end(): m for m in _FROM_TO.finditer(masked)}
    skip = {m.start("old") for m in olds.values()}
    for m in _NUMBER.finditer(masked):
        if m.start("low") in skip:
            continue
        quantity = _quantity(masked, m, olds)
        if quantity is not None:
            found.append(quantity)
    for m in _WORD_NUMBER.finditer(masked):
        unit = unit_at(masked, m.end())
        if unit is None or (
            m["word"].lower() == "một" and m["figure"] is None and not _comparator(masked, m.start())[0]
        ):
            # "mỗi xã một sản phẩm", "một sản phẩm …": an article, not a count.
            continue
        comparator, start = _comparator(masked, m.start())
        value = Decimal(m["figure"] or _NUMBER_WORDS[m["word"].lower()])
        found.append(Quantity(value, None, unit[0], comparator, start, m.start(), unit[1], masked[m.end() : unit[1]]))
    for m in re.finditer(
        r"(?:(?:ít nhất|tối thiểu)\s+)?(?:một|1/2|\d/\d)?\s*(?<!\w)nửa(?= (?:số|tổng số|các) )", masked, re.IGNORECASE
    ):
        least = Comparator.AT_LEAST if re.match(r"ít|tối", m[0], re.IGNORECASE) else None
        found.append(Quantity(Decimal(50), None, "percent", least, m.start(), m.end() - 3, m.end(), ""))
    found.sort(key=lambda q: q.figure)
    return _without_overlap(found)


def _mask_gloss(m: re.Match[str]) -> str:
    """Return a bracket as blanks of the same length, so that indices stay; a bare share "(100%)" keeps its figure."""
    if re.fullmatch(r"\(\s*\d{1,3}(?:,\d+)?\s*%\s*\)", m[0]):
        return m[0].replace("(", " ").replace(")", " ")
    return " " * len(m[0])


def _without_overlap(found: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or (quantity.figure >= kept[-1].figure + 1 and quantity.figure != kept[-1].figure):
            kept.append(quantity)
    return kept


def _quantity(text: str, m: re.Match[str], olds: dict[int, re.Match[str]]) -> Quantity | None:
    low, high = m["low"], m["high"]
    before = text[max(0, m.start() - 40) : m.start()]
    if (
        _YEAR.match(low)
        and (high is None or _YEAR.match(high) or len(high) <= 2)
        and not text[m.end() :].lstrip().startswith(("nghề", "hộ", "lao động", "người"))
    ):
        return None
    if _NOT_QUANTITY_BEFORE.search(before) or _NOT_QUANTITY_AFTER.match(text[m.end() :]):
        return None
    at_percent = m.end() - 1 if text.endswith("%", 0, m.end()) else m.end()
    unit = unit_at(text, at_percent)
    comparator, start = _comparator(text, m.start())
    old = olds.get(m.start()) or olds.get(start)
    if unit is None:
        if comparator is None and not (len(low) == 2 and low.startswith("0")):
            return None
        unit = ("item", m.end())
    if comparator is Comparator.AT_LEAST and high is not None and text[start : m.start()].strip().lower() == "từ":
        comparator = None
    if comparator is not Comparator.AT_LEAST and _AFTER_AT_LEAST.match(text[m.end() : m.end() + 60]):
        comparator = Comparator.AT_LEAST
    elif (
        comparator is Comparator.AT_LEAST
        and text[start : m.start()].strip().lower() == "từ"
        and not _AFTER_AT_LEAST.match(text[m.end() : m.end() + 60])
    ):
        comparator = None
    if old is not None:
        start = old.start()
        between = old[0][old.end("old") - old.start() :]
        if comparator in (None, Comparator.AT_MOST) and "xuống" not in between:
            comparator = None
    return Quantity(
        decimal_of(low),
        decimal_of(high) if high and decimal_of(high) > decimal_of(low) else None,
        unit[0],
        comparator,
        start,
        m.start("low"),
        unit[1],
        text[m.end() : unit[1]].strip() or ("%" if unit[0].startswith("percent") else ""),
        decimal_of(old["old"]) if old is not None else None,
    )


def unit_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the unit that stands at ``at`` (white space and "số", "trong số" skipped) and the index behind it."""
    m = re.compile(r"\s*(?:số\s+)?").match(text, at)
    begin = m.end() if m else at
    for key, regex in _unit_patterns():
        found = regex.match(text, begin)
        if found:
            return key, found.end()
    return None


def _comparator(text: str, at: int) -> tuple[Comparator | None, int]:
    before = text[max(0, at - 40) : at]
    if m := _AT_LEAST_SIGN.search(before):
        return Comparator.AT_LEAST, at - len(before) + m.start()
    for comparator, pattern in _COMPARATORS:
        m = pattern.search(before)
        if m and (m.start() == 0 or not before[m.start() - 1].isalnum()):
            return comparator, at - len(before) + m.start()
    return None, at
