"""The index of a search: on disk, built from what an engine serves, and brought up to date when its data change."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections import Counter
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from loader.errors import LangngheError
from loader.scratch import Scratch
from loader.things import Things
from query_api.asking.search.entries import SEPARATOR, Entry
from query_api.asking.search.filling import fill
from query_api.asking.search.finding import best_first, matched, named
from query_api.asking.search.kinds import Kinds
from query_api.asking.search.question import Question, question_of, words_of
from query_api.asking.search.ranking import rank, words_in
from query_api.asking.search.snippets import around, pieces
from query_api.asking.search.tables import Reading, Tables
from query_api.asking.search.told import ask, kinds_of_documents
from query_api.asking.search.values import Facet, Filters, Hit, Hits, Suggestion
from query_api.engine.base import Engine
from query_api.engine.constancy import of_one_version

MOST_RANKED = 1000
"""Most things that are ranked: those that match best by the index."""
_RANKED_WHILE_TYPING = 200
_SUGGESTED = 8
_VALUES = 60  # of a facet


@dataclass(frozen=True, slots=True)
class _Built:
    """An index with what else it was made of.

    Attributes:
        tables: the tables.
        kinds: symbol by folded name of the kinds of documents.
        things: the kinds that results are told apart by.
    """

    tables: Tables
    kinds: MappingProxyType[str, str]
    things: Kinds


class SearchIndex:
    """Finds things by words, numbers and facets."""

    def __init__(self, engine: Engine, things: Things | None = None) -> None:
        """Begin without an index.

        Args:
            engine: whose data are searched.
            things: the named things that packs bring; none if not given.
        """
        self._engine = engine
        self._kinds = Kinds.of(things or Things())
        self._building: asyncio.Task[None] | None = None
        self._began = 0.0
        self._built: _Built | None = None
        self._version = ""
        self._scratch: Scratch | None = None

    async def search(self, question: str, filters: Filters | None = None, *, first: int = 0, most: int = 20) -> Hits:
        """Return the things that match all words of a question (or, if none does, any of them).

        Args:
            question: words, with or without tones; the last may be the beginning of a word. Without any, all that the
                filters let pass is found.
            filters: what to narrow the results to.
            first: hits to skip.
            most: hits to return.
        """
        if not words_of(question) and not filters:
            return Hits((), 0)
        built = await self._ready()
        asked = question_of(question, built.kinds)
        return await asyncio.to_thread(_search, built, asked, filters or Filters(), first, most)

    async def suggest(self, question: str) -> tuple[Suggestion, ...]:
        """Return what to offer for a question that is being typed: things whose names match, each name once."""
        built = await self._ready()
        asked = question_of(question, built.kinds)
        return await asyncio.to_thread(_suggest, built, asked) if asked.toned else ()

    def begin(self) -> None:
        """Begin to build the index of the data that are served now beside all else, unless it is there or being built."""
        if self.at_hand or (self._building is not None and not self._building.done()):
            return
        self._began = time.monotonic()
        self._building = asyncio.create_task(self._build())
        # Looked at, whoever waits for it or not: who asks next begins anew.
        self._building.add_done_callback(lambda done: done.cancelled() or done.exception())

    @property
    def at_hand(self) -> bool:
        """The index of the data that are served now is there."""
        return self._built is not None and self._version == self._engine.summary.version

    @property
    def seconds(self) -> float:
        """For how long it has been built."""
        return time.monotonic() - self._began

    async def within(self, seconds: float) -> bool:
        """Say whether the index is there, or is before so many seconds are over; it is begun if it was not.

        Raises:
            LangngheError: it cannot be built.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ready()
        return self.at_hand

    async def stop(self) -> None:
        """Stop building, and remove the index from disk."""
        if self._building is not None:
            self._building.cancel()
            with suppress(asyncio.CancelledError, LangngheError):
                await self._building
        if self._scratch is not None:
            self._scratch.remove()
        self._built = self._scratch = None

    async def _ready(self) -> _Built:
        while not self.at_hand:  # the data may be replaced while their index is built
            self.begin()
            assert self._building is not None
            await asyncio.shield(self._building)  # who leaves must not end what others wait for
        assert self._built is not None
        return self._built

    async def _build(self) -> None:
        if self._scratch is None:
            self._scratch = Scratch("search")  # not in a thread, whose folder would be lost if this is cancelled
            weakref.finalize(self, self._scratch.remove)
        with TemporaryDirectory(dir=self._scratch.path, ignore_cleanup_errors=True) as folder:
            answers = Path(folder)
            version, _ = await of_one_version(self._engine, lambda: ask(self._engine, answers))
            file = self._scratch.path / "index.sqlite"
            await fill(file, answers, self._kinds)
            tables = self._built.tables if self._built else Tables(file, self._kinds)
            symbols = MappingProxyType(await asyncio.to_thread(kinds_of_documents, answers))
        self._built, self._version = _Built(tables, symbols, self._kinds), version


def _search(built: _Built, question: Question, filters: Filters, first: int, most: int) -> Hits:
    with built.tables.reading() as index:
        return _found(index, built.things, question, filters, first, most)


def _found(index: Reading, kinds: Kinds, question: Question, filters: Filters, first: int, most: int) -> Hits:
    numbered = index.numbered(question.number)
    found = matched(index, question)
    passing, counted = index.narrowing.narrowed(found.things.union(numbered), filters)
    scores = best_first(index, question, found, passing, MOST_RANKED)
    scores |= {n: 0.0 for n in numbered if n in passing}
    kept = {n: index.entry(n) for n in scores}
    ranked = sorted(kept, key=lambda n: (*_rank(kept[n], kinds, question, scores[n]), kept[n].iri))
    named = question.number is not None and bool(question.number.symbol or question.number.kind)
    missing = question.number.typed if question.number is not None and named and not numbered else ""
    hits = tuple(_hit(kept[n], question) for n in ranked[first : first + most])
    facets, further = {}, {}
    for name, counts in counted:
        facets[name], further[name] = _offered(counts, filters.of(name))
    return Hits(
        hits, len(passing), len(kept), MappingProxyType(facets), MappingProxyType(further), missing, found.loose
    )


def _suggest(built: _Built, question: Question) -> tuple[Suggestion, ...]:
    with built.tables.reading() as index:
        known = index.narrowing.having("kind", built.things.offered)
        numbered = [n for n in index.numbered(question.number) if n in known]
        things = dict.fromkeys((*numbered, *named(index, question, known, _RANKED_WHILE_TYPING)))
        kept = {n: index.entry(n) for n in things}
    found: dict[str, Suggestion] = {}
    for entry in sorted(kept.values(), key=lambda entry: _likelihood(entry, built.things, question)):
        title = entry.title
        if title not in found and any(piece.hit for piece in pieces(title, question.folded)):
            found[title] = Suggestion(entry.iri, entry.kind, title)
        if len(found) == _SUGGESTED:
            break
    return tuple(found.values())


def _likelihood(entry: Entry, kinds: Kinds, question: Question) -> tuple[float | str, ...]:
    """Return what suggestions are sorted by: as results are, but of names that match equally well short ones first."""
    not_exact, not_same, _, _, not_beside, kind, _ = _rank(entry, kinds, question, 0.0)
    return not_exact, not_same, not_beside, len(entry.title.split()), kind, entry.iri


def _rank(
    entry: Entry, kinds: Kinds, question: Question, score: float
) -> tuple[bool, float, bool, float, int, int, float]:
    return rank(
        question, names=entry.names.split(SEPARATOR), body=entry.body, context=entry.context, number=entry.number,
        kind=kinds.order_of(entry.kind), score=round(score, 3),
    )  # fmt: skip


def _offered(counts: Counter[str], chosen: Set[str]) -> tuple[tuple[Facet, ...], int]:
    """Return the values that are most frequent, and those chosen even if nothing has them; and how many more there are."""
    there = sorted({**dict.fromkeys(chosen, 0), **counts}.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for at, pair in enumerate(there) if at < _VALUES or pair[0] in chosen]
    return tuple(Facet(value, count, value in chosen) for value, count in shown), len(there) - len(shown)


def _hit(entry: Entry, question: Question) -> Hit:
    words = question.folded
    there = {word for said in (entry.names, entry.body, entry.context) for word in words_in(said)}
    typed = there.intersection(question.toned)
    title, _, rest = entry.names.partition(SEPARATOR)
    also = pieces(rest, words, typed)
    return Hit(
        entry.iri, entry.type, entry.kind, pieces(title or entry.iri, words, typed),
        also if any(piece.hit for piece in also) and not any(piece.hit for piece in pieces(title, words, typed)) else (),
        pieces(around(entry.body, words), words, typed), entry.place, entry.document, entry.section, entry.leads,
        entry.leads_today, entry.figure, entry.year,
    )  # fmt: skip
