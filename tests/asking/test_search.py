"""Search: an exact number first, the spelling that was typed before what only folds to it, facets that add up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from loader.programmes import bundled_things
from query_api.asking.search import Filters, Hits, SearchIndex
from query_api.asking.search.question import Number, document_number, question_of
from query_api.asking.search.ranking import rank
from query_api.asking.search.values import Hit
from query_api.engine.choice import engine_for
from query_api.settings import Settings

ROOT = Path(__file__).parents[2]
KINDS = {"quyet dinh": "qd", "ke hoach": "kh", "nghi dinh": "nd"}


class Asked:
    """A search index on the project's graph, asked from plain tests."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._engine = engine_for(Settings(paths=(ROOT / "data" / "ttl", ROOT / "ontology"), workers=2))
        self._runner.run(self._engine.start())
        self._index = SearchIndex(self._engine, bundled_things())

    def search(self, question: str, **chosen: str) -> Hits:
        filters = Filters(MappingProxyType({name: frozenset({value}) for name, value in chosen.items()}))
        return self._runner.run(self._index.search(question, filters, most=20))

    def suggest(self, question: str) -> list[str]:
        return [s.label for s in self._runner.run(self._index.suggest(question))]

    def close(self) -> None:
        self._runner.run(self._index.stop())
        self._runner.run(self._engine.stop())
        self._runner.close()


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    made = Asked()
    yield made
    made.close()


def titles(hits: Hits) -> list[str]:
    return ["".join(piece.text for piece in hit.title) for hit in hits.hits]


@pytest.mark.parametrize(
    "question", ["617/QĐ-UBND", "617/QD-UBND", "quyết định 617", "quyet dinh so 617", "QĐ 617", "617 / qđ-ubnd", "617"]
)
def test_a_number_finds_its_document_first_however_it_is_written(asked: Asked, question: str) -> None:
    found = asked.search(question)
    assert titles(found)[0] == "Quyết định 617/QĐ-UBND ngày 31/01/2023"
    assert found.missing == ""


def test_a_number_that_the_graph_does_not_hold_is_told(asked: Asked) -> None:
    found = asked.search("999/QĐ-UBND")
    assert found.missing == "999/QĐ-UBND"
    assert found.hits  # what comes near


def test_what_was_typed_comes_before_what_only_folds_to_it(asked: Asked) -> None:
    found = asked.search("OCOP Long An")
    places = [hit.place.rpartition("/")[2] for hit in found.hits]
    others = [at for at, place in enumerate(places) if place != "long-an"]
    assert places[0] == "long-an"
    assert all(at >= places.count("long-an") for at in others)  # "lồng ghép … dự án" of other places comes last


def test_what_belongs_to_the_place_that_was_typed_comes_first(asked: Asked) -> None:
    """ "Thanh Hóa" is no "truyền thanh … văn hóa" of another place."""
    for question in ("tuyên truyền Thanh Hóa", "tuyen truyen thanh hoa"):
        places = [hit.place.rpartition("/")[2] for hit in asked.search(question).hits[:2]]
        assert places == ["thanh-hoa", "thanh-hoa"], question


def test_words_are_marked_as_they_were_typed_where_a_thing_has_them_so(asked: Asked) -> None:
    def marked(hit: Hit) -> set[str]:
        return {piece.text.lower() for piece in (*hit.title, *hit.snippet) if piece.hit}

    found = asked.search("OCOP Long An").hits
    assert {word for hit in found if hit.place.endswith("/long-an") for word in marked(hit)} == {"ocop"}
    assert "lồng" in {word for hit in found if not hit.place.endswith("/long-an") for word in marked(hit)}


def test_a_place_is_found_by_its_name_with_and_without_tones(asked: Asked) -> None:
    assert titles(asked.search("Long An"))[0] == "Tỉnh Long An"
    assert "Tỉnh Thanh Hóa" in titles(asked.search("thanh hoa"))[:2]
    assert "Sở Nông nghiệp và Môi trường tỉnh Thanh Hóa" in titles(asked.search("so nong nghiep thanh hoa"))[:3]


def test_hits_tell_each_other_apart_by_place_figure_and_year(asked: Asked) -> None:
    found = asked.search("làng nghề hoạt động có hiệu quả", kind="target")
    told = [(hit.place, hit.figure, hit.year) for hit in found.hits]
    assert len(told) == len(set(told)) > 3
    assert all(figure and place for place, figure, _ in told)


def test_a_task_says_who_leads_it_and_who_answers_today(asked: Asked) -> None:
    found = asked.search("xét công nhận thu hồi quyết định công nhận làng nghề Long An", kind="task")
    (lead,) = found.hits[0].leads
    assert lead.endswith("agency/long-an/so-nong-nghiep-va-phat-trien-nong-thon")
    assert found.hits[0].today[0].endswith("agency/tay-ninh/so-nong-nghiep-va-moi-truong/2025-07")


def test_counts_of_facets_are_what_choosing_them_gives(asked: Asked) -> None:
    whole = asked.search("làng nghề")
    for facet in ("kind", "year"):
        for value in whole.facets[facet][:4]:
            narrowed = asked.search("làng nghề", **{facet: value.value})
            assert narrowed.total == value.count
            assert next(f for f in narrowed.facets[facet] if f.value == value.value).chosen


@pytest.mark.parametrize("question", ["kế hoạch", "lang nghe", "OCOP Long An", "xyzzy làng nghề quảng bá", ""])
def test_of_too_many_the_best_are_ranked_but_all_are_counted(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    chosen = {} if question else {"kind": "task"}
    whole = asked.search(question, **chosen)
    assert not whole.capped or whole.total > 1000
    monkeypatch.setattr("query_api.asking.search.index.MOST_RANKED", 12)
    some = asked.search(question, **chosen)
    assert (some.total, some.facets, some.loose) == (whole.total, whole.facets, whole.loose)
    assert some.ranked == 12
    assert some.capped
    place = whole.facets["place"][-1]  # one that few of them have
    narrowed = asked.search(question, **chosen, place=place.value)
    assert narrowed.total == place.count > 0
    assert {hit.place for hit in narrowed.hits} == {place.value}
    if question == "OCOP Long An":
        assert {hit.place.rpartition("/")[2] for hit in some.hits[:5]} == {"long-an"}


def test_a_filter_alone_lists_what_it_lets_pass(asked: Asked) -> None:
    found = asked.search("", kind="village")
    assert {hit.kind for hit in found.hits} == {"village"}
    assert found.total > 300
    assert asked.search("").total == 0


def test_suggestions_are_names_that_people_know(asked: Asked) -> None:
    assert any("tỉnh Thanh Hóa" in label for label in asked.suggest("sở nông ng"))
    assert asked.suggest("zzzz") == []


def test_numbers_are_read_as_people_write_them() -> None:
    plain = document_number("617/QĐ-UBND", "https://w3id.org/langnghe/vn/ubnd-long-an/2023/01/31/qd/617")
    assert plain == Number("617", "qd-ubnd", "qd")
    for text in ("617/QĐ-UBND", "Quyết định số 617", "617/QĐ", "qd 617"):
        number = question_of(text, KINDS).number
        assert number is not None
        assert number.means(plain), text
    for text in ("kế hoạch 617", "617/KH-UBND", "61/QĐ-UBND"):
        number = question_of(text, KINDS).number
        assert number is not None
        assert not number.means(plain), text
    assert question_of("80 % làng nghề năm 2030", KINDS).number is None


def test_more_words_as_typed_rank_before_fewer() -> None:
    question = question_of("lồng ghép", KINDS)

    def place(text: str) -> tuple[float, ...]:
        return rank(question, names=(text,), body="", context="", number=None, kind=0, score=0.0)

    assert place("vốn có lồng ghép") < place("ghép vốn có lồng") < place("von co long ghep")
