"""A query sees the statements whose property it names; one of which that cannot be told sees everything."""

from __future__ import annotations

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SH

from loader.validation.queries import QueryGraph
from loader.validation.setwise import SetConstraint
from loader.validation.sight import Sight, sight_of

EX = "http://example.org/"
RULE = "https://w3id.org/langnghe/rule/"
HEAD = f"PREFIX ex: <{EX}>\nPREFIX rule: <{RULE}>\nSELECT $this ?value WHERE {{"


def sight(pattern: str, tail: str = "") -> Sight | None:
    constraint = SetConstraint(URIRef(f"{EX}shape"), HEAD, f"{pattern} }} {tail}", SH.Info, (Literal("x", lang="vi"),))
    shapes = QueryGraph.of(set())
    shapes.add((constraint.shape, SH.targetSubjectsOf, URIRef(f"{EX}aim")))
    return sight_of(constraint, shapes, QueryGraph.of(set()))


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("$this ex:p ?value ; ex:q [ ex:r ?x ] . FILTER (?value != ?x && !BOUND(?y))", "pqr"),
        ("$this (^ex:p/ex:q)* ?value . OPTIONAL { ?value ex:r ?x FILTER (LANG(?x) IN ('vi', 'en')) }", "pqr"),
        ("FILTER EXISTS { $this ex:p/ex:q ?value } BIND (STR(?value) AS ?name) $this ex:r ?x .", "pqr"),
        ("?value ex:p $this ; (^ex:q) ?x", "pq"),
    ],
)
def test_a_query_that_names_its_properties_sees_these_and_what_its_target_names(pattern: str, names: str) -> None:
    seen = sight(pattern, "GROUP BY $this ?value ?x")
    assert seen is not None
    assert {f"<{EX}{name}>" for name in (*names, "aim")} <= seen.names
    assert not seen.sees_any(())
    assert not seen.sees_any((f"<{EX}other>", f"<{RDF.type}> <{EX}C>"))
    assert seen.sees_any((f"<{EX}other>", f"<{EX}p>"))


@pytest.mark.parametrize(
    "pattern",
    [
        "$this ?p ?value .",
        "$this ex:p ?x ; ?p ?value .",
        "[] ?p $this .",
        "[ ex:p $this ] ?p ?value .",
        "( $this ) ?p ?value .",
        "$this !ex:p ?value .",
        "$this !(ex:p|ex:q) ?value .",
        "$this !(^ex:p) ?value .",
        "$this !a ?value .",
        "$this other:p ?value .",
        "$this ex:p ?value . FILTER (?value < NOW())",
        "$this ex:p ?value . FILTER (RAND() < 0.5)",
    ],
)
def test_a_query_of_which_that_cannot_be_told_is_asked_each_time(pattern: str) -> None:
    assert sight(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "seen"), [("$this a ex:C", False), ("$this a ?c", True), ("$this a/ex:p ?c", True)]
)
def test_a_type_is_seen_by_its_class_unless_any_class_is_asked_for(pattern: str, seen: bool) -> None:
    found = sight(pattern)
    assert found is not None
    assert found.any_type is seen
    assert found.sees_any((f"<{RDF.type}> <{EX}D>",)) is seen
    assert found.sees_any((f"<{RDF.type}> <{EX}C>",))


def test_today_is_what_the_data_say_it_is() -> None:
    found = sight("ex:context rule:asOf ?day . $this ex:p ?value . FILTER (?value < COALESCE(?day, NOW()))")
    assert found is not None
    assert f"<{RULE}asOf>" in found.names
