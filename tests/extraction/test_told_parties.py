"""Who does what by brackets, closing words, lines for several items and cells that repeat the one above."""

from __future__ import annotations

import pytest

from loader.facts import Task
from tests.extraction.plan_text import plan


def tasks(body: str) -> list[Task]:
    return list(plan("II. NHIỆM VỤ VÀ GIẢI PHÁP\n" + body).tasks)


def parties(task: Task) -> tuple[list[str], list[str]]:
    return [a.name for a in task.leads], [a.name for a in task.coordinating]


@pytest.mark.parametrize(
    ("behind", "leads", "helping"),
    [
        ("(Sở Y tế chủ trì; các sở, ngành phối hợp; hằng năm)", ["Sở Y tế"], ["các sở, ngành"]),
        ("(UBND các xã, phường; thường xuyên)", ["Ủy ban nhân dân các xã, phường"], []),
        ("(Trung tâm Y tế thực hiện).", ["Trung tâm Y tế"], []),
        ("(Sở Y tế, Sở Nội vụ)", ["Sở Y tế", "Sở Nội vụ"], []),
        ("; việc này do Công an tỉnh đảm nhiệm.", ["Công an tỉnh"], []),
        ("; giao Phòng Kinh tế theo dõi, đôn đốc.", ["Phòng Kinh tế"], []),
        (". Sở Công Thương là đơn vị đầu mối chuẩn bị nội dung.", ["Sở Công Thương"], []),
        (": Sở Y tế chủ trì về chuyên môn, Sở Nội vụ phối hợp.", ["Sở Y tế"], ["Sở Nội vụ"]),
        (". Trách nhiệm: Sở Y tế. Thời gian: năm 2026.", ["Sở Y tế"], []),
    ],
)
def test_words_behind_an_item_assign_it(behind: str, leads: list[str], helping: list[str]) -> None:
    (found,) = tasks(f"1. Tuyên truyền\n- Mở các lớp tập huấn cho người làm nghề tại cơ sở{behind}")
    assert parties(found) == (leads, helping)


@pytest.mark.parametrize("behind", ["với các cơ quan (Sở Y tế, Sở Nội vụ)", "theo danh sách (Phụ lục 2)", "(nếu có)"])
def test_a_bracket_that_explains_assigns_nobody(behind: str) -> None:
    assert tasks(f"1. Tuyên truyền\n- Ký quy chế, mở các lớp tập huấn cho người làm nghề {behind}.") == []


@pytest.mark.parametrize(
    "body",
    [
        "1. Nhóm tuyên truyền (Sở Y tế chủ trì)\n- Mở các lớp tập huấn nghề.\n- In tài liệu hướng dẫn nghề.",
        "1. Nhóm tuyên truyền\nCơ quan chủ trì: Sở Y tế.\n- Mở các lớp tập huấn nghề.\n- In tài liệu hướng dẫn nghề.",
        "1. Nhóm tuyên truyền\n- Mở các lớp tập huấn nghề.\n- In tài liệu hướng dẫn nghề.\n"
        "(Hai nhiệm vụ trên giao Sở Y tế làm chủ đầu tư)",
    ],
)
def test_a_lead_given_once_is_the_lead_of_each_item(body: str) -> None:
    found = tasks(body)
    assert [parties(task)[0] for task in found] == [["Sở Y tế"], ["Sở Y tế"]]
    assert [task.reading.evidence.quote[:6] for task in found] == ["Mở các", "In tài"]


@pytest.mark.parametrize("sign", ["nt", "Như trên", "-//-", "〃"])
def test_a_cell_that_says_as_above_repeats_the_one_above(sign: str) -> None:
    rows = f"| 1 | Mở lớp nghề | Sở Y tế | Quý I/2026 |\n| 2 | In tài liệu nghề | {sign} | {sign} |"
    found = plan(f"II. NHIỆM VỤ\n| TT | Nhiệm vụ | Chủ trì | Thời gian |\n|---|---|---|---|\n{rows}", "a.md").tasks
    assert [(parties(task)[0], task.timing and task.timing.start_year) for task in found] == [(["Sở Y tế"], 2026)] * 2


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        ("Sở Y tế đồng chủ trì với Sở Nội vụ mở lớp tập huấn nghề.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Cục Quản lý nhà và thị trường là đơn vị đầu mối mở lớp.", ["Cục Quản lý nhà và thị trường"]),
        ("Sở Y tế hướng dẫn hồ sơ; Công an tỉnh kiểm tra an toàn.", ["Sở Y tế", "Công an tỉnh"]),
        ("UBND các xã: An Bình, Hòa Lợi chủ trì mở lớp nghề.", ["Ủy ban nhân dân các xã: An Bình, Hòa Lợi"]),
        ("Đoàn kiểm tra liên ngành do Sở Y tế làm trưởng đoàn kiểm tra các cơ sở.", ["Sở Y tế"]),
    ],
)
def test_a_sentence_among_measures_names_all_that_lead(sentence: str, leads: list[str]) -> None:
    (found,) = tasks(f"1. Tuyên truyền\n- {sentence}")
    assert parties(found)[0] == leads


def test_a_line_that_names_a_body_among_measures_assigns_the_list_behind_it() -> None:
    body = (
        "1. Phòng dịch\nSở Y tế chỉ đạo Bệnh viện tỉnh:\na) Mở các điểm tiêm lưu động.\nb) Trực cấp cứu đêm.\n"
        "2. Sửa chữa nhà ở\n\nỦy ban nhân dân các xã, phường:\na) Lập danh sách hộ khó khăn;\nb) Bố trí chỗ ở tạm.\n"
        "3. Tuyên truyền\nCác hình thức gồm:\na) Phát tờ rơi tại chợ phiên;\nb) Mở hội thi ở trường."
    )
    facts = plan("II. NHIỆM VỤ VÀ GIẢI PHÁP\n" + body)
    assert [parties(task)[0] for task in facts.tasks] == [
        *[["Sở Y tế"]] * 2,
        *[["Ủy ban nhân dân các xã, phường"]] * 2,
    ]
    assert [m.reading.evidence.quote[:7] for m in facts.measures] == ["Phát tờ", "Mở hội "]


def test_a_group_behind_a_body_that_is_named_is_given_work_with_it() -> None:
    (found,) = tasks("1. Phòng dịch\n- Sở Y tế, các cơ quan liên quan xuất cấp thuốc cho các xã bị ngập.")
    assert parties(found)[0] == ["Sở Y tế", "các cơ quan liên quan"]


def test_the_committees_of_several_named_places_are_told_one_by_one() -> None:
    line = "- Ủy ban nhân dân thành phố Bình Lợi, thành phố Hòa Mỹ và tỉnh Hà Bắc trực tiếp hỗ trợ giống cho các xã."
    (found,) = tasks(f"1. Hỗ trợ\n{line}")
    assert parties(found)[0] == [
        f"Ủy ban nhân dân {place}" for place in ("thành phố Bình Lợi", "thành phố Hòa Mỹ", "tỉnh Hà Bắc")
    ]


def test_those_who_are_kindly_asked_have_the_work() -> None:
    body = "1. Chính phủ trân trọng đề nghị Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam vận động ủng hộ."
    (found,) = plan("II. TỔ CHỨC THỰC HIỆN\n" + body).tasks
    assert parties(found)[0] == ["Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"]


FIELDS = "- Cơ quan thực hiện: Sở Văn hóa.\n- Thời gian thực hiện: năm 2026.\n"


@pytest.mark.parametrize(
    ("name", "content", "quote"),
    [
        ("Mở lớp", "tổ chức các lớp tập huấn nghề cho cán bộ xã", "Nội dung: tổ chức"),
        ("Xây dựng Trang tin thư viện tỉnh", "Trang tin thư viện tỉnh giới thiệu sách mới", "Xây dựng Trang"),
        ("Xây dựng Quy chế thư viện", "bao gồm quy định về mượn sách", "Xây dựng Quy chế"),
    ],
)
def test_words_on_the_content_of_some_work_are_the_work_or_describe_what_it_makes(
    name: str, content: str, quote: str
) -> None:
    facts = plan(f"II. NHIỆM VỤ VÀ GIẢI PHÁP\n1. {name}\n- Nội dung: {content}.\n{FIELDS}2. Mở hội sách\n{FIELDS}")
    assert [task.reading.evidence.quote[: len(quote)] for task in facts.tasks] == [quote, "Mở hội sách"[: len(quote)]]
    assert not facts.measures


def test_an_item_that_fields_and_words_on_its_content_follow_is_one_task() -> None:
    inner = "  + Nội dung: quy định mức thu của thư viện.\n  + Cơ quan chủ trì: Sở Văn hóa.\n"
    found = tasks(
        f"1. Xây dựng văn bản\n- Quyết định về phí thư viện\n{inner}- Quyết định về mượn sách giữa các xã\n{inner}"
    )
    assert [task.reading.evidence.quote[:17] for task in found] == ["Quyết định về phí", "Quyết định về mượ"]


def test_reports_below_the_label_of_a_time_are_duties_and_date_the_task() -> None:
    facts = plan(
        "II. NHIỆM VỤ VÀ GIẢI PHÁP\n1. Rà soát nội quy thư viện\n- Cơ quan thực hiện: Sở Văn hóa; các xã, phường.\n"
        "- Thời gian thực hiện:\n  + Các xã, phường gửi kết quả rà soát về Sở Văn hóa trước ngày 15 tháng 11 năm 2026.\n"
        "  + Sở Văn hóa tổng hợp kết quả rà soát, báo cáo Ủy ban nhân dân tỉnh trước ngày 30 tháng 11 năm 2026.\n"
    )
    (task,) = facts.tasks
    assert task.timing is not None
    assert task.timing.end_year == 2026
    assert [duty.due for duty in facts.duties] == [((11, 15),), ((11, 30),)]
    assert not facts.measures


def test_a_field_of_leads_ends_where_their_work_begins_and_leaves_out_their_remit() -> None:
    lead = "Sở Nội vụ chủ trì tham mưu ban hành Kế hoạch; Sở Tư pháp, Nhóm Tình nguyện và các xã chủ động phổ biến Luật"
    remit = "Sở Nội vụ, các sở, ngành trong phạm vi chức năng, nhiệm vụ của mình và các tổ chức khác có liên quan"
    found = tasks(
        f"1. Phổ biến pháp luật\n- Cơ quan thực hiện: {lead}.\n2. Kiểm tra việc thi hành\n- Cơ quan thực hiện: {remit}."
    )
    assert [parties(task)[0] for task in found] == [
        ["Sở Nội vụ", "Sở Tư pháp", "các xã"],
        ["Sở Nội vụ", "các sở, ngành", "các tổ chức khác có liên quan"],
    ]


def test_those_that_were_told_to_lead_are_called_so_and_answer_for_money() -> None:
    who = "Các cơ quan được phân công chủ trì thực hiện nhiệm vụ theo Kế hoạch này"
    body = (
        f"1. Ngân sách nhà nước.\n2. {who} có trách nhiệm lập dự toán kinh phí.\n"
        "3. Ủy ban nhân dân các xã, phường tổng hợp, bố trí kinh phí của mình.\n4. Các đơn vị quản lý kinh phí đúng quy định."
    )
    found = plan("II. KINH PHÍ THỰC HIỆN\n" + body).tasks
    assert [parties(task)[0] for task in found] == [[who], ["Ủy ban nhân dân các xã, phường"]]
