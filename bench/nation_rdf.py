"""The plans of an invented country straight as N-Triples, for sizes at which nobody waits for texts to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count as counting
from typing import IO, TypeVar

import pyoxigraph as ox
from nation_plans import Country, PlanText

from loader.graph.iris import Iris
from loader.graph.literals import boolean, decimal, en, vi
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF, RDFS
from loader.slugs import slug

Statement = TypeVar("Statement", Triple, ox.Quad)

_AT_ONCE = 200


def text_of(plan: PlanText, iris: Iris) -> ox.NamedNode:
    """Return the text that a plan was read from, which names its graph."""
    return ox.NamedNode(f"{iris.base}text/{plan.number:012x}")


def triples_of(plan: PlanText, iris: Iris) -> Iterator[Triple]:
    """Yield what a reader would have found in a plan."""
    base = f"{iris.base}vn/ubnd-{slug(plan.place.name)}/2023/{plan.month:02}/{plan.day:02}/kh/{plan.number + 1}"
    me, text = ox.NamedNode(base), text_of(plan, iris)
    agency = ox.NamedNode(f"{iris.base}agency/{slug(plan.place.name)}/ubnd")
    programme = ox.NamedNode(f"{iris.base}vn/ttg/2022/07/07/qd/{plan.programme.decision.split('/')[0]}")
    yield from (
        ox.Triple(me, RDF.type, LN.Plan),
        ox.Triple(me, LN.hasText, text),
        ox.Triple(text, RDF.type, LN.SourceText),
    )
    yield ox.Triple(me, RDFS.label, vi(f"Kế hoạch {plan.programme.title} {plan.place.name}"))
    yield ox.Triple(me, RDFS.label, en(f"Plan {plan.number + 1}"))
    yield ox.Triple(me, LN.issuedBy, agency)
    yield ox.Triple(agency, RDF.type, LN.Agency)
    yield ox.Triple(me, LN.level, ox.NamedNode(iris.concept("level", plan.place.level)))
    yield ox.Triple(me, LN.status, ox.NamedNode(iris.concept("status", "draft" if plan.draft else "issued")))
    yield ox.Triple(me, LN.implements, programme)
    yield ox.Triple(programme, RDF.type, LN.Programme)
    for number, target in enumerate(plan.targets, 1):
        node = ox.NamedNode(f"{base}/target-{number}")
        yield from _element(me, node, LN.Target, f"{target.value}% {target.what}", text)
        yield ox.Triple(node, LN.value, decimal(target.value))
        yield ox.Triple(node, LN.unit, ox.NamedNode(iris.concept("unit", "percent")))
        indicator = ox.NamedNode(iris.concept("indicator", slug(target.what)[:40]))
        yield ox.Triple(node, LN.ofIndicator, indicator)
        yield ox.Triple(indicator, LN.isRate, boolean(True))
    for number, task in enumerate(plan.tasks, 1):
        node = ox.NamedNode(f"{base}/task-{number}")
        yield from _element(me, node, LN.Task if task.lead else LN.Measure, task.words, text)
        if task.lead:
            assignment, body = ox.NamedNode(f"{base}/task-{number}/assignment-1"), slug(task.lead)
            lead = ox.NamedNode(f"{iris.base}agency/{slug(plan.place.name)}/{body}")
            yield ox.Triple(node, LN.hasAssignment, assignment)
            yield ox.Triple(assignment, LN.leadAgent, lead)
            yield ox.Triple(lead, RDF.type, LN.Agency)


def _element(
    document: ox.NamedNode, node: ox.NamedNode, kind: ox.NamedNode, words: str, text: ox.NamedNode
) -> Iterator[Triple]:
    excerpt = ox.NamedNode(f"{node.value}/excerpt")
    yield ox.Triple(node, RDF.type, kind)
    yield ox.Triple(node, LN.inDocument, document)
    yield ox.Triple(node, LN.evidence, excerpt)
    yield ox.Triple(excerpt, RDF.type, LN.Excerpt)
    yield ox.Triple(excerpt, LN.quote, ox.Literal(words))
    yield ox.Triple(excerpt, LN.inText, text)


def write_quads(target: IO[bytes], country: Country, size: int) -> int:
    """Write at least so many quads as N-Quads, each plan a graph of its own; return how many plans they are."""

    def quads(number: int) -> Iterator[ox.Quad]:
        plan, iris = country.plan(number), Iris()
        graph = text_of(plan, iris)
        return (ox.Quad(*triple, graph) for triple in dict.fromkeys(triples_of(plan, iris)))

    return _write(target, size, quads, ox.RdfFormat.N_QUADS)


def write(target: IO[bytes], country: Country, size: int) -> int:
    """Write at least so many triples as N-Triples, whole plans; return how many plans they are."""
    return _write(target, size, lambda number: triples_of(country.plan(number), Iris()), ox.RdfFormat.N_TRIPLES)


def _write(target: IO[bytes], size: int, of_plan: Callable[[int], Iterable[Statement]], form: ox.RdfFormat) -> int:
    written = 0
    some: list[Statement] = []
    for number in counting():
        if written + len(some) >= size:
            break
        some += of_plan(number)
        if number % _AT_ONCE == 0:
            written += len(some)
            ox.serialize(some, target, format=form)
            some.clear()
    ox.serialize(some, target, format=form)
    return number
