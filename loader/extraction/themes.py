"""The theme of a title: its words less those that every title has."""

from __future__ import annotations

import re
from functools import cache

from loader.lexicon.patterns import words

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _common() -> frozenset[str]:
    return frozenset(words("titles", "words"))


def theme(title: str) -> frozenset[str]:
    """Return the words of a title, in small letters, that tell what it is about."""
    return frozenset(_WORD.findall(title.lower())) - _common()
