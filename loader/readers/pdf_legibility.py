"""Whether the text layer of a PDF says what its pages show: fonts without a table of their letters yield rubbish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from loader.readers.pdf_page import Page

LEAST_WORDS = 12
"""Words below which a page is not judged."""

_MOST_UNMAPPED = 0.15
"""Share of letters without a meaning; list marks of symbol fonts make up some per cent."""

_MOST_FOREIGN = 0.06
"""Share of letters that Vietnamese does not write (Greek, Cyrillic, Armenian, … that glyph numbers happen to hit)."""

_LEAST_SYLLABLES = 0.35
"""Share of words that could be syllables; of Vietnamese text nine in ten are, of numbers of glyphs hardly one."""

_SYLLABLE = re.compile(r"[bcdghklmnpqrstvxfjwz]{0,3}[aeiouy]{1,4}[bcdfghklmnprstxvwyz]{0,3}", re.IGNORECASE)
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def is_illegible(page: Page) -> bool:
    """Whether the words read from a page are not those that it shows."""
    words = [word.text for word in page.words]
    letters = sum(map(len, words))
    if len(words) < LEAST_WORDS or not letters:
        return len(words) >= 3 and page.unmapped * 2 > letters
    if page.unmapped > _MOST_UNMAPPED * letters:
        return True
    plain = [_plain(word) for word in words]
    alphabetic = [c for word in plain for c in word if c.isalpha() or c in "\ufffd"]
    foreign = sum(not c.isascii() for c in alphabetic)
    if alphabetic and foreign > _MOST_FOREIGN * len(alphabetic):
        return True
    return _share_of_syllables(plain) < _LEAST_SYLLABLES


def _share_of_syllables(words: Sequence[str]) -> float:
    bare = [stripped for word in words if (stripped := _EDGES.sub("", word)) and not stripped.isdigit()]
    asked = [word for word in bare if len(word) > 1]
    if len(asked) < LEAST_WORDS:
        return 1.0
    return sum(_SYLLABLE.fullmatch(word) is not None for word in asked) / len(asked)


def _plain(word: str) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return letters.replace("đ", "d").replace("Đ", "D")
