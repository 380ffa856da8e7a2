"""SERVICE: refused by default; asked of an endpoint that is on the list to the letter, and of nothing else."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from api_sample import LN, running
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import EngineError
from loader.sparql_tokens import scan
from query_api.engine.federation import address_of, values_of
from query_api.protocol.federation import blocks
from query_api.settings import Settings

ROWS = b"""{"head": {"vars": ["s", "n"]}, "results": {"bindings": [
 {"s": {"type": "uri", "value": "urn:a"}, "n": {"type": "literal", "value": "g\\u1ed1m \\"x\\" } {", "xml:lang": "vi"}},
 {"s": {"type": "uri", "value": "urn:b"}}]}}"""
BLANK = b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "bnode", "value": "b"}}]}}'


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """An endpoint that misbehaves by its path, and remembers what it was asked."""

    asked: list[str] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path == "/away":
            self.send_response(307)
            self.send_header("Location", "/rows")
            self.end_headers()
            return
        body = {"/rows": ROWS, "/blank": BLANK, "/large": b" " * (9 << 20), "/junk": b"<html>"}[self.path]
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def elsewhere() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def remote() -> Iterator[str]:
    with elsewhere() as url:
        yield url


@pytest.fixture(scope="module")
def ours(data: Path, server: str, remote: str) -> Iterator[str]:
    paths = ("/rows", "/blank", "/large", "/junk", "/away")
    allowed = frozenset({f"{server}/sparql", "http://localhost:9/sparql", *(remote + p for p in paths)})
    with running(Settings(paths=(data,), services=allowed)) as url:
        yield url


def ask(url: str, query: str) -> httpx.Response:
    return httpx.post(f"{url}/sparql", data={"query": query}, headers={"Accept": "text/csv"}, timeout=30)


def test_rows_of_another_server_join_ours(ours: str, server: str) -> None:
    query = f"""PREFIX ln: <{LN}> # a comment with SERVICE <http://x/> {{ }}
        SELECT ?plan ?date {{ ?plan a ln:Plan . SERVICE <{server}/sparql> {{ ?plan ln:dateIssued ?date }} }}"""
    response = ask(ours, query)
    assert response.text.split("\r\n")[1:] == [
        "https://w3id.org/langnghe/vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach,2023-01-31",
        "",
    ]
    assert response.headers["cache-control"] == "no-store"  # what the other server says may change


def test_values_come_through_as_they_are_and_missing_ones_join_anything(ours: str, remote: str) -> None:
    response = ask(ours, f"SELECT ?s ?n {{ SERVICE <{remote}/rows> {{ ?s ?p ?n }} VALUES ?n {{ 'own' }} }}")
    assert response.text == "s,n\r\nurn:b,own\r\n"
    response = ask(ours, f"SELECT ?n {{ SERVICE <{remote}/rows> {{ ?s ?p ?n }} FILTER(lang(?n) = 'vi') }}")
    assert response.text == 'n\r\n"gốm ""x"" } {"\r\n'


def test_what_is_not_on_the_list_to_the_letter_is_refused_and_not_asked(ours: str, remote: str) -> None:
    Elsewhere.asked.clear()
    for endpoint in (f"{remote}/rows/", f"{remote}/rows?x", remote, "http://169.254.169.254/latest"):
        assert ask(ours, f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}").status_code == 403
    assert ask(ours, "SELECT * { ?g a ?t SERVICE ?g { ?s ?p ?o } }").status_code == 403
    assert Elsewhere.asked == []


@pytest.mark.parametrize("path", ["/blank", "/large", "/junk", "/away"])
def test_an_endpoint_that_misbehaves_fails_the_query_unless_it_is_silent(ours: str, remote: str, path: str) -> None:
    assert ask(ours, f"SELECT * {{ SERVICE <{remote}{path}> {{ ?s ?p ?o }} }}").status_code == 503
    silent = ask(ours, f"SELECT ?x {{ VALUES ?x {{ 1 }} SERVICE SILENT <{remote}{path}> {{ ?s ?p ?o }} }}")
    assert silent.text == "x\r\n1\r\n"


def test_a_redirect_is_not_followed(ours: str, remote: str) -> None:
    Elsewhere.asked.clear()
    ask(ours, f"SELECT * {{ SERVICE <{remote}/away> {{ ?s ?p ?o }} }}")
    assert len(Elsewhere.asked) == 1


def test_a_name_that_leads_to_an_inner_address_is_refused_even_if_listed(ours: str) -> None:
    response = ask(ours, "SELECT * { SERVICE <http://localhost:9/sparql> { ?s ?p ?o } }")
    assert response.status_code == 503
    assert "not public" in response.json()["detail"]
    with pytest.raises(EngineError):
        asyncio.run(address_of(httpx.URL("http://localhost/")))


def test_without_a_list_every_service_is_refused(server: str, remote: str) -> None:
    assert ask(server, f"SELECT * {{ SERVICE <{remote}/rows> {{ ?s ?p ?o }} }}").status_code == 403


@given(st.text(alphabet="{}<>'\"#\\ \nabSERVICE:?.x", max_size=60))
def test_a_block_ends_where_its_brace_is_closed_whatever_stands_in_strings(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    query = f'SELECT * {{ SERVICE <http://e/> {{ ?s ?p "{quoted}" . {{ }} # }}\n }} ?a ?b ?c }}'
    (block,) = blocks(scan(query))
    assert query[block.end :] == " ?a ?b ?c }"
    assert block.pattern.startswith("{ ?s ?p")


@given(st.text(min_size=1))
def test_any_literal_survives_as_a_value(value: str) -> None:
    import json

    import pyoxigraph as ox

    body = {"head": {"vars": ["v"]}, "results": {"bindings": [{"v": {"type": "literal", "value": value}}]}}
    try:
        block = values_of(json.dumps(body).encode(), "http://e/")
    except (EngineError, UnicodeEncodeError):
        return
    (solution,) = ox.Store().query(f"SELECT ?v {{ {block} }}")
    assert solution["v"].value == value


def test_the_service_description_says_whether_service_may_be_used(ours: str, server: str) -> None:
    headers = {"Accept": "text/turtle"}
    assert "sd:BasicFederatedQuery" in httpx.get(f"{ours}/sparql", headers=headers, timeout=60).text
    plain = httpx.get(f"{server}/sparql", headers=headers, timeout=60).text
    assert "sd:BasicFederatedQuery" not in plain
    assert "sd:extensionFunction lnf:fold" in plain
