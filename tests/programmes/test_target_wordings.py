"""Targets in wordings of fields that nobody prepared for: what they measure, in which unit, and whether more of it is better."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loader.facts import Target
from loader.inference.measured_words import likeness, phrase, same_group
from loader.proposing.indicators import ReadTarget, direction, minted, target_type
from tests.extraction.documents import facts_of

DECISION = """THỦ TƯỚNG CHÍNH PHỦ
Số: 1248/QĐ-TTg
Hà Nội, ngày 19 tháng 7 năm 2021

QUYẾT ĐỊNH
Phê duyệt Chương trình phát triển thư viện giai đoạn 2021 - 2025

Điều 1. Phê duyệt Chương trình với những nội dung sau:
I. MỤC TIÊU
1. Mục tiêu đến năm 2025
- {sentence}
II. GIẢI PHÁP
1. Truyền thông.
"""

FROM_75_PERCENT = 0.75
"""Likeness from which on an indicator is found by its words."""


def targets(sentence: str) -> list[Target]:
    return [t for o in facts_of(DECISION.format(sentence=sentence)).objectives for t in o.targets]


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "measured"),
    [
        ("Tỷ lệ xã chưa có tủ sách giảm còn 6%.", "6", "percent", "tỷ lệ xã chưa có tủ sách"),
        ("Tỷ lệ xã chưa có tủ sách giảm xuống còn 6%.", "6", "percent", "tỷ lệ xã chưa có tủ sách"),
        ("Số vụ cháy giảm 6%.", "6", "percent-decrease", "số vụ cháy"),
        ("Hằng năm số vụ cháy giảm 5%.", "5", "percent-decrease-per-year", "số vụ cháy"),
        ("Mỗi năm tăng thêm 5% số trường học có thư viện.", "5", "percent-per-year", "trường học có thư viện"),
        ("Xử lý dứt điểm 90% số điểm đen.", "90", "percent", "điểm đen được xử lý dứt điểm"),
        ("Cấp thẻ thư viện cho 80% học sinh nghèo.", "80", "percent", "học sinh nghèo được cấp thẻ thư viện"),
        ("Phấn đấu số hóa ít nhất 50% tài liệu cổ.", "50", "percent", "tài liệu cổ được số hóa"),
        ("Bảo đảm 100% trường học có thư viện.", "100", "percent", "trường học có thư viện"),
        ("Xe buýt đáp ứng 25% nhu cầu đi lại.", "25", "percent", "xe buýt đáp ứng nhu cầu đi lại"),
        ("Phấn đấu đạt 1,2 bản sách/người dân.", "1.2", "per-each", "bản sách/người dân"),
        ("Trang bị 40 xe thư viện lưu động.", "40", "item", "xe thư viện lưu động được trang bị"),
        ("Đào tạo 5.000 huấn luyện viên cơ sở.", "5000", "person", "huấn luyện viên cơ sở được đào tạo"),
        ("Chiều cao trung bình của thanh niên đạt 168,5 cm.", "168.5", "item", "chiều cao trung bình của thanh niên"),
        ("Nằm trong nhóm 20 đoàn đứng đầu tại Đại hội Thể thao.", "20", "rank", "xếp hạng tại Đại hội Thể thao"),
        ("Xây dựng xong cổng tri thức số.", "1", "done", "cổng tri thức số"),
        ("Kéo giảm ít nhất 12% số vụ cháy.", "12", "percent-decrease", "số vụ cháy"),
        ("Giảm phát thải khí nhà kính ít nhất 15,8%.", "15.8", "percent-decrease", "phát thải khí nhà kính"),
        ("Mỗi năm giảm từ 5 - 10% số vụ cháy.", "5", "percent-decrease-per-year", "số vụ cháy"),
        ("Ngành gỗ tăng sản lượng bình quân 5%/năm.", "5", "percent-per-year", "sản lượng ngành gỗ"),
        ("Thời gian chờ khám bệnh bình quân dưới 30 phút.", "30", "minute", "thời gian chờ khám bệnh bình quân"),
        ("Năng suất rừng trồng đạt 20 m3/ha/năm.", "20", "per-each", "năng suất rừng trồng"),
        ("Sự cố vỡ đường ống không quá 25 vụ/100 km.", "25", "per-hundred", "sự cố vỡ đường ống"),
        ("Số giường bệnh trên 10.000 dân đạt 35 giường.", "35", "per-ten-thousand", "số giường bệnh trên 10.000 dân"),
        ("70% hộ trang bị ít nhất 01 bình chữa cháy.", "70", "percent", "hộ trang bị ít nhất 01 bình chữa cháy"),
        ("Tất cả các xã (100%) đều lập kế hoạch.", "100", "percent", "tất cả các xã đều lập kế hoạch"),
        ("Thuộc nhóm 03 nước ASEAN xuất khẩu gạo lớn nhất.", "3", "rank", "xếp hạng xuất khẩu gạo"),
        ("Hoàn thành cắm mốc 03 loại rừng trong năm 2024.", "1", "done", "cắm mốc 03 loại rừng"),
        ("Lắp đặt biển báo tại 100% bến đò.", "100", "percent", "bến đò được lắp đặt biển báo"),
        ("Tỷ lệ người tham gia bảo hiểm đạt 60% lực lượng lao động.", "60", "percent", "tỷ lệ người tham gia bảo hiểm"),
    ],
)
def test_a_target_has_its_figure_its_unit_and_its_words(sentence: str, value: str, unit: str, measured: str) -> None:
    (found,) = targets(sentence)
    assert (found.value, found.unit, found.measured) == (Decimal(value), unit, measured)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Tỷ lệ hộ có nước máy đạt từ 60% đến 70% ở khu vực đô thị và ít nhất 40% ở khu vực nông thôn.",
            [("60", "tỷ lệ hộ có nước máy ở khu vực đô thị"), ("40", "tỷ lệ hộ có nước máy ở khu vực nông thôn")],
        ),
        (
            "Tỷ lệ hộ có nước máy: tại đô thị đạt 97%, tại nông thôn đạt 82%.",
            [("97", "tỷ lệ hộ có nước máy: tại đô thị"), ("82", "tỷ lệ hộ có nước máy tại nông thôn")],
        ),
        (
            "95% bệnh viện công và 75% bệnh viện tư kết nối dữ liệu.",
            [("95", "bệnh viện công kết nối dữ liệu"), ("75", "bệnh viện tư kết nối dữ liệu")],
        ),
        (
            "Tỷ lệ rác thải đô thị được thu gom đạt 100%, rác thải nông thôn đạt 95%.",
            [("100", "tỷ lệ rác thải đô thị được thu gom"), ("95", "rác thải nông thôn được thu gom")],
        ),
        ("Tỷ lệ thuê ngoài đạt 65% (đến năm 2023 đạt 55%).", [("65", "tỷ lệ thuê ngoài"), ("55", "tỷ lệ thuê ngoài")]),
        (
            "Đào tạo lại 30% lao động, góp phần nâng tỷ lệ lao động có chứng chỉ đạt 38%.",
            [("30", "lao động được đào tạo lại"), ("38", "tỷ lệ lao động có chứng chỉ")],
        ),
        ("Sản lượng: 92 tấn, gồm: khai thác 75 tấn.", [("92", "sản lượng"), ("75", "khai thác")]),
        (
            "35% diện tích rừng được cấp chứng chỉ; tỷ lệ này đạt 60% vào năm 2030.",
            [("35", "diện tích rừng được cấp chứng chỉ"), ("60", "diện tích rừng được cấp chứng chỉ")],
        ),
        (
            "Xây dựng 45 nhà máy nước vào năm 2025, lũy kế đến năm 2030 là 90 nhà máy.",
            [("45", "nhà máy nước được xây dựng"), ("90", "nhà máy nước được xây dựng")],
        ),
        (
            "Tỷ lệ tổn thất đối với rau quả dưới 10%, đối với thủy sản dưới 7%.",
            [("10", "tỷ lệ tổn thất đối với rau quả"), ("7", "tỷ lệ tổn thất đối với thủy sản")],
        ),
        (
            "Chi tiêu đạt 2 triệu đồng/người đối với khách quốc tế và 1 triệu đồng/người đối với khách nội địa.",
            [("2", "chi tiêu đối với khách quốc tế"), ("1", "chi tiêu đối với khách nội địa")],
        ),
        (
            "90% hồ sơ tại cấp tỉnh; 80% hồ sơ tại cấp xã được xử lý trên mạng.",
            [("90", "hồ sơ tại cấp tỉnh được xử lý trên mạng"), ("80", "hồ sơ tại cấp xã được xử lý trên mạng")],
        ),
    ],
)
def test_figures_of_one_sentence_share_its_words(sentence: str, found: list[tuple[str, str]]) -> None:
    # A figure of another year stands in an objective of its own.
    assert sorted((str(t.value), t.measured) for t in targets(sentence)) == sorted(found)


def test_an_item_of_a_list_is_named_by_the_line_above_it() -> None:
    listed = "Tỷ lệ nước thải được xử lý:\n+ Tại các đô thị loại III: trên 40%.\n+ Năm 2024: 15%."
    assert [(t.measured, t.population, t.horizon) for t in targets(listed)] == [
        ("tỷ lệ nước thải được xử lý tại các đô thị loại III", "nước thải tại các đô thị loại III", 2025),
        ("tỷ lệ nước thải được xử lý", "nước thải", 2024),
    ]


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("Số vụ giảm 30% vào năm 2024 và 60% vào năm 2025 so với năm 2020.", {2024: 2020, 2025: 2020}),
        ("Giảm 40% lượng rác thải so với mức trung bình giai đoạn 2016 - 2020.", {2025: 2016}),
        ("Có 75% hộ dùng nước sạch; tỷ lệ này là 95% vào năm 2030.", {2025: None, 2030: None}),
    ],
)
def test_each_figure_has_its_year_and_its_base_year(sentence: str, years: dict[int, int | None]) -> None:
    assert {t.horizon: t.baseline_year for t in targets(sentence)} == years


def test_what_a_year_already_had_is_no_target() -> None:
    assert targets("Năm 2020, cả nước mới có 480 điểm bán hàng.") == []


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("Ban hành bộ chỉ tiêu thống kê chậm nhất trong năm 2024.", 2024),
        ("Xây dựng, đưa vào vận hành nền tảng số, hoàn thành trong năm 2023.", 2023),
        ("Hoàn thành bản đồ số trước năm 2024.", 2023),
    ],
)
def test_what_is_to_be_made_is_a_milestone_of_the_year_it_is_to_be_finished(sentence: str, year: int) -> None:
    (found,) = targets(sentence)
    assert (found.unit, found.horizon) == ("done", year)


def test_what_is_made_without_a_last_day_is_no_milestone() -> None:
    assert targets("Xây dựng nền tảng số dùng chung trong năm 2024.") == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("trung tâm đổi mới được hình thành", "trung tâm đổi mới", True),
        ("xe cứu hỏa có thiết bị định vị và đáp ứng yêu cầu kỹ thuật", "xe cứu hỏa có thiết bị định vị", True),
        ("tỷ lệ điểm môi trường", "tỷ lệ điểm trường học", False),
        ("hộ dùng nước sạch", "hộ nghèo dùng nước sạch", False),
        ("lớp học có máy tính", "lớp học có máy chiếu", False),
        ("đội viên đội dân phòng được huấn luyện", "đội viên đội dân phòng của các thôn được huấn luyện", True),
        ("hộ trang bị ít nhất 01 bình chữa cháy", "hộ tự mua sắm bình chữa cháy", True),
        ("thôn, bản, tổ dân phố có cộng tác viên", "xóm có cộng tác viên", True),
        ("xã, phường, thị trấn có nhà văn hóa", "xã, phường có nhà văn hóa", True),
        ("số vụ vi phạm về lâm nghiệp", "vụ vi phạm về lâm nghiệp trên 100.000 ha rừng", True),
        (
            "bản đồ mạng lưới cấp nước, thoát nước đô thị trên hệ thống thông tin địa lý (GIS)",
            "bản đồ mạng lưới cấp nước, thoát nước đô thị trên GIS",
            True,
        ),
        (
            "cơ sở được kết nối, truyền tin báo cháy về trung tâm",
            "cơ sở lắp đặt thiết bị, kết nối, truyền tin báo cháy về trung tâm",
            True,
        ),
        ("xuất khẩu đồ gỗ và lâm sản", "xuất khẩu lâm sản", False),
        ("xã đạt chuẩn nông thôn mới", "xã đạt chuẩn nông thôn mới nâng cao", False),
        ("lao động được đào tạo nghề", "lao động dân tộc thiểu số được đào tạo nghề", False),
        ("diện tích rừng trồng gỗ lớn", "diện tích rừng trồng gỗ nhỏ", False),
        ("số vụ cháy tại khu dân cư", "số vụ cháy trong khu công nghiệp", False),
        ("dân số đô thị dùng nước sạch", "dân số nông thôn dùng nước sạch", False),
    ],
)
def test_making_and_a_further_predicate_leave_what_is_measured(one: str, other: str, near: bool) -> None:
    assert (likeness(one, other) >= FROM_75_PERCENT) is near


def test_what_all_of_a_programme_is_about_may_go_unsaid_but_not_be_replaced() -> None:
    towns = phrase("đô thị").narrowing
    assert likeness("điểm ngập úng trong đô thị", "điểm ngập úng") == 0
    assert likeness("điểm ngập úng trong đô thị", "điểm ngập úng", towns) >= FROM_75_PERCENT
    assert likeness("điểm ngập úng trong đô thị", "điểm ngập úng ở nông thôn", towns) == 0
    assert likeness("người cao tuổi có thẻ", "người dân có thẻ", phrase("người cao tuổi").narrowing) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nhà ở kết hợp sản xuất, kinh doanh", "nhà vừa ở vừa kinh doanh, sản xuất", True),
        ("cơ sở", "cơ sở tồn tại vi phạm", True),
        ("hộ gia đình", "hộ nghèo", False),
        ("học sinh phổ thông", "trẻ mẫu giáo 5 tuổi", False),
    ],
)
def test_a_group_in_other_words_is_the_same_group(one: str, other: str, same: bool) -> None:
    assert same_group(one, other) is same


@pytest.mark.parametrize(
    "sentence",
    [
        "Tối thiểu 90% tuyến quốc lộ có trạm cấp cứu với khoảng cách không quá 50 km.",
        "80% trường học có sân chơi có diện tích từ 50 m2 trở lên.",
        "70% thư viện ở cách nhau không quá 10 km.",
    ],
)
def test_how_large_a_thing_is_makes_no_target_of_its_own(sentence: str) -> None:
    assert [t.unit for t in targets(sentence)] == ["percent"]


@pytest.mark.parametrize(
    ("words", "unit", "value", "comparator", "better"),
    [
        ("tuyến quốc lộ có trạm cấp cứu tai nạn giao thông", "percent", "90", "at-least", "more"),
        ("trung tâm dữ liệu tai nạn giao thông quốc gia", "done", "1", "exactly", "more"),
        ("xã có kế hoạch phòng, chống đuối nước", "percent", "80", "exactly", "more"),
        ("bệnh viện giám sát ca tử vong", "percent", "60", "exactly", "more"),
        ("điểm đen tai nạn giao thông", "percent", "100", "exactly", "more"),
        ("trẻ em bị đuối nước", "percent", "2", "exactly", "less"),
        ("người chết do tai nạn giao thông", "per-hundred-thousand", "7", "exactly", "less"),
        ("hồ sơ giải quyết quá hạn", "percent", "5", "at-most", "less"),
    ],
)
def test_what_is_bad_is_told_from_what_is_done_about_it(
    words: str, unit: str, value: str, comparator: str, better: str
) -> None:
    target = ReadTarget(
        "x/target-1", words, unit, Decimal(value), None, comparator, 2030, None, None, f"{words} {value}", value
    )
    assert direction(target, target_type(target)) == better


def _read(words: str, year: int, value: str) -> ReadTarget:
    return ReadTarget(
        f"x/{value}", words, "percent", Decimal(value), None, "exactly", year, None, None, f"{words} {value}%", value
    )


def test_what_an_annex_states_again_in_other_words_is_one_indicator() -> None:
    body = "hộ tại khu dân cư trang bị bình chữa cháy xách tay"
    label = "tỷ lệ hộ tại các khu dân cư tập trung trang bị bình chữa cháy xách tay"
    assert len(minted([_read(body, 2025, "70"), _read(label, 2025, "70"), _read(label, 2030, "90")], "p", "1")) == 1
    assert len(minted([_read(body, 2025, "70"), _read(label, 2025, "60")], "p", "1")) == 2
