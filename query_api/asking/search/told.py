"""What an engine tells of things, laid out on disk by thing, so that memory holds one thing at a time."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from query_api.engine.base import Engine, QueryRequest
from query_api.engine.folding import fold
from query_api.engine.formats import N_TRIPLES, TSV
from query_api.engine.results import Term, text_of

QUERIES = ("names", "quotes", "types", "facets", "successors", "kinds")
"""What an engine is asked (``queries/*.rq``)."""
_FOLDER = Path(__file__).parent / "queries"
_SECONDS = 600.0  # that one of these may take
_AT_HAND = 1 << 14  # names of places, documents and bodies, which surround many things
_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE text(thing TEXT, what TEXT, english INTEGER, rank TEXT, text TEXT, PRIMARY KEY(thing, what, english, rank, text)) WITHOUT ROWID;
CREATE TABLE type(thing TEXT, type TEXT, PRIMARY KEY(thing, type)) WITHOUT ROWID;
CREATE TABLE value(thing TEXT, what TEXT, value TEXT, PRIMARY KEY(thing, what, value)) WITHOUT ROWID;
CREATE TABLE follows(old TEXT, new TEXT, PRIMARY KEY(old, new)) WITHOUT ROWID;
"""


async def ask(engine: Engine, folder: Path) -> None:
    """Put what an engine answers to each of ``QUERIES`` into files of a folder, as it comes."""
    for name in QUERIES:
        query = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
        answer = await engine.query(QueryRequest(query, TSV, N_TRIPLES, _SECONDS))
        try:
            with (folder / f"{name}.tsv").open("wb") as file:
                async for chunk in answer.chunks():
                    file.write(chunk)
        finally:
            await answer.close()


def _rows(folder: Path, name: str) -> Iterator[list[Term | None]]:
    solutions = ox.parse_query_results(path=str(folder / f"{name}.tsv"), format=ox.QueryResultsFormat.TSV)
    if isinstance(solutions, ox.QuerySolutions):
        width = len(solutions.variables)
        for solution in solutions:
            yield [solution[column] for column in range(width)]


def kinds_of_documents(folder: Path) -> dict[str, str]:
    """Return the symbol ("qd") of each kind of document by its names, folded ("quyet dinh")."""
    return {fold(text_of(name)): text_of(symbol).lower() for symbol, name in _rows(folder, "kinds")}


class ToldOnDisk:
    """What is told, looked up by thing; see ``entries.Told``."""

    def __init__(self, folder: Path) -> None:
        """Lay out the answers that lie in a folder."""
        self._db = sqlite3.connect(folder / "told.sqlite")
        self._db.executescript(_SCHEMA)
        for name in ("names", "quotes"):
            self._put("text", 5, _texts(_rows(folder, name), name))
        self._put("type", 2, _iris(_rows(folder, "types")))
        self._put("value", 3, _values(_rows(folder, "facets")))
        self._put("follows", 2, _iris(_rows(folder, "successors")))
        self.names = lru_cache(_AT_HAND)(self._names)
        self.follows = lru_cache(_AT_HAND)(self._follows)

    def close(self) -> None:
        """Forget it."""
        self._db.close()

    def _put(self, table: str, width: int, rows: Iterable[Sequence[object]]) -> None:
        self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * width)})", rows)

    def _column(self, query: str, *values: str) -> list[str]:
        return [row[0] for row in self._db.execute(query, values)]

    def things(self) -> Iterator[str]:
        """Yield the IRIs of what has a name or was read from a sentence, in order."""
        for (thing,) in self._db.execute("SELECT DISTINCT thing FROM text ORDER BY thing"):
            yield thing

    def _names(self, thing: str) -> Sequence[str]:
        return self._texts(thing, "names")

    def quotes(self, thing: str) -> Sequence[str]:
        """Return the sentences it was read from."""
        return self._texts(thing, "quotes")

    def _texts(self, thing: str, what: str) -> Sequence[str]:
        query = "SELECT text FROM text WHERE thing = ? AND what = ? ORDER BY english, rank, text"
        return list(dict.fromkeys(self._column(query, thing, what)))

    def types(self, thing: str) -> Sequence[str]:
        """Return its types."""
        return self._column("SELECT type FROM type WHERE thing = ? ORDER BY type", thing)

    def all(self, thing: str, *what: str) -> tuple[str, ...]:
        """Return its values of some kinds, each once, in order."""
        query = "SELECT value FROM value WHERE thing = ? AND what = ? ORDER BY value"
        return tuple(dict.fromkeys(value for one in what for value in self._column(query, thing, one)))

    def _follows(self, body: str) -> Sequence[str]:
        return self._column("SELECT new FROM follows WHERE old = ? ORDER BY new", body)


def _texts(rows: Iterable[Sequence[Term | None]], what: str) -> Iterator[tuple[str, str, bool, str, str]]:
    for thing, text, rank in rows:
        if isinstance(thing, ox.NamedNode) and isinstance(text, ox.Literal):
            plain = unicodedata.normalize("NFC", " ".join(text.value.split()))
            yield thing.value, what, text.language == "en", text_of(rank), plain


def _iris(rows: Iterable[Sequence[Term | None]]) -> Iterator[tuple[str, str]]:
    for one, other in rows:
        if isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode):
            yield one.value, other.value


def _values(rows: Iterable[Sequence[Term | None]]) -> Iterator[tuple[str, str, str]]:
    for thing, what, value in rows:
        if isinstance(thing, ox.NamedNode) and value is not None:
            yield thing.value, text_of(what), text_of(value)
