"""Objectives of a plan, from bullets, sentences and tables: one per bullet and year, with the targets that stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.quantities import find_quantities
from loader.extraction.sections import OBJECTIVES, Category, Passage
from loader.extraction.sentences import SENTENCE_BREAK
from loader.extraction.target_tables import is_target_table, table_objectives
from loader.extraction.targets import BASELINE, targets_of
from loader.facts import Objective
from loader.letters import UPPER
from loader.text import MappedText

_HORIZON = re.compile(
    r"(?:[Đđ]ến(?: hết| cuối)?(?: năm)?|[Hh]ết năm|[Gg]iai đoạn 20\d\d\s*[-–]|[Tt]rong năm|[Nn]ăm)\s*(?P<year>20\d\d)"
)


_ANNOUNCES = re.compile(r"(?:như sau|sau đây|dưới đây)\s*:$|(?:chỉ tiêu|mục tiêu)[^:;.]{0,60}:$")
"""A line that only announces the table or list below it."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What governs the objectives of a plan: its years, and whether it has a part that states objectives."""

    single_year: int | None
    has_objectives: bool


def objectives(found: Sequence[Passage], scribe: Scribe, aims: Aims) -> list[Objective]:
    """Return the objectives of a plan in reading order."""
    result: list[Objective] = []
    for passage in found:
        node = passage.node
        if node.grid is not None:
            if passage.category not in (Category.CONTEXT,) and is_target_table(node.grid):
                result += table_objectives(node.grid, node, scribe, passage.year or aims.single_year)
            continue
        if passage.category in OBJECTIVES:
            if passage.heading and not _is_quantified_intro(passage):
                continue
            result += _from_passage(passage, scribe, aims)
        elif passage.category is Category.PURPOSE and not aims.has_objectives and not passage.heading:
            stray = _stray(passage, scribe, aims)
            result += stray
    return result


def _is_quantified_intro(passage: Passage) -> bool:
    return passage.text.endswith(":") and len(passage.text) > 160 and bool(find_quantities(passage.text))


def _from_passage(passage: Passage, scribe: Scribe, aims: Aims) -> list[Objective]:
    node = passage.node
    general = passage.category is Category.GENERAL_OBJECTIVE
    words = node.text.strip()
    if (
        _ANNOUNCES.search(words.text)
        or len(words) < 12
        or (words.text.startswith("(") and words.text.endswith((")", ").")))
    ):
        return []
    pieces = [words]
    if not general and node.kind == "paragraph" and len(words) > 120:
        pieces = _split_objectives(words)
    result: list[Objective] = []
    stated: int | None = None
    for piece in pieces:
        clean = trimmed(piece)
        if not clean:
            continue
        stated = _horizon_of(clean.text) or stated
        horizon = stated or passage.year or (aims.single_year if not general else None)
        targets = [] if general and not find_quantities(clean.text) else targets_of(clean, node, scribe, horizon)
        is_general = general or (passage.category is Category.OBJECTIVE and not targets)
        rule = "objectives.general" if is_general else "objectives.bullet"
        reading = scribe.read(clean, node, rule)
        if is_general and not targets:
            result.append(Objective(True, stated or passage.year, (), reading))
            continue
        # A bullet that states two years states two objectives in the same words.
        for year in dict.fromkeys(t.horizon for t in targets) or [horizon]:
            result.append(Objective(is_general, year, tuple(t for t in targets if t.horizon == year), reading))
    return result


def _split_objectives(words: MappedText) -> list[MappedText]:
    """Return the sentences of a paragraph of objectives that each state a quantity; one piece when fewer than two do."""
    sentences = [s.strip() for s in words.split(SENTENCE_BREAK)]
    quantified = [s for s in sentences if s and find_quantities(s.text)]
    return [s for s in sentences if s] if len(quantified) >= 2 else [words]


def _stray(passage: Passage, scribe: Scribe, aims: Aims) -> list[Objective]:
    """Return the quantified clauses of a purpose paragraph, when the plan has no part for objectives."""
    result: list[Objective] = []
    for clause in passage.node.text.split(re.compile(r";\s+|\.\s+(?=[" + UPPER + r"])")):
        clean = trimmed(clause)
        if not clean or not any(q.unit not in ("item",) for q in find_quantities(clean.text)):
            continue
        targets = targets_of(clean, passage.node, scribe, _horizon_of(clean.text) or aims.single_year)
        if targets:
            horizon = targets[0].horizon
            result.append(
                Objective(False, horizon, tuple(targets), scribe.read(clean, passage.node, "objectives.stray"))
            )
    return result


def _horizon_of(text: str) -> int | None:
    masked = BASELINE.sub("", text)
    m = _HORIZON.search(masked[:60]) or re.search(
        r"(?:đến|vào|trong) (?:cuối |hết )?năm (?P<year>20\d\d)\b(?!\s*[-–])", masked
    )
    return int(m["year"]) if m else None
