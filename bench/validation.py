"""How long validation of a built graph takes: ``python bench/validation.py [--project DIR] [--copies N] [--again]``.

``--copies`` repeats the documents under other names, to see how time grows (the five documents are some 30,000 triples
with the reference data; ten copies some 200,000). ``--project`` takes a workspace, so that plans of ``bench/nation.py`` can
be measured. ``--again`` measures only a first run that leaves a memory, one with nothing changed, and one after a fact of a
document changed. Processor time is that of all processes.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from loader.graph.conversion import LN_NODES
from loader.graph.dataset import parse_file, rdf_files
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.kept import Kept
from loader.validation.queries import QueryGraph
from loader.validation.report import FORMS, render
from loader.validation.shacl_engines import ENGINES
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate, validate_again

OWN = re.compile(r"/(vn/|agency/|place/|village/|text/)(?!viet-nam|ttg|cp/|qh/|bnn|b[a-z]+/)")


def copied(project: Project, copies: int) -> set[ox.Triple]:
    """The documents under other names: their documents, bodies, places and texts are others, crafts are shared."""
    found: set[ox.Triple] = set()
    for file in rdf_files([project.documents]):
        for quad in parse_file(file):
            for copy in range(copies):
                found.add(ox.Triple(renamed(quad.subject, copy), quad.predicate, renamed(quad.object, copy)))
    return found


def renamed(term: ox.NamedNode | ox.Literal, copy: int) -> ox.NamedNode | ox.Literal:
    return ox.NamedNode(OWN.sub(rf"/\1copy{copy}-", term.value, count=1)) if isinstance(term, ox.NamedNode) else term


def used() -> float:
    """The seconds of processors that this process and those that it began took."""
    of = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in of)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--project", type=Path)
    options = parser.parse_args()
    project = Project.find(options.project)
    started = time.perf_counter()
    shapes = load_shapes(project.shape_folders)
    data = load_data(project)
    if options.copies:
        known = [project.reference, project.programmes, project.ontology]
        data = QueryGraph.of(
            copied(project, options.copies) | {quad.triple for file in rdf_files(known) for quad in parse_file(file)}
        )
    print(f"{len(data)} triples, shapes and data loaded in {time.perf_counter() - started:.2f} s")
    for engine in options.engine or ENGINES:
        for run in () if options.again else ("first", "second"):
            wall, cpu = time.perf_counter(), time.process_time()
            report = validate(data, shapes, engine=engine, as_of=date(2026, 1, 1), sources=project.sources)
            print(
                f"{engine}, {run} run: {time.perf_counter() - wall:.2f} s wall, {time.process_time() - cpu:.2f} s CPU, "
                f"{len(report.findings)} findings"
            )
        wall, cpu = time.perf_counter(), used()
        first = validate_again(data, shapes, Kept(), engine=engine, as_of=date(2026, 1, 1), sources=project.sources)
        kept, report = first.kept, first.report
        print(
            f"{engine}, leaving a memory: {time.perf_counter() - wall:.2f} s wall, {used() - cpu:.2f} s CPU, "
            f"{len(report.findings)} findings",
            flush=True,
        )
        wall, cpu = time.perf_counter(), used()
        same = validate_again(data, shapes, kept, engine=engine, as_of=date(2026, 1, 1), sources=project.sources)
        print(
            f"{engine}, nothing changed: {time.perf_counter() - wall:.2f} s wall, {used() - cpu:.2f} s CPU, "
            f"{len(same.validated)} documents validated anew",
            flush=True,
        )
        subject, value = min((s, o) for s, o in data.subject_objects(LN_NODES.timeText) if isinstance(s, URIRef))
        data.discard((subject, LN_NODES.timeText, value))
        wall, cpu = time.perf_counter(), used()
        again = validate_again(data, shapes, kept, engine=engine, as_of=date(2026, 1, 1), sources=project.sources)
        print(
            f"{engine}, one document changed: {time.perf_counter() - wall:.2f} s wall, "
            f"{used() - cpu:.2f} s CPU, {len(again.validated)} document validated anew",
            flush=True,
        )
        data.add((subject, LN_NODES.timeText, value))
    for form in FORMS:
        started = time.perf_counter()
        size = len(render(report, form))
        print(f"report.{form}: {time.perf_counter() - started:.2f} s, {size // 1000} kB")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
