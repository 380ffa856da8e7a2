"""Property paths as values: what is written reads back."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, URIRef

from loader.errors import GraphError
from loader.validation.naming import Names
from loader.validation.paths import Path, PathKind

UNARY = (PathKind.INVERSE, PathKind.ZERO_OR_MORE, PathKind.ONE_OR_MORE, PathKind.ZERO_OR_ONE)
PREDICATES = st.sampled_from(["urn:p", "urn:q", "urn:r"]).map(lambda iri: Path.of(URIRef(iri)))
PATHS = st.recursive(
    PREDICATES,
    lambda inner: (
        st.builds(lambda kind, part: Path(kind, parts=(part,)), st.sampled_from(UNARY), inner)
        | st.builds(
            lambda kind, parts: Path(kind, parts=tuple(parts)),
            st.sampled_from((PathKind.SEQUENCE, PathKind.ALTERNATIVE)),
            st.lists(inner, min_size=2, max_size=3),
        )
    ),
    max_leaves=6,
)


@given(PATHS)
def test_a_path_written_into_a_graph_reads_back(path: Path) -> None:
    graph = Graph()
    assert Path.read(graph, path.add_to(graph, "x")) == path


@given(PATHS)
def test_a_path_as_a_record_reads_back(path: Path) -> None:
    assert Path.of_record(path.record()) == path


@given(PATHS)
def test_the_text_of_a_path_is_sparql(path: Path) -> None:
    ox.Store().query(f"ASK {{ ?s {path.sparql()} ?o }}")


@pytest.mark.parametrize(
    "record", [None, [], ["predicate", "urn:p"], ["other", "urn:p", []], ["predicate", "urn:p", ["x"]]]
)
def test_a_record_of_something_else_is_refused(record: object) -> None:
    with pytest.raises(ValueError, match=r"path|PathKind"):
        Path.of_record(record)


def test_a_path_that_contains_itself_is_refused() -> None:
    node = BNode()
    graph = Graph()
    graph.add((node, URIRef("http://www.w3.org/ns/shacl#inversePath"), node))
    with pytest.raises(GraphError, match="itself"):
        Path.read(graph, node)


def test_blank_nodes_keep_their_names_from_one_reading_to_the_next_and_equal_ones_stay_two() -> None:
    text = "[] <urn:p> 1 . [] <urn:p> 2 ; <urn:q> [ <urn:p> 3 ] . [] <urn:r> 1 . [] <urn:r> 1 ."
    given_names = []
    for _ in range(2):
        graph = Graph().parse(data=text, format="turtle")
        names = Names(graph)
        given_names.append({names.of(node) for node in set(graph.subjects())})
    assert len(given_names[0]) == 5
    assert given_names[0] == given_names[1]
