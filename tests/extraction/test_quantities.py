"""Figures with comparator and unit, and figures that are none."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.extraction.quantities import decimal_of, find_quantities
from loader.kinds import Comparator


def read(text: str) -> list[tuple[str | None, str, str | None, str]]:
    return [
        (
            q.comparator and q.comparator.value,
            f"{q.value.normalize():f}",
            q.upper and f"{q.upper.normalize():f}",
            q.unit,
        )
        for q in find_quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Khôi phục ít nhất 05 nghề truyền thống", ("at-least", "5", None, "craft")),
        ("Công nhận tối thiểu 3 làng nghề", ("at-least", "3", None, "village")),
        ("Có không dưới 70% lao động được tập huấn", ("at-least", "70", None, "percent")),
        ("Có từ 03 làng nghề trở lên được công nhận", ("at-least", "3", None, "village")),
        ("Trên 80% làng nghề hoạt động hiệu quả", ("more-than", "80", None, "percent")),
        ("Khoảng 1.200 lao động có việc làm", ("about", "1200", None, "person")),
        ("Giảm còn dưới 5% cơ sở gây ô nhiễm", ("at-most", "5", None, "percent")),
        ("Không quá 2% hộ nghèo", ("at-most", "2", None, "percent")),
        ("Sản lượng đạt 7,2 triệu tấn", (None, "7.2", None, "tonne-million")),
        ("Diện tích đạt 300 nghìn ha", (None, "300", None, "hectare-thousand")),
        ("Đón 7 triệu lượt khách", (None, "7", None, "person-million")),
        ("Không để xảy ra quá 02 vụ đuối nước", ("at-most", "2", None, "item")),
        ("Không để quá 5% trẻ em bỏ học", ("at-most", "5", None, "percent")),
        ("Trên 70% trẻ em từ 6 đến dưới 16 tuổi biết bơi", ("more-than", "70", None, "percent")),
        ("90% phụ nữ từ 30 – 54 tuổi được sàng lọc", (None, "90", None, "percent")),
        ("95% trẻ từ 6 đến 24 tháng tuổi được tiêm chủng", (None, "95", None, "percent")),
        ("Phấn đấu 60% sản phẩm đạt OCOP", (None, "60", None, "percent")),
        ("Tốc độ tăng bình quân 8%/năm", (None, "8", None, "percent-per-year")),
        ("Tốc độ tăng từ 9% đến 11%/năm", (None, "9", "11", "percent-per-year")),
        ("Thu nhập tăng 1,5 lần so với năm 2020", (None, "1.5", None, "times")),
        ("Kim ngạch đạt 2,5 tỷ USD", (None, "2.5", None, "usd-billion")),
        ("Kim ngạch đạt 35 triệu USD", (None, "35", None, "usd-million")),
        ("Thu hút 150 - 200 lao động trẻ", (None, "150", "200", "person")),
        ("Đón ít nhất 20.000 lượt khách", ("at-least", "20000", None, "person")),
        ("Công nhận mới hai làng nghề", (None, "2", None, "village")),
        ("Xây dựng ít nhất một mô hình điểm", ("at-least", "1", None, "model")),
        ("Tăng từ 45% lên 60% số làng nghề", (None, "60", None, "percent")),
        ("≥ 45%", ("at-least", "45", None, "percent")),
        ("đạt ≤ 5%", ("at-most", "5", None, "percent")),
        ("đạt > 5%", ("more-than", "5", None, "percent")),
        ("đạt < 5%", ("at-most", "5", None, "percent")),
        ("giảm xuống thấp hơn 6,5%", ("at-most", "6.5", None, "percent")),
        ("nhỏ hơn 2%", ("at-most", "2", None, "percent")),
        ("cao hơn 2%", ("more-than", "2", None, "percent")),
        ("không cao hơn 3%", ("at-most", "3", None, "percent")),
        ("từ 5% trở xuống", ("at-most", "5", None, "percent")),
        ("giảm ít nhất 20% so với năm 2020", ("at-least", "20", None, "percent-decrease")),
        ("tăng thêm ít nhất 20%", ("at-least", "20", None, "percent-increase")),
        ("hộ nghèo giảm bình quân 1 - 1,5%/năm", (None, "1", "1.5", "percent-decrease-per-year")),
        ("giảm còn dưới 3%", ("at-most", "3", None, "percent")),
        ("tăng 2 điểm phần trăm", (None, "2", None, "percentage-point")),
        ("giảm từ 23 xuống 18", (None, "18", None, "item")),
        ("dưới 4/100.000", ("at-most", "4", None, "per-hundred-thousand")),
        ("đạt 107 bé trai/100 bé gái", (None, "107", None, "per-hundred")),
        ("có 12 bác sĩ/10.000 dân", (None, "12", None, "per-ten-thousand")),
        ("đạt 9‰", (None, "9", None, "per-thousand")),
        ("đạt 75 triệu đồng/người/năm", (None, "75", None, "vnd-million-per-person-year")),
        ("đạt 5.000 USD/người", (None, "5000", None, "usd-per-person")),
        ("xây mới 250 căn nhà", (None, "250", None, "item")),
    ],
)
def test_a_figure_is_read_with_its_comparator_and_unit(
    text: str, wanted: tuple[str | None, str, str | None, str]
) -> None:
    assert read(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2021-2030", "đến năm 2025", "ngày 12/4/2018", "Nghị định số 52/2018/NĐ-CP", "Điều 5 của Quy định", "khoản 2 mục III", "trong quý 3", "tháng 6 hằng năm",
        "80/100 điểm", "Nghị quyết 52-NQ/TW", "6 tháng đầu năm", "sản phẩm đạt từ 3 sao", "mỗi xã một sản phẩm", "công nghệ 4.0", "tại 05 huyện miền núi",
    ],
)  # fmt: skip
def test_years_dates_numbers_of_instruments_and_grades_are_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("đạt 75 triệu đồng/người/năm", "75 triệu đồng/người/năm"),
        ("dưới 4/100.000 trẻ đẻ sống", "4/100.000 trẻ đẻ sống"),
        ("mở 20 lớp/năm", "20 lớp/năm"),
        ("không quá 107 bé trai/100 bé gái", "107 bé trai/100 bé gái"),
    ],
)
def test_a_unit_is_kept_as_printed(text: str, printed: str) -> None:
    (quantity,) = find_quantities(text)
    assert text[quantity.figure : quantity.end] == printed


def test_words_between_a_share_and_and_more_may_state_another_degree() -> None:
    assert read("100% giáo viên có trình độ đại học trở lên") == [(None, "100", None, "percent")]


def test_a_gloss_in_brackets_is_passed_over() -> None:
    assert read("75% làng nghề (6/8 làng nghề) có phương án bảo vệ môi trường") == [(None, "75", None, "percent")]


def test_the_starting_value_of_a_growth_is_kept_beside_the_target() -> None:
    (quantity,) = find_quantities("Tỷ lệ tăng từ 45% lên trên 60%")
    assert (quantity.value, quantity.old, quantity.comparator) == (Decimal(60), Decimal(45), Comparator.MORE_THAN)


def test_several_figures_come_in_the_order_printed() -> None:
    assert [q[1] for q in read("Khôi phục ít nhất 03 nghề, 05 làng nghề và công nhận 02 nghề")] == ["3", "5", "2"]


@given(st.integers(1, 999_999))
def test_figures_printed_with_points_are_thousands(number: int) -> None:
    assert decimal_of(f"{number:,}".replace(",", ".")) == number


@given(st.integers(0, 999), st.integers(0, 9))
def test_a_comma_parts_the_decimals(whole: int, tenth: int) -> None:
    assert decimal_of(f"{whole},{tenth}") == Decimal(f"{whole}.{tenth}")


@given(st.text(alphabet="0123456789.,-%/ từđếnlên nghề", max_size=30))
def test_any_text_is_read_and_figures_lie_inside_it_without_overlap(text: str) -> None:
    found = find_quantities(text)
    assert all(0 <= q.start <= q.figure < q.end <= len(text) for q in found)
    assert all(a.figure < b.figure for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Kéo giảm tai nạn giao thông từ 5% đến 10%", "percent-decrease"),
        ("Giảm số vụ cháy 5 - 10%", "percent-decrease"),
        ("Giảm tỷ lệ hộ nghèo từ 10% xuống còn 5%", "percent"),
        ("Giảm nghèo, tỷ lệ lao động qua đào tạo đạt từ 60 - 65%", "percent"),
    ],
)
def test_a_range_behind_what_falls_is_how_far_it_falls(text: str, unit: str) -> None:
    assert [quantity.unit for quantity in find_quantities(text)] == [unit]
