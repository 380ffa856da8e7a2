"""A server under mixed load for a long time, while its data are built and loaded anew: does anything grow?

    python bench/soak.py [--minutes 30] [--every 2] [--clients 3]

What clients do is in ``mixed_load.py``. Every few minutes a workspace is built, with one document more or less, and the
server loads it (POST /admin/reload). In the middle one build finds no room on the disk: it has to end with exit code 12
and leave the generation that is served as it was, and the next one goes on as if nothing had been. A row of the table is the time from one such moment to the next: what was answered
and how fast, then what the server and its workers hold at its end. The last lines hold the end against the second row
(in the first all caches are empty).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from generations import Workspace, serve
from held import Held
from mixed_load import Load, Served, percentile

TOKEN = "bench"
_ROOM = 200_000  # bytes that a file may have where there is no room: less than a build's largest ones
HEAD = (
    "| phút · minute | trả lời · responses | lỗi · failed | ms, trung vị · median | p99 | lâu nhất · most "
    "| MB | tệp mở · descriptors | tiến trình · processes |\n|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time between two generations: when it ended, what was answered in it, what was held at its end."""

    minute: float
    served: list[Served]
    held: Held

    @property
    def p99(self) -> float:
        return percentile([one.took for one in self.served], 0.99)

    def row(self) -> str:
        times = [one.took for one in self.served]
        failed = sum(one.status not in (200, 304) for one in self.served)
        return (
            f"| {self.minute:.0f} | {len(times)} | {failed} | {statistics.median(times):.0f} | {self.p99:.0f} | {max(times):.0f} "
            f"| {self.held.memory / 1e6:.0f} | {self.held.descriptors} | {self.held.processes} |"
        )


async def run(minutes: float, every: float, clients: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as name:
        workspace = Workspace.make(Path(name) / "plans")
        await workspace.build()
        process, url = await serve(workspace.folder, TOKEN)
        try:
            found, load = await _soak(workspace, process.pid, url, minutes, every, clients)
        finally:
            process.terminate()
            await process.wait()
    print(f"mixed answers {load.mixed}, other faults {dict(load.faults)}, {workspace.builds - 1} generations")
    early, late = found[min(1, len(found) - 1)], found[-1]
    print(
        f"memory × {late.held.memory / early.held.memory:.2f}, descriptors {late.held.descriptors - early.held.descriptors:+d}, "
        f"p99 × {late.p99 / early.p99:.2f}"
    )


async def _soak(
    workspace: Workspace, server: int, url: str, minutes: float, every: float, clients: int
) -> tuple[list[Stretch], Load]:
    found: list[Stretch] = []
    print(f"{clients} clients, a generation every {every:g} minutes, load average {os.getloadavg()[0]:.1f}\n\n{HEAD}")
    began = last = time.monotonic()
    half = max(round(minutes / every / 2), 1)
    async with httpx.AsyncClient(timeout=300) as admin, Load(url, clients) as load:
        while last < began + minutes * 60 - 1:
            await asyncio.sleep(max(0.0, began + (len(found) + 1) * every * 60 - time.monotonic()))
            now = time.monotonic()
            found.append(Stretch((now - began) / 60, load.between(last, now), Held.by(server)))
            print(found[-1].row(), flush=True)
            last = now
            if len(found) == half:
                code, said, whole = await workspace.build_without_room(_ROOM)
                print(
                    f"# no room: exit code {code}, the old generation {'whole' if whole else 'BROKEN'}: {said}",
                    flush=True,
                )
            await workspace.build(change=len(found) != half)
            answer = await admin.post(f"{url}/admin/reload", headers={"Authorization": f"Bearer {TOKEN}"})
            answer.raise_for_status()
    return found, load


def main() -> None:
    """Read the options, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=2, help="minutes between two builds")
    parser.add_argument("--clients", type=int, default=3)
    options = parser.parse_args()
    asyncio.run(run(options.minutes, options.every, options.clients))


if __name__ == "__main__":
    main()
