from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.graph.spelling import tone_on_first_vowel
from loader.graph.writing_things import shared_label
from loader.slugs import slug


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("thuỷ sản", "thủy sản"),
        ("HOÀ", "HÒA"),
        ("khoẻ, hoá", "khỏe, hóa"),
        ("quý", "quý"),
        ("hoàn toàn", "hoàn toàn"),
        ("thủy", "thủy"),
    ],
)
def test_the_tone_of_an_open_syllable_stands_on_its_first_vowel(printed: str, written: str) -> None:
    assert tone_on_first_vowel(printed) == written


def test_spellings_of_one_craft_have_one_label() -> None:
    printed = ("Chế biến nông, lâm, thuỷ sản", "chế biến nông lâm thủy sản", "chế  biến nông, lâm thủy sản")
    assert {shared_label(name) for name in printed} == {"chế biến nông lâm thủy sản"}


@given(st.text(alphabet="aàảãáạoòỏõóọeuyýỷqnhc ,TH", min_size=1))
def test_a_label_is_its_own_label_and_keeps_the_iri(printed: str) -> None:
    label = shared_label(printed)
    assert shared_label(label) == label
    assert slug(label) == slug(printed)
