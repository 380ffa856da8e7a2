"""The chain from a higher plan to a sentence, as a tree: for a document, a target, a task or an agency.

Upwards stands what a thing is done for (the plans it traces to, the higher target), downwards who does what by when,
each down to the words that say so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.lookup import Lookup
from loader.graph.vocabulary import LN

Subject = ox.NamedNode

FINDABLE = (LN.Document, LN.Target, LN.PlannedAction, LN.Agency, LN.AgencyGroup)
"""Classes whose members can be traced."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the tree.

    Attributes:
        relation: how it hangs on the node above ("thực hiện / implements"), "" for the root.
        kind: what it is ("document", "target", "task", "measure", "duty", "agency", "quote" …).
        label: what it is called; the words themselves for a quote.
        iri: its IRI.
        details: short facts (date, figure, deadline).
        children: the nodes below.
    """

    relation: str
    kind: str
    label: str
    iri: str
    details: tuple[str, ...] = ()
    children: tuple[Branch, ...] = ()


def trace(lookup: Lookup, subject: Subject) -> Branch:
    """Return the tree of a document, target, task or agency.

    Args:
        lookup: the built graph, inferred statements included.
        subject: the thing to trace.
    """
    if lookup.is_a(subject, LN.Target):
        return _Tracer(lookup).target(subject)
    if lookup.is_a(subject, LN.Agency, LN.AgencyGroup):
        return _Tracer(lookup).agency(subject)
    if lookup.is_a(subject, LN.Task, LN.Measure, LN.ReportingDuty):
        return _Tracer(lookup).action(subject, "")
    return _Tracer(lookup).document(subject)


class _Tracer:
    def __init__(self, lookup: Lookup) -> None:
        self.look = lookup

    # Documents

    def document(self, subject: Subject) -> Branch:
        children = [*self._upward(subject, frozenset({subject.value})), *self._implementing(subject, frozenset())]
        children += [
            self._objective(o) for o in self.look.things(subject, LN.hasObjective) if self.look.things(o, LN.hasTarget)
        ]
        children += [
            self.action(a, "giao việc / assigns")
            for p in (LN.hasTask, LN.hasReportingDuty)
            for a in self._of(subject, p)
        ]
        for plan in self.look.things(subject, LN.promulgates):
            whole = self.document(plan)
            own = tuple(c for c in whole.children if c.kind != "document")
            children.append(Branch("ban hành / promulgates", "document", whole.label, whole.iri, whole.details, own))
        return self._document_branch("", subject, tuple(children))

    def _of(self, subject: Subject, predicate: ox.NamedNode) -> list[Subject]:
        return self.look.things(subject, predicate)

    def _document_branch(self, relation: str, subject: Subject, children: tuple[Branch, ...] = ()) -> Branch:
        issuer = self.look.thing(subject, LN.issuedBy)
        details = [self.look.text(subject, LN.dateIssued), self.look.label(issuer) if issuer else None]
        return Branch(
            relation,
            "document",
            self.look.label(subject),
            subject.value,
            tuple(d for d in details if d),
            children,
        )

    def _upward(self, subject: Subject, seen: frozenset[str]) -> list[Branch]:
        """Return the paths from a document up through what it implements, to the plans at the top."""
        branches: list[Branch] = []
        steps = (
            ("thực hiện / implements", self.look.things(subject, LN.implements)),
            ("được ban hành bởi / promulgated by", self.look.subjects(LN.promulgates, subject)),
        )
        for relation, documents in steps:
            for document in documents:
                if document.value not in seen:
                    above = tuple(self._upward(document, seen | {document.value}))
                    branches.append(self._document_branch(relation, document, above))
        return branches

    def _implementing(self, subject: Subject, seen: frozenset[str]) -> list[Branch]:
        """Return the documents that implement a document or the decision it came with, and those below them."""
        around = [subject, *self.look.subjects(LN.promulgates, subject), *self.look.things(subject, LN.promulgates)]
        direct = {d.value: d for document in around for d in self.look.subjects(LN.implements, document)}
        seen = seen | {document.value for document in around}
        branches = []
        for iri, document in sorted(direct.items()):
            # A plan attached to a decision that implements the same stands for both.
            plans = [p.value for p in self.look.things(document, LN.promulgates)]
            if iri not in seen and not any(plan in direct for plan in plans):
                below = tuple(self._implementing(document, seen | {iri}))
                branches.append(self._document_branch("được thực hiện bởi / implemented by", document, below))
        return branches

    def _objective(self, subject: Subject) -> Branch:
        children = tuple(self._target_line("chỉ tiêu / target", t) for t in self.look.things(subject, LN.hasTarget))
        horizon = self.look.text(subject, LN.horizon)
        return Branch(
            "mục tiêu / objective",
            "objective",
            self.look.label(subject),
            subject.value,
            (horizon,) if horizon else (),
            (*children, *self._quotes(subject)),
        )

    # Targets

    def _figure(self, subject: Subject) -> tuple[str, ...]:
        comparator = self.look.thing(subject, LN.comparator)
        figure = self.look.text(subject, LN.printedFigure) or self.look.text(subject, LN.value) or ""
        words = f"{self.look.label(comparator)} {figure}" if comparator else figure
        unit = self.look.thing(subject, LN.unit)
        words = f"{_change_of(unit.value) if unit else ''}{words}"
        return tuple(d for d in (words, self.look.text(subject, LN.horizon)) if d)

    def _target_line(self, relation: str, subject: Subject) -> Branch:
        children = [
            Branch("cụ thể hóa / derives from", "target", self.look.label(h), h.value, self._figure(h))
            for h in self.look.things(subject, LN.derivesFrom)
        ]
        return Branch(
            relation, "target", self.look.label(subject), subject.value, self._figure(subject), tuple(children)
        )

    def target(self, subject: Subject) -> Branch:
        children = list(self._quotes(subject))
        for document in self.look.things(subject, LN.inDocument):
            children.append(self._document_branch("thuộc / in", document, tuple(self._upward(document, frozenset()))))
        children += [self._comparison(c) for c in self.look.things(subject, LN.hasComparison)]
        children += [
            self._located("được cụ thể hóa bởi / localised by", t) for t in self.look.subjects(LN.derivesFrom, subject)
        ]
        indicator = self.look.thing(subject, LN.ofIndicator)
        if indicator:
            own = set(self.look.things(subject, LN.inDocument))
            children += [
                self.action(a, "được góp phần bởi / supported by")
                for a in self.look.subjects(LN.supports, indicator)
                if own & set(self.look.things(a, LN.inDocument))
            ]
        return Branch("", "target", self.look.label(subject), subject.value, self._figure(subject), tuple(children))

    def _located(self, relation: str, subject: Subject) -> Branch:
        documents = [self.look.label(d) for d in self.look.things(subject, LN.inDocument)]
        details = (*self._figure(subject), *documents)
        return Branch(relation, "target", self.look.label(subject), subject.value, details, self._quotes(subject))

    def _comparison(self, subject: Subject) -> Branch:
        outcome, reason, grade = (self.look.thing(subject, p) for p in (LN.outcome, LN.notComparableBecause, LN.grade))
        details = tuple(self.look.label(n) for n in (outcome, reason, grade) if n)
        higher = tuple(self._located("cấp trên / higher", h) for h in self.look.things(subject, LN.higherTarget))
        return Branch("so với / compared", "comparison", self.look.label(subject), subject.value, details, higher)

    # Actions

    def action(self, subject: Subject, relation: str) -> Branch:
        kind = next(
            (name for cls, name in _ACTION_KINDS if self.look.is_a(subject, cls)),
            "action",
        )
        children: list[Branch] = []
        for predicate, words in _BODIES:
            children += [
                Branch(words, "agency", self.look.label(a), a.value) for a in self.look.things(subject, predicate)
            ]
        if not relation:
            for document in self.look.things(subject, LN.inDocument):
                above = tuple(self._upward(document, frozenset()))
                children.append(self._document_branch("thuộc / in", document, above))
            for predicate, words in _PURPOSES:
                children += [
                    Branch(
                        words, "purpose", self.look.label(o), o.value, self._why(subject, predicate, o), self._quotes(o)
                    )
                    for o in self.look.things(subject, predicate)
                ]
            children += [
                self._elsewhere("được thực hiện qua / carried out by", a, self._why(a, LN.carriesOut, subject))
                for a in self.look.subjects(LN.carriesOut, subject)
            ]
            children += [
                self._elsewhere("trùng lời văn với / shares text with", a, self._shared(subject, a))
                for a in self.look.things(subject, LN.sharesTextWith)
            ]
        when = [
            *self.look.texts(subject, LN.timeText),
            *(f"trước / by {day.lstrip('-')}" for day in self.look.texts(subject, LN.dueDay)),
            *(f"sản phẩm / deliverable: {text}" for text in self.look.texts(subject, LN.deliverable)),
        ]
        children += self._quotes(subject)
        return Branch(relation, kind, self.look.label(subject), subject.value, tuple(when), tuple(children))

    def _elsewhere(self, relation: str, subject: Subject, details: tuple[str, ...]) -> Branch:
        """Return another action, with the documents in which it stands and its sentence."""
        documents = tuple(self.look.label(d) for d in self.look.things(subject, LN.inDocument))
        label = self.look.label(subject)
        return Branch(relation, "action", label, subject.value, (*documents, *details), self._quotes(subject))

    def _why(self, subject: Subject, predicate: ox.NamedNode, value: Subject) -> tuple[str, ...]:
        """Return how sure a judged statement is, and its basis."""
        for judgement in judgements_of(self.look, subject, predicate, value):
            grade = self.look.thing(judgement, LN.grade)
            return (*([self.look.label(grade)] if grade else ()), *self.look.texts(judgement, LN.basis, "vi"))
        return ()

    def _shared(self, one: Subject, other: Subject) -> tuple[str, ...]:
        return self._why(one, LN.sharesTextWith, other) or self._why(other, LN.sharesTextWith, one)

    def agency(self, subject: Subject) -> Branch:
        children: list[Branch] = []
        for predicate, words in ((LN.successor, "kế thừa bởi / succeeded by"), (LN.predecessor, "kế thừa / succeeds")):
            children += [
                Branch(words, "agency", self.look.label(a), a.value) for a in self.look.things(subject, predicate)
            ]
        for predicate, words in _BODIES[:3]:
            for action in self.look.subjects(predicate, subject):
                documents = self.look.things(action, LN.inDocument)
                branch = self.action(action, words)
                named = tuple(self.look.label(d) for d in documents)
                children.append(
                    Branch(
                        words, branch.kind, branch.label, branch.iri, (*named, *branch.details), self._quotes(action)
                    )
                )
        return Branch("", "agency", self.look.label(subject), subject.value, (), tuple(children))

    def _quotes(self, subject: Subject) -> tuple[Branch, ...]:
        section = self.look.text(subject, LN.section)
        return tuple(
            Branch("câu / sentence", "quote", quote, excerpt.value, (section,) if section else ())
            for excerpt in self.look.things(subject, LN.evidence)
            for quote in self.look.texts(excerpt, LN.quote)
        )


def judgements_of(
    lookup: Lookup, subject: Subject, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal
) -> list[Subject]:
    """Return the judgements that a statement is, or is refused. One about a literal names subject and property only."""
    objects = [value] if isinstance(value, ox.NamedNode) else []
    return [
        judgement
        for judgement in lookup.subjects(LN.judgedSubject, subject)
        if predicate in lookup.things(judgement, LN.judgedProperty)
        and lookup.things(judgement, LN.judgedObject) == objects
    ]


_ACTION_KINDS = ((LN.Task, "task"), (LN.ReportingDuty, "duty"), (LN.Measure, "measure"))
_BODIES = (
    (LN.leadAgency, "chủ trì / leads"),
    (LN.coordinatingAgency, "phối hợp / coordinates"),
    (LN.reporter, "báo cáo / reports"),
    (LN.recipient, "gửi / to"),
)
_PURPOSES = ((LN.carriesOut, "thực hiện giải pháp / carries out"), (LN.supports, "góp phần / supports"))


def _change_of(unit: str) -> str:
    """Return the verb of a figure that says by how much something changes: "giảm 10%" is not a level of 10 %."""
    return next((verb for key, verb in (("-decrease", "giảm "), ("-increase", "tăng ")) if key in unit), "")
