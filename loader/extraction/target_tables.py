"""Targets in a table: one objective per row and year, quoted by its row label."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.measured import measured_name, population_of
from loader.extraction.quantities import decimal_of, find_quantities, unit_at
from loader.extraction.staged_tables import Stages
from loader.extraction.targets import baseline_year, classify_indicator
from loader.facts import Objective, Target
from loader.kinds import Comparator
from loader.rules import book, first, rule
from loader.structure.columns import Column
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Node
from loader.text import MappedText


def is_target_table(grid: Grid) -> bool:
    """Return whether a table states targets: indicators with columns for years, or with a unit and a column of figures."""
    by_year = grid.has("year") and (grid.has("indicator") or grid.has("task")) and not grid.has("lead")
    if by_year and not grid.has("unit") and not any(_part(c)[1] for c in grid.columns) and adds_up(grid):
        return False  # needs of money by year
    if by_year or not grid.has("indicator") or grid.has("task"):
        return by_year
    figures = _figures(grid)
    return figures is not None and (grid.has("unit") or (not grid.has("lead") and _titled_unit(grid, figures) != ""))


def adds_up(grid: Grid) -> bool:
    """Return whether a row, or a column, of a table is the sum of the others, as in tables of money."""
    labels = [cell.text.text for row in grid.rows for cell in row.cells[:2]]
    return any(is_sum_label(label) for label in (*labels, *(c.title for c in grid.columns)))


def is_sum_label(text: str) -> bool:
    """Return whether a cell says no more than that its row, or column, is a sum: "Tổng cộng", "Tổng (I + II)", not "Tổng kết"."""
    found = rule("sum-row.label").find(text.strip())
    return found is not None and found.start() == 0 and text.strip()[found.end() :].lstrip()[:1] in ("", "(", ":")


def _titled_unit(grid: Grid, column: int) -> str:
    """Return the unit that the title of a column of levels to be reached names: "Tỷ lệ cần đạt (%)"; "" without one."""
    titled = rule("target-row.title-unit").find(grid.columns[column].title.lower())
    return str(titled["unit"]) if titled is not None else ""


def _part(column: Column) -> tuple[str, str]:
    """Return what a column below a year is about and its unit: "Sản lượng (tấn)"; "" for what it does not say."""
    unit = rule("target-row.part-unit").find(column.part.strip())
    return (column.part[: unit.start()].strip(), str(unit["unit"])) if unit is not None else (column.part.strip(), "")


_FIGURE = re.compile(r"(?P<low>\d[\d.]*(?:,\d+)?)(?:\s*[-–]\s*(?P<high>\d[\d.]*(?:,\d+)?))?")
_MOST_ARE_FIGURES = 0.7
"""Share of the rows of a column that hold figures when it states targets: a few may be blank or tell a state."""
_LONGEST_FIGURE = 30
"""Characters of a cell that is a figure with unit and comparator, and no sentence."""


def _figures(grid: Grid) -> int | None:
    """Return the column behind the unit that holds figures in most rows, None when no column does."""
    rows = [row for row in grid.rows if not row.heading]
    for i, column in enumerate(grid.columns):
        if column.role in ("number", "unit", "indicator", "lead", "coordinate", "time", "note", "funding"):
            continue
        texts = [row.cells[i].text.text for row in rows if row.cells[i].text]
        figures = [t for t in texts if len(t) <= _LONGEST_FIGURE and re.search(r"\d", t)]
        if (
            texts
            and len(figures) >= _MOST_ARE_FIGURES * len(rows)
            and not rule("column-year.no-aim").starts(column.title.lower())
        ):
            return i
        if column.role == "deliverable" and figures and len(figures) >= _MOST_ARE_FIGURES * len(texts):
            return i
    return None


def table_objectives(grid: Grid, node: Node, recorder: EvidenceRecorder, year: int | None) -> list[Objective]:
    """Return one objective per row and year of a table of targets, quoted by its row label."""
    result: list[Objective] = []
    figures = None if grid.has("year") else _figures(grid)
    titled = _titled_unit(grid, figures) if figures is not None else ""
    above, stages = "", Stages.of(grid)
    for index, row in enumerate(grid.rows, 1):
        label_cell = grid.cell(row, "indicator") or grid.cell(row, "task")
        if label_cell is None or not label_cell.text or row.heading:
            continue
        label = trimmed(label_cell.text)
        unit_cell = grid.cell(row, "unit")
        dashed = row.number in _BULLETS
        by_year: dict[int | None, list[Target]] = {}
        staged = stages if stages is not None and stages.add_up(row) else None
        for i, (column, cell) in enumerate(zip(grid.columns, row.cells, strict=False)):
            total = staged is not None and i == staged.total
            figured = (column.role == "year" or i == figures) and not (staged is not None and i == staged.last)
            if not (figured or total) or not re.search(r"\d", cell.text.text):
                continue
            horizon = grid.columns[staged.last].year if staged is not None and total else column.year
            horizon = horizon or row.year or year
            how = "targets.stages" if total else "targets.table"
            part, unit = _part(column)
            unit = unit_cell.text.text if unit_cell else unit or titled
            of_above = above if dashed and above.casefold() not in label.text.casefold() else ""
            named = _Named(label, " ".join(filter(None, (part, label.text, of_above))))
            target = _cell_target(named, unit, cell.text, horizon, node, index, recorder, row, how)
            if target:
                by_year.setdefault(horizon, []).append(target)
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        section = f"{node.section}.{row.number or index}".strip(".")
        for horizon, targets in by_year.items():
            reading = recorder.at(label, path, section, "objectives.table")
            result.append(Objective(False, horizon, tuple(targets), reading))
        if not dashed:
            above = "" if by_year else label.text
    return result


_BULLETS = frozenset({"-", "–", "+", "•"})
"""Marks in the place of a number of rows that say something of the row above: "1 | Lúa", "- | Diện tích"."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What a row is about: its label, and the name of what is measured, with what the rows and columns above say of it."""

    label: MappedText
    name: str


def _cell_target(
    named: _Named,
    unit_text: str,
    cell: MappedText,
    year: int | None,
    node: Node,
    index: int,
    recorder: EvidenceRecorder,
    row: GridRow,
    how: str,
) -> Target | None:
    label = named.label
    m = _FIGURE.search(cell.text)
    if not m:
        return None
    unit = _unit(unit_text, cell.text[m.end() :], label.text)
    quantities = find_quantities(cell.text)
    comparator = quantities[0].comparator if quantities else None
    if comparator is None:
        comparator = _comparator(cell.text[: m.start()]) or _label_comparator(label.text) or Comparator.EXACTLY
    falling = rule("target-row.falling").find(label.text) if unit == "percent" else None
    name = named.name if falling is None else label.text[falling.end() :]
    if falling is not None:
        unit = "percent-decrease"
    indicator = classify_indicator(label.text, unit) or "other"
    told = [m for m in book().matchers("target-row") if m.gives]
    if indicator == "other" and unit in ("item", *(m.gives for m in told)):
        unit = next((m.gives for m in told if m.holds(label.text)), unit)
        indicator = classify_indicator(label.text, unit) or "other"
    path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
    section = f"{node.section}.{row.number or index}".strip(".")
    low = decimal_of(m["low"].rstrip("."))
    high = decimal_of(m["high"].rstrip(".")) if m["high"] else None
    return Target(
        indicator, comparator, low, high, unit, _printed(cell.text[m.start() :], unit_text), label.text, measured_name(name), year, baseline_year(label.text),
        None, population_of(measured_name(name)) if unit == "percent" else None, None, recorder.at(cell, path, section, how),
    )  # fmt: skip


def _printed(figure: str, unit: str) -> str:
    """Return a figure with its unit as printed, the unit once."""
    return figure.strip() if unit.strip() in figure else f"{figure.strip()} {unit.strip()}".strip()


def _unit(unit_text: str, behind: str, label: str) -> str:
    """Return the unit of a cell: what its column, the words behind its figure or its label say."""
    found = unit_at(unit_text, 0) or unit_at(behind, 0) or unit_at(label, 0)
    if found is None:
        return "item"
    return "percent-per-year" if found[0] == "percent" and rule("target-row.growth").holds(label) else found[0]


def _comparator(before: str) -> Comparator | None:
    found = first("comparator", before)
    return Comparator(found[0].gives) if found is not None and found[0].gives else None


def _label_comparator(label: str) -> Comparator | None:
    return Comparator.AT_LEAST if rule("target-row.at-least").holds(label) else None
