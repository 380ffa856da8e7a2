"""The curated reference data: what must be in them, in stable form, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from loader.graph.conversion import LN_NODES, serialise
from loader.graph.iris import Iris
from loader.graph.vocabulary import SITE
from loader.slugs import place_slug

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "data/ttl/reference").glob("*.ttl"))
IRIS = Iris(SITE)
DECISION = URIRef(IRIS.of("vn/ttg/2022/07/07/qd/801"))
PROGRAMME = URIRef(IRIS.of("vn/ttg/2022/07/07/qd/801/chuong-trinh"))
PROVINCE = URIRef(IRIS.concept("level", "province"))


@pytest.fixture(scope="module")
def reference() -> Graph:
    graph = Graph()
    for file in FILES:
        graph.parse(file)
    return graph


def units_on(reference: Graph, day: str) -> set[URIRef]:
    found = set()
    for unit in reference.subjects(LN_NODES.level, PROVINCE):
        if (unit, RDF.type, LN_NODES.AdministrativeUnit) in reference:
            start, end = reference.value(unit, LN_NODES.existsFrom), reference.value(unit, LN_NODES.existsUntil)
            if (start is None or str(start) <= day) and (end is None or day <= str(end)):
                found.add(unit)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_reference_file_is_what_the_build_would_write(file: Path) -> None:
    assert serialise(Graph().parse(file)) == file.read_bytes()


def test_there_are_63_provinces_before_and_34_after_july_2025(reference: Graph) -> None:
    assert len(units_on(reference, "2024-06-01")) == 63
    assert len(units_on(reference, "2025-06-30")) == 63
    assert len(units_on(reference, "2025-07-01")) == 34


def test_every_province_has_a_committee_of_its_time(reference: Graph) -> None:
    for day in ("2024-06-01", "2025-07-01"):
        for unit in units_on(reference, day):
            committees = [
                body
                for body in reference.subjects(LN_NODES.jurisdiction, unit)
                if (body, LN_NODES.agencyKind, URIRef(IRIS.concept("agency-kind", "uy-ban-nhan-dan"))) in reference
            ]
            assert len(committees) == 1, unit


def test_a_province_that_keeps_its_name_gets_a_new_identity(reference: Graph) -> None:
    old, new = URIRef(IRIS.place("tuyen-quang")), URIRef(f"{IRIS.place('tuyen-quang')}/2025-07")
    assert set(reference.objects(old, SKOS.prefLabel)) == set(reference.objects(new, SKOS.prefLabel))
    event = reference.value(predicate=LN_NODES.resulting, object=new, any=True)
    assert old in set(reference.objects(event, LN_NODES.original)) or event is not None


def test_every_former_province_leads_to_one_new_province(reference: Graph) -> None:
    for unit in units_on(reference, "2024-06-01") - units_on(reference, "2025-07-01"):
        current = unit
        for _ in range(3):
            if current in units_on(reference, "2025-07-01"):
                break
            event = next(reference.subjects(LN_NODES.original, current))
            (current,) = reference.objects(event, LN_NODES.resulting)
        assert current in units_on(reference, "2025-07-01"), unit


def test_every_target_of_the_programme_has_its_sources_and_their_agreement(reference: Graph) -> None:
    targets = [
        t for t in reference.subjects(LN_NODES.inDocument, PROGRAMME) if (t, RDF.type, LN_NODES.Target) in reference
    ]
    assert len(targets) == 24
    for target in targets:
        assert reference.value(target, LN_NODES.horizon) is not None
        agree = reference.value(target, LN_NODES.sourcesAgree)
        grade = reference.value(target, LN_NODES.grade)
        assert grade == URIRef(IRIS.concept("grade", "verified" if agree == Literal(True) else "probable"))


@pytest.mark.parametrize(
    ("indicator", "year", "comparator", "value"),
    [
        ("restored_crafts", "2025", "at-least", "56"),
        ("restored_crafts", "2030", "at-least", "129"),
        ("effective_villages_pct", "2030", "more-than", "80"),
        ("ocop_pct", "2025", "at-least", "50"),
        ("income_multiple", "2025", "at-least", "1.5"),
        ("tourism_villages", "2030", "about", "301"),
    ],
)
def test_a_national_target_is_as_published(
    reference: Graph, indicator: str, year: str, comparator: str, value: str
) -> None:
    found = [
        (str(reference.value(t, LN_NODES.value)), reference.value(t, LN_NODES.comparator))
        for t in reference.subjects(LN_NODES.ofIndicator, URIRef(IRIS.concept("indicator", indicator)))
        if (t, LN_NODES.inDocument, PROGRAMME) in reference and str(reference.value(t, LN_NODES.horizon)) == year
    ]
    assert found == [(value, URIRef(IRIS.concept("comparator", comparator)))]


def test_what_is_not_known_of_the_decision_is_said_to_be_unknown(reference: Graph) -> None:
    uncertain = {
        reference.value(j, LN_NODES.judgedProperty)
        for j in reference.subjects(LN_NODES.judgedSubject, PROGRAMME)
        if reference.value(j, LN_NODES.grade) == URIRef(IRIS.concept("grade", "uncertain"))
    }
    assert {LN_NODES.hasTask, LN_NODES.hasProvision} <= uncertain
    assert not list(reference.objects(PROGRAMME, LN_NODES.hasTask))


def test_the_bases_of_the_decision_are_the_seven_published(reference: Graph) -> None:
    assert len(set(reference.objects(DECISION, LN_NODES.basedOn))) == 7


def test_a_number_alone_does_not_identify_a_plan(reference: Graph) -> None:
    same = set(reference.subjects(LN_NODES.number, Literal("316/KH-UBND")))
    assert len(same) == 2


def test_a_replaced_law_says_by_what(reference: Graph) -> None:
    replaced = URIRef(IRIS.concept("validity", "replaced"))
    for law in reference.subjects(LN_NODES.validity, replaced):
        assert list(reference.subjects(LN_NODES.replaces, law)), law


def test_every_issuer_and_area_is_described(reference: Graph) -> None:
    for predicate, kind in ((LN_NODES.issuedBy, LN_NODES.Agency), (LN_NODES.area, LN_NODES.AdministrativeUnit)):
        for value in set(reference.objects(None, predicate)):
            assert (value, RDF.type, kind) in reference, value


def test_a_district_lies_in_its_province(reference: Graph) -> None:
    assert (
        URIRef(IRIS.place("khoai-chau")),
        LN_NODES.locatedIn,
        URIRef(IRIS.place(place_slug("Hưng Yên"))),
    ) in reference


def vietnamese_labels(graph: Graph, subject: URIRef) -> set[str]:
    return {str(label) for label in graph.objects(subject, RDFS.label) if label.language == "vi"}


def test_documents_and_reference_data_call_bodies_places_and_numbered_instruments_alike(reference: Graph) -> None:
    documents = Graph()
    for file in sorted((ROOT / "data/ttl/documents").glob("*.ttl")):
        documents.parse(file)
    named = set(documents.subjects(RDF.type, LN_NODES.Agency)) | set(
        documents.subjects(RDF.type, LN_NODES.AdministrativeUnit)
    )
    named |= set(documents.subjects(LN_NODES.number))
    misread = set(reference.subjects(LN_NODES.numberAsPrinted))
    both = {s for s in named if (s, RDF.type, None) in reference} - misread
    differing = {
        str(s): vietnamese_labels(documents, s) ^ vietnamese_labels(reference, s)
        for s in both
        if vietnamese_labels(documents, s) != vietnamese_labels(reference, s)
    }
    assert differing == {}
