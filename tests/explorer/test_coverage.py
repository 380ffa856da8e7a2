"""The matrix: every cell has a state, and no two kinds of emptiness are the same."""

from __future__ import annotations

from collections import Counter

import httpx
import pytest
from pages_seen import (
    EFFECTIVE_2030,
    KHOAI_CHAU,
    LANG_SON,
    LONG_AN,
    SITE,
    TARGET,
    THANH_HOA,
    TUYEN_QUANG,
    soup_of,
    words,
)

from query_api.explorer.coverage import STATES
from query_api.explorer.outlines import middle_of, outlines, path_of, united
from query_api.explorer.provinces import provinces


@pytest.fixture(scope="module")
def cells(http: httpx.Client) -> list[dict[str, object]]:
    return http.get("/coverage.json").json()["cells"]


def of(cells: list[dict[str, object]], plan: str, goal: str) -> list[dict[str, object]]:
    return [c for c in cells if c["plan_iri"] == SITE + plan and c["national_iri"] == SITE + goal]


def test_a_share_of_recognised_villages_stands_beside_that_of_all_and_is_not_compared(
    cells: list[dict[str, object]],
) -> None:
    (cell,) = of(cells, LANG_SON, EFFECTIVE_2030)
    assert (cell["state"], cell["reason"]) == ("not-comparable", "khác mẫu số")
    assert (cell["value"], cell["national_value"], cell["gap"]) == (50, 80, None)
    assert cell["target_iri"] == SITE + TARGET
    assert str(cell["sentence"]).startswith("Ít nhất 50% làng nghề")


def test_the_kinds_of_emptiness_are_told_apart(cells: list[dict[str, object]]) -> None:
    programme = EFFECTIVE_2030.rpartition("/")[0]
    assert [c["state"] for c in of(cells, LONG_AN, EFFECTIVE_2030)] == ["equal"]
    (different,) = of(cells, THANH_HOA, EFFECTIVE_2030)
    assert (different["state"], different["reason"]) == ("not-comparable", "khác mẫu số")
    (silent,) = of(cells, THANH_HOA, f"{programme}/target-3")
    assert (silent["state"], silent["value"]) == ("silent", None)
    assert {c["state"] for c in cells if c["plan_iri"] == SITE + KHOAI_CHAU} == {"not-asked"}
    assert {c["state"] for c in of(cells, "vn/ubnd-vinh-phuc/2022/10/05/kh/249", EFFECTIVE_2030)} == {"not-read"}
    assert all(
        c["reason"] for c in cells if c["state"] in ("silent", "not-asked", "not-read", "not-comparable", "unsure")
    )


def test_an_unread_plan_is_never_called_silent(cells: list[dict[str, object]]) -> None:
    read = {SITE + plan for plan in (LONG_AN, LANG_SON, THANH_HOA, TUYEN_QUANG, KHOAI_CHAU)}
    assert {c["plan_iri"] for c in cells if c["state"] == "silent"} <= read
    assert not {c["plan_iri"] for c in cells if c["state"] == "not-read"} & read


def test_silence_is_what_no_target_of_the_plan_contradicts(http: httpx.Client, cells: list[dict[str, object]]) -> None:
    query = """PREFIX ln: <https://w3id.org/langnghe/ontology#> SELECT ?plan ?goal {
        ?goal ln:inDocument/ln:level <https://w3id.org/langnghe/level/national> ; ln:ofIndicator ?i ; ln:horizon ?h .
        ?t ln:ofIndicator ?i ; ln:horizon ?h ; ln:inDocument ?plan }"""
    found = http.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}).json()
    stated = {(r["plan"]["value"], r["goal"]["value"]) for r in found["results"]["bindings"]}
    assert [c for c in cells if c["state"] == "silent" and (c["plan_iri"], c["national_iri"]) in stated] == []


def test_the_counts_at_the_top_are_those_of_the_cells(http: httpx.Client) -> None:
    page = soup_of(http, "/?year=all")
    shown = {li["class"][0].removeprefix("s-"): int(li.select_one("b").get_text()) for li in page.select(".counts li")}
    assert set(shown) == {state.key for state in STATES}
    in_cells = Counter(td["class"][1].removeprefix("s-") for td in page.select(".matrix tbody td"))
    assert {key: n for key, n in shown.items() if n} == dict(in_cells)


def test_a_count_leads_to_the_list_of_its_cells(http: httpx.Client) -> None:
    page = soup_of(http, "/")
    count = page.select_one(".counts .s-equal")
    rows = [tr for tr in soup_of(http, count.select_one("a")["href"]).select(".long tbody tr") if not tr.get("class")]
    assert len(rows) == int(count.select_one("b").get_text())
    assert any("Trên 80% làng nghề" in row.get_text() for row in rows)


def test_two_values_for_one_target_are_both_shown(http: httpx.Client, cells: list[dict[str, object]]) -> None:
    many = Counter((c["plan_iri"], c["national_iri"]) for c in cells if c["value"] is not None)
    several = [key for key, n in many.items() if n > 1]
    assert several
    plan, goal = several[0]
    page = soup_of(http, "/?year=all")
    links = {a["href"] for a in page.select(".matrix tbody td a")}
    own = {str(c["target_iri"]).removeprefix(SITE) for c in cells if (c["plan_iri"], c["national_iri"]) == (plan, goal)}
    assert {f"/trace/{target}" for target in own} <= links


def test_columns_sort_and_rows_filter(http: httpx.Client) -> None:
    key = "muc-tieu-2030/target-6"
    page = soup_of(http, "/", sort=key)
    first = page.select_one(".matrix tbody th.who").get_text()
    assert "Lạng Sơn" in first
    assert page.select_one('.matrix thead th[aria-sort="ascending"]') is not None
    assert "Lạng Sơn" not in soup_of(http, "/", sort=key, order="desc").select_one(".matrix tbody th.who").get_text()
    south = soup_of(http, "/", region="mekong-delta").select(".matrix tbody th.who")
    assert {("Long An" in th.get_text()) or ("Đồng Tháp" in th.get_text()) for th in south} == {True}
    district = soup_of(http, "/", level="district").select(".matrix tbody th.who")
    assert [words(th.select_one("a").get_text()) for th in district] == ["Huyện Khoái Châu"]


def test_counts_are_added_up_and_held_against_the_national_figure(http: httpx.Client) -> None:
    page = soup_of(http, "/")
    heads = [words(th.get_text()) for th in page.select(".matrix thead th")]
    foot = [words(td.get_text()) for td in page.select(".matrix tfoot td")]
    at = next(i for i, head in enumerate(heads[1:]) if "ít nhất 129 nghề" in head)
    assert "%" in foot[at]
    rate = next(i for i, head in enumerate(heads[1:]) if "trên 80%" in head)
    assert "%" not in foot[rate]


@pytest.mark.parametrize("shape", ["", "tiles"])
def test_the_map_has_every_province_before_and_after(http: httpx.Client, shape: str) -> None:
    if not shape and outlines() is None:
        pytest.skip("the outlines are bundled by npm")
    svg = "svg.tiles" if shape else "svg.outlines"
    before = soup_of(http, "/", shape=shape).select(f"{svg} a.tile")
    after = soup_of(http, "/", map="after", shape=shape).select(f"{svg} a.tile")
    assert (len(before), len(after)) == (63, 34)
    names = [words(tile.select_one("title").get_text()) for tile in after]
    assert "Tây Ninh: đã đọc toàn văn" in names
    page = soup_of(http, "/", target="muc-tieu-2030/target-6", shape=shape)
    assert "Long An: bằng" in [words(title.get_text()) for title in page.select(f"{svg} a.s-equal title")]
    assert page.select_one("#m-shape option[selected]") is None or shape == "tiles"


@pytest.mark.skipif(outlines() is None, reason="the outlines are bundled by npm")
def test_every_province_has_an_outline_and_the_archipelagos_belong_to_theirs() -> None:
    drawn, table = outlines(), provinces()
    assert drawn is not None
    assert {tile.slug for tile in table.before} | dict(table.islands).keys() == drawn.rings.keys()
    assert table.islands_of("da-nang") == ("hoang-sa",)
    assert table.islands_of("khanh-hoa") == ("truong-sa",)
    rings = {slugs: len(drawn.of(slugs).rings) for slugs in (("da-nang", "hoang-sa"), ("da-nang",), ("hoang-sa",))}
    assert rings["da-nang", "hoang-sa"] == rings["da-nang",] + rings["hoang-sa",]
    assert len(drawn.of(["long-an", "tay-ninh"]).rings) == 1
    assert drawn.of(["long-an", "atlantis"]) is None


def test_areas_that_touch_are_drawn_as_one_and_others_stay_apart() -> None:
    left, right, far = ((0, 0), (2, 0), (2, 2), (0, 2)), ((2, 0), (4, 0), (4, 2), (2, 2)), ((9, 9), (11, 9), (11, 11))
    (both,) = united([left, right])
    assert set(both) == {(0, 0), (4, 0), (4, 2), (0, 2)}
    assert len(united([left, right, far])) == 2
    assert path_of([left]) == "M0 0l2 0 0 2-2 0z"
    assert middle_of([left, far]) == (1, 1)


def test_the_tiles_overlap_nowhere_and_every_province_has_a_region() -> None:
    table = provinces()
    for tiles in (table.before, table.after):
        assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == len({tile.slug for tile in tiles})
    assert {tile.region for tile in table.before} == {region.key for region in table.regions}


def test_the_query_page_is_still_at_its_old_addresses(http: httpx.Client) -> None:
    page = soup_of(http, "/", query="SELECT (1 AS ?one) {}")
    assert page.select_one("tbody td").get_text(strip=True) == "1"
    assert soup_of(http, "/").select_one("textarea#query") is not None
