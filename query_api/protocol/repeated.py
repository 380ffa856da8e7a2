"""Requests that were made before, word for word: answered before anything in them is read.

Data do not change within a version, so the response to a request of the protocol depends on nothing but the bytes that
``request_key`` names. What the handler found for them (``learn``) is sent again to whoever sends them again; all that
stands in front of the handler has passed each such request as well: admission, limits of connections, counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from query_api.shared.caching import Fields, Kept, Key, Known, is_fresh
from query_api.shared.codings import SMALLEST, gzipped, is_compressible, wants_gzip
from query_api.shared.services import Services, client_of, services_of

_KEY = "langnghe.request"
_LONGEST = 16_384  # bytes of a body that is looked up: it comes in one piece
_PACKED = 65_536  # bytes of a body up to which it is kept compressed, too; a longer one would hold up other requests
_TOLD = frozenset({b"accept", b"content-type"})
"""All header fields that the answer to a query depends on, beside those that are looked at for each request."""
_OF_ONE = b"query-id"
_NOT_MODIFIED = frozenset({b"vary", b"etag", b"cache-control", b"content-disposition"})


class Repeated:
    """Answers the requests of a route that were answered before; plain ASGI around what answers the others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        started = time.perf_counter()
        body = b""
        if scope["method"] not in ("GET", "HEAD"):
            if not _is_short(scope["headers"]):
                await self._app(scope, receive, send)
                return
            message = await receive()
            receive = _again(message, receive)
            if message["type"] != "http.request" or message.get("more_body", False):
                await self._app(scope, receive, send)
                return
            body = message["body"]
        services: Services = scope["app"].state.services
        key = scope[_KEY] = request_key(scope, body)
        known = services.known.get(key, services.engine.summary.version)
        if known is None:
            await self._app(scope, receive, send)
            return
        outcome, status, body, headers = "not-modified", 304, b"", known.not_modified
        if not is_fresh(_if_none_match(scope["headers"]), known.tag):
            kept = services.cache.get(known.tag)
            if kept is None:  # others have taken its place
                await self._app(scope, receive, send)
                return
            outcome, status, body, headers = "cached", 200, kept.body, known.headers
            small = SMALLEST <= len(body) <= _PACKED
            if small and scope["method"] != "HEAD" and wants_gzip(scope["headers"]):
                body, headers = _compressed(services, known, kept)
        query_id = token_hex(6)
        services.note_query(query_id, client_of(scope), outcome, time.perf_counter() - started, known.text)
        named = (_OF_ONE, query_id.encode())
        await send({"type": "http.response.start", "status": status, "headers": [*headers, named]})
        await send({"type": "http.response.body", "body": body})


def request_key(scope: Scope, body: bytes) -> Key:
    """Return all of a request that the answer to a query depends on, beside the version of the data.

    Args:
        scope: the request.
        body: its body, unpacked.
    """
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    told = [part for field in scope["headers"] if field[0] in _TOLD for part in field]
    return (method, scope["path"], scope["query_string"], body, *told)


def learn(request: Request, version: str, tag: str, text: str, response: Response) -> None:
    """Have a response sent again for the same request, as long as its body is kept (``ResultCache``).

    Args:
        request: what was asked. Only what ``Repeated`` has passed on can be known again.
        version: the version of the data that the response is made from.
        tag: its ETag, under which the body is kept.
        text: the query.
        response: the response; it depends on the request's key and the version alone.
    """
    key: Key | None = request.scope.get(_KEY)
    if key is None:
        return
    headers = [field for field in response.raw_headers if field[0] != _OF_ONE]
    not_modified = [field for field in headers if field[0] in _NOT_MODIFIED]
    services_of(request).known.put(key, Known(version, tag, text, tuple(headers), tuple(not_modified)))


def _compressed(services: Services, known: Known, kept: Kept) -> tuple[bytes, Fields]:
    """Return a body and its header fields as they are sent to whoever accepts gzip; kept, too, for many do."""
    if not is_compressible(kept.content_type):
        return kept.body, known.headers
    tag = f"{known.tag} gzip"
    packed = services.cache.get(tag)
    if packed is None:
        packed = Kept(kept.content_type, gzipped(kept.body))
        services.cache.put(tag, packed)
    told = [field for field in known.headers if field[0] != b"content-length"]
    length = (b"content-length", str(len(packed.body)).encode())
    return packed.body, (*told, (b"content-encoding", b"gzip"), length)


def _is_short(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Say whether a body is known to be short, and comes as it is: what else comes is read by whom it is meant for."""
    length = 0
    for name, value in headers:
        if name == b"content-length":
            length = int(value) if value.isdigit() and len(value) < 6 else 0
        elif name in (b"content-encoding", b"transfer-encoding", b"expect"):
            return False
    return 0 < length <= _LONGEST


def _if_none_match(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    return next((value.decode("latin-1") for name, value in headers if name == b"if-none-match"), None)


def _again(message: Message, receive: Receive) -> Receive:
    """Return what receives a message that came already, then those that come."""
    waiting = [message]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
