"""Checking what somebody sent against the rules: in a process of its own, bounded in time, memory and number.

The work is the command line's own, ``langnghe validate``, which reads a document if it is given one; a file that
crashes a reader, fills memory or never ends takes only its process with it.
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

from loader.errors import (
    MEMORY_SIGNS,
    EngineError,
    GraphError,
    InputError,
    LangngheError,
    QueryTimeout,
    ResourceError,
    UnsupportedFormat,
)
from loader.scratch import Scratch
from query_api.engine.confined import DONE

_PROGRAM = "query_api.cli"
_FORMS = ("ttl", "html", "json", "csv", "sarif")
_MOST_SAID = 20_000
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
        is_graph: it is RDF; else it is a document, to be read first.
        language: language of messages and page, "vi" or "en".
        as_of: the day that the rules of currency look at; today if None.
        force: read it even if it has not the marks of an official document.
    """

    data: bytes
    suffix: str
    is_graph: bool
    language: str = "vi"
    as_of: date | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """The report, in every form.

    Attributes:
        ttl: RDF (SHACL validation report).
        html: a page.
        json: for programs.
        csv: for spreadsheets.
        sarif: for editors and code-scanning tools.
    """

    ttl: bytes
    html: bytes
    json: bytes
    csv: bytes
    sarif: bytes


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
        sent = folder / f"upload{upload.suffix}"
        day = ("--as-of", upload.as_of.isoformat()) if upload.as_of is not None else ()
        report = folder / "report"
        await self._run(
            upload.data, sent, "validate", str(sent), "--engine", "auto", "--output", str(report), "--lang", upload.language,
            "--fail-on", "never", *day, *(("--force",) if upload.force else ()),
        )  # fmt: skip
        return CheckedUpload(*((report / f"report.{form}").read_bytes() for form in _FORMS))

    async def _run(self, data: bytes, sent: Path, *command: str) -> None:
        """Run a command on what was sent.

        Args:
            data: what was sent; it goes to the process, which alone writes it to a file.
            sent: that file.
            command: the command with its arguments.
        """
        bounds, folder = self._bounds, sent.parent
        theirs, lifeline = os.pipe()
        confined = (str(bounds.memory), str(int(bounds.seconds) + 1), str(theirs), str(folder), sent.name)
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        said = folder / "stderr"
        try:
            with said.open("wb") as stderr:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "query_api.engine.confined", *confined, _PROGRAM, "--quiet", *command,
                    stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=stderr,
                    env={**environment, "TMPDIR": str(folder), "NO_COLOR": "1"},
                    start_new_session=True, pass_fds=(theirs,),
                )  # fmt: skip
        except BaseException:
            os.close(lifeline)
            raise
        finally:
            os.close(theirs)
        try:
            await process.communicate(data)
            status = await process.wait()
        finally:
            # The group and not the process alone: readers start programs of their own.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            with suppress(OSError):
                os.write(lifeline, DONE)
            os.close(lifeline)
            await asyncio.shield(process.wait())
        if status != 0:
            with said.open("rb") as stderr:
                words = stderr.read(_MOST_SAID).decode("utf-8", "replace")
            raise failure(status, words, folder)


def failure(status: int, words: str, folder: Path) -> LangngheError:
    """Return the error for a command that failed.

    Args:
        status: its exit status; negative: the signal that ended it.
        words: what it said on stderr.
        folder: where it worked, which is nobody's business.
    """
    lines = [line.removeprefix("langnghe: ") for line in words.splitlines() if line.startswith("langnghe: ")]
    message = (lines[-1] if lines else "").replace(f"{folder}{os.sep}", "")
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return QueryTimeout("the check took more processor time than it may")
    if status == ResourceError.exit_code or any(sign in words for sign in MEMORY_SIGNS):
        return EngineError("the check took more memory than it may", advice="send less at once")
    if status in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
        # Libraries that get no memory often end so, without a word.
        return EngineError("the check crashed, most likely for lack of memory", advice="send less at once")
    # A graph that does not parse is the sender's fault, as an unreadable document is; a fault elsewhere is ours.
    unreadable = status in (InputError.exit_code, UnsupportedFormat.exit_code)
    if message and (unreadable or (status == GraphError.exit_code and message.startswith("upload."))):
        return InputError(message)
    return EngineError(message or "the process that ran the check has failed")
