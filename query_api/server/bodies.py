"""How many bytes of bodies a server holds: of requests that have no answer yet, of each client and in all.

One upload is bounded, but each of a thousand connections may bring one, and stop a byte before its end.
"""

from __future__ import annotations

from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from query_api.problems import RequestError


class Bodies:
    """Refuses a body when what its client, or all clients together, have sent and await an answer to is too much."""

    def __init__(self, app: ASGIApp, of_client: int, in_all: int) -> None:
        """Begin with none.

        Args:
            app: what answers.
            of_client: bytes that are held of one client (429 beyond it).
            in_all: bytes that are held of all (503 beyond it).
        """
        self._app = app
        self._of_client = of_client
        self._in_all = in_all
        self._held: Counter[str] = Counter()
        self._total = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count its body until it is answered."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        client = str(scope["client"][0]) if scope["client"] else ""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            size = len(message.get("body", b""))
            taken += size
            self._total += size
            self._held[client] += size
            if self._held[client] > self._of_client:
                raise RequestError(
                    "too-many-queries", "your requests bring too much at once", advice="send one after another"
                )
            if self._total > self._in_all:
                raise RequestError("unavailable", "too much is being sent at once", advice="try again in a moment")
            return message

        try:
            await self._app(scope, counted, send)
        finally:
            self._total -= taken
            self._held[client] -= taken
            if self._held[client] <= 0:
                del self._held[client]
