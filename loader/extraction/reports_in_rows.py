"""Reports that the row of a table of tasks orders outside the words of its task: in its cell of times or of products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loader.extraction.evidence import trimmed
from loader.extraction.sections import Passage
from loader.facts import Task
from loader.rules import rule
from loader.text import MappedText

_CELLS = (("time", "reporting.in-time-cell"), ("deliverable", "reporting.in-product-cell"))
"""The columns in which a row may order a report, each with the rule that tells it; a product "Báo cáo …" is none."""


def reports_in_rows(found: Sequence[Passage], tasks: Sequence[Task]) -> Iterator[tuple[MappedText, Task]]:
    """Yield the words in which cells order a report, each with the task of its row: "…; báo cáo kết quả trước ngày 15/12".

    Args:
        found: the passages of a plan.
        tasks: the tasks read from the rows of its tables.
    """
    rows = {t.reading.evidence.provision: t for t in reversed(tasks) if t.reading.rule == "tasks.table-row"}
    for passage in found if rows else ():
        grid = passage.node.grid
        if grid is None:
            continue
        for index, row in enumerate(grid.rows, 1):
            task = rows.get(f"{passage.node.path}/hang-{index}".removeprefix("/"))
            if task is None:
                continue
            for role, name in _CELLS:
                cell = grid.cell(row, role)
                report = rule(name).find(cell.text.text) if cell is not None and not cell.carried else None
                if cell is not None and report is not None:
                    begin = report.start() if role == "deliverable" else report.start("report")
                    yield trimmed(cell.text[begin : report.end("report")]), task
