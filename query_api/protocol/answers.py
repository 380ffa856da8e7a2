"""An engine's answer as an HTTP response: streamed, ended when the client leaves, never short without saying so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from loader.errors import LangngheError
from query_api.engine.base import Answer

T = TypeVar("T")
Keep = Callable[[bytes], None]
_UNWATCHED = 0.02  # seconds that a query may run before anybody looks whether its client is still there


class ClientGoneError(Exception):
    """The client closed the connection before there was anything to send."""


class StreamedAnswer(Response):
    """A response whose body is an engine's answer.

    When the answer fails after its first byte the response is left unfinished: the server then closes the connection
    without the last chunk, and no client can take the part for the whole.
    """

    def __init__(
        self,
        answer: Answer,
        media_type: str,
        headers: Mapping[str, str],
        *,
        keep: Keep | None = None,
        keep_at_most: int = 0,
        done: Callable[[], None] | None = None,
    ) -> None:
        """Prepare the response.

        Args:
            answer: what to send.
            media_type: its ``Content-Type``.
            headers: further headers.
            keep: called with the whole body at its end, if it has at most ``keep_at_most`` bytes.
            keep_at_most: see ``keep``.
            done: called when all is over, however it ended.
        """
        super().__init__(None, 200, {**headers, "Content-Type": media_type})
        del self.headers["content-length"]
        self._answer = answer
        self._keep = keep
        self._keep_at_most = keep_at_most
        self._done = done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer while watching whether the client is still there."""
        sending = asyncio.ensure_future(self._send_all(scope, send))
        watching = asyncio.ensure_future(_hang_up(receive))
        try:
            await asyncio.wait({sending, watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, watching):
                task.cancel()
            results = await asyncio.gather(sending, watching, return_exceptions=True)
            await self._answer.close()
            if self._done is not None:
                self._done()
        failure = results[0]
        if isinstance(failure, LangngheError):
            structlog.get_logger("langnghe.query").warning("result broken off", error=failure.message)
        elif isinstance(failure, Exception) and not isinstance(failure, OSError):
            raise failure

    async def _send_all(self, scope: Scope, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        kept: list[bytes] | None = [] if self._keep is not None else None
        size = 0
        if scope["method"] != "HEAD":
            async for chunk in self._answer.chunks():
                size += len(chunk)
                if kept is not None and size <= self._keep_at_most:
                    kept.append(chunk)
                else:
                    kept = None
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if kept is not None and self._keep is not None:
                self._keep(b"".join(kept))
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def unless_client_leaves(request: Request, work: Awaitable[T]) -> T:
    """Wait for ``work`` and cancel it when the client closes the connection.

    Whether the client is still there is looked at only once the work takes a while: a task that watches costs more
    than most queries.

    Raises:
        ClientGoneError: it did.
    """
    current = asyncio.current_task()
    assert current is not None
    gone = False
    watching: asyncio.Task[None] | None = None

    async def watch() -> None:
        nonlocal gone
        await _hang_up(request.receive)
        gone = True
        current.cancel()

    def begin() -> None:
        nonlocal watching
        watching = asyncio.get_running_loop().create_task(watch())

    timer = asyncio.get_running_loop().call_later(_UNWATCHED, begin)
    try:
        return await work
    except asyncio.CancelledError:
        if gone and current.uncancel() == 0:
            raise ClientGoneError from None
        raise
    finally:
        timer.cancel()
        if watching is not None:
            watching.cancel()


async def _hang_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
