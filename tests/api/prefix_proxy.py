"""A small reverse proxy that serves another server under a prefix."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class PrefixProxy(ThreadingHTTPServer):
    """Passes requests under a prefix on.

    Attributes:
        target: address of the server behind it.
        url: its own address, without the prefix.
    """

    daemon_threads = True
    target = ""

    def __init__(self, prefix: str, *, keep: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.prefix = prefix
        self.keep = keep
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: PrefixProxy

    def do_GET(self) -> None:
        prefix = self.server.prefix
        if not f"{self.path}/".startswith(f"{prefix}/"):
            self.send_error(404)
            return
        path = self.path if self.server.keep else self.path[len(prefix) :] or "/"
        target = urlsplit(self.server.target)
        connection = HTTPConnection(target.hostname or "", target.port, timeout=300)
        connection.request("GET", path, headers={"Host": "inner.example", "Accept": self.headers.get("Accept", "*/*")})
        answer = connection.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def proxied(prefix: str, *, keep: bool) -> Iterator[PrefixProxy]:
    """Run a proxy; ``keep`` passes the prefix on."""
    proxy = PrefixProxy(prefix, keep=keep)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
