"""Letterheads that nothing closes, titles that go on, line ends that were written out as letters."""

from __future__ import annotations

from datetime import date

from tests.extraction.documents import facts_of

BODY = "\n\nI. MỤC TIÊU\n- Công nhận 03 nghề truyền thống.\n"
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 7/KH-UBND\nLong Khánh, ngày 02 tháng 3 năm 2024\n\n"
)


def test_a_letterhead_without_a_line_of_the_kind_is_read() -> None:
    plan = facts_of(
        f"{HEAD}Bảo tồn làng nghề năm 2024 trên địa bàn tỉnh\n\nCăn cứ Luật Di sản văn hóa ngày 29/6/2001;{BODY}"
    ).instruments[-1]
    assert (plan.number, plan.date, plan.issuer) == (
        "7/KH-UBND",
        date(2024, 3, 2),
        "Ủy ban nhân dân tỉnh Long Khánh",
    )
    assert plan.title == "Bảo tồn làng nghề năm 2024 trên địa bàn tỉnh"


def test_a_title_that_breaks_off_behind_cua_goes_on_with_the_body_it_names() -> None:
    plan = facts_of(
        f"{HEAD}KẾ HOẠCH\nTHỰC HIỆN NGHỊ QUYẾT SỐ\n48/NQ-CP NGÀY 03/4/2023 CỦA\nCHÍNH PHỦ VỀ BIỂN VÀ HẢI ĐẢO\n{BODY}"
    ).instruments[-1]
    assert plan.title == "THỰC HIỆN NGHỊ QUYẾT SỐ 48/NQ-CP NGÀY 03/4/2023 CỦA CHÍNH PHỦ VỀ BIỂN VÀ HẢI ĐẢO"


def test_the_authority_below_a_title_that_ends_in_so_is_no_part_of_it() -> None:
    found = facts_of(
        f"{HEAD}QUYẾT ĐỊNH\nPHÁT TRIỂN KINH TẾ SỐ\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Di sản văn hóa;{BODY}"
    )
    assert found.instruments[0].title == "PHÁT TRIỂN KINH TẾ SỐ"


def test_line_ends_written_out_as_letters_are_blanks() -> None:
    plan = facts_of(
        "\\r\\n ỦY BAN NHÂN DÂN | \\r\\n CỘNG HÒA XÃ HỘI\\r\\n CHỦ NGHĨA VIỆT NAM\n"
        "\\r\\n Số: 7/KH-UBND \\r\\n | \\r\\n Long Khánh, ngày\\r\\n 02 tháng 3 năm 2024\n"
        "Căn cứ Nghị quyết số\\r\\n5/NQ-CP ngày 01/02/2024 của Chính phủ;\n"
        f"Ủy ban nhân dân tỉnh ban hành Kế\\r\\nhoạch năm 2024 như sau:{BODY}"
    )
    assert plan.instruments[-1].issuer == "Ủy ban nhân dân tỉnh Long Khánh"
    assert plan.instruments[-1].date == date(2024, 3, 2)
    assert [r.citation.number for r in plan.relations] == ["5/NQ-CP"]


def test_numbers_dates_and_kinds_that_are_broken_over_lines_are_whole() -> None:
    plan = facts_of(
        "ỦY BAN NHÂN DÂN\nTỈNH LONG KHÁNH\n_______\nSố: 7/\nKH-UBND\nLong Khánh, ngày 02\ntháng 3 năm 2024\nKẾ\nHOẠCH\n"
        f"Bảo tồn làng nghề{BODY}"
    ).instruments[-1]
    assert (plan.kind, plan.number, plan.date, plan.title) == ("kh", "7/KH-UBND", date(2024, 3, 2), "Bảo tồn làng nghề")


def test_date_and_motto_behind_the_abstract_of_a_letter_are_of_its_letterhead() -> None:
    letter = facts_of(
        "UBND TỈNH LONG KHÁNH\nBAN QUẢN LÝ KHU KINH TẾ\nSố: 305/BQLKKT&KCN-QLĐT\nV/v triển khai kế hoạch\nđầu tư công năm 2024\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLong Khánh, ngày 28 tháng 12 năm 2023\n"
        "Kính gửi: Các chủ đầu tư.\nĐề nghị gửi báo cáo trước ngày 10/01/2024.\n"
    ).instruments[-1]
    assert (letter.kind, letter.date) == ("cv", date(2023, 12, 28))
    assert letter.title == "triển khai kế hoạch đầu tư công năm 2024"


def test_a_kind_in_small_letters_right_below_a_letterhead_is_no_title() -> None:
    plan = facts_of(f"{HEAD}Đề án\nBảo tồn làng nghề năm 2024{BODY}").instruments[-1]
    assert (plan.kind, plan.title) == ("da", "Bảo tồn làng nghề năm 2024")
    plan = facts_of(f"{HEAD}Đề án bảo tồn làng nghề năm 2024{BODY}").instruments[-1]
    assert (plan.kind, plan.title) == ("da", "bảo tồn làng nghề năm 2024")
