"""When something is due."""

from __future__ import annotations

import pytest

from loader.extraction.times import cell_timing, days_of_year, prose_timing, reporting_recurrence
from loader.kinds import Recurrence


@pytest.mark.parametrize(
    ("text", "recurrence", "start", "end"),
    [
        ("Hàng năm", "annual", None, None), ("Hằng năm", "annual", None, None), ("Thường xuyên", "continuous", None, None), ("2022-2030", None, 2022, 2030),
        ("Giai đoạn 2024 – 2026", None, 2024, 2026), ("Từ năm 2023 đến năm 2025", None, 2023, 2025), ("Năm 2024", None, 2024, 2024), ("Quý III/2024", None, 2024, 2024),
        ("Tháng 11/2022", None, 2022, 2022), ("Trước ngày 30/9/2024", None, 2024, 2024), ("Mỗi quý 01 lần", "quarterly", None, None), ("6 tháng/lần", "semiannual", None, None),
        ("Ngay sau khi Bộ ban hành tiêu chí", "conditional", None, None), ("Sau khi được phê duyệt", "conditional", None, None), ("2023, 2025", None, 2023, 2025),
        ("Tháng 12 hàng năm", "annual", None, None), ("Thường xuyên, hàng năm", "annual", None, None), ("Thường xuyên, báo cáo hằng quý", "continuous", None, None),
    ],
)  # fmt: skip
def test_a_cell_states_recurrence_or_years(
    text: str, recurrence: str | None, start: int | None, end: int | None
) -> None:
    timing = cell_timing(text)
    assert timing is not None
    assert (timing.recurrence and timing.recurrence.value, timing.start_year, timing.end_year) == (
        recurrence,
        start,
        end,
    )
    assert timing.printed == text


def test_an_empty_cell_states_no_time() -> None:
    assert cell_timing("  ") is None


@pytest.mark.parametrize(
    ("text", "recurrence", "start", "end"),
    [
        ("Hằng năm tổ chức hội thi tay nghề.", "annual", None, None),
        ("Rà soát số hộ làm nghề, hoàn thành trước ngày 31/3/2024.", None, 2024, 2024),
        ("Trình Chủ tịch UBND xã bố trí kinh phí trong Quý I/2024.", None, 2024, 2024),
        ("Kiểm tra môi trường làng nghề 02 lần/năm.", "semiannual", None, None),
        ("Thường xuyên kiểm tra, hướng dẫn các hộ.", "continuous", None, None),
    ],
)
def test_a_sentence_states_the_time_of_its_action(
    text: str, recurrence: str | None, start: int | None, end: int | None
) -> None:
    timing = prose_timing(text)
    assert timing is not None
    assert (timing.recurrence and timing.recurrence.value, timing.start_year, timing.end_year) == (
        recurrence,
        start,
        end,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Lồng ghép từ nguồn ngân sách hằng năm của huyện.",
        "Tham mưu bố trí vốn đầu tư công trung hạn, hằng năm.",
        "Thực hiện Kế hoạch số 18/KH-UBND ngày 29/01/2024.",
        "Triển khai Chương trình giai đoạn 2021-2030 trên địa bàn.",
        "Hướng dẫn các hộ đổi mới mẫu mã.",
    ],
)
def test_words_that_describe_a_budget_or_an_instrument_are_no_time(text: str) -> None:
    assert prose_timing(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("trước ngày 15/11 hằng năm", ((11, 15),)),
        ("ngày 05 tháng 6 và ngày 05 tháng 12 hàng năm", ((6, 5), (12, 5))),
        ("trước ngày 15/6 và trước ngày 15/11", ((6, 15), (11, 15))),
        ("trước ngày 10-12 hàng năm", ((12, 10),)),
        ("trước ngày 20/12/2025", ((12, 20),)),
        ("theo Quyết định số 12/5 của", ()),
        ("ngày 31/4 hằng năm", ()),
        ("ngày 29/02", ((2, 29),)),
        ("đạt 10.5% mỗi năm", ()),
    ],
)
def test_days_of_the_year_are_month_and_day_pairs(text: str, days: tuple[tuple[int, int], ...]) -> None:
    assert days_of_year(text) == days


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("định kỳ 6 tháng, hằng năm báo cáo UBND tỉnh", Recurrence.SEMIANNUAL),
        ("hằng năm báo cáo kết quả", Recurrence.ANNUAL),
        ("hằng quý báo cáo tiến độ", Recurrence.QUARTERLY),
        ("báo cáo UBND tỉnh xem xét", None),
    ],
)
def test_reports_recur_as_often_as_the_clause_says(text: str, recurrence: Recurrence | None) -> None:
    assert reporting_recurrence(text) == recurrence


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("trước ngày 01/6/2026", 2026, 2026),
        ("2025 và các năm tiếp theo", 2025, None),
        ("Năm 2026 và những năm sau", 2026, None),
        ("Từ năm 2025 trở đi", 2025, None),
        ("6 tháng đầu năm 2026", 2026, 2026),
        ("Ngày 16 tháng 12", None, None),
        ("Quý IV/2025 - Quý II/2026", 2025, 2026),
    ],
)
def test_a_cell_with_a_date_recurs_not(text: str, start: int | None, end: int | None) -> None:
    timing = cell_timing(text)
    assert timing is not None
    assert (timing.recurrence, timing.start_year, timing.end_year) == (None, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện các quy định trong Luật Giáo dục năm 2019.",
        "Xây dựng kế hoạch năm 2026 của ngành.",
        "Lập dự toán ngân sách năm 2027 gửi cơ quan tài chính.",
        "Tham mưu thực hiện tầm nhìn đến năm 2045.",
    ],
)
def test_the_year_of_a_law_a_plan_to_be_made_or_an_estimate_is_no_time(text: str) -> None:
    assert prose_timing(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Hoàn thành việc xây dựng kế hoạch trước ngày 30/6/2026.", 2026, 2026),
        ("Triển khai trong năm 2025 và các năm tiếp theo.", 2025, None),
        ("Thời hạn ban hành: trước ngày 01/6/2026.", 2026, 2026),
        ("Trong Luật Giáo dục năm 2019 có nêu; hoàn thành trước ngày 30/6/2026.", 2026, 2026),
    ],
)
def test_a_deadline_is_found_beside_other_years(text: str, start: int, end: int | None) -> None:
    timing = prose_timing(text)
    assert timing is not None
    assert (timing.start_year, timing.end_year) == (start, end)


def test_a_day_of_december_is_no_half_year() -> None:
    assert reporting_recurrence("báo cáo trước ngày 16 tháng 12") is None
    assert reporting_recurrence("báo cáo trước ngày 06 tháng 12") is None


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("Ban hành quy hoạch thư viện đến năm 2030, tầm nhìn đến năm 2050", None),
        ("Lập đề án du lịch đến năm 2030, định hướng đến năm 2045, hoàn thành trước ngày 30/6/2026", (2026, 2026)),
        ("Từ năm 2025 đến năm 2027, cấp thuốc tại trạm y tế xã", (2025, 2027)),
        ("Mở rộng trạm y tế đến năm 2030", (2030, 2030)),
        ("Tổng kết các đề án thư viện giai đoạn đến năm 2030", None),
        ("Hướng dẫn Đề án “Mỗi nhà một tủ sách, đến năm 2030” tại các xã", None),
        ("Mở lớp theo kết luận tại Hội nghị tổng kết công tác năm 2024 của tỉnh", None),
    ],
)
def test_the_period_in_the_name_of_a_scheme_is_no_time_of_the_work(words: str, years: tuple[int, int] | None) -> None:
    timing = prose_timing(words)
    assert (timing and (timing.start_year, timing.end_year)) == years


@pytest.mark.parametrize(
    "text",
    [
        "Triển khai Kế hoạch số 12/KH-UBND ngày 5/3/2026 của tỉnh về tuần lễ sách năm 2026; Công văn số 5/UBND-VX",
        "sử dụng ngân sách địa phương năm 2026 và các năm tiếp theo để sửa thư viện",
    ],
)
def test_the_years_of_a_cited_plan_and_of_a_budget_are_no_time(text: str) -> None:
    assert prose_timing(text) is None


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("Khi nước hồ dâng cao, cử người trực tại cống.", "Khi nước hồ dâng cao"),
        ("Trường hợp thiếu áo phao, lập danh sách gửi tỉnh.", "Trường hợp thiếu áo phao"),
        ("Cử người đến giúp các xã khi phát hiện dầu tràn.", "khi phát hiện dầu tràn"),
        ("Mở lớp dạy nghề (khi Bộ Y tế có văn bản hướng dẫn).", "khi Bộ Y tế có văn bản hướng dẫn"),
    ],
)
def test_work_that_opens_with_its_condition_or_ends_with_it_waits_for_it(words: str, when: str) -> None:
    timing = prose_timing(words)
    assert timing is not None
    assert (timing.printed, timing.recurrence) == (when, Recurrence.CONDITIONAL)


@pytest.mark.parametrize(
    ("text", "printed", "start", "end"),
    [
        ("Sửa 12 lò nung, thực hiện trong các năm 2026 - 2027.", "trong các năm 2026 - 2027", 2026, 2027),
        ("Mở lớp trong các năm 2024, 2025 và 2026 tại xã.", "trong các năm 2024, 2025 và 2026", 2024, 2026),
        ("Mở lớp trong hai năm 2024 và 2025.", "trong hai năm 2024 và 2025", 2024, 2025),
        ("Sửa đình; thời gian thực hiện: 2026-2028.", "thời gian thực hiện: 2026-2028", 2026, 2028),
        ("Hoàn thành trước ngày 30/6/2024, năm 2025 tổng kết.", "Hoàn thành trước ngày 30/6/2024", 2024, 2024),
        ("Sửa đình xong đến năm 2025, 30 hộ tham gia.", "xong đến năm 2025", 2025, 2025),
    ],
)
def test_the_years_of_a_deadline_are_read_whole(text: str, printed: str, start: int, end: int) -> None:
    timing = prose_timing(text)
    assert timing is not None
    assert (timing.printed.lower(), timing.start_year, timing.end_year) == (printed.lower(), start, end)


@pytest.mark.parametrize(
    ("text", "year"),
    [("Tháng 3", 2027), ("Quý II", 2027), ("Từ 8 giờ đến 9 giờ ngày 23 tháng 01", 2027), ("Quý IV/2026", 2026)],
)
def test_a_day_month_or_quarter_is_of_the_year_in_the_head_of_its_column(text: str, year: int) -> None:
    timing = cell_timing(text, 2027)
    assert timing is not None
    assert (timing.recurrence, timing.start_year, timing.end_year) == (None, year, year)


@pytest.mark.parametrize("text", ["Theo hướng dẫn", "Hằng quý", "Thường xuyên"])
def test_a_cell_without_day_month_or_quarter_gets_no_year_from_the_head_of_its_column(text: str) -> None:
    timing = cell_timing(text, 2027)
    assert timing is not None
    assert timing.start_year is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Theo quy định của Luật Thư viện năm 2019", None),
        ("Theo các mốc tại Quyết định số 12/QĐ-UBND ngày 5/3/2024 của UBND tỉnh", None),
        ("Theo Kế hoạch đọc sách năm 2026; xong trước ngày 30/6/2027", 2027),
    ],
)
def test_the_year_of_an_instrument_that_a_cell_refers_to_is_no_time(text: str, year: int | None) -> None:
    for of_column in (None, 2027):
        timing = cell_timing(text, of_column)
        assert timing is not None
        assert (timing.start_year, timing.end_year) == (year, year)


def test_a_steady_task_stays_steady_though_the_cell_goes_on_with_a_condition() -> None:
    timing = cell_timing("Làm thường xuyên khi bạn đọc có yêu cầu")
    assert timing is not None
    assert timing.recurrence is Recurrence.CONTINUOUS


@pytest.mark.parametrize(
    "text",
    [
        "Mở rộng thư viện, phấn đấu có ít nhất 30% xã, phường có tủ sách trong năm 2027.",
        "Xây dựng thư viện số, bảo đảm đến năm 2030 toàn tỉnh đạt chuẩn.",
        "Vận động học sinh đọc sách; phải làm đồng bộ, thường xuyên, liên tục công tác này.",
        "Mở lớp nhằm giữ nề nếp học hằng năm, mời nghệ nhân.",
        "Giúp UBND tỉnh đôn đốc việc thực hiện Kế hoạch thư viện năm 2026 của các xã.",
        "Lập phương án vốn bổ sung có mục tiêu hằng năm của các xã.",
    ],
)
def test_the_time_of_a_purpose_a_target_or_a_plan_is_none_of_the_task(text: str) -> None:
    assert prose_timing(text) is None
