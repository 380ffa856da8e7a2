from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from facts_builder import full_facts

from loader.errors import GraphError
from loader.graph.conversion import to_rdflib
from loader.graph.dataset import load_into, parse_file, rdf_files, rdf_snapshot, read_graphs
from loader.graph.iris import Iris
from loader.graph.turtle import serialise_triples
from loader.graph.writing import document_triples

LINE = "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n"


def test_each_file_goes_into_the_graph_of_its_kind(tmp_path: Path) -> None:
    facts = full_facts()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.ttl").write_bytes(serialise_triples(document_triples(facts, Iris())))
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "places.ttl").write_text(LINE)
    (tmp_path / "inferred.nt").write_text(LINE)
    (tmp_path / "inferred").mkdir()
    (tmp_path / "inferred" / "007.nt").write_text(LINE)
    (tmp_path / "other.ttl").write_text(LINE)
    (tmp_path / "quads.nq").write_text(LINE.replace(" .", " <https://example.org/g> ."))
    (tmp_path / "notes.txt").write_text("no RDF")
    names = {graph.file.name: graph.iri for graph in read_graphs([tmp_path])}
    assert names == {
        "plan.ttl": Iris().text_graph(facts.source.sha256),
        "places.ttl": Iris().graph("reference"),
        "inferred.nt": Iris().graph("inferred"),
        "007.nt": Iris().graph("inferred"),
        "other.ttl": Iris().graph("file/other"),
        "quads.nq": "https://example.org/g",
    }


def test_a_graph_becomes_an_rdflib_graph(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(LINE)
    (graph,) = read_graphs([tmp_path])
    assert len(to_rdflib(graph.triples)) == len(graph.triples) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "@prefix e: <http://e/> . e:a e:b 'làng' ."),
        ("a.nt", "<http://e/a> <http://e/b> 'làng' .\n".replace("'", '"')),
        ("a.nq", '<http://e/a> <http://e/b> "làng" <http://e/g> .\n'),
    ],
)
def test_a_byte_order_mark_at_the_head_of_a_file_is_no_fault(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8-sig")
    want = ox.Triple(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/b"), ox.Literal("làng"))
    assert [quad.triple for quad in parse_file(file)] == [want]
    assert [graph.triples for graph in read_graphs([file])] == [(want,)]
    store = ox.Store()
    with rdf_snapshot([file]) as opened:
        load_into(store, opened.files[0], ox.NamedNode("http://e/h"))
    assert [quad.triple for quad in store] == [want]


def test_a_syntax_error_is_told_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<https://example.org/a> <https://example.org/p> .\n")
    with pytest.raises(GraphError, match=r"broken\.ttl.*line 1"):
        list(read_graphs([broken]))


@pytest.mark.parametrize("name", ["missing.ttl", "plan.docx"])
def test_what_is_no_rdf_file_is_refused(tmp_path: Path, name: str) -> None:
    if name == "plan.docx":
        (tmp_path / name).write_text("x")
    with pytest.raises(GraphError, match=name):
        rdf_files([tmp_path / name])
