"""The tables of an index, on disk: a new version of the data changes the rows of things that changed, all at one moment.

Things are numbered in the order in which they are looked at where more match than can be ranked: what people know by
name first, short names before long ones. Both full-text tables yield their rows in that order without sorting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from loader.things import Things
from query_api.asking.search.entries import SEPARATOR, Entry
from query_api.asking.search.kinds import Kinds
from query_api.asking.search.narrowing import Narrowing
from query_api.asking.search.question import Number
from query_api.engine.folding import fold

FOLDED, TONED = "folded", "toned"
"""The full-text tables: words without tones in names, body, context; words as written in names and in all the rest."""
_TOKENS = "tokenize = 'unicode61 remove_diacritics 0'"
_SCHEMA = f"""
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, iri TEXT UNIQUE, stored TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS {FOLDED} USING fts5(names, body, context, content = '', {_TOKENS}, prefix = '2 3');
CREATE VIRTUAL TABLE IF NOT EXISTS {TONED} USING fts5(names, rest, content = '', columnsize = 0, {_TOKENS});
CREATE TABLE IF NOT EXISTS facet(thing INTEGER, name TEXT, value TEXT);
CREATE INDEX IF NOT EXISTS facet_of ON facet(thing);
CREATE TABLE IF NOT EXISTS number(digits TEXT, thing INTEGER, PRIMARY KEY(digits, thing)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS number_of ON number(thing);
"""
_AT_HAND = 256 << 20  # bytes of the file that readers share in memory, as the system lets them


class Tables:
    """The tables of an index in a file."""

    def __init__(self, file: Path, kinds: Kinds | None = None) -> None:
        """Open the file, or make it.

        Args:
            file: where it is.
            kinds: the kinds of things; those of every project if not given.
        """
        self._file = file
        self._kinds = kinds or Kinds.of(Things())
        self._loading = Lock()
        self._narrowing: tuple[int, Narrowing] | None = None
        with closing(sqlite3.connect(file)) as database:
            database.executescript(_SCHEMA)

    def update(self, entries: Iterable[Entry]) -> int:
        """Make the index hold these things and no others; who reads meanwhile sees it as it was.

        What breaks off in the middle changes nothing, even if its process is killed.

        Args:
            entries: things in the order of their IRIs.

        Returns:
            How many things are new, changed or gone.
        """
        with closing(sqlite3.connect(self._file)) as database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute("CREATE TEMP TABLE fresh(place INTEGER, iri TEXT, stored TEXT)")
            with database:
                gone, touched, new, kept = _compared(database, entries, self._kinds)
                if new > kept:  # numbered anew, so that the order holds
                    for thing, stored in database.execute("SELECT id, stored FROM entry").fetchall():
                        if thing not in gone:
                            _stage(database, Entry.of(stored), stored, self._kinds)
                    _clear(database)
                else:
                    for thing in sorted(gone):
                        _drop(database, thing)
                (last,) = database.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()
                fresh = database.execute("SELECT stored FROM fresh ORDER BY place, iri")
                for thing, (stored,) in enumerate(fresh, last + 1):
                    _add(database, thing, Entry.of(stored), stored)
                (version,) = database.execute("PRAGMA user_version").fetchone()
                database.execute(f"PRAGMA user_version = {version + 1}")
        return touched

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Look at the index as it is at one moment."""
        with closing(sqlite3.connect(self._file, isolation_level=None)) as database:
            database.execute(f"PRAGMA mmap_size = {_AT_HAND}")
            database.execute("BEGIN")
            yield Reading(database, self._narrowing_of(database))

    def _narrowing_of(self, database: sqlite3.Connection) -> Narrowing:
        """Return by what things are narrowed in the version that a connection sees, kept for those who look after it."""
        (version,) = database.execute("PRAGMA user_version").fetchone()
        with self._loading:
            if self._narrowing is None or self._narrowing[0] != version:
                rows = database.execute("SELECT thing, name, value FROM facet ORDER BY thing, rowid")
                self._narrowing = version, Narrowing.of(rows)
            return self._narrowing[1]


def _compared(database: sqlite3.Connection, entries: Iterable[Entry], kinds: Kinds) -> tuple[set[int], int, int, int]:
    """Stage what is new or changed; return what has to go, and how many things are touched, staged and as they were."""
    gone: set[int] = set()
    touched = new = kept = 0
    before = database.execute("SELECT id, iri, stored FROM entry ORDER BY iri")
    known = before.fetchone()
    for entry in entries:
        while known is not None and known[1] < entry.iri:
            gone.add(known[0])
            known, touched = before.fetchone(), touched + 1
        stored = entry.stored()
        if known is not None and known[1] == entry.iri:
            same = known[2] == stored
            if not same:
                gone.add(known[0])
            known = before.fetchone()
            if same:
                kept += 1
                continue
        _stage(database, entry, stored, kinds)
        new += 1
    while known is not None:
        gone.add(known[0])
        known, touched = before.fetchone(), touched + 1
    return gone, touched + new, new, kept


def _stage(database: sqlite3.Connection, entry: Entry, stored: str, kinds: Kinds) -> None:
    words = min(len(entry.title.split()), 99) if entry.names else 99
    place = ((entry.kind not in kinds.offered) * 100 + words) * 100 + kinds.order_of(entry.kind)
    database.execute("INSERT INTO fresh VALUES (?, ?, ?)", (place, entry.iri, stored))


def _texts(entry: Entry) -> tuple[tuple[str, str, str], tuple[str, str]]:
    """Return the texts of a thing for both full-text tables."""
    folded = fold(entry.names), fold(entry.body), fold(entry.context)
    return folded, (entry.names, f"{entry.body} {SEPARATOR} {entry.context}")


def _add(database: sqlite3.Connection, thing: int, entry: Entry, stored: str) -> None:
    folded, toned = _texts(entry)
    database.execute("INSERT INTO entry(id, iri, stored) VALUES (?, ?, ?)", (thing, entry.iri, stored))
    database.execute("INSERT INTO folded(rowid, names, body, context) VALUES (?, ?, ?, ?)", (thing, *folded))
    database.execute("INSERT INTO toned(rowid, names, rest) VALUES (?, ?, ?)", (thing, *toned))
    database.executemany("INSERT INTO facet VALUES (?, ?, ?)", ((thing, *facet) for facet in entry.facets()))
    if entry.number is not None:
        database.execute("INSERT INTO number VALUES (?, ?)", (entry.number.digits, thing))


def _drop(database: sqlite3.Connection, thing: int) -> None:
    # Full-text tables keep no texts: they are told which words to take out.
    (stored,) = database.execute("SELECT stored FROM entry WHERE id = ?", (thing,)).fetchone()
    folded, toned = _texts(Entry.of(stored))
    database.execute(
        "INSERT INTO folded(folded, rowid, names, body, context) VALUES ('delete', ?, ?, ?, ?)", (thing, *folded)
    )
    database.execute("INSERT INTO toned(toned, rowid, names, rest) VALUES ('delete', ?, ?, ?)", (thing, *toned))
    for table, column in (("facet", "thing"), ("number", "thing"), ("entry", "id")):
        database.execute(f"DELETE FROM {table} WHERE {column} = ?", (thing,))


def _clear(database: sqlite3.Connection) -> None:
    for table in (FOLDED, TONED):
        database.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
    for table in ("facet", "number", "entry"):
        database.execute(f"DELETE FROM {table}")


class Reading:
    """An index as it is at one moment; things are the numbers of their rows."""

    def __init__(self, database: sqlite3.Connection, narrowing: Narrowing) -> None:
        self._db = database
        self.narrowing = narrowing

    def entry(self, thing: int) -> Entry:
        """Return a thing."""
        (stored,) = self._db.execute("SELECT stored FROM entry WHERE id = ?", (thing,)).fetchone()
        return Entry.of(stored)

    def everything(self) -> list[int]:
        """Return all things in their order."""
        return _numbers(self._db.execute("SELECT id FROM entry ORDER BY id").fetchall())

    def matching(self, expression: str, table: str = FOLDED) -> list[int]:
        """Return the things that match an expression of a full-text table, in their order."""
        return _numbers(
            self._db.execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid", (expression,)
            ).fetchall()
        )

    def one_by_one(self, expression: str, table: str = FOLDED) -> Iterator[int]:
        """Yield the same, so that who has enough can stop."""
        query = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"
        for (thing,) in self._db.execute(query, (expression,)):
            yield thing

    def count(self, expression: str) -> int:
        """Return how many things match an expression of the words without tones."""
        (number,) = self._db.execute("SELECT count(*) FROM folded WHERE folded MATCH ?", (expression,)).fetchone()
        return int(number)

    def scores(self, expression: str) -> dict[int, float]:
        """Return how well things match an expression of the words without tones; lower is better."""
        query = "SELECT rowid, bm25(folded, 8.0, 2.0, 1.0) FROM folded WHERE folded MATCH ?"
        return dict(self._db.execute(query, (expression,)))

    def numbered(self, asked: Number | None) -> list[int]:
        """Return the documents whose number was asked for."""
        if asked is None:
            return []
        # "202" also means "202/2025": a number goes on with a slash, and a zero is what follows the slash.
        query = "SELECT thing FROM number WHERE digits = ? OR (digits >= ? AND digits < ?) ORDER BY thing"
        things = _numbers(self._db.execute(query, (asked.digits, f"{asked.digits}/", f"{asked.digits}0")).fetchall())
        return [n for n in things if (number := self.entry(n).number) is not None and asked.means(number)]


def _numbers(rows: Sequence[Sequence[int]]) -> list[int]:
    return [row[0] for row in rows]
