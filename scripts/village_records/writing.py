"""Curated records of craft villages as RDF: villages, crafts of places, recognitions, counts, crafts, and their places."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from loader.graph.iris import Iris
from loader.graph.literals import day, en, integer, string, vi, year
from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, SKOS
from loader.graph.writing_things import shared_label
from loader.kinds import Level
from loader.resolution.names import split_place
from loader.slugs import COUNTRY, place_slug, slug
from village_records.records import CountRecord, CraftRecord, Recognised, Said, VillageRecord, When
from village_records.terms import CRAFTS

CRAFT = "craft"
"""Beginning of the IRIs of crafts."""
_DISTRICTS_END = "change/2025-07/cap-huyen"
_SAYS_SO = re.compile(r"công nhận|danh hiệu|trao bằng|quyết định", re.I)


@dataclass(slots=True)
class VillageWriter:
    """Writes records of villages, so that what several of them name is described once.

    Attributes:
        iris: maker of IRIs.
        known: the crafts that the scheme of crafts describes, by IRI.
        mergers: IRI of a province → IRI of what it is since 2025, for those that changed.
        crafts: records of crafts.
        places: statements on places, apart from those on villages.
    """

    iris: Iris
    known: frozenset[str]
    mergers: dict[str, str]
    crafts: Sequence[CraftRecord]
    places: set[Triple] = field(default_factory=set)
    _canonical: dict[str, CraftRecord] = field(init=False)
    _met: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._canonical = {slug(name): craft for craft in self.crafts for name in (craft.name, *craft.aliases)}

    def villages(self, records: Iterable[VillageRecord]) -> Iterator[Triple]:
        """Yield what the records say of villages and crafts of places."""
        for record in records:
            yield from self._village(record)

    def counts(self, records: Iterable[CountRecord]) -> Iterator[Triple]:
        """Yield what the records count: one thing per figure, source and day."""
        for record in records:
            place = record.place or COUNTRY
            place_key = place_slug(place) if record.place else COUNTRY
            digest = hashlib.sha256(f"{record.source} {record.note}".encode()).hexdigest()[:8]
            stamp = _stamp(record.when)
            for key, number in record.figures:
                node = self._node(f"village-count/{place_key}/{stamp}/{digest}/{key}")
                where = record.place or "cả nước"
                yield ox.Triple(node, RDF.type, CRAFTS.VillageCount)
                yield ox.Triple(node, RDFS.label, vi(f"{number} {_COUNTED[key][0]}, {where}, {_spoken(record.when)}"))
                yield ox.Triple(
                    node,
                    RDFS.label,
                    en(
                        f"{number} {_COUNTED[key][1]}, {record.place or 'the country'}, {_spoken(record.when, english=True)}"
                    ),
                )
                yield ox.Triple(node, LN.count, integer(number))
                yield ox.Triple(node, CRAFTS.countOf, self._node(f"counted/{key}"))
                yield ox.Triple(node, LN.locatedIn, self._node(f"place/{place_key}"))
                yield from _dated(node, record.when, CRAFTS.countDate, LN.countYear)
                yield ox.Triple(node, DCTERMS.source, ox.NamedNode(record.source))
                yield ox.Triple(node, LN.grade, self._node("grade/probable"))
                if record.note:
                    yield ox.Triple(node, RDFS.comment, vi(record.note))

    def described_crafts(self) -> Iterator[Triple]:
        """Yield the crafts of the records and those met in villages: names, other names, broader crafts."""
        for craft in self.crafts:
            node = ox.NamedNode(self.iris.thing(CRAFT, craft.name))
            yield from self._named_craft(node, craft.name, craft.english)
            for alias in craft.aliases:
                if slug(alias) != slug(craft.name):
                    yield ox.Triple(node, SKOS.altLabel, vi(alias))
            broader = self._broader(craft.broader)
            # The scheme says the group of its crafts; a broader craft comes beside it.
            if node.value not in self.known or "/craft/" in broader.value:
                yield ox.Triple(node, SKOS.broader, broader)
        for iri, name in sorted(self._met.items()):
            node = ox.NamedNode(iri)
            yield from self._named_craft(node, shared_label(name), None)
            above = self._family(name)
            if above is not None and above != node:
                yield ox.Triple(node, SKOS.broader, above)

    def _named_craft(self, node: ox.NamedNode, name: str, english: str | None) -> Iterator[Triple]:
        yield ox.Triple(node, RDF.type, CRAFTS.Craft)
        if node.value in self.known:
            return
        for predicate in (RDFS.label, SKOS.prefLabel):
            yield ox.Triple(node, predicate, vi(name))
            if english:
                yield ox.Triple(node, predicate, en(english))
        yield ox.Triple(node, LN.grade, self._node("grade/probable"))

    def _broader(self, broader: str) -> ox.NamedNode:
        if slug(broader) in self._canonical:
            return ox.NamedNode(self.iris.thing(CRAFT, self._canonical[slug(broader)].name))
        return self._node(f"craft-group/{broader}")

    def _family(self, name: str) -> ox.NamedNode | None:
        words = f"-{slug(name)}-"
        for craft in self.crafts:
            if any(f"-{slug(word)}-" in words and _written(word, name) for word in craft.words):
                return ox.NamedNode(self.iris.thing(CRAFT, craft.name))
        return None

    def _node(self, path: str) -> ox.NamedNode:
        return ox.NamedNode(self.iris.of(path))

    def _craft(self, name: str) -> ox.NamedNode:
        record = self._canonical.get(slug(name))
        node = ox.NamedNode(self.iris.thing(CRAFT, record.name if record else name))
        if record is None:
            self._met.setdefault(node.value, name)
        return node

    def _village(self, record: VillageRecord) -> Iterator[Triple]:
        province = place_slug(record.province)
        is_craft = record.kind == "traditional-craft"
        node = self._node(f"{'local-craft' if is_craft else 'village'}/{province}/{slug(record.name)}")
        yield ox.Triple(node, RDF.type, CRAFTS.LocalCraft if is_craft else CRAFTS.Village)
        yield ox.Triple(node, RDFS.label, vi(record.name))
        yield ox.Triple(node, SKOS.prefLabel, vi(record.name))
        if record.plain and record.plain != record.name:
            yield ox.Triple(node, SKOS.altLabel, vi(record.plain))
        yield ox.Triple(node, CRAFTS.villageKind, self._node(f"village-kind/{record.kind}"))
        for craft in record.crafts:
            yield ox.Triple(node, CRAFTS.practises, self._craft(craft))
        yield ox.Triple(node, LN.locatedIn, self._place(record))
        today = self._node(f"place/{province}")
        yield ox.Triple(node, LN.provinceToday, ox.NamedNode(self.mergers.get(today.value, today.value)))
        if record.state:
            yield ox.Triple(node, CRAFTS.villageState, self._node(f"village-state/{record.state}"))
        figures = ((CRAFTS.households, record.households), (CRAFTS.workers, record.workers))
        for predicate, number in figures:
            if number is not None:
                yield ox.Triple(node, predicate, integer(number))
        if record.revenue:
            yield ox.Triple(node, CRAFTS.revenueText, string(record.revenue))
        if record.figures_year is not None:
            yield ox.Triple(node, CRAFTS.figuresYear, year(record.figures_year))
        yield ox.Triple(node, LN.grade, self._node(f"grade/{'verified' if record.independent else 'probable'}"))
        for count, said in enumerate(sorted(record.said, key=lambda s: (s.url, s.says)), 1):
            yield from self._attestation(node, count, said)
        if record.recognised is not None:
            yield from self._recognition(node, record, record.recognised)

    def _attestation(self, node: ox.NamedNode, count: int, said: Said) -> Iterator[Triple]:
        attestation = ox.NamedNode(f"{node.value}/attestation-{count}")
        address = ox.NamedNode(said.url.replace(" ", "%20"))
        yield ox.Triple(node, DCTERMS.source, address)
        yield ox.Triple(node, CRAFTS.hasAttestation, attestation)
        yield ox.Triple(attestation, RDF.type, CRAFTS.Attestation)
        yield ox.Triple(attestation, RDFS.label, vi(said.says))
        yield ox.Triple(attestation, CRAFTS.saidText, string(said.says))
        yield ox.Triple(attestation, DCTERMS.source, address)

    def _recognition(self, village: ox.NamedNode, record: VillageRecord, told: Recognised) -> Iterator[Triple]:
        node = ox.NamedNode(f"{village.value}/recognition-1")
        grade, basis_vi, basis_en = _support(told, record)
        named = told.decision or "chưa rõ số quyết định"
        yield ox.Triple(village, CRAFTS.hasRecognition, node)
        yield ox.Triple(node, RDF.type, CRAFTS.Recognition)
        yield ox.Triple(node, RDFS.label, vi(f"Công nhận {record.name}: {named}, {_spoken(told.when)}"))
        if told.decision:
            yield ox.Triple(node, CRAFTS.recognitionDecision, string(told.decision))
        yield from _dated(node, told.when, CRAFTS.recognitionDate, CRAFTS.recognitionYear)
        if told.issuer:
            yield ox.Triple(node, CRAFTS.recognitionIssuer, string(told.issuer))
        yield ox.Triple(node, LN.grade, self._node(f"grade/{grade}"))
        yield ox.Triple(node, LN.basis, vi(basis_vi))
        yield ox.Triple(node, LN.basis, en(basis_en))
        for said in record.said:
            if _SAYS_SO.search(said.says):
                yield ox.Triple(node, DCTERMS.source, ox.NamedNode(said.url.replace(" ", "%20")))

    def _place(self, record: VillageRecord) -> ox.NamedNode:
        province = self._node(f"place/{place_slug(record.province)}")
        within, above = province, record.province
        if record.district:
            within = self._unit(record.district, Level.DISTRICT, record.province, province)
            above = record.district
        if record.commune and split_place(f" {record.commune}").place is not None:
            return self._unit(record.commune, Level.COMMUNE, above if record.district else record.province, within)
        return within

    def _unit(self, name: str, level: Level, above: str, within: ox.NamedNode) -> ox.NamedNode:
        label = f"{name[:1].upper()}{name[1:]}"
        node = ox.NamedNode(self.iris.place(place_slug(name, level, "", above)))
        say = self.places.add
        say(ox.Triple(node, RDF.type, LN.AdministrativeUnit))
        say(ox.Triple(node, RDFS.label, vi(label)))
        say(ox.Triple(node, SKOS.prefLabel, vi(label)))
        say(ox.Triple(node, LN.level, self._node(f"level/{level.value}")))
        say(ox.Triple(node, LN.locatedIn, within))
        say(ox.Triple(node, LN.grade, self._node("grade/probable")))
        if level is Level.DISTRICT:
            say(ox.Triple(self._node(_DISTRICTS_END), LN.original, node))
        return node


_COUNTED = {
    "villages": ("làng nghề", "craft villages"),
    "recognised": ("làng nghề được công nhận", "recognised craft villages"),
    "traditional": ("làng nghề truyền thống", "traditional craft villages"),
    "crafts": ("nghề", "crafts"),
}


def _written(word: str, name: str) -> bool:
    """Whether a word stands in a name with its own tone marks: slugs alone would take "đá" for "da"."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name, re.I) is not None


def _stamp(when: When | None) -> str:
    return "undated" if when is None else when.day.isoformat() if when.day else str(when.year)


def _spoken(when: When | None, *, english: bool = False) -> str:
    if when is None:
        return "no date" if english else "không rõ ngày"
    if when.day:
        return when.day.isoformat() if english else f"{when.day:%d/%m/%Y}"
    return str(when.year) if english else f"năm {when.year}"


def _dated(node: ox.NamedNode, when: When | None, of_day: ox.NamedNode, of_year: ox.NamedNode) -> Iterator[Triple]:
    if when is not None:
        yield ox.Triple(node, of_year, year(when.year))
        if when.day is not None:
            yield ox.Triple(node, of_day, day(when.day))


def _support(told: Recognised, record: VillageRecord) -> tuple[str, str, str]:
    """Return how well a recognition is supported: grade, and why, in Vietnamese and English."""
    pages = "hai trang độc lập trở lên" if record.independent else "một trang"
    pages_en = "two or more independent pages" if record.independent else "one page"
    if told.when is not None and told.when.day is None:
        return (
            "uncertain",
            f"Theo {pages}; năm lấy từ tin, không từ quyết định.",
            f"By {pages_en}; the year is taken from the news, not from the decision.",
        )
    if told.decision and told.when is not None and record.independent:
        return "verified", f"Số và ngày quyết định theo {pages}.", f"Number and day of the decision by {pages_en}."
    missing = [
        *([] if told.decision else [("số quyết định", "number of the decision")]),
        *([] if told.when else [("ngày", "day")]),
    ]
    if not missing:
        return "probable", f"Số và ngày theo {pages}.", f"Number and day by {pages_en}."
    return (
        "probable",
        f"Theo {pages}; nguồn không nêu {', '.join(m[0] for m in missing)}.",
        f"By {pages_en}; the sources do not give the {', '.join(m[1] for m in missing)}.",
    )
