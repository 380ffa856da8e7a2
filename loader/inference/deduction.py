"""What follows from statements added to a body of knowledge that is closed already: rules fired by what is new only.

Each rule is tried once for each new statement and each premise that it may be; the other premises are looked up (the
semi-naive evaluation of Datalog: Bancilhon 1986; Abiteboul, Hull, Vianu, *Foundations of Databases*, 1995, §13.1). So the
cost is that of what is added, not of what is known. Statements are kept as the three terms of their N-Triples line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import RDF
from loader.inference.rules import Pattern, Rule, Slot, Variable

_TYPE = str(RDF.type)
_END = " .\n"
_BEFORE_END = -len(_END)
_PLACES = (0, 2)
"""Where the subject and the value of a statement stand in it."""


class Fact(NamedTuple):
    """A statement, its terms as they are written in N-Triples."""

    subject: str
    predicate: str
    value: str

    @property
    def line(self) -> str:
        """The statement as a line of N-Triples, with its end."""
        return f"{self.subject} {self.predicate} {self.value} .\n"

    @property
    def key(self) -> str:
        """What the statement is about; see ``Pattern.key``."""
        _, predicate, value = self
        return f"a {value}" if predicate == _TYPE else predicate

    @classmethod
    def read(cls, line: str) -> Fact:
        """Return the statement of a line of N-Triples."""
        subject, predicate, rest = line.split(" ", 2)
        return cls(subject, predicate, rest[:_BEFORE_END] if rest.endswith(_END) else rest.rstrip("\n")[:-2])


def lines_of(triples: Iterable[Triple]) -> list[str]:
    """Return statements as lines of N-Triples, with their ends."""
    # Not splitlines: characters that it takes for ends of lines may stand in a literal.
    return StringIO((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()).readlines()


def facts_of(triples: Iterable[Triple]) -> Iterator[Fact]:
    """Yield statements as the terms of their lines."""
    yield from map(Fact.read, lines_of(triples))


@dataclass(frozen=True, slots=True)
class _Premise:
    """A place of a rule that a statement may take: the pattern and what else must hold then."""

    rule: Rule
    pattern: Pattern
    others: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A rule of one premise, with what its conclusion is made of: the subject or the value of the statement, or a term.

    Attributes:
        value: the value that the statement must have; any if None.
        subject: the subject of what follows: 0 the statement's subject, 1 its value, or a term.
        predicate: its predicate.
        object: its value, likewise.
    """

    value: str | None
    subject: int | str
    predicate: str
    object: int | str
    key: str
    """What the conclusion is about; see ``Pattern.key``."""


def _step(rule: Rule) -> _Step | None:
    """Return a rule as a step; None if it has several premises, or one that is no plain pattern."""
    if len(rule.body) > 1:
        return None
    pattern = rule.body[0]
    if not isinstance(pattern.subject, Variable) or pattern.subject == pattern.value:
        return None
    places = {pattern.subject: 0}
    value = None
    if isinstance(pattern.value, Variable):
        places[pattern.value] = 1
    else:
        value = str(pattern.value)
    head = rule.head
    subject, object_ = (
        places[slot] if isinstance(slot, Variable) else str(slot) for slot in (head.subject, head.value)
    )
    return _Step(value, subject, str(head.predicate), object_, head.key)


class Deduction:
    """Rules, ready to be fired by statements.

    Attributes:
        rules: the rules.
        steps: those with one premise, by what it is about (see ``Pattern.key``).
        acting: the properties that rules look at.
        looked_up: the properties whose values can be looked up.
    """

    def __init__(self, rules: Sequence[Rule], asked: Iterable[ox.NamedNode] = ()) -> None:
        """Sort the rules by their premises.

        Args:
            rules: the rules.
            asked: properties whose values are asked for besides.
        """
        self.rules = tuple(rules)
        self._premises: dict[str, list[_Premise]] = {}
        self._joined: dict[str, list[Pattern]] = {}
        self.steps: dict[str, list[_Step]] = {}
        for rule in rules:
            step = _step(rule)
            if step is not None:
                self.steps.setdefault(rule.body[0].key, []).append(step)
                continue
            for place, pattern in enumerate(rule.body):
                others = rule.body[:place] + rule.body[place + 1 :]
                self._premises.setdefault(pattern.key, []).append(_Premise(rule, pattern, others))
                if others:
                    self._joined.setdefault(pattern.key, []).append(pattern)
        joined = [str(pattern.predicate) for patterns in self._joined.values() for pattern in patterns]
        self._joining = frozenset(joined)
        self.acting = frozenset(str(pattern.predicate) for rule in rules for pattern in rule.body)
        self.looked_up = frozenset((*joined, *map(str, asked)))
        self._looked_back_on = self.acting & self.looked_up

    def acts_on(self, line: str) -> bool:
        """Say whether rules look at what a line of N-Triples states."""
        return line.split(" ", 2)[1] in self.acting

    def looks_up(self, line: str) -> bool:
        """Say whether rules look up what a line of N-Triples states, to hold it together with something else."""
        return line.split(" ", 2)[1] in self._looked_back_on

    def premises(self, key: str) -> Sequence[_Premise]:
        """Return the places of rules of several premises that statements about something may take."""
        return self._premises.get(key, ())

    def following(self, fact: Fact, key: str) -> Iterator[Fact]:
        """Yield what follows from a statement by itself, in one step; ``key``, what it is about, is that of some steps."""
        for step in self.steps[key]:
            if step.value is None or step.value == fact.value:
                subject = fact[_PLACES[step.subject]] if isinstance(step.subject, int) else step.subject
                value = fact[_PLACES[step.object]] if isinstance(step.object, int) else step.object
                if not subject.startswith('"'):
                    yield Fact(subject, step.predicate, value)

    def is_joined(self, fact: Fact) -> bool:
        """Say whether a rule holds a statement together with others."""
        return fact.predicate in self._joining and fact.key in self._joined

    def asks_for_others(self, facts: Iterable[Fact]) -> bool:
        """Say whether a rule may hold some statements, or what follows from them by single steps, together with others."""
        reached = {fact.key for fact in facts}
        waiting = list(reached)
        while waiting:
            key = waiting.pop()
            if key in self._premises:
                return True
            more = {step.key for step in self.steps.get(key, ())} - reached
            reached |= more
            waiting += more
        return False

    def asks_for_more(self, facts: Iterable[Fact]) -> bool:
        """Say whether more than one of some statements, and what follows from it, decides what follows in the end.

        It does if a rule may hold such a statement together with others, or looks for one about a certain node.
        """
        following: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for pattern in rule.body:
                following.setdefault(pattern.key, []).append(rule)
        reached = {fact.key for fact in facts}
        waiting = list(reached)
        while waiting:
            for rule in following.get(waiting.pop(), ()):
                if len(rule.body) > 1 or _looks_for_one(rule.body[0]):
                    return True
                if rule.head.key not in reached:
                    reached.add(rule.head.key)
                    waiting.append(rule.head.key)
        return False

    def meeting_places(self, fact: Fact) -> Iterator[str]:
        """Yield the nodes of a statement at which a rule may join it to statements about that node.

        Premises of OWL 2 RL rules hang together from a subject by what its values are the subjects of; so the statements
        that another premise needs are always about (have as their subject) a node of this one.
        """
        if fact.predicate not in self._joining:
            return
        for pattern in self._joined.get(fact.key, ()):
            if isinstance(pattern.subject, Variable):
                yield fact.subject
            if isinstance(pattern.value, Variable) and fact.value.startswith("<"):
                yield fact.value


class Knowledge:
    """Statements with all that follows from them; more may be told, and be known together with what lies below.

    Attributes:
        facts: the statements that this layer holds and those below do not.
    """

    def __init__(self, deduction: Deduction, below: Knowledge | None = None) -> None:
        self._deduction = deduction
        self._below = below
        self.facts: dict[Fact, None] = {}
        self._values: dict[tuple[str, str], list[str]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}

    def __contains__(self, fact: object) -> bool:
        return fact in self.facts or (self._below is not None and fact in self._below)

    def tell(self, facts: Iterable[Fact]) -> list[Fact]:
        """Add statements and all that follows.

        Returns:
            What was not known, in the order in which it became known.
        """
        own, below = self.facts, self._below
        deduction = self._deduction
        new = [fact for fact in dict.fromkeys(facts) if fact not in own and (below is None or fact not in below)]
        for fact in new:
            self._add(fact)
        for fact in new:  # it grows
            key = fact.key
            if key in deduction.steps:
                for concluded in deduction.following(fact, key):
                    if concluded not in own and (below is None or concluded not in below):
                        self._add(concluded)
                        new.append(concluded)
            for premise in deduction.premises(key):
                for concluded in self._conclusions(premise, fact):
                    if concluded not in self and not concluded.subject.startswith('"'):
                        self._add(concluded)
                        new.append(concluded)
        return new

    def assume(self, facts: Iterable[Fact]) -> None:
        """Add statements from which nothing follows that is not among them or known."""
        own, below, add = self.facts, self._below, self._add
        for fact in facts:
            if fact not in own and (below is None or fact not in below):
                add(fact)

    def _add(self, fact: Fact) -> None:
        """Add a statement that is not known."""
        self.facts[fact] = None
        subject, predicate, value = fact
        if predicate in self._deduction.looked_up:
            self._values.setdefault((subject, predicate), []).append(value)
            self._subjects.setdefault((predicate, value), []).append(subject)

    def _conclusions(self, premise: _Premise, fact: Fact) -> list[Fact]:
        bound: dict[str, str] = {}
        if not (
            _bind(premise.pattern.subject, fact.subject, bound) and _bind(premise.pattern.value, fact.value, bound)
        ):
            return []
        head = premise.rule.head
        # A list: what is concluded is added while rules are fired, and must not be met while it is looked up.
        return [
            Fact(_filled(head.subject, found), str(head.predicate), _filled(head.value, found))
            for found in self._matches(premise.others, bound)
        ]

    def _matches(self, patterns: Sequence[Pattern], bound: dict[str, str]) -> Iterator[dict[str, str]]:
        if not patterns:
            yield bound
            return
        # The premises hang together: one of those that are left shares a variable with what is bound.
        at = next(i for i, p in enumerate(patterns) if _is_bound(p.subject, bound) or _is_bound(p.value, bound))
        pattern, rest = patterns[at], (*patterns[:at], *patterns[at + 1 :])
        for fact in self._known(pattern, bound):
            further = dict(bound)
            if _bind(pattern.subject, fact.subject, further) and _bind(pattern.value, fact.value, further):
                yield from self._matches(rest, further)

    def _known(self, pattern: Pattern, bound: dict[str, str]) -> list[Fact]:
        predicate = str(pattern.predicate)
        if _is_bound(pattern.subject, bound):
            subject = _filled(pattern.subject, bound)
            if _is_bound(pattern.value, bound):
                fact = Fact(subject, predicate, _filled(pattern.value, bound))
                return [fact] if fact in self else []
            return [Fact(subject, predicate, value) for value in self.values(subject, predicate)]
        value = _filled(pattern.value, bound)
        return [Fact(subject, predicate, value) for subject in self.subjects(predicate, value)]

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property that rules look up."""
        found = self._values.get((subject, predicate), [])
        return found + self._below.values(subject, predicate) if self._below else list(found)

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return the subjects with a value of a property that rules look up."""
        found = self._subjects.get((predicate, value), [])
        return found + self._below.subjects(predicate, value) if self._below else list(found)


def _looks_for_one(pattern: Pattern) -> bool:
    slots = (pattern.subject,) if pattern.predicate == RDF.type else (pattern.subject, pattern.value)
    return any(isinstance(slot, ox.NamedNode) for slot in slots)


def _is_bound(slot: Slot, bound: dict[str, str]) -> bool:
    return not isinstance(slot, Variable) or slot.name in bound


def _filled(slot: Slot, bound: dict[str, str]) -> str:
    return bound[slot.name] if isinstance(slot, Variable) else str(slot)


def _bind(slot: Slot, term: str, bound: dict[str, str]) -> bool:
    if isinstance(slot, Variable):
        return bound.setdefault(slot.name, term) == term
    return str(slot) == term
