"""What each part of a graph is made of: from what the ledger holds of a unit to what is to be put down of it.

Nothing is written here, so that parts of different units can be made side by side, by processes that read the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from loader.errors import GraphError
from loader.graph.vocabulary import LN
from loader.inference.alignment import ABOVE, READ_ACROSS, TO_ROOTS, Scope
from loader.inference.deduction import Fact, Knowledge
from loader.inference.ledger import Ledger, Link, Step, pack, text_of, unpacked
from loader.inference.passages import Passage, PassageIndex, Teller
from loader.inference.reasoning import Reasoning
from loader.inference.sharing import (
    is_like_told,
    may_hold_like_told,
    read_passages,
    read_records,
    recorded,
    still_index,
    told_by,
)
from loader.inference.stating import Stated
from loader.inference.units import REFERENCE, Unit, Units, enclosing

Thing = TypeVar("Thing")
_ABOVE = tuple(str(predicate) for predicate in ABOVE)
_TO_PROGRAMME, _FROM_ROOT = map(str, TO_ROOTS)
LEADING = frozenset((*_ABOVE, _TO_PROGRAMME))
"""What leads from a document to what it is held against."""
PRIVATE = (Step.CLOSED, Step.FOLLOWING)
"""The parts with what is inferred about things of a unit alone."""
_OF_DOCUMENTS = frozenset((*LEADING, _FROM_ROOT, str(LN.promulgates), str(LN.promulgatedBy)))


@dataclass(frozen=True, slots=True)
class Alone:
    """What follows from a unit alone, packed, and of it what others may join to theirs."""

    inferred: bytes = b""
    exports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """What follows from a unit with what it meets.

    Attributes:
        inferred: what is known and not stated, packed.
        seen: what judgements over all units look at, packed.
        said: what is stated about things of others or of nobody, packed.
        met: nodes that others were asked about.
        above: documents that its documents trace to.
    """

    inferred: bytes
    seen: bytes
    said: bytes
    met: frozenset[str]
    above: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What is judged of a unit, and what follows from that.

    Attributes:
        following: both, about things of the unit, packed.
        shown: all that is inferred about others, packed.
        until: the first day on which other things are judged though nothing changed, as YYYY-MM-DD; empty for none.
        resembling: some of what is stated or inferred might be told of shared passages as well.
        wordings: the wordings of its passages.
    """

    following: bytes
    shown: bytes
    until: str
    resembling: bool
    wordings: Mapping[Passage, Sequence[Sequence[int]]]


class Parts:
    """Makes parts."""

    def __init__(self, ledger: Ledger, reasoning: Reasoning) -> None:
        """Take the ledger that is read, and what parts are made with."""
        self._ledger = ledger
        self._reasoning = reasoning
        self._deduction = reasoning.setting.deduction
        self._joined = self._deduction.looked_up | _OF_DOCUMENTS
        self._mattering = self._deduction.acting | self._joined

    @cached_property
    def units(self) -> Units:
        """The units that the files in the ledger fall into, when they are first asked for."""
        return Units({name: known.homes for name, known in self._ledger.files().items()})

    @cached_property
    def _index(self) -> PassageIndex:
        """The index of passages, when all are in it: nobody is asked what is shared before."""
        return still_index(self._ledger.database)

    def read(self, path: Path) -> Stated:
        """Return a file's statements, as far as they are reasoned over."""
        return Stated.read(path, self._reasoning.setting.relevant)

    def alone(self, name: str) -> Alone:
        """Say what follows from a unit alone."""
        if name == REFERENCE:
            return Alone()
        unit = self.units.by_name[name]
        stated = self._stated(unit)
        known = self._knowledge(unit)
        known.tell(map(Fact.read, filter(self._matters, stated)))
        exports = {fact.line for fact in _open_facts(unit, filter(self._deduction.is_joined, known.facts), known.facts)}
        inferred = (line for fact in known.facts if (line := fact.line) not in stated)
        return Alone(pack(inferred), tuple(sorted(exports)))

    def closed(self, name: str) -> Closed:
        """Say what follows from a unit with what others say of the things that it names."""
        unit = self.units.by_name[name]
        known = self._knowledge(unit)
        if name == REFERENCE:
            return self._closed_reference(unit, known)
        stated, alone = self._stated(unit), self._ledger.part(name, Step.ALONE)
        # Of what is known already, only what others' statements may be joined to need be looked up.
        known.assume(map(Fact.read, filter(self._is_joined_to, chain(stated, alone))))
        before = len(known.facts)
        met = self._meet(unit, known)
        told = (fact.line for fact in islice(known.facts, before, None))
        inferred = dict.fromkeys((*alone, *(line for line in told if line not in stated)))
        shared = _open_lines(unit, (*stated, *inferred), known.facts)
        seen = (
            line for line in shared if (fact := Fact.read(line)).key in READ_ACROSS and fact not in self._reasoning.base
        )
        said = (line for line in stated if not unit.holds(line))
        above = {value for iri in unit.documents for value in _above(known, f"<{iri}>")}
        return Closed(pack(inferred), pack(seen), pack(said), frozenset(met), frozenset(above))

    def _closed_reference(self, unit: Unit, known: Knowledge) -> Closed:
        stated = self._reasoning.stated
        known.tell(stated)
        met = self._meet(unit, known)
        inferred = (fact.line for fact in known.facts if fact not in stated)
        seen = (fact.line for fact in _open_facts(unit, known.facts, known.facts) if fact.key in READ_ACROSS)
        documents = dict.fromkeys(fact.subject for fact in known.facts if fact.predicate in LEADING)
        above = {value for document in documents for value in _above(known, document)}
        return Closed(pack(inferred), pack(seen), b"", frozenset(met), frozenset(above))

    def judged(self, names: Sequence[str]) -> list[Judgements]:
        """Judge units by themselves and what lies above them, say what follows, and read their passages.

        Several are judged together, as most of what is read for one is read for the others, too. Each is judged as it
        would be alone, since a judgement is made from a unit and what lies above it only. Where something comes up that
        is no unit's, they are judged one by one, to know from which it comes.
        """
        units = [self.units.by_name[name] for name in names]
        higher = {unit.name: unit for unit in units}
        for unit in units:
            for node in sorted(self._ledger.values(Link.ABOVE, unit.name)):
                owner = self.units.owner(node)
                if owner is not None:
                    higher[owner.name] = owner
        store = self._reasoning.below(text for one in higher.values() for text in self._texts(one))
        taker = cache(self._taker)
        lines = (line for scope in (Scope.BELOW, Scope.DATED) for line in self._reasoning.judged(scope, store))
        judged = _sorted_out(_by_subject(lines), lambda about: taker(about.subject))
        wanted = {*names, None}
        passages = read_passages(store, lambda iri: taker(f"<{iri}>") in wanted)
        read = _sorted_out(passages, lambda passage: taker(f"<{passage.element}>"))
        if len(names) > 1 and (None in judged or None in read):
            return [one for name in names for one in self.judged([name])]
        until: dict[str | None, str] = {}
        for document, after in self._reasoning.next_changes(store):
            name = taker(f"<{document}>")
            until[name] = min(until.get(name) or after, after)
        return [
            self._concluded(
                unit,
                _of(judged, unit.name),
                until.get(unit.name, ""),
                {passage: passages[passage] for passage in _of(read, unit.name)},
            )
            for unit in units
        ]

    def passages(self, name: str) -> list[tuple[str, str]]:
        """Judge which passages a unit shares, by the index in the ledger; return what each element tells, as records."""
        told = told_by(self._index, name, self._reasoning.judging)
        return [(element, recorded(some)) for element, some in told]

    def told(self, teller: Teller) -> str:
        """Judge which passages one element shares."""
        told = told_by(self._index, teller.unit, self._reasoning.judging, teller.element)
        return "".join(recorded(some) for _, some in told)

    def private(self, name: str, start: bytes) -> bytes:
        """Return what is inferred about a unit alone, with what its elements tell, as sorted lines.

        Args:
            name: the unit.
            start: how the lines begin.
        """
        packed = (self._ledger.packed(name, step) for step in PRIVATE)
        told = self._reasoning.sharing(read_records("".join(self._ledger.told_in(name))))
        lines = [line for line in (*chain.from_iterable(map(unpacked, packed)), *told) if line.startswith(start)]
        # Parts are sorted already, and sorting goes by what is in order: so no set, which has none.
        lines.sort()
        return b"".join(dict.fromkeys(lines))

    def _concluded(
        self, unit: Unit, judged: Iterable[_About], until: str, wordings: Mapping[Passage, Sequence[Sequence[int]]]
    ) -> Judgements:
        """Say what follows from the judgements on a unit."""
        reasoning, is_reference = self._reasoning, unit.name == REFERENCE
        stated = [fact.line for fact in reasoning.stated] if is_reference else [*self._stated(unit)]
        closed = self._ledger.part(unit.name, Step.CLOSED)
        before = {*stated, *closed}
        new: dict[str, None] = {}
        for about in judged:
            # Reference data hardly ever speak of a document, so most lines need not be looked up in them.
            looked_up = not is_reference and reasoning.is_known_subject(about.subject)
            for line in about.lines:
                if line not in before and not (looked_up and Fact.read(line) in reasoning.base):
                    new[line] = None
        acting = [Fact.read(line) for line in new if self._deduction.acts_on(line)]
        known = self._knowledge(unit)
        if self._deduction.asks_for_others(acting):
            known.assume(map(Fact.read, filter(self._deduction.looks_up, before)))
        told = known.tell(acting)
        new.update(dict.fromkeys(line for fact in told if (line := fact.line) not in before))
        shown = [line for line in (*closed, *new) if not line.startswith(unit.inside)]
        text = "".join((*closed, *new))
        if "> _:" in text or "\n_:" in text or text.startswith("_:"):
            _refuse_nodes_without_name((*closed, *new))
        resembling = may_hold_like_told(text) or may_hold_like_told("".join(stated))
        resembling = resembling and any(map(is_like_told, (*before, *new)))
        following = pack(line for line in new if line.startswith(unit.inside))
        return Judgements(following, pack(shown), until, resembling, wordings)

    # What parts are made from

    def _stated(self, unit: Unit) -> Mapping[str, None]:
        return dict.fromkeys(line for file in unit.files for line in self._ledger.stated(file))

    def _matters(self, line: str) -> bool:
        """Say whether something may follow from a line of N-Triples, or be asked of what it says."""
        return line.split(" ", 2)[1] in self._mattering

    def _is_joined_to(self, line: str) -> bool:
        """Say whether something may follow from a line of N-Triples together with others, or be asked of what it says."""
        return line.split(" ", 2)[1] in self._joined

    def _texts(self, unit: Unit) -> Iterator[bytes]:
        for file in unit.files:
            yield text_of(self._ledger.packed_stated(file))
        yield text_of(self._ledger.packed(unit.name, Step.CLOSED))

    def _knowledge(self, unit: Unit) -> Knowledge:
        return Knowledge(self._deduction, None if unit.name == REFERENCE else self._reasoning.base)

    def _meet(self, unit: Unit, known: Knowledge) -> set[str]:
        """Let a unit know what others say about what it names, and what these name; return the nodes asked about."""
        met: set[str] = set()
        waiting: Collection[Fact] = tuple(known.facts)
        while waiting:
            nodes = {node for fact in waiting for node in self._deduction.meeting_places(fact)}
            documents = _documents(unit, known.facts)
            asked = sorted(node for node in nodes - met if not unit.holds(node) or node in documents)
            met.update(asked)
            told = (Fact.read(line) for node in asked for line in self._ledger.beginning(Link.EXPORT, f"{node} "))
            waiting = known.tell(told)
        return met

    def _taker(self, subject: str) -> str | None:
        """Return the unit whose part a judgement on something is, as far as that can be told; None for what is no unit's."""
        owner = self.units.owner(subject)
        if owner is not None:
            return owner.name
        # What hangs on a thing of the reference data is made with that thing.
        return REFERENCE if any(map(self._reasoning.is_known_subject, _with_those_above(subject))) else None


@dataclass(slots=True)
class _About:
    """Lines of N-Triples about one subject, that came one after the other."""

    subject: str
    lines: list[str]


def _by_subject(lines: Iterable[str]) -> Iterator[_About]:
    start, about = "", _About("", [])
    for line in lines:
        if not start or not line.startswith(start):
            if about.lines:
                yield about
            start = line[: line.index(" ") + 1]
            about = _About(start[:-1], [])
        about.lines.append(line)
    if about.lines:
        yield about


def _with_those_above(node: str) -> Iterator[str]:
    return (f"<{iri}>" for iri in enclosing(node.strip("<>")))


def _sorted_out(some: Iterable[Thing], taker: Callable[[Thing], str | None]) -> dict[str | None, list[Thing]]:
    found: dict[str | None, list[Thing]] = {}
    for one in some:
        found.setdefault(taker(one), []).append(one)
    return found


def _of(some: Mapping[str | None, list[Thing]], name: str) -> Iterator[Thing]:
    return chain(some.get(name, ()), some.get(None, ()))


def _subject(line: str) -> str:
    return line.split(" ", 1)[0]


def _refuse_nodes_without_name(lines: Iterable[str]) -> None:
    for fact in map(Fact.read, lines):
        if fact.subject.startswith("_:") or fact.value.startswith("_:"):
            raise GraphError("a statement about a blank node was inferred", advice="give the node an IRI")


def _documents(unit: Unit, facts: Iterable[Fact]) -> frozenset[str]:
    """Return the documents of a unit, also one that is only known to lie inside another: others may speak of them."""
    linked = (fact.subject for fact in facts if fact.predicate in _OF_DOCUMENTS)
    return frozenset((*(f"<{iri}>" for iri in unit.documents), *linked))


def _open_facts(unit: Unit, facts: Iterable[Fact], known: Iterable[Fact]) -> Iterator[Fact]:
    """Yield those of some statements that are about something which others may speak of, by all that is known."""
    documents = _documents(unit, known)
    inside = unit.inside
    return (fact for fact in facts if not fact.subject.startswith(inside) or fact.subject in documents)


def _open_lines(unit: Unit, lines: Iterable[str], known: Iterable[Fact]) -> Iterator[str]:
    """Yield the same of lines of N-Triples."""
    inside = unit.inside
    documents = tuple(f"{node} " for node in _documents(unit, known) if unit.holds(node))
    return (line for line in lines if not line.startswith(inside) or line.startswith(documents))


def _above(known: Knowledge, document: str) -> Iterator[str]:
    """Yield the documents that judgements hold a document against."""
    for predicate in _ABOVE:
        yield from known.values(document, predicate)
    for programme in known.values(document, _TO_PROGRAMME):
        yield from known.subjects(_FROM_ROOT, programme)
