"""Judgements over the whole graph: which target localises which, what carries out and supports what, what texts share.

Each judgement states a direct property for queries and, beside it, a node that says how well it is supported (grade),
why (basis) and on which statement. A curated ``ln:Judgement`` with ``ln:accepted false`` keeps a rule from judging so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, SKOS
from loader.inference.actions import action_judgements
from loader.inference.comparison import target_judgements
from loader.inference.drafts import draft_judgements
from loader.inference.figures import figure_judgements
from loader.inference.indicators import indicator_matches, match_judgements
from loader.inference.judging import Judged, Judging
from loader.inference.lapsing import overdue_judgements
from loader.inference.programmes import programme_judgements
from loader.inference.sharing import sharing_judgements
from loader.inference.solutions import solution_judgements
from loader.inference.successions import succession_judgements

READ_BY_JUDGEMENTS = (
    *(LN.Task, LN.Measure, LN.Target, LN.Judgement),
    *(LN.inDocument, LN.evidence, LN.quote, LN.ofIndicator, LN.unit, LN.value, LN.level, LN.isRate, LN.horizon),
    *(LN.baselineYear, LN.population, LN.tracesTo, LN.derivesFrom, LN.comparableWith, LN.carriesOut, LN.supports),
    *(LN.measuredAs, LN.alsoOfIndicator, LN.cue, LN.sharesTextWith, LN.similarity),
    *(LN.Plan, LN.status, LN.area, LN.implements, LN.periodStart, LN.periodEnd, LN.draftOf),
    *(LN.Objective, LN.GeneralObjective, LN.SpecificObjective),
    *(LN.ReportingDuty, LN.endYear, LN.isOverdue, LN.asOf),
    *(LN.Agency, LN.AgencyGroup, LN.agencyKind, LN.jurisdiction, LN.TerritorialChange, LN.KindChange, SKOS.prefLabel),
    *(LN.original, LN.resulting, LN.changeDate, LN.legalBasis, LN.grade, LN.replaces, LN.number, LN.dateIssued),
    *(LN.effectiveFrom, LN.successorToday, LN.replacedToday),
    *(LN.startYear, LN.dueDay, LN.recurrence, LN.isLapsed, LN.overdueSince),
    *(LN.Result, LN.ofItem, LN.achievement, LN.resultDate),
    *(LN.PolicyProgramme, LN.Indicator, LN.indicatorOf, LN.inProgramme, LN.rootOf, LN.titleWords, LN.carriedOutFrom),
    *(LN.measuredAs, LN.position, LN.targetType, LN.namesProgramme, DCTERMS.title),
    *(LN.isCarriedOut, LN.accepted, LN.judgedSubject, LN.judgedProperty, LN.judgedObject),
)
"""Classes and properties that judgements look at, or state."""


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


def judgements(store: ox.Store, iris: Iris, as_of: date | None = None) -> Iterator[Triple]:
    """Yield the judgements over a graph in which all that follows by the axioms is already stated.

    Args:
        store: all statements, in the default graph.
        iris: maker of IRIs.
        as_of: the day by which actions are overdue; without one nothing is said of that.
    """
    judging = Judging(iris, refused(store))
    matches = indicator_matches(store, judging)
    yield from programme_judgements(store)
    yield from match_judgements(matches, judging)
    yield from target_judgements(store, judging, matches)
    yield from figure_judgements(store, judging)
    yield from draft_judgements(store, judging)
    yield from action_judgements(store, judging)
    yield from solution_judgements(store, judging)
    yield from sharing_judgements(store, judging)
    yield from succession_judgements(store, judging, as_of)
    if as_of is not None:
        yield from overdue_judgements(store, judging, as_of)
