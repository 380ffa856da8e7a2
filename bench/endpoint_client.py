"""A lean HTTP client for measurements: what it costs itself is small and the same for every server."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote_plus, urlsplit

JSON = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, with the seconds from the last byte sent to the first and to the last byte of its body."""

    status: int
    headers: dict[str, str]
    body: bytes
    first: float
    last: float


class RefusedError(Exception):
    """A server answered with another status than 200 or 304: what it took is no measurement of the question."""


class Client:
    """One connection, kept open; questions go as form POST, one after another."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port, self._path = parts.hostname or "", parts.port or 80, parts.path
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
            self._reader = self._writer = None

    async def ask(self, text: str, accept: str = JSON, tag: str | None = None) -> Reply:
        """Send a question and read the whole answer.

        Raises:
            RefusedError: it is no answer.
        """
        body = b"query=" + quote_plus(text).encode()
        more = f"If-None-Match: {tag}\r\n" if tag else ""
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAccept: {accept}\r\n{more}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return await self._exchange(head.encode() + body)

    async def get(self, path: str, accept: str = "*/*", tag: str | None = None) -> Reply:
        """Read a path.

        Raises:
            RefusedError: it is not given out.
        """
        more = f"If-None-Match: {tag}\r\n" if tag else ""
        head = f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAccept: {accept}\r\n{more}\r\n"
        return await self._exchange(head.encode())

    async def _exchange(self, request: bytes) -> Reply:
        if self._writer is None or self._reader is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=1 << 20)
        reader = self._reader
        started = time.perf_counter()
        self._writer.write(request)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        first, body = await _body(reader, status, headers)
        reply = Reply(status, headers, body, first - started, time.perf_counter() - started)
        if headers.get("connection", "").lower() == "close":
            await self.close()
        if status not in (200, 304):
            raise RefusedError(f"{status}: {body[:200]!r}")
        return reply


async def _body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> tuple[float, bytes]:
    """Return the moment of the first byte, and the body."""
    if status == 304:
        return time.perf_counter(), b""
    if "content-length" in headers:
        size = int(headers["content-length"])
        start = await reader.read(min(size, 65536)) if size else b""
        first = time.perf_counter()
        return first, start + await reader.readexactly(size - len(start))
    body = bytearray()
    first = 0.0
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        first = first or time.perf_counter()
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return first or time.perf_counter(), bytes(body)
