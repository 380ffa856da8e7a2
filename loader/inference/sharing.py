"""Passages that two plans share, word for word or nearly: provinces copy from each other and from common models.

A passage is the sentence of an objective, measure or task. It is compared as the set of its shingles (five neighbouring
syllables, without case, marks and punctuation) by the Jaccard index: shared shingles divided by all shingles of both.
Which wordings meet is known from an index (``passages.py``); each pair is told of the element whose IRI comes first.
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from itertools import combinations, product

import pyoxigraph as ox

from loader.graph.literals import decimal
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.passages import Passage, PassageIndex
from loader.inference.quotes import quotes
from loader.slugs import slug

_TYPES = (LN.GeneralObjective, LN.SpecificObjective, LN.Objective, LN.Measure, LN.Task)
_HERE = ox.DefaultGraph()
_SHINGLE = 5
# Shorter passages ("Thực hiện các nhiệm vụ khác") are the same everywhere and say nothing.
_SHORTEST = 12
_SHARED = 0.5
_SHARED_WELL = 0.8
# A sentence that very many plans copy is told of its first holder and each other, not of all pairs.
_MOST_OF_ONE_TEXT = 8
_MOST_LIKE_ONE_TEXT = 8


@dataclass(frozen=True, slots=True, order=True)
class _Pair:
    """Two passages in the order in which they are told: those of one wording first, then by the wordings' first holders."""

    near: bool
    left: str
    right: str
    place: int
    other: Passage
    index: float


def shingles(text: str) -> Sequence[int]:
    """Return the runs of five neighbouring syllables of a text, each as a number, sorted; none for a short text.

    Numbers of eight bytes, since the plans of a country have millions of runs.
    """
    syllables = slug(text).split("-")
    if len(syllables) < _SHORTEST:
        return array("Q")
    runs = {" ".join(syllables[i : i + _SHINGLE]) for i in range(len(syllables) - _SHINGLE + 1)}
    return array("Q", sorted(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs))


def read_passages(
    store: ox.Store, wanted: Callable[[str], bool] = lambda element: True
) -> dict[Passage, list[Sequence[int]]]:
    """Return the passages of a graph with the shingles of their sentences.

    Args:
        store: the graph.
        wanted: which elements are looked at, by their IRIs.
    """
    found: dict[Passage, dict[bytes, Sequence[int]]] = {}
    for kind in _TYPES:
        for quad in store.quads_for_pattern(None, RDF.type, kind, _HERE):
            element = quad.subject
            if not isinstance(element, ox.NamedNode) or not wanted(element.value):
                continue
            documents = [q.object for q in store.quads_for_pattern(element, LN.inDocument, None, _HERE)]
            for document in documents:
                if isinstance(document, ox.NamedNode):
                    wordings = found.setdefault(Passage(element.value, document.value), {})
                    for quote in quotes(store, element):
                        runs = array("Q", shingles(quote))
                        if runs:
                            wordings[runs.tobytes()] = runs
    return {passage: list(wordings.values()) for passage, wordings in found.items() if wordings}


def passage_index(database: sqlite3.Connection | None = None) -> PassageIndex:
    """Return the index of passages that lies in a database, or an empty one in memory."""
    limits = (_SHARED, _MOST_LIKE_ONE_TEXT, _MOST_OF_ONE_TEXT)
    return PassageIndex.in_memory(*limits) if database is None else PassageIndex(database, *limits)


def sharing_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield which passages of different documents share their text, and how much of it."""
    index = passage_index()
    index.put({"": read_passages(store)})
    yield from shared_by(index, "", judging)


def shared_by(index: PassageIndex, unit: str, judging: Judging) -> Iterator[Triple]:
    """Yield which passages the elements of one unit share with those whose IRIs come after theirs."""
    pairs: dict[Passage, set[_Pair]] = {}
    for wording, own in index.wordings_of(unit).items():
        for first, pair in _pairs(index, wording, own):
            if first in own and first.document != pair.other.document:
                pairs.setdefault(first, set()).add(pair)
    for first in sorted(pairs):
        told: dict[str, _Pair] = {}
        for pair in sorted(pairs[first]):
            told.setdefault(f"{pair.other.element} {pair.left} {pair.right}", pair)
        count = 0
        node = ox.NamedNode(first.element)
        for pair in told.values():
            other = ox.NamedNode(pair.other.element)
            if judging.allows(node, LN.sharesTextWith, other):
                count += 1
                yield from _judged(node, other, pair.index, count, judging)


def _pairs(index: PassageIndex, wording: bytes, own: frozenset[Passage]) -> Iterator[tuple[Passage, _Pair]]:
    """Yield the pairs that some passages of a wording stand in, each with the one that comes first.

    Of a wording that very many plans copy, only pairs with its first holder are told: all pairs would grow with the
    square of the plans, and the first holder already joins them.
    """
    holders = _passages(index, wording)
    if len(holders) <= index.most_holders:
        same: Iterable[tuple[Passage, Passage]] = combinations(holders, 2)
    elif holders[0] in own:
        every = [holder.passage for holder in index.holders(wording)]
        same = product(every[:1], every[1:])
    else:
        same = ()
    for one, other in same:
        yield one, _Pair(False, holders[0].element, holders[0].element, 0, other, 1.0)
    for neighbour in index.neighbours(wording):
        theirs = _passages(index, neighbour.wording)
        left, right = sorted((holders, theirs), key=lambda some: some[0])
        few = len(left) * len(right) <= index.most_holders
        for place, pair in enumerate(product(left, right) if few else ((left[0], right[0]),)):
            first, second = sorted(pair)
            yield first, _Pair(True, left[0].element, right[0].element, place, second, neighbour.index)


def _passages(index: PassageIndex, wording: bytes) -> list[Passage]:
    """Return the first passages of a wording, enough to see whether they are many."""
    return [holder.passage for holder in index.holders(wording, index.most_holders + 1)]


def _judged(first: ox.NamedNode, second: ox.NamedNode, index: float, count: int, judging: Judging) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(first.value, "shares-text", count))
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
