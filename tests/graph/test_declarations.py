"""One declaration per kind of fact: the ontology knows what it says, and everything that is derived from it works."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.namespace import SKOS

from loader.declarations import Field, Kind, fields, kinds_with, parts, plain_fields
from loader.facts import Agent, Facts, Objective
from loader.facts_page import page
from loader.graph.conversion import LN_NODES
from loader.graph.vocabulary import term
from loader.programmes import axiom_files, things_of
from loader.project import Project
from loader.said import OUTSIDE, Form

PROJECT = Project.find()
KINDS = kinds_with(things_of(PROJECT.packs).kinds)
STRUCTURE = {"reading", "document", "also", "kind"}
"""Fields that place a fact in its text; all kinds write them the same way."""
EVERY = [(kind, field) for kind in KINDS for field in fields(kind.fact)]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for file in (*axiom_files(PROJECT), *sorted(PROJECT.schemes.glob("*.ttl"))):
        graph.parse(file)
    return graph


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_its_class_and_link_are_terms_of_the_ontology(kind: Kind, ontology: Graph) -> None:
    assert (URIRef(term(kind.term).value), RDF.type, OWL.Class) in ontology
    assert (URIRef(term(kind.link).value), RDF.type, OWL.ObjectProperty) in ontology
    assert ontology.value(URIRef(term(kind.term).value), RDFS.label)


@pytest.mark.parametrize(("kind", "field"), EVERY, ids=lambda x: x.name)
def test_a_property_has_in_the_ontology_the_values_that_are_declared(kind: Kind, field: Field, ontology: Graph) -> None:
    said = field.said
    if said.property in OUTSIDE:
        return
    named = LN_NODES[said.property]
    if said.form in (Form.CONCEPT, Form.THING):
        assert (named, RDF.type, OWL.ObjectProperty) in ontology
    else:
        assert (named, RDF.type, OWL.DatatypeProperty) in ontology
        assert ontology.value(named, LN_NODES.valueType) == XSD[said.form.value]
    if said.form is Form.CONCEPT:
        scheme = URIRef(f"https://w3id.org/langnghe/scheme/{said.scheme}")
        assert next(ontology.subjects(SKOS.inScheme, scheme), None) is not None


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_no_field_is_without_a_declaration(kind: Kind) -> None:
    marked = {f.name.split(".")[0] for f in fields(kind.fact)}
    assert {f.name for f in dataclasses.fields(kind.fact)} - marked - STRUCTURE == set()


def test_every_collection_of_facts_is_a_kind() -> None:
    held = {k.collection for k in KINDS if k.fact.__name__ != "Target"}
    hints = typing.get_type_hints(Facts)
    of_facts = {
        name for name, hint in hints.items() if (inner := typing.get_args(hint)) and hasattr(inner[0], "__annotations__")
        and "reading" in inner[0].__annotations__ and name != "instruments"
    }  # fmt: skip
    assert held == of_facts


def test_fields_of_a_part_have_its_name_in_front_and_are_not_written_twice() -> None:
    task = next(k.fact for k in KINDS if k.name == "task")
    assert set(parts(task)) == {"timing"}
    assert [name for name, _ in plain_fields(task)] == ["deliverable"]
    assert "timing.start_year" in {f.name for f in fields(task)}
    agents = next(f for f in fields(task) if f.name == "leads")
    assert (agents.value, agents.many, agents.required) == (Agent, True, True)
    horizon = next(f for f in fields(Objective) if f.name == "horizon")
    assert (horizon.value, horizon.many, horizon.required) == (int, False, False)


def test_the_page_of_facts_is_current() -> None:
    written = (PROJECT.root / "docs" / "facts.md").read_text(encoding="utf-8")
    assert written == page(PROJECT), "run: python -m loader.facts_page"
