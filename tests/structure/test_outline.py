"""The outline: divisions of a source and the tree of provisions in each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loader.readers import read
from loader.readers.blocks import Paragraph, Source, Table
from loader.structure.lines import is_furniture
from loader.structure.numbering import parse_marker, strip_marker
from loader.structure.outline import outline
from loader.structure.provisions import Node, Outline
from tests.extraction.documents import PLANS, SOURCES
from tests.structure.reading import outline_of

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN TÂN HÒA

Số: 15/KH-UBND

Tân Hòa, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Bảo tồn làng nghề trên địa bàn huyện năm 2024

Căn cứ Nghị định số 52/2018/NĐ-CP ngày 12/4/2018 của Chính phủ;
UBND huyện ban hành Kế hoạch như sau:

I. MỤC ĐÍCH
1. Mục đích
- Giữ nghề.
- Nâng thu nhập.
2. Yêu cầu
a) Thiết thực:
- Đúng người;
+ Đúng việc;
+ Đúng lúc;
- Đúng chỗ.
b) Tiết kiệm.
II. NHIỆM VỤ
2.1. Truyền nghề
2.1.1. Mở lớp truyền nghề.
2.2. Quảng bá
Đoạn không số.

Nơi nhận:
- Như trên;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Bình
"""


def nodes(found: Outline, division: int = 0) -> dict[str, Node]:
    return {node.path: node for node in found.divisions[division].walk()}


def test_paths_follow_the_printed_numbering() -> None:
    paths = nodes(outline_of(PLAN))
    assert {
        "muc-i", "muc-i/1", "muc-i/1/gach-1", "muc-i/1/gach-2", "muc-i/2/a", "muc-i/2/a/gach-1", "muc-i/2/a/gach-1/gach-1", "muc-i/2/a/gach-1/gach-2",
        "muc-i/2/a/gach-2", "muc-i/2/b", "muc-ii", "muc-ii/2.1", "muc-ii/2.1/2.1.1", "muc-ii/2.2/doan-1",
    } <= set(paths)  # fmt: skip
    assert paths["muc-i/2/a/gach-2"].text.text == "Đúng chỗ."


def test_sections_are_the_printed_numbers_from_the_top() -> None:
    paths = nodes(outline_of(PLAN))
    sections = {
        path: paths[path].section
        for path in ("muc-i", "muc-i/2/a", "muc-i/2/a/gach-1", "muc-ii/2.1", "muc-ii/2.1/2.1.1")
    }
    assert sections == {
        "muc-i": "I",
        "muc-i/2/a": "I.2.a",
        "muc-i/2/a/gach-1": "I.2.a",
        "muc-ii/2.1": "II.2.1",
        "muc-ii/2.1/2.1.1": "II.2.1.1",
    }


def test_head_title_opening_body_and_tail_are_told_apart() -> None:
    (division,) = outline_of(PLAN).divisions
    assert division.symbol == "kh"
    assert [p.text.text for p in division.head][-1] == "Tân Hòa, ngày 05 tháng 3 năm 2024"
    assert [p.text.text for p in division.title] == ["Bảo tồn làng nghề trên địa bàn huyện năm 2024"]
    assert division.opening[0].text.text.startswith("Căn cứ Nghị định")
    assert next(p.text.text for p in division.tail) == "Nơi nhận:"


def test_a_repeated_number_gets_a_path_of_its_own() -> None:
    paths = nodes(outline_of("KẾ HOẠCH\nI. MỤC TIÊU\n1. Một.\n1. Một nữa.\nII. NHIỆM VỤ\n1. Khác."))
    assert [p for p in paths if p.count("/") == 1] == ["muc-i/1", "muc-i/1-2", "muc-ii/1"]


DECISION = """QUYẾT ĐỊNH
Về việc ban hành Kế hoạch bảo tồn nghề
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch bảo tồn nghề.
Điều 2. Quyết định có hiệu lực kể từ ngày ký.
Nơi nhận:
TM. ỦY BAN NHÂN DÂN
KẾ HOẠCH
Bảo tồn nghề giai đoạn 2024-2025
(Kèm theo Quyết định số 12/QĐ-UBND ngày 01/02/2024 của UBND tỉnh)
I. MỤC TIÊU
1. Giữ 05 nghề.
"""


def test_a_decision_and_the_plan_attached_to_it_are_two_divisions() -> None:
    found = outline_of(DECISION)
    assert [d.symbol for d in found.divisions] == ["qd", "kh"]
    assert set(nodes(found)) == {"dieu-1", "dieu-2"}
    assert set(nodes(found, 1)) == {"muc-i", "muc-i/1"}
    assert found.divisions[1].opening[0].text.text.startswith("(Kèm theo")


def test_a_plan_written_inside_articles_has_khoan_and_diem_in_its_paths() -> None:
    found = outline_of(
        "QUYẾT ĐỊNH\nPhê duyệt Kế hoạch\nQUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Kế hoạch với nội dung sau:\n1. Mục tiêu\na) Giữ nghề.\nđ) Mở lớp.\n3. Giải pháp\n3.3. Vốn\nĐiều 2. Thi hành."
    )
    paths = nodes(found)
    assert {"dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-dd", "dieu-2"} <= set(paths)
    assert paths["dieu-1/khoan-1/diem-a"].section == "Điều 1.1.a"
    assert next(n for n in paths.values() if n.number == "3.3").section == "Điều 1.3.3"


def test_annexes_have_their_own_numbering_and_their_rows_hang_on_them() -> None:
    text = (
        PLAN
        + "\nPHỤ LỤC I\nDANH MỤC NHIỆM VỤ\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n1\tMở lớp truyền nghề\tPhòng Kinh tế\tNăm 2024\n\nPHỤ LỤC II\nCHỈ TIÊU\n1. Giữ 05 nghề."
    )
    found = outline_of(text)
    assert [d.path for d in found.divisions] == ["", "phu-luc-i", "phu-luc-ii"]
    (table,) = found.divisions[1].body
    assert (table.kind, table.path) == ("table", "phu-luc-i")
    assert "phu-luc-ii/1" in nodes(found, 2)


def test_bold_lines_without_number_head_what_follows() -> None:
    found = outline_of(
        "**KẾ HOẠCH**\n\n**Bảo tồn nghề**\n\nUBND huyện ban hành Kế hoạch như sau:\n\n**Mục tiêu chung**\n\nGiữ nghề truyền thống của địa phương.\n\n**Nhiệm vụ**\n\n- Mở lớp truyền nghề.",
        "a.md",
    )
    headings = [n for n in found.divisions[0].walk() if n.kind == "heading"]
    assert [h.text.text for h in headings] == ["Mục tiêu chung", "Nhiệm vụ"]
    assert all(h.children for h in headings)


def test_the_line_behind_a_bare_chapter_is_its_title() -> None:
    found = outline_of("KẾ HOẠCH\nBảo tồn nghề\nChương I\nMỤC TIÊU\n1. Giữ nghề.\nChương II\nNHIỆM VỤ\n1. Mở lớp.")
    chapters = [n for n in found.divisions[0].body if n.kind == "chapter"]
    assert [(c.path, c.text.text) for c in chapters] == [("chuong-i", "MỤC TIÊU"), ("chuong-ii", "NHIỆM VỤ")]


def test_a_paragraph_with_a_colon_takes_the_bullets_that_follow_it() -> None:
    found = outline_of("KẾ HOẠCH\nI. NHIỆM VỤ\nCác việc sau:\n- Một;\n- Hai.\nĐoạn khác.")
    intro, other = nodes(found)["muc-i"].children
    assert [c.text.text for c in intro.children] == ["Một;", "Hai."]
    assert other.children == ()


@pytest.mark.parametrize(("one", "other"), [("- ", "+ "), ("• ", "◦ "), ("* ", "- "), ("• ", "- ")])
def test_bullets_of_another_shape_open_a_level_below(one: str, other: str) -> None:
    found = outline_of(f"KẾ HOẠCH\nI. NHIỆM VỤ\n{one}Nhóm một:\n{other}Việc một;\n{other}Việc hai.\n{one}Nhóm hai.")
    first, second = nodes(found)["muc-i"].children
    assert (len(first.children), len(second.children)) == (2, 0)


def words_in(found: Outline) -> str:
    parts: list[str] = []
    for d in found.divisions:
        parts += [p.text.text for p in (*d.head, *d.title, *d.opening, *d.tail)]
        parts += [d.kind_line.text.text] if d.kind_line else []
        for node in d.walk():
            parts.append(node.text.text)
            if node.grid is not None:
                parts += [c.title for c in node.grid.columns]
                parts += [
                    x for row in node.grid.rows for x in (row.group, row.number, *(c.text.text for c in row.cells))
                ]
    return " ".join(parts)


# What an outline drops on purpose: the formula that opens the articles, the row that sums up a table, numbers of groups of rows.
DROPPED = frozenset({"QUYẾT", "ĐỊNH", "Tổng", "cộng", "II", "III"})


def words_of_lines(source: Source) -> set[str]:
    """Return the words of a source, less the markers in front of its lines."""
    lines = [b.text for b in source.blocks if isinstance(b, Paragraph)]
    lines += [
        p.text for b in source.blocks if isinstance(b, Table) for row in b.rows for c in row for p in c.paragraphs
    ]
    behind = [strip_marker(line, parse_marker(line.text)).text for line in lines if not is_furniture(line.text)]
    return {word for line in behind for word in re.findall(r"[^\W\d_]{2,}", line)}


@pytest.mark.parametrize("path", [*SOURCES, *PLANS], ids=lambda p: p.stem)
def test_no_words_of_a_document_are_lost(path: Path) -> None:
    source = read(path.read_bytes(), path.name)
    kept = set(re.findall(r"[^\W\d_]{2,}", words_in(outline(source))))
    assert words_of_lines(source) - kept - DROPPED - {"Trang"} == set()


LINES = st.sampled_from(
    ["KẾ HOẠCH", "I. MỤC TIÊU", "II. NHIỆM VỤ", "1. Mục tiêu chung", "1.1. Cụ thể", "a) Giữ nghề", "- Mở lớp truyền nghề;", "+ Cho lao động trẻ", "• Ở các thôn", "Điều 1. Ban hành", "Chương I",
     "PHỤ LỤC", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "QUYẾT ĐỊNH:", "Đoạn văn thường.", "căn cứ tình hình", "Sở Công Thương", "TT\tNhiệm vụ\tChủ trì", "1\tMở lớp\tSở Tài chính", "STT", "Nội dung", "Đơn vị chủ trì", "1", "x", "| a | b | c |", "", "\f", "2021-2030"]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=25))
@example(
    ["TT\tNhiệm vụ\tChủ trì", "1\tMở lớp\tSở Tài chính", "TT\tNhiệm vụ\tChủ trì", "KẾ HOẠCH", "TT\tNhiệm vụ\tChủ trì"]
)
@example(["STT", "KẾ HOẠCH", "I. MỤC TIÊU", "1"])
@settings(max_examples=150, deadline=None)
def test_lines_in_any_order_all_find_a_place_and_paths_never_repeat(lines: list[str]) -> None:
    text = "\n".join(["mở đầu", *lines])
    source = read(text.encode(), "a.txt")
    found = outline(source)
    for division in found.divisions:
        paths = [n.path for n in division.walk() if n.kind != "table"]
        assert len(paths) == len(set(paths))
        for node in division.walk():
            assert 0 <= node.start <= node.end <= len(source.text)
            assert all(node.start <= child.start and child.end <= node.end for child in node.children)
    kept = set(re.findall(r"[^\W\d_]{2,}", words_in(found)))
    assert words_of_lines(source) - kept - DROPPED == set()
