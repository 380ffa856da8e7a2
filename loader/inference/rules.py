"""Rules compiled from the axioms of an ontology (OWL 2 RL, W3C Recommendation 2012, tables 4 to 9).

One rule stands for one axiom with its terms filled in, so a rule can be run as a SPARQL update and shown to a person.
Compiled are subclasses (with restrictions, intersections and unions on the left), equivalence, subproperties, inverses,
symmetry, transitivity, property chains, domains and ranges. Functional properties, keys and equality are left out:
they only make ``owl:sameAs``, which no file of the project states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.turtle import Triple
from loader.graph.vocabulary import OWL, RDF, RDFS
from loader.inference.axioms import All, And, Axioms, Expression, HasValue, Named, Node, Or, Some

_BUILT_IN = (RDF.NAMESPACE, RDFS.NAMESPACE, OWL.NAMESPACE)
_THING = OWL.Thing.value


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a rule."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"


Slot = Variable | ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple with variables."""

    subject: Slot
    predicate: ox.NamedNode
    value: Slot

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.value} ."

    @property
    def key(self) -> str:
        """What statements the pattern is about: a class for types, else the predicate."""
        if self.predicate == RDF.type and isinstance(self.value, ox.NamedNode):
            return f"a {self.value}"
        return str(self.predicate)


@dataclass(frozen=True, slots=True)
class Rule:
    """If the body holds, the head holds.

    Attributes:
        name: name of the rule in the OWL 2 RL tables ("prp-spo2").
        body: the premises.
        head: the conclusion.
    """

    name: str
    body: tuple[Pattern, ...]
    head: Pattern

    def __str__(self) -> str:
        return f"{self.name}: {' '.join(map(str, self.body))} => {self.head}"


_X, _Y = Variable("x"), Variable("y")


def compile_rules(ontology: Iterable[Triple]) -> tuple[Rule, ...]:
    """Return the rules of an ontology graph, sorted, each once.

    Raises:
        GraphError: an axiom has a form that no rule is made for.
    """
    axioms = Axioms(ontology)
    rules = {rule for rule in _all_rules(axioms) if rule.head not in rule.body and not _is_built_in(rule.head)}
    return tuple(sorted(rules, key=str))


def _is_built_in(head: Pattern) -> bool:
    named = head.value.value if head.predicate == RDF.type and isinstance(head.value, ox.NamedNode) else ""
    return named.startswith(_BUILT_IN) or (head.predicate != RDF.type and head.predicate.value.startswith(_BUILT_IN))


def _all_rules(axioms: Axioms) -> Iterator[Rule]:
    for lower, upper in axioms.pairs(RDFS.subClassOf.value):
        yield from _subclass(axioms.expression(lower), axioms.expression(upper))
    for one, other in axioms.pairs(OWL.equivalentClass.value):
        yield from _subclass(axioms.expression(one), axioms.expression(other))
        yield from _subclass(axioms.expression(other), axioms.expression(one))
    for lower, upper in _named_pairs(axioms, RDFS.subPropertyOf.value):
        yield Rule("prp-spo1", (Pattern(_X, lower, _Y),), Pattern(_X, upper, _Y))
    for one, other in _named_pairs(axioms, OWL.equivalentProperty.value):
        yield Rule("prp-eqp1", (Pattern(_X, one, _Y),), Pattern(_X, other, _Y))
        yield Rule("prp-eqp2", (Pattern(_X, other, _Y),), Pattern(_X, one, _Y))
    for one, other in _named_pairs(axioms, OWL.inverseOf.value):
        yield Rule("prp-inv1", (Pattern(_X, one, _Y),), Pattern(_Y, other, _X))
        yield Rule("prp-inv2", (Pattern(_X, other, _Y),), Pattern(_Y, one, _X))
    for symmetric in axioms.of_type(OWL.SymmetricProperty.value):
        yield Rule("prp-symp", (Pattern(_X, symmetric, _Y),), Pattern(_Y, symmetric, _X))
    for transitive in axioms.of_type(OWL.TransitiveProperty.value):
        step = Variable("step")
        body = (Pattern(_X, transitive, step), Pattern(step, transitive, _Y))
        yield Rule("prp-trp", body, Pattern(_X, transitive, _Y))
    for subject, head in axioms.pairs(OWL.propertyChainAxiom.value):
        yield _chain(subject, axioms.members(head))
    for subject, domain in _pairs_from_named(axioms, RDFS.domain.value):
        for conclusion in _conclusions(axioms.expression(domain), _X):
            yield Rule("prp-dom", (Pattern(_X, subject, _Y), *conclusion.extra), conclusion.head)
    for subject, range_ in _pairs_from_named(axioms, RDFS.range.value):
        for conclusion in _conclusions(axioms.expression(range_), _Y):
            yield Rule("prp-rng", (Pattern(_X, subject, _Y), *conclusion.extra), conclusion.head)


def _named_pairs(axioms: Axioms, predicate: str) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    for subject, value in axioms.pairs(predicate):
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
            yield subject, value
        else:
            raise GraphError(f"{subject} {predicate} {value}: no rule is made for a property without name")


def _pairs_from_named(axioms: Axioms, predicate: str) -> Iterator[tuple[ox.NamedNode, Node]]:
    for subject, value in axioms.pairs(predicate):
        if isinstance(subject, ox.NamedNode):
            yield subject, value


def _chain(subject: Node, links: list[Node]) -> Rule:
    named = [link for link in links if isinstance(link, ox.NamedNode)]
    if not isinstance(subject, ox.NamedNode) or len(named) != len(links) or not named:
        raise GraphError(f"the property chain of {subject} has a link without name")
    slots = [_X, *(Variable(f"v{i}") for i in range(1, len(named))), _Y]
    body = tuple(Pattern(slots[i], link, slots[i + 1]) for i, link in enumerate(named))
    return Rule("prp-spo2", body, Pattern(_X, subject, _Y))


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """A head, with the premises that it needs beyond those of the axiom's left side."""

    head: Pattern
    extra: tuple[Pattern, ...] = ()


def _conclusions(expression: Expression, of: Variable) -> Iterator[_Conclusion]:
    if isinstance(expression, Named):
        yield _Conclusion(Pattern(of, RDF.type, expression.iri))
    elif isinstance(expression, HasValue):
        yield _Conclusion(Pattern(of, expression.on, expression.value))
    elif isinstance(expression, And):
        for part in expression.parts:
            yield from _conclusions(part, of)
    elif isinstance(expression, All):
        value = Variable(f"{of.name}v")
        for inner in _conclusions(expression.filler, value):
            yield _Conclusion(inner.head, (Pattern(of, expression.on, value), *inner.extra))
    else:
        raise GraphError(f"{expression} cannot be concluded: OWL 2 RL has no such superclass")


def _premises(expression: Expression, of: Variable, path: str = "v") -> list[tuple[Pattern, ...]]:
    """Return the alternative bodies under which a thing is in a class; ``path`` keeps variables apart."""
    if isinstance(expression, Named):
        return [()] if expression.iri.value == _THING else [(Pattern(of, RDF.type, expression.iri),)]
    if isinstance(expression, HasValue):
        return [(Pattern(of, expression.on, expression.value),)]
    if isinstance(expression, Some):
        value = Variable(path)
        bodies = _premises(expression.filler, value, f"{path}v")
        return [(Pattern(of, expression.on, value), *inner) for inner in bodies]
    if isinstance(expression, Or):
        return [body for part in expression.parts for body in _premises(part, of, path)]
    if isinstance(expression, And):
        parts = [_premises(part, of, f"{path}{i}") for i, part in enumerate(expression.parts)]
        return [tuple(pattern for body in bodies for pattern in body) for bodies in product(*parts)]
    raise GraphError(f"{expression} cannot be a premise: OWL 2 RL has no such subclass")


def _subclass(lower: Expression, upper: Expression) -> Iterator[Rule]:
    name = "cax-sco" if isinstance(lower, Named) and isinstance(upper, Named) else "cls"
    for body in _premises(lower, _X):
        for conclusion in _conclusions(upper, _X):
            premises = (*body, *conclusion.extra)
            if not premises:
                raise GraphError("a class cannot hold of everything")
            yield Rule(name, premises, conclusion.head)
