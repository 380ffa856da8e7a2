"""The rule catalogue, read from a shapes graph: every shape with a severity of its own is a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.validation.findings import Bilingual, Group, Origin, Rule, Severity
from loader.validation.terms import (
    CHECK,
    MENDED_BY,
    ONE_DOCUMENT,
    ORIGIN,
    REACH,
    REMEDY,
    REQUIRES,
    RULE,
    SUMMARY,
)

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
_SEVERITIES = ((SH.Violation, Severity.VIOLATION), (SH.Warning, Severity.WARNING), (SH.Info, Severity.INFO))
_ORIGINS = (
    (RULE["InDocument"], Origin.DOCUMENT),
    (RULE["SinceThen"], Origin.SINCE),
    (RULE["InCopy"], Origin.COPY),
    (RULE["InData"], Origin.DATA),
)
_NO_GROUP = Group("other", Bilingual("Khác", "Other"), 99.0)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rules of a shapes graph, in order of group, place in the group and code.

    Attributes:
        rules: the rules.

    """

    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, shapes: Graph) -> Catalogue:
        """Read the rules of a shapes graph."""
        found = (_rule(shapes, node) for node in _named_shapes(shapes))
        return cls(tuple(sorted(found, key=lambda r: (r.group.order, r.group.key, r.order, r.code))))

    def by_iri(self, iri: str) -> Rule | None:
        """Return the rule of an IRI."""
        return next((r for r in self.rules if r.iri == iri), None)


def severity_of(node: Node | None) -> Severity:
    """Return the severity that an IRI names; unknown ones count as violations."""
    return next((severity for iri, severity in _SEVERITIES if iri == node), Severity.VIOLATION)


def severity_iri(severity: Severity) -> URIRef:
    """Return the IRI of a severity."""
    return next(iri for iri, value in _SEVERITIES if value is severity)


def bilingual(graph: Graph, subject: Node, predicate: URIRef) -> Bilingual:
    """Return the texts of a property in both languages (one without a language counts for both)."""
    texts = sorted((str(o.language or ""), str(o)) for o in graph.objects(subject, predicate) if isinstance(o, Literal))
    plain = next((text for language, text in texts if not language), "")
    vi = next((text for language, text in texts if language.startswith("vi")), plain)
    en = next((text for language, text in texts if language.startswith("en")), plain)
    return Bilingual(vi, en)


def named_shape(shapes: Graph, node: Node) -> Node:
    """Return the nearest shape with an IRI at or around a shape (results of nested shapes count for it)."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        above = sorted(shapes.subjects(None, node), key=str)
        if not above:
            break
        node = above[0]
    return node


def _named_shapes(shapes: Graph) -> Iterator[URIRef]:
    candidates: set[Node] = set()
    for kind in (SH.NodeShape, SH.PropertyShape):
        candidates |= set(shapes.subjects(RDF.type, kind))
    for target in _TARGETS:
        candidates |= set(shapes.subjects(target, None))
    for node in sorted(candidates, key=str):
        if isinstance(node, URIRef) and _targets_something(shapes, node) and not _deactivated(shapes, node):
            yield node


def _targets_something(shapes: Graph, node: URIRef) -> bool:
    return any((node, target, None) in shapes for target in _TARGETS) or (node, RDF.type, RDFS.Class) in shapes


def _deactivated(shapes: Graph, node: URIRef) -> bool:
    return (node, SH.deactivated, Literal(True)) in shapes


def _rule(shapes: Graph, node: URIRef) -> Rule:
    code = shapes.value(node, DCTERMS.identifier)
    title = bilingual(shapes, node, RDFS.label)
    if not title.vi:
        title = bilingual(shapes, node, SH.name)
    local = str(node).rstrip("/#").replace("#", "/").rpartition("/")[2]
    message = bilingual(shapes, node, SH.message)
    if not message.vi:
        for constraint in sorted(shapes.objects(node, SH.sparql), key=str):
            message = bilingual(shapes, constraint, SH.message)
    order = shapes.value(node, SH.order)
    origin = shapes.value(node, ORIGIN)
    return Rule(
        iri=str(node),
        code=str(code) if code is not None else local,
        severity=severity_of(shapes.value(node, SH.severity)),
        group=_group(shapes, shapes.value(node, SH.group)),
        order=float(order) if isinstance(order, Literal) else 0.0,
        title=title if title.vi else Bilingual(local, local),
        rationale=bilingual(shapes, node, RDFS.comment),
        message=message,
        remedy=bilingual(shapes, node, REMEDY),
        source=bilingual(shapes, node, DCTERMS.source),
        check=str(shapes.value(node, CHECK) or ""),
        requires=str(shapes.value(node, REQUIRES) or ""),
        file=str(shapes.value(node, LN_NODES.sourceFile) or ""),
        local=(node, REACH, ONE_DOCUMENT) in shapes,
        origin=next((kind for iri, kind in _ORIGINS if iri == origin), Origin.DOCUMENT),
        mender=Bilingual() if origin is None else bilingual(shapes, origin, MENDED_BY),
        summary=bilingual(shapes, node, SUMMARY),
    )


def _group(shapes: Graph, node: Node | None) -> Group:
    if node is None:
        return _NO_GROUP
    order = shapes.value(node, SH.order)
    title = bilingual(shapes, node, RDFS.label)
    key = str(node).rpartition("/")[2]
    return Group(key, title if title.vi else Bilingual(key, key), float(order) if isinstance(order, Literal) else 50.0)
