"""What every response gets: security headers, CORS, compression, a count; plain ASGI, so that streams stay streams."""

from __future__ import annotations

import asyncio
import re
import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from query_api.shared.codings import SMALLEST, gzip, is_compressible, wants_gzip
from query_api.shared.metrics import Metrics

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of pages; a page that needs more sets its own."""
_EXPOSED = (
    "Content-Disposition, ETag, Link, Query-Id, Query-Hint, Query-Hint-Vi, Row-Limit, Row-Limit-Reached, Server-Timing, "
    "Retry-After"
)
_ALWAYS = [
    (name.lower().encode(), value.encode())
    for name, value in {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": _EXPOSED,
        "Content-Security-Policy": POLICY,
        **_SECURITY,
    }.items()
]
"""Headers of every response, as they are sent, unless it has its own."""
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_MOST_NAMES = 100
_SLICE = 256 << 10  # bytes of a response compressed at once: others have their turn between


class CommonHeaders:
    """Adds security and CORS headers, counts responses.

    CORS is open to all origins and never allows credentials: there is nothing here that a cookie would open.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and headers into the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requests[message["status"]] += 1
                headers = list(message["headers"])
                present = {name for name, _ in headers}
                headers += [pair for pair in _ALWAYS if pair[0] not in present]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Preflight:
    """Answers what browsers and others ask about a request before they make it (OPTIONS)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass another request on."""
        if scope["type"] != "http" or scope["method"] != "OPTIONS":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("access-control-request-headers")
        out = {
            "Allow": "GET, HEAD, POST, QUERY, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS",
            "Access-Control-Allow-Headers": allowed_headers(asked),
            "Access-Control-Max-Age": "86400",
            "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        }
        raw = [(k.lower().encode(), v.encode()) for k, v in out.items()]
        await send({"type": "http.response.start", "status": 204, "headers": raw})
        await send({"type": "http.response.body", "body": b""})


def allowed_headers(asked: str | None) -> str:
    """Return the value of ``Access-Control-Allow-Headers`` for what a preflight request asks for.

    Any header may be sent: nothing here depends on what a browser would have to guard. Those asked for are named one
    by one, for "*" does not cover ``Authorization``, and older browsers do not know it. Only names as RFC 9110 §5.1
    has them are repeated, so that nothing else can get into the response.
    """
    names = [name.strip() for name in (asked or "").split(",")]
    sound = [name for name in dict.fromkeys(names) if _FIELD_NAME.fullmatch(name)][:_MOST_NAMES]
    return ", ".join([*sound, *(["Authorization"] if "authorization" not in map(str.lower, sound) else []), "*"])


class Compression:
    """Compresses responses with gzip for clients that accept it, chunk by chunk."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress what comes back."""
        if scope["type"] != "http" or not wants_gzip(scope["headers"]):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Compressor(send, head=scope["method"] == "HEAD"))


class _Compressor:
    """Holds the start of a response back until its first body bytes tell whether compression is worth it."""

    def __init__(self, send: Send, *, head: bool) -> None:
        self._send = send
        self._start: Message | None = None
        self._gzip: zlib._Compress | None = None
        self._head = head

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        if self._start is not None:
            await self._begin(self._start, body, more)
            self._start = None
        if self._gzip is not None:
            whole, at = memoryview(body), 0
            while len(body) - at > _SLICE:
                piece = self._gzip.compress(whole[at : at + _SLICE])
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
                await asyncio.sleep(0)
                at += _SLICE
            body = self._gzip.compress(whole[at:])
            # Each chunk is passed on at once: a client that reads rows as they come must not wait for the last.
            body += self._gzip.flush(zlib.Z_SYNC_FLUSH if more else zlib.Z_FINISH)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def _begin(self, start: Message, body: bytes, more: bool) -> None:
        headers = MutableHeaders(scope=start)
        fit = is_compressible(headers.get("content-type", "")) and "content-encoding" not in headers
        if fit and not self._head and start["status"] == 200 and (more or len(body) >= SMALLEST):
            self._gzip = gzip()
            headers["Content-Encoding"] = "gzip"
            if "content-length" in headers:
                del headers["content-length"]
        if fit and "accept-encoding" not in headers.get("vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        await self._send(start)
