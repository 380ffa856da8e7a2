"""What is due when: reports with a day of the year, tasks with a last year, by month and as calendar events.

A duty without a date keeps its printed words; no day is invented for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from query_api.engine.results import Rows
from query_api.explorer.ics import Event, uid_of
from query_api.explorer.records import records

_DAY = re.compile(r"--(\d\d)-(\d\d)")
_LEAP = 2024  # a year that has all days


@dataclass(frozen=True, slots=True)
class Duty:
    """A report to be made, or a task that ends.

    Attributes:
        item: its IRI.
        label: short text.
        quote: the sentence.
        section: printed numbering.
        bodies: IRIs of those who report or lead, as printed.
        today: IRIs of the bodies that answer for it today, if others.
        recipients: IRIs of those who receive the report.
        due: days of the year, in order, each (month, day).
        time: the printed words on time.
        last: last year of a task; None if none is known.
        document: IRI of the document.
        place: IRI of its place, "" if none.
        begins: first day on which it can be due.
        ends: last day on which it can be due; None if no end is known.
        recurrence: key of how often ("annual"), "" if not said.
    """

    item: str
    label: str
    quote: str
    section: str
    bodies: tuple[str, ...]
    today: tuple[str, ...]
    recipients: tuple[str, ...]
    due: tuple[tuple[int, int], ...]
    time: str
    last: int | None
    document: str
    place: str
    begins: date | None
    ends: date | None
    recurrence: str = ""

    @property
    def is_report(self) -> bool:
        """Whether a report is to be made; else it is a task that ends."""
        return self.last is None

    def periods(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield its periods by name, each with the day on which it is due."""
        for number, day in enumerate(self.due, 1):
            yield ("year" if len(self.due) == 1 else f"part-{number}"), day


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A duty on one day.

    Attributes:
        day: the day.
        duty: what is due.
        exact: the text names the day; else it names only the year, of which this is the last day.
    """

    day: date
    duty: Duty
    exact: bool


def month_day(text: str) -> tuple[int, int] | None:
    """Return month and day of an xsd:gMonthDay ("--11-15"); None if it is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    return (month, day) if _on(_LEAP, month, day) is not None else None


@dataclass(frozen=True, slots=True)
class _Row:
    item: str
    label: str
    quote: str
    section: str
    body: str
    today: str
    recipient: str
    due: str
    time: str
    recurrence: str
    last: str
    document: str
    place: str
    issued: str
    begins: str
    ends: str


def duties_of(rows: Rows) -> tuple[Duty, ...]:
    """Return duties from the rows of their query, in order of their IRIs."""
    by_item: dict[str, list[_Row]] = {}
    for row in records(rows, _Row):
        by_item.setdefault(row.item, []).append(row)
    return tuple(_duty(its) for its in by_item.values())


def _duty(rows: list[_Row]) -> Duty:
    first = rows[0]
    begins = _date(first.issued) or _date(f"{first.begins}-01-01")
    quotes = [row.quote for row in rows if row.quote]
    return Duty(
        first.item, first.label or "".join(quotes[:1]), "".join(quotes[:1]), first.section, _each(r.body for r in rows),
        _each(r.today for r in rows), _each(r.recipient for r in rows),
        tuple(sorted({day for row in rows if (day := month_day(row.due)) is not None})), first.time,
        int(first.last) if first.last.isdecimal() else None, first.document, first.place, begins,
        _date(f"{first.ends}-12-31"), first.recurrence.rpartition("/")[2],
    )  # fmt: skip


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def occurrences(duties: Iterable[Duty], first: date, last: date) -> list[Occurrence]:
    """Return what is due from one day to another, both included, in order of days."""
    found = []
    for duty in duties:
        for year in range(first.year, last.year + 1):
            days = [(day, True) for _, at in duty.periods() if (day := _on(year, *at)) is not None]
            if not duty.due and duty.last == year:
                days.append((date(year, 12, 31), False))
            for day, exact in days:
                begun = duty.begins is None or duty.begins <= day
                over = duty.ends is not None and duty.ends < day
                if first <= day <= last and begun and not over:
                    found.append(Occurrence(day, duty, exact))
    return sorted(found, key=lambda o: (o.day, not o.exact, o.duty.item))


def within(days: int, today: date) -> tuple[date, date]:
    """Return the first and the last day of the next so many days."""
    return today, today + timedelta(days=days)


def by_month(found: Iterable[Occurrence]) -> list[tuple[date, list[Occurrence]]]:
    """Return occurrences by month, each under its first day."""
    months: dict[date, list[Occurrence]] = {}
    for occurrence in found:
        months.setdefault(occurrence.day.replace(day=1), []).append(occurrence)
    return sorted(months.items())


@dataclass(frozen=True, slots=True)
class Words:
    """What a calendar says of a duty.

    Attributes:
        summary: what is due.
        description: more about it.
        url: its page.
        categories: key words.
    """

    summary: str
    description: str
    url: str
    categories: tuple[str, ...] = ()


def events_of(duty: Duty, words: Words, today: date) -> Iterator[Event]:
    """Yield the yearly events of a duty: one for each day of the year that its text names.

    Args:
        duty: what is due.
        words: what to say of it.
        today: the first year is this one where the document has no date.
    """
    begins = duty.begins or date(today.year, 1, 1)
    for period, at in duty.periods():
        days = (_on(begins.year + later, *at) for later in range(9))
        first = next((day for day in days if day is not None and day >= begins), None)
        if first is not None and (duty.ends is None or first <= duty.ends):
            yield Event(
                uid_of(duty.item, period), words.summary, words.description, words.url, first, duty.ends,
                categories=words.categories,
            )  # fmt: skip


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
