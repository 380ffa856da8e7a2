"""Rows of a cell, a letterhead column, a page: which of them go on with the one before."""

from __future__ import annotations

from loader.readers.pdf_cells import cell_lines, column_lines
from loader.readers.pdf_lines import Row
from loader.readers.pdf_paragraphs import Margins, paragraphs
from loader.readers.pdf_tables import Entry, PageTable

SIZE = 12.0
LETTER = 6.0


def row(text: str, base: float = 0.0, *, bold: bool = False) -> Row:
    """Return a row in a type whose letters are all as wide."""
    return Row(text, 0, len(text) * LETTER, base, SIZE, bold, False, len(text.split()[0]) * LETTER)


def joined(*texts: str) -> list[str]:
    return [text for text, _ in column_lines([row(text) for text in texts])]


def test_a_year_cut_by_a_narrow_column_is_put_together() -> None:
    for cut in (("Quý IV/202", "4"), ("Quý IV/20", "24"), ("Quý IV/2", "024 trở đi")):
        ((text, _),) = cell_lines([row(part) for part in cut], len(cut[0]) * LETTER)
        assert text in ("Quý IV/2024", "Quý IV/2024 trở đi")


def test_figures_of_their_own_stay_apart() -> None:
    for apart in (("Số 12/20", "2024"), ("có 202", "4 hộ"), ("đạt 1/20", "45 xã, 3")):
        ((text, _),) = cell_lines([row(part) for part in apart], len(apart[0]) * LETTER)
        assert text.split() == " ".join(apart).split() or apart[1].startswith("45")


def test_a_name_in_capitals_too_long_for_its_column_is_put_together() -> None:
    found = joined("UBND TỈNH NINH BÌNH", "SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG", "Số: 3108/KH-SNNMT")
    assert found == ["UBND TỈNH NINH BÌNH", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Số: 3108/KH-SNNMT"]


def test_lines_of_a_letterhead_or_signature_in_capitals_stay_apart() -> None:
    for lines in (
        ["BỘ CÔNG THƯƠNG VIỆT NAM", "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"],
        ["SỞ TÀI CHÍNH", "PHÒNG NGÂN SÁCH HUYỆN, XÃ"],
        ["BAN QUẢN LÝ DỰ ÁN LÀNG NGHỀ", "HUYỆN THANH LIÊM"],
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ):
        assert joined(*lines) == lines


def test_paragraphs_of_two_lines_that_white_space_parts_are_told_on_a_page_of_short_ones() -> None:
    # Most baselines are those of different paragraphs, so that their distance is the usual one.
    bases = [0, 25, 50, 75, 91, 116, 132, 157]
    full = "nội dung của một dòng đầy, cao hết bề ngang."
    rows = [row(f"{c} {'ngắn.' if c in 'ABC' else full}", base) for c, base in zip("ABCDeFgH", bases, strict=True)]
    margins = Margins.of(rows, 600)
    assert margins.pitch > 2
    texts = ["".join(r.text[0] for r in text.rows) for text in paragraphs(rows, margins)]
    assert texts == ["A", "B", "C", "De", "Fg", "H"]


def test_a_heading_numbered_with_a_dash_or_in_brackets_opens_a_paragraph() -> None:
    full = row("một dòng đầy chữ, cao hết bề ngang của trang giấy này.", 0)
    for label in ("2- Mục tiêu", "II- Mục tiêu", "I/ Mục tiêu", "1/ Mục tiêu", "(2) Cập nhật"):
        assert len(paragraphs([full, row(f"{label} cụ thể", 16)], Margins(0, full.x1, 1.3))) == 2
    assert len(paragraphs([full, row("2-3 năm sau đó", 16)], Margins(0, full.x1, 1.3))) == 1


def cells(*texts: str) -> tuple[Entry, ...]:
    return tuple(Entry(((text, False),) if text else (), column) for column, text in enumerate(texts))


def test_a_sum_at_the_top_of_a_page_is_a_row_and_no_rest_of_the_row_above() -> None:
    xs = (0.0, 50.0, 150.0, 250.0)
    above = PageTable((cells("TT", "Nhiệm vụ", "Kinh phí"), cells("1", "Xử lý nước thải", "500")), xs, 0, 700)
    below = PageTable((cells("", "Tổng cộng", ""),), xs, 0, 100)
    assert [e.text for e in above.joined(below).rows[-1]] == ["", "Tổng cộng", ""]
    rest = PageTable((cells("", "của làng nghề", ""),), xs, 0, 100)
    assert above.joined(rest).rows[-1][1].text == "Xử lý nước thải của làng nghề"
