"""Cost of reading: CPU time per document, growth with the number of pages, peak memory.

    python bench/extraction.py [--runs N] [--pages 10,50,100,500]

Each size is measured in a process of its own, so that memory is the process's peak. Times are CPU seconds, the median of
several runs; growth is told as a ratio to a linear one, so that it does not depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "data" / "sources").glob("*.txt"))
PAGE = 2500
"""Characters of a printed page (A4, 14 point, as Nghị định 30/2020/NĐ-CP orders)."""


def long_plan(pages: int, template: Path) -> bytes:
    """Return a plan of about ``pages`` pages: the body of a plan over and over, its letterhead once."""
    text = template.read_text(encoding="utf-8")
    cut = text.index("I. ")
    parts = [text]
    while sum(map(len, parts)) < pages * PAGE:
        parts.append(text[cut:])
    return "\n".join(parts)[: pages * PAGE].rsplit("\n", 1)[0].encode("utf-8")


def measure(data: bytes, runs: int) -> dict[str, float]:
    """Return CPU seconds (median of ``runs``) of each step of the way from bytes to Turtle, and the process's peak memory in MB."""
    from loader.extraction import extract
    from loader.graph.iris import Iris
    from loader.graph.turtle import serialise_triples
    from loader.graph.writing import document_triples
    from loader.readers import read
    from loader.rules import book

    steps: dict[str, list[float]] = {"read": [], "extract": [], "write": [], "whole": []}
    extract(read(SOURCES[0].read_bytes(), "first.txt"))  # compiles the patterns once, as a build does
    for _ in range(runs):
        book().forget()  # what it remembers of the last run, no other document would bring
        marks = [time.process_time()]
        source = read(data, "plan.txt")
        marks.append(time.process_time())
        facts = extract(source)
        marks.append(time.process_time())
        serialise_triples(document_triples(facts, Iris()))
        marks.append(time.process_time())
        for name, a, b in zip(steps, marks, marks[1:], strict=False):
            steps[name].append(b - a)
        steps["whole"].append(marks[-1] - marks[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {name: statistics.median(times) for name, times in steps.items()} | {"peak": peak}


def measured_apart(pages: int, template: Path, runs: int) -> dict[str, float]:
    """Return what ``measure`` says in a new process."""
    command = [sys.executable, __file__, "--one", str(pages), "--template", str(template), "--runs", str(runs)]
    result: dict[str, float] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--pages", default="10,50,100,500")
    parser.add_argument("--template", type=Path, default=SOURCES[0])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if options.one is not None:
        print(json.dumps(measure(long_plan(options.one, options.template), options.runs)))
        return
    print("document                    chars   pages  read s  extract s  write s  whole s   s per 10 pages")
    for path in SOURCES:
        data = path.read_bytes()
        m, chars = measure(data, options.runs), len(data.decode("utf-8"))
        print(
            f"{path.stem:26}{chars:7}{chars / PAGE:8.1f}{m['read']:8.3f}{m['extract']:11.3f}{m['write']:9.3f}{m['whole']:9.3f}{m['whole'] / (chars / PAGE) * 10:17.3f}"
        )
    for template in (options.template, SOURCES[3]):
        print(
            f"\n{template.stem}, repeated: pages  read s  extract s  write s  whole s  growth of s per page   peak MB"
        )
        first: dict[str, float] | None = None
        sizes = [int(p) for p in options.pages.split(",")]
        for pages in sizes:
            m = measured_apart(pages, template, options.runs if pages <= 100 else 1)
            first = first or m
            growth = (m["whole"] / pages) / (first["whole"] / sizes[0])
            print(
                f"{pages:34}{m['read']:8.3f}{m['extract']:11.3f}{m['write']:9.3f}{m['whole']:9.3f}{growth:22.2f}{m['peak']:10.0f}"
            )


if __name__ == "__main__":
    main()
