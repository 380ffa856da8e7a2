"""The common ground of writing one file's facts: IRIs, evidence, bodies and places, each described once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from loader.errors import ConfigurationError, InputError
from loader.facts import Agent, Evidence, Facts, Instrument, Reading
from loader.graph.iris import Iris
from loader.graph.literals import decimal, integer, shortened, string, vi
from loader.graph.reference import Reference
from loader.graph.statements import Statements
from loader.graph.vocabulary import LN, ORG, RDF, RDFS, SKOS
from loader.kinds import Status
from loader.lexicon.families import families_of
from loader.resolution.agencies import (
    Body,
    Setting,
    Unit,
    issuer_segment,
    parent_of,
    resolve,
    resolve_name,
)
from loader.resolution.settings import setting_of
from loader.slugs import slug
from loader.things import ThingKind


@dataclass(frozen=True, slots=True)
class Written:
    """An instrument of the file with its IRI and setting."""

    instrument: Instrument
    node: ox.NamedNode
    setting: Setting


def _holders(facts: Facts) -> dict[str, str]:
    """Return, for a decision that approves a plan written in its articles, its key and the plan's."""
    plans = {i.key for i in facts.instruments if i.is_plan}
    with_text = {p.document for p in facts.provisions}
    return {
        i.key: i.promulgates
        for i in facts.instruments
        if i.promulgates in plans and not i.is_plan and i.promulgates not in with_text
    }


class Context:
    """Collects the triples of one source file.

    Attributes:
        facts: what was read from the file.
        iris: maker of IRIs.
        statements: the statements so far; may repeat.
        text: the node of the source text.
        documents: the file's instruments by key.
    """

    def __init__(self, facts: Facts, iris: Iris, reference: Reference, things: Iterable[ThingKind] = ()) -> None:
        if not facts.instruments:
            raise InputError(
                "no administrative document was found in the text",
                where=facts.source.name,
                advice="a plan has a title (KẾ HOẠCH, QUYẾT ĐỊNH …) and numbered parts",
            )
        self.facts = facts
        self.iris = iris
        self.reference = reference
        self._things = {kind.key: kind for kind in things}
        self.statements = Statements()
        self.text = ox.NamedNode(iris.text(facts.source.sha256))
        self._nodes: dict[str, ox.NamedNode] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._described: set[str] = set()
        self.documents: dict[str, Written] = {}
        self._holders: dict[str, str] = {}
        self._day = facts.instruments[0].date
        for instrument in facts.instruments:
            setting = self._setting(instrument)
            self.documents[instrument.key] = Written(instrument, self._document_node(instrument, setting), setting)

        self._holders = _holders(facts)

    # Nodes

    def node(self, iri: str) -> ox.NamedNode:
        """Return the node of an IRI, made once."""
        node = self._nodes.get(iri)
        if node is None:
            node = self._nodes[iri] = ox.NamedNode(iri)
        return node

    def kind_of_things(self, key: str) -> ThingKind:
        """Return a kind of named things.

        Raises:
            ConfigurationError: no pack declares it.
        """
        kind = self._things.get(key)
        if kind is None:
            raise ConfigurationError(f"no pack declares the kind of things {key}", where=self.facts.source.name)
        return kind

    def concept(self, scheme: str, key: str) -> ox.NamedNode:
        """Return the node of a concept."""
        return self.node(self.iris.concept(scheme, key))

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        """State one triple."""
        self.statements.add(subject, predicate, value)

    def first_time(self, node: ox.NamedNode) -> bool:
        """Say whether a node is met for the first time; it is then to be described."""
        if node.value in self._described:
            return False
        self._described.add(node.value)
        return True

    def _setting(self, instrument: Instrument) -> Setting:
        setting = setting_of(instrument, self.facts)
        known = self.reference.name_above(self.iris.place(setting.unit.slug))
        return setting_of(instrument, self.facts, known) if known else setting

    def _document_node(self, instrument: Instrument, setting: Setting) -> ox.NamedNode:
        if instrument.key:
            main = self.documents.get("")
            base = main.node.value if main else self._document_node(self.facts.instruments[0], setting).value
            return self.node(self.iris.contained(base, instrument.key))
        issuer = resolve_name(instrument.issuer, setting) if instrument.issuer else None
        segment = issuer_segment(instrument.number, instrument.kind, issuer, setting)
        nameless = instrument.number is None and (instrument.status is Status.DRAFT or instrument.date is None)
        if nameless:
            digest = hashlib.sha256(self.facts.source.text.encode()).hexdigest()
            return self.node(self.iris.draft(segment, digest))
        return self.node(
            self.iris.document(segment, instrument.kind, instrument.number, instrument.date, instrument.title)
        )

    def document(self, key: str) -> Written:
        """Return the instrument of a key; the file's main one for a key that none has."""
        return self.documents.get(key) or next(iter(self.documents.values()))

    def holder(self, key: str) -> Written:
        """Return the instrument that what stands in the text of a key belongs to.

        The plan that a decision approves in its own articles holds the objectives and tasks that stand there.
        """
        return self.document(self._holders.get(key, key))

    def provision(self, evidence: Evidence) -> ox.NamedNode:
        """Return the smallest provision that holds some words; the document for its head."""
        return self.node(self.iris.part(self.document(evidence.document).node.value, evidence.provision))

    def element(self, kind: str, evidence: Evidence) -> ox.NamedNode:
        """Return the node of the next element of a kind in the provision that it was read from."""
        part = self.provision(evidence).value
        count = self._counts[part, kind] = self._counts.get((part, kind), 0) + 1
        return self.node(self.iris.element(part, kind, count))

    # Evidence

    def excerpt(self, evidence: Evidence) -> ox.NamedNode:
        """Describe the words that a fact was read from."""
        node = self.node(self.iris.excerpt(self.text.value, evidence.start, evidence.end))
        if self.first_time(node):
            self.add(node, RDF.type, LN.Excerpt)
            self.add(node, LN.quote, string(evidence.quote))
            self.add(node, LN.start, integer(evidence.start))
            self.add(node, LN.end, integer(evidence.end))
            self.add(node, LN.inText, self.text)
            self.add(node, LN.inProvision, self.provision(evidence))
        return node

    def read(self, subject: ox.NamedNode, reading: Reading, label: str | None = None) -> Written:
        """State where a fact was read, by which rule and how surely; return the document that it belongs to."""
        evidence = reading.evidence
        document = self.holder(evidence.document)
        self.add(subject, RDFS.label, vi(shortened(label or evidence.quote)))
        self.add(subject, LN.evidence, self.excerpt(evidence))
        self.add(subject, LN.inDocument, document.node)
        if evidence.section:
            self.add(subject, LN.section, string(evidence.section))
        self.add(subject, LN.extractedBy, string(reading.rule))
        self.add(subject, LN.confidence, decimal(reading.confidence))
        return document

    # Bodies and places

    def agent(self, agent: Agent, setting: Setting) -> tuple[ox.NamedNode, Body]:
        """Describe the body or group that an agent is; return its node and how it was found."""
        body = resolve(agent, setting)
        return self.body(body, setting), body

    def named_body(self, name: str, setting: Setting) -> ox.NamedNode:
        """Describe the body of a name."""
        return self.body(resolve_name(name, setting), setting)

    def body(self, body: Body, setting: Setting) -> ox.NamedNode:
        """Describe a body: type, label, level, place and the body that it is a part of."""
        if body.group:
            node = self.node(self.iris.agency_group(body.unit.slug, body.name))
        else:
            iri = self.iris.agency(body.unit.slug, body.name)
            kind = slug(body.kind.name) if body.kind else None
            node = self.node(self.reference.body_at(iri, setting.day, self.iris.place(body.unit.slug), kind))
        if not self.first_time(node):
            return node
        self.add(node, RDF.type, LN.AgencyGroup if body.group else LN.Agency)
        self.add(node, RDFS.label, vi(body.label))
        self.add(node, SKOS.prefLabel, vi(body.label))
        self.add(node, LN.level, self.concept("level", body.level.value))
        if not body.of_unknown_place:
            self.add(node, LN.jurisdiction, self.place(body.unit))
        if body.kind:
            self.add(node, LN.agencyKind, self.concept("agency-kind", slug(body.kind.name)))
        else:
            for family in families_of(body.name, group=body.group):
                self.add(node, LN.agencyKind, self.concept("agency-kind", family))
        parent = parent_of(body)
        if parent:
            self.add(node, ORG.subOrganizationOf, self.body(parent, setting))
        return node

    def place(self, unit: Unit) -> ox.NamedNode:
        """Describe an administrative unit: type, label, level and the unit above."""
        node = self.node(self.reference.place_at(self.iris.place(unit.slug), self._day))
        if self.first_time(node):
            self.add(node, RDF.type, LN.AdministrativeUnit)
            self.add(node, RDFS.label, vi(unit.label))
            if node.value not in self.reference.names:
                self.add(node, SKOS.prefLabel, vi(unit.label))
            self.add(node, LN.level, self.concept("level", unit.level.value))
            above = self._known_unit(unit.parent)
            if above:
                self.add(node, LN.locatedIn, self.place(above))
        return node

    def _known_unit(self, unit_slug: str | None) -> Unit | None:
        units = (unit for w in self.documents.values() for unit in (w.setting.unit, w.setting.province) if unit)
        return next((unit for unit in units if unit.slug == unit_slug), None)
