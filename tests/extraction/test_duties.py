"""Duties to report."""

from __future__ import annotations

import pytest

from loader.facts import ReportingDuty
from loader.kinds import Recurrence
from tests.extraction.plan_text import organised, plan


def duty(body: str) -> ReportingDuty:
    (found,) = organised(body).duties
    return found


@pytest.mark.parametrize(
    ("body", "who", "whom", "due", "recurrence"),
    [
        (
            "1. UBND các xã\n- Định kỳ trước ngày 10/12 hằng năm báo cáo kết quả về Phòng Kinh tế.",
            ["Ủy ban nhân dân các xã"],
            ["Phòng Kinh tế"],
            ((12, 10),),
            Recurrence.ANNUAL,
        ),
        (
            "1. Các sở, ngành, địa phương báo cáo kết quả thực hiện gửi Sở Công Thương trước ngày 05/6 và ngày 05/12 hằng năm.",
            ["Các sở, ngành, địa phương"],
            ["Sở Công Thương"],
            ((6, 5), (12, 5)),
            Recurrence.ANNUAL,
        ),
        (
            "1. Sở Công Thương\n- Định kỳ 6 tháng, hằng năm tổng hợp, báo cáo UBND tỉnh.",
            ["Sở Công Thương"],
            ["Ủy ban nhân dân tỉnh"],
            (),
            Recurrence.SEMIANNUAL,
        ),
    ],
)
def test_a_duty_says_who_reports_to_whom_and_when(
    body: str, who: list[str], whom: list[str], due: tuple[tuple[int, int], ...], recurrence: Recurrence
) -> None:
    found = duty(body)
    assert ([a.name for a in found.reporters], [a.name for a in found.recipients]) == (who, whom)
    assert (found.due, found.recurrence) == (due, recurrence)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            "Các sở, ngành, UBND các huyện báo cáo kết quả về Sở Y tế trước ngày 15/11 hằng năm.",
            ["Các sở, ngành", "Ủy ban nhân dân các huyện"],
        ),
        (
            "Các đơn vị được phân công và UBND các xã gửi báo cáo về Sở Y tế.",
            ["Các đơn vị được phân công", "Ủy ban nhân dân các xã"],
        ),
        ("Định kỳ trước ngày 10/12, các đơn vị báo cáo Sở Y tế.", ["các đơn vị"]),
        ("- Định kỳ báo cáo kết quả về Sở Y tế.", ["Hội Nông dân tỉnh"]),
    ],
)
def test_below_the_list_of_the_last_body_those_report_who_open_the_sentence(sentence: str, who: list[str]) -> None:
    found = duty(f"1. Hội Nông dân tỉnh\n- Vận động hội viên rào ao, hồ quanh nhà.\n{sentence}")
    assert [agent.name for agent in found.reporters] == who


def test_a_comma_inside_the_name_of_the_recipients_opens_no_subject() -> None:
    found = duty(
        "1. UBND các xã\na) Hằng năm báo cáo gửi Ủy ban nhân dân huyện, thị xã, thành phố tổng hợp trước ngày 30 tháng 11."
    )
    assert [agent.name for agent in found.reporters] == ["Ủy ban nhân dân các xã"]
    assert [agent.name for agent in found.recipients] == ["Ủy ban nhân dân huyện, thị xã, thành phố"]


def test_reporting_of_difficulties_has_no_recurrence() -> None:
    found = duty(
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Công Thương để tổng hợp."
    )
    assert (found.due, found.recurrence) == ((), None)
    assert [a.name for a in found.recipients] == ["Sở Công Thương"]


def test_the_subject_of_the_closing_sentence_reports_not_the_body_of_the_last_heading() -> None:
    found = duty(
        "1. Hội Liên hiệp Phụ nữ tỉnh\n- Mở các lớp truyền nghề dệt, đan cho phụ nữ.\n"
        "Các sở, ngành, UBND các huyện báo cáo kết quả gửi Sở Công Thương trước ngày 20 tháng 12 hằng năm để tổng hợp."
    )
    assert [a.name for a in found.reporters] == ["Các sở, ngành", "Ủy ban nhân dân các huyện"]


def test_sending_to_one_body_for_its_summary_report_is_one_duty() -> None:
    found = duty(
        "1. UBND các xã\n- Trước ngày 15/11 hằng năm báo cáo kết quả gửi Phòng Kinh tế để tổng hợp báo cáo UBND tỉnh."
    )
    assert [a.name for a in found.recipients] == ["Phòng Kinh tế"]


@pytest.mark.parametrize(
    "line",
    [
        "Tổng hợp, báo cáo UBND tỉnh kết quả thực hiện; đồng thời gửi Sở Công Thương trước ngày 10 tháng 12 hằng năm.",
        "Tổng hợp, báo cáo UBND tỉnh và Sở Công Thương; định kỳ trước ngày 10 tháng 12 hằng năm.",
        "Tổng hợp, báo cáo UBND tỉnh kết quả thực hiện; chậm nhất là ngày 10 tháng 12 hằng năm.",
    ],
)
def test_what_the_sentence_says_behind_a_semicolon_dates_the_report_in_front_of_it(line: str) -> None:
    found = duty(f"1. Sở Nông nghiệp và Môi trường\n- {line}")
    assert (found.due, found.recurrence) == (((12, 10),), Recurrence.ANNUAL)


def test_words_about_reports_that_order_none_are_no_duty() -> None:
    assert organised("1. Sở Công Thương\n- Hướng dẫn các huyện về chế độ báo cáo theo quy định hiện hành.").duties == ()


def test_what_goes_beyond_ones_powers_is_reported_to_the_committee() -> None:
    facts = organised(
        "1. Sở Y tế\n- Mở lớp cho nhân viên y tế của các thôn.\n"
        "Nếu có vướng mắc, các xã phản ánh về Sở Y tế để phối hợp giải quyết; "
        "trường hợp vượt thẩm quyền, Sở Y tế tổng hợp báo cáo và đề xuất, trình Ủy ban nhân dân tỉnh xem xét."
    )
    found = [([a.name for a in d.reporters], [a.name for a in d.recipients]) for d in facts.duties]
    assert found == [(["các xã"], ["Sở Y tế"]), (["Sở Y tế"], ["Ủy ban nhân dân tỉnh"])]


def test_to_answer_for_what_is_reported_of_the_plan_itself_is_no_duty_to_report() -> None:
    line = "1. Sở Nội vụ chịu trách nhiệm về việc báo cáo, đề nghị ban hành và nội dung Kế hoạch này."
    assert not organised(line).duties


def test_a_measure_that_says_who_reports_to_whom_gives_a_duty() -> None:
    facts = plan(
        "I. NHIỆM VỤ\n- Các cơ quan liên quan lập biểu mẫu, báo cáo kết quả về Sở Y tế.\n- Tổng hợp số liệu, báo cáo kết quả theo quy định."
    )
    assert [[a.name for a in d.recipients] for d in facts.duties] == [["Sở Y tế"]]
    assert len(facts.measures) == 2


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ("Báo cáo 03 lần/tuần về số học sinh nghỉ ốm, gửi Phòng Giáo dục.", ["Phòng Giáo dục"]),
        ("Theo dõi mực nước hồ; báo cáo ngay về Sở Y tế khi nước đổi màu.", ["Sở Y tế"]),
    ],
)
def test_a_report_several_times_a_day_or_at_once_is_a_duty(line: str, whom: list[str]) -> None:
    found = duty(f"1. UBND các xã\n- {line}\n- Mở lớp dạy bơi cho trẻ em.")
    assert [a.name for a in found.recipients] == whom


def test_below_a_heading_on_reports_a_measure_gives_a_duty_though_it_names_nobody_who_reports() -> None:
    facts = plan(
        "I. NHIỆM VỤ\n1. Công tác dạy bơi\n- Các đội báo cáo kết quả theo quy định.\n"
        "2. Công tác theo dõi, kiểm tra, báo cáo\n- Báo cáo tổng hợp hằng ngày gửi Sở Y tế.\n- Kiểm tra các hồ bơi."
    )
    assert [d.reading.evidence.quote for d in facts.duties] == ["Báo cáo tổng hợp hằng ngày gửi Sở Y tế."]
    assert len(facts.measures) == 3


def test_a_closing_paragraph_behind_the_part_on_money_gives_its_order_and_its_duty() -> None:
    facts = plan(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Mở lớp dạy bơi.\n- Cấp áo phao.\nII. KINH PHÍ THỰC HIỆN\n- Ngân sách tỉnh.\n- Nguồn xã hội hóa.\n\n"
        "Dạy bơi là việc cần làm ngay. Đề nghị các sở, ngành khẩn trương thực hiện; kịp thời báo cáo UBND tỉnh những khó khăn, vướng mắc./."
    )
    assert [[a.name for a in t.leads] for t in facts.tasks][-1] == ["các sở, ngành"]
    assert [[a.name for a in d.recipients] for d in facts.duties] == [["Ủy ban nhân dân tỉnh"]]


def test_an_estimate_handed_up_to_be_approved_is_no_duty_to_report() -> None:
    facts = organised(
        "1. Sở Y tế\n- Lập dự toán kinh phí báo cáo UBND tỉnh trình cấp có thẩm quyền phê duyệt.\n- Tổng hợp, báo cáo UBND tỉnh kết quả."
    )
    assert [d.reading.evidence.quote for d in facts.duties] == ["Tổng hợp, báo cáo UBND tỉnh kết quả."]


@pytest.mark.parametrize(
    ("line", "who", "whom"),
    [
        ("Tổng hợp, trình UBND huyện báo cáo UBND tỉnh, Sở Y tế", "UBND huyện", ["UBND tỉnh", "Sở Y tế"]),
        ("Tổng hợp, giúp Chủ tịch UBND huyện báo cáo UBND tỉnh", "Chủ tịch UBND huyện", ["UBND tỉnh"]),
        ("Tham mưu UBND huyện báo cáo UBND tỉnh, Sở Y tế", "UBND huyện", ["UBND tỉnh", "Sở Y tế"]),
        ("Xây dựng dự thảo, tham mưu để UBND huyện tổng hợp, báo cáo UBND tỉnh", "UBND huyện", ["UBND tỉnh"]),
        ("Trình UBND huyện báo cáo kết quả thực hiện", "Phòng Y tế", ["UBND huyện"]),
        ("Tổng hợp, trình UBND huyện phê duyệt và báo cáo Sở Y tế", "Phòng Y tế", ["UBND huyện"]),
    ],
)
def test_who_is_helped_to_report_sends_the_report(line: str, who: str, whom: list[str]) -> None:
    found = duty(f"1. Phòng Y tế\n- {line} trước ngày 15/12 hằng năm.")
    assert [agent.printed for agent in found.reporters] == [who]
    assert [agent.printed for agent in found.recipients] == whom


def _row(product: str, time: str) -> tuple[ReportingDuty, ...]:
    body = (
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\n\n| STT | Nhiệm vụ | Cơ quan chủ trì | Sản phẩm | Thời gian |\n| --- | --- | --- | --- | --- |\n"
        f"| 1 | Khảo sát số hộ làm nghề ở các xã | Sở Công Thương | {product} | {time} |\n"
        "| 2 | Mở lớp dạy nghề cho thợ trẻ | Sở Nội vụ | Lớp dạy nghề | Hằng năm |"
    )
    return plan(body, "ke-hoach.md").duties


@pytest.mark.parametrize(
    ("product", "time", "quote", "due", "recurrence"),
    [
        ("Danh sách hộ", "Báo cáo định kỳ theo quy định; thực hiện hằng năm", "Báo cáo định kỳ theo quy định", (), None),
        ("Danh sách hộ", "Xong trong tháng 6 và báo cáo kết quả trước ngày 15/7 hằng năm", "báo cáo kết quả trước ngày 15/7 hằng năm", ((7, 15),), Recurrence.ANNUAL),
        ("Tổ chức khảo sát và báo cáo kết quả khảo sát", "Hằng năm", "Tổ chức khảo sát và báo cáo kết quả khảo sát", (), None),
    ],
)  # fmt: skip
def test_a_cell_of_times_or_products_may_order_a_report_of_the_lead(
    product: str, time: str, quote: str, due: tuple[tuple[int, int], ...], recurrence: Recurrence | None
) -> None:
    (found,) = _row(product, time)
    assert [a.name for a in found.reporters] == ["Sở Công Thương"]
    assert (found.reading.evidence.quote, found.due, found.recurrence) == (quote, due, recurrence)


def test_a_product_that_is_a_report_is_no_duty_to_report() -> None:
    assert _row("Báo cáo kết quả khảo sát", "Sau khi có báo cáo của Sở Nội vụ") == ()
