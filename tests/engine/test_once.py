"""Graphs that share facts as one default graph: whatever is asked, each fact counts once."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from query_api.engine.once import once_each

PREFIX = "PREFIX : <urn:x#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
# A path of several kinds is a set of pairs to the engine, where 18.4 counts each way: hence DISTINCT for two of these.
QUERIES = (
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s :p ?o . ?o :q ?z }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s a ?c ; :p ?a , ?b . } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY ?s",
    "SELECT ?s ?g { ?s :p ?o GRAPH ?g { ?s :p ?o } }",
    "SELECT ?s ?g { GRAPH ?g { ?s :p ?o . _:b :q ?s } OPTIONAL { ?s :q ?z . _:c :p ?z FILTER(?z != ?s) } }",
    "SELECT ?s { ?s :p [ :q ?z ; a [] ] , :b }",
    "SELECT ?s { [] :p ?s . _:x :q _:y . _:y :p ?s. }",
    "SELECT ?s { { ?s :p :a } UNION { GRAPH :g { ?s :q ?z } } UNION { ?s a ?c MINUS { ?s :q :b } } }",
    "SELECT ?s { ?s :p ?o FILTER EXISTS { ?o :q ?z FILTER NOT EXISTS { GRAPH ?g { ?z :p ?s } } } }",
    "SELECT ?s ?o { ?s :p/:q ?o }",
    "SELECT DISTINCT ?s ?o { ?s (:p|^:q)/a ?o }",
    "SELECT ?s ?o { ?s :p* ?o . ?o :q+/:p? ?z }",
    "SELECT DISTINCT ?s ?o { ?s !(:p|^:q) ?o }",
    "SELECT ?s ?o { ?s ^(:p/:q) ?o }",
    "SELECT ?s ?o { ?s !a ?o ; ^:p ?s2 }",
    "SELECT ?s (?n + 1 AS ?m) { { SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s } GRAPH ?g { ?s ?q ?z } }",
    'SELECT ?v { VALUES ?v { :a :b } ?v :p ?o BIND(STR(?o) AS ?t) FILTER(?t != "{ GRAPH") }',
    "SELECT ?v { ?v :p ?o } VALUES ?v { :a UNDEF }",
    'SELECT ?s { ?s :q \'x\'@vi , 1.5 , -2 , """y"""^^:t , true ; . ?s a ?c }',
    "SELECT ?s { ?s :p (:a ?x) }",
    "SELECT ?s { ?s <urn:x#\\u0070> ?o }",
    "BASE <urn:x> SELECT ?s { ?s <#p> ?o . ?s <#q> ?z }",
    "ASK { ?s :p ?o . GRAPH ?g { ?o :q ?s } }",
    "CONSTRUCT { ?s :n [] } WHERE { ?s :p ?o }",
    "CONSTRUCT WHERE { ?s :p ?o }",
    "DESCRIBE * { ?s :p :a }",
    "SELECT DISTINCT ?s { ?s ?p ?o FILTER(?p IN (:p, :q)) }",
    "# GRAPH {\nSELECT ?once1 { ?once1 :p ?once2 }",
)
TERMS = [ox.NamedNode(f"urn:x#{name}") for name in "abg"]
PREDICATES = [ox.NamedNode("urn:x#p"), ox.NamedNode("urn:x#q"), ox.NamedNode(PREFIX.split("<")[2][:-2] + "type")]
FACTS = st.builds(ox.Triple, st.sampled_from(TERMS), st.sampled_from(PREDICATES), st.sampled_from(TERMS))
GRAPHS = st.sets(st.sampled_from([ox.NamedNode(f"urn:x#{name}") for name in "ghk"]), min_size=1)


def result(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> object:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return {(str(t.predicate), str(t.subject)) for t in found}
    return [v.value for v in found.variables], Counter(tuple(map(str, row)) for row in found)


@pytest.mark.parametrize("query", QUERIES)
@settings(deadline=None, max_examples=25)
@given(facts=st.dictionaries(FACTS, GRAPHS, max_size=10))
def test_each_fact_counts_once(query: str, facts: dict[ox.Triple, set[ox.NamedNode]]) -> None:
    text = query if query.startswith("BASE") else PREFIX + query
    merged, united = ox.Store(), ox.Store()
    for fact, graphs in facts.items():
        merged.add(ox.Quad(*fact))
        for graph in graphs:
            merged.add(ox.Quad(*fact, graph))
            united.add(ox.Quad(*fact, graph))
    shared = {fact.predicate.value for fact, graphs in facts.items() if len(graphs) > 1}
    expected = merged.query(text)
    variables = [v.value for v in expected.variables] if isinstance(expected, ox.QuerySolutions) else []
    reworded = once_each(text, shared, variables)
    assert result(united.query(reworded, use_default_graph_as_union=True)) == result(expected)


def test_what_meets_no_shared_fact_stays_as_it_is() -> None:
    text = PREFIX + "SELECT ?s { ?s :p ?o ; a ?c . ?c :q* ?d GRAPH ?g { ?s ?p ?o } }"
    assert once_each(text, {"urn:x#q"}, ["s"]) == text


@pytest.mark.parametrize(
    "query", ["SELECT ?s { <<( :a :p ?s )>> :q ?o }", "SELECT ?s { ?s :p ?o {| :q :b |} }", "SELECT * { :a :p :b }"]
)
def test_what_is_not_understood_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match="share facts"):
        once_each(PREFIX + query, {"urn:x#p"}, [])


@pytest.mark.parametrize(
    "query", ["", "SELECT", "SELECT * {", "{ {", "SELECT ?s { ?s :p ( }", "ASK { FILTER( }", "VALUES"]
)
def test_what_breaks_off_is_refused_and_never_runs_on(query: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        once_each(query + " {", {"urn:x#p"}, ["s"])
