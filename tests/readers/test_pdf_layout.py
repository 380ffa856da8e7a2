"""Where things stand on PDF pages: columns, letterheads, page furniture, tables, footnotes."""

from __future__ import annotations

import io

import pikepdf
import pytest

from loader.readers import read
from loader.readers.blocks import Paragraph, Source, Table

Placed = tuple[float, float, float, str]


def page(lines: list[Placed], rules: list[tuple[float, float, float, float]] | None = None) -> bytes:
    """Content of a page: text (x, y from the top, size, words) and ruled lines (x0, y0, x1, y1 from the top)."""
    out = [f"BT /F1 {size} Tf 1 0 0 1 {x} {842 - y} Tm ({text}) Tj ET" for x, y, size, text in lines]
    out += [f"{a} {842 - b} m {c} {842 - d} l S" for a, b, c, d in rules or []]
    return "\n".join(out).encode("latin-1")


def pdf(*contents: bytes, rotate: int = 0) -> bytes:
    file = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for content in contents:
        sheet = file.add_blank_page(page_size=(595, 842))
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        sheet.Contents = file.make_stream(content)
        if rotate:
            sheet.Rotate = rotate
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def lines(source: Source) -> list[str]:
    return [b.text.text for b in source.blocks if isinstance(b, Paragraph)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text.text for cell in row] for row in table.rows]


BODY = "Thuc hien chuong trinh bao ton va phat trien lang nghe tren dia ban tinh nam 2024, cac"


def test_page_numbers_and_repeated_lines_are_left_out_and_pages_leave_a_gap() -> None:
    pages = [
        page([(290, 40, 12, str(n)), (85, 60, 9, "UBND TINH - KE HOACH"), *[(85, 100 + 16 * k, 12, f"{BODY} {n}{k}") for k in range(5)],
              (270, 810, 9, f"Trang {n}/4")])
        for n in range(1, 5)
    ]  # fmt: skip
    source = read(pdf(*pages), "a.pdf")
    assert lines(source) == [" ".join(f"{BODY} {n}{k}" for n in range(1, 5) for k in range(5))]


def test_a_paragraph_that_ended_does_not_go_on_over_the_page() -> None:
    pages = [page([(85, 100, 12, BODY), (85, 116, 12, f"{BODY} {n}.")]) for n in range(2)]
    found = read(pdf(*pages), "a.pdf").blocks
    assert [(b.text.text[-2:], b.gap_before) for b in found if isinstance(b, Paragraph)] == [("0.", True), ("1.", True)]


def test_short_lines_labels_gaps_and_titles_part_paragraphs() -> None:
    placed = [(85.0, 100.0, 12.0, BODY), (85.0, 116.0, 12.0, "het doan."), (85.0, 132.0, 12.0, BODY), (85.0, 148.0, 12.0, f"- {BODY}"),
              (85.0, 164.0, 12.0, BODY), (250.0, 180.0, 12.0, "MUC TIEU CHUNG"), (85.0, 196.0, 12.0, BODY), (85.0, 230.0, 12.0, BODY)]  # fmt: skip
    source = read(pdf(page(placed)), "a.pdf")
    assert lines(source) == [f"{BODY} het doan.", BODY, f"- {BODY} {BODY}", "MUC TIEU CHUNG", BODY, BODY]


def test_a_number_that_is_no_page_number_stays() -> None:
    source = read(pdf(page([(85, 300, 12, BODY), (85, 316, 12, "2024"), (85, 400, 12, BODY)])), "a.pdf")
    assert lines(source) == [f"{BODY} 2024", BODY]


def test_columns_of_a_page_are_read_one_after_the_other() -> None:
    left = [(60.0, 100.0 + 15 * k, 10.0, f"cot trai dong so {k} cua trang") for k in range(20)]
    right = [(320.0, 100.0 + 15 * k, 10.0, f"cot phai dong so {k} cua trang") for k in range(20)]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    found = lines(read(pdf(page(mixed)), "a.pdf"))
    assert " ".join(found) == " ".join(text for *_, text in left + right)


def test_a_letterhead_is_a_table_of_two_columns_and_the_title_below_is_not_in_it() -> None:
    head = [
        (95.0, 70.0, 12.0, "UBND TINH"), (330.0, 70.0, 12.0, "CONG HOA XA HOI"),
        (90.0, 86.0, 12.0, "So: 12/KH-UBND"), (340.0, 87.0, 12.0, "Doc lap - Tu do"), (335.0, 104.0, 12.0, "Hung Yen, ngay 09"),
        (290.0, 140.0, 13.0, "KE HOACH"), (85.0, 170.0, 12.0, BODY), (85.0, 186.0, 12.0, BODY)]  # fmt: skip
    source = read(pdf(page(head)), "a.pdf")
    table = source.blocks[0]
    assert isinstance(table, Table)
    told = [[p.text.text for p in cell.paragraphs] for cell in table.rows[0]]
    assert told == [["UBND TINH", "So: 12/KH-UBND"], ["CONG HOA XA HOI", "Doc lap - Tu do", "Hung Yen, ngay 09"]]
    assert lines(source) == ["KE HOACH", f"{BODY} {BODY}"]
    assert source.blocks[1].centred  # type: ignore[union-attr]


def test_columns_whose_lines_stand_between_each_other_are_found() -> None:
    left = [(90.0, 300.0 + 20 * k, 11.0, f"- Noi nhan {k};") for k in range(5)]
    right = [(350.0, 310.0 + 20 * k, 11.0, text) for k, text in enumerate(("TM. UBND", "CHU TICH", "Le Van A"))]
    source = read(pdf(page([(85, 270, 12, BODY), *sorted(left + right, key=lambda t: t[1])])), "a.pdf")
    table = source.blocks[1]
    assert isinstance(table, Table)
    told = [[p.text.text for p in cell.paragraphs] for cell in table.rows[0]]
    assert told == [[t[3] for t in left], [t[3] for t in right]]


def test_a_label_far_from_its_words_is_no_column() -> None:
    source = read(pdf(page([(85, 100, 12, "1."), (130, 100, 12, "Muc tieu chung"), (85, 116, 12, BODY)])), "a.pdf")
    assert lines(source) == ["1. Muc tieu chung", BODY]


def test_a_line_with_a_blank_left_open_is_one_line_of_its_paragraph() -> None:
    placed = [
        (85.0, 100.0, 12.0, BODY),
        (85.0, 116.0, 12.0, "So Cong Thuong tai To trinh so"),
        (330.0, 116.0, 12.0, "/TTr-SCT, UBND tinh xay dung Ke hoach"),
        (85.0, 132.0, 12.0, "nhu sau."),
    ]
    source = read(pdf(page(placed)), "a.pdf")
    assert lines(source) == [f"{BODY} So Cong Thuong tai To trinh so /TTr-SCT, UBND tinh xay dung Ke hoach nhu sau."]


def test_a_number_with_its_blank_left_open_is_one_line_of_the_letterhead() -> None:
    placed = [
        (85.0, 60.0, 12.0, "UY BAN NHAN DAN"), (320.0, 60.0, 12.0, "CONG HOA XA HOI CHU NGHIA"),
        (85.0, 76.0, 12.0, "TINH AN PHU"), (320.0, 76.0, 12.0, "Doc lap - Tu do - Hanh phuc"),
        (85.0, 92.0, 12.0, "So:"), (130.0, 92.0, 12.0, "/KH-UBND"), (320.0, 92.0, 12.0, "An Phu, ngay   thang   nam 2024"),
        (85.0, 140.0, 12.0, BODY), (85.0, 156.0, 12.0, BODY),
    ]  # fmt: skip
    table = next(b for b in read(pdf(page(placed)), "a.pdf").blocks if isinstance(b, Table))
    assert [p.text.text for p in table.rows[0][0].paragraphs][-1] == "So: /KH-UBND"


def test_a_number_cut_at_its_hyphen_is_put_together() -> None:
    source = read(pdf(page([(85, 100, 12, f"{BODY} so 52/2018/ND-"), (85, 116, 12, "CP ngay 12")])), "a.pdf")
    assert lines(source) == [f"{BODY} so 52/2018/ND-CP ngay 12"]


RULES = [(60.0, y, 500.0, y) for y in (100.0, 130.0, 190.0, 220.0)] + [
    (x, 100.0, x, 220.0) for x in (60.0, 100.0, 300.0, 500.0)
]
CELLS: list[Placed] = [
    (65, 120, 11, "TT"), (105, 120, 11, "Nhiem vu"), (305, 120, 11, "Don vi"),
    (65, 150, 11, "1"), (105, 150, 11, "Ra soat, thong ke cac lang nghe"), (105, 165, 11, "tren dia ban"), (305, 150, 11, "- So A;"),
    (305, 165, 11, "- So B"), (65, 210, 11, "2"), (105, 210, 11, "Bao cao")]  # fmt: skip


@pytest.mark.parametrize("open_sides", [False, True])
def test_a_ruled_table_is_read_by_its_lines(open_sides: bool) -> None:
    rules = [r for r in RULES if not (open_sides and r[0] == r[2] and r[0] in (60, 500))]
    source = read(pdf(page([*CELLS, (85, 300, 12, BODY)], rules)), "a.pdf")
    table = source.blocks[0]
    assert isinstance(table, Table)
    assert grid(table) == [
        ["TT", "Nhiem vu", "Don vi"],
        ["1", "Ra soat, thong ke cac lang nghe tren dia ban", "- So A; - So B"],
        ["2", "Bao cao", ""],
    ]
    assert [p.text.text for p in table.rows[1][2].paragraphs] == ["- So A;", "- So B"]
    assert lines(source) == [BODY]


def test_cells_without_a_line_between_them_are_one_merged_cell() -> None:
    rules = [(60.0, y, 500.0, y) for y in (100.0, 130.0, 220.0)] + [(100.0, 190.0, 500.0, 190.0)]
    rules += [(x, 100.0, x, 220.0) for x in (60.0, 100.0, 300.0, 500.0)]
    cells = [c for c in CELLS if c[3] != "2"]
    table = read(pdf(page(cells, rules)), "a.pdf").blocks[0]
    assert isinstance(table, Table)
    assert [row[0].text.text for row in table.rows] == ["TT", "1", "1"]
    assert [row[0].carried for row in table.rows] == [False, False, True]


def test_a_table_goes_on_over_the_page_without_its_repeated_header() -> None:
    more: list[Placed] = [(65, 120, 11, "TT"), (105, 120, 11, "Nhiem vu"), (305, 120, 11, "Don vi"), (65, 150, 11, "3"),
                          (105, 150, 11, "Tap huan"), (305, 150, 11, "So C"), (65, 210, 11, "4"), (105, 210, 11, "Kiem tra")]  # fmt: skip
    source = read(pdf(page(CELLS, RULES), page(more, RULES)), "a.pdf")
    (table,) = source.blocks
    assert isinstance(table, Table)
    assert [row[0].text.text for row in table.rows] == ["TT", "1", "2", "3", "4"]


def test_a_row_cut_by_the_page_end_is_put_together() -> None:
    rest: list[Placed] = [(105, 120, 11, "va gui bao cao"), (65, 150, 11, "3"), (105, 150, 11, "Tap huan"), (65, 210, 11, "4"), (105, 210, 11, "Ket")]  # fmt: skip
    (table,) = read(pdf(page(CELLS, RULES), page(rest, RULES)), "a.pdf").blocks
    assert isinstance(table, Table)
    assert [row[1].text.text for row in table.rows][2:] == ["Bao cao va gui bao cao", "Tap huan", "Ket"]


def test_a_raised_figure_is_a_footnote_mark_and_the_note_is_kept_apart() -> None:
    content = page([(85, 100, 12, "Lang nghe truyen thong"), (212, 95, 7, "1"), (85, 116, 12, BODY), (85, 132, 12, BODY),
                    (85, 760, 6, "1"), (90, 764, 9, "Theo Nghi dinh 52")])  # fmt: skip
    source = read(pdf(content), "a.pdf")
    assert lines(source) == ["Lang nghe truyen thong[1]", f"{BODY} {BODY}"]
    assert source.footnotes == (("1", "Theo Nghi dinh 52"),)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    matrix = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}[turn]
    shown = page([(65, 500, 11, "dong mot"), (65, 520, 11, "dong hai")])
    content = b"q " + matrix.encode() + b" " + shown + b" Q"
    assert lines(read(pdf(content, rotate=turn), "a.pdf")) == ["dong mot", "dong hai"]


def borrowed(x: float, y: float, before: str, letter: str, behind: str, width: int) -> tuple[str, str]:
    """A line with a letter that its font has not: the rest, with room for it, and the letter to be drawn later."""
    at = x + 12 * width / 1000
    rest = f"BT /F1 12 Tf 1 0 0 1 {x} {842 - y} Tm [({before}) -722 ({behind})] TJ ET"
    return rest, f"BT /F1 12 Tf 1 0 0 1 {at} {842 - y} Tm ({letter}) Tj ET"


def test_a_letter_drawn_behind_its_line_stands_in_its_word_and_the_space_before_it() -> None:
    rest, letter = borrowed(85, 100, "de xuat ", "U", "y ban xem xet", 3558)
    source = read(pdf(f"{rest}\n{letter}".encode()), "a.pdf")
    assert lines(source) == ["de xuat Uy ban xem xet"]


def test_a_long_word_whose_first_letter_is_drawn_apart_tells_that_the_line_above_is_full() -> None:
    rest, letter = borrowed(85, 132, "", "U", "ybannhandantinh xem xet.", 0)
    above = page([(85, 100, 12, f"{BODY} noi"), (85, 116, 12, BODY[:75])]).decode()
    source = read(pdf(f"{above}\n{rest}\n{letter}".encode()), "a.pdf")
    assert len(lines(source)) == 1


def test_a_first_line_set_in_by_a_centimetre_is_no_centred_line() -> None:
    source = read(pdf(page([(113, 100, 12, BODY[:81]), (85, 116, 12, BODY), (85, 132, 12, "xa va phuong.")])), "a.pdf")
    assert len(lines(source)) == 1


def test_a_space_without_width_between_the_pieces_of_a_word_is_none() -> None:
    pieces = "BT /F1 12 Tf 1 0 0 1 85 742 Tm [(cong ngh) 0 ( ) 278 (e cao)] TJ ET"
    assert lines(read(pdf(pieces.encode()), "a.pdf")) == ["cong nghe cao"]
