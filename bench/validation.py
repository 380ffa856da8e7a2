"""How long validation of a built graph takes: ``python bench/validation.py [--project DIR] [--copies N] [--again]``.

``--copies`` repeats the documents under other names, to see how time grows (the five documents are some 30,000 triples
with the reference data; ten copies some 200,000). ``--project`` takes a workspace, so that plans of ``bench/nation.py`` can
be measured. ``--again`` measures, as ``langnghe validate --memory`` does it, a first run that leaves a memory, one with
nothing changed, and one after the words of one time in the file of a document changed (it is put back); the loading of
data is told apart. Processor time is that of all processes.
"""

from __future__ import annotations

import argparse
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from loader.graph.dataset import parse_file, rdf_files
from loader.project import Project
from loader.sources import write_atomically
from loader.validation.data import load_data
from loader.validation.findings import Report
from loader.validation.kept import Kept
from loader.validation.queries import QueryGraph
from loader.validation.report import FORMS, render
from loader.validation.shacl_engines import ENGINES, EngineName
from loader.validation.shapes import load_shapes
from loader.validation.validator import Again, validate, validate_again

DAY = date(2026, 1, 1)
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


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say how long something takes."""
    wall, cpu = time.perf_counter(), used()
    yield
    print(f"{what}: {time.perf_counter() - wall:.2f} s wall, {used() - cpu:.2f} s CPU", flush=True)


@contextmanager
def one_changed(project: Project) -> Iterator[None]:
    """Let the file of a document say one time in other words, and then what it said."""
    file = next(f for f in sorted(project.documents.glob("*.ttl")) if b'ln:timeText "' in f.read_bytes())
    before = file.read_bytes()
    try:
        write_atomically(file, before.replace(b'ln:timeText "', b'ln:timeText "x ', 1))
        yield
    finally:
        write_atomically(file, before)


def again(project: Project, shapes: Graph, engine: EngineName) -> Report:
    """Measure a first run, one with nothing changed, and one with a document changed; return the last report."""

    def run(what: str, kept: Kept) -> Again:
        with told(f"{engine}, {what}: data loaded"):
            data = load_data(project, kept=kept)
        with told(f"{engine}, {what}: validated"):
            made = validate_again(data, shapes, kept, engine=engine, as_of=DAY, sources=project.sources)
        findings = len(made.report.findings)
        print(f"{len(data)} triples, {len(made.validated)} documents validated, {findings} findings", flush=True)
        return made

    kept = run("first", Kept()).kept
    with tempfile.TemporaryDirectory() as folder:
        memory = Path(folder) / "memory.json"
        with told("memory written"):
            kept.write(memory)
        with told("memory read"):
            kept = Kept.read(memory)
    run("nothing changed", kept)
    with one_changed(project):
        return run("one document changed", kept).report


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
    report = None
    if options.again:
        print(f"shapes loaded in {time.perf_counter() - started:.2f} s")
        for engine in options.engine or ENGINES:
            report = again(project, shapes, engine)
    else:
        data = load_data(project)
        if options.copies:
            known = [project.reference, project.programmes, project.ontology]
            data = QueryGraph.of(
                copied(project, options.copies)
                | {quad.triple for file in rdf_files(known) for quad in parse_file(file)}
            )
        print(f"{len(data)} triples, shapes and data loaded in {time.perf_counter() - started:.2f} s")
        for engine in options.engine or ENGINES:
            for run in ("first", "second"):
                with told(f"{engine}, {run} run"):
                    report = validate(data, shapes, engine=engine, as_of=DAY, sources=project.sources)
                print(f"{len(report.findings)} findings")
    assert report is not None
    for form in FORMS:
        started = time.perf_counter()
        size = len(render(report, form))
        print(f"report.{form}: {time.perf_counter() - started:.2f} s, {size // 1000} kB")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
