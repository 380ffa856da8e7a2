"""Terms of the ontology and of the vocabularies it stands on: the only place where their IRIs are written.

They are the store's own values. Where rdflib is needed (pyshacl, owlrl, notebooks), ``loader.graph.conversion`` gives
them as its nodes. ``LN`` names every class and property of ``ontology/langnghe.ttl`` (a test compares both); those of
extensions stand in the packs that declare them (``term``); of other vocabularies stand here the terms that the project uses. Things and concepts (documents, agencies, units, indicators …) get
their IRIs from ``loader.graph.iris``, not from here.
"""

# ruff: noqa: N815 (property names of an ontology are camelCase)
from __future__ import annotations

from typing import ClassVar, Final

from pyoxigraph import NamedNode

SITE: Final = "https://w3id.org/langnghe/"
"""Default base of everything named by the project; also the base of its concepts and terms."""

ONTOLOGY: Final = NamedNode(SITE + "ontology")
"""IRI of the ontology itself."""

DQV: Final = "http://www.w3.org/ns/dqv#"
OA: Final = "http://www.w3.org/ns/oa#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
PROV: Final = "http://www.w3.org/ns/prov#"
TIME: Final = "http://www.w3.org/2006/time#"


class Vocabulary:
    """The terms of a namespace: each annotation of a subclass becomes the node of that name.

    A name that is no term raises ``AttributeError``; type checkers find it before.
    """

    NAMESPACE: ClassVar[str]

    def __init_subclass__(cls, *, namespace: str) -> None:
        """Make the nodes."""
        cls.NAMESPACE = namespace
        for name in cls.__annotations__:
            setattr(cls, name, NamedNode(namespace + name))


def names_of(vocabulary: type[Vocabulary]) -> tuple[str, ...]:
    """Return the local names of a vocabulary's terms."""
    return tuple(vocabulary.__annotations__)


class LN(Vocabulary, namespace=f"{ONTOLOGY.value}#"):
    """Classes and properties of the langnghe ontology (definitions in ``ontology/langnghe.ttl``)."""

    # Documents
    Document: NamedNode
    Decree: NamedNode
    Law: NamedNode
    GovernmentDecree: NamedNode
    Decision: NamedNode
    Resolution: NamedNode
    Circular: NamedNode
    Plan: NamedNode
    Programme: NamedNode
    Scheme: NamedNode
    Strategy: NamedNode
    NationalPlan: NamedNode
    ProvincialPlan: NamedNode
    DistrictPlan: NamedNode
    CommunePlan: NamedNode
    Letter: NamedNode
    Submission: NamedNode
    IssuedDocument: NamedNode
    DraftDocument: NamedNode

    # Text and evidence
    Provision: NamedNode
    SourceText: NamedNode
    Excerpt: NamedNode
    Citation: NamedNode
    ReadingNote: NamedNode

    # What a plan says
    Objective: NamedNode
    GeneralObjective: NamedNode
    SpecificObjective: NamedNode
    Target: NamedNode
    RateTarget: NamedNode
    Milestone: NamedNode
    PolicyProgramme: NamedNode
    Indicator: NamedNode
    RateIndicator: NamedNode
    PlannedAction: NamedNode
    Measure: NamedNode
    OrphanMeasure: NamedNode
    Task: NamedNode
    ReportingDuty: NamedNode
    OverdueDuty: NamedNode
    Assignment: NamedNode
    Funding: NamedNode
    Risk: NamedNode
    Result: NamedNode

    # Bodies, places and their changes
    Agency: NamedNode
    FormerAgency: NamedNode
    AgencyGroup: NamedNode
    AdministrativeUnit: NamedNode
    FormerUnit: NamedNode
    ChangeEvent: NamedNode
    Reorganisation: NamedNode
    KindChange: NamedNode
    Succession: NamedNode
    TerritorialChange: NamedNode

    # Judgements
    Judgement: NamedNode
    Comparison: NamedNode

    # Document: what it is
    number: NamedNode
    numberAsPrinted: NamedNode
    documentKind: NamedNode
    dateIssued: NamedNode
    effectiveFrom: NamedNode
    effectiveUntil: NamedNode
    validity: NamedNode
    validityAsOf: NamedNode
    status: NamedNode
    issuedBy: NamedNode
    level: NamedNode
    area: NamedNode
    periodStart: NamedNode
    periodEnd: NamedNode
    signedBy: NamedNode
    signerRole: NamedNode
    authority: NamedNode
    recipientText: NamedNode
    placeOfIssue: NamedNode
    hasText: NamedNode
    textOf: NamedNode

    # Document to document
    refersTo: NamedNode
    implements: NamedNode
    implementedBy: NamedNode
    basedOn: NamedNode
    basisFor: NamedNode
    proposedIn: NamedNode
    promulgates: NamedNode
    promulgatedBy: NamedNode
    cites: NamedNode
    citedBy: NamedNode
    amends: NamedNode
    amendedBy: NamedNode
    replaces: NamedNode
    replacedBy: NamedNode
    draftOf: NamedNode
    hasDraft: NamedNode
    tracesTo: NamedNode
    identifiedWith: NamedNode
    hasCitation: NamedNode
    citationRole: NamedNode
    citedDocument: NamedNode

    # Document to element
    hasElement: NamedNode
    inDocument: NamedNode
    hasProvision: NamedNode
    hasObjective: NamedNode
    hasTarget: NamedNode
    hasMeasure: NamedNode
    hasTask: NamedNode
    hasReportingDuty: NamedNode
    hasFunding: NamedNode
    hasRisk: NamedNode
    hasReadingNote: NamedNode

    # Evidence
    evidence: NamedNode
    section: NamedNode
    extractedBy: NamedNode
    confidence: NamedNode
    quote: NamedNode
    sharesTextWith: NamedNode
    start: NamedNode
    end: NamedNode
    inProvision: NamedNode
    inText: NamedNode
    partOf: NamedNode
    provisionKind: NamedNode
    provisionNumber: NamedNode
    heading: NamedNode
    sha256: NamedNode
    sourceFile: NamedNode
    mediaType: NamedNode
    text: NamedNode
    noteKind: NamedNode
    proposedReading: NamedNode
    nearestRule: NamedNode
    readShare: NamedNode

    # Targets and indicators
    ofIndicator: NamedNode
    alsoOfIndicator: NamedNode
    isRate: NamedNode
    rootOf: NamedNode
    hasRoot: NamedNode
    inProgramme: NamedNode
    namesProgramme: NamedNode
    titleWords: NamedNode
    carriedOutFrom: NamedNode
    indicatorOf: NamedNode
    position: NamedNode
    targetType: NamedNode
    direction: NamedNode
    counting: NamedNode
    sustainableGoal: NamedNode
    comparator: NamedNode
    value: NamedNode
    upperValue: NamedNode
    unit: NamedNode
    printedFigure: NamedNode
    horizon: NamedNode
    baselineYear: NamedNode
    per: NamedNode
    measuredAs: NamedNode
    population: NamedNode
    note: NamedNode
    derivesFrom: NamedNode
    comparableWith: NamedNode
    sourcesAgree: NamedNode

    # Actions
    hasAssignment: NamedNode
    role: NamedNode
    agent: NamedNode
    leadAgent: NamedNode
    coordinatingAgent: NamedNode
    agentAsPrinted: NamedNode
    involvedAgency: NamedNode
    leadAgency: NamedNode
    coordinatingAgency: NamedNode
    timeText: NamedNode
    recurrence: NamedNode
    startYear: NamedNode
    endYear: NamedNode
    deliverable: NamedNode
    carriesOut: NamedNode
    carriedOutBy: NamedNode
    restatedBy: NamedNode
    cue: NamedNode
    isCarriedOut: NamedNode
    servesPlan: NamedNode
    isOverdue: NamedNode
    asOf: NamedNode
    supports: NamedNode
    reporter: NamedNode
    recipient: NamedNode
    dueDay: NamedNode
    amount: NamedNode
    currencyUnit: NamedNode
    fundingSource: NamedNode
    likelihood: NamedNode
    mitigation: NamedNode

    # Named things, of which extensions declare the kinds
    provinceToday: NamedNode
    countYear: NamedNode
    condition: NamedNode
    count: NamedNode
    locatedIn: NamedNode

    # Bodies, places and their changes
    jurisdiction: NamedNode
    agencyKind: NamedNode
    existsFrom: NamedNode
    existsUntil: NamedNode
    original: NamedNode
    originalOf: NamedNode
    resulting: NamedNode
    resultOf: NamedNode
    receivingAgency: NamedNode
    changeDate: NamedNode
    legalBasis: NamedNode
    successor: NamedNode
    predecessor: NamedNode
    transitiveSuccessor: NamedNode
    successorToday: NamedNode
    replacedToday: NamedNode
    succeedsBy: NamedNode
    isDetermined: NamedNode
    receivingLevel: NamedNode

    # Results
    ofItem: NamedNode
    achievement: NamedNode
    resultDate: NamedNode
    achievedBy: NamedNode
    achievedByName: NamedNode
    outcomeText: NamedNode
    reportedIn: NamedNode
    resultEvidence: NamedNode
    recordedBy: NamedNode
    recordedOn: NamedNode
    isLapsed: NamedNode
    overdueSince: NamedNode
    overdueFor: NamedNode

    # Judgements
    grade: NamedNode
    basis: NamedNode
    accepted: NamedNode
    judgedSubject: NamedNode
    judgedProperty: NamedNode
    judgedObject: NamedNode
    judgedValue: NamedNode
    hasComparison: NamedNode
    lowerTarget: NamedNode
    higherTarget: NamedNode
    outcome: NamedNode
    gap: NamedNode
    similarity: NamedNode
    notComparableBecause: NamedNode

    # About the terms themselves
    reservedBecause: NamedNode
    valueType: NamedNode


def term(name: str) -> NamedNode:
    """Return the term that data name: a local name of the ontology or of an extension of it, or a whole IRI."""
    return NamedNode(name if "://" in name else LN.NAMESPACE + name)


class RDF(Vocabulary, namespace="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """RDF 1.1 Concepts."""

    Property: NamedNode
    type: NamedNode
    first: NamedNode
    rest: NamedNode
    nil: NamedNode
    langString: NamedNode


class RDFS(Vocabulary, namespace="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema 1.1."""

    Class: NamedNode
    comment: NamedNode
    domain: NamedNode
    label: NamedNode
    range: NamedNode
    seeAlso: NamedNode
    subClassOf: NamedNode
    subPropertyOf: NamedNode


class OWL(Vocabulary, namespace="http://www.w3.org/2002/07/owl#"):
    """OWL 2."""

    Ontology: NamedNode
    Class: NamedNode
    ObjectProperty: NamedNode
    DatatypeProperty: NamedNode
    AnnotationProperty: NamedNode
    SymmetricProperty: NamedNode
    AsymmetricProperty: NamedNode
    TransitiveProperty: NamedNode
    FunctionalProperty: NamedNode
    IrreflexiveProperty: NamedNode
    Thing: NamedNode
    onProperty: NamedNode
    hasValue: NamedNode
    someValuesFrom: NamedNode
    allValuesFrom: NamedNode
    intersectionOf: NamedNode
    unionOf: NamedNode
    equivalentClass: NamedNode
    equivalentProperty: NamedNode
    disjointWith: NamedNode
    inverseOf: NamedNode
    propertyChainAxiom: NamedNode
    imports: NamedNode
    versionInfo: NamedNode


class SKOS(Vocabulary, namespace="http://www.w3.org/2004/02/skos/core#"):
    """SKOS Core."""

    Concept: NamedNode
    ConceptScheme: NamedNode
    prefLabel: NamedNode
    altLabel: NamedNode
    broader: NamedNode
    definition: NamedNode
    example: NamedNode
    inScheme: NamedNode
    topConceptOf: NamedNode
    hasTopConcept: NamedNode
    notation: NamedNode
    related: NamedNode


class DCTERMS(Vocabulary, namespace="http://purl.org/dc/terms/"):
    """DCMI Metadata Terms."""

    created: NamedNode
    creator: NamedNode
    date: NamedNode
    description: NamedNode
    identifier: NamedNode
    license: NamedNode
    source: NamedNode
    subject: NamedNode
    title: NamedNode


class ORG(Vocabulary, namespace="http://www.w3.org/ns/org#"):
    """The Organization Ontology."""

    subOrganizationOf: NamedNode


class XSD(Vocabulary, namespace="http://www.w3.org/2001/XMLSchema#"):
    """Datatypes of XML Schema 1.1."""

    anyURI: NamedNode
    boolean: NamedNode
    date: NamedNode
    dateTime: NamedNode
    decimal: NamedNode
    double: NamedNode
    float: NamedNode
    gMonthDay: NamedNode
    gYear: NamedNode
    integer: NamedNode
    string: NamedNode


class SH(Vocabulary, namespace="http://www.w3.org/ns/shacl#"):
    """SHACL: what is said of example queries and prefixes."""

    declare: NamedNode
    prefix: NamedNode
    namespace: NamedNode
    SPARQLExecutable: NamedNode
    SPARQLSelectExecutable: NamedNode
    select: NamedNode
    ask: NamedNode


class SDO(Vocabulary, namespace="https://schema.org/"):
    """Schema.org."""

    keywords: NamedNode
    target: NamedNode


PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    ("dcterms", DCTERMS.NAMESPACE),
    ("dqv", DQV),
    ("ln", LN.NAMESPACE),
    ("oa", OA),
    ("org", ORG.NAMESPACE),
    ("owl", OWL.NAMESPACE),
    ("prov", PROV),
    ("rdf", RDF.NAMESPACE),
    ("rdfs", RDFS.NAMESPACE),
    ("sh", SH.NAMESPACE),
    ("skos", SKOS.NAMESPACE),
    ("xsd", XSD.NAMESPACE),
)
"""Prefixes for serialisation, sorted: (prefix, namespace)."""
