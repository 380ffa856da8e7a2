"""The compliance report of what is served: that of the project where it is fresh, else made once per version of the data.

The check runs in a process of its own, so that nothing else waits for it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loader.errors import EngineError
from loader.scratch import Scratch
from query_api.engine.base import Engine
from query_api.served.findings import Report, read_report
from query_api.settings import Settings

REPORTS = Path(".cache") / "report"
"""Where ``make report`` writes, below the project; ``previous.json`` there is the report before."""
_SECONDS = 300.0
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


@dataclass(slots=True)
class Reports:
    """Keeps the report of the data that are served."""

    _version: str | None = None
    _made: Made | None = None
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self, settings: Settings, engine: Engine) -> Made | None:
        """Return the report; None for a remote endpoint, whose data are not here to be checked.

        Raises:
            EngineError: the check failed or took too long.
            ConfigurationError: the project's report is none.
        """
        if not settings.paths:
            return None
        async with self._making:
            version = engine.summary.version
            if self._version != version or self._made is None:
                folder = await asyncio.to_thread(_fresh, settings)
                self._made = await (_read(folder) if folder is not None else _check(settings))
                self._version = version
            return self._made

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


def _fresh(settings: Settings) -> Path | None:
    """Return the folder of the project's report if it is newer than all data that are served."""
    if settings.project is None:
        return None
    folder = settings.project / REPORTS
    try:
        made = (folder / "report.json").stat().st_mtime
        newest = max((file.stat().st_mtime for file in _files(settings.paths)), default=0.0)
    except OSError:
        return None
    return folder if made >= newest else None


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
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "query_api.cli", "--quiet", "validate", *paths, "--engine", "auto", "--fail-on", "never",
            "--output", str(scratch.path), cwd=settings.project, stdin=asyncio.subprocess.DEVNULL,
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
        return await _read(scratch.path)
    finally:
        await asyncio.to_thread(scratch.remove)
