"""A Dask cluster on the loopback interface: a scheduler and its workers, each a process of its own.

The workers are forks of one process, which has imported what they need and made a document: to begin is what takes time.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workspace import plan

import loader.workers.cluster
from loader.documents import DocumentBuilder, Job, Parcel
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.processes import end_with

LOOPBACK = "127.0.0.1"


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a cluster; yield the address of its scheduler, and its process, with which the workers end."""
    path = os.pathsep.join((str(Path(loader.__file__).parents[1]), str(Path(__file__).parent)))
    process = subprocess.Popen(
        [sys.executable, __file__, str(workers)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def main(count: int) -> None:
    """Fork the workers, then be the scheduler."""
    import distributed

    job = Job(Path("plan.txt"), Path("plan.ttl"), None, Path("none"))
    if count:
        assert DocumentBuilder(Iris(), Reference.of([])).make_of(Parcel(job, plan(1).encode(), "")).error is None
    lines = [os.pipe() for _ in range(count)]
    parent = os.getpid()
    for line, _ in lines:
        if not os.fork():
            end_with(parent)
            asyncio.run(_work(distributed, os.read(line, 100).decode()))
            os._exit(0)
    asyncio.run(_schedule(distributed, [end for _, end in lines]))


async def _schedule(distributed, lines: Sequence[int]) -> None:  # type: ignore[no-untyped-def]
    here = f"{LOOPBACK}:0"
    async with distributed.Scheduler(host=LOOPBACK, port=0, dashboard=False, dashboard_address=here) as scheduler:
        for line in lines:
            os.write(line, scheduler.address.encode())
        while len(scheduler.workers) < len(lines):
            await asyncio.sleep(0.01)
        print(scheduler.address, flush=True)
        await scheduler.finished()


async def _work(distributed, address: str) -> None:  # type: ignore[no-untyped-def]
    here = f"{LOOPBACK}:0"
    async with distributed.Worker(
        address, nthreads=1, host=LOOPBACK, dashboard=False, dashboard_address=here
    ) as worker:
        await worker.finished()


if __name__ == "__main__":
    main(int(sys.argv[1]))
