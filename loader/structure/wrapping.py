"""Joining of lines that were cut: hard-wrapped text and sentences that a page break splits.

A line goes on the line before it when grammar or layout says so: it starts in lower case, the line before ends in a
connective, or the line before is as wide as the text. Paragraphs that a format delimits (docx, HTML) are never joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loader.readers.blocks import Paragraph
from loader.structure.junctions import continues
from loader.structure.lines import Layout, layout_of, without_furniture
from loader.text import MappedText


def join_lines(lines: Iterable[Paragraph], layout: Layout | None = None) -> list[Paragraph]:
    """Return the paragraphs of ``lines``: cut ones joined, furniture and page numbers left out.

    Args:
        lines: lines of a text, or a run of them between two tables.
        layout: layout of the whole text; measured on ``lines`` when None.
    """
    kept = without_furniture(list(lines))
    layout = layout or layout_of(kept)
    joined: list[Paragraph] = []
    pieces: list[Paragraph] = []
    for line in kept:
        if pieces and continues(pieces, line, layout):
            pieces.append(line)
            continue
        if pieces:
            joined.append(_merge(pieces))
        pieces = [line]
    if pieces:
        joined.append(_merge(pieces))
    return joined


def _merge(pieces: Sequence[Paragraph]) -> Paragraph:
    if len(pieces) == 1:
        return pieces[0]
    text = MappedText.join_parts((p.text for p in pieces), " ")
    return replace(pieces[0], text=text, bold=all(p.bold for p in pieces), italic=all(p.italic for p in pieces))
