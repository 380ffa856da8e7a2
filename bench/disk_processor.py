"""What each stored question takes of a processor on a store on disk: a busy machine changes that little, unlike a wait.

    python bench/disk_processor.py FOLDER [--again 3]

FOLDER is that of ``langnghe serve --store FOLDER``, or the one that ``bench/disk.py --folder`` was given. Each question
is put as a worker puts it, in a process of its own that has just opened the store: its first answer is cold as far as
the process goes (the system may still hold pages of the files), then come those after it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from endpoint_bars import Bars
from endpoint_data import project_questions

from loader.graph.iris import DEFAULT_BASE
from loader.project import Project
from query_api.engine import wire
from query_api.engine.disk_layout import LAYOUT, open_stores
from query_api.engine.evaluation import evaluate
from query_api.served.prefixes import FUNCTIONS

LONGEST, MEDIAN = 3000.0, 60.0
"""Milliseconds: at most so many for the first answer to a question, and for half of the questions after it."""


def processor(store: Path, text: str, again: int) -> list[tuple[float, int]]:
    """Return what each answer took, milliseconds of a processor, and its rows; the opening of the store is in the first."""
    found = []
    for number in range(again + 1):
        started = time.process_time()
        if number == 0:
            stores = open_stores(store)
        request = wire.WorkerRequest(
            f"{text}\n# {number}", "json", "ttl", 60.0, (), (), False, DEFAULT_BASE, FUNCTIONS, (), None
        )
        rows = sum(1 for _ in evaluate(request, stores))  # type: ignore[misc,union-attr]
        found.append(((time.process_time() - started) * 1000, rows))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--again", type=int, default=3)
    options = parser.parse_args()
    store = next(note.parent for note in options.folder.rglob(LAYOUT))
    print("| câu hỏi · question | lần đầu · first, ms CPU | sau đó · after it | dòng · rows |\n|---|---|---|---|")
    firsts, medians = {}, {}
    for name, text in project_questions(Project.find(Path(__file__).parent)).items():
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            found = alone.submit(processor, store, text, options.again).result()
        firsts[name], medians[name] = found[0][0], statistics.median(took for took, _ in found[1:])
        print(f"| {name} | {firsts[name]:.0f} | {medians[name]:.0f} | {found[0][1]} |", flush=True)
    bars = Bars()
    slowest = max(firsts, key=lambda name: firsts[name])
    bars.check(f"lâu nhất, lần đầu · longest, first ({slowest})", firsts[slowest], "ms", LONGEST, most=True)
    bars.check("trung vị, sau đó · median, after it", statistics.median(medians.values()), "ms", MEDIAN, most=True)
    print(f"\n{bars.text()}\n\n{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
