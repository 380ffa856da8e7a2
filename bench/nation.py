"""A nation to measure with: plans of all places as documents with what is true of them, or straight as RDF.

    python bench/nation.py documents FOLDER --plans N       texts, and gold facts of each
    python bench/nation.py triples FILE --triples N         N-Triples
    python bench/nation.py measure --plans 25 --plans 100   processor time of a build, and of one after a change

All is drawn from --seed; --after takes the 34 provinces and 3,321 communes since July 2025 for the 63 provinces, 696
districts and 10,600 communes before. ``measure`` says by which power of the size the time grows (a line through the
logarithms); it builds in this process, so read the ratios.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nation_plans import Country
from nation_rdf import write

from loader.build import build
from loader.graph.dataset import parse_file
from loader.graph.vocabulary import LN, SKOS
from loader.project import Project


def country(seed: int, *, after: bool) -> Country:
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
    return Country(sorted(name.removeprefix("Tỉnh ").removeprefix("Thành phố ") for name in names), seed, after=after)


def write_documents(folder: Path, nation: Country, count: int) -> None:
    """Write plans and, beside each, what is true of it, as ``langnghe eval`` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        plan = nation.plan(number)
        (folder / plan.file).write_text(plan.text, encoding="utf-8")
        gold = json.dumps(plan.gold, ensure_ascii=False, indent=1)
        (folder / plan.file).with_suffix(".json").write_text(gold + "\n", encoding="utf-8")


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the power of the size by which the time grows: the slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(second, 1e-3)) for second in seconds]
    x, y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    return math.fsum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / math.fsum((a - x) ** 2 for a in xs)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return math.fsum(one.ru_utime + one.ru_stime for one in used)


def _build(folder: Path) -> float:
    before = _cpu()
    build(Project.find(), sorted(folder.glob("*.txt")), folder / "built")
    return _cpu() - before


def measure(nation: Country, sizes: Sequence[int]) -> None:
    """Print the processor time of a first build, of one with nothing changed, with a plan changed, and with one added."""
    rows: list[tuple[float, float, float, float]] = []
    print("plans   first (s)   again (s)   changed (s)   added (s)   largest memory (MB)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            write_documents(folder, nation, size)
            first, again = _build(folder), _build(folder)
            changed = folder / nation.plan(0).file
            changed.write_text(changed.read_text(encoding="utf-8").replace("%", " %", 1), encoding="utf-8")
            after_change = _build(folder)
            added = nation.plan(size)
            (folder / added.file).write_text(added.text, encoding="utf-8")
            rows.append((first, again, after_change, _build(folder)))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:<8}" + "".join(f"{seconds:<12.2f}" for seconds in rows[-1]) + f"  {memory}", flush=True)
    if len(sizes) > 1:
        print("power   " + "".join(f"{slope(sizes, column):<12.2f}" for column in zip(*rows, strict=True)))


def main() -> None:
    """Make documents or triples, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--after", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True)
    documents = commands.add_parser("documents")
    documents.add_argument("folder", type=Path)
    documents.add_argument("--plans", type=int, default=11_000)
    triples = commands.add_parser("triples")
    triples.add_argument("file", type=Path)
    triples.add_argument("--triples", type=int, default=1_000_000)
    measured = commands.add_parser("measure")
    measured.add_argument("--plans", type=int, action="append")
    options = parser.parse_args()
    nation = country(options.seed, after=options.after)
    if options.command == "documents":
        write_documents(options.folder, nation, options.plans)
    elif options.command == "triples":
        with options.file.open("wb") as target:
            print(f"{write(target, nation, options.triples)} plans")
    else:
        measure(nation, options.plans or [25, 100, 400])


if __name__ == "__main__":
    main()
