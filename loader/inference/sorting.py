"""Lines in order, each once, of more than fit into memory: sorted run by run, and merged while they are read."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile

_AT_ONCE = 1 << 24
"""Bytes that are sorted in memory at a time."""


@contextmanager
def sorted_lines(lines: Iterable[bytes], folder: Path | None = None) -> Iterator[SortedLines]:
    """Sort lines, which are forgotten in the end.

    Args:
        lines: lines with their ends, in any order, some of them perhaps several times.
        folder: where to keep runs that are sorted; the system's place for temporary files if not given.
    """
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        some: set[bytes] = set()
        size = 0
        for line in lines:
            some.add(line)
            size += len(line)
            if size > _AT_ONCE:
                run = files.enter_context(TemporaryFile(dir=folder))
                run.writelines(sorted(some))
                run.seek(0)
                runs.append(run)
                some, size = set(), 0
        yield SortedLines(heapq.merge(*runs, sorted(some)))


class SortedLines:
    """Lines in order, each once, taken from the front."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        """Take lines that are in order already."""
        self._lines = iter(lines)
        self._next = next(self._lines, None)

    def before(self, end: bytes | None) -> Iterator[bytes]:
        """Take the lines that are less than a line; all that are left without one."""
        while self._next is not None and (end is None or self._next < end):
            yield self._taken()

    def through(self, last: bytes) -> Iterator[bytes]:
        """Take the lines that are not more than a line."""
        while self._next is not None and self._next <= last:
            yield self._taken()

    def has(self, line: bytes) -> bool:
        """Take the lines that are less than a line; say whether it is the next."""
        while self._next is not None and self._next < line:
            self._taken()
        return self._next == line

    def _taken(self) -> bytes:
        taken = self._next
        assert taken is not None
        while self._next == taken:
            self._next = next(self._lines, None)
        return taken
