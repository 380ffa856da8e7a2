"""One stream fills a store: each statement in its graph and once without; as the memory engine's store holds it."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.errors import GraphError
from query_api.engine.bulk import QuadStream, SharedBlankNodeError, United, copied, survey
from query_api.engine.disk_layout import STORE, open_stores
from query_api.engine.disk_loading import load_on_disk
from query_api.engine.loading import load

A, B, P, G, H = (ox.NamedNode(f"urn:x#{name}") for name in ("a", "b", "p", "g", "h"))
TERMS = st.sampled_from(
    [A, B, ox.BlankNode("b1"), ox.Literal('"x" <urn:g> .'), ox.Literal(" .\n"), ox.Literal("đ", language="vi")]
)
QUADS = st.lists(
    st.builds(
        ox.Quad,
        st.sampled_from([A, B, ox.BlankNode("b1")]),
        st.just(P),
        TERMS,
        st.sampled_from([G, H, ox.DefaultGraph()]),
    ),
    max_size=12,
)
GAPS = st.sampled_from(["", "# <urn:x#a> <urn:x#p> <urn:x#b> .\n", "\n", "  \n"])


def streamed(*files: Path) -> ox.Dataset:
    with tempfile.TemporaryDirectory() as spool:
        stream = QuadStream(copied(survey(files, Path(spool))), begins=lambda: None)
        read = b"".join(iter(lambda: stream.read(50), b""))
    found = ox.Dataset(ox.parse(read, format=ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def wanted(quads: list[ox.Quad]) -> ox.Dataset:
    found = ox.Dataset([*quads, *(ox.Quad(q.subject, q.predicate, q.object) for q in quads)])
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq"])
def test_a_byte_order_mark_at_the_head_of_a_file_is_passed_over(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"x.{ending}"
    file.write_text("<urn:x#a> <urn:x#p> <urn:x#b> .\n", encoding="utf-8-sig")
    assert {quad.triple for quad in streamed(file)} == {ox.Triple(A, P, B)}


@settings(deadline=None, max_examples=60)
@given(quads=QUADS, gap=GAPS, end=st.sampled_from(["\n", "\r\n", " # end\n"]))
def test_each_statement_stands_in_its_graph_and_once_without(
    tmp_path_factory: pytest.TempPathFactory, quads: list[ox.Quad], gap: str, end: str
) -> None:
    file = tmp_path_factory.mktemp("law") / "x.nq"
    text = "".join(gap + (ox.serialize([q], format=ox.RdfFormat.N_QUADS) or b"").decode() for q in quads)
    file.write_bytes(text.replace(" .\n", f" .{end}").removesuffix("\n").encode())
    assert streamed(file) == wanted(quads)


@pytest.mark.parametrize("text", ["<urn:a> <urn:p> <urn:b> <urn:g> .\n", '_:a <urn:p> "x" <urn:g> .\n', ""])
def test_pieces_of_a_file_are_cut_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("query_api.engine.bulk._PIECE", 7)
    (tmp_path / "x.nq").write_text(text * 3 + "<urn:c> <urn:p> <urn:d> .")
    assert streamed(tmp_path / "x.nq") == wanted(list(ox.parse(path=str(tmp_path / "x.nq"))))


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text("_:x <urn:p> <urn:o> .\n")
    (tmp_path / "c.ttl").write_text("<urn:s> <urn:p> [ <urn:q> 1 ] .")
    found = streamed(tmp_path / "a.nt", tmp_path / "b.nt", tmp_path / "c.ttl")
    assert len([q for q in found if q.graph_name == ox.DefaultGraph()]) == 4
    assert len(list(found)) == 8


FILES = {
    "a.nt": "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> .",
    "b.ttl": "<urn:a> <urn:p> <urn:b> ; <urn:q> 'đường'@vi .",
    "c.nq": "<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:n> <urn:p> <urn:o> .\n",
    "d.trig": "<urn:h> { <urn:a> <urn:p> <urn:d> } <urn:m> <urn:p> <urn:o> .",
    "e.jsonld": '[{"@id": "urn:j", "urn:p": [{"@value": "x"}]}]',
    "f.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
        '<rdf:Description rdf:about="urn:r"><u:p>y</u:p></rdf:Description></rdf:RDF>'
    ),
    "inferred.nt": "<urn:a> <urn:p> <urn:b> .\n",
    "g.nt": "<urn:o> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Ontology> .\n",
}


def test_a_store_on_disk_holds_what_the_one_in_memory_holds(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name, text in FILES.items():
        (data / name).write_text(text, encoding="utf-8")
    summary = load_on_disk([data], tmp_path / "version")
    memory = load([data])
    assert (summary.version, summary.triples, summary.graphs) == (memory.version, memory.triples, memory.graphs)
    assert set(ox.Store.read_only(str(tmp_path / "version" / STORE))) == set(memory.store)


def test_without_statements_outside_graphs_nothing_is_loaded_twice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name, text in FILES.items():
        if name not in ("c.nq", "d.trig"):
            (data / name).write_text(text, encoding="utf-8")
    (data / "c.nq").write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:b> <urn:g> .\n")
    summary = load_on_disk([data], tmp_path / "version")
    memory = load([data])
    assert (summary.version, summary.triples, summary.graphs) == (memory.version, memory.triples, memory.graphs)
    stores = open_stores(tmp_path / "version")
    assert stores.united
    assert stores.repeated == {"urn:p"}
    assert stores.merged is not None
    named = {quad for quad in memory.store if quad.graph_name != ox.DefaultGraph()}
    assert set(stores.whole) == named
    assert sorted(str(q.triple) for q in stores.merged) == sorted({str(q.triple) for q in named})
    assert not (tmp_path / "version" / "spool").exists()


def united(*files: Path) -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as spool:
        surveyed = survey(files, Path(spool))
        assert not surveyed.copied
        aside = io.BytesIO()
        return b"".join(United(surveyed, aside)), aside.getvalue()


@pytest.mark.parametrize(
    "other",
    [
        '<urn:a> <urn:p> "h\\u00e9\\t"@VI <urn:h> .\n',
        '<urn:a>  <urn:p>\t"hé\\t"@vi <urn:h> . # the same\n',
        '<urn:a> <urn:p> "h\\u00E9\t"@vI <urn:h>.\r\n',
    ],
)
def test_a_fact_is_the_same_however_it_is_written(tmp_path: Path, other: str) -> None:
    (tmp_path / "a.nq").write_bytes('<urn:a> <urn:p> "hé\\t"@vi <urn:g> .\n'.encode())
    (tmp_path / "b.nq").write_bytes(other.encode())
    kept, aside = united(tmp_path / "a.nq", tmp_path / "b.nq")
    assert (kept.count(b"\n"), aside.count(b"\n")) == (1, 1)


def test_a_shared_fact_with_a_blank_node_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text("_:a <urn:p> <urn:b> <urn:g> .\n_:a <urn:p> <urn:b> <urn:h> .\n")
    with pytest.raises(SharedBlankNodeError):
        united(tmp_path / "x.nq")
    load_on_disk([tmp_path / "x.nq"], tmp_path / "version")
    stores = open_stores(tmp_path / "version")
    assert not stores.united
    assert len(set(stores.whole.quads_for_pattern(None, None, None, ox.DefaultGraph()))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.ttl", "<a> <b> ."), ("x.nq", "<urn:a> <urn:b> ."), ("x.nt", "<urn:a> <urn:p> <urn:o> .\n_:x <urn:p> .\n")],
)
def test_a_syntax_error_names_the_file_and_the_line(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "good.nt").write_text("<urn:a> <urn:p> <urn:o> .\n" * 3)
    (tmp_path / "data" / name).write_text(text)
    with pytest.raises(GraphError) as caught:
        load_on_disk([tmp_path / "data"], tmp_path / "store")
    assert f"line {text.count(chr(10)) or 1}" in str(caught.value)
    assert str(caught.value.where).endswith(name)
