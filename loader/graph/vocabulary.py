"""Terms of the ontology and of the vocabularies it stands on: the only place where their IRIs are written.

``LN`` names every class and property of ``ontology/langnghe.ttl`` (a test compares both). Things and concepts
(documents, agencies, units, indicators …) get their IRIs from ``loader.graph.iris``, not from here.
"""

# ruff: noqa: N815 (property names of an ontology are camelCase)
from __future__ import annotations

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    TIME,
    XSD,
    DefinedNamespace,
)

__all__ = [
    "DCTERMS",
    "DQV",
    "ELI",
    "FOAF",
    "LN",
    "OA",
    "ONTOLOGY",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SDO",
    "SH",
    "SITE",
    "SKOS",
    "TIME",
    "XSD",
]

SITE: Final = "https://w3id.org/langnghe/"
"""Default base of everything named by the project; also the base of its concepts and terms."""

ONTOLOGY: Final = URIRef(SITE + "ontology")
"""IRI of the ontology itself."""

DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")


class LN(DefinedNamespace):
    """Classes and properties of the langnghe ontology (definitions in ``ontology/langnghe.ttl``)."""

    _NS = Namespace(f"{ONTOLOGY}#")
    _fail = True
    _warn = False

    # Documents
    Document: URIRef
    Decree: URIRef
    Law: URIRef
    GovernmentDecree: URIRef
    Decision: URIRef
    Resolution: URIRef
    Circular: URIRef
    Plan: URIRef
    Programme: URIRef
    Scheme: URIRef
    Strategy: URIRef
    NationalPlan: URIRef
    ProvincialPlan: URIRef
    DistrictPlan: URIRef
    CommunePlan: URIRef
    Letter: URIRef
    Submission: URIRef
    IssuedDocument: URIRef
    DraftDocument: URIRef

    # Text and evidence
    Provision: URIRef
    SourceText: URIRef
    Excerpt: URIRef
    Citation: URIRef
    ReadingNote: URIRef

    # What a plan says
    Objective: URIRef
    GeneralObjective: URIRef
    SpecificObjective: URIRef
    Target: URIRef
    RateTarget: URIRef
    Indicator: URIRef
    RateIndicator: URIRef
    PlannedAction: URIRef
    Measure: URIRef
    OrphanMeasure: URIRef
    Task: URIRef
    ReportingDuty: URIRef
    OverdueDuty: URIRef
    Assignment: URIRef
    Funding: URIRef
    Risk: URIRef
    Craft: URIRef
    CraftStatus: URIRef
    Village: URIRef

    # Bodies, places and their changes
    Agency: URIRef
    FormerAgency: URIRef
    AgencyGroup: URIRef
    AdministrativeUnit: URIRef
    FormerUnit: URIRef
    ChangeEvent: URIRef
    Reorganisation: URIRef
    TerritorialChange: URIRef

    # Judgements
    Judgement: URIRef
    Comparison: URIRef

    # Document: what it is
    number: URIRef
    numberAsPrinted: URIRef
    documentKind: URIRef
    dateIssued: URIRef
    effectiveFrom: URIRef
    effectiveUntil: URIRef
    validity: URIRef
    validityAsOf: URIRef
    status: URIRef
    issuedBy: URIRef
    level: URIRef
    area: URIRef
    periodStart: URIRef
    periodEnd: URIRef
    signedBy: URIRef
    signerRole: URIRef
    authority: URIRef
    recipientText: URIRef
    placeOfIssue: URIRef
    hasText: URIRef
    textOf: URIRef

    # Document to document
    refersTo: URIRef
    implements: URIRef
    implementedBy: URIRef
    basedOn: URIRef
    basisFor: URIRef
    proposedIn: URIRef
    promulgates: URIRef
    promulgatedBy: URIRef
    cites: URIRef
    citedBy: URIRef
    amends: URIRef
    amendedBy: URIRef
    replaces: URIRef
    replacedBy: URIRef
    draftOf: URIRef
    hasDraft: URIRef
    tracesTo: URIRef
    identifiedWith: URIRef
    hasCitation: URIRef
    citationRole: URIRef
    citedDocument: URIRef

    # Document to element
    hasElement: URIRef
    inDocument: URIRef
    hasProvision: URIRef
    hasObjective: URIRef
    hasTarget: URIRef
    hasMeasure: URIRef
    hasTask: URIRef
    hasReportingDuty: URIRef
    hasFunding: URIRef
    hasRisk: URIRef
    hasCraftStatus: URIRef
    hasReadingNote: URIRef
    mentionsCraft: URIRef
    mentionsVillage: URIRef

    # Evidence
    evidence: URIRef
    section: URIRef
    extractedBy: URIRef
    confidence: URIRef
    quote: URIRef
    sharesTextWith: URIRef
    start: URIRef
    end: URIRef
    inProvision: URIRef
    inText: URIRef
    partOf: URIRef
    provisionKind: URIRef
    provisionNumber: URIRef
    heading: URIRef
    sha256: URIRef
    sourceFile: URIRef
    mediaType: URIRef
    text: URIRef
    noteKind: URIRef
    proposedReading: URIRef
    nearestRule: URIRef
    readShare: URIRef

    # Targets and indicators
    ofIndicator: URIRef
    isRate: URIRef
    comparator: URIRef
    value: URIRef
    upperValue: URIRef
    unit: URIRef
    printedFigure: URIRef
    horizon: URIRef
    baselineYear: URIRef
    per: URIRef
    measuredAs: URIRef
    population: URIRef
    note: URIRef
    derivesFrom: URIRef
    comparableWith: URIRef
    sourcesAgree: URIRef

    # Actions
    hasAssignment: URIRef
    role: URIRef
    agent: URIRef
    leadAgent: URIRef
    coordinatingAgent: URIRef
    agentAsPrinted: URIRef
    involvedAgency: URIRef
    leadAgency: URIRef
    coordinatingAgency: URIRef
    timeText: URIRef
    recurrence: URIRef
    startYear: URIRef
    endYear: URIRef
    deliverable: URIRef
    carriesOut: URIRef
    carriedOutBy: URIRef
    cue: URIRef
    isCarriedOut: URIRef
    isOverdue: URIRef
    asOf: URIRef
    supports: URIRef
    reporter: URIRef
    recipient: URIRef
    dueDay: URIRef
    amount: URIRef
    currencyUnit: URIRef
    fundingSource: URIRef
    likelihood: URIRef
    mitigation: URIRef

    # Crafts and villages
    ofCraft: URIRef
    practises: URIRef
    condition: URIRef
    count: URIRef
    locatedIn: URIRef

    # Bodies, places and their changes
    jurisdiction: URIRef
    agencyKind: URIRef
    existsFrom: URIRef
    existsUntil: URIRef
    original: URIRef
    originalOf: URIRef
    resulting: URIRef
    resultOf: URIRef
    receivingAgency: URIRef
    changeDate: URIRef
    legalBasis: URIRef
    successor: URIRef
    predecessor: URIRef
    transitiveSuccessor: URIRef

    # Judgements
    grade: URIRef
    basis: URIRef
    accepted: URIRef
    judgedSubject: URIRef
    judgedProperty: URIRef
    judgedObject: URIRef
    judgedValue: URIRef
    hasComparison: URIRef
    lowerTarget: URIRef
    higherTarget: URIRef
    outcome: URIRef
    gap: URIRef
    similarity: URIRef
    notComparableBecause: URIRef

    # About the terms themselves
    reservedBecause: URIRef
    valueType: URIRef


PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    ("dcterms", str(DCTERMS)),
    ("dqv", str(DQV)),
    ("ln", str(LN._NS)),
    ("oa", str(OA)),
    ("org", str(ORG)),
    ("owl", str(OWL)),
    ("prov", str(PROV)),
    ("rdf", str(RDF)),
    ("rdfs", str(RDFS)),
    ("sh", str(SH)),
    ("skos", str(SKOS)),
    ("xsd", str(XSD)),
)
"""Prefixes for serialisation, sorted: (prefix, namespace)."""
