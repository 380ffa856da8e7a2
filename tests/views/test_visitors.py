"""Four visitors reach their answers by clicks alone, in a real browser, with and without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, Route  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]
UPLOAD = Path(__file__).parents[1] / "gold" / "blind1" / "hoai-nhon-ke-hoach.docx"


class Visitor:
    """Somebody who only reads, clicks, chooses and types; clicks and what is sent are counted."""

    def __init__(self, page: Page, site: str, *, scripts: bool = True) -> None:
        self.page, self.scripts, self.clicks = page, scripts, 0
        self.faults: list[str] = []
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on(
            "request", lambda asked: None if asked.url.startswith((site, "data:")) else self.faults.append(asked.url)
        )
        page.goto(f"{site}/")

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()  # a click waits for the answer's first byte, not for its last

    def search(self, words: str) -> None:
        self.clicks += 1
        self.page.fill("header input[name=q]", words)
        self.page.press("header input[name=q]", "Enter")
        self.page.wait_for_url("**/search?*")  # until it is loaded

    def text(self, selector: str = "main") -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    context = browser.new_context(java_script_enabled=request.param, locale="vi-VN")
    context.set_default_timeout(90_000)
    made = Visitor(context.new_page(), site, scripts=request.param)
    yield made
    assert made.faults == []
    context.close()


def test_a_reporter_finds_who_leads_the_ocop_work_of_long_an_and_that_it_is_no_more(visitor: Visitor) -> None:
    visitor.search("OCOP Long An")
    first = visitor.text("ol.hits > li:has(.kind:text('Nhiệm vụ'))")
    assert "Tỉnh Long An nay thuộc Tỉnh Tây Ninh" in first
    assert "chủ trì: Ủy ban nhân dân các huyện, thị xã, thành phố" in first
    assert "cấp huyện không còn từ 01/07/2025" in first
    visitor.click("ol.hits > li:has(.kind:text('Nhiệm vụ')) a[href^='/agencies/']")
    assert "Cấp huyện không còn từ 01/07/2025" in visitor.text()
    assert visitor.clicks <= 3


def test_an_official_finds_what_today_s_department_inherited_and_what_is_wrong(visitor: Visitor) -> None:
    visitor.search("sở nông nghiệp và môi trường thanh hóa")
    visitor.click("ol.hits a:has-text('Sở Nông nghiệp và Môi trường tỉnh Thanh Hóa')")
    shown = visitor.text()
    assert "kế thừa từ Sở Nông nghiệp và Phát triển nông thôn tỉnh Thanh Hóa" in shown
    visitor.click("a:has-text('Phát hiện liên quan')")
    assert "đã được tổ chức lại ngày 01/03/2025" in visitor.text("ol.findings")
    assert visitor.clicks <= 3


def test_a_researcher_compares_cites_and_takes_a_workbook(visitor: Visitor) -> None:
    visitor.click("header nav a:has-text('So sánh')")
    visitor.page.select_option("#f-a", "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach")
    visitor.page.select_option("#f-b", "vn/ubnd-thanh-hoa/2022/11/29/qd/4182/ke-hoach")
    visitor.click("main form button[type=submit]")
    assert "Chỉ A" in visitor.text()
    with visitor.page.expect_download() as waiting:
        visitor.click(".twins a:has-text('Excel')")
    assert waiting.value.suggested_filename.endswith(".xlsx")
    visitor.click(".sides a:has-text('617/QĐ-UBND')")
    visitor.click("summary:has-text('Trích dẫn')")
    assert "617/QĐ-UBND" in visitor.text("details.cite")
    assert visitor.clicks <= 5


def test_an_archivist_sends_a_plan_and_sees_what_was_read_and_what_is_wrong(visitor: Visitor, sent: Any) -> None:
    """Without scripts the server reads what is sent; with them the browser gets what it answered to the same before."""
    if visitor.scripts:
        headers = {name: sent.answer.headers[name] for name in ("content-type", "content-security-policy")}

        def answered(route: Route) -> None:
            if route.request.method == "POST":
                assert route.request.headers["content-type"].startswith("multipart/form-data")
                route.fulfill(body=sent.answer.text, headers=headers)
            else:
                route.continue_()

        visitor.page.route("**/read", answered)
    visitor.click("header nav a:has-text('Đọc thử')")
    visitor.page.set_input_files("#file", UPLOAD)
    visitor.click("main form button[type=submit]")
    visitor.page.wait_for_selector(".uploaded")
    assert "Kế hoạch 185/KH-UBND ngày 09/8/2023" in visitor.text("h1")
    assert "XLV-08" in visitor.text("#read-findings")
    visitor.click("#read-findings a")
    visitor.page.wait_for_url("**#**")
    place = unquote(visitor.page.url.partition("#")[2])
    assert visitor.page.locator(f"[id='{place}']").count() == 1
    assert visitor.clicks <= 4


def test_suggestions_are_chosen_by_keyboard(browser: Browser, site: str) -> None:
    page = browser.new_page(locale="vi-VN")
    page.set_default_timeout(30_000)
    page.goto(f"{site}/search")
    page.locator("#q").press_sequentially("sở nông nghiệp và môi")
    page.wait_for_selector("#q-offers li")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "q-offers-0"
    page.keyboard.press("Enter")
    page.wait_for_url("**/agencies/**")
    page.close()


def test_a_page_fits_a_phone(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for address in (
        "/agencies/tay-ninh/so-nong-nghiep-va-moi-truong/2025-07", "/compliance", "/search?q=OCOP+Long+An", "/calendar?year=2027",
        "/compare?a=vn/ubnd-lang-son/2024/10/30/kh/244&b=vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach", "/ask?example=11",
    ):  # fmt: skip
        page.goto(site + address)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, (address, theme)
    page.close()
