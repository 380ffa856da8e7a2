"""Schedules of inspections: rows that say who is inspected when, and are work of the body that inspects."""

from __future__ import annotations

from collections.abc import Iterable

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.task_tables import row_timing
from loader.facts import Agent, Task
from loader.kinds import AgentKind
from loader.rules import rule
from loader.structure.grids import Grid
from loader.structure.provisions import Node
from loader.text import MappedText


def is_schedule(grid: Grid) -> bool:
    """Return whether a table says who is inspected, and of no row who does the work."""
    return grid.has("inspected") and not grid.has("lead")


def inspecting_bodies(given: Iterable[Task]) -> tuple[Agent, ...]:
    """Return the bodies that a plan gives the inspections: the leads of the tasks that say so; none where these differ."""
    told = {
        tuple(agent.name.lower() for agent in task.leads): task.leads
        for task in given
        if task.leads
        and all(agent.kind is AgentKind.AGENCY for agent in task.leads)
        and rule("assignment.inspects").holds(task.reading.evidence.quote)
    }
    return next(iter(told.values())) if len(told) == 1 else ()


def inspection_tasks(grid: Grid, node: Node, recorder: EvidenceRecorder, leads: tuple[Agent, ...]) -> list[Task]:
    """Return one task per row of a schedule, in the words of its cells; none where it is not certain who inspects."""
    result: list[Task] = []
    for index, row in enumerate(grid.rows, 1):
        inspected, time = grid.cell(row, "inspected"), grid.cell(row, "time")
        if not leads or row.heading or inspected is None or not inspected.text:
            continue
        own = [inspected.text] if time is None or time.carried else [inspected.text, time.text]
        timing = row_timing(grid, row)
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        section = f"{node.section}.{row.number or index}".strip(".")
        words = trimmed(MappedText.join_parts(own, " "))
        result.append(Task(leads, (), timing, None, recorder.at(words, path, section, "tasks.table-row")))
    return result
