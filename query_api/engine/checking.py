"""Checking what somebody sent against the rules, in a confined process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from loader.errors import EngineError, InputError, LangngheError, QueryTimeout
from loader.scratch import Scratch
from query_api.engine.check_program import ORDER, OUTCOME, CheckedUpload, CheckOrder, Exhausted, Failed, Unreadable
from query_api.engine.confined_process import Bounds, Ended, Turns, confined

_PROGRAM = "query_api.engine.check_program"


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
        some = "another check is" if self._bounds.at_once == 1 else f"{self._bounds.at_once} other checks are"
        self._turns = Turns(self._bounds, f"{some} running")

    async def check(self, upload: Upload) -> CheckedUpload:
        """Check a graph or a document.

        Raises:
            InputError: the document cannot be read.
            GraphError: the graph does not parse.
            QueryTimeout: the check passed its deadline.
            EngineError: no turn came in time, or the process failed or took too much memory.
        """
        async with self._turns.taken():
            scratch = Scratch("check")
            try:
                async with asyncio.timeout(self._bounds.seconds):
                    return await self._check(upload, scratch.path)
            except TimeoutError:
                raise QueryTimeout(f"the check passed its deadline of {self._bounds.seconds:g} s") from None
            finally:
                scratch.remove()

    async def _check(self, upload: Upload, folder: Path) -> CheckedUpload:
        file = folder / f"upload{upload.suffix}"
        order = CheckOrder(file=file, language=upload.language, as_of=upload.as_of, force=upload.force)
        told = ORDER.dump_json(order).decode()
        async with confined(_PROGRAM, told, data=upload.data, file=file, bounds=self._bounds) as ended:
            if ended.status != 0:
                raise end_of(ended)
            outcome = OUTCOME.validate_json(ended.said)
        if isinstance(outcome, CheckedUpload):
            return outcome
        raise _error(outcome)


def end_of(ended: Ended) -> LangngheError:
    """Return the error for a process that ended before it could say why."""
    if ended.took_too_long:
        return QueryTimeout("the check took more processor time than it may")
    # Libraries that get no memory often end so, without a word; so does the interpreter.
    return EngineError("the check crashed, most likely for lack of memory", advice="send less at once")


def _error(outcome: Unreadable | Exhausted | Failed) -> LangngheError:
    if isinstance(outcome, Unreadable):
        return InputError(outcome.message)
    if isinstance(outcome, Exhausted):
        return EngineError("the check took more memory than it may", advice="send less at once")
    return EngineError(outcome.message or "the process that ran the check has failed")
