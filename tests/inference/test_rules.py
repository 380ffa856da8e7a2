from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.errors import GraphError
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.inference import reference_reasoner
from loader.inference.closure import Reasoner, infer
from loader.inference.materialise import materialise
from loader.inference.rules import compile_rules
from loader.programmes import axiom_files
from loader.project import Project

PREFIXES = """
@prefix : <https://example.org/> .
@prefix o: <https://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def graph(text: str) -> list[Triple]:
    return [quad.triple for quad in ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)]


CASES = {
    "subclass": ("o:A rdfs:subClassOf o:B . o:B rdfs:subClassOf o:C .", ":x a o:A .", ":x a o:B, o:C ."),
    "equivalent class": ("o:A owl:equivalentClass o:B .", ":x a o:B .", ":x a o:A ."),
    "subproperty": ("o:p rdfs:subPropertyOf o:q .", ":x o:p :y .", ":x o:q :y ."),
    "equivalent property": ("o:p owl:equivalentProperty o:q .", ":x o:q :y .", ":x o:p :y ."),
    "inverse": ("o:p owl:inverseOf o:q .", ":x o:p :y . :a o:q :b .", ":y o:q :x . :b o:p :a ."),
    "symmetric": ("o:p a owl:SymmetricProperty .", ":x o:p :y .", ":y o:p :x ."),
    "transitive": (
        "o:p a owl:TransitiveProperty .",
        ":a o:p :b . :b o:p :c . :c o:p :d .",
        ":a o:p :c, :d . :b o:p :d .",
    ),
    "chain of two": ("o:r owl:propertyChainAxiom (o:p o:q) .", ":x o:p :y . :y o:q :z .", ":x o:r :z ."),
    "chain of three": (
        "o:r owl:propertyChainAxiom (o:p o:q o:p) .",
        ":a o:p :b . :b o:q :c . :c o:p :d .",
        ":a o:r :d .",
    ),
    "domain and range": ("o:p rdfs:domain o:A ; rdfs:range o:B .", ":x o:p :y .", ":x a o:A . :y a o:B ."),
    "some values": (
        "[ a owl:Restriction ; owl:onProperty o:p ; owl:someValuesFrom o:A ] rdfs:subClassOf o:B .",
        ":x o:p :y . :y a o:A . :z o:p :x .",
        ":x a o:B .",
    ),
    "some thing": (
        "[ a owl:Restriction ; owl:onProperty o:p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf o:B .",
        ":x o:p :y .",
        ":x a o:B .",
    ),
    "a value": (
        "[ a owl:Restriction ; owl:onProperty o:p ; owl:hasValue true ] rdfs:subClassOf o:B .",
        ":x o:p true . :y o:p false .",
        ":x a o:B .",
    ),
    "has value on the right": (
        "o:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty o:p ; owl:hasValue :v ] .",
        ":x a o:A .",
        ":x o:p :v .",
    ),
    "all values": (
        "o:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty o:p ; owl:allValuesFrom o:B ] .",
        ":x a o:A ; o:p :y .",
        ":y a o:B .",
    ),
    "intersection": (
        """[ a owl:Class ; owl:intersectionOf ( o:A [ a owl:Restriction ; owl:onProperty o:p ; owl:hasValue :v ] ) ]
           rdfs:subClassOf o:B .""",
        ":x a o:A ; o:p :v . :y a o:A .",
        ":x a o:B .",
    ),
    "two restrictions in one": (
        """[ a owl:Class ; owl:intersectionOf (
             [ a owl:Restriction ; owl:onProperty o:p ; owl:someValuesFrom o:A ]
             [ a owl:Restriction ; owl:onProperty o:q ; owl:someValuesFrom o:A ] ) ] rdfs:subClassOf o:B .""",
        ":x o:p :a ; o:q :b . :a a o:A . :b a o:A . :y o:p :a .",
        ":x a o:B .",
    ),
    "union": (
        "[ a owl:Class ; owl:unionOf ( o:A o:B ) ] rdfs:subClassOf o:C .",
        ":x a o:A . :y a o:B .",
        ":x a o:C . :y a o:C .",
    ),
    "rules feed each other": (
        """o:p rdfs:subPropertyOf o:t . o:t a owl:TransitiveProperty . o:t owl:inverseOf o:u .
           [ a owl:Restriction ; owl:onProperty o:u ; owl:someValuesFrom o:A ] rdfs:subClassOf o:B .""",
        ":a o:p :b . :b o:p :c . :a a o:A .",
        ":a o:t :b, :c . :b o:t :c . :b o:u :a . :c o:u :a, :b . :b a o:B . :c a o:B .",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_an_axiom_concludes_what_owl_says_and_nothing_else(case: str) -> None:
    ontology, facts, expected = (graph(text) for text in CASES[case])
    assert set(materialise(facts, ontology)) == set(expected)


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_owlrl_concludes_the_same(case: str) -> None:
    ontology, facts, expected = (graph(text) for text in CASES[case])
    assert set(reference_reasoner.materialise(facts, ontology)) == set(expected)


def test_a_literal_never_becomes_a_subject() -> None:
    ontology = graph("o:p owl:inverseOf o:q ; rdfs:range o:A . o:p a owl:SymmetricProperty .")
    assert materialise(graph(":x o:p 'text' ."), ontology) == []


def test_what_is_already_stated_is_not_inferred_again() -> None:
    ontology = graph("o:A rdfs:subClassOf o:B .")
    assert materialise(graph(":x a o:A, o:B ."), ontology) == []


@pytest.mark.parametrize(
    "axiom",
    [
        "o:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty o:p ; owl:someValuesFrom o:B ] .",
        "o:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( o:B o:C ) ] .",
        "[ a owl:Class ; owl:complementOf o:A ] rdfs:subClassOf o:B .",
        "[ a owl:Restriction ; owl:onProperty o:p ; owl:allValuesFrom o:A ] rdfs:subClassOf o:B .",
    ],
)
def test_an_axiom_beyond_the_profile_is_refused_not_ignored(axiom: str) -> None:
    with pytest.raises(GraphError):
        compile_rules(graph(axiom))


CLASSES = [f"o:C{i}" for i in range(4)]
PROPERTIES = [f"o:p{i}" for i in range(4)]
THINGS = [f":i{i}" for i in range(5)]
cls, prop, thing = st.sampled_from(CLASSES), st.sampled_from(PROPERTIES), st.sampled_from(THINGS)
axiom = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, cls, cls),
    st.builds("{} owl:equivalentClass {} .".format, cls, cls),
    st.builds("{} rdfs:subPropertyOf {} .".format, prop, prop),
    st.builds("{} owl:inverseOf {} .".format, prop, prop),
    st.builds("{} a owl:SymmetricProperty .".format, prop),
    st.builds("{} a owl:TransitiveProperty .".format, prop),
    st.builds("{} owl:propertyChainAxiom ({} {}) .".format, prop, prop, prop),
    st.builds("{} rdfs:domain {} .".format, prop, cls),
    st.builds("{} rdfs:range {} .".format, prop, cls),
    st.builds(
        "[ a owl:Restriction ; owl:onProperty {} ; owl:someValuesFrom {} ] rdfs:subClassOf {} .".format, prop, cls, cls
    ),
    st.builds(
        "[ a owl:Restriction ; owl:onProperty {} ; owl:hasValue {} ] rdfs:subClassOf {} .".format, prop, thing, cls
    ),
)
fact = st.one_of(
    st.builds("{} a {} .".format, thing, cls),
    st.builds("{} {} {} .".format, thing, prop, thing),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(axiom, min_size=1, max_size=6), st.lists(fact, min_size=1, max_size=10))
def test_rules_and_owlrl_conclude_the_same_on_any_graph(axioms: list[str], facts: list[str]) -> None:
    ontology, data = graph("\n".join(axioms)), graph("\n".join(facts))
    assert set(materialise(data, ontology)) == set(reference_reasoner.materialise(data, ontology))


@settings(max_examples=60, deadline=None)
@given(st.lists(axiom, min_size=1, max_size=8), st.lists(fact, min_size=1, max_size=15))
def test_nothing_follows_from_what_already_follows(axioms: list[str], facts: list[str]) -> None:
    ontology, data = graph("\n".join(axioms)), graph("\n".join(facts))
    first = materialise(data, ontology)
    assert materialise([*data, *first], ontology) == []


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.find(Path(__file__).parent)


def test_the_projects_ontology_compiles(project: Project) -> None:
    rules = compile_rules(quad.triple for quad in parse_file(project.axioms))
    names = {rule.name for rule in rules}
    assert {"cax-sco", "prp-spo1", "prp-spo2", "prp-trp", "prp-inv1", "cls"} <= names


@pytest.mark.slow
def test_rules_and_owlrl_infer_the_same_bytes_from_all_documents_with_reference_data(project: Project) -> None:
    sources = [
        file
        for folder in (project.documents, project.reference, project.programmes, project.schemes)
        for file in rdf_files([folder])
    ]
    ontology = [quad.triple for file in axiom_files(project) for quad in parse_file(file)]
    rules = infer(sources, ontology, Iris(), Reasoner.RULES, date(2026, 11, 22))
    assert rules.count > 5000
    assert rules.ntriples == infer(sources, ontology, Iris(), Reasoner.OWLRL, date(2026, 11, 22)).ntriples
