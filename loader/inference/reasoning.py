"""From statements to statements, over reference data that is closed already: what every part of a graph is made with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.alignment import READ_BELOW, Scope, judged_by, refused
from loader.inference.deduction import Deduction, Fact, Knowledge, facts_of, lines_of
from loader.inference.judging import Judging
from loader.inference.lapsing import next_changes
from loader.inference.sharing import Sharing, is_like_told
from loader.lexicon.thesaurus import Vocabularies, bundled_vocabularies


@dataclass(frozen=True, slots=True)
class Setting:
    """What all parts are made with.

    Attributes:
        deduction: the rules.
        relevant: what statements rules and judgements are about (see ``Pattern.key``).
        iris: maker of IRIs.
        as_of: the day by which actions are overdue.
        vocabularies: what sentences are read with; those that come along if not given.
    """

    deduction: Deduction
    relevant: frozenset[str]
    iris: Iris
    as_of: date | None
    vocabularies: Vocabularies = field(default_factory=bundled_vocabularies)

    @property
    def day(self) -> str:
        """The day by which actions are overdue, as YYYY-MM-DD; empty without one."""
        return self.as_of.isoformat() if self.as_of else ""


_EXAMPLE = Sharing("urn:langnghe:first/shares-text-1", "urn:langnghe:first", "urn:langnghe:second", 1.0)
_NAMES = ("node", "first", "second")
_KINDS_AT_HAND = 4096


class Reasoning:
    """The pure part of the work: from statements to statements, over reference data that is closed already.

    Attributes:
        setting: what is worked with.
        stated: the statements of the reference data.
        base: they and what follows from them.
        judging: writer of judgements.
        tells_of_others: what follows from a shared passage is also about others than those who share it.
    """

    def __init__(self, setting: Setting, reference: Iterable[Fact]) -> None:
        """Close the reference data.

        Args:
            setting: what is worked with.
            reference: the statements of the reference data.

        Raises:
            GraphError: by some axiom something follows from judgements on passages or drafts with other statements.
        """
        self.setting = setting
        self.stated = dict.fromkeys(reference)
        self.base = Knowledge(setting.deduction)
        self.base.tell(self.stated)
        self._across = _text(self.base.facts)
        self._below = _text(fact for fact in self.base.facts if fact.key in READ_BELOW)
        self._subjects = frozenset(fact.subject for fact in self.base.facts)
        self.judging = Judging(setting.iris, refused(self.across(())), setting.vocabularies)
        self._sharing = lru_cache(_KINDS_AT_HAND)(self._what_sharing_says)
        self.tells_of_others = any(not is_like_told(line.decode()) for line in self.sharing([_EXAMPLE]))
        draft = ox.Triple(ox.NamedNode("urn:draft"), LN.draftOf, ox.NamedNode("urn:plan"))
        if setting.deduction.asks_for_more(facts_of([*_EXAMPLE.triples(self.judging), draft])):
            raise GraphError(
                "an axiom joins judgements on shared passages or drafts to other statements",
                advice=f"leave {LN.sharesTextWith} and {LN.draftOf} out of chains and intersections",
            )

    @cached_property
    def stated_lines(self) -> frozenset[str]:
        """The statements of the reference data as lines of N-Triples."""
        return frozenset(fact.line for fact in self.stated)

    def across(self, texts: Iterable[bytes]) -> ox.Store:
        """Return N-Triples with the reference data as a store that judgements over all documents look at."""
        return _store(self._across, texts)

    def below(self, texts: Iterable[bytes]) -> ox.Store:
        """Return N-Triples with the reference data as a store that judgements on one document look at."""
        return _store(self._below, texts)

    def is_known_subject(self, subject: str) -> bool:
        """Say whether reference data speak of a subject."""
        return subject in self._subjects

    def with_following(self, triples: Iterable[Triple]) -> frozenset[str]:
        """Return judgements as lines of N-Triples, with what follows from them alone."""
        return frozenset(fact.line for fact in Knowledge(self.setting.deduction, self.base).tell(facts_of(triples)))

    def sharing(self, told: Iterable[Sharing], *, nodes: bool = True) -> list[bytes]:
        """Return the same for judgements on shared passages, which differ in names and in how much is shared only, in UTF-8.

        Args:
            told: the judgements.
            nodes: with what is said about the judgements' own nodes.
        """
        texts = []
        for one in told:
            about, others = self._sharing(one.index)
            text = about + others if nodes else others
            for name in _NAMES:
                text = text.replace(f"<{getattr(_EXAMPLE, name)}>".encode(), f"<{getattr(one, name)}>".encode())
            texts.append(text)
        return b"".join(texts).splitlines(keepends=True)

    def _what_sharing_says(self, index: float) -> tuple[bytes, bytes]:
        """Return what a judgement says about its own node, and what else follows."""
        lines = sorted(self.with_following(replace(_EXAMPLE, index=index).triples(self.judging)))
        about = [line for line in lines if line.startswith(f"<{_EXAMPLE.node}> ")]
        return "".join(about).encode(), "".join(line for line in lines if line not in about).encode()

    def judged(self, scope: Scope, store: ox.Store) -> list[str]:
        """Return the judgements of a scope as lines of N-Triples."""
        return lines_of(judged_by(scope, store, self.judging, self.setting.as_of))

    def of_the_day(self) -> list[Triple]:
        """Return what is said of the day itself."""
        return list(judged_by(Scope.DAY, ox.Store(), self.judging, self.setting.as_of))

    def next_changes(self, store: ox.Store) -> Iterator[tuple[str, str]]:
        """Yield documents by their IRI, each with a day, as YYYY-MM-DD, from which on other things are judged of it."""
        if self.setting.as_of is not None:
            for document, after in next_changes(store, self.judging, self.setting.as_of):
                yield document, after.isoformat()


def _text(facts: Iterable[Fact]) -> bytes:
    return "".join(fact.line for fact in facts).encode()


def _store(reference: bytes, texts: Iterable[bytes]) -> ox.Store:
    store = ox.Store()
    for text in (reference, *texts):
        # Lenient, for the lines are this program's own: their IRIs were looked at when they were first read.
        store.load(text, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return store
