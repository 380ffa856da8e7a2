"""How long validation of the built graph takes: ``python bench/validation.py [--copies N]``.

``--copies`` repeats the documents under other names, to see how time grows (the five documents are some 30,000 triples
with the reference data; ten copies some 200,000).
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date

import pyoxigraph as ox

from loader.graph.dataset import parse_file, rdf_files
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.engine import validate
from loader.validation.engines import ENGINES
from loader.validation.queries import QueryGraph
from loader.validation.report import FORMS, render
from loader.validation.shapes import load_shapes


def copied(project: Project, copies: int) -> list[ox.Triple]:
    found: list[ox.Triple] = []
    for file in rdf_files([project.documents]):
        triples = [quad.triple for quad in parse_file(file)]
        own = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode) and "/vn/ubnd" in t.subject.value}
        for copy in range(copies):

            def renamed(term: object, copy: int = copy, own: set[str] = own) -> object:
                if isinstance(term, ox.NamedNode) and term.value in own:
                    return ox.NamedNode(term.value.replace("/vn/ubnd", f"/vn/copy{copy}-ubnd"))
                return term

            found += [ox.Triple(renamed(t.subject), t.predicate, renamed(t.object)) for t in triples]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    options = parser.parse_args()
    project = Project.find()
    started = time.perf_counter()
    shapes = load_shapes([project.shapes])
    data = load_data(project)
    if options.copies:
        triples = {ox.Triple(t.subject, t.predicate, t.object) for t in copied(project, options.copies)}
        stored = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        data = QueryGraph.of(
            {quad.triple for quad in ox.parse(stored, format=ox.RdfFormat.N_TRIPLES)}
            | {quad.triple for file in rdf_files([project.reference, project.ontology]) for quad in parse_file(file)}
        )
    print(f"{len(data)} triples, shapes and data loaded in {time.perf_counter() - started:.2f} s")
    for engine in options.engine or ENGINES:
        for run in ("first", "second"):
            wall, cpu = time.perf_counter(), time.process_time()
            report = validate(data, shapes, engine=engine, as_of=date(2026, 1, 1), sources=project.sources)
            print(
                f"{engine}, {run} run: {time.perf_counter() - wall:.2f} s wall, {time.process_time() - cpu:.2f} s CPU, "
                f"{len(report.findings)} findings"
            )
    for form in FORMS:
        started = time.perf_counter()
        size = len(render(report, form))
        print(f"report.{form}: {time.perf_counter() - started:.2f} s, {size // 1000} kB")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
