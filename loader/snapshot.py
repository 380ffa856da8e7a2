"""Files as they were at one moment: opened together, so that what a build renames meanwhile changes nothing.

A build never writes into a file: it puts another in its place (``loader.generation``). So a file that is open keeps the
bytes of its generation, and it is enough to see that no file was replaced between the opening of the first and of the
last. What was read is told by a digest of the very bytes that were handed out.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from loader.errors import RESOURCES, GraphError
from loader.generation import is_swapping, roots_of, settle

_SHARE_OF_DESCRIPTORS = 2  # at most one in so many of those that the process may have are used here
_TRIES = 40
_PAUSE = 0.05  # seconds between two tries
_CHANGED = "the files are replaced while they are read"
_AGAIN = "try again in a moment"


@dataclass(slots=True)
class OpenFile:
    """A file of a snapshot.

    Attributes:
        path: where it was found.
        sha256: hexadecimal digest of the bytes that were read last; "" before.
    """

    path: Path
    sha256: str = ""
    _descriptor: int | None = None
    _identity: tuple[int, ...] = field(default=())

    def read(self) -> bytes:
        """Return all bytes.

        Raises:
            GraphError: the file was replaced after the snapshot was taken (only if there are too many to hold open).
            OSError: it cannot be read.
        """
        with self.stream() as stream:
            return stream.readall()

    def stream(self) -> HashedStream:
        """Return the bytes as a stream; when it is closed, ``sha256`` tells them. One at a time.

        Raises:
            GraphError: see ``read``.
            OSError: the file cannot be read.
        """
        if self._descriptor is not None:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            return HashedStream(self, io.FileIO(self._descriptor, closefd=False))
        file = io.FileIO(self.path)
        if _identity(os.fstat(file.fileno())) != self._identity:
            file.close()
            raise GraphError(_CHANGED, where=str(self.path), advice=_AGAIN)
        return HashedStream(self, file)

    def size(self) -> int:
        """Return the size in bytes."""
        return os.fstat(self._descriptor).st_size if self._descriptor is not None else self.path.stat().st_size

    def hold(self) -> None:
        """Keep the file open until ``release``."""
        self._descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        self._identity = _identity(os.fstat(self._descriptor))

    def note(self) -> None:
        """Remember which file it is, without keeping it open."""
        self._identity = _identity(self.path.stat())

    def is_in_place(self) -> bool:
        """Say whether the path still leads to this file."""
        try:
            return _identity(self.path.stat()) == self._identity
        except OSError:
            return False

    def release(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class HashedStream(io.RawIOBase):
    """The bytes of a file, digested as they are handed out."""

    def __init__(self, file: OpenFile, source: io.FileIO) -> None:
        self._file = file
        self._source = source
        self._sha = hashlib.sha256()

    def readable(self) -> bool:
        """Say yes."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes; b"" at the end."""
        data = self._source.read(size) if size >= 0 else self._source.readall()
        self._sha.update(data or b"")
        return data or b""

    def readall(self) -> bytes:
        """Return all that is left."""
        return self.read()

    def close(self) -> None:
        """Note what was read, to the end of the file."""
        if not self.closed:
            while self.read(1 << 20):  # a parser may stop before the last bytes
                pass
            self._file.sha256 = self._sha.hexdigest()
            self._source.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files of one moment.

    Attributes:
        files: they, in the order in which they were found.
        told: what of a file's path decides on what is made of it.
    """

    files: tuple[OpenFile, ...]
    told: Callable[[Path], str]

    def version(self) -> str:
        """Return a digest of the names and the bytes of all files as they were read; what was not is read now.

        Names count, for graphs are named after files; where the folder lies, and what it is called, does not.
        """
        sha = hashlib.sha256()
        for file in self.files:
            if not file.sha256:
                file.stream().close()
            sha.update(f"{self.told(file.path)}\0{file.sha256}\0".encode("utf-8", "surrogateescape"))
        return sha.hexdigest()[:16]


@contextmanager
def snapshot(
    paths: Sequence[Path], find: Callable[[], Sequence[Path]], told: Callable[[Path], str] = attrgetter("name")
) -> Iterator[Snapshot]:
    """Open files together, all of one generation; a build that was broken off is finished or undone first.

    Args:
        paths: the files and folders that are asked for.
        find: lists the files among them.
        told: what of a file's path decides on what is made of it.

    Raises:
        GraphError: a file cannot be opened, or they are replaced again and again.
        ConfigurationError: a build was broken off and cannot be finished.
        LangngheError: as ``find``.
    """
    files: list[OpenFile] = []
    try:
        files = _opened(paths, find)
        yield Snapshot(tuple(files), told)
    finally:
        _release(files)


def _opened(paths: Sequence[Path], find: Callable[[], Sequence[Path]]) -> list[OpenFile]:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] // _SHARE_OF_DESCRIPTORS
    for _ in range(_TRIES):
        files: list[OpenFile] = []
        try:
            roots = roots_of(paths)
            unsettled = [root for root in roots if not settle(root)]
            found = list(find())
            # A file may lead to the output folder that it lies in, as a folder leads to those that lie in it.
            further = [root for root in roots_of(found) if root not in roots]
            unsettled += [root for root in further if not settle(root)]
            files = [OpenFile(path) for path in found]
            whole = not unsettled and _open_all(files, most) and list(find()) == found
            if whole and all(f.is_in_place() for f in files) and not any(map(is_swapping, [*roots, *further])):
                return files
        except BaseException:
            _release(files)
            raise
        _release(files)
        time.sleep(_PAUSE)
    raise GraphError(_CHANGED, where=", ".join(str(path) for path in paths), advice=_AGAIN)


def _open_all(files: Sequence[OpenFile], most: int) -> bool:
    """Open files, the first ``most`` of them for good; return whether all were still there."""
    for number, file in enumerate(files):
        try:
            if number < most:
                try:
                    file.hold()
                    continue
                except OSError as error:
                    if error.errno not in (errno.EMFILE, errno.ENFILE):
                        raise
                    most = number
            file.note()
        except FileNotFoundError:
            return False
        except OSError as error:
            if error.errno in RESOURCES:
                raise
            raise GraphError(
                f"cannot be read: {error.strerror}", where=str(file.path), advice="make it readable, or leave it out"
            ) from error
    return True


def _release(files: Sequence[OpenFile]) -> None:
    for file in files:
        with suppress(OSError):
            file.release()


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
