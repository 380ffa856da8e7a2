"""Tables pasted as one cell per line, as law sites flatten them: where the rows begin and which line is which cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from loader.readers.blocks import Paragraph
from loader.rules import rule
from loader.text import MappedText

_NUMBER_CELL = re.compile(r"^\d{1,3}\.?$")
_GROUP_CELL = re.compile(r"^(?:[IVX]{1,5}|[A-H])\.?$")
_BULLETS = ("-", "+", "•")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Flattened:
    """A flattened table: its header cells, per row the lines of its cells, and the index of the first line behind it.

    There are no rows when nothing but the header, perhaps repeated, stands there.
    """

    header: tuple[MappedText, ...]
    rows: tuple[tuple[MappedText, ...], ...]
    end: int


def read_flattened(
    lines: Sequence[Paragraph],
    start: int,
    role_of: Callable[[str], str],
    is_header: Callable[[Sequence[str]], bool],
) -> Flattened | None:
    """Return the table that starts at ``lines[start]``; None when the lines are no header.

    Args:
        lines: the lines of the text; a leading tab or a blank line between rows is used where present.
        start: index of the first header cell.
        role_of: gives the role of a header cell by its text, "" when it has none.
        is_header: whether cells with these texts make a header.
    """
    if role_of(lines[start].text.text) != "number":
        return None
    tabbed = lines[start].text.text.startswith("\t")
    width = _header_width(lines, start, role_of, tabbed)
    if width < 3:
        return None
    header = tuple(line.text.strip() for line in lines[start : start + width])
    titles = [h.text for h in header]
    if not is_header(titles):
        return None
    if tabbed and any(line.gap_before for line in lines[start + 1 : start + width]) is False:
        rows, end = _grouped_rows(lines, start + width, titles)
    else:
        rows, end = _numbered_rows(lines, start + width, titles)
    return Flattened(header, tuple(rows), end)


_LEADS = 0.1
"""What the one body of a row is worth more as its lead than as a partner."""
_MOST_LINES = 200
MOST_COLUMNS = 12


def _header_width(lines: Sequence[Paragraph], start: int, role_of: Callable[[str], str], tabbed: bool) -> int:
    width = 0
    for line in lines[start : start + MOST_COLUMNS]:
        text = line.text.text
        clean = text.strip()
        if tabbed and width and line.gap_before:
            break
        if not clean or len(clean) > 60 or _NUMBER_CELL.match(clean) or _GROUP_CELL.match(clean):
            break
        if not role_of(text):
            # An unknown title may stand between known ones.
            following = lines[start + width + 1].text.text if start + width + 1 < len(lines) else ""
            if not (following and len(clean) <= 30 and (role_of(following) or _NUMBER_CELL.match(following.strip()))):
                break
        width += 1
    return width


def _grouped_rows(
    lines: Sequence[Paragraph], i: int, titles: Sequence[str]
) -> tuple[list[tuple[MappedText, ...]], int]:
    """Return rows that blank lines separate and whose cells each begin with a tab (empty cells are kept)."""
    rows: list[tuple[MappedText, ...]] = []
    current: list[MappedText] = []
    while i < len(lines) and lines[i].text.text.startswith("\t"):
        if lines[i].gap_before and current:
            rows.append(tuple(current))
            current = []
        current.append(lines[i].text.strip())
        i += 1
    if current:
        rows.append(tuple(current))
    return [row for row in rows if [t.text for t in row] != list(titles)], i


def _numbered_rows(
    lines: Sequence[Paragraph], i: int, titles: Sequence[str]
) -> tuple[list[tuple[MappedText, ...]], int]:
    """Return rows that each begin with their number; a repeated header is left out."""
    rows: list[list[MappedText]] = []
    expected = 1
    while i < len(lines):
        text = lines[i].text.strip()
        if [line.text.text.strip() for line in lines[i : i + len(titles)]] == list(titles):
            i += len(titles)
            continue
        if _opens_row(lines, i, rows, expected, len(titles)):
            expected = int(text.text.rstrip(".")) + 1
            rows.append([text])
        elif _GROUP_CELL.match(text.text):
            rows.append([text])
        elif (
            not rows
            or rule("flattened-cell.behind").holds(text.text)
            or (len(rows[-1]) >= 3 * len(titles))
            or _row_is_full(rows[-1], titles, lines[i])
        ):
            break
        else:
            rows[-1].append(text)
        i += 1
    return [tuple(row) for row in rows], i


def _opens_row(
    lines: Sequence[Paragraph], i: int, rows: Sequence[Sequence[MappedText]], expected: int, width: int
) -> bool:
    """Whether the line is the number of a new row, not a figure inside one."""
    text = lines[i].text.text.strip()
    if not _NUMBER_CELL.match(text):
        return False
    away = abs(int(text.rstrip(".")) - expected)
    following = lines[i + 1].text.text.strip() if i + 1 < len(lines) else ""
    if rows and rows[-1] and len(rows[-1]) < width and (away or _NUMBER_CELL.match(following)):
        return False
    return away <= 2


def _row_is_full(row: Sequence[MappedText], titles: Sequence[str], line: Paragraph) -> bool:
    """Whether the last row is complete and the line begins running text behind the table."""
    if len(row) < len(titles):
        return False
    text = line.text.text.strip()
    return (
        (line.gap_before or line.bold)
        and not text.startswith(_BULLETS)
        and not text[:1].islower()
        and not rule("flattened-cell.body").starts(text)
    )


def align_cells(row: Sequence[MappedText], roles: Sequence[str]) -> list[list[MappedText]]:
    """Return, per column, the lines of ``row`` that fill it.

    As many lines as columns map one to one. Otherwise the lines are shared out in order so that each fits the role of its
    column best (agencies under lead and coordinate, dates under time); no line is left out.
    """
    if len(row) > _MOST_LINES:  # no row of a plan: all ways to share it out would take too long
        return [*([cell] for cell in row[: len(roles) - 1]), list(row[len(roles) - 1 :])]
    if len(row) == len(roles):
        return [[cell] for cell in row]

    @cache
    def best(line: int, column: int) -> tuple[float, int]:
        """Return the best score for lines from ``line`` in columns from ``column``, and how many lines that column takes."""
        if column == len(roles):
            return (0.0, 0) if line == len(row) else (-1000.0, 0)
        options: list[tuple[float, int]] = []
        gained = 0.0
        for taken in range(len(row) - line + 1):
            if taken:
                gained += _fit(row[line + taken - 1].text, roles[column], first=taken == 1)
            options.append((gained + best(line + taken, column + 1)[0] - (0.5 if taken == 0 else 0.0), taken))
        return max(options, key=lambda o: (o[0], -o[1]))

    cells: list[list[MappedText]] = []
    line = 0
    for column in range(len(roles)):
        taken = best(line, column)[1]
        cells.append(list(row[line : line + taken]))
        line += taken
    return cells


def _fit(text: str, role: str, *, first: bool) -> float:
    """Return how well a line fits a column; further lines of a cell should look like its bullets."""
    bullet = text.startswith(_BULLETS)
    follow = 0.0 if first or bullet else -0.6
    if role == "number":
        return (2.0 if _NUMBER_CELL.match(text) or _GROUP_CELL.match(text) else -3.0) + (0.0 if first else -3.0)
    if not text:
        return 0.2 + follow
    if role in ("lead", "coordinate"):
        return (
            (1.0 if rule("flattened-cell.body").holds(text[:40]) else -0.8)
            + (_LEADS if role == "lead" else 0.0)
            + (-0.5 if len(text) > 250 else 0.0)
            + (follow if role == "coordinate" else 1.5 * follow)
        )
    if role == "time":
        return (1.5 if rule("flattened-cell.time").holds(text) else -1.2) + follow
    if role == "funding":
        return (1.2 if rule("flattened-cell.money").holds(text) else -0.8) + follow
    if role in ("task", "indicator"):
        return (0.8 if len(text) > 40 and not rule("flattened-cell.body").starts(text) else -0.2) + follow
    if role == "year":
        return (1.0 if _DIGIT.search(text) and len(text) < 30 else -1.0) + follow
    return (0.3 if not rule("flattened-cell.time").holds(text) else -0.5) + follow
