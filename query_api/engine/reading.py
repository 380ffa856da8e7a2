"""Reading a document that somebody sent: a process of its own makes its graph and report; nothing of it is kept.

What a page then asks is asked of an engine of its own, which ends with the request.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from loader.errors import EngineError, InputError, QueryTimeout
from loader.scratch import Scratch
from query_api.engine.base import Engine
from query_api.engine.confined_process import Bounds, Ended, Turns, confined
from query_api.engine.memory import memory_engine
from query_api.engine.pool import Pool
from query_api.engine.read_program import EXHAUSTED, GRAPH, OUTCOME, READ, REPORT

T = TypeVar("T")
_PROGRAM = "query_api.engine.read_program"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What was read of a document, for as long as it is looked at.

    Attributes:
        engine: answers queries about it, its reference data and the ontology.
        report: the report of the rules about it, as JSON.
        turtle: its graph.
    """

    engine: Engine
    report: bytes
    turtle: bytes


class Reader:
    """Reads documents, a bounded number at a time."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._turns = Turns(self._bounds, "other documents are being read")

    @property
    def seconds(self) -> float:
        """How long reading one document may take."""
        return self._bounds.seconds

    async def read(
        self,
        data: bytes,
        suffix: str,
        around: tuple[Path, ...],
        use: Callable[[ReadDocument], Awaitable[T]],
        *,
        force: bool = False,
    ) -> T:
        """Read a document and return what is made of it; then nothing of it is left.

        Args:
            data: its bytes.
            suffix: what kind of file it is (".docx").
            around: files and folders of what it refers to: reference data, ontology.
            use: makes something of what was read.
            force: read it even without the marks of an official document.

        Raises:
            InputError: it cannot be read, or is no official document.
            QueryTimeout: it took too long.
            EngineError: no turn came in time, or reading took too much memory.
        """  # fmt: skip
        async with self._turns.taken():
            scratch = Scratch("read")
            try:
                async with asyncio.timeout(self._bounds.seconds):
                    file, forced = scratch.path / f"document{suffix}", "force" if force else "-"
                    async with confined(
                        _PROGRAM, str(file), forced, data=data, file=file, bounds=self._bounds
                    ) as ended:
                        if ended.took_too_long:
                            raise _too_long(self._bounds)
                        _check(ended, file)
                        return await _look(scratch.path, around, use)
            except TimeoutError:
                raise _too_long(self._bounds) from None
            finally:
                await asyncio.to_thread(scratch.remove)


def _too_long(bounds: Bounds) -> QueryTimeout:
    """Return the error for a document that is not read within the bounds: what they are, and what else can be done."""
    return QueryTimeout(
        f"reading the document took longer than the {bounds.seconds:g} s that one may take here",
        advice="send one part or annex at a time, or read it on your own machine: langnghe build FILE --output DIR",
        message_vi=f"đọc văn bản này lâu hơn {bounds.seconds:g} giây, giới hạn ở đây",
        advice_vi="gửi từng phần, từng phụ lục, hoặc đọc trên máy của bạn: langnghe build TỆP --output THƯ-MỤC",
    )


def _check(ended: Ended, file: Path) -> None:
    """See to it that a document was read."""
    if ended.status != 0:
        raise EngineError("reading crashed, most likely for lack of memory", advice="send a smaller file")
    told = json.loads((file.parent / OUTCOME).read_bytes())
    if told["outcome"] == EXHAUSTED:
        raise EngineError("reading took more memory than it may", advice="send a smaller file")
    if told["outcome"] != READ:
        message = str(told["message"]).replace(f"{file.parent}{os.sep}", "")
        raise InputError(
            message, advice=told.get("advice"), message_vi=told.get("message_vi"), advice_vi=told.get("advice_vi")
        )


async def _look(folder: Path, around: tuple[Path, ...], use: Callable[[ReadDocument], Awaitable[T]]) -> T:
    documents = sorted((folder / GRAPH / "documents").glob("*.ttl"))
    turtle = b"\n".join([file.read_bytes() for file in documents])
    engine = memory_engine((folder / GRAPH, *around), Pool(workers=2, spare=1))
    await engine.start()
    try:
        return await use(ReadDocument(engine, (folder / REPORT).read_bytes(), turtle))
    finally:
        await engine.stop()
