"""Tables of web pages turned into text with a bar on a line of its own before and behind each cell.

A row of n cells is n + 1 bars, and the next row begins with a bar of its own, so two bars in a row end a row or hold an
empty cell. The first row tells how many cells a row has; which bars mean what is chosen so that most rows are whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loader.readers.bar_headers import counted_columns, two_rows
from loader.readers.blocks import Cell, Paragraph, Table
from loader.readers.markup import strip_mapped, tidy_line
from loader.rules import first, rule
from loader.text import MappedText

_BAR = re.compile(r"^[ \t\xa0]*\|[ \t\xa0]*$", re.MULTILINE)
_NUMBER = re.compile(r"^[*_\s]*(?:\d{1,3}(?:\.\d{1,3})*|[IVXLA-Z]{1,5}(?:\.\d{1,3})*|[a-zđ])[.)]?[*_\s]*$")
_GROUP_NUMBER = re.compile(r"^[*_\s]*[IVXLA-Z]{1,5}(?:\.\d{1,3})*[.)]?[*_\s]*$")
_GROUP_CELLS = 2
"""Cells of a row that names a group: its number and its title."""
_FEWEST_COLUMNS = 3
_ALIKE = 3
"""Header cells by which a header that the next page repeats is told."""
_FEWEST_BARS = 6
_WIDEST = 14
_LONGEST_CELL = 12_000
_LONGEST_TOLD_CELL = 400
"""Characters of the longest cell that may name the kind of a document on a line of its own: a letterhead is shorter."""
_LONGEST_NUMBER_HEADER = 12


@dataclass(frozen=True, slots=True)
class BarTable:
    """Where a table stands in a text, and its cells as (start, end), row by row."""

    start: int
    end: int
    rows: tuple[tuple[tuple[int, int], ...], ...]


def find_bar_tables(text: str) -> list[BarTable]:
    """Return the tables of a text whose cells are parted by lines of one bar, in order."""
    bars = [(m.start(), m.end()) for m in _BAR.finditer(text)] if "\n|" in text or text.startswith("|") else []
    found: list[BarTable] = []
    at = 0
    while at < len(bars):
        last = at
        while last + 1 < len(bars) and not _ends(text, bars[last], bars[last + 1]):
            last += 1
        if last - at + 1 >= _FEWEST_BARS:
            found += _tables(text, bars[at : last + 1])
        at = last + 1
    return found


def _ends(text: str, bar: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a table ends at a bar: a blank line stands behind it, more words than a cell holds, or a document."""
    between = text[bar[1] + 1 : following[0]]
    if len(between) > _LONGEST_CELL or (between.strip() != "" and between[:1] == "\n"):
        return True
    return len(between) > _LONGEST_TOLD_CELL and any(map(_names_kind, between.split("\n")))


def _names_kind(line: str) -> bool:
    """Whether a line is nothing but the kind of a document in capitals: what follows is its body."""
    words = line.strip(" *_#\t\r")
    if not words.isupper():
        return False
    found = first("document-kind", words)
    return found is not None and found[1].end() == len(words)


def _tables(text: str, bars: Sequence[tuple[int, int]]) -> list[BarTable]:
    """Return the tables of a stretch of bars: each begins at a header cell over row numbers, or with a whole row."""
    cells = [(a[1], b[0]) for a, b in pairwise(bars)]
    words = [text[a:b].strip(" \n*_") for a, b in cells]
    heads = [
        i for i, w in enumerate(words) if len(w) <= _LONGEST_NUMBER_HEADER and rule("column.number").holds(w.lower())
    ]
    heads = [i for i in heads if not _repeats(words, heads[0], i)]
    cuts = [0, *(i for i in heads if i), len(cells)]
    found: list[BarTable] = []
    for begin, following in pairwise(cuts):
        # In front of the header of a later table stand the words between the two, or nothing.
        end = following if following == len(cells) else following - 1
        full = [bool(w) for w in words[begin:end]]
        if begin in heads and (single := _single_rows(cells[begin:end], words[begin:end])) is not None:
            found.append(BarTable(bars[begin][0], bars[end][1], single))
            continue
        runs = _runs(full)
        width = runs[0][1] if begin in heads and 2 <= runs[0][1] <= _WIDEST else _width(runs)
        told = counted_columns(words[begin:end], runs) or _width(runs[2:])
        header = two_rows(words[begin:end], runs, told) if begin in heads else None
        if width is None:
            continue
        top: tuple[tuple[tuple[int, int], ...], ...] = ()
        first = begin
        row_number = _NUMBER
        if header is not None:
            width = len(header.upper)
            top = tuple(tuple(cells[begin + i] for i in row) for row in (header.upper, header.lower))
            first = begin + header.end + 1
            row_number = _GROUP_NUMBER if header.by_years else _NUMBER  # below years stand figures
        numbered = [bool(row_number.match(w)) for w in words[first:end]]
        rows = (*top, *_rows(cells[first:end], full[first - begin :], numbered, width))
        if len(rows) > 1:
            found.append(BarTable(bars[begin][0], bars[end][1], rows))
    return found


def _repeats(words: Sequence[str], first: int, here: int) -> bool:
    """Whether a header is that of the table above, repeated on the next page, where one bar stands between two rows."""
    alike = words[here : here + _ALIKE] == words[first : first + _ALIKE]
    return here > first and alike and all(words[first:here])


def _single_rows(
    cells: Sequence[tuple[int, int]], words: Sequence[str]
) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """Return the rows of a table with one bar between two cells, whether or not a row ends there; None for another.

    The first row number tells how wide the header is, and each row begins with the number that follows the one before.
    """
    width = next((i for i, w in enumerate(words) if i and _NUMBER.match(w)), 0)
    if not _FEWEST_COLUMNS <= width <= _WIDEST or not all(words[:width]):
        return None
    starts = [width]
    for i in range(width + 1, len(words)):
        follows = i - starts[-1] == width or (_is_group(words[starts[-1]]) and i - starts[-1] == _GROUP_CELLS)
        if follows and (_NUMBER.match(words[i]) or words[i : i + width] == words[:width]):
            starts.append(i)
    bounds = pairwise([0, *starts, len(cells)])
    rows = [tuple(cells[a:b]) for a, b in bounds if a == 0 or words[a:b] != words[:width]]
    whole = sum(len(row) == width for row in rows[1:])
    if whole < len(rows[1:]) / 2 or any(len(row) > width for row in rows):
        return None
    return tuple(rows)


def _is_group(word: str) -> bool:
    return _GROUP_NUMBER.match(word) is not None


def _runs(full: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the runs of cells with words, as (start, end)."""
    runs: list[tuple[int, int]] = []
    for i, words in enumerate(full):
        if words and i and full[i - 1]:
            runs[-1] = (runs[-1][0], i + 1)
        elif words:
            runs.append((i, i + 1))
    return runs


def _width(runs: Sequence[tuple[int, int]]) -> int | None:
    """Return how many cells a row has: as many as most runs of cells with words, of equals the larger; None without runs."""
    lengths = Counter(end - start for start, end in runs if 2 <= end - start <= _WIDEST)
    if not lengths:
        return None
    return max(lengths, key=lambda n: (lengths[n], n))


def _rows(
    cells: Sequence[tuple[int, int]], full: Sequence[bool], numbered: Sequence[bool], width: int
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the rows: the way to share out the cells in which most rows are whole.

    Between two rows stands one empty stretch; ``best[i]`` is the cost of the cells from ``i`` on.
    """
    count = len(cells)
    best: list[tuple[float, int]] = [(0.0, 0)] * (count + 2)
    for i in range(count - 1, -1, -1):
        options: list[tuple[float, int]] = []
        for taken in range(1, min(width, count - i) + 1):
            behind = i + taken
            if behind < count and full[behind]:
                continue  # between two rows nothing stands
            empty = sum(not f for f in full[i:behind])
            if empty == taken and taken < width:
                continue
            missing = width - taken
            cost = 0.25 * empty + (0.0 if not missing else 0.6 + 0.2 * missing)
            if taken == 1 and numbered[i]:
                cost += 2.0
            # A number behind an empty cell opens a row of its own.
            cost += sum(3.0 for k in range(i + 2, behind) if numbered[k] and not full[k - 1])
            rest = best[behind + 1][0] if behind < count else 0.0
            options.append((cost + rest, taken))
        best[i] = min(options, default=(best[i + 1][0] + 5.0, 0))
    rows: list[tuple[tuple[int, int], ...]] = []
    i = 0
    while i < count:
        taken = best[i][1]
        if taken == 0:
            i += 1
            continue
        rows.append(tuple(cells[i : i + taken]))
        i += taken + 1
    return tuple(rows)


def read_bar_table(found: BarTable, text: MappedText) -> Table | None:
    """Return a table of a text; a row with fewer cells than the first is a heading, or goes on under cells that span rows.

    Args:
        found: where its cells are, counted from the start of ``text``.
        text: the text that the table was found in.
    """
    width = len(found.rows[0])
    rows: list[tuple[Cell, ...]] = []
    for spans in found.rows:
        cells = [Cell(_paragraphs(text[a:b])) for a, b in spans]
        if not any(cell.paragraphs for cell in cells):
            continue
        rows.append(_whole(cells, width, rows[-1] if len(rows) > 1 else None))
    return Table(tuple(rows)) if len(rows) > 1 else None


def _whole(cells: list[Cell], width: int, above: tuple[Cell, ...] | None) -> tuple[Cell, ...]:
    missing = width - len(cells)
    if missing <= 0:
        return tuple(cells)
    if len(cells) == 1:
        return tuple(cells * width)  # a heading across the table, as readers of other formats spread it
    starts_with_number = bool(_NUMBER.match(cells[0].text.text))
    titled = (
        starts_with_number and all(cell.text.text for cell in cells[:2]) and not any(c.text.text for c in cells[2:])
    )
    if above is None or titled:
        return (*cells, *([Cell()] * missing))
    if starts_with_number:
        return (*cells, *(replace(cell, carried=True) for cell in above[len(cells) :]))
    at = max(range(missing + 1), key=lambda at: (_likeness(cells, above[at:]), at))
    carried = [replace(cell, carried=True) for cell in above]
    return (*carried[:at], *cells, *carried[at + len(cells) :])


def _likeness(cells: Sequence[Cell], above: Sequence[Cell]) -> float:
    """Return how well cells suit the columns of those above them: bodies under bodies, times under times, long under long."""
    return sum(_alike(cell.text.text, over.text.text) for cell, over in zip(cells, above, strict=False))


def _alike(text: str, over: str) -> float:
    if bool(text) != bool(over) or bool(_NUMBER.match(over)) != bool(_NUMBER.match(text)):
        return -1.0
    kinds = ("flattened-cell.body", "flattened-cell.time", "flattened-cell.money")
    same = sum(rule(kind).starts(text) == rule(kind).starts(over) for kind in kinds) / len(kinds)
    short, long = sorted((len(text) + 1, len(over) + 1))
    return same + short / long / 2


def _paragraphs(text: MappedText) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a cell: lines that a width cut are joined, those of a list are not."""
    lines = [clean for piece in text.split(re.compile(r"\n")) if (clean := tidy_line(strip_mapped(piece)))]
    joined: list[list[MappedText]] = []
    for line in lines:
        words = line.text.strip()
        if not words:
            continue
        if joined and not re.match(r"[-–•+] ?\S|[a-zđ]\)|\d{1,2}[.)] ", words):
            joined[-1].append(line)
        else:
            joined.append([line])
    bold = text.text.count("**") >= 2 and text.text.strip().startswith("**")
    return tuple(
        Paragraph(clean, bold=bold, whole=True, gap_before=i == 0)
        for i, parts in enumerate(joined)
        if (clean := MappedText.join_parts(parts, " ").collapse())
    )
