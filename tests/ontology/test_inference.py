"""What follows from the ontology's axioms, by the reference reasoner (OWL 2 RL rules)."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from loader.graph.conversion import LN_NODES
from loader.graph.iris import Iris
from loader.graph.vocabulary import SITE

ROOT = Path(__file__).parents[2]
IRIS = Iris(SITE)


def thing(name: str) -> URIRef:
    return URIRef(IRIS.of(f"test/{name}"))


@pytest.fixture(scope="module")
def closure() -> Graph:
    graph = Graph().parse(ROOT / "ontology/langnghe.ttl").parse(ROOT / "ontology/crafts.ttl")
    t = thing
    for s, p, o in (
        ("district-plan", LN_NODES.implements, "provincial-plan"),
        ("provincial-plan", LN_NODES.implements, "801"),
        ("801", LN_NODES.promulgates, "programme"),
        ("617", LN_NODES.promulgates, "617-plan"),
        ("617-plan", LN_NODES.implements, "801"),
        ("4182", LN_NODES.promulgates, "4182-plan"),
        ("4182", LN_NODES.implements, "801"),
        ("task", LN_NODES.hasAssignment, "lead"),
        ("lead", LN_NODES.leadAgent, "department"),
        ("task", LN_NODES.hasAssignment, "partner"),
        ("partner", LN_NODES.coordinatingAgent, "office"),
        ("merger", LN_NODES.original, "department"),
        ("merger", LN_NODES.resulting, "new-department"),
        ("second-merger", LN_NODES.original, "new-department"),
        ("second-merger", LN_NODES.resulting, "today"),
        ("provincial-plan", LN_NODES.hasObjective, "objective"),
        ("objective", LN_NODES.hasTarget, "target"),
        ("target", LN_NODES.ofIndicator, "indicator"),
    ):
        graph.add((t(s), p, t(o)))
    for event in ("merger", "second-merger"):
        graph.add((t(event), RDF.type, LN_NODES.Reorganisation))
    graph.add((t("provincial-plan"), RDF.type, LN_NODES.Plan))
    graph.add((t("provincial-plan"), LN_NODES.level, URIRef(IRIS.concept("level", "province"))))
    graph.add((t("provincial-plan"), LN_NODES.status, URIRef(IRIS.concept("status", "issued"))))
    graph.add((t("decision"), RDF.type, LN_NODES.Decision))
    graph.add((t("decision"), LN_NODES.level, URIRef(IRIS.concept("level", "province"))))
    graph.add((t("indicator"), LN_NODES.isRate, Literal(True)))
    graph.add((t("measure"), LN_NODES.isCarriedOut, Literal(False)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


@pytest.mark.parametrize("lower", ["district-plan", "provincial-plan", "617", "617-plan", "4182", "4182-plan"])
@pytest.mark.parametrize("higher", ["801", "programme"])
def test_a_plan_traces_to_the_programme_however_it_was_issued(closure: Graph, lower: str, higher: str) -> None:
    assert (thing(lower), LN_NODES.tracesTo, thing(higher)) in closure


def test_implementing_is_not_transitive_and_nothing_traces_to_itself(closure: Graph) -> None:
    assert (thing("district-plan"), LN_NODES.implements, thing("801")) not in closure
    assert not [s for s, o in closure.subject_objects(LN_NODES.tracesTo) if s == o]
    assert (thing("801"), LN_NODES.tracesTo, thing("programme")) not in closure


def test_a_plan_implements_what_the_decision_that_issues_it_implements(closure: Graph) -> None:
    assert (thing("4182-plan"), LN_NODES.implements, thing("801")) in closure
    assert (thing("programme"), LN_NODES.implements, thing("801")) not in closure


def test_assignments_give_the_short_properties(closure: Graph) -> None:
    task = thing("task")
    assert set(closure.objects(task, LN_NODES.leadAgency)) == {thing("department")}
    assert set(closure.objects(task, LN_NODES.coordinatingAgency)) == {thing("office")}
    assert set(closure.objects(task, LN_NODES.involvedAgency)) == {thing("department"), thing("office")}
    assert (thing("lead"), LN_NODES.agent, thing("department")) in closure


def test_reorganisations_give_successors_and_former_bodies(closure: Graph) -> None:
    assert set(closure.objects(thing("department"), LN_NODES.successor)) == {thing("new-department")}
    assert set(closure.objects(thing("department"), LN_NODES.transitiveSuccessor)) == {
        thing("new-department"),
        thing("today"),
    }
    assert (thing("department"), RDF.type, LN_NODES.FormerAgency) in closure
    assert (thing("today"), RDF.type, LN_NODES.FormerAgency) not in closure


def test_elements_know_their_document(closure: Graph) -> None:
    for element in ("objective", "target"):
        assert (thing(element), LN_NODES.inDocument, thing("provincial-plan")) in closure


def test_defined_classes_get_their_members(closure: Graph) -> None:
    assert (thing("provincial-plan"), RDF.type, LN_NODES.ProvincialPlan) in closure
    assert (thing("provincial-plan"), RDF.type, LN_NODES.IssuedDocument) in closure
    assert (thing("decision"), RDF.type, LN_NODES.ProvincialPlan) not in closure
    assert (thing("indicator"), RDF.type, LN_NODES.RateIndicator) in closure
    assert (thing("target"), RDF.type, LN_NODES.RateTarget) in closure
    assert (thing("measure"), RDF.type, LN_NODES.OrphanMeasure) in closure
