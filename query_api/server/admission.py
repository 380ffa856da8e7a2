"""What every request goes through first: is it well formed, from whom does it come, what does its body look like.

Plain ASGI, for it stands in front of everything; what it refuses is reported like any other problem.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from ipaddress import ip_address, ip_network
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loader.errors import ConfigurationError
from query_api.problems import RequestError
from query_api.served.site import FORWARDED_HOST, Site
from query_api.server.reporting import report
from query_api.settings import KIBIBYTE

_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_CODINGS = frozenset({b"gzip", b"x-gzip", b"deflate"})
_MOST_PARAMETERS = 1000
_LONGEST_RANGE = 200  # bytes of a Range header; of a longer one the whole is sent, which is allowed
_LONGEST_PATH = 8 * KIBIBYTE  # bytes as sent; no IRI of ours comes near
_PIECE = 64 * KIBIBYTE
_MOST_MEMBERS = 16  # of one gzip body


class TrustedProxies:
    """The proxies whose word is taken for what they were asked."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        """Read addresses and networks.

        Raises:
            ConfigurationError: an entry is neither.
        """
        try:
            self._networks = tuple(ip_network(entry, strict=False) for entry in entries)
        except ValueError as error:
            raise ConfigurationError(
                f"no address or network: {error}", advice="as in 127.0.0.1 or 10.0.0.0/8"
            ) from None

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def apply(self, scope: Scope) -> None:
        """Put client, scheme and host into a request's scope as its proxy states them, if that is trusted."""
        if not scope["client"] or scope["client"][0] not in self:
            return
        said = {name: value.decode("latin-1").strip() for name, value in scope["headers"]}
        # Each proxy adds the address that it was asked from: the last that is no proxy of ours is the client.
        for stated in reversed(said.get(b"x-forwarded-for", "").split(",")[-_MOST_MEMBERS:]):
            host = _without_port(stated.strip())
            try:
                ip_address(host)
            except ValueError:
                break
            scope["client"] = (host, 0)
            if host not in self:
                break
        if said.get(b"x-forwarded-proto") in ("http", "https"):
            scope["scheme"] = said[b"x-forwarded-proto"]
        host = said.get(b"x-forwarded-host") or said.get(b"host", "")
        if host and _HOST.fullmatch(host.encode("latin-1")):
            scope[FORWARDED_HOST] = host


class Admission:
    """Refuses what is malformed, takes the prefix off paths, unpacks bodies."""

    def __init__(self, app: ASGIApp, site: Site, proxies: TrustedProxies) -> None:
        self._app = app
        self._prefix = site.prefix
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            coding = self._check(scope)
        except RequestError as error:
            await (await report(Request(scope, receive), error))(scope, receive, send)
            return
        await self._app(scope, _Unpacked(receive) if coding else receive, send)

    def _check(self, scope: Scope) -> bytes:
        """Check a request's head, and bring its path into our own form.

        Returns:
            How its body is compressed; empty if it is not.

        Raises:
            RequestError: it is malformed, or its body compressed in a way unknown here.
        """
        hosts, coding, ranges = 0, b"", 0
        for name, value in scope["headers"]:
            if name == b"host":
                hosts += 1
                if not _HOST.fullmatch(value):
                    raise RequestError(
                        "bad-request", "the Host header is malformed", message_vi="tiêu đề Host không hợp lệ"
                    )
            elif name == b"content-encoding":
                coding = value.strip().lower()
            elif name == b"transfer-encoding" and value.strip().lower() != b"chunked":
                raise RequestError(
                    "not-implemented", "the body comes in an unknown way", advice="compress it by Content-Encoding"
                )
            elif name == b"range":
                ranges = len(value)
        if hosts > 1 or (hosts == 0 and scope["http_version"] not in ("1.0", "0.9")):
            raise RequestError("bad-request", f"there are {hosts} Host headers" if hosts else "there is no Host header")
        if coding and coding != b"identity" and coding not in _CODINGS:
            raise RequestError("unsupported-media-type", "the body is compressed in an unknown way", advice="use gzip")
        if ranges > _LONGEST_RANGE:
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"range"]
        if scope["query_string"].count(b"&") >= _MOST_PARAMETERS:
            raise RequestError(
                "bad-request",
                f"there are more than {_MOST_PARAMETERS} parameters",
                message_vi=f"có quá {_MOST_PARAMETERS} tham số",
            )
        if len(scope["raw_path"]) > _LONGEST_PATH:
            raise RequestError("not-found", "there is no such page", message_vi="không có trang này")
        if b"%" in scope["raw_path"]:
            try:
                unquote_to_bytes(scope["raw_path"]).decode("utf-8")
            except UnicodeDecodeError:
                raise RequestError(
                    "bad-request", "the path is not UTF-8", message_vi="đường dẫn không phải UTF-8"
                ) from None
        if self._prefix and f"{scope['path']}/".startswith(f"{self._prefix}/"):
            scope["path"] = scope["path"][len(self._prefix) :] or "/"
            if scope["raw_path"].startswith(self._prefix.encode()):
                scope["raw_path"] = scope["raw_path"][len(self._prefix) :] or b"/"
        if self._proxies:
            self._proxies.apply(scope)
        return b"" if coding == b"identity" else coding


class _Unpacked:
    """The body of a request, unpacked piece by piece: no more is unpacked than somebody reads."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._unpacker = _unpacker()
        self._members = 1
        self._packed = b""
        self._more = True

    async def __call__(self) -> Message:
        """Return the next message.

        Raises:
            RequestError: the body is not what it is said to be.
        """
        while True:
            if not self._packed and self._more:
                message = await self._receive()
                if message["type"] != "http.request":
                    return message
                self._packed, self._more = message.get("body", b""), message.get("more_body", False)
            else:
                await asyncio.sleep(0)  # others have their turn
            piece = self._unpack()
            ended = not self._packed and not self._more
            if ended and not self._unpacker.eof:
                raise RequestError("bad-request", "the compressed body breaks off")
            if piece or ended:
                return {"type": "http.request", "body": piece, "more_body": not ended}

    def _unpack(self) -> bytes:
        if self._unpacker.eof and self._packed:
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise RequestError("bad-request", "the compressed body has too many parts")
            self._unpacker = _unpacker()
        try:
            piece = self._unpacker.decompress(self._packed, _PIECE)
        except zlib.error:
            raise RequestError("bad-request", "the body is not compressed as it is said to be") from None
        self._packed = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        return piece


def _unpacker() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, as its first bytes say


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.rpartition(":")[0] if address.count(":") == 1 else address
