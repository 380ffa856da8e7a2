"""The index of a search: on disk, built from what an engine serves, and brought up to date when its data change."""

from __future__ import annotations

import asyncio
import weakref
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from loader.graph.named_things import NAMED_THINGS
from loader.scratch import Scratch
from query_api.asking.search.entries import SEPARATOR, Entry, entries_of
from query_api.asking.search.kinds import order_of
from query_api.asking.search.question import Question, question_of
from query_api.asking.search.ranking import rank
from query_api.asking.search.snippets import around, pieces
from query_api.asking.search.tables import CANDIDATES, Reading, Tables
from query_api.asking.search.told import ToldOnDisk, ask, kinds_of_documents
from query_api.asking.search.values import FACETS, Facet, Filters, Hit, Hits, Suggestion
from query_api.engine.base import Engine
from query_api.engine.constancy import of_one_version

_CANDIDATES_WHILE_TYPING = 400
_SUGGESTED = 8
_OFFERED = frozenset({"document", "place", "body", "indicator", *(named.key for named in NAMED_THINGS)})
"""Kinds whose names people know."""


@dataclass(frozen=True, slots=True)
class _Built:
    """An index with what else it was made of.

    Attributes:
        tables: the tables.
        kinds: symbol by folded name of the kinds of documents.
    """

    tables: Tables
    kinds: MappingProxyType[str, str]


class SearchIndex:
    """Finds things by words, numbers and facets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._building = asyncio.Lock()
        self._built: _Built | None = None
        self._version = ""
        self._scratch: Scratch | None = None

    async def search(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        first: int = 0,
        most: int = 20,
        candidates: int = CANDIDATES,
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

    def remove(self) -> None:
        """Remove the index from disk."""
        if self._scratch is not None:
            self._scratch.remove()
        self._built = self._scratch = None

    async def _build(self) -> None:
        if self._scratch is None:
            self._scratch = Scratch("search")  # not in a thread, whose folder would be lost if this is cancelled
            weakref.finalize(self, self._scratch.remove)
        with TemporaryDirectory(dir=self._scratch.path) as folder:
            answers = Path(folder)
            version, _ = await of_one_version(self._engine, lambda: ask(self._engine, answers))
            tables = self._built.tables if self._built else Tables(self._scratch.path / "index.sqlite")
            self._built = await asyncio.to_thread(_fill, tables, answers)
        self._version = version


def _fill(tables: Tables, answers: Path) -> _Built:
    told = ToldOnDisk(answers)
    try:
        tables.update(entries_of(told))
    finally:
        told.close()
    return _Built(tables, MappingProxyType(kinds_of_documents(answers)))


def _search(built: _Built, question: Question, filters: Filters, first: int, most: int, candidates: int) -> Hits:
    with built.tables.reading() as index:
        return _found(index, question, filters, first, most, candidates)


def _found(index: Reading, question: Question, filters: Filters, first: int, most: int, candidates: int) -> Hits:
    loose = False
    if question.toned:
        rows = index.matching(" ".join(_quoted(question)), candidates)
        if not rows:
            rows = index.matching(" OR ".join(_quoted(question)), candidates)
            loose = bool(rows) and len(question.toned) > 1
    else:
        rows = [(n, 0.0) for n in index.having(filters)]
    capped = len(rows) >= candidates
    numbered = index.numbered(question.number)
    scores = {**dict.fromkeys(numbered, 0.0), **dict(rows)}
    values = index.facets(scores)
    kept = {n: index.entry(n) for n in scores if _passes(values.get(n, ()), filters)}
    ranked = sorted(kept, key=lambda n: (*_rank(kept[n], question, scores[n]), kept[n].iri))
    named = question.number is not None and bool(question.number.symbol or question.number.kind)
    missing = question.number.typed if question.number is not None and named and not numbered else ""
    hits = tuple(_hit(kept[n], question.folded) for n in ranked[first : first + most])
    return Hits(hits, len(kept), _counted(values, filters), capped, missing, loose)


def _quoted(question: Question) -> list[str]:
    quoted = [f'"{word}"' for word in question.folded]
    quoted[-1] += "*"
    return quoted


def _rank(entry: Entry, question: Question, score: float) -> tuple[float, ...]:
    return rank(
        question, names=entry.names.split(SEPARATOR), body=entry.body, context=entry.context, number=entry.number,
        kind=order_of(entry.kind), score=round(score, 3),
    )  # fmt: skip


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
