"""Filling an index in a process of its own: in a thread it would keep the interpreter from every request meanwhile.

The process ends with whoever started it. Killed in the middle it leaves the index as it was: what it wrote is one
transaction.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from pydantic import TypeAdapter

from loader.errors import EngineError
from loader.processes import end_with
from query_api.asking.search.entries import entries_of
from query_api.asking.search.kinds import Kinds
from query_api.asking.search.tables import Tables
from query_api.asking.search.told import ToldOnDisk

_KINDS = TypeAdapter(Kinds)


async def fill(file: Path, answers: Path, kinds: Kinds) -> None:
    """Bring an index up to date; if this is cancelled it stays as it was.

    Args:
        file: the file of its tables.
        answers: what the engine told (``told.ask``).
        kinds: the kinds of things.

    Raises:
        EngineError: it cannot be written.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(os.getpid()), str(file), str(answers),
        stdin=PIPE, stdout=DEVNULL, stderr=PIPE,
    )  # fmt: skip
    try:
        _, said = await process.communicate(_KINDS.dump_json(kinds))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"ended with {process.returncode}"]
        raise EngineError(f"the index of the search cannot be built: {last[0]}", advice="make room, then try again")


def main(parent: str, file: str, answers: str) -> None:
    """Be the process that fills an index."""
    end_with(int(parent))
    os.nice(5)  # whoever asks comes first
    kinds = _KINDS.validate_json(sys.stdin.buffer.read())
    told = ToldOnDisk(Path(answers))
    try:
        Tables(Path(file), kinds).update(entries_of(told, kinds))
    finally:
        told.close()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, sqlite3.Error) as error:
        sys.exit(str(error))
