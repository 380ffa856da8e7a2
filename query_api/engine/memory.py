"""The default engine: an in-memory store in a process of its own, and workers forked from it.

Forked workers share the memory of the store; a fork takes milliseconds, and a worker that dies harms nobody.
"""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loader.errors import EngineError, GraphError, ResourceError, not_enough_memory
from loader.processes import CRASHES
from query_api.engine.base import DataSummary
from query_api.engine.ending import End
from query_api.engine.pool import Pool, PoolEngine
from query_api.engine.processes import start


def memory_engine(paths: Sequence[Path], pool: Pool | None = None) -> PoolEngine:
    """Return an engine that keeps the data of files and folders in memory (not started yet)."""
    return PoolEngine(Zygote, paths, pool)


class Zygote:
    """The process that holds the store, as seen from here: blocking calls, one at a time."""

    def __init__(self, paths: Sequence[Path], pool: Pool) -> None:
        order = {"do": "hold", "paths": [str(p.resolve()) for p in paths], "memory": pool.memory}
        self._process, self._control = start(order)
        try:
            report = self._reply()[0]
        except EngineError:
            self.close()
            if -(self._process.returncode or 0) in CRASHES:
                raise not_enough_memory() from None
            raise
        if "error" in report:
            self.close()
            if report["exhausted"]:
                raise ResourceError(report["error"], where=report["where"])
            raise GraphError(report["error"], where=report["where"])
        self.summary = DataSummary(report["version"], report["triples"], tuple(report["graphs"]))
        self.pid = int(report["pid"])

    def fork(self) -> tuple[int, socket.socket]:
        """Fork a worker.

        Raises:
            EngineError: the process is gone.
        """
        report, descriptors = self._exchange({"do": "fork"})
        return int(report["pid"]), socket.socket(fileno=descriptors[0])

    def reap(self, pid: int) -> End:
        """End a worker if it still runs; return how it ended."""
        report = self._exchange({"do": "reap", "pid": pid})[0]
        return End(int(report["signal"]), str(report["words"]))

    def close(self) -> None:
        """End the process and, with it, its idle workers."""
        self._control.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _exchange(self, order: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        try:
            self._control.sendall(json.dumps(order).encode() + b"\n")
        except OSError as error:
            raise EngineError("the process that holds the graph has ended") from error
        return self._reply()

    def _reply(self) -> tuple[dict[str, Any], list[int]]:
        reply = bytearray()
        descriptors: list[int] = []
        while not reply.endswith(b"\n"):
            try:
                data, received, _, _ = socket.recv_fds(self._control, 65536, 1)
            except OSError:
                data, received = b"", []
            descriptors += received
            if not data:
                raise EngineError("the process that holds the graph has ended")
            reply += data
        return json.loads(reply), descriptors
