"""Recorded results as RDF; each has an IRI from what it says, so that the order of rows changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from loader.graph.iris import Iris
from loader.graph.literals import day, decimal, string, vi
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF, RDFS
from loader.resolution.results import Achievement, Result

_WORDS = {Achievement.DONE: "Đã xong", Achievement.PARTLY: "Xong một phần", Achievement.NOT_DONE: "Chưa xong"}


def result_triples(results: Iterable[Result], iris: Iris) -> Iterator[Triple]:
    """Yield what recorded results say."""
    for result in results:
        yield from _result(result, iris)


def _absolute(path: str, iris: Iris) -> str:
    return path if "://" in path else str(iris.of(path.lstrip("/")))


def _result(result: Result, iris: Iris) -> Iterator[Triple]:
    item = ox.NamedNode(_absolute(result.item, iris))
    said = (item.value, result, result.body) if result.body else (item.value, result)
    digest = hashlib.sha256(repr(said).encode()).hexdigest()[:12]
    node = ox.NamedNode(f"{item.value}/result-{digest}")
    yield ox.Triple(node, RDF.type, LN.Result)
    label = f"{_WORDS[result.achievement]}, {result.day:%d/%m/%Y}" + (f": {result.outcome}" if result.outcome else "")
    yield ox.Triple(node, RDFS.label, vi(label))
    yield ox.Triple(node, LN.ofItem, item)
    yield ox.Triple(node, LN.achievement, ox.NamedNode(iris.concept("achievement", result.achievement.value)))
    yield ox.Triple(node, LN.resultDate, day(result.day))
    texts = (
        (LN.outcomeText, result.outcome),
        (LN.resultEvidence, result.evidence),
        (LN.recordedBy, result.recorded_by),
    )
    for predicate, text in texts:
        if text:
            yield ox.Triple(node, predicate, string(text))
    if result.value is not None:
        yield ox.Triple(node, LN.value, decimal(result.value))
    if result.recorded_on is not None:
        yield ox.Triple(node, LN.recordedOn, day(result.recorded_on))
    if result.body:
        yield _body(node, result.body, iris)
    if result.document:
        yield from _document(node, result.document, iris)


def _body(node: ox.NamedNode, body: str, iris: Iris) -> ox.Triple:
    if "://" in body or body.startswith("agency/"):
        return ox.Triple(node, LN.achievedBy, ox.NamedNode(_absolute(body, iris)))
    # Which body a name means is known from those that share the work, see ``loader.inference.lapsing``.
    return ox.Triple(node, LN.achievedByName, string(body))


def _document(node: ox.NamedNode, document: str, iris: Iris) -> Iterator[Triple]:
    if "://" in document or document.startswith("vn/"):
        yield ox.Triple(node, LN.reportedIn, ox.NamedNode(_absolute(document, iris)))
        return
    # A number is not enough to know a document by: it is described with the result that names it.
    named = ox.NamedNode(f"{node.value}/document")
    yield ox.Triple(node, LN.reportedIn, named)
    yield ox.Triple(named, RDF.type, LN.Document)
    yield ox.Triple(named, RDFS.label, vi(document))
    yield ox.Triple(named, LN.number, string(document))
