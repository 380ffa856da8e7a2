"""Laying out a text for formats that have none of their own, and remembering where each block came to stand.

A paragraph takes a line. A table row takes a line, its cells parted by tabs; the paragraphs of a cell are parted by
line feeds. Numbering that a word processor computes is not part of the text. Cells that span columns or rows are
spread over the grid: the copies are ``carried`` and share the place of the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loader.errors import InputError
from loader.readers.blocks import Block, Cell, Paragraph, Table
from loader.readers.encoding import normalise
from loader.readers.markup import settle
from loader.text import MappedText

MAX_GRID_CELLS = 300_000
"""Most cells of one table once its spans are spread."""

MAX_PARAGRAPHS = 200_000
"""Most paragraphs of one text; 500 pages have some 20,000 lines."""

MAX_LETTERS = 10_000_000
"""Most characters of one text; 500 pages have 1.5 million."""

MAX_COLUMNS = 64
"""Most columns that one cell may span."""


HIDDEN_WORTH_A_NOTE = 4
"""Letters that are not seen from which on a note says so; fewer are marks that programs leave."""

HIDDEN_NOTE = (
    "văn bản có chữ không nhìn thấy được hoặc bị gạch ngang, đã bỏ / hidden text, or text struck out, was left out"
)
"""The warning of a reader that left out what nobody sees."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph before it has a place in the text; attributes as in ``Paragraph``, ``words`` may hold markup."""

    words: str
    numbering: str = ""
    bold: bool = False
    italic: bool = False
    centred: bool = False
    heading: int = 0
    whole: bool = True
    gap_before: bool = False


@dataclass(frozen=True, slots=True)
class SpanCell:
    """A table cell as formats state it: its paragraphs and how many columns and rows it spans."""

    lines: tuple[Line, ...] = ()
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What a reader hands over: the text, its blocks, footnotes by mark, warnings."""

    text: str
    blocks: tuple[Block, ...]
    footnotes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


class Composer:
    """Collects lines and tables in reading order and gives each its place in the text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._paragraphs = 0

    def line(self, line: Line) -> None:
        """Add a paragraph; one without words is left out.

        Raises:
            InputError: more than ``MAX_PARAGRAPHS`` or ``MAX_LETTERS``.
        """
        paragraph = self._place(line)
        if paragraph:
            self._write("\n")
            self._blocks.append(paragraph)

    def table(self, rows: Sequence[Sequence[SpanCell]], name: str) -> None:
        """Add a table, its spans spread over the grid; one without words is left out.

        Raises:
            InputError: the spans make more cells than ``MAX_GRID_CELLS``, or as ``line``.
        """
        grid = spread(rows, name)
        placed: list[tuple[Cell, ...]] = []
        for grid_row in grid:
            cells: list[Cell] = []
            for column, slot in enumerate(grid_row):
                if column:
                    self._write("\t")
                if slot is None:
                    cells.append(Cell())
                elif slot.origin is None:
                    cells.append(self._cell(slot.cell))
                else:
                    row, first = slot.origin
                    original = cells[first] if row == len(placed) else placed[row][first]
                    cells.append(Cell(original.paragraphs, carried=True))
            self._write("\n")
            placed.append(tuple(cells))
        if any(cell.paragraphs for cells_ in placed for cell in cells_):
            self._blocks.append(Table(tuple(placed)))

    def finish(self, footnotes: Sequence[tuple[str, str]] = (), warnings: Sequence[str] = ()) -> LaidOut:
        """Return the text and its blocks."""
        return LaidOut("".join(self._parts), tuple(self._blocks), tuple(footnotes), tuple(warnings))

    def _cell(self, cell: SpanCell) -> Cell:
        paragraphs: list[Paragraph] = []
        for line in cell.lines:
            if paragraphs:
                self._write("\n")
            paragraph = self._place(line)
            if paragraph:
                paragraphs.append(paragraph)
        return Cell(tuple(paragraphs))

    def _place(self, line: Line) -> Paragraph | None:
        words = _words(line.words)
        if not words:
            return None
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS or self._length + len(words) > MAX_LETTERS:
            raise InputError(f"the text has more than {MAX_PARAGRAPHS} paragraphs or {MAX_LETTERS} characters")
        text = MappedText.of(words, self._length)
        self._write(words)
        return Paragraph(
            text,
            numbering=line.numbering,
            bold=line.bold,
            italic=line.italic,
            centred=line.centred,
            heading=line.heading,
            whole=line.whole,
            gap_before=line.gap_before,
        )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


_FEWEST_CELLS = 3
"""Cells with words from which on a line of tabs is a row of a table."""


def _words(text: str) -> str:
    """Words of a line without markup; a tab between words stays, for it sets columns.

    Several tabs in a row set one column of a letterhead; among the cells of a row they hold an empty one.
    """
    text = normalise(text)
    if "\t" not in text:
        return settle(text)
    parts = [settle(part) for part in text.strip(" ").split("\t")]
    filled = [part for part in parts if part]
    return "\t".join(parts if len(filled) >= _FEWEST_CELLS else filled)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the grid: a cell, and where its original stands if this place only continues it."""

    cell: SpanCell
    origin: tuple[int, int] | None = None


def spread(rows: Sequence[Sequence[SpanCell]], name: str) -> list[list[Slot | None]]:
    """Spread spans over a grid; columns in which no cell starts are left out, rows are filled to one width.

    Raises:
        InputError: the spans make more cells than ``MAX_GRID_CELLS``.
    """
    grid: list[list[Slot | None]] = []
    reaching: dict[int, tuple[Slot, int, int]] = {}  # column → slot, row of origin, rows still to fill
    total = 0
    for r, row in enumerate(rows):
        out: list[Slot | None] = []

        def carry_down(out: list[Slot | None] = out) -> None:
            while (above := reaching.get(len(out))) is not None:
                slot, first, left = above
                column = len(out)
                origin = slot.origin or (first, column)
                out.append(Slot(slot.cell, origin))
                if left > 1:
                    reaching[column] = (slot, first, left - 1)
                else:
                    del reaching[column]

        started: dict[int, tuple[Slot, int, int]] = {}
        for cell in row:
            carry_down()
            column = len(out)
            across = min(max(cell.across, 1), MAX_COLUMNS)
            down = min(max(cell.down, 1), len(rows) - r)
            for k in range(across):
                slot = Slot(cell, (r, column) if k else None)
                out.append(slot)
                reaching.pop(column + k, None)
                if down > 1:
                    started[column + k] = (slot, r, down - 1)
        while reaching and max(reaching) >= len(out):
            carry_down()
            if reaching and max(reaching) >= len(out):
                out.append(None)
        reaching.update(started)
        total += len(out)
        if total > MAX_GRID_CELLS:
            raise InputError(f"a table has more than {MAX_GRID_CELLS} cells", where=name)
        grid.append(out)
    return _trimmed(grid)


def _trimmed(grid: list[list[Slot | None]]) -> list[list[Slot | None]]:
    width = max((len(row) for row in grid), default=0)
    if width * len(grid) > MAX_GRID_CELLS * 2:  # a few very long rows: leave them ragged
        return grid
    starts = {c for row in grid for c, slot in enumerate(row) if slot is not None and slot.origin is None}
    kept = [c for c in range(width) if c in starts]
    place = {c: i for i, c in enumerate(kept)}
    trimmed: list[list[Slot | None]] = []
    for row in grid:
        new: list[Slot | None] = []
        for c in kept:
            slot = row[c] if c < len(row) else None
            if slot is not None and slot.origin is not None:
                slot = Slot(slot.cell, (slot.origin[0], place[slot.origin[1]]))
            new.append(slot)
        trimmed.append(new)
    return trimmed
