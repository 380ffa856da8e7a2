"""Tables of targets by stages with a column of totals: where a row adds up, its figures are of each stage, its total by the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from loader.extraction.quantities import decimal_of
from loader.rules import rule
from loader.structure.columns import YEAR
from loader.structure.grids import Grid, GridRow

_FIGURES = re.compile(r"\d[\d.]*")
_LEAST_STAGES = 2
_OF_A_STAGE = 2
"""Years in the title of a stage: its first and its last."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The columns of a table by stages: "2026 - 2028 | 2029 - 2030 | Cả giai đoạn".

    Attributes:
        stages: the columns of the stages.
        total: the column with what they add up to.
    """

    stages: tuple[int, ...]
    total: int

    @classmethod
    def of(cls, grid: Grid) -> Stages | None:
        """Return those of a table; None for a table that is not by stages, or gives no total."""
        totals = [i for i, c in enumerate(grid.columns) if rule("target-row.whole-period").holds(c.title)]
        stages = tuple(
            i
            for i, c in enumerate(grid.columns)
            if c.role == "year" and len(YEAR.findall(c.title)) == _OF_A_STAGE and i not in totals
        )
        return cls(stages, totals[0]) if len(totals) == 1 and len(stages) >= _LEAST_STAGES else None

    @property
    def last(self) -> int:
        """The column of the last stage, by whose end there is the total."""
        return self.stages[-1]

    def add_up(self, row: GridRow) -> bool:
        """Whether the counts of a row add up to its total: 06 and 04 to 10."""
        if max((*self.stages, self.total)) >= len(row.cells):
            return False
        texts = [row.cells[i].text.text.strip() for i in (*self.stages, self.total)]
        if not all(map(_FIGURES.fullmatch, texts)):
            return False
        *counts, total = map(decimal_of, texts)
        return sum(counts, Decimal(0)) == total
