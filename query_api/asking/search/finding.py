"""From a question to the things that match it, to the best of them: the full-text expressions, and where to look first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from query_api.asking.search.question import Question
from query_api.asking.search.tables import FOLDED, TONED, Reading

_MOST_LOOSE = 20_000  # things that are told apart by their score, where not all words are found together


@dataclass(frozen=True, slots=True)
class Matched:
    """The things that match a question.

    Attributes:
        things: all of them.
        expression: what they match in the table of words without tones, "" for all things.
        loose: not all words were found together.
    """

    things: frozenset[int]
    expression: str
    loose: bool = False


def matched(index: Reading, question: Question) -> Matched:
    """Return the things that match all words of a question or, if none does, any of those that are not too common."""
    if not question.folded:
        return Matched(frozenset(index.everything()), "")
    together = index.matching(expression := _all_of(question.folded))
    if together or len(question.folded) == 1:
        return Matched(frozenset(together), expression)
    expression = " OR ".join(_telling(index, _quoted(question.folded)))
    things = frozenset(index.matching(expression)) if expression else frozenset()
    return Matched(things, expression, bool(things))


def best_first(index: Reading, question: Question, found: Matched, passing: Set[int], most: int) -> dict[int, float]:
    """Return the things that are worth ranking, with their scores: all that pass, or of too many those found soonest.

    A word that thousands of things have tells nothing by how often it stands where: names are looked at before texts, and
    the words as they were typed, side by side, before words that only agree without tones.

    Args:
        index: where to look.
        question: what was typed.
        found: what matches it.
        passing: those of it that filters let pass.
        most: how many are worth it.
    """
    if len(found.things) <= max(most, _MOST_LOOSE * found.loose):
        scores = index.scores(found.expression) if found.expression else {}
        kept = {thing: scores.get(thing, 0.0) for thing in passing}
        if len(kept) <= most:
            return kept
        return dict(sorted(kept.items(), key=lambda pair: (pair[1], pair[0]))[:most])
    if len(passing) <= most:
        return dict.fromkeys(sorted(passing), 0.0)
    if not found.expression:
        return dict.fromkeys(sorted(passing)[:most], 0.0)
    return dict.fromkeys(_soonest(index, _places(question, found.expression), passing, most), 0.0)


def named(index: Reading, question: Question, passing: Set[int], most: int) -> list[int]:
    """Return things whose names match, or else what surrounds them: those to offer while somebody types."""
    places = (
        (TONED, f"{{names}} : ({_all_of(question.toned)})"),
        (FOLDED, f"{{names}} : ({_all_of(question.folded)})"),
        (FOLDED, _all_of(question.folded)),
    )
    return _soonest(index, places, passing, most)


def _places(question: Question, folded: str) -> Iterator[tuple[str, str]]:
    beside, together = f'"{" ".join(question.toned)}" *', _all_of(question.toned)
    yield TONED, f"{{names}} : ({beside})"
    yield TONED, beside
    yield TONED, f"{{names}} : ({together})"
    yield TONED, together
    yield FOLDED, f"{{names}} : ({folded})"
    yield FOLDED, folded


def _soonest(index: Reading, places: Iterable[tuple[str, str]], passing: Set[int], most: int) -> list[int]:
    found: dict[int, None] = {}
    for table, expression in places:
        there = (n for n in index.one_by_one(expression, table) if n in passing and n not in found)
        found.update(dict.fromkeys(islice(there, most - len(found))))
        if len(found) >= most:
            break
    return list(found)


def _telling(index: Reading, words: Iterable[str]) -> list[str]:
    """Return the rarest of some words, as many as do not match too much together."""
    counted = sorted((count, word) for word in words if (count := index.count(word)))
    total, telling = 0, list[str]()
    for count, word in counted:
        total += count
        if telling and total > _MOST_LOOSE:
            break
        telling.append(word)
    return telling


def _all_of(words: Sequence[str]) -> str:
    return " ".join(_quoted(words))


def _quoted(words: Sequence[str]) -> list[str]:
    """Return words as the index takes them; the last may be the beginning of a word."""
    quoted = [f'"{word}"' for word in words]
    quoted[-1] += " *"
    return quoted
