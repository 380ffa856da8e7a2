"""The words that misread ones are held against: compounds, listed confusions, syllables that are words of their own."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from loader.extraction.agents import fold_tones
from loader.extraction.doubts.syllables import skeleton
from loader.rules import Book, book


@dataclass(frozen=True, slots=True)
class Confusion:
    """A row of misreadings.toml; it is looked up by the pair of its syllables at ``offset``, the most telling one."""

    offset: int
    read: tuple[str, ...]
    proposed: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words.

    Attributes:
        known: pairs of neighbouring syllables in known words.
        whole: the words of two syllables.
        by_skeleton: known pairs by their bare letters.
        near: known pairs by their bare letters less one.
        syllables: known syllables by their bare letters.
        confusions: listed misreadings by their most telling pair.
        free: syllables that are words of their own: they account for themselves.
        particles: syllables that stand before nearly any word.
        functions: syllables that only join others: they never stand twice rightly.
        doubled: syllables that stand twice on purpose (láy, distributives).
    """

    known: frozenset[str]
    whole: frozenset[str]
    by_skeleton: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    syllables: dict[str, tuple[str, ...]]
    confusions: dict[str, tuple[Confusion, ...]]
    free: frozenset[str]
    particles: frozenset[str]
    functions: frozenset[str]
    doubled: frozenset[str]


def lexicon() -> Lexicon:
    """Return the words of ``compounds.toml`` and ``misreadings.toml``, of the language and of the packs that are read with."""
    return _lexicon(book())


@lru_cache(maxsize=16)
def _lexicon(rules: Book) -> Lexicon:
    known: set[str] = set()
    whole: set[str] = set()
    for table in _tables(rules, "compounds"):
        for word in (word for group in table.values() for word in str(group).replace("\n", " ").split(",")):
            parts = fold_tones(word.strip().lower()).split()
            known.update(f"{a} {b}" for a, b in pairwise(parts))
            if len(parts) == 2:
                whole.add(" ".join(parts))
    by_skeleton: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    for pair in sorted(known):
        bare = skeleton(pair)
        by_skeleton.setdefault(bare, []).append(pair)
        for i, char in enumerate(bare):
            if char != " ":
                near.setdefault(bare[:i] + bare[i + 1 :], []).append(pair)
    syllables: dict[str, set[str]] = {}
    free = frozenset(rules.words("free-syllable"))
    for syllable in {s for pair in known for s in pair.split()} | free:
        syllables.setdefault(skeleton(syllable), set()).add(syllable)
    confusions: dict[str, list[Confusion]] = {}
    for row in (row for table in _tables(rules, "misreadings") for row in table["misreading"]):
        read = tuple(row["read"].split())
        pairs = [f"{a} {b}" for a, b in pairwise(read)]
        offset = max((i for i, pair in enumerate(pairs) if pair not in known), default=0)
        before, after = _pattern(row.get("before")), _pattern(row.get("after"))
        confusion = Confusion(offset, read, row["proposed"], before, after)
        confusions.setdefault(pairs[offset], []).append(confusion)
    return Lexicon(
        frozenset(known),
        frozenset(whole),
        {k: tuple(v) for k, v in by_skeleton.items()},
        {k: tuple(dict.fromkeys(v)) for k, v in near.items()},
        {k: tuple(sorted(v)) for k, v in syllables.items()},
        {k: tuple(v) for k, v in confusions.items()},
        free,
        frozenset(rules.words("particle-syllable")),
        frozenset(rules.words("function-syllable")),
        frozenset(rules.words("doubled-syllable")),
    )


def _tables(rules: Book, name: str) -> list[dict[str, Any]]:
    return [tomllib.loads(file.read_text(encoding="utf-8-sig")) for file in rules.files(f"{name}.toml")]


def _pattern(expression: str | None) -> re.Pattern[str] | None:
    return re.compile(expression, re.IGNORECASE) if expression else None
