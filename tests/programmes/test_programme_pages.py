"""Pages of a graph with several programmes: each is a choice of home, plans, search and compliance."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup
from invented import BASE, HEALTH, Invented, Made

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

from api_sample import running

from query_api.settings import Settings

PLAN = "vn/ubnd-binh-phuoc/2024/09/27/kh/288"
KEY = "1720-2024-phat-trien-y-te-co-so"


@pytest.fixture(scope="module")
def http(make: Callable[[Invented], Made]) -> Iterator[httpx.Client]:
    project = make(HEALTH).project
    settings = Settings(paths=tuple(project.graph), queries=project.queries, project=project.root, workers=2)
    with running(settings) as url, httpx.Client(base_url=url, timeout=100, headers={"Accept": "text/html"}) as client:
        yield client


def soup(http: httpx.Client, address: str) -> BeautifulSoup:
    answer = http.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def cells(http: httpx.Client, address: str) -> dict[str, dict[str, object]]:
    found = http.get(address).json()["cells"]
    return {str(c["target"]): c for c in found if c["plan_iri"] == BASE + PLAN}


@pytest.mark.parametrize("named", [KEY, f"programme/{KEY}", "vn/ttg/2024/06/21/qd/1720"])
def test_home_shows_the_programme_that_the_address_names(http: httpx.Client, named: str) -> None:
    page = soup(http, f"/?programme={named}")
    chosen = page.select_one("#f-programme option[selected]")
    assert chosen is not None
    assert "y tế cơ sở" in chosen.text
    assert "Bình Phước" in page.select_one(".matrix").text  # type: ignore[union-attr]
    links = [a["href"] for a in page.select(".counts a")]
    assert links
    assert all(f"programme%2F{KEY}" in str(link) or f"programme/{KEY}" in str(link) for link in links)


def test_each_cell_says_how_a_target_of_its_type_stands(http: httpx.Client) -> None:
    page = soup(http, f"/?programme={KEY}&year=all")
    heads = [th.text for th in page.select(".matrix thead th")]
    row = next(tr for tr in page.select(".matrix tbody tr") if "Bình Phước" in tr.text)
    shown = dict(zip(heads[1:], row.select("td"), strict=True))

    def cell(words: str) -> tuple[str, str]:
        td = next(td for head, td in shown.items() if words in head)
        return next(c for c in td["class"] if c.startswith("s-")), " ".join(td.text.split())

    assert cell("thấp còi")[0] == "s-below"
    assert "cao hơn, kém hơn" in cell("thấp còi")[1]
    assert cell("tử vong")[0] == "s-above"  # fewer deaths than the country aims at
    assert cell("hồ sơ sức khỏe")[0] == "s-below"
    assert "muộn hơn" in cell("hồ sơ sức khỏe")[1]
    assert "hoàn thành" in cell("hồ sơ sức khỏe")[1]
    assert "hạng 20 trở lên" in cell("bao phủ chăm sóc sức khỏe")[1]
    assert cell("bác sĩ/10.000 dân")[0] == "s-below"


def test_the_map_tells_by_colour_what_is_worse_and_in_words_what_is_higher(http: httpx.Client) -> None:
    targets = {
        o.text.split(":")[0]: str(o["value"]) for o in soup(http, f"/?programme={KEY}").select("#m-target option")
    }

    def province(words: str) -> tuple[str, str]:
        key = next(key for name, key in targets.items() if words in name)
        page = soup(http, f"/?programme={KEY}&target={key}&shape=tiles")
        tile = next(a for a in page.select("svg.tiles a") if "Bình Phước" in a.text)
        shown = next(c for c in tile["class"] if c.startswith("s-"))
        legend = page.select_one(f".legend .{shown}")
        assert legend is not None
        assert legend.text.split(maxsplit=1)[1] in tile.select_one("title").text  # type: ignore[union-attr]
        return shown, tile.select_one("title").text.partition(": ")[2]  # type: ignore[union-attr]

    assert province("thấp còi") == ("s-below", "cao hơn, kém hơn")
    assert province("tử vong") == ("s-above", "thấp hơn, tốt hơn")
    assert province("bác sĩ/10.000 dân") == ("s-below", "thấp hơn")


def test_what_is_worse_is_counted_and_listed_whichever_way_is_better(http: httpx.Client) -> None:
    page = soup(http, f"/?programme={KEY}&year=all")
    worse = page.select_one(".counts .s-below")
    assert worse is not None
    assert "kém hơn" in worse.text
    shown = sum("s-below" in td["class"] for td in page.select(".matrix tbody td"))
    assert int(worse.select_one("b").text) == shown  # type: ignore[union-attr]
    listed = http.get(f"/coverage.json?programme={KEY}&verdict=below").json()["cells"]
    assert len(listed) == shown
    assert {c["state"] for c in listed} == {"above", "below"}
    ordinary = soup(http, "/?programme=801-lang-nghe&year=all").select_one(".counts .s-below")
    assert ordinary is not None
    assert "thấp hơn" in ordinary.text


def test_the_page_of_a_plan_shows_a_decreasing_target_that_is_higher_as_worse(http: httpx.Client) -> None:
    verdicts = [
        " ".join(v.text.split()) + " " + " ".join(v["class"]) for v in soup(http, f"/plans/{PLAN}").select(".verdict")
    ]
    assert any("cao hơn, kém hơn" in v and "v-below" in v for v in verdicts), verdicts
    assert any("thấp hơn, tốt hơn" in v and "v-above" in v for v in verdicts), verdicts


def test_the_list_of_cells_is_of_the_chosen_programme(http: httpx.Client) -> None:
    found = cells(http, f"/coverage.json?programme={KEY}")
    assert {c["state"] for c in found.values()} == {"above", "below", "equal", "not-comparable"}
    assert any(c["national_value"] == 12 and c["value"] == 11 for c in found.values())
    assert PLAN not in http.get("/coverage.json?programme=801-lang-nghe").text


def test_plans_are_narrowed_to_a_programme_and_to_those_of_none(http: httpx.Client) -> None:
    of_it = {p["iri"].removeprefix(BASE) for p in http.get(f"/plans.json?programme={KEY}").json()["plans"]}
    assert of_it == {PLAN, "vn/ttg/2024/06/21/qd/1720/ke-hoach"}
    others = {p["iri"].removeprefix(BASE) for p in http.get("/plans.json?programme=none").json()["plans"]}
    assert PLAN not in others
    everything = {p["iri"].removeprefix(BASE) for p in http.get("/plans.json").json()["plans"]}
    assert of_it | others < everything
    assert [o["value"] for o in soup(http, "/plans").select("#f-programme option")].count(KEY) == 1


def test_findings_are_narrowed_to_a_programme(http: httpx.Client) -> None:
    found = http.get(f"/compliance.json?programme={KEY}").json()["findings"]
    assert found
    assert all("288/KH-UBND" in f["document"] or "1720/QĐ-TTg" in f["document"] for f in found)
    assert http.get("/compliance.json?programme=801-lang-nghe&rule=XLV-04").json()["findings"] == []
    assert len(http.get(f"/compliance.json?programme={KEY}&rule=XLV-04").json()["findings"]) == 6


def test_search_has_the_programme_as_a_facet(http: httpx.Client) -> None:
    answer = http.get("/search.json?q=trạm y tế xã").json()
    assert {f["value"] for f in answer["facets"]["programme"]} == {f"{BASE}programme/{KEY}"}
    narrowed = http.get(f"/search.json?q=trạm y tế xã&programme={KEY}").json()
    assert narrowed["total"] > 0
    assert http.get("/search.json?q=trạm y tế xã&programme=801-lang-nghe").json()["total"] == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [(12, "bảo hiểm y tế"), (27, "suy dinh dưỡng thể thấp còi"), (29, "trạm y tế xã được xây dựng mới")],
)
def test_questions_are_asked_about_the_programme_of_a_pack(http: httpx.Client, number: int, words: str) -> None:
    answer = http.get(f"/q/{number}", params={"programme": KEY}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    assert words in answer.text
    assert words not in http.get(f"/q/{number}", headers={"Accept": "text/csv"}).text
