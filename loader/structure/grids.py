"""Grids: tables whose columns are understood, with carried-down cells filled in and parts cut by pages joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loader.readers.blocks import Cell, Paragraph
from loader.rules import rule
from loader.structure.columns import YEAR, Column, column_of, is_header, with_labels, without_states

_INDEX_CELL = re.compile(r"^\(?\d{1,2}\)?(?:\s*=.*)?$|^\([a-z]\)$|^[A-H]$|^$")
_FEWEST_SPANNING = 2
"""Titles that stand in two rows of a header from which on the second row is surely part of it."""
_CARRIED_ROLES = frozenset({"lead", "coordinate", "time", "deliverable", "number"})
_REPEATED_ROLES = _CARRIED_ROLES - {"number"}
"""Columns in which "nt", "Như trên" or a mark of repetition stands for what the cell above says."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table.

    Attributes:
        number: its printed number, "" when it has none.
        cells: one cell per column.
        group: the nearest heading row above it.
        heading: it is itself a heading row, under which no other row stands.
        year: the last year that a heading row above it names ("Giai đoạn 2025-2027"), None when none does.
    """

    number: str
    cells: tuple[Cell, ...]
    group: str = ""
    heading: bool = False
    year: int | None = None


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
"""What the blocks of a source are once its tables are understood."""


def headless_fragment(rows: Sequence[tuple[Cell, ...]], before: Sequence[StructuredBlock]) -> Grid | None:
    """Return the part of a table that goes on behind a page break without repeating its header."""
    last = before[-1] if before else None
    if isinstance(last, Grid) and rows and all(len(row) == len(last.columns) for row in rows):
        return Grid(last.columns, grid_rows(rows, last.columns))
    return None


def grid_of(rows: Sequence[tuple[Cell, ...]]) -> Grid | None:
    """Return the table that rows make under a header in one of the first three; None if none of these is a header."""
    for i, row in enumerate(rows[:3]):
        titles = [cell.text.text for cell in row]
        columns = with_labels([column_of(title) for title in titles])
        if len(row) < 2 or not is_header(columns):
            continue
        rest = list(rows[i + 1 :])
        if rest and (lower := [c.text.text for c in rest[0]]) and len(lower) == len(titles):
            merged = with_labels([_merged_column(t, u) for t, u in zip(titles, lower, strict=True)])
            if _is_subheader(rest[0], titles) and is_header(merged):
                columns, rest = merged, rest[1:]
        columns = without_states(_less_groups(columns, rest))
        return Grid(tuple(columns), grid_rows(rest, columns))
    return None


def _merged_column(title: str, lower: str) -> Column:
    """Return the column of a title and the one below it, which may be the same, or none."""
    if title == lower or not lower:
        return column_of(title)
    if YEAR.search(lower):
        column = column_of(f"{title} {lower}")
        return replace(column, role="year" if column.role == "time" else column.role)  # one of several, to be marked
    return replace(column_of(f"{title} {lower}"), part=lower)


def _less_groups(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """Return the columns; one of tasks that only groups those of the next such column has no role of its own.

    "Nhóm nhiệm vụ | Nội dung công việc cụ thể": the first is said once for several rows.
    """
    tasks = [i for i, column in enumerate(columns) if column.role == "task"]
    result = list(columns)
    for first, following in pairwise(tasks):
        grouping = any(
            row[following].text and (not row[first].text or row[first].carried)
            for row in rows
            if len(row) == len(columns)
        )
        named = rule("column.group").holds(" ".join(columns[first].title.split()).lower())
        if grouping or named:
            result[first] = replace(columns[first], role="")
    return result


def _is_subheader(row: Sequence[Cell], titles: Sequence[str]) -> bool:
    own = [c.text.text for c, t in zip(row, titles, strict=True) if c.text.text != t and not c.carried]
    if not own or any(len(t) > 40 or (t[:1].isdigit() and not YEAR.search(t)) for t in own if t):
        return False
    named = [t for t in own if t]
    spanning = sum(c.text.text == t for c, t in zip(row, titles, strict=True) if t)
    if named and spanning >= _FEWEST_SPANNING:
        return True  # titles that span both rows stand in it again
    return bool(named) and all(column_of(t).role for t in named) and len(named) < len(titles)


def grid_rows(rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column]) -> tuple[GridRow, ...]:
    """Return the rows below a header, each with its group, what is carried down filled in, repeated headers left out."""
    result: list[GridRow] = []
    group = ""
    year: int | None = None
    empty: GridRow | None = None  # a heading row that no row has followed so far
    previous: list[Cell] = []
    in_full = _writes_leads_in_full(rows, columns)
    for row in rows:
        cells = [*row, *([Cell()] * (len(columns) - len(row)))][: len(columns)]
        texts = [c.text.text for c in cells]
        if not any(texts) or all(_INDEX_CELL.match(t) for t in texts) or _repeats_header(texts, columns):
            continue
        heading = _group_heading(cells, columns)
        if heading is not None:
            result += [empty] if empty else []
            group, previous = heading, []
            if years := YEAR.findall(heading):
                year = int(years[-1])
            empty = GridRow("", tuple(cells), heading=True)
            continue
        cells = _carry_down(cells, columns, previous, in_full)
        previous = cells
        number = next((t for t, c in zip(texts, columns, strict=False) if c.role == "number"), "")
        result.append(GridRow(number.strip().rstrip("."), tuple(cells), group, year=year))
        empty = None
    return tuple([*result, empty] if empty else result)


_TITLES = 3
"""Titles of columns from which on a row in which they stand elsewhere is a header."""


def _repeats_header(texts: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row repeats the header; the header of a part of the table may leave a column out, so that it is shifted."""
    filled = [t.strip().lower() for t in texts if t]
    titles = {c.title.strip().lower() for c in columns}
    same = sum(t.strip().lower() == c.title.strip().lower() for t, c in zip(texts, columns, strict=False) if t)
    shifted = sum(t in titles for t in filled)
    return same >= max(2, len(filled) - 1) or shifted >= max(_TITLES, len(filled) - 1)


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
    numbered = (
        len(own) == 2
        and own[0][1].role == "number"
        and re.match(r"^[IVXLA-Z]{1,5}(?:\.\d{1,3})*\.?$", own[0][0].strip())
    )
    if (across or numbered) and not any(column.role == "lead" for _, column in own[: 0 if across else 2]):
        return own[-1][0]
    return None


def _writes_leads_in_full(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> bool:
    """Whether rows write out the lead of the row above: an empty cell of such a table does not mean "as above".

    So does a row that writes it out below one that leaves it empty.
    """
    for i, column in enumerate(columns):
        if column.role != "lead":
            continue
        cells = [row[i] for row in rows if len(row) > i]
        if any(_written_again(upper, lower) for upper, lower in pairwise(cells)) or any(
            not between.text and not between.carried and _written_again(upper, lower)
            for upper, between, lower in zip(cells, cells[1:], cells[2:], strict=False)
        ):
            return True
    return False


def _written_again(upper: Cell, lower: Cell) -> bool:
    return upper.text.text == lower.text.text != "" and not lower.carried


def _carry_down(
    cells: Sequence[Cell], columns: Sequence[Column], previous: Sequence[Cell], in_full: bool
) -> list[Cell]:
    """Return a row with what it leaves out because it is as above; nothing of that where leads are written ``in_full``."""
    if not previous:
        return list(cells)
    filled = list(cells)
    lead_given = any(cell.text for cell, column in zip(cells, columns, strict=False) if column.role == "lead")
    has_lead = any(column.role == "lead" for column in columns)
    numbered = any(cell.text for cell, column in zip(cells, columns, strict=False) if column.role == "number")
    # Without a number where others have one, it may be the rest of the row above, cut by a page.
    goes_on = not numbered and any(column.role == "number" for column in columns)
    for i, (cell, column) in enumerate(zip(cells, columns, strict=False)):
        if column.role in _REPEATED_ROLES and _repeats_above(cell):
            filled[i] = replace(previous[i], carried=True)
            continue
        if cell.text or column.role not in _CARRIED_ROLES:
            continue
        if column.role == "number" or (has_lead and in_full and not goes_on):
            continue
        if column.role == "lead" and _works_with(cells, columns, previous[i]):
            continue
        if column.role == "lead" or (has_lead and not lead_given) or (not has_lead and not numbered):
            filled[i] = replace(previous[i], carried=True)
    return filled


def _works_with(cells: Sequence[Cell], columns: Sequence[Column], lead: Cell) -> bool:
    """Whether a row names the lead of the row above among those that work with its own, which it leaves empty."""
    above = lead.text.text.strip().casefold()
    partners = (
        c.text.text.casefold() for c, column in zip(cells, columns, strict=False) if column.role == "coordinate"
    )
    return bool(above) and any(above in partner for partner in partners)


def _repeats_above(cell: Cell) -> bool:
    """Whether a cell says nothing but "as above"."""
    return any(rule(name).holds(cell.text.text) for name in ("ditto.words", "ditto.signs"))


def merge_fragments(blocks: Sequence[StructuredBlock]) -> list[StructuredBlock]:
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
