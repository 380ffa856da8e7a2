"""SERVICE over https: the connection goes to the address that was looked at, the certificate must be the name's."""

from __future__ import annotations

import asyncio
import http.server
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from loader.errors import EngineError
from query_api.engine import federation
from query_api.engine.federation import Federation

NAME = "endpoint.example"
RESULT = b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "urn:a"}}]}}'
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.asked.append(self.headers["Host"])  # type: ignore[attr-defined]
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(RESULT)))
        self.end_headers()
        self.wfile.write(RESULT)

    def log_message(self, *_: object) -> None: ...


@dataclass
class Tls:
    """A server with a certificate for ``NAME``, and what it saw."""

    port: int
    authority: Path
    names: list[str | None]
    asked: list[str]


def openssl(*arguments: str, cwd: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tls]:
    folder = tmp_path_factory.mktemp("tls")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority",
            "-addext", "keyUsage=critical,keyCertSign", cwd=folder)  # fmt: skip
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", f"/CN={NAME}", cwd=folder)
    (folder / "names").write_text(f"subjectAltName=DNS:{NAME}\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "server.pem", cwd=folder)  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.asked = []  # type: ignore[attr-defined]
    # The handshake is left to the thread of the connection: one that fails must not stop the server.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread.start()
    try:
        yield Tls(server.server_port, folder / "ca.pem", names, server.asked)  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def leads_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the name service, which must not be asked here: every name has been looked at and found good."""

    async def address_of(url: httpx.URL) -> str:
        return "127.0.0.1"

    monkeypatch.setattr(federation, "address_of", address_of)


def fetch(url: str) -> str:
    return asyncio.run(Federation([url]).fetch(url, "SELECT ?s { ?s ?p ?o }", 30))


def test_the_pinned_address_is_asked_under_the_endpoints_name(tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls.authority))
    assert fetch(f"https://{NAME}:{tls.port}/sparql") == "VALUES (?s) { (<urn:a>) }"
    assert tls.names[-1] == NAME
    assert tls.asked[-1] == f"{NAME}:{tls.port}"


def test_a_certificate_of_another_name_is_refused(tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls.authority))
    before = len(tls.asked)
    with pytest.raises(EngineError, match="does not answer"):
        fetch(f"https://other.example:{tls.port}/sparql")
    assert tls.names[-1] == "other.example"  # it was reached, and not believed
    assert len(tls.asked) == before


def test_a_certificate_of_an_unknown_authority_is_refused(tls: Tls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    before = len(tls.asked)
    with pytest.raises(EngineError, match="does not answer"):
        fetch(f"https://{NAME}:{tls.port}/sparql")
    assert len(tls.asked) == before
