"""Why a statement holds: stated in which words, or concluded by which rule from which premises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.inference.rules import Pattern, Rule, Slot, Variable

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one statement holds.

    Attributes:
        statement: the statement.
        rule: the rule that concludes it; None when it is stated (or judged), not concluded.
        premises: why each premise of the rule holds.
    """

    statement: Triple
    rule: Rule | None
    premises: tuple[Reason, ...] = ()


def explain(
    statement: Triple,
    stated: ox.Store,
    everything: ox.Store,
    rules: Sequence[Rule],
    _above: frozenset[Triple] = frozenset(),
) -> Reason | None:
    """Return why a statement holds, or None when it does not hold or no rule concludes it.

    Args:
        statement: the statement, without blank nodes.
        stated: what documents, reference data and judgements state.
        everything: the same with all that follows.
        rules: the rules of the ontology.
    """
    quad = ox.Quad(statement.subject, statement.predicate, statement.object)
    if quad in stated:
        return Reason(statement, None)
    if quad not in everything or len(_above) > _DEEPEST:
        return None
    for rule in rules:
        for premises in _bodies(rule, statement, everything):
            # A statement never explains itself.
            if statement in premises or _above & set(premises):
                continue
            reasons = [explain(p, stated, everything, rules, _above | {statement}) for p in premises]
            known = tuple(reason for reason in reasons if reason is not None)
            if len(known) == len(premises):
                return Reason(statement, rule, known)
    return None


def _bodies(rule: Rule, statement: Triple, store: ox.Store) -> list[list[Triple]]:
    """Return the premises, all of which hold, under which a rule concludes a statement."""
    bound: dict[str, ox.NamedNode | ox.Literal] = {}
    if rule.head.predicate != statement.predicate:
        return []
    for slot, term in ((rule.head.subject, statement.subject), (rule.head.value, statement.object)):
        if not isinstance(term, ox.NamedNode | ox.Literal):
            return []
        if isinstance(slot, Variable):
            if bound.setdefault(slot.name, term) != term:
                return []
        elif slot != term:
            return []
    solutions = store.query(f"SELECT * {{ {' '.join(str(_filled(p, bound)) for p in rule.body)} }} LIMIT 5")
    if not isinstance(solutions, ox.QuerySolutions):
        return []
    names = [variable.value for variable in solutions.variables]
    found = []
    for solution in solutions:
        row = {name: term for name in names if isinstance(term := solution[name], ox.NamedNode | ox.Literal)}
        found.append([_triple(_filled(p, {**bound, **row})) for p in rule.body])
    return found


def _slot(slot: Slot, bound: dict[str, ox.NamedNode | ox.Literal]) -> Slot:
    return bound.get(slot.name, slot) if isinstance(slot, Variable) else slot


def _filled(pattern: Pattern, bound: dict[str, ox.NamedNode | ox.Literal]) -> Pattern:
    return Pattern(_slot(pattern.subject, bound), pattern.predicate, _slot(pattern.value, bound))


def _triple(pattern: Pattern) -> Triple:
    if not isinstance(pattern.subject, ox.NamedNode) or isinstance(pattern.value, Variable):
        raise TypeError(f"{pattern} is not filled")
    return ox.Triple(pattern.subject, pattern.predicate, pattern.value)
