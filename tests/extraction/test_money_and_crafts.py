"""Funding, crafts and craft villages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loader.kinds import Condition
from tests.extraction.plan_text import organised, plan

AIM = "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\n"


def test_each_source_of_money_is_named_once() -> None:
    facts = plan(
        AIM
        + "II. KINH PHÍ THỰC HIỆN\n- Ngân sách nhà nước theo phân cấp.\n- Vốn lồng ghép các chương trình mục tiêu quốc gia.\n- Ngân sách nhà nước theo phân cấp."
    )
    assert len(facts.funding) == 2
    assert facts.funding[0].source.lower().startswith("ngân sách nhà nước")


def test_amounts_are_read_with_their_unit() -> None:
    facts = plan(
        AIM
        + "II. KINH PHÍ THỰC HIỆN\nNgân sách tỉnh 4.150 triệu đồng; ngân sách huyện hỗ trợ 80,5 triệu đồng; đóng góp của các hộ làm nghề."
    )
    assert [(f.amount, f.currency_unit) for f in facts.funding] == [
        (Decimal(4150), "triệu đồng"),
        (Decimal("80.5"), "triệu đồng"),
        (None, None),
    ]


def test_money_outside_the_part_on_funding_is_no_source() -> None:
    assert plan(AIM + "II. NHIỆM VỤ\n- Lồng ghép nguồn vốn khuyến công để hỗ trợ máy móc.").funding == ()


def test_crafts_are_named_with_the_state_that_the_plan_ascribes() -> None:
    facts = plan(
        AIM
        + "II. NHIỆM VỤ\n- Khôi phục các nghề có nguy cơ mai một như: nghề đan cót; nghề dệt chiếu.\n- Ưu tiên phát triển nghề chế biến nước mắm."
    )
    found = {c.name: c.condition for c in facts.shared_things}
    assert found["đan cót"] is Condition.AT_RISK
    assert found["dệt chiếu"] is Condition.AT_RISK


def test_a_craft_is_named_once_however_often_it_occurs() -> None:
    facts = plan(
        AIM
        + "II. NHIỆM VỤ\n- Mở lớp truyền nghề đan cót cho lao động trẻ.\n- Lưu giữ các kiểu của nghề đan cót.\n- Quảng bá nghề đan cót."
    )
    assert sum("đan cót" in c.name for c in facts.shared_things) <= 1


def test_craft_villages_in_general_are_no_craft() -> None:
    facts = plan(
        AIM
        + "II. NHIỆM VỤ\n- Bảo tồn nghề truyền thống, làng nghề truyền thống gắn với du lịch.\n- Đào tạo nghề cho lao động nông thôn."
    )
    assert facts.shared_things == ()


def test_a_village_with_a_proper_name_is_named() -> None:
    facts = plan(AIM + "II. NHIỆM VỤ\n- Đầu tư hạ tầng cho làng nghề thêu ren Hòa Ngãi và quảng bá sản phẩm.")
    assert any("Hòa Ngãi" in v.name for v in facts.placed_things)


def test_villages_counted_as_existing_keep_the_count() -> None:
    facts = plan(
        "I. MỤC TIÊU\n1. Mục tiêu đến năm 2025\n- Có 75% làng nghề (6/8 làng nghề đã được công nhận) hoạt động hiệu quả."
    )
    assert [v.count for v in facts.placed_things if v.count] == [8]


def test_the_total_is_not_the_amount_of_the_first_source() -> None:
    facts = plan(
        "I. KINH PHÍ THỰC HIỆN\nKinh phí thực hiện khoảng 46.500 triệu đồng, gồm: vốn ngân sách trung ương 12.000 triệu đồng; "
        "vốn ngân sách địa phương 18.500 triệu đồng; vốn xã hội hóa và vốn tín dụng 16.000 triệu đồng."
    )
    assert [(f.source, int(f.amount or 0)) for f in facts.funding] == [
        ("vốn ngân sách trung ương", 12000),
        ("vốn ngân sách địa phương", 18500),
        ("vốn xã hội hóa và vốn tín dụng", 16000),
    ]


def test_sources_in_brackets_stay_with_the_source_that_they_explain() -> None:
    facts = plan(
        "I. KINH PHÍ THỰC HIỆN\n- Nguồn vốn ngân sách nhà nước (ngân sách trung ương, ngân sách tỉnh, ngân sách huyện).\n"
        "- Vốn tín dụng ưu đãi từ Ngân hàng Chính sách xã hội."
    )
    assert len(facts.funding) == 2


def test_the_craft_of_a_named_village_goes_without_the_villages_name() -> None:
    facts = plan(
        "I. THỰC TRẠNG\n1. Làng nghề gốm Tân Vạn phát triển tốt; làng nghề đúc đồng Hòa Lạc đứng trước nguy cơ mai một."
    )
    assert {c.name for c in facts.shared_things} == {"gốm", "đúc đồng"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Nghề dệt chiếu đứng trước nguy cơ thất truyền.", "dệt chiếu"),
        ("Vùng đất sét phục vụ nghề gốm ngày càng thu hẹp.", "gốm"),
        ("Di dời các hộ làm nghề nấu rượu gây ô nhiễm.", "nấu rượu"),
        ("Tổ chức Ngày hội làng nghề cói lần thứ nhất.", "cói"),
    ],
)
def test_the_name_of_a_craft_ends_where_its_sentence_goes_on(sentence: str, name: str) -> None:
    assert [c.name for c in plan(f"I. THỰC TRẠNG\n1. {sentence}").shared_things] == [name]


def test_money_that_a_body_sets_aside_in_the_budget_is_a_source_where_no_part_is_about_funding() -> None:
    facts = organised("1. Sở Tài chính bố trí kinh phí trong dự toán ngân sách tỉnh để thực hiện Kế hoạch này.")
    assert [f.source for f in facts.funding] == ["kinh phí trong dự toán ngân sách tỉnh"]


def test_the_money_that_a_plan_is_ensured_from_is_named_and_who_sets_it_aside_is_not() -> None:
    first = (
        "1. Kinh phí bảo đảm thực hiện Kế hoạch này được bố trí từ nguồn ngân sách nhà nước hằng năm của các đơn vị "
        "theo quy định của Luật Ngân sách nhà nước và các nguồn kinh phí hợp pháp khác theo quy định của pháp luật."
    )
    second = "2. Bộ Tài chính tổng hợp, bố trí kinh phí chi thường xuyên trong dự toán ngân sách nhà nước hằng năm."
    found = plan(f"I. KINH PHÍ THỰC HIỆN\n{first}\n{second}").funding
    assert [money.source for money in found] == [
        "ngân sách nhà nước hằng năm của các đơn vị",
        "các nguồn kinh phí hợp pháp khác",
    ]
