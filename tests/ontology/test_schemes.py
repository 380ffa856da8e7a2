"""The SKOS schemes: their keys are those of the code and of the lexicon, and their files are in stable form."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS
from village_records.terms import CRAFTS

from loader import kinds
from loader.graph.conversion import LN_NODES, Nodes, serialise
from loader.graph.iris import Iris
from loader.graph.vocabulary import SITE
from loader.programmes import Counting, Direction, TargetType
from loader.slugs import slug

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "ontology/schemes").glob("*.ttl"))
IRIS = Iris(SITE)


@pytest.fixture(scope="module")
def schemes() -> Graph:
    graph = Graph()
    for file in (*FILES, *(ROOT / "data/ttl/programmes").glob("*.ttl")):
        graph.parse(file)
    return graph


def keys(schemes: Graph, scheme: str) -> set[str]:
    concepts = schemes.subjects(SKOS.inScheme, URIRef(IRIS.of(f"scheme/{scheme}")))
    return {str(concept).removeprefix(f"{SITE}{scheme}/") for concept in concepts}


@pytest.mark.parametrize(
    ("scheme", "enumeration"),
    [
        ("status", kinds.Status),
        ("direction", Direction),
        ("target-type", TargetType),
        ("counting", Counting),
        ("level", kinds.Level),
        ("comparator", kinds.Comparator),
        ("recurrence", kinds.Recurrence),
        ("citation-role", kinds.RelationRole),
        ("condition", kinds.Condition),
        ("note-kind", kinds.NoteKind),
    ],
)
def test_a_scheme_has_the_keys_of_the_code(schemes: Graph, scheme: str, enumeration: type[StrEnum]) -> None:
    assert keys(schemes, scheme) == {member.value for member in enumeration}


def test_every_kind_of_document_in_the_lexicon_has_a_concept(schemes: Graph) -> None:
    listed = tomllib.loads((ROOT / "loader/lexicon/kinds.toml").read_text(encoding="utf-8"))["kind"]
    assert {kind["symbol"] for kind in listed} <= keys(schemes, "kind")
    for kind in listed:
        assert getattr(LN_NODES, kind["class"])


def test_every_kind_of_body_in_the_lexicon_has_a_concept(schemes: Graph) -> None:
    bodies = tomllib.loads((ROOT / "loader/lexicon/agencies.toml").read_text(encoding="utf-8"))["body"]
    assert {slug(body["name"]) for body in bodies} <= keys(schemes, "agency-kind")


def test_only_shares_growth_and_multiples_are_rates(schemes: Graph) -> None:
    rates = {str(s).rsplit("/", 1)[-1] for s, o in schemes.subject_objects(LN_NODES.isRate) if o.toPython()}
    assert rates == {
        "effective_villages_pct",
        "trained_workers_pct",
        "ocop_pct",
        "brand_protected_pct",
        "output_growth_pct",
        "income_multiple",
        "environment_compliance_pct",
        "environment_plan_pct",
    }


def test_every_craft_is_in_one_of_the_seven_groups(schemes: Graph) -> None:
    groups = set(schemes.subjects(SKOS.inScheme, URIRef(IRIS.of("scheme/craft-group"))))
    assert len(groups) == 7
    for craft in schemes.subjects(RDF.type, Nodes(CRAFTS).Craft):
        assert set(schemes.objects(craft, SKOS.broader)) <= groups
        label = next(label for label in schemes.objects(craft, SKOS.prefLabel) if label.language == "vi")
        assert craft == URIRef(IRIS.thing("craft", str(label)))


def test_broader_and_narrower_never_meet_in_a_circle(schemes: Graph) -> None:
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        assert isinstance(concept, URIRef)
        above = list(schemes.transitive_objects(concept, SKOS.broader))[1:]
        assert concept not in above


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scheme_file_is_in_stable_form(file: Path) -> None:
    assert serialise(Graph().parse(file)) == file.read_bytes()
