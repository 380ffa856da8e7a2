"""SPARQLWrapper and sparql-dataframe, the clients that most Python code on SPARQL uses, against our endpoint."""

from __future__ import annotations

from urllib.error import HTTPError
from xml.dom.minidom import Document

import pytest
import sparql_dataframe
from api_sample import LN, RUNAWAY, SITE
from rdflib import Graph, URIRef
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

PLANS = f"PREFIX ln: <{LN}> SELECT ?plan {{ ?plan a ln:Plan }} ORDER BY ?plan"
LONG_AN = SITE + "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"


def wrapper(server: str, query: str, form: str) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    made.setQuery(query)
    return made


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("direct", [False, True])
def test_rows_come_as_json_by_every_method(server: str, method: str, direct: bool) -> None:
    asked = wrapper(server, PLANS, JSON)
    asked.setMethod(method)
    if direct and method == POST:
        asked.setRequestMethod(POSTDIRECTLY)
    found = asked.queryAndConvert()
    assert LONG_AN in {b["plan"]["value"] for b in found["results"]["bindings"]}
    assert len(found["results"]["bindings"]) == 2


def test_rows_come_as_xml_and_csv(server: str) -> None:
    assert LONG_AN in wrapper(server, PLANS, XML).queryAndConvert().toxml()
    assert LONG_AN in wrapper(server, PLANS, CSV).queryAndConvert().decode()


def test_a_boolean_and_a_graph(server: str) -> None:
    assert wrapper(server, f"ASK {{ ?s a <{LN}Plan> }}", JSON).queryAndConvert()["boolean"] is True
    turtle = wrapper(server, f"CONSTRUCT WHERE {{ ?s <{LN}implements> ?o }}", TURTLE).queryAndConvert()
    assert (URIRef(LONG_AN), URIRef(LN + "implements"), None) in Graph().parse(data=turtle, format="turtle")


def test_errors_are_told_apart(server: str) -> None:
    with pytest.raises(QueryBadFormed, match="not declared"):
        wrapper(server, "SELECT * { ?s nowhere:p ?o }", JSON).query()
    late = wrapper(server, RUNAWAY, JSON)
    late.addParameter("timeout", "0.3")
    with pytest.raises((EndPointInternalError, OSError)):
        late.query()


FORMS = {
    "SELECT": PLANS,
    "ASK": f"ASK {{ ?s a <{LN}Plan> }}",
    "CONSTRUCT": f"CONSTRUCT WHERE {{ ?s <{LN}implements> ?o }}",
    "DESCRIBE": f"DESCRIBE <{LONG_AN}>",
}
ROWS = {
    XML: ("application/sparql-results+xml", Document),
    JSON: ("application/sparql-results+json", dict),
    CSV: ("text/csv; charset=utf-8", bytes),
    TSV: ("text/tab-separated-values; charset=utf-8", bytes),
}
GRAPHS = {
    XML: ("application/rdf+xml", Graph),
    JSON: ("application/ld+json", Graph),
    TURTLE: ("text/turtle; charset=utf-8", bytes),
    N3: ("text/turtle; charset=utf-8", bytes),
    RDF: ("application/rdf+xml", Graph),
    RDFXML: ("application/rdf+xml", Graph),
    JSONLD: ("application/ld+json", Graph),
}
EVERY = [
    (form, name, expected)
    for form in FORMS
    for name, expected in (ROWS if form in ("SELECT", "ASK") else GRAPHS).items()
]


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize(("form", "name", "expected"), EVERY, ids=lambda v: v if isinstance(v, str) else "")
def test_every_form_of_query_comes_in_every_format_it_can_have(
    server: str, method: str, form: str, name: str, expected: tuple[str, type]
) -> None:
    asked = wrapper(server, FORMS[form], name)
    asked.setMethod(method)
    answer = asked.query()
    assert answer.info()["content-type"] == expected[0]
    found = answer.convert()
    assert isinstance(found, expected[1])
    assert len(found) > 0 if not isinstance(found, Document) else found.documentElement.tagName == "sparql"


@pytest.mark.parametrize(
    ("form", "name"), [("CONSTRUCT", N3), ("CONSTRUCT", TURTLE), ("CONSTRUCT", RDFXML), ("SELECT", TSV)]
)
def test_a_format_may_be_asked_for_by_the_header_alone(server: str, form: str, name: str) -> None:
    asked = wrapper(server, FORMS[form], name)
    asked.setOnlyConneg(True)
    assert len(asked.queryAndConvert()) > 0


@pytest.mark.filterwarnings("ignore:Sending Accept header")
@pytest.mark.parametrize(("form", "name"), [("SELECT", TURTLE), ("ASK", N3), ("CONSTRUCT", CSV), ("DESCRIBE", CSV)])
def test_a_format_that_the_form_cannot_have_is_refused_with_those_it_can(server: str, form: str, name: str) -> None:
    with pytest.raises(HTTPError) as caught:
        wrapper(server, FORMS[form], name).query()
    assert caught.value.code == 406
    assert "available are" in caught.value.read().decode()


@pytest.mark.parametrize("post", [False, True])
def test_sparql_dataframe_gives_a_table_for_pandas(server: str, post: bool) -> None:
    frame = sparql_dataframe.get(f"{server}/sparql", PLANS, post=post)
    assert list(frame.columns) == ["plan"]
    assert LONG_AN in set(frame["plan"])
