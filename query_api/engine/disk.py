"""The engine for graphs that outgrow memory: Oxigraph stores on disk, built once per version, read by workers.

A process that has the store open has helper threads and is never forked: each worker is started alone and opens the
store read-only. A new version is built beside the old one and takes its name by a rename.

Servers may share a folder. One at a time looks after it (``lock``): clears away what a broken-off build left, builds
what is missing, removes versions that nobody uses. A version is in use while a server, or a worker that still answers,
holds its own lock (``in-use``).
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

import structlog

from loader.errors import RESOURCES, ConfigurationError, EngineError, GraphError, LangngheError, ResourceError
from loader.graph.dataset import rdf_files
from query_api.engine.base import DataSummary
from query_api.engine.disk_layout import LAYOUT
from query_api.engine.ending import End
from query_api.engine.loading import version_of
from query_api.engine.locks import FileLock
from query_api.engine.pool import Pool, PoolEngine
from query_api.engine.processes import start

_ABOUT, _LOCK, _IN_USE, _MAKING = "about.json", "lock", "in-use", "making-"
_AGAIN = "try again in a moment"


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
        """Find the store of the files' version, or build it.

        Raises:
            GraphError: a file does not load.
            ConfigurationError: the folder cannot be written or read.
            ResourceError: there is no room, or no memory.
            EngineError: the process that builds ended without a word.
        """
        files = list(dict.fromkeys(p.resolve() for p in rdf_files(paths)))
        self._memory = pool.memory
        self._folder = folder.resolve()
        self._workers: dict[int, tuple[subprocess.Popen[bytes], IO[bytes]]] = {}
        self.pid = os.getpid()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / _LOCK) as lock:
                lock.wait(partial(_tell_of_waiting, self._folder))
                self._version = self._folder / version_of(files)
                remove_leftovers(self._folder)
                about = _about(self._version)
                if about is None or not _answers(self._version, pool.memory):
                    build(self._version, files, lock)
                    about = _about(self._version)
                if about is None:
                    raise EngineError("the store has gone since it was built", where=str(self._version))
                self.summary = about
                self._use = FileLock(self._version / _IN_USE, shared=True)
                self._use.take()  # nobody else would take it while we hold the folder's
                remove_unused(self._folder, keep=self._version)
        except OSError as error:
            raise _refused(error, self._folder) from None

    def fork(self) -> tuple[int, socket.socket]:
        """Start a worker; return its process id and the socket that reaches it."""
        words = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when the worker is reaped
        try:
            process, connection = _reader(self._version, self._memory, words, self._use)
        except OSError:
            words.close()
            raise
        self._workers[process.pid] = process, words
        return process.pid, connection

    def reap(self, pid: int) -> End:
        """End a worker if it still runs; return how it ended."""
        process, words = self._workers.pop(pid, (None, None))
        if process is None or words is None:
            return End(0)
        process.kill()
        with words:
            return End.told(max(-process.wait(), 0), words)

    def close(self) -> None:
        """Let go of the store; its workers hold it until they end."""
        for pid, (process, words) in tuple(self._workers.items()):
            if process.poll() is not None:
                words.close()
                del self._workers[pid]
        self._use.release()


def build(target: Path, files: Sequence[Path], lock: FileLock) -> None:
    """Build a store in a process of its own, beside its place, then move it there.

    Args:
        target: the folder of the version.
        files: RDF files.
        lock: the lock of the folder above, held; the process holds it, too, as long as it writes.

    Raises:
        GraphError: a file does not load.
        ConfigurationError: the store cannot be written.
        ResourceError: there is no room for it.
        EngineError: the process ended without a word.
        OSError: the folder cannot be written.
    """
    folder = target.parent
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder))
    try:
        making.chmod(0o755)  # a server of another user may share it
        report = _built(making, files, lock)
        if "error" in report and report["written"]:
            raise GraphError(report["error"], where=report["where"])
        if "error" in report:
            lacks = report["exhausted"] or "file descriptors" in report["error"]  # as RocksDB's wrapper says it
            kind = ResourceError if lacks else ConfigurationError
            raise kind(
                f"the store cannot be written: {report['error']}", where=str(folder), advice="make room, or see ulimit"
            )
        if report["version"] != target.name:  # told after loading, by the bytes as they were then
            raise GraphError("files were changed while they were loaded", where=str(files[0].parent), advice=_AGAIN)
        (making / _ABOUT).write_text(json.dumps(report), encoding="utf-8")
        (making / _IN_USE).touch()
        _flush(making / _ABOUT)
        if target.exists():  # and does not answer
            target.rename(Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder)) / "damaged")
        making.rename(target)
        _flush(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        remove_leftovers(folder)


def remove_leftovers(folder: Path) -> None:
    """Remove what broken-off builds have left; the folder's lock is held, so nobody builds."""
    for left in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)


def remove_unused(folder: Path, keep: Path) -> None:
    """Remove the stores of other versions that no server and no worker uses; the folder's lock is held."""
    for other in folder.iterdir():
        if other == keep or not (other / _ABOUT).is_file():
            continue
        with suppress(OSError), FileLock(other / _IN_USE) as use:  # another user's stays
            if use.take():
                shutil.rmtree(other, ignore_errors=True)


def _built(folder: Path, files: Sequence[Path], lock: FileLock) -> dict[str, Any]:
    order = {"do": "build", "store": str(folder), "paths": [str(f) for f in files]}
    with tempfile.TemporaryFile(buffering=0) as words:
        process, connection = start(order, held=[lock.descriptor], words=words)
        with connection, connection.makefile("rb") as lines:
            line = lines.readline()
        end = End.told(max(-process.wait(), 0), words)
    if not line:
        kind = ResourceError if end.lacked_memory else EngineError
        reason = "for want of memory" if end.lacked_memory else end.reason or "without a word"
        raise kind(f"the process that builds the store has ended: {reason}", where=str(folder.parent))
    report: dict[str, Any] = json.loads(line)
    return report


def _about(version: Path) -> DataSummary | None:
    """Return what a store holds; None if there is no whole one."""
    try:
        about = json.loads((version / _ABOUT).read_text(encoding="utf-8"))
        if not (version / LAYOUT).is_file():  # as built by an earlier version of this program
            return None
        return DataSummary(about["version"], about["triples"], tuple(about["graphs"]))
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None


def _answers(version: Path, memory: int | None) -> bool:
    """Ask a store that was found whether it can be opened: files may be missing or damaged."""
    log = structlog.get_logger("langnghe.engine")
    with tempfile.TemporaryFile(buffering=0) as words:
        process, connection = start({"do": "check", "store": str(version), "memory": memory}, words=words)
        with connection, connection.makefile("rb") as lines:
            line = lines.readline()
        end = End.told(max(-process.wait(), 0), words)
    report = json.loads(line) if line else {"error": end.reason or "it could not be asked"}
    if "error" in report:
        log.warning("the store on disk does not answer and is built again", store=str(version), reason=report["error"])
    return "error" not in report


def _reader(
    version: Path, memory: int | None, words: IO[bytes], use: FileLock
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    order = {"do": "read", "store": str(version), "memory": memory}
    return start(order, held=[use.descriptor], words=words)


def _tell_of_waiting(folder: Path) -> None:
    structlog.get_logger("langnghe.engine").info("another process builds a store there; waiting", folder=str(folder))


def _refused(error: OSError, folder: Path) -> LangngheError:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return ResourceError(f"no more files may be opened: {error.strerror}", advice="allow more (ulimit -n)")
    kind = ResourceError if error.errno in RESOURCES else ConfigurationError
    return kind(
        f"the folder of the store cannot be used: {error.strerror or error}", where=str(error.filename or folder),
        advice="give this user the right, make room, or choose another folder",
    )  # fmt: skip


def _flush(path: Path) -> None:
    """Let the system write a file or folder to the disk before what follows."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
