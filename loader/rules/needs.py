"""Words without which a pattern cannot match, and words that it begins with: quick tests before its expression is tried."""

from __future__ import annotations

from collections.abc import Callable

from loader.rules.expression import has_two_ways
from loader.rules.pattern import Anchor, Around, Choice, Item, Optional, Repeat, Sequence, Space, Words

MOST = 12
"""Words that are looked for one after the other; with more the expression itself is as quick."""


def needed(tree: Choice) -> frozenset[str]:
    """Return words of which at least one stands in every text that a pattern matches; none when there is no such set.

    Args:
        tree: the pattern; the words are as it has them, in capitals or small letters.
    """
    found = _of_choice(tree)
    return found if found is not None and len(found) <= MOST else frozenset()


def at_start(tree: Choice) -> bool:
    """Say whether a pattern matches at the start of a text only, for each of its alternatives says so ("^")."""
    return all(option.items[0] == Anchor("^") for option in tree.options)


def openings(tree: Choice) -> frozenset[str]:
    """Return words of which one stands at the beginning of every match of a pattern; none when there is no such set.

    Args:
        tree: the pattern; the words are as it has them, in capitals or small letters.
    """
    found = _begins_choice(tree)
    return found if found is not None and len(found) <= MOST else frozenset()


def _of_each(tree: Choice, of: Callable[[Sequence], frozenset[str] | None]) -> frozenset[str] | None:
    """Return what all alternatives of a pattern give together, None where one gives nothing."""
    together: frozenset[str] = frozenset()
    for option in tree.options:
        words = of(option)
        if words is None:
            return None
        together |= words
    return together


def _begins_choice(tree: Choice) -> frozenset[str] | None:
    return _of_each(tree, _begins)


def _begins(sequence: Sequence) -> frozenset[str] | None:
    together: frozenset[str] = frozenset()
    with_space = False  # white space behind the last item belongs to that
    for item in sequence.items:
        match item:
            case Around(sign):
                with_space = sign in ("<", "<!")
                continue
            case Space() if with_space:
                continue
            case Optional(inner):
                with_space, words, last = True, _begins_choice(inner), False
            case Choice() | Repeat(_, False):
                words, last = _begins_choice(item.inner if isinstance(item, Repeat) else item), True
            case _:
                words, last = _of_item(item) if isinstance(item, Words) else None, True
        if words is None:
            return None
        together |= words
        if last:
            return together
    return None


def _of_choice(tree: Choice) -> frozenset[str] | None:
    return _of_each(tree, _of_sequence)


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
