"""Targets in a table: one objective per row and year, quoted by its row label."""

from __future__ import annotations

import re

from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.measured import measured_name, population_of
from loader.extraction.quantities import decimal_of, find_quantities, unit_at
from loader.extraction.targets import BASELINE, classify_indicator
from loader.facts import Objective, Target
from loader.kinds import Comparator
from loader.rules import rule
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Node
from loader.text import MappedText


def is_target_table(grid: Grid) -> bool:
    """Return whether a table states targets: indicators with columns for years, or with a unit and a column of figures."""
    by_year = grid.has("year") and (grid.has("indicator") or grid.has("task")) and not grid.has("lead")
    return by_year or (grid.has("indicator", "unit") and not grid.has("task") and _figures(grid) is not None)


_MOST_ARE_FIGURES = 0.7
_LONGEST_FIGURE = 30


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


def table_objectives(grid: Grid, node: Node, scribe: Scribe, year: int | None) -> list[Objective]:
    """Return one objective per row and year of a table of targets, quoted by its row label."""
    result: list[Objective] = []
    figures = None if grid.has("year") else _figures(grid)
    for index, row in enumerate(grid.rows, 1):
        label_cell = grid.cell(row, "indicator") or grid.cell(row, "task")
        if label_cell is None or not label_cell.text or row.heading:
            continue
        label = trimmed(label_cell.text)
        unit_cell = grid.cell(row, "unit")
        for i, (column, cell) in enumerate(zip(grid.columns, row.cells, strict=False)):
            if (column.role != "year" and i != figures) or not re.search(r"\d", cell.text.text):
                continue
            horizon = column.year or row.year or year
            target = _cell_target(
                label, unit_cell.text.text if unit_cell else "", cell.text, horizon, node, index, scribe, row
            )
            if target:
                path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
                section = f"{node.section}.{row.number or index}".strip(".")
                result.append(Objective(False, horizon, (target,), scribe.at(label, path, section, "objectives.table")))
    return result


def _cell_target(
    label: MappedText,
    unit_text: str,
    cell: MappedText,
    year: int | None,
    node: Node,
    index: int,
    scribe: Scribe,
    row: GridRow,
) -> Target | None:
    m = re.search(
        r"(?P<sign>[≥>≤<~]=?|[^\d]*?)\s*(?P<low>\d[\d.]*(?:,\d+)?)(?:\s*[-–]\s*(?P<high>\d[\d.]*(?:,\d+)?))?", cell.text
    )
    if not m:
        return None
    quantities = find_quantities(cell.text)
    found = unit_at(unit_text, 0) or unit_at(cell.text, m.end()) or unit_at(label.text, 0)
    unit = found[0] if found else "item"
    if re.search(r"%\s*/\s*năm", unit_text) or (unit == "percent" and "tốc độ tăng" in label.text.lower()):
        unit = "percent-per-year"
    sign = m["sign"].strip().lower()
    comparator = quantities[0].comparator if quantities else None
    if comparator is None:
        comparator = _SIGNS.get(sign) or _label_comparator(label.text) or Comparator.EXACTLY
    indicator = classify_indicator(label.text, unit) or "other"
    if indicator == "other" and unit in ("item", "village", "craft"):
        guess = "village" if "làng nghề" in label.text.lower() else "craft" if "nghề" in label.text.lower() else unit
        indicator, unit = classify_indicator(label.text, guess) or "other", guess
    baseline = BASELINE.search(label.text)
    path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
    section = f"{node.section}.{row.number or index}".strip(".")
    low = decimal_of(m["low"].rstrip("."))
    high = decimal_of(m["high"].rstrip(".")) if m["high"] else None
    return Target(
        indicator, comparator, low, high, unit, _printed(cell.text, unit_text), label.text, measured_name(label.text), year, int(baseline["year"]) if baseline else None,
        None, population_of(measured_name(label.text)) if unit == "percent" else None, None, scribe.at(cell, path, section, "targets.table"),
    )  # fmt: skip


def _printed(figure: str, unit: str) -> str:
    """Return a figure with its unit as printed, the unit once."""
    return figure.strip() if unit.strip() in figure else f"{figure.strip()} {unit.strip()}".strip()


_SIGNS = {
    "≥": Comparator.AT_LEAST, ">=": Comparator.AT_LEAST, ">": Comparator.MORE_THAN, "≤": Comparator.AT_MOST, "<=": Comparator.AT_MOST,
    "<": Comparator.AT_MOST, "~": Comparator.ABOUT, "trên": Comparator.MORE_THAN, "ít nhất": Comparator.AT_LEAST, "khoảng": Comparator.ABOUT,
}  # fmt: skip


def _label_comparator(label: str) -> Comparator | None:
    return Comparator.AT_LEAST if re.search(r"ít nhất|tối thiểu", label, re.IGNORECASE) else None
