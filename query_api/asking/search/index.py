"""The index of a search: in memory, built from what an engine serves, and again when its data change."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from query_api.asking.rows import ask_rows
from query_api.asking.search.entries import SEPARATOR, Entry, entries_of, kinds_of_documents
from query_api.asking.search.kinds import order_of
from query_api.asking.search.question import Question, question_of
from query_api.asking.search.ranking import rank
from query_api.asking.search.snippets import around, pieces
from query_api.asking.search.values import FACETS, Facet, Filters, Hit, Hits, Suggestion
from query_api.engine.base import Engine
from query_api.engine.constancy import of_one_version
from query_api.engine.folding import fold
from query_api.engine.results import Rows

_QUERIES = Path(__file__).parent / "queries"
_CANDIDATES_WHILE_TYPING = 400
_CANDIDATES = 2000
_SUGGESTED = 8
_OFFERED = frozenset({"document", "place", "body", "village", "craft", "indicator"})
"""Kinds whose names people know."""
_SCHEMA = """
CREATE VIRTUAL TABLE found USING fts5(names, body, context, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3');
CREATE TABLE facet(thing INTEGER, name TEXT, value TEXT);
"""


@dataclass(frozen=True, slots=True)
class _Built:
    """An index with what it was made of.

    Attributes:
        index: the tables.
        entries: the things by the number of their row.
        kinds: symbol by folded name of the kinds of documents.
    """

    index: sqlite3.Connection
    entries: tuple[Entry, ...]
    kinds: MappingProxyType[str, str]


class SearchIndex:
    """Finds things by words, numbers and facets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._building = asyncio.Lock()
        self._built: _Built | None = None
        self._version = ""

    async def search(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        first: int = 0,
        most: int = 20,
        candidates: int = _CANDIDATES,
    ) -> Hits:
        """Return the things that match all words of a question (or, if none does, any of them).

        Args:
            question: words, with or without tones; the last may be the beginning of a word. Without any, all that the
                filters let pass is found.
            filters: what to narrow the results to.
            first: hits to skip.
            most: hits to return.
            candidates: things that match best by the index, of which the best are chosen.
        """
        built = await self._ready()
        asked = question_of(question, built.kinds)
        if not asked.toned and not filters:
            return Hits((), 0)
        return await asyncio.to_thread(_search, built, asked, filters or Filters(), first, most, candidates)

    async def suggest(self, question: str) -> tuple[Suggestion, ...]:
        """Return what to offer for a question that is being typed: things whose names match, each name once."""
        named = Filters(MappingProxyType({"kind": _OFFERED}))
        hits = await self.search(question, named, most=4 * _SUGGESTED, candidates=_CANDIDATES_WHILE_TYPING)
        found: dict[str, Suggestion] = {}
        for hit in hits.hits:
            label = "".join(piece.text for piece in hit.title)
            if any(piece.hit for piece in hit.title):
                found.setdefault(label, Suggestion(hit.iri, hit.kind, label))
        return tuple(found.values())[:_SUGGESTED]

    async def prepare(self) -> None:
        """Build the index of the data that are served now, so that nobody who asks waits for it."""
        await self._ready()

    async def _ready(self) -> _Built:
        async with self._building:
            if self._built is None or self._version != self._engine.summary.version:
                await self._build()
            assert self._built is not None
            return self._built

    async def _build(self) -> None:
        async def read() -> tuple[Rows, ...]:
            names = ("names", "quotes", "types", "facets", "successors", "kinds")
            return tuple([await ask_rows(self._engine, _query(name)) for name in names])

        version, rows = await of_one_version(self._engine, read)
        self._built = await asyncio.to_thread(_fill, *rows)
        self._version = version


def _query(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def _fill(names: Rows, quotes: Rows, types: Rows, facets: Rows, successors: Rows, kinds: Rows) -> _Built:
    entries = entries_of(names, quotes, types, facets, successors)
    index = sqlite3.connect(":memory:", check_same_thread=False)
    index.executescript(_SCHEMA)
    index.executemany(
        "INSERT INTO found(rowid, names, body, context) VALUES (?, ?, ?, ?)",
        ((n, fold(e.names), fold(e.body), fold(e.context)) for n, e in enumerate(entries, 1)),
    )
    index.executemany(
        "INSERT INTO facet VALUES (?, ?, ?)",
        ((n, name, value) for n, e in enumerate(entries, 1) for name, value in e.facets()),
    )
    index.execute("CREATE INDEX facet_of ON facet(thing)")
    index.execute("CREATE INDEX facet_value ON facet(name, value)")
    index.commit()
    return _Built(index, entries, MappingProxyType(kinds_of_documents(kinds)))


def _search(built: _Built, question: Question, filters: Filters, first: int, most: int, candidates: int) -> Hits:
    loose = False
    if question.toned:
        rows = _match(built.index, " ".join(_quoted(question)), candidates)
        if not rows:
            rows = _match(built.index, " OR ".join(_quoted(question)), candidates)
            loose = bool(rows) and len(question.toned) > 1
    else:
        rows = [(n, 0.0) for n in _having(built.index, filters)]
    capped = len(rows) >= candidates
    numbered = _numbered(built, question)
    scores = {**dict.fromkeys(numbered, 0.0), **dict(rows)}
    values = _facets_of(built.index, scores)
    kept = [n for n in scores if _passes(values.get(n, ()), filters)]
    ranked = sorted(kept, key=lambda n: (*_rank(built.entries[n - 1], question, scores[n]), built.entries[n - 1].iri))
    named = question.number is not None and bool(question.number.symbol or question.number.kind)
    missing = question.number.typed if question.number is not None and named and not numbered else ""
    hits = tuple(_hit(built.entries[n - 1], question.folded) for n in ranked[first : first + most])
    return Hits(hits, len(kept), _counted(values, filters), capped, missing, loose)


def _quoted(question: Question) -> list[str]:
    quoted = [f'"{word}"' for word in question.folded]
    quoted[-1] += "*"
    return quoted


def _match(index: sqlite3.Connection, expression: str, candidates: int) -> list[tuple[int, float]]:
    return index.execute(
        "SELECT rowid, bm25(found, 8.0, 2.0, 1.0) AS score FROM found WHERE found MATCH ? ORDER BY score LIMIT ?",
        (expression, candidates),
    ).fetchall()


def _having(index: sqlite3.Connection, filters: Filters) -> list[int]:
    """Return the things that have one of the values chosen of the first facet that has any."""
    name = next(name for name in FACETS if filters.of(name))
    marks = ", ".join("?" * len(filters.of(name)))
    query = f"SELECT DISTINCT thing FROM facet WHERE name = ? AND value IN ({marks}) ORDER BY thing LIMIT ?"
    return [n for (n,) in index.execute(query, (name, *sorted(filters.of(name)), _CANDIDATES))]


def _numbered(built: _Built, question: Question) -> list[int]:
    asked = question.number
    if asked is None:
        return []
    return [n for n, e in enumerate(built.entries, 1) if e.number is not None and asked.means(e.number)]


def _rank(entry: Entry, question: Question, score: float) -> tuple[float, ...]:
    return rank(
        question, names=entry.names.split(SEPARATOR), body=entry.body, context=entry.context, number=entry.number,
        kind=order_of(entry.kind), score=round(score, 3),
    )  # fmt: skip


def _facets_of(index: sqlite3.Connection, things: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    wanted = set(things)
    found: dict[int, list[tuple[str, str]]] = {}
    if not wanted:
        return found
    low, high = min(wanted), max(wanted)
    for thing, name, value in index.execute(
        "SELECT thing, name, value FROM facet WHERE thing BETWEEN ? AND ?", (low, high)
    ):
        if thing in wanted:
            found.setdefault(thing, []).append((name, value))
    return found


def _passes(values: Sequence[tuple[str, str]], filters: Filters, without: str = "") -> bool:
    return all(
        name == without or not filters.of(name) or any(n == name and v in filters.of(name) for n, v in values)
        for name in FACETS
    )


def _counted(values: dict[int, list[tuple[str, str]]], filters: Filters) -> MappingProxyType[str, tuple[Facet, ...]]:
    found = {}
    for name in FACETS:
        there: Counter[str] = Counter()
        for its in values.values():
            passes = _passes(its, filters, without=name)
            there.update({value: int(passes) for n, value in set(its) if n == name})
        there.update(dict.fromkeys(filters.of(name), 0))
        found[name] = tuple(
            Facet(value, count, value in filters.of(name))
            for value, count in sorted(there.items(), key=lambda pair: (-pair[1], pair[0]))
        )
    return MappingProxyType(found)


def _hit(entry: Entry, words: Sequence[str]) -> Hit:
    title, _, rest = entry.names.partition(SEPARATOR)
    also = pieces(rest, words)
    return Hit(
        entry.iri, entry.type, entry.kind, pieces(title or entry.iri, words),
        also if any(piece.hit for piece in also) and not any(piece.hit for piece in pieces(title, words)) else (),
        pieces(around(entry.body, words), words), entry.place, entry.document, entry.section, entry.leads,
        entry.leads_today, entry.figure, entry.year,
    )  # fmt: skip
