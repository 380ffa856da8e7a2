"""What a search takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

FACETS = ("kind", "programme", "place", "body", "year")
"""What results can be narrowed by; also the parameters of the address."""


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
        type: IRI of its most telling type, "" if none.
        kind: key of its kind ("task").
        title: its label in pieces.
        also: its other names that match, in pieces.
        snippet: the sentence it was read from, in pieces, around the first match.
        place: IRI of its place, "" if none.
        document: IRI of its document, "" if it is none's.
        section: printed numbering of its place in the document.
        leads: IRIs of the bodies that lead it or report it, as printed.
        today: IRIs of those that answer for it today, if others.
        figure: a target's figure as printed, with the sign of its comparator.
        year: its year, "" if none.
    """

    iri: str
    type: str
    kind: str
    title: tuple[Piece, ...]
    also: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    place: str = ""
    document: str = ""
    section: str = ""
    leads: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    figure: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that results can be narrowed by.

    Attributes:
        value: IRI or key.
        count: results that have it, under the other filters.
        chosen: it is a filter.
    """

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found.

    Attributes:
        hits: one page of them.
        total: how many there are.
        ranked: how many of them are in an order and can be looked through: of very many the most likely.
        facets: the values of each of ``FACETS``, most frequent first; of very many those that most have.
        further: how many values of each facet are left out.
        missing: the number of a document that was asked for and that the graph does not hold, "" if none.
        loose: not all words were found together: things with any of them are shown.
    """

    hits: tuple[Hit, ...]
    total: int
    ranked: int = 0
    facets: Mapping[str, tuple[Facet, ...]] = field(default_factory=lambda: MappingProxyType({}))
    further: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    missing: str = ""
    loose: bool = False

    @property
    def capped(self) -> bool:
        """There are more than can be looked through."""
        return self.ranked < self.total


@dataclass(frozen=True, slots=True)
class Filters:
    """What results are narrowed to; a facet without values lets all pass.

    Attributes:
        chosen: values by facet.
    """

    chosen: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return any(self.chosen.values())

    def of(self, facet: str) -> frozenset[str]:
        """Return the values chosen of one facet."""
        return self.chosen.get(facet, frozenset())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to offer while somebody types.

    Attributes:
        iri: IRI of the thing.
        kind: key of its kind.
        label: its label.
    """

    iri: str
    kind: str
    label: str
