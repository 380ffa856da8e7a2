"""Forms that real resolutions, plans of Party delegations and decisions on schemes were found in."""

from __future__ import annotations

import pytest

from loader.kinds import RelationRole
from tests.extraction.documents import facts_of
from tests.extraction.plan_text import organised, plan


@pytest.mark.parametrize(
    "name",
    [
        "Tổ đảng ở Thường trực Ủy ban Kinh tế",
        "Tổ đảng ở Thường trực Hội đồng Dân tộc",
        "Đảng đoàn Quốc hội",
        "Ban cán sự đảng Bộ Y tế",
        "Các Đoàn đại biểu Quốc hội",
        "Chủ nhiệm Văn phòng Quốc hội",
        "Các thành viên Đảng đoàn Quốc hội",
    ],
)
def test_organs_of_the_party_and_the_national_assembly_are_named_in_headings(name: str) -> None:
    (found,) = organised(f"1. {name}\n- Giám sát việc bảo tồn nghề dệt chiếu ở các xã ven sông.").tasks
    assert [agent.name for agent in found.leads] == [name]


def test_tasks_that_the_issuing_body_sets_and_gives_to_nobody_are_measures() -> None:
    facts = organised(
        "1. Để giữ nghề, Ban Thường vụ Tỉnh ủy xác định các nhiệm vụ trọng tâm sau:\n- Sưu tầm mẫu hoa văn cổ của nghề dệt.\n- Mở phòng trưng bày sản phẩm của thợ trẻ.\n"
        "2. Sở Công Thương\n- Hỗ trợ các cơ sở đổi mới máy móc."
    )
    assert [m.reading.evidence.quote[:7] for m in facts.measures] == ["Sưu tầm", "Mở phòn"]
    assert len(facts.tasks) == 1


def test_the_part_that_a_body_plays_is_no_part_of_its_name() -> None:
    facts = organised(
        "1. Cơ quan chủ quản: UBND tỉnh Phú An:\n- UBND tỉnh thành lập Ban điều hành Đề án.\n- Chỉ đạo các xã giữ nghề dệt.\n"
        "2. Cơ quan quản lý: Sở Công Thương:\n- Lập hồ sơ các làng nghề."
    )
    named = [[agent.name for agent in task.leads] for task in facts.tasks]
    assert named == [["Ủy ban nhân dân tỉnh Phú An"], ["Ủy ban nhân dân tỉnh Phú An"], ["Sở Công Thương"]]


def test_help_with_some_work_is_no_report() -> None:
    facts = organised(
        "1. Sở Công Thương\n- Là đầu mối tổng hợp, báo cáo UBND tỉnh trong việc lập danh mục làng nghề. "
        "Thường xuyên nắm tình hình, báo cáo UBND tỉnh khi được yêu cầu."
    )
    (duty,) = facts.duties
    assert duty.reading.evidence.quote.startswith("Thường xuyên")
    assert duty.recurrence is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Bổ sung nội dung bảo tồn nghề vào Chương trình giám sát năm 2027 của Hội đồng nhân dân.",
        "Rà soát các làng nghề; kết quả là tiêu chí đánh giá thi đua hằng năm.",
    ],
)
def test_the_year_of_a_programme_of_work_or_of_a_rating_is_no_time_of_the_task(sentence: str) -> None:
    (found,) = organised(f"1. Sở Công Thương\n- {sentence}").tasks
    assert found.timing is None


def test_from_a_year_until_another_is_reached_in_the_second() -> None:
    facts = plan(
        "I. MỤC TIÊU\n- Từ năm 2025 đến hết năm 2028: Hoàn thành việc khôi phục 05 nghề truyền thống của tỉnh."
    )
    assert [objective.horizon for objective in facts.objectives] == [2028]


def test_a_long_title_whose_bold_marks_are_broken_is_a_title() -> None:
    title = (
        "**1. Nâng cao nhận thức của người dân và doanh nghiệp về việc giữ gìn, phát huy giá trị của các nghề truyền** thống **của các xã vùng cao, "
        "vùng ven sông trong tỉnh**, **tạo chuyển biến mạnh mẽ trong đào tạo nghề, truyền nghề và tiêu thụ sản phẩm của các làng nghề**"
    )
    facts = plan(
        f"**I. NHIỆM VỤ, GIẢI PHÁP**\n\n{title}\n\n- Mở lớp truyền nghề cho thanh niên ở các xã.\n\n- In sách dạy nghề.",
        "ke-hoach.md",
    )
    assert [m.reading.evidence.quote[:6] for m in facts.measures] == ["Mở lớp", "In sác"]


def test_a_paragraph_of_orders_in_front_of_a_list_is_a_measure() -> None:
    facts = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Thợ trẻ\nTăng cường dạy nghề cho thanh niên các xã vùng cao. Xây dựng tủ sách về nghề dệt, nghề gốm của tỉnh.\n"
        "a) Mở lớp truyền nghề.\nb) In sách dạy nghề.\n2. Sản phẩm\nNâng cao chất lượng sản phẩm của thợ trẻ ở các xã vùng cao của tỉnh. Tập trung thực hiện các nhiệm vụ sau:\n- Thi mẫu mã.\n- Mở gian hàng trên mạng."
    )
    assert [m.reading.evidence.quote[:9] for m in facts.measures if len(m.reading.evidence.quote) > 40] == [
        "Tăng cườn",
        "Nâng cao ",
    ]


def test_a_scheme_that_a_ministry_approved_is_carried_out_by_a_scheme_of_the_same_name() -> None:
    basis = "Căn cứ Quyết định số 27/QĐ-BNN ngày 20/9/2021 của Bộ Nông nghiệp và PTNT phê duyệt Đề án trồng tre giai đoạn 2021-2025;"
    facts = facts_of(
        "ỦY BAN NHÂN DÂN\nTỈNH PHÚ AN\n\nSố: 45/QĐ-UBND\n\nPhú An, ngày 10 tháng 02 năm 2023\n\nQUYẾT ĐỊNH\n"
        f"Phê duyệt Đề án trồng tre tỉnh Phú An giai đoạn 2023-2030\n\n{basis}\n\nQUYẾT ĐỊNH:\n"
        "Điều 1. Phê duyệt Đề án trồng tre tỉnh Phú An giai đoạn 2023-2030.\n1. Nhiệm vụ\n- Mở vườn ươm ở các xã ven sông.",
        "de-an.txt",
    )
    roles = {relation.role for relation in facts.relations if relation.citation.number == "27/QĐ-BNN"}
    assert roles == {RelationRole.BASED_ON, RelationRole.IMPLEMENTS}
