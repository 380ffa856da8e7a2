"""Programs that others wrote, against our endpoint: rdflib's SPARQLStore, curl, a real browser with the editor."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from api_sample import LN, SITE
from playwright.sync_api import Page, sync_playwright
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from query_api.pages.editor import is_bundled

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PLAN = SITE + "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.mark.parametrize("form", ["xml", "json", "csv"])
def test_rdflib_sparql_store(server: str, form: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", returnFormat=form))
    rows = list(graph.query(f"SELECT ?s WHERE {{ ?s a <{LN}Plan> }}"))
    assert len(rows) == 2
    assert (URIRef(PLAN), URIRef(LN + "implements"), None) in graph


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


@needs_browser
def test_a_click_on_a_question_fills_and_runs_it(page: Page, server: str) -> None:
    page.goto(server)
    page.click("text=Kế hoạch nào thực hiện Quyết định 801?")
    assert "ln:implements" in page.input_value("#query")
    assert page.locator("#result tbody tr").count() == 2
    page.click("#result tbody tr:nth-child(2) a >> nth=0")
    assert "<script>alert(1)</script>" in page.inner_text("h1")


@needs_browser
@pytest.mark.skipif(not is_bundled(), reason="the editor library was not bundled (npm is optional)")
def test_the_editor_runs_a_question_completes_our_terms_and_asks_nobody_else(page: Page, server: str) -> None:
    faults: list[str] = []
    elsewhere: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(server) else None)
    page.goto(f"{server}/editor?example=01-implements")
    page.wait_for_selector(".yasr table tbody tr")
    assert page.locator(".tabPanel.active .yasr table tbody tr").count() == 2
    page.click(".tabPanel.active .CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"PREFIX ln: <{LN}>\nSELECT * {{ ?t ln:leadAg")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints")
    assert "ln:leadAgency" in page.inner_text(".CodeMirror-hints")
    assert faults == []
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []


@needs_browser
@pytest.mark.skipif(not is_bundled(), reason="the editor library was not bundled (npm is optional)")
def test_the_editor_says_why_a_query_finds_nothing(page: Page, server: str) -> None:
    query = f"PREFIX ln: <{LN}> SELECT * {{ ?x ln:value 3 }}"
    page.goto(f"{server}/editor?query={quote(query)}")
    page.wait_for_selector("#hint:not([hidden])")
    assert "hãy viết 3.0" in page.inner_text("#hint [lang=vi]")
    assert "write 3.0" in page.inner_text("#hint [lang=en]")


@needs_browser
@pytest.mark.skipif(not is_bundled(), reason="the editor library was not bundled (npm is optional)")
def test_the_editor_says_why_a_query_is_refused(page: Page, server: str) -> None:
    page.goto(f"{server}/editor?query={quote('SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }')}")
    page.wait_for_selector("#hint:not([hidden])")
    assert "không nằm trong GROUP BY" in page.inner_text("#hint [lang=vi]")
    assert "?x is neither grouped nor aggregated (line 1, column 8)" in page.inner_text("#hint [lang=en]")
