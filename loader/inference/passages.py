"""An index of wordings by which near copies of a passage are found, and forgotten, one at a time.

A wording is a set of numbers (hashes of its shingles). Its name begins with a sketch of the set: from two names alone is
seen that most pairs cannot be alike (an upper bound, so none that is alike is missed). Two sets whose Jaccard index reaches a bound ``t`` must share one
of the first ``n - ceil(t * n) + 1`` of their ``n`` numbers in any order that is the same for all (prefix filtering:
Chaudhuri, Ganti, Kaushik, ICDE 2006). The order here is that of the numbers themselves, which are hashes: what is indexed
is a bottom-k sketch (a MinHash: Broder 1997), depends on the wording alone, and never changes when others come or go.

All wordings under one number stand in a row, in an order of that number's own; each meets those next to it
(locality-sensitive hashing with buckets of bounded work). So a wording that comes or goes changes a few meetings beside
it, the work is linear in the passages, and what is found depends on what there is, not on the order in which it came.
The result is exact for wordings that share a number which few have; of a passage that very many plans vary, each version
meets some of the others.
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

TABLES = """
CREATE TABLE passage(unit TEXT, element TEXT, document TEXT, wording BLOB, PRIMARY KEY(wording, element, unit, document)) WITHOUT ROWID;
CREATE INDEX passage_unit ON passage(unit, element, wording);
CREATE TABLE wording(id BLOB PRIMARY KEY, shingles BLOB) WITHOUT ROWID;
CREATE TABLE posting(number INTEGER, place INTEGER, wording BLOB, PRIMARY KEY(number, place, wording)) WITHOUT ROWID;
CREATE TABLE alike(one BLOB, other BLOB, jaccard REAL, meetings INTEGER, PRIMARY KEY(one, other)) WITHOUT ROWID;
"""
_BEST = "SELECT {} FROM alike WHERE one = ? ORDER BY jaccard DESC, other LIMIT ?"
_MUTUAL = f"""
SELECT other, jaccard FROM ({_BEST.format("other, jaccard")}) AS near
WHERE (SELECT count(*) FROM alike WHERE one = near.other
       AND (jaccard > near.jaccard OR (jaccard = near.jaccard AND other < ?))) < ?
ORDER BY jaccard DESC, other"""
_NEXT = 4
"""So many wordings on either side are met in a row."""
_SIGN = 1 << 63
_ASKED_AT_ONCE = 500
_SKETCH, _HEAD, _NAME = 16, 20, 32
"""Bytes of a name: where its sketch ends, where the count of its numbers ends, and all."""
_LAST_BIT = 8 * _SKETCH - 1
_SKETCHES_AT_HAND, _WORDINGS_AT_HAND, _COMPARED_AT_HAND = 1 << 14, 1 << 13, 1 << 12


class Passage(NamedTuple):  # made by the million, and tuples are made and compared soonest
    """One element of a plan that has a wording.

    Attributes:
        element: IRI of the element.
        document: IRI of its document.
    """

    element: str
    document: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A wording that is like another one, and the Jaccard index of both."""

    wording: bytes
    index: float


class Teller(NamedTuple):
    """One that tells pairs of passages: an element, in a unit that it stands in."""

    unit: str
    element: str


Wordings = Mapping[Passage, Iterable[Sequence[int]]]
"""The wordings of passages, each as the set of its numbers."""


class PassageIndex:
    """Passages, their wordings, and which wordings are alike."""

    def __init__(self, database: sqlite3.Connection, bound: float, most_neighbours: int, most_holders: int) -> None:
        """Open an index.

        Args:
            database: where its tables lie (``TABLES``).
            bound: the Jaccard index that neighbours reach, between 0 and 1.
            most_neighbours: of more neighbours the most similar are kept, if each is among those of the other.
            most_holders: of more passages of one wording, the pairs of the first only are told.
        """
        self._db = database
        self._bound = bound
        self._most = most_neighbours
        self.most_holders = most_holders

    @classmethod
    def in_memory(cls, bound: float, most_neighbours: int, most_holders: int) -> PassageIndex:
        """Return an empty index that is forgotten with the object."""
        database = sqlite3.connect(":memory:")
        database.executescript(TABLES)
        return cls(database, bound, most_neighbours, most_holders)

    # What is put in

    def put(self, wordings_of: Mapping[str, Wordings]) -> frozenset[Teller]:
        """Replace the passages of units; return those that may now tell other pairs than before."""
        rows: dict[str, _Change] = {}
        numbers: dict[bytes, Sequence[int]] = {}
        for unit, wordings in wordings_of.items():
            rows[unit] = self._compare(unit, wordings, numbers)
        turned: dict[bytes, set[Teller]] = {}
        for unit, change in rows.items():
            for element, _, name in change.gone | change.came:
                turned.setdefault(name, set()).add(Teller(unit, element))
        before = _Standing(self)
        for name in turned:
            before.remember(name)
        for unit, change in rows.items():
            gone = ((unit, element, name) for element, _, name in change.gone)
            self._db.executemany("DELETE FROM passage WHERE unit = ? AND element = ? AND wording = ?", gone)
            came = ((unit, *row) for row in change.came)
            self._db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?)", came)
        for name in sorted(turned):
            self._settle(name, numbers.get(name), before)
        return self._concerned(turned, before)

    def _concerned(self, turned: Mapping[bytes, set[Teller]], before: _Standing) -> frozenset[Teller]:
        """Return who may tell other pairs than before: of one wording, and of two that are alike."""
        concerned = {teller for tellers in turned.values() for teller in tellers}
        for name, tellers in turned.items():
            concerned.update(*(self._holding(name, teller.element) for teller in tellers))
        now = _Standing(self)
        pairs: set[tuple[bytes, bytes]] = set()
        for name in turned:
            old, new = before.holders(name), now.holders(name)
            if old == new:
                continue
            pairs |= {_pair(name, other) for standing in (before, now) for other in standing.neighbours(name)}
            if not (self._are_many(old) and self._are_many(new) and old[0] == new[0]):
                concerned |= self._holding(name)
        for name in before.resettled:
            old_best, new_best = before.best(name), now.best(name)
            for other in old_best ^ new_best:
                if (name in before.best(other) and other in old_best) != (
                    name in now.best(other) and other in new_best
                ):
                    pairs.add(_pair(name, other))
        for one, other in pairs:
            for standing in (before, now):
                left, right = standing.holders(one), standing.holders(other)
                few = len(left) * len(right) <= self.most_holders
                for name, holders in ((one, left), (other, right)):
                    for passage in holders if few else holders[:1]:
                        concerned |= self._holding(name, passage.element)
        return frozenset(concerned)

    def _are_many(self, holders: Sequence[Passage]) -> bool:
        return len(holders) > self.most_holders

    def _holding(self, name: bytes, element: str | None = None) -> set[Teller]:
        """Return the elements with a wording, or one of them, in all units that they stand in."""
        query, given = "SELECT DISTINCT unit, element FROM passage WHERE wording = ?", (name,)
        if element is None:
            rows = self._db.execute(query, given)
        else:
            rows = self._db.execute(f"{query} AND element = ?", (*given, element))
        return {Teller(*row) for row in rows}

    def take(self, unit: str, wordings: Wordings) -> None:
        """Put in the passages of a unit that has none; which wordings are alike is not known until ``fill``."""
        rows: list[tuple[str, str, str, bytes]] = []
        numbers_of: dict[bytes, Sequence[int]] = {}
        for passage, sets in wordings.items():
            for numbers in map(sorted, sets):
                name = name_of(numbers)
                rows.append((unit, passage.element, passage.document, name))
                numbers_of[name] = numbers
        known = {row[0] for row in self._of("SELECT id FROM wording WHERE id IN", numbers_of)}
        new = {name: numbers for name, numbers in numbers_of.items() if name not in known}
        packed = ((name, array("Q", numbers).tobytes()) for name, numbers in new.items())
        self._db.executemany("INSERT INTO wording VALUES (?, ?)", packed)
        first = (
            (number - _SIGN, _place(name, number), name)
            for name, numbers in new.items()
            for number in self._first(numbers)
        )
        # In any order; they are put in place once for all, sorted.
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS came(number INTEGER, place INTEGER, wording BLOB)")
        self._db.executemany("INSERT INTO came VALUES (?, ?, ?)", first)
        self._db.executemany("INSERT OR IGNORE INTO passage VALUES (?, ?, ?, ?)", rows)

    def fill(self) -> None:
        """Say which wordings are alike, for all at once: what ``put`` says of them one after the other."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS came(number INTEGER, place INTEGER, wording BLOB)")
        self._db.execute("INSERT INTO posting SELECT * FROM came ORDER BY number, place, wording")
        self._db.execute("DROP TABLE came")
        self._db.execute("CREATE TEMP TABLE met(one BLOB, other BLOB)")
        self._db.executemany("INSERT INTO met VALUES (?, ?)", self._in_rows())
        self._db.execute("CREATE TEMP TABLE compared(one BLOB, other BLOB, jaccard REAL, meetings INTEGER)")
        pairs = self._db.execute("SELECT one, other, count(*) FROM met GROUP BY one, other")
        # Most wordings meet several others.
        numbers = lru_cache(_COMPARED_AT_HAND)(lambda name: frozenset(self._numbers(name)))
        compared = ((one, other, self._jaccard(numbers(one), numbers(other)), met) for one, other, met in pairs)
        alike = (row for row in compared if row[2] >= self._bound)
        self._db.executemany("INSERT INTO compared VALUES (?, ?, ?, ?)", alike)
        self._db.execute(
            "INSERT INTO alike SELECT one, other, jaccard, meetings FROM compared"
            " UNION ALL SELECT other, one, jaccard, meetings FROM compared ORDER BY 1, 2"
        )
        self._db.execute("DROP TABLE compared")
        self._db.execute("DROP TABLE met")

    def _in_rows(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the pairs that meet in a row and may be alike."""
        row: deque[tuple[bytes, int, int, int]] = deque(maxlen=_NEXT)
        at, bound = None, self._bound
        for number, name in self._db.execute("SELECT number, wording FROM posting ORDER BY number, place, wording"):
            if number != at:
                row.clear()
                at = number
            # As with ``_Sketch``, millions of times, and of more names than can be kept at hand.
            bits, count = int.from_bytes(name[:_SKETCH], "big"), int.from_bytes(name[_SKETCH:_HEAD], "big")
            unseen = count - bits.bit_count()
            for other, its_bits, its_count, its_unseen in row:
                shared = (bits & its_bits).bit_count() + (unseen if unseen < its_unseen else its_unseen)
                if shared >= bound * (count + its_count - shared):
                    yield _pair(name, other)
            row.append((name, bits, count, unseen))

    def _compare(self, unit: str, wordings: Wordings, numbers: dict[bytes, Sequence[int]]) -> _Change:
        new: set[tuple[str, str, bytes]] = set()
        for passage, sets in wordings.items():
            for one in sets:
                in_order = array("Q", sorted(one))
                name = name_of(in_order)
                numbers[name] = in_order
                new.add((passage.element, passage.document, name))
        old = set(self._db.execute("SELECT element, document, wording FROM passage WHERE unit = ?", (unit,)))
        return _Change(frozenset(old - new), frozenset(new - old))

    def _settle(self, name: bytes, numbers: Sequence[int] | None, before: _Standing) -> None:
        """Let a wording come that is held now, or go that is held no more; remember how those alike stood before."""
        held = self._db.execute("SELECT 1 FROM passage WHERE wording = ? LIMIT 1", (name,)).fetchone()
        known = self._db.execute("SELECT 1 FROM wording WHERE id = ?", (name,)).fetchone()
        meetings: Counter[tuple[bytes, bytes]] = Counter()
        if held and not known and numbers is not None:
            self._db.execute("INSERT INTO wording VALUES (?, ?)", (name, array("Q", numbers).tobytes()))
            for number in self._first(numbers):
                self._meet(meetings, name, number, 1)
                self._db.execute("INSERT INTO posting VALUES (?, ?, ?)", (number - _SIGN, _place(name, number), name))
            self._count(meetings, before)
        elif known and not held:
            for number in self._first(self._numbers(name)):
                self._db.execute(
                    "DELETE FROM posting WHERE number = ? AND place = ? AND wording = ?",
                    (number - _SIGN, _place(name, number), name),
                )
                self._meet(meetings, name, number, -1)
            self._count(meetings, before)
            self._db.execute("DELETE FROM wording WHERE id = ?", (name,))

    def _meet(self, meetings: Counter[tuple[bytes, bytes]], name: bytes, number: int, sign: int) -> None:
        """Note what a wording changes in a row: it meets those next to it, and comes between those around it."""
        at = (number - _SIGN, _place(name, number), name, _NEXT)
        query = "SELECT wording FROM posting WHERE number = ? AND (place, wording) {} (?, ?) ORDER BY place {}, wording {} LIMIT ?"
        before = [row[0] for row in self._db.execute(query.format("<", "DESC", "DESC"), at)]
        after = [row[0] for row in self._db.execute(query.format(">", "ASC", "ASC"), at)]
        for other in (*before, *after):
            if self._may_be_alike(name, other):
                meetings[_pair(name, other)] += sign
        for place, one in enumerate(before):
            if _NEXT - 1 - place < len(after):
                other = after[_NEXT - 1 - place]
                if self._may_be_alike(one, other):
                    meetings[_pair(one, other)] -= sign

    def _count(self, meetings: Counter[tuple[bytes, bytes]], before: _Standing) -> None:
        """Let pairs of wordings meet more or less often than before."""
        changed = [(pair, more) for pair, more in sorted(meetings.items()) if more]
        known = self._meetings_of(pair for pair, _ in changed)
        new = [(pair, more) for pair, more in changed if pair not in known and more > 0]
        numbers = self._numbers_of({name for pair, _ in new for name in pair})
        for pair, more in new:
            jaccard = self._jaccard(*(numbers[name] for name in pair))
            if jaccard >= self._bound:
                before.resettle(pair)
                rows = ((*ordered, jaccard, more) for ordered in (pair, pair[::-1]))
                self._db.executemany("INSERT INTO alike VALUES (?, ?, ?, ?)", rows)
        for pair, more in changed:
            met = known.get(pair)
            if met is None:
                continue
            both = (pair, pair[::-1])
            if met + more > 0:
                query = "UPDATE alike SET meetings = ? WHERE one = ? AND other = ?"
                self._db.executemany(query, ((met + more, *ordered) for ordered in both))
            else:
                before.resettle(pair)
                self._db.executemany("DELETE FROM alike WHERE one = ? AND other = ?", both)

    def _meetings_of(self, pairs: Iterable[tuple[bytes, bytes]]) -> dict[tuple[bytes, bytes], int]:
        """Return how often those of some pairs meet that are alike."""
        query = "SELECT meetings FROM alike WHERE one = ? AND other = ?"
        found = ((pair, self._db.execute(query, pair).fetchone()) for pair in pairs)
        return {pair: row[0] for pair, row in found if row is not None}

    def _numbers_of(self, names: Collection[bytes]) -> dict[bytes, frozenset[int]]:
        rows = self._of("SELECT id, shingles FROM wording WHERE id IN", names)
        return {name: frozenset(array("Q", numbers)) for name, numbers in rows}

    def _of(self, query: str, names: Collection[bytes]) -> Iterator[Any]:
        several = sorted(names)
        for at in range(0, len(several), _ASKED_AT_ONCE):
            some = several[at : at + _ASKED_AT_ONCE]
            yield from self._db.execute(f"{query} ({', '.join('?' * len(some))})", some)

    def _may_be_alike(self, one: bytes, other: bytes) -> bool:
        """Say whether the Jaccard index of two wordings may reach the bound, by their names."""
        return _read(one).reaches(self._bound, _read(other))

    def _first(self, numbers: Sequence[int]) -> Sequence[int]:
        return numbers[: len(numbers) - math.ceil(self._bound * len(numbers)) + 1]

    def _numbers(self, name: bytes) -> Sequence[int]:
        row = self._db.execute("SELECT shingles FROM wording WHERE id = ?", (name,)).fetchone()
        return array("Q", row[0])

    def _jaccard(self, one: frozenset[int], other: frozenset[int]) -> float:
        few, many = (len(one), len(other)) if len(one) < len(other) else (len(other), len(one))
        if few < self._bound * many:
            return 0.0
        shared = len(one & other)
        return shared / (few + many - shared)

    # What is asked

    def wordings_of(self, unit: str, element: str | None = None) -> dict[bytes, frozenset[Passage]]:
        """Return the wordings of a unit's passages, or of one element's."""
        found: dict[bytes, set[Passage]] = {}
        query, given = "SELECT wording, element, document FROM passage WHERE unit = ?", (unit,)
        if element is None:
            rows = self._db.execute(query, given)
        else:
            rows = self._db.execute(f"{query} AND element = ?", (*given, element))
        for name, holder, document in sorted(rows):
            found.setdefault(name, set()).add(Passage(holder, document))
        return {name: frozenset(passages) for name, passages in found.items()}

    def holders(self, name: bytes) -> tuple[Passage, ...]:
        """Return the first passages of a wording, each element once, by IRI: enough of them to see whether they are many."""
        rows = self._db.execute(
            "SELECT element, min(document) FROM passage WHERE wording = ? GROUP BY element ORDER BY element LIMIT ?",
            (name, self.most_holders + 1),
        )
        return tuple(Passage(*row) for row in rows)

    def holder(self, name: bytes, element: str) -> Passage:
        """Return the passage that holds a wording for an element that does."""
        query = "SELECT element, min(document) FROM passage WHERE wording = ? AND element = ?"
        return Passage(*self._db.execute(query, (name, element)).fetchone())

    def neighbours(self, name: bytes) -> Sequence[Neighbour]:
        """Return the wordings that are like one, as far as each is among the most similar of the other."""
        rows = self._db.execute(_MUTUAL, (name, self._most, name, self._most))
        return [Neighbour(other, jaccard) for other, jaccard in rows]

    def likest(self, name: bytes) -> frozenset[bytes]:
        """Return the same without saying how much like it they are."""
        return frozenset(row[0] for row in self._db.execute(_BEST.format("other"), (name, self._most)))


class StillIndex(PassageIndex):
    """An index while nothing comes or goes: what was asked is remembered, for each wording is asked of by those like it."""

    def __init__(self, database: sqlite3.Connection, bound: float, most_neighbours: int, most_holders: int) -> None:
        """See ``PassageIndex``."""
        super().__init__(database, bound, most_neighbours, most_holders)
        self._held = lru_cache(_WORDINGS_AT_HAND)(super().holders)
        self._near = lru_cache(_WORDINGS_AT_HAND)(super().neighbours)

    def holders(self, name: bytes) -> tuple[Passage, ...]:
        """See ``PassageIndex.holders``."""
        return self._held(name)

    def neighbours(self, name: bytes) -> Sequence[Neighbour]:
        """See ``PassageIndex.neighbours``."""
        return self._near(name)


class _Standing:
    """How wordings stand: who holds them first, and what is most like them. What is not remembered is as it is now.

    Attributes:
        resettled: the wordings that others were or are no more like than when this was made.
    """

    def __init__(self, index: PassageIndex) -> None:
        self._index = index
        self._holders: dict[bytes, tuple[Passage, ...]] = {}
        self._best: dict[bytes, frozenset[bytes]] = {}
        self.resettled: set[bytes] = set()

    def holders(self, name: bytes) -> tuple[Passage, ...]:
        """Return the first passages of a wording."""
        if name not in self._holders:
            self._holders[name] = self._index.holders(name)
        return self._holders[name]

    def best(self, name: bytes) -> frozenset[bytes]:
        """Return what is most like a wording."""
        if name not in self._best:
            self._best[name] = self._index.likest(name)
        return self._best[name]

    def neighbours(self, name: bytes) -> list[bytes]:
        """Return the wordings that are like one, as far as each is among the most similar of the other."""
        return [other for other in self.best(name) if name in self.best(other)]

    def remember(self, name: bytes) -> None:
        """Remember how a wording stands that other passages will hold."""
        self.holders(name)
        self.best(name)

    def resettle(self, pair: Iterable[bytes]) -> None:
        """Remember what is most like wordings that will be like others."""
        for name in pair:
            self.best(name)
            self.resettled.add(name)


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What the name of a wording tells of its numbers.

    Attributes:
        bits: one is set for each number, perhaps the same for several.
        count: how many numbers there are.
    """

    bits: int
    count: int
    unseen: int = field(init=False)
    """How many numbers set no bit of their own."""

    def __post_init__(self) -> None:
        """Count what the bits do not tell."""
        object.__setattr__(self, "unseen", self.count - self.bits.bit_count())

    def reaches(self, bound: float, other: _Sketch) -> bool:
        """Say whether the Jaccard index of two wordings may reach a bound.

        Each bit that is set on one side only stands for at least one number that the sides do not share.
        """
        unseen, more = self.unseen, other.unseen
        shared = (self.bits & other.bits).bit_count() + (unseen if unseen < more else more)
        return shared >= bound * (self.count + other.count - shared)


@lru_cache(_SKETCHES_AT_HAND)
def _read(name: bytes) -> _Sketch:
    return _Sketch(int.from_bytes(name[:_SKETCH], "big"), int.from_bytes(name[_SKETCH:_HEAD], "big"))


def name_of(numbers: Sequence[int]) -> bytes:
    """Return the name of a wording: a sketch of its numbers, how many they are, and a digest.

    Args:
        numbers: numbers below 2 to the 64th, in order.
    """
    bits = 0
    for number in numbers:
        bits |= 1 << (number & _LAST_BIT)
    digest = blake2b(array("Q", numbers).tobytes(), digest_size=_NAME - _HEAD).digest()
    return bits.to_bytes(_SKETCH, "big") + len(numbers).to_bytes(_HEAD - _SKETCH, "big") + digest


@dataclass(frozen=True, slots=True)
class _Change:
    """The passages of a unit that went, and those that came: element, document, wording."""

    gone: frozenset[tuple[str, str, bytes]]
    came: frozenset[tuple[str, str, bytes]]


def _place(name: bytes, number: int) -> int:
    """Return where a wording stands in the row of a number: elsewhere in each row, so that it meets others there."""
    return int.from_bytes(blake2b(name, digest_size=8, key=number.to_bytes(8, "big")).digest(), "big") - _SIGN


def _pair(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    return (one, other) if one < other else (other, one)
