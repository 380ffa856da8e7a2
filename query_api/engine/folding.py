"""Folding of Vietnamese text: tones, vowel marks and đ go, so that "lang nghe" finds "làng nghề"."""

from __future__ import annotations

import unicodedata


class _Folded(dict[int, str]):
    """Each character as it is folded, worked out where it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return lower-case text without diacritics, character for character (same length as its NFC form)."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base[0] if base else character
