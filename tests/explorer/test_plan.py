"""The page of a document: the whole text beside its facts."""

from __future__ import annotations

import json
import re
import tomllib
from copy import copy
from urllib.parse import unquote

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from pages_seen import KHOAI_CHAU, LANG_SON, LONG_AN, PLANS, SITE, TARGET, THANH_HOA, TUYEN_QUANG, soup_of, words


def shown_words(page: Tag, name: str) -> str:
    """Return the marked words from where a fact begins to where they end, as the page shows them."""
    anchor = page.find(id=f"text/{name}")
    assert anchor is not None, name
    return words(anchor.parent.get_text())


@pytest.mark.parametrize("plan", PLANS)
def test_every_fact_has_its_sentence_and_leads_there_and_back(http: httpx.Client, plan: str) -> None:
    page = soup_of(http, f"/plans/{plan}")
    facts = page.select("li.fact")
    assert len(facts) > 50
    for fact in facts:
        name = fact["id"].removeprefix("fact/")
        assert fact.select_one(f'a[href="#text/{name}"]') is not None
        assert page.find(id=f"text/{name}") is not None
        assert page.select_one(f'.text a.ref[href="#fact/{name}"]') is not None
    assert page.select_one(".facts h2 .total").get_text() == str(len(facts))


@pytest.mark.parametrize("plan", PLANS)
def test_the_page_shows_every_quote_as_it_is(http: httpx.Client, plan: str) -> None:
    page = copy(soup_of(http, f"/plans/{plan}"))
    for number in page.select(".text a.ref, .text .toc"):
        number.decompose()
    whole = words(page.select_one(".text").get_text())
    facts = http.get(f"/plans/{plan}.json").json()["facts"]
    tight = whole.replace(" ", "")
    absent = [
        quote for fact in facts for quote in fact["quote"].split(" … ") if words(quote).replace(" ", "") not in tight
    ]
    assert absent == []


@pytest.mark.parametrize("plan", PLANS)
def test_every_provision_has_an_anchor(http: httpx.Client, plan: str) -> None:
    page = soup_of(http, f"/plans/{plan}")
    ids = {tag["id"] for tag in page.select(".text [id]")}
    query = f"""PREFIX ln: <https://w3id.org/langnghe/ontology#> SELECT ?p {{ <{SITE}{plan}> ln:hasText ?t . ?t ln:textOf ?d .
        ?p a ln:Provision ; ln:inDocument ?d }}"""
    rows = http.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}).json()
    provisions = [row["p"]["value"].removeprefix(SITE) for row in rows["results"]["bindings"]]
    assert len(provisions) > 50
    above = plan.rpartition("/")[0]
    expected = {
        p.removeprefix(f"{plan}/") if p.startswith(f"{plan}/") else f"../{p.removeprefix(f'{above}/')}"
        for p in provisions
    }
    assert expected <= ids


def test_a_chosen_fact_is_marked_on_both_sides_without_a_script(http: httpx.Client) -> None:
    name = TARGET.removeprefix(f"{LANG_SON}/")
    page = soup_of(http, f"/plans/{LANG_SON}", fact=name)
    assert "Ít nhất 50% làng nghề" in words(" ".join(m.get_text() for m in page.select(".text mark.chosen")))
    (fact,) = page.select("li.fact.chosen")
    assert "không so được" in fact.get_text()
    assert "khác mẫu số" in fact.get_text()
    assert "trên 80%" in words(fact.get_text())


def test_a_printed_lead_is_shown_with_the_body_of_today(http: httpx.Client) -> None:
    page = soup_of(http, f"/plans/{LONG_AN}", kind="tasks")
    led = [f for f in page.select("li.fact") if "Sở Công Thương" in f.select_one("dl").get_text()]
    assert led
    assert "Sở Công Thương tỉnh Tây Ninh" in led[0].get_text()
    assert "01/07/2025" in led[0].get_text()


def test_what_has_changed_since_is_said_at_the_top(http: httpx.Client) -> None:
    merged = soup_of(http, f"/plans/{LONG_AN}").select_one(".b-merged")
    assert "01/07/2025" in merged.get_text()
    assert "Tây Ninh" in merged.get_text()
    draft = soup_of(http, f"/plans/{TUYEN_QUANG}", lang="en").select_one(".b-draft")
    assert "241/KH-UBND" in draft.get_text()
    spent = soup_of(http, f"/plans/{KHOAI_CHAU}").select_one(".b-spent")
    assert "109/KH-UBND" in spent.get_text()


def test_the_chain_names_what_is_above_and_below(http: httpx.Client) -> None:
    chain = soup_of(http, f"/plans/{KHOAI_CHAU}").select(".chain li")
    texts = [words(li.get_text()) for li in chain]
    assert "801/QĐ-TTg" in texts[0]
    assert any("195/KH-UBND" in text for text in texts)
    assert "11/KH-UBND" in texts[-1]
    assert chain[-1].get("aria-current") == "true"


def test_a_plan_is_cited_with_title_number_section_and_address(http: httpx.Client) -> None:
    name = TARGET.removeprefix(f"{LANG_SON}/")
    bib = http.get(f"/plans/{LANG_SON}.bib", params={"fact": name}).text
    assert bib.startswith("@techreport{244-kh-ubnd-2024,")
    assert "pages = {II.2.2}" in bib
    item = json.loads(http.get(f"/plans/{LANG_SON}.csl", params={"fact": name}).text)[0]
    assert item["number"] == "244/KH-UBND"
    assert item["issued"] == {"date-parts": [[2024, 10, 30]]}
    end = item["URL"].partition("#")[2]
    assert soup_of(http, f"/plans/{LANG_SON}").find(id=unquote(end)) is not None
    shown = words(soup_of(http, f"/plans/{LANG_SON}", fact=name).select_one(".cite").get_text())
    assert "Ủy ban nhân dân tỉnh Lạng Sơn (2024)" in shown


def test_a_misreading_becomes_an_entry_that_a_build_reads(http: httpx.Client, tmp_path) -> None:
    from loader.resolution.curation import read_curation

    name = TARGET.removeprefix(f"{LANG_SON}/")
    answer = http.get(f"/plans/{LANG_SON}/correction", params={"fact": name})
    assert answer.headers["content-disposition"].startswith("attachment")
    entry = tomllib.loads(answer.text)["correction"][0]
    assert entry["fact"] == "target"
    file = tmp_path / "correction.toml"
    file.write_text(answer.text, encoding="utf-8")
    (correction,) = read_curation(file)
    assert correction.quote.startswith("ít nhất 50% làng nghề")
    assert http.get(f"/plans/{LANG_SON}/correction", params={"fact": "no/such"}).status_code == 404


def test_a_document_without_a_text_leads_to_what_is_known_of_it(http: httpx.Client) -> None:
    answer = http.get("/plans/vn/ubnd-an-giang/2022/09/21/kh/591")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/vn/ubnd-an-giang/2022/09/21/kh/591"
    assert http.get("/plans/nothing/here").status_code == 404
    assert http.get("/plans/%22%3E%3Cscript%3E").status_code == 404


def test_the_decision_and_its_plan_show_the_same_text(http: httpx.Client) -> None:
    decision = soup_of(http, f"/plans/{THANH_HOA.removesuffix('/ke-hoach')}")
    plan = soup_of(http, f"/plans/{THANH_HOA}")

    def text(page: Tag) -> str:
        return re.sub(r"\s+", " ", page.select_one(".text").get_text())

    assert text(decision) == text(plan)
    assert decision.select_one(f'.meta a[href="/plans/{THANH_HOA}"]') is not None


@pytest.mark.slow
def test_findings_stand_at_the_facts_that_they_are_about(http: httpx.Client) -> None:
    before = http.get(f"/plans/{LANG_SON}")
    was_checked = bool(BeautifulSoup(before.text, "html.parser").select("#kind-findings li.flaw"))  # by another test
    report = http.get("/compliance.json", params={"plan": LANG_SON}, timeout=300).json()[
        "findings"
    ]  # checks the data if need be
    page = soup_of(http, f"/plans/{LANG_SON}")
    assert was_checked or http.get(f"/plans/{LANG_SON}").headers["etag"] != before.headers["etag"]
    shown = page.select("#kind-findings li.flaw")
    assert len(shown) == len(http.get(f"/plans/{LANG_SON}.json").json()["findings"]) >= len(report) > 0
    for flaw in page.select("li.fact .flaw"):
        assert flaw.select_one("a")["href"].startswith("/compliance/")
    below = page.find(id=f"fact/{TARGET.removeprefix(f'{LANG_SON}/')}")
    assert below.select_one(".flaw") is not None
