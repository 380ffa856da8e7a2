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
_LESS_A_PREDICATE = 0.8
"""Likeness of two phrases that say the same but for a further predicate of one of them."""
_WORKING = "(?:vận hành|hoạt động|sử dụng|khai thác)"
_REPLACED = 0.05
"""So much less alike are two phrases that each have a word which the other has not."""
_LESS_ONE = 0.15
"""So much less alike are two phrases of which one names more things in a row."""
_SHORTEST_HEAD = 5
"""Words that a phrase must keep in front of its further predicate to name something by itself."""


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
def _kept() -> re.Pattern[str]:
    """Return what finds compounds, the longest first."""
    plain = sorted({plain_words(words) for words in measuring_words().kept}, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, plain))})(?!\S)")


@cache
def _further() -> re.Pattern[str]:
    """Return what finds where a further predicate begins."""
    return re.compile(rf"(?:,| và| để)\s+(?:{'|'.join(map(re.escape, measuring_words().further))})\b")


@cache
def _made() -> re.Pattern[str]:
    """Return what finds, at the end of a phrase, that what it counts is made."""
    verbs = "|".join(map(re.escape, measuring_words().made))
    return re.compile(rf"\s+(?:được (?:{verbs})|(?:đi|đưa) vào {_WORKING})(?:(?:,| và)? (?:{verbs}))*$", re.IGNORECASE)


@cache
def phrase(text: str) -> Phrase:
    """Return a phrase in comparable form."""
    plain = _kept().sub(lambda m: m[0].replace(" ", "_"), plain_words(_PLACE.sub(" ", _made().sub("", text))))
    for pattern, instead in _replacements():
        plain = pattern.sub(instead, plain)
    plain = " ".join(plain.replace("_", " ").split())
    left, found = plain, set()
    for pattern, words in _narrowing():
        if pattern.search(left):
            found.add(words)
            left = pattern.sub("|", left)
    return Phrase(frozenset(plain.split()), frozenset(found))


def likeness(one: str, other: str) -> float:
    """Return how surely two phrases name one measured thing, 0 to 1: the share of words they have in common (Dice).

    It is 0 where a phrase that changes what is measured stands on one side only. A further predicate that only one of
    them has ("… và đáp ứng yêu cầu kỹ thuật") leaves them nearly the same.
    """
    a, b = phrase(one), phrase(other)
    found = _dice(a, b)
    if a.words - b.words and b.words - a.words:
        # A word in the place of another may change all: "lớp học có máy tính", "lớp học có máy chiếu".
        found = max(found - _REPLACED, 0.0)
    if _coordinated(one) != _coordinated(other):
        # "xuất khẩu lâm sản" is less than "xuất khẩu đồ gỗ và lâm sản".
        found = max(found - _LESS_ONE, 0.0)
    if found >= SAME_WORDS:
        return found
    heads = [_head(one), _head(other)]
    if heads == [one, other] or min(len(head.split()) for head in heads) < _SHORTEST_HEAD:
        return found
    return max(found, _LESS_A_PREDICATE * _dice(phrase(heads[0]), phrase(heads[1])))


def _coordinated(text: str) -> int:
    """Return how many joints stand between things that a phrase names in a row."""
    return len(re.findall(r",| và | hoặc ", _made().sub("", _head(text))))


def _head(text: str) -> str:
    """Return a phrase up to its further predicate."""
    cut = _further().search(text)
    return text if cut is None else text[: cut.start()]


def _dice(a: Phrase, b: Phrase) -> float:
    if not a.words or not b.words or a.narrowing != b.narrowing:
        return 0.0
    return 2 * len(a.words & b.words) / (len(a.words) + len(b.words))
