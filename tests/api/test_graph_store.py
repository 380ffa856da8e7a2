"""Graphs of servers that ask for credentials in one way or the other, and that keep numbers as values."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pyoxigraph as ox
import pytest

from loader.errors import EngineError
from query_api.commands.graph_store import GraphStore
from query_api.commands.same_values import same_statements

USER, PASSWORD = "dba", "bí mật"
NONCE = "ff70ba8bc00d414b5f890cdb638097cb"
DIGEST = f'Digest realm="SPARQL", nonce="{NONCE}", qop="auth", algorithm="MD5"'
BASIC = "Basic ZGJhOmLDrSBt4bqtdA=="  # the user and the password, in UTF-8 and base 64
TRIPLE = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"))


def digested(text: str) -> str:
    return md5(text.encode()).hexdigest()


def is_right(method: str, shown: str) -> bool:
    """Whether credentials are right, by the server's own reckoning (RFC 7616, section 3.4.1)."""
    if not shown.startswith("Digest "):
        return shown == BASIC
    told = {name: one or other for name, one, other in re.findall(r'(\w+)=(?:"([^"]*)"|([^", ]+))', shown)}
    secret, asked = digested(f"{USER}:SPARQL:{PASSWORD}"), digested(f"{method}:{told['uri']}")
    return told["response"] == digested(f"{secret}:{NONCE}:{told['nc']}:{told['cnonce']}:auth:{asked}")


@contextmanager
def guarded(challenge: str) -> Iterator[tuple[str, list[int]]]:
    """A graph store that wants credentials; yield its address and the statuses that it answers with."""
    answered: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            shown = self.headers.get("Authorization", "")
            # Like Virtuoso: another scheme than the one wanted is refused without a challenge.
            right = is_right(self.command, shown) and shown.split()[0] == challenge.split()[0]
            answered.append(200 if right else 401)
            self.send_response(answered[-1])
            if not shown:
                self.send_header("WWW-Authenticate", challenge)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_DELETE = do_PUT  # noqa: N815 - the name that the server looks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/store", answered
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("challenge", [DIGEST, 'Basic realm="SPARQL"'])
def test_credentials_are_shown_as_the_server_asks_for_them(challenge: str) -> None:
    with guarded(challenge) as (url, answered), GraphStore(url, auth=(USER, PASSWORD)) as store:
        store.put("urn:g", [TRIPLE])
        store.put("urn:h", [TRIPLE])
        store.delete("urn:g")
    assert answered == [401, 200, 200, 200]


@pytest.mark.parametrize("auth", [None, (USER, "wrong")])
def test_who_may_not_write_is_told_how_to_say_who_it_is(auth: tuple[str, str] | None) -> None:
    with (
        guarded(DIGEST) as (url, _),
        GraphStore(url, auth=auth) as store,
        pytest.raises(EngineError, match=r"401.*LANGNGHE_PUSH_USER"),
    ):
        store.put("urn:g", [TRIPLE])


def said(*values: tuple[str, str]) -> set[ox.Triple]:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    literals = (ox.Literal(text, datatype=ox.NamedNode(xsd + kind)) for text, kind in values)
    return {ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal) for literal in literals}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("decimal", "1", "1.0"),
        ("decimal", "-0.50", "-.5"),
        ("decimal", "0", "-0.0"),
        ("integer", "+07", "7"),
        ("boolean", "1", "true"),
        ("double", "1e3", "1000"),
        ("double", "INF", "INF"),
    ],
)
def test_numbers_are_the_same_however_they_are_written(kind: str, one: str, other: str) -> None:
    assert same_statements(said((one, kind)), said((other, kind)))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [("decimal", "1", "1.01"), ("string", "1", "1.0"), ("decimal", "một", "hai"), ("double", "INF", "-INF")],
)
def test_other_values_are_other_statements(kind: str, one: str, other: str) -> None:
    assert not same_statements(said((one, kind)), said((other, kind)))


def test_the_same_number_of_another_type_is_another_statement() -> None:
    assert not same_statements(said(("1", "decimal")), said(("1", "integer")))


@pytest.mark.parametrize(("failures", "held"), [(1, True), (9, False)])
def test_what_a_server_fails_at_for_a_moment_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, failures: int, held: bool
) -> None:
    monkeypatch.setattr("query_api.commands.graph_store._PAUSES", (0.0, 0.0))
    statuses = iter([500] * failures + [204])
    store = GraphStore("http://127.0.0.1/store")
    store._client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(next(statuses))))
    if held:
        store.put("urn:g", [TRIPLE])
    else:
        with pytest.raises(EngineError, match="500"):
            store.put("urn:g", [TRIPLE])
    assert sum(status == 500 for status in statuses) == max(failures - 3, 0)
