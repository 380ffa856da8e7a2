"""Letters of the Vietnamese alphabet for character classes: a range such as À-Ỹ mixes capitals and small letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Content of a character class that matches one capital letter."""

LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
"""Content of a character class that matches one small letter."""

_FEW = 0.02
"""Share of letters beyond ASCII that Vietnamese never falls below (it has some 25 in 100), and unaccented text does."""


_ACCENTED = "ạảấầệếềộớợự"
"""Letters that make a tenth of what Vietnamese is written with."""


def without_accents(text: str) -> bool:
    """Say whether a text is written without the accents of Vietnamese, or in another language."""
    if sum(map(text.count, _ACCENTED)) >= _FEW * len(text):
        return False  # quick: these alone are enough
    letters = letters_of(text)
    return sum(count for c, count in letters.items() if not c.isascii()) < _FEW * letters.total()


def letters_of(text: str) -> Counter[str]:
    """Return how often each letter stands in a text."""
    return Counter({c: count for c, count in Counter(text).items() if c.isalpha()})


_MARKS = re.compile("[\u0300-\u036f]+")
"""The combining marks of Latin script; other scripts have others."""


def without_marks(text: str) -> str:
    """Return a decomposed text without its combining marks."""
    plain = _MARKS.sub("", text)
    return plain if plain.isascii() else "".join(c for c in plain if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return a text without accents, đ as d, case kept; of composed letters each gives one."""
    parted = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = parted.encode("ascii", "ignore")
    # Where each character of a text gave one, nothing but marks went.
    return bare.decode("ascii") if len(bare) == len(text) else without_marks(parted)
