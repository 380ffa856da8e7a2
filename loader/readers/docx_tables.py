"""Word tables: rows, cells, and which cells are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from loader.readers.docx_styles import W, value, whole_number

CONTAINERS = frozenset(f"{W}{tag}" for tag in ("sdtContent", "customXml", "ins", "moveTo"))
"""Elements around rows, cells or paragraphs that change nothing."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell's place in its row, in grid columns."""

    element: etree._Element | None
    column: int
    across: int
    merges: bool = False
    continues: bool = False


def frames(cells: list[etree._Element]) -> list[Frame]:
    """Return the places of a row's cells in grid columns; cells skipped at its start come without element."""
    frames: list[Frame] = []
    column = 0
    if cells:
        row_properties = cells[0].getparent().find(f"{W}trPr") if cells[0].getparent() is not None else None
        skipped = whole_number(value(row_properties.find(f"{W}gridBefore")), 0) if row_properties is not None else 0
        for _ in range(min(skipped, 64)):
            frames.append(Frame(None, column, 1))
            column += 1
    for cell in cells:
        properties = cell.find(f"{W}tcPr")
        across, merges, continues = 1, False, False
        if properties is not None:
            across = min(max(whole_number(value(properties.find(f"{W}gridSpan")), 1), 1), 64)
            vertical = properties.find(f"{W}vMerge")
            if vertical is not None:
                merges = True
                continues = (value(vertical) or "continue") == "continue"
            if value(properties.find(f"{W}hMerge")) == "continue" and frames:
                frames[-1] = replace(frames[-1], across=frames[-1].across + across)
                column += across
                continue
        frames.append(Frame(cell, column, across, merges, continues))
        column += across
    return frames


def is_merged_above(row: list[Frame], frame: Frame) -> bool:
    """Whether ``row`` has a cell that ``frame``, one row below, can continue."""
    return any(f.column == frame.column and f.across == frame.across and f.merges for f in row)


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, deleted ones left out."""
    for child in table:
        if child.tag == f"{W}tr":
            properties = child.find(f"{W}trPr")
            if properties is None or properties.find(f"{W}del") is None:
                yield child
        elif child.tag in CONTAINERS or child.tag == f"{W}sdt":
            yield from table_rows(child)


def row_cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row."""
    cells: list[etree._Element] = []
    for child in row:
        if child.tag == f"{W}tc":
            cells.append(child)
        elif child.tag in CONTAINERS or child.tag == f"{W}sdt":
            cells += row_cells(child)
    return cells


def is_layout(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Whether a table only places other tables or pages of text on the sheet."""
    inner = next(table.iterdescendants(f"{W}tbl"), None)
    if inner is not None:
        nested = sum(len(t.text or "") for deep in table.iterdescendants(f"{W}tbl") for t in deep.iter(f"{W}t"))
        return nested * 2 > sum(len(t.text or "") for t in table.iter(f"{W}t"))
    return len(rows) == 1 and any(sum(1 for _ in cell.iterchildren(f"{W}p")) >= 40 for cell in rows[0])
