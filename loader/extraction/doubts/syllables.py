"""Vietnamese syllables: whether a string can be one, and what is left of it without tone and diacritics.

A syllable is an onset, a rhyme and a tone; rhymes that end in a stop (p, t, c, ch) take only the sắc and nặng tones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ONSETS = (
    "ngh", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RHYMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êc êng "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn "
    "oăng oăt oe oen oeo oet oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uôc uôi uôm "
    "uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyp uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ynh ych yt "
    "uôu oem uao uai uan uang uanh uat uăn uăng uăt uen uet uên uêt uya oi".split()
)
_AFTER_QU = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây âu âc âm e ec en eng eo et ê êch ên ênh êt i in it ich y ynh ych yt yên yêt yêu ơ ơi ôc ôn ông ot on".split()
)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SHARP = frozenset({"\u0301", "\u0323"})
_STOPPED = re.compile(r"(?:p|t|c|ch)$")
_BETWEEN = re.compile(r"[^\w\s]+|[\d_]+")


def runs(text: str) -> Iterator[list[str]]:
    """Yield the strings of letters of a text in runs: those between which nothing but white space stands."""
    run: list[str] = []
    for word in text.split():
        if word.isalpha():
            run.append(word)
            continue
        for at, part in enumerate(_BETWEEN.split(word)):
            if at:
                yield run
                run = []
            if part:
                run.append(part)
    yield run


@lru_cache(maxsize=20_000)
def is_syllable(text: str) -> bool:
    """Whether ``text`` (lower case, NFC) can be a Vietnamese syllable."""
    marks: list[str] = []
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if char in _TONES:
            marks.append(char)
        else:
            letters.append(char)
    if len(marks) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(letters))
    if not _has_rhyme(bare):
        return False
    return not _STOPPED.search(bare) or (bool(marks) and marks[0] in _SHARP)


def _has_rhyme(bare: str) -> bool:
    for onset in _ONSETS:
        if not bare.startswith(onset):
            continue
        rhyme = bare[len(onset) :]
        if onset == "qu":
            if rhyme in _AFTER_QU:
                return True
        elif onset == "gi":
            if rhyme in _RHYMES or rhyme == "":
                return True
        elif rhyme in _RHYMES:
            return True
    return False


@lru_cache(maxsize=20_000)
def skeleton(text: str) -> str:
    """Return ``text`` without tones and diacritics, "đ" as "d"."""
    plain = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return "".join(plain).replace("đ", "d")
