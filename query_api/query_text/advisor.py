"""What hints are made from: a query's patterns beside what the data look like."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass

from loader.sparql_tokens import Scan
from query_api.engine.results import Rows
from query_api.query_text.patterns import (
    Iri,
    Pattern,
    Reading,
    Variable,
)
from query_api.query_text.profile import IRI, Profile
from query_api.query_text.wording import literal_of, written

Asking = Generator[str, Rows, None]
"""Yields queries, is sent their rows."""

MOST_LOOKUPS = 8
"""Queries that one check may ask."""
_MOST_PATTERNS = 80


@dataclass(frozen=True, slots=True)
class Hint:
    """What is probably meant.

    Attributes:
        vi: in Vietnamese, one line.
        en: in English, one line.
        variables: the variables that cannot be bound because of it; empty: nothing can.
    """

    vi: str
    en: str
    variables: frozenset[str] = frozenset()


class Advisor:
    """A query's patterns, the data's profile, and the hints found so far."""

    def __init__(self, scanned: Scan, reading: Reading, profile: Profile, spoken: Collection[str] = ()) -> None:
        self.scanned = scanned
        self.reading = reading
        self.profile = profile
        self.hints: list[Hint] = []
        self.lookups = 0
        self.patterns = [p for p in reading.patterns if p.group not in reading.negative][:_MOST_PATTERNS]
        # A part of the query that has been spoken about is not spoken about again.
        self.done: set[int] = {
            number
            for number, pattern in enumerate(self.patterns)
            if pattern.predicate in spoken or (isinstance(pattern.object, Iri) and pattern.object.value in spoken)
        }

    def say(self, vi: str, en: str, about: Iterable[str] = ()) -> None:
        """Add a hint, once."""
        hint = Hint(vi, en, frozenset(about))
        if hint not in self.hints:
            self.hints.append(hint)

    def _objects(self, name: str) -> list[Pattern]:
        return [p for p in self.patterns if isinstance(p.object, Variable) and p.object.name == name]

    def sample(self, prop: str, kind: str) -> str:
        """Return some value of a property of a kind, as it is written in a query."""
        text = self.profile.samples.get((prop, kind), "")
        if kind == IRI:
            return f"<{text}>"
        return written(literal_of(text if len(text) <= 60 else text[:59] + "…", kind))
