"""Tasks in tables with a column of leads: one per row, or one per dash where a cell lists several."""

from __future__ import annotations

import re
from dataclasses import replace

from loader.extraction.agents import closed_list, in_running_case, is_agent_list, lead_and_partners, spell_out
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.parties import told_parties
from loader.extraction.task_fields import read_fields
from loader.extraction.times import cell_timing
from loader.facts import Agent, Task, Timing
from loader.kinds import AgentKind, Recurrence
from loader.letters import UPPER
from loader.readers.blocks import Cell
from loader.rules import rule
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Node
from loader.text import MappedText

_PARTS = re.compile(r"[;\n]")
_STROKE = re.compile(r"\s*/\s*(?=[" + UPPER + r"])")
_SHORTEST_NAME = 4
_LONGEST_NAME = 90
"""Characters of a cell that still names somebody and does not tell what is done."""


def table_tasks(grid: Grid, node: Node, recorder: EvidenceRecorder, above: tuple[Agent, ...]) -> list[Task]:
    """Return the tasks of a table: one per row, or one per dash when a cell lists several."""
    led = grid.has("lead") and (grid.has("deliverable") or is_table_of_led_aims(grid))
    if not (led or (grid.has("task") and grid.has("coordinate")) or grid.has("task", "lead")):
        return []
    result: list[Task] = []
    for index, row in enumerate(grid.rows, 1):
        cell = grid.cell(row, "task") or grid.cell(row, "indicator") or grid.cell(row, "deliverable")
        if cell is None or not cell.text or row.heading:
            continue
        leading, helping = _roles_by_stroke(grid, row) or _lead_and_partners(grid.cell(row, "lead"))
        leads = leading or (() if _told_elsewhere(grid, row) else _agents_of_group(row.group) or above)
        coordinating = _agents_of(grid.cell(row, "coordinate")) or helping
        timing = row_timing(grid, row)
        if timing is not None and timing.recurrence is None and timing.start_year != timing.end_year:
            # "Hằng năm khảo sát …" for "2026 - 2030": each year of the period.
            yearly = rule("recurrence.annual").starts(trimmed(cell.text).text)
            timing = replace(timing, recurrence=Recurrence.ANNUAL) if yearly else timing
        product = grid.cell(row, "deliverable")
        deliverable = product.text.text.strip() if product and product.text and product is not cell else None
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        section = f"{node.section}.{row.number or index}".strip(".")
        for words in _dashed_items(cell):
            if len(words) >= _SHORTEST_TASK:
                reading = recorder.at(trimmed(words), path, section, "tasks.table-row")
                result.append(Task(leads, coordinating, timing, deliverable, reading))
    return result


def row_timing(grid: Grid, row: GridRow) -> Timing | None:
    """Return the timing of a row: that of its cell of times, in the year that the title of the column names, or the marked years."""
    for column, cell in zip(grid.columns, row.cells, strict=False):
        if column.role == "time":
            text = cell.text.text.strip()
            return cell_timing(text, column.year) if text and text.lower() not in _MARKS else _year_marks(grid, row)
    return _year_marks(grid, row)


def is_table_of_led_aims(grid: Grid) -> bool:
    """Return whether a table tells who leads each of some aims, which its rows state in full: "Chỉ tiêu | Cơ quan chủ trì"."""
    return grid.has("indicator", "lead") and not (grid.has("task") or grid.has("unit") or grid.has("year"))


def _agents_of(cell: Cell | None) -> tuple[Agent, ...]:
    if cell is None or not cell.text:
        return ()
    return tuple(_without_part(agent) for agent in closed_list(cell.text))


def _without_part(agent: Agent) -> Agent:
    """Return a body less the part that it plays in what a row is about: "Ủy ban X chủ trì thẩm tra"."""
    part = rule("partner.part-behind").find(agent.printed)
    if part is None or not part.start():
        return agent
    printed = agent.printed[: part.start()]
    return replace(agent, printed=printed, name=spell_out(printed))


def _roles_by_stroke(grid: Grid, row: GridRow) -> tuple[tuple[Agent, ...], tuple[Agent, ...]] | None:
    """Return who leads and who helps where a column holds both, parted by a stroke: "Bộ Xây dựng/Bộ Tài chính"."""
    for column, cell in zip(grid.columns, row.cells, strict=False):
        if column.role != "lead" or not rule("column.lead-and-coordinating").holds(column.title.lower()):
            continue
        sides = cell.text.split(_STROKE)
        if len(sides) == len(("lead", "coordinating")):
            leads, helping = closed_list(sides[0].strip()), closed_list(sides[1].strip())
            return (leads, helping) if leads and helping else None
    return None


def _lead_and_partners(cell: Cell | None) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    if cell is None or not cell.text:
        return (), ()
    fields = read_fields(cell.text)
    if fields is not None and fields.begin == 0 and (fields.leads or fields.coordinating):
        return fields.leads, fields.coordinating  # "Chủ trì: …; phối hợp: …" in one cell
    aside = rule("partner.bracket-behind").find(cell.text.text)
    if aside is not None and aside.start():
        # "X (Y phối hợp)", "X (Y là cơ quan thường trực)"
        text = cell.text.text
        leads = closed_list(text[: aside.start()]) or _as_printed(text[: aside.start()])
        return leads, closed_list(aside["helping"]) if rule("partner.helps-in").holds(aside[0]) else ()
    told = told_parties(cell.text.text, named=False)
    leads, helping = (told.leads, told.coordinating) if told is not None else lead_and_partners(cell.text)
    return (leads or helping or _as_printed(cell.text.text)), (helping if leads else ())


def _told_elsewhere(grid: Grid, row: GridRow) -> bool:
    """Whether the cell of leads only says which instrument names them: "Theo phân công tại Quyết định số …"."""
    cell = grid.cell(row, "lead")
    return cell is not None and rule("assignment.told-elsewhere").holds(cell.text.text.strip())


def _as_printed(text: str) -> tuple[Agent, ...]:
    """Return the parts of a cell of leads that the grammar of bodies does not know, as they are printed."""
    if rule("assignment.told-elsewhere").holds(text.strip()):
        return ()
    parts = [" ".join(part.split()).strip(" -–+•.,;") for part in _PARTS.split(text)]
    named = [part for part in parts if _SHORTEST_NAME <= len(part) <= _LONGEST_NAME and part[0].isupper()]
    return tuple(Agent(part, spell_out(part), AgentKind.GROUP) for part in named)


def _agents_of_group(heading: str) -> tuple[Agent, ...]:
    heading = in_running_case(heading)
    named = is_agent_list(heading) if heading else None
    if named:
        return named.agents
    return closed_list(heading) if rule("heading-body.group").holds(heading) else ()


_MARKS = frozenset({"x", "✓", "+"})
"""What people put into the column of a year."""
_SHORTEST_TASK = 8
"""Characters of the shortest cell that can state a task."""


def _year_marks(grid: Grid, row: GridRow) -> Timing | None:
    """Return the years whose column a row marks with an x."""
    marked = [
        c.year
        for c, cell in zip(grid.columns, row.cells, strict=False)
        if c.year and cell.text.text.strip().lower() in _MARKS
    ]
    return Timing(", ".join(map(str, marked)), None, min(marked), max(marked)) if marked else None


_DASH = re.compile(r"(?:(?<=^)|(?<=[\s.;:]))[-–•+]\s*(?=[" + UPPER + r"])")


def _dashed_items(cell: Cell) -> list[MappedText]:
    """Return the items of a cell that lists several with dashes; the whole cell otherwise."""
    paragraphs = [p.text for p in cell.paragraphs if p.text.text.strip()]
    dashed = [p for p in paragraphs if _DASH.match(p.text)]
    if len(paragraphs) > 1 and len(dashed) > 1:
        items: list[MappedText] = []
        for p in paragraphs:
            if _DASH.match(p.text) or not items:
                items.append(p)
            else:
                items[-1] = MappedText.join_parts([items[-1], p], " ")
        return [_without_dash(i) for i in items if not i.text.rstrip().endswith(":")]
    text = cell.text.strip()
    starts = [m.start() for m in _DASH.finditer(text.text)]
    if text.text[:1] in "-–•+" and len(starts) > 1:
        return [_without_dash(text[a:b].strip()) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [_without_dash(text)]


def _without_dash(text: MappedText) -> MappedText:
    m = re.match(r"^[-–•+]\s*", text.text)
    return text[m.end() :] if m else text
