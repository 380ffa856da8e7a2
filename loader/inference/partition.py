"""Inference by parts: what a change touches is inferred again, and nothing else.

The graph is partitioned by document (``units.py``), as the rules and judgements are local to one but for statements about
things that several speak of. Parts are made in steps; each is kept (``ledger.py``) and made again when its inputs have
other contents, so that a step which comes to the same result ends the matter there (rebuilding with early cut-off:
Mokhov, Mitchell, Peyton Jones, *Build Systems à la Carte*, ICFP 2018):

1. what follows from a unit alone; of it, the statements that others may join to theirs are exported;
2. what follows from a unit with the exports about the things that it names, and about those that these name, and so on.
   Exports follow from their own unit alone, so no statement can come to support itself when another is withdrawn (which
   is what needs DRed's second pass: Gupta, Mumick, Subrahmanian, SIGMOD 1993);
3. judgements on a unit, from it and the documents that it traces to; those over all units, from what is said about
   shared things only; passages, through their index;
4. what follows from the judgements.

What is written in the end is the union, less what any file states.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from loader.errors import GraphError
from loader.graph.vocabulary import LN
from loader.inference.alignment import ABOVE, TO_ROOTS, Scope
from loader.inference.deduction import Fact, Knowledge, facts_of
from loader.inference.ledger import JUDGEMENTS, Difference, Ledger, Link, Step
from loader.inference.passages import Passage
from loader.inference.reasoning import Reasoning
from loader.inference.sharing import passage_index, read_passages, shared_by
from loader.inference.units import REFERENCE, Unit, Units

_ABOVE = tuple(str(predicate) for predicate in ABOVE)
_TO_PROGRAMME, _FROM_ROOT = map(str, TO_ROOTS)
_LEADING = frozenset((*_ABOVE, _TO_PROGRAMME))
_OF_DOCUMENTS = frozenset((*_LEADING, _FROM_ROOT, str(LN.promulgates), str(LN.promulgatedBy)))
_UNITS_AT_HAND = 8


class Partition:
    """The parts of a graph, brought up to date.

    Attributes:
        touched: lines that may now be inferred, or no more; not kept when all is new.
        reasoned: how many units were reasoned over.
    """

    def __init__(self, ledger: Ledger, reasoning: Reasoning, units: Units, *, fresh: bool) -> None:
        """Begin an update.

        Args:
            ledger: the parts as they were; the statements of files are already what they are now.
            reasoning: what makes parts.
            units: the units as they are now.
            fresh: no part is known yet.
        """
        self._ledger = ledger
        self._reasoning = reasoning
        self._deduction = reasoning.setting.deduction
        self._units = units
        self._fresh = fresh
        self.touched: set[str] = set()
        self.reasoned = 0
        self._seen_anew = False
        self._stated_lines = lru_cache(_UNITS_AT_HAND)(self._read_stated_lines)
        self._private_lines = lru_cache(_UNITS_AT_HAND)(self._read_private_lines)

    def update(
        self, changed: frozenset[str], withdrawn: frozenset[str], documents: frozenset[str], *, everything: bool = False
    ) -> None:
        """Make all parts again that read what changed.

        Args:
            changed: names of the units whose files changed, or which are new.
            withdrawn: names of the units that are no more.
            documents: IRIs of the documents whose text was or is held by a file that changed.
            everything: all units are judged again.
        """
        for name in withdrawn:
            self._see(name, ())
        asked = self._export(changed, withdrawn)
        closed = changed | {name for name in sorted(asked - changed) if self._close(name)}
        for name in sorted(changed):
            self._close(name)
        again = frozenset(self._units.by_name) if everything else closed | self._below(closed, documents)
        judged = {name for name in sorted(again) if self._judge(self._units.by_name[name])}
        self._seen_anew |= everything
        across = self._judge_across()
        passages = self._judge_passages(closed, withdrawn)
        for name in sorted(closed | judged | across | passages):
            self._conclude(self._units.by_name[name])
        for name in withdrawn:
            self._forget(name)
        self.reasoned = len(again)

    # From a unit alone

    def _export(self, changed: frozenset[str], withdrawn: frozenset[str]) -> frozenset[str]:
        """Put down what units say to others; return the units that were told something else before."""
        nodes: set[str] = set()
        for name in sorted(changed | withdrawn):
            exports: list[str] = []
            unit = self._units.by_name.get(name)
            if unit is not None and name != REFERENCE:
                known = Knowledge(self._deduction, self._reasoning.base)
                known.tell(self._stated(unit))
                exports = [f.line for f in _open_facts(unit, known.facts) if self._deduction.is_joined(f)]
            change = self._ledger.put_values(Link.EXPORT, name, exports)
            nodes.update(line.split(" ", 1)[0] for line in change.touched)
        if self._fresh:
            return frozenset()
        asked = {unit for node in sorted(nodes) for unit in self._ledger.holders(Link.MET, node)}
        return frozenset(asked & self._units.by_name.keys())

    def _stated(self, unit: Unit) -> list[Fact]:
        if unit.name == REFERENCE:
            return list(self._reasoning.stated)
        return [Fact.read(line) for file in unit.files for line in self._ledger.stated(file)]

    # With what others say

    def _close(self, name: str) -> bool:
        """Say what follows from a unit and what it meets; return whether it is something else than before."""
        unit = self._units.by_name[name]
        stated = dict.fromkeys(self._stated(unit))
        known = self._knowledge(unit)
        met = self._meet(unit, known, stated)
        change = self._ledger.put_part(name, Step.CLOSED, (fact.line for fact in known.facts if fact not in stated))
        self._ledger.put_values(Link.MET, name, met)
        self._see(name, (fact.line for fact in _open_facts(unit, known.facts)))
        if name != REFERENCE:
            self._touch(self._ledger.put_values(Link.SAID, name, (f.line for f in stated if not unit.holds(f.subject))))
        named = (fact.subject for fact in known.facts if name == REFERENCE and fact.predicate in _LEADING)
        documents = dict.fromkeys((*(f"<{iri}>" for iri in unit.documents), *named))
        above = {value for document in documents for value in _above(known, document)}
        self._ledger.put_values(Link.ABOVE, name, above)
        return bool(change.touched)

    def _see(self, name: str, lines: Iterable[str]) -> None:
        self._seen_anew |= bool(self._ledger.put_values(Link.SEEN, name, lines).touched)

    def _knowledge(self, unit: Unit) -> Knowledge:
        return Knowledge(self._deduction, None if unit.name == REFERENCE else self._reasoning.base)

    def _meet(self, unit: Unit, known: Knowledge, stated: Iterable[Fact]) -> set[str]:
        """Let a unit know what others say about what it names, and what these name; return the nodes asked about."""
        met: set[str] = set()
        waiting = known.tell(stated)
        while waiting:
            nodes = {node for fact in waiting for node in self._deduction.meeting_places(fact)}
            documents = _documents(unit, known.facts)
            asked = sorted(node for node in nodes - met if not unit.holds(node) or node in documents)
            met.update(asked)
            told = (Fact.read(line) for node in asked for line in self._ledger.beginning(Link.EXPORT, f"{node} "))
            waiting = known.tell(told)
        return met

    # Judgements

    def _below(self, names: Iterable[str], documents: Iterable[str]) -> frozenset[str]:
        """Return the units that are held against others, or against documents."""
        if self._fresh:
            return frozenset()
        nodes = {f"<{iri}>" for name in names for iri in self._units.by_name[name].documents}
        nodes |= {f"<{iri}>" for iri in documents}
        below = {unit for node in sorted(nodes) for unit in self._ledger.holders(Link.ABOVE, node)}
        return frozenset(below & self._units.by_name.keys())

    def _lines(self, unit: Unit) -> Iterator[str]:
        for file in unit.files:
            yield from self._ledger.stated(file)
        yield from self._ledger.part(unit.name, Step.CLOSED)

    def _judge(self, unit: Unit) -> bool:
        """Judge a unit; return whether anything is judged otherwise than before."""
        higher = {unit.name: unit}
        for node in sorted(self._ledger.values(Link.ABOVE, unit.name)):
            owner = self._units.owner(node)
            if owner is not None:
                higher[owner.name] = owner
        store = self._reasoning.store(line for one in higher.values() for line in self._lines(one))
        changed = False
        for scope, step in ((Scope.BELOW, Step.JUDGED), (Scope.DATED, Step.DATED)):
            own = [fact.line for fact in self._reasoning.judged(scope, store) if self._is_for(unit, fact.subject)]
            changed |= bool(self._ledger.put_part(unit.name, step, own).touched)
        return changed

    def _is_for(self, unit: Unit, subject: str) -> bool:
        owner = self._units.owner(subject)
        if owner is not None:
            return owner.name == unit.name
        return unit.name == REFERENCE or not self._reasoning.is_known_subject(subject)

    def _judge_across(self) -> frozenset[str]:
        if not self._seen_anew:
            return frozenset()
        store = self._reasoning.store(self._ledger.all_values(Link.SEEN))
        return self._share_out(Step.ACROSS, self._reasoning.judged(Scope.SHARED, store))

    def _judge_passages(self, closed: Iterable[str], withdrawn: Iterable[str]) -> frozenset[str]:
        """Judge which passages are shared; return the units of which something else is judged than before."""
        index = passage_index(self._ledger.database)
        concerned: set[str] = set()
        for name in sorted({*closed, *withdrawn}):
            unit = self._units.by_name.get(name)
            wordings: dict[Passage, list[Sequence[int]]] = {}
            if unit is not None:
                found = read_passages(self._reasoning.store(self._lines(unit)))
                wordings = {p: sets for p, sets in found.items() if self._is_for(unit, f"<{p.element}>")}
            concerned |= index.put({name: wordings})
        changed: set[str] = set()
        for name in sorted(concerned & self._units.by_name.keys()):
            lines = [fact.line for fact in facts_of(shared_by(index, name, self._reasoning.judging))]
            if self._ledger.put_part(name, Step.PASSAGES, lines).touched:
                changed.add(name)
        return frozenset(changed)

    def _share_out(self, step: Step, facts: Iterable[Fact]) -> frozenset[str]:
        """Keep judgements with the units that they are for; return the units with others than before."""
        by_unit: dict[str, list[str]] = {}
        for fact in facts:
            owner = self._units.owner(fact.subject)
            by_unit.setdefault(owner.name if owner else REFERENCE, []).append(fact.line)
        concerned = sorted((by_unit.keys() | self._ledger.units_with(step)) & self._units.by_name.keys())
        return frozenset(name for name in concerned if self._ledger.put_part(name, step, by_unit.get(name, ())).touched)

    # What follows in the end

    def _conclude(self, unit: Unit) -> None:
        stated = dict.fromkeys(self._stated(unit))
        known = self._knowledge(unit)
        known.assume(stated)
        known.assume(Fact.read(line) for line in self._ledger.part(unit.name, Step.CLOSED))
        judged = (line for step in JUDGEMENTS for line in self._ledger.part(unit.name, step))
        known.tell(Fact.read(line) for line in judged)
        private: list[str] = []
        shown: list[str] = []
        for fact in known.facts:
            if fact in stated:
                continue
            if fact.subject.startswith("_:") or fact.value.startswith("_:"):
                raise GraphError("a statement about a blank node was inferred", advice="give the node an IRI")
            (private if unit.holds(fact.subject) else shown).append(fact.line)
        self._touch(self._ledger.put_part(unit.name, Step.PRIVATE, private))
        self._touch(self._ledger.put_values(Link.SHOWN, unit.name, shown))

    def _forget(self, name: str) -> None:
        self._touch(self._ledger.put_part(name, Step.PRIVATE, ()))
        for link in (Link.SHOWN, Link.SAID):
            self._touch(self._ledger.put_values(link, name, ()))
        self._ledger.drop_unit(name)

    def _touch(self, change: Difference) -> None:
        if not self._fresh:
            self.touched |= change.touched

    # What is written

    def is_inferred(self, line: str) -> bool:
        """Say whether a statement is inferred and stated by no file."""
        if self._ledger.holders(Link.SAID, line, 1) or self._is_stated(line):
            return False
        owner = self._units.owner(line.split(" ", 1)[0])
        private = owner is not None and line in self._private_lines(owner.name)
        return private or bool(self._ledger.holders(Link.SHOWN, line, 1))

    def _read_stated_lines(self, name: str) -> frozenset[str]:
        unit = self._units.by_name[name]
        return frozenset(line for file in unit.files for line in self._ledger.stated(file))

    def _read_private_lines(self, name: str) -> frozenset[str]:
        return frozenset(self._ledger.part(name, Step.PRIVATE))

    def inferred(self) -> Iterator[str]:
        """Yield all statements that are inferred and stated by no file, sorted."""
        said = self._ledger.all_values(Link.SAID)
        stated = next(said, "")
        last = ""
        for line, private in heapq.merge(
            self._private(), ((line, False) for line in self._ledger.all_values(Link.SHOWN))
        ):
            while stated and stated < line:
                stated = next(said, "")
            if line not in (last, stated) and (private or not self._is_stated(line)):
                yield line
                last = line

    def _private(self) -> Iterator[tuple[str, bool]]:
        # No root lies inside another one, so what lies below one root comes in one run.
        roots = sorted((f"<{root}/", unit.name) for unit in self._units.by_name.values() for root in unit.roots)
        for start, name in roots:
            for line in self._ledger.part(name, Step.PRIVATE):
                if line.startswith(start):
                    yield line, True

    def _is_stated(self, line: str) -> bool:
        """Say whether the reference data state something, or the unit that it is private to."""
        fact = Fact.read(line)
        owner = self._units.owner(fact.subject)
        mine = owner is not None and owner.holds(fact.subject)
        return fact in self._reasoning.stated or (mine and owner is not None and line in self._stated_lines(owner.name))


def _documents(unit: Unit, facts: Iterable[Fact]) -> frozenset[str]:
    """Return the documents of a unit, also one that is only known to lie inside another: others may speak of them."""
    linked = (fact.subject for fact in facts if fact.predicate in _OF_DOCUMENTS)
    return frozenset((*(f"<{iri}>" for iri in unit.documents), *linked))


def _open_facts(unit: Unit, facts: Collection[Fact]) -> Iterator[Fact]:
    """Yield the statements that are about something which others may speak of."""
    documents = _documents(unit, facts)
    return (fact for fact in facts if not unit.holds(fact.subject) or fact.subject in documents)


def _above(known: Knowledge, document: str) -> Iterator[str]:
    """Yield the documents that judgements hold a document against."""
    for predicate in _ABOVE:
        yield from known.values(document, predicate)
    for programme in known.values(document, _TO_PROGRAMME):
        yield from known.subjects(_FROM_ROOT, programme)
