"""Every page: in both languages, its links lead somewhere, its twins hold the same facts, and the wrong address says so."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html import unescape
from urllib.parse import urldefrag

import httpx
import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup

LONG_AN = "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
THANH_HOA = "vn/ubnd-thanh-hoa/2022/11/29/qd/4182/ke-hoach"
TODAY = "/agencies/tay-ninh/so-nong-nghiep-va-moi-truong/2025-07"
OLD = "/agencies/long-an/so-nong-nghiep-va-phat-trien-nong-thon"
PAGES = [
    "/agencies", "/agencies?place=long-an&standing=today", TODAY, OLD, f"{OLD}/calendar?year=2027", f"{TODAY}?from=inherited",
    "/agencies/long-an/nhom/uy-ban-nhan-dan-cac-huyen-thi-xa-thanh-pho", "/calendar", "/calendar?year=2027&place=long-an",
    "/places", "/places/long-an", "/places/tay-ninh/2025-07", "/places/khoai-chau", "/crafts", "/crafts/che-bien-nong-lam-thuy-san",
    "/villages/an-giang/lang-nghe-det-lua-tan-chau", "/compare", f"/compare?a={LONG_AN}&b={THANH_HOA}", "/compliance",
    f"/compliance?plan={LONG_AN}", "/compliance?rule=TSK-03", f"/compliance/CUR-04/{LONG_AN}", "/search",
    "/search?q=OCOP+Long+An", "/search?q=l%C3%A0ng+ngh%E1%BB%81&kind=target&year=2030", "/ask?example=20",
]  # fmt: skip
WITH_TWINS = [
    "/agencies", TODAY, f"{OLD}/calendar?year=2027", "/places", "/places/long-an", "/crafts", "/crafts/che-bien-nong-lam-thuy-san",
    "/villages/an-giang/lang-nghe-det-lua-tan-chau", f"/compare?a={LONG_AN}&b={THANH_HOA}", f"/compliance?plan={LONG_AN}",
    f"/compliance/CUR-04/{LONG_AN}", "/search?q=OCOP+Long+An",
]  # fmt: skip


_TAKEN: dict[tuple[str, str], BeautifulSoup] = {}  # pages as they came: one address always shows the same


def soup(http: httpx.Client, address: str, status: int = 200) -> BeautifulSoup:
    key = str(http.base_url), address
    if key not in _TAKEN:
        answer = http.get(address, follow_redirects=True)
        assert answer.status_code == status, (address, answer.text[:300])
        _TAKEN[key] = BeautifulSoup(answer.text, "lxml")
    return _TAKEN[key]


_IDS = re.compile(r'\sid="([^"]+)"')


def english(address: str) -> str:
    return address + ("&" if "?" in address else "?") + "lang=en"


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_in_both_languages(http: httpx.Client, address: str) -> None:
    vietnamese, shown = soup(http, address), soup(http, english(address))
    assert vietnamese.html["lang"] == "vi"
    assert shown.html["lang"] == "en"
    assert len(vietnamese.select("h1")) == len(shown.select("h1")) == 1
    ids = [tag["id"] for tag in vietnamese.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not vietnamese.select("[style], [onclick]")  # the policy would not let them work
    kept = [
        a["href"]
        for a in shown.select("main a[href^='/']")
        if not re.search(r"\.(json|csv|xlsx|ttl|ics)\b|^/q/", a["href"])
    ]
    assert all("lang=en" in href for href in kept if not href.startswith(("/sparql", "/editor"))), [
        href for href in kept if "lang=en" not in href
    ][:3]


@pytest.mark.parametrize("address", WITH_TWINS)
def test_the_twins_of_a_page_hold_its_facts(http: httpx.Client, address: str) -> None:
    shown = soup(http, address)
    twins = {a["type"]: a["href"] for a in shown.select("link[rel=alternate]")}
    assert len(twins) == 4
    data = http.get(twins["application/json"]).json()
    assert isinstance(data, dict)
    rows = list(csv.reader(io.StringIO(http.get(twins["text/csv"]).text.lstrip("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    if not address.startswith("/search"):
        first = next(value for value in data.values() if isinstance(value, list))
        assert len(first) == len(rows) - 1
        assert all(set(entry) == set(rows[0]) for entry in first)
    book = http.get(twins["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"])
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book.content)).namelist()
    list(ox.parse(http.get(twins["text/turtle"]).content, format=ox.RdfFormat.TURTLE))


@pytest.mark.slow
def test_every_link_of_the_pages_leads_somewhere_and_every_anchor_is_there(http: httpx.Client) -> None:
    seen: dict[str, set[str]] = {}
    for address in PAGES:
        shown = soup(http, address)
        links = {a["href"] for a in shown.select("main a[href]")}
        for link in sorted(x for x in links if x.startswith(("/", "#")))[:12]:
            target, anchor = urldefrag(link if link.startswith("/") else address.partition("#")[0] + link)
            if re.search(r"\.(json|csv|xlsx|ttl|ics|xml|tsv)\b", target) or target.startswith("/editor"):
                continue
            if target not in seen:
                answer = http.get(target, follow_redirects=True)
                assert answer.status_code == 200, (address, link, answer.status_code)
                seen[target] = (
                    {unescape(i) for i in _IDS.findall(answer.text)}
                    if "html" in answer.headers["content-type"]
                    else set()
                )
            if anchor and target.partition("?")[0].startswith(("/compliance/", "/agencies", "/search")):
                assert anchor in seen[target], (address, link)
    assert len(seen) > 60


@pytest.mark.parametrize(
    "address",
    ["/agencies/nobody", "/agencies/nobody/calendar", "/agencies/nobody/calendar.ics", "/places/nowhere", "/crafts/none",
     "/villages/none", "/compliance/XXX-01/vn/x", "/compliance/CUR-04/vn/nothing", f"/compare?a={LONG_AN}&b=999/KH-UBND",
     f"{OLD}.docx", "/agencies/%22%3E%3Cscript%3E"],
)  # fmt: skip
def test_what_is_not_there_is_told_in_both_languages_with_a_way_back(http: httpx.Client, address: str) -> None:
    shown = soup(http, address, 404)
    assert "Không tìm thấy" in shown.text
    assert not shown.select("main script")


@pytest.mark.parametrize(
    "address", ["/calendar?year=abc", "/calendar?days=x", "/search?page=0", f"{OLD}?from=elsewhere"]
)
def test_a_parameter_that_means_nothing_is_refused(http: httpx.Client, address: str) -> None:
    assert http.get(address).status_code in (400, 422)
