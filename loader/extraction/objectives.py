"""Objectives of a plan, from bullets, sentences and tables: one per bullet and year, with the targets that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from loader.extraction.aims_among_tasks import aims_among_tasks, aims_in_task_rows, aims_striven_for
from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.horizons import horizon_of
from loader.extraction.milestones import milestone_of
from loader.extraction.quantities import find_quantities
from loader.extraction.sections import OBJECTIVES, Category, Passage, classify, states_purposes, states_purposes_too
from loader.extraction.sentences import sentences
from loader.extraction.shared_words import under_label
from loader.extraction.target_tables import is_target_table, table_objectives
from loader.extraction.targets import targets_of
from loader.facts import Objective, Task
from loader.letters import UPPER
from loader.rules import rule
from loader.structure.columns import without_years_before
from loader.text import MappedText

_SHORTEST_OBJECTIVE = 12
"""Characters of the shortest line that can state an objective; shorter ones are labels."""
_LONG_PARAGRAPH = 120
"""Characters from which on a paragraph may state an objective a sentence."""
_LONG_INTRODUCTION = 160
"""Characters from which on a line with a colon states objectives of its own."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What governs the objectives of a plan: its years, and whether it has a part that states objectives.

    Attributes:
        single_year: the year of a plan for one year.
        has_objectives: a part of it states objectives.
        start: the first year of its period, if stated.
        issued: the year in which it was issued, if known.
    """

    single_year: int | None
    has_objectives: bool
    start: int | None = None
    issued: int | None = None


def objectives(
    found: Sequence[Passage], recorder: EvidenceRecorder, aims: Aims, given: Sequence[Task] = ()
) -> list[Objective]:
    """Return the objectives of a plan in reading order; ``given`` are the tasks that were read from the same passages."""
    result: list[Objective] = []
    listed = _of_lists(found)
    fields = _fields_with_aims(found)
    # A part whose points have titles ("1. Mục đích: …") is divided; where a point states a figure, figures are the aims.
    titled = any(passage.category is Category.PURPOSE and _run_in_purpose(passage) is not None for passage in found)
    undivided = not titled and not any(_is_undivided_purpose(passage) and _counts(passage) for passage in found)
    for at, passage in enumerate(found):
        node = passage.node
        if node.grid is not None:
            if passage.category not in (Category.CONTEXT,) and is_target_table(node.grid):
                columns = without_years_before(node.grid.columns, aims.start, aims.issued)
                grid = replace(node.grid, columns=columns)
                result += table_objectives(grid, node, recorder, passage.year or aims.single_year)
            else:
                result += aims_in_task_rows(passage, recorder, aims.single_year, given)
            continue
        if passage.category in OBJECTIVES:
            if passage.heading and not _is_quantified_intro(passage):
                continue
            of_field = passage.category is Category.OBJECTIVE and passage.headings[:-1] in fields
            result += _from_passage(passage, recorder, aims, listed=at in listed, of_field=of_field)
        elif passage.category is Category.PURPOSE and not aims.has_objectives and not passage.heading:
            aim = _run_in_purpose(passage)
            if aim is not None or states_purposes(passage) or (undivided and _is_undivided_purpose(passage)):
                result += _purpose(aim or node.text, passage, recorder, aims)
            else:
                result += _stray(passage, recorder, aims)
        elif passage.category in (Category.MEASURE, Category.ORGANISATION) and not passage.heading:
            result += aims_among_tasks(passage, recorder, aims.single_year, given)
        elif passage.category is Category.NONE and node.kind == "paragraph" and not passage.headings:
            result += aims_striven_for(passage, recorder, aims.single_year)
    return result


_FEWEST_OF_A_LIST = 3
"""Paragraphs in a row from which on they may be a list without marks."""


def _of_lists(found: Sequence[Passage]) -> frozenset[int]:
    """Return the places of paragraphs that stand in a row and state an aim each, as bullets do: most are one sentence long."""
    listed: set[int] = set()
    for headings, row in groupby(enumerate(found), lambda placed: _row_of(placed[1])):
        places = [(at, len(sentences(passage.node.text)) == 1) for at, passage in row] if headings is not None else []
        if len(places) >= _FEWEST_OF_A_LIST and 2 * sum(short for _, short in places) >= len(places):
            listed.update(at for at, _ in places)
    return frozenset(listed)


_FEWEST_FIELDS = 2
"""Fields of work with aims of their own from which on these are the specific ones of each."""


def _fields_with_aims(found: Sequence[Passage]) -> frozenset[tuple[str, ...]]:
    """Return the headings of fields of work that each have a list "Mục tiêu" of their own: "1. Cải cách thể chế / a) Mục tiêu"."""
    fields = {
        passage.headings[:-1]
        for passage in found
        if passage.category is Category.OBJECTIVE
        and not passage.heading
        and len(passage.headings) > 1
        and classify(passage.headings[-1]) is Category.OBJECTIVE
        and classify(passage.headings[-2]) is None
    }
    return frozenset(fields) if len(fields) >= _FEWEST_FIELDS else frozenset()


def _row_of(passage: Passage) -> tuple[str, ...] | None:
    """Return the headings that a paragraph stands under, None for what is no paragraph."""
    return passage.headings if passage.node.kind == "paragraph" and not passage.heading else None


def _is_quantified_intro(passage: Passage) -> bool:
    return passage.text.endswith(":") and len(passage.text) > _LONG_INTRODUCTION and bool(find_quantities(passage.text))


def _from_passage(
    passage: Passage, recorder: EvidenceRecorder, aims: Aims, *, listed: bool, of_field: bool
) -> list[Objective]:
    node = passage.node
    general = passage.category is Category.GENERAL_OBJECTIVE
    words = node.text.strip()
    if (
        rule("objective.announcement").holds(words.text)
        or len(words) < _SHORTEST_OBJECTIVE
        or (words.text.startswith("(") and words.text.endswith((")", ").")))
        or rule("objective.aside").holds(words.text)
        or rule("objective.caption").holds(words.text)
        or rule("no-task.pointer").holds(words.text)
        or rule("objective.place-only").holds(words.text)
        or (rule("target.present-sentence").holds(words.text) and not rule("target.aim").holds(words.text))
    ):
        return []
    pieces = [words]
    if not general and node.kind == "paragraph" and not listed and len(words) > _LONG_PARAGRAPH:
        pieces = _split_objectives(words)
    result: list[Objective] = []
    stated: int | None = None
    for piece in pieces:
        clean = trimmed(piece)
        if not clean:
            continue
        stated = horizon_of(clean.text, governed=passage.year is not None and not general) or stated
        horizon = stated or passage.year or (aims.single_year if not general else None)
        stating = _without_label(clean)
        targets = [] if general and not find_quantities(stating.text) else targets_of(stating, node, recorder, horizon)
        if targets and passage.headings:
            targets = under_label(targets, stating.text, passage.headings[-1])
        is_general = general or (passage.category is Category.OBJECTIVE and not targets and not of_field)
        kind = "objectives.general" if is_general else "objectives.bullet"
        reading = recorder.read(clean, node, kind)
        milestone = None if general or targets else milestone_of(clean, node, recorder, stated or passage.year)
        if milestone is not None:
            # The objective keeps its kind and year: a milestone is a target of its own year.
            year = (stated or passage.year) if is_general else horizon
            result.append(Objective(is_general, year, (milestone,), reading))
            continue
        if is_general and not targets:
            result.append(Objective(True, stated or _printed_year(clean.text, aims) or _own_year(passage), (), reading))
            continue
        # A bullet that states two years states two objectives in the same words.
        for year in dict.fromkeys(t.horizon for t in targets) or [horizon]:
            result.append(Objective(is_general, year, tuple(t for t in targets if t.horizon == year), reading))
    return result


def _printed_year(text: str, aims: Aims) -> int | None:
    """Return the year of a plan of one year where the words of its aim end with it: "… của tỉnh năm 2026"."""
    printed = rule("objective.plain-year").find(text)
    return aims.single_year if printed is not None and int(printed["year"]) == aims.single_year else None


def _own_year(passage: Passage) -> int | None:
    """Return the year by which an aim shall be reached, by the heading right above it or an outer one that says "until".

    "II. Mục tiêu năm 2026 / 1. Mục tiêu chung" says nothing of when; "II. Mục tiêu đến năm 2030 / …" does.
    """
    titled = classify(passage.text.split(":", 1)[0]) is Category.GENERAL_OBJECTIVE
    if not passage.headings or not (titled or passage.category is Category.GENERAL_OBJECTIVE):
        return passage.year
    above = passage.headings if titled else passage.headings[:-1]
    near = not titled and str(passage.year) in passage.headings[-1]
    return passage.year if near or any(rule("objective.inner-horizon").holds(heading) for heading in above) else None


def _without_label(words: MappedText) -> MappedText:
    """Return the words of an objective less a label in front of them: "Chỉ tiêu 1: …"."""
    label = rule("objective.label").find(words.text)
    return words[label.end() :] if label is not None else words


def _split_objectives(words: MappedText) -> list[MappedText]:
    """Return the sentences of a paragraph of objectives that each state a quantity; one piece when fewer than two do."""
    stated: list[MappedText] = []
    for sentence in (s.strip() for s in sentences(words)):
        if stated and rule("objective.goes-on").holds(sentence.text):
            begin = words.offsets.index(stated[-1].start)
            stated[-1] = words[begin : words.offsets.index(sentence.end - 1) + 1]
        else:
            stated.append(sentence)
    quantified = [s for s in stated if s and find_quantities(s.text)]
    return [s for s in stated if s] if len(quantified) >= 2 else [words]


def _counts(passage: Passage) -> bool:
    """Whether a point states a figure: where one of an undivided part does, the figures are the aims and not the purposes."""
    return any(quantity.unit != "item" for quantity in find_quantities(passage.text))


def _is_undivided_purpose(passage: Passage) -> bool:
    """Whether a marked point of an undivided part "Mục đích, yêu cầu" states a purpose, and no requirement."""
    marked = passage.node.kind in ("clause", "point", "bullet")
    return marked and states_purposes_too(passage) and not rule("objective.requirement").holds(passage.text)


def _run_in_purpose(passage: Passage) -> MappedText | None:
    """Return the words behind a title in the same line: "1. Mục đích: Nâng cao trách nhiệm …"; None when it has none."""
    words = passage.node.text
    title = rule("objective.purpose-title").find(words.text)
    return words[title.end() :] if title is not None and passage.node.numbered else None


def _purpose(words: MappedText, passage: Passage, recorder: EvidenceRecorder, aims: Aims) -> list[Objective]:
    """Return a point of "Mục đích" as a general objective: the aims of a plan that has no part for objectives."""
    clean = trimmed(words)
    if len(clean) < _SHORTEST_OBJECTIVE or rule("objective.announcement").holds(clean.text):
        return []
    targets = targets_of(clean, passage.node, recorder, aims.single_year) if find_quantities(clean.text) else []
    reading = recorder.read(clean, passage.node, "objectives.general")
    stated = {target.horizon for target in targets}
    horizon = stated.pop() if len(stated) == 1 else aims.single_year
    return [Objective(True, horizon, tuple(targets), reading)]


def _stray(passage: Passage, recorder: EvidenceRecorder, aims: Aims) -> list[Objective]:
    """Return the quantified clauses of a purpose paragraph, when the plan has no part for objectives."""
    result: list[Objective] = []
    for clause in passage.node.text.split(_CLAUSE_END):
        clean = trimmed(clause)
        if not clean or not any(q.unit not in ("item",) for q in find_quantities(clean.text)):
            continue
        targets = targets_of(clean, passage.node, recorder, horizon_of(clean.text) or aims.single_year)
        if targets:
            horizon = targets[0].horizon
            result.append(
                Objective(False, horizon, tuple(targets), recorder.read(clean, passage.node, "objectives.stray"))
            )
    return result


_CLAUSE_END = re.compile(r";\s+|\.\s+(?=[" + UPPER + r"])")
