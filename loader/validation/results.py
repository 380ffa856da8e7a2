"""Results of SHACL as an engine gives them, before they become findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from loader.errors import GraphError
from loader.graph.conversion import Term, to_term
from loader.validation.index import rdflib_node
from loader.validation.paths import Path


@dataclass(frozen=True, slots=True)
class RawResult:
    """One ``sh:ValidationResult`` as an engine gives it.

    Attributes:
        shape: the shape that it is of.
        focus: the focus node.
        severity: its severity.
        component: the constraint component.
        value: the value node, if it is about one.
        path: the path, if it is about one.
        messages: what it says.
        constraint: the node of the SPARQL constraint, in the shapes.

    """

    shape: Node
    focus: Node
    severity: Node | None
    component: Node | None
    value: Node | None
    path: Path | None
    messages: tuple[RdfLiteral, ...]
    constraint: Node | None = field(default=None, compare=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Say how it is pickled: rdflib would write the text of a literal anew ("5" for "05"). Its constraint is left out."""
        value = None if self.value is None else to_term(self.value)
        return _restored, (
            self.shape,
            self.focus,
            self.severity,
            self.component,
            value,
            self.path,
            self.messages,
        )


def _restored(
    shape: Node,
    focus: Node,
    severity: Node | None,
    component: Node | None,
    value: Term | None,
    path: Path | None,
    messages: tuple[RdfLiteral, ...],
) -> RawResult:
    node = None if value is None else rdflib_node(value)
    return RawResult(shape, focus, severity, component, node, path, messages)


def results(report: Graph, shapes: Graph) -> Iterator[RawResult]:
    """Yield the results of a SHACL report (those of ``sh:detail`` are not results of their own).

    Args:
        report: the report.
        shapes: the shapes, where paths stand that the report only names.

    """
    seen: set[tuple[RawResult, Node | None]] = set()
    for head in report.subjects(RDF.type, SH.ValidationReport):
        for node in report.objects(head, SH.result):
            shape, focus = report.value(node, SH.sourceShape), report.value(node, SH.focusNode)
            if shape is None or focus is None:
                continue
            messages = (m for m in report.objects(node, SH.resultMessage) if isinstance(m, RdfLiteral))
            found = RawResult(
                shape=shape,
                focus=focus,
                severity=report.value(node, SH.resultSeverity),
                component=report.value(node, SH.sourceConstraintComponent),
                value=report.value(node, SH.value),
                path=_path(report.value(node, SH.resultPath), report, shapes),
                messages=tuple(sorted(messages, key=lambda m: (m.language or "", str(m)))),
                constraint=report.value(node, SH.sourceConstraint),
            )
            # A query gives a set of solutions here: engines differ in whether they repeat equal ones.
            if not is_core(found.component) and found.value is not None:
                if (found, found.constraint) in seen:
                    continue
                seen.add((found, found.constraint))
            yield found


def is_core(component: Node | None) -> bool:
    """Say whether a component is one of SHACL Core, whose results no query gives."""
    return str(component).startswith(str(SH)) and component != SH.SPARQLConstraintComponent


def _path(node: Node | None, report: Graph, shapes: Graph) -> Path | None:
    if node is None:
        return None
    try:
        return Path.read(report if (node, None, None) in report else shapes, node)
    except GraphError:
        return None
