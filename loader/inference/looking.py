"""Looking things up in a graph: all of it at hand, or as much as is asked for, with a note of what that was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from loader.inference.ledger import Ledger

_HERE = ox.DefaultGraph()
Term = ox.NamedNode | ox.Literal


class Graph(Protocol):
    """What statements are looked up in, as in a store."""

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode, value: Term | None, graph_name: ox.DefaultGraph, /
    ) -> Iterable[ox.Quad]:
        """Return the statements that fit."""

    def __contains__(self, quad: ox.Quad, /) -> bool:
        """Say whether something is stated."""


def nodes(graph: Graph, subject: ox.NamedNode, predicate: ox.NamedNode) -> frozenset[str]:
    """Return the IRIs that are values of a property."""
    found = (quad.object for quad in graph.quads_for_pattern(subject, predicate, None, _HERE))
    return frozenset(value.value for value in found if isinstance(value, ox.NamedNode))


def subjects(graph: Graph, predicate: ox.NamedNode, value: Term | None) -> frozenset[str]:
    """Return the IRIs of what has a value, or any value, of a property."""
    found = (quad.subject for quad in graph.quads_for_pattern(None, predicate, value, _HERE))
    return frozenset(subject.value for subject in found if isinstance(subject, ox.NamedNode))


def asked(subject: str | None, predicate: str, value: str | None) -> str:
    """Return what stands for a question: the subject; without one, the property and the value if that is known.

    Args:
        subject: a term of N-Triples, like the others.
        predicate: the property.
        value: the value.
    """
    return subject if subject is not None else f"{predicate} {value or ''}"


def answered(subject: str, predicate: str, value: str) -> tuple[str, ...]:
    """Return the questions that a statement is among the answers to."""
    return asked(subject, predicate, None), asked(None, predicate, None), asked(None, predicate, value)


class Looked:
    """What the reference data and all documents say about shared things, read when it is asked for.

    Attributes:
        asked: what stands for the questions that were asked; whoever reads it empties it.
    """

    def __init__(self, reference: ox.Store, ledger: Ledger) -> None:
        """Begin with the reference data.

        Args:
            reference: a store with them, which grows.
            ledger: where it is kept what documents say.
        """
        self._store = reference
        self._ledger = ledger
        self._read: set[str] = set()
        self.asked: set[str] = set()

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode, value: Term | None, graph_name: ox.DefaultGraph, /
    ) -> Iterator[ox.Quad]:
        """Return the statements that fit."""
        self._read_for(None if subject is None else str(subject), str(predicate), None if value is None else str(value))
        return self._store.quads_for_pattern(subject, predicate, value, graph_name)

    def __contains__(self, quad: ox.Quad, /) -> bool:
        """Say whether something is stated."""
        self._read_for(str(quad.subject), str(quad.predicate), None)
        return quad in self._store

    def _read_for(self, subject: str | None, predicate: str, value: str | None) -> None:
        question = asked(subject, predicate, value)
        self.asked.add(question)
        if question not in self._read:
            self._read.add(question)
            lines = self._ledger.spoken(subject, predicate, value)
            if lines:
                self._store.extend(ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES))
