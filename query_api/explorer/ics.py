"""Calendars as iCalendar (RFC 5545): all-day events that come back each year, text folded at 75 octets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

MEDIA_TYPE = "text/calendar"
_LONGEST_LINE = 75  # octets, the line break left out (RFC 5545 §3.1)
_SPECIAL = re.compile(r"[\\;,]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """A day of the year on which something is due.

    Attributes:
        uid: stays the same however often the day is moved.
        summary: what is due.
        description: more about it: the sentence, who, where it is written.
        url: page of the duty.
        first: the first day.
        last: the last day on which it may come back; None where no end is known.
        yearly: it comes back each year.
        categories: key words.
        called_off: it is due no more; programs take it out of their calendars.
    """

    uid: str
    summary: str
    description: str
    url: str
    first: date
    last: date | None = None
    yearly: bool = True
    categories: tuple[str, ...] = ()
    called_off: bool = False


def uid_of(duty: str, period: str) -> str:
    """Return the UID of a duty in a period (RFC 7986 §5.3: a UUID): made of both, and never of a date.

    Args:
        duty: IRI of the duty.
        period: which of its periods ("year", "part-2").
    """
    return str(uuid5(NAMESPACE_URL, f"{duty}#{period}"))


def calendar_text(name: str, events: Iterable[Event], *, read_on: date, language: str = "vi") -> str:
    """Return a calendar that programs subscribe to.

    Args:
        name: what the calendar is called.
        events: what stands in it.
        read_on: day that the data are of. Each later one raises SEQUENCE, so that a moved day replaces the old one.
        language: language of the texts.
    """
    sequence = max(0, (read_on - date(2020, 1, 1)).days)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//langnghe//calendar//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]  # fmt: skip
    for event in events:
        lines += _event(event, f"{read_on:%Y%m%d}T000000Z", sequence, language)
    return "".join(f"{piece}\r\n" for line in [*lines, "END:VCALENDAR"] for piece in _folded(line))


def _event(event: Event, stamp: str, sequence: int, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    # What is called off was there before, perhaps on the same day: a higher number makes it the later word.
    yield f"SEQUENCE:{sequence + event.called_off}"
    if event.called_off:
        yield "STATUS:CANCELLED"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.first + timedelta(days=1):%Y%m%d}"  # an end is the first day that is none (§3.6.1)
    if event.yearly:
        until = f";UNTIL={event.last:%Y%m%d}" if event.last is not None else ""
        yield f"RRULE:FREQ=YEARLY{until}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}"
    yield f"DESCRIPTION;LANGUAGE={language}:{_text(event.description)}"
    yield f"URL:{event.url}"
    if event.categories:
        yield f"CATEGORIES;LANGUAGE={language}:{','.join(_text(c) for c in event.categories)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Return a text as a TEXT value has it (RFC 5545 §3.3.11)."""
    escaped = _SPECIAL.sub(lambda found: "\\" + found[0], value.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", escaped).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never inside a letter; all but the first piece begin with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece
