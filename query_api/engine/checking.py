"""Checking what somebody sent against the rules: in a process of its own, bounded in time, memory and number.

A file that crashes a reader, fills memory or never ends takes only its process with it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from loader.errors import EngineError, InputError, LangngheError, QueryTimeout
from loader.scratch import Scratch
from query_api.engine.check_program import ORDER, OUTCOME, CheckedUpload, CheckOrder, Exhausted, Failed, Unreadable
from query_api.engine.confined import DONE

_PROGRAM = "query_api.engine.check_program"
_MOST_SAID = 512 << 20  # bytes of an outcome
_PIECE = 1 << 20
_SECRETS = frozenset({"LANGNGHE_ADMIN_TOKEN"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What checking may take.

    Attributes:
        seconds: from the beginning of a check to its end.
        memory: bytes of address space of a process.
        at_once: checks that run at the same time.
        wait: seconds that a check waits for its turn.
        waiting: checks that may wait; further ones are refused at once.
    """

    seconds: float = 60.0
    memory: int = 3 << 30
    at_once: int = 2
    wait: float = 20.0
    waiting: int = 16


@dataclass(frozen=True, slots=True)
class Upload:
    """What is to be checked.

    Attributes:
        data: its bytes.
        suffix: what kind of file it is, by the end of its name (".ttl", ".docx").
        language: language of messages and page, "vi" or "en".
        as_of: the day that the rules of currency look at; today if None.
        force: read it even if it has not the marks of an official document.
    """

    data: bytes
    suffix: str
    language: Literal["vi", "en"] = "vi"
    as_of: date | None = None
    force: bool = False


class Checker:
    """Runs checks, a bounded number at a time, in the order of asking."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._turns = asyncio.Semaphore(self._bounds.at_once)
        self._waiting = 0

    async def check(self, upload: Upload) -> CheckedUpload:
        """Check a graph or a document.

        Raises:
            InputError: the document cannot be read.
            GraphError: the graph does not parse.
            QueryTimeout: the check passed its deadline.
            EngineError: no turn came in time, or the process failed or took too much memory.
        """
        await self._take_turn()
        try:
            scratch = Scratch("check")
            try:
                async with asyncio.timeout(self._bounds.seconds):
                    return await self._check(upload, scratch.path)
            except TimeoutError:
                raise QueryTimeout(f"the check passed its deadline of {self._bounds.seconds:g} s") from None
            finally:
                scratch.remove()
        finally:
            self._turns.release()

    async def _take_turn(self) -> None:
        if self._waiting >= self._bounds.waiting:
            raise self._busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._bounds.wait):
                await self._turns.acquire()
        except TimeoutError:
            raise self._busy() from None
        finally:
            self._waiting -= 1

    def _busy(self) -> EngineError:
        some = "another check is" if self._bounds.at_once == 1 else f"{self._bounds.at_once} other checks are"
        return EngineError(f"{some} running", advice="try again in a moment")

    async def _check(self, upload: Upload, folder: Path) -> CheckedUpload:
        file = folder / f"upload{upload.suffix}"
        order = CheckOrder(file=file, language=upload.language, as_of=upload.as_of, force=upload.force)
        answer = await self._run(upload.data, order)
        if answer.status != 0:
            raise end_of(answer.status)
        outcome = OUTCOME.validate_json(answer.said)
        if isinstance(outcome, CheckedUpload):
            return outcome
        raise _error(outcome)

    async def _run(self, data: bytes, order: CheckOrder) -> _Answer:
        """Have a process check what was sent: it goes to the process, which alone writes it to a file."""
        bounds, folder = self._bounds, order.file.parent
        theirs, lifeline = os.pipe()
        confined = (str(bounds.memory), str(int(bounds.seconds) + 1), str(theirs), str(folder), order.file.name)
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "query_api.engine.confined", *confined, _PROGRAM, ORDER.dump_json(order).decode(),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                env={**environment, "TMPDIR": str(folder), "PYTHONUTF8": "1"},
                start_new_session=True, pass_fds=(theirs,),
            )  # fmt: skip
        except BaseException:
            os.close(lifeline)
            raise
        finally:
            os.close(theirs)
        try:
            _, said = await asyncio.gather(_tell(process, data), _hear(process))
            return _Answer(await process.wait(), said)
        finally:
            # The group and not the process alone: readers start programs of their own.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            with suppress(OSError):
                os.write(lifeline, DONE)
            os.close(lifeline)
            await asyncio.shield(process.wait())


@dataclass(frozen=True, slots=True)
class _Answer:
    """How a process ended, and what it wrote."""

    status: int
    said: bytes


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


def end_of(status: int) -> LangngheError:
    """Return the error for a process that ended before it could say why; negative: the signal that ended it."""
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return QueryTimeout("the check took more processor time than it may")
    # Libraries that get no memory often end so, without a word; so does the interpreter.
    return EngineError("the check crashed, most likely for lack of memory", advice="send less at once")


def _error(outcome: Unreadable | Exhausted | Failed) -> LangngheError:
    if isinstance(outcome, Unreadable):
        return InputError(outcome.message)
    if isinstance(outcome, Exhausted):
        return EngineError("the check took more memory than it may", advice="send less at once")
    return EngineError(outcome.message or "the process that ran the check has failed")
