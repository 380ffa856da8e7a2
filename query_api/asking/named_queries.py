"""The queries of pages: each a file with a name, its parameters bound as terms, its answers kept for one version of the data.

Rows come in the order that a query asks for, else in that of their texts: an engine that sorts the rows of a whole country
looks each term up for each comparison, which takes it seconds.

A parameter stands in the file as ``VALUES ?name { UNDEF }``. Terms take the place of ``UNDEF``, never text, so nothing
that a request says can become a piece of a query.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from loader.errors import ConfigurationError
from loader.sparql_tokens import scan
from query_api.asking.binding import blocks_of
from query_api.asking.rows import ask_rows, ask_triples
from query_api.engine.base import Engine
from query_api.engine.results import Rows, text_of

Bound = ox.NamedNode | ox.Literal
_MOST_CELLS = 400_000  # terms kept in all
_MOST_MADE = 48  # values made of answers that are kept
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with places for values.

    Attributes:
        name: name of its file.
        pieces: its text, cut at the places.
        places: the parameter whose values stand at each cut.
        ordered: it says in which order its rows come.
    """

    name: str
    pieces: tuple[str, ...]
    places: tuple[str, ...]
    ordered: bool = True

    def text(self, values: Mapping[str, Sequence[Bound]]) -> str:
        """Return the query with terms in the places of its parameters; one that is not given stays unbound.

        Raises:
            ConfigurationError: a value is for no parameter of the query.
        """
        if unknown := set(values) - set(self.places):
            raise ConfigurationError(f"the query “{self.name}” has no parameter {', '.join(sorted(unknown))}")
        text = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            terms = " ".join(map(str, values[place])) if place in values else "UNDEF"
            text += [" ", terms, " ", piece]
        return "".join(text)


def read_query(path: Path) -> NamedQuery:
    """Read a query file."""
    query = path.read_text(encoding="utf-8")
    scanned = scan(query)
    found = sorted(blocks_of(scanned), key=lambda block: block[1].start)
    free = [(name, values) for name, values in found if values.terms == (None,)]
    pieces, at = [], 0
    for _, values in free:
        pieces.append(query[at : values.start])
        at = values.end
    ordered = any(token.is_word("ORDER") for token in scanned.tokens)
    return NamedQuery(path.stem, (*pieces, query[at:]), tuple(name for name, _ in free), ordered)


class NamedQueries:
    """The queries of folders, asked of one engine."""

    def __init__(self, engine: Engine, folder: Path, more: Mapping[str, Path] | None = None) -> None:
        """Read the queries.

        Args:
            engine: what answers.
            folder: holds the queries.
            more: further folders, by what stands in front of the names of their queries ("pack/name").
        """
        self._engine = engine
        self._queries = {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}
        for name, other in (more or {}).items():
            self._queries |= {f"{name}/{path.stem}": read_query(path) for path in sorted(other.glob("*.rq"))}
        self._kept: OrderedDict[str, Rows] = OrderedDict()
        self._cells = 0
        self._made: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._version = ""

    @property
    def version(self) -> str:
        """Version of the data that answers are about."""
        return self._engine.summary.version

    def parameters(self, name: str) -> frozenset[str]:
        """Return the names of the parameters of a query.

        Raises:
            ConfigurationError: there is no such query.
        """
        return frozenset(self._named(name).places)

    async def rows(self, name: str, /, **values: Bound | Sequence[Bound]) -> Rows:
        """Return the rows of a SELECT.

        Args:
            name: name of the query's file, without ``.rq``.
            values: term or terms of each parameter; no terms at all match nothing, a parameter left out anything.

        Raises:
            ConfigurationError: there is no such query or parameter.
            LangngheError: the engine does not answer.
        """
        text = self._text(name, values)
        self._forget()
        if (kept := self._kept.get(text)) is not None:
            self._kept.move_to_end(text)
            return kept
        version = self.version
        rows = await ask_rows(self._engine, text)
        if not self._queries[name].ordered:
            rows = replace(rows, rows=tuple(sorted(rows.rows, key=lambda row: [text_of(term) for term in row])))
        if version == self.version == self._version and text not in self._kept:
            self._keep(text, rows)
        return rows

    async def triples(self, name: str, /, **values: Bound | Sequence[Bound]) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT; arguments and errors are those of ``rows``."""
        return await ask_triples(self._engine, self._text(name, values))

    async def made(self, key: tuple[str, ...], make: Callable[[], Awaitable[T]]) -> T:
        """Return a value that is made of answers, the one made before if the data have not been replaced.

        Args:
            key: what the value depends on, beside the data.
            make: makes it.
        """
        self._forget()
        if key in self._made:
            self._made.move_to_end(key)
            known: T = self._made[key]
            return known
        version = self.version
        value = await make()
        self._forget()
        if version == self.version:
            self._made[key] = value
            while len(self._made) > _MOST_MADE:
                self._made.popitem(last=False)
        return value

    def _forget(self) -> None:
        """Forget what was about other data than those that are served now."""
        if self._version != self.version:
            self._kept.clear()
            self._made.clear()
            self._cells, self._version = 0, self.version

    def _text(self, name: str, values: Mapping[str, Bound | Sequence[Bound]]) -> str:
        return self._named(name).text(
            {n: (v,) if isinstance(v, ox.NamedNode | ox.Literal) else v for n, v in values.items()}
        )

    def _named(self, name: str) -> NamedQuery:
        query = self._queries.get(name)
        if query is None:
            raise ConfigurationError(f"no page has a query named “{name}”")
        return query

    def _keep(self, text: str, rows: Rows) -> None:
        self._kept[text] = rows
        self._cells += _cells(rows)
        while self._cells > _MOST_CELLS:
            self._cells -= _cells(self._kept.popitem(last=False)[1])


def _cells(rows: Rows) -> int:
    return 10 + len(rows.rows) * len(rows.variables)
