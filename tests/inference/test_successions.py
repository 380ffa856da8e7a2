"""What stands today in the place of a body or instrument that is gone: followed to the end, with every step."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.graph.vocabulary import LN, RDF
from loader.inference.closure import infer
from loader.inference.judging import Judging
from loader.inference.lineage import Change
from loader.inference.shared_things import thing_judgements
from loader.inference.successions import chains
from loader.project import Project

BASE = "https://w3id.org/langnghe/"
PREFIXES = f"""
@prefix : <{BASE}x/> .
@prefix agency: <{BASE}agency/> .
@prefix kind: <{BASE}agency-kind/> .
@prefix place: <{BASE}place/> .
@prefix level: <{BASE}level/> .
@prefix ln: <{BASE}ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.find(Path(__file__).parent)


@pytest.fixture(scope="module")
def reference(project: Project) -> bytes:
    """The curated reference data and the kinds of bodies, as N-Triples."""
    files = [*rdf_files(project.references), *rdf_files([project.schemes])]
    triples = [quad.triple for file in files for quad in parse_file(file)]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def told(facts: str, known: bytes = b"", as_of: date | None = None) -> ox.Store:
    """What is judged of some facts, beside the facts."""
    store = ox.Store()
    store.load(known, format=ox.RdfFormat.N_TRIPLES)
    store.load((PREFIXES + facts).encode(), format=ox.RdfFormat.TURTLE)
    store.extend(ox.Quad(*t) for t in list(thing_judgements(store, Judging(Iris()), as_of)))
    return store


def today(store: ox.Store, body: str) -> set[str]:
    found = store.quads_for_pattern(ox.NamedNode(BASE + body), LN.successorToday, None)
    return {quad.object.value.removeprefix(BASE) for quad in found}  # type: ignore[union-attr]


def basis(store: ox.Store, body: str) -> str:
    for quad in store.quads_for_pattern(None, LN.judgedSubject, ox.NamedNode(BASE + body)):
        for words in store.quads_for_pattern(quad.subject, LN.basis, None):
            if isinstance(words.object, ox.Literal) and words.object.language == "vi":
                return words.object.value
    return ""


def body(path: str, kind: str, place: str, level: str = "province") -> str:
    return (
        f"<{BASE}agency/{path}> a ln:Agency ; ln:agencyKind kind:{kind} ; ln:jurisdiction <{BASE}place/{place}> ;"
        f' ln:level level:{level} ; skos:prefLabel "{path}"@vi .\n'
    )


def test_a_body_is_followed_through_all_its_changes(reference: bytes) -> None:
    """Sở NN&PTNT Long An → Sở NN&MT Long An → Sở NN&MT Tây Ninh."""
    store = told("", reference)
    assert today(store, "agency/long-an/so-nong-nghiep-va-phat-trien-nong-thon") == {
        "agency/tay-ninh/so-nong-nghiep-va-moi-truong/2025-07"
    }
    words = basis(store, "agency/long-an/so-nong-nghiep-va-phat-trien-nong-thon")
    assert "Sở Nông nghiệp và Môi trường tỉnh Long An" in words
    assert "202/2025/QH15" in words
    assert words.index("01/03/2025") < words.index("01/07/2025")


@pytest.mark.parametrize(
    ("path", "kind", "place", "expected"),
    [
        ("ben-tre/so-ke-hoach-va-dau-tu", "so-ke-hoach-va-dau-tu", "ben-tre", "vinh-long/so-tai-chinh/2025-07"),
        ("lai-chau/so-tai-chinh", "so-tai-chinh", "lai-chau", "lai-chau/so-tai-chinh/2025-03"),
        ("ha-nam/so-y-te", "so-y-te", "ha-nam", "ninh-binh/so-y-te/2025-07"),
        ("dak-nong/hoi-nong-dan", "hoi-nong-dan", "dak-nong", "lam-dong/hoi-nong-dan/2025-07"),
        ("tay-ninh/so-noi-vu/2025-03", "so-noi-vu", "tay-ninh", "tay-ninh/so-noi-vu/2025-07"),
    ],
)
def test_what_became_of_a_body_follows_from_its_kind_and_place(
    reference: bytes, path: str, kind: str, place: str, expected: str
) -> None:
    store = told(body(path, kind, place), reference)
    assert today(store, f"agency/{path}") == {f"agency/{expected}"}
    new = ox.NamedNode(f"{BASE}agency/{expected}")
    assert ox.Quad(new, RDF.type, LN.Agency) in store


@pytest.mark.parametrize(
    ("path", "kind", "place"),
    [
        ("lai-chau/so-y-te", "so-y-te", "lai-chau"),
        ("tay-ninh/so-tai-chinh/2025-07", "so-tai-chinh", "tay-ninh/2025-07"),
        ("lai-chau/so-nong-nghiep-va-moi-truong", "so-nong-nghiep-va-moi-truong", "lai-chau"),
    ],
)
def test_a_body_that_still_exists_has_no_successor(reference: bytes, path: str, kind: str, place: str) -> None:
    assert today(told(body(path, kind, place), reference), f"agency/{path}") == set()


def test_a_body_that_is_only_of_a_family_has_no_successor_by_a_general_change(reference: bytes) -> None:
    """ "Báo Long An" is one of many media: which body took it over is not known from the merger of the provinces."""
    store = told(body("long-an/bao-abc", "don-vi-su-nghiep", "long-an"), reference)
    assert today(store, "agency/long-an/bao-abc") == set()


@pytest.mark.parametrize("kind", ["trung-tam-khuyen-nong", "trung-tam-xuc-tien-dau-tu-thuong-mai-va-du-lich"])
def test_no_successor_of_a_centre_is_made_up_from_the_merger_of_its_province(reference: bytes, kind: str) -> None:
    named = f'<{BASE}agency-kind/{kind}> skos:prefLabel "Trung tâm Khuyến nông"@vi .\n'
    store = told(body(f"long-an/{kind}", kind, "long-an") + named, reference)
    assert today(store, f"agency/long-an/{kind}") == set()


def test_who_takes_the_work_of_a_district_is_not_determined(reference: bytes) -> None:
    store = told(body("mang-thit/phong-kinh-te", "phong-kinh-te", "mang-thit", "district"), reference)
    assert today(store, "agency/mang-thit/phong-kinh-te") == set()
    assert "chưa xác định" in basis(store, "agency/mang-thit/phong-kinh-te")
    node = next(
        q.subject
        for q in store.quads_for_pattern(None, LN.judgedSubject, ox.NamedNode(f"{BASE}agency/mang-thit/phong-kinh-te"))
    )
    levels = {q.object.value.rpartition("/")[2] for q in store.quads_for_pattern(node, LN.receivingLevel, None)}  # type: ignore[union-attr,arg-type]
    assert levels == {"commune", "province"}


def test_a_group_of_district_bodies_is_told_to_be_gone(reference: bytes) -> None:
    group = 'agency:x a ln:AgencyGroup ; skos:prefLabel "Ủy ban nhân dân các huyện, thị xã"@vi .'
    assert "Cấp huyện kết thúc" in basis(told(group, reference), "agency/x")
    assert not basis(told(group.replace("các huyện, thị xã", "các xã"), reference), "agency/x")


def test_a_change_still_to_come_is_not_followed(reference: bytes) -> None:
    facts = body("ben-tre/so-tai-chinh", "so-tai-chinh", "ben-tre")
    assert today(told(facts, reference, date(2025, 2, 1)), "agency/ben-tre/so-tai-chinh") == set()
    after = today(told(facts, reference, date(2025, 4, 1)), "agency/ben-tre/so-tai-chinh")
    assert after == {"agency/ben-tre/so-tai-chinh/2025-03"}


def test_a_chain_is_as_sure_as_its_weakest_step() -> None:
    facts = """
    :a a ln:Agency . :one a ln:Reorganisation ; ln:original :a ; ln:resulting :b ; ln:changeDate "2020-01-01"^^xsd:date ;
      ln:grade <https://w3id.org/langnghe/grade/uncertain> .
    :two a ln:Reorganisation ; ln:original :b ; ln:resulting :c ; ln:changeDate "2021-01-01"^^xsd:date ;
      ln:grade <https://w3id.org/langnghe/grade/verified> ."""
    store = told(facts)
    node = ox.NamedNode(f"{BASE}x/a/succession-1")
    assert {q.object.value.rpartition("/")[2] for q in store.quads_for_pattern(node, LN.grade, None)} == {"uncertain"}  # type: ignore[union-attr]
    assert {q.object.value.rpartition("/")[2] for q in store.quads_for_pattern(node, LN.succeedsBy, None)} == {
        "one",
        "two",
    }  # type: ignore[union-attr]


def test_a_legal_basis_is_followed_to_what_replaces_it_today() -> None:
    facts = """
    :new ln:replaces :old ; ln:number "65/2025/QH15" ; ln:dateIssued "2025-02-19"^^xsd:date .
    :newest ln:replaces :new ; ln:number "72/2025/QH15" ; ln:dateIssued "2025-06-16"^^xsd:date ."""
    store = told(facts)
    found = [q.object.value for q in store.quads_for_pattern(ox.NamedNode(f"{BASE}x/old"), LN.replacedToday, None)]  # type: ignore[union-attr]
    assert found == [f"{BASE}x/newest"]
    assert "65/2025/QH15" in basis(store, "x/old")


def test_a_circle_of_changes_ends() -> None:
    facts = """
    :a a ln:Agency . :b a ln:Agency .
    :one a ln:Reorganisation ; ln:original :a ; ln:resulting :b ; ln:changeDate "2020-01-01"^^xsd:date .
    :two a ln:Reorganisation ; ln:original :b ; ln:resulting :a ; ln:changeDate "2021-01-01"^^xsd:date ."""
    assert today(told(facts), "x/a") == set()


@given(st.permutations(range(6)))
def test_the_order_of_changes_does_not_matter(order: list[int]) -> None:
    """A chain through six bodies is one chain, whatever the order that its steps are listed in."""
    nodes = [ox.NamedNode(f"{BASE}x/{n}") for n in range(7)]
    steps = list(pairwise(nodes))
    shuffled = [steps[i] for i in order]

    def changes(at: ox.NamedNode) -> list[Change]:
        return [Change(new, old, (new,), date(2020, 1, 1), (), "probable", True) for old, new in shuffled if old == at]

    ((found, known),) = chains(nodes[0], changes)
    assert known
    assert [step.resulting[0] for step in found] == nodes[1:]


def test_what_is_derived_of_a_body_makes_it_a_former_one(project: Project, reference: bytes) -> None:
    facts = (PREFIXES + body("ben-tre/so-noi-vu", "so-noi-vu", "ben-tre")).encode()
    axioms = [quad.triple for quad in parse_file(project.axioms)]
    inferred = infer([facts, reference], axioms, Iris()).ntriples.decode()
    assert (
        f"<{BASE}agency/ben-tre/so-noi-vu> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{LN.FormerAgency.value}>"
        in inferred
    )


@pytest.mark.parametrize(
    ("place", "kind", "day", "expected"),
    [
        ("tay-ninh", "so-tai-chinh", date(2025, 9, 1), "so-tai-chinh/2025-07"),
        ("tay-ninh", "so-tai-chinh", date(2025, 4, 1), "so-tai-chinh/2025-03"),
        ("tay-ninh", "so-tai-chinh", date(2023, 4, 1), "so-tai-chinh"),
        ("lai-chau", "so-tai-chinh", date(2025, 9, 1), "so-tai-chinh/2025-03"),
        ("lai-chau", "so-y-te", date(2025, 9, 1), "so-y-te"),
        ("tay-ninh", "so-y-te", date(2025, 9, 1), "so-y-te/2025-07"),
    ],
)
def test_a_document_names_the_body_of_its_day(
    reference: bytes, place: str, kind: str, day: date, expected: str
) -> None:
    known = Reference.of(q.triple for q in ox.parse(reference, format=ox.RdfFormat.N_TRIPLES))
    iris = Iris()
    found = known.body_at(iris.agency(place, kind), day, iris.place(place), kind)
    assert str(found) == f"{BASE}agency/{place}/{expected}"
