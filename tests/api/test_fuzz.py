"""Nothing that can be sent makes the server fail: malformed and hostile requests get a 4xx, never a 5xx of our making."""

from __future__ import annotations

import socket

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATHS = ["/", "/sparql", "/search", "/q/1", "/q/1.csv", "/graph-store", "/dump", "/examples", "/.well-known/void", "/vn/x",
         "/ontology", "/editor", "/schema.json", "/browse", "/admin/reload", "/validate", "/vn/x/text.akn.xml"]  # fmt: skip
NAMES = ["query", "format", "timeout", "page", "q", "graph", "default", "example", "default-graph-uri", "named-graph-uri",
         "plan", "update"]  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["SELECT * { ?s ?p ?o }", "ASK {}", "DESCRIBE <x>", "json", "ttl", "-1", "1e999", "nan", "%00", "../..",
                     "SELECT * FROM <a> FROM <b> { ?s ?p ?o }", "<script>", "a b", "1" * 400, "http://[::1", "SELECT"]),
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"]),
    path=st.one_of(st.sampled_from(PATHS), st.text(max_size=30).map(lambda t: "/" + t)),
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4),
    accept=st.sampled_from(["text/html", "*/*", "text/turtle", "application/json", ";;;q=", "a/b;q=2", "text/csv;q=0"]),
    body=st.one_of(st.none(), st.binary(max_size=80)),
    kind=st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded", "multipart/form-data", "x"]),
)
def test_any_request(http: httpx.Client, method: str, path: str, pairs: list[tuple[str, str]], accept: str,
                     body: bytes | None, kind: str) -> None:  # fmt: skip
    try:
        request = http.build_request(
            method, path, params=pairs, headers={"Accept": accept, "Content-Type": kind}, content=body
        )
    except (httpx.InvalidURL, UnicodeEncodeError, ValueError):
        return
    response = http.send(request)
    assert response.status_code < 500, (request.url, response.text)


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /sparql?query=%FF%FE HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: [bad\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: a b\"<>\r\n\r\n",
        b"GET /.well-known/void HTTP/1.1\r\nHost: \r\n\r\n",
        b"GET /vn/\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query; charset=nonsense\r\nContent-Length: 6\r\n\r\nASK {}",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nIf-None-Match: ,,,\"\r\nAccept-Encoding: gzip;q=x\r\n\r\n",
    ],
)  # fmt: skip
def test_raw_bytes(server: str, http: httpx.Client, raw: bytes) -> None:
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(raw)
        answer = connection.recv(200)
    assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert http.get("/health").status_code == 200
