"""Tables of targets by stages with a column of totals: where a row adds up, its figures are of each stage, its total by the end."""

from __future__ import annotations

import re
from decimal import Decimal

from loader.extraction.quantities import decimal_of
from loader.rules import rule
from loader.structure.columns import YEAR
from loader.structure.grids import Grid, GridRow

_COUNT = re.compile(r"\d[\d.]*")
_LEAST_STAGES = 2
_OF_A_STAGE = 2
"""Years in the title of a stage: its first and its last."""


def total_of_stages(grid: Grid, row: GridRow) -> tuple[int, int] | None:
    """Return the column of the last stage of a row and the one of its total, where the counts of its stages add up to it.

    "2026 - 2028 | 2029 - 2030 | Cả giai đoạn" with 06, 04 and 10: by 2030 it is 10. None for any other row.
    """
    stages = [i for i, c in enumerate(grid.columns) if c.role == "year" and len(YEAR.findall(c.title)) == _OF_A_STAGE]
    whole = [i for i, c in enumerate(grid.columns) if rule("target-row.whole-period").holds(c.title)]
    stages = [i for i in stages if i not in whole]
    if len(whole) != 1 or len(stages) < _LEAST_STAGES or max((*stages, *whole)) >= len(row.cells):
        return None
    counts = [_count(row, i) for i in (*stages, *whole)]
    known = [count for count in counts if count is not None]
    if len(known) != len(counts) or sum(known[:-1], Decimal(0)) != known[-1]:
        return None
    return stages[-1], whole[0]


def _count(row: GridRow, column: int) -> Decimal | None:
    text = row.cells[column].text.text.strip()
    return decimal_of(text) if _COUNT.fullmatch(text) else None
