"""Letters set apart for looks are words again, with their places in the source."""

from __future__ import annotations

import pytest

from loader.readers import read
from loader.structure.outline import outline

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH HOA SEN\n\nSố: 12/KH-UBND\n\nHoa Sen, ngày 05 tháng 3 năm 2024\n\n"


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("K Ế   H O Ạ C H", "kh"),
        ("K Ế H O Ạ C H", "kh"),
        ("Q U Y Ế T   Đ Ị N H", "qd"),
        ("N G H Ị Q U Y Ế T", "nq"),
        ("Q U Y Ế T Đ Ị N H :", "qd"),
    ],
)
def test_a_kind_whose_letters_stand_apart_is_read(line: str, symbol: str) -> None:
    source = read(f"{HEAD}{line}\n\nPhát triển du lịch năm 2024\n\nI. MỤC TIÊU\n\n- Đón 5 đoàn.\n".encode(), "a.txt")
    division = outline(source).divisions[0]
    assert division.symbol == symbol
    assert [p.text.text for p in division.title] == ["Phát triển du lịch năm 2024"]


def test_words_are_told_by_wider_gaps_and_keep_their_places() -> None:
    source = read(f"{HEAD}KẾ HOẠCH\n\nD U   L Ị C H\n\nI. MỤC TIÊU\n\n- Đón 5 đoàn.\n".encode(), "a.txt")
    (title,) = outline(source).divisions[0].title
    assert title.text.text == "DU LỊCH"
    assert source.text[title.text.start : title.text.end] == "D U   L Ị C H"


@pytest.mark.parametrize("line", ["A B C", "I. A B C D", "K Ế HOẠCH"])
def test_other_lines_stay_as_they_are(line: str) -> None:
    source = read(f"{line}\n".encode(), "a.txt")
    found = [p.text.text for d in outline(source).divisions for p in (*d.head, *d.title, *d.opening)]
    assert not found or found[0] == line
