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
