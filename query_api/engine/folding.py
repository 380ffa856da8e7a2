"""Folding of Vietnamese text: tones, vowel marks and đ go, so that "lang nghe" finds "làng nghề"."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return lower-case text without diacritics, character for character (same length as its NFC form)."""
    return "".join(_fold_character(c) for c in unicodedata.normalize("NFC", text))


def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base[0] if base else character
