"""Telling words of a plan, words that are peculiar to one solution, and readings that notes propose."""

from __future__ import annotations

import pyoxigraph as ox

from loader.graph.vocabulary import LN
from loader.inference.peculiar import Peculiar
from loader.inference.readings import as_meant, documents_with_notes, readings_by_document
from loader.inference.telling import Telling
from loader.lexicon.thesaurus import bundled_vocabularies

BASE = "https://w3id.org/langnghe/x/"
PLAN, NOTE, EXCERPT, MISREAD, UNREAD, HERE, ELSEWHERE = (
    ox.NamedNode(f"{BASE}{name}")
    for name in ("plan", "1/note-1", "excerpt", "misread", "unread", "1/measure-1", "2/task-1")
)
WORDS = bundled_vocabularies().whole
SENTENCES = (
    "Đưa khung dệt chiếu Cà Hom vào trường học",
    "Bảo tồn nghề dệt chiếu Cà Hom",
    *(f"Phát triển làng nghề số {n} của tỉnh" for n in range(12)),
)
SOLUTIONS = {
    "kiểm nghiệm": ("Nâng cao năng lực kiểm nghiệm an toàn thực phẩm", "Thiết lập hệ thống cảnh báo nhanh"),
    "truyền thông": ("Truyền thông về an toàn thực phẩm", "Tổ chức Tháng hành động vì an toàn thực phẩm"),
    "chuỗi": ("Phát triển chuỗi cung cấp thực phẩm an toàn", "Truy xuất nguồn gốc bằng mã số vùng trồng"),
}


def test_words_that_few_sentences_have_make_two_alike_and_are_told() -> None:
    telling = Telling.of(SENTENCES, WORDS)
    alike = telling.alike(SENTENCES[0], SENTENCES[1])
    assert "dệt chiếu cà hom" in alike.words
    assert alike.share > 0.3
    assert telling.near(SENTENCES[0]) == {SENTENCES[0], SENTENCES[1]}


def test_words_that_all_sentences_have_make_none_alike() -> None:
    telling = Telling.of(SENTENCES, WORDS)
    assert telling.alike(SENTENCES[2], SENTENCES[3]).weight == 0
    assert telling.alike(SENTENCES[1], SENTENCES[4]).words == ()


def test_a_sentence_belongs_to_the_solution_that_alone_has_its_words() -> None:
    peculiar = Peculiar.of(SOLUTIONS, WORDS)
    found = peculiar.likest("Dán tem truy xuất nguồn gốc cho xoài")
    assert found is not None
    assert found[0] == "chuỗi"
    assert "truy xuất nguồn gốc" in found[1]
    assert peculiar.likest("Bảo đảm an toàn thực phẩm") is None


def test_misread_words_are_read_as_a_note_on_their_place_proposes_and_only_whole_words() -> None:
    store = ox.Store()
    for triple in (
        (NOTE, LN.inDocument, PLAN),
        (NOTE, LN.noteKind, MISREAD),
        (NOTE, LN.proposedReading, ox.Literal("nghệ nhân")),
        (NOTE, LN.evidence, EXCERPT),
        (EXCERPT, LN.quote, ox.Literal("nghề nhân")),
    ):
        store.add(ox.Quad(*triple))
    readings = readings_by_document(store, MISREAD)[PLAN.value]
    assert as_meant("Tôn vinh nghề nhân", HERE, readings) == "Tôn vinh nghệ nhân"
    assert as_meant("nghề nhâng", HERE, readings) == "nghề nhâng"
    assert as_meant("Làng nghề nhân rộng", ELSEWHERE, readings) == "Làng nghề nhân rộng"
    assert documents_with_notes(store, MISREAD) == {PLAN.value}
    assert not documents_with_notes(store, UNREAD)
    assert readings_by_document(store, MISREAD).keys() == {PLAN.value}
