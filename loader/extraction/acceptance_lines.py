"""The lines of a text as acceptance looks at them: without accents, running text and headings told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

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

_OPENING = 40
"""Characters in which a line says that it opens a part."""

_OF_A_YEAR = "0123456789.…_ \t\xa0"
"""What stands behind "năm" at the end of a date."""

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


@dataclass(frozen=True)
class Line:
    """A line of a text.

    Attributes:
        text: as it stands.
        running: it reads like running text.
    """

    text: str
    running: bool

    @classmethod
    def of(cls, text: str) -> Line:
        """Return what a line is like."""
        words = _bare(text).split()
        running = (
            len(words) >= _LEAST_WORDS
            and sum(word[0].islower() for word in words) >= _MOSTLY * len(words)
            and not (text.rstrip(_OF_A_YEAR).endswith("m") and _is_dated(_folded(text)))
            and not mark_table().opening.match(_folded(text[:_OPENING]))
        )
        return cls(text, running)

    @cached_property
    def folded(self) -> str:
        """It without accents and without what is no letter at its beginning."""
        return _folded(self.text)

    @cached_property
    def heading(self) -> bool:
        """Whether it is in capitals, or of a letterhead."""
        line = self.folded
        return not self.running and (
            _is_dated(line) or _in_capitals(line) or bool(_MOTTO.match(line) or _LAID_OUT.match(line))
        )


def _bare(line: str) -> str:
    return _NOT_LETTERS.sub("", line)


def _folded(line: str) -> str:
    return _NOT_LETTERS.sub("", fold(line))


def _is_dated(line: str) -> bool:
    return "ngay" in line and _DATED.match(line) is not None


def _in_capitals(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    return sum(map(str.isupper, line)) >= _MOSTLY * letters
