"""How many queries each client runs, and whose turn is next: a client's further queries wait for its own to end."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from query_api.problems import RequestError

_MOST_WAITING = 32  # queries of one client that wait; further ones are refused at once


class Clients:
    """Gives each client its turns, in the order of asking.

    Attributes:
        running: client → queries that it runs now.
    """

    def __init__(self, most: int, wait: float = 3.0) -> None:
        """Start with nobody.

        Args:
            most: queries that one client may run at the same time.
            wait: seconds that a further query waits before it is refused.
        """
        self.running: Counter[str] = Counter()
        self._most = most
        self._wait = wait
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Count a query of a client while the block runs.

        Raises:
            RequestError: see ``enter``.
        """
        await self.enter(client)
        try:
            yield
        finally:
            self.leave(client)

    async def enter(self, client: str) -> None:
        """Wait for a client's turn and count one more query of it, until ``leave``.

        Raises:
            RequestError: its queries take too long, or too many of them wait.
        """
        if self.running[client] < self._most:
            self.running[client] += 1
            return
        queue = self._waiting.setdefault(client, deque())
        if len(queue) >= _MOST_WAITING:
            raise self._refusal()
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(self._wait):
                await turn
        except BaseException as error:
            if turn in queue:
                queue.remove(turn)
                self._forget(client)
            elif not turn.cancelled():
                self.leave(client)  # the turn came at the last moment
            if isinstance(error, TimeoutError):
                raise self._refusal() from None
            raise

    def leave(self, client: str) -> None:
        """Count one query less; a query that waits takes its place."""
        queue = self._waiting.get(client)
        while queue:
            turn = queue.popleft()
            self._forget(client)
            if not turn.done():
                turn.set_result(None)
                return
        self.running[client] -= 1
        if self.running[client] <= 0:
            del self.running[client]

    def _forget(self, client: str) -> None:
        if not self._waiting.get(client, True):
            del self._waiting[client]

    def _refusal(self) -> RequestError:
        return RequestError("too-many-queries", f"you are running {self._most} already", advice="wait for one to end")
