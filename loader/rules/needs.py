"""Words without which a pattern cannot match: a quick test before its expression is tried."""

from __future__ import annotations

from loader.rules.expression import has_two_ways
from loader.rules.pattern import Around, Choice, Item, Repeat, Sequence, Words

MOST = 12
"""Words that are looked for one after the other; with more the expression itself is as quick."""


def needed(tree: Choice) -> frozenset[str]:
    """Return words of which at least one stands in every text that a pattern matches; none when there is no such set.

    Args:
        tree: the pattern; the words are as it has them, in capitals or small letters.
    """
    found = _of_choice(tree)
    return found if found is not None and len(found) <= MOST else frozenset()


def _of_choice(tree: Choice) -> frozenset[str] | None:
    together: frozenset[str] = frozenset()
    for option in tree.options:
        words = _of_sequence(option)
        if words is None:
            return None
        together |= words
    return together


def _of_sequence(sequence: Sequence) -> frozenset[str] | None:
    found = [words for item in sequence.items if (words := _of_item(item)) is not None]
    return max(found, key=lambda words: (-len(words), min(map(len, words))), default=None)


def _of_item(item: Item) -> frozenset[str] | None:
    match item:
        case Words(text):
            return None if has_two_ways(text) or any(c.isspace() for c in text) else frozenset({text})
        case Choice():
            return _of_choice(item)
        case Repeat(inner):
            return _of_choice(inner)
        case Around("&", inner):
            return _of_choice(inner)
        case _:
            return None
