"""The things of an index, put together from what is told of them: names, sentence, surroundings, and what they are narrowed by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import islice
from typing import Any, Protocol

from loader.graph.vocabulary import LN
from query_api.asking.search.kinds import Kinds
from query_api.asking.search.question import Number, document_number
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

    @property
    def title(self) -> str:
        """Its first name, else its IRI."""
        return self.names.partition(SEPARATOR)[0] or self.iri

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

    def stored(self) -> str:
        """Return it as JSON."""
        return json.dumps(astuple(self), ensure_ascii=False)

    @classmethod
    def of(cls, stored: str) -> Entry:
        """Return what was stored."""
        told: dict[str, Any] = dict(zip((f.name for f in fields(cls)), map(_frozen, json.loads(stored)), strict=True))
        return cls(**{**told, "number": Number(*told["number"]) if told["number"] else None})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Told(Protocol):
    """What is said of things, one thing at a time."""

    def things(self) -> Iterator[str]:
        """Yield the IRIs of what has a name or was read from a sentence, in order."""

    def names(self, thing: str) -> Sequence[str]:
        """Return its names, those in English last."""

    def quotes(self, thing: str) -> Sequence[str]:
        """Return the sentences it was read from."""

    def types(self, thing: str) -> Sequence[str]:
        """Return its types."""

    def all(self, thing: str, *what: str) -> tuple[str, ...]:
        """Return its values of some kinds, each once, in order."""

    def follows(self, body: str) -> Sequence[str]:
        """Return the bodies that answer today for one that is no more."""


def entries_of(told: Told, kinds: Kinds) -> Iterator[Entry]:
    """Yield the things of some kinds that are searched for, in order of their IRIs."""
    for iri in told.things():
        its_types = told.types(iri)
        kind = kinds.kind_of(its_types)
        if kind is not None:
            yield _entry(told, iri, its_types, kind)


def _entry(told: Told, iri: str, its_types: Sequence[str], kind: str) -> Entry:
    def one(*what: str) -> str:
        return next(iter(told.all(iri, *what)), "")

    leads, bodies = told.all(iri, "lead"), told.all(iri, "lead", "body")
    place = iri if kind == "place" else one("place") or (one("within") if kind != "body" else "")
    document = one("document")
    today = tuple(
        dict.fromkeys(t for body in ([iri] if kind == "body" else bodies) for t in told.follows(body) or [body])
    )
    around = [
        name for thing in (place, document, *bodies, *today) if thing and thing != iri for name in told.names(thing)[:1]
    ]
    year = one("year") or (one("date")[:4] if kind == "document" else "")
    around += [year, one("figure")]
    return Entry(
        iri,
        _telling(its_types),
        kind,
        SEPARATOR.join(told.names(iri)),
        " … ".join(told.quotes(iri)),
        SEPARATOR.join(dict.fromkeys(a for a in around if a)),
        place,
        document,
        one("section"),
        leads,
        tuple(dict.fromkeys(t for body in leads for t in told.follows(body))),
        today,
        f"{sign_of(one('comparator'))} {one('figure')}".strip() if one("figure") else "",
        year,
        document_number(one("number"), iri) if kind == "document" else None,
        told.all(iri, "programme") or (told.all(document, "programme") if document else ()),
    )


def _telling(types: Iterable[str]) -> str:
    return min(types, key=lambda t: (not t.startswith(LN.NAMESPACE), -len(t), t), default="")
