"""What every judgement is written with: its grade, its basis in two languages, and the statement that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import pyoxigraph as ox

from loader.graph.iris import Iris
from loader.graph.literals import en, vi
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF, RDFS
from loader.lexicon.thesaurus import Vocabularies, bundled_vocabularies

_CONCEPTS_AT_HAND, _LABELS_AT_HAND = 4096, 64


@lru_cache(_CONCEPTS_AT_HAND)
def _concept(iris: Iris, scheme: str, key: str) -> ox.NamedNode:
    return ox.NamedNode(iris.concept(scheme, key))


@lru_cache(_LABELS_AT_HAND)
def _in_both(label: Basis) -> tuple[ox.Literal, ox.Literal]:
    return vi(label.vi), en(label.en)


class Grade(StrEnum):
    """How well a judgement is supported; the keys of ``grade/…`` concepts. "verified" is for curators."""

    PROBABLE = "probable"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement that a judgement is about, by the IRIs of its terms."""

    subject: str
    predicate: str
    value: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Why something is judged so, in Vietnamese and English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Judging:
    """Writes judgements.

    Attributes:
        iris: maker of IRIs.
        refused: the statements that curators refuse.
        vocabularies: what sentences are read with; those that come along if not given.
    """

    iris: Iris
    refused: frozenset[Judged] = field(default_factory=frozenset)
    vocabularies: Vocabularies = field(default_factory=bundled_vocabularies)

    def concept(self, scheme: str, key: str) -> ox.NamedNode:
        """Return the node of a concept."""
        return _concept(self.iris, scheme, key)

    def allows(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode) -> bool:
        """Say whether no curator refuses the statement."""
        return not self.refused or Judged(subject.value, predicate.value, value.value) not in self.refused

    def describe(
        self, node: ox.NamedNode, kind: ox.NamedNode, label: Basis, grade: Grade, basis: Basis
    ) -> Iterator[Triple]:
        """Yield type, label, grade and basis of a judgement's node."""
        yield ox.Triple(node, RDF.type, kind)
        yield from self.described(node, label, grade.value, basis)

    def described(self, node: ox.NamedNode, label: Basis, grade: str, basis: Basis) -> Iterator[Triple]:
        """Yield label, grade (its key) and basis of a judgement's node."""
        for text in _in_both(label):
            yield ox.Triple(node, RDFS.label, text)
        yield ox.Triple(node, LN.grade, self.concept("grade", grade))
        yield ox.Triple(node, LN.basis, vi(basis.vi))
        yield ox.Triple(node, LN.basis, en(basis.en))

    def statement(
        self, node: ox.NamedNode, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode
    ) -> Iterator[Triple]:
        """Yield a judged statement and what its judgement's node says that it is about."""
        yield ox.Triple(subject, predicate, value)
        yield ox.Triple(node, LN.judgedSubject, subject)
        yield ox.Triple(node, LN.judgedProperty, predicate)
        yield ox.Triple(node, LN.judgedObject, value)
