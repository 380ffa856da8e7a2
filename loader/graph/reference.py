"""What resolution and writing need of the reference data: which unit lies where, which body follows which, names.

Only these questions are asked here; everything else in the reference files is for queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF, RDFS, SKOS, term
from loader.slugs import slug
from loader.things import ThingKind

_MONTH = re.compile(r"/\d{4}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A reorganisation after which a body goes on under its name: from ``since`` it has the IRI ``iri``."""

    since: date
    iri: str


@dataclass(frozen=True, slots=True)
class KnownThing:
    """A placed thing of the reference data.

    Attributes:
        iri: its IRI.
        kind: key of its kind.
        name: its whole name in Vietnamese.
        places: IRIs of all units in which it lies, then and now.
        having: IRIs of the shared things that it has.
    """

    iri: str
    kind: str
    name: str
    places: frozenset[str]
    having: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reference:
    """An index over the reference data.

    Attributes:
        above: IRI of an administrative unit → IRI of the unit in which it lies.
        names: IRI of an administrative unit → its name in Vietnamese, with or without the kind.
        renewals: IRI of a body, without a month → what it became under the same name, oldest first.
        shared: IRI of a shared thing → its name in Vietnamese.
        other_names: IRI that another name of a shared thing would give → IRI of the thing.
        placed: slug of a placed thing's proper name, or of its whole name → the things that it may mean.
        kinds: end of the IRI of a kind of body → when all bodies of it began anew under the same name, oldest first.
        places: IRI of an administrative unit → what it became under the same name, oldest first.
    """

    above: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    renewals: Mapping[str, tuple[Renewal, ...]] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    other_names: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[str, tuple[KnownThing, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[Renewal, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, triples: Iterable[Triple], things: Iterable[ThingKind] = ()) -> Reference:
        """Return the index of reference triples (``ln:locatedIn`` of units, ``ln:Reorganisation`` of bodies).

        Args:
            triples: the reference data.
            things: the kinds of named things that packs declare.
        """
        by_class = {term(kind.term): kind for kind in things}
        properties = frozenset(term(kind.having.property) for kind in by_class.values() if kind.having)
        units: set[str] = set()
        shared: set[str] = set()
        above: dict[str, str] = {}
        names: dict[str, str] = {}
        originals: dict[str, list[str]] = {}
        resulting: dict[str, list[str]] = {}
        dates: dict[str, date] = {}
        general: set[str] = set()
        placed: dict[str, str] = {}
        others: dict[str, list[str]] = {}
        places: dict[str, list[str]] = {}
        having: dict[str, list[str]] = {}
        for triple in triples:
            if not isinstance(triple.subject, ox.NamedNode):
                continue
            subject, predicate, value = triple.subject.value, triple.predicate, triple.object
            if predicate == RDF.type and value == LN.AdministrativeUnit:
                units.add(subject)
            elif predicate == RDF.type and value == LN.KindChange:
                general.add(subject)
            elif predicate == RDF.type:
                kind = by_class.get(value) if isinstance(value, ox.NamedNode) else None
                if kind is not None and kind.placed:
                    placed[subject] = kind.key
                elif kind is not None:
                    shared.add(subject)
            elif isinstance(value, ox.NamedNode):
                if predicate == LN.locatedIn:
                    above[subject] = value.value
                    places.setdefault(subject, []).append(value.value)
                elif predicate == LN.provinceToday:
                    places.setdefault(subject, []).append(value.value)
                elif predicate in properties:
                    having.setdefault(subject, []).append(value.value)
                elif predicate == LN.original:
                    originals.setdefault(subject, []).append(value.value)
                elif predicate == LN.resulting:
                    resulting.setdefault(subject, []).append(value.value)
            elif isinstance(value, ox.Literal):
                if predicate == LN.changeDate:
                    dates[subject] = date.fromisoformat(value.value)
                elif predicate in (RDFS.label, SKOS.prefLabel) and value.language == "vi":
                    names[subject] = value.value
                elif predicate == SKOS.altLabel and value.language == "vi":
                    others.setdefault(subject, []).append(value.value)
        renewals: dict[str, list[Renewal]] = {}
        kinds: dict[str, list[date]] = {}
        for event, since in dates.items():
            if event in general:
                kept = {*originals.get(event, ())} & {*resulting.get(event, ())}
                for iri in kept:
                    kinds.setdefault(_last(iri), []).append(since)
                continue
            for old in originals.get(event, ()):
                for new in resulting.get(event, ()):
                    plain = _MONTH.sub("", old)
                    if new != old and _MONTH.sub("", new) == plain:
                        renewals.setdefault(plain, []).append(Renewal(since, new))
        return cls(
            above={k: v for k, v in above.items() if k in units},
            names={k: v for k, v in names.items() if k in units},
            renewals={k: tuple(sorted(v, key=lambda r: r.since)) for k, v in renewals.items()},
            shared={k: v for k, v in names.items() if k in shared},
            other_names={
                f"{thing.rpartition('/')[0]}/{slug(name)}": thing for thing in shared for name in others.get(thing, ())
            },
            placed=_by_name(placed, names, others, places, above, having),
            kinds={k: tuple(sorted(v)) for k, v in kinds.items()},
            places={k: tuple(sorted(v, key=lambda r: r.since)) for k, v in renewals.items() if k in units},
        )

    def body_at(self, iri: str, day: date | None, place: str | None = None, kind: str | None = None) -> str:
        """Return the IRI that a body goes by on a day: with a month behind it after a reorganisation.

        Args:
            iri: its IRI without a month.
            day: the day; without one nothing is added.
            place: IRI of the unit that it serves, without a month.
            kind: end of the IRI of its kind; of bodies of no kind only their own reorganisations are known.
        """
        if day is None:
            return iri
        own = self.renewals.get(iri)
        if own:
            current = [renewal.iri for renewal in own if renewal.since <= day]
            return current[-1] if current else iri
        if kind is None or place is None:
            return iri
        # What began anew everywhere (all departments of a kind), or with its province, has the later of both months.
        since = [*self.kinds.get(kind, ()), *(renewal.since for renewal in self.places.get(place, ()))]
        passed = [date_ for date_ in since if date_ <= day]
        return f"{iri}/{max(passed):%Y-%m}" if passed else iri

    def place_at(self, iri: str, day: date | None) -> str:
        """Return the IRI that an administrative unit goes by on a day: with a month behind it after a merger under its name."""
        if day is None:
            return iri
        current = [renewal.iri for renewal in self.places.get(iri, ()) if renewal.since <= day]
        return current[-1] if current else iri

    def shared_thing(self, iri: str) -> str:
        """Return the IRI of the shared thing that a name means: of the one thing where several names stand for it."""
        return self.other_names.get(iri, iri)

    def thing_named(self, kind: str, name: str, place: str, having: frozenset[str]) -> KnownThing | None:
        """Return the one known thing that a name means in a document on a place; None when there is none, or several.

        Args:
            kind: key of its kind.
            name: as the document writes it ("làng nghề gốm Bát Tràng", "làng đúc đồng Trà Đông").
            place: the unit that the document is for.
            having: IRIs of the shared things that the name holds; a thing that has others is not meant.
        """
        words = slug(name).split("-")
        for start in range(len(words)):
            found = self.placed.get("-".join(words[start:]), ())
            here = [one for one in found if one.kind == kind and place in one.places]
            meant = [one for one in here if not having or not one.having or one.having & having]
            if len(meant) == 1:
                return meant[0]
            if meant:
                return None
        return None

    def name_above(self, iri: str) -> str | None:
        """Return the name of the unit in which a unit lies, if the reference data say."""
        parent = self.above.get(iri)
        return self.names.get(parent) if parent else None


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]


def _by_name(
    placed: Mapping[str, str],
    names: Mapping[str, str],
    others: Mapping[str, list[str]],
    places: Mapping[str, list[str]],
    above: Mapping[str, str],
    having: Mapping[str, list[str]],
) -> dict[str, tuple[KnownThing, ...]]:
    """Return the placed things by the slugs of their whole names and of their proper names."""
    found: dict[str, dict[str, KnownThing]] = {}
    for iri in sorted(placed):
        around: set[str] = set()
        for place in places.get(iri, ()):
            at: str | None = place
            while at is not None and at not in around:
                around.add(at)
                at = above.get(at)
        one = KnownThing(iri, placed[iri], names.get(iri, ""), frozenset(around), frozenset(having.get(iri, ())))
        for name in (one.name, *others.get(iri, ())):
            found.setdefault(slug(name), {})[iri] = one
    return {key: tuple(meant.values()) for key, meant in found.items() if key}
