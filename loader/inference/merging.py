"""Sorted files of lines: written side by side, or changed where lines came or went and copied elsewhere."""

from __future__ import annotations

import errno
import hashlib
import io
import mmap
import os
from collections.abc import Callable, Collection
from pathlib import Path

_AT_ONCE = 1 << 20
_LONG, _MOST = 1 << 15, 1 << 30
"""Bytes from which on the system copies a run by itself, and most that it is asked to copy at a time."""
_CANNOT = (errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EPERM)
"""What a system says that cannot copy between these files."""
_NEAR = 1 << 10
_WAITING = 1 << 23
"""Bytes that wait at most, of all files together, to be written."""
_SELDOM = 1 << 9


def lines_among(old: Path, lines: Collection[bytes]) -> frozenset[bytes]:
    """Return which of some lines a sorted file has; none where there is no such file."""
    if not lines or not old.is_file() or not old.stat().st_size:
        return frozenset()
    with old.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as known:
        found, place = set(), 0
        for count, line in enumerate(sorted(lines)):
            _let_go(known, count)
            place = _place(known, line, place)
            if _is_at(known, place, line):
                found.add(line)
        return frozenset(found)


def patch(old: Path, target: Path, added: Collection[bytes], removed: Collection[bytes]) -> None:
    """Write the lines of a sorted file less some of them and with others, sorted.

    Args:
        old: the file; one that is not there has no lines.
        target: the file to write.
        added: lines that it has not, with their ends.
        removed: lines that it has.

    Raises:
        ValueError: the file lacks a line that shall be removed, or has one that shall be added: it is another file.
    """
    changes = sorted([*((line, True) for line in added), *((line, False) for line in removed)])
    if not old.is_file():
        if removed:
            raise ValueError("the file lacks a line that shall be removed")
        target.write_bytes(b"".join(line for line, _ in changes))
        return
    with old.open("rb") as opened, target.open("wb", buffering=0) as written:
        copy = _Copy(opened, written)
        if not old.stat().st_size:
            if removed:
                raise ValueError("the file lacks a line that shall be removed")
            for line, _ in changes:
                copy.add(line)
            copy.end()
            return
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            done = 0
            for count, (line, comes) in enumerate(changes):
                _let_go(lines, count)
                place = _place(lines, line, done)
                copy.through(place)
                if _is_at(lines, place, line) == comes:
                    raise ValueError("the file is not what was written last")
                if comes:
                    copy.add(line)
                    done = place
                else:
                    done = place + len(line)
                    copy.skip(done)
            copy.through(len(lines))
            copy.end()


def _let_go(lines: mmap.mmap, count: int) -> None:
    """Now and then forget what was looked at: it counts as memory of the process, the whole file in the end."""
    if count % _SELDOM == 0 and hasattr(mmap, "MADV_DONTNEED"):
        lines.madvise(mmap.MADV_DONTNEED)


def _is_at(lines: mmap.mmap, place: int, line: bytes) -> bool:
    return lines[place : place + len(line)] == line


class _Copy:
    """Copies a file from its beginning to its end, some bytes left out and others put in.

    Long runs are copied by the system, which need not hand them out (``copy_file_range``); short ones are read, since
    what is looked at through a map counts as memory of the process.
    """

    def __init__(self, source: io.BufferedReader, target: io.FileIO) -> None:
        self._source, self._target = source, target
        self._at = 0
        self._waiting: list[bytes] = []
        self._size = 0
        self._by_system = hasattr(os, "copy_file_range")

    def through(self, end: int) -> None:
        """Copy as far as an offset."""
        if self._by_system and end - self._at > _LONG:
            self.end()
            self._by_system = self._copied(end)
        while self._at < end:
            some = os.pread(self._source.fileno(), min(end - self._at, _AT_ONCE), self._at)
            if not some:
                raise ValueError("the file is not what was written last")
            self._at += len(some)
            self.add(some)

    def _copied(self, end: int) -> bool:
        """Let the system copy; return whether it can, for these files."""
        while self._at < end:
            try:
                count = os.copy_file_range(
                    self._source.fileno(), self._target.fileno(), min(end - self._at, _MOST), self._at
                )
            except OSError as error:
                if error.errno in _CANNOT:
                    return False
                raise
            if not count:
                return False
            self._at += count
        return True

    def skip(self, end: int) -> None:
        """Leave out what comes before an offset."""
        self._at = end

    def add(self, some: bytes) -> None:
        """Put bytes in."""
        self._waiting.append(some)
        self._size += len(some)
        if self._size > _AT_ONCE:
            self.end()

    def end(self) -> None:
        """Write what waits to be written."""
        waiting = memoryview(b"".join(self._waiting))
        while waiting:
            waiting = waiting[self._target.write(waiting) :]
        self._waiting.clear()
        self._size = 0


def _place(lines: mmap.mmap, line: bytes, low: int) -> int:
    """Return the offset of the first line that is not less than a line, from an offset on where a line begins.

    What is looked for is mostly next (changes come in groups) or near, so the steps grow from a small one.
    """
    if lines[low : lines.find(b"\n", low) + 1] >= line:
        return low
    high, step = len(lines), _NEAR
    while low < high:
        middle = min(low + step, (low + high) // 2)
        step *= 4
        start = lines.rfind(b"\n", low, middle) + 1 or low
        end = lines.find(b"\n", middle) + 1 or len(lines)
        if lines[start:end] < line:
            low = end
        else:
            high = start
    return low


class NewFiles:
    """Files that are written from their beginnings to their ends, however many they are: none is held open."""

    def __init__(self, stage: Callable[[str], Path]) -> None:
        """Begin.

        Args:
            stage: says where to write a file.
        """
        self._stage = stage
        self._paths: dict[str, Path] = {}
        self._shas: dict[str, hashlib._Hash] = {}
        self._waiting: dict[str, list[bytes]] = {}
        self._size = 0

    def add(self, name: str, some: bytes) -> None:
        """Put bytes at the end of a file."""
        self._waiting.setdefault(name, []).append(some)
        self._size += len(some)
        if self._size > _WAITING:
            self._write()

    def written(self) -> dict[str, str]:
        """Write what waits; return the files with the hexadecimal SHA-256 of each."""
        self._write()
        return {name: sha.hexdigest() for name, sha in self._shas.items()}

    def _write(self) -> None:
        for name, texts in self._waiting.items():
            is_new = name not in self._paths
            if is_new:
                self._paths[name] = self._stage(name)
                self._shas[name] = hashlib.sha256()
            text = b"".join(texts)
            self._shas[name].update(text)
            with self._paths[name].open("wb" if is_new else "ab") as file:
                file.write(text)
        self._waiting.clear()
        self._size = 0
