"""Inference by parts: what a change touches is inferred again, and nothing else.

The graph is partitioned by document (``units.py``), as the rules and judgements are local to one but for statements about
things that several speak of. Parts are made in steps; each is kept (``ledger.py``) and made again when its inputs have
other contents, so that a step which comes to the same result ends the matter there (rebuilding with early cut-off:
Mokhov, Mitchell, Peyton Jones, *Build Systems à la Carte*, ICFP 2018):

1. what follows from a unit alone; of it, the statements that others may join to theirs are exported;
2. what follows from a unit with the exports about the things that it names, and about those that these name, and so on.
   Exports follow from their own unit alone, so no statement can come to support itself when another is withdrawn (which
   is what needs DRed's second pass: Gupta, Mumick, Subrahmanian, SIGMOD 1993);
3. judgements on a unit, from it and the documents that it traces to, and what follows from them; on shared things, from
   what was asked for them (``across.py``); on passages, through their index.

What is written in the end is the union, less what any file states.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from pathlib import Path

from loader.inference.across import Across
from loader.inference.crew import Crew
from loader.inference.layout import Layout
from loader.inference.ledger import Difference, Ledger, Link, Replaced, Step, unpacked
from loader.inference.parts import PRIVATE, Parts
from loader.inference.passages import Teller
from loader.inference.reasoning import Reasoning
from loader.inference.sharing import is_like_told, passage_index, read_records, tellers_of
from loader.inference.sorting import SortedLines, sorted_lines

_UNITS_AT_HAND, _ELEMENTS_AT_HAND = 8, 512
_JUDGED_TOGETHER = 16


class Partition:
    """The parts of a graph, brought up to date.

    Attributes:
        touched: lines that may now be inferred, or no more; not kept when all is new.
        came, went: lines that are inferred now and were not, and the other way round, for nothing else says the same.
        reasoned: how many units were reasoned over.
    """

    def __init__(self, ledger: Ledger, reasoning: Reasoning, crew: Crew, *, fresh: bool) -> None:
        """Begin an update.

        Args:
            ledger: the parts as they were; the statements of files are already what they are now.
            reasoning: what makes parts.
            crew: who makes them.
            fresh: no part is known yet.
        """
        self._ledger = ledger
        self._reasoning = reasoning
        self._crew = crew
        self._units = crew.parts.units
        self._fresh = fresh
        self.touched: set[str] = set()
        self.came: set[str] = set()
        self.went: set[str] = set()
        self._resembled = ledger.has_any(Link.RESEMBLING)
        self.reasoned = 0
        self._across = Across(ledger, reasoning, fresh=fresh)
        self._stated_lines = lru_cache(_UNITS_AT_HAND)(self._read_stated_lines)
        self._private_lines = lru_cache(_UNITS_AT_HAND)(self._read_private_lines)
        self._told = lru_cache(_ELEMENTS_AT_HAND)(self._read_told)
        self._owner = lru_cache(_UNITS_AT_HAND)(self._units.owner)

    def update(
        self,
        changed: frozenset[str],
        withdrawn: frozenset[str],
        documents: frozenset[str],
        *,
        before: str | None = None,
    ) -> None:
        """Make all parts again that read what changed.

        Args:
            changed: names of the units whose files changed, or which are new.
            withdrawn: names of the units that are no more.
            documents: IRIs of the documents whose text was or is held by a file that changed.
            before: the day by which things were judged, as YYYY-MM-DD, empty without one; None when it is the same.
        """
        for name in withdrawn:
            self._across.see(name, b"")
        asked = self._export(changed, withdrawn)
        closed = self._close(changed, asked)
        again = closed | self._below(closed, documents)
        if before is not None:
            again |= self._overtaken(before)
        concerned = self._judge(again, closed, withdrawn)
        for change in self._across.update(before=before):
            self._touch(change)
        self._share_passages(concerned)
        for name in withdrawn:
            self._forget(name)
        self.reasoned = len(again)

    # From a unit alone

    def _export(self, changed: frozenset[str], withdrawn: frozenset[str]) -> frozenset[str]:
        """Put down what units say to others; return the units that were told something else before."""
        came: set[str] = set()
        gone: set[str] = set()
        for name in withdrawn:
            gone |= self._ledger.put_values(Link.EXPORT, name, ()).removed
        for name, part in self._crew.each(Parts.alone, sorted(changed)):
            self._ledger.put_part(name, Step.ALONE, part.inferred)
            change = self._ledger.put_values(Link.EXPORT, name, part.exports)
            came |= change.added
            gone |= change.removed
        if self._fresh:
            return frozenset()
        # What others say as well is told as before, whoever says it now: one more plan under a programme is news to
        # nobody else under it.
        told = {line for line in came if not self._is_said_by_others(line, changed)}
        told |= {line for line in gone if not self._ledger.holders(Link.EXPORT, line, 1)}
        asked = {unit for node in sorted(map(_subject, told)) for unit in self._ledger.holders(Link.MET, node)}
        return frozenset(asked & self._units.by_name.keys())

    def _is_said_by_others(self, line: str, units: frozenset[str]) -> bool:
        """Say whether a unit that is not among some exports a statement."""
        holders = self._ledger.holders(Link.EXPORT, line, len(units) + 1)
        return any(holder not in units for holder in holders)

    # With what others say

    def _close(self, changed: frozenset[str], asked: frozenset[str]) -> frozenset[str]:
        """Say what follows from units and what they meet; return those that changed or of which something else follows."""
        closed = set(changed)
        for name, part in self._crew.each(Parts.closed, sorted(changed | asked)):
            change = self._ledger.put_part(name, Step.CLOSED, part.inferred)
            self._touch(change)
            if change:
                closed.add(name)
            self._ledger.put_values(Link.MET, name, part.met)
            self._ledger.put_values(Link.ABOVE, name, part.above)
            self._across.see(name, part.seen)
            self._touch(self._put_held(name, Step.SAID, part.said))
        return frozenset(closed)

    # Judgements

    def _below(self, names: frozenset[str], documents: frozenset[str]) -> frozenset[str]:
        """Return the units that are held against others, or against documents."""
        if self._fresh:
            return frozenset()
        nodes = {f"<{iri}>" for name in names for iri in self._units.by_name[name].documents}
        nodes |= {f"<{iri}>" for iri in documents}
        below = {unit for node in sorted(nodes) for unit in self._ledger.holders(Link.ABOVE, node)}
        return frozenset(below & self._units.by_name.keys())

    def _overtaken(self, before: str) -> frozenset[str]:
        """Return the units of which other things are judged on the day considered than on one before."""
        now = self._reasoning.setting.day
        if not before or now < before:
            return frozenset(self._units.by_name)
        return frozenset(self._ledger.holders_up_to(Link.UNTIL, now)) & self._units.by_name.keys()

    def _judge(self, again: frozenset[str], closed: frozenset[str], withdrawn: frozenset[str]) -> frozenset[Teller]:
        """Judge units, and say what follows; return the elements that may tell something else of shared passages."""
        index = passage_index(self._ledger.database)
        concerned: set[Teller] = set()
        for name in sorted(withdrawn):
            concerned |= index.put({name: {}})
        for names, parts in self._crew.each(Parts.judged, list(self._bundles(again)), together=_JUDGED_TOGETHER):
            for name, part in zip(names, parts, strict=True):
                self._ledger.put_values(Link.RESEMBLING, name, ("",) if part.resembling else ())
                self._ledger.put_values(Link.UNTIL, name, (part.until,) if part.until else ())
                self._touch(self._ledger.put_part(name, Step.FOLLOWING, part.following))
                self._touch(self._put_held(name, Step.SHOWN, part.shown))
                if self._fresh:
                    index.take(name, part.wordings)
                elif name in closed:
                    concerned |= index.put({name: part.wordings})
        if self._fresh:
            index.fill()
        return frozenset(concerned)

    def _bundles(self, names: Collection[str]) -> Iterator[list[str]]:
        """Yield units that are judged together: those of documents, as far as may be with the same above."""
        rooted = (name for name in names if self._units.by_name[name].roots)
        with_root = sorted(rooted, key=lambda name: (sorted(self._ledger.values(Link.ABOVE, name)), name))
        yield from ([name] for name in sorted(names) if not self._units.by_name[name].roots)
        for at in range(0, len(with_root), _JUDGED_TOGETHER):
            yield with_root[at : at + _JUDGED_TOGETHER]

    def _share_passages(self, concerned: frozenset[Teller]) -> None:
        """Judge which passages are shared, element by element, and say what follows: it follows from each alone."""
        if not self._fresh:
            for teller in sorted(concerned):
                self._put_told(teller, self._crew.parts.told(teller))
            return
        for name, told in self._crew.each(Parts.passages, sorted(self._units.by_name)):
            for element, records in told:
                self._put_told(Teller(name, element), records)

    def _put_told(self, teller: Teller, records: str) -> None:
        told = self._ledger.put_told(teller.unit, teller.element, records)
        if told == records or (self._fresh and not self._reasoning.tells_of_others):
            return
        before, after = self._told(told), self._told(records)
        difference = Difference(after - before, before - after)
        loose = Difference(*(frozenset(filter(_is_loose, some)) for some in (difference.added, difference.removed)))
        self._ledger.hold(Step.LOOSE, loose)
        if not self._fresh:
            alone = self._ledger.told_by(teller.element).keys() <= {teller.unit}
            own = {line for line in difference.touched if alone and _is_judgement_of(teller, line)}
            self.touched |= difference.touched - own
            self.came |= difference.added & own
            self.went |= difference.removed & own

    def _forget(self, name: str) -> None:
        for step in PRIVATE:
            self._touch(self._ledger.put_part(name, step, b""))
        for step in (Step.SHOWN, Step.SAID):
            self._touch(self._ledger.put_held(name, step, b""))
        self._ledger.drop_unit(name)

    def _put_held(self, name: str, step: Step, data: bytes) -> Replaced:
        """Keep a part of which is asked whether any unit has a line; at first all are held together, as they are written."""
        return self._ledger.put_part(name, step, data) if self._fresh else self._ledger.put_held(name, step, data)

    def _touch(self, change: Replaced) -> None:
        if change and not self._fresh:
            self.touched |= change.difference.touched

    # What is written

    def difference(self, written: Callable[[Collection[bytes]], frozenset[bytes]]) -> Difference:
        """Return what is inferred now and was not, and the other way round.

        Args:
            written: tells which of some lines were inferred and written last.
        """
        if self._resembled or self._ledger.has_any(Link.RESEMBLING):
            self._resembled = True
            self.touched |= self.came | self.went
        came, went = self.came - self.went - self.touched, self.went - self.came - self.touched
        known = {line.decode() for line in written({line.encode() for line in self.touched})}
        inferred = {line for line in sorted(self.touched) if self._is_inferred(line)}
        return Difference(frozenset(came | (inferred - known)), frozenset(went | (known - inferred)))

    def _is_inferred(self, line: str) -> bool:
        """Say whether a statement is inferred and stated by no file."""
        if is_like_told(line) and not self._resembled:
            return self._is_told(line)
        if self._ledger.is_held(Step.SAID, line) or self._is_stated(line):
            return False
        owner = self._units.owner(_subject(line))
        private = owner is not None and owner.holds(line) and line in self._private_lines(owner.name)
        shown = any(self._ledger.is_held(step, line) for step in (Step.SHOWN, Step.ACROSS))
        return private or shown or self._is_told(line)

    def _is_told(self, line: str) -> bool:
        if _is_loose(line):
            return self._ledger.is_held(Step.LOOSE, line)
        told = (some for element in tellers_of(line) for some in self._ledger.told_by(element).values())
        return any(line in self._told(some) for some in told)

    def _read_told(self, records: str) -> frozenset[str]:
        return frozenset(line.decode() for line in self._lines_told(records))

    def _lines_told(self, records: str, *, nodes: bool = True) -> list[bytes]:
        return self._reasoning.sharing(read_records(records), nodes=nodes)

    def _read_stated_lines(self, name: str) -> frozenset[str]:
        unit = self._units.by_name[name]
        return frozenset(line for file in unit.files for line in self._ledger.stated(file))

    def _read_private_lines(self, name: str) -> frozenset[str]:
        return frozenset(line for step in PRIVATE for line in self._ledger.part(name, step))

    def inferred(self, layout: Layout, folder: Path | None = None) -> Iterator[tuple[str, bytes, int]]:
        """Yield all statements that are inferred and stated by no file, sorted: the file, some lines, and how many.

        Args:
            layout: in which files they lie.
            folder: where to keep what does not fit in memory.
        """
        with sorted_lines(self._all_shown(), folder) as shown, sorted_lines(self._all(Step.SAID), folder) as said:
            # No root lies inside another one, so what is private to one comes in one run.
            starts = {f"<{root}/".encode(): unit.name for unit in self._units.by_name.values() for root in unit.roots}
            in_order = sorted(starts)
            texts = self._crew.in_order(Parts.private, [starts[start] for start in in_order], in_order)
            for start, text in zip(in_order, texts, strict=True):
                if text:
                    for line in self._between(shown, said, text[: text.index(b"\n") + 1]):
                        yield layout.place(line), line, 1
                    yield from layout.sorted_out(start, self._with_others(shown, said, text))
            for line in self._between(shown, said, None):
                yield layout.place(line), line, 1

    def _with_others(self, shown: SortedLines, said: SortedLines, text: bytes) -> bytes:
        """Return private lines with what others show among them, and without what is said."""
        last = text[text.rfind(b"\n", 0, -1) + 1 :]
        others = [line for line in shown.through(last) if not self._is_stated(line.decode())]
        stated = list(said.through(last))
        if not others and not stated:
            return text
        lines = dict.fromkeys(sorted((*text.splitlines(keepends=True), *others)))
        for line in stated:
            lines.pop(line, None)
        return b"".join(lines)

    def _between(self, shown: SortedLines, said: SortedLines, end: bytes | None) -> Iterator[bytes]:
        """Yield what is shown before a line and neither said nor stated."""
        for line in shown.before(end):
            if not said.has(line) and not self._is_stated(line.decode()):
                yield line

    def _all(self, step: Step) -> Iterator[bytes]:
        lines = (line for name in self._ledger.units_with(step) for line in unpacked(self._ledger.packed(name, step)))
        return self._ledger.hold_first(step, lines) if self._fresh else lines

    def _all_shown(self) -> Iterator[bytes]:
        yield from self._all(Step.SHOWN)
        yield from self._all(Step.ACROSS)
        for name, records in self._ledger.told():
            unit = self._units.by_name[name]
            # The nodes of judgements hang on the element that tells of them.
            lines = self._lines_told(records, nodes=not unit.holds(f"<{records}"))
            inside = tuple(start.encode() for start in unit.inside)
            yield from (line for line in lines if not line.startswith(inside))

    def _is_stated(self, line: str) -> bool:
        """Say whether the reference data state something, or the unit that it is private to."""
        if line in self._reasoning.stated_lines:
            return True
        owner = self._owner(_subject(line))
        return owner is not None and owner.holds(line) and line in self._stated_lines(owner.name)


def _is_judgement_of(teller: Teller, line: str) -> bool:
    return is_like_told(line) and tellers_of(line) == (teller.element,)


def _is_loose(line: str) -> bool:
    return not is_like_told(line)


def _subject(line: str) -> str:
    return line.split(" ", 1)[0]
