"""What is written in any format is read back the same, by the engine and by others, or refused with the reason."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.dom import minidom
from xml.parsers.expat import ExpatError

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from terms_of_all_kinds import RDF, iris, literals, plain_triples, triples

from query_api.engine.formats import (
    CSV,
    GRAPH_FORMATS,
    JSON,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TSV,
    TURTLE,
    XML,
    ResultFormat,
)
from query_api.engine.unwritable import UnwritableError
from query_api.engine.writing import XmlFilter, write_rows, write_triples
from query_api.served.prefixes import KNOWN

RDF_FORMATS = {TURTLE: ox.RdfFormat.TURTLE, N_TRIPLES: ox.RdfFormat.N_TRIPLES, JSON_LD: ox.RdfFormat.JSON_LD,
               RDF_XML: ox.RdfFormat.RDF_XML, TRIG: ox.RdfFormat.TRIG, N_QUADS: ox.RdfFormat.N_QUADS}  # fmt: skip
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
RDFLIB = {TURTLE: "turtle", N_TRIPLES: "nt", JSON_LD: "json-ld", RDF_XML: "xml"}
ROWS = {JSON: ox.QueryResultsFormat.JSON, XML: ox.QueryResultsFormat.XML, TSV: ox.QueryResultsFormat.TSV}
rows = st.lists(st.tuples(iris | literals, st.none() | literals), max_size=4)


def solutions(values: list[tuple[object, ...]]) -> ox.QuerySolutions:
    """Terms as the solutions of a query, just as they are."""
    head = {"vars": ["x", "y"]}
    bindings = [{n: _binding(t) for n, t in zip("xy", row, strict=True) if t is not None} for row in values]
    text = json.dumps({"head": head, "results": {"bindings": bindings}})
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _binding(term: object) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    assert isinstance(term, ox.Literal)
    extra = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **extra}


def rows_written(values: list[tuple[object, ...]], result_format: ResultFormat) -> bytes:
    out = io.BytesIO()
    write_rows(solutions(values), out, result_format)
    return out.getvalue()


def graph_written(values: list[ox.Triple], result_format: ResultFormat, *, prefixes: bool = True) -> bytes:
    out = io.BytesIO()
    write_triples(values, out, result_format, KNOWN if prefixes else {})
    return out.getvalue()


@pytest.mark.parametrize("result_format", list(ROWS), ids=lambda f: f.key)
@given(values=rows)
@example(values=[(ox.Literal("a\rb\x0b"), None)])
@example(values=[(ox.Literal("a\r\n\tb "), ox.Literal("", language="vi"))])
def test_rows_are_read_back_the_same_or_refused_with_the_reason(result_format: ResultFormat, values: list) -> None:
    if result_format is XML and any(FORBIDDEN.search(t.value) for row in values for t in row if t is not None):
        with pytest.raises(UnwritableError, match=r"U\+00..|U\+FFF., a character that XML 1.0 does not allow"):
            rows_written(values, result_format)
        return
    data = rows_written(values, result_format)
    found = ox.parse_query_results(data, format=ROWS[result_format])
    assert isinstance(found, ox.QuerySolutions)
    assert [(s["x"], s["y"]) for s in found] == values


@given(values=rows)
def test_result_xml_is_well_formed_for_another_reader_too(values: list) -> None:
    assume(not any(FORBIDDEN.search(t.value) for row in values for t in row if t is not None))
    data = rows_written(values, XML)
    found = rdflib.query.Result.parse(io.BytesIO(data), format="xml")
    assert found.vars is not None
    document = minidom.parseString(data)
    texts = ["".join(n.data for n in e.childNodes) for e in document.getElementsByTagName("literal")]
    assert texts == [t.value for row in values for t in row if isinstance(t, ox.Literal)]


@given(values=rows)
def test_csv_holds_the_texts_as_rfc_4180_has_them(values: list) -> None:
    data = rows_written(values, CSV)
    assert data.startswith(b"x,y\r\n")
    found = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert found[1:] == [["" if t is None else t.value for t in row] for row in values]


@pytest.mark.parametrize("result_format", GRAPH_FORMATS, ids=lambda f: f.key)
@given(values=st.lists(triples, max_size=4))
@example(values=[ox.Triple(ox.NamedNode("http://s"), ox.NamedNode("http://e/1"), ox.Literal("a"))])
@example(values=[ox.Triple(ox.BlankNode("0"), ox.NamedNode("http://e/p"), ox.Literal("a\rb"))])
@example(values=[ox.Triple(ox.BlankNode("a"), ox.NamedNode("mailto:a\u203f_"), ox.BlankNode("a"))])
def test_a_graph_is_read_back_the_same_or_refused_with_the_reason(result_format: ResultFormat, values: list) -> None:
    try:
        data = graph_written(values, result_format)
    except UnwritableError:
        assert may_be_refused(values, result_format)
        return
    found = {q.triple for q in ox.parse(data, format=RDF_FORMATS[result_format])}
    if result_format is RDF_XML:
        found = {unnamed(t) for t in found}
    assert found == set(values)


def may_be_refused(values: list[ox.Triple], result_format: ResultFormat) -> bool:
    inner = [t.object for t in values if isinstance(t.object, ox.Triple)]
    if result_format is not RDF_XML:
        return result_format is JSON_LD and bool(inner)
    every = [*values, *inner]
    return any(not names_an_element(t.predicate.value) for t in every) or any(
        FORBIDDEN.search(t.object.value) for t in every if isinstance(t.object, ox.Literal)
    )


def names_an_element(iri: str) -> bool:
    """Say whether an XML reader takes the end of an IRI as the name of an element."""
    if any(ord(c) > 0xFFFF or c in "\u203f\u2040" for c in iri) or iri.startswith(RDF):
        return False  # names that some readers take, or that RDF/XML has for itself
    for start in range(len(iri)):
        try:
            minidom.parseString(f"<p:{iri[start:]} xmlns:p='x'/>".encode())
        except ExpatError:
            continue
        return ":" not in iri[start:]
    return False


def unnamed(triple: ox.Triple) -> ox.Triple:
    """Take back what RDF/XML needs in front of the labels of blank nodes."""
    subject, thing = triple.subject, triple.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.BlankNode(subject.value.removeprefix("b"))
    if isinstance(thing, ox.BlankNode):
        thing = ox.BlankNode(thing.value.removeprefix("b"))
    return ox.Triple(subject, triple.predicate, unnamed(thing) if isinstance(thing, ox.Triple) else thing)


@pytest.mark.parametrize("result_format", list(RDFLIB), ids=lambda f: f.key)
@given(values=st.lists(plain_triples, max_size=3))
def test_rdflib_reads_back_the_same_graph(result_format: ResultFormat, values: list) -> None:
    try:
        # Without prefixes: rdflib does not read the escaped full stop at the end of a prefixed name.
        data = graph_written(values, result_format, prefixes=False)
    except UnwritableError:
        return
    expected = rdflib.Graph().parse(data=graph_written(values, N_TRIPLES), format="nt")
    assert isomorphic(rdflib.Graph().parse(data=data, format=RDFLIB[result_format]), expected)


@given(pieces=st.lists(st.binary(max_size=3), max_size=6))
def test_a_forbidden_character_is_found_however_the_bytes_are_cut(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    whole = io.BytesIO()
    filtered = XmlFilter(whole, "ask for JSON")
    bad = any(c < 0x20 and c not in (9, 10, 13) for c in data) or b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data
    try:
        for piece in pieces:
            filtered.write(piece)
        filtered.end()
    except UnwritableError:
        assert bad
    else:
        assert not bad
        assert whole.getvalue() == data.replace(b"\r", b"&#13;")


@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        ("http://e/1", "does not end in an XML name"),
        ("http://e/a#", "does not end in an XML name"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "reserved"),
        ("http://www.w3.org/2000/xmlns/a", "reserved"),
        ("http://e/😀", "many XML readers"),
    ],
)
def test_a_predicate_that_is_no_element_name_is_named_in_the_refusal(predicate: str, reason: str) -> None:
    triple = ox.Triple(ox.NamedNode("http://s"), ox.NamedNode(predicate), ox.Literal("x"))
    with pytest.raises(UnwritableError, match=reason) as caught:
        graph_written([triple], RDF_XML)
    assert f"<{predicate}>" in caught.value.message
