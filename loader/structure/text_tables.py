"""Tables that stand in plain text: cells parted by tabs, pipe tables, one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loader.readers.blocks import Cell, Paragraph
from loader.structure.columns import column_of, is_header, is_number_column, with_subcolumns, without_states
from loader.structure.flattened import MOST_COLUMNS, align_cells, read_flattened
from loader.structure.grids import Grid, StructuredBlock, grid_of, grid_rows
from loader.structure.junctions import stands_alone
from loader.text import MappedText

_CELL_LINES = 6
"""Lines within which an open row of a table parted by tabs goes on with its next cell."""
_PIPE = re.compile(r"(?<!\\)\|")
_BARE_PIPES = 2
"""Pipes of a line from which on it may be a table's row, where none stands before its first cell."""
_FEWEST_PIPES = 3
"""Pipes of a line from which on it is a table's row, where one stands before its first cell."""
_PIPE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_LINE_END = re.compile(r"\n")
_HEADER_ROWS = 4
"""A header stands in one of the first three rows of a table; a second part of it in the next."""


def text_tables(lines: Sequence[Paragraph]) -> list[StructuredBlock]:
    """Return lines of plain text with the tables that were flattened into them made grids again."""
    result: list[StructuredBlock] = []
    i = 0
    hopeless = 0  # lines before this one were read as a table that has no rows
    while i < len(lines):
        line = lines[i]
        grid: Grid | None = None
        end = i
        if not line.whole and i >= hopeless:
            text = line.text.text
            if text.startswith("|") and text.count("|") >= _FEWEST_PIPES:
                grid, end = _pipe_table(lines, i)
            elif text.count(" | ") >= _BARE_PIPES and not text.startswith("|"):
                grid, end = _bare_pipe_table(lines, i)
            elif text.strip("\t").count("\t") >= 1:
                grid, end = _tab_table(lines, i)
            elif len(text) <= 70:
                grid, end = _flattened_table(lines, i)
        if grid is None and end > i and (cells := _layout_cells(lines[i:end])):
            result += cells
            i = end
            continue
        if grid is None:
            hopeless = max(hopeless, end)
            if line.text.text.strip():
                result.append(line)
            i += 1
            continue
        i = end
        result.append(grid)
    return result


def _pipe_table(lines: Sequence[Paragraph], start: int) -> tuple[Grid | None, int]:
    """Return the table that begins at a line, None if there is none, and the line behind what was read of it."""
    rows: list[tuple[Cell, ...]] = []
    width = lines[start].text.text.strip().strip("|").count("|") + 1
    i = start
    while i < len(lines) and lines[i].text.text.strip().startswith("|"):
        if _PIPE_RULE.match(lines[i].text.text):
            i += 1
            continue
        row, behind = _row_over_lines(lines, i, width, _inside(lines[i].text).split(_PIPE))
        if row is None and lines[i].text.text.count("|") < _FEWEST_PIPES:
            break
        rows.append(row or tuple(_cell([part]) for part in _inside(lines[i].text).split(_PIPE)))
        i = behind
        if len(rows) == _HEADER_ROWS and grid_of(rows) is None:
            return None, _end_of_unknown(lines, start)
    grid = grid_of(rows)
    return (grid if grid and grid.rows else None), i


def _end_of_unknown(lines: Sequence[Paragraph], start: int) -> int:
    """Return the line behind a table in Markdown whose header, told by the rule below it, names no column that is known.

    Where no rule tells, or a later row is a header that is known, nothing is said: that is the first line itself.
    """
    if start + 1 >= len(lines) or not _PIPE_RULE.match(lines[start + 1].text.text):
        return start
    i = start + 2
    while i < len(lines) and lines[i].text.text.strip().startswith("|"):
        if is_header([column_of(part.text.strip()) for part in _inside(lines[i].text).split(_PIPE)]):
            return start
        i += 1
    return i


def _inside(line: MappedText) -> MappedText:
    text = line.strip()
    return text[1 if text.text.startswith("|") else 0 : -1 if text.text.endswith("|") else None]


def _layout_cells(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines of the cells of a Markdown table that only sets words side by side: a letterhead, a signature."""
    if not any(_PIPE_RULE.match(line.text.text) for line in lines):
        return []
    pieces = (
        (row, piece.strip())
        for row in lines
        if not _PIPE_RULE.match(row.text.text)
        for cell in row.text.strip().split(_PIPE)
        for piece in cell.split(_LINE_END)
    )
    return [replace(row, text=piece, whole=True) for row, piece in pieces if piece]


def _bare_pipe_table(lines: Sequence[Paragraph], start: int) -> tuple[Grid | None, int]:
    """Return the table of lines with pipes between their cells only, as scripts write a table's rows; see ``_pipe_table``."""
    header = lines[start].text.split(_PIPE)
    if not is_header([column_of(part.text.strip()) for part in header]):
        return None, start
    rows: list[tuple[Cell, ...]] = []
    i = start
    while i < len(lines):
        row, behind = _row_over_lines(lines, i, len(header), lines[i].text.split(_PIPE))
        if row is None:
            break
        rows.append(row)
        i = behind
    grid = grid_of(rows)
    return (grid if grid and grid.rows else None), i


def _row_over_lines(
    lines: Sequence[Paragraph], start: int, width: int, first: Sequence[MappedText]
) -> tuple[tuple[Cell, ...] | None, int]:
    """Return the row that begins at a line, its cells perhaps wrapped over the next lines, None if it never gets whole.

    The second value is the line behind what was read.
    """
    cells = [[part.strip()] for part in first]
    i = start + 1
    if len(cells) > width or (len(cells) == 1 < width):
        return None, i
    while len(cells) < width:
        parts = _inside(lines[i].text).split(_PIPE) if i < len(lines) else []
        opens = i < len(lines) and (lines[i].gap_before or lines[i].text.text.startswith("|"))
        if not parts or opens or i - start > _CELL_LINES or len(cells) + len(parts) - 1 > width:
            return None, start + 1
        cells[-1].append(parts[0].strip())
        cells += [[part.strip()] for part in parts[1:]]
        i += 1
    return tuple(_cell(cell) for cell in cells), i


def _tab_table(lines: Sequence[Paragraph], start: int) -> tuple[Grid | None, int]:
    """Return the table that begins at a line, None if there is none, and the line behind what was read of it."""
    header = [part.strip() for part in lines[start].text.split(re.compile("\t"))]
    if not is_header([column_of(h.text) for h in header]):
        return None, start
    width = len(header)
    rows: list[list[list[MappedText]]] = [[[h] for h in header]]
    i = start + 1
    while i < len(lines):
        parts = lines[i].text.split(re.compile("\t"))
        open_row = len(rows[-1]) < width
        if len(parts) == 1 and open_row and _is_behind(lines, i, width):
            break  # the last row left its last cells out
        if len(parts) == 1 and not open_row:
            # A cell's next line, when the row that follows is again one of this table.
            repeats = len(rows) > 1 and [[p.text for p in cell] for cell in rows[-1]] == [[h.text] for h in header]
            if repeats or not _goes_on(lines, i, width) or lines[i].gap_before:
                break
            rows[-1][-1].append(parts[0])
        elif open_row and len(rows[-1]) + len(parts) - 1 <= width:
            rows[-1][-1].append(parts[0])
            rows[-1] += [[p] for p in parts[1:]]
        else:
            rows.append([[p] for p in parts])
        i += 1
    grid = grid_of([tuple(_cell(cell) for cell in row) for row in rows])
    return (grid if grid and grid.rows else None), i


def _is_behind(lines: Sequence[Paragraph], i: int, width: int) -> bool:
    """Whether a line without tabs stands behind the table, although the last row has fewer cells than the header."""
    text = lines[i].text.text
    if stands_alone(text):
        return True
    if lines[i].gap_before:
        return not _goes_on(lines, i, width)
    return not text[:1].islower() and not any("\t" in line.text.text for line in lines[i + 1 : i + _CELL_LINES])


def _goes_on(lines: Sequence[Paragraph], i: int, width: int) -> bool:
    for line in lines[i + 1 : i + 6]:
        tabs = line.text.text.count("\t")
        if tabs:
            return tabs + 1 == width
        if line.gap_before:
            return False
    return False


def _flattened_table(lines: Sequence[Paragraph], start: int) -> tuple[Grid | None, int]:
    """Return the table that begins at a line, None if there is none, and the line behind what was read of it."""
    if not is_number_column(lines[start].text.text):
        return None, start
    found = read_flattened(
        lines,
        start,
        lambda title: column_of(title).role or ("year" if column_of(title).year else ""),
        lambda titles: is_header(with_subcolumns([column_of(t) for t in titles])),
    )
    if found is None:
        return None, start
    if not found.rows:
        # Nothing but headers: only one that ends where they end may be followed by rows.
        return None, found.end - MOST_COLUMNS
    columns = without_states(with_subcolumns([column_of(t.text) for t in found.header]))
    roles = [c.role for c in columns]
    rows = [tuple(_cell(cell) for cell in align_cells(row, roles)) for row in found.rows]
    grid = Grid(tuple(columns), grid_rows(rows, columns))
    return (grid, found.end) if grid.rows else (None, start)


def _cell(parts: Sequence[MappedText]) -> Cell:
    return Cell(tuple(Paragraph(p.collapse(), whole=True) for p in parts if p.text.strip()))
