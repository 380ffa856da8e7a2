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
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product
from typing import NamedTuple

import pyoxigraph as ox

from loader.graph.literals import decimal
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.passages import Passage, PassageIndex, StillIndex
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
_RUNS_AT_HAND = 1 << 15
_TOLD_AS = "shares-text"
_TOLD = f" {LN.sharesTextWith} "
_SHARES, _NODE, _PREDICATE = b"shares", f"/{_TOLD_AS}-".encode(), str(LN.sharesTextWith).encode()


class _Pair(NamedTuple):
    """Two passages in the order in which they are told: those of one wording first, then by the wordings' first holders."""

    near: bool
    left: str
    right: str
    place: int
    first: Passage
    second: Passage
    jaccard: float


@dataclass(frozen=True, slots=True)
class Sharing:
    """A judgement that two passages share their text.

    Attributes:
        node: IRI of the judgement.
        first: IRI of the element that shares its text.
        second: IRI of the one that it shares it with.
        index: how much of it, 0 to 1.
    """

    node: str
    first: str
    second: str
    index: float

    def triples(self, judging: Judging) -> Iterator[Triple]:
        """Yield what the judgement says."""
        node, first, second = map(ox.NamedNode, (self.node, self.first, self.second))
        yield from _judged(node, first, second, self.index, judging)


def recorded(told: Iterable[Sharing]) -> str:
    """Return judgements as records, a line each, from which they can be read again."""
    return "".join(f"{one.node} {one.first} {one.second} {one.index!r}\n" for one in told)


def read_records(records: str) -> Iterator[Sharing]:
    """Yield the judgements of records."""
    for record in records.splitlines():
        node, first, second, index = record.split(" ")
        yield Sharing(node, first, second, float(index))


def shingles(text: str) -> Sequence[int]:
    """Return the runs of five neighbouring syllables of a text, each as a number, sorted; none for a short text.

    Numbers of eight bytes, since the plans of a country have millions of runs.
    """
    syllables = slug(text).split("-")
    if len(syllables) < _SHORTEST:
        return array("Q")
    runs = {" ".join(syllables[i : i + _SHINGLE]) for i in range(len(syllables) - _SHINGLE + 1)}
    return array("Q", sorted(map(_number, runs)))


@lru_cache(_RUNS_AT_HAND)
def _number(run: str) -> int:
    """Return the number of a run; plans that copy from each other have most of theirs in common."""
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big")


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


def still_index(database: sqlite3.Connection) -> PassageIndex:
    """Return the same for as long as nothing is put into it."""
    return StillIndex(database, _SHARED, _MOST_LIKE_ONE_TEXT, _MOST_OF_ONE_TEXT)


def sharing_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield which passages of different documents share their text, and how much of it."""
    index = passage_index()
    index.put({"": read_passages(store)})
    yield from shared_by(index, "", judging)


def shared_by(index: PassageIndex, unit: str, judging: Judging) -> Iterator[Triple]:
    """Yield which passages the elements of one unit tell to be shared."""
    for _, told in told_by(index, unit, judging):
        for one in told:
            yield from one.triples(judging)


def told_by(
    index: PassageIndex, unit: str, judging: Judging, element: str | None = None
) -> Iterator[tuple[str, list[Sharing]]]:
    """Yield elements of a unit, sorted, and which passages each of them tells to be shared.

    A pair is told by the element whose IRI comes first; where very many hold one wording, by the other: else one more
    holder would change what the first holder tells, which grows with the plans.

    Args:
        index: the index that all passages are in.
        unit: the unit.
        judging: writer of judgements.
        element: the one that is asked for; all if not given.
    """
    pairs: dict[str, set[_Pair]] = {}
    for wording, own in index.wordings_of(unit, element).items():
        for teller, pair in _pairs(index, wording, own):
            if teller in own and pair.first.document != pair.second.document:
                pairs.setdefault(teller.element, set()).add(pair)
    for teller_of in sorted(pairs):
        told: dict[tuple[str, ...], _Pair] = {}
        for pair in sorted(pairs[teller_of]):
            told.setdefault((pair.first.element, pair.second.element, pair.left, pair.right), pair)
        allowed = [pair for pair in told.values() if _is_allowed(pair, judging)]
        if allowed:
            names = (judging.iris.element(teller_of, _TOLD_AS, count) for count in range(1, len(allowed) + 1))
            yield (
                teller_of,
                [
                    Sharing(name, pair.first.element, pair.second.element, pair.jaccard)
                    for name, pair in zip(names, allowed, strict=True)
                ],
            )


def _is_allowed(pair: _Pair, judging: Judging) -> bool:
    first, second = (ox.NamedNode(one.element) for one in (pair.first, pair.second))
    return judging.allows(first, LN.sharesTextWith, second)


def may_hold_like_told(text: str) -> bool:
    """Say whether lines of N-Triples might hold one that is like told (see ``is_like_told``): a look at all of them at once."""
    return _TOLD_AS in text or _TOLD in text


def is_like_told(line: str) -> bool:
    """Say whether a line of N-Triples might be told of shared passages: it is about such a judgement, or what it is on."""
    if not may_hold_like_told(line):
        return False
    subject, predicate, _ = line.split(" ", 2)
    return predicate == str(LN.sharesTextWith) or f"/{_TOLD_AS}-" in subject


def is_like_told_in_utf8(line: bytes) -> bool:
    """Say the same of a line in UTF-8."""
    if _SHARES not in line:  # most lines
        return False
    subject, predicate, _ = line.split(b" ", 2)
    return predicate == _PREDICATE or _NODE in subject


def tellers_of(line: str) -> tuple[str, ...]:
    """Return the elements that may tell a line that is like it: one for what is about a judgement, or both that share."""
    subject, predicate, rest = line.split(" ", 2)
    if predicate == str(LN.sharesTextWith):
        return subject[1:-1], rest.split(" ", 1)[0][1:-1]
    return (subject[1:].rpartition(f"/{_TOLD_AS}-")[0],)


def _pairs(index: PassageIndex, wording: bytes, own: frozenset[Passage]) -> Iterator[tuple[Passage, _Pair]]:
    """Yield the pairs that some passages of a wording stand in, each with the one that tells it.

    Of a wording that very many plans copy, only pairs with its first holder are told: all pairs would grow with the
    square of the plans, and the first holder already joins them.
    """
    holders = index.holders(wording)
    first = holders[0]
    if len(holders) <= index.most_holders:
        for one, other in combinations(holders, 2):
            yield one, _Pair(False, first.element, first.element, 0, one, other, 1.0)
    else:
        for element in {passage.element for passage in own} - {first.element}:
            one = index.holder(wording, element)
            yield one, _Pair(False, first.element, first.element, 0, first, one, 1.0)
    for neighbour in index.neighbours(wording):
        left, right = sorted((holders, index.holders(neighbour.wording)), key=lambda some: some[0])
        few = len(left) * len(right) <= index.most_holders
        for place, pair in enumerate(product(left, right) if few else ((left[0], right[0]),)):
            one, other = sorted(pair)
            yield one, _Pair(True, left[0].element, right[0].element, place, one, other, neighbour.index)


def _judged(
    node: ox.NamedNode, first: ox.NamedNode, second: ox.NamedNode, index: float, judging: Judging
) -> Iterator[Triple]:
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
