"""A query → the same query with the parts of its groups in a good order.

What is joined may be joined in any order, and for each solution before it as well as afterwards (``takes_bindings``).
OPTIONAL, MINUS and BIND stay where they are: what stands before them goes before them. FILTER holds for its whole group.
"""

from __future__ import annotations

from collections.abc import Iterable

from query_api.engine.planning.chain import SEEK, Chain, Plan, subquery
from query_api.engine.planning.costs import Costs, Domains
from query_api.engine.planning.ordering import Ordering, Part, Step
from query_api.engine.planning.patterns import (
    Bind,
    Edge,
    Expression,
    Filter,
    Group,
    Joined,
    Minus,
    Names,
    Optional,
    Subquery,
    Union,
    Values,
    joins_bindings,
    takes_bindings,
)
from query_api.engine.planning.reading import NotUnderstoodError, Query

_TABLE_WORTH_IT = 2.0  # so many times cheaper is to be a table of OPTIONAL: it has to be whole before the first answer
_EACH_WORTH_IT = 8.0  # and asking for each solution what MINUS excludes, where one look at all would do
_KEPT = 0.3  # of the solutions, by a filter
_MOST_HASHED = 2_000_000.0  # rows
_NOTHING: Domains = {}


class Planner:
    """Plans the groups of one query."""

    def __init__(self, query: Query, costs: Costs) -> None:
        self._query = query
        self._ordering = Ordering(costs, self._beside_each_other, query.first)
        self._plans: dict[tuple[int, frozenset[tuple[str, float]], Names, bool], Plan] = {}

    def plan(self) -> Plan:
        """Plan its WHERE clause.

        Raises:
            NotUnderstoodError: it would have a query within a GRAPH, which knows nothing of the graph's name.
        """
        plan = self.group(self._query.group, _NOTHING, frozenset(), hashes=not self._query.named)
        if self._query.named and "SELECT" in plan.text.upper():
            raise NotUnderstoodError("a query within a GRAPH")
        return plan

    def group(self, group: Group, given: Domains, around: Names, *, hashes: bool) -> Plan:
        """Plan a group.

        Args:
            group: what stands between braces.
            given: values of the variables that are bound before.
            around: variables that may be bound before.
            hashes: it stands where the engine chooses keys for tables of hashes, and is asked only once.
        """
        given = {name: size for name, size in given.items() if name in group.mentioned}
        around &= group.mentioned
        key = id(group), frozenset(given.items()), around, hashes
        if key not in self._plans:
            self._plans[key] = self._plan(group, given, around, hashes=hashes)
        return self._plans[key]

    def _plan(self, group: Group, given: Domains, around: Names, *, hashes: bool) -> Plan:
        chain = Chain(dict(given), set(around))
        waiting = list(group.filters)
        joined: list[Joined] = []
        for element in group.elements:
            if isinstance(element, Filter):
                continue
            if isinstance(element, Edge | Values | Union | Subquery):
                joined += _flat(element)
                continue
            self._join(joined, chain, hashes=hashes and not around)
            joined = []
            waiting = self._settle(waiting, group, chain, around)
            if isinstance(element, Optional):
                self._optional(element.group, chain, hashes=hashes)
            elif isinstance(element, Minus):
                self._minus(element.group, chain, around, hashes=hashes)
            else:
                self._bind(element, chain)
        self._join(joined, chain, hashes=hashes and not around)
        for left in waiting:
            chain.beside(f"FILTER {self._expression(left.expression, chain)}")
        domains = {name: size for name, size in chain.domains.items() if name in chain.certain}
        return Plan(chain.text, chain.rows, chain.cost, domains)

    # -- what is joined

    def _join(self, joined: Iterable[Joined], chain: Chain, *, hashes: bool) -> None:
        parts: list[Part] = []
        values = [element for element in joined if isinstance(element, Values)]
        for element in joined:
            if isinstance(element, Values):
                continue
            if isinstance(element, Subquery):
                self._subquery(element, chain)
            elif isinstance(element, Union) and not joins_bindings(element, self._seen(joined, chain)):
                self._alone(element, chain)
            else:
                parts.append(element)
        for one in values:
            if not any(one.possible & part.possible for part in parts):
                self._rows(one, chain)
        if not parts:
            return
        order = self._ordering.best(parts, chain.rows, chain.domains, hashes=hashes, values=values)
        for step in order.steps:
            for one in step.rows:
                chain.beside(one.text)
                chain.possible |= one.possible
                chain.certain |= one.certain
            if step.part is None:
                chain.hashed(self._steps(step.apart), step.names())
            else:
                chain.behind(self._part(step.part, chain))
            chain.possible |= step.names()
            chain.domains |= {n: order.domains[n] for n in step.names() if n in order.domains}
        chain.certain |= set().union(*(part.certain for part in parts))
        chain.cost += order.cost
        chain.rows, chain.domains = order.rows, dict(order.domains)

    def _seen(self, joined: Iterable[Joined], chain: Chain) -> Names:
        return frozenset(chain.possible).union(*(element.possible for element in joined))

    def _steps(self, steps: Iterable[Step]) -> str:
        chain = Chain({}, set())
        for step in steps:
            assert step.part is not None
            chain.behind(self._part(step.part, chain))
        return chain.text

    def _part(self, part: Part, chain: Chain) -> str:
        if isinstance(part, Edge):
            return part.text
        return self._union(part, chain.domains, frozenset(chain.possible), hashes=not chain.text)

    def _union(self, union: Union, given: Domains, around: Names, *, hashes: bool) -> str:
        plans = (self.group(group, given, around, hashes=hashes) for group in union.groups)
        return " UNION ".join(f"{{ {plan.text} }}" for plan in plans)

    def _rows(self, element: Values, chain: Chain) -> None:
        """Add rows that nothing else uses."""
        chain.beside(element.text)
        self._added(element, float(element.rows), chain)

    def _subquery(self, element: Subquery, chain: Chain) -> None:
        """Add a query, before all else that may be joined in any order: it gets no bindings."""
        plan = self.group(element.group, _NOTHING, frozenset(), hashes=True)
        chain.beside(f"{{ {element.head} {{ {plan.text} }} {element.tail} }}")
        chain.cost += plan.cost
        self._added(element, plan.rows, chain)

    def _added(self, element: Values | Subquery, rows: float, chain: Chain) -> None:
        chain.rows *= max(rows, 1e-6)
        chain.cost += chain.rows
        chain.possible |= element.possible
        chain.certain |= element.certain
        for name in element.certain:
            chain.domains[name] = max(1.0, min(rows, chain.domains.get(name, rows)))

    def _alone(self, union: Union, chain: Chain) -> None:
        """Add groups that may not be given the bindings of others."""
        chain.beside(self._union(union, _NOTHING, frozenset(), hashes=False))
        rows, cost, domains = self._beside_each_other(union, _NOTHING)
        chain.cost += cost + rows
        chain.rows *= max(1.0, rows)
        chain.possible |= union.possible
        chain.certain |= union.certain
        chain.domains |= domains

    def _beside_each_other(self, union: Union, bound: Domains) -> tuple[float, float, Domains]:
        plans = [self.group(g, bound, frozenset(bound), hashes=False) for g in union.groups]
        domains = {name: sum(plan.domains[name] for plan in plans) for name in union.certain}
        return sum(p.rows for p in plans), sum(p.cost for p in plans) + SEEK, domains

    # -- what stays where it is

    def _optional(self, group: Group, chain: Chain, *, hashes: bool) -> None:
        around = frozenset(chain.possible)
        alone = group.without_filters
        for_all = self.group(alone, _NOTHING, frozenset(), hashes=hashes)
        apart = for_all.cost + 2 * for_all.rows + chain.rows
        if chain.text and takes_bindings(group, around, filters=False):
            for_each = self.group(group, chain.domains, around, hashes=False)
            nested = chain.rows * (SEEK + for_each.cost)
            enough = 1.0 if self._query.first is None else min(1.0, self._query.first / max(chain.rows, 1.0))
            if not (hashes and group.certain & chain.certain and for_all.rows < _MOST_HASHED) or (
                nested * enough < apart * _TABLE_WORTH_IT
            ):
                chain.behind(f"OPTIONAL {{ {for_each.text} }}")
                chain.cost += nested
                chain.rows *= max(1.0, for_each.rows)
                chain.possible |= group.possible
                return
        text = subquery(for_all.text, alone.possible) if alone.possible else for_all.text
        seen = Chain({**chain.domains, **for_all.domains}, set(around | group.possible))
        filters = "".join(f" FILTER {self._expression(f.expression, seen)}" for f in group.filters)
        chain.beside(f"OPTIONAL {{ {text}{filters} }}")
        shared = [max(chain.domains[n], for_all.domains[n]) for n in for_all.domains if n in chain.domains]
        factor = for_all.rows
        for size in shared:
            factor /= max(1.0, size)
        chain.cost += apart
        chain.rows *= max(1.0, factor)
        chain.possible |= group.possible

    def _minus(self, group: Group, chain: Chain, around: Names, *, hashes: bool) -> None:
        for_all = self.group(group, _NOTHING, frozenset(), hashes=hashes)
        shared = group.possible & chain.possible
        if (
            shared
            and shared <= group.certain & chain.certain
            and not group.mentioned & around - shared
            and not (group.mentioned - shared) & chain.possible
            and takes_bindings(group, shared)
        ):
            # Both sides bind all that they share: what MINUS drops is what NOT EXISTS drops (SPARQL 1.1, 8.3).
            for_each = self.group(group, chain.domains, frozenset(chain.possible), hashes=False)
            if chain.rows * (SEEK + for_each.cost) * _EACH_WORTH_IT < for_all.cost + for_all.rows + chain.rows:
                chain.enclose(f"FILTER NOT EXISTS {{ {for_each.text} }}")
                chain.cost += chain.rows * (SEEK + for_each.cost)
                return
        chain.beside(f"MINUS {{ {for_all.text} }}")
        chain.cost += for_all.cost + for_all.rows + chain.rows

    def _bind(self, element: Bind, chain: Chain) -> None:
        chain.beside(f"BIND{self._expression(element.expression, chain)}")
        chain.possible.add(element.variable)
        chain.domains[element.variable] = max(1.0, chain.rows)

    # -- filters

    def _settle(self, waiting: list[Filter], group: Group, chain: Chain, around: Names) -> list[Filter]:
        """Write those with EXISTS that look at nothing which is bound later; the engine asks them last. Return others."""
        left = []
        for waits in waiting:
            if waits not in chain.counted and waits.expression.mentioned <= chain.certain:
                chain.counted.append(waits)
                chain.rows *= _KEPT
            seen = waits.expression.mentioned & (group.possible | around)
            if waits.expression.exists and chain.text and seen <= chain.certain:
                chain.enclose(f"FILTER {self._expression(waits.expression, chain)}")
            else:
                left.append(waits)
        return left

    def _expression(self, expression: Expression, chain: Chain) -> str:
        return "".join(
            part
            if isinstance(part, str)
            else f"{{ {self.group(part, chain.domains, frozenset(chain.possible), hashes=False).text} }}"
            for part in expression.parts
        )


def _flat(element: Joined) -> list[Joined]:
    """Return what a group within a group joins, where it does nothing else."""
    if isinstance(element, Union) and len(element.groups) == 1:
        inner = element.groups[0].elements
        if all(isinstance(part, Edge | Values | Union | Subquery) for part in inner):
            return [deeper for part in inner for deeper in _flat(part)]  # type: ignore[arg-type]
    return [element]
