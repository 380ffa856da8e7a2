"""What holds for every page of the explorer: both languages, links that resolve, twins with the same facts."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import httpx
import openpyxl
import pytest
from pages_seen import ADDRESSES, AGENCY, EFFECTIVE_2030, KHOAI_CHAU, LANG_SON, PLANS, TARGET, soup_of
from rdflib import Graph, URIRef

TWINNED = ("/coverage", "/plans", "/browse", f"/plans/{LANG_SON}", f"/plans/{KHOAI_CHAU}", f"/trace/{TARGET}", f"/trace/{EFFECTIVE_2030}",
           f"/graph/{AGENCY}")  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_in_both_languages_and_keeps_the_one_asked_for(
    http: httpx.Client, address: str, language: str
) -> None:
    asked = address + ("&" if "?" in address else "?") + "lang=en" if language == "en" else address
    page = soup_of(http, asked)
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    inner = [a["href"] for a in page.select("header.site nav a, main a[href]") if a["href"].startswith("/")]
    to_pages = [href for href in inner if urlsplit(href).path.startswith(("/plans/vn", "/trace/", "/graph/"))]
    data = (".json", ".csv", ".xlsx", ".ttl", ".svg", ".graphml", ".bib", ".csl", "/correction")
    to_pages = [href for href in to_pages if not urlsplit(href).path.endswith(data)]
    kept = [("lang=en" in urlsplit(href).query) == (language == "en") for href in to_pages]
    assert all(kept), [href for href, good in zip(to_pages, kept, strict=True) if not good][:3]
    switch = page.select_one(".switch a")
    assert switch is not None
    assert ("lang=en" in switch["href"]) == (language == "vi")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_needs_a_script_or_a_style_of_another_host(http: httpx.Client, address: str) -> None:
    page = soup_of(http, address)
    assert not [
        tag for tag in page.select("script[src], link[rel=stylesheet]") if "//" in (tag.get("src") or tag["href"])
    ]
    assert not page.select("[style], [onclick], style")
    assert not [script for script in page.select("script") if not script.get("src")]


@pytest.mark.parametrize("address", ADDRESSES)
def test_ids_are_unique_and_every_link_within_a_page_has_its_end(http: httpx.Client, address: str) -> None:
    page = soup_of(http, address)
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})[:5]
    here = urlsplit(address).path
    ends = [urlsplit(urljoin(address, a["href"])) for a in page.select("a[href]")]
    missing = [
        e.fragment for e in ends if e.path == here and not e.query and e.fragment and unquote(e.fragment) not in ids
    ]
    assert missing == []


def test_links_to_sentences_end_at_a_sentence(http: httpx.Client) -> None:
    ids = {plan: {tag["id"] for tag in soup_of(http, f"/plans/{plan}").select("[id]")} for plan in PLANS}
    checked = 0
    for address in (
        "/?year=all",
        f"/graph/{AGENCY}",
        f"/graph/{LANG_SON}?rel=hasTask",
        "/coverage",
        f"/trace/{EFFECTIVE_2030}",
        f"/trace/{KHOAI_CHAU}",
        f"/trace/{TARGET}",
        f"/{TARGET}",
    ):
        for a in soup_of(http, address).select("a[href*='/plans/vn/']"):
            end = urlsplit(a["href"])
            if end.fragment:
                assert unquote(end.fragment) in ids[unquote(end.path).removeprefix("/plans/")], a["href"]
                checked += 1
    assert checked > 50


def test_links_to_other_pages_resolve(http: httpx.Client) -> None:
    """Of each page the first link of each kind (first word of the path, suffix, names of parameters) and some of the rest;
    no link is followed twice."""
    met: dict[str, str] = {}
    for address in ADDRESSES:
        found = dict.fromkeys(a["href"].partition("#")[0] for a in soup_of(http, address).select("a[href^='/']"))
        wanted = [href for href in found if href]
        kinds = {kind_of(href): href for href in reversed(wanted)}
        met |= dict.fromkeys((*kinds.values(), *wanted[:: max(1, len(wanted) // 8)]), address)
    assert len(met) > 150
    for href, address in met.items():
        status = http.get(href, headers={"Accept": "text/html,*/*;q=0.8"}).status_code
        assert status in (200, 303, 307, 308), (address, href, status)


def kind_of(href: str) -> tuple[str, str, tuple[str, ...]]:
    parts = urlsplit(href)
    last = parts.path.rpartition("/")[2]
    return (
        parts.path.split("/")[1],
        last.rpartition(".")[2] if "." in last else "",
        tuple(sorted(parse_qs(parts.query))),
    )


@pytest.mark.parametrize("address", TWINNED)
def test_the_twins_of_a_page_hold_the_same_facts(http: httpx.Client, address: str) -> None:
    about = http.get(f"{address}.json").json()
    name = next(key for key, value in about.items() if isinstance(value, list))
    rows = about[name]
    lines = list(csv.DictReader(io.StringIO(http.get(f"{address}.csv").content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(http.get(f"{address}.xlsx").content))
    sheet = list(book[name].iter_rows(values_only=True))
    assert len(rows) == len(lines) == len(sheet) - 1 > 0
    assert list(rows[0]) == list(lines[0])
    for row, line in zip(rows, lines, strict=True):
        for key, value in row.items():
            if isinstance(value, str):
                assert line[key].removeprefix("'") == value.removeprefix("'")
            elif value is None:
                assert line[key] == ""
    graph = Graph().parse(data=http.get(f"{address}.ttl").text, format="turtle")
    named = {v for row in rows for k, v in row.items() if v and (k == "iri" or k.endswith("_iri"))}
    assert [iri for iri in sorted(named) if (URIRef(iri), None, None) not in graph and "/char-" not in iri] == []
    assert about["address"].startswith("http")


def test_a_page_is_negotiated_and_revalidated(http: httpx.Client) -> None:
    answer = http.get("/coverage", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    first = http.get("/coverage")
    again = http.get("/coverage", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get("/coverage?lang=en").headers["etag"] != first.headers["etag"]


def test_an_unknown_twin_is_not_found(http: httpx.Client) -> None:
    assert http.get("/coverage.pdf").status_code == 404
    assert http.get(f"/plans/{LANG_SON}.svg").status_code in (303, 404)


def test_what_is_said_of_a_thing_is_a_table_with_the_words_of_its_page(http: httpx.Client) -> None:
    told = http.get(f"/{TARGET}.json?lang=en").json()["statements"]
    said = {(row["direction"], row["property"], row["value"]) for row in told}
    assert ("of", "value", "50") in said
    assert any(
        way == "of" and name == "derives from" and value.startswith("more than 80% (2030)") for way, name, value in said
    )
    assert {row["property_iri"].rpartition("#")[2] for row in told if row["direction"] == "to"} >= {"hasTarget"}
    rows = http.get(f"/{TARGET}.csv").text.splitlines()
    assert len(rows) == len(told) + 1
    assert http.get("/vn/no/such.csv").status_code == 404


def test_the_rules_of_reading_are_tables(http: httpx.Client) -> None:
    told = http.get("/reading.json?lang=en").json()
    lines = http.get("/reading.csv").text.splitlines()
    assert len(lines) == len(told["readings"]) + 1
    assert {row["rule"] for row in told["readings"]} >= {"targets.figure", "letterhead.title"}
    assert len(soup_of(http, "/reading").select("tbody tr")) == len(told["readings"])
