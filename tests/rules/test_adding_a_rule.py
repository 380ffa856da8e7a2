"""The page on rules of reading, followed to the letter by somebody who edits one file and runs two commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from loader.extraction import extract
from loader.facts import Facts
from loader.readers import read_file
from loader.rules import Book, using
from loader.rules.examples import failures, survivors

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reading-rules.md").read_text(encoding="utf-8")
PLAN = """ỦY BAN NHÂN DÂN TỈNH HÀ BẮC

Số: 12/KH-UBND
Hà Bắc, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Phát triển thư viện cơ sở năm 2026

I. MỤC TIÊU
- Có 12 xã mở thư viện trong năm 2026.

II. LỘ TRÌNH VÀ PHÂN KỲ THỰC HIỆN
- Mở thư viện tại các xã vùng đồng bằng trước, sau đó tới các xã vùng đồi.
- Luân chuyển sách giữa các thư viện ba tháng một lần.
"""


@pytest.fixture
def edited(tmp_path: Path) -> Book:
    """Return the book of rules after the entry that the page shows was put at the end of its file."""
    shutil.copytree(ROOT / "loader" / "language" / "vi", tmp_path / "vi")
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    file = tmp_path / "vi" / "rules" / "heading.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n" + found[1], encoding="utf-8")
    return Book(tmp_path / "vi")


def read(folder: Path) -> Facts:
    file = folder / "ke-hoach.txt"
    file.write_text(PLAN, encoding="utf-8")
    return extract(read_file(file))


def test_a_wording_added_to_one_file_is_understood(edited: Book, tmp_path: Path) -> None:
    assert read(tmp_path).measures == ()
    with using(edited):
        assert len(read(tmp_path).measures) == 2


def test_the_added_rule_passes_the_check_of_the_page(edited: Book) -> None:
    added = edited.rule("heading.phasing").rule
    assert list(failures(added, edited.pieces())) == []
    assert list(survivors(added, edited.pieces())) == []
