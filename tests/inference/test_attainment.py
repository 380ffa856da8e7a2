"""What an indicator without a table of words says is attained, and which actions work for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.inference.attainment import attained_of, attainment, served
from loader.inference.mentions import own_words
from loader.inference.wording import words
from loader.lexicon.thesaurus import bundled_vocabularies

INDICATORS = {
    "skills": ("học sinh biết kỹ năng an toàn trong môi trường nước",),
    "swimming": ("học sinh biết bơi an toàn",),
    "vests": ("phương tiện chở khách ngang sông trang bị đủ áo phao",),
    "signs": ("khu vực nước sâu được cắm biển cảnh báo, rào chắn",),
    "trained": ("cán bộ cấp xã được tập huấn kỹ năng sơ cấp cứu",),
}
WORDINGS = tuple(sorted(INDICATORS.items()))
WORDS = bundled_vocabularies().whole


def works_for(sentence: str, *names: str) -> list[str]:
    return [one.indicator for one in served(sentence, attained_of(WORDINGS, WORDS, names), WORDS)]


@pytest.mark.parametrize(
    ("words", "attained"),
    [
        ("phương tiện chở khách ngang sông trang bị đủ áo phao", "áo phao"),
        ("hộ gia đình có trẻ em dưới 6 tuổi đạt tiêu chí Ngôi nhà an toàn", "tiêu chí ngôi nhà an toàn"),
        ("hộ dân có nhà tiêu hợp vệ sinh", "nhà tiêu hợp vệ sinh"),
        ("số điểm bán hàng lưu động", "điểm bán hàng lưu động"),
    ],
)
def test_what_is_attained_stands_behind_the_population(words: str, attained: str) -> None:
    assert attainment(words) == attained


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        ("Yêu cầu chủ đò trang bị áo phao cho hành khách", ["vests"]),
        ("Lắp rào chắn quanh ao hồ, hố công trình", ["signs"]),
        ("Đưa dạy bơi vào giờ thể dục", ["swimming"]),
        ("Mở lớp tập huấn sơ cấp cứu cho cán bộ xã", ["trained"]),
        ("Kiểm tra phương tiện chở khách ngang sông", []),
        ("Bố trí kinh phí thực hiện kế hoạch", []),
        ("Xây dựng bãi đỗ xe nhằm bảo đảm có chỗ để áo phao", []),
        ("Tuyên truyền về việc mặc áo phao khi đi đò", []),
    ],
)
def test_an_action_works_for_what_its_own_work_attains(sentence: str, indicators: list[str]) -> None:
    assert works_for(sentence) == indicators


def test_what_the_whole_programme_is_about_tells_none_of_its_indicators() -> None:
    assert works_for("Làm rào chắn", "Chương trình làm rào chắn quanh ao hồ") == []


def test_the_words_that_tell_it_are_said() -> None:
    (one,) = served("Cắm biển cảnh báo tại bến sông", attained_of(WORDINGS, WORDS), WORDS)
    assert one.words == ("cắm biển cảnh báo",)


@given(
    st.lists(
        st.sampled_from(["xây dựng", "nhằm", "áo phao", "và", "(", ")", ",", "như", "tuyên truyền", ":"]), max_size=12
    )
)
def test_own_words_are_words_of_the_sentence_in_their_order(parts: list[str]) -> None:
    sentence = words(" ".join(parts))
    left = iter(sentence)
    assert all(word in left for word in own_words(" ".join(parts), WORDS).split() if word != ";")
