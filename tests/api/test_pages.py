"""Pages for people and data for programs at the same addresses; nothing from the data becomes markup."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from api_sample import LN, QUOTE, SITE, running
from bs4 import BeautifulSoup
from starlette.responses import Response

import query_api.rendering.page
from query_api.rendering.language import with_values
from query_api.settings import Settings

PLAN = "/vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
TARGET = f"{PLAN}/muc-1/target-1"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def page(http: httpx.Client, path: str, status: int = 200, **params: str) -> BeautifulSoup:
    response = http.get(path, params=params or None, headers=HTML, follow_redirects=True)
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("text/html")
    return BeautifulSoup(response.text, "html.parser")


def test_home_lists_the_questions_in_two_languages_and_runs_one_by_a_link(http: httpx.Client) -> None:
    home = page(http, "/ask")
    link = home.find("a", string=re.compile("Kế hoạch nào thực hiện Quyết định 801"))
    assert link is not None
    assert "Which plans implement Decision 801?" in page(http, "/ask", lang="en").text
    shown = page(http, str(link["href"]))
    assert "ln:implements" in shown.find("textarea").text
    assert len(shown.select("tbody tr")) == 2
    assert not shown.select("script")


def test_home_links_our_iris_to_their_pages_and_never_scripts(http: httpx.Client) -> None:
    query = f"SELECT * {{ <{SITE}{PLAN[1:]}> ?p ?o }}"
    shown = page(http, "/", query=query)
    links = [a["href"] for a in shown.select("tbody a")]
    assert "/vn/ttg/2022/07/07/qd/801" in links
    assert not [href for href in links if href.startswith("javascript")]
    assert "<script>alert(1)</script>" in shown.text
    assert not shown.select("tbody script")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s ?p ?o }", "true"),
        (f"PREFIX ln: <{LN}> CONSTRUCT WHERE {{ ?s a ln:Plan }}", "617/ke-hoach"),
        ("SELECT * { ?s ?p ?o ", "line 1"),
        ("SELECT * { ?s a ln:Plan }", f"PREFIX ln: <{LN}>"),
        ('SELECT ("</textarea><script>alert(2)</script>" AS ?x) {}', "</textarea><script>alert(2)</script>"),
        (f"PREFIX ln: <{LN}> SELECT * {{ ?s ln:implments ?o }}", "ln:implements"),
        ("SELECT * { ?s ?p ?o } LIMIT 0", "0"),
    ],
)
def test_home_shows_every_kind_of_outcome(http: httpx.Client, query: str, expected: str) -> None:
    response = http.get("/", params={"query": query})
    shown = BeautifulSoup(response.text, "html.parser")
    assert expected in shown.find(id="result").text
    assert not shown.select("main script")


def test_long_results_are_cut_on_the_page_and_say_so(http: httpx.Client) -> None:
    values = " ".join(map(str, range(2000)))
    shown = page(http, "/", query=f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert len(shown.select("tbody tr")) == 500
    assert "Chỉ hiện 500 dòng đầu" in shown.text


def test_a_thing_has_a_page_with_its_sentence_in_place(http: httpx.Client) -> None:
    shown = page(http, TARGET)
    figure = shown.find("figure")
    assert figure.find("mark").text == QUOTE
    assert figure.text.index("1. Mục tiêu") < figure.text.index(QUOTE) < figure.text.index("Hết.")
    assert shown.find("th", string=None) is not None
    assert shown.find("a", href=PLAN) is not None


def test_a_thing_lists_what_links_to_it(http: httpx.Client) -> None:
    shown = page(http, "/vn/ttg/2022/07/07/qd/801")
    links = {a["href"] for a in shown.select("details a")}
    assert {PLAN, "/vn/ubnd-khoai-chau/2023/05/10/kh/100"} <= links


@pytest.mark.parametrize(
    ("suffix", "accept", "media_type"),
    [
        ("", "text/turtle", "text/turtle"),
        ("", "application/ld+json", "application/ld+json"),
        ("", "application/n-triples, text/html;q=0.5", "application/n-triples"),
        ("", "*/*", "text/turtle"),
        (".ttl", "text/html", "text/turtle"),
        (".jsonld", "*/*", "application/ld+json"),
        (".nt", "*/*", "application/n-triples"),
        (".rdf", "*/*", "application/rdf+xml"),
    ],
)
def test_a_thing_is_rdf_by_negotiation_or_suffix(http: httpx.Client, suffix: str, accept: str, media_type: str) -> None:
    response = http.get(PLAN + suffix, headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == media_type
    store = ox.Store()
    store.load(response.content, format=ox.RdfFormat.from_media_type(media_type))
    assert store.query(f"ASK {{ <{SITE}{PLAN[1:]}> a <{LN}Plan> }}")
    assert store.query(f"ASK {{ <{SITE}{TARGET[1:]}> <{LN}inDocument> <{SITE}{PLAN[1:]}> }}")


def test_html_suffix_and_alternates(http: httpx.Client) -> None:
    response = http.get(PLAN + ".html", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"].startswith("text/html")
    assert f'<{PLAN}.ttl>; rel="alternate"' in response.headers["link"]
    again = http.get(PLAN + ".html", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/vn/nothing", "/%3Cscript%3E", "/vn/%22%3E%3Cimg%20src=x%3E", "/a b", "/%7B%7B7*7%7D%7D",
                                  "/q/nothing", "/dump/nothing", "/static/../app.py", "/%00"])  # fmt: skip
def test_unknown_paths_are_404_as_page_and_as_problem(http: httpx.Client, path: str) -> None:
    response = http.get(path, headers=HTML)
    assert response.status_code == 404
    assert not BeautifulSoup(response.text, "html.parser").select("main script, main img")
    assert http.get(path).headers["content-type"] == "application/problem+json"


def test_search_folds_tones_and_marks_the_words(http: httpx.Client) -> None:
    for question in ("khoi phuc nghe", "Khôi phục nghề", "KHOI PHUC ng"):
        shown = page(http, "/search", q=question)
        assert shown.find("a", href=re.compile("^/plans/vn/ubnd-long-an.*target-1")) is not None  # its sentence
        assert "Khôi" in [m.text for m in shown.select("mark")]
    assert page(http, "/search", q="phong kinh te khoai chau").find("a", href="/agencies/khoai-chau/phong-kinh-te")


@pytest.mark.parametrize("question", ['"', "a OR", "NEAR(", "*", "^x", "đ" * 300, "<script>alert(1)</script>", "\x00"])
def test_search_survives_any_question(http: httpx.Client, question: str) -> None:
    assert not page(http, "/search", q=question).select("main script")


def test_a_search_by_more_filters_than_a_page_can_name_is_refused(http: httpx.Client) -> None:
    few = "&".join(f"place=p{i}" for i in range(50))
    shown = page(http, f"/search?q=nghe&lang=en&page=1&{few}")
    without = [str(a["href"]) for a in shown.select("p.chips a")]
    assert len(without) == 50
    assert all(link.startswith("/search?q=nghe&lang=en&place=") and link.count("place=") == 49 for link in without)
    for more in (f"{few}&kind=x", "place=" + "x" * 500):
        assert http.get(f"/search?q=nghe&{more}").status_code == 400, more


def test_a_page_does_not_repeat_a_very_long_address_in_each_of_its_links(http: httpx.Client) -> None:
    for length, number, repeated in ((5, 20, True), (5, 500, False), (3000, 2, False)):
        query = "&".join(f"a{i}={'x' * length}" for i in range(number))
        shown = page(http, f"/calendar?{query}")
        tabs = [str(a["href"]) for a in shown.select("nav.chips a:not(.subscribe)")]
        assert tabs
        assert all(("a1=" in link) is repeated for link in tabs), length


def test_other_values_leave_the_rest_of_an_address_as_it_was() -> None:
    address = "/x?b=1&a=2&b=3&lang=en#y"
    assert with_values(address, a="4") == "/x?b=1&b=3&a=4&lang=en#y"
    assert with_values(address, b=None, c="5") == "/x?a=2&lang=en&c=5#y"
    assert with_values("/x", a=None) == "/x"


def test_pages_are_made_beside_the_event_loop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    makers: set[str] = set()
    usual = query_api.rendering.page.page

    def noted(*arguments: Any, **named: Any) -> Response:
        makers.add(threading.current_thread().name)
        return usual(*arguments, **named)

    monkeypatch.setattr(query_api.rendering.page, "page", noted)
    with running(settings) as url:
        assert httpx.get(f"{url}/search?q=nghe", headers=HTML, timeout=100).status_code == 200
    assert makers
    assert all(name.startswith("pages") for name in makers)


def test_search_as_json(http: httpx.Client) -> None:
    found = http.get("/search", params={"q": "long an", "format": "json"}).json()
    assert SITE + PLAN[1:] in [hit["iri"] for hit in found["hits"]]
    assert http.get("/search", params={"q": "x", "page": "0"}).status_code == 400


def test_named_query_in_every_format_and_with_a_parameter(http: httpx.Client) -> None:
    rows = http.get("/q/01-implements.csv").text.strip().split("\r\n")
    assert len(rows) == 3
    bound = http.get("/q/implements", params={"format": "csv", "plan": SITE + PLAN[1:]}).text.strip().split("\r\n")
    assert bound[1:] == [f"{SITE}{PLAN[1:]},{SITE}vn/ttg/2022/07/07/qd/801"]
    assert http.get("/q/1", headers={"Accept": "application/json"}).json()["head"]["vars"] == ["plan", "decision"]
    assert http.get("/q/").headers["location"] == http.get("/q").headers["location"]
    assert http.get("/q/1", params={"nonsense": "x"}).status_code == 400


def test_a_parameter_cannot_break_out_of_its_place(http: httpx.Client) -> None:
    for value in ('"} SELECT', "x } UNION { ?s ?p ?o", "<urn:a> } #", '"a" } #', "\\", '\\"'):
        response = http.get("/q/1", params={"format": "csv", "plan": value})
        assert response.text.strip() == "plan,decision", value


def test_dumps_have_the_digest_that_is_announced(http: httpx.Client) -> None:
    quads = http.get("/dump/all.nq.gz")  # waits for it, where the page says that it is being written
    listed = page(http, "/dump")
    assert hashlib.sha256(quads.content).hexdigest() in listed.text
    store = ox.Store()
    store.load(gzip.decompress(quads.content), format=ox.RdfFormat.N_QUADS)
    assert len(list(store.named_graphs())) == 2
    turtle = http.get("/dump/all.ttl")
    assert "license" in turtle.headers["link"]
    assert http.get("/dump/all.ttl", headers={"If-None-Match": turtle.headers["etag"]}).status_code == 304


def test_graph_store_reads(http: httpx.Client) -> None:
    found = http.get("/sparql", params={"query": "SELECT ?g { GRAPH ?g {} }", "format": "csv"}).text.split()[1:]
    one = http.get("/graph-store", params={"graph": found[0]}, headers={"Accept": "application/n-triples"})
    assert one.text.count(" .\n") > 3
    assert http.get("/graph-store?default", headers={"Accept": "text/turtle"}).status_code == 200
    assert http.get("/graph-store", params={"graph": "urn:none"}).status_code == 404
    assert http.get("/graph-store").status_code == 400
    assert http.put("/graph-store?default", content=b"").status_code == 405


def test_void_counts_agree_with_queries(http: httpx.Client) -> None:
    store = ox.Store()
    store.load(http.get("/.well-known/void", headers={"Accept": "text/turtle"}).content, format=ox.RdfFormat.TURTLE)
    void = "http://rdfs.org/ns/void#"
    query = f"SELECT ?n {{ ?x <{void}class> <{LN}Plan> ; <{void}entities> ?n }}"
    assert [s["n"].value for s in store.query(query)] == ["2"]


def test_examples_are_sparql_executables(http: httpx.Client) -> None:
    store = ox.Store()
    store.load(http.get("/examples", headers={"Accept": "text/turtle"}).content, format=ox.RdfFormat.TURTLE)
    sh = "http://www.w3.org/ns/shacl#"
    assert store.query(f"ASK {{ ?q a <{sh}SPARQLExecutable> ; <{sh}select> ?text ; <{sh}prefixes>/<{sh}declare> ?d }}")


def test_schema_for_the_editor_has_terms_with_labels(http: httpx.Client) -> None:
    schema = http.get("/schema.json").json()
    assert schema["prefixes"]["ln"] == LN
    assert LN + "implements" in [p["iri"] for p in schema["properties"]]
    assert schema["classes"][0]["count"] >= schema["classes"][-1]["count"]


def test_a_browser_that_opens_the_endpoint_gets_the_page(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": "ASK {}"}, headers=HTML)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/?query=")


def test_openapi_names_all_public_paths(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    assert {"/sparql", "/search", "/q/{name}", "/dump/{name}", "/graph-store", "/.well-known/void", "/health",
            "/ready", "/metrics"} <= paths.keys()  # fmt: skip


def test_reload_needs_the_token_and_is_post_only(http: httpx.Client) -> None:
    assert http.post("/admin/reload").status_code == 401
    assert http.post("/admin/reload", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert http.get("/admin/reload").status_code in (404, 405)
    before = http.get("/ready").json()["version"]
    done = http.post("/admin/reload", headers={"Authorization": "Bearer secret"})
    assert done.json()["version"] == before
    assert http.get("/ready").status_code == 200


def test_turtle_uses_the_prefixes_of_the_query(http: httpx.Client) -> None:
    query = f"PREFIX ln: <{LN}> CONSTRUCT WHERE {{ ?s a ln:Plan }}"
    text = http.get("/sparql", params={"query": query, "format": "ttl"}).text
    assert "@prefix ln:" in text
    assert "a ln:Plan" in text
