"""Targets in a table: one objective per row and year, quoted by its row label."""

from __future__ import annotations

import re

from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.measured import population_of
from loader.extraction.quantities import decimal_of, find_quantities, unit_at
from loader.extraction.targets import BASELINE, classify_indicator
from loader.facts import Objective, Target
from loader.kinds import Comparator
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Node
from loader.text import MappedText


def is_target_table(grid: Grid) -> bool:
    """Return whether a table states targets: columns for years, none for leads."""
    return grid.has("year") and (grid.has("indicator") or grid.has("task")) and not grid.has("lead")


def table_objectives(grid: Grid, node: Node, scribe: Scribe, year: int | None) -> list[Objective]:
    """Return one objective per row and year of a table of targets, quoted by its row label."""
    result: list[Objective] = []
    for index, row in enumerate(grid.rows, 1):
        label_cell = grid.cell(row, "indicator") or grid.cell(row, "task")
        if label_cell is None or not label_cell.text or row.heading:
            continue
        label = trimmed(label_cell.text)
        unit_cell = grid.cell(row, "unit")
        for column, cell in zip(grid.columns, row.cells, strict=False):
            if column.role != "year" or not re.search(r"\d", cell.text.text):
                continue
            target = _cell_target(
                label, unit_cell.text.text if unit_cell else "", cell.text, column.year, node, index, scribe, row
            )
            if target:
                path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
                section = f"{node.section}.{row.number or index}".strip(".")
                result.append(
                    Objective(False, column.year, (target,), scribe.at(label, path, section, "objectives.table"))
                )
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
        indicator, comparator, low, high, unit, f"{cell.text} {unit_text}".strip(), label.text, label.text, year, int(baseline["year"]) if baseline else None,
        None, population_of(label.text) if unit == "percent" else None, None, scribe.at(cell, path, section, "targets.table"),
    )  # fmt: skip


_SIGNS = {
    "≥": Comparator.AT_LEAST, ">=": Comparator.AT_LEAST, ">": Comparator.MORE_THAN, "≤": Comparator.AT_MOST, "<=": Comparator.AT_MOST,
    "<": Comparator.AT_MOST, "~": Comparator.ABOUT, "trên": Comparator.MORE_THAN, "ít nhất": Comparator.AT_LEAST, "khoảng": Comparator.ABOUT,
}  # fmt: skip


def _label_comparator(label: str) -> Comparator | None:
    return Comparator.AT_LEAST if re.search(r"ít nhất|tối thiểu", label, re.IGNORECASE) else None
