"""When something is due: recurrence, years, days of the year."""

from __future__ import annotations

import re
from calendar import monthrange

from loader.facts import Timing
from loader.kinds import Recurrence

_RANGE = re.compile(r"(?:từ\s+)?(?:năm\s+)?(?P<a>20\d\d)\s*(?:-|–|—|đến(?: hết)?(?: năm)?|,)\s*(?P<b>20\d\d)")
_DATE_YEAR = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?P<y>20\d\d)|tháng\s+\d{1,2}\s*(?:/|năm\s+)\s*(?P<y2>20\d\d)|(?:[Qq]uý|quí)\s+[IV1-4]+\s*(?:/|năm\s+|-)\s*(?P<y3>20\d\d)|\d{1,2}\s*/\s*(?P<y4>20\d\d)"
)
_YEAR = re.compile(r"(?<![\d/])(?P<y>20\d\d)(?!\d)")
_ANNUAL = re.compile(
    r"(?:hàng|hằng|mỗi|từng) năm|định kỳ (?:01|1|một) năm|(?<!\d )năm một lần|(?:01|1|một) lần/năm|/năm\b",
    re.IGNORECASE,
)
_SEMIANNUAL = re.compile(r"(?:06|6|sáu) tháng|nửa năm|(?:02|2|hai) lần/năm", re.IGNORECASE)
_QUARTERLY = re.compile(r"(?:hàng|hằng|mỗi|từng) quý|theo quý|/quý\b", re.IGNORECASE)
_MONTHLY = re.compile(r"(?:hàng|hằng|mỗi) tháng", re.IGNORECASE)
_CONTINUOUS = re.compile(r"thường xuyên|liên tục|thường kỳ|trong suốt", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"^(?:ngay )?(?:sau khi|khi (?!có thẩm quyền)|trong vòng|ngay sau)|sau khi .{3,60}(?:ban hành|phê duyệt|có hiệu lực|được)|theo (?:tiến độ|yêu cầu|chỉ đạo)|khi có",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"(?:đến|hết|trước|trong)\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?(?P<y>20\d\d)", re.IGNORECASE)
_DAY = re.compile(
    r"(?:ngày\s+)?(?<!\d)(?P<d>\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(?P<m>\d{1,2})(?!\s*[/-]\s*\d{4}|\d|\s*%)(?!\s*năm\s+20)"
)
_FULL_DATE = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(?P<m>\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(?P<y>20\d\d)"
)
# An attribute of a budget or a plan, not the time of the task: "nguồn ngân sách hàng năm", "đầu tư công trung hạn, hằng năm".
_ATTRIBUTE = re.compile(
    r"(?:ngân sách|kế hoạch vốn|nguồn vốn|kinh phí|trung hạn(?:,| và)|dự toán|kế hoạch đầu tư công|khuyến công|chương trình|OCOP|Việt Nam|thường niên|nhiệm vụ|giai đoạn|5 năm(?:,| và)|kế hoạch(?: công tác| hoạt động| sản xuất)?|chương trình công tác|công tác)\s*$",
    re.IGNORECASE,
)
_LONGEST_ATTRIBUTE = 80
# Which the task is about rather than when it is done: "kế hoạch hàng năm của tỉnh".
_ATTRIBUTE_AFTER = re.compile(r"^\s+(?:của (?:tỉnh|huyện|xã|ngành|đơn vị|địa phương|cơ quan)|theo quy định của Luật)")
# "ban hành kế hoạch hằng năm trước ngày 31/12": a day is set, so it recurs.
_BEFORE_A_DAY = re.compile(r",?\s+(?:trước|chậm nhất|vào|xong trước) (?:ngày|tháng)")
_DEADLINE = re.compile(
    r"(?:[Hh]oàn thành|[Tt]hời (?:gian|hạn)|[Tt]rước|[Xx]ong|[Tt]rong|[Đđ]ến|[Cc]hậm nhất)\b[^;.]{0,60}?20\d\d"
)
_STATED_TIME = re.compile(
    r"[Qq]u[ýí] [IV1-4]+(?:\s*(?:và|,|-)\s*(?:[Qq]uý )?[IV1-4]+)?\s*(?:/|năm\s+|-)\s*20\d\d|"
    r"tháng \d{1,2}(?:\s*[-–]\s*\d{1,2})?\s*(?:/|năm\s+|-)\s*20\d\d|(?<!giai đoạn )(?<!\d)năm 20\d\d(?!\s*[-–])"
)
# In front of a year that dates or names something else: "Quyết định … năm 2022", "so với năm 2020".
_NAMES_SOMETHING_ELSE = re.compile(
    r"(?:Quyết định|Nghị quyết|Kế hoạch|Nghị định|Thông tư|Luật[\w ]{0,40}|ngày|định hướng đến|tầm nhìn đến|tháng|Chương trình|Đề án|so với|từ|kế hoạch|tỉnh|huyện|nghề|xã)"
    r"\s*(?:[\w/Đ&-]*)\s*$"
)
_STATED_SPAN = re.compile(
    r"(?:từ )?(?:giai đoạn |năm )20\d\d\s*(?:-|–|đến(?: hết)?(?: năm)?)\s*20\d\d\)?[.;]?$|từ năm 20\d\d đến(?: hết)? năm 20\d\d"
)
_QUARTER_END = re.compile(r"ngày\s+(?P<d>\d{1,2})\s+(?:của\s+)?tháng cuối (?:của )?(?:mỗi )?quý")
_SINCE = re.compile(r"(?:kể )?từ năm (?:học )?(?P<year>20\d\d)(?:\s*[-–]\s*20\d\d)?(?!\s*(?:đến|[-–]))")
_OPEN_START = re.compile(
    r"(?:kể )?từ (?:ngày |tháng |quý |năm )?[\dIV/. -]{2,12}(?: trở đi)?$|.*20\d\d (?:và (?:các|những) năm (?:tiếp theo|sau)|trở đi)",
    re.IGNORECASE,
)
"""A time that begins and has no end: "Từ 01/7/2025", "2025 và các năm tiếp theo"."""
_TWICE_A_YEAR = re.compile(r"(?<!\d)(?:02|2|hai) lần/năm")
_EVENT = re.compile(r"khi có (?:phản ánh|yêu cầu|đề nghị|phát sinh)|[Nn]gay sau khi[^;,]*")
_STEADY = re.compile(r"(?:^|[,;] |định kỳ )[Tt]hường xuyên(?=[ ,])|thực hiện thường xuyên|thường xuyên[.;]?$")


def cell_timing(text: str) -> Timing | None:
    """Return the timing that a table cell (or a "Thời gian:" line) states; None for an empty one."""
    clean = " ".join(text.split()).strip(" .;")
    if not clean:
        return None
    conditional = _CONDITIONAL.search(clean)
    steady = _CONTINUOUS.match(clean)
    if conditional and not (steady and steady.end() <= conditional.start()):
        start, end = _years(clean)
        return Timing(clean, Recurrence.CONDITIONAL, start, end)
    recurrence = _recurrence(clean)
    start, end = _years(clean)
    if _OPEN_START.match(clean):
        end = None
    return Timing(clean, recurrence, start, end)


def _recurrence(text: str) -> Recurrence | None:
    found = [
        (m.start(), r)
        for r, p in (
            (Recurrence.CONTINUOUS, _CONTINUOUS),
            (Recurrence.ANNUAL, _ANNUAL),
            (Recurrence.SEMIANNUAL, _SEMIANNUAL),
            (Recurrence.QUARTERLY, _QUARTERLY),
        )
        if (m := p.search(text))
    ]
    steady = _CONTINUOUS.search(text)
    at_once = [r for start, r in found if steady and 0 <= start - steady.end() <= _COMMA]
    return at_once[0] if at_once else min(found)[1] if found else None


_COMMA = 2
"""Characters between "thường xuyên" and how often that is: "Thường xuyên, hằng năm" is once a year."""


def _years(text: str) -> tuple[int | None, int | None]:
    if m := _RANGE.search(text):
        return int(m["a"]), int(m["b"])
    years = [int(y) for m in _DATE_YEAR.finditer(text) if (y := m["y"] or m["y2"] or m["y3"] or m["y4"])]
    years += [int(m["y"]) for m in _YEAR.finditer(text) if int(m["y"]) not in years]
    if not years:
        return None, None
    return min(years), max(years)


def prose_timing(text: str) -> Timing | None:
    """Return the timing that a task in prose states; words that only describe a budget or a plan are no timing."""
    for annual in _ANNUAL.finditer(text) if "năm" in text.lower() else ():
        if "/năm" not in annual[0].lower() and not _is_attribute(text, annual):
            return Timing(annual[0], Recurrence.ANNUAL, None, None)
    return _dated(text) or _recurring(text)


def _dated(text: str) -> Timing | None:
    """Return the years that a task names: a deadline, a quarter or month, a range at the end of the sentence."""
    if "20" not in text:  # every expression below names a year of this century
        return None
    deadline = _DEADLINE.search(text)
    if deadline and not re.search(r"giai đoạn|Quyết định|Kế hoạch số", deadline[0]):
        start, end = _years(_without_numbers(deadline[0]))
        if start is not None:
            return Timing(deadline[0], None, start, end)
    stated = [m for m in _STATED_TIME.finditer(text) if _is_own_time(text, m)]
    if stated:
        # "sơ kết vào năm 2025, tổng kết vào năm 2030": from the first to the last.
        years = [year for m in stated for year in _years(m[0]) if year is not None]
        return Timing(text[stated[0].start() : stated[-1].end()], None, min(years), max(years))
    since = _SINCE.search(text)
    if since:
        return Timing(since[0], None, int(since["year"]), None)
    span = _STATED_SPAN.search(text)
    if span:
        start, end = _years(span[0])
        return Timing(span[0], None, start, end)
    return None


def _is_own_time(text: str, m: re.Match[str]) -> bool:
    before = text[max(0, m.start() - 40) : m.start()]
    # "từ Quý I/2024" is a time; "từ năm 2020" may be the base of a comparison.
    begins = m[0][0] in "Qqt" and before.endswith(("từ ", "Từ "))
    return begins or _NAMES_SOMETHING_ELSE.search(before) is None


def _recurring(text: str) -> Timing | None:
    """Return how often a task recurs, or the event it waits for."""
    if "lần/năm" in text and (twice := _TWICE_A_YEAR.search(text)):
        return Timing(twice[0], Recurrence.SEMIANNUAL, None, None)
    if event := _EVENT.search(text):
        return Timing(event[0].strip(" .;"), Recurrence.CONDITIONAL, None, None)
    if "hường xuyên" in text and _STEADY.search(text):
        return Timing("thường xuyên", Recurrence.CONTINUOUS, None, None)
    return None


def _is_attribute(text: str, m: re.Match[str]) -> bool:
    if _BEFORE_A_DAY.match(text[m.end() :]):
        return False
    before = text[max(0, m.start() - _LONGEST_ATTRIBUTE) : m.start()]
    return _ATTRIBUTE.search(before) is not None or _ATTRIBUTE_AFTER.match(text[m.end() :]) is not None


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+/(?:\d{4}/)?[A-ZĐ][\w&-]*", "", text)


def days_of_year(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (month, day) pairs that ``text`` names ("trước ngày 15/6", "ngày 05 tháng 12 hằng năm"), each once."""
    found: list[tuple[int, int]] = []
    for m in _QUARTER_END.finditer(text):
        found += [(month, int(m["d"])) for month in (3, 6, 9, 12) if 1 <= int(m["d"]) <= 30]
    for m in sorted([*_FULL_DATE.finditer(text), *_DAY.finditer(text)], key=lambda m: m.start()):
        day, month = int(m["d"]), int(m["m"])
        if not (1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]):
            continue
        before = text[max(0, m.start() - 24) : m.start()]
        if re.search(r"(?:số|Số|Quyết định|Kế hoạch|Nghị định|QĐ|NQ)[\s\w/Đ-]*$", before) and "trước" not in before:
            continue
        if (month, day) not in found:
            found.append((month, day))
    return tuple(found)


def reporting_recurrence(text: str) -> Recurrence | None:
    """Return how often a reporting clause says that reports are due."""
    semi = _SEMIANNUAL.search(text)
    annual = _ANNUAL.search(text) or re.search(r"(?:cuối|báo cáo) năm|(?:01|một|1) năm", text)
    if semi:
        return Recurrence.SEMIANNUAL
    if _QUARTERLY.search(text):
        return Recurrence.QUARTERLY
    return Recurrence.ANNUAL if annual else None
