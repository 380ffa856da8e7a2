"""How inference grows with the plans of a nation: ``python bench/nation_inference.py --plans 25 --plans 100``.

For each size the invented plans of ``nation.py`` are built anew in this process, and the processor time of inference alone
is taken. The smallest size is built once before, so that what is made once (compiled rules, tables of words) counts for
none. The power from one size to the next is what tells: the line over all sizes is flattened by what does not grow.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from nation import country, slope, write_documents

from loader.build import build
from loader.inference.updating import Updated, update_inferred
from loader.project import Project


def measure(sizes: Sequence[int], seed: int, workers: int) -> None:
    """Print a row for each size, and the power of the size by which the time grows.

    Args:
        sizes: numbers of plans, from small to great.
        seed: what the plans are drawn from.
        workers: processes that read the plans; inference runs in this one.
    """
    nation = country(seed, after=False)
    seconds: list[float] = []

    def timed(*given: Any, **named: Any) -> Updated:
        began = time.process_time()
        updated = update_inferred(*given, **named)
        seconds.append(time.process_time() - began)
        return updated

    print("plans   inference (s)   a plan (ms)   inferred    power from the size before   most memory (MB)")
    with patch("loader.build.update_inferred", timed):
        for row, size in enumerate((sizes[0], *sizes)):
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(temporary) / "plans"
                write_documents(folder, nation, size, gold=False)
                built = build(Project.find(), sorted(folder.glob("*.txt")), Path(temporary) / "built", workers=workers)
            if row == 0:
                seconds.clear()
                continue
            step = f"{slope(sizes[row - 2 : row], seconds[-2:]):.2f}" if row > 1 else "-"
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            each = seconds[-1] / size * 1000
            print(f"{size:<8}{seconds[-1]:<16.2f}{each:<14.1f}{built.inferences:<12}{step:<29}{memory}", flush=True)
    if len(sizes) > 1:
        print(f"power over all sizes: {slope(sizes, seconds):.2f}")


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, action="append")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    measure(sorted(options.plans or [25, 100, 400]), options.seed, options.workers)


if __name__ == "__main__":
    main()
