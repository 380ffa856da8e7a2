"""The reading rule that comes nearest to words that none has read: the one whose examples are most like them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
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
    best, most = None, 0.0
    for rule, of_aims, pairs in _examples(book()):
        found = sum(weight for pair, weight in pairs.items() if pair in words)
        if found > most and found >= _LEAST * sum(pairs.values()) and (aims or not of_aims):
            best, most = rule, found
    return best


@lru_cache(maxsize=4)
def _examples(rules: Book) -> tuple[tuple[str, bool, dict[str, float]], ...]:
    """Return, for each example of a rule on sentences, its pairs of words by weight: the rarer the heavier."""
    found = [
        (rule, pairs) for rule in _reading(rules) for example in rule.yes if len(pairs := _pairs(example.text)) > 1
    ]
    often = Counter(pair for _, pairs in found for pair in set(pairs))
    return tuple(
        (rule.id, rule.table.startswith(_OF_AIMS), {p: 1 + log(len(found) / often[p]) for p in pairs})
        for rule, pairs in found
    )


def _reading(rules: Book) -> Iterator[Rule]:
    for name in rules.names():
        if not name.startswith(_NOT_READING):
            yield from (rule for rule in rules.table(name).rules if rule.scope in _SCOPES)


def _pairs(text: str) -> list[str]:
    """Return each two neighbouring words of a text."""
    words = re.findall(r"\w+", text.lower())
    return [f"{a} {b}" for a, b in itertools.pairwise(words)]
