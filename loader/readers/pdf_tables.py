"""Tables of PDF pages, and how the parts of a table on several pages become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loader.readers.labels import has_typed_label
from loader.readers.layout import Line, SpanCell
from loader.rules import rule

_SAME_PLACE = 4.0
"""Column lines of two pages that differ by less (points) are the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A table cell: its paragraphs, each with whether it is bold, and the place it takes."""

    lines: tuple[tuple[str, bool], ...]
    column: int
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        """The paragraphs joined by one space."""
        return " ".join(text for text, _ in self.lines)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table: entries by the row that they start in, column lines, upper and lower edge on the page (points).

    ``ruled`` is False for columns that only stand side by side (letterhead, signature).
    """

    rows: tuple[tuple[Entry, ...], ...]
    xs: tuple[float, ...]
    top: float
    bottom: float
    ruled: bool = True

    def continues(self, above: PageTable) -> bool:
        """Whether this is the rest of a table that ended the page before."""
        if not (self.ruled and above.ruled):
            return self.ruled == above.ruled and abs(self.xs[0] - above.xs[0]) < 12 and self.xs[1] > above.xs[0] + 60
        pairs = zip(self.xs, above.xs, strict=False)
        return len(self.xs) == len(above.xs) > 2 and all(abs(a - b) < _SAME_PLACE for a, b in pairs)

    def joined(self, below: PageTable) -> PageTable:
        """Return the table with the rows of its continuation.

        A header row that repeats is left out; a row that the page end cut is put together again; empty cells at
        the top of the new page go on with a merged cell above them.
        """
        if not self.ruled:
            columns = zip(self.rows[0], below.rows[0], strict=True)
            pair = tuple(replace(a, lines=(*a.lines, *b.lines)) for a, b in columns)
            return replace(self, rows=(pair,), bottom=below.bottom)
        rows = list(below.rows)
        if rows and [e.text for e in rows[0]] == [e.text for e in self.rows[0]]:
            rows = rows[1:]
        mine = [list(row) for row in self.rows]
        if rows and _was_cut(mine, rows[0]):
            for entry in rows[0]:
                _append(mine, entry, entry.down - 1)
            rows = rows[1:]
        elif rows:
            first: list[Entry] = []
            for entry in rows[0]:
                owner = None if entry.text else _owner(mine, entry.column)
                if (
                    owner is None
                    or (entry.down == 1 and mine[owner[0]][owner[1]].down == 1)
                    or not _is_merged(entry, mine, owner)
                ):
                    first.append(entry)
                else:
                    _append(mine, entry, entry.down)
            rows[0] = tuple(first)
        return PageTable((*(tuple(row) for row in mine), *rows), self.xs, self.top, below.bottom)

    def cells(self) -> list[list[SpanCell]]:
        """Return the cells for the composer."""
        return [
            [SpanCell(tuple(Line(t, bold=b) for t, b in e.lines), e.across, e.down) for e in row] for row in self.rows
        ]


def _owner(rows: Sequence[Sequence[Entry]], column: int) -> tuple[int, int] | None:
    """Row and index of the entry that covers a column in the last row."""
    for r in range(len(rows) - 1, -1, -1):
        for i, entry in enumerate(rows[r]):
            if entry.column <= column < entry.column + entry.across and r + entry.down >= len(rows):
                return r, i
    return None


def _is_merged(entry: Entry, rows: Sequence[Sequence[Entry]], owner: tuple[int, int]) -> bool:
    """Whether an empty cell at the top of a page is the rest of a merged cell, not a cell left blank."""
    above = rows[owner[0]][owner[1]]
    if not above.text or above.across != entry.across:
        return False
    return entry.column < 3


def _was_cut(rows: Sequence[Sequence[Entry]], below: Sequence[Entry]) -> bool:
    """Whether a row at the top of a page is the rest of the last row of the page before.

    It has no number, and a cell goes on in mid-sentence, or a column that every row fills is empty.
    """
    filled = [e for e in below if e.text]
    if not filled or len(below) < 2 or below[0].text or below[0].column != 0 or _is_sum_label(filled[0].text):
        return False
    bodies = [row for row in rows[1:] if row]
    always = {e.column for e in bodies[0] if e.text} if len(bodies) > 1 else set()
    for row in bodies[1:]:
        always &= {e.column for e in row if e.text}
    if any(e.column in always for e in below if not e.text):
        return True
    return any(e.text[0].islower() and not has_typed_label(e.text) for e in filled)


def _append(rows: list[list[Entry]], entry: Entry, further: int) -> None:
    """Put the words of ``entry`` at the end of the cell above it, which reaches ``further`` rows down."""
    owner = _owner(rows, entry.column)
    if owner is None:
        return
    r, i = owner
    above = rows[r][i]
    lines, more = list(above.lines), list(entry.lines)
    if (
        lines
        and more
        and not has_typed_label(more[0][0])
        and (more[0][0][0].islower() or lines[-1][0][-1] not in ".;:")
    ):
        text, bold = lines[-1]
        glue = "" if text[-1] in "-/" and len(text) > 1 and text[-2].isalnum() else " "
        lines[-1] = (f"{text}{glue}{more.pop(0)[0]}", bold)
    rows[r][i] = replace(above, lines=(*lines, *more), down=above.down + further)


def _is_sum_label(text: str) -> bool:
    label = text.strip(" :")
    found = rule("sum-row.label").find(label)
    return found is not None and found.end() == len(label)
