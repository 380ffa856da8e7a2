"""The statements of one file while they are collected: the terms only, subject by subject; triples are made as they are read.

A triple of the store copies its three terms. Held all at once, those of a document of 500 pages would need several times
the memory of its text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pyoxigraph as ox

from loader.graph.vocabulary import RDF

Value = ox.NamedNode | ox.Literal
_TYPE = RDF.type


class Statements(Collection[ox.Triple]):
    """Statements about things that all have IRIs; some may be stated twice until they are put in order."""

    def __init__(self) -> None:
        self._by_subject: dict[ox.NamedNode, list[tuple[ox.NamedNode, Value]]] = {}

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: Value) -> None:
        """State one triple."""
        said = self._by_subject.get(subject)
        if said is None:
            said = self._by_subject[subject] = []
        said.append((predicate, value))

    def __iter__(self) -> Iterator[ox.Triple]:
        """Yield the triples by subject, in the order of their first mention."""
        for subject, said in self._by_subject.items():
            for predicate, value in said:
                yield ox.Triple(subject, predicate, value)

    def about(self, keys: Collection[str]) -> Iterator[tuple[ox.NamedNode, Sequence[tuple[ox.NamedNode, Value]]]]:
        """Yield the statements about some things as predicates and objects, subject by subject.

        Args:
            keys: predicates as in N-Triples, and "a" with a class for what has that type.
        """
        wanted: dict[ox.NamedNode, bool] = {}
        for subject, said in self._by_subject.items():
            found = []
            for pair in said:
                predicate = pair[0]
                known = wanted.get(predicate)
                if known is None:
                    known = wanted[predicate] = str(predicate) in keys
                if known or (predicate == _TYPE and f"a {pair[1]}" in keys):
                    found.append(pair)
            if found:
                yield subject, found

    def __len__(self) -> int:
        return sum(map(len, self._by_subject.values()))

    def __contains__(self, triple: object) -> bool:
        if not isinstance(triple, ox.Triple) or not isinstance(triple.subject, ox.NamedNode):
            return False
        return (triple.predicate, triple.object) in self._by_subject.get(triple.subject, ())

    def in_order(self) -> Iterator[ox.Triple]:
        """Yield the distinct triples by subject, predicate (types first) and object."""
        for subject, said in self.by_subject():
            for predicate, value in said:
                yield ox.Triple(subject, predicate, value)

    def by_subject(self) -> Iterator[tuple[ox.NamedNode, Sequence[tuple[ox.NamedNode, Value]]]]:
        """Yield the same as predicates and objects, subject by subject."""
        for subject in sorted(self._by_subject, key=str):
            yield subject, _sorted(self._by_subject[subject])


def _sorted(said: list[tuple[ox.NamedNode, Value]]) -> list[tuple[ox.NamedNode, Value]]:
    """Return what is said of one thing in order; most predicates are stated once, which is told without the values."""
    by_predicate = {predicate.value: (predicate, value) for predicate, value in said}
    if len(by_predicate) < len(said):
        return sorted(set(said), key=lambda pair: (pair[0] != _TYPE, pair[0].value, str(pair[1])))
    first = by_predicate.pop(_TYPE.value, None)
    rest = [by_predicate[predicate] for predicate in sorted(by_predicate)]
    return rest if first is None else [first, *rest]
