"""When something is due: recurrence, years, days of the year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from loader.extraction.quantities import past_blanks
from loader.facts import Timing
from loader.kinds import Recurrence
from loader.rules import book, first, rule

_YEAR = re.compile(r"(?<![\d/])(?P<y>20\d\d)(?!\d)|[\dIV]\s*/\s*(?P<slashed>20\d\d)(?!\d)")
_NUMBER_OF_INSTRUMENT = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ][\w&-]*")
_CENTURY = "20"
"""Every expression of a dated time names a year of this century: texts without these digits need not be looked at."""
_BEFORE_ATTRIBUTE = 80
"""Characters in front of "hằng năm" in which the budget or programme that it describes stands."""
_BEFORE_YEAR = 40
"""Characters in front of a year in which what it dates or names stands."""
_BEFORE_DAY = 24
"""Characters in front of a day in which the instrument that it dates stands."""
_LEAP_YEAR = 2024
"""A year in which every day of every year exists."""
_QUARTER_ENDS = (3, 6, 9, 12)


def cell_timing(text: str, year: int | None = None) -> Timing | None:
    """Return the timing that a table cell (or a "Thời gian:" line) states; None for an empty one.

    Args:
        text: the words of the cell.
        year: the year that the title of its column names: that of a day, month or quarter without a year of its own.
    """
    clean = " ".join(text.split()).strip(" .;")
    if not clean:
        return None
    meant = rule("time.by-instrument").replaced(clean)
    start, end = _years(meant)
    condition = first("time-condition", clean)
    steady = rule("recurrence.continuous").find(clean)
    at_once = steady is not None and rule("time.done").holds(clean[: steady.start()])
    if condition is not None and not (steady and at_once and steady.end() <= condition[1].start()):
        return Timing(clean, Recurrence.CONDITIONAL, start, end)
    if rule("time.open-start").holds(clean) or rule("time.open-end").holds(clean):
        end = None
    recurrence = _recurrence(clean)
    if year is not None and start is None and recurrence is None and rule("time.within-a-year").holds(meant):
        start = end = year
    return Timing(clean, recurrence, start, end)


def _recurrence(text: str) -> Recurrence | None:
    """Return the recurrence whose words stand first, None when no words tell one."""
    found = [
        (m.start(), place, matcher.gives)
        for place, matcher in enumerate(book().matchers("recurrence"))
        if (m := matcher.find(text))
    ]
    steady = rule("recurrence.continuous").find(text)
    at_once = [gives for start, _, gives in found if steady and 0 <= start - steady.end() <= _COMMA]
    if at_once:
        return Recurrence(at_once[0])
    return Recurrence(min(found)[2]) if found else None


_COMMA = 2
"""Characters between "thường xuyên" and how often that is: "Thường xuyên, hằng năm" is once a year."""


def _years(text: str) -> tuple[int | None, int | None]:
    """Return the first and the last year that a text names."""
    listed = rule("time.year-list").find(text)
    if listed is None and (m := rule("time.range").find(text)) is not None:
        return int(m["a"]), int(m["b"])
    years = _every_year(text)
    return (min(years), max(years)) if years else (None, None)


def _every_year(text: str) -> list[int]:
    return [int(m["y"] or m["slashed"]) for m in _YEAR.finditer(text)]


def prose_timing(text: str) -> Timing | None:
    """Return the timing that a task in prose states; words that only describe a budget or a plan are no timing."""
    meant = rule("time.purpose").replaced(text)
    for annual in rule("recurrence.annual").all(meant):
        if not _is_attribute(meant, annual):
            return Timing(annual[0], Recurrence.ANNUAL, None, None)
    return _dated(text) or _recurring(meant)


def _dated(text: str) -> Timing | None:
    """Return the years that a task names: a deadline, a quarter or month, a range at the end of the sentence."""
    if _CENTURY not in text:
        return None
    text = rule("time.quoted").replaced(text)
    text = rule("time.striving").replaced(rule("time.named-period").replaced(text))
    if (lasting := rule("time.open-end").find(text)) is not None and _is_own_time(text, lasting):
        return Timing(lasting[0], None, int(lasting["year"]), None)
    if (span := rule("time.from-to").find(text)) is not None:
        start, end = _years(span[0])
        return Timing(span[0], None, start, end)
    if (deadline := next(_deadlines(text), None)) is not None:
        # "trong các năm 2024, 2025 và 2026": from the first to the last.
        years = _every_year(_NUMBER_OF_INSTRUMENT.sub("", deadline))
        if years:
            return Timing(deadline, None, min(years), max(years))
    stated = [m for m in rule("time.stated").all(text) if _is_own_time(text, m)]
    if stated:
        # "sơ kết vào năm 2025, tổng kết vào năm 2030": from the first to the last.
        years = [year for m in stated for year in _years(m[0]) if year is not None]
        return Timing(text[stated[0].start() : stated[-1].end()], None, min(years), max(years))
    if (since := rule("time.since").find(text)) is not None:
        return Timing(since[0], None, int(since["year"]), None)
    if (phase := phase_timing(text)) is not None:
        return phase
    span = rule("time.stated-span").find(text)
    if span is not None and rule("time-of-else.plan").find(text, 0, span.start()) is None:
        start, end = _years(span[0])
        return Timing(span[0].lstrip("; ,"), None, start, end)
    return None


def phase_timing(text: str) -> Timing | None:
    """Return the years of the phase that opens a heading or a line ("Giai đoạn 1 (2026-2027): …"); None for other lines."""
    phase = rule("time.phase").find(text)
    if phase is None:
        return None
    start = int(phase["a"])
    return Timing(phase[0].strip(" :,-–—"), None, start, int(phase["b"] or start))


def is_phase(text: str) -> bool:
    """Say whether a line is nothing but a phase and its years: "Giai đoạn 2: từ năm 2028 đến năm 2030"."""
    bare = text.rstrip(" .:")
    phase = rule("time.phase").find(bare)
    return phase is not None and phase.end() == len(bare)


def _deadlines(text: str) -> Iterator[str]:
    """Yield the words of deadlines; one inside another ("hoàn thành kế hoạch trước ngày …") comes after it."""
    deadline, other, outlook = rule("time.deadline"), rule("time.no-deadline"), rule("time.outlook")
    roadmap = rule("time-of-else.roadmap")
    found = deadline.find(text)
    while found is not None:
        before = max(0, found.start() - _BEFORE_YEAR)
        if (
            not _is_titled(text, found.end())
            and not other.holds(found[0])
            and outlook.find(text, before, found.start()) is None
            and roadmap.find(text, before, found.start()) is None
        ):
            yield found[0]
        found = deadline.find(text, found.start() + 1)


def _is_titled(text: str, end: int) -> bool:
    """Whether what ends at an index is "until …" in the title of a cited instrument."""
    return rule("time.of-cited-title").find(text, 0, end) is not None


def _is_own_time(text: str, m: re.Match[str]) -> bool:
    """Whether a quarter, month or year is when something is done, and not the year of an instrument or a budget."""
    begin = max(0, m.start() - _BEFORE_YEAR)
    if rule("time.quarter").starts(m[0]) and rule("time.from").find(text, begin, m.start()) is not None:
        return True  # "từ Quý I/2024" is a time; "từ năm 2020" may be the base of a comparison
    if _is_titled(text, m.end()):
        return False
    return first("time-of-else", text, begin, m.start()) is None


def _recurring(text: str) -> Timing | None:
    """Return how often a task recurs, or the event it waits for."""
    if (twice := rule("recurrence.twice-a-year").find(text)) is not None:
        return Timing(twice[0], Recurrence.SEMIANNUAL, None, None)
    if (event := rule("time.event").find(text)) is not None:
        return Timing(event[0].strip(" .;()"), Recurrence.CONDITIONAL, None, None)
    if (steady := rule("time.steady").find(text)) is not None:
        words = rule("recurrence.continuous").find(text, steady.start())
        return Timing((words or steady)[0].lower(), Recurrence.CONTINUOUS, None, None)
    return None


def _is_attribute(text: str, m: re.Match[str]) -> bool:
    if rule("time.before-a-day").find(text, past_blanks(text, m.end())) is not None:
        return False
    before = rule("time-attribute.behind").find(text, max(0, m.start() - _BEFORE_ATTRIBUTE), m.start())
    return before is not None or (rule("time-attribute.of-a-place").find(text, past_blanks(text, m.end())) is not None)


def days_of_year(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (month, day) pairs that ``text`` names ("trước ngày 15/6", "ngày 05 tháng 12 hằng năm"), each once."""
    found: list[tuple[int, int]] = []
    for m in rule("time.quarter-end").all(text):
        found += [(month, int(m["d"])) for month in _QUARTER_ENDS if _exists(month, int(m["d"]))]
    named = [*rule("time.full-date").all(text), *rule("time.day").all(text)]
    for m in sorted(named, key=lambda m: m.start()):
        day, month = int(m["d"]), int(m["m"])
        if not _exists(month, day) or first("day-of-else", text, max(0, m.start() - _BEFORE_DAY), m.start()):
            continue
        if (month, day) not in found:
            found.append((month, day))
    return tuple(found)


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= _QUARTER_ENDS[-1] and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]


def reporting_recurrence(text: str) -> Recurrence | None:
    """Return how often a reporting clause says that reports are due; the shortest interval counts."""
    told = {m.gives for m in (*book().matchers("recurrence"), *book().matchers("report-recurrence")) if m.holds(text)}
    order = (Recurrence.SEMIANNUAL, Recurrence.QUARTERLY, Recurrence.ANNUAL)
    return next((r for r in order if r.value in told), None)
