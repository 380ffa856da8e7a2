"""Where a letterhead ends that no line with the kind of the document closes, and which title lines go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loader.readers.blocks import Paragraph
from loader.rules import first, rule
from loader.structure.grids import StructuredBlock
from loader.text import MappedText

MOST_LINES = 25
"""Blocks from the top within which a letterhead ends, set one word group a line."""

_LONGEST = 120
"""Characters of a line of a letterhead; longer ones are sentences that name a number or date."""

_MOST_BROKEN = 60
"""Characters of the longest line of a letterhead that may be half of a number, a date or a kind."""

_ENDS = ("letterhead.nation", "letterhead.number", "letterhead.party-number", "letterhead.date")
"""Rules for the lines of which the last one ends a letterhead."""


def letterhead_end(blocks: Sequence[StructuredBlock]) -> int:
    """Return how many blocks at the top of a document are its letterhead: up to its motto, number and date.

    The abstract of a letter stands below its number, so motto and date, set in the other column, may come behind it. A
    text without a number or date in its own line at the top has no letterhead.
    """
    end = 0
    for i, block in enumerate(blocks[:MOST_LINES]):
        if not isinstance(block, Paragraph):
            continue
        text = block.text.text.strip(" \t*|")
        if rule("letterhead.opening").holds(text) and not rule("division.abstract").holds(text):
            break
        if len(text) <= _LONGEST and any(rule(name).holds(text) for name in _ENDS):
            end = i + 1
    return end


def abstract_within(letterhead: Sequence[StructuredBlock]) -> Sequence[StructuredBlock]:
    """Return the lines of a letterhead that are the abstract of a letter, "V/v …" and what goes on below it."""
    start = next((i for i, block in enumerate(letterhead) if _is(block, "division.abstract")), None)
    if start is None:
        return ()
    behind = range(start + 1, len(letterhead))
    end = next((i for i in behind if any(_is(letterhead[i], name) for name in _ENDS)), len(letterhead))
    return letterhead[start:end]


def _is(block: StructuredBlock, name: str) -> bool:
    return isinstance(block, Paragraph) and rule(name).holds(block.text.text.strip(" \t*|"))


def title_goes_on(line: str) -> bool:
    """Say whether a line of a title cannot be its last one ("… NGÀY 03/4/2023 CỦA")."""
    return rule("title.unended").holds(line)


def whole_letterhead(blocks: Sequence[StructuredBlock]) -> list[StructuredBlock]:
    """Return the blocks, numbers, dates and kinds that are broken over lines at the top put together ("KẾ / HOẠCH")."""
    kept: list[StructuredBlock] = []
    for i, block in enumerate(blocks):
        above = kept[-1] if kept else None
        if i <= MOST_LINES and isinstance(block, Paragraph) and isinstance(above, Paragraph):
            text = MappedText.join_parts([above.text.strip(), block.text.strip()], " ")
            if len(text) <= 2 * _MOST_BROKEN and _is_broken(
                above.text.text.strip(), block.text.text.strip(), text.text
            ):
                kept[-1] = replace(above, text=text)
                continue
        kept.append(block)
    return kept


def _is_broken(above: str, below: str, joined: str) -> bool:
    """Say whether a number, date or kind begins on one line and ends on the next."""
    for name in _ENDS[1:]:
        found = rule(name).find(joined)
        whole = rule(name).holds(above) or rule(name).holds(below)
        if found is not None and found.start() < len(above) < found.end() and not whole:
            return True
    kind = first("document-kind", joined) if joined.isupper() else None
    return kind is not None and kind[1].span() == (0, len(joined)) and first("document-kind", above) is None
