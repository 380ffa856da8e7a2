"""What a connection may take: every limit is told by its status, and a client that keeps to it notices nothing."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from api_sample import running

from query_api.settings import Settings

pytestmark = pytest.mark.slow

HEAD = b"GET /health HTTP/1.1\r\nHost: x\r\n"
QUERY = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def hasty(data: Path) -> Iterator[str]:
    """A server that waits for nobody."""
    settings = Settings(paths=(data,), header_seconds=0.4, body_seconds=0.4, idle_seconds=0.4, stall_seconds=0.4)
    with running(settings) as url:
        yield url


@pytest.fixture(scope="module")
def patient(data: Path) -> Iterator[str]:
    with running(Settings(paths=(data,))) as url:
        yield url


def connect(url: str) -> socket.socket:
    parts = httpx.URL(url)
    return socket.create_connection((parts.host, parts.port or 80), timeout=60)


def read_all(connection: socket.socket) -> bytes:
    """Read to the end of the connection."""
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def exchange(url: str, *pieces: bytes) -> bytes:
    with connect(url) as connection:
        for piece in pieces:
            connection.sendall(piece)
        return read_all(connection)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (b"GET /health?" + b"x" * 65_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
        (b"GET /health?" + b"x" * 65_600 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /health?" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (HEAD + b"X: " + b"x" * 65_000 + b"\r\nConnection: close\r\n\r\n", 200),
        (HEAD + b"X: " + b"x" * 65_600 + b"\r\n\r\n", 431),
        (HEAD + b"X: " + b"x" * 3_000_000, 431),
        (HEAD + b"a: b\r\n" * 190 + b"Connection: close\r\n\r\n", 200),
        (HEAD + b"a: b\r\n" * 210 + b"\r\n", 431),
        (QUERY + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + b"x" * 300_000, 431),
        (QUERY + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * 300_000, 431),
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (QUERY + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\nASK {}", 400),
    ],
)  # fmt: skip
def test_what_is_too_long_is_refused_by_its_status(patient: str, request_: bytes, expected: int) -> None:
    answer = exchange(patient, request_)
    assert status(answer) == expected, answer[:300]
    if expected != 200:
        assert b"application/problem+json" in answer
        assert b"connection: close" in answer.lower()


@pytest.mark.parametrize("begun", [b"G", HEAD, HEAD + b"X: y"])
def test_a_head_that_does_not_come_is_not_waited_for(hasty: str, begun: bytes) -> None:
    assert status(exchange(hasty, begun)) == 408


def test_a_body_that_does_not_come_is_not_waited_for(hasty: str) -> None:
    assert status(exchange(hasty, QUERY + b"Content-Length: 100\r\n\r\nASK")) == 408


def test_a_body_that_comes_in_drops_is_not_waited_for(hasty: str) -> None:
    with connect(hasty) as connection:
        connection.sendall(QUERY + b"Content-Length: 100000\r\n\r\n")
        started = time.monotonic()
        try:
            while time.monotonic() < started + 30:
                connection.sendall(b"x")
                time.sleep(0.02)
        except ConnectionError:
            return
    pytest.fail("the server read on")


@pytest.mark.parametrize("sent", [b"", b"\r\n"])
def test_a_connection_without_a_request_is_closed(hasty: str, sent: bytes) -> None:
    assert exchange(hasty, sent) == b""


def test_a_connection_between_requests_is_closed_after_a_while(hasty: str) -> None:
    assert exchange(hasty, HEAD + b"\r\n").count(b"HTTP/1.1 200") == 1


def test_a_client_that_does_not_read_is_left(hasty: str) -> None:
    many = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(30)))} }}" for i in range(4)).encode()
    query = b"SELECT * { " + many + b" }"
    received = b""
    with connect(hasty) as connection:
        connection.sendall(QUERY + b"Content-Length: %d\r\n\r\n" % len(query) + query)
        time.sleep(1.5)  # longer than the server's patience
        with suppress(ConnectionError):
            while piece := connection.recv(1 << 20):
                received = (received + piece)[-1000:]
    assert received
    assert not received.endswith(b"0\r\n\r\n")  # broken off, and to be seen as such


def test_pipelined_requests_are_answered_in_order_however_many(patient: str) -> None:
    ask = b"GET /q/%d HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"
    requests = b"".join(ask % number for number in range(1000, 1500))
    answer = exchange(patient, requests, HEAD + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 404") == 500
    order = [int(piece[:4]) for piece in answer.split("no query named “".encode())[1:]]
    assert order == list(range(1000, 1500))
    assert b"HTTP/1.1 200" in answer


def test_a_long_body_comes_whole(patient: str) -> None:
    query = "ASK { VALUES ?x { " + '"làng nghề" ' * 30_000 + "} }"
    answer = httpx.post(
        f"{patient}/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"}, timeout=60
    )
    assert answer.json()["boolean"] is True


def test_an_answer_before_the_end_of_the_body_leaves_the_connection_usable(patient: str) -> None:
    with httpx.Client(base_url=patient, timeout=60) as client:
        for _ in range(3):
            assert client.post("/browse", content=b"x" * 200_000).status_code == 405
            assert client.get("/health").status_code == 200


@pytest.fixture(scope="module")
def narrow(data: Path) -> Iterator[str]:
    with running(Settings(paths=(data,), connections=4)) as url:
        yield url


def test_one_connection_too_many_gets_503_and_health_answers(narrow: str) -> None:
    with ExitStack() as stack:
        for _ in range(4):  # each in the middle of a body: not to be closed in favour of another
            busy = stack.enter_context(connect(narrow))
            busy.sendall(QUERY + b"Content-Length: 100\r\n\r\nASK")
        time.sleep(0.2)
        answer = exchange(narrow, b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")
        assert status(answer) == 503
        assert b"retry-after:" in answer.lower()
        assert status(exchange(narrow, HEAD + b"Connection: close\r\n\r\n")) == 200
    ends = time.monotonic() + 20
    while httpx.get(f"{narrow}/sparql", params={"query": "ASK {}"}, timeout=60).status_code != 200:
        assert time.monotonic() < ends


def test_connections_that_only_wait_give_their_place_to_others(narrow: str) -> None:
    with ExitStack() as stack:
        waiting = [stack.enter_context(connect(narrow)) for _ in range(12)]
        for _ in range(6):
            assert httpx.get(f"{narrow}/sparql", params={"query": "ASK {}"}, timeout=60).status_code == 200
        assert waiting[0].recv(1) == b""  # the first to wait is the first to go


def test_two_hundred_idle_connections_do_not_close_a_server_with_128_descriptors(data: Path) -> None:
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128)),
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = process.stdout.readline().split()[1].rstrip("/")
        with ExitStack() as stack:
            for _ in range(200):
                stack.enter_context(connect(url))
            for path in ("/health", "/ready", "/sparql?query=ASK%7B%7D"):
                assert httpx.get(f"{url}{path}", timeout=20).status_code == 200
    finally:
        process.terminate()
        process.wait()
