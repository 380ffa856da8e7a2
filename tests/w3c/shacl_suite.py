"""The W3C SHACL test suite against our engines: ``python -m tests.w3c.shacl_suite [PATH] [--engine turbo]``.

PATH is a checkout of https://github.com/w3c/data-shapes (or its folder ``data-shapes-test-suite/tests``, or any folder
with a ``manifest.ttl``); without it, the variable LANGNGHE_SHACL_SUITE is read. The suite is no part of this project.
The run fails when a test deviates that ``DEVIATIONS`` does not list, or when a listed one no longer does.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from loader.errors import LangngheError
from loader.graph.conversion import to_rdflib
from loader.validation.formats.turtle import report_turtle
from loader.validation.queries import QueryGraph
from loader.validation.rules import named_shape
from loader.validation.shacl_engines import ENGINES, EngineName, run
from loader.validation.validator import validate

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
VARIABLE = "LANGNGHE_SHACL_SUITE"
_COMPARED = (SH.focusNode, SH.resultPath, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape, SH.value)
_PLACES = ("", "data-shapes-test-suite/tests", "tests")


@dataclass(frozen=True, slots=True)
class Deviation:
    """A test that an engine is known not to pass, and why that is accepted."""

    engine: EngineName
    test: str
    reason: str


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "pyshacl",
        "sparql/pre-binding/shapesGraph-001",
        "the variable $shapesGraph is optional in SHACL, and the engine says that it has it not",
    ),
)
REPORT_DEVIATIONS: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test: data and shapes files, and the report that is expected (None: a failure is expected)."""

    name: str
    group: str
    label: str
    data: Path
    shapes: Path
    expected: Graph | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went; ``fault`` is "" for a passed one."""

    case: Case
    fault: str


def find_suite(path: Path) -> Path:
    """Return the manifest of a checkout.

    Raises:
        FileNotFoundError: there is none.

    """
    for place in _PLACES:
        manifest = path / place / "manifest.ttl"
        if manifest.is_file():
            return manifest
    raise FileNotFoundError(f"no manifest.ttl in {path}")


def cases(manifest: Path, root: Path | None = None) -> Iterator[Case]:
    """Yield the tests of a manifest and of those that it includes."""
    root = root or manifest.parent
    graph = load(manifest)
    here = URIRef(manifest.as_uri())
    for included in sorted(graph.objects(here, MF["include"]), key=str):
        yield from cases(_file(included), root)
    for entries in graph.objects(here, MF["entries"]):
        for entry in Collection(graph, entries):
            if (entry, RDF.type, SHT["Validate"]) in graph:
                yield _case(graph, entry, manifest, root)


def _case(graph: Graph, entry: Node, manifest: Path, root: Path) -> Case:
    action, result = graph.value(entry, MF["action"]), graph.value(entry, MF["result"])
    data, shapes = graph.value(action, SHT["dataGraph"]), graph.value(action, SHT["shapesGraph"])
    relative = manifest.relative_to(root)
    return Case(
        name=relative.with_suffix("").as_posix(),
        group=relative.parts[0] if len(relative.parts) > 1 else "",
        label=str(graph.value(entry, RDFS.label) or ""),
        data=_file(data),
        shapes=_file(shapes),
        expected=None if result == SHT["Failure"] or result is None else essence(graph, result),
    )


def _file(node: Node | None) -> Path:
    return Path(URIRef(str(node)).removeprefix("file://"))


def load(path: Path) -> Graph:
    """Read a file of the suite the way the project reads shapes: literals stay as they are written."""
    parser = ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    graph = to_rdflib(quad.triple for quad in parser)
    for prefix, namespace in parser.prefixes.items():
        graph.bind(prefix, namespace)  # some queries of the suite use prefixes of their file
    return graph


def essence(graph: Graph, report: Node, shapes: Graph | None = None) -> Graph:
    """Return what counts of a report: whether it conforms, and its results without messages and details.

    Paths become texts, so that it does not matter whether two results share one; paths that the report only names are
    looked up in the shapes.
    """
    kept = Graph()
    conforms = graph.value(report, SH.conforms)
    kept.add((report, SH.conforms, Literal(str(conforms) in ("true", "1"))))
    for result in graph.objects(report, SH.result):
        kept.add((report, SH.result, result))
        for predicate in _COMPARED:
            for value in graph.objects(result, predicate):
                source = shapes if shapes is not None and (value, None, None) not in graph else graph
                kept.add((result, predicate, Literal(_path(source, value)) if predicate == SH.resultPath else value))
    return kept


def _path(graph: Graph, node: Node) -> str:
    if not isinstance(node, BNode):
        return node.n3()
    if (node, RDF.first, None) in graph:
        return f"({' '.join(_path(graph, part) for part in Collection(graph, node))})"
    parts = sorted((str(p), _path(graph, o)) for p, o in graph.predicate_objects(node))
    return f"[{' '.join(f'{p} {o}' for p, o in parts)}]"


def carry_out(case: Case, engine: EngineName) -> Outcome:
    """Run one test the way the project validates."""
    data = load(case.data)
    shapes = data if case.shapes == case.data else load(case.shapes)
    try:
        found = run(QueryGraph(data), shapes, engine)
    except LangngheError as error:
        return Outcome(case, "" if case.expected is None else f"fails: {error}")
    if case.expected is None:
        return Outcome(case, "does not fail")
    report = next(found.subjects(RDF.type, SH.ValidationReport))
    got = essence(found, report, shapes)
    if isomorphic(got, case.expected):
        return Outcome(case, "")
    sizes = [sum(1 for _ in graph.objects(None, SH.result)) for graph in (case.expected, got)]
    return Outcome(case, f"another report ({sizes[0]} results expected, {sizes[1]} found)")


def written(case: Case, engine: EngineName) -> Outcome:
    """Compare the report that the project writes with that of pyshacl: equal but for messages and unnamed shapes."""
    data = load(case.data)
    shapes = data if case.shapes == case.data else load(case.shapes)
    try:
        reference = run(QueryGraph(data), shapes, "pyshacl")
    except LangngheError:
        return Outcome(case, "")  # nothing to compare with
    try:
        report = validate(QueryGraph(load(case.data)), shapes, engine=engine)
    except LangngheError as error:
        return Outcome(case, f"is refused: {error}")
    ours = to_rdflib(quad.triple for quad in ox.parse(report_turtle(report), format=ox.RdfFormat.TURTLE))
    head = next(ours.subjects(RDF.type, SH.ValidationReport))
    theirs = essence(reference, next(reference.subjects(RDF.type, SH.ValidationReport)), shapes)
    if isomorphic(_named(essence(ours, head), shapes), _named(theirs, shapes)):
        return Outcome(case, "")
    sizes = [sum(1 for _ in graph.objects(None, SH.result)) for graph in (theirs, ours)]
    return Outcome(case, f"another report than pyshacl's ({sizes[0]} results there, {sizes[1]} here)")


def _named(report: Graph, shapes: Graph) -> Graph:
    """Return a report whose nodes are unnamed, and whose shapes are the nearest that have a name."""
    nodes = {node: BNode() for node in {*report.subjects()}}
    made = Graph()
    for subject, predicate, value in report:
        if predicate == SH.sourceShape:
            named = named_shape(shapes, value)
            value = Literal("unnamed") if isinstance(named, BNode) or "/langnghe/shape/" in named else named
        made.add((nodes[subject], predicate, nodes.get(value, value)))
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run the suite and print a table; 0 when only the listed tests deviate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", default=os.environ.get(VARIABLE), help="checkout of the suite")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    parser.add_argument("--reports", action="store_true", help="compare the reports that we write with pyshacl's")
    options = parser.parse_args(arguments)
    if not options.path:
        parser.error(f"give the path of a checkout, or set {VARIABLE}")
    carry = written if options.reports else carry_out
    outcomes = [carry(case, options.engine) for case in cases(find_suite(Path(options.path).resolve()))]
    deviations = REPORT_DEVIATIONS if options.reports else DEVIATIONS
    known = {d.test: d.reason for d in deviations if d.engine == options.engine}
    whole = Counter(o.case.group for o in outcomes)
    passed = Counter(o.case.group for o in outcomes if not o.fault)
    print(f"| group | passed ({options.engine}) | of |\n|---|---|---|")
    for group in sorted(whole):
        print(f"| {group or '-'} | {passed[group]} | {whole[group]} |")
    deviating = {o.case.name: o.fault for o in outcomes if o.fault}
    for name, fault in sorted(deviating.items()):
        print(f"{'known' if name in known else 'NEW'}: {name}: {fault}{' - ' + known[name] if name in known else ''}")
    gone = sorted(name for name in known if name not in deviating and any(o.case.name == name for o in outcomes))
    for name in gone:
        print(f"PASSES NOW: {name}: take it off the list")
    return 1 if gone or not set(deviating) <= set(known) else 0


if __name__ == "__main__":
    sys.exit(main())
