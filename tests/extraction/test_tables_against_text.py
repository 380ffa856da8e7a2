"""Tables of money by year and annexes that share out counts are held against what the text says."""

import pytest

from loader.extraction import extract
from loader.readers import read

_HEAD = """ỦY BAN NHÂN DÂN
TỈNH HOA SEN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/KH-UBND
Hoa Sen, ngày 12 tháng 12 năm 2025

KẾ HOẠCH
Bảo tồn và phát triển làng nghề trên địa bàn tỉnh Hoa Sen giai đoạn 2026 - 2028

Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Đến năm 2028
- Phát triển 03 làng nghề gắn với du lịch.
- Công nhận mới ít nhất 02 nghề truyền thống.
II. KINH PHÍ
{money}
III. TỔ CHỨC THỰC HIỆN
1. Sở Công Thương
Chủ trì tổ chức hội chợ làng nghề hàng năm.

Nơi nhận:
- Các sở, ngành tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Mẫu
{annex}"""
_LEAD = "Tổng kinh phí từ ngân sách tỉnh dự kiến là 2.780 triệu đồng, phân theo năm như sau:"
_YEARS = "Năm\tKinh phí (triệu đồng)\tNội dung\n2026\t640\tĐào tạo\n2027\t1.250\tNhãn hiệu\n2028\t{}\tSơ kết"
_ANNEX = """
PHỤ LỤC
CHỈ TIÊU GIAO CÁC XÃ ĐẾN NĂM {year}
(Kèm theo Kế hoạch số 15/KH-UBND ngày 12/12/2025 của UBND tỉnh Hoa Sen)

TT\tĐịa phương\tNghề truyền thống công nhận mới (nghề)\tLàng nghề gắn với du lịch (làng nghề)
1\tXã Đông\t{crafts}\t1
2\tXã Tây\t1\t1
3\tXã Nam\t0\t{last}
\tTổng cộng\t{total}\t{villages}
"""


def _notes(money: str, annex: str, rule: str) -> int:
    facts = extract(read(_HEAD.format(money=money, annex=annex).encode(), "plan.txt"))
    return len([note for note in facts.notes if note.reading.rule == rule])


@pytest.mark.parametrize(
    ("lead", "table", "count"),
    [
        (_LEAD, _YEARS.format("980"), 1),
        (_LEAD, _YEARS.format("890"), 0),
        # A part of the money; not all years; a rough total; a row of sums, which is held against the rows; two amounts; no list.
        (_LEAD, _YEARS.format("20"), 0),
        (_LEAD, _YEARS.format("980").replace("2028", "2029"), 0),
        (_LEAD.replace("là", "khoảng"), _YEARS.format("980"), 0),
        (_LEAD, _YEARS.format("980") + "\nTổng cộng\t2.870\t", 0),
        (_LEAD.replace("năm như", "năm, không kể 90 triệu đồng vốn vay, như"), _YEARS.format("980"), 0),
        (_LEAD.replace(", phân theo năm như sau:", "."), _YEARS.format("980"), 0),
    ],
)
def test_the_years_of_a_table_make_the_total_above_it(lead: str, table: str, count: int) -> None:
    assert _notes(f"{lead}\n\n{table}\n", "", "doubts.table-and-total") == count


@pytest.mark.parametrize(
    ("year", "crafts", "last", "total", "villages", "count"),
    [
        (2028, 1, 2, 2, 4, 1),
        (2028, 1, 1, 2, 3, 0),
        # At least two allow three, and not one; another year; a total that the rows do not make.
        (2028, 2, 1, 3, 3, 0),
        (2028, 0, 1, 1, 3, 1),
        (2030, 1, 2, 2, 4, 0),
        (2028, 1, 2, 2, 5, 0),
    ],
)
def test_the_total_of_an_annex_is_the_target_of_its_year(
    year: int, crafts: int, last: int, total: int, villages: int, count: int
) -> None:
    annex = _ANNEX.format(year=year, crafts=crafts, last=last, total=total, villages=villages)
    assert _notes("Từ ngân sách tỉnh.", annex, "doubts.annex-total") == count


def test_what_is_counted_in_another_way_is_not_compared() -> None:
    annex = _ANNEX.format(year=2028, crafts=1, last=2, total=2, villages=4)
    for other in ("Làng nghề, phố nghề gắn với du lịch", "Làng nghề mới gắn với du lịch", "Làng nghề có điểm bán hàng"):
        changed = annex.replace("Làng nghề gắn với du lịch", other)
        assert _notes("Từ ngân sách tỉnh.", changed, "doubts.annex-total") == 0
