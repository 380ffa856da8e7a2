"""Judgements over the whole graph: which target localises which, what carries out and supports what, what texts share.

Each judgement states a direct property for queries and, beside it, a node that says how well it is supported (grade),
why (basis) and on which statement. A curated ``ln:Judgement`` with ``ln:accepted false`` keeps a rule from judging so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

import pyoxigraph as ox

from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, RDFS, SKOS
from loader.inference.actions import action_judgements
from loader.inference.comparison import target_judgements
from loader.inference.figures import figure_judgements
from loader.inference.indicators import indicator_matches, match_judgements
from loader.inference.judging import Judged, Judging
from loader.inference.lapsing import day_considered, overdue_judgements
from loader.inference.programmes import programme_judgements
from loader.inference.shared_things import thing_judgements
from loader.inference.sharing import sharing_judgements
from loader.inference.solutions import solution_judgements
from loader.lexicon.thesaurus import Vocabularies, bundled_vocabularies

READ_BY_JUDGEMENTS = (
    *(LN.Task, LN.Measure, LN.Target, LN.Judgement),
    *(LN.inDocument, LN.evidence, LN.quote, LN.ofIndicator, LN.unit, LN.value, LN.level, LN.isRate, LN.horizon),
    *(
        LN.baselineYear,
        LN.population,
        LN.printedFigure,
        LN.tracesTo,
        LN.derivesFrom,
        LN.comparableWith,
        LN.carriesOut,
        LN.supports,
    ),
    *(LN.measuredAs, LN.alsoOfIndicator, LN.cue, LN.sharesTextWith, LN.similarity),
    *(LN.Plan, LN.status, LN.area, LN.implements, LN.periodStart, LN.periodEnd, LN.draftOf),
    *(LN.Objective, LN.GeneralObjective, LN.SpecificObjective),
    *(LN.ReportingDuty, LN.endYear, LN.isOverdue, LN.asOf),
    *(LN.Agency, LN.AgencyGroup, LN.agencyKind, LN.jurisdiction, LN.TerritorialChange, LN.KindChange, SKOS.prefLabel),
    *(LN.original, LN.resulting, LN.changeDate, LN.legalBasis, LN.grade, LN.replaces, LN.number, LN.dateIssued),
    *(LN.effectiveFrom, LN.successorToday, LN.replacedToday, LN.Law, LN.identifiedWith),
    *(LN.startYear, LN.dueDay, LN.recurrence, LN.isLapsed, LN.overdueSince),
    *(LN.Result, LN.ofItem, LN.achievement, LN.resultDate, LN.achievedBy, LN.achievedByName, LN.overdueFor),
    *(LN.ReadingNote, LN.noteKind, LN.proposedReading),
    *(LN.leadAgency, LN.reporter, LN.hasAssignment, LN.agent, LN.agentAsPrinted),
    *(LN.coordinatingAgency, LN.inProvision, LN.provisionKind, LN.restatedBy),
    *(LN.PolicyProgramme, LN.Indicator, LN.indicatorOf, LN.inProgramme, LN.rootOf, LN.titleWords, LN.carriedOutFrom),
    *(LN.measuredAs, LN.position, LN.targetType, LN.namesProgramme, DCTERMS.title),
    *(LN.isCarriedOut, LN.servesPlan, LN.accepted, LN.judgedSubject, LN.judgedProperty, LN.judgedObject),
)
"""Classes and properties that judgements look at, or state."""
_OF_BODIES = (
    *(LN.agencyKind, LN.jurisdiction, SKOS.prefLabel, LN.grade, LN.Agency, LN.AgencyGroup),
    *(LN.TerritorialChange, LN.KindChange, LN.original, LN.resulting, LN.changeDate, LN.legalBasis),
    *(LN.effectiveFrom, LN.successorToday, LN.replacedToday),
)


def _keys(terms: Iterable[ox.NamedNode]) -> frozenset[str]:
    return frozenset(key for term in terms for key in (str(term), f"a {term}"))


READ_ACROSS = _keys(READ_BY_JUDGEMENTS)
"""What statements those judgements look at that are made over all documents (see ``Pattern.key``)."""
READ_BELOW = _keys((*READ_BY_JUDGEMENTS, RDFS.label)) - _keys(_OF_BODIES)
"""What statements of the reference data those judgements look at that are made document by document: none of what became
of bodies, most of these data."""


def refused(store: ox.Store) -> frozenset[Judged]:
    """Return the statements that curators refuse."""
    found: set[Judged] = set()
    false = ox.Literal(False)
    for quad in store.quads_for_pattern(None, LN.accepted, false, ox.DefaultGraph()):
        parts = [
            next((q.object for q in store.quads_for_pattern(quad.subject, p, None, ox.DefaultGraph())), None)
            for p in (LN.judgedSubject, LN.judgedProperty, LN.judgedObject)
        ]
        named = [part.value for part in parts if isinstance(part, ox.NamedNode)]
        if len(named) == len(parts):
            found.add(Judged(*named))
    return frozenset(found)


class Scope(Enum):
    """What judgements of one kind are made from; what is told of each makes them again only when that changed."""

    BELOW = auto()
    """A document (with what is written inside it), the documents that it traces to, and the reference data."""
    DATED = auto()
    """The same, and the day that the graph speaks of."""
    DAY = auto()
    """That day alone."""
    SHARED = auto()
    """What is said about things that several documents may speak of: documents as a whole, bodies, places, concepts;
    thing by thing (``shared_things.py``)."""
    PASSAGES = auto()
    """The sentences of all documents, through an index of their own."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judgements of one kind.

    Attributes:
        scope: what they are made from. A judgement hangs on (has as its subject) a thing of the document it is made for.
        judge: what yields them, from a graph in which all that follows by the axioms is already stated.
    """

    scope: Scope
    judge: Callable[[ox.Store, Judging, date | None], Iterator[Triple]]


def _overdue(store: ox.Store, judging: Judging, as_of: date | None) -> Iterator[Triple]:
    if as_of is not None:
        yield from overdue_judgements(store, judging, as_of)


def _of_targets(store: ox.Store, judging: Judging, _: date | None) -> Iterator[Triple]:
    matches = indicator_matches(store, judging)
    yield from match_judgements(matches, judging)
    yield from target_judgements(store, judging, matches)


JUDGES = (
    Judge(Scope.BELOW, lambda store, judging, _: programme_judgements(store)),
    Judge(Scope.BELOW, _of_targets),
    Judge(Scope.BELOW, lambda store, judging, _: figure_judgements(store, judging)),
    Judge(Scope.BELOW, lambda store, judging, _: action_judgements(store, judging)),
    Judge(Scope.BELOW, lambda store, judging, _: solution_judgements(store, judging)),
    Judge(Scope.PASSAGES, lambda store, judging, _: sharing_judgements(store, judging)),
    Judge(Scope.SHARED, thing_judgements),
    Judge(Scope.DATED, _overdue),
    Judge(Scope.DAY, lambda _, judging, as_of: iter(() if as_of is None else (day_considered(judging, as_of),))),
)
"""All judgements, in the order in which they are made."""
ABOVE = (LN.tracesTo,)
"""What leads from a document to those that judgements hold it against."""
TO_ROOTS = (LN.inProgramme, LN.rootOf)
"""What leads from a document to a programme, and what to the programme from the documents that began it: the same."""


def judged_by(scope: Scope, store: ox.Store, judging: Judging, as_of: date | None = None) -> Iterator[Triple]:
    """Yield the judgements of one scope; see ``judgements``."""
    for judge in JUDGES:
        if judge.scope is scope:
            yield from judge.judge(store, judging, as_of)


def judgements(
    store: ox.Store, iris: Iris, as_of: date | None = None, vocabularies: Vocabularies | None = None
) -> Iterator[Triple]:
    """Yield the judgements over a graph in which all that follows by the axioms is already stated.

    Args:
        store: all statements, in the default graph.
        iris: maker of IRIs.
        as_of: the day by which actions are overdue; without one nothing is said of that.
        vocabularies: what sentences are read with; those that come along if not given.
    """
    judging = Judging(iris, refused(store), vocabularies or bundled_vocabularies())
    for judge in JUDGES:
        yield from judge.judge(store, judging, as_of)
