"""What became of bodies and places: the changes that are recorded, and those that follow for a body from general ones.

A change of a kind of body ("Sở Kế hoạch và Đầu tư" into "Sở Tài chính", everywhere on one day) and the merger of a province
say what became of each body of that kind and place: nobody has to write the same change down for 63 provinces. What a
curator wrote of a body itself comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from loader.graph.vocabulary import LN, RDF, SKOS
from loader.inference.judging import Judging
from loader.inference.looking import Graph
from loader.lexicon.families import families, families_of
from loader.slugs import slug

GRADES = ("verified", "probable", "uncertain")
"""Keys of grades, from well to badly supported."""
_UNITS = "don-vi-su-nghiep"
"""The family of institutes, centres, schools and media."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step in what became of something.

    Attributes:
        event: the event; for an instrument, the one that replaces it.
        original: what ended.
        resulting: what was there after it; nothing when that is not known.
        day: when.
        bases: the instruments that decided it.
        grade: key of how well it is supported.
        stated: it stands in the data; otherwise it follows from a general change.
    """

    event: ox.NamedNode
    original: ox.NamedNode
    resulting: tuple[ox.NamedNode, ...]
    day: date
    bases: tuple[ox.NamedNode, ...]
    grade: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Derived:
    """A body that only a derived change names.

    Attributes:
        node: the body.
        kind: its kind.
        place: the unit that it serves.
        since: its first day.
        label: its name.
    """

    @property
    def order(self) -> tuple[date, str, str, str]:
        """What tells which of several descriptions of one body holds: the one of its first day."""
        return self.since, self.kind.value, self.place.value, self.label

    node: ox.NamedNode
    kind: ox.NamedNode
    place: ox.NamedNode
    since: date
    label: str


def weakest(grades: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """Return the key of the grade that is supported worst; "probable" of none."""
    return max(grades, key=_rank, default="probable")


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


class Lineage:
    """The changes of a graph.

    Attributes:
        derived: the bodies that only derived changes name, by IRI, as far as they came up since ``forget``.
    """

    def __init__(self, store: Graph, judging: Judging, as_of: date | None = None) -> None:
        self._store = store
        self._judging = judging
        self.derived: dict[str, Derived] = {}
        self._of: dict[str, list[Change]] = {}
        self._kinds: dict[str, Change] = {}
        self._level: Change | None = None
        self._families = frozenset(family.key for family in families())
        district = judging.concept("level", "district")
        kind_changes = set(self._subjects(RDF.type, LN.KindChange))
        territorial = set(self._subjects(RDF.type, LN.TerritorialChange))
        for event in sorted(self._with_day()):
            node = ox.NamedNode(event)
            day = self._day(node)
            if day is None or (as_of is not None and day > as_of):
                continue
            resulting = self._nodes(node, LN.resulting)
            for original in self._nodes(node, LN.original):
                change = Change(
                    node, original, resulting, day, self._nodes(node, LN.legalBasis), self._grade(node), True
                )
                if event in kind_changes:
                    self._kinds[original.value] = change
                else:
                    self._of.setdefault(original.value, []).append(change)
            if event in territorial and district in self._nodes(node, LN.level):
                self._level = Change(node, node, (), day, self._nodes(node, LN.legalBasis), self._grade(node), True)

    def forget(self) -> None:
        """Begin to follow another body: what came up before, by other ways, says nothing of it."""
        self.derived = {}

    # What the graph says

    def _quads(self, subject: ox.NamedNode | None, predicate: ox.NamedNode) -> Iterable[ox.Quad]:
        return self._store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())

    def _with_day(self) -> set[str]:
        return {q.subject.value for q in self._quads(None, LN.changeDate) if isinstance(q.subject, ox.NamedNode)}

    def _subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(None, predicate, value, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def _nodes(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> tuple[ox.NamedNode, ...]:
        found = {q.object.value for q in self._quads(subject, predicate) if isinstance(q.object, ox.NamedNode)}
        return tuple(ox.NamedNode(iri) for iri in sorted(found))

    def _day(self, event: ox.NamedNode) -> date | None:
        days = [q.object.value for q in self._quads(event, LN.changeDate) if isinstance(q.object, ox.Literal)]
        try:
            return date.fromisoformat(min(days)) if days else None
        except ValueError:
            return None

    def _grade(self, event: ox.NamedNode) -> str:
        return weakest([grade.value.rpartition("/")[2] for grade in self._nodes(event, LN.grade)])

    def label(self, node: ox.NamedNode) -> str:
        """Return what a body, unit or kind is called in Vietnamese, or an instrument's number; else the end of its IRI."""
        if node.value in self.derived:
            return self.derived[node.value].label
        numbers = [q.object.value for q in self._quads(node, LN.number) if isinstance(q.object, ox.Literal)]
        if numbers:
            return min(numbers)
        labels = [
            q.object.value
            for q in self._quads(node, SKOS.prefLabel)
            if isinstance(q.object, ox.Literal) and q.object.language != "en"
        ]
        return min(labels, default=node.value.rpartition("/")[2])

    def is_of_district(self, body: ox.NamedNode) -> bool:
        """Whether a body served a district."""
        return self._judging.concept("level", "district") in self._nodes(body, LN.level)

    @property
    def end_of_districts(self) -> Change | None:
        """The abolition of the district level, if the graph knows of it."""
        return self._level

    # What became of a body

    def changes(self, body: ox.NamedNode) -> tuple[Change, ...]:
        """Return the changes by which a body ended: those stated, else the one that follows from a general change."""
        stated = self._of.get(body.value)
        if stated:
            return tuple(stated)
        derived = self._derive(body)
        return (derived,) if derived is not None else ()

    def _derive(self, body: ox.NamedNode) -> Change | None:
        known = self.derived.get(body.value)
        kinds = (known.kind,) if known else self._nodes(body, LN.agencyKind)
        places = (known.place,) if known else self._nodes(body, LN.jurisdiction)
        if len(places) != 1:
            return None
        place = places[0]
        since = known.since if known else _since(body)
        if self._level is not None and since < self._level.day and self.is_of_district(body):
            name = f"{_relative(place.value)}/cac-co-quan"
            return self._change(name, body, (), self._level)
        # A family ("viện, trung tâm, báo, đài") is no kind: what became of one of its bodies follows from nothing general.
        if len(kinds) != 1 or _last(kinds[0].value) in self._families:
            return None
        general = self._kinds.get(kinds[0].value)
        if general is not None and since < general.day and len(general.resulting) == 1:
            kind = general.resulting[0]
            same = kind == kinds[0]
            new = self._body(kind, place, general.day, dated=same)
            return self._change(f"{_relative(place.value)}/{_last(kind.value)}", body, (new,), general)
        merged = [c for c in self._of.get(place.value, ()) if len(c.resulting) == 1 and since < c.day]
        # Of departments and committees each province has one; which centres, institutes or schools it keeps only a source can tell.
        if merged and not self._is_unit(kinds[0]):
            first = min(merged, key=lambda c: c.day)
            target = first.resulting[0]
            dated = _is_dated(target.value)
            new = self._body(kinds[0], target, first.day, dated=dated)
            return self._change(f"{_relative(place.value)}/{_last(kinds[0].value)}", body, (new,), first)
        return None

    def _is_unit(self, kind: ox.NamedNode) -> bool:
        """Whether a kind is one of centres, institutes, schools or media that no general change names."""
        general = {new.value for change in self._kinds.values() for new in change.resulting}
        return kind.value not in general and _UNITS in families_of(self.label(kind), group=False)

    def _change(self, name: str, body: ox.NamedNode, resulting: tuple[ox.NamedNode, ...], general: Change) -> Change:
        event = ox.NamedNode(self._judging.iris.of(f"change/{general.day:%Y-%m}/{name}"))
        grade = weakest([general.grade, "probable"])
        return Change(event, body, resulting, general.day, general.bases, grade, False)

    def _body(self, kind: ox.NamedNode, place: ox.NamedNode, since: date, *, dated: bool) -> ox.NamedNode:
        path = f"agency/{_relative(place.value)}/{_last(kind.value)}"
        node = ox.NamedNode(self._judging.iris.of(f"{path}/{since:%Y-%m}" if dated else path))
        stated = ox.Quad(node, RDF.type, LN.Agency, ox.DefaultGraph()) in self._store
        if not stated and node.value not in self.derived:
            label = _named(self.label(kind), self.label(place))
            self.derived[node.value] = Derived(node, kind, place, since, label)
        return node


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]


def _is_dated(iri: str) -> bool:
    month = _last(iri)
    return len(month) == 7 and month[4] == "-" and month.replace("-", "").isdecimal()


def _relative(place: str) -> str:
    """Return the slug of a place's IRI, without the month of its beginning."""
    return _last(place.rpartition("/")[0]) if _is_dated(place) else _last(place)


def _since(body: ox.NamedNode) -> date:
    """Return the first day of the month in a body's IRI; the first day of all for one without."""
    return date.fromisoformat(f"{_last(body.value)}-01") if _is_dated(body.value) else date.min


def _named(kind: str, place: str) -> str:
    """Return the name of the body of a kind in a place ("Sở Tài chính tỉnh Tây Ninh", "Thanh tra tỉnh Tây Ninh")."""
    unit = f"{place[:1].lower()}{place[1:]}"
    first = unit.split(" ", 1)[0]
    if slug(first) == slug(kind.rsplit(" ", 1)[-1]):
        return f"{kind}{unit[len(first) :]}"
    return f"{kind} {unit}"
