"""What a file states that is reasoned over: few of its statements, for most are texts, labels and offsets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from loader.graph.dataset import parse_file
from loader.graph.statements import Statements
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.deduction import lines_of
from loader.inference.ledger import pack

_HAS_TEXT, _TYPE = str(LN.hasText), str(RDF.type)


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
        homes: set[str] = set()
        lines: set[str] = set()
        has_text = LN.hasText
        written: dict[ox.NamedNode, str] = {}
        for subject, about in said.about(relevant | {_HAS_TEXT}):
            name = str(subject)
            for predicate, value in about:
                if predicate == has_text:
                    homes.add(subject.value)
                    if _HAS_TEXT not in relevant:
                        continue
                if (term := written.get(predicate)) is None:
                    term = written[predicate] = str(predicate)
                lines.add(f"{name} {term} {value!s} .\n")  # as in N-Triples
        return cls(tuple(sorted(homes)), pack(lines))

    @classmethod
    def read(cls, path: Path, relevant: Collection[str]) -> Stated:
        """Return what a file states.

        Raises:
            GraphError: the file cannot be read or its syntax is wrong.
        """
        homes: set[str] = set()
        looked_at: list[Triple] = []
        for quad in parse_file(path):
            predicate = str(quad.predicate)
            if predicate == _HAS_TEXT and isinstance(quad.subject, ox.NamedNode):
                homes.add(quad.subject.value)
            if (f"a {quad.object}" if predicate == _TYPE else predicate) in relevant:
                looked_at.append(quad.triple)
        return cls(tuple(sorted(homes)), pack(set(lines_of(looked_at))))
