from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from loader.errors import GraphError
from loader.graph.conversion import LN_NODES, from_rdflib, serialise, to_rdflib
from loader.graph.statements import Statements
from loader.graph.turtle import serialise_ntriples, serialise_triples
from loader.graph.vocabulary import LN

iris = st.integers(0, 9).map(lambda i: ox.NamedNode(f"https://example.org/{i}"))
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
literals = st.one_of(
    texts.map(ox.Literal),
    texts.map(lambda t: ox.Literal(t, language="vi")),
    st.integers(1900, 2100).map(lambda y: ox.Literal(str(y), datatype=ox.NamedNode(str(XSD.gYear)))),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(
        lambda d: ox.Literal(format(d, "f"), datatype=ox.NamedNode(str(XSD.decimal)))
    ),
    st.booleans().map(ox.Literal),
)
triples = st.builds(ox.Triple, iris, iris, st.one_of(iris, literals))


@given(st.lists(triples, max_size=20), st.randoms())
def test_the_same_statements_give_the_same_bytes_in_any_order(found: list[ox.Triple], chance: random.Random) -> None:
    shuffled = [*found, *found[:3]]
    chance.shuffle(shuffled)
    assert serialise_triples(found) == serialise_triples(shuffled)
    assert serialise_ntriples(found) == serialise_ntriples(shuffled)


terms = st.builds(
    lambda space, name: ox.NamedNode(space + name),
    st.sampled_from(["https://example.org/", LN.NAMESPACE, str(XSD), str(RDF)]),
    st.text("aZ9-._é:/~", max_size=4),
)
typed = st.builds(
    lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(str(kind))),
    st.one_of(
        st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,2}", fullmatch=True), st.sampled_from(["true", "1e5", "²", "x>"])
    ),
    st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.double, XSD.gYear, XSD.string]),
)


@given(
    st.lists(
        st.tuples(terms, st.one_of(terms, st.just(ox.NamedNode(str(RDF.type)))), st.one_of(terms, typed, literals))
    )
)
def test_collected_statements_are_written_as_the_library_writes_their_triples(
    said: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]],
) -> None:
    statements = Statements()
    for one in said:
        statements.add(*one)
    assert serialise_triples(statements) == serialise_triples([ox.Triple(*one) for one in said])


@given(st.lists(triples, max_size=20))
def test_what_is_written_reads_back_as_the_same_statements(found: list[ox.Triple]) -> None:
    written = serialise_triples(found)
    assert {q.triple for q in ox.parse(written, format=ox.RdfFormat.TURTLE)} == set(found)


@given(st.lists(triples, max_size=20))
def test_rdflib_reads_the_bytes_and_gives_them_back(found: list[ox.Triple]) -> None:
    written = serialise_triples(found)
    assert serialise(to_rdflib(from_rdflib(to_rdflib(found)))) == written


def test_rdflib_parses_the_file_to_the_same_graph() -> None:
    graph = Graph()
    graph.add((URIRef("https://example.org/a"), LN_NODES.horizon, Literal("2025", datatype=XSD.gYear)))
    graph.add((URIRef("https://example.org/a"), LN_NODES.quote, Literal("dòng một. \n dòng hai .", lang="vi")))
    graph.add((URIRef("https://example.org/a"), RDF.type, LN_NODES.Target))
    assert set(Graph().parse(serialise(graph), format="turtle")) == set(graph)


def test_a_subject_begins_with_its_type_and_prefixes_are_sorted() -> None:
    node = ox.NamedNode("https://example.org/a")
    written = serialise_triples(
        [
            ox.Triple(node, ox.NamedNode("http://a.example/first"), ox.Literal("x")),
            ox.Triple(node, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(LN_NODES.Task))),
        ]
    ).decode()
    lines = written.splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "<https://example.org/a> a ln:Task ;" in lines


def test_blank_nodes_are_refused() -> None:
    graph = Graph()
    graph.add((BNode(), RDF.type, LN_NODES.Task))
    with pytest.raises(GraphError, match="blank node"):
        serialise(graph)
