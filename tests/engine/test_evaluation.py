"""Two stores answer as one: which of them is asked can be told by time and memory only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from loader.project import Project
from query_api.engine.disk_layout import STATISTICS, open_stores
from query_api.engine.disk_loading import load_on_disk
from query_api.engine.evaluation import Stores, evaluate, merged_alone
from query_api.engine.loading import load
from query_api.engine.planning.statistics import measure
from query_api.engine.wire import WorkerRequest

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def stores() -> Stores:
    project = Project(ROOT)
    whole = load([project.ttl, project.ontology]).store
    return Stores(whole, merged_alone(whole))


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    folder = tmp_path_factory.mktemp("disk") / "version"
    load_on_disk([Project(ROOT).ttl, Project(ROOT).ontology], folder)
    return open_stores(folder)


def asked(stores: Stores, query: str) -> list[str]:
    request = WorkerRequest(query, "csv", "nt", 60.0, (), (), False, None, None, (), None)
    found = evaluate(request, stores)
    return [str(bool(found))] if isinstance(found, ox.QueryBoolean) else sorted(map(str, found))


MIXED = (
    "SELECT ?s ?g { ?s a ?c . GRAPH ?g { ?s rdfs:label ?l } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } ?s a ?c OPTIONAL { ?s rdfs:label ?l } } GROUP BY ?g",
    "SELECT ?c (COUNT(?s) AS ?n) { ?s a/rdfs:subClassOf* ?c FILTER EXISTS { GRAPH ?g { ?s ?p ?c } } } GROUP BY ?c",
    "SELECT (COUNT(*) AS ?n) FROM NAMED <https://w3id.org/langnghe/graph/ontology> { GRAPH ?g { ?s ?p ?o } }",
)


@pytest.mark.slow
@pytest.mark.parametrize("query", MIXED)
def test_a_query_that_mixes_graphs_is_answered_on_disk_as_in_memory(
    stores: Stores, on_disk: Stores, query: str
) -> None:
    assert on_disk.repeated
    text = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n{query}"
    found = asked(on_disk, text)
    assert found
    assert found == asked(stores, text)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_question_of_the_project_has_one_answer_on_disk(stores: Stores, on_disk: Stores, file: Path) -> None:
    query = file.read_text(encoding="utf-8")
    assert asked(on_disk, query) == asked(stores, query)


def answers(store: ox.Store, query: str) -> list[str]:
    found = store.query(query)
    return [str(bool(found))] if isinstance(found, ox.QueryBoolean) else sorted(map(str, found))


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_question_of_the_project_has_one_answer_in_both_stores(stores: Stores, file: Path) -> None:
    query = file.read_text(encoding="utf-8")
    assert answers(stores.answering(query), query) == answers(stores.whole, query)


def test_the_merged_store_holds_each_fact_once(data: Path) -> None:
    whole = load([data]).store
    stores = Stores(whole, merged_alone(whole))
    count = "SELECT (COUNT(*) AS ?n) { <urn:x#a> <urn:x#p> <urn:x#b> }"
    assert stores.answering(count) is not whole
    assert [row["n"].value for row in stores.answering(count).query(count)] == ["1"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "select * { graph<urn:g>{ ?s ?p ?o } }",
        "SELECT * FROM <urn:g> { ?s ?p ?o }",
        "ASK from named <urn:g> { ?s ?p ?o }",
        "PREFIX ex: <urn:> ASK { GRAPHex:g { ?s ?p ?o } }",
        r"ASK { \u0047RAPH ?g { ?s ?p ?o } }",
    ],
)
def test_a_query_that_may_name_graphs_is_answered_where_they_are(data: Path, query: str) -> None:
    whole = load([data]).store
    assert Stores(whole, merged_alone(whole)).answering(query) is whole


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p 'graph' }", "ASK {} # from", "ASK { ?graph <urn:from> ?service }"])
def test_a_query_that_names_no_graph_is_answered_by_the_merged_store(data: Path, query: str) -> None:
    whole = load([data]).store
    assert Stores(whole, merged_alone(whole)).answering(query) is not whole


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX : <urn:x#> SELECT * { ?s :p ?o . ?o :a~b ?z }",
        "PREFIX : <urn:x#> SELECT * { ?s :p ?o ?o :q ?z }",
        "PREFIX : <urn:x#> SELECT ?s { ?s :p ?o . ?o :q ?z BIND(1 AS ?s) }",
        "PREFIX : <urn:x#> SELECT ?s { ?s :p ?o . ?o :q ?z FILTER(?o = ) }",
        "PREFIX : <urn:x#> SELECT ?o { { SELECT ?o { ?s :p ?o ; :q ?z GROUP } } }",
        "PREFIX : <urn:x#> SELECT ?s { ?s :p ?o, . ?o :q ?z }",
        "PREFIX : <urn:x#> SELECT ?s { ?s :p ?o . ?o :q ?z } LIMIT x",
    ],
)
def test_what_is_malformed_is_refused_as_it_was_written(stores: Stores, query: str) -> None:
    assert stores.merged is not None
    ordering = replace(stores, statistics=measure(stores.merged))
    with pytest.raises(SyntaxError) as raw:
        stores.merged.query(query)
    with pytest.raises(SyntaxError) as told:
        asked(ordering, query)
    assert str(told.value) == str(raw.value)


def test_a_store_whose_counts_are_missing_or_damaged_answers_too(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "version"
    load_on_disk([data], folder)
    query = "SELECT ?b { <urn:x#a> <urn:x#p> ?b ; <urn:x#q> ?c }"
    whole = open_stores(folder)
    assert whole.statistics is not None
    answer = asked(whole, query)
    assert len(answer) == 2
    del whole
    for text in ("{}", "[", '{"triples": 1, "predicates": {"urn:p": [1]}}'):
        (folder / STATISTICS).write_text(text, encoding="utf-8")
        assert open_stores(folder).statistics is None
    (folder / STATISTICS).unlink()
    assert asked(open_stores(folder), query) == answer
