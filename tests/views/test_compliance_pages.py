"""Findings as addresses: the pages hold what the report holds, each finding has one place that lasts."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup

LONG_AN = "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
SH = "http://www.w3.org/ns/shacl#"


def findings(http: httpx.Client, query: str = "") -> list[dict[str, str]]:
    return http.get(f"/compliance.json{query}").json()["findings"]


@pytest.mark.slow
def test_the_pages_hold_as_many_findings_as_the_report(http: httpx.Client) -> None:
    report = ox.Store()
    report.load(http.get("/compliance.ttl").content, format=ox.RdfFormat.TURTLE)
    results = list(report.quads_for_pattern(None, ox.NamedNode(f"{SH}result"), None))
    everything = findings(http)
    assert len(everything) == len(results) > 200
    for name in ("severity", "plan", "rule"):
        assert name  # each of them narrows
    by_severity = {s: len(findings(http, f"?severity={s}")) for s in ("violation", "warning", "info")}
    assert sum(by_severity.values()) == len(everything)
    badge = http.get("/compliance/badge.svg")
    assert badge.headers["content-type"].startswith("image/svg+xml")
    assert f"{by_severity['violation']} vi phạm" in badge.text


def test_each_finding_has_an_address_of_its_own_where_it_stands_with_its_sentence(http: httpx.Client) -> None:
    found = findings(http, f"?plan={LONG_AN}")
    addresses = [f["address"] for f in found]
    assert len(set(addresses)) == len(addresses)
    one_of_each = {f["rule"]: f for f in found}.values()
    for finding in list(one_of_each)[:12]:
        parts = urlsplit(finding["address"])
        page = BeautifulSoup(http.get(parts.path).text, "html.parser")
        card = page.find(id=parts.fragment)
        assert card is not None
        assert finding["message"] in " ".join(card.text.split())
        if finding["sentence"]:
            assert " ".join(finding["sentence"].split()) in " ".join(card.text.split())


def test_a_rule_that_finds_nothing_at_an_element_says_so_instead_of_not_found(http: httpx.Client) -> None:
    answer = http.get(f"/compliance/DOC-01/{LONG_AN}")
    assert answer.status_code == 200
    assert "không có phát hiện nào của quy tắc này" in answer.text


def test_findings_about_a_body_are_those_of_its_forerunners_and_their_work(http: httpx.Client) -> None:
    found = findings(http, "?body=thanh-hoa/so-nong-nghiep-va-moi-truong")
    assert any(
        "Sở Nông nghiệp và Phát triển nông thôn tỉnh Thanh Hóa đã được tổ chức lại" in f["message"] for f in found
    )
    assert all("Long An" not in f["document"] for f in found)
    assert len(found) == len(findings(http, "?body=thanh-hoa/so-nong-nghiep-va-moi-truong&severity=info")) + len(
        findings(http, "?body=thanh-hoa/so-nong-nghiep-va-moi-truong&severity=warning")
    )


def test_the_matrix_counts_what_the_lists_hold(http: httpx.Client) -> None:
    counted = Counter((f["rule"], f["document"]) for f in findings(http))
    page = BeautifulSoup(http.get("/compliance").text, "html.parser")
    table = page.select_one("table.matrix")
    documents = [th.text.strip() for th in table.select("thead th")[1:]]
    for row in table.select("tbody tr"):
        cells = [cell.text.strip() for cell in row.select("td")]
        for document, cell in zip(documents, cells, strict=True):
            assert (0 if cell == "·" else int(cell)) == counted[row.th.text.strip(), document]


def test_a_program_may_ask_for_findings_page_by_page(http: httpx.Client) -> None:
    everything = findings(http, "?severity=info")
    size = -(-len(everything) // 3)
    parts = [findings(http, f"?severity=info&per={size}&page={number}") for number in (1, 2, 3, 4)]
    assert [len(part) for part in parts[:2]] == [size, size]
    assert parts[3] == []
    assert [f for part in parts for f in part] == everything
    assert http.get("/compliance.json?per=0").status_code == 400


def test_documents_fill_their_tables_page_by_page(http: httpx.Client) -> None:
    first = BeautifulSoup(http.get("/compliance?documents=1").text, "html.parser")
    behind = BeautifulSoup(http.get("/compliance?documents=2").text, "html.parser")
    assert len(first.select("#documents tbody tr")) > 1
    assert behind.select("#documents tbody tr") == []
    chosen = BeautifulSoup(http.get(f"/compliance?documents=2&plan={LONG_AN}").text, "html.parser")
    assert chosen.select_one("#f-plan option[selected]")["value"] == LONG_AN


def test_no_list_is_too_long_to_be_shown(http: httpx.Client) -> None:
    page = BeautifulSoup(http.get("/compliance?severity=info&page=2").text, "html.parser")
    assert page.select_one("ol.findings")["start"] == "51"
    assert len(page.select("ol.findings > li")) == 50
