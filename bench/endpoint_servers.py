"""The servers of ``bench/endpoint.py``: how each is started on a loopback port and stopped."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from endpoint_data import Data

_PATIENCE = 1200.0  # seconds that a server may take to load the data


@contextmanager
def ours(data: Data, checkout: Path = Path(__file__).parents[1]) -> Iterator[str]:
    """Run our server, of this checkout or another one; clients of one address may ask as many questions as there are."""
    command = [
        sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data.quads),
        "--port", "0", "--timeout", "20", "--per-client", "64",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=checkout)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[1] + "sparql"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def oxigraph(program: str, data: Data, folder: Path) -> Iterator[str]:
    """Load the data into an Oxigraph store and run its server on it, default graph as union like ours."""
    store = oxigraph_store(program, data, folder)
    with oxigraph_on(program, store, folder) as url:
        yield url


def oxigraph_store(program: str, data: Data, folder: Path) -> Path:
    """Load the data into an Oxigraph store."""
    store = folder / "oxigraph"
    _quietly([program, "load", "--location", str(store), "--file", str(data.quads)])
    return store


@contextmanager
def oxigraph_on(program: str, store: Path, folder: Path, *more: str, before: Sequence[str] = ()) -> Iterator[str]:
    """Run Oxigraph's server on a loaded store, by a program that runs it if one is named ``before``."""
    port = free_port()
    command = [*before, program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running([*command, "--union-default-graph", *more], port, folder):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def rdflib_endpoint(program: str, data: Data, folder: Path) -> Iterator[str]:
    """Run rdflib-endpoint on the data, which it keeps in memory."""
    port = free_port()
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(data.triples)]
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}/"


# What rdflib-endpoint's own ``serve`` does, except that a child serves: it can be ended in a question that it cannot
# be stopped in, and the next child has the data at once.
_FORKS = """
import gc, os, signal, sys
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1])
gc.freeze()
print("loaded", flush=True)
child = 0
for line in sys.stdin:
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        child = 0
    if int(line):
        child = os.fork()
        if not child:
            uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(line), log_level="error")
            os._exit(0)
"""


class RdflibEndpoint:
    """rdflib-endpoint with the data loaded once, served anew as often as need be; a context manager.

    Attributes:
        seconds: what it took to load the data.
    """

    def __init__(self, program: str, data: Data) -> None:
        started = time.perf_counter()
        command = [str(Path(program).with_name("python")), "-c", _FORKS, str(data.quads)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "loaded\n":
            raise RuntimeError(f"{program} did not load the data")
        self.seconds = time.perf_counter() - started

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Serve until the block ends, even in the midst of a question."""
        port = free_port()
        self._tell(port)
        _wait_for(port, self._process, "rdflib-endpoint")
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            self._tell(0)

    def _tell(self, port: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{port}\n")
        self._process.stdin.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def fuseki(jar: str, data: Data, folder: Path, *, union: bool = False) -> Iterator[str]:
    """Load the data into a TDB2 store, unless it is there, and run Fuseki on it.

    Args:
        jar: of its server.
        data: what to load.
        folder: where the store is made.
        union: load the graphs, and take all of them as the default graph; else the triples alone are loaded.
    """
    store = folder / "tdb2"
    if not store.exists():
        file = data.quads if union else data.triples
        _quietly(["java", "-cp", jar, "tdb2.tdbloader", "--loc", str(store), str(file)])
    port = free_port()
    more = ["--set", "tdb:unionDefaultGraph=true"] if union else []
    command = ["java", "-jar", jar, "--localhost", "--port", str(port), *more, "--tdb2", "--loc", str(store), "/ds"]
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}/ds/query"


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _quietly(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def running(command: Sequence[str], port: int, folder: Path) -> Iterator[int]:
    """Run a server until the block ends; the block begins when it listens, and knows its process.

    Raises:
        RuntimeError: it ends before, or takes too long.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        _wait_for(port, process, command[0])
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:  # Oxigraph's server waits for its questions to end
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[Any], name: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"{name} did not start") from None
            time.sleep(0.1)
