"""Aims among tasks and solutions: a figure that work shall reach is a target wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.horizons import horizon_of
from loader.extraction.measured import MEASURES, measured_name
from loader.extraction.quantities import Quantity, find_quantities
from loader.extraction.sections import Passage
from loader.extraction.sentences import sentences
from loader.extraction.targets import targets_of
from loader.extraction.task_tables import is_table_of_led_aims
from loader.extraction.times import prose_timing
from loader.facts import DURATIONS, Objective, Target, Task
from loader.kinds import Comparator
from loader.readers.blocks import Cell
from loader.rules import first, rule
from loader.structure.provisions import Division, Node
from loader.text import MappedText

_DIGIT = re.compile(r"\d")
_PART = re.compile(r"(?:^|[:,])(?P<name>[^:,]+):\s*$")
"""The name of a part in front of its figure, inside a bracket."""
_SEMICOLON = re.compile(r";\s+")
_MONEY = ("vnd", "usd")
"""How the keys of units of money begin: a sum in a task is what it costs."""
_RATIOS = ("per-", "times")
"""How the keys of ratios begin: "1/10.000" is the scale of a map."""


def aims_among_tasks(
    passage: Passage, recorder: EvidenceRecorder, single_year: int | None, given: Sequence[Task]
) -> list[Objective]:
    """Return the aims that stand among tasks and solutions: "Đến năm 2030, 100% khu vực được quản lý"; "Mở 45 lớp".

    Args:
        passage: a provision of a part on solutions or organisation.
        recorder: makes the readings.
        single_year: the year of a plan of one year.
        given: the tasks read so far; an aim without a year of its own shall be reached when its task ends.
    """
    if _DIGIT.search(passage.text) is None or (
        passage.headings and rule("aim-sentence.prescribed").holds(passage.headings[-1].rstrip())
    ):
        return []
    return _aims(passage.node.text, passage.node, recorder, passage.year, single_year, given)


def aims_striven_for(passage: Passage, recorder: EvidenceRecorder, single_year: int | None) -> list[Objective]:
    """Return the aims that text in front of the parts of a plan says are striven for: "…, phấn đấu tăng trưởng đạt trên 8%"."""
    return _striven_for(passage.node, recorder, passage.year, single_year)


def aims_of_opening(division: Division, recorder: EvidenceRecorder, single_year: int | None) -> list[Objective]:
    """Return the aims that the opening of an order says are striven for; it has no part that states any."""
    result: list[Objective] = []
    for line in division.opening:
        words = line.text
        node = Node("paragraph", "", "", "", words, (), None, False, words.start, words.end)
        result += _striven_for(node, recorder, None, single_year)
    return result


def _striven_for(node: Node, recorder: EvidenceRecorder, year: int | None, single_year: int | None) -> list[Objective]:
    if _DIGIT.search(node.text.text) is None:
        return []
    result: list[Objective] = []
    for clause in _clauses(node.text):
        striving = rule("aim-sentence.striving").find(clause.text)
        if striving is not None:
            words = trimmed(clause[striving.start() :].strip())
            own = words[1:].strip() if words.text.startswith(",") else words
            result += _aims(own, node, recorder, year, single_year, ())
    return result


def aims_in_task_rows(
    passage: Passage, recorder: EvidenceRecorder, single_year: int | None, given: Sequence[Task]
) -> list[Objective]:
    """Return the aims that the rows of a table of tasks state: in the words of the task, or as the least of its product."""
    grid = passage.node.grid
    rows = {t.reading.evidence.provision: t for t in given if t.reading.rule == "tasks.table-row"}
    if grid is None or not rows:
        return []
    result: list[Objective] = []
    aims = is_table_of_led_aims(grid)
    for index, row in enumerate(grid.rows, 1):
        path = f"{passage.node.path}/hang-{index}".removeprefix("/")
        task = rows.get(path)
        if task is None:
            continue
        node = replace(passage.node, path=path, section=task.reading.evidence.section)
        if aims:
            result += _led_aim(task, node, recorder, passage.year or single_year, grid.cell(row, "indicator"))
        for name in ("task", "deliverable"):
            cell = grid.cell(row, name)
            if cell is None or not cell.text or cell.carried or _DIGIT.search(cell.text.text) is None:
                continue
            stated = _aims(cell.text, node, recorder, passage.year, single_year, given)
            result += stated if name == "task" else [aim for aim in stated if _is_least(aim)]
    return result


def _led_aim(
    task: Task, node: Node, recorder: EvidenceRecorder, year_above: int | None, cell: Cell | None
) -> list[Objective]:
    """Return the aim, one for each year, of a row that names it in full and who leads it."""
    if cell is None or not cell.text or _DIGIT.search(cell.text.text) is None:
        return []
    words = trimmed(cell.text)
    year = year_above or (task.timing.end_year if task.timing is not None else None)
    targets = targets_of(words, node, recorder, horizon_of(words.text) or year)
    reading = recorder.read(words, node, "objectives.table")
    years = dict.fromkeys(t.horizon for t in targets)
    return [Objective(False, at, tuple(t for t in targets if t.horizon == at), reading) for at in years]


def _is_least(aim: Objective) -> bool:
    """Whether an aim says how much there shall be at least: what a product says otherwise is how it looks."""
    return any(target.comparator is Comparator.AT_LEAST for target in aim.targets)


def _aims(
    words: MappedText, node: Node, recorder: EvidenceRecorder, year_above: int | None, single_year: int | None, given: Sequence[Task]
) -> list[Objective]:  # fmt: skip
    result: list[Objective] = []
    for clause in _clauses(words):
        clean = trimmed(clause)
        if not clean:
            continue
        figures = None if first("aim-sentence", clean.text) is not None else _figures(clean.text)
        if figures is not None and not figures:
            continue
        year = horizon_of(clean.text) or year_above or _end_of_task(clean, node, given) or single_year
        reading = recorder.read(clean, node, "objectives.stray")
        targets = (
            targets_of(clean, node, recorder, year)
            if figures is None
            else _counted(clean, node, recorder, year, figures)
        )
        for horizon in dict.fromkeys(t.horizon for t in targets):
            own = tuple(t for t in targets if t.horizon == horizon)
            result.append(Objective(False, horizon, own, reading))
    return result


def _clauses(words: MappedText) -> Iterator[MappedText]:
    for sentence in sentences(words):
        if is_list_of_aims(sentence):
            yield sentence
            continue
        listed = rule("task-figure.aims-listed").find(sentence.text)
        yield from (sentence if listed is None else sentence[: listed.start()]).split(_SEMICOLON)
        if listed is not None:
            yield sentence[listed.end() :]  # the aims of one list are one objective


_FEWEST_AIMS = 3
"""Clauses with a figure from which on a sentence that opens with "phấn đấu" is a list, and one objective."""


def is_list_of_aims(sentence: MappedText) -> bool:
    """Whether a sentence opens with "phấn đấu" and lists figures: an objective, and no work."""
    striving = rule("aim-sentence.striving").find(sentence.text.strip())
    if striving is None or striving.start() > 0:
        return False
    return sum(bool(find_quantities(clause)) for clause in _SEMICOLON.split(sentence.text)) >= _FEWEST_AIMS


def _counted(
    clean: MappedText, node: Node, recorder: EvidenceRecorder, year: int | None, figures: frozenset[int]
) -> list[Target]:
    """Return the targets of figures in a task; who does it, and how, is no part of what a count or share measures."""
    opening = next(q for q in find_quantities(clean.text) if q.figure in figures)
    lasting = opening.unit in DURATIONS  # what takes so long stands in front
    whole = opening.old is not None or opening.unit.startswith(MEASURES) or lasting or not opening.unit_text
    often = rule("task-figure.often").find(opening.unit_text) is not None
    begin = 0 if whole else opening.start
    made = rule("task-figure.made").find(clean.text[: opening.start]) if begin == 0 else None
    begin = made.start() if made is not None else begin
    targets = targets_of(clean[begin:], node, recorder, year, frozenset(at - begin for at in figures))
    if often and targets and (name := measured_name(clean.text[: opening.start])):
        # "Sinh hoạt câu lạc bộ ít nhất 01 lần/tháng": what is done so often stands in front.
        return [replace(targets[0], measured=name, what=f"{name}: {targets[0].printed}"), *targets[1:]]
    labelled = rule("task-figure.labelled").find(clean.text[: opening.figure])
    if labelled is None or len(targets) != len(figures):
        return targets
    label = measured_name(labelled["label"])
    return [_named(t, clean.text[:at], label) for at, t in zip(sorted(figures), targets, strict=True)]


def _named(target: Target, before: str, label: str) -> Target:
    """Return a target behind a label ("Lắp đặt mới trạm bơm: 12 trạm (trong đó: Đội một: 7 trạm, …)") with the label as its name.

    Args:
        target: the target as it was read.
        before: the words in front of its figure.
        label: the name of the work.
    """
    if ")" in before:
        return target  # what goes on behind the bracket has words of its own
    part = _PART.search(before.partition("(")[2])
    name = f"{label} ({part['name'].strip()})" if part is not None else label
    return replace(target, measured=name, what=f"{name}: {target.printed}")


def _figures(text: str) -> frozenset[int]:
    """Return where the figures of a clause stand that work shall reach: the first that says so, and those behind it."""
    found: list[int] = []
    for quantity in find_quantities(text):
        if not _is_barred(text, quantity) and (found or _is_reached(text, quantity)):
            found.append(quantity.figure)
    return frozenset(found)


def _is_barred(text: str, quantity: Quantity) -> bool:
    """Whether a figure is money, time, a condition, or counts what is there already."""
    if quantity.unit.startswith(_MONEY) or quantity.unit.startswith(_RATIOS):
        return True
    if rule("task-figure.brought-to").holds(text[: quantity.figure]):
        return False
    unit = quantity.end - len(quantity.unit_text)
    often = quantity.comparator is Comparator.AT_LEAST and rule("task-figure.often").find(text, unit) is not None
    if quantity.old is None and not often and rule("task-figure.timed").find(text, unit) is not None:
        return True
    if quantity.unit.startswith("percent") and rule("task-figure.share").find(text, quantity.end) is None:
        return quantity.old is None
    before = text[: quantity.start]
    if often:
        return rule("task-figure.terms").holds(before)
    return (
        rule("task-figure.terms").holds(before)
        or (quantity.unit == "percent" and rule("task-figure.checked").holds(before))
        or rule("task-figure.standing").find(text, quantity.end) is not None
        or rule("task-figure.listed-elsewhere").find(text, quantity.end) is not None
    )


def _is_reached(text: str, quantity: Quantity) -> bool:
    """Whether the words around a figure say that work shall bring it about."""
    if quantity.comparator is Comparator.AT_LEAST or quantity.unit.startswith("percent") or quantity.old is not None:
        return True
    if rule("task-figure.brought-to").holds(text[: quantity.figure]):
        return True
    if quantity.value <= 1 and quantity.comparator is None:
        return False  # "Xây dựng 01 mô hình" is the task itself
    before = text[: quantity.start]
    labelled = rule("task-figure.labelled").holds(before)
    return labelled or rule("task-figure.made").holds(before) or rule("task-figure.class-held").holds(text)


def _end_of_task(clause: MappedText, node: Node, given: Sequence[Task]) -> int | None:
    """Return the last year of the task that a clause belongs to; of the words themselves where there is none."""
    for task in given:
        evidence = task.reading.evidence
        if evidence.start <= clause.start < evidence.end or (
            evidence.provision == node.path and task.reading.rule == "tasks.table-row"
        ):
            return task.timing.end_year if task.timing is not None else None
    timing = prose_timing(clause.text)
    return timing.end_year if timing is not None else None
