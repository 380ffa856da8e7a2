"""The remote engine, against real SPARQL servers on the loopback interface, and against servers that misbehave."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import uvicorn
from click.testing import CliRunner

from loader.errors import EngineError, QueryError, QueryTimeout
from query_api.app import create_app
from query_api.commands.push import push
from query_api.engine.base import QueryRequest, read_all
from query_api.engine.formats import CSV, JSON, N_TRIPLES, TSV, XML, ResultFormat
from query_api.engine.remote import RemoteEngine
from query_api.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


def ask(url: str, text: str, wanted: ResultFormat = CSV, deadline: float = 60.0, **more: object) -> bytes:
    async def run() -> bytes:
        engine = RemoteEngine(url)
        try:
            return await read_all(await engine.query(QueryRequest(text, wanted, N_TRIPLES, deadline, **more)))  # type: ignore[arg-type]
        finally:
            await engine.stop()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def own(data: Path) -> Iterator[str]:
    """Our own endpoint."""
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(paths=(data,))), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/sparql"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def oxigraph(data: Path) -> Iterator[str]:
    """Oxigraph's own server, filled by ``langnghe push``."""
    if OXIGRAPH is None:
        pytest.skip("Oxigraph's server is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            try:
                httpx.get(url, timeout=60)
                break
            except httpx.HTTPError:
                process.poll()
        result = CliRunner().invoke(push, [f"{url}/store", str(data), "--merged"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        yield f"{url}/query"
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize("wanted", [CSV, TSV, JSON, XML])
def test_our_own_endpoint_as_remote_engine(own: str, wanted: ResultFormat) -> None:
    assert b"3" in ask(own, COUNT, wanted)
    assert b"urn:x#c" in ask(own, "CONSTRUCT WHERE { ?s <urn:x#p> ?o }", wanted)


def test_data_set_of_the_request_is_passed_on(own: str) -> None:
    chosen = {"default_graphs": ("urn:g",), "explicit_dataset": True}
    assert ask(own, COUNT, **chosen).split() == [b"n", b"1"]


def test_oxigraph_server_after_push(oxigraph: str) -> None:
    assert ask(oxigraph, COUNT).split() == [b"n", b"3"]
    assert ask(oxigraph, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").split() == [b"n", b"4"]
    assert b"urn:x#c" in ask(oxigraph, "CONSTRUCT WHERE { ?s <urn:x#p> ?o }")


def test_the_whole_server_over_a_remote_endpoint(own: str) -> None:
    from starlette.testclient import TestClient

    with TestClient(create_app(Settings(endpoint=own))) as client:
        assert client.get("/sparql", params={"query": COUNT, "format": "csv"}).text.split() == ["n", "3"]
        assert client.get("/sparql", params={"query": "SELECT"}).status_code == 400
        assert client.get("/ready").status_code == 200


def test_malformed_query_and_missing_server(own: str) -> None:
    with pytest.raises(QueryError):
        ask(own, "SELECT")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(EngineError, match="does not answer"):
            ask(f"http://127.0.0.1:{nobody.getsockname()[1]}/sparql", COUNT)


@contextmanager
def misbehaving(media_type: str, body: bytes, *, length: int | None = None, status: int = 200) -> Iterator[str]:
    """A server that answers every query with this."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
            if length is not None:
                gate.wait(30)

        def log_message(self, *_: object) -> None:
            pass

    gate = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        gate.set()
        server.shutdown()
        server.server_close()


def test_an_error_text_behind_a_result_is_noticed() -> None:
    body = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}The query was cancelled'
    with misbehaving("application/sparql-results+json", body) as url, pytest.raises(EngineError, match="its end"):
        ask(url, COUNT, JSON)


def test_an_answer_that_stalls_ends_at_the_deadline() -> None:
    # Without a deadline of ours the server would wait for long, then end the answer short: another error.
    with misbehaving("text/csv", b"n\r\n", length=100) as url, pytest.raises(QueryTimeout):
        ask(url, COUNT, CSV, 0.4)


def test_another_format_than_asked_for_is_converted() -> None:
    body = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"one"}}]}}'
    with misbehaving("application/sparql-results+json", body) as url:
        assert ask(url, COUNT, CSV).split() == [b"n", b"one"]


def test_tables_of_an_endpoint_that_writes_them_otherwise_are_made_here() -> None:
    """As Virtuoso writes TSV: names in quotes, without question marks; and JSON: nodes with names that are none."""
    body = (
        b'{"head":{"vars":["s","t"]},"results":{"bindings":[{"s":{"type":"typed-literal","value":"1","datatype":"urn:d"},'
        b'"t":{ "type": "bnode", "value": "nodeID://b10006" }}]}}'
    )
    forms = {"text/tab-separated-values": b'"s"\n1\n', "application/sparql-results+json": body}

    def answer(request: httpx.Request) -> httpx.Response:
        media_type = request.headers["Accept"].partition(",")[0]
        if b"GRAPH" in request.content:
            return httpx.Response(200, json={"head": {"vars": ["g"]}, "results": {"bindings": []}})
        return httpx.Response(200, content=forms[media_type], headers={"Content-Type": media_type})

    async def run() -> bytes:
        engine = RemoteEngine("http://127.0.0.1/sparql")
        engine._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
        await engine.start()
        return await read_all(await engine.query(QueryRequest(COUNT, TSV, N_TRIPLES, 5.0)))

    assert asyncio.run(run()).split() == [b"?s", b"?t", b'"1"^^<urn:d>', b"_:b10006"]


@pytest.mark.parametrize(("media_type", "status"), [("text/html", 200), ("text/plain", 500), ("text/plain", 302)])
def test_what_is_no_answer_is_an_error(media_type: str, status: int) -> None:
    with misbehaving(media_type, b"<html>", status=status) as url, pytest.raises(EngineError):
        ask(url, COUNT, TSV)
