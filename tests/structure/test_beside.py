"""The signature that stands beside the recipients on the same lines is read as a column of its own."""

from __future__ import annotations

import pytest

from loader.readers import read
from loader.readers.blocks import Paragraph
from loader.structure.beside import parted

LEFT = ("Nơi nhận:", "- Sở Công Thương (để b/c);", "- Các xã, phường thuộc", "tỉnh;", "- Lưu: VT.")
RIGHT = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Lê Thị Hoa")


def read_parted(text: str) -> list[str]:
    return [p.text.text for p in parted([b for b in read(text.encode(), "a.txt").blocks if isinstance(b, Paragraph)])]


@pytest.mark.parametrize("between", ["\t", " " * 3, " " * 20])
def test_each_line_of_the_signature_is_a_line_of_its_own(between: str) -> None:
    text = "\n".join(f"{a}{between}{b}" if b else a for a, b in zip(LEFT, RIGHT, strict=True))
    assert read_parted(text) == [part for pair in zip(LEFT, RIGHT, strict=True) for part in pair if part]


def test_a_line_of_the_signature_alone_keeps_to_its_column() -> None:
    assert read_parted("Nơi nhận:\tCHỦ TỊCH\n\tLê Thị Hoa") == ["Nơi nhận:", "CHỦ TỊCH", "Lê Thị Hoa"]


@pytest.mark.parametrize("text", ["Kính gửi:\tSở Công Thương", "STT\tNội dung", "Nơi nhận hồ sơ\tSở Nội vụ"])
def test_lines_elsewhere_keep_their_tabs(text: str) -> None:
    assert read_parted(text) == [text]


@pytest.mark.parametrize("rows", ["PHỤ LỤC\nViệc\tHạn", "Phụ lục II\nViệc\tHạn", "STT\tViệc\tHạn\n1\tMở chợ\t2026"])
def test_a_table_below_the_recipients_keeps_its_tabs_without_a_blank_line_too(rows: str) -> None:
    assert read_parted(f"Nơi nhận:\n- Lưu: VT.\n{rows}")[2:] == rows.split("\n")


def test_a_table_below_the_recipients_keeps_its_tabs() -> None:
    assert read_parted("Nơi nhận:\n- Lưu: VT.\n\nPHỤ LỤC\nSTT\tNội dung")[-1] == "STT\tNội dung"
