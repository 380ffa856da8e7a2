"""Who is given work outside the parts on work, by those who direct others, and by cells that name nobody."""

from __future__ import annotations

import pytest

from loader.extraction.agents import closed_list, parse_agents
from loader.kinds import NoteKind
from tests.extraction.plan_text import organised, plan

AIMS = "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\n"


def led(body: str) -> list[list[str]]:
    return [[a.name for a in task.leads] for task in plan(AIMS + body).tasks]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        (
            "1. Công an tỉnh chỉ đạo các đội chữa cháy: Giúp Nhân dân dọn vệ sinh làng nghề sau bão.",
            "Công an tỉnh",
        ),
        ("1. Chủ tịch UBND các xã chỉ đạo\n- Mở lớp dạy nghề cho lao động trẻ.", "Chủ tịch Ủy ban nhân dân các xã"),
        ("1. Chủ tịch UBND tỉnh giao Sở Công Thương chủ trì rà soát các làng nghề.", "Sở Công Thương"),
        ("1. UBND tỉnh giao Sở Công Thương: Rà soát các làng nghề trên địa bàn tỉnh.", "Sở Công Thương"),
        (
            "1. Đối với các cơ quan Trung ương đóng trên địa bàn tỉnh, người đứng đầu các cơ quan ưu tiên mua sản phẩm làng nghề.",
            "các cơ quan Trung ương đóng trên địa bàn tỉnh",
        ),
        (
            "1. Cơ quan, đơn vị được giao nhiệm vụ đào tạo nghề tại Phụ lục I thường xuyên đôn đốc các xã.",
            "Cơ quan, đơn vị được giao nhiệm vụ đào tạo nghề tại Phụ lục I",
        ),
    ],
)
def test_who_directs_others_or_is_given_work_leads(line: str, who: str) -> None:
    assert [[a.name for a in task.leads] for task in organised(line).tasks] == [[who]]


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("II. KINH PHÍ\nCác cơ quan, đơn vị căn cứ nhiệm vụ được giao, lập dự toán kinh phí.", "Các cơ quan, đơn vị"),
        (
            "II. TIÊU CHUẨN, HỒ SƠ KHEN THƯỞNG\nCăn cứ Kế hoạch này, các cơ quan, đơn vị chủ động ban hành tiêu chuẩn.",
            "các cơ quan, đơn vị",
        ),
        ("II. TIẾN ĐỘ\n1. Quý I/2027, các cơ quan, đơn vị đánh giá kết quả phong trào.", "các cơ quan, đơn vị"),
        ("II. KIẾN NGHỊ\n1. Bộ Công Thương: Hỗ trợ quảng bá sản phẩm làng nghề ở nước ngoài.", "Bộ Công Thương"),
    ],
)
def test_parts_on_other_things_call_bodies_to_work_too(body: str, who: str) -> None:
    assert led(body) == [[who]]


def test_what_groups_have_to_meet_for_an_award_is_no_work() -> None:
    assert not led("II. TIÊU CHUẨN KHEN THƯỞNG\n- Các cơ quan, đơn vị hoàn thành tốt nhiệm vụ được giao.")


def test_how_budgets_are_made_every_year_is_no_work() -> None:
    assert not led("II. KINH PHÍ\nHằng năm, các cơ quan, đơn vị lập dự toán gửi cơ quan tài chính.")


@pytest.mark.parametrize(
    "name",
    [
        "Báo và Phát Thanh, Truyền hình tỉnh",
        "Bộ Tư lệnh Vùng Cảnh sát biển 2",
        "Ngân hàng Nhà nước khu vực V",
        "Lãnh đạo Sở Văn hóa, Thể thao và Du lịch",
        "Ủy ban nhân dân phường Xuân Mai - Hà Trung",
    ],
)
def test_a_name_with_a_capital_a_number_or_a_dash_inside_is_one(name: str) -> None:
    assert [a.name for a in parse_agents(name).agents] == [a.name for a in closed_list(name)] == [name]


def test_a_dash_parts_a_commune_from_a_body_behind_it() -> None:
    assert [a.name for a in closed_list("UBND xã Bình An - Sở Y tế")] == ["Ủy ban nhân dân xã Bình An", "Sở Y tế"]


def test_a_cell_of_leads_that_points_to_an_instrument_names_nobody() -> None:
    body = (
        "II. PHÂN CÔNG NHIỆM VỤ\n| STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Rà soát các làng nghề trên địa bàn | Theo phân công tại Quyết định số 12/QĐ-UBND ngày 02/3/2022 | Hằng năm |\n"
        "| 2 | Mở lớp dạy nghề cho lao động trẻ | Sở Công Thương | Hằng năm |\n"
    )
    found = plan(AIMS + body, "ke-hoach.md").tasks
    assert [[a.name for a in task.leads] for task in found] == [[], ["Sở Công Thương"]]


def test_a_schedule_of_those_inspected_gives_them_no_work_and_is_noted() -> None:
    body = (
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ kiểm tra các xã.\n\n| STT | Đơn vị được kiểm tra | Thời gian kiểm tra |\n|---|---|---|\n"
        "| I | Ủy ban nhân dân cấp xã | |\n| 1 | Xã Bình An | Tháng 3/2024 |\n| 2 | Phường Hòa Lợi Đông | Tháng 4/2024 |\n"
    )
    found = plan(AIMS + body, "ke-hoach.md")
    assert [[a.name for a in task.leads] for task in found.tasks] == [["Sở Nội vụ"]]
    (note,) = [n for n in found.notes if n.kind is NoteKind.UNREAD]
    assert note.reading.rule == "doubts.unread-row"


def test_a_schedule_of_inspections_is_work_of_the_body_that_carries_them_out() -> None:
    body = (
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ tổ chức kiểm tra các xã.\n\n| STT | Đơn vị được kiểm tra | Thời gian kiểm tra |\n|---|---|---|\n"
        "| I | Ủy ban nhân dân cấp xã | |\n| 1 | Xã Bình An | Tháng 3/2024 |\n| 2 | Phường Hòa Lợi Đông | Tháng 4/2024 |\n"
    )
    found = plan(AIMS + body, "ke-hoach.md").tasks
    assert [[a.name for a in task.leads] for task in found] == [["Sở Nội vụ"]] * 3
    assert found[1].reading.evidence.quote == "Xã Bình An Tháng 3/2024"
    assert found[1].timing is not None
    assert found[1].timing.start_year == 2024
