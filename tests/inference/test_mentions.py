"""What a sentence speaks about, and what is only its purpose, place, example or subject of talk."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.inference import mentions as reading
from loader.inference.mentions import Mention, Role
from loader.inference.wording import likeness, plain, syllable_pairs
from loader.lexicon.thesaurus import bundled_vocabularies

WORDS = bundled_vocabularies().whole


def mentions(sentence: str) -> tuple[Mention, ...]:
    return reading.mentions(sentence, WORDS)


def own(sentence: str) -> set[str]:
    return {mention.concept for mention in mentions(sentence) if mention.role is Role.OWN}


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("Phát triển vùng nguyên liệu tập trung", "raw-materials"),
        ("Đẩy mạnh truyền thông về làng nghề", "awareness"),
        ("Tuyên truyền, vận động người dân tham gia bảo tồn nghề", "awareness"),
        ("Phổ biến các cơ chế, chính sách tới hợp tác xã", "awareness-of-policies"),
        ("Thành lập mới các hợp tác xã", "cooperatives"),
        ("Mở lớp dạy nghề cho lao động nông thôn", "training-workers"),
        ("Đăng ký nhãn hiệu tập thể cho sản phẩm", "protection"),
        ("Hỗ trợ phát triển làng nghề mới", "new-villages"),
        ("HỖ TRỢ XỬ LÝ NƯỚC THẢI", "pollution"),
        ("Số hoá sản phẩm, chuyển đổi số", "digital"),
    ],
)
def test_synonyms_name_one_thing(sentence: str, concept: str) -> None:
    assert concept in own(sentence)


def test_marks_tell_words_apart() -> None:
    assert "awareness" not in own("Phát huy nghề truyền thống")


def test_the_place_of_a_tone_mark_does_not_count() -> None:
    assert own("Tổ chức khoá đào tạo cho lao động") == own("Tổ chức khóa đào tạo cho lao động")


@pytest.mark.parametrize(
    "sentence",
    [
        "Tổ chức hội thi để giới thiệu sản phẩm",
        "Nâng cấp đường giao thông phục vụ việc quảng bá sản phẩm",
        "Xây dựng cơ sở hạ tầng (gồm khu quảng bá sản phẩm)",
        "Tuyên truyền về lợi ích của việc quảng bá sản phẩm",
        "Đầu tư hạ tầng làng nghề như quảng bá sản phẩm",
    ],
)
def test_purpose_place_example_and_subject_of_talk_are_context(sentence: str) -> None:
    roles = {mention.role for mention in mentions(sentence) if mention.concept == "advertising"}
    assert roles == {Role.CONTEXT}


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("Mở chuyên mục về chính sách hỗ trợ, trình tự công nhận làng nghề", "recognition"),
        ("Áp dụng tiêu chuẩn sản phẩm theo yêu cầu của thị trường nước ngoài", "trade-promotion"),
        ("Thông tin kịp thời đến người dân về thủ tục công nhận làng nghề", "recognition"),
    ],
)
def test_what_only_sounds_like_an_action_begins_none(sentence: str, concept: str) -> None:
    assert {mention.role for mention in mentions(sentence) if mention.concept == concept} == {Role.CONTEXT}


def test_the_next_action_of_a_clause_is_its_own_work_again() -> None:
    assert "brand" in own("Tổ chức hội chợ nhằm mở rộng thị trường, xây dựng thương hiệu cho sản phẩm")


@pytest.mark.parametrize(
    ("sentence", "named", "aside"),
    [
        ("Làm cầu nối từ cung ứng nguyên liệu đến tiêu thụ sản phẩm", "value-chain", "raw-materials"),
        ("Hình thành chuỗi liên kết từ vùng nguyên liệu đến chế biến", "value-chain", "raw-materials"),
        ("Lập danh mục nghề, làng nghề có nguy cơ mai một", "review", "preservation"),
        ("Phân loại làng nghề theo ba mức: đang phát triển, có nguy cơ mất", "review", "preservation"),
        ("Tôn vinh người có công khôi phục nghề gốm", "honours", "preservation"),
    ],
)
def test_what_is_linked_reviewed_or_honoured_is_context(sentence: str, named: str, aside: str) -> None:
    assert named in own(sentence)
    assert all(mention.role is Role.CONTEXT for mention in mentions(sentence) if mention.concept == aside)


def test_behind_a_review_an_action_is_own_work_again() -> None:
    assert own("Rà soát các nghề, khôi phục nghề có nguy cơ mai một") >= {"review", "preservation"}


def test_what_follows_the_colon_of_a_clause_that_says_what_is_done_is_detail() -> None:
    said = mentions("Hỗ trợ làng nghề đang hoạt động có hiệu quả: nâng cấp cơ sở hạ tầng; xây dựng thương hiệu")
    assert {m.concept: m.role for m in said if m.concept in ("infrastructure", "brand")} == {
        "infrastructure": Role.DETAIL,
        "brand": Role.DETAIL,
    }
    assert "infrastructure" in own("Đối với các xã còn lại: nâng cấp cơ sở hạ tầng")


def test_a_sentence_that_says_only_what_it_is_for_is_about_that() -> None:
    said = mentions("Khuyến khích doanh nghiệp đầu tư nhằm phát triển vùng nguyên liệu")
    assert [(m.concept, m.role) for m in said] == [("raw-materials", Role.DETAIL)]


def test_names_of_bodies_and_programmes_are_set_aside() -> None:
    assert own("Sở Khoa học và Công nghệ chủ trì chương trình bảo tồn và phát triển làng nghề") == set()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc ;:,.(đàó", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for mention in mentions(text):
        assert mention.words in text.replace(".", ";")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("một hai ba bốn năm sáu".split()), max_size=12), st.data())
def test_likeness_is_symmetric_and_one_for_a_part_of_itself(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))
    a, b = (syllable_pairs(plain(" ".join(w))) for w in (words, other))
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == (1.0 if len(a) >= 4 else 0.0)


def test_every_table_names_concepts_that_are_there() -> None:
    known = set(WORDS.thesaurus.concepts)
    named = {key for solution in WORDS.solutions for key in solution.concepts | solution.also}
    named |= {key for theme in WORDS.themes for key in theme.concepts | theme.also}
    named |= {wide.concept for wide in WORDS.thesaurus.wide}
    named |= WORDS.thesaurus.speaking | WORDS.thesaurus.teaching | WORDS.thesaurus.policies
    assert named <= known


def test_wider_words_are_asked_only_of_a_sentence_that_names_no_work_otherwise() -> None:
    assert [m.concept for m in mentions("Tổ chức tọa đàm, nói chuyện tại các chợ")][:1] == ["awareness"]
    assert all(m.wide for m in mentions("Tổ chức tọa đàm, nói chuyện tại các chợ"))
    named = {m.concept for m in mentions("Tổ chức hội chợ, tọa đàm tại các chợ")}
    assert "trade-promotion" in named
    assert "awareness" not in named


def test_each_concept_is_named_by_its_own_words() -> None:
    for concept in WORDS.thesaurus.concepts.values():
        for words in concept.words:
            sentence = f"{words.replace('~', ' ')} {' '.join(concept.with_[:1])}"
            if not any(plain(stop) in plain(sentence) for stop in concept.unless):
                assert any(m.concept == concept.key for m in mentions(sentence)), (concept.key, words)
