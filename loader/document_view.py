"""The graph that a build writes of one document, read back by the fixed vocabulary: values, labels, quotes, bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, SKOS

_PLANS = frozenset(
    {LN.Plan, LN.Programme, LN.Scheme, LN.Strategy, LN.NationalPlan, LN.ProvincialPlan, LN.DistrictPlan, LN.CommunePlan}
)

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def told(node: Node) -> str:
    """Return an IRI or the text of a literal."""
    return str(node) if isinstance(node, ox.Triple) else node.value


class DocumentView:
    """A document's graph, read by the fixed vocabulary."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: defaultdict[tuple[Node, ox.NamedNode], list[Node]] = defaultdict(list)
        self._subjects: defaultdict[tuple[ox.NamedNode, Node], list[Node]] = defaultdict(list)
        for triple in dict.fromkeys(triples):
            self._objects[triple.subject, triple.predicate].append(triple.object)
            self._subjects[triple.predicate, triple.object].append(triple.subject)

    def objects(self, subject: Node, predicate: ox.NamedNode) -> Sequence[Node]:
        """Return the objects of a subject and predicate."""
        return self._objects.get((subject, predicate), ())

    def value(self, subject: Node, predicate: ox.NamedNode) -> Node | None:
        """Return the first object, None without one."""
        return next(iter(self.objects(subject, predicate)), None)

    def of_type(self, *types: ox.NamedNode) -> list[Node]:
        """Return the things of any of some types, in the order of their names."""
        return sorted({s for t in types for s in self._subjects.get((RDF.type, t), ())}, key=told)

    def text(self, subject: Node, predicate: ox.NamedNode) -> str | None:
        """Return the first object as text."""
        value = self.value(subject, predicate)
        return None if value is None else told(value)

    def year(self, subject: Node, predicate: ox.NamedNode) -> int | None:
        """Return the year of the first object."""
        value = self.text(subject, predicate)
        return int(value[:4]) if value else None

    def key(self, subject: Node, predicate: ox.NamedNode) -> str | None:
        """Return the last step of the IRI of the first object."""
        value = self.text(subject, predicate)
        return value.rsplit("/", 1)[-1] if value else None

    def label(self, subject: Node) -> str:
        """Return a thing's Vietnamese label, or the last step of its IRI."""
        for predicate in (SKOS.prefLabel, RDFS.label, DCTERMS.title):
            for value in self.objects(subject, predicate):
                if isinstance(value, ox.Literal) and value.language in (None, "vi"):
                    return value.value
        return told(subject).rsplit("/", 1)[-1]

    def quotes(self, subject: Node) -> list[str]:
        """Return the words that a thing was read from."""
        return [told(q) for e in self.objects(subject, LN.evidence) for q in self.objects(e, LN.quote)]

    def plan(self) -> Node | None:
        """Return the plan with the most content, None without one."""

        def weight(subject: Node) -> int:
            content = (LN.hasObjective, LN.hasTask, LN.hasMeasure)
            return sum(1 for p in content for _ in self.objects(subject, p))

        plans = self.of_type(*_PLANS)
        return max(plans, key=weight, default=None)

    def own(self) -> list[Node]:
        """Return the plan and what promulgates it."""
        plan = self.plan()
        return [] if plan is None else [plan, *self._subjects.get((LN.promulgates, plan), ())]

    def agents(self, subject: Node, role: str) -> list[str]:
        """Return the bodies in a role of a task, as printed."""
        return [
            self.text(a, LN.agentAsPrinted) or self.label(self.value(a, LN.agent) or a)
            for a in self.objects(subject, LN.hasAssignment)
            if self.key(a, LN.role) == role
        ]
