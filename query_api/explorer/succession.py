"""How bodies and places live on: reorganisations, who answers today, and what is inherited from whom on which basis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from query_api.engine.results import Rows
from query_api.explorer.records import records

_GRADES = ("verified", "probable", "uncertain")
"""Surest first."""


class End(StrEnum):
    """How a body or place ended."""

    MERGED = "merged"
    CHANGED = "changed"
    SPLIT = "split"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal instrument that a change rests on.

    Attributes:
        iri: its IRI.
        number: its number, "" if unknown.
    """

    iri: str
    number: str


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation.

    Attributes:
        iri: its IRI.
        old: IRIs of what it ended, sorted.
        new: IRIs of what came of it, sorted.
        receiving: IRIs of bodies that only took over some of the work.
        date: day from which it holds (ISO 8601), "" if unknown.
        grade: how sure it is ("verified", "probable", "uncertain"), "" if not said.
        basis: the instruments that it rests on.
        reason_vi: how it is known, in Vietnamese.
        reason_en: the same in English.
    """

    iri: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    receiving: tuple[str, ...]
    date: str
    grade: str
    basis: tuple[Basis, ...]
    reason_vi: str = ""
    reason_en: str = ""

    @property
    def kind(self) -> End:
        """What kind of end it is for what it ended."""
        if not self.new:
            return End.ENDED
        if len(self.new) > 1 or self.receiving:
            return End.SPLIT
        return End.MERGED if len(self.old) > 1 else End.CHANGED


@dataclass(frozen=True, slots=True)
class Line:
    """The way from one body to another that follows it.

    Attributes:
        changes: in order of time; none from a body to itself.
    """

    changes: tuple[Change, ...]

    @property
    def grade(self) -> str:
        """The least sure grade on the way, "" where none is said."""
        said = [c.grade for c in self.changes if c.grade in _GRADES]
        return max(said, key=_GRADES.index, default="")

    @property
    def basis(self) -> tuple[Basis, ...]:
        """The instruments of the whole way, each once."""
        return tuple(dict.fromkeys(b for c in self.changes for b in c.basis))

    @property
    def date(self) -> str:
        """Day on which the last change took place."""
        return max((c.date for c in self.changes), default="")

    @property
    def open(self) -> bool:
        """Whether the work may have gone elsewhere: a body on the way was split, and the text does not say which part."""
        return any(c.kind is End.SPLIT for c in self.changes)


@dataclass(frozen=True, slots=True)
class Succession:
    """The changes around one body or place.

    Attributes:
        subject: its IRI.
        changes: all changes before and after it, in order of time.
    """

    subject: str
    changes: tuple[Change, ...]

    @property
    def end(self) -> Change | None:
        """The change that ended it, if any; several of one day (a district among several communes) count as one."""
        ended = [c for c in self.changes if self.subject in c.old and self.subject not in c.new]
        of_the_day = [c for c in ended if c.date == ended[0].date]
        return _together(of_the_day) if of_the_day else None

    @property
    def beginning(self) -> Change | None:
        """The change that made it, if any."""
        return next((c for c in self.changes if self.subject in c.new and self.subject not in c.old), None)

    @property
    def today(self) -> tuple[str, ...]:
        """Who answers today: itself if it goes on; those at the ends of all lines; none if nobody is known."""
        found: dict[str, None] = {}
        todo, seen = [self.subject], set()
        while todo:
            at = todo.pop(0)
            if at in seen:
                continue
            seen.add(at)
            after = [c for c in self.changes if at in c.old and at not in c.new]
            if not after:
                found[at] = None
            todo += [new for c in after for new in c.new]
        return tuple(found)

    def line_from(self, old: str) -> Line | None:
        """Return the way from an earlier body to this one; None if there is none."""
        return self._line(old, self.subject)

    def _line(self, old: str, new: str) -> Line | None:
        todo: list[tuple[str, tuple[Change, ...]]] = [(old, ())]
        seen = set()
        while todo:
            at, way = todo.pop(0)
            if at == new:
                return Line(way)
            if at in seen:
                continue
            seen.add(at)
            after = [c for c in self.changes if at in c.old]
            todo += [(following, (*way, c)) for c in after for following in (*c.new, *c.receiving) if following != at]
        return None


@dataclass(frozen=True, slots=True)
class _Row:
    change: str
    old: str
    new: str
    receives: str
    date: str
    grade: str
    basis_vi: str
    basis_en: str
    instrument: str
    number: str


def succession_of(subject: str, rows: Rows) -> Succession:
    """Return the changes around a body or place, from the rows of the query of its changes."""
    by_change: dict[str, list[_Row]] = {}
    for row in records(rows, _Row):
        by_change.setdefault(row.change, []).append(row)
    changes = [_change(iri, its) for iri, its in by_change.items()]
    return Succession(subject, tuple(sorted(changes, key=lambda c: (c.date, c.iri))))


def _together(changes: Sequence[Change]) -> Change:
    """Return changes as one: what came of any of them came of all, as sure as the least sure of those that say so."""
    telling = [c for c in changes if c.new or c.receiving] or list(changes)
    if len(telling) == 1:
        return telling[0]
    return replace(
        telling[0], old=_sorted(o for c in telling for o in c.old), new=_sorted(n for c in telling for n in c.new),
        receiving=_sorted(r for c in telling for r in c.receiving), grade=Line(tuple(telling)).grade,
        basis=Line(tuple(telling)).basis,
    )  # fmt: skip


def _change(iri: str, rows: Sequence[_Row]) -> Change:
    first = rows[0]
    receives = {r.new for r in rows if r.receives == "true" and r.new}
    new = {r.new for r in rows if r.new} - receives
    return Change(
        iri, _sorted(r.old for r in rows), _sorted(new), _sorted(receives), first.date, first.grade.rpartition("/")[2],
        tuple(dict.fromkeys(Basis(r.instrument, r.number) for r in rows if r.instrument)),
        next((r.basis_vi for r in rows if r.basis_vi), ""), next((r.basis_en for r in rows if r.basis_en), ""),
    )  # fmt: skip


def _sorted(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(iris)))
