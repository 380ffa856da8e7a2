"""Words without which a pattern cannot match, and words that it begins with: quick tests before its expression is tried.

A piece that a pattern names counts with its words where its own pattern is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loader.rules.expression import spellings
from loader.rules.pattern import Anchor, Around, Choice, Item, Optional, Piece, Repeat, Sequence, Space, Words

MOST = 12
"""Words that are looked for one after the other; with more the expression itself is as quick."""

_NONE: Mapping[str, Choice] = MappingProxyType({})


def needed(tree: Choice, pieces: Mapping[str, Choice] = _NONE) -> frozenset[str]:
    """Return words of which at least one stands in every text that a pattern matches; none when there is no such set.

    Args:
        tree: the pattern; the words are as it has them, in capitals or small letters.
        pieces: the patterns of pieces by name, as far as they are known.
    """
    return _few(_of_choice(tree, pieces))


def at_start(tree: Choice) -> bool:
    """Say whether a pattern matches at the start of a text only, for each of its alternatives says so ("^")."""
    return all(option.items[0] == Anchor("^") for option in tree.options)


def openings(tree: Choice, pieces: Mapping[str, Choice] = _NONE) -> frozenset[str]:
    """Return words of which one stands at the beginning of every match of a pattern; none when there is no such set.

    Args:
        tree: the pattern; the words are as it has them, in capitals or small letters.
        pieces: the patterns of pieces by name, as far as they are known.
    """
    return _few(_begins_choice(tree, pieces))


def letters(tree: Choice, pieces: Mapping[str, Choice] = _NONE) -> frozenset[str] | None:
    """Return the characters that a match of a pattern may begin with, None when it may be any.

    Args:
        tree: the pattern; the characters are as it has them, in capitals or small letters.
        pieces: the patterns of pieces by name, as far as they are known.
    """
    words = _begins_choice(tree, pieces)
    return None if words is None else frozenset(word[0] for word in words)


def _few(words: frozenset[str] | None) -> frozenset[str]:
    return words if words is not None and len(words) <= MOST else frozenset()


def _of_each(tree: Choice, of: Callable[[Sequence], frozenset[str] | None]) -> frozenset[str] | None:
    """Return what all alternatives of a pattern give together, None where one gives nothing."""
    together: frozenset[str] = frozenset()
    for option in tree.options:
        words = of(option)
        if words is None:
            return None
        together |= words
    return together


def _begins_choice(tree: Choice, pieces: Mapping[str, Choice]) -> frozenset[str] | None:
    return _of_each(tree, lambda sequence: _begins(sequence, pieces))


def _begins(sequence: Sequence, pieces: Mapping[str, Choice]) -> frozenset[str] | None:
    together: frozenset[str] = frozenset()
    with_space = False  # white space behind the last item belongs to that
    for item in sequence.items:
        match item:
            case Around(sign):
                with_space = sign in ("<", "<!")
                continue
            case Anchor("^"):
                with_space = True
                continue
            case Space() if with_space:
                continue
            case Optional(inner):
                with_space, words, last = True, _begins_choice(inner, pieces), False
            case Choice() | Repeat(_, False):
                words, last = _begins_choice(item.inner if isinstance(item, Repeat) else item, pieces), True
            case Piece(_, piece):
                words, last = _begins_choice(pieces[piece], pieces) if piece in pieces else None, True
            case _:
                words, last = _of_words(item) if isinstance(item, Words) else None, True
        if words is None:
            return None
        together |= words
        if last:
            return together
    return None


def _of_choice(tree: Choice, pieces: Mapping[str, Choice]) -> frozenset[str] | None:
    return _of_each(tree, lambda sequence: _of_sequence(sequence, pieces))


def _of_sequence(sequence: Sequence, pieces: Mapping[str, Choice]) -> frozenset[str] | None:
    found = [words for item in sequence.items if (words := _of_item(item, pieces)) is not None]
    return max(found, key=lambda words: (-len(words), min(map(len, words))), default=None)


def _of_item(item: Item, pieces: Mapping[str, Choice]) -> frozenset[str] | None:
    match item:
        case Words():
            return _of_words(item)
        case Choice():
            return _of_choice(item, pieces)
        case Repeat(inner) | Around("&", inner):
            return _of_choice(inner, pieces)
        case Piece(_, piece) if piece in pieces:
            return _of_choice(pieces[piece], pieces)
        case _:
            return None


def _of_words(item: Words) -> frozenset[str] | None:
    return None if any(c.isspace() for c in item.text) else spellings(item.text)
