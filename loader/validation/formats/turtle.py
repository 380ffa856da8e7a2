"""The report as RDF: a SHACL validation report (SHACL, section 3), and a score per document (DQV).

Blank nodes stand only where they must: for the paths that are no single property, and for nodes that have no IRI in the
data. Their names stay the same from run to run.

Loaded into the store beside the plans it makes compliance itself a matter of queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import pyoxigraph as ox
from rdflib import BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH, XSD
from rdflib.term import Node

from loader.graph.conversion import LN_NODES, Term, to_term
from loader.graph.iris import Iris
from loader.graph.turtle import Triple, serialise_named_blanks
from loader.graph.vocabulary import DQV
from loader.validation.causes import causes
from loader.validation.findings import Bilingual, Finding, Origin, Report, Rule, Severity
from loader.validation.rules import severity_iri
from loader.validation.terms import ORIGIN, RULE

_DQV = Namespace(DQV)
_ORIGINS = {
    Origin.DOCUMENT: RULE["InDocument"],
    Origin.SINCE: RULE["SinceThen"],
    Origin.COPY: RULE["InCopy"],
    Origin.DATA: RULE["InData"],
}
_COUNTS = (
    (Severity.VIOLATION, "violations", "số vi phạm", "violations"),
    (Severity.WARNING, "warnings", "số cảnh báo", "warnings"),
    (Severity.INFO, "infos", "số lưu ý", "notes"),
)


def report_turtle(report: Report, iris: Iris | None = None) -> bytes:
    """Return the report as Turtle, always the same bytes for the same findings."""
    return serialise_named_blanks(report_triples(report, iris or Iris()))


class _Statements:
    """Statements made of rdflib nodes, kept as triples of the store: a long report has hundreds of thousands."""

    def __init__(self) -> None:
        self.triples: set[Triple] = set()
        self._named: dict[str, ox.NamedNode] = {}

    def add(self, triple: tuple[Node, Node, Node]) -> None:
        subject, predicate, value = map(self._term, triple)
        self.triples.add(ox.Triple(subject, predicate, value))  # type: ignore[arg-type]

    def _term(self, node: Node) -> Term:
        if not isinstance(node, URIRef):
            return to_term(node)
        name = str(node)
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = ox.NamedNode(name)
        return found


def report_triples(report: Report, iris: Iris) -> AbstractSet[Triple]:
    """Return the report as triples.

    Every result has an IRI made of its finding's key; it says its document (``ln:inDocument``) and, where there is
    one, the sentence (``ln:evidence``).
    """
    graph = _Statements()
    head = URIRef(iris.of("report"))
    graph.add((head, RDF.type, SH.ValidationReport))
    graph.add((head, SH.conforms, Literal(report.conforms)))
    graph.add((head, DCTERMS.date, Literal(report.as_of.isoformat(), datatype=XSD.date)))
    rules = {outcome.rule.code: outcome.rule for outcome in report.outcomes}
    for finding in report.findings:
        node = URIRef(iris.of(f"report/result/{finding.key}"))
        graph.add((head, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.resultSeverity, finding.level or severity_iri(finding.severity)))
        graph.add((node, SH.focusNode, finding.focus))
        graph.add((node, SH.sourceShape, _shape(finding, rules)))
        graph.add((node, SH.sourceConstraintComponent, URIRef(finding.component)))
        graph.add((node, DCTERMS.subject, finding.subject))
        if finding.value is not None:
            graph.add((node, SH.value, finding.value))
        if finding.path is not None:
            graph.add((node, SH.resultPath, finding.path.add_to(graph, f"path{finding.key}")))
        for text in _texts(finding.message):
            graph.add((node, SH.resultMessage, text))
        if finding.document:
            graph.add((node, LN_NODES.inDocument, URIRef(finding.document)))
        if finding.excerpt:
            excerpt = URIRef(iris.excerpt(finding.excerpt.text, finding.excerpt.start, finding.excerpt.end))
            graph.add((node, LN_NODES.evidence, excerpt))
    _add_causes(graph, report, iris)
    _add_scores(graph, report, iris)
    return graph.triples


def _add_causes(graph: _Statements, report: Report, iris: Iris) -> None:
    """Add the flaws, each with its results: SHACL knows no groups of results, so they stand beside the report."""
    for cause in causes(report):
        node = URIRef(iris.of(f"report/cause/{cause.key}"))
        graph.add((node, RDF.type, RULE["Cause"]))
        graph.add((node, ORIGIN, _ORIGINS[cause.origin]))
        if cause.document:
            graph.add((node, LN_NODES.inDocument, URIRef(cause.document)))
        for text in _texts(cause.message):
            graph.add((node, RDFS.label, text))
        for finding in cause.findings:
            graph.add((node, RULE["hasResult"], URIRef(iris.of(f"report/result/{finding.key}"))))


def _add_scores(graph: _Statements, report: Report, iris: Iris) -> None:
    score = URIRef(iris.of("rule/score"))
    _add_metric(graph, score, "điểm tuân thủ (0-100)", "compliance score (0-100)")
    for _, key, vi, en in _COUNTS:
        _add_metric(graph, URIRef(iris.of(f"rule/{key}")), vi, en)
    for document in report.documents:
        path = document.iri.removeprefix(iris.base)
        _add_measurement(graph, URIRef(iris.of(f"report/score/{path}")), score, document.iri, document.score)
        counts = (document.violations, document.warnings, document.infos)
        for (_, key, _, _), count in zip(_COUNTS, counts, strict=True):
            _add_measurement(
                graph, URIRef(iris.of(f"report/{key}/{path}")), URIRef(iris.of(f"rule/{key}")), document.iri, count
            )


def _add_metric(graph: _Statements, node: URIRef, vi: str, en: str) -> None:
    graph.add((node, RDF.type, _DQV.Metric))
    graph.add((node, RDFS.label, Literal(vi, lang="vi")))
    graph.add((node, RDFS.label, Literal(en, lang="en")))
    graph.add((node, _DQV.expectedDataType, XSD.integer))


def _add_measurement(graph: _Statements, node: URIRef, metric: URIRef, document: str, value: int) -> None:
    graph.add((node, RDF.type, _DQV.QualityMeasurement))
    graph.add((node, _DQV.isMeasurementOf, metric))
    graph.add((node, _DQV.computedOn, URIRef(document)))
    graph.add((node, _DQV.value, Literal(value)))


def _texts(message: Bilingual) -> tuple[Literal, ...]:
    if message.vi == message.en:
        return (Literal(message.vi),)  # one text, whose language the shapes do not say
    return Literal(message.vi, lang="vi"), Literal(message.en, lang="en")


def _shape(finding: Finding, rules: Mapping[str, Rule]) -> Node:
    if finding.shape and ":" in finding.shape:
        return URIRef(finding.shape)
    return URIRef(rules[finding.rule].iri) if finding.rule in rules else BNode(f"shape{finding.key}")
