"""Text search inside SPARQL: ``lnf:search`` and ``lnf:fold``."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from query_api.client import connect
from query_api.engine.folding import fold
from query_api.engine.functions import matches

HEAD = """PREFIX lnf: <https://w3id.org/langnghe/function#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def labels(http: httpx.Client, question: str) -> list[str]:
    query = f'{HEAD} SELECT ?label {{ ?s rdfs:label ?label FILTER(lnf:search(?label, "{question}")) }} ORDER BY ?label'
    response = http.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert response.status_code == 200, response.text
    return response.text.split("\r\n")[1:-1]


@pytest.mark.parametrize("question", ["khoai chau", "Khoái Châu", "chau KHOAI", "ke hoach khoai ch"])
def test_words_are_found_without_tones_in_any_order_and_by_their_beginning(http: httpx.Client, question: str) -> None:
    assert labels(http, question) == ["Kế hoạch Khoái Châu"]


@pytest.mark.parametrize("question", ["khoai chao", "hoai chau", "khoai x chau"])
def test_a_word_that_is_not_there_finds_nothing(http: httpx.Client, question: str) -> None:
    assert labels(http, question) == []


def test_what_is_no_literal_is_an_error_and_matches_nothing(http: httpx.Client) -> None:
    query = f'{HEAD} SELECT ?s {{ ?s a ?type FILTER(lnf:search(?s, "a")) }}'
    assert http.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}).text == "s\r\n"


def test_folded_text_can_be_selected_and_a_misspelt_function_is_noticed(http: httpx.Client) -> None:
    query = f'{HEAD} SELECT (lnf:fold("Đường làng") AS ?f) {{}}'
    assert http.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}).text == "f\r\nduong lang\r\n"
    assert http.post("/sparql", data={"query": query.replace("fold(", "foldd(")}).status_code == 400


def test_the_client_has_them_too_and_declares_their_prefix(data: Path) -> None:
    client = connect(str(data))
    rows = client.frame('SELECT ?label { ?s rdfs:label ?label FILTER(lnf:search(?label, "nghe truyen thong")) }')
    assert list(rows["label"]) == ["Khôi phục nghề truyền thống"]


@given(st.text(), st.lists(st.sampled_from(["làng", "nghề", "gốm", "Đông", "x1"]), min_size=1, max_size=4))
def test_a_text_matches_its_own_words_in_either_unicode_form(noise: str, words: list[str]) -> None:
    text = f"{' '.join(words)} {noise}"
    for form in ("NFC", "NFD"):
        assert matches(unicodedata.normalize(form, text), " ".join(reversed(words)))
    assert matches(text, fold(" ".join(words)))
