"""Requests made before: what is sent again is what was sent, to nobody but those who send the same."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from api_sample import FIRST, SECOND, SITE, running

from query_api.protocol import sparql
from query_api.settings import Settings
from query_api.shared.caching import Known, KnownRequests

ALL = "SELECT * { ?s ?p ?o }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
JSON = {"Accept": "application/sparql-results+json"}
OF_ONE = {"date", "query-id", "server-timing", "transfer-encoding", "content-length"}
WAYS = {
    "by address": ("GET", {"params": {"query": ALL}}),
    "head": ("HEAD", {"params": {"query": ALL}}),
    "by form": ("POST", {"data": {"query": ALL}}),
    "as the body": ("POST", {"content": ALL, "headers": DIRECT}),
    "by the method QUERY": ("QUERY", {"content": ALL, "headers": DIRECT}),
    "uncompressed": ("GET", {"params": {"query": ALL}, "headers": {"Accept-Encoding": "identity"}}),
    "as CSV with a name": ("GET", {"params": {"query": ALL, "format": "csv", "title": "Bảng"}}),
    "as XML": ("POST", {"data": {"query": ALL}, "headers": {"Accept": "application/sparql-results+xml"}}),
    "a graph": ("POST", {"data": {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}}),
    "with a hint": (
        "POST",
        {"data": {"query": "PREFIX ln: <https://w3id.org/langnghe/ontology#> ASK { ?s ln:lable ?o }"}},
    ),
    "long": ("POST", {"data": {"query": f"{ALL} # {'x' * 20_000}"}}),
    "a mistake": ("POST", {"data": {"query": "SELECT"}}),
    "an update": ("POST", {"data": {"update": "CLEAR ALL"}}),
}


def told(response: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    return response.status_code, {k: v for k, v in response.headers.items() if k not in OF_ONE}, response.content


async def nobody_reads(*_: object) -> None:
    raise AssertionError("it was read")


@pytest.mark.parametrize("way", WAYS)
def test_a_repeated_request_gets_the_same_response_under_a_new_id(http: httpx.Client, way: str) -> None:
    method, asked = WAYS[way]
    responses = [http.request(method, "/sparql", **asked) for _ in range(4)]
    first, *others = [told(response) for response in responses]
    assert others == [first] * 3
    ids = [response.headers.get("query-id") for response in responses if response.is_success]
    assert len(set(ids)) == len(ids)


def test_a_request_known_by_its_bytes_is_not_read_again(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"data": {"query": f"{ALL} # known"}, "headers": JSON}
    first, _ = http.post("/sparql", **asked), http.post("/sparql", **asked)
    before = http.get("/metrics").text
    monkeypatch.setattr(sparql, "read_operation", nobody_reads)  # the server runs in this process
    again = http.post("/sparql", **asked)
    assert (again.status_code, again.json()) == (200, first.json())
    confirmed = http.post("/sparql", **asked | {"headers": JSON | {"If-None-Match": first.headers["etag"]}})
    assert (confirmed.status_code, confirmed.content) == (304, b"")
    assert {n: confirmed.headers[n] for n in ("etag", "vary", "cache-control")} == {
        n: first.headers[n] for n in ("etag", "vary", "cache-control")
    }
    assert "content-type" not in confirmed.headers
    for outcome in ("cached", "not-modified"):  # it is counted like any other
        line = f'langnghe_queries_total{{outcome="{outcome}"}}'
        counts = [int((v.partition(line)[2].split() or ["0"])[0]) for v in (before, http.get("/metrics").text)]
        assert counts[1] == counts[0] + 1


def test_what_differs_in_anything_that_an_answer_depends_on_is_another_request(http: httpx.Client) -> None:
    query = f"{ALL} # other"
    for _ in range(3):
        assert http.post("/sparql", data={"query": query}, headers=JSON).headers["content-type"] == JSON["Accept"]
    assert http.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}).headers["content-type"] == (
        "text/csv; charset=utf-8"
    )
    body = http.build_request("POST", "/sparql", data={"query": query}).content
    assert http.post("/sparql", content=body, headers={"Content-Type": "text/plain"}).status_code == 415
    assert http.post("/sparql", content=body, headers=DIRECT).status_code == 400
    assert http.post("/sparql?format=tsv", content=body, headers=FORM | JSON).text.startswith("?")
    page = http.get("/sparql", params={"query": query}, headers={"Accept": "text/html"})
    assert page.status_code == 303


def test_what_guards_the_server_guards_it_against_known_requests_too(http: httpx.Client) -> None:
    asked = {"data": {"query": f"{ALL} # guarded"}}
    for _ in range(3):
        assert http.post("/sparql", **asked).is_success
    assert http.post("/sparql", **asked, headers={"Host": "a b"}).status_code == 400
    assert http.post("/sparql", **asked, headers={"Content-Encoding": "gzip"}).status_code == 400


@pytest.mark.parametrize("query", ["SELECT (STRUUID() AS ?u) {}", "SELECT (NOW() AS ?now) {}"])
def test_an_answer_that_depends_on_more_than_the_request_is_made_anew(http: httpx.Client, query: str) -> None:
    assert len({http.post("/sparql", data={"query": query}, headers=JSON).text for _ in range(4)}) == 4


def test_a_workbook_is_made_for_each_request_for_it_names_the_address_it_was_asked_at(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"params": {"query": ALL, "format": "xlsx"}}
    assert all(http.get("/sparql", **asked).is_success for _ in range(3))
    monkeypatch.setattr(sparql, "read_operation", nobody_reads)
    assert http.get("/sparql", **asked).status_code == 500


def test_new_data_are_answered_from(tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    (tmp_path / "data.ttl").write_text(FIRST, encoding="utf-8")
    settings = Settings(paths=(tmp_path / "data.ttl",), admin_token="secret")
    with running(settings) as url, httpx.Client(base_url=url, timeout=60, headers=JSON) as client:
        before = [client.post("/sparql", data={"query": count}) for _ in range(3)]
        (tmp_path / "data.ttl").write_text(FIRST + SECOND.partition("Long An")[0], encoding="utf-8")
        assert client.post("/admin/reload", headers={"Authorization": "Bearer secret"}).is_success
        after = [client.post("/sparql", data={"query": count}) for _ in range(3)]
    assert len({response.text for response in before}) == len({response.text for response in after}) == 1
    assert json.loads(before[0].text) != json.loads(after[0].text)
    assert before[0].headers["etag"] != after[0].headers["etag"]


def test_what_is_known_is_bounded_and_of_one_version() -> None:
    known = KnownRequests(10_000)
    for number in range(100):
        known.put((str(number), b"x" * 500), Known("1", "tag", SITE, (), ()))
        assert known.get(("0", b"x" * 500), "1")  # in use, so it stays
    found = [number for number in range(100) if known.get((str(number), b"x" * 500), "1")]
    assert 3 < len(found) < 10
    assert found[-1] == 99
    assert known.get(("99", b"x" * 500), "2") is None
    assert known.get(("99", b"x" * 500), "1") is None  # it went with its data
