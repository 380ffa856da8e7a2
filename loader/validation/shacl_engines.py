"""The SHACL engines behind one function: pyshacl is the reference, pyshacl-turbo the fast one."""

from __future__ import annotations

import logging
import typing
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from loader.errors import ConfigurationError, GraphError
from loader.graph.conversion import to_term
from loader.validation.exact import exact_graph
from loader.validation.marking import marked_graph, marked_lines, unmarked
from loader.validation.preparation import prepare, prepared
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult, is_core, results
from loader.validation.setwise import SetConstraint, constraints, without
from loader.validation.targets import Targets

EngineName = typing.Literal["pyshacl", "turbo"]
_DEPTH = 100  # shapes within shapes
_OF_ALL = 20  # where fewer nodes than one in so many statements are looked at, statements are looked up node by node
_HERE = ox.DefaultGraph()
_SUBCLASS = ox.NamedNode(str(RDFS.subClassOf))
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
ENGINES: tuple[EngineName, ...] = ("pyshacl", "turbo")
_SEE_ALL = (SH.sparql, SH.select, SH.ask, SH.js, SH.rule, SH.closed, SH.parameter, SH.target)


def fastest() -> EngineName:
    """Return the fast engine where it is installed, else the reference."""
    return "turbo" if find_spec("pyshacl_turbo") else "pyshacl"


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
    shapes = prepared(shapes)
    if engine == "pyshacl":
        return _run_pyshacl(data.exact() if isinstance(data, QueryGraph) else exact_graph(data), shapes)
    if engine == "turbo":
        return _run_turbo(data, shapes)
    raise ConfigurationError(f"no SHACL engine is called {engine!r}", advice=f"known: {', '.join(ENGINES)}")


@dataclass(frozen=True, slots=True)
class Part:
    """Data and what is looked at in them."""

    data: QueryGraph
    targets: Targets


@dataclass(frozen=True, slots=True)
class Answers:
    """What queries find in a part of the data.

    Attributes:
        rows: the results.
        unanswered: shapes whose query cannot be answered for all focus nodes at once there.

    """

    rows: tuple[RawResult, ...]
    unanswered: frozenset[URIRef]


def answers(part: Part, at_once: Sequence[SetConstraint]) -> Answers:
    """Return what constraints that can be asked at once find in a part."""
    rows: list[RawResult] = []
    unanswered: set[URIRef] = set()
    for constraint in at_once:
        answer = constraint.ask(part.data, part.targets)
        if answer is None:
            unanswered.add(constraint.shape)
        else:
            rows += answer
    return Answers(tuple(rows), frozenset(unanswered))


def raw_results(
    data: QueryGraph,
    shapes: Graph,
    targets: Targets,
    engine: EngineName,
    at_once: Sequence[SetConstraint] | None = None,
    parts: Callable[[], Iterable[Answers]] | None = None,
) -> list[RawResult]:
    """Return the results of an engine; the fast one is spared what queries answer for many focus nodes at once.

    Args:
        data: what is checked; left as it is.
        shapes: the shapes.
        targets: the focus nodes of these shapes in these data.
        engine: which engine.
        at_once: the constraints of the shapes that can be asked at once, if they are known.
        parts: what tells what queries find in parts of the data in which the same focus nodes are found, and all that
            queries see of them. The data as a whole are asked if not given.

    Raises:
        ConfigurationError: the engine is not installed, or no engine has that name.
        GraphError: the shapes cannot be used.

    """
    return [_as_written(raw, data) for raw in _raw_results(data, shapes, targets, engine, at_once, parts)]


def _as_written(raw: RawResult, data: QueryGraph) -> RawResult:
    if data.lies_in_oxigraph or raw.value is None or is_core(raw.component):
        return raw
    value = data.as_written(raw.focus, raw.value)
    return raw if value is raw.value else replace(raw, value=value)


def _raw_results(
    data: QueryGraph,
    shapes: Graph,
    targets: Targets,
    engine: EngineName,
    at_once: Sequence[SetConstraint] | None,
    parts: Callable[[], Iterable[Answers]] | None,
) -> list[RawResult]:
    if engine != "turbo":
        return list(results(run(data, targets.declared(shapes), engine), shapes))
    at_once = constraints(shapes) if at_once is None else at_once
    expected = {constraint.shape for constraint in at_once}
    # The engine does not hold Python up: the queries are answered meanwhile.
    with ThreadPoolExecutor(max_workers=1) as beside:
        other = beside.submit(_others, data, shapes, expected, targets)
        asked = list(parts()) if parts is not None else [answers(Part(data, targets), at_once)]
        others = other.result()
    unanswered = {shape for answer in asked for shape in answer.unanswered}
    if unanswered:
        others = _others(data, shapes, expected - unanswered, targets)
    return [*(row for answer in asked for row in answer.rows if row.shape not in unanswered), *others]


def _others(data: QueryGraph, shapes: Graph, answered: Set[Node], targets: Targets) -> list[RawResult]:
    """Return what the fast engine finds, spared the SPARQL constraints of some shapes."""
    rest = targets.declared(without(shapes, answered))
    if not _looks_at_anything(rest):
        return []
    prepare(rest)
    seen = _concerned(data.answers(), rest, _focus_nodes(targets, rest)) if data.lies_in_oxigraph else data
    return list(results(_run_turbo(seen, rest), rest))


def _looks_at_anything(shapes: Graph) -> bool:
    """Say whether a shape has a target (SHACL, section 2.1.3), also one that it is by being a class."""
    if any((None, p, None) in shapes for p in _TARGETS):
        return True
    return any((shape, RDF.type, SH.NodeShape) in shapes for shape in shapes.subjects(RDF.type, RDFS.Class))


def _focus_nodes(targets: Targets, shapes: Graph) -> set[Node]:
    looking = {shape for kind in _TARGETS for shape in shapes.subjects(kind, None)}
    looking |= {shape for shape in shapes.subjects(RDF.type, RDFS.Class) if (shape, RDF.type, SH.NodeShape) in shapes}
    return {node for shape in looking if isinstance(shape, URIRef) for node in targets.of_shape(shape, absent=True)}


def _concerned(data: ox.Store, shapes: Graph, nodes: Set[Node]) -> Iterator[ox.Quad]:
    """Yield the statements that shapes can see: those whose predicate they name, and the hierarchy of classes.

    Only queries and closed shapes see others. Where few nodes are looked at, what can be reached from there suffices.
    """
    if any((None, p, None) in shapes for p in _SEE_ALL):
        return iter(data)
    named = {node for triple in shapes for node in (triple[0], triple[2]) if isinstance(node, URIRef)}
    predicates = [ox.NamedNode(str(p)) for p in named | {RDF.type, RDFS.subClassOf}]
    backwards = set(shapes.objects(None, SH.inversePath))
    if len(nodes) * _OF_ALL > len(data) or not all(isinstance(p, URIRef) for p in backwards):
        return chain.from_iterable(data.quads_for_pattern(None, p, None, _HERE) for p in predicates)
    return _reachable(data, frozenset(predicates), [ox.NamedNode(str(p)) for p in backwards], nodes)


def _reachable(
    data: ox.Store, predicates: Set[ox.NamedNode], backwards: Sequence[ox.NamedNode], nodes: Set[Node]
) -> Iterator[ox.Quad]:
    """Yield the statements about nodes and about all that can be reached from there, some predicates also backwards."""
    due = [term for term in map(to_term, nodes) if not isinstance(term, ox.Literal)]
    seen: set[object] = set(due)
    yield from data.quads_for_pattern(None, _SUBCLASS, None, _HERE)
    while due:
        start = due.pop()
        about = (q for q in data.quads_for_pattern(start, None, None, _HERE) if q.predicate in predicates)
        leading = chain.from_iterable(data.quads_for_pattern(None, p, start, _HERE) for p in backwards)
        for quad in chain(about, leading):
            if quad.predicate != _SUBCLASS:
                yield quad
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode | ox.BlankNode) and term not in seen:
                    seen.add(term)
                    due.append(term)


def _run_pyshacl(data: Graph, shapes: Graph) -> Graph:
    import pyshacl
    from pyshacl.errors import ValidationFailure

    try:
        with _quiet():
            _, report, text = pyshacl.validate(
                data, shacl_graph=exact_graph(shapes), inference="none", inplace=True, max_validation_depth=_DEPTH
            )
    except Exception as error:  # what it stumbles over is the shapes' fault: the data are any RDF
        raise GraphError(f"the shapes cannot be used: {error}") from error
    if isinstance(report, ValidationFailure) or not isinstance(report, Graph):
        raise GraphError(f"the shapes cannot be used: {text or report}")
    return report


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from telling of each ill-typed literal that an engine copies, with a traceback or a warning."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Parsing weird boolean")
            yield
    finally:
        logger.setLevel(before)


def _run_turbo(data: Graph | Iterator[ox.Quad], shapes: Graph) -> Graph:
    try:
        import pyshacl_turbo
        from pyshacl_turbo.rdf import Input
    except ImportError as error:
        raise ConfigurationError(
            "the fast engine is not installed", advice="install the extra: pip install 'langnghe[fast]'"
        ) from error
    shapes = marked_graph(shapes)
    source: Graph | Input
    if isinstance(data, Graph):
        source = marked_graph(data)
    else:
        source = Input(marked_lines(_nquads(data)), "nquads", None, {}, preserve_ids=True)
    try:
        # Not in place: nothing is inferred, and to compare the graph before and after takes as long as to validate it.
        with _quiet():
            _, report, text = pyshacl_turbo.validate(
                source, shacl_graph=shapes, inference="none", max_validation_depth=_DEPTH
            )
    except Exception as error:  # likewise
        raise GraphError(f"the shapes cannot be used: {error}") from error
    if not isinstance(report, Graph):
        raise GraphError(f"the shapes cannot be used: {text or report}")
    return _unmarked(report)


def _unmarked(report: Graph) -> Graph:
    """Take the marks off in place: only few nodes of a report are literals of a datatype."""
    for predicate in (SH.value, SH.focusNode):
        for result, node in list(report.subject_objects(predicate)):
            if (bare := unmarked(node)) is not node and bare is not None:
                report.remove((result, predicate, node))
                report.add((result, predicate, bare))
    return report


def _nquads(data: Iterator[ox.Quad]) -> str:
    # Text and not an Oxigraph store, which the engine reads, too: it then takes the plain strings of queries and those
    # of the data for different terms.
    return (ox.serialize(data, format=ox.RdfFormat.N_QUADS) or b"").decode()
