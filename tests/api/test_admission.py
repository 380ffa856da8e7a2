"""What a request goes through first: compressed bodies, their bounds, and administration by its token alone."""

from __future__ import annotations

import gzip
import logging
import select
import socket
import time
import zlib
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from api_sample import running

from query_api.settings import Settings

QUERY = 'ASK { VALUES ?x { "làng" } }'.encode()


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the same for each process that collects the tests


KIND = {"Content-Type": "application/sparql-query"}


def post(http: httpx.Client, body: bytes, coding: str) -> httpx.Response:
    return http.post("/sparql", content=body, headers={**KIND, "Content-Encoding": coding})


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (packed(QUERY), "gzip"),
        (packed(QUERY), "X-GZIP"),
        (zlib.compress(QUERY), "deflate"),
        (packed(QUERY[:7]) + packed(QUERY[7:]), "gzip"),
        (QUERY, "identity"),
    ],
)
def test_a_compressed_query_is_read(http: httpx.Client, body: bytes, coding: str) -> None:
    answer = post(http, body, coding)
    assert answer.status_code == 200, answer.text
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("body", "coding", "status"),
    [
        (packed(b"#" * 2_000_000), "gzip", 413),
        (packed(b"#" * 100_000_000), "gzip", 413),
        (packed(QUERY)[:-9], "gzip", 400),
        (QUERY, "gzip", 400),
        (b"", "gzip", 400),
        (packed(b"") * 1000, "gzip", 400),
        (QUERY, "br", 415),
        (packed(packed(QUERY)), "gzip, gzip", 415),
    ],
)
def test_what_cannot_or_may_not_be_unpacked_is_refused(
    http: httpx.Client, body: bytes, coding: str, status: int
) -> None:
    answer = post(http, body, coding)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if status == 415:
        assert "gzip" in answer.headers["accept-encoding"]
    assert http.get("/health").status_code == 200


@pytest.mark.parametrize("coding", ["gzip, chunked", "deflate, chunked", "x, chunked"])
def test_a_body_that_comes_in_an_unknown_way_is_not_taken_for_plain_text(server: str, coding: str) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {KIND['Content-Type']}\r\nTransfer-Encoding: {coding}\r\n\r\n"
    answer = sent(server, head.encode() + b"5\r\nASK{}\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 501"), answer


@pytest.mark.parametrize("path", ["/sparql", "/validate", "/read"])
def test_a_body_that_is_said_to_be_too_large_is_refused_before_it_comes(server: str, path: str) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {KIND['Content-Type']}\r\nContent-Length: 1000000000\r\n\r\n"
    )
    answer = sent(server, head.encode())
    assert answer.startswith(b"HTTP/1.1 413"), answer


def test_a_client_that_leaves_while_it_sends_is_no_fault_of_the_server(
    server: str, http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {KIND['Content-Type']}\r\nContent-Length: 100\r\n\r\n"
    gone = 'langnghe_http_responses_total{status="499"}'
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    before = metric(http, gone)
    with connect(server) as connection:
        connection.sendall(head.encode() + b"ASK")
    ends = time.monotonic() + 60
    while metric(http, gone) == before and time.monotonic() < ends:
        time.sleep(0.02)
    logging.getLogger("uvicorn.error").removeHandler(caplog.handler)
    assert metric(http, gone) == before + 1
    assert not caplog.records


def test_bodies_that_wait_for_an_answer_are_held_up_to_a_bound(data: Path) -> None:
    settings = Settings(paths=(data,), held_of_client=250_000, held_in_all=250_000)
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100001\r\n\r\n"
    )
    with running(settings) as url, ExitStack() as stack:
        slow = [stack.enter_context(connect(url)) for _ in range(3)]
        for connection in slow:
            connection.sendall(head + b"#" * 100_000)  # and a byte is missing
        answered, _, _ = select.select(slow, [], [], 60)
        assert len(answered) == 1, "the one that is too much is refused"
        assert answered[0].recv(4096).startswith(b"HTTP/1.1 429")
        for connection in set(slow) - set(answered):
            connection.sendall(b"\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 400"), "a comment is no query"
        for _ in range(5):  # nothing of it is counted any more
            assert (
                httpx.post(f"{url}/sparql", content=b"ASK{}#" + b"x" * 200_000, headers=KIND, timeout=60).status_code
                == 200
            )


def test_a_graph_that_is_read_slowly_counts_as_a_query_of_its_client(tmp_path: Path) -> None:
    lines = (f'<http://e/{number}> <http://e/p> "{"x" * 400}" .\n' for number in range(40_000))
    (tmp_path / "large.nt").write_text("".join(lines), encoding="utf-8")
    running_now = "langnghe_queries_running"
    with running(Settings(paths=(tmp_path,), per_client=1)) as url, httpx.Client(base_url=url, timeout=60) as http:
        with connect(url) as slow:
            slow.sendall(b"GET /graph-store?default HTTP/1.1\r\nHost: x\r\nAccept: application/n-triples\r\n\r\n")
            assert slow.recv(12) == b"HTTP/1.1 200"
            assert metric(http, running_now) == 1
        ends = time.monotonic() + 60
        while metric(http, running_now) and time.monotonic() < ends:
            time.sleep(0.02)
        assert metric(http, running_now) == 0
        assert http.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def metric(http: httpx.Client, name: str) -> int:
    """Return a counter of the server."""
    lines = http.get("/metrics").text.splitlines()
    return next((int(line.rpartition(" ")[2]) for line in lines if line.startswith(name)), 0)


def connect(server: str) -> socket.socket:
    parts = urlsplit(server)
    return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60)


def sent(server: str, data: bytes) -> bytes:
    """Send bytes and return the beginning of what comes back."""
    with connect(server) as connection:
        connection.sendall(data)
        return connection.recv(4096)


@pytest.mark.parametrize(
    ("value", "status"),
    [("Bearer secret", 200), ("bearer secret", 200), ("secret", 401), ("Bearersecret", 401), ("Basic secret", 401),
     ("Bearer", 401), ("Bearer secret x", 401), ("Token Bearer secret", 401), ("", 401)],
)  # fmt: skip
def test_administration_is_opened_by_a_bearer_token_alone(http: httpx.Client, value: str, status: int) -> None:
    answer = http.post("/admin/reload", headers={"Authorization": value})
    assert answer.status_code == status
    assert status == 200 or answer.headers["www-authenticate"] == "Bearer"


def test_so_many_parameters_are_refused(http: httpx.Client) -> None:
    assert http.get("/search?" + "q=a&" * 1200).status_code == 400


def test_a_query_may_declare_only_so_much(http: httpx.Client) -> None:
    prefixes = " ".join(f"PREFIX p{i}: <http://e/{i}#>" for i in range(1100))
    answer = http.post("/sparql", content=f"{prefixes} ASK {{}}".encode(), headers=KIND)
    assert answer.status_code == 400
    assert "1000 prefixes" in answer.json()["detail"]
