"""Shapes as engines are given them: what these would read in different ways is said so that they agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from loader.graph.vocabulary import SITE
from loader.validation.naming import Names
from loader.validation.patterns import python_pattern

_SWITCHES = (SH.uniqueLang, SH.closed, SH.deactivated, SH.qualifiedValueShapesDisjoint)
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
_SHAPE = URIRef(f"{SH}Shape")
_ENGINES_FLAGS = "im"
Change = tuple[tuple[Node, Node, Node], Node | None]


def prepared(shapes: Graph) -> Graph:
    """Return shapes as engines are given them; themselves when there is nothing to say otherwise.

    Raises:
        GraphError: a pattern is no regular expression.

    """
    changes = _changes(shapes)
    if not changes:
        return shapes
    made = Graph(bind_namespaces="none")
    made += shapes
    for prefix, namespace in shapes.namespaces():
        made.bind(prefix, namespace)
    _change(made, changes)
    return made


def prepare(shapes: Graph) -> None:
    """Change shapes into what engines are given.

    Raises:
        GraphError: a pattern is no regular expression.

    """
    _change(shapes, _changes(shapes))


def _changes(shapes: Graph) -> list[Change]:
    return [*_off(shapes), *_lone(shapes), *_abstract(shapes), *_patterns(shapes)]


def _change(shapes: Graph, changes: Iterable[Change]) -> None:
    for triple, value in changes:
        shapes.remove(triple)
        if value is not None:
            shapes.add((triple[0], triple[1], value))


def _off(shapes: Graph) -> Iterator[Change]:
    """Take off switches that are not on: SHACL names the term ``true`` only, engines take "1" for it, too.

    Source: W3C data-shapes, issue 98 and the test ``core/property/uniqueLang-002``.
    """
    for switch in _SWITCHES:
        for shape, value in shapes.subject_objects(switch):
            if isinstance(value, Literal) and value.datatype == XSD.boolean and str(value) not in ("true", "false"):
                yield (shape, switch, value), None


def _lone(shapes: Graph) -> Iterator[Change]:
    """Take off qualified shapes without a count, which constrain nothing (SHACL, section 4.7.3)."""
    for shape, value in shapes.subject_objects(SH.qualifiedValueShape):
        if not any((shape, term, None) in shapes for term in (SH.qualifiedMinCount, SH.qualifiedMaxCount)):
            yield (shape, SH.qualifiedValueShape, value), None


def _abstract(shapes: Graph) -> Iterator[Change]:
    """Take off the class of all shapes, which says nothing (SHACL, section 2.1) and which one engine refuses."""
    for shape in shapes.subjects(RDF.type, _SHAPE):
        yield (shape, RDF.type, _SHAPE), None


def _patterns(shapes: Graph) -> Iterator[Change]:
    for shape, pattern in shapes.subject_objects(SH.pattern):
        flags = shapes.value(shape, SH.flags)
        made = python_pattern(str(pattern), str(flags or ""))
        if made != str(pattern):
            yield (shape, SH.pattern, pattern), Literal(made)
        kept = "".join(flag for flag in str(flags or "") if flag in _ENGINES_FLAGS)
        if flags is not None and kept != str(flags):
            yield (shape, SH.flags, flags), Literal(kept) if kept else None


def with_names(shapes: Graph) -> Graph:
    """Return shapes in which every shape with targets has an IRI, by which rules and reports can name it."""
    nameless = {node for term in _TARGETS for node in shapes.subjects(term, None) if isinstance(node, BNode)}
    if not nameless:
        return shapes
    names = Names(shapes)
    given: dict[Node, Node] = {node: URIRef(f"{SITE}shape/{names.of(node)}") for node in sorted(nameless)}
    made = Graph(bind_namespaces="none")
    for subject, predicate, value in shapes:
        made.add((given.get(subject, subject), predicate, given.get(value, value)))
    for prefix, namespace in shapes.namespaces():
        made.bind(prefix, namespace)
    return made
