"""The alignments name only terms that exist, on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef, namespace
from rdflib.namespace import RDF, RDFS, SKOS
from village_records.terms import CRAFTS

from loader.graph.vocabulary import ELI, LN, OA, ONTOLOGY, SITE, names_of

ROOT = Path(__file__).parents[2]
CLOSED = (
    namespace.DCTERMS,
    namespace.FOAF,
    namespace.ODRL2,
    namespace.ORG,
    namespace.PROV,
    namespace.SDO,
    namespace.SKOS,
    namespace.TIME,
)
# Terms of vocabularies that rdflib does not carry, as their publications list them (ELI 1.5, Web Annotation, DQV,
# ADMS, SEMIC core vocabularies, SDG ontology, QUDT 2, TSN-Change).
LISTED = {
    ELI: "Work LegalResource Expression WorkSubdivision number id_local date_document first_date_entry_in_force "
    "date_no_longer_in_force work_type in_force passed_by relevant_for is_realized_by realizes refers_to "
    "ensures_implementation_of based_on basis_for responsibility_of_agent commences cites cited_by amends amended_by "
    "repeals repealed_by type_subdivision",
    OA: "SpecificResource Annotation hasSource exact start end",
    "http://www.w3.org/ns/dqv#": "QualityAnnotation",
    "http://www.w3.org/ns/adms#": "status",
    "http://data.europa.eu/m8g/": "PublicOrganisation Participation Output Cost",
    "http://metadata.un.org/sdg/ontology#": "Goal Target Indicator",
    "http://qudt.org/schema/qudt/": "numericValue unit",
    "http://qudt.org/vocab/unit/": "PERCENT HA TONNE NUM",
    "http://purl.org/net/tsnchange#": "Change",
}


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(ROOT / "ontology/alignments.ttl")


def exists(term: URIRef) -> bool:
    if any(term in closed for closed in CLOSED):
        return True
    for namespace_iri, listed in LISTED.items():
        if str(term).startswith(namespace_iri):
            return str(term).removeprefix(namespace_iri) in listed.split()
    return False


def aligned(alignments: Graph) -> list[tuple[URIRef, URIRef, URIRef]]:
    header = URIRef(f"{ONTOLOGY.value}/alignments")
    return [(s, p, o) for s, p, o in alignments if s != header]


def test_what_is_aligned_is_a_term_or_concept_of_ours(alignments: Graph) -> None:
    for subject, _, _ in aligned(alignments):
        own = str(subject).removeprefix(f"{ONTOLOGY.value}#")
        assert own in (*names_of(LN), *names_of(CRAFTS)) or str(subject).startswith(f"{SITE}unit/"), subject


def test_what_it_is_aligned_to_exists(alignments: Graph) -> None:
    assert [str(o) for _, _, o in aligned(alignments) if not exists(o)] == []


def test_only_weak_relations_are_used(alignments: Graph) -> None:
    relations = {p for _, p, _ in aligned(alignments)}
    assert relations <= {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.exactMatch}


def test_deprecated_eli_implements_is_not_used(alignments: Graph) -> None:
    assert URIRef(f"{ELI}implements") not in set(alignments.objects())


def test_classes_align_to_classes_and_properties_to_properties(alignments: Graph) -> None:
    ontology = Graph().parse(ROOT / "ontology/langnghe.ttl").parse(ROOT / "ontology/crafts.ttl")
    for subject, predicate, value in aligned(alignments):
        if predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            kind = str(next(ontology.objects(subject, RDF.type)))
            name = str(value).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            assert kind.endswith("Class") == name[0].isupper(), subject
