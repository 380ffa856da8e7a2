"""The client for notebooks: the same tables and networks from files and from an endpoint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from api_sample import LN, SITE

from loader.errors import EngineError, QueryError
from query_api.client import Client, connect

PLAN = SITE + "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
NATIONAL = SITE + "vn/ttg/2022/07/07/qd/801"


@pytest.fixture(params=["files", "endpoint"])
def client(request: pytest.FixtureRequest, data: Path, server: str) -> Client:
    makers: dict[str, Callable[[], Client]] = {
        "files": lambda: connect(data),
        "endpoint": lambda: connect(f"{server}/sparql"),
    }
    return makers[request.param]()


def test_frame_has_typed_columns(client: Client) -> None:
    frame = client.frame(
        'SELECT ?s (xsd:date("2023-01-31") AS ?day) (3 AS ?whole) (1.5 AS ?part) (true AS ?yes) ?none '
        "{ ?s a ln:Plan } ORDER BY ?s"
    )
    assert list(frame.columns) == ["s", "day", "whole", "part", "yes", "none"]
    assert [str(frame[c].dtype) for c in ("s", "whole", "part", "yes")] == ["string", "Int64", "Float64", "boolean"]
    assert pd.api.types.is_datetime64_any_dtype(frame["day"])
    assert frame["none"].isna().all()
    assert len(frame) == 2


def test_frame_adds_labels_behind_iris(client: Client) -> None:
    frame = client.frame("SELECT ?plan { ?plan a ln:Plan } ORDER BY ?plan", labels=True)
    assert list(frame.columns) == ["plan", "plan_label"]
    assert frame["plan_label"][0] == "Kế hoạch Khoái Châu"


def test_network_of_rows_has_typed_nodes_and_edges(client: Client) -> None:
    network = client.network("SELECT ?plan ?relation ?law (5 AS ?weight) { ?plan ?relation ?law . ?law a ln:Decision }")
    assert network.number_of_edges() == 2
    _, _, edge = next(iter(network.in_edges(NATIONAL, data=True)))
    assert (edge["relation"], edge["weight"]) == (LN + "implements", 5)
    assert network.nodes[NATIONAL] == {
        "label": "Quyết định 801/QĐ-TTg",
        "types": "ln:Decision",
        "short": NATIONAL,
    }


def test_network_of_a_graph_keeps_literals_on_nodes(client: Client) -> None:
    network = client.network("CONSTRUCT { ?p ln:implements ?d ; ln:dateIssued ?x } WHERE "
                             "{ ?p ln:implements ?d OPTIONAL { ?p ln:dateIssued ?x } }")  # fmt: skip
    assert network.has_edge(PLAN, NATIONAL, key="ln:implements")
    assert str(network.nodes[PLAN]["ln:dateIssued"]) == "2023-01-31"


def test_ask_select_construct(client: Client) -> None:
    assert client.ask("ASK { ?s a ln:Plan }")
    assert client.select("SELECT ?n { ?s ln:number ?n }").values() == [("801/QĐ-TTg",)]
    assert len(client.construct("CONSTRUCT WHERE { ?s a ln:Plan }")) == 2


@pytest.mark.parametrize("query", ["SELECT * {", "ASK { ?s nonsense:p ?o }"])
def test_faults_of_a_query_are_query_errors(client: Client, query: str) -> None:
    with pytest.raises(QueryError):
        client.select(query)


def test_the_wrong_form_is_told(client: Client) -> None:
    with pytest.raises(QueryError):
        client.select("ASK {}")
    with pytest.raises(QueryError):
        client.ask("SELECT * {}")


def test_no_endpoint_is_an_engine_error() -> None:
    with pytest.raises(EngineError, match="does not answer"):
        connect("http://127.0.0.1:1/sparql").ask("ASK {}")
