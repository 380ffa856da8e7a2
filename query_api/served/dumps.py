"""Dumps of the whole: made once per version of the data, with digests."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from heapq import merge
from pathlib import Path

from loader.errors import LangngheError
from loader.scratch import Scratch
from query_api.engine.base import Engine, QueryRequest, read_all
from query_api.engine.constancy import of_one_version
from query_api.engine.formats import JSON, N_TRIPLES, TURTLE, ResultFormat
from query_api.served.prefixes import KNOWN

DEADLINE = 300.0
"""Seconds that reading a whole graph may take."""
_AT_ONCE = 8192  # lines
GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
QUADS, TRIPLES = "all.nq.gz", "all.ttl"
FILES = (QUADS, TRIPLES)
"""What there is to take away, in the order in which the files are made."""
MERGED = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that holds data of one version.

    Attributes:
        name: file name.
        media_type: what it is.
        path: where it lies.
        size: bytes.
        sha256: hex digest.
    """

    name: str
    media_type: str
    path: Path
    size: int
    sha256: str


class Dumps:
    """Dump files, made once per version of the data, in a folder that goes with the server."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._making = asyncio.Lock()
        self._folder: Scratch | None = None
        self._before: Scratch | None = None  # of the version before, for those who are about to read its files
        self._version = ""
        self._made: tuple[Dump, ...] = ()
        self._begun: list[str] = []  # files that are being made, and those of them that are there, in order
        self._beside: asyncio.Task[tuple[Dump, ...]] | None = None

    async def all(self) -> tuple[Dump, ...]:
        """Return the dumps of the data as served now; make them first if need be."""
        async with self._making:
            if self._version != self._engine.summary.version:
                folder = Scratch("dumps")
                try:
                    version, made = await of_one_version(self._engine, lambda: self._make(folder.path))
                except BaseException:
                    folder.remove()
                    raise
                if self._before is not None:
                    self._before.remove()
                self._before, self._folder, self._version, self._made = self._folder, folder, version, made
            return self._made

    @property
    def making(self) -> str:
        """Name of the file that is being written now; "" when none is."""
        return self._begun[-1] if self._begun and self._making.locked() else ""

    async def within(self, seconds: float) -> tuple[Dump, ...] | None:
        """Return the dumps if they are there before so many seconds are over, else None; they are made beside all else.

        Raises:
            LangngheError: they cannot be made.
        """
        if self._beside is None or self._beside.done():
            self._beside = asyncio.create_task(self.all())
            self._beside.add_done_callback(lambda done: done.cancelled() or done.exception())  # whoever waits for it
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await asyncio.shield(self._beside)
        return None

    async def stop(self) -> None:
        """Stop making them, and delete the files."""
        if self._beside is not None:
            self._beside.cancel()
            with suppress(asyncio.CancelledError, LangngheError):
                await self._beside
        self.remove()

    def remove(self) -> None:
        """Delete the files."""
        for folder in (self._before, self._folder):
            if folder is not None:
                folder.remove()
        self._before, self._folder, self._version, self._made = None, None, "", ()

    async def _make(self, folder: Path) -> tuple[Dump, ...]:
        self._begun = [QUADS]
        quads = await self._quads(folder)
        self._begun.append(TRIPLES)
        return quads, await self._turtle(folder)

    async def _quads(self, folder: Path) -> Dump:
        path = folder / QUADS
        with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as out:
            for graph in self._engine.summary.graphs or ():
                data = await read_graph(self._engine, GRAPH.format(graph=graph), N_TRIPLES)
                await asyncio.to_thread(_write_quads, out, data, graph)
        return await asyncio.to_thread(_described, path, "application/n-quads+gzip")

    async def _turtle(self, folder: Path) -> Dump:
        path = folder / TRIPLES
        data = await read_graph(self._engine, MERGED, TURTLE)
        await asyncio.to_thread(path.write_bytes, data)
        return await asyncio.to_thread(_described, path, "text/turtle; charset=utf-8")


def _write_quads(out: gzip.GzipFile, data: bytes, graph: str) -> None:
    """Write the sorted lines of a graph; some at a time are sorted, for a sort keeps the interpreter to its end."""
    lines = data.splitlines()
    runs = [sorted(lines[at : at + _AT_ONCE]) for at in range(0, len(lines), _AT_ONCE)]
    suffix = f" <{graph}> .\n".encode()
    written: list[bytes] = []
    for line in merge(*runs):
        written.append(line.removesuffix(b" .") + suffix)
        if len(written) == _AT_ONCE:
            out.write(b"".join(written))
            written.clear()
    out.write(b"".join(written))


async def read_graph(engine: Engine, query: str, result_format: ResultFormat) -> bytes:
    """Return the whole result of a CONSTRUCT."""
    return await read_all(
        await engine.query(QueryRequest(query, JSON, result_format, DEADLINE, prefixes=tuple(KNOWN.items())))
    )


def _described(path: Path, media_type: str) -> Dump:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Dump(path.name, media_type, path, path.stat().st_size, digest)
