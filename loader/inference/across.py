"""Judgements on shared things, made again for those of which something else was asked or may be answered than before.

Of each thing is kept what was asked to judge it (dynamic dependencies: Mokhov, Mitchell, Peyton Jones 2018). When units
begin or cease to say something, the things for which that was asked are judged again, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.deduction import Fact
from loader.inference.ledger import Ledger, Link, Replaced, Step, pack, unpack
from loader.inference.lineage import Derived
from loader.inference.looking import Looked, answered, asked
from loader.inference.reasoning import Reasoning
from loader.inference.shared_things import SharedThings, described, judged_things

_ALL = ""
"""Stands for all things, where something was asked before any was judged."""
_DAY = "day"
"""Stands for what is said of the graph itself: on what day things are judged."""
_OF_ITSELF = 2
"""So many questions are asked of anything: what it is, and what replaces it. What was told then shows who else is concerned."""
_REPLACES = str(LN.replaces)
_AT_ONCE = 2000
"""Things that are judged before what was read for them is forgotten."""


class Across:
    """The judgements on shared things, brought up to date."""

    def __init__(self, ledger: Ledger, reasoning: Reasoning, *, fresh: bool) -> None:
        """Begin an update.

        Args:
            ledger: what units say, and what was judged.
            reasoning: what is judged with.
            fresh: nothing was judged yet.
        """
        self._ledger = ledger
        self._reasoning = reasoning
        self._fresh = fresh
        self._came: set[str] = set()
        self._gone: set[str] = set()

    def see(self, name: str, lines: bytes) -> None:
        """Take note of what a unit says about shared things now."""
        seen = self._ledger.put_part(name, Step.SEEN, lines)
        if self._fresh:
            self._ledger.speak_first(unpack(lines))
            return
        change = self._ledger.speak(seen.difference)
        # What one unit ceases to say and another begins to is no news.
        self._came, self._gone = (
            (self._came | (change.added - self._gone)) - change.removed,
            (self._gone | (change.removed - self._came)) - change.added,
        )

    def update(self, *, before: str | None) -> Iterator[Replaced]:
        """Judge again; yield what may be judged of things otherwise than before.

        Args:
            before: the day by which things were judged, as YYYY-MM-DD, empty without one; None when it is the same.
        """
        if self._fresh:
            self._ledger.listen()
        everything = self._fresh or (before is not None and self._is_overtaken(before))
        due = self._everything() if everything else self._concerned()
        derived: set[str] = set()
        for judge, thing in self._judges(due):
            asked_before = self._ledger.values(Link.ASKED, thing)
            triples = judge.judge(_iri(thing))
            derived.update((f"<{other}>" for other in judge.derived), filter(self._is_told, asked_before - {thing}))
            questions = judge.asked()
            self._ledger.put_values(Link.ASKED, thing, questions if len(questions) > _OF_ITSELF else ())
            yield self._put(thing, triples)
        # Bodies that nothing names are told by all that lead to them: when it is known what does.
        for judge, thing in self._judges(derived):
            told = described(self._derived(thing, judge), self._reasoning.judging)
            yield self._put(thing, [*judge.judge(_iri(thing)), *told])
        yield self._put(_DAY, self._reasoning.of_the_day())

    def _is_overtaken(self, before: str) -> bool:
        """Say whether other changes of bodies are known on the day considered than on one before."""
        now = self._reasoning.setting.day
        if not before or now < before:
            return True
        graph = Looked(self._reasoning.across(()), self._ledger)
        days = (quad.object for quad in graph.quads_for_pattern(None, LN.changeDate, None, ox.DefaultGraph()))
        return any(isinstance(day, ox.Literal) and before < day.value <= now for day in days)

    def _everything(self) -> set[str]:
        things = judged_things(Looked(self._reasoning.across(()), self._ledger))
        return {*self._ledger.units_with(Step.ACROSS), *(f"<{iri}>" for iri in things)} - {_DAY}

    def _concerned(self) -> set[str]:
        concerned: set[str] = set()
        for fact in map(Fact.read, sorted(self._came | self._gone)):
            for question in answered(fact.subject, fact.predicate, fact.value):
                concerned.update(self._ledger.holders(Link.ASKED, question))
            concerned.add(fact.subject)
            if fact.predicate == _REPLACES:
                concerned.add(fact.value)
        if _ALL in concerned:
            return self._everything()
        return {thing for thing in concerned if thing.startswith("<")}

    def _judges(self, things: Iterable[str]) -> Iterator[tuple[_Judge, str]]:
        """Yield things, sorted, each with who may judge it."""
        waiting = sorted(things)
        for start in range(0, len(waiting), _AT_ONCE):
            judge = _Judge(Looked(self._reasoning.across(()), self._ledger), self._reasoning)
            self._ledger.put_values(Link.ASKED, _ALL, judge.asked())
            for thing in waiting[start : start + _AT_ONCE]:
                yield judge, thing

    def _is_told(self, question: str) -> bool:
        """Say whether what was asked about is a thing of which something is told."""
        return bool(self._ledger.packed(question, Step.ACROSS))

    def _derived(self, thing: str, judge: _Judge) -> Iterator[Derived]:
        """Yield how a body comes up while others are judged."""
        for other in self._ledger.holders(Link.ASKED, asked(thing, "", None)):
            if other not in (thing, _ALL):
                judge.judge(_iri(other))
                if _iri(thing) in judge.derived:
                    yield judge.derived[_iri(thing)]

    def _put(self, thing: str, triples: list[Triple]) -> Replaced:
        lines = pack(self._reasoning.with_following(triples)) if triples else b""
        keep = self._ledger.put_part if self._fresh else self._ledger.put_held
        return keep(thing, Step.ACROSS, lines)


def _iri(thing: str) -> str:
    return thing[1:-1]


class _Judge(SharedThings):
    """Judges things, and keeps what was asked for it."""

    def __init__(self, graph: Looked, reasoning: Reasoning) -> None:
        self._looked = graph
        super().__init__(graph, reasoning.judging, reasoning.setting.as_of)

    def asked(self) -> frozenset[str]:
        """Return what was asked since this was called last."""
        questions = frozenset(self._looked.asked)
        self._looked.asked.clear()
        return questions
