"""The SHACL engines behind one function: pyshacl is the reference, pyshacl-turbo the fast one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from loader.errors import ConfigurationError, GraphError
from loader.graph.vocabulary import RDF, SH

EngineName = Literal["pyshacl", "turbo"]
ENGINES: tuple[EngineName, ...] = ("pyshacl", "turbo")


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


def run(data: Graph, shapes: Graph, engine: EngineName) -> Graph:
    """Return the SHACL report of an engine as a graph.

    Args:
        data: what is checked, with the subclass axioms it needs; left as it is.
        shapes: the shapes.
        engine: which engine.

    Raises:
        ConfigurationError: the engine is not installed, or no engine has that name.
        GraphError: the shapes cannot be used.

    """
    if engine == "pyshacl":
        return _run_pyshacl(data, shapes)
    if engine == "turbo":
        return _run_turbo(data, shapes)
    raise ConfigurationError(f"no SHACL engine is called {engine!r}", advice=f"known: {', '.join(ENGINES)}")


def _run_pyshacl(data: Graph, shapes: Graph) -> Graph:
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure

    try:
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    except (ReportableRuntimeError, ShapeLoadError, NotImplementedError) as error:
        raise GraphError(f"the shapes cannot be used: {error}") from error
    if isinstance(report, ValidationFailure) or not isinstance(report, Graph):
        raise GraphError(f"the shapes cannot be used: {text or report}")
    return report


def _run_turbo(data: Graph, shapes: Graph) -> Graph:
    try:
        import pyshacl_turbo
    except ImportError as error:
        raise ConfigurationError(
            "the fast engine is not installed", advice="install the extra: pip install 'langnghe[fast]'"
        ) from error
    try:
        # Not in place: nothing is inferred, and to compare the graph before and after takes as long as to validate it.
        _, report, text = pyshacl_turbo.validate(data, shacl_graph=shapes, inference="none")
    except (pyshacl_turbo.ReportableRuntimeError, ValueError) as error:
        raise GraphError(f"the shapes cannot be used: {error}") from error
    if not isinstance(report, Graph):
        raise GraphError(f"the shapes cannot be used: {text or report}")
    return report


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
