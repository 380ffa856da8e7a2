"""A long text cut into leaves of like height: a browser lays out and paints the leaves in sight, not a hundred pages.

To leave each paragraph to itself costs more than it spares: what is out of sight is looked at anew with every frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from query_api.explorer.passages import Paragraph

LINES = 60
"""Lines of a full leaf as wide pages show it; ``plan.css`` says how high that is."""
_WIDTH = 80  # characters of a line
_GAP = 0.5  # lines between two paragraphs
_SMALLER = 0.75  # of a row's letters beside those of the text, times its lines


@dataclass(frozen=True, slots=True)
class Leaf:
    """Paragraphs, or rows of one table, that stand one below the other.

    Attributes:
        paragraphs: these.
        table: they are rows.
        full: it has about ``LINES`` lines; the last before a table and at the end may have fewer.
        opens: it is the first of its table.
        closes: it is the last of its table.
    """

    paragraphs: tuple[Paragraph, ...]
    table: bool
    full: bool
    opens: bool
    closes: bool


def leaves(paragraphs: Iterable[Paragraph]) -> Iterator[Leaf]:
    """Yield the leaves of a text in its order; nothing is left out or said twice."""
    for table, together in groupby(paragraphs, key=lambda paragraph: paragraph.row):
        runs = list(_runs(together))
        for at, (run, full) in enumerate(runs):
            yield Leaf(run, table, full, at == 0, at == len(runs) - 1)


def _runs(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[tuple[Paragraph, ...], bool]]:
    run: list[Paragraph] = []
    lines = 0.0
    for paragraph in paragraphs:
        run.append(paragraph)
        lines += _lines(paragraph)
        if lines >= LINES:
            yield tuple(run), True
            run, lines = [], 0.0
    if run:
        yield tuple(run), False


def _lines(paragraph: Paragraph) -> float:
    sizes = [sum(len(piece.text) for sentence in cell for piece in sentence.pieces) for cell in paragraph.cells]
    if not paragraph.row:
        return ceil(sum(sizes) / _WIDTH) + _GAP
    return ceil(max(sizes) * len(sizes) / _WIDTH) * _SMALLER + _GAP
