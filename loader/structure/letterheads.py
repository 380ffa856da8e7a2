"""Where a letterhead ends that no line with the kind of the document closes, and which title lines go on."""

from __future__ import annotations

from collections.abc import Sequence

from loader.readers.blocks import Paragraph
from loader.rules import rule
from loader.structure.grids import StructuredBlock

MOST_LINES = 25
"""Blocks from the top within which a letterhead ends, set one word group a line."""

_LONGEST = 120
"""Characters of a line of a letterhead; longer ones are sentences that name a number or date."""

_ENDS = ("letterhead.nation", "letterhead.number", "letterhead.party-number", "letterhead.date")
"""Rules for the lines of which the last one ends a letterhead."""


def letterhead_end(blocks: Sequence[StructuredBlock]) -> int:
    """Return how many blocks at the top of a document are its letterhead: up to its motto, number and date.

    A text without a number or date in its own line at the top has none.
    """
    end = 0
    for i, block in enumerate(blocks[:MOST_LINES]):
        if not isinstance(block, Paragraph):
            continue
        text = block.text.text.strip(" \t*|")
        if rule("letterhead.opening").holds(text):
            break
        if len(text) <= _LONGEST and any(rule(name).holds(text) for name in _ENDS):
            end = i + 1
    return end


def title_goes_on(line: str) -> bool:
    """Say whether a line of a title cannot be its last one ("… NGÀY 03/4/2023 CỦA")."""
    return rule("title.unended").holds(line)
