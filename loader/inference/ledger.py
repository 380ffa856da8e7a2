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
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from io import StringIO
from itertools import islice
from pathlib import Path

from loader.inference.passages import TABLES

_SCHEMA = """
CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file(name TEXT PRIMARY KEY, digest TEXT, homes TEXT, stated BLOB) WITHOUT ROWID;
CREATE TABLE unit(name TEXT PRIMARY KEY, files TEXT) WITHOUT ROWID;
CREATE TABLE part(unit TEXT, step TEXT, data BLOB, PRIMARY KEY(unit, step));
CREATE TABLE pair(kind TEXT, unit TEXT, value TEXT, PRIMARY KEY(kind, unit, value)) WITHOUT ROWID;
CREATE INDEX pair_value ON pair(kind, value, unit);
CREATE TABLE spoken(subject TEXT, predicate TEXT, value TEXT, count INTEGER, PRIMARY KEY(subject, predicate, value)) WITHOUT ROWID;
CREATE INDEX spoken_value ON spoken(predicate, value);
CREATE TABLE told(element TEXT, unit TEXT, records TEXT, PRIMARY KEY(element, unit)) WITHOUT ROWID;
CREATE INDEX told_unit ON told(unit, element);
CREATE TABLE held(step TEXT, line BLOB, count INTEGER, PRIMARY KEY(step, line)) WITHOUT ROWID;
"""
_FINGERPRINT = "fingerprint"
_NAME = 16  # bytes of the digest that stands for a line
_AT_ONCE = 1000

# A broken-off update is rolled back; of power that fails no more is asked than a ledger that is seen to be damaged.
_HASTY = "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536"


class Step(StrEnum):
    """What is kept of each unit, as lines of N-Triples."""

    ALONE = "alone"
    """What follows by the axioms from the unit alone."""
    CLOSED = "closed"
    """What follows from the unit and what others say of the things that it names."""
    SEEN = "seen"
    """What judgements on shared things look at: what is known about things that several may speak of."""
    ACROSS = "across"
    """Judgements on a shared thing, and what follows; by the thing (a term of N-Triples) instead of a unit."""
    FOLLOWING = "following"
    """The judgements on the unit, made from it and the documents above it, and what follows, about things of it alone."""
    SAID = "said"
    """What its files state about things of others or of nobody."""
    SHOWN = "shown"
    """What is inferred about these in the end."""
    LOOSE = "loose"
    """What follows from shared passages about neither of the elements that share one; by element, see ``put_told``."""


class Link(StrEnum):
    """What units are found by."""

    EXPORT = "export"
    """A statement that others may join to theirs, as it follows from the unit alone."""
    MET = "met"
    """A node that others were asked about."""
    ABOVE = "above"
    """A document that the unit's documents trace to."""
    ASKED = "asked"
    """A question that was asked to judge a shared thing (which stands instead of a unit); see ``looking.asked``."""
    RESEMBLING = "resembling"
    """Nothing: the unit knows by other ways what might be told of shared passages."""
    UNTIL = "until"
    """The first day, as YYYY-MM-DD, on which other things are judged of the unit though nothing changed."""


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


@dataclass(frozen=True, slots=True)
class Replaced:
    """A part as it was and as it is, packed; true if these differ."""

    before: bytes
    after: bytes

    def __bool__(self) -> bool:
        return self.before != self.after

    @property
    def difference(self) -> Difference:
        """The lines that came and went."""
        if not self:
            return Difference(frozenset(), frozenset())
        before, after = frozenset(unpack(self.before)), frozenset(unpack(self.after))
        return Difference(after - before, before - after)


def pack(lines: Iterable[str]) -> bytes:
    """Return different lines, sorted, as they are kept; nothing for none. The same lines give the same bytes."""
    text = "".join(sorted(lines))
    return zlib.compress(text.encode(), 1) if text else b""


def names(lines: Iterable[str]) -> list[bytes]:
    """Return what stands for lines where only their being there counts."""
    return [_name(line.encode()) for line in lines]


def _name(line: bytes) -> bytes:
    return blake2b(line, digest_size=_NAME).digest()


def unpack(data: bytes) -> list[str]:
    """Return the lines that were kept."""
    # Not splitlines: characters that it takes for ends of lines may stand in a literal.
    return StringIO(zlib.decompress(data).decode()).readlines() if data else []


def unpacked(data: bytes) -> list[bytes]:
    """Return the same in UTF-8, which sorts as the text does."""
    # Line breaks inside a literal are escaped, of both kinds that this looks for.
    return zlib.decompress(data).splitlines(keepends=True) if data else []


def text_of(data: bytes) -> bytes:
    """Return the lines that were kept as one text, in UTF-8."""
    return zlib.decompress(data) if data else b""


class Ledger:
    """The parts on disk."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._db = database
        self._path = path
        self._shared = False

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
        return unpack(self.packed_stated(file))

    def packed_stated(self, file: str) -> bytes:
        """Return the same as they are kept."""
        row = self._db.execute("SELECT stated FROM file WHERE name = ?", (file,)).fetchone()
        return bytes(row[0]) if row else b""

    def put_file(self, name: str, known: KnownFile, stated: bytes) -> None:
        """Keep a file's statements (see ``pack``)."""
        row = (name, known.digest, " ".join(known.homes), stated)
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

    def packed(self, unit: str, step: Step) -> bytes:
        """Return the lines of a part as they are kept."""
        row = self._db.execute("SELECT data FROM part WHERE unit = ? AND step = ?", (unit, step)).fetchone()
        return bytes(row[0]) if row else b""

    def part(self, unit: str, step: Step) -> list[str]:
        """Return the lines of a part, sorted."""
        return unpack(self.packed(unit, step))

    def put_part(self, unit: str, step: Step, data: bytes) -> Replaced:
        """Keep the lines of a part (see ``pack``); return what it was before."""
        change = Replaced(self.packed(unit, step), data)
        if change and data:
            self._db.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", (unit, step, data))
        elif change:
            self._db.execute("DELETE FROM part WHERE unit = ? AND step = ?", (unit, step))
        return change

    def put_held(self, unit: str, step: Step, data: bytes) -> Replaced:
        """Keep a part of which is asked whether any unit has a line."""
        change = self.put_part(unit, step, data)
        if change:
            self.hold(step, change.difference)
        return change

    def hold(self, step: Step, change: Difference) -> None:
        """Let one holder more have some lines, and one fewer have others."""
        rows = ((step, name) for name in names(sorted(change.added)))
        self._db.executemany(
            "INSERT INTO held VALUES (?, ?, 1) ON CONFLICT(step, line) DO UPDATE SET count = count + 1", rows
        )
        gone = [(step, name) for name in names(sorted(change.removed))]
        self._db.executemany("UPDATE held SET count = count - 1 WHERE step = ? AND line = ?", gone)
        self._db.executemany("DELETE FROM held WHERE step = ? AND line = ? AND count = 0", gone)

    def hold_first(self, step: Step, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines, each from one holder; when all are taken they are held, in a step in which nothing was before."""
        self._db.execute("CREATE TEMP TABLE holding(line BLOB)")
        coming = iter(lines)
        while some := list(islice(coming, _AT_ONCE)):
            self._db.executemany("INSERT INTO holding VALUES (?)", ((_name(line),) for line in some))
            yield from some
        self._db.execute("INSERT INTO held SELECT ?, line, count(*) FROM holding GROUP BY line ORDER BY line", (step,))
        self._db.execute("DROP TABLE holding")

    def is_held(self, step: Step, line: str) -> bool:
        """Say whether any unit has a line."""
        query = "SELECT 1 FROM held WHERE step = ? AND line = ?"
        return self._db.execute(query, (step, names([line])[0])).fetchone() is not None

    def units_with(self, step: Step) -> list[str]:
        """Return the units that have lines of a step, sorted."""
        return [row[0] for row in self._db.execute("SELECT unit FROM part WHERE step = ? ORDER BY unit", (step,))]

    # What is said about shared things

    def speak(self, change: Difference) -> Difference:
        """Let one unit more say some lines, and one fewer others; return what nobody said before, or says any more."""
        came: list[str] = []
        gone: list[str] = []
        where = "WHERE subject = ? AND predicate = ? AND value = ?"
        for lines, more, turned in ((change.added, 1, came), (change.removed, -1, gone)):
            for line in sorted(lines):
                row = _terms(line)
                known = self._db.execute(f"SELECT count FROM spoken {where}", row).fetchone()
                if known is None:
                    self._db.execute("INSERT INTO spoken VALUES (?, ?, ?, ?)", (*row, more))
                    turned.append(line)
                elif known[0] + more:
                    self._db.execute(f"UPDATE spoken SET count = ? {where}", (known[0] + more, *row))
                else:
                    self._db.execute(f"DELETE FROM spoken {where}", row)
                    turned.append(line)
        return Difference(frozenset(came), frozenset(gone))

    def speak_first(self, lines: Iterable[str]) -> None:
        """Let one unit more say some lines, where nobody asks whether it is the first to say them; see ``listen``."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS speaking(subject TEXT, predicate TEXT, value TEXT)")
        self._db.executemany("INSERT INTO speaking VALUES (?, ?, ?)", map(_terms, lines))

    def listen(self) -> None:
        """Let it be known what units were the first to say, sorted and put down together."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS speaking(subject TEXT, predicate TEXT, value TEXT)")
        self._db.execute(
            "INSERT INTO spoken SELECT subject, predicate, value, count(*) FROM speaking GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        self._db.execute("DROP TABLE speaking")

    def spoken(self, subject: str | None, predicate: str, value: str | None) -> list[str]:
        """Return the lines that units say: all about a subject; without one, those with a property and perhaps a value."""
        if subject is not None:
            asked: tuple[str, tuple[str, ...]] = ("subject = ?", (subject,))
        elif value is None:
            asked = ("predicate = ?", (predicate,))
        else:
            asked = ("predicate = ? AND value = ?", (predicate, value))
        rows = self._db.execute(f"SELECT subject, predicate, value FROM spoken WHERE {asked[0]}", asked[1])
        return [f"{' '.join(row)} .\n" for row in rows]

    # What elements tell of shared passages

    def put_told(self, unit: str, element: str, records: str) -> str:
        """Keep what an element of a unit tells (see ``Sharing.record``); return what it told before."""
        where = "WHERE element = ? AND unit = ?"
        row = self._db.execute(f"SELECT records FROM told {where}", (element, unit)).fetchone()
        before = str(row[0]) if row else ""
        if records and records != before:
            self._db.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", (element, unit, records))
        elif before and not records:
            self._db.execute(f"DELETE FROM told {where}", (element, unit))
        return before

    def told_by(self, element: str) -> dict[str, str]:
        """Return what an element tells by the units that it stands in."""
        return dict(self._db.execute("SELECT unit, records FROM told WHERE element = ?", (element,)).fetchall())

    def told_in(self, unit: str) -> Iterator[str]:
        """Yield what the elements of a unit tell."""
        for (records,) in self._db.execute("SELECT records FROM told WHERE unit = ? ORDER BY element", (unit,)):
            yield records

    def told(self) -> Iterator[tuple[str, str]]:
        """Yield what all elements tell, each with the unit; none for the same may be put down meanwhile."""
        yield from self._db.execute("SELECT unit, records FROM told ORDER BY element")

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

    def holders_up_to(self, kind: Link, value: str) -> list[str]:
        """Return the units that are found by a value no higher than one, in the order of their characters."""
        return [
            row[0] for row in self._db.execute("SELECT unit FROM pair WHERE kind = ? AND value <= ?", (kind, value))
        ]

    def has_any(self, kind: Link) -> bool:
        """Say whether any unit is found by something."""
        return self._db.execute("SELECT 1 FROM pair WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None

    def beginning(self, kind: Link, start: str) -> list[str]:
        """Return the different values that begin with a text whose last character is no more than a slash or a blank."""
        end = start[:-1] + chr(ord(start[-1]) + 1)
        query = "SELECT DISTINCT value FROM pair WHERE kind = ? AND value >= ? AND value < ?"
        return [row[0] for row in self._db.execute(query, (kind, start, end))]

    # Others beside

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def share(self) -> bool:
        """Let others read what was put down so far, and all that is from here on; say whether they can.

        If the update does not come to its end, what it leaves is valid for nothing.
        """
        if not self._shared and self._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            self._db.execute("DELETE FROM note WHERE name = ?", (_FINGERPRINT,))
            self._shared = True
        if self._shared:
            self._db.commit()
        return self._shared

    @contextmanager
    def reader(self) -> Iterator[Ledger]:
        """Open the ledger once more, in another process, to read."""
        with closing(sqlite3.connect(self._path)) as database:
            yield Ledger(database, self._path)

    # SQL of parts that keep tables of their own

    @property
    def database(self) -> sqlite3.Connection:
        """The database, for indexes that lie in it."""
        return self._db


def _terms(line: str) -> tuple[str, ...]:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.removesuffix(" .\n")


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
        database = _valid(path, fingerprint) or _fresh(path)
        yield Ledger(database, path)
        database.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (_FINGERPRINT, fingerprint))
        database.commit()
    except sqlite3.DatabaseError as error:
        # The low byte is the kind of an error; the others say which of that kind.
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise _no_room(path) from error
        _remove(path)
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
        database.executescript(_HASTY)
        row = database.execute("SELECT value FROM note WHERE name = ?", (_FINGERPRINT,)).fetchone()
        if row and row[0] == fingerprint:
            return database
    except sqlite3.DatabaseError:
        pass
    database.close()
    return None


def _fresh(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove(path)
    database = sqlite3.connect(path)
    database.executescript(_HASTY)
    # So that others can read while one writes; a file system that cannot do it keeps to what it can.
    database.execute("PRAGMA journal_mode = WAL")
    database.executescript(_SCHEMA + TABLES)
    return database


def _remove(path: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
