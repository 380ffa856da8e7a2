"""Which indicators concern a document: those of the programmes that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import LN

_HERE = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Scopes:
    """The programmes of indicators and documents.

    Attributes:
        indicators: IRI of an indicator → the programmes that it is of.
        documents: IRI of a document → the programmes that it belongs to.
    """

    indicators: Mapping[str, frozenset[str]]
    documents: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, store: ox.Store) -> Scopes:
        """Return the programmes that a graph tells of."""
        return cls(_pairs(store, LN.indicatorOf), _pairs(store, LN.inProgramme))

    def concerns(self, document: str, indicator: str) -> bool:
        """Say whether an indicator is of a programme of a document; one of no known programme concerns all."""
        programmes = self.indicators.get(indicator)
        return programmes is None or bool(programmes & self.documents.get(document, frozenset()))

    def keys_of(self, document: str) -> frozenset[str]:
        """Return the keys of a document's programmes."""
        return frozenset(iri.rsplit("/", 1)[-1] for iri in self.documents.get(document, ()))

    def indicators_of(self, document: str) -> list[str]:
        """Return the indicators of a document's programmes, sorted."""
        own = self.documents.get(document, frozenset())
        return sorted(indicator for indicator, programmes in self.indicators.items() if programmes & own)


def _pairs(store: ox.Store, predicate: ox.NamedNode) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, predicate, None, _HERE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    return {key: frozenset(values) for key, values in found.items()}
