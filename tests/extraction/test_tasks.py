"""Measures and tasks, in tables, under headings and in sentences."""

from __future__ import annotations

import pytest

from loader.facts import Task
from loader.kinds import NoteKind, Recurrence
from tests.extraction.plan_text import organised, plan


def task(body: str) -> Task:
    (found,) = organised(body).tasks
    return found


def leads(found: Task) -> list[str]:
    return [a.name for a in found.leads]


def partners(found: Task) -> list[str]:
    return [a.name for a in found.coordinating]


def test_a_bullet_under_a_heading_that_names_a_body_is_its_task() -> None:
    found = task("1. Sở Công Thương\n- Hỗ trợ các cơ sở đổi mới máy móc, thiết bị, chuyển giao công nghệ.")
    assert leads(found) == ["Sở Công Thương"]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện.", "Văn phòng Ủy ban nhân dân tỉnh"),
        (
            "Trường hợp cần điều chỉnh, bổ sung, các cơ quan chủ động đề xuất gửi Sở Y tế xem xét.",
            "các cơ quan",
        ),
        ("Khi sắp xếp bộ máy, nhiệm vụ giao các huyện do Sở Y tế tiếp nhận, tiếp tục thực hiện.", "Sở Y tế"),
        ("- Các chi hội mở lớp dạy bơi cho trẻ em.", "Hội Nông dân tỉnh"),
        ("Vận động nhân dân trồng cây quanh ao.", "Hội Nông dân tỉnh"),
    ],
)
def test_below_the_list_of_the_last_body_a_paragraph_is_the_task_of_those_who_open_it(sentence: str, who: str) -> None:
    facts = organised(f"1. Hội Nông dân tỉnh\n- Vận động hội viên rào ao, hồ quanh nhà.\n{sentence}")
    assert leads(facts.tasks[-1]) == [who]


@pytest.mark.parametrize(
    "name",
    [
        "Các Hạt Quản lý đê",
        "Hạt Quản lý đê Tiền Phong",
        "Ban Quản lý vịnh An Hải",
        "Ban quản lý chợ Đồng Tâm",
        "Ban Quản lý khu bảo tồn thiên nhiên Núi Xanh",
        "Đội Quản lý trật tự đô thị",
        "Trưởng các thôn, làng",
        "Hội Nạn nhân chất độc da cam/dioxin tỉnh",
        "Hội Bảo vệ quyền lợi người tiêu dùng tỉnh",
        "Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh",
        "Hải quan khu vực VII",
        "Chi cục Kiểm lâm vùng III",
        "Tổ Công nghệ số cộng đồng",
        "Thi hành án dân sự tỉnh",
        "Thống kê tỉnh",
        "Vườn quốc gia Núi Xanh",
        "Các chủ đập, chủ hồ chứa",
        "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",
        "Trường Đào tạo, Bồi dưỡng cán bộ tỉnh",
        "Viện Chiến lược, Chính sách tài nguyên và môi trường",
        "Trung tâm Huấn luyện và Thi đấu thể dục thể thao tỉnh",
        "Các đảng ủy xã, phường, đảng ủy trực thuộc Tỉnh ủy",
    ],
)
def test_the_name_of_a_body_is_kept_whole(name: str) -> None:
    found = task(f"1. {name}\n- Tuần tra, canh gác theo cấp báo động.")
    assert leads(found) == [name]
    assert leads(task(f"{name} tổ chức tuần tra, canh gác theo cấp báo động.")) == [name]


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("Các chủ đầu tư, chủ đập thủy điện", "Các chủ đầu tư, chủ đập thủy điện"),
        ("Các Trung tâm Lưu trữ quốc gia I, II, III, IV", "Các Trung tâm Lưu trữ quốc gia I, II, III, IV"),
        ("Các sở, ngành, căn cứ chức năng", "Các sở, ngành"),
    ],
)
def test_a_group_in_a_heading_goes_on_behind_its_commas(heading: str, named: str) -> None:
    assert leads(task(f"1. {heading}\n- Tuần tra, canh gác theo cấp báo động.")) == [named]


def test_a_report_in_front_of_what_to_do_in_trouble_leaves_that_a_task() -> None:
    found = task(
        "Các sở báo cáo kết quả về Sở Y tế để tổng hợp. Quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan "
        "phản ánh về Sở Y tế để được hướng dẫn."
    )
    assert leads(found) == ["các cơ quan"]
    assert found.reading.evidence.quote.startswith("Quá trình thực hiện")


def test_a_heading_that_names_two_bodies_makes_both_responsible() -> None:
    found = task("1. Sở Tài chính, Sở Kế hoạch và Đầu tư\n- Cân đối, bố trí vốn cho các dự án làng nghề.")
    assert leads(found) == ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]


def test_bodies_behind_phoi_hop_voi_coordinate() -> None:
    found = task(
        "1. Sở Công Thương\n- Chủ trì, phối hợp với Sở Tài chính, UBND các huyện, thành phố tổ chức hội chợ làng nghề."
    )
    assert partners(found) == ["Sở Tài chính", "Ủy ban nhân dân các huyện, thành phố"]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            "1. Giao Sở Nông nghiệp và PTNT chủ trì tổ chức triển khai Kế hoạch này.",
            ["Sở Nông nghiệp và Phát triển nông thôn"],
        ),
        ("1. Sở Y tế có trách nhiệm kiểm tra an toàn thực phẩm tại các làng nghề.", ["Sở Y tế"]),
        ("1. Đề nghị Hội Nông dân tỉnh tuyên truyền, vận động hội viên tham gia học nghề.", ["Hội Nông dân tỉnh"]),
        ("1. Hội Nông dân tỉnh: vận động hội viên giữ nghề, mở rộng sản xuất.", ["Hội Nông dân tỉnh"]),
        (
            "1. UBND các huyện, thành phố rà soát, lập hồ sơ đề nghị công nhận làng nghề.",
            ["Ủy ban nhân dân các huyện, thành phố"],
        ),
        ("1. Yêu cầu các sở, ban, ngành tổ chức thực hiện nghiêm túc Kế hoạch.", ["các sở, ban, ngành"]),
        ("1. Căn cứ Kế hoạch này, Giám đốc Sở Công Thương xây dựng kế hoạch khuyến công.", ["Giám đốc Sở Công Thương"]),
    ],
)
def test_a_sentence_names_who_is_assigned(sentence: str, who: list[str]) -> None:
    assert leads(task(sentence)) == who


def test_a_table_gives_one_task_per_row_with_all_its_fields() -> None:
    facts = organised(
        "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian\n"
        "1\tLập hồ sơ công nhận nghề dệt chiếu\tSở Văn hóa, Thể thao và Du lịch\tUBND huyện Cát Sơn; Hội Di sản văn hóa tỉnh\tHồ sơ khoa học\tQuý IV/2024\n"
        "2\tMở lớp truyền nghề cho phụ nữ\tSở Lao động - Thương binh và Xã hội\t\t06 lớp\tHằng năm"
    )
    one, other = facts.tasks
    assert (leads(one), partners(one), one.deliverable) == (
        ["Sở Văn hóa, Thể thao và Du lịch"],
        ["Ủy ban nhân dân huyện Cát Sơn", "Hội Di sản văn hóa tỉnh"],
        "Hồ sơ khoa học",
    )
    assert one.timing is not None
    assert (one.timing.printed, one.timing.start_year, one.timing.end_year) == ("Quý IV/2024", 2024, 2024)
    assert (leads(other), partners(other), other.deliverable) == (["Sở Lao động - Thương binh và Xã hội"], [], "06 lớp")


def test_a_row_with_two_dashes_is_two_tasks() -> None:
    facts = organised(
        "TT\tNhiệm vụ\tChủ trì\tThời gian\n1\t- Tổ chức hội nghị sơ kết Kế hoạch - Tổ chức hội nghị tổng kết Kế hoạch\tSở Công Thương\t2025-2030"
    )
    assert [t.reading.evidence.quote for t in facts.tasks] == [
        "Tổ chức hội nghị sơ kết Kế hoạch",
        "Tổ chức hội nghị tổng kết Kế hoạch",
    ]


def test_fields_behind_a_measure_make_it_a_task() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ nghề truyền thống của địa phương.\nII. NHIỆM VỤ\n1. Xây dựng cơ sở dữ liệu về nghề truyền thống của tỉnh.\n"
        "- Cơ quan chủ trì: Sở Khoa học và Công nghệ; cơ quan phối hợp: Sở Công Thương; thời gian: 2024-2025; sản phẩm: cơ sở dữ liệu."
    )
    (found,) = facts.tasks
    assert found.reading.evidence.quote.startswith("Xây dựng cơ sở dữ liệu")
    assert (leads(found), partners(found), found.deliverable) == (
        ["Sở Khoa học và Công nghệ"],
        ["Sở Công Thương"],
        "cơ sở dữ liệu",
    )


@pytest.mark.parametrize(
    ("last", "deliverable"),
    [
        ("sản phẩm: 03 điểm du lịch làng nghề", "03 điểm du lịch làng nghề"),
        ("sản phẩm: 02 lớp (mỗi lớp 30 người)", "02 lớp (mỗi lớp 30 người)"),
    ],
)
def test_the_bracket_that_closes_the_fields_is_no_part_of_the_last(last: str, deliverable: str) -> None:
    found = task(f"- Xây dựng điểm du lịch làng nghề (Chủ trì: Sở Công Thương; thời gian: hằng năm; {last}).")
    assert found.deliverable == deliverable
    timed = task("- Mở lớp dạy nghề tại các làng nghề (Chủ trì: Sở Công Thương; thời gian: năm 2026).")
    assert timed.timing is not None
    assert timed.timing.printed == "năm 2026"


def test_actions_that_nobody_is_assigned_are_measures() -> None:
    facts = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Thị trường\n- Tổ chức hội chợ làng nghề hằng năm.\n2. Môi trường\na) Thu gom nước thải tại các làng nghề.\nb) Trồng cây xanh quanh làng nghề."
    )
    assert [m.reading.evidence.quote for m in facts.measures] == [
        "Tổ chức hội chợ làng nghề hằng năm.",
        "Thu gom nước thải tại các làng nghề.",
        "Trồng cây xanh quanh làng nghề.",
    ]
    assert facts.tasks == ()
    assert facts.measures[1].reading.evidence.section == "I.2.a"


def test_a_bullet_that_only_introduces_others_is_no_measure() -> None:
    facts = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n- Đối với từng nhóm nghề:\n+ Nhóm phát triển tốt thì mở rộng quy mô;\n+ Nhóm có nguy cơ mai một thì lưu giữ bí quyết."
    )
    assert len(facts.measures) == 2


def test_paragraphs_between_a_heading_and_its_list_only_introduce_the_list() -> None:
    facts = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Thủy lợi\nThủy lợi là nền tảng của sản xuất bền vững ở các xã vùng cao của tỉnh.\nTrọng tâm:\n"
        "a) Sửa chữa các hồ chứa đã xuống cấp.\nb) Kiên cố hóa kênh mương nội đồng.\n2. Giống cây\nDuy trì vườn ươm giống cây bản địa ở các xã vùng cao của tỉnh."
    )
    assert [m.reading.evidence.quote[:7] for m in facts.measures] == ["Sửa chữ", "Kiên cố", "Duy trì"]
    assert all(n.kind is not NoteKind.UNREAD for n in facts.notes)


def test_sentences_about_enforcement_funding_and_closing_are_no_task() -> None:
    facts = organised(
        "1. Sở Công Thương\n- Hỗ trợ các cơ sở đổi mới máy móc, thiết bị.\n"
        "Trên đây là Kế hoạch bảo tồn và phát triển làng nghề trên địa bàn tỉnh.\nChánh Văn phòng UBND tỉnh, Giám đốc các Sở chịu trách nhiệm thi hành Kế hoạch này./."
    )
    assert len(facts.tasks) == 1


def test_an_item_that_only_orders_a_report_is_a_duty_and_a_task_without_a_time() -> None:
    facts = organised(
        "1. UBND các huyện, thành phố\n- Xây dựng kế hoạch của địa phương và tổ chức thực hiện.\n- Định kỳ trước ngày 15/11 hằng năm báo cáo kết quả về Sở Công Thương."
    )
    assert len(facts.tasks) == 2
    assert facts.tasks[1].timing is None
    assert len(facts.duties) == 1


def test_a_closing_paragraph_that_only_orders_a_report_is_no_task() -> None:
    facts = organised(
        "1. UBND các huyện, thành phố\n- Xây dựng kế hoạch của địa phương và tổ chức thực hiện.\n"
        "Định kỳ trước ngày 15/11 hằng năm các đơn vị báo cáo kết quả về Sở Công Thương để tổng hợp./."
    )
    assert len(facts.tasks) == 1
    assert len(facts.duties) == 1


def test_the_time_of_a_report_is_no_time_of_the_task() -> None:
    found = task("1. Sở Công Thương\n- Hướng dẫn các huyện thực hiện Kế hoạch; hằng năm tổng hợp, báo cáo UBND tỉnh.")
    assert found.timing is None


def test_a_task_knows_where_it_stands() -> None:
    evidence = task("3. Sở Công Thương\n- Hỗ trợ các cơ sở đổi mới máy móc, thiết bị.").reading.evidence
    assert (evidence.provision, evidence.section) == ("muc-ii/3/gach-1", "II.3")


def test_an_item_with_its_bodies_and_time_on_lines_below_is_one_task() -> None:
    facts = organised(
        "1. Xây dựng bảo tàng ảo về nghề dệt chiếu\n- Đơn vị chủ trì: Phòng Văn hóa - Xã hội;\n"
        "- Đơn vị phối hợp: Đoàn Thanh niên xã;\n- Thời gian: hoàn thành trong năm 2027; sản phẩm: bộ tư liệu số; kinh phí dự kiến: 250 triệu đồng."
    )
    assert len(facts.tasks) == 1
    task = facts.tasks[0]
    assert task.reading.evidence.quote.startswith("Xây dựng bảo tàng ảo")
    assert [agent.name for agent in task.leads] == ["Phòng Văn hóa - Xã hội"]
    assert task.timing is not None
    assert task.timing.end_year == 2027
    assert task.deliverable == "bộ tư liệu số"
    assert facts.duties == ()


def test_years_of_a_midterm_and_a_final_review_span_the_time_of_a_task() -> None:
    facts = organised("1. Sở Công Thương\n- Tổ chức sơ kết giữa kỳ vào năm 2026, tổng kết vào năm 2030 việc thực hiện.")
    timing = facts.tasks[0].timing
    assert timing is not None
    assert (timing.start_year, timing.end_year) == (2026, 2030)


@pytest.mark.parametrize(
    "heading",
    [
        "Sở Công Thương (Sở CT)",
        "Sở Công Thương (sau đây gọi tắt là Sở)",
    ],
)
def test_a_short_form_in_brackets_is_no_part_of_a_bodys_name(heading: str) -> None:
    facts = organised(f"1. {heading}\n- Hỗ trợ các cơ sở đổi mới máy móc, thiết bị.")
    assert [agent.name for agent in facts.tasks[0].leads] == ["Sở Công Thương"]


def test_bodies_named_in_an_item_under_a_group_lead_it_together() -> None:
    facts = organised(
        "1. UBND các huyện, thành phố\n- UBND thành phố Hoa Lư và Sở Du lịch đồng chủ trì, phối hợp với Hội Nông dân xây dựng điểm đến."
    )
    assert [agent.name for agent in facts.tasks[0].leads] == ["Ủy ban nhân dân thành phố Hoa Lư", "Sở Du lịch"]


def test_bodies_above_a_closing_paragraph_do_not_take_the_work_of_the_bodies_it_names() -> None:
    facts = organised(
        "1. Sở Y tế\n- Mở lớp cho nhân viên y tế của các thôn.\n"
        "Các sở, cơ quan liên quan trong phạm vi chức năng, nhiệm vụ của mình tổ chức triển khai Kế hoạch."
    )
    assert [leads(t) for t in facts.tasks] == [["Sở Y tế"], ["Các sở, cơ quan liên quan"]]


def test_a_numbered_sentence_on_the_remit_of_bodies_is_their_task() -> None:
    found = task("1. Các sở, ngành trực thuộc tỉnh theo chức năng, nhiệm vụ được giao tổ chức thực hiện Kế hoạch.")
    assert leads(found) == ["Các sở, ngành trực thuộc tỉnh"]


@pytest.mark.parametrize("verb", ["giao", "yêu cầu", "đề nghị", "phân công cho"])
def test_a_committee_that_gives_work_is_not_who_has_to_do_it(verb: str) -> None:
    found = task(
        f"1. Ủy ban nhân dân tỉnh {verb} Giám đốc các sở, Chủ tịch UBND các xã tổ chức thực hiện Kế hoạch này."
    )
    assert leads(found) == ["Giám đốc các sở", "Chủ tịch Ủy ban nhân dân các xã"]


def test_a_cell_that_says_with_whom_the_lead_works_names_who_helps() -> None:
    facts = plan(
        "I. PHÂN CÔNG\n\n| STT | Nhiệm vụ | Cơ quan thực hiện | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Mở lớp dạy nghề cho thanh niên | Sở Nội vụ chủ trì, phối hợp với Tỉnh đoàn và UBND các xã | Thường xuyên, hằng năm |\n"
        "| 2 | Cấp sách cho thư viện | Sở Tài chính | Thường xuyên, báo cáo hằng quý |\n",
        "ke-hoach.md",
    )
    first, second = facts.tasks
    assert leads(first) == ["Sở Nội vụ"]
    assert partners(first) == ["Tỉnh đoàn", "Ủy ban nhân dân các xã"]
    assert [t.timing and t.timing.recurrence for t in (first, second)] == [Recurrence.ANNUAL, Recurrence.CONTINUOUS]


@pytest.mark.parametrize(
    "heading",
    [
        ["Bộ Chỉ huy Quân sự tỉnh", "Công an tỉnh", "Hội Nông dân tỉnh", "Tỉnh đoàn"],
        ["Báo và Phát thanh, Truyền hình tỉnh", "Sở Y tế"],
        ["Ngân hàng Nhà nước Chi nhánh Khu vực 5", "Thuế tỉnh", "các doanh nghiệp bưu chính, viễn thông"],
        ["Sở Văn hóa, Thể thao và Du lịch", "Ban Quản lý Khu kinh tế", "các sở, ngành liên quan", "Đảng ủy các xã"],
    ],
)
def test_a_list_of_bodies_in_a_heading_is_kept_whole(heading: list[str]) -> None:
    found = task(f"1. {', '.join(heading[:-1])} và {heading[-1]}\n- Vận động nhân dân tặng sách cho thư viện xã.")
    assert leads(found) == heading


def test_several_fields_under_one_word_with_a_colon_are_a_heading_of_bodies() -> None:
    found = task(
        "1. Các sở: Tài chính, Kế hoạch và Đầu tư, Nội vụ; Văn phòng UBND tỉnh\n- Rà soát các văn bản về thư viện."
    )
    assert leads(found) == ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Nội vụ", "Văn phòng Ủy ban nhân dân tỉnh"]


def test_bodies_of_one_name_in_several_places_are_one_group() -> None:
    found = task("1. Sở Y tế\n- Phối hợp với Phòng Văn hóa - Xã hội các xã, phường mở lớp cho nhân viên y tế.")
    assert partners(found) == ["Phòng Văn hóa - Xã hội các xã, phường"]


def test_partners_that_a_heading_names_help_with_each_item_below_it() -> None:
    found = organised(
        "1. Phòng Kinh tế chủ trì, phối hợp với Hội Nông dân xã, Trạm Khuyến nông:\n- Lập bản đồ vùng trồng.\n- Mở lớp tập huấn.\n"
        "2. Trưởng các thôn\n- Nhắc nhở các hộ."
    )
    who = [([a.name for a in t.leads], [a.name for a in t.coordinating]) for t in found.tasks]
    assert who[0] == who[1] == (["Phòng Kinh tế"], ["Hội Nông dân xã", "Trạm Khuyến nông"])
    assert who[2][1] == []


def test_a_report_in_the_list_under_a_body_is_a_task_and_a_duty() -> None:
    found = organised("1. Sở Y tế\na) Mở lớp tập huấn cho các trạm.\nb) Báo cáo UBND tỉnh trước ngày 15/12 hằng năm.")
    assert [t.reading.evidence.quote for t in found.tasks][1].startswith("Báo cáo UBND tỉnh")
    assert [d.due for d in found.duties] == [((12, 15),)]


def test_a_line_of_fields_below_no_work_is_no_task() -> None:
    found = plan(
        "I. THÔNG TIN CHUNG\n1. Tên: Kế hoạch mở thư viện.\nII. NHIỆM VỤ\nCơ quan chủ trì: Sở Y tế; thời gian: năm 2026."
    )
    assert found.tasks == ()


def test_a_field_may_say_in_a_sentence_who_leads_and_who_helps() -> None:
    (found,) = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Tuyên truyền\n- Nội dung thực hiện: Mở các lớp tập huấn cho cán bộ cơ sở.\n"
        "- Cơ quan thực hiện: Sở Nội vụ chủ trì, phối hợp với Sở Y tế.\n- Thời gian thực hiện: Năm 2026."
    ).tasks
    assert (leads(found), partners(found)) == (["Sở Nội vụ"], ["Sở Y tế"])
    assert found.reading.evidence.quote.startswith("Nội dung thực hiện: Mở các lớp")


def test_a_named_body_has_a_task_in_the_part_on_money_too() -> None:
    found = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. KINH PHÍ THỰC HIỆN\n1. Ngân sách nhà nước.\n"
        "2. Sở Tài chính chủ trì, phối hợp với các sở, ngành bố trí kinh phí thực hiện Kế hoạch."
    ).tasks
    assert [leads(t) for t in found] == [["Sở Tài chính"]]


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("1. Các chủ đầu tư hạ tầng khu công nghiệp\n- Tạo điều kiện về mặt bằng lắp đặt thiết bị.", "Các chủ đầu tư hạ tầng khu công nghiệp"),
        ("1. Các cơ sở nuôi trồng thủy sản: Theo dõi, giám sát môi trường tại cơ sở.", "Các cơ sở nuôi trồng thủy sản"),
    ],
)  # fmt: skip
def test_those_who_are_no_bodies_are_called_as_their_heading_does(body: str, who: str) -> None:
    assert leads(task(body)) == [who]


def test_a_heading_that_lets_one_body_direct_another_assigns_the_first() -> None:
    found = task("1. Sở Y tế chỉ đạo Chi cục Dân số thực hiện các nội dung sau:\n- Tuyên truyền về chăm sóc sức khỏe.")
    assert leads(found) == ["Sở Y tế"]


@pytest.mark.parametrize("asked", ["các cơ quan, đơn vị", "đề nghị các đơn vị, các xã"])
def test_a_closing_that_asks_somebody_to_tell_of_difficulties_is_a_conditional_task_and_a_duty(asked: str) -> None:
    found = organised(
        "1. Sở Y tế\n- Tuyên truyền về chăm sóc sức khỏe.\nTrên đây là Kế hoạch năm 2026. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, "
        f"{asked} kịp thời phản ánh về Sở Y tế để tổng hợp./."
    )
    *_, told = found.tasks
    assert len(found.tasks) == 2
    assert told.timing is not None
    assert told.timing.recurrence == "conditional"
    assert [duty.recipients[0].name for duty in found.duties] == ["Sở Y tế"]


def test_a_closing_that_asks_everybody_to_tell_of_difficulties_gives_nobody_a_task() -> None:
    found = organised(
        "1. Sở Y tế\n- Tuyên truyền về chăm sóc sức khỏe.\nTrong quá trình thực hiện nếu có khó khăn, vướng mắc đề nghị các cơ quan, đơn vị, địa phương "
        "phản ánh về Sở Y tế để tổng hợp./."
    )
    assert len(found.tasks) == 1


def test_the_line_that_introduces_a_list_says_who_does_its_items_and_when() -> None:
    found = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Xây dựng cầu, đường (do Sở Xây dựng chủ trì, Sở Tài chính phối hợp, hoàn thành trong năm 2027)\n- Cải tạo đường vào xã An Bình.\n"
        "- Xây cầu qua suối.\n2. Hoàn thành các công trình sau, do Sở Y tế chủ trì, phối hợp với Sở Nội vụ:\n- Trạm y tế xã An Bình (2026 - 2028);\n"
    ).tasks
    assert [(leads(task), task.timing.end_year if task.timing else None) for task in found] == [
        (["Sở Xây dựng"], 2027), (["Sở Xây dựng"], 2027), (["Sở Y tế"], 2028),
    ]  # fmt: skip


def test_fields_that_name_their_items_assign_each_of_them() -> None:
    found = plan(
        "I. NHIỆM VỤ, GIẢI PHÁP\n1. Trợ giúp\na) Rà soát người cần trợ giúp.\nb) Sửa chữa nhà tạm cho hộ nghèo.\n"
        "Cơ quan chủ trì các nội dung tại điểm a, b: Sở Y tế. Thời gian: hằng năm.\n"
    ).tasks
    assert [leads(task) for task in found] == [["Sở Y tế"], ["Sở Y tế"]]


def test_a_cell_of_leads_that_are_no_bodies_is_kept_as_printed() -> None:
    (found,) = plan(
        "I. NHIỆM VỤ\n\n| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp |\n|---|---|---|---|\n"
        "| 1 | Lắp đặt thiết bị quan trắc tự động | Nhà thầu thi công | Sở Y tế |\n",
        "ke-hoach.md",
    ).tasks
    assert leads(found) == ["Nhà thầu thi công"]


def test_a_body_that_opens_a_sentence_among_measures_is_given_work() -> None:
    facts = plan(
        "I. NHIỆM VỤ VÀ GIẢI PHÁP\n1. Môi trường an toàn\n- Sở Xây dựng rà soát, làm rào chắn tại các công trình đang thi công."
        "\n- Các địa phương vận động gia đình làm rào chắn quanh ao, giếng."
    )
    assert [leads(t) for t in facts.tasks] == [["Sở Xây dựng"]]
    assert len(facts.measures) == 1


def test_a_committee_that_leads_another_body_leads_what_stands_under_both() -> None:
    found = task(
        "1. Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo Ủy ban nhân dân tỉnh:\n- Ban hành kế hoạch hành động với lộ trình cụ thể."
    )
    assert leads(found) == ["Đảng ủy Ủy ban nhân dân tỉnh"]


def test_the_year_at_the_end_of_the_title_of_a_cited_plan_is_no_time_of_the_task() -> None:
    found = task(
        "1. Sở Y tế\n- Triển khai Kế hoạch số 310/KH-UBND ngày 21/8/2024 của UBND tỉnh về nuôi trồng thủy sản trên biển đến năm 2030."
    )
    assert found.timing is None


def test_a_review_in_a_year_and_the_report_on_it_give_the_task_its_time() -> None:
    found = task(
        "1. Sở Y tế\n- Kiểm tra việc thực hiện; sơ kết vào năm 2026, tổng kết vào năm 2030, báo cáo UBND tỉnh."
    )
    assert found.timing is not None
    assert (found.timing.start_year, found.timing.end_year) == (2026, 2030)


@pytest.mark.parametrize(
    ("heading", "sentence", "who"),
    [
        ("Mặt trận Tổ quốc xã và các tổ chức chính trị - xã hội", "Hội Nông dân xã nhận trồng cây.", ["Hội Nông dân xã"]),
        ("Trạm Y tế xã, các trường học trên địa bàn", "Các trường học mở lớp bơi cho trẻ em.", ["Các trường học"]),
        ("Công an xã, Đồn Biên phòng An Hải", "Công an xã tuần tra khu vực bến cá.", ["Công an xã"]),
        ("Công an xã", "Hội Nông dân xã nhận trồng cây quanh ao.", ["Công an xã"]),
        ("Đảng ủy Hội đồng nhân dân tỉnh", "Lãnh đạo Hội đồng nhân dân tỉnh ban hành nghị quyết.", ["Đảng ủy Hội đồng nhân dân tỉnh"]),
    ],
)  # fmt: skip
def test_a_point_under_several_bodies_is_the_task_of_the_one_that_opens_it(
    heading: str, sentence: str, who: list[str]
) -> None:
    assert leads(task(f"1. {heading}\n- {sentence}")) == who


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Phối hợp với Tỉnh đoàn, gia đình và chính quyền cơ sở mở lớp bơi.", ["Tỉnh đoàn", "gia đình", "chính quyền cơ sở"]),
        ("Phối hợp với ngành y tế, các trạm y tế khám cho trẻ em.", ["ngành y tế", "các trạm y tế"]),
        ("Phối hợp với ban quản lý các khu công nghiệp, doanh nghiệp mở lớp.", ["ban quản lý các khu công nghiệp", "doanh nghiệp"]),
        ("Phối hợp với Sở Y tế triển khai chính quyền số.", ["Sở Y tế"]),
    ],
)  # fmt: skip
def test_those_who_help_and_are_no_bodies_are_named_too(sentence: str, who: list[str]) -> None:
    assert partners(task(f"1. Sở Giáo dục và Đào tạo\n- {sentence}")) == who


def test_steering_and_money_with_other_things_are_groups_of_measures() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề.\nII. NHIỆM VỤ, GIẢI PHÁP\n1. Công tác chỉ đạo, điều hành\n"
        "- Kiện toàn Ban Chỉ đạo các cấp, phân công thành viên.\n2. Về nguồn vốn và hạ tầng\n"
        "- Lồng ghép vốn đầu tư công để làm đường vào làng nghề."
    )
    assert len(facts.measures) == 2


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("Ban tự quản các xóm, tổ dân phố", ["Ban tự quản các xóm, tổ dân phố"]),
        ("UBND các xã có rừng", ["Ủy ban nhân dân các xã có rừng"]),
        ("Các nhà đầu tư hạ tầng, cung ứng vật tư; Hiệp hội Xây dựng tỉnh", ["Các nhà đầu tư hạ tầng, cung ứng vật tư", "Hiệp hội Xây dựng tỉnh"]),
        ("Trạm y tế các xã, phường", ["Trạm y tế các xã, phường"]),
        ("Các hộ, cơ sở sản xuất, kinh doanh trên địa bàn xã", ["Các hộ, cơ sở sản xuất, kinh doanh trên địa bàn xã"]),
    ],
)  # fmt: skip
def test_what_stands_under_a_heading_of_many_bodies_is_theirs(heading: str, who: list[str]) -> None:
    assert leads(task(f"1. {heading}\n- Kiểm tra, tu sửa đường vào khu dân cư.")) == who


def test_a_body_that_tells_off_its_own_people_has_the_work_itself() -> None:
    assert leads(task("1. Công an xã\n- Phân công cán bộ phụ trách xóm, chợ; mở sổ theo dõi.")) == ["Công an xã"]


def test_work_given_in_front_of_what_to_do_in_trouble_is_a_task_of_its_own() -> None:
    found = organised(
        "1. Sở Y tế\n- Tuyên truyền về chăm sóc sức khỏe.\nGiao Thanh tra tỉnh theo dõi việc thực hiện. Trong quá trình thực hiện, "
        "nếu cần sửa đổi, bổ sung, các sở, ngành kịp thời gửi ý kiến về Sở Y tế để tổng hợp./."
    )
    assert [leads(one) for one in found.tasks[1:]] == [["Thanh tra tỉnh"], ["các sở, ngành"]]
    assert found.tasks[2].timing is not None
    assert [duty.recipients[0].name for duty in found.duties] == ["Sở Y tế"]


def test_bodies_of_a_heading_that_open_a_sentence_each_lead_its_paragraph() -> None:
    found = task(
        "1. Hội Nông dân tỉnh, Trường Đại học Hà Bắc\nHội Nông dân tỉnh vận động trồng cây. Trường Đại học Hà Bắc chủ trì mở lớp."
    )
    assert leads(found) == ["Hội Nông dân tỉnh", "Trường Đại học Hà Bắc"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tham mưu bố trí vốn trong kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030.",
        "Bố trí quỹ đất xây bến thuyền, phấn đấu đến năm 2028 có 12 bến thuyền.",
    ],
)
def test_the_period_of_a_plan_or_of_an_aim_is_no_time_of_the_task(sentence: str) -> None:
    assert task(f"1. Sở Tài chính\n- {sentence}").timing is None


def times(found: list[Task] | tuple[Task, ...]) -> list[str | None]:
    return [one.timing.printed if one.timing else None for one in found]


def test_a_time_on_a_line_below_an_item_is_that_of_its_task() -> None:
    facts = organised(
        "1. Sở Y tế\n- Đào giếng ở các bản xa.\nThời\ngian thực hiện: Từ tháng 5/2025 đến khi kết thúc mùa khô.\n"
        "- Thau rửa bể nước công cộng.\nThời gian hoàn thành: Trước ngày 20/9/2026.\n- Vận động hộ dân đậy chum nước."
    )
    assert times(facts.tasks) == ["Từ tháng 5/2025 đến khi kết thúc mùa khô", "Trước ngày 20/9/2026", None]
    assert [(t.timing.start_year, t.timing.end_year) for t in facts.tasks if t.timing] == [(2025, None), (2026, 2026)]
    assert not [note for note in facts.notes if note.kind == "unread"]


def test_a_time_below_a_list_inside_an_item_is_that_of_the_whole_list() -> None:
    facts = organised(
        "1. Sở Y tế\n- Mở lớp dạy bơi.\n- Phân công như sau:\n+ Sở Công Thương: kiểm tra bể bơi ở chợ.\n"
        "+ Sở Xây dựng: kiểm tra bể bơi ở khu dân cư.\nThời gian thực hiện: Quý II/2026."
    )
    assert times(facts.tasks)[-2:] == ["Quý II/2026", "Quý II/2026"]
    assert times(facts.tasks)[0] is None


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("Sở Y tế - Cơ quan thường trực Ban Chỉ đạo", "Sở Y tế"),
        ("Sở Y tế, là đơn vị đầu mối", "Sở Y tế"),
        ("Hội Nông dân tỉnh (bao gồm hội ở xã)", "Hội Nông dân tỉnh"),
    ],
)
def test_the_part_that_a_body_plays_is_no_part_of_its_name_in_a_heading(heading: str, who: str) -> None:
    assert leads(task(f"1. {heading}\n- Vận động hội viên rào ao, hồ quanh nhà.")) == [who]


def test_a_line_among_measures_that_begins_with_a_body_and_a_colon_is_its_task() -> None:
    facts = plan("II. NHIỆM VỤ\n1. Kiểm kê giếng\n- Rà soát giếng ở các bản.\n- Sở Y tế: lấy mẫu nước giếng.")
    assert [leads(one) for one in facts.tasks] == [["Sở Y tế"]]
    assert [m.reading.evidence.quote for m in facts.measures] == ["Rà soát giếng ở các bản."]


def test_items_that_state_aims_behind_words_on_aims_are_no_measures() -> None:
    facts = plan(
        "II. NỘI DUNG\n1. Nước sạch\nVận động hộ dân đậy chum nước, với các chỉ tiêu cụ thể như sau:\n"
        "(1) 100% số hộ có chum nước được hướng dẫn;\n(2) Ít nhất 85% số chum nước có nắp đậy.\n2. Giếng\nĐào giếng ở các bản xa."
    )
    quotes = [m.reading.evidence.quote for m in facts.measures]
    assert not [quote for quote in quotes if "%" in quote]
    assert len(facts.objectives) == 2


_LONG_OPENING = (
    "Giao Sở Y tế là cơ quan đầu mối, chủ trì hướng dẫn các trạm y tế, các trường học và các cơ sở khám bệnh, chữa bệnh trên địa bàn tỉnh "
    "tổ chức khám sức khỏe định kỳ cho học sinh, người cao tuổi và người lao động; đồng thời thực hiện các nhiệm vụ sau:"
)


def test_a_sentence_that_names_a_body_governs_the_list_under_it_however_long_it_is() -> None:
    found = organised(
        f"1. {_LONG_OPENING}\n- Lập danh sách người phải khám.\n- Mở sổ theo dõi sức khỏe tại các trạm."
    ).tasks
    assert [leads(one) for one in found] == [["Sở Y tế"]] * 3
    assert found[0].reading.evidence.quote.endswith("người lao động; đồng thời".removesuffix("; đồng thời"))


def test_a_long_line_that_names_nothing_but_bodies_and_announces_work_is_no_task() -> None:
    bodies = "các sở, ban, ngành, Ủy ban nhân dân các xã, phường, Hội Nông dân tỉnh, Hội Liên hiệp Phụ nữ tỉnh"
    found = organised(
        f"1. Sở Y tế chủ trì, phối hợp với {bodies}, thực hiện các nhiệm vụ sau:\n- Lập danh sách người phải khám."
    )
    assert [one.reading.evidence.quote[:13] for one in found.tasks] == ["Lập danh sách"]


def test_partners_of_a_heading_help_in_the_work_that_it_announces() -> None:
    found = task(
        "1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ thực hiện các hoạt động có liên quan như:\n- Khám bệnh cho người cao tuổi."
    )
    assert (leads(found), partners(found)) == (["Sở Y tế"], ["Sở Nội vụ"])


def test_bodies_on_lines_below_the_name_of_a_field_have_the_work_above_it() -> None:
    facts = plan(
        "I. NỘI DUNG HOẠT ĐỘNG\n1. Hoạt động 1\n- Nội dung: Mở lớp dạy bơi cho học sinh của các trường tiểu học.\n- Cơ quan thực hiện:\n"
        "+ Sở Y tế chủ trì, phối hợp với các sở, ban, ngành, báo, đài và các đơn vị có liên quan.\n"
        "+ Sở Xây dựng lắp đặt biển báo ở các bể bơi trên địa bàn tỉnh."
    )
    assert [leads(one) for one in facts.tasks] == [["Sở Y tế"], ["Sở Xây dựng"]]
    assert facts.tasks[0].reading.evidence.quote.startswith("Nội dung: Mở lớp")
    assert partners(facts.tasks[0])[-1] == "các đơn vị có liên quan"
    assert facts.measures == ()


def test_several_bodies_on_lines_below_the_name_of_a_field_share_the_work() -> None:
    facts = plan(
        "I. NHIỆM VỤ\n1. Mở lớp\n- Mở lớp dạy bơi cho học sinh tiểu học.\n- Cơ quan thực hiện:\n+ Sở Y tế.\n+ Sở Nội vụ."
    )
    assert [leads(one) for one in facts.tasks] == [["Sở Y tế", "Sở Nội vụ"]]


def test_what_a_group_was_told_to_lead_does_not_make_it_responsible_for_a_measure() -> None:
    facts = plan("I. NHIỆM VỤ\n- Các cơ quan liên quan lập biểu mẫu về những dự án được giao chủ trì, gửi các xã.")
    assert (len(facts.tasks), len(facts.measures)) == (0, 1)


def test_a_group_told_by_its_work_to_the_end_of_a_heading_has_that_name() -> None:
    found = task(
        "1. Các sở, ngành chủ trì, quản lý các dự án, tiểu dự án thành phần\n- Phê duyệt kế hoạch kiểm tra của mình."
    )
    assert leads(found) == ["Các sở, ngành chủ trì, quản lý các dự án, tiểu dự án thành phần"]


def test_a_name_that_a_blank_line_cuts_in_a_heading_is_one() -> None:
    found = task("**1. Đề nghị Hội Liên hiệp**\n\n**Phụ nữ tỉnh**\n\n- Vận động hội viên tham gia trồng cây.")
    assert leads(found) == ["Hội Liên hiệp Phụ nữ tỉnh"]


def test_what_a_budget_or_plan_is_every_year_is_no_time_of_the_task() -> None:
    found = organised(
        "1. Sở Y tế\n- Tham mưu UBND tỉnh ban hành kế hoạch phòng dịch trên địa bàn tỉnh hằng năm.\n"
        "- Sử dụng dự toán được cấp có thẩm quyền giao hằng năm để mua thuốc."
    )
    assert [one.timing for one in found.tasks] == [None, None]


def test_a_heading_that_says_no_more_than_who_helps_names_the_partners_of_what_follows() -> None:
    facts = organised(
        "1. Sở Công Thương\na) Chủ trì, phối hợp với các sở, ngành, UBND các xã\n- Mở phiên chợ vùng cao.\n- Kết nối tiêu thụ nông sản.\n"
        "b) Công tác khác\n- Lập danh mục chợ."
    )
    helping = [[a.name for a in task.coordinating] for task in facts.tasks]
    assert helping == [["các sở, ngành", "Ủy ban nhân dân các xã"]] * 2 + [[]]


@pytest.mark.parametrize(
    ("closing", "who"),
    [
        (
            "Trên đây là Kế hoạch đào giếng, Ủy ban nhân dân tỉnh đề nghị các cơ quan, đơn vị thực hiện có hiệu quả các nội dung trên. "
            "Nếu có vướng mắc, đề nghị gửi phản ánh về Sở Y tế để tổng hợp./.",
            "các cơ quan, đơn vị",
        ),
        (
            "Trên đây là Kế hoạch đào giếng, các cơ quan, đơn vị, địa phương nghiêm túc tổ chức thực hiện./.",
            "Các cơ quan, đơn vị, địa phương",
        ),
        (
            "Căn cứ Kế hoạch này, đề nghị các sở, ban, ngành và địa phương khẩn trương thực hiện đúng chức năng; báo cáo Sở Y tế.",
            "các sở, ban, ngành và địa phương",
        ),
    ],
)
def test_whom_a_closing_paragraph_asks_has_the_work(closing: str, who: str) -> None:
    facts = organised(f"1. Sở Y tế\n- Đào giếng ở các bản xa.\n\n{closing}")
    assert [[name.lower() for name in leads(one)] for one in facts.tasks][1:] == [[who.lower()]]


def test_what_is_asked_behind_words_on_difficulties_is_a_task_of_its_own() -> None:
    facts = organised(
        "1. Sở Y tế đào giếng ở các bản xa.\n2. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các sở, ngành kịp thời phản ánh về "
        "Sở Y tế để tổng hợp. Yêu cầu các sở, ngành và Ủy ban nhân dân các xã thực hiện nghiêm túc."
    )
    assert sorted(leads(one) for one in facts.tasks[1:]) == [
        ["các sở, ngành"],
        ["các sở, ngành", "Ủy ban nhân dân các xã"],
    ]


def test_a_closing_order_and_the_words_on_difficulties_behind_it_are_two_tasks_of_the_same_bodies() -> None:
    facts = organised(
        "1. Sở Y tế\n- Mở lớp dạy bơi.\n- Cấp áo phao.\n\n"
        "Trên đây là Kế hoạch dạy bơi năm 2026. Ủy ban nhân dân tỉnh yêu cầu các sở, ngành triển khai kịp thời Kế hoạch. "
        "Trong quá trình thực hiện, nếu phát sinh vướng mắc, báo cáo về Sở Y tế để xử lý./."
    )
    order, telling = facts.tasks[-2:]
    assert [[a.name for a in t.leads] for t in (order, telling)] == [["các sở, ngành"], ["các sở, ngành"]]
    assert (order.timing, telling.timing and telling.timing.printed) == (None, "nếu phát sinh vướng mắc")


def test_bullets_below_a_numbered_sentence_go_on_with_the_work_of_its_subject() -> None:
    facts = organised(
        "1. Các cơ quan, đơn vị căn cứ chức năng được giao xây dựng kế hoạch dạy bơi cho trẻ em; đề ra giải pháp phù hợp.\n"
        "- Giới thiệu gương dạy bơi giỏi trên báo.\n- Khen thưởng người dạy bơi giỏi.\n2. Sở Y tế\n- Cấp áo phao cho các hồ bơi."
    )
    assert [[a.name for a in t.leads] for t in facts.tasks] == [["Các cơ quan, đơn vị"]] * 3 + [["Sở Y tế"]]


def test_a_committee_of_communes_is_given_work_among_measures() -> None:
    facts = plan("I. NHIỆM VỤ\n- UBND xã, phường thực hiện trực bơm nước ngày đêm.\n- Dạy bơi cho trẻ em trong xã.")
    assert [[a.name for a in t.leads] for t in facts.tasks] == [["Ủy ban nhân dân xã, phường"]]
