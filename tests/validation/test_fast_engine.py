"""The fast engine: what it answers for all nodes at once, and that this changes no result."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import SH
from validation_setting import AS_OF, EXAMPLES, ROOT

from loader.graph.conversion import to_rdflib
from loader.graph.dataset import parse_file
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.queries import QueryGraph, survive
from loader.validation.results import results
from loader.validation.setwise import constraints, opening, without
from loader.validation.shacl_engines import raw_results, run
from loader.validation.targets import Targets
from loader.validation.validator import validate

PREFIXES = """
@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = f"""{PREFIXES}
ex:one a ex:Task ; ex:due 2025 ; ex:name "a \\\\ b" ; ex:needs ex:two . ex:two a ex:Task ; ex:due 2031 ; ex:kind "late" .
ex:three a ex:Task ; ex:due 2040, 2041 ; ex:kind "late" . ex:four a ex:Task ."""


def graph(turtle: str) -> Graph:
    return to_rdflib(triples(turtle))


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)]


def test_every_query_of_the_catalogue_is_asked_for_all_nodes_at_once(shapes: Graph) -> None:
    taken = constraints(shapes)
    assert len(taken) == len(set(shapes.subjects(SH.sparql, None)))
    rest = without(shapes, {constraint.shape for constraint in taken})
    assert (None, SH.sparql, None) not in rest
    assert len(set(rest.subjects(SH.severity, None))) > 40


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this ex:due ?d MINUS { $this ex:name ?n } }",
        "SELECT $this WHERE { { $this ex:due ?d } UNION { FILTER (isIRI($this)) } }",
        "SELECT $this WHERE { { FILTER (isIRI($this)) } }",
        "SELECT $this WHERE { ?x ex:due ?d OPTIONAL { ?x ex:name ?n FILTER (?x = $this) } }",
        "SELECT $this WHERE { ?x ex:due ?d OPTIONAL { BIND ($this AS ?y) } }",
        "SELECT $this WHERE { ?x ex:due ?d OPTIONAL { ?x ex:name ?n FILTER NOT EXISTS { $this ex:name ?n } } }",
        "SELECT $this (COUNT(?d) AS ?n) WHERE { $this ex:due ?d }",
        "SELECT $this ?n WHERE { { SELECT $this (COUNT(?d) AS ?n) WHERE { $this ex:due ?d } GROUP BY $this } }",
        "SELECT ?d WHERE { $this ex:due ?d }",
        "SELECT * WHERE { $this ex:due ?d }",
        "SELECT $this WHERE { $this $PATH ?d }",
        "SELECT $this WHERE { GRAPH $shapesGraph { $this ex:due ?d } }",
        "SELECT $this WHERE { $this ex:due ?d FILTER (bound($this)) }",
        "SELECT $this WHERE { $this ex:due ?d } LIMIT 1",
        "ASK { $this ex:due ?d }",
    ],
)
def test_a_query_with_a_part_that_would_not_see_the_node_is_left_to_the_engine(query: str) -> None:
    assert opening(query) is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:due ?d } }",
        "SELECT ?this ?value WHERE { $this ex:due ?value . OPTIONAL { ?this ex:name ?from } FILTER (!BOUND(?from)) }",
        "SELECT ?this ?d WHERE { $this ex:due ?d . OPTIONAL { $this ex:due ?e FILTER (?e < ?d) BIND (?e AS ?f) } FILTER (!BOUND(?e)) }",
        "SELECT $this (MAX(?d) AS ?value) WHERE { $this ex:due ?d } GROUP BY $this",
        "SELECT DISTINCT $this ?kind WHERE { $this ex:kind ?kind . FILTER (?kind = 'late' && STR($this) != '}') }",
        "SELECT $this ?value WHERE { $this ex:needs*/ex:kind 'late' ; ex:due ?value # a { remark\n}",
        "SELECT $this ?kind WHERE { $this ex:kind ?kind . FILTER (?kind != '''} UNION { GRAPH } LIMIT 1''') }",
        "SELECT $this ?value ?path WHERE { $this ?path ?value . FILTER (isIRI(?value) && ?path = ex:needs) }",
    ],
)
def test_asked_at_once_a_query_gives_what_the_reference_gives_node_by_node(query: str) -> None:
    assert opening(query) is not None
    shapes = graph(
        f"""ex:Rule a sh:NodeShape ; sh:targetClass ex:Task ; sh:severity sh:Warning ;
        sh:message "{{$this}} {{?value}} {{?kind}} {{?none}}" ; sh:sparql [ sh:prefixes ex: ; sh:select \"\"\"{query}\"\"\" ] .
        ex: sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] ."""
    )
    data = QueryGraph.of(triples(DATA))
    assert [c.shape for c in constraints(shapes)] == list(shapes.subjects(SH.sparql, None))
    fast = raw_results(data, shapes, Targets(data, shapes), "turbo")
    reference = list(results(run(QueryGraph(graph(DATA)), shapes, "pyshacl"), shapes))
    assert reference
    assert sorted(map(str, fast)) == sorted(map(str, reference))


def test_a_shape_that_others_refer_to_is_left_to_the_engine() -> None:
    shapes = graph(
        """ex:Outer a sh:NodeShape ; sh:targetClass ex:Task ; sh:node ex:Inner .
        ex:Inner a sh:NodeShape ; sh:message "m" ; sh:sparql [ sh:select "SELECT $this WHERE { $this a $this }" ] ."""
    )
    assert not constraints(shapes)


def test_plain_strings_of_data_in_oxigraph_match_those_of_an_engines_query() -> None:
    shapes = graph(
        """ex:Rule a sh:NodeShape ; sh:targetClass ex:Task ; sh:message "m" ;
        sh:sparql [ sh:select "SELECT $this WHERE { $this <https://example.org/kind> 'late' } LIMIT 9" ] ."""
    )
    data = QueryGraph.of(triples(DATA))
    assert data.lies_in_oxigraph
    assert not constraints(shapes)
    assert len(raw_results(data, shapes, Targets(data, shapes), "turbo")) == 2


@pytest.mark.parametrize("engine", ["pyshacl", "turbo"])
def test_literals_that_oxigraph_would_rewrite_are_checked_as_they_are_written(engine: str) -> None:
    written = triples('ex:one ex:due "05"^^xsd:integer, 5, "1.50"^^xsd:decimal .')
    assert not survive(written)
    data = QueryGraph.of(written)
    assert not data.lies_in_oxigraph
    shapes = graph('ex:Rule a sh:PropertyShape ; sh:targetNode ex:one ; sh:path ex:due ; sh:pattern "^[1-9]+$" .')
    found = raw_results(data, shapes, Targets(data, shapes), engine)  # type: ignore[arg-type]
    assert {str(raw.value) for raw in found} == {"05", "1.50"}


@pytest.mark.parametrize("engine", ["pyshacl", "turbo"])
def test_a_switch_is_on_only_when_it_is_the_term_true(engine: str) -> None:
    data = QueryGraph(graph('ex:one ex:name "a"@en, "b"@en .'))
    for value, found in (("true", 1), ('"1"^^xsd:boolean', 0)):
        shapes = graph(f"ex:R a sh:PropertyShape ; sh:targetNode ex:one ; sh:path ex:name ; sh:uniqueLang {value} .")
        assert len(list(results(run(data, shapes, engine), shapes))) == found  # type: ignore[arg-type]


@pytest.mark.slow
def test_data_written_by_the_build_lie_in_oxigraph_and_are_the_same_there() -> None:
    project = Project(ROOT)
    data = load_data(project)
    assert data.lies_in_oxigraph
    for file in (*project.documents.glob("*.ttl"), project.inferred):
        stated = [quad.triple for quad in parse_file(file)]
        assert survive(stated)
        assert set(stated) <= {quad.triple for quad in data.answers()}


@pytest.mark.slow
def test_examples_give_equal_findings_whether_their_data_lie_in_oxigraph_or_in_memory(shapes: Graph) -> None:
    for code in ("DOC-24", "XLV-04", "CUR-05", "TXT-28", "TSK-16"):
        stated = [quad.triple for quad in parse_file(EXAMPLES / code / "fail.ttl")]
        here = validate(QueryGraph.of(stated), shapes, engine="turbo", as_of=AS_OF)
        there = validate(QueryGraph.of(stated).in_memory(), shapes, engine="turbo", as_of=AS_OF)
        assert code in {finding.rule for finding in here.findings}
        assert here.same_findings(there)
