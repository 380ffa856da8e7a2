"""Two stores answer as one: which of them is asked can be told by time and memory only."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from loader.project import Project
from query_api.engine.evaluation import Stores, merged_alone
from query_api.engine.loading import load

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def stores() -> Stores:
    project = Project(ROOT)
    whole = load([project.ttl, project.ontology]).store
    return Stores(whole, merged_alone(whole))


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
