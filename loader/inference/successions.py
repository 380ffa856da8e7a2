"""Who answers today for a body that is gone, and what stands today in the place of an instrument: to the end of the chain.

Each answer is a ``ln:Succession``: a judgement with all steps between, their days, legal bases and grades; it is as sure
as its weakest step. Where nobody is known to follow, the graph says so in words instead of saying nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pyoxigraph as ox

from loader.graph.literals import boolean, day, vi
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF, RDFS, SKOS
from loader.inference.judging import Basis, Judging
from loader.inference.lineage import Change, Derived, Lineage, weakest
from loader.inference.looking import Graph, nodes, subjects
from loader.lexicon.expressions import expression

_MOST_STEPS = 20
_WORDS = {
    "verified": ("đã kiểm chứng", "verified"),
    "probable": ("có lẽ đúng", "probable"),
    "uncertain": ("chưa chắc", "uncertain"),
}

Chain = tuple[Change, ...]


def chains(start: ox.NamedNode, changes: Callable[[ox.NamedNode], Sequence[Change]]) -> Iterator[tuple[Chain, bool]]:
    """Yield the ways from a thing to what stands for it today, and whether each has an end that is known.

    A way that comes back to where it was, or grows past all reason, is left out: no data are trusted to end.
    """
    waiting: list[tuple[ox.NamedNode, Chain, frozenset[str]]] = [(start, (), frozenset({start.value}))]
    while waiting:
        at, steps, seen = waiting.pop(0)
        following = changes(at)
        if not following:
            if steps:
                yield steps, True
            continue
        for change in following:
            if not change.resulting:
                yield (*steps, change), False
            for new in change.resulting:
                if new.value not in seen and len(steps) < _MOST_STEPS:
                    one = Change(
                        change.event, change.original, (new,), change.day, change.bases, change.grade, change.stated
                    )
                    waiting.append((new, (*steps, one), seen | {new.value}))


def of_body(body: ox.NamedNode, lineage: Lineage, judging: Judging) -> Iterator[Triple]:
    """Yield what became of a body, to the end; ``lineage.derived`` tells the bodies on the way that nothing else names."""
    lineage.forget()
    told: set[str] = set()
    ends: dict[str, Chain] = {}
    open_ends: list[Chain] = []
    for steps, known in chains(body, lineage.changes):
        if known:
            ends.setdefault(steps[-1].resulting[0].value, steps)
        else:
            open_ends.append(steps)
        for change in steps:
            if not change.stated and f"{change.event.value} {change.original.value}" not in told:
                told.add(f"{change.event.value} {change.original.value}")
                yield from _derived_change(change, lineage, judging)
    for count, (iri, steps) in enumerate(sorted(ends.items()), 1):
        today = ox.NamedNode(iri)
        if judging.allows(body, LN.successorToday, today):
            yield from _told(body, LN.successorToday, today, steps, count, lineage.label, judging)
    for count, steps in enumerate(open_ends[:1], len(ends) + 1):
        yield from _unknown(body, steps, count, lineage, judging)


def of_derived(derived: Derived, judging: Judging) -> Iterator[Triple]:
    """Yield what is known of a body that nothing but what became of others names."""
    yield ox.Triple(derived.node, RDF.type, LN.Agency)
    for name in (RDFS.label, SKOS.prefLabel):
        yield ox.Triple(derived.node, name, vi(derived.label))
    yield ox.Triple(derived.node, LN.agencyKind, derived.kind)
    yield ox.Triple(derived.node, LN.jurisdiction, derived.place)
    yield ox.Triple(derived.node, LN.level, judging.concept("level", "province"))
    yield ox.Triple(derived.node, LN.existsFrom, day(derived.since))
    yield ox.Triple(derived.node, LN.grade, judging.concept("grade", "probable"))


def of_group(group: ox.NamedNode, graph: Graph, lineage: Lineage, judging: Judging) -> Iterator[Triple]:
    """Yield that the bodies of districts, named as a group ("UBND các huyện"), ended with their level."""
    end = lineage.end_of_districts
    if end is None:
        return
    names = (quad.object for quad in graph.quads_for_pattern(group, SKOS.prefLabel, None, ox.DefaultGraph()))
    if any(isinstance(name, ox.Literal) and expression("district-place").search(name.value) for name in names):
        yield from _unknown(group, (end,), 1, lineage, judging)


def _derived_change(change: Change, lineage: Lineage, judging: Judging) -> Iterator[Triple]:
    after = ", ".join(lineage.label(new) for new in change.resulting)
    label = Basis(
        f"{lineage.label(change.original)} thành {after}" if after else f"{lineage.label(change.original)} kết thúc",
        f"{lineage.label(change.original)} becomes {after}" if after else f"{lineage.label(change.original)} ends",
    )
    yield ox.Triple(change.event, RDF.type, LN.Reorganisation)
    yield ox.Triple(change.event, LN.changeDate, day(change.day))
    yield ox.Triple(change.event, LN.grade, judging.concept("grade", change.grade))
    yield ox.Triple(change.event, LN.original, change.original)
    for new in change.resulting:
        yield ox.Triple(change.event, LN.resulting, new)
    for instrument in change.bases:
        yield ox.Triple(change.event, LN.legalBasis, instrument)
    # One event of several bodies is named by what they became.
    yield ox.Triple(change.event, RDFS.label, vi(f"Tổ chức lại thành {after}" if after else label.vi))


def _step_words(change: Change, name: Callable[[ox.NamedNode], str]) -> Basis:
    old = name(change.original)
    # A body that goes on under its name is another body all the same.
    new = ", ".join(f"{name(n)} (mới)" if name(n) == old else name(n) for n in change.resulting)
    new_en = new.replace(" (mới)", " (new)")
    on = ", ".join(sorted(name(basis) for basis in change.bases))
    words = _WORDS.get(change.grade, _WORDS["uncertain"])
    return Basis(
        f"{change.day:%d/%m/%Y}: {old} → {new or 'chưa xác định'}"
        + f" ({'căn cứ ' + on if on else 'chưa rõ căn cứ'}; {words[0]})",
        f"{change.day.isoformat()}: {old} → {new_en or 'not determined'}"
        + f" ({'by ' + on if on else 'legal basis not known'}; {words[1]})",
    )


def _told(
    subject: ox.NamedNode,
    predicate: ox.NamedNode,
    today: ox.NamedNode,
    steps: Chain,
    count: int,
    name: Callable[[ox.NamedNode], str],
    judging: Judging,
) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(subject.value, "succession", count))
    words = [_step_words(step, name) for step in steps]
    basis = Basis("; ".join(w.vi for w in words) + ".", "; ".join(w.en for w in words) + ".")
    label = Basis(f"{name(subject)} nay là {name(today)}", f"{name(subject)} is {name(today)} today")
    yield from _described(node, label, weakest([s.grade for s in steps]), basis, judging)
    yield from judging.statement(node, subject, predicate, today)
    yield ox.Triple(node, LN.isDetermined, boolean(True))
    for step in steps:
        yield ox.Triple(node, LN.succeedsBy, step.event)


def _unknown(body: ox.NamedNode, steps: Chain, count: int, lineage: Lineage, judging: Judging) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(body.value, "succession", count))
    last = steps[-1]
    name = lineage.label(body)
    on = ", ".join(sorted(lineage.label(basis) for basis in last.bases))
    by_vi, by_en = (f" theo {on}", f" by {on}") if on else ("", "")
    levels = ("commune", "province") if last.event == getattr(lineage.end_of_districts, "event", None) else ()
    if lineage.is_of_district(body) or levels:
        levels = ("commune", "province")
        basis = Basis(
            f"Cấp huyện kết thúc ngày {last.day:%d/%m/%Y}{by_vi}; từng việc chuyển về Ủy ban nhân dân cấp xã hoặc cơ quan của "
            "tỉnh theo nghị định phân định thẩm quyền của lĩnh vực đó. Cơ quan nhận việc chưa xác định.",
            f"The district level ended on {last.day.isoformat()}{by_en}; each task passes to the commune or to a provincial body, "
            "as the decree on competences of its field says. Who takes it is not determined.",
        )
    else:
        basis = Basis(
            f"Kết thúc ngày {last.day:%d/%m/%Y}{by_vi}; dữ liệu chưa cho biết cơ quan kế tục.",
            f"Ended on {last.day.isoformat()}{by_en}; the data do not say who follows.",
        )
    label = Basis(f"{name}: chưa xác định cơ quan kế tục", f"{name}: the successor is not determined")
    yield from _described(node, label, weakest([s.grade for s in steps]), basis, judging)
    yield ox.Triple(node, LN.judgedSubject, body)
    yield ox.Triple(node, LN.judgedProperty, LN.successorToday)
    yield ox.Triple(node, LN.isDetermined, boolean(False))
    for step in steps:
        yield ox.Triple(node, LN.succeedsBy, step.event)
    for level in levels:
        yield ox.Triple(node, LN.receivingLevel, judging.concept("level", level))


def _described(node: ox.NamedNode, label: Basis, grade: str, basis: Basis, judging: Judging) -> Iterator[Triple]:
    yield ox.Triple(node, RDF.type, LN.Succession)
    yield from judging.described(node, label, grade, basis)


# Instruments


def of_instrument(old: ox.NamedNode, graph: Graph, lineage: Lineage, judging: Judging) -> Iterator[Triple]:
    """Yield what stands today in the place of an instrument that others replace."""

    def changes(node: ox.NamedNode) -> list[Change]:
        found: list[Change] = []
        for new in map(ox.NamedNode, sorted(subjects(graph, LN.replaces, node))):
            issued = _date(graph, new)
            if issued is not None:
                found.append(Change(new, node, (new,), issued, (), _replacing_grade(graph, new, node), True))
        return found

    ends: dict[str, Chain] = {}
    for steps, known in chains(old, changes):
        if known:
            ends.setdefault(steps[-1].resulting[0].value, steps)
    for count, (end, steps) in enumerate(sorted(ends.items()), 1):
        if judging.allows(old, LN.replacedToday, ox.NamedNode(end)):
            own = tuple(Change(s.event, s.original, s.resulting, s.day, (s.event,), s.grade, True) for s in steps)
            yield from _told(old, LN.replacedToday, ox.NamedNode(end), own, count, lineage.label, judging)


def _date(store: Graph, document: ox.NamedNode) -> date | None:
    for predicate in (LN.effectiveFrom, LN.dateIssued):
        days = [
            q.object.value
            for q in store.quads_for_pattern(document, predicate, None, ox.DefaultGraph())
            if isinstance(q.object, ox.Literal)
        ]
        if days:
            try:
                return date.fromisoformat(min(days))
            except ValueError:
                return None
    return None


def _replacing_grade(store: Graph, new: ox.NamedNode, old: ox.NamedNode) -> str:
    """Return the grade that a curator gave to the replacement; what a document itself says is probable."""
    grades: list[str] = []
    for judgement in map(ox.NamedNode, subjects(store, LN.judgedSubject, new)):
        about = (nodes(store, judgement, predicate) for predicate in (LN.judgedProperty, LN.judgedObject))
        if all(value in found for value, found in zip((LN.replaces.value, old.value), about, strict=True)):
            grades += [grade.rpartition("/")[2] for grade in nodes(store, judgement, LN.grade)]
    return weakest(grades)
