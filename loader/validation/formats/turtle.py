"""The report as RDF: a SHACL validation report without blank nodes, and a score per document (DQV).

Loaded into the store beside the plans it makes compliance itself a matter of queries.
"""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef

from loader.graph.iris import Iris
from loader.graph.turtle import serialise
from loader.graph.vocabulary import DCTERMS, DQV, LN, RDF, RDFS, SH, XSD
from loader.validation.findings import Report, Severity
from loader.validation.rules import severity_iri

_COUNTS = (
    (Severity.VIOLATION, "violations", "số vi phạm", "violations"),
    (Severity.WARNING, "warnings", "số cảnh báo", "warnings"),
    (Severity.INFO, "infos", "số lưu ý", "notes"),
)


def report_turtle(report: Report, iris: Iris | None = None) -> bytes:
    """Return the report as Turtle, always the same bytes for the same findings."""
    return serialise(report_graph(report, iris or Iris()))


def report_graph(report: Report, iris: Iris) -> Graph:
    """Return the report as a graph.

    Every result has an IRI made of its finding's key; it says its document (``ln:inDocument``) and, where there is
    one, the sentence (``ln:evidence``).
    """
    graph = Graph(bind_namespaces="none")
    head = iris.of("report")
    graph.add((head, RDF.type, SH.ValidationReport))
    graph.add((head, SH.conforms, Literal(report.conforms)))
    graph.add((head, DCTERMS.date, Literal(report.as_of.isoformat(), datatype=XSD.date)))
    rules = {outcome.rule.code: outcome.rule for outcome in report.outcomes}
    for finding in report.findings:
        node = iris.of(f"report/result/{finding.key}")
        graph.add((head, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.resultSeverity, severity_iri(finding.severity)))
        graph.add((node, SH.focusNode, _term(finding.focus)))
        graph.add((node, SH.sourceShape, URIRef(rules[finding.rule].iri if finding.rule in rules else finding.rule)))
        graph.add((node, SH.sourceConstraintComponent, URIRef(finding.component)))
        graph.add((node, DCTERMS.subject, _term(finding.subject)))
        if finding.value:
            graph.add((node, SH.value, _term(finding.value)))
        if finding.path:
            graph.add((node, SH.resultPath, URIRef(finding.path)))
        graph.add((node, SH.resultMessage, Literal(finding.message.vi, lang="vi")))
        graph.add((node, SH.resultMessage, Literal(finding.message.en, lang="en")))
        if finding.document:
            graph.add((node, LN.inDocument, URIRef(finding.document)))
        if finding.excerpt:
            excerpt = iris.excerpt(finding.excerpt.text, finding.excerpt.start, finding.excerpt.end)
            graph.add((node, LN.evidence, excerpt))
    _add_scores(graph, report, iris)
    return graph


def _add_scores(graph: Graph, report: Report, iris: Iris) -> None:
    score = iris.of("rule/score")
    _add_metric(graph, score, "điểm tuân thủ (0-100)", "compliance score (0-100)")
    for _, key, vi, en in _COUNTS:
        _add_metric(graph, iris.of(f"rule/{key}"), vi, en)
    for document in report.documents:
        path = document.iri.removeprefix(iris.base)
        _add_measurement(graph, iris.of(f"report/score/{path}"), score, document.iri, document.score)
        counts = (document.violations, document.warnings, document.infos)
        for (_, key, _, _), count in zip(_COUNTS, counts, strict=True):
            _add_measurement(graph, iris.of(f"report/{key}/{path}"), iris.of(f"rule/{key}"), document.iri, count)


def _add_metric(graph: Graph, node: URIRef, vi: str, en: str) -> None:
    graph.add((node, RDF.type, DQV.Metric))
    graph.add((node, RDFS.label, Literal(vi, lang="vi")))
    graph.add((node, RDFS.label, Literal(en, lang="en")))
    graph.add((node, DQV.expectedDataType, XSD.integer))


def _add_measurement(graph: Graph, node: URIRef, metric: URIRef, document: str, value: int) -> None:
    graph.add((node, RDF.type, DQV.QualityMeasurement))
    graph.add((node, DQV.isMeasurementOf, metric))
    graph.add((node, DQV.computedOn, URIRef(document)))
    graph.add((node, DQV.value, Literal(value)))


def _term(text: str) -> URIRef | Literal:
    scheme, colon, _ = text.partition(":")
    return URIRef(text) if colon and scheme.isalnum() and " " not in text else Literal(text)
