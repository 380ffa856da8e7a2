"""How inference grows with the plans of a nation: ``python bench/nation_inference.py --plans 25 --plans 100``.

For each size the invented plans of ``nation.py`` are built anew in this process, and the processor time of inference alone
is taken. The smallest size is built once before, so that what is made once (compiled rules, tables of words) counts for
none. The power from one size to the next is what tells: the line over all sizes is flattened by what does not grow.
``--rdf`` takes the plans straight as RDF instead (simpler ones), for sizes at which nobody waits for texts to be read, and
also infers from one plan more.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from nation import country, slope, write_documents
from nation_plans import Country
from nation_rdf import triples_of

from loader.build import build
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.programmes import programme_files
from loader.graph.turtle import serialise_triples
from loader.inference.layout import FOLDER, Files
from loader.inference.ledger import opened
from loader.inference.updating import Source, Updated, update_inferred
from loader.programmes import axiom_files
from loader.project import Project
from loader.sources import digest


@dataclass(frozen=True, slots=True)
class Cost:
    """What inferring took.

    Attributes:
        seconds: of the processor.
        inferred: how many statements follow.
        added: seconds of the processor for one plan more; None if that was not measured.
    """

    seconds: float
    inferred: int
    added: float | None = None


def from_texts(nation: Country, size: int, folder: Path, workers: int) -> Cost:
    """Build the texts of plans and return what inference took of that."""
    costs: list[Cost] = []

    def timed(*given: Any, **named: Any) -> Updated:
        began = time.process_time()
        updated = update_inferred(*given, **named)
        costs.append(Cost(time.process_time() - began, updated.count))
        return updated

    write_documents(folder / "plans", nation, size, gold=False)
    with patch("loader.build.update_inferred", timed):
        build(Project.find(), sorted((folder / "plans").glob("*.txt")), folder / "built", workers=workers)
    return costs[-1]


def from_rdf(nation: Country, size: int, folder: Path) -> Cost:
    """Infer from plans that were written straight as RDF, one file each; then from one more."""
    project, iris = Project.find(), Iris()
    sources = []
    for number in range(size + 1):
        file = folder / f"plan-{number}.ttl"
        file.write_bytes(serialise_triples(set(triples_of(nation.plan(number), iris))))
        sources.append(Source(file, file.name, digest(file)))
    reference: list[Path | bytes] = [*rdf_files(project.references), *rdf_files([project.schemes])]
    reference += programme_files(project, iris).values()
    axioms = [quad.triple for file in axiom_files(project) for quad in parse_file(file)]

    def inferred(plans: Sequence[Source], written: Path, old: Files | None) -> tuple[Cost, Files]:
        (written / FOLDER).mkdir(parents=True)
        began = time.process_time()
        with opened(folder / "ledger", "") as ledger:
            updated = update_inferred(written.joinpath, old, ledger, plans, reference, axioms, iris, workers=1)
        return Cost(time.process_time() - began, updated.count), Files(written, updated.digests)

    first, files = inferred(sources[:-1], folder / "first", None)
    added, _ = inferred(sources, folder / "second", files)
    return Cost(first.seconds, first.inferred, added.seconds)


def measure(sizes: Sequence[int], seed: int, workers: int, *, rdf: bool) -> None:
    """Print a row for each size, and the power of the size by which the time grows.

    Args:
        sizes: numbers of plans, from small to great.
        seed: what the plans are drawn from.
        workers: processes that read the plans; inference runs in this one.
        rdf: take the plans straight as RDF.
    """
    nation = country(seed, after=False)
    seconds: list[float] = []
    print(
        "plans   inference (s)   a plan (ms)   inferred    power from the size before   one added (s)   most memory (MB)"
    )
    for row, size in enumerate((sizes[0], *sizes)):
        with tempfile.TemporaryDirectory() as folder:
            cost = from_rdf(nation, size, Path(folder)) if rdf else from_texts(nation, size, Path(folder), workers)
        if row == 0:
            continue
        seconds.append(cost.seconds)
        step = f"{slope(sizes[row - 2 : row], seconds[-2:]):.2f}" if row > 1 else "-"
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        each = cost.seconds / size * 1000
        added = "-" if cost.added is None else f"{cost.added:.2f}"
        print(
            f"{size:<8}{cost.seconds:<16.2f}{each:<14.1f}{cost.inferred:<12}{step:<29}{added:<16}{memory}", flush=True
        )
    if len(sizes) > 1:
        print(f"power over all sizes: {slope(sizes, seconds):.2f}")


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, action="append")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rdf", action="store_true")
    options = parser.parse_args()
    measure(sorted(options.plans or [25, 100, 400]), options.seed, options.workers, rdf=options.rdf)


if __name__ == "__main__":
    main()
