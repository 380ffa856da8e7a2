"""What is overdue, and which plans' periods are over, on the day that the graph speaks of.

A task or duty is overdue when it had a due date, that date has passed, and no result of it is recorded. The end of a
plan's period is no due date of its tasks: a task without a time of its own is not overdue by it. Work that is due on a
condition only, and what a draft says, is never overdue. Of work that several bodies share, a result that says whose it is
clears that body only.

OWL knows no today. The day is given from outside (``langnghe build --as-of``, or the day the last document was
received) and stated beside the judgements, so that the same sources give the same graph whenever it is built. No judgement
says it again: what is judged of a document stays as it is until a due date passes (``next_changes``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyoxigraph as ox

from loader.graph.literals import boolean, day
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.resolution.names import name_key, spelled_out

_ACTIONS = """
SELECT ?action ?type ?document ?end ?start ?due WHERE {
  VALUES ?type { %(Task)s %(ReportingDuty)s }
  ?action a ?type ; %(inDocument)s ?document .
  OPTIONAL { ?action %(endYear)s ?end }
  OPTIONAL { ?action %(startYear)s ?start }
  OPTIONAL { ?action %(dueDay)s ?due }
  FILTER NOT EXISTS { ?action %(recurrence)s %(conditional)s }
  FILTER NOT EXISTS { ?document %(status)s %(draft)s }
}"""
_PLANS = """
SELECT ?plan ?first ?last ?issued WHERE {
  ?plan a %(Plan)s .
  OPTIONAL { ?plan %(periodStart)s ?first } OPTIONAL { ?plan %(periodEnd)s ?last } OPTIONAL { ?plan %(dateIssued)s ?issued }
  FILTER EXISTS { ?action %(inDocument)s ?plan }
}"""
_RESULTS = """
SELECT ?result ?item ?achievement ?day ?body ?name WHERE {
  ?result %(ofItem)s ?item ; %(resultDate)s ?day ; %(achievement)s ?achievement .
  OPTIONAL { ?result %(achievedBy)s ?body } OPTIONAL { ?result %(achievedByName)s ?name }
}"""
_SHARING = """
SELECT ?item ?body ?printed WHERE {
  { SELECT DISTINCT ?item WHERE { ?result %(ofItem)s ?item } }
  ?item %(leadAgency)s|%(reporter)s ?body .
  OPTIONAL { ?item %(hasAssignment)s ?assignment . ?assignment %(agent)s ?body ; %(agentAsPrinted)s ?printed }
}"""
_TERMS = (
    *("Task", "ReportingDuty", "inDocument", "endYear", "startYear", "dueDay", "recurrence", "status", "Plan"),
    *("periodStart", "periodEnd", "dateIssued", "ofItem", "resultDate", "achievement"),
    *("achievedBy", "achievedByName", "leadAgency", "reporter", "hasAssignment", "agent", "agentAsPrinted"),
)
_DUE = re.compile(r"--(\d{2})-(\d{2})")
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Plan:
    """The years and the day of issue of a plan."""

    first: int | None = None
    last: int | None = None
    issued: date | None = None


@dataclass(slots=True)
class _Action:
    """What the graph says of the times of a task or duty."""

    document: str
    duty: bool
    ends: set[int] = field(default_factory=set)
    starts: set[int] = field(default_factory=set)
    due_days: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Done:
    """That something was done: on which day, and whose work it was (its IRI or name; None: of all that share it)."""

    on: date
    by: str | None


@dataclass(frozen=True, slots=True)
class _Due:
    """The last due date that has passed, the one before it (for what recurs), and how sure it is that it was one."""

    on: date
    after: date | None
    own: bool


def day_considered(judging: Judging, as_of: date) -> Triple:
    """Return the statement by what day the graph judges."""
    return ox.Triple(ox.NamedNode(judging.iris.graph("inferred")), LN.asOf, day(as_of))


def overdue_judgements(store: ox.Store, judging: Judging, as_of: date) -> Iterator[Triple]:
    """Yield which tasks and reporting duties are overdue on a day, and which plans' periods are over.

    Args:
        store: all statements, in the default graph.
        judging: writer of judgements.
        as_of: the day that the graph speaks of.
    """
    plans = _plans(store, judging)
    actions = _actions(store, judging)
    results = _results(store, judging)
    sharing = _sharing(store, judging)
    yield from _whose(store, sharing, judging)
    untimed: dict[str, int] = {}
    for iri in sorted(actions):
        action = actions[iri]
        due = _last_due(action, plans.get(action.document, _Plan()), as_of)
        recorded = results.get(iri, ())
        if due is not None:
            since = [done for done in recorded if due.after is None or done.on > due.after]
            bodies = sharing.get(iri, {})
            missing = _missing(since, bodies)
            if missing is None or missing:
                yield from _overdue(ox.NamedNode(iri), due, missing or (), bodies, judging)
        if not action.ends and not action.due_days and not recorded:
            untimed[action.document] = untimed.get(action.document, 0) + 1
    for iri in sorted(plans.keys() & {action.document for action in actions.values()}):
        last = plans[iri].last
        if last is not None and last < as_of.year:
            yield from _lapsed(ox.NamedNode(iri), last, untimed.get(iri, 0), judging)


def next_changes(store: ox.Store, judging: Judging, as_of: date) -> Iterator[tuple[str, date]]:
    """Yield documents by their IRI, each with the first day after ``as_of`` on which other things are judged of it.

    A document may come several times; of one that never comes nothing else is judged on any later day.
    """
    plans = _plans(store, judging)
    for action in _actions(store, judging).values():
        plan = plans.get(action.document, _Plan())
        for after in (_next_due(action, plan, as_of), _after_year(plan.last)):
            if after is not None and after > as_of:
                yield action.document, after


def _whose(store: ox.Store, sharing: Mapping[str, Mapping[str, Collection[str]]], judging: Judging) -> Iterator[Triple]:
    """Yield whose a result is that names a body in words: the one of those given the work that is called so."""
    named: dict[tuple[str, str], str] = {}
    for row in _rows(store, _RESULTS, judging):
        result, item, name = row["result"], row["item"], row["name"]
        if isinstance(result, ox.NamedNode) and isinstance(item, ox.NamedNode) and isinstance(name, ox.Literal):
            named[result.value, item.value] = name.value
    for (result_iri, item_iri), words in sorted(named.items()):
        bodies = sharing.get(item_iri, {})
        called = [body for body, names in sorted(bodies.items()) if _key(words) in map(_key, names)]
        if len(called) == 1:
            result, body = ox.NamedNode(result_iri), ox.NamedNode(called[0])
            node = ox.NamedNode(judging.iris.element(result_iri, "whose", 1))
            label = Basis("Kết quả của cơ quan", "Whose result it is")
            basis = Basis(
                f"Trong các cơ quan được giao việc chỉ cơ quan này có tên “{words}”.",
                f"Of the bodies given the work only this one is called “{words}”.",
            )
            yield from judging.describe(node, LN.Judgement, label, Grade.PROBABLE, basis)
            yield from judging.statement(node, result, LN.achievedBy, body)


def _missing(recorded: Sequence[_Done], bodies: Mapping[str, Collection[str]]) -> tuple[str, ...] | None:
    """Return the bodies whose result is missing, of those that share work: nothing when it is done, None when nobody's is there.

    A result that names no body, or is recorded of work given to one body only, is that of all.
    """
    if any(done.by is None or len(bodies) <= 1 for done in recorded):
        return ()
    named = {done.by for done in recorded}
    missing = tuple(body for body, names in sorted(bodies.items()) if not named & {body, *map(_key, names)})
    return missing if len(missing) < len(bodies) else None


def _last_due(action: _Action, plan: _Plan, as_of: date) -> _Due | None:
    """Return the last due date before a day; None when there was none."""
    last = max(action.ends) if action.ends else None
    if action.due_days:
        first_day = _first_day(action, plan)
        if first_day is None:
            return None
        end = last or plan.last or as_of.year
        years = range(max(first_day.year, min(end, as_of.year) - 1), min(end, as_of.year) + 1)
        if not years:
            return None
        dates = sorted(d for year in (*years, years[0] - 1) for m, n in action.due_days if (d := _on(year, m, n)))
        passed = [d for d in dates if first_day < d < as_of]
        if not passed:
            return None
        before = [d for d in dates if d < passed[-1]]
        return _Due(passed[-1], before[-1] if before else None, last is not None)
    if last is not None and last < as_of.year:
        return _Due(date(last, 12, 31), None, True)
    return None


def _next_due(action: _Action, plan: _Plan, as_of: date) -> date | None:
    """Return the first day after ``as_of`` by which another due date has passed; None when none is left."""
    last = max(action.ends) if action.ends else None
    if action.due_days:
        first_day = _first_day(action, plan)
        end = last or plan.last or date.max.year
        if first_day is None:
            return None
        from_here = max(first_day + _DAY, as_of)
        years = range(from_here.year, min(end, from_here.year + 1) + 1)
        dates = (d for year in years for month, number in action.due_days if (d := _on(year, month, number)))
        return min((d + _DAY for d in dates if d >= from_here), default=None)
    return _after_year(last)


def _after_year(year: int | None) -> date | None:
    """Return the first day after a year; None for no year, or for the last that there is."""
    return date(year + 1, 1, 1) if year is not None and year < date.max.year else None


def _first_day(action: _Action, plan: _Plan) -> date | None:
    """Return the day after which due dates of an action count; None when nothing tells it."""
    first_day = plan.issued or (date(plan.first, 1, 1) if plan.first else None)
    return max(date(min(action.starts), 1, 1), first_day or date.min) if action.starts else first_day


def _on(year: int, month: int, day_: int) -> date | None:
    if (month, day_) == (2, 29):
        return date(year, 3, 1) - _DAY
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def _overdue(
    action: ox.NamedNode,
    due: _Due,
    missing: Sequence[str],
    bodies: Mapping[str, Collection[str]],
    judging: Judging,
) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(action.value, "overdue", 1))
    label = Basis("Việc đã quá hạn", "Action is overdue")
    recurring = due.after is not None
    whose = ", ".join(min(bodies[body], default=body) for body in missing)
    basis = Basis(
        f"Hạn {'gần nhất ' if recurring else ''}là {due.on:%d/%m/%Y}, trước ngày xét; chưa ghi kết quả"
        + (f" của: {whose}." if whose else "."),
        f"The {'last ' if recurring else ''}due date was {due.on.isoformat()}, before the day considered; "
        + (f"no result is recorded of: {whose}." if whose else "no result is recorded."),
    )
    grade = Grade.PROBABLE if due.own else Grade.UNCERTAIN
    yield from judging.describe(node, LN.Judgement, label, grade, basis)
    yield ox.Triple(action, LN.isOverdue, boolean(True))
    yield ox.Triple(action, LN.overdueSince, day(due.on))
    for body in missing:
        yield ox.Triple(action, LN.overdueFor, ox.NamedNode(body))
    yield ox.Triple(node, LN.judgedSubject, action)
    yield ox.Triple(node, LN.judgedProperty, LN.isOverdue)


def _lapsed(plan: ox.NamedNode, last: int, untimed: int, judging: Judging) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(plan.value, "lapsed", 1))
    label = Basis("Kế hoạch đã hết thời kỳ", "The plan's period is over")
    basis = Basis(
        f"Năm cuối của kế hoạch là {last}, trước ngày xét; {untimed} việc không có hạn riêng chưa ghi kết quả, "
        "không vì thế mà quá hạn.",
        f"The last year of the plan is {last}, before the day considered; pieces of work without a time of their own of "
        f"which no result is recorded: {untimed}, which are not overdue by that.",
    )
    yield from judging.describe(node, LN.Judgement, label, Grade.PROBABLE, basis)
    yield ox.Triple(plan, LN.isLapsed, boolean(True))
    yield ox.Triple(node, LN.judgedSubject, plan)
    yield ox.Triple(node, LN.judgedProperty, LN.isLapsed)


# What the graph says


def _rows(store: ox.Store, query: str, judging: Judging) -> Iterator[ox.QuerySolution]:
    terms = {name: str(getattr(LN, name)) for name in _TERMS}
    terms["conditional"] = str(judging.concept("recurrence", "conditional"))
    terms["draft"] = str(judging.concept("status", "draft"))
    solutions = store.query(query % terms)
    if isinstance(solutions, ox.QuerySolutions):
        yield from solutions


def _plans(store: ox.Store, judging: Judging) -> dict[str, _Plan]:
    found: dict[str, _Plan] = {}
    for row in _rows(store, _PLANS, judging):
        plan = row["plan"]
        if not isinstance(plan, ox.NamedNode):
            continue
        known = found.setdefault(plan.value, _Plan())
        first, last, issued = _year(row["first"]), _year(row["last"]), _day(row["issued"])
        known.first = min(filter(None, (known.first, first)), default=None)
        known.last = max(filter(None, (known.last, last)), default=None)
        known.issued = min(filter(None, (known.issued, issued)), default=None)
    return found


def _actions(store: ox.Store, judging: Judging) -> dict[str, _Action]:
    found: dict[str, _Action] = {}
    for row in _rows(store, _ACTIONS, judging):
        action, document = row["action"], row["document"]
        if not isinstance(action, ox.NamedNode) or not isinstance(document, ox.NamedNode):
            continue
        known = found.setdefault(action.value, _Action(document.value, row["type"] == LN.ReportingDuty))
        known.ends.update(filter(None, [_year(row["end"])]))
        known.starts.update(filter(None, [_year(row["start"])]))
        if isinstance(row["due"], ox.Literal) and (match := _DUE.fullmatch(row["due"].value)):
            known.due_days.add((int(match[1]), int(match[2])))
    return found


def _results(store: ox.Store, judging: Judging) -> dict[str, list[_Done]]:
    """Return the results by which something was done, by what they are of."""
    done = judging.concept("achievement", "done")
    found: dict[str, list[_Done]] = {}
    for row in _rows(store, _RESULTS, judging):
        item, on = row["item"], _day(row["day"])
        if isinstance(item, ox.NamedNode) and on is not None and row["achievement"] == done:
            body, name = row["body"], row["name"]
            by = body.value if isinstance(body, ox.NamedNode) else None
            by = _key(name.value) if by is None and isinstance(name, ox.Literal) else by
            found.setdefault(item.value, []).append(_Done(on, by))
    return found


def _sharing(store: ox.Store, judging: Judging) -> dict[str, dict[str, set[str]]]:
    """Return the bodies that lead or report what results are of, by their IRI, each with its names as printed."""
    found: dict[str, dict[str, set[str]]] = {}
    for row in _rows(store, _SHARING, judging):
        item, body, printed = row["item"], row["body"], row["printed"]
        if isinstance(item, ox.NamedNode) and isinstance(body, ox.NamedNode):
            names = found.setdefault(item.value, {}).setdefault(body.value, set())
            names |= {printed.value} if isinstance(printed, ox.Literal) else set()
    return found


def _key(name: str) -> str:
    """Return the name of a body as it is compared."""
    return name_key(spelled_out(name))


def _year(value: object) -> int | None:
    return int(value.value) if isinstance(value, ox.Literal) and value.value.isdecimal() else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value.value) if isinstance(value, ox.Literal) else None
    except ValueError:
        return None
