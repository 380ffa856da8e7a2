"""Neighbourhoods: at most sixty boxes in fixed columns, the same picture each time, the same edges as a table."""

from __future__ import annotations

import io
from itertools import pairwise
from xml.etree import ElementTree

import httpx
import networkx as nx
import pytest
from bs4 import Tag
from pages_seen import AGENCY, LANG_SON, PROGRAMME, SITE, TARGET, THANH_HOA, soup_of

from query_api.explorer.neighbourhood import MOST_NODES

SVG = "{http://www.w3.org/2000/svg}"
THINGS = (AGENCY, LANG_SON, THANH_HOA, PROGRAMME, TARGET, "place/viet-nam", "indicator/effective_villages_pct")


@pytest.mark.parametrize("thing", THINGS)
def test_a_picture_is_well_formed_small_and_every_box_a_link(http: httpx.Client, thing: str) -> None:
    answer = http.get(f"/graph/{thing}.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    drawing = ElementTree.fromstring(answer.text)
    boxes = drawing.findall(f"{SVG}a")
    assert 2 <= len(boxes) <= MOST_NODES
    assert all(box.get("href") for box in boxes)
    corners = [(b.find(f"{SVG}rect").get("x"), b.find(f"{SVG}rect").get("y")) for b in boxes]
    assert len(set(corners)) == len(corners)
    assert http.get(f"/graph/{thing}.svg").text == answer.text


@pytest.mark.parametrize("thing", THINGS)
def test_table_picture_and_graphml_hold_the_same_edges(http: httpx.Client, thing: str) -> None:
    edges = http.get(f"/graph/{thing}.json").json()["edges"]
    network = nx.read_graphml(io.BytesIO(http.get(f"/graph/{thing}.graphml").content), force_multigraph=True)
    drawing = ElementTree.fromstring(http.get(f"/graph/{thing}.svg").text)
    lines = [path for path in drawing.findall(f"{SVG}path") if "line" in (path.get("class") or "")]
    rows = soup_of(http, f"/graph/{thing}").select("main table tbody tr")
    assert len(edges) == network.number_of_edges() == len(lines) == len(rows)
    assert all(edge["known"] for edge in edges)


def test_many_neighbours_fold_into_a_link_that_unfolds_them(http: httpx.Client) -> None:
    page = soup_of(http, f"/graph/{THANH_HOA}")
    folded = page.select("svg a.folded")
    assert folded
    unfolded = soup_of(http, folded[0]["href"])
    assert len(unfolded.select("svg a")) > 2


def test_columns_are_fixed(http: httpx.Client) -> None:
    drawing = ElementTree.fromstring(http.get(f"/graph/{TARGET}.svg").text)
    heads = [(int(t.get("x")), t.text) for t in drawing.findall(f"{SVG}text")]
    assert [text for _, text in heads] == ["Quốc gia", "Tỉnh", "Huyện, xã", "Cơ quan, nơi, nghề", "Câu gốc"]
    places = {b.find(f"{SVG}title").text: int(b.find(f"{SVG}rect").get("x")) for b in drawing.findall(f"{SVG}a")}
    national = next(
        x for title, x in places.items() if "tỷ lệ làng nghề" in title or "hoạt động có hiệu quả (chỉ tiêu)" in title
    )
    assert national == min(places.values())


@pytest.mark.parametrize("thing", [LANG_SON, AGENCY])
def test_a_narrow_window_gets_the_same_picture_with_its_columns_one_below_the_other(
    http: httpx.Client, thing: str
) -> None:
    wide, tall = soup_of(http, f"/graph/{thing}").select(".picture svg")
    assert ["wide" in wide["class"], "tall" in tall["class"]] == [True, True]

    def shown(drawing: Tag) -> tuple[set[tuple[str, str]], list[str]]:
        boxes = {(a["href"], a.title.text) for a in drawing.select("a.box")}
        return boxes, sorted(path.title.text for path in drawing.select("path.line"))

    assert shown(wide) == shown(tall)
    assert float(tall["viewbox"].split()[2]) <= 360
    corners = [int(rect["y"]) for rect in tall.select("a.box rect")]
    assert len({int(rect["x"]) for rect in tall.select("a.box rect")}) == 1
    assert all(later - earlier >= 54 for earlier, later in pairwise(corners))


def test_an_unknown_thing_has_no_neighbourhood(http: httpx.Client) -> None:
    assert http.get("/graph/no/such/thing").status_code == 404
    assert f"<{SITE}no/such/thing>" in http.get("/graph/no/such/thing").text.replace("&lt;", "<").replace("&gt;", ">")
