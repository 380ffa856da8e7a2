"""The texts of an outline by scope: what rules on headings, cells, lines and clauses are tried on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loader.structure.provisions import Division, Node, Outline

_CLAUSE_END = re.compile(r"(?<=[;.])\s+")
SCOPES = ("heading", "title", "opening", "head", "tail", "header-cell", "cell", "line", "clause", "text")
"""The kinds of texts that a rule may be tried on."""


@dataclass(frozen=True, slots=True)
class ScopedText:
    """A text of a document, and where it stands.

    Attributes:
        text: the words, as rules see them.
        place: the printed numbering above it, or what it is a part of.
        start: offset of its first character in the source text.
    """

    text: str
    place: str
    start: int


def scoped_texts(found: Outline, scope: str) -> Iterator[ScopedText]:
    """Yield the texts of a document that rules of a scope are tried on, in reading order."""
    for division in found.divisions:
        if scope in ("head", "title", "opening", "tail"):
            for paragraph in getattr(division, scope):
                yield ScopedText(paragraph.text.text, scope, paragraph.text.start)
            continue
        if scope in ("line", "text"):
            yield from _around(division)
        for node in division.walk():
            yield from _of_node(node, scope)


def _around(division: Division) -> Iterator[ScopedText]:
    for part, paragraphs in (("head", division.head), ("title", division.title), ("opening", division.opening)):
        for paragraph in paragraphs:
            yield ScopedText(paragraph.text.text, part, paragraph.text.start)


def _of_node(node: Node, scope: str) -> Iterator[ScopedText]:
    place = node.section or node.path
    if node.grid is None:
        if scope == "heading" and (node.children or node.numbered or node.kind == "heading"):
            yield ScopedText(node.text.text.split(":", 1)[0], place, node.start)
        elif scope in ("line", "text"):
            yield ScopedText(node.text.text, place, node.start)
        elif scope == "clause":
            for clause in node.text.split(_CLAUSE_END):
                if clause:
                    yield ScopedText(clause.text, place, clause.start)
        return
    if scope == "header-cell":
        for column in node.grid.columns:
            yield ScopedText(column.title, place, node.start)
    elif scope == "cell":
        for row in node.grid.rows:
            for cell in row.cells:
                if cell.text and not cell.carried:
                    yield ScopedText(cell.text.text, place, cell.text.start)
