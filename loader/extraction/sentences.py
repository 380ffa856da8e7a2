"""Where a sentence of an administrative text ends: not behind an abbreviation, a number of a list, or inside a date."""

from __future__ import annotations

from loader.rules import rule
from loader.text import MappedText


def sentences(words: MappedText) -> list[MappedText]:
    """Return the sentences of a text, each without the full stop and white space that part it from the next."""
    return words.split(rule("sentence.end").regex)
