"""A group as it is written anew: one part after the other, each for the bindings of those before it.

``A LATERAL { B }`` says that (SEP-0006, https://github.com/w3c/sparql-dev): B is asked for each solution of A, with what
A binds put in. The engine keeps that order, where it would choose its own for what is merely joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from query_api.engine.planning.costs import Domains
from query_api.engine.planning.patterns import Filter

SEEK = 4.0
"""What it costs to look a pattern up in an index, beside one row that is then read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A group in its order.

    Attributes:
        text: what stands between its braces.
        rows: solutions for each binding that it is given.
        cost: work for each of these; a row read is one.
        domains: values of the variables that it surely binds.
    """

    text: str
    rows: float
    cost: float
    domains: Domains


@dataclass(slots=True)
class Chain:
    """A group that is being written.

    Attributes:
        text: so far.
        rows: solutions so far for each binding given.
        cost: work so far.
        domains: values of variables that are bound, as far as costs go.
        certain: variables that are surely bound by it.
        possible: variables that may be bound, here or around.
        counted: filters whose effect is in ``rows``.
    """

    domains: dict[str, float]
    possible: set[str]
    text: str = ""
    rows: float = 1.0
    cost: float = 0.0
    certain: set[str] = field(default_factory=set)
    counted: list[Filter] = field(default_factory=list)

    def beside(self, text: str) -> None:
        """Add a part that is merely joined, or is no pattern."""
        self.text = f"{self.text} {text}".strip()

    def behind(self, text: str) -> None:
        """Add a part that gets the bindings so far."""
        self.text = f"{self.text} LATERAL {{ {text} }}" if self.text else text

    def enclose(self, more: str) -> None:
        """Make a group of all so far and something that holds for it."""
        self.text = f"{{ {self.text} {more} }}"

    def hashed(self, text: str, names: Iterable[str]) -> None:
        """Add a part that is asked for itself and joined by a table of hashes; so is what stands before it.

        The engine does that with a subquery, into which it puts no bindings.
        """
        self.text = f"{subquery(self.text, self.possible)} {subquery(text, names)}"


def subquery(text: str, names: Iterable[str]) -> str:
    """Return a group that is asked for itself, whatever is bound around it."""
    return f"{{ SELECT {' '.join(f'?{name}' for name in sorted(names))} {{ {text} }} }}"
