"""Results of SHACL as an engine gives them, before they become findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from loader.graph.vocabulary import RDF, SH


@dataclass(frozen=True, slots=True)
class RawResult:
    """One ``sh:ValidationResult`` as an engine gives it."""

    shape: Node
    focus: Node
    severity: Node | None
    component: Node | None
    value: Node | None
    path: Node | None
    messages: tuple[RdfLiteral, ...]


def results(report: Graph) -> Iterator[RawResult]:
    """Yield the results of a SHACL report (those of ``sh:detail`` are not results of their own)."""
    for head in report.subjects(RDF.type, SH.ValidationReport):
        for node in report.objects(head, SH.result):
            shape, focus = report.value(node, SH.sourceShape), report.value(node, SH.focusNode)
            if shape is None or focus is None:
                continue
            messages = (m for m in report.objects(node, SH.resultMessage) if isinstance(m, RdfLiteral))
            yield RawResult(
                shape=shape,
                focus=focus,
                severity=report.value(node, SH.resultSeverity),
                component=report.value(node, SH.sourceConstraintComponent),
                value=report.value(node, SH.value),
                path=report.value(node, SH.resultPath),
                messages=tuple(sorted(messages, key=lambda m: (m.language or "", str(m)))),
            )
