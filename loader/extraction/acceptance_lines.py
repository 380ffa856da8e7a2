"""The lines of a text as acceptance looks at them: without accents, running text and headings told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loader.letters import fold
from loader.lexicon.marks import mark_table
from loader.readers.blocks import Paragraph, Source
from loader.structure.escapes import WRITTEN_OUT

MOST_LINES = 400
"""Lines from the beginning that are looked at, and half as many from the end of a longer text."""

LONG_LINE = 250
"""Characters from which on a line may be a whole page."""

_LEAST_WORDS = 9
"""Words from which on a line may be running text."""

_MOSTLY = 0.55
"""Share of words in small letters from which on a line may be running text."""

_NOT_LETTERS = re.compile(r"^[\s|*_#>\-–—+•.:…]+")

_LAID_OUT = re.compile(
    r"(?i)S[o0] ?[:\d]|doc lap|cong hoa xa hoi|cong ty |uy ban |.{0,40}ngay .{0,12}thang .{0,12}nam|V/v"
)


def lines_of(source: Source) -> Iterator[str]:
    """Yield the lines of a source, cells in reading order; of a long one only those near its ends."""
    blocks = source.blocks
    if len(blocks) > MOST_LINES * 3 // 2:
        blocks = (*blocks[:MOST_LINES], *blocks[-MOST_LINES // 2 :])
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _with_label(block)
            continue
        for row in block.rows:
            for cell in row:
                if not cell.carried:
                    for paragraph in cell.paragraphs:
                        yield from _with_label(paragraph)


def _with_label(paragraph: Paragraph) -> Iterator[str]:
    text = paragraph.text.text
    if "\\" in text:
        text = WRITTEN_OUT.sub("\n", text)
    label = f"{paragraph.numbering} " if paragraph.numbering else ""
    whole = f"{label}{text}"
    for line in _CELLS.split(whole) if any(map(whole.__contains__, "\n\t|")) else (whole,):
        for piece in mark_table().cuts.split(line) if len(line) > LONG_LINE else (line,):
            if piece.strip(" |"):
                yield piece.strip()


_CELLS = re.compile(r"[\n\t]+|(?<=\s)\|\s")
"""What parts the lines, and the cells of a line."""

_DATED = re.compile(r".{0,60}\bngay[\s\d.…_]{1,12}thang[\s\d.…_]{1,12}nam[\s\d.…_]*$")
"""Place and date alone on a line, however many words the place has."""


_MOTTO = re.compile(r"(?:[A-Z]\w+(?: \w+){0,2} ?[-–—] ?){2,}[A-Z]\w+(?: \w+){0,2}$")
"""Words of a motto, of whatever state."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text.

    Attributes:
        text: as it stands.
        folded: without accents and without what is no letter at its beginning.
        running: it reads like running text.
        heading: it is in capitals, or of a letterhead.
    """

    text: str
    folded: str
    running: bool
    heading: bool

    @classmethod
    def of(cls, line: str) -> Line:
        """Return what a line is like."""
        folded = _NOT_LETTERS.sub("", fold(line))
        words = folded.split()
        dated = "ngay" in folded and bool(_DATED.match(folded))
        running = (
            len(words) >= _LEAST_WORDS
            and sum(word[0].islower() for word in words) >= _MOSTLY * len(words)
            and not dated
            and not mark_table().opening.match(folded)
        )
        heading = not running and (
            dated or _in_capitals(folded) or bool(_MOTTO.match(folded) or _LAID_OUT.match(folded))
        )
        return cls(line, folded, running, heading)


def _in_capitals(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    return sum(map(str.isupper, line)) >= _MOSTLY * letters
