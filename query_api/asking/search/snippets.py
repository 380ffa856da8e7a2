"""Cutting texts for a list of results: around the first match, with the matches marked."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from query_api.asking.search.values import Piece
from query_api.engine.folding import fold

_WORD = re.compile(r"\w+")
_LONGEST = 260


def pieces(text: str, words: Sequence[str], as_typed: Set[str] = frozenset()) -> tuple[Piece, ...]:
    """Cut a text at the words that match; folding keeps lengths, so offsets in both forms agree.

    Args:
        text: in NFC.
        words: folded; the last may be the beginning of a word.
        as_typed: words that the thing has with the tones that were typed: "lồng" is then no match for "Long".
    """
    other = {fold(word) for word in as_typed}
    found: list[Piece] = []
    last = 0
    for match in _WORD.finditer(fold(text)) if words else ():
        if match.group() in words or match.group().startswith(words[-1]):
            if match.group() in other and text[match.start() : match.end()].lower() not in as_typed:
                continue
            if match.start() > last:
                found.append(Piece(text[last : match.start()], False))
            found.append(Piece(text[match.start() : match.end()], True))
            last = match.end()
    if last < len(text):
        found.append(Piece(text[last:], False))
    return tuple(found)


def around(text: str, words: Sequence[str]) -> str:
    """Return a text, or of a long one the part around the place where most of the words stand together."""
    if len(text) <= _LONGEST:
        return text
    places = [m.start() for m in _WORD.finditer(fold(text)) if m.group() in words]
    place = max(places, key=lambda p: (sum(p <= q < p + _LONGEST // 2 for q in places), -p), default=0)
    start = max(0, place - _LONGEST // 3)
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, start + _LONGEST)
    end = end if end > start else start + _LONGEST
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
