"""Folders for passing work: gone with whoever made them, also when that was killed.

A folder is locked while it is in use. Whoever makes the next one removes those whose lock nobody holds any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "langnghe-"
_LOCK = ".in-use"


class Scratch:
    """A folder in the system's place for temporary files.

    Attributes:
        path: where it is.
    """

    def __init__(self, purpose: str) -> None:
        """Make the folder.

        Args:
            purpose: a word for its name.

        Raises:
            OSError: there is no place for temporary files, or it is full.
        """
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{purpose}-"))
        # Locked before it has its name: who sees the name finds it locked.
        fresh = self.path / f"{_LOCK}-not-yet"
        self._lock = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        fresh.rename(self.path / _LOCK)

    def remove(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


@contextmanager
def scratch(purpose: str) -> Iterator[Path]:
    """Make a folder for the time of a block.

    Raises:
        OSError: see ``Scratch``.
    """
    folder = Scratch(purpose)
    try:
        yield folder.path
    finally:
        folder.remove()


def sweep() -> None:
    """Remove the folders of this user whose makers are gone."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):
            if lock.lstat().st_uid != os.getuid():
                continue
            descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
            finally:
                os.close(descriptor)
