"""Mutants of a pattern: the pattern with one alternative left out, to see whether an example of the rule notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from loader.rules.pattern import Around, Choice, Item, Optional, Repeat, Sequence
from loader.rules.writing import written


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pattern with one part left out.

    Attributes:
        pattern: the pattern that is left.
        lost: the part that was left out, as it was written.
    """

    pattern: str
    lost: str


def without_an_alternative(tree: Choice) -> Iterator[Mutant]:
    """Yield the pattern without each of its alternatives, at every depth; what may be absent is such an alternative."""
    for smaller, lost in _of_choice(tree):
        yield Mutant(written(smaller), lost)


def _of_choice(tree: Choice) -> Iterator[tuple[Choice, str]]:
    for i, option in enumerate(tree.options):
        if len(tree.options) > 1:
            yield Choice(tree.options[:i] + tree.options[i + 1 :]), written(Choice((option,)))
        for smaller, lost in _of_sequence(option):
            if smaller.items:
                yield Choice((*tree.options[:i], smaller, *tree.options[i + 1 :])), lost


def _of_sequence(sequence: Sequence) -> Iterator[tuple[Sequence, str]]:
    for i, item in enumerate(sequence.items):
        for smaller, lost in _of_item(item):
            inside = () if smaller is None else (smaller,)
            yield Sequence((*sequence.items[:i], *inside, *sequence.items[i + 1 :])), lost


def _of_item(item: Item) -> Iterator[tuple[Item | None, str]]:
    match item:
        case Choice():
            yield from _of_choice(item)
        case Optional(inner):
            yield None, f"[{written(inner)}]"
            for smaller, lost in _of_choice(inner):
                yield replace(item, inner=smaller), lost
        case Repeat(inner, spaced):
            if not spaced:
                yield inner, "+"
            for smaller, lost in _of_choice(inner):
                yield replace(item, inner=smaller), lost
        case Around(sign, inner):
            yield None, f"{sign}({written(inner)})"
            for smaller, lost in _of_choice(inner):
                yield replace(item, inner=smaller), lost
        case _:
            return
