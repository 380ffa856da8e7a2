"""No request holds the server: whatever is sent, ``/health`` answers within a tenth of a second."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile import Probe, Shape, generated_shapes, named_shapes, probing, send, settle

BOUND = 0.100
"""Seconds of work in which ``/health`` answers, as the project promises for two cores."""
_AT_ONCE = 4
_GENERATED = 200


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own, and what watches it."""

    url: str
    probe: Probe


@pytest.fixture(scope="module")
def served(data: Path, queries: Path) -> Iterator[Served]:
    """A server as people run it."""
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data), "--port", "0", "--timeout", "5"]
    process = subprocess.Popen([*command, "--queries", str(queries)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        url = process.stdout.readline().split()[1].rstrip("/")
        settle(process.pid)
        with probing(url, process.pid) as probe:
            yield Served(url, probe)
    finally:
        process.terminate()
        process.wait()


def longest_while(served: Served, shapes: Sequence[Shape]) -> float:
    """Send requests at the same time; return the seconds of the longest answer of ``/health`` meanwhile."""
    with served.probe.watching() as found, ThreadPoolExecutor(len(shapes)) as threads:
        answers = list(threads.map(lambda shape: send(served.url, shape), shapes))
    assert found[1] >= 1
    for shape, answer in zip(shapes, answers, strict=True):
        assert not answer.startswith(b"HTTP/1.1 500"), (shape.name, answer)
    return found[0]


@pytest.mark.slow
@pytest.mark.parametrize("shape", named_shapes(), ids=lambda shape: shape.name)
def test_a_request_that_once_held_the_server_holds_nobody(served: Served, shape: Shape) -> None:
    assert longest_while(served, [shape]) <= BOUND


@pytest.fixture(scope="module")
def generated() -> list[Shape]:
    return list(generated_shapes(_GENERATED))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, _GENERATED, _AT_ONCE))
def test_no_generated_request_holds_the_server(served: Served, generated: list[Shape], first: int) -> None:
    assert longest_while(served, generated[first : first + _AT_ONCE]) <= BOUND


def test_the_probe_notices_a_server_that_is_held() -> None:
    held = """
import socket, time
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    while True:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            ends = time.thread_time() + 0.2
            while time.thread_time() < ends:
                pass
            connection.sendall(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
"""
    with subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        with probing(url, process.pid) as probe, probe.watching() as found:
            send(url, Shape("any", (b"GET / HTTP/1.1\r\n\r\n",)))
        process.kill()
    assert found[0] > BOUND
