"""Pasted text: lines that were wrapped elsewhere and came to be paragraphs of their own in a Word file or web page.

Such paragraphs are set free, so that they are joined like lines of plain text. A paragraph of a document begins with a
capital, a number or a dash; where one in seven goes on in lower case what the one above left open, they are lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from loader.readers.blocks import Block, Paragraph
from loader.structure.numbering import parse_marker

LEAST_BROKEN = 4
"""Sentences cut at a line's end from which on a text is taken for pasted."""

_SHARE = 0.15
_LEAST_LETTERS = 20
_ROOM = 1.12
"""A line may be so many times as long as nine in ten of the cut ones; what is longer is a paragraph indeed."""

_ROW_TABS = 2
"""Tabs inside a line from which on it is a row of a table, however long it is."""

_LONGEST_LINE = 160
_ENDED = re.compile(r"[.;:!?…][”\"')\]]*$|\./\.?$")


def set_free(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks, the lines of pasted text no longer paragraphs of their own."""
    width = _width([block for block in blocks if isinstance(block, Paragraph)])
    if width is None:
        return tuple(blocks)
    return tuple(
        replace(block, whole=False)
        if isinstance(block, Paragraph) and block.whole and _is_line(block, width)
        else block
        for block in blocks
    )


def _is_line(paragraph: Paragraph, width: float) -> bool:
    if paragraph.numbering or paragraph.heading:
        return False
    return len(paragraph.text) <= width or paragraph.text.text.strip().count("\t") >= _ROW_TABS


def _width(paragraphs: Sequence[Paragraph]) -> float | None:
    """Return the greatest length of a line; None if the paragraphs are no lines."""
    asked = 0
    cut: list[int] = []
    for here, following in pairwise(paragraphs):
        text, after = here.text.text, following.text.text
        if not (here.whole and following.whole) or len(text) < _LEAST_LETTERS or following.numbering:
            continue
        asked += 1
        if after[0].islower() and parse_marker(after) is None and not _ENDED.search(text):
            cut.append(len(text))
    if len(cut) < LEAST_BROKEN or len(cut) <= _SHARE * asked:
        return None
    usual = sorted(cut)[int(0.9 * (len(cut) - 1))]
    return usual * _ROOM + 4 if usual <= _LONGEST_LINE else None
