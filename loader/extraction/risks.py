"""Risks: what may go wrong, how likely it is, what is to be done about it, from parts, sentences and tables on risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.sections import Category, Passage
from loader.facts import Risk
from loader.rules import book, first, rule
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Node
from loader.text import MappedText

_SHORTEST = 5
"""Characters below which words are no risk ("./.")."""


def risks(found: Sequence[Passage], recorder: EvidenceRecorder) -> list[Risk]:
    """Return the risks in reading order.

    Args:
        found: the passages of a plan.
        recorder: makes the readings.
    """
    result: list[Risk] = []
    for passage in found:
        node = passage.node
        if node.grid is not None:
            result += _of_table(node.grid, node, recorder) if is_risk_table(node.grid) else []
        elif passage.category is Category.RISK:
            _of_part(passage, recorder, result)
        elif states_risk(passage):
            result += _of_words(trimmed(node.text), node, recorder, "risks.sentence")
    return result


def is_risk_table(grid: Grid) -> bool:
    """Return whether a table states risks."""
    return grid.has("risk")


def states_risk(passage: Passage) -> bool:
    """Say whether a sentence outside a part on risks states one: it opens as one and says what is done about it."""
    text = passage.text
    opens = passage.node.grid is None and rule("risk-opening.named").starts(text)
    return opens and rule("risk-field.mitigation").holds(text) and not passage.agents


def _of_part(passage: Passage, recorder: EvidenceRecorder, result: list[Risk]) -> None:
    """Add what a line of a part on risks states: a risk, or a field of the risk above it."""
    words = trimmed(passage.node.text)
    if is_field(words.text):
        if result:
            fields = _fields(words)
            result[-1] = replace(
                result[-1],
                likelihood=result[-1].likelihood or fields.get("likelihood"),
                mitigation=result[-1].mitigation or fields.get("mitigation"),
            )
        return
    below = [child for child in passage.node.children if child.grid is None and is_field(child.text.text)]
    if below or not (passage.heading or passage.node.children or first("unread-known", words.text)):
        result += _of_words(words, passage.node, recorder, "risks.item")


def is_field(text: str) -> bool:
    """Say whether a line begins with a field of a risk that stands above it ("Biện pháp: …")."""
    return any(name.starts(text) for name in book().matchers("risk-field") if name.gives != "risk")


def _of_words(words: MappedText, node: Node, recorder: EvidenceRecorder, name: str) -> list[Risk]:
    fields = _fields(words)
    what = fields.get("risk", "")
    if len(what) < _SHORTEST:
        return []
    return [Risk(what, fields.get("likelihood"), fields.get("mitigation"), recorder.read(words, node, name))]


def _fields(words: MappedText) -> dict[str, str]:
    """Return the values of the fields of a line by name; what stands in front of the first is the risk itself."""
    text = words.text
    marks = sorted(
        (m.start(), m.end(), matcher.gives) for matcher in book().matchers("risk-field") for m in matcher.all(text)
    )
    values: dict[str, str] = {}
    if not marks or marks[0][0] > 0:
        marks = [(0, 0, "risk"), *marks]
    for (_, begin, name), following in zip(marks, [*(m[0] for m in marks[1:]), len(text)], strict=True):
        value = text[begin:following].strip(" .;,:–-")
        if value and name not in values:
            values[name] = value
    return values


def _of_table(grid: Grid, node: Node, recorder: EvidenceRecorder) -> list[Risk]:
    result: list[Risk] = []
    for index, row in enumerate(grid.rows, 1):
        cell = grid.cell(row, "risk")
        if cell is None or not cell.text or row.heading or len(cell.text) < _SHORTEST:
            continue
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        section = f"{node.section}.{row.number or index}".strip(".")
        words = trimmed(cell.text)
        levels = [
            text
            for c, r in zip(grid.columns, row.cells, strict=False)
            if c.role == "likelihood" and (text := _of(r.text))
        ]
        result.append(
            Risk(
                words.text,
                "; ".join(levels) or None,
                _answer(grid, row),
                recorder.at(words, path, section, "risks.row"),
            )
        )
    return result


def _answer(grid: Grid, row: GridRow) -> str | None:
    """Return what a row says is to be done: in its column, else in one of solutions."""
    for role in ("mitigation", "task"):
        cell = grid.cell(row, role)
        if cell is not None and cell.text:
            return _of(cell.text)
    return None


def _of(words: MappedText) -> str:
    return words.text.strip(" .;,")
