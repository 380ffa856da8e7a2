"""Folders for passing work: gone with whoever made them, also when that was killed.

A folder is locked while its maker lives. Whoever works in one for a while removes those before whose lock nobody holds
any more; a server does so when it starts.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "langnghe-scratch-"
_UNLOCKED = f"{_PREFIX}new-"
_YOUNG = 60.0  # seconds that a folder has to get its lock and its name


class Scratch:
    """A folder in the system's place for temporary files, which only this user may enter.

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
        fresh = Path(tempfile.mkdtemp(prefix=_UNLOCKED))
        self._lock = os.open(fresh, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            # Locked before it has its name: who sees the name finds it locked.
            self.path = fresh.rename(fresh.with_name(f"{_PREFIX}{purpose}-{fresh.name.removeprefix(_UNLOCKED)}"))
        except OSError:
            self._release(fresh)
            raise

    def remove(self) -> None:
        """Remove the folder and what is in it."""
        self._release(self.path)

    def _release(self, path: Path) -> None:
        shutil.rmtree(path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


@contextmanager
def scratch(purpose: str) -> Iterator[Path]:
    """Make a folder for the time of a block, and remove those that were left behind.

    Raises:
        OSError: see ``Scratch``.
    """
    sweep()
    folder = Scratch(purpose)
    try:
        yield folder.path
    finally:
        folder.remove()


def sweep() -> None:
    """Remove the folders of this user whose makers are gone."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            status = path.lstat()
            if status.st_uid != os.getuid():
                continue
            if path.name.startswith(_UNLOCKED) and time.time() - status.st_mtime < _YOUNG:
                continue  # its maker is about to lock it
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(descriptor)
