"""Misprinted dates of the documents that set programmes up, which a pack knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from loader.extraction.citations import normal_number
from loader.extraction.doubts.stretches import Finding, Stretch, note
from loader.facts import Note
from loader.kinds import NoteKind
from loader.programmes import active_programmes, date_of_root
from loader.rules import rule


def known_dates(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the first mention of a root document with another date than its own, where no other mention has the right one.

    Only a date of the same year, or the same day of another year, is a misprint: another one is of another document with that
    number. Where the right date stands elsewhere two dates are told.
    """
    for number, mentions in _dated(found).items():
        right = date_of_root(active_programmes(), number)
        if right is None or any(day == right for _, _, _, day in mentions):
            continue
        for stretch, start, end, day in mentions:
            if day.year != right.year and (day.month, day.day) != (right.month, right.day):
                continue
            vi = f"{number} ghi ngày {day:%d/%m/%Y}, văn bản ấy ban hành ngày {right:%d/%m/%Y}"
            en = f"{number} is given the date {day:%d/%m/%Y}; it was issued on {right:%d/%m/%Y}"
            finding = Finding(NoteKind.INCONSISTENT_DATE, vi, en, "known-date", f"{right:%d/%m/%Y}")
            yield note(finding, stretch, start, end)
            break


def _dated(found: Sequence[Stretch]) -> dict[str, list[tuple[Stretch, int, int, date]]]:
    """Return where each number stands with a day."""
    dated: dict[str, list[tuple[Stretch, int, int, date]]] = {}
    for stretch in found:
        if "/" not in stretch.text:
            continue
        for m in rule("number-doubt.cited").all(stretch.text):
            if not m["d"]:
                continue
            try:
                day = date(int(m["y"]), int(m["m"] or m["m2"]), int(m["d"]))
            except ValueError:
                continue
            dated.setdefault(normal_number(m["number"]), []).append((stretch, m.start(), m.end("y"), day))
    return dated
