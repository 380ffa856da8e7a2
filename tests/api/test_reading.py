"""The pages of the rules of reading, and the way to them from a fact."""

from __future__ import annotations

import httpx
import pytest
from bs4 import BeautifulSoup

from loader.rules import book
from query_api.pages.reading import href_of_reading

HTML = {"Accept": "text/html"}


def page(http: httpx.Client, path: str, status: int = 200) -> BeautifulSoup:
    response = http.get(path, headers=HTML)
    assert response.status_code == status, response.text
    return BeautifulSoup(response.text, "html.parser")


def test_the_index_leads_to_every_rule_and_table(http: httpx.Client) -> None:
    links = {str(a["href"]) for a in page(http, "/reading").select("a[href^='/reading/']")}
    assert links == {f"/reading/{name}" for name in (*book().readings(), *book().names())}


def test_a_reading_rule_shows_what_it_reads_and_how_often_it_is_right(http: httpx.Client) -> None:
    shown = page(http, "/reading/funding.source")
    tally = book().measured().readings["funding.source"]
    assert book().readings()["funding.source"].vi in shown.text
    assert book().readings()["funding.source"].en in page(http, "/reading/funding.source?lang=en").text
    assert f"{tally.right}/{tally.found}" in shown.text
    assert str(book().confidence("funding.source")) in shown.text
    assert not shown.select("script")


def test_a_table_shows_its_rules_with_their_examples(http: httpx.Client) -> None:
    shown = page(http, "/reading/heading")
    for rule in book().table("heading").rules:
        section = shown.find(id=rule.id)
        assert section is not None
        assert rule.yes[0].text in section.text


@pytest.mark.parametrize("name", ["curation", "doubts.reader-warning"])
def test_what_nobody_measures_says_so(http: httpx.Client, name: str) -> None:
    assert "Không đo" in page(http, f"/reading/{name}").text
    assert "Not measured" in page(http, f"/reading/{name}?lang=en").text


def test_an_unknown_rule_is_not_found(http: httpx.Client) -> None:
    page(http, "/reading/nobody.knows", 404)


def test_a_fact_leads_to_the_rule_that_read_it(http: httpx.Client) -> None:
    shown = page(http, "/vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach/muc-1/target-1")
    link = shown.find("a", string="targets.figure")
    assert link is not None
    assert link["href"] == "/reading/targets.figure"
    assert "chỉ tiêu" in page(http, str(link["href"])).text


def test_a_name_that_is_no_rule_leads_nowhere() -> None:
    assert href_of_reading("nobody.knows") is None
