from __future__ import annotations

import dataclasses
from datetime import date

import pyoxigraph as ox
import pytest
from facts_builder import (
    CRAFT,
    GOAL,
    agency,
    citation,
    facts,
    full_facts,
    group,
    instrument,
    provision,
    reading,
    relation,
    target,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS, XSD
from village_records.terms import CRAFTS

from loader.errors import InputError
from loader.facts import Facts, Objective, Place, Task
from loader.graph import vocabulary
from loader.graph.conversion import LN_NODES, Nodes, serialise, to_rdflib
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.graph.turtle import Triple, serialise_triples
from loader.graph.vocabulary import LN
from loader.graph.writing import document_triples
from loader.kinds import Level, RelationRole, Status

CRAFT_NODES = Nodes(CRAFTS)
BASE = "https://w3id.org/langnghe/"
PLAN = URIRef(f"{BASE}vn/ubnd-bac-ha/2024/02/05/kh/12")
DECISION_801 = URIRef(f"{BASE}vn/ttg/2022/07/07/qd/801")


def document_graph(document: Facts, iris: Iris, reference: Reference | None = None) -> Graph:
    return to_rdflib(document_triples(document, iris, reference))


@pytest.fixture(scope="module")
def graph() -> Graph:
    return document_graph(full_facts(), Iris())


def test_a_plan_says_what_its_head_says(graph: Graph) -> None:
    assert (PLAN, RDF.type, LN_NODES.Plan) in graph
    assert graph.value(PLAN, LN_NODES.number) == Literal("12/KH-UBND")
    assert graph.value(PLAN, LN_NODES.numberAsPrinted) == Literal("12 /KH-UBND")
    assert graph.value(PLAN, LN_NODES.dateIssued) == Literal("2024-02-05", datatype=XSD.date)
    assert graph.value(PLAN, LN_NODES.periodEnd) == Literal("2030", datatype=XSD.gYear)
    assert graph.value(PLAN, DCTERMS.title) == Literal("Phát triển làng nghề tỉnh Bắc Hà", lang="vi")
    assert graph.value(PLAN, LN_NODES.issuedBy) == URIRef(f"{BASE}agency/bac-ha/uy-ban-nhan-dan")
    assert graph.value(PLAN, LN_NODES.area) == URIRef(f"{BASE}place/bac-ha")
    assert Literal("Kế hoạch 12/KH-UBND ngày 05/02/2024", lang="vi") in set(graph.objects(PLAN, RDFS.label))
    assert Literal("Plan 12/KH-UBND of 2024-02-05", lang="en") in set(graph.objects(PLAN, RDFS.label))


def test_cited_instruments_are_typed_labelled_and_reached_directly_and_by_a_citation(graph: Graph) -> None:
    assert (PLAN, LN_NODES.implements, DECISION_801) in graph
    assert (DECISION_801, RDF.type, LN_NODES.Decision) in graph
    assert graph.value(DECISION_801, LN_NODES.number) == Literal("801/QĐ-TTg")
    law = URIRef(f"{BASE}vn/qh/luat/ngan-sach-nha-nuoc")
    assert (PLAN, LN_NODES.cites, law) in graph
    assert (law, RDF.type, LN_NODES.Law) in graph
    assert graph.value(law, LN_NODES.number) is None
    roles = {
        (str(graph.value(c, LN_NODES.citationRole)).rsplit("/", 1)[-1], graph.value(c, LN_NODES.citedDocument))
        for c in graph.objects(PLAN, LN_NODES.hasCitation)
    }
    assert roles == {("implements", DECISION_801), ("cites", law)}


def test_a_target_carries_value_unit_comparator_and_horizon(graph: Graph) -> None:
    node = URIRef(f"{PLAN}/muc-ii/gach-1/target-1")
    assert (node, RDF.type, LN_NODES.Target) in graph
    assert graph.value(node, LN_NODES.value) == Literal("80", datatype=XSD.decimal, normalize=False)
    assert graph.value(node, LN_NODES.unit) == URIRef(f"{BASE}unit/percent")
    assert graph.value(node, LN_NODES.comparator) == URIRef(f"{BASE}comparator/more-than")
    assert graph.value(node, LN_NODES.ofIndicator) == URIRef(f"{BASE}indicator/effective_villages_pct")
    assert graph.value(node, LN_NODES.horizon) == Literal("2030", datatype=XSD.gYear)
    assert graph.value(predicate=LN_NODES.hasTarget, object=node) in set(graph.objects(PLAN, LN_NODES.hasObjective))


def test_a_task_has_one_assignment_per_body_and_role(graph: Graph) -> None:
    task = URIRef(f"{PLAN}/muc-ii/gach-2/task-1")
    lead, helper = URIRef(f"{task}/lead-1"), URIRef(f"{task}/coordinate-1")
    assert set(graph.objects(task, LN_NODES.hasAssignment)) == {lead, helper}
    assert graph.value(lead, LN_NODES.leadAgent) == URIRef(f"{BASE}agency/bac-ha/so-cong-thuong")
    assert graph.value(lead, LN_NODES.agent) == graph.value(lead, LN_NODES.leadAgent)
    assert graph.value(lead, LN_NODES.agentAsPrinted) == Literal("Sở Công Thương")
    phrase = graph.value(helper, LN_NODES.coordinatingAgent)
    assert phrase == URIRef(f"{BASE}agency/bac-ha/nhom/uy-ban-nhan-dan-cac-huyen-thanh-pho")
    assert (phrase, RDF.type, LN_NODES.AgencyGroup) in graph
    assert graph.value(task, LN_NODES.timeText) == Literal("Hàng năm")
    assert graph.value(task, LN_NODES.recurrence) == URIRef(f"{BASE}recurrence/annual")


def test_a_body_is_described_with_its_place_and_what_it_is_a_part_of(graph: Graph) -> None:
    body = URIRef(f"{BASE}agency/bac-ha/so-cong-thuong")
    assert graph.value(body, SKOS.prefLabel) == Literal("Sở Công Thương tỉnh Bắc Hà", lang="vi")
    assert graph.value(body, ORG.subOrganizationOf) == URIRef(f"{BASE}agency/bac-ha/uy-ban-nhan-dan")
    assert graph.value(body, LN_NODES.jurisdiction) == URIRef(f"{BASE}place/bac-ha")


def test_a_reporting_duty_has_its_days(graph: Graph) -> None:
    duty = URIRef(f"{PLAN}/muc-ii/gach-2/duty-1")
    assert {str(day) for day in graph.objects(duty, LN_NODES.dueDay)} == {"--06-15", "--11-15"}
    assert graph.value(duty, LN_NODES.recipient) == URIRef(f"{BASE}agency/bac-ha/uy-ban-nhan-dan")


def test_the_state_of_a_craft_sits_on_what_the_plan_says_not_on_the_craft(graph: Graph) -> None:
    craft = URIRef(f"{BASE}craft/may-tre-dan")
    status = graph.value(predicate=CRAFT_NODES.ofCraft, object=craft)
    assert status is not None
    assert graph.value(status, LN_NODES.condition) == URIRef(f"{BASE}condition/at-risk")
    assert graph.value(craft, LN_NODES.condition) is None
    assert graph.value(craft, SKOS.prefLabel) == Literal("mây tre đan", lang="vi")


def test_everything_read_has_evidence_rule_confidence_and_document(graph: Graph) -> None:
    classes = (
        LN_NODES.Target,
        LN_NODES.SpecificObjective,
        LN_NODES.Measure,
        LN_NODES.Task,
        LN_NODES.ReportingDuty,
        LN_NODES.Funding,
        CRAFT_NODES.CraftStatus,
    )
    for cls in (*classes, CRAFT_NODES.Village, CRAFT_NODES.VillageCount, LN_NODES.Citation, LN_NODES.ReadingNote):
        nodes = list(graph.subjects(RDF.type, cls))
        assert nodes, cls
        for node in nodes:
            for predicate in (
                LN_NODES.evidence,
                LN_NODES.extractedBy,
                LN_NODES.confidence,
                LN_NODES.inDocument,
                RDFS.label,
            ):
                assert graph.value(node, predicate) is not None, (cls, predicate)


def test_quotes_stand_at_their_offsets_in_the_source_text(graph: Graph) -> None:
    text = str(graph.value(predicate=RDF.type, object=LN_NODES.SourceText))
    whole = str(graph.value(URIRef(text), LN_NODES.text))
    excerpts = list(graph.subjects(RDF.type, LN_NODES.Excerpt))
    assert excerpts
    for excerpt in excerpts:
        start, end = (int(str(graph.value(excerpt, p))) for p in (LN_NODES.start, LN_NODES.end))
        assert whole[start:end] == str(graph.value(excerpt, LN_NODES.quote))
        assert str(excerpt) == f"{text}/char-{start}-{end}"


def test_the_file_stands_alone_and_holds_no_blank_nodes(graph: Graph) -> None:
    described = {
        LN_NODES.Agency,
        LN_NODES.AgencyGroup,
        CRAFT_NODES.Craft,
        CRAFT_NODES.Village,
        LN_NODES.AdministrativeUnit,
        LN_NODES.Decision,
        LN_NODES.Law,
    }
    for node in {s for cls in described for s in graph.subjects(RDF.type, cls)}:
        assert graph.value(node, RDFS.label) is not None, node
    assert all(isinstance(node, URIRef) for node in graph.subjects())


def test_writing_twice_gives_the_same_bytes() -> None:
    first = serialise_triples(document_triples(full_facts(), Iris()))
    assert first == serialise_triples(document_triples(full_facts(), Iris()))
    assert first == serialise(document_graph(full_facts(), Iris()))


def test_an_insertion_elsewhere_changes_no_iri() -> None:
    task = Task((agency("Sở Tài chính"),), (), None, None, reading("KẾ HOẠCH", "muc-iii/gach-9"))
    other = Task((agency("Sở Tài chính"),), (), None, None, reading("KẾ HOẠCH", "muc-iii/gach-1"))
    node = URIRef(f"{PLAN}/muc-iii/gach-9/task-1")
    for tasks in ((task,), (other, task)):
        assert (node, RDF.type, LN_NODES.Task) in document_graph(facts(tasks=tasks), Iris())


def test_a_plan_attached_to_a_decision_holds_its_own_parts() -> None:
    decision = instrument(kind="qd", number="12/QĐ-UBND", promulgates="ke-hoach", is_plan=False)
    plan = instrument(key="ke-hoach", number=None, printed_number=None)
    goal = Objective(False, 2030, (), reading("KẾ HOẠCH", "muc-ii", "ke-hoach"))
    graph = document_graph(
        facts(decision, plan, provisions=(provision("muc-ii", "ke-hoach"),), objectives=(goal,)), Iris()
    )
    outer = URIRef(f"{BASE}vn/ubnd-bac-ha/2024/02/05/qd/12")
    inner = URIRef(f"{outer}/ke-hoach")
    assert (outer, LN_NODES.promulgates, inner) in graph
    assert (inner, LN_NODES.hasObjective, URIRef(f"{inner}/muc-ii/objective-1")) in graph
    assert Literal("Plan issued by Decision 12/QĐ-UBND of 2024-02-05", lang="en") in set(
        graph.objects(inner, RDFS.label)
    )


def test_a_plan_written_inside_a_decision_holds_what_stands_in_its_articles() -> None:
    decision = instrument(kind="qd", number="12/QĐ-UBND", promulgates="ke-hoach", is_plan=False)
    plan = instrument(key="ke-hoach", number=None, printed_number=None)
    goal = Objective(False, 2030, (target(),), reading("KẾ HOẠCH", "dieu-1"))
    graph = document_graph(facts(decision, plan, provisions=(provision("dieu-1"),), objectives=(goal,)), Iris())
    outer = URIRef(f"{BASE}vn/ubnd-bac-ha/2024/02/05/qd/12")
    objective = URIRef(f"{outer}/dieu-1/objective-1")
    assert (URIRef(f"{outer}/ke-hoach"), LN_NODES.hasObjective, objective) in graph
    assert graph.value(objective, LN_NODES.inDocument) == URIRef(f"{outer}/ke-hoach")


def test_a_draft_is_named_after_its_text() -> None:
    draft = instrument(number=None, printed_number=None, date=None, status=Status.DRAFT)
    plan = next(document_graph(facts(draft), Iris()).subjects(RDF.type, LN_NODES.Plan))
    assert str(plan).startswith(f"{BASE}vn/ubnd-bac-ha/draft/")
    other = facts(draft, text="KẾ HOẠCH khác")
    assert plan not in set(document_graph(other, Iris()).subjects(RDF.type, LN_NODES.Plan))


def test_a_districts_plan_finds_its_province_in_the_instruments_it_cites() -> None:
    district = instrument(
        issuer="Ủy ban nhân dân huyện Nam Khê",
        level=Level.DISTRICT,
        area=Place("Nam Khê", Level.DISTRICT, "huyện"),
    )
    cited = citation("9/KH-UBND", "kh", date(2023, 1, 1), issuer="Ủy ban nhân dân tỉnh Bắc Hà")
    task = Task((agency("Sở Tài chính"),), (group("các xã"),), None, None, reading("KẾ HOẠCH", "muc-ii"))
    graph = document_graph(facts(district, relations=(relation(RelationRole.BASED_ON, cited),), tasks=(task,)), Iris())
    assert (URIRef(f"{BASE}agency/bac-ha/so-tai-chinh"), RDF.type, LN_NODES.Agency) in graph
    assert (URIRef(f"{BASE}place/nam-khe"), LN_NODES.locatedIn, URIRef(f"{BASE}place/bac-ha")) in graph
    assert (URIRef(f"{BASE}vn/ubnd-bac-ha/2023/01/01/kh/9"), RDF.type, LN_NODES.Plan) in graph


def test_a_body_is_the_one_of_its_time_after_each_reorganisation() -> None:
    def node(path: str) -> ox.NamedNode:
        return ox.NamedNode(f"{BASE}{path}")

    bodies = [node(f"agency/bac-ha/uy-ban-nhan-dan{month}") for month in ("", "/2025-03", "/2025-07")]
    changes = []
    for old, new, day in zip(bodies, bodies[1:], ("2025-03-01", "2025-07-01"), strict=False):
        event = node(f"change/{day[:7]}/bac-ha")
        changes += [
            Triple(event, LN.original, old),
            Triple(event, LN.resulting, new),
            Triple(event, LN.changeDate, ox.Literal(day, datatype=vocabulary.XSD.date)),
        ]
    reference = Reference.of(changes)
    days = (date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 30), date(2025, 7, 1))
    for when, body in zip(days, (bodies[0], bodies[1], bodies[1], bodies[2]), strict=True):
        graph = document_graph(facts(instrument(date=when)), Iris(), reference)
        assert str(next(graph.objects(None, LN_NODES.issuedBy))) == body.value


@pytest.mark.parametrize("printed", ["Chế biến nông, lâm, thuỷ sản", "chế biến nông lâm thủy sản"])
@pytest.mark.parametrize("known", ["chế biến nông, lâm và thủy sản", None])
def test_a_craft_has_one_label_however_it_is_printed(printed: str, known: str | None) -> None:
    craft = ox.NamedNode(f"{BASE}craft/che-bien-nong-lam-thuy-san")
    scheme = [
        Triple(craft, vocabulary.RDF.type, CRAFTS.Craft),
        Triple(craft, vocabulary.SKOS.prefLabel, ox.Literal(known or "", language="vi")),
    ]
    named = dataclasses.replace(
        full_facts(), shared_things=(dataclasses.replace(full_facts().shared_things[0], name=printed),)
    )
    graph = document_graph(named, Iris(), Reference.of(scheme, [CRAFT]) if known else None)
    label = known or "chế biến nông lâm thủy sản"
    assert list(graph.objects(URIRef(craft.value), SKOS.prefLabel)) == [Literal(label, lang="vi")]
    variants = {str(value) for value in graph.objects(URIRef(craft.value), SKOS.altLabel)}
    assert variants == {f"{printed[:1].lower()}{printed[1:]}"} - {label}


def test_facts_without_a_document_are_refused() -> None:
    with pytest.raises(InputError):
        document_triples(dataclasses.replace(facts(), instruments=()), Iris())


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(max_examples=50, deadline=None)
@given(names, names, names, st.sampled_from(list(Level)))
def test_any_names_give_a_file_that_reads_back(number: str, place: str, name: str, level: Level) -> None:
    plan = instrument(number=number, issuer=name, title=name, area=Place(place, level, "tỉnh"), level=level)
    task = Task((agency(name),), (group(name),), None, name, reading(GOAL))
    cited = relation(RelationRole.CITES, citation(number, name[:5], issuer=place, title=name))
    mentions = full_facts()
    whole = facts(
        plan,
        tasks=(task,),
        relations=(cited,),
        shared_things=(dataclasses.replace(mentions.shared_things[0], name=name),),
        placed_things=(dataclasses.replace(mentions.placed_things[0], name=name, area=place),),
    )
    triples = document_triples(whole, Iris())
    written = serialise_triples(triples)
    assert {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)} == set(triples)
