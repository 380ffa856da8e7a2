"""Figures as a reader writes them: one craft village, two craft villages, 10% a year, nothing before an exact number."""

from __future__ import annotations

import pytest

from query_api.rendering.figures import counted, figure, short_figure, with_words


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "language", "written"),
    [
        ("129", "craft", "at least", "en", "at least 129 crafts"),
        ("1", "craft village", "", "en", "1 craft village"),
        ("1.0", "craft village", "exactly", "en", "1 craft village"),
        ("1.5", "craft village", "", "en", "1.5 craft villages"),
        ("10", "percent per year", "about", "en", "about 10% per year"),
        ("2", "percentage point", "", "en", "2 percentage points"),
        ("6", "billion US dollars", "about", "en", "about 6 billion US dollars"),
        ("5", "million dong per person and year", "", "en", "5 million dong per person and year"),
        ("3", "person", "", "en", "3 people"),
        ("4", "class", "", "en", "4 classes"),
        ("2", "city", "", "en", "2 cities"),
        ("3", "per thousand", "", "en", "3 per thousand"),
        ("12", "làng nghề", "ít nhất", "vi", "ít nhất 12 làng nghề"),
        ("1.5", "lần", "", "vi", "1,5 lần"),
    ],
)
def test_a_figure_is_written_as_in_a_text(value: str, unit: str, comparator: str, language: str, written: str) -> None:
    assert figure(value, unit, comparator, language) == written


def test_a_short_figure_has_a_sign_where_it_is_not_exact() -> None:
    village = "https://w3id.org/langnghe/unit/village"
    assert short_figure("2", village, "craft village", "exactly", "en", "3") == "2–3 craft villages"
    assert short_figure("80", "x/unit/percent", "phần trăm", "at-least", "vi") == "≥ 80%"
    assert short_figure("10", "x/unit/percent-per-year", "phần trăm mỗi năm", "about", "vi") == "≈ 10% mỗi năm"


def test_of_one_thing_the_words_are_singular_in_english() -> None:
    said = [counted(word, "1", "en") for word in ("villages", "bodies", "crafts", "people")]
    assert said == ["village", "body", "craft", "person"]
    assert (counted("places", 3, "en"), counted("nơi", 1, "vi"), counted("places", 0, "en")) == (
        "places",
        "nơi",
        "places",
    )


@pytest.mark.parametrize(
    ("said", "words", "wanted"),
    [
        ("ít nhất 2 nghề", "nghề truyền thống được khôi phục", "ít nhất 2 nghề truyền thống được khôi phục"),
        ("ít nhất 50%", "làng nghề có sản phẩm", "ít nhất 50% làng nghề có sản phẩm"),
        ("5 lớp", "lớp", "5 lớp"),
        ("12% mỗi năm", "giá trị sản xuất", "12% mỗi năm giá trị sản xuất"),
    ],
)
def test_a_unit_that_the_words_begin_with_is_said_once(said: str, words: str, wanted: str) -> None:
    assert with_words(said, words) == wanted
