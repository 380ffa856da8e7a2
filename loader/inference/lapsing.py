"""Which actions are overdue: their last year had passed by the day that the graph speaks of, and no result is known.

OWL knows no today. The day is given from outside (``langnghe build --as-of``, or the day the last document was
received) and stated beside the judgements, so that the same sources give the same graph whenever it is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from loader.graph.literals import boolean, day
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging

_ACTIONS = """
SELECT ?action ?own ?period WHERE {
  VALUES ?type { %(Task)s %(ReportingDuty)s }
  ?action a ?type ; %(inDocument)s ?document .
  OPTIONAL { ?action %(endYear)s ?own }
  OPTIONAL { ?document a %(Plan)s ; %(periodEnd)s ?period }
  FILTER(BOUND(?own) || BOUND(?period))
} ORDER BY ?action ?own ?period"""
_TERMS = ("Task", "ReportingDuty", "inDocument", "endYear", "Plan", "periodEnd")


def overdue_judgements(store: ox.Store, judging: Judging, as_of: date) -> Iterator[Triple]:
    """Yield which tasks and reporting duties are overdue on a day, with the day itself.

    An action's last year is its own; without one, the last year of its plan's period. Of several the latest counts.

    Args:
        store: all statements, in the default graph.
        judging: writer of judgements.
        as_of: the day that the graph speaks of.
    """
    yield ox.Triple(ox.NamedNode(judging.iris.graph("inferred")), LN.asOf, day(as_of))
    own: dict[str, int] = {}
    period: dict[str, int] = {}
    solutions = store.query(_ACTIONS % {name: str(getattr(LN, name)) for name in _TERMS})
    if isinstance(solutions, ox.QuerySolutions):
        for s in solutions:
            for name, latest in (("own", own), ("period", period)):
                action, last = s["action"], s[name]
                if isinstance(action, ox.NamedNode) and isinstance(last, ox.Literal) and last.value.isdecimal():
                    latest[action.value] = max(latest.get(action.value, 0), int(last.value))
    for iri in sorted(own.keys() | period.keys()):
        last_year = own.get(iri, period.get(iri, 0))
        if last_year < as_of.year:
            yield from _judged(ox.NamedNode(iri), last_year, iri in own, as_of, judging)


def _judged(action: ox.NamedNode, last_year: int, own: bool, as_of: date, judging: Judging) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(action.value, "overdue", 1))
    of_vi, of_en = ("của việc", "of the action") if own else ("của kế hoạch", "of its plan")
    label = Basis("Việc đã quá hạn", "Action is overdue")
    basis = Basis(
        f"Năm cuối {of_vi} là {last_year}; ngày xét là {as_of:%d/%m/%Y}; đồ thị không ghi kết quả.",
        f"The last year {of_en} is {last_year}; the day considered is {as_of.isoformat()}; no result is recorded.",
    )
    grade = Grade.PROBABLE if own else Grade.UNCERTAIN
    yield from judging.describe(node, LN.Judgement, label, grade, basis)
    yield ox.Triple(action, LN.isOverdue, boolean(True))
    yield ox.Triple(node, LN.judgedSubject, action)
    yield ox.Triple(node, LN.judgedProperty, LN.isOverdue)
