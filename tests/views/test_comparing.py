"""Two plans side by side: one address, groups that add up, figures only where they compare, else the reason."""

from __future__ import annotations

import httpx
import pytest
from bs4 import BeautifulSoup

LONG_AN = "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach"
LANG_SON = "vn/ubnd-lang-son/2024/10/30/kh/244"
ADDRESS = f"/compare?a={LANG_SON}&b={LONG_AN}"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LONG_AN, LANG_SON),
        ("617/QĐ-UBND", "244/KH-UBND"),
        (f"https://w3id.org/langnghe/{LONG_AN}", f"/plans/{LANG_SON}"),
        (LONG_AN.removesuffix("/ke-hoach"), LANG_SON),
    ],
)
def test_every_spelling_leads_to_one_address(http: httpx.Client, a: str, b: str) -> None:
    answer = http.get("/compare", params={"a": a, "b": b, "only": "both"})
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{ADDRESS}&only=both"


def test_the_groups_add_up_and_narrowing_keeps_only_one(http: httpx.Client) -> None:
    def rows(only: str = "") -> list[dict[str, object]]:
        return http.get(f"{ADDRESS.replace('/compare', '/compare.json')}{only}").json()["targets"]

    everything = rows()
    parts = [rows(f"&only={group}") for group in ("both", "a", "b")]
    assert sum(map(len, parts)) == len(everything)
    assert all(r["a_value"] and not r["b_value"] for r in parts[1])
    assert all(r["b_value"] and not r["a_value"] for r in parts[2])


def test_a_difference_is_shown_only_where_figures_compare_and_else_the_reason(http: httpx.Client) -> None:
    rows = http.get(ADDRESS.replace("/compare", "/compare.json")).json()["targets"]
    both = [r for r in rows if r["has"] == "both"]
    assert both
    for row in both:
        assert (row["difference"] is None) == bool(row["not_comparable"])
    assert any("số đếm" in str(r["not_comparable"]) for r in both)


def test_swapping_turns_sides_and_signs(http: httpx.Client) -> None:
    def rows(more: str) -> list[dict[str, object]]:
        return http.get(ADDRESS.replace("/compare", "/compare.json") + more).json()["targets"]

    one = {(r["indicator"], r["year"]): r for r in rows("")}
    for row in rows("&swap=true"):
        other = one[row["indicator"], row["year"]]
        assert row["a_value"] == other["b_value"]
        if row["difference"] is not None:
            assert row["difference"] == -other["difference"]


def test_passages_that_both_share_are_marked(http: httpx.Client) -> None:
    page = BeautifulSoup(http.get(ADDRESS).text, "html.parser")
    assert page.select("li.shared")
