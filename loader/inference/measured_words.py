"""Whether two phrases name one thing that is measured: "Tỷ lệ hộ nghèo đa chiều toàn tỉnh" and "hộ nghèo đa chiều"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loader.letters import UPPER
from loader.lexicon.expressions import expression, first_word
from loader.lexicon.measuring import measuring_words
from loader.phrases import plain_words

_GLOSS = re.compile(r"\([^()]*\)")
"""What explains a word and is no part of the name: "chứng chỉ rừng (FSC hoặc VFCS)"."""
_ABBREVIATION = re.compile(rf"\(([{UPPER}]{{2,8}})\)")
_SAME_LEVEL = ("hamlets", "communes")
"""Units of one level in a row are one thing, called by the name of one."""
SAME_WORDS = 1.0
"""Likeness of two phrases that say the same in the same words."""
_LESS_A_PREDICATE = 0.8
"""Likeness of two phrases that say the same but for a further predicate of one of them."""
_REPLACED = 0.05
"""So much less alike are two phrases that each have a word which the other has not."""
_LESS_ONE = 0.15
"""So much less alike are two phrases of which one names more things in a row."""
_LESS_ONE_ACT = 0.05
"""The same where one only says more that is done with the things: "lắp đặt thiết bị, kết nối và truyền tin"."""
_SAME_GROUP = 0.6
"""Share of words in common from which on two phrases name one group."""
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
    same = [
        (_compounded(plain_words(o)), _compounded(plain_words(group[0]))) for group in lists.same for o in group[1:]
    ]
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
    plain = sorted(
        {_compounded(plain_words(words)) for words in measuring_words().narrowing}, key=lambda w: (-len(w), w)
    )
    return tuple((re.compile(rf"(?<!\S){re.escape(words)}(?!\S)"), words.replace("_", " ")) for words in plain)


@cache
def _kept() -> re.Pattern[str]:
    """Return what finds compounds, the longest first."""
    plain = sorted({plain_words(words) for words in measuring_words().kept}, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, plain))})(?!\S)")


def _levelled(text: str) -> str:
    """Return a phrase in which units of one level have one name."""
    for units in _SAME_LEVEL:
        text = expression(f"{units}-in-a-row").sub(first_word(units), text)
    return expression("counted-hamlet").sub(first_word("hamlets"), text)


def _compounded(plain: str) -> str:
    """Return words with the syllables of each compound joined, so that none of them is left out or replaced alone."""
    return _kept().sub(lambda m: m[0].replace(" ", "_"), plain)


@cache
def _further() -> re.Pattern[str]:
    """Return what finds where a further predicate begins."""
    verbs = "|".join(map(re.escape, measuring_words().further))
    return re.compile(rf"{expression('further-predicate').pattern}(?:{verbs})\b")


@cache
def _made() -> re.Pattern[str]:
    """Return what finds, at the end of a phrase, that what it counts is made."""
    verbs = "|".join(map(re.escape, measuring_words().made))
    return expression("made", verbs=verbs)


@cache
def phrase(text: str) -> Phrase:
    """Return a phrase in comparable form."""
    text = _levelled(text)
    bare = expression("ratio-base").sub(
        "", expression("each-at-least").sub(" ", _GLOSS.sub(" ", _made().sub("", text)))
    )
    named = expression("own-units").sub(" ", expression("place-of-a-plan").sub(" ", bare))
    plain = _compounded(plain_words(named))
    for pattern, instead in _replacements():
        plain = pattern.sub(instead, plain)
    left, found = " ".join(plain.split()), set()
    for pattern, words in _narrowing():
        if pattern.search(left):
            found.add(words)
            left = pattern.sub("|", left)
    return Phrase(frozenset(plain.replace("_", " ").split()), frozenset(found))


def likeness(one: str, other: str, about: frozenset[str] = frozenset()) -> float:
    """Return how surely two phrases name one measured thing, 0 to 1: the share of words they have in common (Dice).

    Args:
        one: a phrase.
        other: another.
        about: the phrases that change what is measured and that all of the programme is about: where it is one of towns,
            a phrase that leaves "urban" out means the same.

    It is 0 where a phrase that changes what is measured stands on one side only. A further predicate that only one of
    them has ("… và đáp ứng yêu cầu kỹ thuật") leaves them nearly the same.
    """
    one, other = _abbreviated(one, other), _abbreviated(other, one)
    a, b = phrase(one), phrase(other)
    if about and (a.narrowing ^ b.narrowing) <= about and (a.words <= b.words or b.words <= a.words):
        b = Phrase(b.words, a.narrowing)
    found = _dice(a, b)
    if a.words - b.words and b.words - a.words:
        # A word in the place of another may change all: "lớp học có máy tính", "lớp học có máy chiếu".
        found = max(found - _REPLACED, 0.0)
    things, others = _coordinated(one), _coordinated(other)
    if things.named != others.named:
        # "xuất khẩu lâm sản" is less than "xuất khẩu đồ gỗ và lâm sản".
        found = max(found - _LESS_ONE, 0.0)
    elif things.acts != others.acts:
        found = max(found - _LESS_ONE_ACT, 0.0)
    if found >= SAME_WORDS:
        return found
    heads = [_head(one), _head(other)]
    if heads == [one, other] or min(len(head.split()) for head in heads) < _SHORTEST_HEAD:
        return found
    return max(found, _LESS_A_PREDICATE * _dice(phrase(heads[0]), phrase(heads[1])))


def _abbreviated(text: str, other: str) -> str:
    """Return a phrase with an abbreviation that it explains as a word of it, where another phrase uses it: "hệ thống thông tin địa lý (GIS)"."""
    for found in _ABBREVIATION.finditer(text):
        if re.search(rf"(?<![(\w]){re.escape(found[1])}\b", other):
            text = text.replace(found[0], found[1])
    return text


def same_group(one: str, other: str) -> bool:
    """Say whether two phrases name one group in other words: most words are shared, or one says the other more fully.

    A phrase that changes what is meant ("rural", "poor") and stands on one side only makes two groups.
    """
    a, b = phrase(one), phrase(other)
    if not a.words or not b.words or a.narrowing != b.narrowing:
        return False
    return a.words <= b.words or b.words <= a.words or _dice(a, b) >= _SAME_GROUP


@dataclass(frozen=True, slots=True)
class _Joints:
    """How many joints stand between things that a phrase names in a row, and between what is said of them."""

    named: int
    acts: int


@cache
def _states() -> re.Pattern[str]:
    """Return what finds where it begins to be told what is attained."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, measuring_words().states))})\b")


@cache
def _coordinated(text: str) -> _Joints:
    text = _levelled(text)
    bare = _GLOSS.sub(" ", _made().sub("", _head(text)))
    told = _states().search(bare, 1)
    head = bare if told is None else bare[: told.start()]
    count = len(expression("joint").findall(head))
    return _Joints(count, len(expression("joint").findall(bare)) - count)


def _head(text: str) -> str:
    """Return a phrase up to its further predicate."""
    cut = _further().search(text)
    return text if cut is None else text[: cut.start()]


def _dice(a: Phrase, b: Phrase) -> float:
    if not a.words or not b.words or a.narrowing != b.narrowing:
        return 0.0
    return 2 * len(a.words & b.words) / (len(a.words) + len(b.words))
