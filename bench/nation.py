"""A nation to measure with: plans of all places as documents with what is true of them, or straight as RDF.

    python bench/nation.py documents FOLDER --plans N       texts, and gold facts of each
    python bench/nation.py triples FILE --triples N         N-Triples
    python bench/nation.py measure --plans 25 --plans 100   a build, and builds after a change: time and memory

All is drawn from --seed; --after takes the 34 provinces and 3,321 communes since July 2025 for the 63 provinces, 696
districts and 10,600 communes before; --pages makes plans longer than two pages. ``measure`` runs ``langnghe build`` as
people do, in a process of its own (with workers), and says by which power of the size the time grows (a line through the
logarithms). Memory is what the build and its workers hold together at most, pages that they share counted once.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nation_plans import Country
from nation_rdf import write

from loader.graph.dataset import parse_file
from loader.graph.vocabulary import LN, SKOS
from loader.project import Project


def country(seed: int, *, after: bool, pages: int = 2) -> Country:
    """Return the country before or after July 2025, its provinces taken from the reference data."""
    quads = [q for folder in Project.find().references for q in parse_file(folder / "places.ttl")]
    ended = {q.subject for q in quads if q.predicate == LN.existsUntil}
    began = {q.subject for q in quads if q.predicate == LN.existsFrom}
    provinces = {q.subject for q in quads if q.predicate == LN.level and q.object.value.endswith("/province")}
    chosen = provinces - (ended if after else began)
    names = {
        q.object.value
        for q in quads
        if q.predicate == SKOS.prefLabel and q.subject in chosen and q.object.language == "vi"
    }
    return Country(
        sorted(name.removeprefix("Tỉnh ").removeprefix("Thành phố ") for name in names), seed, after=after, pages=pages
    )


def write_documents(folder: Path, nation: Country, count: int, *, gold: bool = True) -> None:
    """Write plans and, if wanted, beside each what is true of it, as ``langnghe eval`` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for plan in map(nation.plan, range(count)):
        (folder / plan.file).write_text(plan.text, encoding="utf-8")
        if not gold:
            continue
        true = json.dumps(plan.gold, ensure_ascii=False, indent=1)
        (folder / plan.file).with_suffix(".json").write_text(true + "\n", encoding="utf-8")


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the power of the size by which the time grows: the slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(second, 1e-3)) for second in seconds]
    x, y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    return math.fsum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / math.fsum((a - x) ** 2 for a in xs)


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds on the wall and of processors, the most memory in MB."""

    wall: float
    cpu: float
    memory: int


def _tree(process: int) -> list[int]:
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _held(process: int) -> int:
    """Return the kB that a process and its descendants hold, shared pages once (proportional set size)."""
    total = 0
    for one in _tree(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total


def _build(folder: Path, workers: int | None) -> Run:
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "build", str(folder)]
    command += ["--output", str(folder.parent / "built")]
    command += ["--workers", str(workers)] if workers else []
    began, most = time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        most = max(most, _held(process.pid))
        time.sleep(0.2)
    if status:
        raise SystemExit(f"the build ended with {os.waitstatus_to_exitcode(status)}")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, most // 1024)


def measure(nation: Country, sizes: Sequence[int], workers: int | None) -> None:
    """Print what builds cost: a first one, one with nothing changed, with a plan changed, and with one added."""
    columns: list[list[float]] = []
    print(f"load {os.getloadavg()[0]:.1f}; seconds (of processors)")
    print("plans   first             again             changed           added             most MB: first, added")
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "plans"
            write_documents(folder, nation, size, gold=False)
            runs = [_build(folder, workers), _build(folder, workers)]
            changed = folder / nation.plan(0).file
            changed.write_text(changed.read_text(encoding="utf-8").replace("%", " %", 1), encoding="utf-8")
            runs.append(_build(folder, workers))
            added = nation.plan(size)
            (folder / added.file).write_text(added.text, encoding="utf-8")
            runs.append(_build(folder, workers))
        columns.append([seconds for run in runs for seconds in (run.wall, run.cpu)])
        row = "".join(f"{f'{run.wall:.2f} ({run.cpu:.2f})':<18}" for run in runs)
        print(f"{size:<8}{row}{runs[0].memory}, {runs[-1].memory}", flush=True)
    if len(sizes) > 1:
        powers = [slope(sizes, column) for column in zip(*columns, strict=True)]
        pairs = zip(powers[::2], powers[1::2], strict=True)
        print("power   " + "".join(f"{f'{wall:.2f} ({cpu:.2f})':<18}" for wall, cpu in pairs))


def main() -> None:
    """Make documents or triples, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--after", action="store_true")
    parser.add_argument("--pages", type=int, default=2)
    commands = parser.add_subparsers(dest="command", required=True)
    documents = commands.add_parser("documents")
    documents.add_argument("folder", type=Path)
    documents.add_argument("--plans", type=int, default=11_000)
    triples = commands.add_parser("triples")
    triples.add_argument("file", type=Path)
    triples.add_argument("--triples", type=int, default=1_000_000)
    measured = commands.add_parser("measure")
    measured.add_argument("--plans", type=int, action="append")
    measured.add_argument("--workers", type=int)
    options = parser.parse_args()
    nation = country(options.seed, after=options.after, pages=options.pages)
    if options.command == "documents":
        write_documents(options.folder, nation, options.plans)
    elif options.command == "triples":
        with options.file.open("wb") as target:
            print(f"{write(target, nation, options.triples)} plans")
    else:
        measure(nation, options.plans or [25, 100, 400], options.workers)


if __name__ == "__main__":
    main()
