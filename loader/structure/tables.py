"""Tables by the meaning of their header cells: from stated tables and from text that a table was flattened into.

A ``Grid`` has columns with roles (lead, task, time …) and rows whose carried-down cells are filled in. Flattened forms are
recognised: cells separated by tabs, pipe tables, one cell per line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from loader.lexicon.patterns import Pattern, patterns
from loader.readers.blocks import Block, Cell, Paragraph, Table
from loader.structure.flattened import MOST_COLUMNS, align_cells, read_flattened
from loader.text import MappedText

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_INDEX_CELL = re.compile(r"^\(?\d{1,2}\)?(?:\s*=.*)?$|^\([a-z]\)$|^$")
_PIPE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_NO_AIM = re.compile(
    r"kinh phí|vốn|ghi chú|hiện trạng|thực trạng|hiện có|năm gốc|ước (?:thực hiện|đạt|tính)|kết quả|đã (?:đạt|thực hiện)"
)
"""In the header of a column that has a year in it but states no target: money, or how things stand."""
_HEADER_ROWS = 4
"""A header stands in one of the first three rows of a table; a second part of it in the next."""
_CARRIED_ROLES = frozenset({"lead", "coordinate", "time", "deliverable", "number"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role ("lead", "task", "year" …, "" when unknown), its year for targets, its printed title."""

    role: str
    year: int | None
    title: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table.

    Attributes:
        number: its printed number, "" when it has none.
        cells: one cell per column.
        group: the nearest heading row above it.
        heading: it is itself a heading row, under which no other row stands.
    """

    number: str
    cells: tuple[Cell, ...]
    group: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are understood."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]

    def cell(self, row: GridRow, role: str) -> Cell | None:
        """Return the first cell of ``row`` in a column of ``role``; None when there is no such column."""
        for column, cell in zip(self.columns, row.cells, strict=False):
            if column.role == role:
                return cell
        return None

    def has(self, *roles: str) -> bool:
        """Whether the table has a column for each of ``roles``."""
        return {c.role for c in self.columns}.issuperset(roles)


StructuredBlock = Paragraph | Grid


@lru_cache(maxsize=1024)
def column_of(title: str) -> Column:
    """Return the column that a header cell announces."""
    clean = _clean_title(title)
    if _names_year(clean):
        years = _YEAR.findall(clean)
        return Column("year", int(years[-1]), title)
    for row in patterns("columns", "column", "role"):
        if row.matches(clean):
            return Column(row.key, None, title)
    return Column("", None, title)


def _clean_title(title: str) -> str:
    return " ".join(title.split()).strip(" .:*").lower()


def _names_year(clean: str) -> bool:
    return _YEAR.search(clean) is not None and not _NO_AIM.search(clean)


def _is_number_column(title: str) -> bool:
    """Whether ``column_of(title)`` is a column of numbers; quick, for every short line of a text is asked."""
    clean = _clean_title(title)
    if _names_year(clean):
        return False
    rows = _rows_up_to("number")
    return next((row.key for row in rows if row.matches(clean)), "") == "number"


@cache
def _rows_up_to(role: str) -> tuple[Pattern, ...]:
    """Return the rows of the lexicon that are asked before it is clear that a title is not of ``role``."""
    rows = patterns("columns", "column", "role")
    last = max(i for i, row in enumerate(rows) if row.key == role)
    return rows[: last + 1]


def structure_tables(blocks: Sequence[Block]) -> list[StructuredBlock]:
    """Return the blocks with tables understood; a table that only lays out text becomes its paragraphs."""
    structured: list[StructuredBlock] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        structured += _plain_tables(run)
        run = []
        structured += _stated_table(block, structured)
    structured += _plain_tables(run)
    return _merge_fragments(structured)


def _stated_table(table: Table, before: Sequence[StructuredBlock]) -> list[StructuredBlock]:
    rows = [row for row in table.rows if row]
    grid = _grid(rows) or _headless_fragment(rows, before)
    if grid is not None:
        return [grid]
    return [p for row in rows for cell in row if not cell.carried for p in cell.paragraphs]


def _headless_fragment(rows: Sequence[tuple[Cell, ...]], before: Sequence[StructuredBlock]) -> Grid | None:
    """Return the part of a table that goes on behind a page break without repeating its header."""
    last = before[-1] if before else None
    if isinstance(last, Grid) and rows and all(len(row) == len(last.columns) for row in rows):
        return Grid(last.columns, _rows(rows, last.columns))
    return None


def _grid(rows: Sequence[tuple[Cell, ...]]) -> Grid | None:
    for i, row in enumerate(rows[:3]):
        titles = [cell.text.text for cell in row]
        columns = [column_of(title) for title in titles]
        if len(row) < 2 or not _is_header(columns):
            continue
        rest = list(rows[i + 1 :])
        if rest and (lower := [c.text.text for c in rest[0]]) and len(lower) == len(titles):
            merged = [column_of(t if t == u or not u else f"{t} {u}") for t, u in zip(titles, lower, strict=True)]
            if _is_subheader(rest[0], titles) and _is_header(merged):
                columns, rest = merged, rest[1:]
        return Grid(tuple(columns), _rows(rest, columns))
    return None


def _is_header(columns: Sequence[Column]) -> bool:
    roles = [c.role for c in columns if c.role]
    short = all(len(c.title) <= 70 for c in columns)
    useful = {"lead", "task", "indicator", "craft"}.intersection(roles)
    return short and len(set(roles)) >= 2 and bool(useful)


def _is_subheader(row: Sequence[Cell], titles: Sequence[str]) -> bool:
    own = [c.text.text for c, t in zip(row, titles, strict=True) if c.text.text != t and not c.carried]
    if not own or any(len(t) > 40 or (t[:1].isdigit() and not _YEAR.search(t)) for t in own if t):
        return False
    named = [t for t in own if t]
    return bool(named) and all(column_of(t).role for t in named) and len(named) < len(titles)


def _rows(rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column]) -> tuple[GridRow, ...]:
    result: list[GridRow] = []
    group = ""
    empty: GridRow | None = None  # a heading row that no row has followed so far
    previous: list[Cell] = []
    for row in rows:
        cells = [*row, *([Cell()] * (len(columns) - len(row)))][: len(columns)]
        texts = [c.text.text for c in cells]
        if not any(texts) or all(_INDEX_CELL.match(t) for t in texts) or _repeats_header(texts, columns):
            continue
        heading = _group_heading(cells, columns)
        if heading is not None:
            result += [empty] if empty else []
            group, previous = heading, []
            empty = GridRow("", tuple(cells), heading=True)
            continue
        cells = _carry_down(cells, columns, previous)
        previous = cells
        number = next((t for t, c in zip(texts, columns, strict=False) if c.role == "number"), "")
        result.append(GridRow(number.strip().rstrip("."), tuple(cells), group))
        empty = None
    return tuple([*result, empty] if empty else result)


def _repeats_header(texts: Sequence[str], columns: Sequence[Column]) -> bool:
    same = sum(t.strip().lower() == c.title.strip().lower() for t, c in zip(texts, columns, strict=False) if t)
    return same >= max(2, sum(bool(t) for t in texts) - 1)


def _group_heading(cells: Sequence[Cell], columns: Sequence[Column]) -> str | None:
    """Return the heading of a group of rows ("I | Tuyên truyền | | |", or one cell across the table)."""
    own = [(c.text.text, column) for c, column in zip(cells, columns, strict=False) if c.text]
    distinct = {t for t, _ in own}
    roles = {column.role for _, column in own}
    if (
        any(column.role == "lead" for column in columns)
        and own
        and not roles & {"lead", "coordinate", "time", "deliverable"}
    ):
        numbered_row = any(column.role == "number" and t.strip().rstrip(".").isdigit() for t, column in own)
        label = next((t for t, column in own if column.role in ("task", "indicator", "")), "")
        if not numbered_row and label and len(label) <= 90 and not label.endswith("."):
            return label
    labels = {t for t, column in own if column.role != "number"}
    if (
        len(labels) == 1
        and len(own) >= len(columns) > 2
        and any(re.match(r"^(?:[IVX]{1,5}|[A-H])\.?$", t.strip()) for t, c in own if c.role == "number")
    ):
        return labels.pop()
    across = len(distinct) == 1 and len(own) == len(columns) > 2
    numbered = len(own) == 2 and own[0][1].role == "number" and re.match(r"^[IVXLA-Z]{1,5}\.?$", own[0][0].strip())
    if (across or numbered) and not any(column.role == "lead" for _, column in own[: 0 if across else 2]):
        return own[-1][0]
    return None


def _carry_down(cells: Sequence[Cell], columns: Sequence[Column], previous: Sequence[Cell]) -> list[Cell]:
    if not previous:
        return list(cells)
    filled = list(cells)
    lead_given = any(cell.text for cell, column in zip(cells, columns, strict=False) if column.role == "lead")
    has_lead = any(column.role == "lead" for column in columns)
    numbered = any(cell.text for cell, column in zip(cells, columns, strict=False) if column.role == "number")
    for i, (cell, column) in enumerate(zip(cells, columns, strict=False)):
        if cell.text or column.role not in _CARRIED_ROLES:
            continue
        if column.role == "number":
            continue
        if column.role == "lead" or (has_lead and not lead_given) or (not has_lead and not numbered):
            filled[i] = replace(previous[i], carried=True)
    return filled


def _merge_fragments(blocks: Sequence[StructuredBlock]) -> list[StructuredBlock]:
    """Return the blocks with the parts of one table, cut by pages, made one again."""
    merged: list[StructuredBlock] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if isinstance(block, Grid) and isinstance(last, Grid) and _same_columns(last, block):
            merged[-1] = Grid(last.columns, last.rows + block.rows)
        else:
            merged.append(block)
    return merged


def _same_columns(a: Grid, b: Grid) -> bool:
    return [c.role for c in a.columns] == [c.role for c in b.columns] and [c.year for c in a.columns] == [
        c.year for c in b.columns
    ]


def _plain_tables(lines: Sequence[Paragraph]) -> list[StructuredBlock]:
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
            if text.startswith("|") and text.count("|") >= 3:
                grid, end = _pipe_table(lines, i)
            elif text.strip("\t").count("\t") >= 1:
                grid, end = _tab_table(lines, i)
            elif len(text) <= 70:
                grid, end = _flattened_table(lines, i)
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
    i = start
    while i < len(lines) and lines[i].text.text.strip().startswith("|") and lines[i].text.text.count("|") >= 3:
        if not _PIPE_RULE.match(lines[i].text.text):
            text = lines[i].text.strip()
            inner = text[1 : -1 if text.text.endswith("|") else None]
            rows.append(tuple(_cell([part]) for part in inner.split(re.compile(r"(?<!\\)\|"))))
            if len(rows) == _HEADER_ROWS and _grid(rows) is None:
                return None, start
        i += 1
    grid = _grid(rows)
    return (grid if grid and grid.rows else None), i


def _tab_table(lines: Sequence[Paragraph], start: int) -> tuple[Grid | None, int]:
    """Return the table that begins at a line, None if there is none, and the line behind what was read of it."""
    header = [part.strip() for part in lines[start].text.split(re.compile("\t"))]
    if not _is_header([column_of(h.text) for h in header]):
        return None, start
    width = len(header)
    rows: list[list[list[MappedText]]] = [[[h] for h in header]]
    i = start + 1
    while i < len(lines):
        parts = lines[i].text.split(re.compile("\t"))
        open_row = len(rows[-1]) < width
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
    grid = _grid([tuple(_cell(cell) for cell in row) for row in rows])
    return (grid if grid and grid.rows else None), i


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
    if not _is_number_column(lines[start].text.text):
        return None, start
    found = read_flattened(
        lines,
        start,
        lambda title: column_of(title).role or ("year" if column_of(title).year else ""),
        lambda titles: _is_header(_with_subcolumns([column_of(t) for t in titles])),
    )
    if found is None:
        return None, start
    if not found.rows:
        # Nothing but headers: only one that ends where they end may be followed by rows.
        return None, found.end - MOST_COLUMNS
    columns = _with_subcolumns([column_of(t.text) for t in found.header])
    roles = [c.role for c in columns]
    rows = [tuple(_cell(cell) for cell in align_cells(row, roles)) for row in found.rows]
    grid = Grid(tuple(columns), _rows(rows, columns))
    return (grid, found.end) if grid.rows else (None, start)


def _with_subcolumns(columns: list[Column]) -> list[Column]:
    """Return the columns with a pair of sub-headers put in the place of the column that they divide.

    A two-row header flattened line by line reads "… | Cơ quan thực hiện | Thời gian | Chủ trì | Phối hợp".
    """
    tail = [c.role for c in columns[-2:]]
    divided = next(
        (i for i, c in enumerate(columns[:-3]) if c.role == "lead" and "chủ trì" not in c.title.lower()), None
    )
    if tail != ["lead", "coordinate"] or divided is None:
        return columns
    return [*columns[:divided], *columns[-2:], *columns[divided + 1 : -2]]


def _cell(parts: Sequence[MappedText]) -> Cell:
    return Cell(tuple(Paragraph(p.collapse(), whole=True) for p in parts if p.text.strip()))
