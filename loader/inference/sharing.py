"""Passages that two plans share, word for word or nearly: provinces copy from each other and from common models.

A passage is the sentence of an objective, measure or task. It is compared as the set of its shingles (five neighbouring
syllables, without case, marks and punctuation) by the Jaccard index: shared shingles divided by all shingles of both.

Not all pairs are compared. Shingles are ordered from the rarest to the most frequent; two sets whose index reaches a
bound ``t`` must share one of the first ``n - ceil(t * n) + 1`` of their ``n`` shingles in that order (prefix filtering:
Chaudhuri, Ganti, Kaushik, ICDE 2006), so only passages under one such rare shingle meet. The result is exact, but for
shingles that more than ``_WIDEST`` different wordings begin with: what comes after is held against those first ones only.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from itertools import combinations, product

import pyoxigraph as ox

from loader.graph.literals import decimal
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.slugs import slug

_PASSAGES = """
SELECT ?element ?document ?quote WHERE {
  VALUES ?type { %(GeneralObjective)s %(SpecificObjective)s %(Objective)s %(Measure)s %(Task)s }
  ?element a ?type ; %(inDocument)s ?document ; %(evidence)s ?excerpt . ?excerpt %(quote)s ?quote
}"""
_SHINGLE = 5
# Shorter passages ("Thực hiện các nhiệm vụ khác") are the same everywhere and say nothing.
_SHORTEST = 12
_SHARED = 0.5
_SHARED_WELL = 0.8
_WIDEST = 100
# A sentence that very many plans copy is told of its first holder and each other, not of all pairs.
_MOST_OF_ONE_TEXT = 8
_MOST_LIKE_ONE_TEXT = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one element of a plan.

    Attributes:
        node: the element.
        document: IRI of its document.
    """

    node: ox.NamedNode
    document: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The shingles of a wording with all passages that have it, sorted by IRI."""

    shingles: Sequence[int]
    passages: tuple[Passage, ...]


def shingles(text: str) -> Sequence[int]:
    """Return the runs of five neighbouring syllables of a text, each as a number, sorted; none for a short text.

    Numbers of eight bytes, since the plans of a country have millions of runs.
    """
    syllables = slug(text).split("-")
    if len(syllables) < _SHORTEST:
        return array("Q")
    runs = {" ".join(syllables[i : i + _SHINGLE]) for i in range(len(syllables) - _SHINGLE + 1)}
    return array("Q", sorted(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs))


def _read_wordings(store: ox.Store) -> list[Wording]:
    names = ("GeneralObjective", "SpecificObjective", "Objective", "Measure", "Task", "inDocument", "evidence", "quote")
    solutions = store.query(_PASSAGES % {name: str(getattr(LN, name)) for name in names})
    found: dict[bytes, dict[str, Passage]] = {}
    if isinstance(solutions, ox.QuerySolutions):
        for s in solutions:
            node, document, quote = s["element"], s["document"], s["quote"]
            if isinstance(node, ox.NamedNode) and isinstance(document, ox.NamedNode) and isinstance(quote, ox.Literal):
                parts = array("Q", shingles(quote.value)).tobytes()
                if parts:
                    found.setdefault(parts, {})[node.value] = Passage(node, document.value)
    wordings = [Wording(array("Q", parts), tuple(by_iri[i] for i in sorted(by_iri))) for parts, by_iri in found.items()]
    return sorted(wordings, key=lambda w: w.passages[0].node.value)


def similar_pairs(sets: Sequence[Sequence[int]], bound: float = _SHARED) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of sets whose Jaccard index reaches a bound: both positions, the lower first, and the index.

    Args:
        sets: sets of numbers, each without repetition.
        bound: between 0 and 1.
    """
    # Any order serves if it is the same for all sets, so how frequent a shingle is need only be nearly known: it is
    # counted by its last bits. What is counted once is in one set only and joins nothing.
    size = 1 << (2 * sum(map(len, sets))).bit_length()
    frequency = array("L", bytes(array("L").itemsize * size))
    for parts in sets:
        for shingle in parts:
            frequency[shingle % size] += 1
    under: dict[int, list[int]] = {}
    for position, parts in enumerate(sets):
        ordered = sorted(parts, key=lambda shingle: (frequency[shingle % size], shingle))
        own = set(parts)
        met: set[int] = set()
        for shingle in ordered[: len(parts) - math.ceil(bound * len(parts)) + 1]:
            if frequency[shingle % size] == 1:
                continue
            holders = under.setdefault(shingle, [])
            met.update(holders)
            if len(holders) < _WIDEST:
                holders.append(position)
        for other in sorted(met):
            few, many = sorted((len(parts), len(sets[other])))
            if few < bound * many:
                continue
            shared = sum(shingle in own for shingle in sets[other])
            index = shared / (few + many - shared)
            if index >= bound:
                yield other, position, index


def sharing_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield which passages of different documents share their text, and how much of it."""
    wordings = _read_wordings(store)
    counts: Counter[str] = Counter()
    for wording in wordings:
        for one, other in _pairs_of_one(wording.passages):
            yield from _judged(one, other, 1.0, counts, judging)
    like: Counter[int] = Counter()
    for left, right, index in sorted(similar_pairs([w.shingles for w in wordings])):
        # The pairs would grow with the square of the plans: each wording is told of its first few neighbours.
        if like[left] >= _MOST_LIKE_ONE_TEXT or like[right] >= _MOST_LIKE_ONE_TEXT:
            continue
        like.update((left, right))
        ones, others = wordings[left].passages, wordings[right].passages
        few = len(ones) * len(others) <= _MOST_OF_ONE_TEXT
        for one, other in product(ones, others) if few else ((ones[0], others[0]),):
            yield from _judged(one, other, index, counts, judging)


def _pairs_of_one(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """Yield all pairs of passages of one wording; of one that very many plans copy, only those with its first holder.

    The pairs would grow with the square of the plans, and the first holder already joins them all.
    """
    if len(passages) <= _MOST_OF_ONE_TEXT:
        yield from combinations(passages, 2)
    else:
        yield from ((passages[0], other) for other in passages[1:])


def _judged(one: Passage, other: Passage, index: float, counts: Counter[str], judging: Judging) -> Iterator[Triple]:
    first, second = sorted((one.node, other.node), key=str)
    if one.document == other.document or not judging.allows(first, LN.sharesTextWith, second):
        return
    counts[first.value] += 1
    node = ox.NamedNode(judging.iris.element(first.value, "shares-text", counts[first.value]))
    label = Basis("Hai đoạn văn giống nhau", "Two passages share their text")
    grade = Grade.PROBABLE if index >= _SHARED_WELL else Grade.UNCERTAIN
    percent = math.floor(index * 100)
    basis = Basis(
        f"{percent}% số cụm {_SHINGLE} tiếng liền nhau của hai câu là chung.",
        f"{percent}% of the runs of {_SHINGLE} syllables of both sentences are shared.",
    )
    yield from judging.describe(node, LN.Judgement, label, grade, basis)
    yield from judging.statement(node, first, LN.sharesTextWith, second)
    yield ox.Triple(node, LN.similarity, decimal(Decimal(percent) / 100))
