"""Which body does the work of another on a given day, step by step through reorganisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from query_api.engine.results import Rows, texts_of


@dataclass(frozen=True, slots=True)
class BodyStep:
    """A body that took over.

    Attributes:
        body: its IRI.
        day: since when, ISO; "" if unknown.
        basis: numbers of the instruments that say so.
    """

    body: str
    day: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Successions:
    """What became of bodies.

    Attributes:
        steps: body → those that took over from it.
    """

    steps: Mapping[str, tuple[BodyStep, ...]]

    @classmethod
    def of(cls, rows: Rows) -> Successions:
        """Read rows of the query ``trace-changes``."""
        found: dict[str, dict[tuple[str, str], dict[str, None]]] = {}
        for _, before, after, day, basis, _ in texts_of(rows):
            found.setdefault(before, {}).setdefault((after, day), {})
            if basis:
                found[before][after, day][basis] = None
        return cls({b: tuple(BodyStep(a, d, tuple(n)) for (a, d), n in steps.items()) for b, steps in found.items()})

    def ended(self, body: str, at: str = "") -> bool:
        """Say whether a body has ended by a day (ISO; "" for today)."""
        return any(not at or not step.day or step.day <= at for step in self.steps.get(body, ()))

    def on(self, body: str, at: str = "") -> tuple[BodyStep, ...]:
        """Return the bodies that do a body's work on a day, each with the last step to it; () while it exists itself."""
        return tuple(self._on(body, at, frozenset({body})))

    def _on(self, body: str, at: str, seen: frozenset[str]) -> Iterable[BodyStep]:
        for step in self.steps.get(body, ()):
            if (at and step.day and step.day > at) or step.body in seen:
                continue
            further = tuple(self._on(step.body, at, seen | {step.body}))
            yield from further or (step,)
