"""Money in a table, year by year over the whole period of a plan, that misses the total of the sentence above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from loader.extraction.doubts.amounts import money, plain, printed, scale
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.target_tables import adds_up
from loader.facts import Instrument, Note
from loader.kinds import NoteKind
from loader.rules import rule
from loader.structure.columns import YEAR
from loader.structure.grids import Grid

_LEAST_ROWS = 2
"""Years that a table tells of at the least."""
_NEAR = Decimal("0.2")
"""Share of a total by which years that are meant to make it may miss it: others are of a part of it."""
_LONGEST_YEAR = 12
"""Characters of a cell that says no more than a year: "Năm 2026"."""


def tabled_money(found: Sequence[Stretch], plan: Instrument) -> Iterator[Note]:
    """Yield the totals that open a table of money by year which misses them.

    The sentence tells one amount and stands right above the table; the table has one column of money with its unit, a row
    for each year of the plan's period, and no row of sums, which others hold against its rows.
    """
    if plan.period_start is None or plan.period_end is None:
        return
    period = list(range(plan.period_start, plan.period_end + 1))
    for above, first in pairwise(found):
        grid = first.node.grid if first.node is not None else None
        if grid is None or above.part is not Part.BODY or above.division != first.division:
            continue
        amounts = list(rule("figure-doubt.amount").all(above.text))
        total = rule("figure-doubt.money-needed").find(above.text)
        if total is None or len(amounts) != 1 or not above.text.rstrip().endswith(":"):
            continue
        if rule("figure-doubt.each").holds(above.text) or rule("figure-doubt.loosely-counted").holds(
            f"{above.text[: total.start('total')]}|"
        ):
            continue
        table = _yearly(grid)
        if table is not None and table[0] == period:
            yield from _held_against(total, table[1], table[2], above)


def _yearly(grid: Grid) -> tuple[list[int], list[Decimal], str] | None:
    """Return the years of a table of money by year, their amounts and the unit; None when it is no such table."""
    funded = [at for at, column in enumerate(grid.columns) if column.role == "funding"]
    if len(funded) != 1 or len(grid.rows) < _LEAST_ROWS or adds_up(grid):
        return None
    unit = rule("figure-doubt.column-unit").find(grid.columns[funded[0]].title)
    years = [_year(row.cells[0].text.text if row.number == "" else row.cells[1].text.text) for row in grid.rows]
    amounts = [plain(row.cells[funded[0]].text.text) for row in grid.rows]
    told, values = [year for year in years if year], [amount for amount in amounts if amount is not None]
    if unit is None or len(told) != len(years) or len(values) != len(amounts):
        return None
    return told, values, unit["unit"]


def _year(cell: str) -> int | None:
    found = YEAR.findall(cell)
    return int(found[0]) if len(found) == 1 and len(cell.strip()) <= _LONGEST_YEAR else None


def _held_against(total: re.Match[str], values: Sequence[Decimal], unit: str, above: Stretch) -> Iterator[Note]:
    whole = money(total["total"], total["unit"])
    added = sum(values, Decimal(0)) * scale(unit)
    if added == whole or abs(added - whole) > _NEAR * whole:
        return
    worth = scale(total["unit"])
    terms = " + ".join(printed(value * scale(unit) / worth) for value in values)
    shown = printed(added / worth)
    vi = f"Tổng ghi {total['total']} {total['unit']} nhưng các năm trong bảng cộng lại là {shown} {total['unit']} ({terms})"
    en = f"The total is given as {total['total']} {total['unit']}, but the years of the table add up to {shown} ({terms})"
    finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "table-and-total")
    yield note(finding, above, total.start(), total.end())
