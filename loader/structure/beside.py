"""Two columns at the foot of a typed page: the recipients on the left, the signature beside them, on the same lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from loader.readers.blocks import Paragraph
from loader.rules import rule
from loader.text import MappedText

_WIDE = 3
"""Blanks of the source between two words that stand in two columns."""
_COLUMNS = 2
"""Recipients and signature; a line of more is a row of a table."""
_MOST_LINES = 60
"""Lines below the head of the recipients that are looked at: the longest lists have some forty."""
_BULLETS = ("-", "–", "•", "+", "*")
_TAB = re.compile("\t")


def parted(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines; below "Nơi nhận:", what stands behind a tab or a wide blank is a line of its own."""
    result: list[Paragraph] = []
    left = 0  # lines that may still be such
    for line in lines:
        columns = _columns(line.text)
        if rule("signature.recipients-head").holds(columns[0].text.strip()):
            left = _MOST_LINES
        elif left and _ends(line, columns):
            left = 0
        if not left or len(columns) == 1:
            result.append(line)
        else:
            result += [
                replace(line, text=column, whole=line.whole or i > 0, gap_before=line.gap_before or i > 0)
                for i, column in enumerate(columns)
                if column
            ]
        left = max(left - 1, 0)
    return result


def _ends(line: Paragraph, columns: Sequence[MappedText]) -> bool:
    """Whether the recipients and the signature end above a line: an annex follows, or a table of more columns."""
    if len(columns) > 1:
        return len(columns) > _COLUMNS
    text = line.text.text
    return (line.gap_before and not text.startswith(_BULLETS)) or rule("division.annex").holds(text.strip())


def _columns(text: MappedText) -> list[MappedText]:
    """Return the parts of a line between its tabs or, where it has none, its wide blanks; at least one."""
    if "\t" in text.text:
        return [part.strip() for part in text.split(_TAB)]
    if len(text) < 2 or text.end - text.start < len(text) + _WIDE - 1:
        return [text]
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(text.offsets)) if b - a >= _WIDE]
    return [text[a:b].strip() for a, b in pairwise([0, *cuts, len(text)])]
