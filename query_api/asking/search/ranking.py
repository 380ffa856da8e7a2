"""Which of the things that match comes first: an exact number, then the spelling that was typed, then the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from query_api.asking.search.entries import SEPARATOR
from query_api.asking.search.question import Number, Question
from query_api.engine.folding import fold

_WORD = re.compile(r"\w+")
_MOSTLY = 0.5  # part of a name


def rank(
    question: Question,
    *,
    names: Sequence[str],
    body: str,
    context: str,
    number: Number | None,
    kind: int,
    score: float,
) -> tuple[bool, float, bool, float, int, int, float]:
    """Return what a match is sorted by: lower is better.

    1. The document whose number was asked for, before all that merely mentions it.
    2. Words with the tones that were typed before words that agree only when folded: "Long An" is not "lồng … dự án".
    3. What belongs to a place or body that was typed by its name: "Thanh Hóa" is no "truyền thanh … văn hóa".
    4. A name that is little more than the typed words.
    5. Typed words that stand side by side, in a name before the sentence before what surrounds it.
    6. The kind of thing, then the score of the index.

    Args:
        question: what was typed.
        names: the thing's names.
        body: the sentence it was read from.
        context: names of its document, place and bodies.
        number: its number, if it is a document.
        kind: place of its kind among kinds.
        score: of the full-text index; lower is better.
    """
    named, said, around = [words_in(name) for name in names], words_in(body), words_in(context)
    everything = {word for name in named for word in name}.union(said, around)
    typed = question.toned
    same = float(sum(word in everything for word in typed))
    if typed and typed[-1] not in everything and any(word.startswith(typed[-1]) for word in everything):
        same += 0.5  # the beginning of a word, with its tones
    share = max((_share(typed, name) for name in named if name), default=0.0)
    unmarked = max((_share(question.folded, _folded_words(name)) for name in names if name), default=0.0)
    plain = typed == question.folded
    share = max(share, 0.9 * unmarked if plain else 0.0)
    beside = max(
        3 * max((_pairs(typed, name) for name in named), default=0), 2 * _pairs(typed, said), _pairs(typed, around)
    )
    called = [name.partition(" (")[0] for name in (*names, *context.split(SEPARATOR))]
    there = any(_holds(typed, _folded_words(name) if plain else words_in(name)) for name in called)
    exact = question.number is not None and number is not None and question.number.means(number)
    return (not exact, -same, not there, -share if share >= _MOSTLY else 0.0, -beside, kind, score)


def _share(typed: Sequence[str], name: Sequence[str]) -> float:
    """Return which part of a name the typed words are, 0 unless all of them stand in it."""
    return round(len(typed) / len(name), 2) if typed and set(typed) <= set(name) else 0.0


def _holds(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Say whether the typed words hold a name, its first word ("tỉnh", "huyện") or not, side by side."""
    proper = tuple(name[1:])
    return len(proper) > 1 and any(tuple(typed[at : at + len(proper)]) == proper for at in range(len(typed)))


@lru_cache(maxsize=1 << 15)  # what matches common words is looked at for each question that has them
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, as they are written."""
    return tuple(_WORD.findall(text.lower()))


@lru_cache(maxsize=1 << 15)
def _folded_words(text: str) -> tuple[str, ...]:
    return words_in(fold(text))


def _pairs(typed: Sequence[str], words: Sequence[str]) -> int:
    """Return how many neighbours of the question are neighbours in a text."""
    there = set(pairwise(words))
    return sum(pair in there for pair in pairwise(typed))
