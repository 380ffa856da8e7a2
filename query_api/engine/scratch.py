"""Folders for files that go with the process that made them, however it ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "langnghe-scratch-"
_YOUNG = 60.0  # seconds that a folder is left alone: its maker may not have locked it yet


@dataclass(frozen=True, slots=True)
class Scratch:
    """A folder of its own for temporary files; locked while its process lives.

    Attributes:
        path: the folder.
        lock: descriptor that holds the lock.
    """

    path: Path
    lock: int

    def remove(self) -> None:
        """Delete the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)


def make_scratch() -> Scratch:
    """Make a folder that only this user may enter."""
    path = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(path, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return Scratch(path, lock)


def remove_leftovers() -> int:
    """Delete the folders of processes that were killed; return how many there were."""
    count = 0
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            status = path.lstat()
            if status.st_uid != os.getuid() or time.time() - status.st_mtime < _YOUNG:
                continue
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # its maker lives
            os.close(lock)
            continue
        Scratch(path, lock).remove()
        count += 1
    return count
