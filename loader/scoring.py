"""What an evaluation is made of: scores, texts that compare, and one-to-one matching."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_CORE = ("document", "relations", "objectives", "targets", "measures", "tasks", "reporting")
_HEAD = 90
_SHORTEST_INSIDE = 25
_COMPARED = 160
# A tone on the second vowel of oa, oe, uy; a breve or circumflex behind it belongs to another vowel (oă, oâ).
_TONE_BEHIND = re.compile(r"(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])(?![\u0302\u0306])")

SAME_WORDS = 0.8
"""How alike two quotes are at least that mean the same statement."""

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How many matched items have a field right."""

    name: str
    right: float
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    """One category: how many items were found of those annotated.

    Attributes:
        category: its name.
        hits: matched items.
        gold: annotated items.
        found: items in the graph.
        fields: accuracy of fields of matched items.
        misses: what was missed, superfluous or wrong, one line each.
    """

    category: str
    hits: int
    gold: int
    found: int
    fields: tuple[FieldScore, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of found items that are annotated; 1 when nothing is there to find and nothing was found."""
        return self.hits / self.found if self.found else float(self.gold == 0)

    @property
    def recall(self) -> float:
        """Share of annotated items that were found."""
        return self.hits / self.gold if self.gold else float(self.found == 0)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one document."""

    name: str
    scores: tuple[Score, ...]

    @property
    def mean_f1(self) -> float:
        """Mean F1 over the categories that identify a plan (funding and crafts are left out)."""
        core = [score.f1 for score in self.scores if score.category in _CORE]
        return sum(core) / len(core)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def comparable(text: str | None) -> str:
    """Return a text in which case, marks, white space and the place of a tone mark ("hoá", "hóa") do not count."""
    decomposed = unicodedata.normalize("NFD", (text or "").casefold())
    plain = unicodedata.normalize("NFC", _TONE_BEHIND.sub(r"\1\3\2", decomposed))
    return re.sub(r"[\W_]+", " ", plain.replace("ubnd", "ủy ban nhân dân")).strip()


def similarity(one: str | None, other: str | None) -> float:
    """Return how alike two quotes of one text are, 0 to 1; a quote may be the head of a longer one."""
    a, b = comparable(one), comparable(other)
    if not a or not b:
        return 0.0
    short, long = sorted((a, b), key=len)
    if long.startswith(short[:_HEAD]) or (len(short) > _SHORTEST_INSIDE and short[:_HEAD] in long):
        return 0.9 + 0.1 * len(short) / len(long)
    return difflib.SequenceMatcher(None, a[:_COMPARED], b[:_COMPARED], autojunk=False).ratio()


def match(
    gold: Sequence[T], found: Sequence[U], like: Callable[[T, U], float], least: float = SAME_WORDS
) -> list[tuple[int, int]]:
    """Return pairs of indices, matched one to one, the most alike first."""
    ranked = sorted((-like(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found))
    left, right = set(range(len(gold))), set(range(len(found)))
    pairs: list[tuple[int, int]] = []
    for distance, i, j in ranked:
        if -distance < least:
            break
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return pairs
