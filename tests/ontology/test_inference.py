"""What follows from the ontology's axioms, by the reference reasoner (OWL 2 RL rules)."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import Graph, Literal, URIRef

from loader.graph.iris import Iris
from loader.graph.vocabulary import LN, RDF, SITE

ROOT = Path(__file__).parents[2]
IRIS = Iris(SITE)


def thing(name: str) -> URIRef:
    return IRIS.of(f"test/{name}")


@pytest.fixture(scope="module")
def closure() -> Graph:
    graph = Graph().parse(ROOT / "ontology/langnghe.ttl")
    t = thing
    for s, p, o in (
        ("district-plan", LN.implements, "provincial-plan"),
        ("provincial-plan", LN.implements, "801"),
        ("801", LN.promulgates, "programme"),
        ("617", LN.promulgates, "617-plan"),
        ("617-plan", LN.implements, "801"),
        ("4182", LN.promulgates, "4182-plan"),
        ("4182", LN.implements, "801"),
        ("task", LN.hasAssignment, "lead"),
        ("lead", LN.leadAgent, "department"),
        ("task", LN.hasAssignment, "partner"),
        ("partner", LN.coordinatingAgent, "office"),
        ("merger", LN.original, "department"),
        ("merger", LN.resulting, "new-department"),
        ("second-merger", LN.original, "new-department"),
        ("second-merger", LN.resulting, "today"),
        ("provincial-plan", LN.hasObjective, "objective"),
        ("objective", LN.hasTarget, "target"),
        ("target", LN.ofIndicator, "indicator"),
    ):
        graph.add((t(s), p, t(o)))
    for event in ("merger", "second-merger"):
        graph.add((t(event), RDF.type, LN.Reorganisation))
    graph.add((t("provincial-plan"), RDF.type, LN.Plan))
    graph.add((t("provincial-plan"), LN.level, IRIS.concept("level", "province")))
    graph.add((t("provincial-plan"), LN.status, IRIS.concept("status", "issued")))
    graph.add((t("decision"), RDF.type, LN.Decision))
    graph.add((t("decision"), LN.level, IRIS.concept("level", "province")))
    graph.add((t("indicator"), LN.isRate, Literal(True)))
    graph.add((t("measure"), LN.isCarriedOut, Literal(False)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


@pytest.mark.parametrize("lower", ["district-plan", "provincial-plan", "617", "617-plan", "4182", "4182-plan"])
@pytest.mark.parametrize("higher", ["801", "programme"])
def test_a_plan_traces_to_the_programme_however_it_was_issued(closure: Graph, lower: str, higher: str) -> None:
    assert (thing(lower), LN.tracesTo, thing(higher)) in closure


def test_implementing_is_not_transitive_and_nothing_traces_to_itself(closure: Graph) -> None:
    assert (thing("district-plan"), LN.implements, thing("801")) not in closure
    assert not [s for s, o in closure.subject_objects(LN.tracesTo) if s == o]
    assert (thing("801"), LN.tracesTo, thing("programme")) not in closure


def test_a_plan_implements_what_the_decision_that_issues_it_implements(closure: Graph) -> None:
    assert (thing("4182-plan"), LN.implements, thing("801")) in closure
    assert (thing("programme"), LN.implements, thing("801")) not in closure


def test_assignments_give_the_short_properties(closure: Graph) -> None:
    task = thing("task")
    assert set(closure.objects(task, LN.leadAgency)) == {thing("department")}
    assert set(closure.objects(task, LN.coordinatingAgency)) == {thing("office")}
    assert set(closure.objects(task, LN.involvedAgency)) == {thing("department"), thing("office")}
    assert (thing("lead"), LN.agent, thing("department")) in closure


def test_reorganisations_give_successors_and_former_bodies(closure: Graph) -> None:
    assert set(closure.objects(thing("department"), LN.successor)) == {thing("new-department")}
    assert set(closure.objects(thing("department"), LN.transitiveSuccessor)) == {
        thing("new-department"),
        thing("today"),
    }
    assert (thing("department"), RDF.type, LN.FormerAgency) in closure
    assert (thing("today"), RDF.type, LN.FormerAgency) not in closure


def test_elements_know_their_document(closure: Graph) -> None:
    for element in ("objective", "target"):
        assert (thing(element), LN.inDocument, thing("provincial-plan")) in closure


def test_defined_classes_get_their_members(closure: Graph) -> None:
    assert (thing("provincial-plan"), RDF.type, LN.ProvincialPlan) in closure
    assert (thing("provincial-plan"), RDF.type, LN.IssuedDocument) in closure
    assert (thing("decision"), RDF.type, LN.ProvincialPlan) not in closure
    assert (thing("indicator"), RDF.type, LN.RateIndicator) in closure
    assert (thing("target"), RDF.type, LN.RateTarget) in closure
    assert (thing("measure"), RDF.type, LN.OrphanMeasure) in closure
