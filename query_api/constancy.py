"""One version, one dataset: what was made while the data were replaced is not named after either of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loader.errors import EngineError
from query_api.engine.base import Engine

T = TypeVar("T")
_TRIES = 5


class OneVersion:
    """Takes the ETag from a response that was begun on other data than those that are served when it is sent."""

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self._app = app
        self._engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        version = self._engine.summary.version

        async def checked(message: Message) -> None:
            if message["type"] == "http.response.start" and self._engine.summary.version != version:
                headers = MutableHeaders(scope=message)
                del headers["etag"]
                headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, checked)


async def of_one_version(engine: Engine, make: Callable[[], Awaitable[T]]) -> tuple[str, T]:
    """Make something of several queries, again if the data were replaced meanwhile; return their version and it.

    Raises:
        EngineError: the data were replaced each time.
    """
    for _ in range(_TRIES):
        version = engine.summary.version
        made = await make()
        if engine.summary.version == version:
            return version, made
    raise EngineError("the data are replaced again and again", advice="try again in a moment")
