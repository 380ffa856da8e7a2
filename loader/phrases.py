"""Phrases in comparable form: small letters, no punctuation, tone marks where they do not depend on the typist's habit.

Marks of vowels and tones stay: "nam" (men) is not "năm" (year), "truyền thông" (media) is not "truyền thống" (tradition).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"\w+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return a text as its words, one blank between them; "hoà" and "hòa" become the same, marked at the word's end."""
    return " ".join(_toneless_order(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()))


def _toneless_order(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES.findall(apart))
    return unicodedata.normalize("NFC", _TONES.sub("", apart)) + tones


def has_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Say whether a text has one of some phrases, as whole words."""
    whole = f" {plain_words(text)} "
    return any(f" {plain_words(phrase)} " in whole for phrase in phrases)
