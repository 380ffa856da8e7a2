"""Networks for networkx: no edge and no value is lost, the file formats take them, files and endpoint give the same."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from api_sample import LN, SITE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from terms_of_all_kinds import canonical, iris, literals, numbers, strings, tagged, written

from query_api.client import Client, connect
from query_api.client.networks import SEPARATOR, describe, network_of_rows, network_of_triples
from query_api.engine.results import Rows

PLAN = SITE + "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
NATIONAL = SITE + "vn/ttg/2022/07/07/qd/801"
A, B, R = ox.NamedNode("http://e/a"), ox.NamedNode("http://e/b"), ox.NamedNode("http://e/r")
NOT_READ = {"self", "u_for_edge", "v_for_edge", "key"}  # networkx's own readers hand these to add_edge and fail
names = st.one_of(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    st.sampled_from(
        "key u_for_edge v_for_edge u v self attr id type label weight start end viz spells slices parents pid kind "
        "relation source target for_edge node graph default networkx_key edge_id".split()
    ),
)


@pytest.fixture(scope="module")
def clients(data: Path, server: str) -> tuple[Client, Client]:
    return connect(data), connect(f"{server}/sparql")


def rows(names_: tuple[str, ...], *values: tuple[ox.NamedNode | ox.Literal | None, ...]) -> Rows:
    return Rows(("a", "r", "b", *names_), tuple((A, R, B, *row) for row in values))


def edges(network: nx.MultiDiGraph) -> list[dict]:
    return [data for _, _, data in network.edges(data=True)]


def through_files(network: nx.MultiDiGraph) -> tuple[nx.MultiDiGraph, nx.MultiDiGraph]:
    """Return what GraphML and GEXF make of a network."""
    graphml, gexf = io.BytesIO(), io.BytesIO()
    nx.write_graphml(network, graphml)
    nx.write_gexf(network, gexf)
    graphml.seek(0)
    gexf.seek(0)
    return nx.read_graphml(graphml, force_multigraph=True), nx.read_gexf(gexf)


def test_rows_that_differ_only_in_a_variable_called_key_stay_apart() -> None:
    network = network_of_rows(rows(("key",), (ox.Literal("x"),), (ox.Literal("x"),), (ox.Literal("y"),))).network
    assert network.number_of_edges() == 3
    assert sorted(e["key"] for e in edges(network)) == ["x", "x", "y"]


@pytest.mark.parametrize("name", ["u_for_edge", "v_for_edge", "self", "key", "attr"])
def test_a_variable_may_be_called_like_a_parameter_of_networkx(name: str) -> None:
    network = network_of_rows(rows((name,), (ox.Literal("x"),))).network
    assert edges(network) == [{"relation": R.value, name: "x"}]


def test_a_variable_called_relation_does_not_replace_the_relation() -> None:
    network = network_of_rows(rows(("relation",), (ox.Literal("x"),))).network
    assert edges(network) == [{"relation": R.value, "relation_": "x"}]


def test_a_variable_called_like_the_key_that_gexf_writes_does_not_take_its_type() -> None:
    network = network_of_rows(rows(("networkx_key",), (None,), (A,), (ox.Literal("x"),))).network
    for read in through_files(network):
        assert sorted(e["networkx_key_"] for e in edges(read) if "networkx_key_" in e) == [A.value, "x"]


def test_an_unbound_variable_is_no_attribute() -> None:
    network = network_of_rows(rows(("x",), (None,), (ox.Literal("1"),))).network
    assert sorted(len(e) for e in edges(network)) == [1, 2]


def test_every_value_of_a_property_is_kept_vietnamese_first() -> None:
    triples = [ox.Triple(A, R, ox.Literal(t, language=g)) for t, g in (("craft", "en"), ("nghề", "vi"), ("làng", "vi"))]
    network = network_of_triples(triples).network
    assert network.nodes[A.value][R.value] == SEPARATOR.join(("làng", "nghề", "craft"))


def test_labels_and_types_that_a_query_makes_are_kept() -> None:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [ox.Triple(A, label, ox.Literal("mine")), ox.Triple(A, kind, ox.NamedNode(LN + "Plan"))]
    node = describe(network_of_triples(triples), {}, {A.value: {"ln:Scheme"}}).nodes[A.value]
    assert (node["rdfs:label"], node["types"]) == ("mine", "ln:Plan ln:Scheme")


def test_a_text_with_a_colon_as_a_node_is_not_taken_for_an_iri(clients: tuple[Client, Client]) -> None:
    for client in clients:
        network = client.network('SELECT ?plan ("Mục tiêu: <5> }" AS ?x) { ?plan a ln:Plan }')
        assert network.nodes["Mục tiêu: <5> }"]["label"] == "Mục tiêu: <5> }"
        assert network.nodes[PLAN]["types"] == "ln:Plan"


@given(
    columns=st.lists(names, max_size=3, unique=True),
    values=st.lists(st.tuples(*[st.none() | iris | literals | numbers] * 3), max_size=4),
)
@example(columns=["id"], values=[(ox.Literal("1"), None, None)] * 2)
@example(columns=["weight"], values=[(ox.Literal("heavy"), None, None)])
@example(columns=["x"], values=[(ox.Literal(1), None, None), (ox.Literal("a\x0b"), None, None)])
def test_graphml_and_gexf_take_a_network_of_any_rows(columns: list[str], values: list) -> None:
    drawn = network_of_rows(rows(tuple(columns), *(v[: len(columns)] for v in values)))
    assert drawn.network.number_of_edges() == len(values)
    network = describe(drawn, {}, {})
    if NOT_READ & {*columns}:
        nx.write_graphml(network, io.BytesIO())
        nx.write_gexf(network, io.BytesIO())
        return
    graphml, gexf = through_files(network)
    assert graphml.number_of_edges() == gexf.number_of_edges() == len(values)
    expected = sorted(str(sorted((k, str(v)) for k, v in e.items() if k != "key")) for e in edges(drawn.network))
    assert sorted(str(sorted((k, str(v)) for k, v in e.items() if k not in ("key", "id"))) for e in edges(graphml)) == [
        e.replace("\r", "\n") for e in expected
    ]


@given(values=st.lists(st.builds(ox.Triple, iris, iris, iris | literals | numbers), max_size=6))
def test_graphml_and_gexf_take_a_network_of_any_triples(values: list[ox.Triple]) -> None:
    network = describe(network_of_triples(values), {}, {})
    graphml, gexf = through_files(network)
    links = {(t.subject, t.predicate, t.object) for t in values if isinstance(t.object, ox.NamedNode)}
    links = {link for link in links if not link[1].value.endswith("ns#type")}
    assert network.number_of_edges() == graphml.number_of_edges() == gexf.number_of_edges() == len(links)
    for t in values:
        if isinstance(t.object, ox.Literal):
            assert network.nodes[t.subject.value]  # type: ignore[union-attr]


def content(network: nx.MultiDiGraph) -> tuple[list[str], list[str]]:
    """What nodes and edges carry, written out: a number that is none (NaN) is the same here and there, but never equal."""
    nodes = [repr((node, sorted(data.items()))) for node, data in network.nodes(data=True)]
    edges = [repr((*edge, sorted(data.items()))) for *edge, data in network.edges(keys=True, data=True)]
    return sorted(nodes), sorted(edges)


@settings(max_examples=15)
@given(values=st.lists(st.tuples(iris, iris | strings, strings | tagged | canonical | numbers), min_size=1, max_size=4))
def test_files_and_endpoint_give_the_same_network(clients: tuple[Client, Client], values: list) -> None:
    data = " ".join(f"({' '.join(map(written, row))})" for row in values)
    known = f"<{NATIONAL}>"
    select = f"SELECT ?a ?r ?b ?key {{ VALUES (?r ?b ?key) {{ {data} }} VALUES ?a {{ {known} <http://e/> }} }}"
    construct = f"CONSTRUCT {{ ?a ?r ?b , ?key }} {{ VALUES (?r ?b ?key) {{ {data} }} VALUES ?a {{ {known} }} }}"
    for query in (select, construct):
        here, there = (client.network(query) for client in clients)
        assert content(here) == content(there)
        assert here.nodes[NATIONAL]["label"] == "Quyết định 801/QĐ-TTg"
        through_files(here)
