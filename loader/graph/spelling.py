"""One spelling for a name that documents print in several ways."""

from __future__ import annotations

import re
import unicodedata

# In decomposed text: "hoà", "khoẻ", "thuỷ" carry the tone on the last vowel, "hòa", "khỏe", "thủy" on the first.
# "quý" is left alone: its u belongs to the consonant.
_LAST_VOWEL = re.compile(
    r"(?<!q)(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])(?![\w\u0300-\u036f])", re.I
)
# The same in composed text, for a quick look: few texts have any. It begins with one set of letters, so that the engine jumps
# from one of them to the next.
_MAY_MOVE = re.compile(r"[àáảãạèéẻẽẹỳýỷỹỵ](?:(?<=o[àáảãạèéẻẽẹ])|(?<=u[ỳýỷỹỵ]))(?!\w)")


def tone_on_first_vowel(text: str) -> str:
    """Return a text with the tone marks of open oa, oe and uy on the first vowel ("thuỷ" → "thủy"), NFC."""
    composed = unicodedata.normalize("NFC", text)
    if not _MAY_MOVE.search(composed.lower()):
        return composed
    return unicodedata.normalize("NFC", _LAST_VOWEL.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))
