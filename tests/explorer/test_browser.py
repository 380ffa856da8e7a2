"""The explorer in a real browser: with and without scripts, on paper, by keyboard, and nothing that axe objects to."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
from pages_seen import EFFECTIVE_2030, LANG_SON, LONG_AN, TARGET, THANH_HOA
from playwright.sync_api import Browser, Page, expect, sync_playwright

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="needs a chromium")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 1300, "height": 900})
    yield context.new_page()
    context.close()


def in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    return box is not None and 0 <= box["y"] < 900


def test_a_sentence_opens_its_fact_and_the_fact_its_sentence(page: Page, server: str) -> None:
    name = TARGET.removeprefix(f"{LANG_SON}/")
    page.goto(f"{server}/plans/{LANG_SON}")
    page.locator(f'.text a.ref[href="#fact/{name}"]').click()
    fact = page.locator(f'[id="fact/{name}"]')
    assert unquote(urlsplit(page.url).fragment) == f"fact/{name}"
    assert in_view(page, f'[id="fact/{name}"]')
    fact.locator("a.no").click()
    assert unquote(urlsplit(page.url).fragment) == f"text/{name}"
    assert in_view(page, f'[id="text/{name}"] + a.at + mark, [id="text/{name}"] + mark, [id="text/{name}"] ~ mark')
    page.go_back()
    assert unquote(urlsplit(page.url).fragment) == f"fact/{name}"


def test_from_the_first_page_to_the_sentence_in_three_clicks(page: Page, server: str) -> None:
    page.goto(server)
    page.locator(".matrix td.s-not-comparable a[href^='/trace/'][href$='gach-4/target-1']").first.click()
    page.wait_for_selector(".pair a")
    assert "khác mẫu số" in page.locator("body").inner_text() or page.locator(".pair figure").count() == 2
    page.locator(".pair a").last.click()
    page.wait_for_url(f"**/plans/{LANG_SON}*#**")
    marked = page.locator(".text mark.chosen").first
    assert "Ít nhất 50% làng nghề" in marked.inner_text()
    assert in_view(page, ".text mark.chosen")


def test_filters_stand_in_the_address_and_come_back(page: Page, server: str) -> None:
    page.goto(f"{server}/?lang=en")
    page.select_option("#f-region", "mekong-delta")
    page.locator("form.choose button").first.click()
    page.wait_for_url("**/?*region=mekong-delta*")
    assert "lang=en" in page.url
    rows = page.locator(".matrix tbody tr")
    expect(rows).not_to_have_count(0)
    number = rows.count()
    page.goto(f"{server}/plans")
    page.go_back()
    expect(rows).to_have_count(number)
    assert page.locator("#f-region").input_value() == "mekong-delta"


def test_of_a_long_plan_only_what_is_near_is_laid_out_and_any_sentence_opens(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(f"{server}/plans/{LONG_AN}")
    kept = "leaf => getComputedStyle(leaf).contentVisibility"
    for side in ("text", "facts"):
        assert page.locator(f".{side} .full").last.evaluate(kept) == "auto"
    name = page.locator(".facts .full .fact").last.get_attribute("id") or ""
    page.goto(f"{server}/plans/{LONG_AN}#{name.replace('fact/', 'text/', 1)}")
    for marked in (".text .paired", ".fact.paired"):
        expect(page.locator(marked).first).to_be_in_viewport()
    # One below the other, in one page that scrolls: all is laid out.
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.locator(".text .full").last.evaluate(kept) == "visible"
    page.close()


def test_keys_step_through_the_facts(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/plans/{LANG_SON}")

    def pressed(key: str) -> str:
        page.keyboard.press(key)
        return unquote(str(page.evaluate("location.hash.slice(1)")))  # page.url follows a moment later

    first, second, back = pressed("j"), pressed("j"), pressed("k")
    assert first.startswith("fact/")
    assert second.startswith("fact/")
    assert second != first == back
    page.close()


@pytest.mark.parametrize("plan", [LANG_SON, LONG_AN, THANH_HOA])
def test_a_plan_prints_whole_and_close_to_its_own_length(browser: Browser, server: str, plan: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{server}/plans/{plan}?view=print")
    whole = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    printed = "".join(sheet.get_textpage().get_text_range() for sheet in whole)
    numbers = page.locator("li.fact a.no").all_inner_texts()
    page.add_style_tag(content=".facts { display: none !important }")
    text = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    assert len(whole) <= 1.3 * len(text)
    assert numbers
    assert "Toàn văn" in printed
    context.close()


def test_a_trace_opens_and_closes_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/trace/{EFFECTIVE_2030}")
    summary = page.locator(".tree summary").first
    before = page.locator(".tree details").first.get_attribute("open")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".tree details").first.get_attribute("open") != before
