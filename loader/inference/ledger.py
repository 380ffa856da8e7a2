"""What was inferred part by part, kept beside the output so that only parts whose inputs changed are made again.

It is worth nothing to readers and may be deleted at any time: everything is made again then. It is valid for one
fingerprint (code, axioms, reference data), and only if the update before came to its end.
"""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from loader.inference.passages import TABLES

_SCHEMA = """
CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file(name TEXT PRIMARY KEY, digest TEXT, homes TEXT, stated BLOB) WITHOUT ROWID;
CREATE TABLE unit(name TEXT PRIMARY KEY, files TEXT) WITHOUT ROWID;
CREATE TABLE part(unit TEXT, step TEXT, data BLOB, PRIMARY KEY(unit, step));
CREATE TABLE pair(kind TEXT, unit TEXT, value TEXT, PRIMARY KEY(kind, unit, value)) WITHOUT ROWID;
CREATE INDEX pair_value ON pair(kind, value, unit);
"""

# A broken-off update is rolled back; of power that fails no more is asked than a ledger that is seen to be damaged.
_HASTY = "PRAGMA synchronous = OFF"


class Step(StrEnum):
    """What is kept of each unit, as lines of N-Triples."""

    CLOSED = "closed"
    """What follows by the axioms from the unit and what others say of the things that it names."""
    JUDGED = "judged"
    """The judgements on the unit, made from it and the documents above it."""
    DATED = "dated"
    """Those that depend on the day that the graph speaks of."""
    ACROSS = "across"
    """The judgements on the unit that are made over all units."""
    PASSAGES = "passages"
    """The passages that it shares with others."""
    PRIVATE = "private"
    """What is inferred about things of the unit alone, in the end."""


JUDGEMENTS = (Step.JUDGED, Step.DATED, Step.ACROSS, Step.PASSAGES)
"""The parts with judgements."""


class Link(StrEnum):
    """What units are found by."""

    EXPORT = "export"
    """A statement that others may join to theirs, as it follows from the unit alone."""
    SEEN = "seen"
    """A statement about something that several units may speak of, as it follows from the unit and what it met."""
    SAID = "said"
    """One that is stated."""
    SHOWN = "shown"
    """One that is inferred in the end."""
    MET = "met"
    """A node that others were asked about."""
    ABOVE = "above"
    """A document that the unit's documents trace to."""


class DamagedLedgerError(Exception):
    """A ledger is no database that can be read."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the ledger knows it: its digest and the documents whose text it holds."""

    digest: str
    homes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was added to a set, and what was removed."""

    added: frozenset[str]
    removed: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """All that was added or removed."""
        return self.added | self.removed


def pack(lines: Iterable[str]) -> bytes:
    """Return lines, sorted, as they are kept."""
    return zlib.compress("".join(sorted(lines)).encode(), 1)


def unpack(data: bytes | None) -> list[str]:
    """Return the lines that were kept."""
    return zlib.decompress(data).decode().splitlines(keepends=True) if data else []


class Ledger:
    """The parts on disk."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    # Notes

    def note(self, name: str) -> str | None:
        """Return a word about the whole."""
        row = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set_note(self, name: str, value: str) -> None:
        """Keep a word about the whole."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    # Files and units

    def files(self) -> dict[str, KnownFile]:
        """Return the files that the parts were made from."""
        rows = self._db.execute("SELECT name, digest, homes FROM file")
        return {name: KnownFile(digest, tuple(homes.split())) for name, digest, homes in rows}

    def stated(self, file: str) -> list[str]:
        """Return the statements of a file that are reasoned over."""
        row = self._db.execute("SELECT stated FROM file WHERE name = ?", (file,)).fetchone()
        return unpack(row[0]) if row else []

    def put_file(self, name: str, known: KnownFile, stated: Iterable[str]) -> None:
        """Keep a file's statements."""
        row = (name, known.digest, " ".join(known.homes), pack(stated))
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", row)

    def drop_file(self, name: str) -> None:
        """Forget a file."""
        self._db.execute("DELETE FROM file WHERE name = ?", (name,))

    def units(self) -> dict[str, str]:
        """Return the files of each unit, as one word."""
        return dict(self._db.execute("SELECT name, files FROM unit").fetchall())

    def put_unit(self, name: str, files: str) -> None:
        """Keep a unit."""
        self._db.execute("INSERT OR REPLACE INTO unit VALUES (?, ?)", (name, files))

    def drop_unit(self, name: str) -> None:
        """Forget a unit; its parts must have been emptied before."""
        for table, column in (("unit", "name"), ("part", "unit"), ("pair", "unit")):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))

    # Parts

    def part(self, unit: str, step: Step) -> list[str]:
        """Return the lines of a part."""
        row = self._db.execute("SELECT data FROM part WHERE unit = ? AND step = ?", (unit, step)).fetchone()
        return unpack(row[0]) if row else []

    def put_part(self, unit: str, step: Step, lines: Iterable[str]) -> Difference:
        """Keep the lines of a part; return what changed."""
        before, after = frozenset(self.part(unit, step)), frozenset(lines)
        if before != after:
            self._db.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", (unit, step, pack(after)))
        return Difference(after - before, before - after)

    def units_with(self, step: Step) -> list[str]:
        """Return the units that have lines of a step."""
        return [row[0] for row in self._db.execute("SELECT unit FROM part WHERE step = ?", (step,))]

    # Links

    def values(self, kind: Link, unit: str) -> frozenset[str]:
        """Return what a unit is found by."""
        rows = self._db.execute("SELECT value FROM pair WHERE kind = ? AND unit = ?", (kind, unit))
        return frozenset(row[0] for row in rows)

    def difference(self, kind: Link, unit: str, values: Iterable[str]) -> Difference:
        """Return what would change."""
        before, after = self.values(kind, unit), frozenset(values)
        return Difference(after - before, before - after)

    def apply(self, kind: Link, unit: str, change: Difference) -> None:
        """Change what a unit is found by."""
        gone = ((kind, unit, value) for value in change.removed)
        self._db.executemany("DELETE FROM pair WHERE kind = ? AND unit = ? AND value = ?", gone)
        self._db.executemany("INSERT INTO pair VALUES (?, ?, ?)", ((kind, unit, value) for value in change.added))

    def put_values(self, kind: Link, unit: str, values: Iterable[str]) -> Difference:
        """Keep what a unit is found by; return what changed."""
        change = self.difference(kind, unit, values)
        self.apply(kind, unit, change)
        return change

    def holders(self, kind: Link, value: str, most: int = -1) -> list[str]:
        """Return the units that are found by a value."""
        rows = self._db.execute("SELECT unit FROM pair WHERE kind = ? AND value = ? LIMIT ?", (kind, value, most))
        return [row[0] for row in rows]

    def beginning(self, kind: Link, start: str) -> list[str]:
        """Return the different values that begin with a text whose last character is no more than a slash or a blank."""
        end = start[:-1] + chr(ord(start[-1]) + 1)
        query = "SELECT DISTINCT value FROM pair WHERE kind = ? AND value >= ? AND value < ?"
        return [row[0] for row in self._db.execute(query, (kind, start, end))]

    def all_values(self, kind: Link) -> Iterator[str]:
        """Yield the different values of a kind, sorted by their bytes."""
        for row in self._db.execute("SELECT DISTINCT value FROM pair WHERE kind = ? ORDER BY value", (kind,)):
            yield row[0]

    # SQL of parts that keep tables of their own

    @property
    def database(self) -> sqlite3.Connection:
        """The database, for indexes that lie in it."""
        return self._db


@contextmanager
def opened(path: Path, fingerprint: str) -> Iterator[Ledger]:
    """Open a ledger for an update; what the update did is kept if it comes to its end.

    Args:
        path: the file; made, or made anew if it is damaged or valid for something else.
        fingerprint: what the parts are valid for.

    Raises:
        OSError: there is no room on the disk.
        DamagedLedgerError: it turned out to be damaged, and is removed; the update begins anew.
    """
    database: sqlite3.Connection | None = None
    try:
        database = _valid(path, fingerprint) or _fresh(path, fingerprint)
        yield Ledger(database)
        database.commit()
    except sqlite3.DatabaseError as error:
        # The low byte is the kind of an error; the others say which of that kind.
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise _no_room(path) from error
        path.unlink(missing_ok=True)
        raise DamagedLedgerError(str(error)) from error
    finally:
        if database is not None:
            database.close()


def _no_room(path: Path) -> OSError:
    """Return what the system would have said: SQLite does not tell a full disk from a limit on files."""
    limited = resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
    code = errno.EFBIG if limited else errno.ENOSPC
    return OSError(code, os.strerror(code), str(path))


def _valid(path: Path, fingerprint: str) -> sqlite3.Connection | None:
    if not path.is_file():
        return None
    database = sqlite3.connect(path)
    try:
        database.execute(_HASTY)
        row = database.execute("SELECT value FROM note WHERE name = 'fingerprint'").fetchone()
        if row and row[0] == fingerprint:
            return database
    except sqlite3.DatabaseError:
        pass
    database.close()
    return None


def _fresh(path: Path, fingerprint: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute(_HASTY)
    database.executescript(_SCHEMA + TABLES)
    database.execute("INSERT INTO note VALUES ('fingerprint', ?)", (fingerprint,))
    return database
