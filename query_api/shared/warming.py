"""First visits: pages are asked for once as the data are loaded, so that no reader waits for what the first visit makes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from starlette.types import ASGIApp, Message, Scope

_FIRST = {"type": "http.request", "body": b"", "more_body": False}


class Warming:
    """Asks an app for pages, one after another, beside all else; ``begin`` again when the data have been replaced.

    Args:
        app: the app.
        addresses: paths with their queries, those that most readers open first in front.
    """

    def __init__(self, app: ASGIApp, addresses: Sequence[str]) -> None:
        self._app = app
        self._addresses = tuple(addresses)
        self._visiting: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin the visits, in place of those that are under way."""
        if self._visiting is not None:
            self._visiting.cancel()
        self._visiting = asyncio.create_task(self._visit_all())

    async def stop(self) -> None:
        """End the visits."""
        visiting, self._visiting = self._visiting, None
        if visiting is not None:
            visiting.cancel()
            with suppress(asyncio.CancelledError):
                await visiting

    async def done(self) -> None:
        """Wait until all pages have been visited."""
        if self._visiting is not None:
            await self._visiting

    async def _visit_all(self) -> None:
        for address in self._addresses:
            try:
                await self._visit(address)
            except Exception as error:  # who opens the page is told; the others are visited all the same
                logging.getLogger("langnghe.warming").warning("langnghe: %s: %r", address, error)

    async def _visit(self, address: str) -> None:
        path, _, query = address.partition("?")
        scope: Scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"localhost"), (b"accept", b"text/html")], "client": None,
            "server": ("localhost", 80), "state": {},
        }  # fmt: skip
        asked = [_FIRST]

        async def receive() -> Message:
            if not asked:
                await asyncio.Event().wait()  # for ever: nobody hangs up
            return asked.pop()

        async def send(_: Message) -> None:
            """Nobody reads it."""

        await self._app(scope, receive, send)
