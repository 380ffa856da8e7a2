"""The reading rule that comes nearest to words that none has read: the one whose examples are most like them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from loader.rules import Book, Rule, book

_SCOPES = frozenset({"line", "clause", "text"})
"""The scopes of rules that read sentences; headings and header cells are read by others."""
_OF_AIMS = ("measured", "population", "comparator", "unit", "figure", "horizon")
"""How the names of tables begin whose rules read parts of objectives."""
_NOT_READING = ("unread-known", "issuer", "title", "committee", "council")
"""How the names of tables begin whose rules do not read sentences."""
_LEAST = 0.5
"""Share of an example, by weight, that must stand in the text; less is chance."""


def nearest_rule(text: str, *, aims: bool) -> str | None:
    """Return the id of the rule of which an example is most like a text, None when none is like it at all.

    Args:
        text: the words.
        aims: they stand in a part on objectives.
    """
    words = set(_pairs(text))
    examples = _examples(book())
    having = _having(book())
    best, most = None, 0.0
    for at in sorted({at for pair in words for at in having.get(pair, ())}):
        example = examples[at]
        found = sum(weight for pair, weight in example.pairs.items() if pair in words)
        if found > most and found >= _LEAST * example.whole and (aims or not example.of_aims):
            best, most = example.rule, found
    return best


@dataclass(frozen=True, slots=True)
class _Example:
    """An example of a rule on sentences.

    Attributes:
        rule: id of the rule.
        of_aims: it reads parts of objectives.
        pairs: its pairs of words by weight: the rarer the heavier.
        whole: the sum of the weights.
    """

    rule: str
    of_aims: bool
    pairs: Mapping[str, float]
    whole: float


@lru_cache(maxsize=4)
def _having(rules: Book) -> Mapping[str, Sequence[int]]:
    """Return which examples have a pair of words, by their places among all."""
    found: dict[str, list[int]] = {}
    for at, example in enumerate(_examples(rules)):
        for pair in example.pairs:
            found.setdefault(pair, []).append(at)
    return found


@lru_cache(maxsize=4)
def _examples(rules: Book) -> tuple[_Example, ...]:
    """Return the examples of rules on sentences."""
    found = [
        (rule, pairs) for rule in _reading(rules) for example in rule.yes if len(pairs := _pairs(example.text)) > 1
    ]
    often = Counter(pair for _, pairs in found for pair in set(pairs))
    weighed = ((rule, {p: 1 + log(len(found) / often[p]) for p in pairs}) for rule, pairs in found)
    return tuple(
        _Example(rule.id, rule.table.startswith(_OF_AIMS), pairs, sum(pairs.values())) for rule, pairs in weighed
    )


def _reading(rules: Book) -> Iterator[Rule]:
    for name in rules.names():
        if not name.startswith(_NOT_READING):
            yield from (rule for rule in rules.table(name).rules if rule.scope in _SCOPES)


def _pairs(text: str) -> list[str]:
    """Return each two neighbouring words of a text."""
    words = re.findall(r"\w+", text.lower())
    return [f"{a} {b}" for a, b in itertools.pairwise(words)]
