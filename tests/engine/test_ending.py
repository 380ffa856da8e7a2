"""Why a worker ended is what its last words say, and nothing more."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from loader.errors import EngineError
from query_api.engine.base import QueryRequest
from query_api.engine.disk import DiskStock
from query_api.engine.ending import End
from query_api.engine.formats import CSV, N_TRIPLES
from query_api.engine.memory import Zygote
from query_api.engine.pool import Pool, PoolEngine

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {'1 ' * 60} }}" for i in range(9)) + " }"


@pytest.mark.parametrize(
    ("words", "lacked", "reason"),
    [
        (b"memory allocation of 1048576 bytes failed\n", True, "memory allocation of 1048576 bytes failed"),
        (
            b"terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n",
            True,
            "what()",
        ),
        (b"Too many open files\n\n", False, "Too many open files"),
        (b"x" * 9000 + b"\nlast\n", False, "last"),
        (b"", False, "SIGABRT"),
        (b"\xff\xfe", False, "�"),
    ],
)
def test_last_words_tell_the_cause(words: bytes, lacked: bool, reason: str) -> None:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(words)
        end = End.told(signal.SIGABRT, file)
    assert end.lacked_memory is lacked
    assert end.reason.startswith(reason)
    assert len(end.words) <= 4096


@pytest.mark.parametrize("disk", [False, True])
def test_a_worker_that_was_aborted_is_not_said_to_lack_memory(data: Path, tmp_path: Path, disk: bool) -> None:
    started: list[int] = []

    class Watched(Zygote):
        def fork(self):  # type: ignore[no-untyped-def]
            pid, connection = super().fork()
            started.append(pid)
            return pid, connection

    class WatchedOnDisk(DiskStock):
        def fork(self):  # type: ignore[no-untyped-def]
            pid, connection = super().fork()
            started.append(pid)
            return pid, connection

    async def go() -> None:
        opener = (lambda paths, pool: WatchedOnDisk(tmp_path, paths, pool)) if disk else Watched
        engine = PoolEngine(opener, [data], Pool(workers=1, spare=1))
        await engine.start()
        try:
            query = asyncio.create_task(engine.query(QueryRequest(ENDLESS, CSV, N_TRIPLES, 60.0)))
            await asyncio.wait({query}, timeout=0.3)
            os.kill(started[-1], signal.SIGABRT)
            with pytest.raises(EngineError, match="SIGABRT") as caught:
                await query
            assert "memory" not in caught.value.message
        finally:
            await engine.stop()

    asyncio.run(go())


def test_a_system_that_gives_no_process_is_told(data: Path, tmp_path: Path) -> None:
    class Exhausted(DiskStock):
        def fork(self):  # type: ignore[no-untyped-def]
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    async def go() -> None:
        engine = PoolEngine(lambda paths, pool: Exhausted(tmp_path, paths, pool), [data], Pool(workers=1, spare=1))
        await engine.start()
        try:
            for _ in range(2):
                with pytest.raises(EngineError, match="no worker can be started"):
                    await engine.query(QueryRequest("ASK {}", CSV, N_TRIPLES, 60.0))
        finally:
            await engine.stop()

    asyncio.run(go())


def test_a_process_at_work_ends_with_whoever_ordered_the_work() -> None:
    work = "import socket, sys, time; from query_api.engine.worker import ending_with; control = socket.socket(fileno=int(sys.argv[1]))"
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", f"{work}\nwith ending_with(control): time.sleep(600)", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
        )
    ours.close()
    try:
        assert process.wait(timeout=60) == 1
    finally:
        process.kill()
        process.wait()
