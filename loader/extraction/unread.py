"""What was not read: statements of parts whose kind is known that gave no fact, one note per run of neighbours.

A statement is a sentence, or a row of a table. It counts as read when a fact was read from its words, or when a rule of
the table ``unread-known`` says that there is nothing to read in it (pointers to annexes, closings, lines that only
announce what follows).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.introductions import introductions
from loader.extraction.nearest import nearest_rule
from loader.extraction.risks import is_field, is_risk_table
from loader.extraction.sections import OBJECTIVES, Category, Passage
from loader.extraction.sentences import sentences
from loader.extraction.target_tables import adds_up, is_sum_label, is_target_table
from loader.extraction.task_fields import begins_with_field
from loader.facts import Evidence, Facts, Note, Reading, ReadShare
from loader.kinds import NoteKind
from loader.rules import first, remembered
from loader.text import MappedText
from loader.wording import not_read

STATING = OBJECTIVES | {
    Category.MEASURE,
    Category.ORGANISATION,
    Category.FUNDING,
    Category.REPORTING,
    Category.RISK,
}
"""The kinds of parts in which every sentence states something."""
_READERS = {
    Category.MEASURE: "measures.item",
    Category.ORGANISATION: "tasks.subject",
    Category.FUNDING: "funding.source",
    Category.REPORTING: "duties.clause",
    Category.RISK: "risks.item",
}
_SHORTEST = 8
"""Characters below which words between full stops ("./.", "v.v") are no sentence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a row of a table in a part that states something.

    Attributes:
        words: its words; of a row the longest cell.
        start: offset of its first character.
        end: offset behind its last.
        length: characters of it, all cells of a row together.
        path: path of the provision it stands in.
        section: printed numbering above it.
        document: key of the instrument it belongs to.
        category: what the part is about.
        row: it is a row of a table.
    """

    words: MappedText
    start: int
    end: int
    length: int
    path: str
    section: str
    document: str
    category: Category
    row: bool = False


def with_unread(facts: Facts, found: Sequence[tuple[str, Sequence[Passage]]]) -> Facts:
    """Return the facts with a note on each run of statements that gave none, and the share that was read.

    Args:
        facts: all that was read.
        found: the passages of each division with the key of the instrument that it belongs to.
    """
    taken = _Taken(facts)
    notes: list[Note] = []
    shares: dict[str, tuple[int, int]] = {}
    run: list[Statement] = []
    last = 0  # where the last statement begins that is no field on a line of its own
    for statement in (s for key, passages in found for s in statements(passages, key)):
        read, stated = shares.get(statement.document, (0, 0))
        is_part = taken.has_field(statement, last)
        known = is_part or taken.holds(statement)
        last = last if is_part else statement.start
        shares[statement.document] = (read + known * statement.length, stated + statement.length)
        if run and (known or not _neighbours(run[-1], statement)):
            notes.append(_note(run))
            run = []
        if not known:
            run.append(statement)
    if run:
        notes.append(_note(run))
    return replace(
        facts,
        notes=tuple(sorted([*facts.notes, *notes], key=lambda n: (n.reading.evidence.start, n.reading.evidence.end))),
        read_shares=tuple(ReadShare(key, read, stated) for key, (read, stated) in shares.items()),
    )


def statements(passages: Sequence[Passage], document: str) -> Iterator[Statement]:
    """Yield the statements of a division in reading order, those left out that a rule knows to state nothing."""
    introducing = introductions(passages)
    for passage in passages:
        if passage.node.grid is not None:
            yield from _rows(passage, document)
        elif passage.category in STATING and not passage.heading and passage.node.start not in introducing:
            yield from _sentences(passage, document)


@remembered
def known_to_state_nothing(text: str) -> bool:
    """Say whether a rule knows that a sentence gives nothing to read."""
    return first("unread-known", text) is not None


def _sentences(passage: Passage, document: str) -> Iterator[Statement]:
    node = passage.node
    if known_to_state_nothing(node.text.text):
        return
    for words in sentences(node.text):
        clean = trimmed(words)
        told = len(clean) >= _SHORTEST and not is_sum_label(clean.text)
        if told and not known_to_state_nothing(clean.text):
            yield Statement(
                clean, clean.start, clean.end, len(clean), node.path, node.section, document, passage.category
            )


def _rows(passage: Passage, document: str) -> Iterator[Statement]:
    node, grid = passage.node, passage.node.grid
    if grid is None or not (
        passage.category in STATING
        or is_target_table(grid)
        or is_risk_table(grid)
        or grid.has("task", "lead")
        or grid.has("inspected")  # read only where it is certain who inspects
    ):
        return
    if adds_up(grid) and not grid.has("lead") and not is_target_table(grid):
        return  # amounts of money, which their sum row is held against (``doubts.sum-row``)
    for index, row in enumerate(grid.rows, 1):
        cells = [
            cell.text
            for column, cell in zip(grid.columns, row.cells, strict=False)
            if cell.text and not cell.carried and column.role != "number"
        ]
        longest = max(cells, key=len, default=None)
        if row.heading or longest is None or len(longest) < _SHORTEST or is_sum_label(longest.text):
            continue
        if known_to_state_nothing(longest.text):
            continue
        yield Statement(
            trimmed(longest), min(c.start for c in cells), max(c.end for c in cells), sum(map(len, cells)),
            f"{node.path}/hang-{index}" if node.path else f"hang-{index}", f"{node.section}.{row.number or index}".strip("."),
            document, passage.category, row=True,
        )  # fmt: skip


class _Taken:
    """The stretches of text that facts were read from."""

    def __init__(self, facts: Facts) -> None:
        stating: list[Reading] = [o.reading for o in facts.objectives]
        stating += [t.reading for o in facts.objectives for t in o.targets]
        for group in (facts.measures, facts.tasks, facts.duties, facts.funding, facts.risks):
            stating += [fact.reading for fact in group]
        naming = [relation.reading for relation in facts.relations]
        naming += [mention.reading for mention in facts.shared_things]
        naming += [mention.reading for mention in facts.placed_things]
        self._stating = _merged(stating)
        self._naming = _merged(naming)
        self._of_risks = [value for r in facts.risks for value in (r.likelihood, r.mitigation) if value]
        self._by_fields = sorted(t.reading.evidence.start for t in facts.tasks if t.reading.rule == "tasks.fields")
        self._timed = sorted((t.reading.evidence.start, t.timing.printed) for t in facts.tasks if t.timing)

    def holds(self, statement: Statement) -> bool:
        """Say whether a fact was read from a statement: from any part of it, or, if it is only named there, from most."""
        whole = statement.end - statement.start
        return bool(_overlap(self._stating, statement)) or 2 * _overlap(self._naming, statement) > whole

    def has_field(self, statement: Statement, last: int) -> bool:
        """Say whether a line holds nothing but fields ("Đơn vị chủ trì: …") of the task or risk above it.

        Args:
            statement: the line.
            last: where the last statement begins that is no such line.
        """
        text = statement.words.text
        if statement.category is Category.RISK and is_field(text):
            return any(value in text for value in self._of_risks)
        if not begins_with_field(text):
            return False
        timed = self._timed[bisect_left(self._timed, (last, "")) : bisect_left(self._timed, (statement.start, ""))]
        begun = bisect_left(self._by_fields, last) < bisect_left(self._by_fields, statement.start)
        return begun or any(time in text for _, time in timed)


def _merged(readings: Sequence[Reading]) -> list[tuple[int, int]]:
    """Return the stretches of readings, in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((r.evidence.start, r.evidence.end) for r in readings):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _overlap(stretches: list[tuple[int, int]], statement: Statement) -> int:
    at = max(bisect_left(stretches, (statement.start, 0)) - 1, 0)
    common = 0
    while at < len(stretches) and stretches[at][0] < statement.end:
        common += max(0, min(stretches[at][1], statement.end) - max(stretches[at][0], statement.start))
        at += 1
    return common


def _neighbours(one: Statement, other: Statement) -> bool:
    return one.document == other.document and one.category == other.category and one.row == other.row


def _note(run: Sequence[Statement]) -> Note:
    """Return the note on statements that stand one after the other; each passage among them is evidence."""
    evidence: list[Evidence] = []
    for statement in run:
        reading = EvidenceRecorder(statement.document).at(
            statement.words, statement.path, statement.section, "doubts.unread"
        )
        evidence.append(reading.evidence)
    count = len(run)
    one = run[0]
    nearest = nearest_rule(" ".join(s.words.text for s in run), aims=one.category in OBJECTIVES) or _reader(one)
    vi, en = not_read(count, rows=one.row)
    rule = "doubts.unread-row" if one.row else "doubts.unread"
    first_reading = EvidenceRecorder(one.document).at(one.words, one.path, one.section, rule)
    return Note(NoteKind.UNREAD, vi, en, None, first_reading, tuple(evidence[1:]), nearest)


def _reader(statement: Statement) -> str:
    """Return the name of the rule that reads statements of such a part."""
    if statement.row:
        return "objectives.table" if statement.category in OBJECTIVES else "tasks.table-row"
    return _READERS.get(statement.category, "objectives.bullet")
