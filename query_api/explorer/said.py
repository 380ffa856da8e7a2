"""What is said of things, by property: rows of (thing, property, value) as a value that answers questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from query_api.engine.results import Rows, Term, text_of


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of things.

    Attributes:
        things: thing → property → values, in the order of the rows, none twice.
    """

    things: dict[str, dict[str, tuple[Term, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Rows) -> Said:
        """Read rows of thing, property and value."""
        found: dict[str, dict[str, dict[Term, None]]] = {}
        for thing, name, value in rows.rows:
            if value is not None:
                found.setdefault(text_of(thing), {}).setdefault(text_of(name), {})[value] = None
        return cls({t: {p: tuple(vs) for p, vs in said.items()} for t, said in found.items()})

    def all(self, thing: str, name: ox.NamedNode) -> tuple[str, ...]:
        """Return the texts or IRIs that a property of a thing has."""
        return tuple(text_of(value) for value in self.things.get(thing, {}).get(name.value, ()))

    def one(self, thing: str, name: ox.NamedNode, language: str | None = None) -> str:
        """Return the one value of a property as text, the one in a language if it has several; "" without any."""
        values = self.things.get(thing, {}).get(name.value, ())
        if language is not None:
            for value in values:
                if isinstance(value, ox.Literal) and value.language == language:
                    return value.value
        return text_of(values[0]) if values else ""

    def types(self, thing: str, name: ox.NamedNode) -> frozenset[str]:
        """Return the values of a property as a set."""
        return frozenset(self.all(thing, name))

    def iris(self) -> Iterator[str]:
        """Yield every IRI that is a value."""
        for said in self.things.values():
            for values in said.values():
                yield from (value.value for value in values if isinstance(value, ox.NamedNode))
