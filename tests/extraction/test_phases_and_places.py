"""Phases and years that govern what stands below them, lists of places behind one committee, titles below a decision's kind."""

from __future__ import annotations

import pytest

from loader.extraction.agents import closed_list, parse_agents
from loader.extraction.sections import Category, classify
from loader.extraction.times import cell_timing, prose_timing
from tests.extraction.documents import facts_of
from tests.extraction.plan_text import HEAD, TAIL, plan


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("UBND huyện Tân Hòa, Bình An, Sơn Động mở lớp", ["huyện Tân Hòa", "huyện Bình An", "huyện Sơn Động"]),
        ("UBND các xã Phú Lâm, Hòa Sơn và Đông Hải: mở lớp", ["các xã Phú Lâm, Hòa Sơn và Đông Hải"]),
        (
            "UBND các huyện Tân Hòa, Bình An và thành phố Phú Lâm mở lớp",
            ["các huyện Tân Hòa, Bình An và thành phố Phú Lâm"],
        ),
        ("UBND các huyện, thị xã Phú Lâm mở lớp", ["các huyện, thị xã Phú Lâm"]),
        ("UBND xã Phú Lâm, huyện Tân Hòa", ["xã Phú Lâm"]),
        ("UBND các xã Phú Lâm", ["các xã Phú Lâm"]),
    ],
)
def test_each_place_behind_a_committee_has_its_own_and_the_committees_of_several_are_a_group(
    text: str, wanted: list[str]
) -> None:
    assert [a.name for a in parse_agents(text).agents] == [f"Ủy ban nhân dân {place}" for place in wanted]


def test_a_body_behind_a_committee_is_no_place_of_it() -> None:
    found = parse_agents("Chủ tịch UBND các huyện Tân Hòa, Bình An, Điện lực Hà Bắc và Sở Y tế").agents
    assert [a.name for a in found] == [
        "Chủ tịch Ủy ban nhân dân các huyện Tân Hòa, Bình An", "Điện lực Hà Bắc", "Sở Y tế",
    ]  # fmt: skip
    assert found[0].head


def test_what_stands_behind_a_list_of_places_does_not_change_the_last() -> None:
    assert [a.name for a in closed_list("UBND huyện Tân Hòa, Bình An vùng cao; Sở Y tế")] == [
        "Ủy ban nhân dân huyện Tân Hòa", "Ủy ban nhân dân huyện Bình An", "Sở Y tế",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Mở lớp vào các năm 2024, 2026.", (2024, 2026)),
        ("Mở hội thi các năm 2024 và 2026.", (2024, 2026)),
        ("Kiểm tra hai năm 2025 và 2026.", (2025, 2026)),
        ("Giai đoạn 1 (2026-2027): bố trí kinh phí.", (2026, 2027)),
        ("Xây dựng kế hoạch thực hiện hằng năm.", None),
        ("Bố trí kinh phí theo lộ trình hằng năm.", None),
        ("Xây dựng lộ trình thay xe cũ đến năm 2030.", None),
        ("Xây dựng kế hoạch thực hiện năm 2025.", None),
        ("Rà soát theo lộ trình đến năm 2026.", (2026, 2026)),
    ],
)
def test_listed_years_and_phases_are_times_and_roadmaps_are_none(text: str, years: tuple[int, int] | None) -> None:
    timing = prose_timing(text)
    assert (timing and (timing.start_year, timing.end_year)) == years


def test_a_cell_that_lists_years_runs_from_the_first_to_the_last() -> None:
    timing = cell_timing("2024, 2025 và 2026")
    assert timing is not None
    assert (timing.start_year, timing.end_year) == (2024, 2026)


@pytest.mark.parametrize("phase", ["Giai đoạn 1 (2026-2027)", "Giai đoạn 1: từ năm 2026 đến năm 2027"])
def test_a_phase_governs_the_targets_and_the_tasks_below_it(phase: str) -> None:
    facts = plan(
        f"I. MỤC TIÊU CỤ THỂ\n1. {phase}\n- Ít nhất 50% xã có tủ sách.\n2. Giai đoạn 2 (2028-2030): 70% xã có tủ sách.\n"
        f"II. NHIỆM VỤ\n1. {phase}\n- Sở Y tế chủ trì mở lớp tập huấn.\n"
        f"III. TỔ CHỨC THỰC HIỆN\n1. {phase}\na) Sở Tài chính\n- Bố trí kinh phí mua sách.\n"
    )
    assert [objective.horizon for objective in facts.objectives] == [2027, 2030]
    assert [t.timing and (t.timing.start_year, t.timing.end_year) for t in facts.tasks] == [(2026, 2027)] * 2


@pytest.mark.parametrize(
    "heading", ["DỰ BÁO CÁC CHỈ TIÊU", "Dự kiến một số chỉ tiêu đến năm 2030", "Những chỉ tiêu cơ bản"]
)
def test_forecasts_of_indicators_are_aims(heading: str) -> None:
    assert classify(heading) is Category.SPECIFIC_OBJECTIVE


@pytest.mark.parametrize(
    "title",
    [
        "QUY ĐỊNH MỨC HỖ TRỢ ĐỌC SÁCH\nTRÊN ĐỊA BÀN TỈNH", "BAN HÀNH\nQUY CHẾ QUẢN LÝ THƯ VIỆN", "THÔNG BÁO DANH MỤC SÁCH\nCỦA TỈNH",
        "Ban hành\nQuy định mức hỗ trợ đọc sách trên địa bàn tỉnh",
    ],
)  # fmt: skip
def test_a_line_below_a_decisions_kind_is_its_title(title: str) -> None:
    top = HEAD.partition("KẾ HOẠCH")[0].replace("KH-UBND", "QĐ-UBND")
    body = "Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Mức hỗ trợ là 10 triệu đồng."
    decision = facts_of(f"{top}QUYẾT ĐỊNH\n{title}\n\n{body}{TAIL}", "quyet-dinh.txt").instruments[0]
    assert (decision.kind, decision.title) == ("qd", title.replace("\n", " "))


def test_a_group_told_by_its_work_is_read_to_its_end() -> None:
    found = parse_agents("Các cơ quan được giao chủ trì nhiệm vụ tại Phụ lục có trách nhiệm mở lớp").agents
    assert [a.name for a in found] == ["Các cơ quan được giao chủ trì nhiệm vụ tại Phụ lục"]
