"""Objectives and their targets."""

from __future__ import annotations

import pytest

from loader.facts import Target
from tests.extraction.documents import facts_of
from tests.extraction.plan_text import aims, plan


def target(bullet: str, year: int = 2025) -> Target:
    (found,) = [t for o in aims(bullet, year=year).objectives for t in o.targets]
    return found


@pytest.mark.parametrize(
    ("bullet", "indicator", "comparator", "value", "unit"),
    [
        (
            "Khôi phục, bảo tồn ít nhất 04 nghề truyền thống có nguy cơ mai một.",
            "restored_crafts",
            "at-least",
            "4",
            "craft",
        ),
        ("Bảo tồn, khôi phục 06 làng nghề truyền thống.", "restored_villages", "exactly", "6", "village"),
        ("Công nhận mới tối thiểu 03 nghề truyền thống.", "recognised_crafts", "at-least", "3", "craft"),
        ("Công nhận mới 05 làng nghề.", "recognised_villages", "exactly", "5", "village"),
        ("Phát triển ít nhất 02 làng nghề gắn với du lịch.", "tourism_villages", "at-least", "2", "village"),
        ("Trên 80% làng nghề hoạt động có hiệu quả.", "effective_villages_pct", "more-than", "80", "percent"),
        (
            "Khoảng 70% lao động làng nghề được đào tạo, tập huấn kỹ năng.",
            "trained_workers_pct",
            "about",
            "70",
            "percent",
        ),
        ("Có 50% làng nghề có sản phẩm được công nhận đạt chuẩn OCOP.", "ocop_pct", "exactly", "50", "percent"),
        (
            "Ít nhất 30% làng nghề có sản phẩm được bảo hộ nhãn hiệu.",
            "brand_protected_pct",
            "at-least",
            "30",
            "percent",
        ),
        ("Tốc độ tăng giá trị sản xuất bình quân đạt 9%/năm.", "output_growth_pct", "exactly", "9", "percent-per-year"),
        ("Thu nhập bình quân của lao động tăng 1,5 lần so với năm 2020.", "income_multiple", "exactly", "1.5", "times"),
        ("Kim ngạch xuất khẩu sản phẩm đạt trên 60 triệu USD.", "export_value", "more-than", "60", "usd-million"),
        (
            "100% cơ sở sản xuất đáp ứng quy định về bảo vệ môi trường.",
            "environment_compliance_pct",
            "exactly",
            "100",
            "percent",
        ),
        ("100% làng nghề có phương án bảo vệ môi trường.", "environment_plan_pct", "exactly", "100", "percent"),
        ("Thành lập 10 hợp tác xã trong làng nghề.", "other", "exactly", "10", "cooperative"),
    ],
)
def test_a_bullet_gives_a_target_of_its_indicator(
    bullet: str, indicator: str, comparator: str, value: str, unit: str
) -> None:
    found = target(bullet)
    assert (found.indicator, found.comparator.value, f"{found.value.normalize():f}", found.unit, found.horizon) == (
        indicator,
        comparator,
        value,
        unit,
        2025,
    )


def test_one_objective_per_bullet_and_one_target_per_figure() -> None:
    facts = aims("Khôi phục ít nhất 03 nghề, 04 làng nghề truyền thống.", "Nâng cao thu nhập cho người làm nghề.")
    specific = [o for o in facts.objectives if not o.general]
    assert [len(o.targets) for o in specific] == [2, 0]


def test_a_comparator_holds_for_coordinated_figures() -> None:
    facts = aims("Khôi phục ít nhất 03 nghề truyền thống, 04 làng nghề truyền thống.")
    assert [t.comparator.value for o in facts.objectives for t in o.targets] == ["at-least", "at-least"]


def test_a_comparator_does_not_cross_into_another_clause() -> None:
    facts = aims("Khôi phục ít nhất 03 nghề truyền thống; công nhận 04 làng nghề mới.")
    assert [t.comparator.value for o in facts.objectives for t in o.targets] == ["at-least", "exactly"]


def test_the_general_objective_is_general_and_has_no_horizon_of_its_own() -> None:
    (general,) = [o for o in aims("Công nhận 02 nghề.").objectives if o.general]
    assert (general.horizon, general.targets) == (None, ())


def test_a_year_in_the_bullet_overrides_the_heading() -> None:
    assert target("Đến năm 2030, công nhận 07 làng nghề.").horizon == 2030


def test_a_bullet_that_names_two_years_states_two_objectives() -> None:
    facts = aims("Tỷ lệ làng nghề có phương án bảo vệ môi trường đạt 80% vào năm 2025 và 100% vào năm 2030.")
    specific = [o for o in facts.objectives if not o.general]
    assert [(o.horizon, [int(t.value) for t in o.targets]) for o in specific] == [(2025, [80]), (2030, [100])]


def test_the_year_behind_the_end_of_a_change_is_its_horizon() -> None:
    found = target("Nâng tỷ lệ hộ chăn nuôi có chuồng trại hợp vệ sinh từ 58,5% năm 2023 lên 75% năm 2030.")
    assert (int(found.value), found.horizon) == (75, 2030)


def test_the_year_of_a_later_clause_without_a_figure_is_no_horizon_of_the_figures_before_it() -> None:
    facts = aims(
        "Tiết kiệm tối thiểu 5% điện tại công sở; đến hết năm 2027 toàn bộ đèn đường được thay bằng đèn LED.", year=2030
    )
    assert [(o.horizon, [t.horizon for t in o.targets]) for o in facts.objectives if not o.general] == [(2030, [2030])]


def test_so_many_of_so_many_things_is_a_count_of_them() -> None:
    assert [int(t.value) for o in aims("Có 82/124 xã đạt chuẩn nông thôn mới.").objectives for t in o.targets] == [82]


def test_a_least_amount_to_be_cut_is_a_target_wherever_it_stands() -> None:
    facts = plan(
        "I. NHIỆM VỤ\n1. Cải cách\n- Rà soát, cắt giảm ít nhất 30% thời gian xử lý thủ tục hành chính trong năm 2025."
    )
    (found,) = [t for o in facts.objectives for t in o.targets]
    assert (int(found.value), found.comparator.value, found.horizon) == (30, "at-least", 2025)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Công nhận mới 08 làng nghề, trong đó khu vực phía Đông tỉnh 05 làng, khu vực phía Tây tỉnh 03 làng.", [8]),
        (
            "Công nhận mới 12 làng nghề, trong đó: huyện A có 07 làng nghề và huyện B có 05 làng nghề; khôi phục 02 nghề.",
            [12, 2],
        ),
        (
            "Công nhận mới 06 nghề truyền thống và 18 làng nghề, gồm vùng cao 10 làng nghề, vùng thấp 08 làng nghề.",
            [6, 18],
        ),
        ("Hoàn thành 900 căn hộ, trong đó nhà ở cho công nhân 500 căn hộ.", [900, 500]),
        ("Khôi phục 05 làng nghề tại các xã ven sông, mở 03 lớp tại xã A.", [5, 3]),
    ],
)
def test_the_parts_of_a_count_by_place_are_no_targets_of_their_own(sentence: str, figures: list[int]) -> None:
    assert [int(t.value) for o in aims(sentence).objectives for t in o.targets] == figures


def test_the_base_year_of_a_ratio_is_no_horizon() -> None:
    found = target("Thu nhập bình quân của lao động làng nghề gấp 2 lần so với năm 2021.")
    assert (found.baseline_year, found.horizon) == (2021, 2025)


def test_a_target_for_each_unit_names_the_unit() -> None:
    assert target("Mỗi huyện, thành phố có ít nhất 02 làng nghề gắn với du lịch.").per == "huyện, thành phố"


def test_a_share_says_what_it_is_a_share_of() -> None:
    assert (
        target("Trên 80% cơ sở ngành nghề nông thôn đáp ứng quy định về môi trường.").population
        == "cơ sở ngành nghề nông thôn"
    )


def test_one_number_for_crafts_or_villages_carries_a_note() -> None:
    found = target("Khôi phục ít nhất 01 nghề truyền thống hoặc làng nghề truyền thống.")
    assert (found.indicator, found.note is not None) == ("restored_crafts", True)


def test_an_explaining_fraction_is_kept_as_a_note() -> None:
    found = target("Có 75% làng nghề (6/8 làng nghề) hoạt động hiệu quả.")
    assert found.note is not None
    assert "6/8" in found.note


def test_the_printed_figure_is_kept() -> None:
    assert target("Công nhận mới 05 làng nghề.").printed == "05 làng nghề"


def test_a_table_of_targets_gives_one_objective_per_row_and_year() -> None:
    facts = plan(
        "I. CHỈ TIÊU CHỦ YẾU\nTT\tChỉ tiêu\tĐVT\t2025\t2030\n1\tLàng nghề được công nhận mới\tLàng nghề\t≥ 3\t7 - 9\n2\tTỷ lệ làng nghề hoạt động có hiệu quả\t%\t> 70\t85"
    )
    found = [
        (o.horizon, t.indicator, t.comparator.value, int(t.value), t.upper_value and int(t.upper_value))
        for o in facts.objectives
        for t in o.targets
    ]
    assert found == [
        (2025, "recognised_villages", "at-least", 3, None),
        (2030, "recognised_villages", "exactly", 7, 9),
        (2025, "effective_villages_pct", "more-than", 70, None),
        (2030, "effective_villages_pct", "exactly", 85, None),
    ]


@pytest.mark.parametrize(
    ("total", "unit", "figures", "expected"),
    [
        ("Cả giai đoạn", "Làng nghề", "06\t04\t10", [(2028, 6), (2030, 10)]),
        ("Tổng", "Làng nghề", "06\t04\t10", [(2028, 6), (2030, 10)]),
        ("Cả giai đoạn", "Làng nghề", "06\t10\t10", [(2028, 6), (2030, 10)]),
        ("Ghi chú", "Làng nghề", "06\t10\t16", [(2028, 6), (2030, 10)]),
    ],
)
def test_where_stages_add_up_to_a_column_of_totals_the_total_is_what_there_is_by_the_end(
    total: str, unit: str, figures: str, expected: list[tuple[int, int]]
) -> None:
    facts = plan(
        f"I. CHỈ TIÊU CHỦ YẾU\nTT\tChỉ tiêu\tĐVT\t2026 - 2028\t2029 - 2030\t{total}\n1\tLàng nghề gắn với du lịch\t{unit}\t{figures}"
    )
    assert [(o.horizon, int(t.value)) for o in facts.objectives for t in o.targets] == expected


def test_purpose_and_state_of_affairs_state_no_objectives() -> None:
    facts = plan(
        "I. THỰC TRẠNG\nToàn tỉnh có 12 làng nghề, 80% hoạt động hiệu quả.\nII. MỤC ĐÍCH, YÊU CẦU\n- Nâng cao nhận thức.\nIII. MỤC TIÊU\n- Công nhận 03 nghề."
    )
    assert [int(t.value) for o in facts.objectives for t in o.targets] == [3]


def test_the_evidence_of_a_target_lies_inside_the_source() -> None:
    facts = aims("Khôi phục ít nhất 03 nghề truyền thống; công nhận 04 làng nghề mới.")
    for objective in facts.objectives:
        for item in (objective.reading, *(t.reading for t in objective.targets)):
            stretch = facts.source.text[item.evidence.start : item.evidence.end]
            assert " ".join(stretch.split()) == item.evidence.quote


@pytest.mark.parametrize(
    ("bullet", "comparator", "value", "unit", "measured", "baseline"),
    [
        ("Giảm số vụ tai nạn từ 23 xuống 18 vụ.", "exactly", "18", "item", "số vụ tai nạn", None),
        ("Giảm ít nhất 20% số vụ tai nạn so với năm 2020.", "at-least", "20", "percent-decrease", "số vụ tai nạn", 2020),
        ("Tăng thêm ít nhất 20% số nhóm trẻ.", "at-least", "20", "percent-increase", "số nhóm trẻ", None),
        ("Tỷ suất tử vong mẹ dưới 40/100.000.", "at-most", "40", "per-hundred-thousand", "tỷ suất tử vong mẹ", None),
        ("Tỷ số giới tính khi sinh đạt 107 trai/100 gái.", "exactly", "107", "per-hundred", "tỷ số giới tính khi sinh", None),
        ("Đạt 12 bác sĩ/10.000 dân.", "exactly", "12", "per-ten-thousand", "bác sĩ/10.000 dân", None),
        ("Tỷ lệ hộ nghèo hiện là 5%, phấn đấu còn 2%.", "exactly", "2", "percent", "tỷ lệ hộ nghèo", None),
        ("Phục hồi rừng, diện tích rừng đạt 1.700 ha.", "exactly", "1700", "hectare", "diện tích rừng", None),
        ("Tỷ lệ phụ nữ được khám thai ít nhất 4 lần đạt 85%.", "exactly", "85", "percent", "tỷ lệ phụ nữ được khám thai ít nhất 4 lần", None),
    ],
)  # fmt: skip
def test_changes_and_ratios_keep_value_unit_and_base_year(
    bullet: str, comparator: str, value: str, unit: str, measured: str, baseline: int | None
) -> None:
    found = target(bullet)
    assert (
        found.comparator.value,
        f"{found.value.normalize():f}",
        found.unit,
        found.measured,
        found.baseline_year,
    ) == (
        comparator,
        value,
        unit,
        measured,
        baseline,
    )


def test_where_a_value_comes_from_is_a_note() -> None:
    assert target("Giảm số vụ tai nạn từ 23 xuống 18 vụ.").note == "từ 23"


@pytest.mark.parametrize(
    "bullet",
    [
        "Tính đến nay toàn xã có 5 sản phẩm.",
        "Hiện có 12 hợp tác xã.",
        "Tỷ lệ hộ nghèo ước năm 2025 còn 3%.",
        "Ước đạt 60% hộ dùng nước sạch.",
    ],
)
def test_figures_of_the_present_and_estimates_are_no_target(bullet: str) -> None:
    assert [t for o in aims(bullet).objectives for t in o.targets] == []


def test_all_is_not_more_than_the_comparator_before_says() -> None:
    facts = aims("Trên 80% hộ gia đình dùng nước sạch và 100% xã có công trình cấp nước.")
    assert [(t.comparator.value, t.population) for o in facts.objectives for t in o.targets] == [
        ("more-than", "hộ gia đình"),
        ("exactly", "xã"),
    ]


def test_each_figure_has_the_year_in_front_of_it() -> None:
    facts = aims("Năm 2026 đạt 60% hộ dùng nước sạch, năm 2030 đạt 80%.")
    assert [(t.horizon, int(t.value)) for o in facts.objectives for t in o.targets] == [(2026, 60), (2030, 80)]


def test_aims_among_tasks_and_solutions_are_targets_and_aid_is_none() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống.\nII. NHIỆM VỤ, GIẢI PHÁP\n"
        "- Xây dựng 02 mô hình trình diễn; hỗ trợ 50% tiền giống cho hộ tham gia.\n"
        "- Tăng cường thu gom rác thải ven biển của xã. Đến năm 2028, 90% rác thải ven biển được thu gom.\n"
        "- Trồng rừng phòng hộ ở các bãi bồi. Diện tích rừng đến năm 2030 đạt 1.200 ha.\n"
    )
    found = [(t.horizon, int(t.value), t.unit, t.measured) for o in facts.objectives for t in o.targets]
    assert found == [
        (None, 2, "model", "mô hình trình diễn"),
        (2028, 90, "percent", "rác thải ven biển được thu gom"),
        (2030, 1200, "hectare", "diện tích rừng"),
    ]
    assert len(facts.measures) == 3


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("Mở 45 lớp tập huấn cho khoảng 1.800 lượt hộ trồng rau trong năm 2027.", [(2027, 45), (2027, 1800)]),
        ("Mỗi năm tổ chức tối thiểu 12 buổi tập huấn tại các xã, mỗi nơi 01 buổi.", [(None, 12), (None, 1)]),
        ("Niêm yết công khai đầy đủ 100% thủ tục hành chính, hoàn thành trước ngày 30/6/2027.", [(2027, 100)]),
        ("Rút ngắn thời gian chờ khám bình quân từ 45 phút xuống còn 30 phút vào năm 2028.", [(2028, 30)]),
        ("Phát thanh 02 lần/tuần về phòng cháy; sơ kết 03 năm thực hiện.", []),
        ("Xây dựng 01 mô hình trình diễn với quy mô 20 ha, mức hỗ trợ tối đa 50 triệu đồng/mô hình.", []),
        ("Củng cố 05 hợp tác xã hiện có; kiểm tra 100% cơ sở kinh doanh.", []),
        ("Hỗ trợ 50% chi phí lãi suất cho hộ vay vốn.", []),
        ("Đưa vào sử dụng 06 bến thuyền trong năm 2027.", [(2027, 6)]),
        ("Xây dựng thí điểm 03 trung tâm cứu hộ động vật.", [(None, 3)]),
        ("Mua sắm, sửa chữa đồ chơi: 1.200 quả bóng, 40 cụm xích đu.", [(None, 1200), (None, 40)]),
        ("Cấp chứng thư số mức độ 2 cho 80% hộ trồng chè.", [(None, 80)]),
        ("Rút ngắn thời gian cấp phép còn tối đa 10 ngày làm việc.", [(None, 10)]),
    ],
)
def test_what_work_shall_make_is_a_target_and_time_terms_and_what_exists_are_none(
    task: str, expected: list[tuple[int | None, int]]
) -> None:
    facts = plan(f"I. MỤC TIÊU\nGiữ gìn nghề truyền thống.\nII. NHIỆM VỤ, GIẢI PHÁP\n- {task}\n- Tuyên truyền.\n")
    assert [(t.horizon, int(t.value)) for o in facts.objectives for t in o.targets] == expected


def test_what_a_row_of_tasks_shall_make_is_to_be_reached_when_the_row_ends() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống.\nII. NHIỆM VỤ\n\n| STT | Nhiệm vụ | Cơ quan chủ trì | Sản phẩm | Thời gian |\n|---|---|---|---|---|\n"
        "| 1 | Trang bị 05 xe cứu thương | Sở Y tế | Tối thiểu 10 chuyên gia được chứng nhận | 2026 - 2028 |\n"
        "| 2 | Tổ chức hội thi | Sở Nội vụ | 02 hội thi | 2027 |\n",
        "ke-hoach.md",
    )
    assert [(t.horizon, int(t.value)) for o in facts.objectives for t in o.targets] == [(2028, 5), (2028, 10)]


PURPOSE = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao sức khỏe của người dân vùng cao.
- Giữ gìn nguồn nước của các thôn.
2. Yêu cầu
- Bám sát tình hình thực tế của địa phương.
"""


def test_points_of_a_purpose_are_the_aims_of_a_plan_that_states_no_other() -> None:
    found = plan(PURPOSE + "II. NHIỆM VỤ\n- Mở lớp tập huấn cho cán bộ y tế thôn.")
    assert [(o.general, o.reading.evidence.quote) for o in found.objectives] == [
        (True, "Nâng cao sức khỏe của người dân vùng cao."),
        (True, "Giữ gìn nguồn nước của các thôn."),
    ]


def test_a_plan_with_a_part_for_aims_takes_none_from_its_purpose() -> None:
    found = plan(PURPOSE + "II. MỤC TIÊU\n- Mở 5 trạm y tế.\nIII. NHIỆM VỤ\n- Mở lớp tập huấn cho cán bộ y tế thôn.")
    assert [o.reading.evidence.quote for o in found.objectives] == ["Mở 5 trạm y tế."]


def test_the_year_of_an_outlook_in_a_heading_is_not_that_of_the_aims_below_it() -> None:
    found = plan(
        "I. NỘI DUNG\n1. Mục tiêu phát triển và tầm nhìn đến năm 2045\na) Mục tiêu phát triển\n- Mở rộng mạng lưới thư viện ở các xã."
    )
    assert [o.horizon for o in found.objectives] == [None]


def test_figures_with_their_unit_glued_on_are_targets_each_by_its_year() -> None:
    found = [
        t for o in aims("Diện tích rừng đạt 850ha vào năm 2028 và 1.200ha vào năm 2030.").objectives for t in o.targets
    ]
    assert [(str(t.value), t.unit, t.horizon) for t in found] == [("850", "hectare", 2028), ("1200", "hectare", 2030)]


def test_a_life_span_is_an_aim_and_the_age_of_people_is_none() -> None:
    found = [
        t
        for o in aims("Tuổi thọ trung bình đạt 76 tuổi; 80% người từ 40 tuổi trở lên được đo huyết áp.").objectives
        for t in o.targets
    ]
    assert [str(t.value) for t in found] == ["76", "80"]


@pytest.mark.parametrize(
    ("bullet", "comparator", "value", "measured"),
    [
        ("Nằm trong nhóm 15 tỉnh dẫn đầu cả nước về chuyển đổi số.", "at-most", "15", "xếp hạng chuyển đổi số"),
        (
            "Chỉ số cải cách hành chính của tỉnh xếp thứ 20 trở lên.",
            "at-most",
            "20",
            "xếp hạng chỉ số cải cách hành chính của tỉnh",
        ),
        ("Đưa chỉ số năng lực cạnh tranh vào top 10 cả nước.", "at-most", "10", "xếp hạng chỉ số năng lực cạnh tranh"),
        ("Chỉ số đổi mới sáng tạo đứng thứ 3 trong vùng.", "exactly", "3", "xếp hạng chỉ số đổi mới sáng tạo"),
    ],
)
def test_a_place_in_a_ranking_is_a_target(bullet: str, comparator: str, value: str, measured: str) -> None:
    found = target(bullet)
    assert (found.comparator.value, str(found.value), found.unit) == (comparator, value, "rank")
    assert found.measured == measured


@pytest.mark.parametrize(
    ("bullet", "year", "measured"),
    [
        (
            "Hoàn thành cơ sở dữ liệu đất đai và đưa vào vận hành trước ngày 30 tháng 6 năm 2026.",
            2026,
            "cơ sở dữ liệu đất đai",
        ),
        ("Hoàn thành quy hoạch chung đô thị.", 2025, "quy hoạch chung đô thị"),
        ("Hoàn thành nhà máy xử lý nước thải trước năm 2028.", 2027, "nhà máy xử lý nước thải"),
        (
            "Trung tâm điều hành thông minh được đưa vào vận hành trong quý 2 năm 2026.",
            2026,
            "trung tâm điều hành thông minh được đưa vào vận hành",
        ),
        ("Đưa vào sử dụng bệnh viện lão khoa đến hết năm 2027.", 2027, "bệnh viện lão khoa"),
    ],
)
def test_what_is_to_be_done_by_a_year_is_a_target(bullet: str, year: int, measured: str) -> None:
    found = target(bullet)
    assert (str(found.value), found.unit, found.horizon, found.measured) == ("1", "done", year, measured)


@pytest.mark.parametrize(
    "bullet",
    [
        "Hoàn thiện thể chế, chính sách về đất đai trước năm 2026.",
        "Người dân được hỗ trợ khi gặp thiên tai.",
        "Các sản phẩm được công nhận có chất lượng ngày càng cao.",
    ],
)
def test_what_has_no_end_is_not_to_be_done(bullet: str) -> None:
    assert [t for o in aims(bullet, year=2025).objectives for t in o.targets] == []


def test_what_is_made_is_counted_whatever_its_noun() -> None:
    found = target("Xây dựng 12 bể bơi tại các trường tiểu học.")
    assert (str(found.value), found.unit) == ("12", "item")
    assert [
        t for o in aims("Xây dựng 2 năm một lần kế hoạch sử dụng đất.", year=2025).objectives for t in o.targets
    ] == []


def test_the_label_of_a_target_is_no_part_of_what_it_measures() -> None:
    (found,) = [o for o in aims("Chỉ tiêu 1: Tăng tỷ lệ lao động nữ lên 45% vào năm 2025.").objectives if o.targets]
    assert found.targets[0].measured == "tỷ lệ lao động nữ"


def test_figures_with_a_year_of_their_own_share_the_words_behind_the_last() -> None:
    found = aims("Đến năm 2025 đạt 60% và đến năm 2030 đạt 75% các cơ quan có lãnh đạo chủ chốt là nữ.").objectives
    stated = [(t.horizon, int(t.value), t.measured) for o in found for t in o.targets]
    words = "các cơ quan có lãnh đạo chủ chốt là nữ"
    assert stated == [(2025, 60, words), (2030, 75, words)]


def test_a_purpose_in_the_line_of_its_title_is_an_aim() -> None:
    found = plan(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích: Nâng cao trách nhiệm của các cấp, các ngành.\n2. Yêu cầu: Các xã phải làm kịp thời."
    ).objectives
    assert [o.reading.evidence.quote for o in found] == ["Nâng cao trách nhiệm của các cấp, các ngành."]


def test_an_aim_has_the_year_of_an_outer_heading_only_where_that_says_until() -> None:
    body = "I. MỤC TIÊU {}\n1. Mục tiêu chung\nGiữ gìn nghề truyền thống của địa phương.\n2. Mục tiêu cụ thể\n- Công nhận 03 nghề."
    years = [plan(body.format(words)).objectives[0].horizon for words in ("NĂM 2024", "ĐẾN NĂM 2025")]
    assert years == [None, 2025]


def test_what_stands_in_front_of_having_is_not_done() -> None:
    found = aims("100% khu công nghiệp có tối thiểu 2 trạm phát sóng.").objectives
    assert [t.measured for o in found for t in o.targets][-1] == "trạm phát sóng"


def test_points_of_an_undivided_part_on_purposes_and_requirements_are_aims_unless_they_require() -> None:
    part = "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao ý thức giữ gìn sách của người dân.\n2. Việc mở lớp phải gọn nhẹ.\n"
    found = plan(f"{part}3. Khắc phục tình trạng thiếu sách ở các xã.\nII. NHIỆM VỤ\n- Mở lớp đọc sách.").objectives
    assert [aim.reading.evidence.quote[:8] for aim in found] == ["Nâng cao", "Khắc phụ"]
    assert all(aim.general for aim in found)


def test_where_an_undivided_part_on_purposes_states_a_figure_that_is_the_aim() -> None:
    part = "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao ý thức giữ gìn sách của người dân.\n2. Chăm lo người thợ; công nhận thêm 05 làng nghề.\n"
    found = plan(f"{part}II. NHIỆM VỤ\n- Mở lớp đọc sách.").objectives
    assert [aim.reading.rule for aim in found] == ["objectives.stray"]


def test_what_the_text_in_front_of_the_parts_strives_for_is_an_aim_of_each_year() -> None:
    head = "CHÍNH PHỦ\n\nSố: 12/NQ-CP\n\nHà Nội, ngày 10 tháng 02 năm 2025\n\nNGHỊ QUYẾT\nVề khôi phục sản xuất\n\n"
    opening = "Để ổn định đời sống, phấn đấu thu nhập bình quân năm 2025 tăng trên 8% và năm 2026 từ 10% trở lên."
    orders = "QUYẾT NGHỊ:\n\nThời gian qua, đời sống còn khó khăn.\n\n"
    found = facts_of(f"{head}{orders}{opening}\n\nI. NHIỆM VỤ\n- Mở lớp nghề cho thanh niên.\n").objectives
    assert [(aim.horizon, [str(t.value) for t in aim.targets]) for aim in found] == [(2025, ["8"]), (2026, ["10"])]
    assert found[0].reading.evidence.quote.startswith("phấn đấu")


def test_aims_listed_behind_the_colon_of_a_task_are_one_objective() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n"
        "- Chăm sóc sức khỏe học sinh, cụ thể: Phấn đấu tỷ lệ thừa cân dưới 9%; giảm 40% số ca sâu răng, giảm 30% số ca cận thị; "
        "80% học sinh được khám ít nhất 2 chuyên khoa."
    )
    found = [o for o in facts.objectives if o.targets]
    assert [[int(t.value) for t in o.targets] for o in found] == [[9, 40, 30, 80]]
    assert found[0].targets[1].measured == "số ca sâu răng"


def test_the_points_under_a_titled_requirement_are_no_aims() -> None:
    facts = plan(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích: Nắm số giếng sau khi tổ chức chính quyền địa phương 02 cấp.\n2. Yêu cầu a) Đào giếng đúng nơi.\n"
        "b) Phát huy kết quả kiểm kê giếng đã có.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Đào giếng ở các bản xa."
    )
    (found,) = facts.objectives
    assert found.targets == ()


def test_a_count_behind_the_name_of_its_work_is_an_aim_and_so_are_its_parts() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. NHIỆM VỤ\n1. Kế hoạch phát triển giai đoạn 2024 - 2028\n"
        "- Lắp đặt mới trạm bơm loại 2: 40 trạm (trong đó: Đội Bắc: 15 trạm, Đội Nam: 25 trạm);\n- Dạy nghề cho các hộ."
    )
    aims = [t for o in facts.objectives for t in o.targets]
    assert [(t.measured, t.value, t.horizon) for t in aims] == [
        ("lắp đặt mới trạm bơm loại 2", 40, 2028),
        ("lắp đặt mới trạm bơm loại 2 (Đội Bắc)", 15, 2028),
        ("lắp đặt mới trạm bơm loại 2 (Đội Nam)", 25, 2028),
    ]


def test_what_stands_in_the_list_of_another_instrument_is_no_target() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. NHIỆM VỤ\n"
        "- Ưu tiên triển khai 14 cảng cá loại một (danh mục tại Quyết định 12/QĐ-TTg).\n- Xây dựng 05 chợ nổi."
    )
    assert [t.value for o in facts.objectives for t in o.targets] == [5]


def test_how_often_work_is_done_at_least_is_a_target() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Công Thương\n- Duy trì sinh hoạt câu lạc bộ đọc sách ít nhất 03 lần/quý ở mỗi xã."
    )
    (target,) = [t for o in facts.objectives for t in o.targets]
    assert (target.comparator.value, int(target.value), target.printed) == ("at-least", 3, "03 lần/quý")
    assert target.measured == "duy trì sinh hoạt câu lạc bộ đọc sách"


def test_a_bracket_that_says_what_is_to_be_ensured_states_a_target() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiữ gìn nghề truyền thống của địa phương.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Công Thương\n- Mở lớp dạy nghề cho học sinh (bảo đảm mỗi năm mỗi trường có ít nhất 02 buổi)."
    )
    (target,) = [t for o in facts.objectives for t in o.targets]
    assert (target.comparator.value, int(target.value)) == ("at-least", 2)


@pytest.mark.parametrize(
    "text",
    [
        "Phấn đấu có ít nhất 35% trường học có tủ sách ngay trong năm 2026 và chuẩn bị để bảo đảm đến năm 2031, ít nhất 65% trường học có tủ sách.",
        "Phấn đấu đến năm 2031 đạt ít nhất 65% trường học có tủ sách, riêng năm 2026 có ít nhất 35% trường học có tủ sách.",
    ],
)
def test_each_figure_takes_the_year_of_its_own_clause(text: str) -> None:
    facts = plan(f"I. MỤC TIÊU\n1. Mục tiêu chung\nGiữ nghề.\n2. Mục tiêu cụ thể đến năm 2035\n- {text}")
    targets = {int(t.value): t.horizon for o in facts.objectives for t in o.targets}
    assert targets == {35: 2026, 65: 2031}


def test_aims_of_each_field_of_work_are_specific_though_they_state_no_figure() -> None:
    facts = plan(
        "I. MỤC TIÊU, NHIỆM VỤ\n1. Dạy nghề\na) Mục tiêu\n- 90% thợ được dạy nghề.\n- Có giáo trình dạy nghề cho thợ trẻ.\n"
        "b) Nhiệm vụ\n- Mở lớp dạy nghề cho thợ trẻ ở các xã.\n"
        "2. Quảng bá\na) Mục tiêu\n- Không có sản phẩm giả trên thị trường.\nb) Nhiệm vụ\n- Mở gian hàng ở các hội chợ trong tỉnh."
    )
    assert [(o.general, len(o.targets)) for o in facts.objectives] == [(False, 1), (False, 0), (False, 0)]


def test_aims_under_the_only_list_of_a_plan_stay_general_where_they_state_no_figure() -> None:
    facts = plan("I. MỤC TIÊU\n- Giữ gìn nghề truyền thống của địa phương.\n- 90% thợ được dạy nghề.")
    assert [o.general for o in facts.objectives] == [True, False]
