"""Which rule a result belongs to, and what tells it from the other results of that rule.

A rule is a shape with targets. A result may come from a shape deeper inside (``sh:property ex:Name``, a blank node in a
list of ``sh:or``): it belongs to the rule that led there.
"""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from loader.sparql_tokens import scan
from loader.validation.findings import Bilingual, Group, Rule
from loader.validation.messages import made_for, message, spoken
from loader.validation.naming import description
from loader.validation.results import RawResult, is_core
from loader.validation.rules import Catalogue, named_shape, severity_of
from loader.validation.targets import Targets
from loader.validation.terms import RULE

# What stands on a shape and is no constraint.
_NO_CONSTRAINTS = frozenset(
    SH[name]
    for name in (
        "path targetClass targetNode targetSubjectsOf targetObjectsOf target severity message deactivated group order "
        "name description defaultValue flags ignoredProperties qualifiedMaxCount qualifiedValueShapesDisjoint"
    ).split()
)
_VALIDATORS = (SH.validator, SH.nodeValidator, SH.propertyValidator)


class Attribution:
    """Finds the rules of results; answers are kept, for results repeat their shapes."""

    def __init__(self, catalogue: Catalogue, shapes: Graph, targets: Targets) -> None:
        self._shapes = shapes
        self._targets = targets
        self._rules: Mapping[str, Rule] = {rule.iri: rule for rule in catalogue.rules}
        self._around: dict[Node, tuple[Rule, ...]] = {}
        self._single: dict[str, bool] = {}
        self._own: dict[tuple[Node, Node | None, Node | None], bool] = {}
        self._told: dict[tuple[Node, Node | None], str] = {}

    def rule(self, raw: RawResult) -> Rule:
        """Return the rule of a result: of several that led to its shape, the one that looks at its focus node."""
        around = self._around.get(raw.shape)
        if around is None:
            around = self._around[raw.shape] = self._find(raw.shape)
        if len(around) > 1:
            looking = (rule for rule in around if raw.focus in self._targets.of_shape(URIRef(rule.iri), absent=True))
            return next(looking, around[0])
        return around[0] if around else self._unknown(raw)

    def shape(self, raw: RawResult) -> str:
        """Return the IRI of the shape of a result, or of the nearest around it that has one."""
        return str(named_shape(self._shapes, raw.shape))

    def constraint(self, raw: RawResult, rule: Rule) -> str:
        """Return what tells a constraint from the others of its rule; "" where the rule says one thing."""
        if is_of_catalogue(rule) or self._has_one_constraint(rule):
            return ""
        known = (raw.shape, raw.component)
        told = self._told.get(known)
        if told is None:
            shape = description(self._shapes, raw.shape) if isinstance(raw.shape, BNode) else raw.shape.n3()
            told = self._told[known] = f"{raw.component} {shape}"
        return told if raw.path is None else f"{told} {raw.path}"

    def message(self, raw: RawResult, rule: Rule) -> Bilingual:
        """Return what a result says: in words of its shape, else of its rule, else what was not met."""
        if is_of_catalogue(rule):
            return message(rule, raw.messages)
        known = (raw.shape, raw.component, raw.constraint)
        own = self._own.get(known)
        if own is None:
            own = self._own[known] = self._speaks(raw)
        if raw.messages and str(raw.shape) != rule.iri and own:
            return spoken(raw.messages, rule)
        if own or rule.message.vi or rule.message.en:
            return message(rule, raw.messages)
        parameter, demand = self._demand(raw)
        path = "" if raw.path is None else raw.path.sparql()
        return made_for(parameter, demand, path, None if raw.value is None else _told(raw.value))

    def _speaks(self, raw: RawResult) -> bool:
        """Say whether shapes give a message for a result: on the shape, the constraint, or the component's validator."""
        nodes: set[Node] = {raw.shape}
        if raw.component is not None and not is_core(raw.component):
            constraints = (
                set(self._shapes.objects(raw.shape, SH.sparql)) if raw.constraint is None else {raw.constraint}
            )
            validators = {v for term in _VALIDATORS for v in self._shapes.objects(raw.component, term)}
            nodes |= constraints | validators | {raw.component}
            queries = (str(query) for node in constraints for query in self._shapes.objects(node, SH.select))
            if any("message" in scan(query).variables() for query in queries):
                return True
        return any((node, SH.message, None) in self._shapes for node in nodes)

    def _demand(self, raw: RawResult) -> tuple[str, str]:
        """Return the parameter of a result's constraint, and its value if that is told in a word."""
        if not is_core(raw.component):
            return ("sh:sparql" if raw.component == SH.SPARQLConstraintComponent else f"<{raw.component}>"), ""
        name = str(raw.component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
        parameter = f"{name[:1].lower()}{name[1:]}"
        demands = [node for node in self._shapes.objects(raw.shape, SH[parameter]) if not isinstance(node, BNode)]
        return f"sh:{parameter}", _told(demands[0]) if len(demands) == 1 else ""

    def _find(self, shape: Node) -> tuple[Rule, ...]:
        """Return the nearest rules at or around a shape."""
        found: dict[str, Rule] = {}
        due, seen = [shape], {shape}
        while due and not found:
            found = {str(node): self._rules[str(node)] for node in due if str(node) in self._rules}
            above = {subject for node in due for subject in self._shapes.subjects(None, node)} - seen
            seen |= above
            due = sorted(above, key=str)
        return tuple(found[iri] for iri in sorted(found))

    def _has_one_constraint(self, rule: Rule) -> bool:
        single = self._single.get(rule.iri)
        if single is None:
            single = self._single[rule.iri] = self._constraints(URIRef(rule.iri), frozenset()) <= 1
        return single

    def _constraints(self, shape: Node, above: frozenset[Node]) -> int:
        if shape in above:
            return 0
        number = 0
        for predicate, value in self._shapes.predicate_objects(shape):
            if predicate == SH.property:
                number += self._constraints(value, above | {shape})
            elif predicate not in _NO_CONSTRAINTS and predicate != RDF.type and str(predicate).startswith(str(SH)):
                number += 1
        return number

    def _unknown(self, raw: RawResult) -> Rule:
        # No rule of the catalogue leads to the shape: it has no IRI, and nothing around it has.
        shape = named_shape(self._shapes, raw.shape)
        code = str(shape).rstrip("/#").replace("#", "/").rpartition("/")[2]
        return Rule(
            iri=str(shape),
            code=code,
            severity=severity_of(raw.severity),
            group=Group("other", Bilingual("Khác", "Other"), 99.0),
            order=0.0,
            title=Bilingual(code, code),
            rationale=Bilingual(),
            message=Bilingual(),
            remedy=Bilingual(),
            source=Bilingual(),
        )


def _told(node: Node) -> str:
    if isinstance(node, BNode):
        return "[]"
    return f"<{node}>" if isinstance(node, URIRef) else str(node)


def is_of_catalogue(rule: Rule) -> bool:
    """Say whether a rule is one of the project's own, which say one thing of one value."""
    return rule.iri.startswith(str(RULE))
