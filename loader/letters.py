"""Letters of the Vietnamese alphabet for character classes: a range such as À-Ỹ mixes capitals and small letters."""

from __future__ import annotations

import unicodedata

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Content of a character class that matches one capital letter."""

LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
"""Content of a character class that matches one small letter."""

_FEW = 0.02
"""Share of letters beyond ASCII that Vietnamese never falls below (it has some 25 in 100), and unaccented text does."""


def without_accents(text: str) -> bool:
    """Say whether a text is written without the accents of Vietnamese, or in another language."""
    letters = [c for c in text if c.isalpha()]
    return sum(not c.isascii() for c in letters) < _FEW * len(letters)


def fold(text: str) -> str:
    """Return a text without accents, đ as d, case kept; of composed letters each gives one."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")
