"""Locks on files, which the system takes back when the last process that holds them has ended, however it ended."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

_PAUSE = 0.1  # seconds between two tries
_TAKEN = (errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN)


class FileLock:
    """A lock on a file, ours alone or shared; a context manager."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        """Open the file, and make it if it is missing; it is not locked yet.

        Raises:
            OSError: it can be neither made nor read.
        """
        self._how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EROFS):
                raise
            self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # a lock needs no right to write

    def take(self) -> bool:
        """Lock, if nobody has it; return whether it is ours."""
        try:
            fcntl.flock(self.descriptor, self._how | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _TAKEN:
                return False
            raise
        return True

    def wait(self, told: Callable[[], None]) -> Self:
        """Lock, when it can be had; ``told`` is called first if that is not at once."""
        if not self.take():
            told()
            while not self.take():
                time.sleep(_PAUSE)
        return self

    def release(self) -> None:
        """Let it go; processes that were given the descriptor hold it on."""
        os.close(self.descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
