"""What one connection may take: size and time of a request's head and body, idle time, and how many there may be.

The server parses HTTP with llhttp (httptools), which is fast and keeps to the letter of RFC 9112, but neither it nor
uvicorn around it counts bytes or seconds before a request is whole. This protocol does, and nothing else.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from query_api.problems import Problem, problem_response
from query_api.server.plain_http import PlainHttpProtocol
from query_api.settings import Settings

OPEN_TO_ALL = frozenset({"/health", "/ready", "/metrics"})
"""Paths answered even when there are as many connections as there may be."""
_RESERVE = 16  # connections beyond the limit, for OPEN_TO_ALL and for saying 503
_DESCRIPTORS = Path("/proc/self/fd")
_PER_WORKER = 2  # descriptors: a worker's connection, and its successor's while it ends
_OTHERS = 24  # descriptors for files being read, checks, logs
_SLICE = 16_384  # bytes parsed at once: so many small requests in one piece must not hold the loop
_MOST_PIPELINED = 32  # requests waiting behind one on their connection before no more are parsed
_MOST_DROPPED = 32 << 20  # bytes of a body that nobody reads any more
_LINGER = 2.0  # seconds that a refused client's bytes are still taken: a reset would take our answer from it


@dataclass(frozen=True, slots=True)
class Limits:
    """What connections may take.

    Attributes:
        url: bytes of a request's target.
        head: bytes of a request's header fields.
        fields: number of header fields.
        head_seconds: from a connection's or a request's first byte to the end of its head.
        body_seconds: from there to the end of its body.
        stall_seconds: that a client may leave what it is sent unread.
        connections: how many there may be at the same time.
    """

    url: int
    head: int
    fields: int
    head_seconds: float
    body_seconds: float
    stall_seconds: float
    connections: int


def limits_of(settings: Settings) -> Limits:
    """Return the limits that settings and system allow; ask for them once the server's own files are open."""
    return Limits(
        settings.longest_url,
        settings.longest_header,
        settings.most_header_fields,
        settings.header_seconds,
        settings.body_seconds,
        settings.stall_seconds,
        min(settings.connections, _affordable(settings)),
    )


def _affordable(settings: Settings) -> int:
    """Return the connections that the process's descriptors leave room for."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY:
        return settings.connections
    taken = len(list(_DESCRIPTORS.iterdir())) if _DESCRIPTORS.is_dir() else 32
    return max(soft - taken - _PER_WORKER * settings.workers - _OTHERS - _RESERVE, 4)


class _Part(Enum):
    """What part of a request is awaited."""

    NOTHING = 0
    HEAD = 1
    BODY = 2
    END = 3  # of the connection: the client was refused


class _Flow(FlowControl):
    """Flow control that reads on only when what came is parsed."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__(transport)
        self.held = False

    def resume_reading(self) -> None:
        """Read on unless something is held."""
        if not self.held:
            super().resume_reading()


class LimitedProtocol(PlainHttpProtocol):
    """A connection that keeps to limits, and says so to a client that does not (408, 414, 431, 503)."""

    connections: set[LimitedProtocol]  # type: ignore[assignment]
    flow: _Flow

    def __init__(self, *arguments: Any, limits: Limits, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._limits = limits
        self._part = _Part.NOTHING
        self._timed = _Part.NOTHING  # the part that the timer is for
        self._timer: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._unframed = 0  # bytes since the head began, or since the last piece of a body
        self._came = 0  # bytes that a head can have at most, of those that came
        self._dropped = 0  # bytes of a body that came behind the answer
        self._held = b""  # what has come and is not yet parsed
        self._read = 0  # how much of it is
        self._since = self.loop.time()  # when it last began to wait for a request

    # What the transport calls

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection if there is room, if need be in place of one that only waits."""
        super().connection_made(transport)
        self.flow = _Flow(transport)
        excess = len(self.connections) - self._limits.connections
        if excess > 0 and not self._take_the_place_of_another() and excess > _RESERVE:
            self._refuse("too-many-connections", "there are as many connections as there may be")
            return
        self._await(_Part.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._await(_Part.NOTHING)
        self.resume_writing()
        self._unset_keepalive_if_required()
        self._held = b""

    def data_received(self, data: bytes) -> None:
        """Parse what came: a little at once, so that others have their turn between."""
        if self._is_over():
            return
        if self._held:
            self._held += data
        elif len(data) <= _SLICE:
            self._feed(data)
        else:
            self._feed(data[:_SLICE])
            self._held, self._read = data[_SLICE:], 0
            self._hold()

    def pause_writing(self) -> None:
        """Note that the client does not read."""
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(self._limits.stall_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that the client reads on."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    # What the parser calls

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._part, self._unframed, self._dropped = _Part.HEAD, 0, 0

    def on_headers_complete(self) -> None:
        """Start the request, or one that refuses it."""
        self._part, self._unframed = _Part.BODY, 0
        kind, detail = self._fault_of_head()
        if not kind:
            super().on_headers_complete()
            return
        if kind == "uri-too-long" or not self.url.isascii():
            self.url = b"/"
        app, self.app = self.app, _Refusal(kind, detail)
        try:
            super().on_headers_complete()
        finally:
            self.app = app

    def on_body(self, body: bytes) -> None:
        """Pass a piece of a body on; one whose request has its answer already is dropped, up to a bound."""
        self._unframed = 0
        super().on_body(body)
        if self.cycle.response_complete:
            self._dropped += len(body)
            if self._dropped > _MOST_DROPPED:
                self._hang_up()

    def on_message_complete(self) -> None:
        """Note that the request is whole."""
        self._part = _Part.NOTHING
        super().on_message_complete()

    # What a response calls

    def on_response_complete(self) -> None:
        """Go on to the next request."""
        super().on_response_complete()
        self._since = self.loop.time()
        if self._held and not self.pipeline:
            self.loop.call_soon(self._read_on)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse("bad-request", msg)

    # Own

    def _feed(self, data: bytes) -> None:
        self._came = self._unframed + len(data)
        super().data_received(data)
        if self._is_over():
            return
        if self._part is _Part.NOTHING:
            if self.cycle is None or self.cycle.response_complete:
                self._await(_Part.HEAD)  # nothing but line ends came
            elif self._timer is not None:
                self._await(_Part.NOTHING)
            return
        if self._part is not self._timed:
            self._await(self._part)
        self._unframed += len(data)
        if self._part is _Part.HEAD and len(self.url) > self._limits.url:
            self._refuse("uri-too-long", f"the address has more than {self._limits.url} bytes")
        elif self._unframed > self._limits.url + self._limits.head + _SLICE:
            self._refuse("header-too-large", f"the header fields have more than {self._limits.head} bytes")

    def _hold(self) -> None:
        """Read no further for now; go on at the loop's next turn unless too many requests wait already."""
        self.flow.pause_reading()
        self.flow.held = True
        if len(self.pipeline) <= _MOST_PIPELINED:
            self.loop.call_soon(self._read_on)

    def _read_on(self) -> None:
        """Parse a little more of what is held."""
        if self._is_over() or self.transport.is_closing() or not self._held:
            return
        self._feed(self._held[self._read : self._read + _SLICE])
        self._read += _SLICE
        if self._read < len(self._held):
            self._hold()
            return
        self._held, self._read = b"", 0
        self.flow.held = False
        if len(self.pipeline) == 0:
            self.flow.resume_reading()

    def _fault_of_head(self) -> tuple[str, str]:
        """Return kind and detail of what a head does wrong, or two empty strings."""
        limits = self._limits
        if len(self.url) > limits.url:
            return "uri-too-long", f"the address has more than {limits.url} bytes"
        if not self.url.isascii():
            return "bad-request", "the address has bytes beyond ASCII: they must be percent-encoded"
        if len(self.headers) > limits.fields:
            return "header-too-large", f"there are more than {limits.fields} header fields"
        if self._came > limits.head and sum(len(name) + len(value) + 4 for name, value in self.headers) > limits.head:
            return "header-too-large", f"the header fields have more than {limits.head} bytes"
        if len(self.connections) > limits.connections and self.url.partition(b"?")[0].decode() not in OPEN_TO_ALL:
            return "too-many-connections", "there are as many connections as there may be"
        return "", ""

    def _await(self, part: _Part) -> None:
        """Start the clock for a part of a request, or stop it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._timed = part
        if part is _Part.HEAD:
            self._timer = self.loop.call_later(self._limits.head_seconds, self._too_late)
        elif part is _Part.BODY:
            self._timer = self.loop.call_later(self._limits.body_seconds, self._too_late)

    def _too_late(self) -> None:
        self._timer = None
        answered = self._part is _Part.BODY and self.cycle.response_complete
        if self._part is _Part.NOTHING or answered:  # not a byte of a request came, or nobody waits for the rest
            self.transport.close()
        elif self._part is _Part.HEAD:
            self._refuse("request-timeout", f"the head took more than {self._limits.head_seconds:g} s")
        else:
            self._refuse("request-timeout", f"the body took more than {self._limits.body_seconds:g} s")

    def _refuse(self, kind: str, detail: str) -> None:
        """Answer at once and close; where another answer is under way on the connection, only close."""
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            own = self._part is _Part.BODY and not cycle.response_started and not self.pipeline
            if own:
                cycle.disconnected = True
                cycle.message_event.set()
            else:
                self._part = _Part.END
                self.transport.close()
                return
        response = problem_response(Problem(kind, detail), {"Connection": "close"})
        lines = [STATUS_LINE[response.status_code]]
        for name, value in (*self.server_state.default_headers, *response.raw_headers):
            lines += [name, b": ", value, b"\r\n"]
        self.transport.write(b"".join([*lines, b"\r\n", bytes(response.body)]))
        self._hang_up()

    def _hang_up(self) -> None:
        """Send no more, and close when the client has had time to read."""
        self._await(_Part.NOTHING)
        self._unset_keepalive_if_required()
        self._part = self._timed = _Part.END
        if self.transport.is_closing():
            return
        self.flow.held = False
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(_LINGER, self.transport.close)

    def _take_the_place_of_another(self) -> bool:
        """Close the connection that has waited longest for a request, and say whether there was one."""
        waiting = (c for c in self._others() if c._part is not _Part.BODY and not c._is_answering())
        oldest = min(waiting, key=lambda c: c._since, default=None)
        if oldest is None:
            return False
        self.connections.discard(oldest)
        oldest._part = _Part.END
        oldest.transport.close()
        return True

    def _others(self) -> Iterator[LimitedProtocol]:
        return (c for c in self.connections if c is not self)

    def _is_over(self) -> bool:
        return self._part is _Part.END

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An app that refuses whatever it is asked."""

    kind: str
    detail: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await problem_response(Problem(self.kind, self.detail), {"Connection": "close"})(scope, receive, send)
