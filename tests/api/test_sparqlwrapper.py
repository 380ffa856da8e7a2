"""SPARQLWrapper, the client that most Python code on SPARQL uses, against our endpoint."""

from __future__ import annotations

import pytest
from api_sample import LN, RUNAWAY, SITE
from rdflib import Graph, URIRef
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
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
