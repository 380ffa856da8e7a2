"""The engine for graphs that outgrow memory: an Oxigraph store on disk, built once per version, read by workers.

A process that has the store open has helper threads and is never forked: each worker is started alone and opens the
store read-only. A new version is built beside the old one and takes its name by a rename; workers that still read the
old one keep its files until they end.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from loader.errors import ConfigurationError, EngineError, GraphError
from loader.graph.dataset import rdf_files
from query_api.engine.base import DataSummary
from query_api.engine.loading import version_of
from query_api.engine.pool import Pool, PoolEngine
from query_api.engine.processes import start

_ABOUT = "about.json"


def disk_engine(paths: Sequence[Path], folder: Path, pool: Pool | None = None) -> PoolEngine:
    """Return an engine that keeps the data of files and folders in a store on disk (not started yet).

    Args:
        paths: RDF files and folders.
        folder: where the stores of all versions lie; made if missing.
        pool: limits.
    """
    return PoolEngine(partial(DiskStock, folder), paths, pool)


class DiskStock:
    """A store on disk, and the workers that read it."""

    def __init__(self, folder: Path, paths: Sequence[Path], pool: Pool) -> None:
        files = list(dict.fromkeys(p.resolve() for p in rdf_files(paths)))
        version = version_of(files)
        self._memory = pool.memory
        self._store = folder.resolve() / version
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self.pid = os.getpid()
        if not (self._store / _ABOUT).is_file():
            build(folder.resolve(), self._store, files)
        about = json.loads((self._store / _ABOUT).read_text(encoding="utf-8"))
        self.summary = DataSummary(about["version"], about["triples"], tuple(about["graphs"]))
        forget_others(folder.resolve(), keep=self._store)

    def fork(self) -> tuple[int, socket.socket]:
        """Start a worker; return its process id and the socket that reaches it."""
        order = {"do": "read", "store": str(self._store / "store"), "memory": self._memory}
        process, connection = start(order)
        self._workers[process.pid] = process
        return process.pid, connection

    def reap(self, pid: int) -> int:
        """End a worker if it still runs; return the signal that ended it (0: it went by itself)."""
        process = self._workers.pop(pid, None)
        if process is None:
            return 0
        process.kill()
        return max(-process.wait(), 0)

    def close(self) -> None:
        """End the idle workers; those that run a query end with it."""
        for pid, process in tuple(self._workers.items()):
            if process.poll() is not None:
                del self._workers[pid]


def build(folder: Path, target: Path, files: Sequence[Path]) -> None:
    """Build a store in a process of its own, beside its place, then move it there.

    Raises:
        GraphError: a file does not load.
        ConfigurationError: the folder cannot be written.
        EngineError: the process ended without a word.
    """
    making = folder / f"making-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
    except OSError as error:
        raise ConfigurationError(f"cannot write: {error.strerror}", where=str(folder)) from None
    try:
        order = {"do": "build", "store": str(making / "store"), "paths": [str(f) for f in files]}
        process, connection = start(order)
        with connection, connection.makefile("rb") as lines:
            line = lines.readline()
        process.wait()
        if not line:
            raise EngineError("the process that builds the store has ended", where=str(folder))
        report = json.loads(line)
        if "error" in report:
            raise GraphError(report["error"], where=report["where"])
        (making / _ABOUT).write_text(json.dumps(report), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        making.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def forget_others(folder: Path, keep: Path) -> None:
    """Remove the stores of other versions."""
    for other in folder.iterdir():
        if other != keep and (other / _ABOUT).is_file():
            shutil.rmtree(other, ignore_errors=True)
