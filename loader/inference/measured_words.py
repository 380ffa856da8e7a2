"""Whether two phrases name one thing that is measured: "Tỷ lệ hộ nghèo đa chiều toàn tỉnh" and "hộ nghèo đa chiều"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loader.letters import LOWER, UPPER
from loader.lexicon.measuring import measuring_words
from loader.phrases import plain_words

_PLACE = re.compile(
    r"(?:\b(?:trên địa bàn|thuộc|của|tại|ở|trong)\s+)?\b(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)"
    rf"\s+[{UPPER}][{LOWER}]\w*(?:(?:\s+|\s+-\s+)[{UPPER}][{LOWER}]\w*)*",
)
"""The place of a plan, which does not change what is measured: "trên địa bàn huyện Nghi Lộc"."""
SAME_WORDS = 1.0
"""Likeness of two phrases that say the same in the same words."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in comparable form.

    Attributes:
        words: its words, empty ones left out.
        narrowing: the phrases in it that change what is measured.
    """

    words: frozenset[str]
    narrowing: frozenset[str]


@cache
def _replacements() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what every phrase is put through: of phrases that mean the same the longest first, then the empty ones.

    Abbreviations are written out before: what they stand for may have words that are replaced in turn.
    """
    lists = measuring_words()
    same = [(plain_words(other), plain_words(group[0])) for group in lists.same for other in group[1:]]
    same = [(other, first) for other, first in same if other != first]
    empty = [(plain_words(words), "") for words in lists.empty]
    ordered = sorted(same, key=lambda p: (not _is_abbreviation(*p), -len(p[0]))) + sorted(
        empty, key=lambda p: -len(p[0])
    )
    return tuple((re.compile(rf"(?<!\S){re.escape(words)}(?!\S)"), instead) for words, instead in ordered)


def _is_abbreviation(short: str, long: str) -> bool:
    """Whether a word is made of the first letters of others: "ubnd", "ủy ban nhân dân"."""
    return len(long.split()) > 1 and len(short) == len(long.split()) and " " not in short


@cache
def _narrowing() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the narrowing phrases, the longest first: what one of them covers no shorter one is looked for in."""
    plain = sorted({plain_words(words) for words in measuring_words().narrowing}, key=lambda w: (-len(w), w))
    return tuple((re.compile(rf"(?<!\S){re.escape(words)}(?!\S)"), words) for words in plain)


@cache
def phrase(text: str) -> Phrase:
    """Return a phrase in comparable form."""
    plain = plain_words(_PLACE.sub(" ", text))
    for pattern, instead in _replacements():
        plain = pattern.sub(instead, plain)
    plain = " ".join(plain.split())
    left, found = plain, set()
    for pattern, words in _narrowing():
        if pattern.search(left):
            found.add(words)
            left = pattern.sub("|", left)
    return Phrase(frozenset(plain.split()), frozenset(found))


def likeness(one: str, other: str) -> float:
    """Return how surely two phrases name one measured thing, 0 to 1: the share of words they have in common (Dice).

    It is 0 where a phrase that changes what is measured stands on one side only.
    """
    a, b = phrase(one), phrase(other)
    if not a.words or not b.words or a.narrowing != b.narrowing:
        return 0.0
    return 2 * len(a.words & b.words) / (len(a.words) + len(b.words))
