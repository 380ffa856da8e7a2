"""Every page is in one language: Vietnamese, or English by the switch that the address and every link keep.

Templates hold no words of their own, only pairs (``t("Chỉ tiêu", "Targets")``); the words of all pairs are gathered, and no
page shows one of the other language outside of what the graph says. Problems, which programs read too, are in both.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from all_pages import PAGES
from bs4 import BeautifulSoup
from interface_words import TEMPLATES, bare, of_modules, of_templates, words_of
from lxml import html

from query_api.pages.editor import is_bundled
from query_api.rendering.language import in_language

VI, EN = "vi", "en"
OTHER = {VI: EN, EN: VI}
MORE = ("/reading/heading", "/ask?example=46", "/ask?example=20&show=iri", "/?example=11")
"""Addresses beside those of every page: a table of rules, charts, columns whose values are words."""
ADDRESSES = tuple(dict.fromkeys((*(page.address.partition("#")[0] for page in PAGES), *MORE)))
NAMES = frozenset(
    "langnghe IRI SPARQL VoID OpenAPI health GET POST JSON XML CSV TSV Excel Turtle Triples Quads LD RDF TriG GraphML SVG svg MB "
    "SHA Byte UTC CSL BibTeX akn ms BY CC Stephen Truong vietnam maps Ctrl Enter".split()
)
"""Words that are the same in both languages: names of formats, programs, people, keys, units."""
IN_BOTH = {"base.html": "Tiếng Việt English", "parts.html": "dòng cột line column"}
"""The switch, and where a problem is: words that a template may hold, for they are marked as what they are."""
CODE = frozenset({"script", "style", "pre", "code", "textarea"})
APART = frozenset({"switch", "problem"})
"""Classes of what is in the other language, or in both."""
SAID = ("aria-label", "placeholder", "alt", "title")
FILES = (".json", ".csv", ".tsv", ".xlsx", ".ttl", ".jsonld", ".nt", ".rdf", ".svg", ".graphml", ".bib", ".csl", ".ics",
         ".atom", ".xml", ".gz", "/correction")  # fmt: skip
NO_PAGES = ("/sparql", "/q/", "/.well-known/void", "/health", "/graph-store", "/static/", "/dump/")


@pytest.fixture(scope="module")
def words() -> dict[str, frozenset[str]]:
    return {language: words_of(language) for language in (VI, EN)}


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_no_template_holds_words_of_one_language(path: Path) -> None:
    text = re.sub(r"\{\{.*?\}\}", "\N{OBJECT REPLACEMENT CHARACTER}", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    page = BeautifulSoup(re.sub(r"\{#.*?#\}|\{%.*?%\}", "", text, flags=re.DOTALL), "html.parser")
    for code in page.select(", ".join(sorted(CODE))):
        code.decompose()
    shown = [
        re.sub(r'[\w-]+="[^"]*"', "", part) for part in page.stripped_strings
    ]  # of a macro that makes an attribute
    shown += [str(tag.get(key, "")) for tag in page.find_all(True) for key in SAID]
    found = {word for part in shown for word in re.findall(r"[^\W\d_]{2,}", part)}
    assert found - NAMES - frozenset(IN_BOTH.get(path.name, "").split()) == set()


@functools.cache
def page_at(http: httpx.Client, address: str) -> html.HtmlElement:
    answer = http.get(address)
    assert answer.headers["content-type"].startswith("text/html")
    return html.document_fromstring(answer.text)


def own(page: html.HtmlElement, language: str) -> Iterator[str]:
    """Yield the texts of a page that are its own: not marked as of another language, no code, nothing that texts say."""

    def walk(tag: html.HtmlElement, current: str) -> Iterator[str]:
        if not isinstance(tag.tag, str):
            return
        current = tag.get("lang", current)
        if tag.tag not in CODE and not APART & set(tag.classes) and not is_said(tag):
            if current == language:
                yield tag.text or ""
                if tag.tag != "th" and "key" not in tag.classes:  # the title of a column is its variable
                    yield from (tag.get(key, "") for key in SAID)
            for child in tag:
                yield from walk(child, current)
                if current == language:
                    yield child.tail or ""

    return walk(page, language)


def is_said(tag: html.HtmlElement) -> bool:
    """Say whether an element holds what the texts, the ontology or a query say: facts of a plan, axioms, cells, names."""
    if tag.tag == "dd":
        return tag.xpath("boolean(ancestor::article[contains(@class, 'plan')] or ancestor::article[@id])")
    return (tag.tag == "td" and tag.xpath("boolean(ancestor::*[@id='result'])")) or (
        tag.tag == "text" and "name" in tag.classes
    )


def leaks(page: html.HtmlElement, language: str, words: dict[str, frozenset[str]]) -> set[str]:
    """Return the words of the other language that a page shows as its own."""
    parts = {part for text in set(own(page, language)) if text for part in (text, *re.split(r" · |: ", text))}
    return {bare(part) for part in parts} & words[OTHER[language]]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_shows_the_words_of_its_language_only(
    http: httpx.Client, address: str, words: dict[str, frozenset[str]]
) -> None:
    if address == "/editor" and not is_bundled():
        pytest.skip("the editor is not built")
    for language in (VI, EN):
        page = page_at(http, in_language(address, language))
        assert page.get("lang") == language
        assert leaks(page, language, words) == set()
    foreign = page_at(http, address).xpath("//*[@lang='en'][not(@hreflang)][not(ancestor::*[@class='problem'])]")
    assert [tag for tag in foreign if not is_literal(tag)] == []  # what the texts say is Vietnamese


def is_literal(tag: html.HtmlElement) -> bool:
    """Say whether a tag is a literal of the graph, with the tag of its language behind it."""
    mark = tag.getnext()
    return mark is not None and mark.get("class") == "tag" and mark.text == tag.get("lang")


@pytest.mark.parametrize("address", ["/about", "/dump", "/reading", "/ask?example=11", "/validate"])
def test_words_of_the_other_language_would_be_seen(
    http: httpx.Client, address: str, words: dict[str, frozenset[str]]
) -> None:
    """The test above does not pass by chance: a page taken for one of the other language shows its words."""
    for language in (VI, EN):
        page = html.document_fromstring(
            re.sub(r' lang="\w+"', "", html.tostring(page_at(http, in_language(address, language)), encoding="unicode"))
        )
        assert len(leaks(page, OTHER[language], words)) > 12


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_and_form_of_an_english_page_leads_to_english_pages(http: httpx.Client, address: str) -> None:
    if address == "/editor" and not is_bundled():
        pytest.skip("the editor is not built")
    page = page_at(http, in_language(address, EN))
    links = page.xpath("//a[starts-with(@href, '/')][not(contains(@rel, 'alternate'))][not(@hreflang)]/@href")
    pages = [h for h in map(urlsplit, links) if not h.path.endswith(FILES) and not h.path.startswith(NO_PAGES)]
    assert [h for h in pages if "lang=en" not in h.query.split("&")] == []
    for form in page.iter("form"):
        assert form.xpath("boolean(.//input[@name='lang'][@value='en'])") or "lang=en" in form.get("action")


def test_the_words_are_gathered_from_templates_and_modules(words: dict[str, frozenset[str]]) -> None:
    assert len(list(of_templates())) > 500
    assert len(list(of_modules())) > 200
    assert {"Chủ trì", "Chỉ tiêu", "Đến nội dung"} <= words[VI]
    assert {"Skip to content", "Read your plan", "Back to the first page"} <= words[EN]


@pytest.mark.parametrize(("language", "place", "tasks"), [(VI, "Địa phương", "Số nhiệm vụ"), (EN, "Place", "Tasks")])
def test_columns_and_series_have_headings_where_data_have_variables(
    http: httpx.Client, language: str, place: str, tasks: str
) -> None:
    page = page_at(http, in_language("/ask?example=11", language))
    heads = {th.get("title"): th.text for th in page.xpath("//section[@id='result']//th")}
    assert (heads["place"], heads["tasks"]) == (place, tasks)
    assert {key.get("title"): key.text for key in page.find_class("key")}["tasks"] == tasks
    data = http.get("/q/11.csv", params={"lang": language}, follow_redirects=True).content.decode("utf-8-sig")
    assert data.partition("\n")[0].strip() == "place,placeLabel,tasks,withTime,withDeliverable"


@pytest.mark.parametrize("language", [VI, EN])
def test_a_label_that_is_shown_beside_its_thing_is_told_from_it(http: httpx.Client, language: str) -> None:
    page = page_at(http, in_language("/ask?example=30", language))
    heads = {th.get("title"): th.text for th in page.xpath("//section[@id='result']//th")}
    assert {"successor", "successorLabel"} <= heads.keys()  # what follows is printed there otherwise than it is called
    assert len(set(heads.values())) == len(heads)


def test_who_writes_a_query_names_its_columns(http: httpx.Client) -> None:
    page = page_at(http, "/ask?query=SELECT+%3Ftime+%7B+BIND(1+AS+%3Ftime)+%7D")
    assert [th.text for th in page.xpath("//section[@id='result']//th")] == ["time"]
