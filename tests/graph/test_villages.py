"""Villages are villages: named ones resolve to curated records, kinds and counts of villages are no village."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from facts_builder import GOAL, facts, instrument, reading
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD
from village_records.__main__ import reference_files
from village_records.records import read_counts, read_crafts, read_villages
from village_records.terms import CRAFTS

from loader.errors import ConfigurationError
from loader.facts import Facts, Place, PlacedMention, SharedMention
from loader.graph.conversion import LN_NODES as LN
from loader.graph.conversion import Nodes, to_rdflib
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.graph.writing import document_triples
from loader.kinds import Condition, Level
from loader.programmes import things_of
from loader.project import Project

CRAFT_NODES = Nodes(CRAFTS)
BASE = "https://w3id.org/langnghe/"
PROJECT = Project.find(Path(__file__).parent)
RECORDS = PROJECT.root / "data" / "villages"


def document_graph(document: Facts, iris: Iris, reference: Reference | None = None) -> Graph:
    return to_rdflib(document_triples(document, iris, reference))


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return dict(reference_files(PROJECT, Iris()))


@pytest.fixture(scope="module")
def villages(written: dict[str, bytes]) -> Graph:
    graph = Graph()
    for turtle in written.values():
        graph.parse(data=turtle, format="turtle")
    return graph


@pytest.fixture(scope="module")
def reference() -> Reference:
    files = [*rdf_files(PROJECT.references), *rdf_files([PROJECT.schemes])]
    return Reference.of((quad.triple for file in files for quad in parse_file(file)), things_of(PROJECT.packs).kinds)


def village(graph: Graph, name: str) -> URIRef:
    (found,) = graph.subjects(SKOS.prefLabel, Literal(name, lang="vi"))
    assert isinstance(found, URIRef)
    return found


def test_the_reference_files_are_what_the_records_say(written: dict[str, bytes]) -> None:
    for name, turtle in written.items():
        assert (PROJECT.reference / name).read_bytes() == turtle, f"{name}: run scripts/villages"


def test_every_record_becomes_one_village_or_one_craft_of_a_place(villages: Graph) -> None:
    records = read_villages(RECORDS / "villages.json")
    kinds = [record.kind for record in records]
    assert len(set(villages.subjects(RDF.type, CRAFT_NODES.LocalCraft))) == kinds.count("traditional-craft")
    assert len(set(villages.subjects(RDF.type, CRAFT_NODES.Village))) == len(records) - kinds.count("traditional-craft")
    assert len(records) > 500


def test_a_village_says_where_it_lay_and_in_which_province_it_is_today(villages: Graph) -> None:
    node = village(villages, "Làng nghề truyền thống Trống Bình An")
    places = {str(p) for p in villages.objects(node, LN.locatedIn)}
    assert len(places) == 1
    assert villages.value(node, LN.provinceToday) == URIRef(f"{BASE}place/tay-ninh/2025-07")
    assert villages.value(node, CRAFT_NODES.villageKind) == URIRef(f"{BASE}village-kind/traditional-craft-village")


def test_the_province_of_today_agrees_with_the_records(villages: Graph, reference: Reference) -> None:
    for record in read_villages(RECORDS / "villages.json"):
        today = villages.value(village(villages, record.name), LN.provinceToday)
        name = reference.names[str(today)]
        assert record.province_today.removeprefix("Thành phố ") in name, record.name


def test_a_proposal_is_no_recognition(villages: Graph) -> None:
    for name in ("Làng nghề đan lục bình Ruộng Sạ", "Làng nghề bánh tráng Xóm Suối", "Nghề bánh gai Đức Thọ"):
        assert villages.value(village(villages, name), CRAFT_NODES.hasRecognition) is None, name


def test_a_list_of_villages_to_be_struck_off_is_no_recognition(villages: Graph) -> None:
    assert villages.value(village(villages, "Làng nghề dệt vải La Dương"), CRAFT_NODES.hasRecognition) is None


def test_a_year_from_the_news_is_graded_as_such(villages: Graph) -> None:
    node = village(villages, "Làng nghề trồng quất cảnh Tàm Xá")
    recognition = villages.value(node, CRAFT_NODES.hasRecognition)
    assert villages.value(recognition, CRAFT_NODES.recognitionDecision) == Literal("Quyết định số 5427/QĐ-UBND")
    assert villages.value(recognition, CRAFT_NODES.recognitionYear) == Literal("2020", datatype=XSD.gYear)
    assert villages.value(recognition, CRAFT_NODES.recognitionDate) is None
    assert villages.value(recognition, LN.grade) == URIRef(f"{BASE}grade/uncertain")


def test_every_recognition_has_a_basis_and_a_source(villages: Graph) -> None:
    for node in villages.subjects(RDF.type, CRAFT_NODES.Recognition):
        assert villages.value(node, LN.basis) is not None, node
        holder = villages.value(predicate=CRAFT_NODES.hasRecognition, object=node)
        assert villages.value(node, DCTERMS.source) or villages.value(holder, DCTERMS.source), node


def test_counts_that_disagree_stand_side_by_side(villages: Graph) -> None:
    place = URIRef(f"{BASE}place/thanh-hoa")
    counted = URIRef(f"{BASE}counted/villages")
    found = {
        (int(str(villages.value(node, LN.count))), str(villages.value(node, DCTERMS.source)))
        for node in villages.subjects(LN.locatedIn, place)
        if (node, CRAFT_NODES.countOf, counted) in villages
    }
    assert {125, 118, 86} <= {number for number, _ in found}
    assert len({source for _, source in found}) == len(found)


def test_every_count_keeps_its_source_and_its_day(villages: Graph) -> None:
    records = read_counts(RECORDS / "counts.json")
    assert len(set(villages.subjects(RDF.type, CRAFT_NODES.VillageCount))) == sum(len(r.figures) for r in records)
    for node in villages.subjects(RDF.type, CRAFT_NODES.VillageCount):
        assert villages.value(node, DCTERMS.source) is not None
        assert villages.value(node, LN.locatedIn) is not None


def test_names_of_one_craft_lead_to_one_craft_with_a_broader_one(villages: Graph, reference: Reference) -> None:
    iris = Iris()
    assert reference.shared_thing(iris.thing("craft", "thổ cẩm")) == iris.thing("craft", "dệt thổ cẩm")
    assert (URIRef(iris.thing("craft", "dệt thổ cẩm")), SKOS.broader, URIRef(iris.thing("craft", "dệt"))) in villages


def test_broader_crafts_of_the_records_end_in_a_group(villages: Graph) -> None:
    crafts = read_crafts(RECORDS / "crafts.toml")
    for craft in crafts:
        above = set(villages.transitive_objects(URIRef(Iris().thing("craft", craft.name)), SKOS.broader))
        assert len(above) < 6, craft.name


def thanh_hoa(*mentions: PlacedMention, crafts: tuple[SharedMention, ...] = ()) -> tuple[object, ...]:
    area = Place("Thanh Hóa", Level.PROVINCE, "tỉnh")
    plan = instrument(area=area, level=Level.PROVINCE)
    return (facts(plan, placed_things=mentions, shared_things=crafts),)


@pytest.mark.parametrize(
    ("printed", "craft"),
    [
        ("làng nghề đúc đồng Trà Đông", "đúc đồng"),
        ("làng Trà Đông", None),
        ("Làng nghề truyền thống đúc đồng Trà Đông", "đúc đồng"),
    ],
)
def test_a_name_in_a_text_leads_to_the_known_village(reference: Reference, printed: str, craft: str | None) -> None:
    mention = PlacedMention("village", printed, "Trà Đông", craft, Condition.AT_RISK, None, reading(GOAL))
    graph = document_graph(*thanh_hoa(mention), Iris(), reference)  # type: ignore[arg-type]
    known = URIRef(f"{BASE}village/thanh-hoa/lang-nghe-duc-dong-tra-dong")
    assert list(graph.subjects(RDF.type, CRAFT_NODES.Village)) == [known]
    assert graph.value(known, LN.condition) == URIRef(f"{BASE}condition/at-risk")
    assert graph.value(known, LN.evidence) is not None


def test_a_village_of_the_same_name_in_another_province_or_craft_is_not_meant(reference: Reference) -> None:
    other_craft = PlacedMention("village", "làng nghề bún Trà Đông", "Trà Đông", "bún", None, None, reading(GOAL))
    graph = document_graph(*thanh_hoa(other_craft), Iris(), reference)  # type: ignore[arg-type]
    assert list(graph.subjects(RDF.type, CRAFT_NODES.Village)) == [
        URIRef(f"{BASE}village/thanh-hoa/lang-nghe-bun-tra-dong")
    ]
    plan = instrument(area=Place("Lạng Sơn", Level.PROVINCE, "tỉnh"), level=Level.PROVINCE)
    mention = PlacedMention("village", "làng nghề đúc đồng Trà Đông", "Trà Đông", "đúc đồng", None, None, reading(GOAL))
    graph = document_graph(facts(plan, placed_things=(mention,)), Iris(), reference)
    assert list(graph.subjects(RDF.type, CRAFT_NODES.Village)) == [
        URIRef(f"{BASE}village/lang-son/lang-nghe-duc-dong-tra-dong")
    ]


def test_the_name_of_a_village_makes_no_district(reference: Reference) -> None:
    mention = PlacedMention("village", "làng nghề gốm Hòa Ngãi", "Hòa Ngãi", "gốm", None, None, reading(GOAL))
    graph = document_graph(*thanh_hoa(mention), Iris(), reference)  # type: ignore[arg-type]
    (node,) = graph.subjects(RDF.type, CRAFT_NODES.Village)
    assert graph.value(node, LN.locatedIn) == URIRef(f"{BASE}place/thanh-hoa")


def test_a_kind_of_villages_is_no_village() -> None:
    mention = PlacedMention(
        "village", "làng nghề mây tre đan", None, "mây tre đan", Condition.AT_RISK, None, reading(GOAL)
    )
    craft = SharedMention("craft", "mây tre đan", Condition.AT_RISK, reading(GOAL))
    graph = document_graph(*thanh_hoa(mention, crafts=(craft,)), Iris())  # type: ignore[arg-type]
    assert not list(graph.subjects(RDF.type, CRAFT_NODES.Village))
    (status,) = graph.subjects(RDF.type, CRAFT_NODES.CraftStatus)
    assert graph.value(status, LN.condition) == URIRef(f"{BASE}condition/at-risk")


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("làng nghề", "villages"),
        ("làng nghề truyền thống", "traditional"),
        ("làng nghề được công nhận", "recognised"),
        ("nghề truyền thống", "crafts"),
    ],
)
def test_a_count_is_a_measurement_with_place_and_day(name: str, counted: str) -> None:
    mention = PlacedMention("village", name, "Thanh Hóa", None, None, 37, reading(GOAL))
    graph = document_graph(*thanh_hoa(mention), Iris())  # type: ignore[arg-type]
    assert not list(graph.subjects(RDF.type, CRAFT_NODES.Village))
    (node,) = graph.subjects(RDF.type, CRAFT_NODES.VillageCount)
    assert int(str(graph.value(node, LN.count))) == 37
    assert graph.value(node, CRAFT_NODES.countOf) == URIRef(f"{BASE}counted/{counted}")
    assert graph.value(node, LN.locatedIn) == URIRef(f"{BASE}place/thanh-hoa")
    assert graph.value(node, CRAFT_NODES.countDate) is not None
    assert graph.value(node, LN.evidence) is not None


def test_records_in_another_order_give_the_same_bytes(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Whoever adds a village may add it anywhere."""
    records = json.loads((RECORDS / "villages.json").read_text(encoding="utf-8"))
    turned = tmp_path / "villages.json"
    turned.write_text(json.dumps(records[::-1], ensure_ascii=False), encoding="utf-8")
    assert read_villages(turned) == read_villages(RECORDS / "villages.json")


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"name": "Làng X", "kind": "làng", "sources": [{"url": "u", "says": "s"}]}, "làng"),
        (
            {"name": "Làng X", "kind": "làng nghề", "province": "A", "province_2025": "A", "sources": []},
            "needs a source",
        ),
    ],
)
def test_a_record_that_says_what_it_cannot_is_refused(tmp_path: Path, record: dict[str, object], why: str) -> None:
    file = tmp_path / "villages.json"
    file.write_text(json.dumps([record]), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=why):
        read_villages(file)


def test_every_place_of_the_records_lies_in_one_place_only(villages: Graph) -> None:
    for node in villages.subjects(RDF.type, LN.AdministrativeUnit):
        assert len(set(villages.objects(node, LN.locatedIn))) == 1, node


def test_only_districts_end_with_the_district_level(villages: Graph) -> None:
    """Thạnh Hóa District of Long An has not the IRI of Thanh Hóa Province."""
    ended = set(villages.objects(URIRef(f"{BASE}change/2025-07/cap-huyen"), LN.original))
    district = URIRef(f"{BASE}level/district")
    assert len(ended) > 100
    for place in ended:
        assert villages.value(place, LN.level) == district, place
    assert URIRef(f"{BASE}place/thanh-hoa") not in ended
