"""In which order the parts of a group are joined: from each of the best beginnings, what adds least for its work next.

That rank is due to Ibaraki and Kameda, On the Optimal Nesting Order for Computing N-Relational Joins, TODS 1984.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from query_api.engine.planning.chain import SEEK
from query_api.engine.planning.costs import Costs, Domains
from query_api.engine.planning.patterns import Edge, Union, Values

Part = Edge | Union
_BEGINNINGS = 3
_WORTH_IT = 4.0  # a table of hashes is to be so many times cheaper: it has to be whole before the first answer
_CHEAP = 20_000.0  # below that it does not matter
_MOST_APART = 20  # parts among which such are looked for
_MOST_HASHED = 2_000_000.0  # rows


@dataclass(frozen=True, slots=True)
class Step:
    """What is joined next.

    Attributes:
        part: a pattern or groups, for the bindings so far; or
        apart: steps of their own, whose solutions are joined with those so far.
        rows: VALUES that are joined right before it, for it is the first to use their variables.
    """

    part: Part | None
    apart: tuple[Step, ...] = ()
    rows: tuple[Values, ...] = ()

    def names(self) -> set[str]:
        """Return the variables that it may bind."""
        if self.part is not None:
            return set(self.part.possible)
        return set().union(*(step.names() for step in self.apart))


@dataclass(frozen=True, slots=True)
class Order:
    """Steps, and what is thought to come of them.

    Attributes:
        steps: in order.
        rows: solutions for each one at the beginning.
        cost: work for each of these.
        domains: values of the variables bound.
    """

    steps: tuple[Step, ...]
    rows: float
    cost: float
    domains: Domains


@dataclass(frozen=True, slots=True)
class _Next:
    """A part that may be joined next: solutions and work for each one so far."""

    part: Part
    factor: float
    work: float
    domains: Domains
    values: tuple[Values, ...] = ()


class Ordering:
    """Finds orders for one query."""

    def __init__(
        self, costs: Costs, union: Callable[[Union, Domains], tuple[float, float, Domains]], first: int | None
    ) -> None:
        """Begin.

        Args:
            costs: estimates.
            union: estimates for groups beside each other: rows and cost for each binding, and their domains.
            first: so many solutions are enough.
        """
        self._costs = costs
        self._union = union
        self._first = first

    def best(
        self, parts: Sequence[Part], rows: float, bound: Domains, *, hashes: bool, values: Sequence[Values] = ()
    ) -> Order:
        """Return the cheapest order found.

        Args:
            parts: what is to be joined.
            values: rows to be joined, too, each before the first part that uses it; what none uses is left out.
            rows: solutions at the beginning.
            bound: what is bound in them.
            hashes: parts may be asked for themselves and joined by a table of hashes.
        """
        if len(parts) == 1 or bound:
            return self._greedy(parts, rows, bound, None, hashes, values)
        sizes = [self._with_values(part, bound, values).factor for part in parts]
        beginnings = sorted(range(len(parts)), key=sizes.__getitem__)[:_BEGINNINGS]
        return min(
            (self._greedy(parts, rows, bound, parts[number], hashes, values) for number in beginnings),
            key=lambda order: order.cost,
        )

    def _with_values(self, part: Part, bound: Domains, values: Sequence[Values]) -> _Next:
        """Return what a part adds, rows that it is the first to use before it."""
        used = tuple(v for v in values if v.possible & part.possible)
        if not used:
            return _Next(part, *self._estimate(part, bound))
        domains, times = dict(bound), 1.0
        for one in used:
            times *= max(1, one.rows) if not one.certain & set(domains) else 1.0
            domains |= {name: min(float(max(1, one.rows)), domains.get(name, inf)) for name in one.certain}
        factor, work, found = self._estimate(part, domains)
        return _Next(part, times * factor, times * (1 + work), {**domains, **found}, used)

    def _estimate(self, part: Part, bound: Domains) -> tuple[float, float, Domains]:
        """Return rows and cost for each binding, and the domains of the part."""
        if isinstance(part, Edge):
            fan = self._costs.fan(part, bound)
            return fan.factor, SEEK + fan.factor, fan.domains
        return self._union(part, bound)

    def _greedy(
        self,
        parts: Sequence[Part],
        rows: float,
        bound: Domains,
        begin: Part | None,
        hashes: bool,
        values: Sequence[Values] = (),
    ) -> Order:
        left, waiting = list(parts), list(values)
        steps: list[Step] = []
        domains, cost = dict(bound), 0.0
        known: dict[int, _Next] = {}  # as long as no variable of the part is bound meanwhile
        while left:
            if begin is not None and not steps:
                then = self._with_values(begin, domains, waiting)
            else:
                # What shares no variable with the rest would multiply all that follows: it waits.
                near = [part for part in left if not part.possible or not part.possible.isdisjoint(domains)] or left
                for part in near:
                    if id(part) not in known:
                        known[id(part)] = self._with_values(part, domains, waiting)
                then = min((known[id(part)] for part in near), key=_rank)
            if hashes and steps and not waiting and rows * then.work > _CHEAP / 4 and len(left) <= _MOST_APART:
                apart = self._apart(left, rows, domains)
                if apart is not None:
                    step, members, factor, work, found = apart
                    left = [part for part in left if part not in members]
                    steps.append(step)
                    cost += work
                    rows *= factor
                    domains |= found
                    known.clear()
                    continue
            left = [part for part in left if part is not then.part]
            waiting = [one for one in waiting if one not in then.values]
            steps.append(Step(then.part, rows=then.values))
            cost += rows * then.work
            rows *= then.factor
            domains |= then.domains
            for part in left:
                if not part.mentioned.isdisjoint(then.domains) or then.values:
                    known.pop(id(part), None)
        return Order(tuple(steps), rows, cost, domains)

    def _apart(
        self, left: Sequence[Part], rows: float, domains: Domains
    ) -> tuple[Step, list[Part], float, float, Domains] | None:
        """Return parts that are better asked for themselves: the step, its members, rows for each before, cost."""
        for members in _connected(left, domains):
            shared = set().union(*(part.certain for part in members)) & set(domains)
            if len(members) < 2 or not shared or not all(isinstance(part, Edge) for part in members):
                continue
            nested = self._greedy(members, rows, domains, None, hashes=False)
            alone = self.best(members, 1.0, {}, hashes=False)
            factor = alone.rows
            for name in shared:
                factor /= max(domains[name], alone.domains[name], 1.0)
            enough = 1.0 if self._first is None else min(1.0, self._first / max(nested.rows, 1e-6))
            hashed = alone.cost + alone.rows + rows + rows * factor * enough
            usual = nested.cost * enough
            if usual > _CHEAP and hashed * _WORTH_IT < usual and max(alone.rows, rows) < _MOST_HASHED:
                found = {n: min(size, domains.get(n, size)) for n, size in alone.domains.items()}
                return Step(None, alone.steps), members, factor, hashed, found
        return None


def _rank(then: _Next) -> float:
    """Return what a part adds for its work: what lets few pass goes first, even if it is some work."""
    return (then.factor - 1) / then.work


def _connected(parts: Sequence[Part], bound: Domains) -> list[list[Part]]:
    """Return parts in groups that share variables which are not bound yet."""
    groups: list[tuple[set[str], list[Part]]] = []
    for part in parts:
        names, members = set(part.possible) - set(bound), [part]
        rest = []
        for others, group in groups:
            if others & names:
                names |= others
                members = group + members
            else:
                rest.append((others, group))
        groups = [*rest, (names, members)]
    return [members for _, members in groups]
