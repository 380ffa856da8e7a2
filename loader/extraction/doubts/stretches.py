"""The stretches of text that rules look for doubts in: every paragraph and table cell with its place in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from loader.extraction.evidence import EvidenceRecorder
from loader.extraction.instruments import Packaging
from loader.facts import Note
from loader.kinds import NoteKind
from loader.readers.blocks import Paragraph
from loader.structure.provisions import Division, Node, Outline
from loader.text import MappedText


class Part(Enum):
    """In which part of a division a stretch stands."""

    HEAD = auto()
    TITLE = auto()
    OPENING = auto()
    BODY = auto()
    CELL = auto()
    TAIL = auto()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph or cell.

    Attributes:
        words: its words with their place in the source.
        part: the part of the division it stands in.
        path: path of its provision, "" for head, title, opening and tail.
        section: printed numbering above it.
        document: key of the instrument it belongs to.
        division: index of its division.
        node: its provision; None outside the body.
        role: role of its column, for a cell.
    """

    words: MappedText
    part: Part
    path: str
    section: str
    document: str
    division: int
    node: Node | None = None
    role: str = ""

    @property
    def text(self) -> str:
        """The words as a string."""
        return self.words.text


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about a doubt; ``note`` puts it beside its evidence.

    Attributes:
        kind: kind of doubt.
        vi: message in Vietnamese.
        en: message in English.
        rule: name of the rule ("doubts.blank-number").
        proposed: the reading proposed instead.
    """

    kind: NoteKind
    vi: str
    en: str
    rule: str
    proposed: str | None = None


def note(finding: Finding, stretch: Stretch, start: int = 0, end: int | None = None) -> Note:
    """Return the note of a finding at ``stretch.words[start:end]`` (the whole stretch when those words are blank)."""
    words = stretch.words[start : len(stretch.words) if end is None else end].strip() or stretch.words
    reading = EvidenceRecorder(stretch.document).at(words, stretch.path, stretch.section, f"doubts.{finding.rule}")
    return Note(finding.kind, finding.vi, finding.en, finding.proposed, reading)


def stretches(outline: Outline, packaging: Packaging) -> tuple[Stretch, ...]:
    """Return the stretches of a source in reading order; empty ones are left out."""
    found: list[Stretch] = []
    for index, (division, key) in enumerate(zip(outline.divisions, packaging.keys, strict=True)):
        found += _of_lines(division.head, Part.HEAD, key, index)
        title = MappedText.join_parts((p.text for p in division.title), " ")
        if title:
            found.append(Stretch(title, Part.TITLE, "", "", key, index))
        found += _of_lines(division.opening, Part.OPENING, key, index)
        found += _of_body(division, key, index)
        found += _of_lines(division.tail, Part.TAIL, key, index)
    return tuple(found)


def _of_lines(lines: Iterable[Paragraph], part: Part, key: str, division: int) -> Iterator[Stretch]:
    return (Stretch(p.text, part, "", "", key, division) for p in lines if p.text)


def _of_body(division: Division, key: str, index: int) -> Iterator[Stretch]:
    for node in division.walk():
        if node.grid is None:
            if node.text:
                yield Stretch(node.text, Part.BODY, node.path, node.section, key, index, node)
            continue
        for at, row in enumerate(node.grid.rows, 1):
            path = f"{node.path}/hang-{at}" if node.path else f"hang-{at}"
            section = f"{node.section}.{row.number or at}".strip(".")
            for column, cell in zip(node.grid.columns, row.cells, strict=False):
                if not cell.carried and (words := cell.text):
                    yield Stretch(words, Part.CELL, path, section, key, index, node, column.role)
