"""What a file states that is reasoned over: few of its statements, for most are texts, labels and offsets."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from loader.graph.statements import Statements
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.closure import statements
from loader.inference.deduction import lines_of
from loader.inference.ledger import pack

_HAS_TEXT, _TYPE = LN.hasText.value, RDF.type.value


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file states, as far as it is reasoned over.

    Attributes:
        homes: the documents whose text it holds, sorted.
        lines: the statements as lines of N-Triples, packed.
    """

    homes: tuple[str, ...]
    lines: bytes

    @classmethod
    def of(cls, said: Statements, relevant: frozenset[str]) -> Stated:
        """Return what was collected for a file.

        Args:
            said: the statements, some of them perhaps several times.
            relevant: what those are about that are reasoned over (see ``Pattern.key``).
        """
        return cls.by(said.about(relevant | {str(LN.hasText)}), relevant)

    @classmethod
    def by(cls, triples: Iterable[Triple], relevant: Collection[str]) -> Stated:
        """Return what triples state."""
        homes: set[str] = set()
        looked_at: list[Triple] = []
        known: dict[ox.NamedNode, bool] = {}
        for triple in triples:
            predicate = triple.predicate
            wanted = known.get(predicate)
            if wanted is None:
                wanted = known[predicate] = str(predicate) in relevant
            if predicate.value == _TYPE:
                wanted = f"a {triple.object}" in relevant
            elif predicate.value == _HAS_TEXT and isinstance(triple.subject, ox.NamedNode):
                homes.add(triple.subject.value)
            if wanted:
                looked_at.append(triple)
        return cls(tuple(sorted(homes)), pack(set(lines_of(looked_at))))

    @classmethod
    def read(cls, path: Path, relevant: Collection[str]) -> Stated:
        """Return what a file states.

        Raises:
            GraphError: the file cannot be read or its syntax is wrong.
        """
        return cls.by((quad.triple for quad in statements(path)), relevant)
