"""Programs that others wrote, against our endpoint: rdflib, pandas, curl, a real browser with the editor."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlencode

import httpx
import pandas as pd
import pytest
from api_sample import LN, SITE
from playwright.sync_api import Page, sync_playwright
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from query_api.pages.editor import is_bundled

pytestmark = pytest.mark.slow

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PLAN = SITE + "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_sparql_store(server: str, form: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", returnFormat=form))
    rows = list(graph.query(f"SELECT ?s WHERE {{ ?s a <{LN}Plan> }}"))
    assert len(rows) == 2
    assert (URIRef(PLAN), URIRef(LN + "implements"), None) in graph


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparql_store_by_every_method_gets_rows_a_boolean_and_a_graph(server: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", method=method))
    rows = graph.query(f"SELECT ?l {{ <{PLAN}> <http://www.w3.org/2000/01/rdf-schema#label> ?l }}")
    assert [row.l for row in rows] == [Literal("Kế hoạch <script>alert(1)</script> Long An", lang="vi")]
    assert graph.query(f"ASK {{ <{PLAN}> a <{LN}Plan> }}").askAnswer is True
    made = graph.query(f"CONSTRUCT WHERE {{ ?s <{LN}implements> ?o }}").graph
    assert made is not None
    assert len(made) == 2


def test_rdflib_joins_its_own_data_with_ours_by_service(server: str) -> None:
    own = Graph()
    own.add((URIRef(PLAN), URIRef("http://e/seen"), Literal(True)))
    query = f"SELECT ?s ?o {{ ?s <http://e/seen> true SERVICE <{server}/sparql> {{ ?s <{LN}implements> ?o }} }}"
    assert [tuple(map(str, row)) for row in own.query(query)] == [(PLAN, SITE + "vn/ttg/2022/07/07/qd/801")]


@pytest.mark.parametrize("way", ["csv", "q"])
def test_pandas_reads_an_address_by_itself(server: str, way: str) -> None:
    query = urlencode({"query": f"SELECT ?plan {{ ?plan a <{LN}Plan> }}", "format": "csv"})
    address = f"{server}/sparql?{query}" if way == "csv" else f"{server}/q/01-implements.csv"
    assert set(pd.read_csv(address)["plan"]) >= {PLAN}
    assert set(pd.read_csv(f"{address}{'&' if '?' in address else '?'}bom=1")["plan"]) >= {PLAN}


def test_pandas_reads_a_workbook_with_its_types(server: str) -> None:
    query = 'SELECT (xsd:date("2023-01-31") AS ?day) (5 AS ?n) ("- a" AS ?text) {}'
    query = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + query
    frame = pd.read_excel(f"{server}/sparql?{urlencode({'query': query, 'format': 'xlsx'})}")
    assert frame.iloc[0].tolist() == [pd.Timestamp("2023-01-31"), 5, "- a"]


# What the editor YASGUI (yasqe) sends: the chosen type first, anything behind it.
@pytest.mark.parametrize(
    ("query", "accept"),
    [
        *(("SELECT * {}", t) for t in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                                       "text/tab-separated-values")),
        *(("CONSTRUCT WHERE { ?s a ?o }", t) for t in ("text/turtle", "application/ld+json", "application/n-triples",
                                                       "application/trig", "application/n-quads", "application/rdf+xml")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui_gets_the_type_that_is_chosen_in_it(server: str, query: str, accept: str, method: str) -> None:
    sent = {"params" if method == "GET" else "data": {"query": query}}
    answer = httpx.request(method, f"{server}/sparql", headers={"Accept": f"{accept},*/*;q=0.9"}, **sent, timeout=60)  # type: ignore[arg-type]
    assert answer.headers["content-type"].partition(";")[0] == accept


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_curl_notices_a_broken_result(server: str) -> None:
    many = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(6))
    query = f"query=SELECT * {{ {many} }}"
    for seconds in ("0.4", "4", "16"):  # a busy machine may need longer than the first for the first byte
        url = f"{server}/sparql?timeout={seconds}"
        command = ["curl", "-s", "-f", "-o", "/dev/null", "--data-urlencode", query, url]
        code = subprocess.run(command, timeout=100, check=False).returncode
        if code != 22:  # the deadline came first, which is told by a status
            break
    assert code == 18  # transfer closed with data outstanding


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=BROWSER, args=arguments)
        yield browser.new_page()
        browser.close()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """An empty page of another origin, as a query page of others is."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Empty) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{other.server_address[1]}/"
        other.shutdown()


@needs_browser
@pytest.mark.parametrize("method", ["GET", "POST", "QUERY"])
def test_a_page_of_another_origin_may_ask_with_headers_of_its_own(
    page: Page, server: str, elsewhere: str, method: str
) -> None:
    page.goto(elsewhere)
    asked = {"method": method, "headers": {"X-My-Tool": "1", "Authorization": "Basic eDp5", "Accept": "text/csv"}}
    url = f"{server}/sparql"
    if method == "GET":
        url += "?" + urlencode({"query": "ASK {}"})
    else:
        asked["headers"]["Content-Type"] = "application/sparql-query"  # type: ignore[index]
        asked["body"] = "ASK {}"
    script = "async ([url, asked]) => { const r = await fetch(url, asked); return [await r.text(), r.headers.get('Query-Id') !== null] }"
    assert page.evaluate(script, [url, asked]) == ["true", True]


@needs_browser
def test_a_click_on_a_question_fills_and_runs_it(page: Page, server: str) -> None:
    page.goto(server)
    page.click("text=Kế hoạch nào thực hiện Quyết định 801?")
    page.wait_for_selector("#result tbody tr")
    assert "ln:implements" in page.input_value("#query")
    assert page.locator("#result tbody tr").count() == 2
    page.click("#result tbody tr:nth-child(2) a >> nth=0")
    page.wait_for_selector("h1:has-text('<script>')")
    assert "<script>alert(1)</script>" in page.inner_text("h1")


BUNDLED = pytest.mark.skipif(not is_bundled(), reason="the editor library was not bundled (npm is optional)")


@needs_browser
@BUNDLED
def test_the_editor_runs_a_question_completes_our_terms_and_asks_nobody_else(page: Page, server: str) -> None:
    faults: list[str] = []
    elsewhere: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(server) else None)
    page.goto(f"{server}/editor?example=01-implements")
    page.wait_for_selector("#answer table tbody tr")
    assert page.locator("#answer table tbody tr").count() == 2
    assert "Kế hoạch <script>alert(1)</script> Long An" in page.inner_text("#answer table")  # labels, not IRIs
    links = page.locator("#answer tbody a").evaluate_all("links => links.map(link => link.href)")
    assert links
    assert all(link.startswith(server) for link in links)  # to the pages here
    page.click("#answer .count a")
    page.wait_for_selector("#answer td:has-text('w3id.org'), #answer td:has-text('vn/ttg')")
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"PREFIX ln: <{LN}>\nSELECT * {{ ?t ln:leadAg")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints")
    assert "ln:leadAgency" in page.inner_text(".CodeMirror-hints")
    assert faults == []
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []


@needs_browser
@BUNDLED
@pytest.mark.parametrize(("language", "said"), [("vi", "hãy viết 3.0"), ("en", "write 3.0")])
def test_the_editor_says_why_a_query_finds_nothing(page: Page, server: str, language: str, said: str) -> None:
    query = f"PREFIX ln: <{LN}> SELECT * {{ ?x ln:value 3 }}"
    page.goto(f"{server}/editor?lang={language}&query={quote(query)}")
    page.wait_for_selector("#answer .hint")
    assert said in page.inner_text("#answer .hint")


@needs_browser
@BUNDLED
def test_the_editor_says_why_a_query_is_refused_and_where(page: Page, server: str) -> None:
    query = "SELECT ?x (COUNT(?y) AS ?n) {\n ?x ?p ?y }"
    page.goto(f"{server}/editor?query={quote(query)}")
    page.wait_for_selector("#answer .problem")
    assert "không nằm trong GROUP BY" in page.inner_text("#answer .problem")
    assert "?x is neither grouped nor aggregated (" in page.inner_text("#answer .problem [lang=en] >> nth=1")
    assert page.locator(".CodeMirror-code > div").nth(0).locator(".wrong").count() == 1


@needs_browser
@BUNDLED
def test_the_tab_key_leaves_the_editor_unless_it_is_asked_to_indent(page: Page, server: str) -> None:
    inside = "document.activeElement.closest('.CodeMirror') !== null"
    page.goto(f"{server}/editor")
    page.click(".CodeMirror")
    assert page.evaluate(inside)
    before = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)
    page.check("#tab")
    page.click(".CodeMirror")
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()") != before


@needs_browser
@BUNDLED
def test_a_run_is_an_address_and_the_way_back_leads_to_the_one_before(page: Page, server: str) -> None:
    page.goto(f"{server}/editor?example=01-implements")
    page.wait_for_selector("#answer tbody tr")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('ASK {}')")
    page.click("form.editor button[type=submit]")
    page.wait_for_selector("#answer .boolean")
    assert "query=ASK" in page.url
    page.go_back()
    page.wait_for_selector("#answer tbody tr")
    assert "ln:implements" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
