"""Pipe tables whose rows a conversion broke into lines at any place, in a cell or between two.

The header stands on one line and tells how many bars a row has; the rows are then told by counting bars, for between the
last bar of a row and the first of the next stands nothing. Where the numbers of the rows were computed, as in lists, they
got lost, and with some of them the cell: such a row has an empty cell too many at its end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from loader.readers.bar_tables import BarTable
from loader.rules import rule

_BARS = re.compile(r"(?<!\\)\|")
_HEADER = re.compile(r"^[ \t\xa0]*\|[^\n]*\|[ \t\xa0]*$", re.MULTILINE)
_BETWEEN_BARS = re.compile(r"[\s*_]*")
_FEWEST_BARS, _MOST_BARS = 5, 20
_LONGEST_HEADER = 500
_LONGEST_NUMBER = 12
_LONGEST_CELL = 12_000
_FEWEST_ROWS = 3
_MARKS = " \t\xa0\n*_"


def find_broken_tables(text: str) -> list[BarTable]:
    """Return the pipe tables of a text of which rows stand on several lines, in order."""
    found: list[BarTable] = []
    end = 0
    for header in _HEADER.finditer(text) if "|" in text else ():
        if header.start() < end or header.end() - header.start() > _LONGEST_HEADER:
            continue
        width = len(_BARS.findall(header[0]))
        titles = [title.strip(_MARKS) for title in _BARS.split(header[0])[1:-1]]
        if not _FEWEST_BARS <= width <= _MOST_BARS or not _opens_with_number(titles):
            continue
        table, end = _read(text, header.start(), width)
        found += [table] if table is not None else []
    return found


def _opens_with_number(titles: Sequence[str]) -> bool:
    return bool(titles) and len(titles[0]) <= _LONGEST_NUMBER and rule("column.number").holds(titles[0].lower())


def _read(text: str, start: int, width: int) -> tuple[BarTable | None, int]:
    """Return the table whose header begins at an index, None where no row of it is broken, and where its last row ends."""
    rows: list[tuple[tuple[int, int], ...]] = []
    broken = False
    bars: list[int] = []
    end = start
    for bar in _BARS.finditer(text, start):
        before = bars[-1] + 1 if bars else end
        if bar.start() - before > _LONGEST_CELL or (
            not bars and not _BETWEEN_BARS.fullmatch(text, before, bar.start())
        ):
            break
        bars.append(bar.start())
        if len(bars) == width:
            line_end = text.find("\n", bars[-1])
            if not _BETWEEN_BARS.fullmatch(text, bars[-1] + 1, line_end if line_end >= 0 else len(text)):
                break
            broken = broken or "\n" in text[bars[0] : bars[-1]]
            rows.append(tuple((a + 1, b) for a, b in pairwise(bars)))
            end = bars[-1] + 1
            bars = []
    if not broken or len(rows) < _FEWEST_ROWS:
        return None, end
    header = [text[a:b].strip(_MARKS) for a, b in rows[0]]
    return BarTable(start, end, (rows[0], *(_under(text, header, row) for row in rows[1:]))), end


def _under(text: str, header: Sequence[str], row: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return a row with its cells under the titles that they belong to: one that lost the cell of its number is shifted."""
    words = [text[a:b].strip(_MARKS) for a, b in row]
    lost = len(words[0]) > _LONGEST_NUMBER and any(words[1:]) and _empty_at_end(words) > _empty_at_end(header)
    return ((row[0][0], row[0][0]), *row[:-1]) if lost else row


def _empty_at_end(words: Sequence[str]) -> int:
    return next((i for i, word in enumerate(reversed(words)) if word), len(words))
