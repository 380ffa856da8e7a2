"""Totals of an annex that shares out counts, column by column, held against the targets of the text for the same year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from loader.extraction.doubts.amounts import plain, printed
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.quantities import unit_at
from loader.extraction.target_tables import is_sum_label
from loader.extraction.targets import classify_indicator
from loader.facts import Note, Objective, Target
from loader.kinds import Comparator, NoteKind
from loader.rules import rule
from loader.structure.columns import YEAR
from loader.structure.grids import Grid, GridRow

_TITLED = re.compile(r"(?P<head>[^()]+?)\s*\((?P<unit>[^()]+)\)\s*")
"""The title of a column with its unit; one that lists several things counts them together."""
_LEAST_PARTS = 2
"""Rows that make a total at the least."""


def annex_totals(found: Sequence[Stretch], objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield the totals of an annex that are not what the text wants by the year in the annex's title.

    The column names what one target of the text for that year counts, with its unit, and its rows make its total. Nothing is
    said where text and column differ in what is counted (new ones, all there is by then), nor of "at least" with more.
    """
    titles = {s.division: s.text for s in found if s.part is Part.TITLE and s.division > 0}
    tables: dict[tuple[int, int], list[Stretch]] = {}
    for stretch in found:
        if stretch.node is not None and stretch.node.grid is not None:
            tables.setdefault((stretch.division, stretch.node.start), []).append(stretch)
    for (division, _), cells in tables.items():
        node, years = cells[0].node, set(YEAR.findall(titles.get(division, "")))
        if node is not None and node.grid is not None and len(years) == 1:
            yield from _of_table(node.grid, int(years.pop()), cells, found, objectives)


def _of_table(
    grid: Grid, year: int, cells: Sequence[Stretch], found: Sequence[Stretch], objectives: Sequence[Objective]
) -> Iterator[Note]:
    sums = [row for row in grid.rows if any(is_sum_label(cell.text.text) for cell in row.cells[:3])]
    if len(sums) != 1 or grid.has("year"):
        return
    for at, column in enumerate(grid.columns):
        titled = _TITLED.fullmatch(column.title)
        if titled is None or any(mark in titled["head"] for mark in ",;:+"):
            continue
        unit = unit_at(titled["unit"], 0)
        total = _total(grid, sums[0], at)
        target = _target(titled["head"], unit[0], year, objectives) if unit is not None and total is not None else None
        if target is None or total is None or not _differ(target, total) or not _alike(titled["head"], target, found):
            continue
        place = sums[0].cells[at].text.start
        stretch = next((cell for cell in cells if cell.words.start == place), None)
        if stretch is not None:
            vi = f"Phụ lục ghi tổng {printed(total)} ({titled['head']}) đến năm {year}, chỉ tiêu ở phần chính ghi “{target.printed}”"
            en = f"The annex totals {printed(total)} ({titled['head']}) for {year}, the target of the text is “{target.printed}”"
            yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "annex-total"), stretch)


def _total(grid: Grid, sums: GridRow, at: int) -> Decimal | None:
    """Return the total of a column, None when its rows do not make it."""
    total = plain(sums.cells[at].text.text)
    values = [plain(row.cells[at].text.text) for row in grid.rows if row is not sums and not row.heading]
    counted = [value for value in values if value is not None]
    return total if len(counted) >= _LEAST_PARTS and sum(counted, Decimal(0)) == total else None


def _target(head: str, unit: str, year: int, objectives: Sequence[Objective]) -> Target | None:
    """Return the one target for a year that counts what a column does."""
    indicator = classify_indicator(head, unit)
    same = [t for o in objectives for t in o.targets if t.indicator == indicator and t.horizon == year]
    if indicator is None or indicator == "other" or len(same) != 1:
        return None
    return same[0] if same[0].unit == unit and same[0].upper_value is None else None


def _differ(target: Target, total: Decimal) -> bool:
    if target.comparator is Comparator.EXACTLY:
        return total != target.value
    return target.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN) and total < target.value


def _alike(head: str, target: Target, found: Sequence[Stretch]) -> bool:
    """Whether a column and a target count in the same way: both what is new, or both all there is."""
    place = target.reading.evidence
    said = next((s for s in found if s.part is Part.BODY and s.words.start <= place.start < s.words.end), None)
    if said is None or rule("figure-doubt.counted-apart").holds(said.text):
        return False
    return rule("figure-doubt.counted-new").holds(head) == rule("figure-doubt.counted-new").holds(said.text)
