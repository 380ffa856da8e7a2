"""Lines of a text: which hold nothing to read, which are capitals, and the widths that they are set to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from loader.letters import UPPER
from loader.readers.blocks import Paragraph
from loader.rules import first
from loader.structure.numbering import parse_marker

_FURNITURE = re.compile(r"^[\s|_=*·.~—–-]*$")
_PAGE_NUMBER = re.compile(r"^[-–—]?\s*\d{1,3}\s*[-–—]?$")
_MOSTLY_CAPITALS = 0.85
"""Share of capitals among the letters of a heading in capitals; a unit or a name may stand in small letters."""
_SHORTEST_WRAPPED = 20
"""Characters below which the length of a line says nothing about the width of the text."""
_LEAST_BROKEN = 5
"""Lines cut inside a sentence from which on a text counts as hard-wrapped."""
_SHARE_BROKEN = 0.15
"""Share of such lines from which on it does."""
_NEW_SENTENCE = re.compile(r"(?<=\w\w)[.] (?=[" + UPPER + "])")
_USUAL_WIDTH = 80
SET_IN = 2
"""Blanks in front of a line from which on it is set in."""
_LEAST_SEEN = 8
"""Lines from which on a habit of a text can be told."""
_HABIT = 0.75
"""Share of lines that makes a habit."""
_HIGH_RANK = 0.9
"""Of many lengths, the one that nine in ten do not exceed: single lines may be longer than the text is wide."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths of a text: of lines that open a paragraph and of the others.

    Attributes:
        wrapped: the text is hard-wrapped.
        first_width: width of lines that open a paragraph.
        width: width of the other lines.
        indented: the first line of each paragraph is set in, the others are not.
        flush: lines that go on are never set in, so that a line set in opens a paragraph.
        spaced: a blank line stands in front of each paragraph, so that a line without one goes on.
        unmarked: more paragraphs begin without a marker than sentences inside paragraphs, so that a capital behind the
            end of a sentence opens a paragraph even if the line above is full.
    """

    wrapped: bool
    first_width: int
    width: int
    indented: bool = False
    flush: bool = False
    spaced: bool = False
    unmarked: bool = False


def is_furniture(text: str) -> bool:
    """Whether a line holds nothing to read: rules, cell bars, dots."""
    return _FURNITURE.match(text) is not None


@lru_cache(maxsize=1024)
def is_upper(text: str) -> bool:
    """Whether the letters of ``text`` (at least two) are capitals."""
    # Most lines have too many small letters at their beginning already.
    if sum(map(str.islower, text[: len(text) // 2])) > (1 - _MOSTLY_CAPITALS) * len(text):
        return False
    letters = list(filter(str.isalpha, text))
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= _MOSTLY_CAPITALS * len(letters)


def measure_layout(lines: Iterable[Paragraph]) -> Layout:
    """Return the layout of a text from all its lines."""
    return layout_of(without_furniture(list(lines)))


def without_furniture(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines without rules, bars and page numbers."""
    kept: list[Paragraph] = []
    gap = False
    for i, line in enumerate(lines):
        text = line.text.text
        alone = line.gap_before or gap or i == 0
        if is_furniture(text) or (not line.whole and alone and _is_page_number(text.strip())):
            gap = True
            continue
        words = line.text.collapse()
        if words is line.text and (line.gap_before or not gap):
            kept.append(line)
        else:
            kept.append(replace(line, text=words, gap_before=line.gap_before or gap))
        gap = False
    return kept


def _is_page_number(text: str) -> bool:
    if _PAGE_NUMBER.match(text):
        return True
    return text[:1].isalnum() and text[-1:].isdigit() and first("page-number", text) is not None


def layout_of(lines: Sequence[Paragraph]) -> Layout:
    """Return the layout of lines that all hold words."""
    opened: list[int] = []
    others: list[int] = []
    broken = candidates = 0
    opening: list[bool] = []
    going_on: list[bool] = []
    parted: list[bool] = []
    for here, following in pairwise(lines):
        text = here.text.text
        if not following.whole and parse_marker(following.text.text):
            parted.append(following.gap_before)
        if not following.whole and not following.gap_before:
            if parse_marker(following.text.text):
                opening.append(indent(here, following) >= SET_IN)
            elif following.text.text[0].islower():
                going_on.append(indent(here, following) < SET_IN)
        if here.whole or len(text) < _SHORTEST_WRAPPED or following.whole:
            continue
        candidates += 1
        if following.gap_before or not following.text.text[0].islower() or parse_marker(following.text.text):
            continue
        broken += 1
        (opened if parse_marker(text) else others).append(len(text))
    wrapped = broken >= _LEAST_BROKEN and broken > _SHARE_BROKEN * candidates
    width = _high(others) or _high(opened) or _USUAL_WIDTH
    set_in = wrapped and _mostly(opening) and _mostly(going_on)
    spaced = wrapped and _mostly(parted)
    unmarked = wrapped and not spaced and _opens_unmarked(lines, width)
    return Layout(
        wrapped,
        _high(opened) or width,
        width,
        set_in,
        wrapped and _mostly(going_on),
        wrapped and _mostly(parted),
        unmarked,
    )


def _opens_unmarked(lines: Sequence[Paragraph], width: int) -> bool:
    """Whether paragraphs without a marker are more than sentences that begin inside a line."""
    opened = sum(_begins_unmarked(here, following, width) for here, following in pairwise(lines))
    inside = sum(len(_NEW_SENTENCE.findall(line.text.text)) for line in lines)
    return opened > max(inside, _LEAST_BROKEN)


def _begins_unmarked(here: Paragraph, following: Paragraph, width: int) -> bool:
    """Whether a line without marker opens a paragraph: the line above ends a sentence and has room for its first word."""
    before, text = here.text.text, following.text.text
    if following.whole or not before.endswith(".") or not text[0].isupper() or is_upper(text):
        return False
    return len(before) + 1 + len(text.split(" ", 1)[0]) <= width and parse_marker(text) is None


def indent(previous: Paragraph, line: Paragraph) -> int:
    """Return how many blanks stand between the end of one line and the first character of the next, less the line break."""
    return line.text.start - previous.text.end - 1


def _mostly(observed: Sequence[bool]) -> bool:
    return len(observed) >= _LEAST_SEEN and sum(observed) >= _HABIT * len(observed)


def _high(lengths: list[int]) -> int:
    return sorted(lengths)[int(_HIGH_RANK * (len(lengths) - 1))] if lengths else 0
