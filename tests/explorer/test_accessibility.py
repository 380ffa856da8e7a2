"""Every page, wide and narrow, by day and by night, with and without scripts: nothing that axe objects to, nothing that is
wider than the window, no word on the console, no request to anyone else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import jinja2
import pytest
from all_pages import ELSEWHERE, PAGES, PARTS
from playwright.sync_api import Browser, Page, sync_playwright

from query_api.pages.editor import is_bundled

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "query_api" / "pages" / "templates"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
LOOKS = ("color-contrast", "scrollable-region-focusable", "link-in-text-block")
"""Rules of axe on what depends on colours and sizes; all others are about what a page says, whatever it looks like."""
THINNED = """() => {
    // Of what stands side by side and is made of the same parts (rows of a table, entries of a list) eight are left.
    const named = one => one.tagName + '.' + one.getAttribute('class');
    const kind = one => named(one) + [...new Set([...one.querySelectorAll('*')].map(named))].sort().join();
    for (const parent of document.querySelectorAll('main :is(ul, ol, tbody, div, section, article)')) {
        if (parent.children.length < 16) continue;
        const many = new Map();
        for (const child of [...parent.children]) {
            const like = kind(child), n = (many.get(like) || 0) + 1;
            many.set(like, n);
            if (n > 8 && !child.querySelector('mark.chosen')) child.remove();
        }
    }
    // Terms of an ontology are alike, though no two are made of the same parts.
    document.querySelectorAll('main article').forEach((one, at) => at > 25 && one.remove());
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        started = playwright.chromium.launch(executable_path=BROWSER, args=[*sandbox, "--disable-gpu"])
        yield started
        started.close()


@pytest.mark.slow
def test_every_template_is_on_the_list_and_its_address_shows_it(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {page.template for page in PAGES if page.template} | PARTS | ELSEWHERE.keys() == {
        file.name for file in TEMPLATES.glob("*.html")
    }
    assert len({page.name for page in PAGES}) == len(PAGES)
    taken: list[str] = []  # the server runs in this process
    whole = jinja2.Environment.get_template

    def noted(self: jinja2.Environment, name: str, *more: object) -> jinja2.Template:
        taken.append(name)
        return whole(self, name, *more)  # type: ignore[arg-type]

    http.get("/compliance.json")  # so that no page says that the data are being checked
    monkeypatch.setattr(jinja2.Environment, "get_template", noted)
    for page in PAGES:
        if page.template == "editor.html" and not is_bundled():
            continue
        taken.clear()
        answer = http.get(page.address.partition("#")[0])
        assert answer.status_code == page.status, page.address
        assert taken[:1] == [page.template] * bool(page.template), page.address


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="needs a chromium")
@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core (npm ci)")
def test_nothing_is_in_the_way_of_anyone(browser: Browser, server: str, http: httpx.Client) -> None:
    """Each page is opened once and looked at wide and bright, then one of each template narrow and dark, where only its
    looks can differ; those with scripts once more without. Of many things that are alike some are looked at."""
    context = browser.new_context(viewport=WIDE, color_scheme="light", bypass_csp=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url} {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    page.on("request", lambda request: asked.append(request.url))
    found = []
    with_scripts = []
    looked_at = {""}  # templates
    for number, seen in enumerate(PAGES):
        address = in_language(f"{server}{seen.address}", "en" if number % 2 else "vi")
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        page.goto(address)
        if page.locator("script[src]").count():
            with_scripts.append((seen.name, address))
        found += [(seen.name, "narrow", fault) for fault in wider(page)]
        page.evaluate(THINNED)
        if seen.template not in looked_at:
            looked_at.add(seen.template)
            found += [(seen.name, "narrow, dark", *fault) for fault in faults(page, LOOKS)]
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        found += [(seen.name, "wide", fault) for fault in wider(page)]
        found += [(seen.name, "wide, light", *fault) for fault in faults(page)]
    allowed = [line for line in said if "404 (Not Found)" in line]  # of the page for what is not there
    assert [line for line in said if line not in allowed] == []
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(server).netloc}
    # axe itself needs a browser that runs scripts: those of the pages are kept from it.
    page.route("**/*.js", lambda route: route.abort())
    for name, address in with_scripts:
        page.goto(address)
        page.evaluate(THINNED)
        found += [(name, "without scripts", *fault) for fault in faults(page)]
    context.close()
    assert {name for name, _ in with_scripts} >= {"plan", "search"}
    assert found == []


def in_language(address: str, language: str) -> str:
    path, mark, end = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}lang={language}{mark}{end}"


def faults(page: Page, rules: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return what axe finds on a page by all rules or some."""
    result = page.evaluate(
        "rules => axe.run(document, { resultTypes: ['violations'], preload: false, ...(rules.length ? { runOnly: rules } : {}) })"
        ".then(result => result.violations)",
        rules,
    )
    return [(fault["id"], node["html"][:160]) for fault in result for node in fault["nodes"][:2]]


def wider(page: Page) -> list[str]:
    """Return by how much a page is wider than its window, and tables that become cards than their boxes, if they are."""
    by = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    tables = page.evaluate(
        "[...document.querySelectorAll('.stack')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.getAttribute('aria-label'))"
    )
    return ([f"{by} wider than the window"] if by > 0 else []) + [f"{table} wider than its box" for table in tables]
