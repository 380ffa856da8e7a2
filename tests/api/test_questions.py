"""Stored questions over HTTP, on the project's own graph: forms, shareable addresses, refusals, links that keep values."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from api_sample import running
from bs4 import BeautifulSoup

from loader.project import Project
from loader.questions import read_questions
from query_api.settings import Settings

PROJECT = Project.find(Path(__file__).parent)
QUESTIONS = read_questions(PROJECT.root / "queries")
WITH_PARAMETERS = [q for q in QUESTIONS if q.parameters]
HTML = {"Accept": "text/html"}
LONG_AN = "https://w3id.org/langnghe/place/long-an"


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    settings = Settings(paths=(PROJECT.ttl, PROJECT.ontology), queries=PROJECT.root / "queries", timeout=60.0)
    with running(settings) as url, httpx.Client(base_url=url, timeout=100, follow_redirects=True) as client:
        yield client


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


def page(http: httpx.Client, path: str, status: int = 200, **params: str) -> BeautifulSoup:
    response = http.get(path, params=params or None, headers=HTML)
    assert response.status_code == status, response.text
    return BeautifulSoup(response.text, "html.parser")


def test_csv_with_another_place_answers_for_that_place(http: httpx.Client) -> None:
    by_iri = rows(http.get("/q/04-who-leads-what-until-when.csv", params={"place": f"<{LONG_AN}>"}))
    by_label = rows(http.get("/q/4", params={"place": "Tỉnh Long An", "format": "csv"}))
    assert by_iri == by_label
    assert len({row["task"] for row in by_iri}) == 45
    assert all("long-an" in row["task"] for row in by_iri)


def test_a_month_answers_for_that_month(http: httpx.Client) -> None:
    assert {row["month"] for row in rows(http.get("/q/reports-by-month.csv?month=06"))} == {"06"}


def test_json_carries_the_value_too(http: httpx.Client) -> None:
    found = http.get("/q/10.json", params={"place": "lang-son"}).json()["results"]["bindings"]
    assert found
    assert all("lang-son" in row["task"]["value"] for row in found)


@pytest.mark.parametrize(
    ("path", "params", "possible"),
    [
        ("/q/4.csv", {"place": "nowhere"}, "thanh-hoa"),
        ("/q/4.csv", {"plaec": "long-an"}, "place"),
        ("/q/7.json", {"month": "13"}, "12"),
        ("/q/7", {"month": "may"}, "05"),
    ],
)
def test_what_is_not_possible_is_a_problem_that_lists_what_is(
    http: httpx.Client, path: str, params: dict[str, str], possible: str
) -> None:
    response = http.get(path, params=params)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert possible in [entry["value"] for entry in problem["possible"]]
    assert problem["detail"]
    assert problem["detail_vi"]


def test_a_browser_sees_the_refusal_with_the_form(http: httpx.Client) -> None:
    shown = page(http, "/q/4", 400, place="nowhere")
    assert "Tỉnh Thanh Hóa" in shown.select_one(".problem").text
    assert shown.select_one("form.parameters select[name=place]") is not None


def test_an_unknown_parameter_of_a_question_without_any_is_refused(http: httpx.Client) -> None:
    assert http.get("/q/11.csv", params={"place": "long-an"}).status_code == 400
    assert http.get("/q/4", params={"query": "x"}).status_code == 400


@pytest.mark.parametrize("question", WITH_PARAMETERS, ids=lambda q: q.name)
def test_every_question_with_parameters_has_a_form_without_script(http: httpx.Client, question) -> None:
    shown = page(http, f"/q/{question.number}")
    form = shown.select_one("form.parameters")
    assert form["method"] == "get"
    assert not shown.select("main script")
    for parameter in question.parameters:
        field = form.select_one(f"[name={parameter.name}]")
        if parameter.kind == "number":
            assert field["value"] == "0.8"
            continue
        keys = [option["value"] for option in field.select("option")]
        assert len(keys) >= 2 or parameter.name == "programme" or (question.number, parameter.name) == (6, "level")
        chosen = field.select("option[selected]")
        assert len(chosen) == (0 if keys[0] == "" else 1)
    assert shown.find(id="result") is not None


def test_the_form_leads_to_an_address_that_can_be_shared(http: httpx.Client) -> None:
    form = page(http, "/q/4").select_one("form.parameters")
    sent = {i["name"]: i["value"] for i in form.select("input[type=hidden]")} | {"place": "long-an"}
    shown = page(http, form["action"], **sent)
    assert shown.select_one("option[selected]")["value"] == "long-an"
    assert LONG_AN in shown.find("textarea").text
    links = {a.text: a["href"] for a in shown.select(".downloads a")}
    path, query = urlsplit(links["CSV"]).path, parse_qs(urlsplit(links["CSV"]).query)
    assert path == "/q/04-who-leads-what-until-when.csv"
    assert query["place"] == ["long-an"]
    assert len({row["task"] for row in rows(http.get(links["CSV"]))}) == 45


def test_a_redirect_to_the_page_keeps_the_values(http: httpx.Client) -> None:
    response = http.get("/q/15", params={"month": "11", "agency": "x y"}, headers=HTML, follow_redirects=False)
    assert response.status_code == 303
    assert parse_qs(urlsplit(response.headers["location"]).query) == {
        "example": ["15-due-this-month"], "month": ["11"], "agency": ["x y"],
    }  # fmt: skip


def test_a_label_is_shown_on_its_thing_and_not_twice(http: httpx.Client) -> None:
    shown = page(http, "/q/4", place="thanh-hoa")
    heads = {th["title"]: th.text for th in shown.select("thead th")}
    assert heads["lead"] == "Chủ trì"
    assert "leadLabel" not in heads
    link = shown.find("a", string="Sở Công Thương tỉnh Thanh Hóa")
    assert link["href"] == "/agencies/thanh-hoa/so-cong-thuong"


def test_a_place_without_an_answer_is_told_which_have_one(http: httpx.Client) -> None:
    response = http.get("/q/4.csv", params={"place": "ha-noi"})
    assert rows(response) == []
    assert "long-an (Tỉnh Long An)" in unquote(response.headers["query-hint"])
    assert "Tỉnh Long An" in page(http, "/q/4", place="ha-noi").select_one(".hint").text


def test_a_column_whose_name_ends_in_label_and_says_something_else_stays(http: httpx.Client) -> None:
    query = 'SELECT ?x ?xLabel { ?x a <https://w3id.org/langnghe/ontology#Indicator> BIND("other" AS ?xLabel) }'
    assert [th.text for th in page(http, "/", query=query).select("thead th")] == ["x", "xLabel"]


def test_values_that_each_have_an_answer_and_none_together_are_told_so(http: httpx.Client) -> None:
    response = http.get("/q/5.csv", params={"place": "ha-noi", "horizon": "2030"})
    assert rows(response) == []
    hint = unquote(response.headers["query-hint"])
    assert "no answer for place = ha-noi (Thành phố Hà Nội), horizon = 2030" in hint
    assert "PREFIX" not in hint
    assert "horizon = 2030" in page(http, "/q/5", place="ha-noi", horizon="2030").select_one(".hint").text


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("TP. Hồ Chí Minh", "ho-chi-minh"), ("TP Hồ Chí Minh", "ho-chi-minh"), ("TPHCM", "ho-chi-minh"),
        ("TP.HCM", "ho-chi-minh"), ("Thừa Thiên - Huế", "thua-thien-hue"), ("Bà Rịa–Vũng Tàu", "ba-ria-vung-tau"),
        ("Long-An", "long-an"), ("LONG-AN", "long-an"), ("tỉnh  Long An.", "long-an"),
        (unicodedata.normalize("NFD", "Tỉnh Lạng Sơn"), "lang-son"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_the_ways_people_write_it(http: httpx.Client, written: str, key: str) -> None:
    asked = http.get("/q/5.csv", params={"place": written, "horizon": "2030"})
    assert asked.text == http.get("/q/5.csv", params={"place": key, "horizon": "2030"}).text


def test_a_month_is_known_however_its_letters_are_composed(http: httpx.Client) -> None:
    asked = http.get("/q/7.csv", params={"month": unicodedata.normalize("NFD", "tháng 6")})
    assert asked.text == http.get("/q/7.csv", params={"month": "06"}).text


@pytest.mark.parametrize(
    ("written", "near"), [("Đắc Lắc", "dak-lak"), ("Lạng Sờn tỉnh", "lang-son"), ("longan", "long-an")]
)
def test_a_misspelt_name_is_answered_with_those_most_like_it(http: httpx.Client, written: str, near: str) -> None:
    refused = http.get("/q/4.json", params={"place": written})
    assert refused.status_code == 400
    assert near in [choice["value"] for choice in refused.json()["possible"][:3]]


def test_choices_of_one_label_are_told_apart(http: httpx.Client) -> None:
    options = [option.text for option in page(http, "/q/33").select("select[name=national] option")]
    assert len(options) == len(set(options))
    refused = http.get("/q/4.json", params={"place": "Tỉnh Đắk Lắk"})
    assert [choice["label"] for choice in refused.json()["possible"]] == [
        "Tỉnh Đắk Lắk (dak-lak)", "Tỉnh Đắk Lắk (07/2025 →)",
    ]  # fmt: skip
