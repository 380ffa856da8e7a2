r"""Line ends that a program wrote out as letters ("\r\n") are blanks, so that words on both sides are read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from loader.readers.blocks import Block, Paragraph
from loader.text import MappedText

WRITTEN_OUT = re.compile(r"(?:\\[rnt])+")
"""Line ends written out as letters."""


def without_escapes(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with written-out line ends as blanks; a paragraph that holds nothing else is left out."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or "\\" not in block.text.text:
            kept.append(block)
            continue
        text = MappedText.join_parts(block.text.split(WRITTEN_OUT), " ").collapse().strip()
        if text:
            kept.append(replace(block, text=text))
    return kept
