"""The theme of a title: its words less those that every title has."""

from __future__ import annotations

import re
from functools import cache

from loader.rules import book

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _common(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def theme(title: str) -> frozenset[str]:
    """Return the words of a title, in small letters, that tell what it is about."""
    return frozenset(_WORD.findall(title.lower())) - _common(book().words("title-common"))
