"""Markers that open a provision, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.structure.numbering import MarkerKind, parse_marker, point_ordinal, roman_value, strip_marker
from loader.text import MappedText


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("Phần I. Quan điểm", MarkerKind.PART, "I", "Quan điểm"),
        ("Phần thứ hai", MarkerKind.PART, "2", ""),
        ("PHẦN THỨ NHẤT", MarkerKind.PART, "1", ""),
        ("Chương II", MarkerKind.CHAPTER, "II", ""),
        ("CHƯƠNG I - QUY ĐỊNH CHUNG", MarkerKind.CHAPTER, "I", "QUY ĐỊNH CHUNG"),
        ("Mục 2. Giải pháp", MarkerKind.DIVISION, "2", "Giải pháp"),
        ("Tiểu mục 1. Vốn", MarkerKind.DIVISION, "1", "Vốn"),
        ("Điều 12. Hiệu lực thi hành", MarkerKind.ARTICLE, "12", "Hiệu lực thi hành"),
        ("Điều 3: Trách nhiệm", MarkerKind.ARTICLE, "3", "Trách nhiệm"),
        ("Điều 5a. Bổ sung", MarkerKind.ARTICLE, "5a", "Bổ sung"),
        ("Khoản 1. Sở chủ trì", MarkerKind.CLAUSE, "1", "Sở chủ trì"),
        ("Điểm 2. Kinh phí", MarkerKind.POINT, "2", "Kinh phí"),
        ("I. MỤC TIÊU", MarkerKind.SECTION, "I", "MỤC TIÊU"),
        ("IV/ Tổ chức", MarkerKind.SECTION, "IV", "Tổ chức"),
        ("XI) Kinh phí", MarkerKind.SECTION, "XI", "Kinh phí"),
        ("II- NỘI DUNG", MarkerKind.SECTION, "II", "NỘI DUNG"),
        ("III - NỘI DUNG", MarkerKind.SECTION, "III", "NỘI DUNG"),
        ("A. Sự cần thiết", MarkerKind.SECTION, "A", "Sự cần thiết"),
        ("B) Nội dung", MarkerKind.SECTION, "B", "Nội dung"),
        ("1. Mục đích", MarkerKind.CLAUSE, "1", "Mục đích"),
        ("1) Mục đích", MarkerKind.CLAUSE, "1", "Mục đích"),
        ("2/ Yêu cầu", MarkerKind.CLAUSE, "2", "Yêu cầu"),
        ("3 - Yêu cầu", MarkerKind.CLAUSE, "3", "Yêu cầu"),
        ("1.Mục đích", MarkerKind.CLAUSE, "1", "Mục đích"),
        ("1.2. Mục tiêu cụ thể", MarkerKind.CLAUSE, "1.2", "Mục tiêu cụ thể"),
        ("2.1 Đào tạo nghề", MarkerKind.CLAUSE, "2.1", "Đào tạo nghề"),
        ("1.2.3. Mẫu mã", MarkerKind.CLAUSE, "1.2.3", "Mẫu mã"),
        ("II.1. Thị trường", MarkerKind.CLAUSE, "1", "Thị trường"),
        ("a) Hỗ trợ hộ nghèo", MarkerKind.POINT, "a", "Hỗ trợ hộ nghèo"),
        ("đ) Hỗ trợ hộ nghèo", MarkerKind.POINT, "đ", "Hỗ trợ hộ nghèo"),
        ("b. Hỗ trợ hộ nghèo", MarkerKind.POINT, "b", "Hỗ trợ hộ nghèo"),
        ("(1) Hỗ trợ hộ nghèo", MarkerKind.POINT, "1", "Hỗ trợ hộ nghèo"),
        ("(c) Hỗ trợ hộ nghèo", MarkerKind.POINT, "c", "Hỗ trợ hộ nghèo"),
        ("- Mở lớp", MarkerKind.BULLET, "-", "Mở lớp"),
        ("– Mở lớp", MarkerKind.BULLET, "–", "Mở lớp"),
        ("-Mở lớp", MarkerKind.BULLET, "-", "Mở lớp"),
        ("+ Mở lớp", MarkerKind.BULLET, "+", "Mở lớp"),
        ("• Mở lớp", MarkerKind.BULLET, "•", "Mở lớp"),
        ("* Mở lớp", MarkerKind.BULLET, "*", "Mở lớp"),
        ("o Mở lớp", MarkerKind.BULLET, "o", "Mở lớp"),
        ("\uf0b7 Mở lớp", MarkerKind.BULLET, "\uf0b7", "Mở lớp"),
    ],
)
def test_every_form_of_marker_is_told_from_its_text(text: str, kind: MarkerKind, number: str, rest: str) -> None:
    marker = parse_marker(text)
    assert marker is not None
    assert (marker.kind, marker.number) == (kind, number)
    assert strip_marker(MappedText.of(text), marker).strip().text == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-2030",
        "2025",
        "80% làng nghề có phương án",
        "06 tháng đầu năm",
        "15 ngày kể từ ngày ký",
        "1,5 lần so với năm 2020",
        "1.5 lần so với năm 2020",
        "10.000 lượt khách",
        "12.500 hộ",
        "5-7 mô hình",
        "15/11 hằng năm",
        "Điều 5 Nghị định số 52/2018/NĐ-CP",
        "Khoản 2 Điều này",
        "Mục tiêu chung",
        "Phần lớn các hộ",
        "Chương trình OCOP",
        "Điểm du lịch làng nghề",
        "Ít nhất 05 làng nghề",
        "Các sở, ngành",
        "-------",
        "- - -",
        "| a | b |",
        "ổ. Không",
        "Xã Tân Bình",
        "Vùng nguyên liệu",
        "L là chiều dài",
    ],
)
def test_words_and_quantities_are_no_marker(text: str) -> None:
    assert parse_marker(text) is None


def test_points_run_through_the_vietnamese_alphabet_without_its_marked_vowels() -> None:
    assert [point_ordinal(c) for c in "abcdđeg"] == [1, 2, 3, 4, 5, 6, 7]
    assert point_ordinal("ă") is None


@pytest.mark.parametrize(
    ("roman", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XXXIX", 39), ("XL", 40), ("XLIX", 49)]
)
def test_roman_numbers_have_their_value(roman: str, value: int) -> None:
    assert roman_value(roman) == value


@pytest.mark.parametrize(
    ("text", "number"), [("Ii. tổ chức thực hiện", "II"), ("Iv. mở lớp", "IV"), ("Viii. chi", "VIII")]
)
def test_a_roman_number_whose_capitals_were_made_small_opens_a_part(text: str, number: str) -> None:
    marker = parse_marker(text)
    assert marker is not None
    assert (marker.kind, marker.number, marker.style) == (MarkerKind.SECTION, number, "roman")


@pytest.mark.parametrize("text", ["Vii phạm bị phạt", "Iiiii. mở lớp", "Vi.phạm", "Ivan dạy bơi"])
def test_words_like_roman_numbers_are_none(text: str) -> None:
    assert parse_marker(text) is None


@given(st.integers(1, 49))
def test_every_roman_number_up_to_49_is_a_marker_with_its_ordinal(number: int) -> None:
    tens, ones = divmod(number, 10)
    roman = ("", "X", "XX", "XXX", "XL")[tens] + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    marker = parse_marker(f"{roman}. NỘI DUNG")
    assert marker is not None
    assert (marker.number, marker.ordinal, marker.style) == (roman, number, "roman")


@given(st.lists(st.integers(1, 30), min_size=1, max_size=4))
def test_a_decimal_number_counts_its_last_part_and_its_style_tells_its_depth(parts: list[int]) -> None:
    number = ".".join(map(str, parts))
    marker = parse_marker(f"{number}. Nội dung")
    assert marker is not None
    assert (marker.number, marker.ordinal, marker.style) == (number, parts[-1], f"clause-{len(parts)}")


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("II. Nội dung", "muc-ii"),
        ("Điều 2. Nội dung", "dieu-2"),
        ("Chương III", "chuong-iii"),
        ("Phần thứ hai", "phan-2"),
        ("1.2. Nội dung", "1.2"),
        ("đ) Nội dung", "dd"),
        ("d) Nội dung", "d"),
    ],
)
def test_a_marker_names_its_segment_of_the_path(text: str, segment: str) -> None:
    marker = parse_marker(text)
    assert marker is not None
    assert marker.segment == segment


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("- Nội dung", "+ Nội dung"),
        ("• Nội dung", "◦ Nội dung"),
        ("• Nội dung", "- Nội dung"),
        ("• Nội dung", "▪ Nội dung"),
    ],
)
def test_signs_of_different_shape_are_of_different_styles(outer: str, inner: str) -> None:
    one, other = parse_marker(outer), parse_marker(inner)
    assert one is not None
    assert other is not None
    assert one.style != other.style


@given(st.text(max_size=30))
def test_any_text_is_read_without_error_and_a_marker_lies_inside_it(text: str) -> None:
    marker = parse_marker(text)
    assert marker is None or 0 < marker.end <= len(text)
