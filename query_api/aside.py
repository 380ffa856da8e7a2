"""Work on long texts beside the event loop: in one thread, one piece of work of a client at a time.

A thread and not a process, for the work is short: linear in a text of at most a few megabytes. One and not several,
for each more would take the interpreter from the loop more often.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from query_api.clients import Clients

LONG = 4096
"""Characters from which on a text is worked on aside; a shorter one takes less time than to hand it over and back."""
_WAIT = 30.0  # seconds that a client's work waits for its own before
P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """A thread for work that would hold the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
        self._clients = Clients(1, _WAIT)

    async def run(self, client: str, size: int, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Do work, here if it is small.

        Args:
            client: for whom; one waits for its own work, and not for more than one piece of each other's.
            size: characters or bytes that it goes over.
            work: what to do.
            arguments: its arguments.
            named: its named arguments.

        Raises:
            RequestError: too much work of the client waits, or for too long.
        """
        if size <= LONG:
            return work(*arguments, **named)
        async with self._clients.turn(client):
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*arguments, **named))

    def stop(self) -> None:
        """End the thread when its work is done."""
        self._thread.shutdown(wait=False)
