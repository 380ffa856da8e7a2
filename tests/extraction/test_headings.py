"""What a part of a plan is about, by its heading, and which sub-headings may change it."""

from __future__ import annotations

import pytest

from loader.extraction.sections import Category, classify
from tests.extraction.plan_text import plan


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("PHƯƠNG HƯỚNG, MỤC TIÊU ĐẾN NĂM 2030", Category.OBJECTIVE), ("Định hướng, mục tiêu", Category.OBJECTIVE),
        ("Về mục tiêu chung", Category.GENERAL_OBJECTIVE), ("Một số mục tiêu cụ thể", Category.SPECIFIC_OBJECTIVE),
        ("Hệ thống chỉ tiêu", Category.SPECIFIC_OBJECTIVE), ("KHÁI TOÁN KINH PHÍ", Category.FUNDING), ("Tổng mức đầu tư", Category.FUNDING),
        ("Cơ chế tài chính", Category.FUNDING), ("CHỈ ĐẠO, ĐIỀU HÀNH", Category.ORGANISATION), ("Triển khai thực hiện", Category.ORGANISATION),
        ("TỔ CHỨC TRIỂN KHAI THỰC HIỆN KẾ HOẠCH", Category.ORGANISATION), ("Sơ kết, tổng kết, báo cáo", Category.REPORTING),
        ("Hiện trạng làng nghề", Category.CONTEXT), ("Khó khăn", Category.CONTEXT), ("Kết quả năm 2023", Category.CONTEXT),
        ("Đặt vấn đề", Category.CONTEXT), ("Ý nghĩa", Category.PURPOSE), ("Huy động nguồn lực", None),
    ],
)  # fmt: skip
def test_a_heading_announces_what_its_part_is_about(heading: str, category: Category | None) -> None:
    assert classify(heading) is category


def test_a_part_that_announces_the_state_and_the_aims_has_both() -> None:
    facts = plan(
        "I. THỰC TRẠNG VÀ MỤC TIÊU\n1. Thực trạng\nHiện nay có 08 làng nghề đang hoạt động.\n2. Mục tiêu cụ thể\n"
        "- Đến năm 2025 khôi phục ít nhất 02 nghề truyền thống.\nII. NHIỆM VỤ, GIẢI PHÁP\n- Mở lớp truyền nghề cho lao động trẻ."
    )
    assert [str(t.value) for o in facts.objectives for t in o.targets] == ["2"]


def test_figures_of_the_state_are_no_aims_where_a_part_announces_the_state_only() -> None:
    facts = plan(
        "I. THỰC TRẠNG\n1. Kết quả thực hiện mục tiêu\n- Đã khôi phục 02 nghề truyền thống.\nII. NHIỆM VỤ, GIẢI PHÁP\n"
        "- Mở lớp truyền nghề cho lao động trẻ."
    )
    assert facts.objectives == ()


def test_a_part_on_money_and_organisation_has_sources_and_tasks() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống.\nII. KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN\n1. Kinh phí thực hiện\n"
        "- Ngân sách tỉnh: 20 tỷ đồng.\n2. Tổ chức thực hiện\na) Sở Công Thương\n- Hỗ trợ các cơ sở đổi mới máy móc, thiết bị."
    )
    assert [f.source for f in facts.funding] == ["Ngân sách tỉnh"]
    assert [[a.name for a in t.leads] for t in facts.tasks] == [["Sở Công Thương"]]


def test_money_named_under_organisation_is_no_task() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống.\nII. TỔ CHỨC THỰC HIỆN\n1. Kinh phí thực hiện\n- Ngân sách tỉnh: 20 tỷ đồng.\n"
        "2. Sở Công Thương\n- Hỗ trợ các cơ sở đổi mới máy móc, thiết bị."
    )
    assert [f.source for f in facts.funding] == ["Ngân sách tỉnh"]
    assert [[a.name for a in t.leads] for t in facts.tasks] == [["Sở Công Thương"]]


def test_a_part_named_after_some_work_behind_the_aims_states_measures() -> None:
    facts = plan(
        "I. MỤC TIÊU\n- Đến năm 2025 khôi phục ít nhất 02 nghề truyền thống.\nII. PHÁT TRIỂN NGÀNH NGHỀ THEO LĨNH VỰC\n"
        "1. Mây tre đan\na) Mở lớp truyền nghề cho lao động trẻ của các xã.\nb) Hỗ trợ máy chẻ nan cho các cơ sở sản xuất.\n"
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Công Thương\n- Theo dõi, đôn đốc các xã thực hiện Kế hoạch."
    )
    assert [m.reading.evidence.quote.split()[0] for m in facts.measures] == ["Mở", "Hỗ"]


def test_such_a_part_in_front_of_the_aims_states_none() -> None:
    facts = plan(
        "I. PHÁT TRIỂN NGÀNH NGHỀ\na) Nhiều xã đã mở lớp truyền nghề cho lao động trẻ.\nb) Các cơ sở đã mua máy chẻ nan.\n"
        "II. MỤC TIÊU\n- Đến năm 2025 khôi phục ít nhất 02 nghề truyền thống."
    )
    assert facts.measures == ()


def test_an_organisation_that_is_encouraged_to_do_something_has_a_task() -> None:
    facts = plan(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Công Thương theo dõi, đôn đốc các xã thực hiện Kế hoạch.\n"
        "2. Khuyến khích Hội Nông dân tỉnh tuyên truyền, vận động hội viên học nghề truyền thống."
    )
    assert [a.name for a in facts.tasks[-1].leads] == ["Hội Nông dân tỉnh"]


def test_a_part_on_methods_states_measures() -> None:
    facts = plan("I. PHƯƠNG PHÁP, CÁC BƯỚC KHẢO SÁT\n1. Phương pháp\n- Phỏng vấn thợ thủ công tại các làng.")
    assert len(facts.measures) == 1


def test_a_sentence_that_leads_to_work_by_how_things_stand_is_no_heading_of_context() -> None:
    facts = plan(
        "I. CÁC HOẠT ĐỘNG CHÍNH\nCăn cứ tình hình thực tế, các trường tổ chức các hoạt động sau:\n- Treo băng rôn ở cổng trường."
    )
    assert len(facts.measures) == 1


def test_a_long_line_in_bold_with_a_list_under_it_is_a_heading() -> None:
    title = (
        "Nâng cao nhận thức của thợ thủ công, chủ cơ sở sản xuất, cán bộ các xã, phường và người dân về chính sách khuyến khích nghề truyền "
        "thống, về bảo vệ môi trường làng nghề và về giá trị của sản phẩm thủ công trong đời sống hôm nay của tỉnh và của các vùng lân cận"
    )
    facts = plan(
        f"I. NHIỆM VỤ\n**1. {title}**\na) Mở lớp truyền nghề cho lao động trẻ.\nb) Phát tờ rơi về nghề ở các chợ."
    )
    assert [m.reading.evidence.quote.split()[0] for m in facts.measures] == ["Mở", "Phát"]


def test_the_theme_of_a_campaign_is_no_objective() -> None:
    facts = plan(
        "I. MỤC TIÊU\n1. Mục tiêu chung\nGiữ gìn nghề truyền thống.\n2. Tuần lễ nghề\na) Chủ đề\nMỗi làng một nghề, mỗi nghề một câu chuyện."
    )
    assert [o.reading.evidence.quote for o in facts.objectives] == ["Giữ gìn nghề truyền thống."]


def test_criteria_of_an_emulation_drive_are_no_work_of_the_groups_they_are_for() -> None:
    facts = plan(
        "I. NỘI DUNG\n- Thi đua dạy tốt, học tốt trong các trường.\nII. TIÊU CHÍ THI ĐUA VÀ HÌNH THỨC KHEN THƯỞNG\n"
        "1. Tiêu chí thi đua\na) Đối với Hội Nông dân tỉnh\n- Tổ chức tốt các phong trào trồng cây.\n- Vận động hội viên giữ vệ sinh."
    )
    assert (len(facts.measures), facts.tasks) == (1, ())


def test_the_scheme_by_which_something_is_done_holds_measures_inside_a_part_that_begins_with_the_scope() -> None:
    facts = plan(
        "I. PHẠM VI, ĐỐI TƯỢNG, PHƯƠNG ÁN TIÊM CHỦNG\n1. Phạm vi: toàn tỉnh.\n2. Phương án tổ chức tiêm chủng\n"
        "- Chuẩn bị điểm tiêm theo dịch ở cấp độ\n1. Mở thêm bàn tiêm cho trẻ em dưới sáu tuổi.\n- Cử đội tiêm lưu động đến các thôn xa."
    )
    assert len(facts.measures) == 2


def test_steering_among_the_fields_of_work_holds_measures_and_the_work_of_heads() -> None:
    facts = plan(
        "I. MỤC TIÊU, NHIỆM VỤ\n1. Dạy nghề\na) Mục tiêu\n- 90% thợ được dạy nghề.\nb) Nhiệm vụ\n- Mở lớp dạy nghề cho thợ trẻ ở các xã.\n"
        "2. Công tác chỉ đạo, điều hành\na) Các cơ quan, đơn vị, địa phương phổ biến kế hoạch đến mọi thợ.\n"
        "b) Quan tâm bố trí đủ kinh phí cho việc dạy nghề.\n"
        "c) Thủ trưởng các sở, ban, ngành và Chủ tịch Ủy ban nhân dân các xã chỉ đạo việc dạy nghề."
    )
    assert [m.reading.evidence.quote[:20] for m in facts.measures] == [
        "Mở lớp dạy nghề cho ",
        "Các cơ quan, đơn vị,",
        "Quan tâm bố trí đủ k",
    ]
    assert [[a.name for a in t.leads] for t in facts.tasks] == [
        ["Thủ trưởng các sở, ban, ngành", "Chủ tịch Ủy ban nhân dân các xã"]
    ]


def test_the_ways_of_spreading_word_are_measures() -> None:
    facts = plan(
        "I. MỤC ĐÍCH\nGiữ gìn nghề truyền thống của địa phương.\nII. ĐỐI TƯỢNG, NỘI DUNG VÀ HÌNH THỨC TUYÊN TRUYỀN\n1. Đối tượng tuyên truyền\nThợ trẻ ở các xã.\n"
        "2. Hình thức tuyên truyền\na) Thông qua các buổi họp của thôn, xóm trong xã.\nb) Kịp thời niêm yết lịch mở lớp tại nhà văn hóa."
    )
    assert len(facts.measures) == 2
