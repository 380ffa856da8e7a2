"""The process that holds the in-memory store, and the workers: forked from it, or started alone on a store on disk.

Run as ``python -m query_api.engine.worker FD`` by the engines; ``FD`` is a socket over which it is told what to load
and when to fork. One worker serves one connection, a query at a time. What ends a query is the
operating system: an alarm with its default action for the deadline, address-space and processor limits as belts.
A query that kills its worker (a panic in the engine, too much memory) leaves the store and all other workers whole.

A worker cannot open a socket. One of the store in memory cannot open files either: its limit of open files equals those
it has. One that reads from disk opens the store's files as it needs them; it is kept from the network by a filter.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pyoxigraph as ox

from loader.errors import RESOURCES, LangngheError, ResourceError, system_error
from loader.processes import divert_noise
from query_api.engine import wire, writing
from query_api.engine.disk_layout import open_stores
from query_api.engine.ending import End
from query_api.engine.evaluation import Stores, evaluate, merged_alone
from query_api.engine.formats import BINDINGS_FORMATS, GRAPH_FORMATS, SHEET_CSV, Family
from query_api.engine.network import forbid_connections
from query_api.engine.planning.statistics import measure
from query_api.engine.unwritable import UnwritableError

STATM = Path("/proc/self/statm")
_MAXRSS_UNIT = 1024 if sys.platform == "darwin" else 1  # macOS counts bytes, Linux kilobytes
RETIRE_AFTER_GROWTH_KB = 256 * 1024
_MOST_FILES = 65536
_PROBES = ("SELECT * { ?s ?p ?o } LIMIT 1", "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 1")
_BINDINGS = {f.key: f for f in (*BINDINGS_FORMATS, SHEET_CSV)}
_GRAPHS = {f.key: f for f in GRAPH_FORMATS}


class FrameWriter:
    """A file object whose writes leave as ``DATA`` frames.

    A small result leaves as one piece with its head and end. A larger one begins at once, then goes in large chunks;
    one that may turn out not to be writable is held back for a while, so that it can be refused instead.
    """

    def __init__(self, connection: socket.socket, family: Family, *, hold: bool = False) -> None:
        self._connection = connection
        self._before_first = wire.MAX_HELD if hold else wire.MAX_WHOLE
        self._family = family
        self._begun = False
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        """Take bytes of the result."""
        self._buffer += data
        if len(self._buffer) >= (wire.MAX_CHUNK if self._begun else self._before_first):
            self._send_buffer()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the serialiser flushes at the end, which ``finish`` sends together with what is left."""

    def finish(self, end: bytes) -> None:
        """Send what is left, and the end."""
        if len(self._buffer) > wire.MAX_CHUNK:
            self._send_buffer()
        if not self._begun:
            kind = wire.Frame.TRIPLES if self._family is Family.GRAPH else wire.Frame.ROWS
            self._connection.sendall(wire.pack(kind, end + self._buffer))
            return
        self._connection.sendall(wire.pack(wire.Frame.DATA, bytes(self._buffer)) + wire.pack(wire.Frame.END, end))

    def _send_buffer(self) -> None:
        head = b"" if self._begun else wire.pack_json(wire.Frame.HEAD, {"family": self._family})
        self._begun = True
        held = bytes(self._buffer)
        self._buffer.clear()
        for start in range(0, len(held), wire.MAX_CHUNK):
            self._connection.sendall(head + wire.pack(wire.Frame.DATA, held[start : start + wire.MAX_CHUNK]))
            head = b""


def answer(request: wire.WorkerRequest, stores: Stores, connection: socket.socket, before: int) -> bool:
    """Evaluate one query and send its result; return whether the worker may serve another.

    Memory that a large query took stays with its process: such a worker goes, a fresh one takes its place.

    Args:
        request: the query.
        stores: the data.
        connection: where the result goes.
        before: peak memory of this process before its first query, kilobytes.
    """
    try:
        results = evaluate(request, stores)
        if isinstance(results, ox.QueryTriples):
            chosen = _GRAPHS[request.graph_format]
            out = FrameWriter(connection, chosen.family, hold=chosen in writing.XML_FORMATS)
            writing.write_triples(results, out, chosen, dict(request.prefixes))
        else:
            chosen = _BINDINGS[request.bindings_format]
            out = FrameWriter(connection, chosen.family, hold=chosen in writing.XML_FORMATS)
            writing.write_rows(results, out, chosen, request.caption)
        again = peak_memory() - before < RETIRE_AFTER_GROWTH_KB
        out.finish(wire.SERVES if again else wire.RETIRES)
    except (BrokenPipeError, ConnectionResetError):
        return False
    except SyntaxError as error:
        connection.sendall(wire.pack_json(wire.Frame.FAILURE, wire.Failure("syntax", str(error))))
    except UnwritableError as error:
        failure = wire.Failure("unwritable", error.message, error.advice)
        connection.sendall(wire.pack_json(wire.Frame.FAILURE, failure))
    except (ValueError, RuntimeError) as error:
        connection.sendall(wire.pack_json(wire.Frame.FAILURE, wire.Failure("refused", str(error))))
    except OSError as error:
        connection.sendall(wire.pack_json(wire.Frame.FAILURE, wire.Failure("engine", str(error))))
        return False
    else:
        return again
    return True


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer; the processor limit is a belt that needs no timer."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def confine(memory: int | None, *, files: bool = False) -> None:
    """Lower this process's limits for good: no further files or sockets, no core dump, bounded memory.

    Args:
        files: it may go on opening files.
        memory: bytes of address space that a worker may take beyond what it has from its parent (Linux only:
            elsewhere the use is not known, and the limit is left to the system).
    """
    if memory and STATM.exists():
        pages = int(STATM.read_text().split()[0])
        limit = pages * resource.getpagesize() + memory
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)  # whoever started the server may allow less
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not files:
        lowest_free = os.dup(0)
        os.close(lowest_free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, lowest_free))
    os.nice(5)  # the HTTP process answers /health first


def requests(connection: socket.socket) -> Iterator[wire.WorkerRequest]:
    """Yield the requests of one connection until it closes."""
    stream = connection.makefile("rb")  # buffered: head and payload of a request come in one piece
    while len(header := stream.read(wire.HEADER.size)) == wire.HEADER.size:
        _, size = wire.HEADER.unpack(header)
        payload = stream.read(size)
        if len(payload) < size:
            return
        yield wire.unpack_request(payload)


def serve(connection: socket.socket, stores: Stores, memory: int | None, *, files: bool = False) -> None:
    """Answer queries of one connection until it closes.

    Args:
        connection: where they come from.
        stores: the data.
        memory: see ``confine``.
        files: the stores need files to be opened.
    """
    confine(memory, files=files)
    before = peak_memory()
    for request in requests(connection):
        with deadline(request.deadline):
            again = answer(request, stores, connection, before)
        if not again:
            return


def peak_memory() -> int:
    """Return the peak of this process's memory in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MAXRSS_UNIT


def _restore_signals() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def read_from_disk(connection: socket.socket, folder: str, memory: int | None) -> None:
    """Answer queries of one connection on a store on disk; if it cannot be opened, say so instead of an answer."""
    allow_files()
    kept_in = forbid_connections()
    try:
        stores = open_stores(Path(folder), refuses_services=not kept_in)
    except OSError as error:
        told = wire.Failure("engine", f"the store on disk cannot be opened: {error}")
        for _ in requests(connection):
            connection.sendall(wire.pack_json(wire.Frame.FAILURE, told))
            return  # the next query gets another worker, which may fare better
        return
    serve(connection, stores, memory, files=True)


def check(control: socket.socket, folder: str) -> None:
    """Open a store and read from it; report how that went."""
    allow_files()
    try:
        stores = open_stores(Path(folder))
        for store in filter(None, (stores.whole, stores.merged)):
            for pattern in _PROBES:
                for _ in store.query(pattern, use_default_graph_as_union=stores.united):  # type: ignore[union-attr]
                    pass
    except OSError as error:
        control.sendall(_line({"error": str(error)}))
    else:
        control.sendall(_line({}))


def allow_files() -> None:
    """Let this process open as many files as it may: a store on disk has hundreds, and common limits are low."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def fork_worker(
    control: socket.socket, stores: Stores, memory: int | None, words: IO[bytes]
) -> tuple[int, socket.socket]:
    """Fork a worker; return its process id and the socket that reaches it.

    Args:
        control: closed in the worker.
        stores: the data.
        memory: see ``confine``.
        words: where what it says on its error stream goes.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.dup2(words.fileno(), 2)
            _restore_signals()
            control.close()
            ours.close()
            # In a thread, for glibc gives a thread memory of its own. The main thread would be given what loading the
            # store had freed here and there: pages shared with the parent, each copied at the first touch.
            with ThreadPoolExecutor(max_workers=1) as thread:
                thread.submit(serve, theirs, stores, memory).result()
            status = 0
        except Exception as error:
            # The parent must not go on with it as if it were the parent.
            if (told := system_error(error)) is not None:
                print(f"langnghe: a worker ended: {type(error).__name__}: {told}", file=sys.stderr)
            else:
                traceback.print_exc()  # a fault of ours
        finally:
            os._exit(status)
    theirs.close()
    return pid, ours


def obey(control: socket.socket, orders: IO[bytes], stores: Stores, memory: int | None) -> None:
    """Fork and reap workers as told, until the HTTP process closes the socket."""
    said: dict[int, IO[bytes]] = {}
    while line := orders.readline():
        order = json.loads(line)
        if order["do"] == "fork":
            words = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when the worker is reaped
            pid, connection = fork_worker(control, stores, memory, words)
            said[pid] = words
            with connection:
                socket.send_fds(control, [_line({"pid": pid})], [connection.fileno()])
        elif order["do"] == "reap":
            # The worker is our child and not yet waited for, so its id cannot have gone to another process.
            os.kill(order["pid"], signal.SIGKILL)
            _, status = os.waitpid(order["pid"], 0)
            with said.pop(order["pid"]) as last:
                end = End.told(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, last)
            control.sendall(_line({"signal": end.signal, "words": end.words}))


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def first_line(control: socket.socket) -> bytes:
    """Read one line and not a byte more: what follows may be frames for a worker."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = control.recv(1)
        if not byte:
            raise SystemExit(1)
        line += byte
    return bytes(line)


def build_on_disk(control: socket.socket, paths: Sequence[Path], folder: Path) -> None:
    """Build a store, and report what it holds or why it could not be; end with whoever ordered it."""
    from query_api.engine.disk_loading import load_on_disk  # a worker that only reads does without it

    allow_files()
    Thread(target=_end_with, args=(control,), daemon=True).start()
    try:
        summary = load_on_disk(paths, folder)
    except LangngheError as error:
        control.sendall(_line({"error": error.message, "where": error.where, "written": True}))
    except OSError as error:
        reason = error.strerror or str(error)
        # The store's library gives the system's words, not its number.
        exhausted = error.errno in RESOURCES or any(os.strerror(number) in reason for number in RESOURCES)
        control.sendall(_line({"error": reason, "where": error.filename, "written": False, "exhausted": exhausted}))
    else:
        control.sendall(
            _line({"version": summary.version, "triples": summary.triples, "graphs": list(summary.graphs or ())})
        )
    os._exit(0)  # the store is closed, and nobody waits for the thread


def _end_with(control: socket.socket) -> None:
    while control.recv(4096):
        pass
    os._exit(1)


@contextmanager
def ending_with(control: socket.socket) -> Iterator[None]:
    """End this process at once when whoever ordered the work is gone; nothing is read from the socket."""
    stop, stopped = os.pipe()

    def watch() -> None:
        waiting = select.poll()
        waiting.register(control, getattr(select, "POLLRDHUP", select.POLLHUP))
        waiting.register(stop, select.POLLIN)
        if any(descriptor == control.fileno() for descriptor, _ in waiting.poll()):
            os._exit(1)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.close(stopped)
        thread.join()
        os.close(stop)


def main(descriptor: int) -> None:
    """Do what the first line on the socket says: hold a store in memory, or build, check or read one on disk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the HTTP process, whose end closes the socket
    control = socket.socket(fileno=descriptor)
    order = json.loads(first_line(control))
    if order["do"] == "read":
        _restore_signals()
        read_from_disk(control, order["store"], order["memory"])
        return
    if order["do"] == "check":
        check(control, order["store"])
        return
    paths = [Path(p) for p in order["paths"]]
    if order["do"] == "build":
        build_on_disk(control, paths, Path(order["store"]))
        return
    from query_api.engine.loading import load

    with open(os.devnull, "wb") as nowhere:
        # A library that gets no memory prints its stack; whoever started us tells it in a line.
        end_diversion = divert_noise(nowhere.fileno())
    try:
        with ending_with(control):
            loaded = load(paths)
            merged = merged_alone(loaded.store)
            stores = Stores(loaded.store, merged, statistics=measure(merged))
    except Exception as error:
        told = system_error(error) or error
        report = {"error": getattr(told, "message", str(told)), "where": getattr(told, "where", None)}
        with contextlib.suppress(OSError):  # the HTTP process has gone
            control.sendall(_line({**report, "exhausted": isinstance(told, ResourceError)}))
        return
    report = {"version": loaded.version, "triples": loaded.triples, "graphs": list(loaded.graphs), "pid": os.getpid()}
    end_diversion()
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError):  # the HTTP process has gone, maybe in the middle of an order: so do we
        control.sendall(_line(report))
        obey(control, control.makefile("rb"), stores, order["memory"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
