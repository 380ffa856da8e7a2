"""Which row of a plan's table restates which task of its text."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.graph.iris import Iris
from loader.graph.vocabulary import LN
from loader.inference.judging import Judged, Judging
from loader.inference.restating import Given, restating_judgements
from loader.inference.said import Said
from loader.lexicon.thesaurus import bundled_vocabularies

BASE = "https://w3id.org/langnghe/x/"
WORDS = bundled_vocabularies().whole
ROWS = {"r1": ("Dựng nhà trưng bày gốm tại bến đò", "b"), "r2": ("Khảo sát các bến thuyền gỗ ven sông", "a")}


def given(name: str, sentence: str, lead: str, *, in_row: bool) -> Given:
    return Given(Said.of(ox.NamedNode(f"{BASE}{name}"), sentence, WORDS), frozenset((lead,)), frozenset(), in_row)


def judged(
    tasks: dict[str, tuple[str, str]],
    rows: dict[str, tuple[str, str]] = ROWS,
    refused: frozenset[Judged] = frozenset(),
) -> list[ox.Triple]:
    texts = [given(name, *said, in_row=False) for name, said in tasks.items()]
    table = [given(name, *said, in_row=True) for name, said in rows.items()]
    return list(restating_judgements([*texts, *table], WORDS, Judging(Iris(), refused)))


def pairs(triples: list[ox.Triple]) -> dict[str, str]:
    return {
        t.subject.value.removeprefix(BASE): t.object.value.removeprefix(BASE)  # type: ignore[union-attr]
        for t in triples
        if t.predicate == LN.restatedBy
    }


def grades(triples: list[ox.Triple]) -> list[str]:
    return [t.object.value.rsplit("/", 1)[-1] for t in triples if t.predicate == LN.grade]  # type: ignore[union-attr]


@pytest.mark.parametrize("lead", ["a", "c"])
def test_the_same_action_on_the_same_things_is_the_same_work_whoever_leads_it(lead: str) -> None:
    found = judged({"t": ("Chủ trì khảo sát các bến thuyền gỗ ven sông; lập danh mục", lead)})
    assert pairs(found) == {"t": "r2"}
    assert grades(found) == ["probable"]


def test_the_work_stands_behind_those_that_help() -> None:
    found = judged({"t": ("Chủ trì, phối hợp với Sở Nội vụ khảo sát các bến thuyền gỗ ven sông", "a")})
    assert pairs(found) == {"t": "r2"}


def test_another_action_on_the_same_things_is_other_work() -> None:
    assert pairs(judged({"t": ("Sơn lại các bến thuyền gỗ ven sông", "c")})) == {}


def test_two_bodies_that_do_alike_each_in_its_own_field_do_two_works() -> None:
    sentence = (
        "Khảo sát các bến thuyền gỗ ven sông phục vụ xe đạp, xe thồ và khách bộ hành ở các chợ phiên vùng cao, vùng xa"
    )
    assert pairs(judged({"t": (sentence, "c")})) == {}
    assert pairs(judged({"t": (sentence, "a")})) == {"t": "r2"}


def test_one_body_that_does_one_work_in_other_words_is_less_sure() -> None:
    rows = {"r": ("Đào tạo nghề cho lao động các làng", "a")}
    found = judged({"t": ("Hướng dẫn, mở lớp đào tạo nghề cho lao động các làng", "a")}, rows)
    assert (pairs(found), grades(found)) == ({"t": "r"}, ["uncertain"])
    assert pairs(judged({"t": ("Hướng dẫn, mở lớp đào tạo nghề cho lao động các làng", "c")}, rows)) == {}


def test_a_refused_pair_is_not_judged_and_rows_restate_no_rows() -> None:
    task = {"t": ("Khảo sát các bến thuyền gỗ ven sông", "a")}
    refused = frozenset({Judged(f"{BASE}t", LN.restatedBy.value, f"{BASE}r2")})
    assert judged(task, refused=refused) == []
    assert judged({}, ROWS) == []
