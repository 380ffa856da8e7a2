"""Lines whose letters were set apart for looks ("K Ế   H O Ạ C H"): their words are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from loader.letters import UPPER
from loader.readers.blocks import Paragraph
from loader.rules import first
from loader.structure.grids import StructuredBlock
from loader.text import MappedText

_SPACED = re.compile(rf"(?:[{UPPER}] ){{3,}}[{UPPER}](?P<tail>\s*[:.]*)")
_LONGEST = 60


def closed_up(blocks: Iterable[StructuredBlock]) -> list[StructuredBlock]:
    """Return the blocks, letters that stand apart on a line of their own as words.

    Words are told by wider gaps in the source or, where all gaps are alike, by the name of a kind of document.
    """
    return [
        replace(block, text=_closed_up(block.text[: found.start("tail")]))
        if isinstance(block, Paragraph)
        and len(block.text) <= _LONGEST
        and (found := _SPACED.fullmatch(block.text.text))
        else block
        for block in blocks
    ]


def _closed_up(text: MappedText) -> MappedText:
    letters = [i for i, c in enumerate(text.text) if c != " "]
    gaps = [text.offsets[b] - text.offsets[a] for a, b in pairwise(letters)]
    widest, narrowest = max(gaps), min(gaps)
    if widest > narrowest:
        cuts = {i for i, gap in enumerate(gaps, 1) if gap > narrowest}
    else:
        cuts = next(_kinds("".join(text.text[i] for i in letters)), set())
    parts: list[MappedText] = []
    for place, i in enumerate(letters):
        # The blank in front of a word is the one that stood there.
        parts.append(text[i - 1 : i + 1] if place in cuts else text[i : i + 1])
    return MappedText.join_parts(parts)


def _kinds(letters: str) -> Iterator[set[int]]:
    """Yield where letters are cut into the words of a kind of document."""
    for cut in range(2, len(letters) - 1):
        name = f"{letters[:cut]} {letters[cut:]}"
        found = first("document-kind", name)
        if found is not None and found[1].end() == len(name):
            yield {cut}
