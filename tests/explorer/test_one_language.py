"""Every page is in one language: Vietnamese, or English by the switch that the address and every link keep.

Templates hold no words of their own, only pairs (``t("Chỉ tiêu", "Targets")``); the words of all pairs are gathered, and no
page shows one of the other language outside of what the graph says. Problems, which programs read too, are in both.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from all_pages import PAGES
from bs4 import BeautifulSoup, NavigableString, Tag
from interface_words import TEMPLATES, bare, of_modules, of_templates, words_of
from pages_seen import LANG_SON

from query_api.pages.editor import is_bundled
from query_api.rendering.language import in_language

VI, EN = "vi", "en"
OTHER = {VI: EN, EN: VI}
WORDS = {language: words_of(language) for language in (VI, EN)}
MORE = (
    "/reading/heading",
    "/ask?example=46",
    "/ask?example=20&show=iri",
    f"/plans/{LANG_SON}?view=print",
    "/?example=11",
)
"""Addresses beside those of every page: the table of rules, charts, columns whose words are those of one language."""
ADDRESSES = dict.fromkeys((*(page.address.partition("#")[0] for page in PAGES), *MORE))
NAMES = frozenset(
    "langnghe IRI SPARQL VoID OpenAPI health GET POST JSON XML CSV TSV Excel Turtle Triples Quads LD RDF TriG GraphML SVG MB "
    "SHA Byte UTC CSL BibTeX akn ms BY CC Stephen Truong vietnam maps Ctrl Enter".split()
)
"""Words that are the same in both languages: names of formats, programs, people, keys, units."""
IN_BOTH = {"base.html": "Tiếng Việt English", "parts.html": "dòng cột line column"}
"""The switch, and where a problem is: the words that a template may hold, for each is shown as what it is."""
DATA = ("script, style, pre, code, textarea, .switch, .problem, aside.facts dd, article > dl > dd, td.quoted, "
        "th[title], .key[title]")  # fmt: skip
"""What is code, in both languages, or said by the texts and the ontology."""
SAID = ("aria-label", "placeholder", "alt", "title")
FILES = (
    ".json",
    ".csv",
    ".xlsx",
    ".ttl",
    ".jsonld",
    ".nt",
    ".rdf",
    ".svg",
    ".graphml",
    ".bib",
    ".csl",
    ".ics",
    ".atom",
    ".xml",
    ".gz",
)
NO_PAGES = ("/sparql", "/.well-known/void", "/health", "/graph-store", "/static/", "/dump/", "/hub")


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_no_template_holds_words_of_one_language(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = path.name
    markup = re.sub(
        r"\{#.*?#\}|\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "\N{OBJECT REPLACEMENT CHARACTER}", text), flags=re.S
    )
    page = BeautifulSoup(markup, "html.parser")
    for code in page.select("script, style, pre, code, textarea"):
        code.decompose()
    shown = [*page.stripped_strings, *(str(tag.get(key, "")) for tag in page.find_all(True) for key in SAID)]
    words = {word for part in shown for word in re.findall(r"[^\W\d_]{2,}", part)}
    allowed = NAMES | frozenset(IN_BOTH.get(name, "").split())
    assert words - allowed == set()


def leaks(page: BeautifulSoup, language: str) -> set[str]:
    """Return the words of the other language that a page shows as its own."""
    other = WORDS[OTHER[language]]
    data = set(map(id, page.select(DATA)))
    found = {
        bare(text)
        for text in page.find_all(string=True)
        if type(text) is NavigableString and is_own(text, language, data)
    }
    found |= {
        bare(str(tag[key]))
        for tag in page.find_all(True)
        for key in SAID
        if tag.has_attr(key) and is_own(tag, language, data)
    }
    parts = {bare(part) for text in found for part in re.split(r" · |: ", text)}
    return (found | parts) & other


def is_own(node: NavigableString | Tag, language: str, data: set[int]) -> bool:
    """Say whether a node is not what the texts say: of the page's language, by its nearest mark."""
    tags = [node, *node.parents] if isinstance(node, Tag) else list(node.parents)
    nearest = next((str(tag["lang"]) for tag in tags if tag.has_attr("lang")), language)
    return nearest == language and not any(id(tag) in data for tag in tags)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_shows_the_words_of_its_language_only(http: httpx.Client, address: str) -> None:
    if address == "/editor" and not is_bundled():
        pytest.skip("the editor is not built")
    status = {page.address: page.status for page in PAGES}.get(address, 200)
    pages = {}
    for language in (VI, EN):
        answer = http.get(in_language(address, language))
        assert answer.status_code == status
        pages[language] = BeautifulSoup(answer.text, "lxml")
        assert pages[language].html["lang"] == language
        assert leaks(pages[language], language) == set()
        foreign = [
            tag for tag in pages[language].select(f"[lang={OTHER[language]}]") if not tag.find_parent(class_="problem")
        ]
        if language == VI:  # what the texts say is Vietnamese: on an English page it is marked so
            assert [
                tag
                for tag in foreign
                if not tag.find_parent(class_="switch") and not is_literal(tag) and not tag.has_attr("hreflang")
            ] == []
    for language in (VI, EN):  # the same look at the page in the other language finds its words
        whole = BeautifulSoup(str(pages[OTHER[language]]).replace(f'lang="{OTHER[language]}"', ""), "lxml")
        assert len(leaks(whole, language)) > 3


def is_literal(tag: Tag) -> bool:
    """Say whether a tag is a literal of the graph, with the tag of its language behind it."""
    mark = tag.find_next_sibling("small")
    return mark is not None and mark.get("class") == ["tag"] and mark.get_text() == tag["lang"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_and_form_of_an_english_page_leads_to_english_pages(http: httpx.Client, address: str) -> None:
    if address == "/editor" and not is_bundled():
        pytest.skip("the editor is not built")
    page = BeautifulSoup(http.get(in_language(address, EN)).text, "lxml")
    hrefs = [str(a["href"]) for a in page.select("a[href^='/']:not(.switch a):not([rel~=alternate]):not([hreflang])")]
    pages = [h for h in hrefs if not urlsplit(h).path.endswith(FILES) and not urlsplit(h).path.startswith(NO_PAGES)]
    assert [h for h in pages if "lang=en" not in urlsplit(h).query.split("&")] == []
    for form in page.select("form"):
        if form.get("method", "get").lower() == "get":
            assert form.select_one("input[name=lang][value=en]") is not None
        else:
            assert form.select_one("input[name=lang][value=en]") is not None or "lang=en" in str(form["action"])


def test_the_words_are_gathered_from_templates_and_modules() -> None:
    assert len(list(of_templates())) > 500
    assert ("Không tìm thấy", "Not found") not in [pair for _, pair in of_modules()]  # problems are in both languages
    assert {"Chủ trì", "Chỉ tiêu", "Đến nội dung"} <= WORDS[VI]
    assert {"Leads", "Skip to content", "Read your plan"} <= WORDS[EN]
