"""Requests that are meant to hold a server, and a probe that notices it when one does."""

from __future__ import annotations

import gzip
import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote, urlsplit

from api_sample import LN

MEGABYTE = 1_000_000

_PROBE = """
import os, pathlib, select, socket, sys, time
host, port, server = sys.argv[1], int(sys.argv[2]), pathlib.Path("/proc", sys.argv[3], "stat")
def worked():
    fields = server.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
def probe():
    began, started = worked(), time.perf_counter()
    with socket.create_connection((host, port), timeout=60) as connection:
        connection.sendall(b"GET /health HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
        data = b""
        while piece := connection.recv(4096):
            data += piece
    assert data.startswith(b"HTTP/1.1 200"), data
    return min(time.perf_counter() - started, worked() - began)
probe()
print("ready", flush=True)
worst, number, running = 0.0, 0, False
while True:
    if select.select([sys.stdin], [], [], 0.005 if running else None)[0]:
        if not os.read(0, 1):  # one sign at once: what a buffer takes with it, select does not see
            break
        if running:
            print(worst, number, flush=True)
        worst, number, running = 0.0, 0, not running
    if running:
        worst, number = max(worst, probe()), number + 1
"""


class Probe:
    """Asks for /health again and again from a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @contextmanager
    def watching(self) -> Iterator[list[float]]:
        """Ask while the block runs; afterwards the list holds the seconds of the longest wait, and how many there were.

        A wait counts as long as the server's own process worked meanwhile: what other processes take from it does not.
        """
        found: list[float] = []
        self._say()
        try:
            yield found
        finally:
            self._say()
            assert self._process.stdout is not None
            found += [float(word) for word in self._process.stdout.readline().split()]

    def _say(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()


def settle(server: int, *, quiet: float = 0.3, within: float = 60.0) -> None:
    """Wait until a process rests: the pages that a server visits at its start, once, are no part of what is measured.

    Raises:
        TimeoutError: it did not rest for ``quiet`` seconds on end.
    """
    end = monotonic() + within
    before = -1.0
    while (now := _worked(server)) != before:
        if monotonic() > end:
            raise TimeoutError(f"process {server} does not rest")
        before = now
        sleep(quiet)


def _worked(server: int) -> float:
    """Return the seconds of CPU that a process has had."""
    fields = Path("/proc", str(server), "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def probing(url: str, server: int) -> Iterator[Probe]:
    """Run a probe of the server that has this number of a process."""
    parts = urlsplit(url)
    command = [sys.executable, "-c", _PROBE, parts.hostname or "", str(parts.port), str(server)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield Probe(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


@dataclass(frozen=True, slots=True)
class Shape:
    """A hostile request: what it is like, and its bytes, piece by piece."""

    name: str
    pieces: tuple[bytes, ...]


def send(url: str, shape: Shape, seconds: float = 60.0) -> bytes:
    """Send a request on a connection of its own and return the beginning of what comes back, "" for a hang-up."""
    parts = urlsplit(url)
    answer = b""
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=seconds) as connection:
        with suppress(ConnectionError):
            for piece in shape.pieces:
                connection.sendall(piece)
        with suppress(ConnectionError):
            while b"\r\n\r\n" not in answer and (more := connection.recv(65536)):
                answer += more
    return answer


def request(method: str, path: str, body: bytes | None = None, *headers: str) -> bytes:
    """Return a request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", *headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


def direct(query: str, *more: str) -> bytes:
    """Return a query as the body of a POST."""
    return request("POST", "/sparql", query.encode(), "Content-Type: application/sparql-query", *more)


def form(query: str) -> bytes:
    """Return a query as a form."""
    kind = "Content-Type: application/x-www-form-urlencoded"
    return request("POST", "/sparql", b"query=" + quote(query).encode(), kind)


def filled(unit: str, size: int) -> str:
    """Repeat a unit up to a number of characters."""
    return (unit * (size // len(unit) + 1))[:size]


def named_shapes() -> list[Shape]:
    """Return the requests that were once found to hold the server."""
    words = filled("a.", 16_000)
    names = " ".join(f"ln:misspelt{i}" for i in range(40_000))
    member = gzip.compress(b"x" * 10 * MEGABYTE)
    return [
        Shape("words with dots by URL", (request("GET", f"/sparql?query=ASK%20%7B{words}"),)),
        Shape("words with dots", (direct("ASK {" + filled("a.", MEGABYTE)),)),
        Shape("words with dots behind SERVICE", (direct("ASK { SERVICE " + filled("a.", MEGABYTE)),)),
        Shape("numbers", (direct(filled("1 ", MEGABYTE)),)),
        Shape("a string that is not closed", (direct('ASK {"' + filled("a ", MEGABYTE)),)),
        Shape("escaped quotes", (direct('ASK {SERVICE "' + filled('\\"', MEGABYTE)),)),
        Shape("long strings that are not closed", (direct("SELECT * " + filled('"""\\', MEGABYTE)),)),
        Shape("angle brackets", (direct("SELECT * " + filled("<a ", MEGABYTE)),)),
        Shape("misspelt names", (direct(f"PREFIX ln: <{LN}> ASK {{ {names} }}"),)),
        Shape("prefixes", (direct(filled("PREFIX a: <b> ", MEGABYTE)),)),
        Shape("data sets", (direct("SELECT * " + filled("FROM <a> ", MEGABYTE)),)),
        Shape("a form of escapes", (form(filled("%", MEGABYTE // 3)),)),
        Shape("parameters", (request("POST", "/sparql", b"a&" * 500_000, "Content-Type: application/x-www-form-urlencoded"),)),
        Shape("a header of 64 MB", (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", *([b"x" * MEGABYTE] * 64))),
        Shape("headers without end", (b"GET / HTTP/1.1\r\nHost: x\r\n", *([b"a: b\r\n" * 20_000] * 8))),
        Shape("trailers without end", (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                                       b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", *([b"x" * MEGABYTE] * 16))),
        Shape("a request in chunks of one byte", (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"1\r\na\r\n" * 150_000 + b"0\r\n\r\n",)),
        Shape("a flood of requests", (request("GET", "/health").replace(b"Connection: close\r\n", b"") * 20_000,)),
        Shape("accepted types", (direct("ASK {}", "Accept: " + filled("a/b;q=0.1,", 60_000)),)),
        Shape("accepted codings", (direct("ASK {}", "Accept-Encoding: " + filled("gzip;q=x,", 60_000)),)),
        Shape("tags", (direct("ASK {}", "If-None-Match: " + filled('W/"a",', 60_000)),)),
        Shape("ranges", (request("GET", "/static/style.css", None, "Range: bytes=" + filled("0-0,", 60_000)),)),
        Shape("cookies", (request("GET", "/", None, "Cookie: " + filled("a=b;", 60_000)),)),
        Shape("a boundary", (request("POST", "/validate", b"x", "Content-Type: multipart/form-data" + filled(";a=a", 60_000)),)),
        Shape("lines of a form", (request("POST", "/validate", b"--b\r\n" + b"\n" * MEGABYTE,
                                          "Content-Type: multipart/form-data; boundary=b"),)),
        Shape("parts of a form", (request("POST", "/validate", b"--b\r\n\r\n\r\n" * 100_000,
                                          "Content-Type: multipart/form-data; boundary=b"),)),
        Shape("shares", (request("POST", "/validate", "KẾ HOẠCH\nI. MỤC TIÊU\n".encode() + b"50%, " * 360_000,
                                 "Content-Type: text/plain"),)),
        Shape("a bomb", (request("POST", "/sparql", member, "Content-Type: application/sparql-query", "Content-Encoding: gzip"),)),
        Shape("a path of slashes", (request("GET", "/" * 60_000),)),
        Shape("a path of escapes", (request("GET", "/" + filled("%C3%A9", 60_000)),)),
        Shape("a question's number", (request("GET", "/q/" + "9" * 60_000),)),
        Shape("a question's values", (request("GET", "/q/1?plan=" + filled('"', 60_000)),)),
        Shape("search words", (request("GET", "/search?q=" + filled("a+", 60_000)),)),
        Shape("filters of a search", (request("GET", "/search?q=a&" + "&".join(f"place=p{i}" for i in range(900)), None,
                                              "Accept: text/html"),)),
        Shape("names of parameters", (request("GET", "/calendar?" + "&".join(f"a{i}=" for i in range(900)), None,
                                              "Accept: text/html"),)),
        Shape("a page's query", (request("GET", "/?query=SELECT*" + filled("a.", 60_000), None, "Accept: text/html"),)),
        Shape("a graph's name", (request("GET", "/graph-store?graph=" + filled("a:", 60_000)),)),
    ]  # fmt: skip


_UNITS = ["a", "a.", "a-", "1 ", "1.", "1e", "é", "_:", "?", "$a", ":", "ln:", "ln:x ", "<", "<a>", '"', "'", '"""', "'''", "\\",
          '\\"', "\\'", "\n", "\r", "\t", " ", "#", "#\n", "{", "}", "(", ")", "[", "]", ";", ",", "^^", "@en-", "%", "%41",
          "SERVICE ", "LOAD ", "RAND", "PREFIX a: <b> ", "FROM <a> ", "FROM NAMED ", "LIMIT 1 ", "VALUES ", "UNION ",
          "SELECT ", "ln:leadAgenci ", "\x00", "\u0300", "𝒳", "&", "=", "+"]  # fmt: skip
_FIELDS = ["Accept", "Accept-Encoding", "If-None-Match", "Authorization", "Cookie", "Range", "X-Forwarded-For"]
_HEADS = ["", "ASK {", "SELECT * ", "SELECT * { ", 'ASK { SERVICE "', "CONSTRUCT { ", f"PREFIX ln: <{LN}> SELECT * {{ ",
          "BASE <http://[x> SELECT * FROM <a> ", "DESCRIBE ", "INSERT "]  # fmt: skip


def generated_shapes(number: int, seed: int = 10) -> Iterator[Shape]:
    """Yield requests of up to a megabyte made of what grammars and parsers care about; the same for the same seed."""
    chance = random.Random(seed)
    for i in range(number):
        size = int(10 ** chance.uniform(3, 6))
        unit = "".join(chance.choices(_UNITS, k=chance.choice((1, 1, 2, 3, 5))))
        text = (
            (chance.choice(_HEADS) + unit * (size // len(unit.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")
        )
        kind = chance.choice(("direct", "form", "url", "page", "search", "value", "header", "path", "validate"))
        name = chance.choice(_FIELDS)
        yield Shape(json.dumps([i, kind, size, unit]), (_generated(kind, text, name),))


def _generated(kind: str, text: str, name: str) -> bytes:
    """Return a request that has a text in one of its places."""
    short = quote(text[:20_000])[:60_000]
    field = "".join(c for c in text[:60_000] if c.isprintable() and ord(c) < 256)
    match kind:
        case "direct":
            return direct(text)
        case "form":
            return form(text[: MEGABYTE // 3])
        case "url":
            return request("GET", f"/sparql?query={short}")
        case "page":
            return request("GET", f"/?query={short}", None, "Accept: text/html")
        case "search":
            return request("GET", f"/search?q={short}")
        case "value":
            return request("GET", f"/q/1.csv?plan={short}")
        case "header":
            return request("GET", "/sparql?query=ASK%7B%7D", None, f"{name}: {field}")
        case "path":
            return request("GET", f"/{short}", None, "Accept: text/html")
        case _:
            return request("POST", "/validate?name=a.txt", text[:50_000].encode())
