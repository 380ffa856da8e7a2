"""How the names of things are compared with what a person writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from query_api.engine.folding import fold

_APART = re.compile(r"[\s.,;:\-–—'’“”\"]+")
"""What parts the words of a name and is no part of it: "Bà Rịa-Vũng Tàu", "TP. Huế", "M’Drắk"."""
_WRITTEN_OUT: Mapping[str, str] = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
}
"""Short forms, folded, as people write them in front of names."""
_NEAR = 0.6
"""Likeness from which on a name is near."""
_MOST = 5
_LONGEST = 60
_MOST_COMPARED = 20_000


def compared(name: str) -> str:
    """Return a name as names are compared: no tones, marks or dashes, short forms of units written out."""
    words = _APART.sub(" ", fold(name)).split()
    return " ".join(_WRITTEN_OUT.get(word, word) for word in words)


def initials(name: str) -> str:
    """Return the first letters of a compared name's words: "tphcm" for Thành phố Hồ Chí Minh."""
    return "".join(word[0] for word in name.split())


def letters(text: str) -> str:
    """Return the letters and figures of a text, folded: "tphcm" for TP.HCM."""
    return "".join(c for c in fold(text) if c.isalnum())


def nearest(text: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the keys of the things called most like a text, at most five; none if it is too long for a name.

    Args:
        text: as a person writes it.
        names: the names of things as they are compared, by key.
    """
    wanted = compared(text)
    if not 0 < len(wanted) <= _LONGEST:
        return []
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    found: list[tuple[float, str]] = []
    for key in list(names)[:_MOST_COMPARED]:
        likeness = max(_likeness(matcher, name) for name in names[key])
        if likeness >= _NEAR:
            found.append((-likeness, key))
    return [key for _, key in sorted(found)[:_MOST]]


def _likeness(matcher: SequenceMatcher[str], name: str) -> float:
    """Return how like a name, or its last words, is to what was asked for."""
    best = 0.0
    words = name.split()
    for piece in {" ".join(words[skipped:]) for skipped in range(3)} - {""}:
        matcher.set_seq1(piece)
        if matcher.real_quick_ratio() > max(best, _NEAR) and matcher.quick_ratio() > max(best, _NEAR):
            best = max(best, matcher.ratio())
    return best
