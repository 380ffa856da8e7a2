"""Further tasks of the four visitors, their answers written down first; each is tried with or without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from test_visitors import Visitor, browser, pytestmark  # noqa: F401 - the browser is a fixture

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser  # noqa: E402

OTHER_SHARE = ".matrix td.s-not-comparable a[href^='/trace/'][href$='muc-ii/2/2.2/gach-4/target-1']"
"""The cell of Lạng Sơn beside "more than 80% of craft villages work effectively"."""


def at_the_sentence(visitor: Visitor) -> str:
    """Return the words that are marked on a plan's page, which must be in the window."""
    marked = visitor.page.locator(".text mark.chosen").first
    box = marked.bounding_box()
    assert box is not None
    assert -5 <= box["y"] < visitor.page.viewport_size["height"]
    return " ".join(marked.inner_text().split())


def a_reporter_asks_why_half_is_not_compared_with_the_nations_share(visitor: Visitor) -> int:
    visitor.click(OTHER_SHARE)
    assert "khác mẫu số" in visitor.text()
    assert "trên 80%" in visitor.text()
    visitor.click(".pair figure:last-of-type a")
    assert at_the_sentence(visitor).startswith("Ít nhất 50% làng nghề")
    return 2


def a_reporter_asks_what_became_of_a_district(visitor: Visitor) -> int:
    visitor.search("huyện Khoái Châu")
    visitor.click("ol.hits a[href^='/places/khoai-chau']")
    assert "Không còn là đơn vị hành chính từ 01/07/2025" in visitor.text()
    assert "Xã Khoái Châu" in visitor.text()
    return 2


def a_reporter_asks_who_promotes_trade_for_crafts_in_long_an_today(visitor: Visitor) -> int:
    visitor.search("xúc tiến thương mại Long An")
    found = visitor.text("ol.hits")
    assert "chủ trì: Sở Công Thương tỉnh Long An" in found
    visitor.click("ol.hits a[href^='/agencies/long-an/so-cong-thuong']")
    assert "Sở Công Thương tỉnh Tây Ninh" in visitor.text()
    return 2


def an_official_asks_what_is_due_by_today_s_department_and_subscribes(visitor: Visitor) -> int:
    visitor.search("sở nông nghiệp và môi trường tây ninh")
    visitor.click("ol.hits a:has-text('Sở Nông nghiệp và Môi trường tỉnh Tây Ninh')")
    visitor.click("a:has-text('Lịch báo cáo và hạn')")
    visitor.click("nav.chips a:has-text('2027')")
    assert "30/06/2027" in visitor.text()
    assert visitor.page.locator("a.subscribe").get_attribute("href").endswith("/calendar.ics")
    return 4


def an_official_asks_which_flaws_of_a_plan_are_grave_and_reads_the_place(visitor: Visitor) -> int:
    visitor.click("header nav a:has-text('Tuân thủ')")
    visitor.page.select_option("#f-plan", "vn/ubnd-lang-son/2024/10/30/kh/244")
    visitor.page.select_option("#f-severity", "violation")
    visitor.click("main form button[type=submit]")
    assert visitor.text("#findings h2") == "1 phát hiện"
    visitor.click("ol.findings li blockquote a, ol.findings li .detail a")
    assert visitor.page.url.partition("?")[0].endswith("/plans/vn/ubnd-lang-son/2024/10/30/kh/244")
    return 3


def an_official_asks_which_national_targets_a_plan_passes_over(visitor: Visitor) -> int:
    visitor.click(".counts .s-silent a")
    rows = visitor.page.locator(".long tbody tr:has-text('Thanh Hóa')").all_inner_texts()
    assert len(rows) == 3
    assert any("tốc độ tăng giá trị sản xuất" not in row for row in rows)
    return 1


def a_researcher_lays_two_plans_side_by_side_and_takes_a_table(visitor: Visitor) -> int:
    visitor.click("tr:has-text('Tỉnh Lạng Sơn') input[name=a]")
    visitor.click("tr:has-text('Tỉnh Thanh Hóa') input[name=b]")
    visitor.click(".under button")
    assert "khác mẫu số" in visitor.text()
    with visitor.page.expect_download() as waiting:
        visitor.click(".twins a:has-text('CSV')")
    assert waiting.value.suggested_filename.endswith(".csv")
    return 4


def a_researcher_cites_a_sentence(visitor: Visitor) -> int:
    visitor.click(OTHER_SHARE)
    visitor.click(".pair figure:last-of-type a")
    cited = visitor.text("details.cite")
    assert "Ủy ban nhân dân tỉnh Lạng Sơn (2024)" in cited
    assert "II.2.2" in cited
    link = visitor.page.locator("details.cite a:has-text('BibTeX')").get_attribute("href")
    assert "pages = {II.2.2}" in visitor.page.request.get(visitor.page.url.split("/plans/")[0] + link).text()
    return 2


def a_researcher_asks_for_the_map_of_today(visitor: Visitor) -> int:
    visitor.page.select_option("#m-map", "after")
    visitor.page.select_option("#m-target", "muc-tieu-2030/target-6")
    visitor.click(".mapped form button")
    titles = visitor.page.locator(".mapped svg a.tile title").all_text_contents()
    assert len(titles) == 34
    assert {"Tây Ninh: bằng", "Lạng Sơn: không so được"} <= {" ".join(title.split()) for title in titles}
    return 1


def an_archivist_mends_a_misreading(visitor: Visitor) -> int:
    visitor.click("header nav a:has-text('Kế hoạch')")
    visitor.click("main a:has-text('11/KH-UBND')")
    visitor.click("li.fact:has-text('hỗ trợ công nhận') a:has-text('Đọc sai?')")
    visitor.page.fill("#m-who", "Nguyễn Văn A")
    visitor.page.fill("#m-why", "câu không nói thế")
    with visitor.page.expect_download() as waiting:
        visitor.click("button[value=download]")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert 'who = "Nguyễn Văn A"' in text
    assert "công nhận" in text
    return 4


def a_reporter_asks_where_a_national_figure_is_known_from(visitor: Visitor) -> int:
    visitor.click(".matrix th:has-text('kim ngạch xuất khẩu') a.national")
    shown = visitor.text()
    assert "6 tỷ đô la" in shown
    assert "Tỉnh Long An: đã đọc toàn văn, không có chỉ tiêu này" in shown
    assert visitor.page.locator(".sources a[rel=external]").count() > 0
    return 1


def a_researcher_opens_the_sentence_of_an_answer_and_comes_back(visitor: Visitor) -> int:
    visitor.click("header nav a:has-text('Hỏi')")
    visitor.click("main a:has-text('Câu nào, ở mục nào')")
    visitor.click("td a.open")
    assert "làng nghề" in at_the_sentence(visitor)
    visitor.page.go_back()
    visitor.page.wait_for_selector("td a.open")
    return 3


def an_official_looks_on_a_phone_at_what_is_around_a_place(visitor: Visitor) -> int:
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    visitor.search("long an")
    visitor.click("ol.hits a:has-text('Tỉnh Long An')")
    visitor.click("main a:has-text('Quan hệ')")
    assert visitor.page.locator("svg.tall").is_visible()
    assert not visitor.page.locator("svg.wide").is_visible()
    visitor.click("svg.tall a.box:not(.focus)")
    visitor.page.wait_for_selector("svg.tall a.focus")
    return 4


TASKS: tuple[tuple[Callable[[Visitor], int], bool], ...] = (
    (a_reporter_asks_why_half_is_not_compared_with_the_nations_share, True),
    (a_reporter_asks_what_became_of_a_district, False),
    (a_reporter_asks_who_promotes_trade_for_crafts_in_long_an_today, True),
    (an_official_asks_what_is_due_by_today_s_department_and_subscribes, False),
    (an_official_asks_which_flaws_of_a_plan_are_grave_and_reads_the_place, True),
    (an_official_asks_which_national_targets_a_plan_passes_over, False),
    (a_researcher_lays_two_plans_side_by_side_and_takes_a_table, True),
    (a_researcher_cites_a_sentence, False),
    (a_researcher_asks_for_the_map_of_today, True),
    (an_archivist_mends_a_misreading, False),
    (a_reporter_asks_where_a_national_figure_is_known_from, False),
    (a_researcher_opens_the_sentence_of_an_answer_and_comes_back, True),
    (an_official_looks_on_a_phone_at_what_is_around_a_place, False),
)
"""What is done, and whether the browser runs scripts; each returns how many clicks it may take."""


@pytest.mark.parametrize(("task", "scripts"), TASKS, ids=[task.__name__ for task, _ in TASKS])
def test_a_visitor_reaches_the_answer(
    browser: Browser,  # noqa: F811
    site: str,
    task: Callable[[Visitor], int],
    scripts: bool,
) -> None:
    context = browser.new_context(java_script_enabled=scripts, locale="vi-VN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(90_000)
    visitor = Visitor(context.new_page(), site)
    most = task(visitor)
    assert visitor.clicks <= most, unquote(visitor.page.url)
    assert visitor.faults == []
    context.close()
