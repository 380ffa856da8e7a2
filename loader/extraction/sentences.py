"""Where a sentence of an administrative text ends: not behind an abbreviation, a number of a list, or inside a date."""

from __future__ import annotations

from loader.rules import remembered, rule
from loader.text import MappedText


def sentences(words: MappedText) -> list[MappedText]:
    """Return the sentences of a text, each without the full stop and white space that part it from the next."""
    found = _places(words.text)
    return [words[begin:end] for begin, end in found] if len(found) > 1 else [words]


@remembered
def _places(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the sentences of a text begin and end: each kind of fact is looked for in the same sentences."""
    ends = [m.span() for m in rule("sentence.end").regex.finditer(text)]
    return tuple(zip((0, *(end for _, end in ends)), (*(begin for begin, _ in ends), len(text)), strict=True))
