"""How long inference takes, rules against owlrl: ``python bench/inference.py [--triples N ...] [--owlrl UP_TO]``.

The graph of each size is the built documents repeated under other names (other documents, bodies, places and texts; the
crafts, indicators and units are shared), together with the concept schemes. Both reasoners get the same triples in one
run; what they infer is compared. owlrl is run up to ``--owlrl`` triples only: at 100,000 it takes minutes.
"""

from __future__ import annotations

import argparse
import gc
import logging
import re
import resource
import time
from collections.abc import Callable, Iterator
from itertools import count, islice

import pyoxigraph as ox

from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference import reference_reasoner
from loader.inference.alignment import judgements
from loader.inference.materialise import materialise
from loader.project import Project

OWN = re.compile(r"/(vn/|agency/|place/|village/|text/)")


def renamed(iri: str, copy: int) -> str:
    """Return a thing of a copy: all that belongs to one document or place is another in each copy."""
    return OWN.sub(rf"/\1copy{copy}-", iri, count=1) if copy else iri


def copied(triple: Triple, copy: int) -> Triple:
    """Return a statement of a copy; one word in seven of its sentences is another, as plans copy from each other."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.NamedNode):
        subject = ox.NamedNode(renamed(subject.value, copy))
    if isinstance(value, ox.NamedNode):
        value = ox.NamedNode(renamed(value.value, copy))
    elif isinstance(value, ox.Literal) and triple.predicate == LN.quote and copy:
        words = value.value.split()
        words[copy % 7 :: 7] = [f"{word}{copy}" for word in words[copy % 7 :: 7]]
        value = ox.Literal(" ".join(words))
    return ox.Triple(subject, triple.predicate, value)


def endless(project: Project) -> Iterator[Triple]:
    """Yield the concept schemes, then the documents again and again, each time under other names."""
    for file in rdf_files([project.schemes]):
        yield from (quad.triple for quad in parse_file(file))
    documents = [quad.triple for file in rdf_files([project.documents]) for quad in parse_file(file)]
    for copy in count():
        yield from (copied(triple, copy) for triple in documents)


def graph_of(project: Project, size: int) -> list[Triple]:
    """Return that many different triples."""
    found: dict[Triple, None] = {}
    source = endless(project)
    while len(found) < size:
        found.update(dict.fromkeys(islice(source, size - len(found))))
    return list(found)


def judging_time(triples: list[Triple], inferred: set[Triple]) -> tuple[int, float]:
    """Return how many statements are judged over a closed graph (targets, tasks, shared text), and the seconds."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*triples, *inferred))
    gc.collect()
    started = time.perf_counter()
    count = sum(1 for _ in judgements(store, Iris()))
    return count, time.perf_counter() - started


def timed(reason: Callable[[], list[Triple]]) -> tuple[set[Triple], float]:
    """Return what was inferred and the seconds of wall-clock time."""
    gc.collect()
    started = time.perf_counter()
    inferred = reason()
    return set(inferred), time.perf_counter() - started


def main() -> None:
    """Measure and print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, action="append")
    parser.add_argument("--owlrl", type=int, default=30_000, help="largest size that owlrl is run on too")
    options = parser.parse_args()
    # owlrl complains of every day without a year, though it handles them.
    logging.disable(logging.WARNING)
    project = Project.find()
    ontology = [quad.triple for quad in parse_file(project.axioms)]
    print("triples   inferred   rules (s)   per 100,000 (s)   judged   judging (s)   owlrl (s)   ratio   same")
    for size in options.triples or (10_000, 30_000, 100_000, 300_000, 1_000_000):
        triples = graph_of(project, size)
        # Inputs are bound as defaults: each is run before the next size is made.
        inferred, seconds = timed(lambda t=triples: materialise(t, ontology))  # type: ignore[misc]
        judged, more = judging_time(triples, inferred)
        line = f"{size:<9} {len(inferred):<10} {seconds:<11.2f} {seconds / size * 100_000:<17.2f} {judged:<8} {more:<13.2f}"
        if size <= options.owlrl:
            other, slow = timed(lambda t=triples: reference_reasoner.materialise(t, ontology))  # type: ignore[misc]
            line += f"{slow:<11.1f} {slow / seconds:<7.0f} {'yes' if other == inferred else 'NO'}"
        print(line, flush=True)
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
