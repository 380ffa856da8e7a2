"""A worker as the HTTP process sees it: a process of a store, and the connection over which it is asked."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from typing import Protocol, cast

from query_api.engine import wire
from query_api.engine.base import DataSummary, QueryRequest
from query_api.engine.ending import End

_MOST_WAITING = 4 * wire.MAX_CHUNK  # bytes read ahead of whoever reads the answer; behind that the worker waits


class LoadedStore(Protocol):
    """A store that workers read: blocking calls, one at a time.

    Attributes:
        summary: what it holds.
        pid: process id of the process that holds it.
    """

    summary: DataSummary
    pid: int

    def fork(self) -> tuple[int, socket.socket]:
        """Start a worker; return its process id and the socket that reaches it.

        Raises:
            EngineError: the store is gone.
        """
        ...

    def reap(self, pid: int) -> End:
        """End a worker if it still runs; return how it ended."""
        ...

    def close(self) -> None:
        """Let go of the store and, with it, of idle workers."""
        ...


class Worker(asyncio.Protocol):
    """One worker process, asked one query at a time; made by ``connect``.

    It is its own end of the connection: bytes become frames as they come, and a small answer, which comes in one
    piece, is there whole when its reader wakes.
    """

    def __init__(self, pid: int, loaded_store: LoadedStore) -> None:
        self.pid = pid
        self.loaded_store = loaded_store
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._frames: deque[tuple[wire.Frame, bytes]] = deque()
        self._waiting = 0  # bytes in frames not yet read
        self._paused = False
        self._closed = False
        self._reader: asyncio.Future[None] | None = None

    @property
    def alive(self) -> bool:
        """No end of the connection was seen so far."""
        return not self._closed

    def send(self, request: QueryRequest, seconds: float) -> None:
        """Hand a query over, with the seconds it has left."""
        if self._transport is not None:
            self._transport.write(wire.pack_request(request, seconds))

    def ready(self) -> tuple[wire.Frame, bytes] | None:
        """Return the next frame if it is here; None if it must be waited for (``frame``)."""
        if not self._frames:
            return None
        frame = self._frames.popleft()
        self._waiting -= len(frame[1])
        if self._paused and self._waiting < _MOST_WAITING // 2 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return frame

    async def frame(self, seconds: float) -> tuple[wire.Frame, bytes]:
        """Return the next frame.

        Args:
            seconds: how long it may be waited for.

        Raises:
            ConnectionError: the worker has ended.
            TimeoutError: it did not come in time.
        """
        loop = asyncio.get_running_loop()
        timer = loop.call_later(max(seconds, 0.0), self._too_late)  # asyncio.timeout costs more than most answers
        try:
            while (ready := self.ready()) is None:
                if self._closed:
                    raise ConnectionResetError("the worker has ended")
                self._reader = loop.create_future()
                try:
                    await self._reader
                finally:
                    self._reader = None
            return ready
        finally:
            timer.cancel()

    def _too_late(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_exception(TimeoutError())

    def hang_up(self) -> None:
        """Close the connection; an idle worker ends then."""
        self._closed = True
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its base class

    def data_received(self, data: bytes) -> None:
        """Cut what comes into frames."""
        if not self._buffer and len(data) >= wire.HEADER.size:
            kind, length = wire.HEADER.unpack_from(data)
            if len(data) == wire.HEADER.size + length:  # one frame, as most answers are
                self._frames.append((wire.Frame(kind), data[wire.HEADER.size :]))
                self._waiting += length
                self._wake()
                return
        self._buffer += data
        start, size = 0, len(self._buffer)
        while size - start >= wire.HEADER.size:
            kind, length = wire.HEADER.unpack_from(self._buffer, start)
            end = start + wire.HEADER.size + length
            if end > size:
                break
            self._frames.append((wire.Frame(kind), bytes(self._buffer[start + wire.HEADER.size : end])))
            self._waiting += length
            start = end
        if start == 0:
            return
        del self._buffer[:start]
        if self._waiting > _MOST_WAITING and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note that the worker has ended; the connection closes."""
        self._closed = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the connection is gone."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


async def connect(pid: int, loaded_store: LoadedStore, connection: socket.socket) -> Worker:
    """Return the worker at the other end of a connected socket."""
    loop = asyncio.get_running_loop()
    _, worker = await loop.create_unix_connection(lambda: Worker(pid, loaded_store), sock=connection)
    return worker
