"""The SPARQL protocol: ways to ask, formats, data sets, refusals, deadlines."""

from __future__ import annotations

import csv
import io
import json
import socket
import time
from collections import deque
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from api_sample import ENDLESS, LN, RUNAWAY, SITE
from api_sample import running as running_server

from query_api.settings import Settings

PLANS = f"PREFIX ln: <{LN}> SELECT ?plan {{ ?plan a ln:Plan }} ORDER BY ?plan"
GRAPH = f"PREFIX ln: <{LN}> CONSTRUCT {{ ?plan a ln:Plan }} WHERE {{ ?plan a ln:Plan }}"


def bindings(response: httpx.Response) -> list[dict[str, dict[str, str]]]:
    assert response.status_code == 200, response.text
    return response.json()["results"]["bindings"]


def count(response: httpx.Response) -> int:
    return int(bindings(response)[0]["n"]["value"])


def problem(response: httpx.Response) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == response.status_code
    return document


def test_get_post_form_post_direct_and_query_give_the_same_answer(http: httpx.Client) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    answers = [
        http.get("/sparql", params={"query": PLANS}),
        http.post("/sparql", data={"query": PLANS}),
        http.post("/sparql", content=PLANS, headers=direct),
        http.request("QUERY", "/sparql", content=PLANS, headers=direct),
    ]
    assert [len(bindings(a)) for a in answers] == [2, 2, 2, 2]
    assert len({a.text for a in answers}) == 1


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml",
                                        "text/csv", "text/tab-separated-values"])  # fmt: skip
def test_select_parses_back_from_every_format(http: httpx.Client, media_type: str) -> None:
    response = http.get("/sparql", params={"query": PLANS}, headers={"Accept": media_type})
    assert response.headers["content-type"].split(";")[0] == media_type
    if media_type == "text/csv":
        rows = list(csv.reader(io.StringIO(response.text)))
        assert rows[0] == ["plan"]
        assert len(rows) == 3
        return
    solutions = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.from_media_type(media_type))
    assert [s["plan"].value for s in solutions] == [
        SITE + "vn/ubnd-khoai-chau/2023/05/10/kh/100",
        SITE + "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach",
    ]


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/ld+json",
                                        "application/rdf+xml", "application/trig", "application/n-quads"])  # fmt: skip
def test_construct_parses_back_from_every_format(http: httpx.Client, media_type: str) -> None:
    response = http.get("/sparql", params={"query": GRAPH}, headers={"Accept": media_type})
    assert response.headers["content-type"].split(";")[0] == media_type
    assert len(list(ox.parse(response.content, format=ox.RdfFormat.from_media_type(media_type)))) == 2


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_ask_parses_back(http: httpx.Client, media_type: str) -> None:
    for query, expected in (("ASK { ?s ?p ?o }", True), ("ASK { <urn:x> ?p ?o }", False)):
        response = http.get("/sparql", params={"query": query}, headers={"Accept": media_type})
        result = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.from_media_type(media_type))
        assert bool(result) is expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/sparql-results+xml;q=1.0, text/csv", "application/sparql-results+xml"),
        ("text/csv;q=0.999,text/tab-separated-values;q=1", "text/tab-separated-values; charset=utf-8"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
    ],
)
def test_accept_header_chooses_the_format(http: httpx.Client, accept: str | None, expected: str) -> None:
    headers = {"Accept": accept} if accept else {}
    request = http.build_request("GET", "/sparql", params={"query": PLANS}, headers=headers)
    if accept is None:
        del request.headers["accept"]
    response = http.send(request)
    assert response.headers["content-type"] == expected
    assert "accept" in response.headers["vary"].lower()


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "application/json;q=0"])
def test_nothing_acceptable_is_406_with_what_is_on_offer(http: httpx.Client, accept: str) -> None:
    response = http.get("/sparql", params={"query": PLANS}, headers={"Accept": accept})
    assert response.status_code == 406
    assert "text/csv" in str(problem(response)["advice"])


def test_format_parameter_overrules_accept(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": PLANS, "format": "tsv"}, headers={"Accept": "text/csv"})
    assert response.headers["content-type"].startswith("text/tab-separated-values")
    assert http.get("/sparql", params={"query": PLANS, "format": "ttl"}).status_code == 406


def test_a_fact_of_two_documents_counts_once(http: httpx.Client) -> None:
    query = f"PREFIX ln: <{LN}> SELECT (COUNT(?number) AS ?n) {{ ?d ln:number ?number }}"
    assert count(http.get("/sparql", params={"query": query})) == 1
    by_graph = f"PREFIX ln: <{LN}> SELECT (COUNT(?number) AS ?n) {{ GRAPH ?g {{ ?d ln:number ?number }} }}"
    assert count(http.get("/sparql", params={"query": by_graph})) == 2


def test_several_default_graphs_are_merged_as_sets(http: httpx.Client) -> None:
    graphs = [b["g"]["value"] for b in bindings(http.get("/sparql", params={
        "query": f"PREFIX ln: <{LN}> SELECT ?g {{ GRAPH ?g {{ ?d ln:number ?n }} }}"}))]  # fmt: skip
    assert len(graphs) == 2
    query = f"PREFIX ln: <{LN}> SELECT (COUNT(?number) AS ?n) FROMS {{ ?d ln:number ?number }}"
    by_protocol = http.get(
        "/sparql", params=[("query", query.replace("FROMS", "")), *(("default-graph-uri", g) for g in graphs)]
    )
    by_clause = http.get("/sparql", params={"query": query.replace("FROMS", " ".join(f"FROM <{g}>" for g in graphs))})
    assert (count(by_protocol), count(by_clause)) == (1, 1)


def test_unknown_default_graph_is_empty(http: httpx.Client) -> None:
    params = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": "urn:nothing"}
    assert count(http.get("/sparql", params=params)) == 0


def test_named_graph_uri_alone_leaves_an_empty_default_graph(http: httpx.Client) -> None:
    graph = bindings(http.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g {} } ORDER BY ?g"}))[0]
    named = {"named-graph-uri": graph["g"]["value"]}
    assert count(http.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **named})) == 0
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(http.get("/sparql", params={"query": query, **named})) == 1


@pytest.mark.parametrize("update", ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }",
                                    "CLEAR ALL", "LOAD <http://127.0.0.1:9/x>", "DROP GRAPH <urn:a>"])  # fmt: skip
def test_updates_are_refused(http: httpx.Client, update: str) -> None:
    direct = {"Content-Type": "application/sparql-update"}
    responses = [
        http.post("/sparql", content=update, headers=direct),
        http.post("/sparql", data={"update": update}),
        http.get("/sparql", params={"update": update}),
        http.post("/sparql", data={"query": update}),
    ]
    assert [r.status_code for r in responses] == [403] * 4
    assert all(problem(r)["title"] == "The endpoint is read-only" for r in responses)


@pytest.mark.parametrize(
    ("method", "kwargs", "status"),
    [
        ("POST", {"content": PLANS, "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"content": PLANS}, 415),
        ("POST", {"data": {"other": "x"}}, 400),
        ("GET", {"params": [("query", PLANS), ("query", PLANS)]}, 400),
        ("POST", {"content": b"\xff\xfe", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ("GET", {"params": {"query": PLANS, "timeout": "-1"}}, 400),
        ("POST", {"data": {"query": "#" * (1 << 21)}}, 413),
        ("DELETE", {}, 405),
        ("PUT", {"content": b"x"}, 405),
    ],
)
def test_bad_requests_are_told_what_is_wrong(
    http: httpx.Client, method: str, kwargs: dict[str, object], status: int
) -> None:
    response = http.request(method, "/sparql", **kwargs)  # type: ignore[arg-type]
    assert response.status_code == status
    assert problem(response)["detail"]


def test_syntax_error_has_line_and_column(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    document = problem(response)
    assert (response.status_code, document["line"]) == (400, 2)
    assert isinstance(document["column"], int)


def test_undeclared_prefix_is_named_with_its_line(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": "SELECT ?p\n{ ?p a ln:Plan }"})
    document = problem(response)
    assert (document["line"], document["column"]) == (2, 8)
    assert document["advice"] == f"add PREFIX ln: <{LN}>"


def test_misspelt_term_gets_a_hint(http: httpx.Client) -> None:
    query = f"PREFIX ln: <{LN}> ASK {{ ?t ln:leadAgancy ?a }}"
    assert "ln:leadAgency" in http.get("/sparql", params={"query": query}).headers["query-hint"]
    assert "query-hint" not in http.get("/sparql", params={"query": PLANS}).headers


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICEe:x { ?s ?p ?o } }",
        "SELECT * {\n# comment\nSERVICE\n<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    ],
)
def test_service_is_denied(http: httpx.Client, query: str) -> None:
    response = http.get("/sparql", params={"query": query})
    assert response.status_code == 403
    assert problem(response)["title"] == "Outbound requests are denied"


def test_the_word_service_in_data_is_no_service(http: httpx.Client) -> None:
    query = (
        'PREFIX SERVICE: <urn:s#> SELECT * { ?SERVICE SERVICE:x "SERVICE" . # SERVICE <x>\n'
        "<urn:SERVICE> ?load 'LOAD' }"
    )
    assert bindings(http.get("/sparql", params={"query": query})) == []


def test_query_over_its_deadline_gets_a_problem_in_time(http: httpx.Client) -> None:
    # The query itself would take years: that there is an answer at all is the deadline's doing.
    response = http.get("/sparql", params={"query": RUNAWAY, "timeout": "0.5"})
    assert response.status_code == 504
    assert "0.5 s" in str(problem(response)["detail"])


def test_a_client_cannot_raise_the_deadline(data: Path) -> None:
    with running_server(Settings(paths=(data,), timeout=1.0)) as url:
        response = httpx.get(f"{url}/sparql", params={"query": RUNAWAY, "timeout": "1000"}, timeout=100)
    assert response.status_code == 504
    assert "1 s" in str(problem(response)["detail"])


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "text/csv"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_deadline_after_the_first_byte_breaks_the_connection(
    http: httpx.Client, media_type: str, encoding: str
) -> None:
    headers = {"Accept": media_type, "Accept-Encoding": encoding}
    for seconds in ("0.5", "4", "16"):  # a busy machine may need longer than the first for the first byte
        params = {"query": ENDLESS, "timeout": seconds}
        with http.stream("GET", "/sparql", params=params, headers=headers) as response:
            if response.status_code == 504:
                continue
            assert response.status_code == 200
            chunks = response.iter_raw()
            assert next(chunks)
            with pytest.raises(httpx.RemoteProtocolError):
                deque(chunks, maxlen=0)
            return
    pytest.fail("no first byte came")


def test_a_client_that_hangs_up_ends_its_query(server: str, http: httpx.Client) -> None:
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        body = httpx.QueryParams({"query": RUNAWAY})
        connection.sendall(f"GET /sparql?{body} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        wait_for(lambda: running(http) == 1)
    wait_for(lambda: running(http) == 0)


def test_health_answers_while_runaways_run(server: str, http: httpx.Client) -> None:
    host, port = server.removeprefix("http://").split(":")
    connections = [socket.create_connection((host, int(port))) for _ in range(4)]
    try:
        for connection in connections:
            body = httpx.QueryParams({"query": RUNAWAY})
            connection.sendall(f"GET /sparql?{body} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        wait_for(lambda: running(http) == 4)
        # How fast is for bench/endpoint.py to say; here it counts that no answer waits for a query to end.
        for _ in range(50):
            assert http.get("/health").status_code == 200
        assert running(http) == 4
        too_many = http.get("/sparql", params={"query": PLANS + " LIMIT 7"})
        assert too_many.status_code == 429
        assert too_many.headers["retry-after"]
    finally:
        for connection in connections:
            connection.close()


def test_etag_is_answered_with_304_before_evaluation(http: httpx.Client) -> None:
    first = http.get("/sparql", params={"query": PLANS})
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = http.get("/sparql", params={"query": PLANS}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = http.get("/sparql", params={"query": PLANS, "format": "csv"})
    assert other.headers["etag"] != tag


def test_volatile_queries_are_not_kept(http: httpx.Client) -> None:
    query = "SELECT (STRUUID() AS ?u) {}"
    first, second = (http.get("/sparql", params={"query": query}) for _ in range(2))
    assert first.text != second.text
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"


def test_gzip_when_accepted_and_not_when_excluded(http: httpx.Client) -> None:
    query = "SELECT * { ?s ?p ?o }"
    zipped = http.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
    plain = http.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert json.loads(zipped.text) == json.loads(plain.text)
    assert "accept-encoding" in plain.headers["vary"].lower()


def test_head_has_the_headers_of_get_and_no_body(http: httpx.Client) -> None:
    got = http.get("/sparql", params={"query": PLANS})
    head = http.head("/sparql", params={"query": PLANS})
    assert head.content == b""
    for name in ("content-type", "etag", "vary"):
        assert head.headers[name] == got.headers[name]


def test_cors_is_open_without_credentials(http: httpx.Client) -> None:
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    preflight = http.options("/sparql", headers=asked)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    response = http.get("/sparql", params={"query": PLANS}, headers={"Origin": "https://a.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert "access-control-allow-credentials" not in preflight.headers


def test_service_description_is_rdf_about_this_endpoint(http: httpx.Client, server: str) -> None:
    response = http.get("/sparql", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(response.content, format=ox.RdfFormat.TURTLE)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert store.query(f"ASK {{ ?s a <{sd}Service> ; <{sd}endpoint> <{server}/sparql> }}")
    assert store.query(f"ASK {{ ?s <{sd}supportedLanguage> <{sd}SPARQL11Query> }}")


def test_security_headers_are_on_every_response(http: httpx.Client) -> None:
    for path in ("/", "/health", "/nothing", "/sparql?query=x"):
        headers = http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in headers["content-security-policy"]


def running(http: httpx.Client) -> int:
    lines = http.get("/metrics").text.splitlines()
    return int(next(line for line in lines if line.startswith("langnghe_queries_running ")).split()[1])


def wait_for(condition: object, within: float = 30.0) -> None:
    ends = time.monotonic() + within
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends, "the condition was not met in time"


def test_row_limit_announces_itself_and_pages_lead_to_the_end(data: Path) -> None:
    query = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 } } ORDER BY ?x"
    found: list[str] = []
    with running_server(Settings(paths=(data,), row_limit=3)) as url, httpx.Client(base_url=url, timeout=60) as http:
        path: str | None = "/sparql?" + str(httpx.QueryParams({"query": query, "format": "csv"}))
        pages = 0
        while path:
            response = http.get(path)
            found += response.text.split()[1:]
            assert response.headers["row-limit"] == "3"
            path = response.links.get("next", {}).get("url")
            pages += 1
            assert pages < 5
        small = http.get("/sparql", params={"query": query + " LIMIT 3"})
        assert "row-limit" not in small.headers
    assert found == list("1234567")
    assert pages == 3
