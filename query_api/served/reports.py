"""The compliance report of what is served: that of the project where it is fresh, else made once per version of the data.

The check runs in a process of its own and beside the requests: a page never waits for it, it says that it is at work.
Where the project may be written, what it found is kept there, so that the next start has it at once.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from loader.errors import EngineError
from loader.project import Project
from loader.scratch import Scratch
from query_api.engine.base import Engine
from query_api.served.findings import Report, read_report
from query_api.settings import Settings

REPORTS = Path(".cache") / "report"
"""Where ``make report`` writes, below the project; ``previous.json`` there is the report before."""
_MEMORY = "memory.json"
_SECONDS = 3600.0  # nobody waits for it but programs
_DATA = frozenset({".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".owl"})


@dataclass(frozen=True, slots=True)
class Made:
    """A report and its RDF form.

    Attributes:
        report: its values.
        ttl: the SHACL validation report in Turtle.
    """

    report: Report
    ttl: bytes


@dataclass(frozen=True, slots=True)
class _Making:
    """A check at work.

    Attributes:
        version: version of the data when it began.
        began: by the monotonic clock.
        task: yields the report.
    """

    version: str
    began: float
    task: asyncio.Task[Made]


@dataclass(slots=True)
class Reports:
    """Keeps the report of the data that are served."""

    _version: str | None = None
    _made: Made | None = None
    _making: _Making | None = None

    def begin(self, settings: Settings, engine: Engine) -> None:
        """Begin to make the report beside all else, unless it is there or being made; nothing for a remote endpoint."""
        version = engine.summary.version
        if not settings.paths or (self._made is not None and self._version == version):
            return
        if self._making is not None and self._making.version == version:
            return
        if self._making is not None:
            self._making.task.cancel()
        task = asyncio.create_task(self._make(settings, version))
        task.add_done_callback(
            lambda done: done.cancelled() or done.exception()
        )  # looked at, whoever asks for it or not
        self._making = _Making(version, time.monotonic(), task)

    async def current(self, settings: Settings, engine: Engine) -> Made | None:
        """Return the report, waiting for it; None for a remote endpoint, whose data are not here to be checked.

        Raises:
            EngineError: the check failed or took too long.
            ConfigurationError: the project's report is none.
        """
        while settings.paths:
            self.begin(settings, engine)
            making = self._making
            if making is None:
                break
            with suppress(asyncio.CancelledError):
                # Shielded: a client that leaves must not end what others wait for.
                return await self._outcome(making, asyncio.shield(making.task))
            if not making.task.cancelled():  # it was the caller who was told to stop
                raise asyncio.CancelledError
        return self._made if settings.paths else None

    async def ready(self, settings: Settings, engine: Engine) -> Made | None:
        """Return the report if it is there without a check: made before, or the project's own; else None.

        Raises:
            ConfigurationError: the project's report is none.
        """
        if self._made is not None and self._version == engine.summary.version:
            return self._made
        if not settings.paths or await asyncio.to_thread(_fresh, settings) is None:
            return None
        return await self.current(settings, engine)

    async def at_once(self, settings: Settings, engine: Engine) -> Made | None:
        """Return the report if it is there, else begin to make it and return None.

        Raises:
            EngineError: the check that was begun before has failed; the next call begins anew.
            ConfigurationError: the project's report is none.
        """
        made = await self.ready(settings, engine)
        if made is None:
            self.begin(settings, engine)
            if self._making is not None and self._making.task.done():
                return await self.current(settings, engine)
        return made

    @property
    def seconds(self) -> float:
        """For how long a check has been at work; 0 where none is."""
        return time.monotonic() - self._making.began if self._making is not None else 0.0

    async def stop(self) -> None:
        """End a check at work."""
        if self._making is not None:
            self._making.task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._making.task
            self._making = None

    async def _outcome(self, making: _Making, task: asyncio.Future[Made]) -> Made:
        try:
            return await task
        finally:
            if making.task.done() and self._making is making:
                self._making = None

    async def _make(self, settings: Settings, version: str) -> Made:
        folder = await asyncio.to_thread(_fresh, settings)
        made = await (_read(folder) if folder is not None else _check(settings))
        self._made, self._version = made, version
        return made


def _fresh(settings: Settings) -> Path | None:
    """Return the folder of the project's report if it is newer than all data that are served."""
    if settings.project is None:
        return None
    folder = settings.project / REPORTS
    try:
        made = (folder / "report.json").stat().st_mtime
        (folder / "report.ttl").stat()
        newest = _newest(settings.paths)
    except OSError:
        return None
    return folder if made >= newest else None


def _newest(paths: tuple[Path, ...]) -> float:
    """Return when the data were last changed."""
    return max((file.stat().st_mtime for file in _files(paths)), default=0.0)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        found = path.rglob("*") if path.is_dir() else (path,)
        yield from (file for file in found if file.suffix in _DATA)


async def _read(folder: Path) -> Made:
    def read() -> Made:
        before = folder / "previous.json"
        report = read_report((folder / "report.json").read_bytes(), before.read_bytes() if before.is_file() else None)
        return Made(report, (folder / "report.ttl").read_bytes())

    return await asyncio.to_thread(read)


async def _check(settings: Settings) -> Made:
    scratch = Scratch("report")
    try:
        own = settings.project is not None
        paths = () if own else tuple(str(path.resolve()) for path in settings.paths)
        newest = await asyncio.to_thread(_newest, settings.paths)
        memory = await asyncio.to_thread(remembered, settings, scratch.path) if own else ()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "query_api.cli", "--quiet", "validate", *paths, "--engine", "auto", "--fail-on", "never",
            "--output", str(scratch.path), *memory, cwd=settings.project, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_SECONDS):
                _, said = await process.communicate()
        except TimeoutError:
            raise EngineError("checking the data took too long", message_vi="kiểm tra dữ liệu quá lâu") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
            raise EngineError(f"the data cannot be checked: {last[0].removeprefix('langnghe: ')}")
        kept = await asyncio.to_thread(_keep, settings, scratch.path, newest) if own else None
        return await _read(kept or scratch.path)
    finally:
        await asyncio.to_thread(scratch.remove)


def remembered(settings: Settings, scratch: Path) -> tuple[str, ...]:
    """Give a check what the last one left, so that it looks again at what has changed; it leaves its own beside its report."""
    project = Project.around(settings.project) if settings.project is not None else None
    if project is None:
        return ()
    with suppress(OSError):
        shutil.copyfile(project.root / REPORTS / _MEMORY, scratch / _MEMORY)
    return ("--memory", str(scratch / _MEMORY))


def _keep(settings: Settings, made: Path, newest: float) -> Path | None:
    """Keep a report in the project that is served, the one before it as ``previous.json``; return where it lies then.

    Nothing is kept where the project cannot be written, or where its data have changed since the check began.
    """
    project = Project.around(settings.project) if settings.project is not None else None
    if project is None:
        return None
    folder = project.root / REPORTS
    try:
        if _newest(settings.paths) != newest:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "report.json").is_file():
            _place(folder / "report.json", folder / "previous.json")
        # The one whose age tells how fresh all are comes last.
        for file in sorted(made.iterdir(), key=lambda file: file.name == "report.json"):
            _place(file, folder / file.name)
    except OSError:
        return None
    return folder


def _place(file: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, beside)
    beside.replace(target)
