"""Work on long texts beside the event loop: in one process of its own, one piece of work of a client at a time.

A process and not a thread, for a thread would take the interpreter from the loop, and has no end that holds. What is
done there is linear in a text of at most a few megabytes; the deadline is for machines that have other things to do.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import resource
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, ParamSpec, TypeVar

from loader.errors import EngineError, LangngheError, QueryTimeout
from query_api.shared.clients import Clients

LONG = 4096
"""Characters from which on a text is worked on aside; a shorter one takes less time than to hand it over and back."""
_WAIT = 30.0  # seconds that a client's work waits for its own before
_LONGEST = 20.0  # seconds that a piece of work may take
_SIZE = struct.Struct("!Q")
_MEMORY = 2 << 30  # bytes of address space of the process
P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """A process for work that would hold the event loop; started anew when it has ended."""

    def __init__(self) -> None:
        self._clients = Clients(1, _WAIT)
        self._turns = asyncio.Lock()  # in the order of asking
        self._process: Process | None = None

    async def start(self) -> None:
        """Start the process, so that the first who needs it does not wait."""
        async with self._turns:
            await self._started()

    async def run(self, client: str, size: int, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Do work, here if it is small.

        Args:
            client: for whom; its further work waits, so that it keeps nobody else from theirs.
            size: characters or bytes that it goes over.
            work: what to do, a function of a module; its errors that are no ``LangngheError`` are ours.
            arguments: its arguments.
            named: its named arguments.

        Raises:
            LangngheError: as ``work``.
            RequestError: too much work of the client waits, or for too long.
            QueryTimeout: it took too long.
            EngineError: the process has ended.
        """
        if size <= LONG:
            return work(*arguments, **named)
        order = pickle.dumps((work, arguments, named))
        async with self._clients.turn(client), self._turns:
            done: T | _Failure = pickle.loads(await self._exchange(order))
        if isinstance(done, _Failure):
            raise done.error()
        return done

    async def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _exchange(self, order: bytes) -> bytes:
        try:
            async with asyncio.timeout(_LONGEST):
                process = await self._started()
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(_SIZE.pack(len(order)) + order)
                await process.stdin.drain()
                (size,) = _SIZE.unpack(await process.stdout.readexactly(_SIZE.size))
                return await process.stdout.readexactly(size)
        except TimeoutError:
            await self.stop()
            raise QueryTimeout(f"reading the text took more than {_LONGEST:g} s", advice="send less at once") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.stop()
            raise EngineError("the process that reads long texts has ended", advice="send less at once") from None
        except BaseException:  # the caller has gone: what comes now would be taken for the next answer
            await self.stop()
            raise

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            # It ends when its standard input does, so that it never outlives this process.
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "query_api.shared.aside", stdin=PIPE, stdout=PIPE, start_new_session=True
            )
        return self._process


class _Failure:
    """An error as it comes from the other process: exceptions with arguments of their own cannot be handed over."""

    def __init__(self, error: LangngheError) -> None:
        self._kind = type(error)
        self._arguments = error.args
        self._attributes = vars(error)

    def error(self) -> LangngheError:
        """Return the error."""
        error = self._kind.__new__(self._kind)
        error.args = self._arguments
        vars(error).update(self._attributes)
        return error


def _work(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Do what is ordered, piece by piece, until there are no more orders."""
    while len(head := orders.read(_SIZE.size)) == _SIZE.size:
        work, arguments, named = pickle.loads(orders.read(_SIZE.unpack(head)[0]))
        done: Any
        try:
            done = work(*arguments, **named)
        except LangngheError as error:
            done = _Failure(error)
        data = pickle.dumps(done)
        answers.write(_SIZE.pack(len(data)) + data)
        answers.flush()


def main() -> None:
    """Be the process that works aside."""
    os.nice(5)  # the HTTP process comes first
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    from query_api.shared import aside  # what is unpickled names the module, not __main__

    aside._work(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
