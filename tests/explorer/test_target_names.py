"""Things are told apart wherever a page mentions them: targets by figure, year and place, units of one name by their time."""

from __future__ import annotations

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from pages_seen import EFFECTIVE_2030, LANG_SON, TARGET

from query_api.rendering.page import uncut

NAMED = "ít nhất 50% (2030) làng nghề, làng nghề truyền thống đã được công nhận phát triển hoạt động có hiệu quả · Tỉnh Lạng Sơn"
NATIONAL = "trên 80% (2030) làng nghề, làng nghề truyền thống hoạt động có hiệu quả · Việt Nam"


def soup_of(http: httpx.Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(http.get(address).text, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def test_a_target_is_named_with_figure_year_and_place_wherever_it_is_mentioned(http: httpx.Client) -> None:
    thing = soup_of(http, f"/{TARGET}")
    assert words(thing.h1) == NAMED
    assert NATIONAL in {words(a) for a in thing.select(f"a[href='/{EFFECTIVE_2030}']")}
    around = soup_of(http, f"/graph/{TARGET}")
    assert words(around.h1) == NAMED
    answer = soup_of(
        http, "/ask?query=" + f"SELECT ?t {{ VALUES ?t {{ <https://w3id.org/langnghe/{EFFECTIVE_2030}> }} }}"
    )
    assert words(answer.select_one("#result td a")) == NATIONAL
    assert not answer.select("#result td small.note")
    english = soup_of(http, f"/{EFFECTIVE_2030}?lang=en")
    assert words(english.h1).startswith("more than 80% (2030) craft villages")
    assert words(english.h1).endswith("· Viet Nam")


@pytest.mark.parametrize("address", ["/places/tuyen-quang", "/search?q=kế hoạch Tuyên Quang"])
def test_a_province_is_told_from_the_one_of_its_name_that_it_became(http: httpx.Client, address: str) -> None:
    new = soup_of(http, address).select_one("main a[href='/places/tuyen-quang/2025-07']")
    assert words(new) == "Tỉnh Tuyên Quang (từ 01/7/2025)"


def test_work_is_shown_in_the_words_of_its_sentence_where_its_label_is_cut(http: httpx.Client) -> None:
    shown = [words(a) for a in soup_of(http, "/agencies/lang-son/so-noi-vu/2025-03").select("#leads .what a")]
    assert len(shown) == 1
    assert "hướng dẫn cơ chế, chính sách về đào tạo nghề cho lao động nông thôn" in shown[0]
    assert (uncut("rà soát…", "Rà soát, bổ sung."), uncut("rà soát…", ""), uncut("rà soát", "Rà soát, bổ sung.")) == (
        "Rà soát, bổ sung.", "rà soát…", "rà soát",
    )  # fmt: skip


def test_a_row_whose_cells_are_alike_says_so_once_for_narrow_screens(http: httpx.Client) -> None:
    page = soup_of(http, "/")
    alike = page.select(".matrix tr.alike")
    assert alike
    for row in alike:
        assert len({cell["class"][-1] for cell in row.select("td.c")}) == 1
        assert words(row.select_one(".all")).startswith(words(row.select_one("td.c .sign")))
    heads = {cell["data-head"] for cell in page.select(".matrix tbody td.c")}
    assert len(heads) == len(page.select(".matrix thead th")) - 1
    assert not soup_of(http, f"/plans/{LANG_SON}").select(".alike")


def test_a_thing_that_lists_targets_leads_to_their_sentences_in_one_step(http: httpx.Client) -> None:
    page = soup_of(http, "/indicator/effective_villages_pct")
    listed = [a for a in page.select("main li a[href^='/vn/']") if f"/{LANG_SON}/" in a["href"]]
    assert listed
    for a in listed:
        sentence = a.find_next("a")
        assert sentence is not None
        assert words(sentence) == "câu gốc"
        assert sentence["href"].startswith(f"/plans/{LANG_SON}?fact=")
        assert "#text/" in sentence["href"]
