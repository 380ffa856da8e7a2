"""The tables of an index, on disk: a new version of the data changes the rows of things that changed, all at one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from query_api.asking.search.entries import Entry
from query_api.asking.search.question import Number
from query_api.asking.search.values import FACETS, Filters
from query_api.engine.folding import fold

CANDIDATES = 2000
"""Most things that are ranked."""
_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE entry(id INTEGER PRIMARY KEY, iri TEXT UNIQUE, stored TEXT);
CREATE VIRTUAL TABLE found USING fts5(names, body, context, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3');
CREATE TABLE facet(thing INTEGER, name TEXT, value TEXT);
CREATE INDEX facet_of ON facet(thing);
CREATE INDEX facet_value ON facet(name, value);
CREATE TABLE number(digits TEXT, thing INTEGER, PRIMARY KEY(digits, thing)) WITHOUT ROWID;
CREATE INDEX number_of ON number(thing);
"""


class Tables:
    """The tables of an index in a file."""

    def __init__(self, file: Path) -> None:
        """Make the file."""
        self._file = file
        with closing(sqlite3.connect(file)) as database:
            database.executescript(_SCHEMA)

    def update(self, entries: Iterable[Entry]) -> int:
        """Make the index hold these things and no others; who reads meanwhile sees it as it was.

        Args:
            entries: things in the order of their IRIs.

        Returns:
            How many things are new, changed or gone.
        """
        touched = 0
        with closing(sqlite3.connect(self._file)) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            before = database.execute("SELECT id, iri, stored FROM entry ORDER BY iri")
            known = before.fetchone()
            for entry in entries:
                while known is not None and known[1] < entry.iri:
                    _drop(database, known[0])
                    known, touched = before.fetchone(), touched + 1
                stored = entry.stored()
                if known is not None and known[1] == entry.iri:
                    same = known[2] == stored
                    if not same:
                        _drop(database, known[0])
                    known = before.fetchone()
                    if same:
                        continue
                _add(database, entry, stored)
                touched += 1
            while known is not None:
                _drop(database, known[0])
                known, touched = before.fetchone(), touched + 1
        return touched

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Look at the index as it is at one moment."""
        with closing(sqlite3.connect(self._file, isolation_level=None)) as database:
            database.execute("BEGIN")
            yield Reading(database)


def _add(database: sqlite3.Connection, entry: Entry, stored: str) -> None:
    thing = database.execute("INSERT INTO entry(iri, stored) VALUES (?, ?)", (entry.iri, stored)).lastrowid
    database.execute(
        "INSERT INTO found(rowid, names, body, context) VALUES (?, ?, ?, ?)",
        (thing, fold(entry.names), fold(entry.body), fold(entry.context)),
    )
    database.executemany("INSERT INTO facet VALUES (?, ?, ?)", ((thing, *facet) for facet in entry.facets()))
    if entry.number is not None:
        database.execute("INSERT INTO number VALUES (?, ?)", (entry.number.digits, thing))


def _drop(database: sqlite3.Connection, thing: int) -> None:
    for table, column in (("found", "rowid"), ("facet", "thing"), ("number", "thing"), ("entry", "id")):
        database.execute(f"DELETE FROM {table} WHERE {column} = ?", (thing,))


class Reading:
    """An index as it is at one moment; things are the numbers of their rows."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def entry(self, thing: int) -> Entry:
        """Return a thing."""
        (stored,) = self._db.execute("SELECT stored FROM entry WHERE id = ?", (thing,)).fetchone()
        return Entry.of(stored)

    def matching(self, expression: str, most: int = CANDIDATES) -> list[tuple[int, float]]:
        """Return the things that match an expression of the full-text index, with their scores, the best first."""
        return self._db.execute(
            "SELECT rowid, bm25(found, 8.0, 2.0, 1.0) AS score FROM found WHERE found MATCH ? ORDER BY score LIMIT ?",
            (expression, most),
        ).fetchall()

    def having(self, filters: Filters) -> list[int]:
        """Return the things that have one of the values chosen of the first facet that has any."""
        name = next(name for name in FACETS if filters.of(name))
        marks = ", ".join("?" * len(filters.of(name)))
        query = f"SELECT DISTINCT thing FROM facet WHERE name = ? AND value IN ({marks}) ORDER BY thing LIMIT ?"
        return [n for (n,) in self._db.execute(query, (name, *sorted(filters.of(name)), CANDIDATES))]

    def numbered(self, asked: Number | None) -> list[int]:
        """Return the documents whose number was asked for."""
        if asked is None:
            return []
        # "202" also means "202/2025": a number goes on with a slash, and a zero is what follows the slash.
        query = "SELECT thing FROM number WHERE digits = ? OR (digits >= ? AND digits < ?) ORDER BY thing"
        things = [n for (n,) in self._db.execute(query, (asked.digits, f"{asked.digits}/", f"{asked.digits}0"))]
        return [n for n in things if (number := self.entry(n).number) is not None and asked.means(number)]

    def facets(self, things: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
        """Return what things can be narrowed to."""
        query = "SELECT name, value FROM facet WHERE thing = ?"
        found = {thing: self._db.execute(query, (thing,)).fetchall() for thing in things}
        return {thing: values for thing, values in found.items() if values}
