"""A response that was made while the data were replaced is not named after either version of them."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from query_api.engine.base import Engine


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
