"""What things can be narrowed by, at hand: which things have a value, and how many of some things have each."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from query_api.asking.search.values import FACETS, Filters

_KEPT = 16  # sets of things for values of a facet


@dataclass(slots=True)
class _Values:
    """The values of one facet by thing; value 0 is none.

    Most things have one value, which a row of numbers holds; what more there are stand apart.
    """

    known: list[str] = field(default_factory=lambda: [""])
    numbers: dict[str, int] = field(default_factory=dict)
    first: array[int] = field(default_factory=lambda: array("I"))
    further: dict[int, tuple[int, ...]] = field(default_factory=dict)
    held: dict[frozenset[str], frozenset[int]] = field(default_factory=dict)

    def add(self, thing: int, value: str) -> None:
        number = self.numbers.get(value)
        if number is None:
            number = self.numbers[value] = len(self.known)
            self.known.append(value)
        if thing >= len(self.first):
            self.first.extend([0] * (thing + 1 - len(self.first)))
        more = self.further.get(thing, ())
        if not self.first[thing]:
            self.first[thing] = number
        elif number != self.first[thing] and number not in more:
            self.further[thing] = (*more, number)

    def having(self, values: frozenset[str]) -> frozenset[int]:
        """Return the things that have one of some values; kept, for the same are asked for again and again."""
        known = self.held.get(values)
        if known is None:
            wanted = {self.numbers[value] for value in values if value in self.numbers}
            found = {thing for thing, number in enumerate(self.first) if number in wanted} if wanted else set()
            found |= {thing for thing, more in self.further.items() if not wanted.isdisjoint(more)}
            known = frozenset(found)
            if len(self.held) >= _KEPT:
                self.held.clear()
            self.held[values] = known
        return known

    def counted(self, things: Set[int]) -> Counter[str]:
        first, last = self.first, len(self.first)
        within: Collection[int] = things if max(things, default=0) < last else [t for t in things if t < last]
        counted = Counter(map(first.__getitem__, within))
        counted.update(chain.from_iterable(map(self.further.__getitem__, self.further.keys() & things)))
        del counted[0]
        return Counter({self.known[number]: count for number, count in counted.items()})


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The values of all facets.

    Attributes:
        values: by name of the facet.
    """

    values: Mapping[str, _Values]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, str, str]]) -> Narrowing:
        """Return the facets of things.

        Args:
            rows: thing, name of a facet, value, in the order of things.
        """
        values = {name: _Values() for name in FACETS}
        for thing, name, value in rows:
            values[name].add(thing, value)
        return cls(MappingProxyType(values))

    def having(self, name: str, values: Iterable[str]) -> frozenset[int]:
        """Return the things that have one of some values of a facet."""
        return self.values[name].having(frozenset(values))

    def narrowed(
        self, things: frozenset[int], filters: Filters
    ) -> tuple[frozenset[int], Iterator[tuple[str, Counter[str]]]]:
        """Return the things that filters let pass, and how many things have each value of each facet.

        A value is counted under the filters of the other facets: its count is what choosing it gives.
        """
        chosen = {name: self.having(name, filters.of(name)) for name in FACETS if filters.of(name)}

        def passing(without: str = "") -> frozenset[int]:
            its = things
            for name, having in chosen.items():
                if name != without:
                    its = its & having
            return its

        passed = passing()
        counted = (
            (name, its.counted(passing(name) if name in chosen else passed)) for name, its in self.values.items()
        )
        return passed, counted
