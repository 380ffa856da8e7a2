"""A program run on what somebody sent: in a process group of its own, bounded in time, memory and number.

A file that crashes a reader, fills memory or never ends takes only its process with it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from loader.errors import EngineError
from query_api.engine.confined import DONE, ENDED

_MOST_SAID = 512 << 20  # bytes of an outcome
_PIECE = 1 << 20
_SECRETS = frozenset({"LANGNGHE_ADMIN_TOKEN"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the work on one file may take.

    Attributes:
        seconds: from its beginning to its end.
        memory: bytes of address space of a process.
        at_once: files that are worked on at the same time.
        wait: seconds that one waits for its turn.
        waiting: files that may wait; further ones are refused at once.
    """

    seconds: float = 60.0
    memory: int = 3 << 30
    at_once: int = 2
    wait: float = 20.0
    waiting: int = 16


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended (negative: the signal that ended it), and what it wrote."""

    status: int
    said: bytes

    @property
    def took_too_long(self) -> bool:
        """It took more processor time than it might."""
        return self.status in (-signal.SIGXCPU, -signal.SIGKILL)


class Turns:
    """Lets a bounded number work at once, in the order of asking, and a bounded number wait."""

    def __init__(self, bounds: Bounds, busy: str) -> None:
        """Begin with nobody at work.

        Args:
            bounds: how many, and how long they wait.
            busy: what those are told who get no turn.
        """
        self._bounds = bounds
        self._busy = busy
        self._turns = asyncio.Semaphore(bounds.at_once)
        self._waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a turn, and give it back at the end.

        Raises:
            EngineError: no turn came in time, or too many wait.
        """
        if self._waiting >= self._bounds.waiting:
            raise EngineError(self._busy, advice="try again in a moment")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._bounds.wait):
                await self._turns.acquire()
        except TimeoutError:
            raise EngineError(self._busy, advice="try again in a moment") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turns.release()


@asynccontextmanager
async def confined(
    module: str, *arguments: str, data: bytes, file: Path, bounds: Bounds, cwd: Path | None = None
) -> AsyncIterator[Ended]:
    """Run a module as a program inside limits, and end whatever it has started; then the block looks at what it made.

    Should this process be killed meanwhile, the program ends and the folder of the file is deleted.

    Args:
        module: its name.
        arguments: what it is told.
        data: what was sent: it goes to the process, which alone writes it to a file.
        file: that file, in a folder of its own, which stays after the block.
        bounds: what the process may take.
        cwd: where it runs; there it is somebody's own command: what it says of errors is heard.

    Raises:
        EngineError: it says more than can be sent on.
    """
    theirs, lifeline = os.pipe()
    limits = (str(bounds.memory), str(int(bounds.seconds) + 1), str(theirs), str(file.parent), file.name)
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "query_api.engine.confined", *limits, module, *arguments, cwd=cwd,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL if cwd is None else asyncio.subprocess.STDOUT,
            env={**environment, "TMPDIR": str(file.parent), "PYTHONUTF8": "1"},
            start_new_session=True, pass_fds=(theirs,),
        )  # fmt: skip
    except BaseException:
        os.close(lifeline)
        raise
    finally:
        os.close(theirs)
    try:
        try:
            _, said = await asyncio.gather(_tell(process, data), _hear(process))
            ended = Ended(await process.wait(), said)
        finally:
            # The group and not the process alone: readers start programs of their own.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await asyncio.shield(process.wait())
            _say(lifeline, ENDED)
        yield ended
    finally:
        _say(lifeline, DONE)
        os.close(lifeline)


def _say(lifeline: int, word: bytes) -> None:
    with suppress(OSError):  # the watcher was ended by somebody else
        os.write(lifeline, word)


async def _tell(process: asyncio.subprocess.Process, data: bytes) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError, ConnectionResetError):  # its end will tell
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


async def _hear(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    said = bytearray()
    while piece := await process.stdout.read(_PIECE):
        said += piece
        if len(said) > _MOST_SAID:
            raise EngineError("the report is too large to be sent", advice="send less at once")
    return bytes(said)
