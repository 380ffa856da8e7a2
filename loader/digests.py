"""Digests of files, taken from the last time where nobody has touched a file since.

A file counts as untouched when its size, its time of change and its inode are those of the last time, as for make and git;
like git, what was changed less than a moment before it was looked at is looked at again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loader.sources import digest

DIGESTS_FILE = Path(".cache") / "digests.json"
_MOMENT, _LONG_MOMENT = 100_000_000, 2_000_000_000
"""Nanoseconds within which a file may be changed twice without its time of change telling so: where the file system tells
more than whole hundredths of seconds, and elsewhere."""
_HUNDREDTH = 10_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file looked like, and its digest: size in bytes, time of change in nanoseconds, inode."""

    size: int
    changed: int
    inode: int
    digest: str

    def is_of(self, found: os.stat_result) -> bool:
        """Say whether a file looks like that."""
        return (self.size, self.changed, self.inode) == (found.st_size, found.st_mtime_ns, found.st_ino)

    def stored(self) -> tuple[int, int, int, str]:
        """Return it as it is stored."""
        return self.size, self.changed, self.inode, self.digest

    def is_settled(self, now: int) -> bool:
        """Say whether another change would tell, at a time in nanoseconds."""
        return self.changed < now - (_MOMENT if self.changed % _HUNDREDTH else _LONG_MOMENT)


class Digests:
    """The digests of files by the names that they have or shall have."""

    def __init__(self, known: Mapping[str, Stamp] | None = None) -> None:
        self._known = dict(known or {})
        self._seen: dict[str, Stamp] = {}

    @classmethod
    def read(cls, folder: Path) -> Digests:
        """Return what is known of files beside an output folder; nothing if that cannot be read."""
        try:
            stored = json.loads((folder / DIGESTS_FILE).read_text(encoding="utf-8"))
            return cls({name: Stamp(*stamp) for name, stamp in stored.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls()

    def of(self, path: Path, lies: Path | None = None) -> str:
        """Return the digest of a file.

        Args:
            path: the name that it has or shall have.
            lies: where it lies now, if elsewhere.

        Raises:
            OSError: it cannot be read.
        """
        name, lies = os.path.abspath(path), lies or path
        found = lies.stat()
        stamp = self._seen.get(name) or self._known.get(name)
        if stamp is None or not stamp.is_of(found):
            stamp = Stamp(found.st_size, found.st_mtime_ns, found.st_ino, digest(lies))
        self._seen[name] = stamp
        return stamp.digest

    def of_readable(self, path: Path, lies: Path | None = None) -> str:
        """Return the same; "" if there is no such file, or if it cannot be read: who reads it then says why."""
        try:
            return self.of(path, lies) if (lies or path).is_file() else ""
        except OSError:
            return ""

    def know(self, path: Path, lies: Path, digest: str) -> None:
        """Remember the digest of a file that was just written, or looked at."""
        found = lies.stat()
        self._seen[os.path.abspath(path)] = Stamp(found.st_size, found.st_mtime_ns, found.st_ino, digest)

    def stored(self) -> bytes:
        """Return what was seen of files, as it is stored beside an output folder (``DIGESTS_FILE``)."""
        now = time.time_ns()
        kept = {name: stamp.stored() for name, stamp in sorted(self._seen.items()) if stamp.is_settled(now)}
        return json.dumps(kept, indent=0).encode()


def date_back(written: Path) -> None:
    """Put the time of change of a file back so far that any change from here on tells: no need to read it again then."""
    found = written.stat()
    os.utime(written, ns=(found.st_atime_ns, found.st_mtime_ns - _LONG_MOMENT))
