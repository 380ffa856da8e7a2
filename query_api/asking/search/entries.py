"""The things of an index, put together from rows: names, sentence, surroundings, and what they are narrowed by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from loader.graph.vocabulary import LN
from query_api.asking.search.kinds import kind_of
from query_api.asking.search.question import Number, document_number
from query_api.engine.folding import fold
from query_api.engine.results import Rows, text_of
from query_api.served.comparators import sign_of

SEPARATOR = " · "
"""What stands between the names of a thing."""
_MOST_BODIES = 40  # of one thing


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that is searched for.

    Attributes:
        iri: its IRI.
        type: IRI of its most telling type, "" if none.
        kind: key of its kind.
        names: its names, title first.
        body: the sentences it was read from.
        context: names of its document, place and bodies, as printed and today.
        place: IRI of its place.
        document: IRI of its document.
        section: printed numbering.
        leads: IRIs of the bodies that lead it, as printed.
        leads_today: IRIs of those that answer for it today, if others.
        today: IRIs of the bodies concerned, as they are today.
        figure: figure of a target as printed, with the sign of its comparator.
        year: its year.
        number: its number, if it is a document.
        programmes: IRIs of the programmes that it, or its document, belongs to.
    """

    iri: str
    type: str
    kind: str
    names: str
    body: str
    context: str = ""
    place: str = ""
    document: str = ""
    section: str = ""
    leads: tuple[str, ...] = ()
    leads_today: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    figure: str = ""
    year: str = ""
    number: Number | None = None
    programmes: tuple[str, ...] = ()

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield what it can be narrowed to, by facet."""
        yield "kind", self.kind
        if self.place:
            yield "place", self.place
        if self.year:
            yield "year", self.year
        for programme in self.programmes:
            yield "programme", programme
        for body in islice(self.today, _MOST_BODIES):
            yield "body", body


class _Said:
    """Values by thing and by what they are."""

    def __init__(self, rows: Rows) -> None:
        self._values: dict[tuple[str, str], list[str]] = {}
        for thing, what, value in rows.rows:
            if isinstance(thing, ox.NamedNode) and value is not None:
                self._values.setdefault((thing.value, text_of(what)), []).append(text_of(value))

    def all(self, thing: str, *what: str) -> tuple[str, ...]:
        """Return the values of a thing, each once, in order."""
        return tuple(dict.fromkeys(v for w in what for v in sorted(self._values.get((thing, w), ()))))

    def one(self, thing: str, *what: str) -> str:
        """Return its first value, "" if it has none."""
        return next(iter(self.all(thing, *what)), "")


def entries_of(names: Rows, quotes: Rows, types: Rows, facets: Rows, successors: Rows) -> tuple[Entry, ...]:
    """Return the things that are searched for, in order of their IRIs."""
    typed: dict[str, list[str]] = {}
    for thing, its_type in types.rows:
        if isinstance(thing, ox.NamedNode) and isinstance(its_type, ox.NamedNode):
            typed.setdefault(thing.value, []).append(its_type.value)
    named, quoted, said = _texts(names), _texts(quotes), _Said(facets)
    follows: dict[str, list[str]] = {}
    for old, new in successors.rows:
        follows.setdefault(text_of(old), []).append(text_of(new))
    found = []
    for iri in sorted(named.keys() | quoted.keys()):
        its_types = typed.get(iri, [])
        kind = kind_of(its_types)
        if kind is None:
            continue
        leads, bodies = said.all(iri, "lead"), said.all(iri, "lead", "body")
        place = (
            iri if kind == "place" else said.one(iri, "place") or (said.one(iri, "within") if kind != "body" else "")
        )
        document = said.one(iri, "document")
        today = tuple(dict.fromkeys(t for b in ([iri] if kind == "body" else bodies) for t in follows.get(b, [b])))
        around = [
            n for thing in (place, document, *bodies, *today)
            if thing and thing != iri for n in named.get(thing, ())[:1]
        ]  # fmt: skip
        year = said.one(iri, "year") or (said.one(iri, "date")[:4] if kind == "document" else "")
        around += [year, said.one(iri, "figure")]
        number = document_number(said.one(iri, "number"), iri) if kind == "document" else None
        found.append(
            Entry(
                iri,
                _telling(its_types),
                kind,
                SEPARATOR.join(named.get(iri, ())),
                " … ".join(quoted.get(iri, ())),
                SEPARATOR.join(dict.fromkeys(a for a in around if a)),
                place,
                document,
                said.one(iri, "section"),
                leads,
                tuple(dict.fromkeys(t for b in leads for t in follows.get(b, ()))),
                today,
                _figure(said, iri),
                year,
                number,
                said.all(iri, "programme") or (said.all(document, "programme") if document else ()),
            )
        )
    return tuple(found)


def kinds_of_documents(rows: Rows) -> dict[str, str]:
    """Return the symbol ("qd") of each kind of document by its names, folded ("quyet dinh")."""
    return {fold(text_of(name)): text_of(symbol).lower() for symbol, name in rows.rows}


def _figure(said: _Said, iri: str) -> str:
    figure = said.one(iri, "figure")
    sign = sign_of(said.one(iri, "comparator"))
    return f"{sign} {figure}".strip() if figure else ""


def _telling(types: Iterable[str]) -> str:
    return min(types, key=lambda t: (not t.startswith(LN.NAMESPACE), -len(t), t), default="")


def _texts(rows: Rows) -> dict[str, Sequence[str]]:
    """Return the distinct texts of each IRI, those in English last, else by the rank of their property."""
    found: dict[str, set[tuple[bool, str, str]]] = {}
    for thing, text, rank in rows.rows:
        if isinstance(thing, ox.NamedNode) and isinstance(text, ox.Literal):
            plain = unicodedata.normalize("NFC", " ".join(text.value.split()))
            found.setdefault(thing.value, set()).add((text.language == "en", text_of(rank), plain))
    return {iri: list(dict.fromkeys(text for _, _, text in sorted(entries))) for iri, entries in found.items()}
