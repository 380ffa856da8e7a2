"""Tables are read by the meaning of their header cells, in whatever form they come."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.readers import read
from loader.readers.blocks import Paragraph
from loader.structure.columns import column_of, without_states, without_years_before
from loader.structure.tables import structure_tables
from tests.extraction.documents import facts_of
from tests.structure.reading import cells_of, grid_of, grids_of

HEADER = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm")
ROLES = ("number", "task", "lead", "coordinate", "time", "deliverable")
ROWS = (
    (
        "1",
        "Điều tra, lập danh mục nghề cần bảo tồn trên địa bàn",
        "Phòng Kinh tế",
        "UBND các xã, phường",
        "Quý II/2024",
        "Danh mục nghề",
    ),
    (
        "2",
        "Mở lớp truyền nghề cho lao động trẻ ở các thôn",
        "Hội Nông dân huyện",
        "Trung tâm Giáo dục thường xuyên",
        "Hằng năm",
        "05 lớp truyền nghề",
    ),
    (
        "3",
        "Xây dựng phim tư liệu về nghề dệt chiếu",
        "Phòng Văn hóa và Thông tin",
        "Đài Truyền thanh huyện",
        "2024 - 2026",
        "Phim tư liệu",
    ),
)
WANTED = [(r[1], r[2], r[3], r[4], r[5]) for r in ROWS]
READ = ("task", "lead", "coordinate", "time", "deliverable")


def tabs(rows: list[tuple[str, ...]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def pipes(rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def pipes_between(rows: list[tuple[str, ...]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def tabbed_cells(rows: list[tuple[str, ...]]) -> str:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)


def bare_cells(rows: list[tuple[str, ...]]) -> str:
    return "\n".join(cell for row in rows for cell in row if cell)


def bars_between(rows: list[tuple[str, ...]]) -> str:
    return "|\n" + "\n|\n".join(cell for row in rows for cell in row) + "\n|"


FORMS = {
    "tabs": tabs,
    "pipes": pipes,
    "pipes between": pipes_between,
    "tabbed cells": tabbed_cells,
    "bare cells": bare_cells,
    "bars between": bars_between,
}


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("STT", "number"), ("TT", "number"), ("Đơn vị chủ trì", "lead"), ("CƠ QUAN CHỦ TRÌ THỰC HIỆN", "lead"), ("Bộ phận thực hiện", "lead"), ("Phân công", "lead"),
        ("Đơn vị phối hợp", "coordinate"), ("Cơ quan tham gia", "coordinate"), ("Thời gian thực hiện", "time"), ("Thời hạn hoàn thành", "time"), ("Tiến độ", "time"),
        ("Nội dung công việc", "task"), ("Nhiệm vụ", "task"), ("Tên dự án", "task"), ("Sản phẩm của nhiệm vụ", "deliverable"), ("Kết quả đầu ra", "deliverable"),
        ("Kinh phí (triệu đồng)", "funding"), ("Chỉ tiêu", "indicator"), ("ĐVT", "unit"), ("Đơn vị tính", "unit"), ("Năm 2025", "year"), ("2030", "year"),
        ("Ghi chú", "note"), ("Tên làng nghề", "named"), ("Địa bàn", "place"), ("Mã số", ""),
    ],
)  # fmt: skip
def test_a_header_cell_tells_the_role_of_its_column(title: str, role: str) -> None:
    assert column_of(title).role == role


@pytest.mark.parametrize(
    ("titles", "years"),
    [
        (("Chỉ tiêu", "Năm 2025", "Mục tiêu năm 2026", "Mục tiêu năm 2030"), [2026, 2030]),
        (("Chỉ tiêu", "Kế hoạch năm 2026", "Năm 2030"), [2026, 2030]),
        (("Chỉ tiêu", "Năm 2025", "Năm 2030"), [2025, 2030]),
    ],
)
def test_an_earlier_year_that_is_not_called_an_aim_beside_aims_says_how_things_stand(
    titles: tuple[str, ...], years: list[int]
) -> None:
    assert [c.year for c in without_states([column_of(title) for title in titles]) if c.year] == years


def test_a_column_of_a_period_stands_for_its_last_year() -> None:
    assert column_of("Giai đoạn 2021-2025").year == 2025


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_each_form(form: str) -> None:
    grid = grid_of(FORMS[form]([HEADER, *ROWS]))
    assert [c.role for c in grid.columns] == list(ROLES)
    assert [row.number for row in grid.rows] == ["1", "2", "3"]
    assert cells_of(grid, *READ) == WANTED


@pytest.mark.parametrize("form", FORMS)
@given(order=st.permutations(range(1, 6)))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_columns_does_not_matter(form: str, order: list[int]) -> None:
    rows = [(row[0], *(row[i] for i in order)) for row in (HEADER, *ROWS)]
    assert cells_of(grid_of(FORMS[form](rows)), *READ) == WANTED


@pytest.mark.parametrize("form", FORMS)
def test_a_header_repeated_on_the_next_page_is_no_row(form: str) -> None:
    assert cells_of(grid_of(FORMS[form]([HEADER, *ROWS[:2], HEADER, ROWS[2]])), *READ) == WANTED


def test_the_parts_of_a_table_that_pages_cut_are_one_table() -> None:
    text = f"{tabs([HEADER, *ROWS[:1]])}\n\n\n{tabs([HEADER, *ROWS[1:]])}"
    assert cells_of(grid_of(text), *READ) == WANTED


@pytest.mark.parametrize("form", ["tabs", "pipes", "pipes between", "tabbed cells"])
def test_an_empty_lead_cell_takes_the_lead_of_the_row_above(form: str) -> None:
    rows = [
        HEADER,
        ROWS[0],
        ("", "Kiểm tra việc bảo tồn nghề ở các xã, phường", "", "Công an huyện", "Hằng năm", "Báo cáo"),
    ]
    grid = grid_of(FORMS[form](rows))
    assert cells_of(grid, "lead", "coordinate") == [
        ("Phòng Kinh tế", "UBND các xã, phường"),
        ("Phòng Kinh tế", "Công an huyện"),
    ]
    lead = grid.cell(grid.rows[1], "lead")
    assert lead is not None
    assert lead.carried


def test_a_row_that_works_with_the_lead_of_the_row_above_has_no_lead() -> None:
    row = ("2", "Tổ chức gian hàng tại hội chợ", "", "Phòng Kinh tế; các hội", "Năm 2026", "Gian hàng")
    grid = grid_of(FORMS["tabs"]([HEADER, ROWS[0], row]))
    assert cells_of(grid, "lead")[1] == ("",)


@pytest.mark.parametrize("form", ["tabs", "pipes", "pipes between", "tabbed cells"])
def test_an_empty_lead_cell_stays_empty_where_the_table_writes_leads_again(form: str) -> None:
    rows = [
        HEADER,
        ROWS[0],
        ("2", "Rà soát các hộ làm nghề", ROWS[0][2], "UBND các xã", "Năm 2025", "Danh sách"),
        ("3", "Kiểm tra việc bảo tồn nghề ở các xã, phường", "", "Công an huyện", "Hằng năm", "Báo cáo"),
    ]
    assert cells_of(grid_of(FORMS[form](rows)), "lead")[2] == ("",)
    # So where the row below it writes the lead above it again; another lead below tells nothing.
    below = ("4", "Rà soát các hộ làm nghề", ROWS[0][2], "UBND các xã", "Năm 2025", "Danh sách")
    empty = grid_of(FORMS[form]([HEADER, ROWS[0], rows[3], below]))
    assert cells_of(empty, "lead") == [(ROWS[0][2],), ("",), (ROWS[0][2],)]
    other = (*below[:2], "Công an huyện", *below[3:])
    assert cells_of(grid_of(FORMS[form]([HEADER, ROWS[0], rows[3], other])), "lead")[1] == (ROWS[0][2],)


@pytest.mark.parametrize("form", ["tabs", "pipes", "pipes between", "tabbed cells"])
def test_the_rest_of_a_row_that_a_page_cuts_keeps_its_lead_where_the_table_writes_leads_again(form: str) -> None:
    rows = [
        HEADER,
        ROWS[0],
        ("2", "Rà soát các hộ làm nghề", ROWS[0][2], "UBND các xã", "Năm 2025", "Danh sách"),
        ("", "và cơ sở làm nghề ở các xã, phường", "", "", "", "Sổ theo dõi"),
    ]
    assert cells_of(grid_of(FORMS[form](rows)), "lead")[2] == (ROWS[0][2],)


@pytest.mark.parametrize("form", ["tabs", "pipes", "pipes between", "tabbed cells"])
def test_an_empty_cell_beside_a_lead_of_its_own_stays_empty(form: str) -> None:
    rows = [HEADER, ROWS[0], ("2", ROWS[1][1], ROWS[1][2], "", "", "")]
    assert cells_of(grid_of(FORMS[form](rows)), "lead", "coordinate", "time")[1] == ("Hội Nông dân huyện", "", "")


@pytest.mark.parametrize("form", ["tabs", "pipes", "pipes between", "tabbed cells"])
def test_a_row_that_names_a_group_heads_the_rows_below_and_is_no_row_itself(form: str) -> None:
    rows = [HEADER, ("I", "Bảo tồn nghề", "", "", "", ""), *ROWS[:2], ("II", "Môi trường", "", "", "", ""), ROWS[2]]
    grid = grid_of(FORMS[form](rows))
    assert [row.group for row in grid.rows] == ["Bảo tồn nghề", "Bảo tồn nghề", "Môi trường"]
    assert cells_of(grid, *READ) == WANTED


def test_a_row_of_column_numbers_is_no_row() -> None:
    assert cells_of(grid_of(tabs([HEADER, ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"), *ROWS])), *READ) == WANTED


def test_a_table_of_targets_has_its_years() -> None:
    grid = grid_of(
        "TT\tChỉ tiêu\tĐVT\tNăm 2025\tNăm 2030\n1\tSố làng nghề được công nhận\tLàng\t3\t7\n2\tTỷ lệ làng nghề hiệu quả\t%\t> 70\t> 85"
    )
    assert [(c.role, c.year) for c in grid.columns] == [
        ("number", None),
        ("indicator", None),
        ("unit", None),
        ("year", 2025),
        ("year", 2030),
    ]
    assert [[c.text.text for c in row.cells][-2:] for row in grid.rows] == [["3", "7"], ["> 70", "> 85"]]


def test_a_table_of_targets_flattened_to_bare_cells_keeps_figures_apart_from_row_numbers() -> None:
    rows = [
        ("TT", "Chỉ tiêu", "ĐVT", "2025", "2030"),
        ("1", "Nghề truyền thống được khôi phục", "Nghề", "3", "6"),
        ("2", "Làng nghề được công nhận mới", "Làng nghề", "4", "3"),
        ("3", "Làng nghề gắn với du lịch", "Làng nghề", "5", "9"),
    ]
    grid = grid_of(bare_cells(rows))
    assert [tuple(c.text.text for c in row.cells) for row in grid.rows] == list(rows[1:])


HTML = """<html><body><table border=1>
<tr><th rowspan=2>TT</th><th rowspan=2>Nhiệm vụ</th><th colspan=2>Phân công</th><th rowspan=2>Thời gian</th></tr>
<tr><th>Chủ trì</th><th>Phối hợp</th></tr>
<tr><td>1</td><td>Quy hoạch vùng nguyên liệu cói</td><td rowspan=2>Phòng Kinh tế</td><td>UBND các xã</td><td>Năm 2024</td></tr>
<tr><td>2</td><td>Thành lập tổ hợp tác dệt chiếu</td><td>Hội Phụ nữ huyện</td><td>Năm 2025</td></tr>
</table></body></html>"""


def test_a_header_of_two_rows_and_cells_that_span_rows_are_spread_over_the_grid() -> None:
    grid = grid_of(HTML, "bang.html")
    assert [c.role for c in grid.columns] == ["number", "task", "lead", "coordinate", "time"]
    assert cells_of(grid, "lead", "coordinate", "time") == [
        ("Phòng Kinh tế", "UBND các xã", "Năm 2024"),
        ("Phòng Kinh tế", "Hội Phụ nữ huyện", "Năm 2025"),
    ]


def test_a_table_that_only_lays_out_a_letterhead_is_no_table() -> None:
    assert (
        grids_of(
            "<table><tr><td>UBND TỈNH A<br>Số: 1/KH-UBND</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>",
            "bang.html",
        )
        == []
    )


def test_running_text_behind_a_flattened_table_is_no_cell() -> None:
    text = f"{bare_cells([HEADER, *ROWS])}\n\nVI. KINH PHÍ THỰC HIỆN\nKinh phí từ ngân sách huyện."
    assert cells_of(grid_of(text), *READ) == WANTED


def test_a_list_that_begins_with_a_number_is_no_flattened_table() -> None:
    assert grids_of("Số\nlượng hộ làm nghề\n312\nSố lao động\n784") == []


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_leads_back_to_the_source(form: str) -> None:
    text = FORMS[form]([HEADER, *ROWS])
    for row, cell in itertools.chain.from_iterable(((row, c) for c in row.cells) for row in grid_of(text).rows):
        assert row.number
        assert " ".join(text[cell.text.start : cell.text.end].split()) == cell.text.text


def test_a_row_of_a_flattened_table_that_goes_on_under_spanning_cells_keeps_its_columns() -> None:
    lines = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Sản phẩm"]
    first = ["1", "Xây dựng kho sách điện tử cho thư viện các xã vùng cao", "Sở Y tế", "Quý IV/2026", "Kho sách"]
    goes_on = ["Sao lưu dữ liệu của kho sách điện tử mỗi tháng", "Sở Công Thương"]
    text = "\n".join(f"|\n{cell}" for row in (lines, first) for cell in [*row, ""])
    text += (
        "\n"
        + "\n".join(f"|\n{cell}" for cell in [*goes_on, ""])
        + "\n|\n2\n|\nMở lớp tập huấn cho cán bộ thư viện\n|\nSở Y tế\n|\nNăm 2026\n|\nLớp học\n|\n"
    )
    found = facts_of(f"SỞ Y TẾ\nSố: 5/KH-SYT\nKẾ HOẠCH\nMở thư viện\nI. PHÂN CÔNG NHIỆM VỤ\n{text}", "a.md")
    assert [
        (t.reading.evidence.quote[:7], [a.name for a in t.leads], t.timing and t.timing.start_year) for t in found.tasks
    ] == [
        ("Xây dựn", ["Sở Y tế"], 2026),
        ("Sao lưu", ["Sở Công Thương"], 2026),
        ("Mở lớp ", ["Sở Y tế"], 2026),
    ]


def test_a_header_of_two_rows_tells_done_from_planned() -> None:
    page = """<p>SỞ Y TẾ</p><p>Số: 5/KH-SYT</p><p>KẾ HOẠCH</p><p>Y tế năm 2026</p><p>I. CHỈ TIÊU</p><table>
    <tr><th rowspan="2">TT</th><th rowspan="2">Chỉ tiêu</th><th rowspan="2">Đơn vị</th><th colspan="2">Năm</th></tr>
    <tr><th>Thực hiện 2025</th><th>Kế hoạch 2026</th></tr>
    <tr><td>1</td><td>Số trạm y tế đạt chuẩn</td><td>trạm</td><td>40</td><td>45</td></tr></table>"""
    targets = [t for o in facts_of(page, "a.html").objectives for t in o.targets]
    assert [(str(t.value), t.horizon) for t in targets] == [("45", 2026)]


@pytest.mark.parametrize(("cut", "edge"), [(" | ", ""), ("\t", ""), (" | ", "|")])
def test_rows_wrapped_inside_a_cell_are_whole(cut: str, edge: str) -> None:
    rows = [
        "TT | Nội dung | Cơ quan chủ trì | Thời gian",
        "1 | Tuyên truyền Luật Hợp tác xã\nnăm 2023 | Phòng Tài chính - Kế hoạch | Quý I",
        "2 | Tập huấn cán bộ quản lý | Phòng\nNông nghiệp | Quý II",
        "3 | Rà soát hợp tác xã yếu kém | Phòng Tài chính - Kế hoạch | Quý IV",
    ]
    table = "\n".join(f"{edge}{row.replace(' | ', cut)}{edge}" for row in rows)
    found = facts_of(
        f"PHỤ LỤC II\nPHÂN CÔNG NHIỆM VỤ\n(Kèm theo Kế hoạch số 36/KH-UBND ngày 22 tháng 01 năm 2024 của UBND huyện Tân Hòa)\n{table}\n"
    )
    assert [task.reading.evidence.quote for task in found.tasks] == [
        "Tuyên truyền Luật Hợp tác xã năm 2023", "Tập huấn cán bộ quản lý", "Rà soát hợp tác xã yếu kém",
    ]  # fmt: skip


def test_a_header_in_the_middle_of_a_table_that_leaves_a_column_out_is_no_row() -> None:
    header = ("STT", "Nhiệm vụ", "Đơn vị thực hiện", "Đơn vị phối hợp", "Thời gian")
    rows = [
        header,
        ("1", "Mở lớp học nghề", "Sở Y tế", "các xã", "2026"),
        ("Nhiệm vụ", "Đơn vị thực hiện", "Đơn vị phối hợp", "Thời gian", ""),
        ("2", "Mua sách cho trường học", "Sở Nội vụ", "các xã", "2027"),
    ]
    assert cells_of(grid_of(pipes(rows)), "lead") == [("Sở Y tế",), ("Sở Nội vụ",)]


def whole_rows(rows: list[tuple[str, ...]]) -> str:
    """Return rows with a bar in front of each cell and one behind the last."""
    lines = ["\n".join([*(f"|\n{cell}" if cell else "|" for cell in row), "|"]) for row in rows]
    return "\n".join(lines) + "\n"


BY_YEARS = [
    ("TT", "Chỉ tiêu", "ĐVT", "ƯTH năm 2025", "Giai đoạn 2026 - 2028"),
    ("Năm 2026", "Năm 2027", "Năm 2028"),
    ("I", "TRỒNG TRỌT", "", "", "", "", ""),
    ("1", "Cây hồi", "", "", "", "", ""),
    ("-", "Diện tích", "Ha", "1.100", "1.200", "1.300", "1.450"),
    ("-", "Sản lượng hoa hồi", "Tấn", "210", "220", "235", "260"),
    ("2", "Cây quế", "", "", "", "", ""),
    ("-", "Diện tích", "Ha", "800", "820", "850", "900"),
]


def test_a_header_in_two_rows_between_bars_is_spread_over_the_columns_it_divides() -> None:
    grid = grid_of(whole_rows(BY_YEARS))
    assert [c.role for c in grid.columns] == ["number", "indicator", "unit", "", "year", "year", "year"]
    assert [c.year for c in grid.columns[4:]] == [2026, 2027, 2028]
    assert [row.cells[-1].text.text for row in grid.rows if row.number == "-"] == ["1.450", "260", "900"]


def test_the_divided_column_of_a_header_between_bars_may_stand_in_front_of_others() -> None:
    rows = [
        ("TT", "Chỉ tiêu", "Lộ trình", "Cơ quan chủ trì", "Ghi chú"),
        ("Năm 2026", "Năm 2028"),
        ("1", "Số trạm bơm được nâng cấp (trạm)", "4", "9", "Sở Xây dựng", "Vốn tỉnh"),
        ("2", "Số hồ chứa được sửa chữa (hồ)", "2", "6", "Sở Xây dựng", "Vốn tỉnh"),
    ]
    grid = grid_of(whole_rows(rows))
    assert [c.role for c in grid.columns] == ["number", "indicator", "year", "year", "lead", "note"]
    assert cells_of(grid, "lead", "note")[0] == ("Sở Xây dựng", "Vốn tỉnh")
    divided = [("TT", "Nhiệm vụ", "Cơ quan thực hiện"), ("Chủ trì", "Phối hợp"), ("1", ROWS[0][1], *ROWS[0][2:4]), ("2", ROWS[1][1], *ROWS[1][2:4])]  # fmt: skip
    assert cells_of(grid_of(whole_rows(divided)), "lead", "coordinate") == [ROWS[0][2:4], ROWS[1][2:4]]


def test_a_row_with_a_dash_is_about_what_the_row_above_names() -> None:
    objectives = facts_of(f"{PLAN_OF_TARGETS}{whole_rows(BY_YEARS)}", "a.md").objectives
    assert [(o.reading.evidence.quote, o.horizon, o.targets[0].measured) for o in objectives if o.horizon == 2028] == [
        ("Diện tích", 2028, "diện tích Cây hồi"),
        ("Sản lượng hoa hồi", 2028, "sản lượng hoa hồi Cây hồi"),
        ("Diện tích", 2028, "diện tích Cây quế"),
    ]
    assert {o.horizon for o in objectives} == {2026, 2027, 2028}  # 2025 is estimated


def test_figures_of_one_row_and_year_are_targets_of_one_objective_each_with_the_unit_of_its_column() -> None:
    rows = [
        ("TT", "Sản phẩm", "Kế hoạch 2026", "Kế hoạch 2027"),
        ("Sản lượng (tấn)", "Giá trị (tỷ đồng)", "Sản lượng (tấn)", "Giá trị (tỷ đồng)"),
        ("", "1", "2", "3", "4", "5"),
        ("", "Tổng số", "", "70", "", "95"),
        ("1", "Tinh dầu hồi", "12", "30", "15", "40"),
        ("2", "Tinh dầu quế", "20", "40", "25", "55"),
    ]
    objectives = facts_of(f"{PLAN_OF_TARGETS}{whole_rows(rows)}", "a.md").objectives
    assert [(o.reading.evidence.quote, o.horizon, len(o.targets)) for o in objectives] == [
        ("Tổng số", 2026, 1), ("Tổng số", 2027, 1), ("Tinh dầu hồi", 2026, 2), ("Tinh dầu hồi", 2027, 2), ("Tinh dầu quế", 2026, 2), ("Tinh dầu quế", 2027, 2),
    ]  # fmt: skip
    assert [(t.measured, t.unit, int(t.value)) for t in objectives[3].targets] == [
        ("sản lượng Tinh dầu hồi", "tonne", 15), ("giá trị Tinh dầu hồi", "vnd-billion", 40),
    ]  # fmt: skip


PLAN_OF_TARGETS = "SỞ Y TẾ\nSố: 5/KH-SYT\nKẾ HOẠCH\nTrồng cây hồi\nI. CHỈ TIÊU\n\n"


def test_an_indicator_with_who_leads_it_is_an_aim_by_the_year_of_the_title_and_a_task() -> None:
    rows = [
        ("TT", "Chỉ tiêu", "Chủ trì"),
        ("1", "Tỷ lệ hộ dùng nước sạch đạt tối thiểu 90%", "Sở Xây dựng"),
        ("2", "Tỷ lệ trường học có sân chơi đạt 70%", "Sở Nội vụ; Sở Y tế theo dõi, báo cáo chỉ tiêu"),
    ]
    annex = f"\n\nPHỤ LỤC\nPHÂN CÔNG THEO DÕI CÁC CHỈ TIÊU ĐẾN NĂM 2028\n\n{whole_rows(rows)}"
    found = facts_of(
        f"SỞ Y TẾ\nSố: 5/KH-SYT\nKẾ HOẠCH\nNước sạch\nI. GIẢI PHÁP\n- Sửa các trạm cấp nước.{annex}", "a.md"
    )
    assert [(o.horizon, int(o.targets[0].value)) for o in found.objectives] == [(2028, 90), (2028, 70)]
    assert [[a.name for a in t.leads] for t in found.tasks] == [["Sở Xây dựng"], ["Sở Nội vụ", "Sở Y tế"]]


UNKNOWN = "| Chợ phiên | Ngày họp | Người gác |\n|---|---|---|\n| Chợ Bến | thứ ba | ông Sáu |\n| Chợ Gò | thứ tư | bà Tám |\n| Chợ Đình | thứ năm | ông Hai |"


def test_a_table_in_markdown_whose_columns_are_unknown_is_told_cell_by_cell_as_in_other_forms() -> None:
    text = f"II. NHIỆM VỤ\n\n{UNKNOWN}\n\n1. Mở chợ."
    assert not grids_of(text)
    words = [b.text.text for b in structure_tables(read(text.encode(), "bang.txt").blocks) if isinstance(b, Paragraph)]
    assert "Chợ Bến" in words
    assert not any("|" in some for some in words)


def test_a_header_that_is_known_is_found_below_rows_that_are_not() -> None:
    rows = (
        UNKNOWN
        + "\n| TT | Nhiệm vụ | Cơ quan chủ trì |\n| 1 | Mở chợ Bến | Sở Công Thương |\n| 2 | Mở chợ Gò | Sở Công Thương |"
    )
    assert len(grids_of(f"II. NHIỆM VỤ\n\n{rows}\n")) == 1


@pytest.mark.parametrize(
    ("titles", "start", "issued", "years"),
    [
        (("Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"), 2026, 2025, [2030]),
        (("Chỉ tiêu", "2025 (%)", "2030 (%)"), 2026, 2025, [2030]),
        (("Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"), 2025, 2025, [2025, 2030]),  # its own first year
        (("Chỉ tiêu", "ĐVT", "Năm 2022", "Năm 2025"), 2021, 2022, [2022, 2025]),
        (("Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"), None, 2025, [2030]),
        (("Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"), None, 2024, [2025, 2030]),
        (("Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030"), None, None, [2025, 2030]),
        (("Chỉ tiêu", "ĐVT", "Năm 2025"), 2026, 2025, [2025]),  # no later year beside it
        (("Chỉ tiêu", "Đến năm 2025", "Đến năm 2030"), 2026, 2025, [2025, 2030]),  # an aim by its title
    ],
)
def test_a_bare_year_before_the_plans_period_says_how_things_stand(
    titles: tuple[str, ...], start: int | None, issued: int | None, years: list[int]
) -> None:
    columns = without_years_before([column_of(title) for title in titles], start, issued)
    assert [c.year for c in columns if c.year] == years
