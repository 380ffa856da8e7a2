"""Full-text search over labels, numbers, titles and quoted sentences, tones and đ folded, best first."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import unicodedata
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import DCTERMS, LN, OWL, RDF, RDFS, SKOS
from query_api.asking.rows import ask_rows
from query_api.engine.base import Engine
from query_api.engine.constancy import of_one_version
from query_api.engine.folding import fold
from query_api.engine.results import Rows, text_of

_WORD = re.compile(r"\w+")
_NAMES = (RDFS.label, SKOS.prefLabel, DCTERMS.title, LN.number, SKOS.altLabel)
_SEPARATOR = " · "
_SKIPPED = (LN.Excerpt.value, LN.Provision.value, LN.Citation.value, OWL.Class.value)
_CANDIDATES = 300
_SNIPPET = 220
_MOST_WORDS = 12
_SCHEMA = """
CREATE VIRTUAL TABLE found USING fts5(names, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3');
CREATE TABLE thing(id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, names TEXT, body TEXT);
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet.

    Attributes:
        text: its characters.
        hit: it matches the question.
    """

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found.

    Attributes:
        iri: its IRI.
        kind: IRI of its most telling type, "" if none.
        title: its label in pieces.
        also: its other names that match, in pieces.
        snippet: the sentence it was read from, in pieces, around the first match.
    """

    iri: str
    kind: str
    title: tuple[Piece, ...]
    also: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found.

    Attributes:
        hits: one page of them.
        total: how many there are (at most the number of candidates ranked).
    """

    hits: tuple[Hit, ...]
    total: int


class SearchIndex:
    """An index in memory, built from what an engine serves, and again when its data change."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._building = asyncio.Lock()
        self._index: sqlite3.Connection | None = None
        self._version = ""

    async def search(self, question: str, *, first: int = 0, most: int = 20) -> Hits:
        """Return the things that match all words of a question (or, if none does, any of them).

        Args:
            question: words, with or without tones; the last may be the beginning of a word.
            first: hits to skip.
            most: hits to return.
        """
        words = _WORD.findall(fold(question))[:_MOST_WORDS]
        if not words:
            return Hits((), 0)
        async with self._building:
            if self._index is None or self._version != self._engine.summary.version:
                await self._build()
            index = self._index
            assert index is not None
            return await asyncio.to_thread(_search, index, question, words, first, most)

    async def _build(self) -> None:
        ranks = " ".join(f"({p} {rank})" for rank, p in enumerate(_NAMES))
        query = f"SELECT ?s ?text ?rank {{ VALUES (?p ?rank) {{ {ranks} }} ?s ?p ?text }}"

        async def read() -> tuple[Rows, Rows, Rows]:
            return (
                await ask_rows(self._engine, query),
                await ask_rows(self._engine, f"SELECT ?s ?text ?rank {{ ?s {LN.evidence}/{LN.quote} ?text }}"),
                await ask_rows(self._engine, f"SELECT ?s ?type {{ ?s {RDF.type} ?type }}"),
            )

        version, (names, bodies, kinds) = await of_one_version(self._engine, read)
        self._index = await asyncio.to_thread(_fill, names, bodies, kinds)
        self._version = version


def _fill(names: Rows, bodies: Rows, kinds: Rows) -> sqlite3.Connection:
    types: dict[str, list[str]] = {}
    for s, its_type in kinds.rows:
        if isinstance(s, ox.NamedNode) and isinstance(its_type, ox.NamedNode):
            types.setdefault(s.value, []).append(its_type.value)
    named, said = _texts(names), _texts(bodies)
    index = sqlite3.connect(":memory:", check_same_thread=False)
    index.executescript(_SCHEMA)
    for number, iri in enumerate(sorted(named.keys() | said.keys()), 1):
        its_types = types.get(iri, [])
        if any(t in _SKIPPED for t in its_types):
            continue
        title, body = _SEPARATOR.join(named.get(iri, ())), " … ".join(said.get(iri, ()))
        kind = min(its_types, key=lambda t: (not t.startswith(LN.NAMESPACE), -len(t), t), default="")
        index.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", (number, iri, kind, title, body))
        index.execute("INSERT INTO found(rowid, names, body) VALUES (?, ?, ?)", (number, fold(title), fold(body)))
    index.commit()
    return index


def _texts(rows: Rows) -> dict[str, list[str]]:
    """Return the distinct texts of each IRI, those in English last, else by the rank of their property."""
    found: dict[str, set[tuple[bool, str, str]]] = {}
    for s, text, rank in rows.rows:
        if isinstance(s, ox.NamedNode) and isinstance(text, ox.Literal):
            plain = unicodedata.normalize("NFC", " ".join(text.value.split()))
            found.setdefault(s.value, set()).add((text.language == "en", text_of(rank), plain))
    return {iri: list(dict.fromkeys(text for _, _, text in sorted(entries))) for iri, entries in found.items()}


def _search(index: sqlite3.Connection, question: str, words: list[str], first: int, most: int) -> Hits:
    quoted = [f'"{word}"' for word in words]
    quoted[-1] += "*"
    rows = _match(index, " ".join(quoted)) or _match(index, " OR ".join(quoted))
    typed = unicodedata.normalize("NFC", " ".join(question.lower().split()))
    # Folding makes "lang" and "làng" alike; among what is found, the spelling that was typed comes first.
    ranked = sorted(rows, key=lambda row: row[4] - 4 * (typed in row[2].lower()) - 2 * (typed in row[3].lower()))
    hits = tuple(_hit(iri, kind, names, body, words) for iri, kind, names, body, _ in ranked[first : first + most])
    return Hits(hits, len(rows))


def _hit(iri: str, kind: str, names: str, body: str, words: list[str]) -> Hit:
    title, _, rest = names.partition(_SEPARATOR)
    also = pieces(rest, words)
    snippet = pieces(_around(body, words), words)
    return Hit(iri, kind, pieces(title or iri, words), also if any(p.hit for p in also) else (), snippet)


def _match(index: sqlite3.Connection, expression: str) -> list[tuple[str, str, str, str, float]]:
    return index.execute(
        "SELECT iri, kind, thing.names, thing.body, bm25(found, 8.0, 1.0) AS rank FROM found "
        "JOIN thing ON thing.id = found.rowid WHERE found MATCH ? ORDER BY rank, iri LIMIT ?",
        (expression, _CANDIDATES),
    ).fetchall()


def pieces(text: str, words: list[str]) -> tuple[Piece, ...]:
    """Cut a text at the words that match; folding keeps lengths, so offsets in both forms agree."""
    found: list[Piece] = []
    last = 0
    for match in _WORD.finditer(fold(text)):
        if match.group() in words or match.group().startswith(words[-1]):
            if match.start() > last:
                found.append(Piece(text[last : match.start()], False))
            found.append(Piece(text[match.start() : match.end()], True))
            last = match.end()
    if last < len(text):
        found.append(Piece(text[last:], False))
    return tuple(found)


def _around(text: str, words: list[str]) -> str:
    if len(text) <= _SNIPPET:
        return text
    folded = fold(text)
    place = min((p for p in (folded.find(w) for w in words) if p >= 0), default=0)
    start = max(0, place - _SNIPPET // 3)
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, start + _SNIPPET)
    end = end if end > start else start + _SNIPPET
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
