"""What resolution and writing need of the reference data: which unit lies where, which body follows which, craft names.

Only these questions are asked here; everything else in the reference files is for queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF, RDFS, SKOS

_MONTH = re.compile(r"/\d{4}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A reorganisation after which a body goes on under its name: from ``since`` it has the IRI ``iri``."""

    since: date
    iri: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An index over the reference data.

    Attributes:
        above: IRI of an administrative unit → IRI of the unit in which it lies.
        names: IRI of an administrative unit → its name in Vietnamese, with or without the kind.
        renewals: IRI of a body, without a month → what it became under the same name, oldest first.
        crafts: IRI of a craft of the scheme → its name in Vietnamese.
    """

    above: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    renewals: Mapping[str, tuple[Renewal, ...]] = field(default_factory=dict)
    crafts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Reference:
        """Return the index of reference triples (``ln:locatedIn`` of units, ``ln:Reorganisation`` of bodies)."""
        units: set[str] = set()
        crafts: set[str] = set()
        above: dict[str, str] = {}
        names: dict[str, str] = {}
        originals: dict[str, list[str]] = {}
        resulting: dict[str, list[str]] = {}
        dates: dict[str, date] = {}
        for triple in triples:
            if not isinstance(triple.subject, ox.NamedNode):
                continue
            subject, predicate, value = triple.subject.value, triple.predicate, triple.object
            if predicate == RDF.type and value == LN.AdministrativeUnit:
                units.add(subject)
            elif predicate == RDF.type and value == LN.Craft:
                crafts.add(subject)
            elif isinstance(value, ox.NamedNode):
                if predicate == LN.locatedIn:
                    above[subject] = value.value
                elif predicate == LN.original:
                    originals.setdefault(subject, []).append(value.value)
                elif predicate == LN.resulting:
                    resulting.setdefault(subject, []).append(value.value)
            elif isinstance(value, ox.Literal):
                if predicate == LN.changeDate:
                    dates[subject] = date.fromisoformat(value.value)
                elif predicate in (RDFS.label, SKOS.prefLabel) and value.language == "vi":
                    names[subject] = value.value
        renewals: dict[str, list[Renewal]] = {}
        for event, since in dates.items():
            for old in originals.get(event, ()):
                for new in resulting.get(event, ()):
                    plain = _MONTH.sub("", old)
                    if new != old and _MONTH.sub("", new) == plain:
                        renewals.setdefault(plain, []).append(Renewal(since, new))
        return cls(
            above={k: v for k, v in above.items() if k in units},
            names={k: v for k, v in names.items() if k in units},
            renewals={k: tuple(sorted(v, key=lambda r: r.since)) for k, v in renewals.items()},
            crafts={k: v for k, v in names.items() if k in crafts},
        )

    def body_at(self, iri: str, day: date | None) -> str:
        """Return the IRI that a body goes by on a day: with a month behind it after a reorganisation."""
        if day is None or iri not in self.renewals:
            return iri
        current = [renewal.iri for renewal in self.renewals[iri] if renewal.since <= day]
        return current[-1] if current else iri

    def name_above(self, iri: str) -> str | None:
        """Return the name of the unit in which a unit lies, if the reference data say."""
        parent = self.above.get(iri)
        return self.names.get(parent) if parent else None
