"""Words that a document says twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from loader.validation.repetition import FAR, NEAR, Passage, repetitions, said_in_two_sections

SYLLABLES = st.lists(st.sampled_from("an bình cần đất em gà hai in khi làng nghề ở".split()), min_size=3, max_size=30)
SENTENCE = (
    "ứng dụng công nghệ số, chuyển đổi số để nâng cao năng lực sản xuất kinh doanh, xúc tiến thương mại của làng nghề"
)


def passage(name: str, words: str, parent: str = "p", main: str = "m") -> Passage:
    iri = "https://example.org/"
    return Passage(URIRef(iri + name), name, URIRef(iri + parent), URIRef(iri + main), words)


def test_a_sentence_said_again_in_one_section_is_found_with_its_words() -> None:
    found = list(repetitions([passage("1", SENTENCE), passage("2", f"Trang bị máy móc; {SENTENCE}.", "q")]))
    assert [(r.first.section, r.again.section, r.words) for r in found] == [("1", "2", SENTENCE)]


def test_another_main_section_may_assign_what_one_before_it_plans() -> None:
    assert not list(repetitions([passage("1", SENTENCE), passage("2", SENTENCE, main="n")]))


def test_a_whole_sentence_in_two_main_sections_is_said_twice() -> None:
    again = passage("2", f"Mở lớp dạy nghề. {SENTENCE.capitalize()}.", main="n")
    found = list(said_in_two_sections([passage("1", f"- {SENTENCE.capitalize()}."), again]))
    assert [(r.first.section, r.again.section, r.words) for r in found] == [("1", "2", SENTENCE.capitalize())]


def test_in_two_main_sections_parts_of_sentences_and_short_ones_repeat_with_good_reason() -> None:
    for words in (f"Trang bị máy móc; {SENTENCE}.", f"Báo cáo {SENTENCE}.", f"{SENTENCE} năm 2025"):
        assert not list(said_in_two_sections([passage("1", words), passage("2", f"{SENTENCE}.", main="n")]))
    for words in (" ".join(SENTENCE.split()[: FAR - 1]), f"{SENTENCE} năm 2025", f"{SENTENCE}, báo cáo"):
        assert not list(said_in_two_sections([passage("1", words), passage("2", words, main="n")]))
    assert not list(said_in_two_sections([passage("1", SENTENCE), passage("2", SENTENCE)]))


def test_phrases_shorter_than_a_clause_and_figures_repeat_with_good_reason() -> None:
    short = " ".join(SENTENCE.split()[: NEAR - 1])
    assert not list(repetitions([passage("1", short), passage("2", short)]))
    cited = "theo Nghị định số 52 ngày 12 tháng 4 năm 2018 của Chính phủ về phát triển ngành nghề nông thôn"
    assert not list(repetitions([passage("1", cited), passage("2", cited)]))


def test_who_leads_and_what_is_reported_repeats_with_good_reason() -> None:
    led = "công trình của làng nghề. Cơ quan chủ trì: Sở Nông nghiệp và Môi trường; cơ quan phối hợp: Sở Công Thương"
    assert not list(repetitions([passage("1", led), passage("2", led)]))
    report = "b) Báo cáo kết quả thực hiện nhiệm vụ được giao về Sở Nông nghiệp và Môi trường trước ngày cuối của tháng"
    assert not list(repetitions([passage("1", report), passage("2", report)]))


def test_parts_under_different_headings_must_share_more_than_parts_under_one() -> None:
    words = " ".join(SENTENCE.split()[: FAR - 2])
    assert list(repetitions([passage("1", words), passage("2", words)]))
    assert not list(repetitions([passage("1", words), passage("2", words, "q")]))


@given(SYLLABLES, SYLLABLES)
def test_what_is_told_stands_in_both_passages(one: list[str], two: list[str]) -> None:
    passages = [passage("1", " ".join(one)), passage("2", " ".join(two))]
    for found in repetitions(passages, 3, 5):
        assert found.words in found.first.words
        assert found.words in found.again.words
        assert len(found.words.split()) >= 3


@given(SYLLABLES)
def test_a_passage_never_repeats_itself(one: list[str]) -> None:
    assert not list(repetitions([passage("1", " ".join(one + one))], 3, 5))
