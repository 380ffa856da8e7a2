"""Texts that no office wrote, through the whole way: read and extracted in time that grows with their length."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.errors import LangngheError
from loader.extraction import extract
from loader.readers import read
from loader.readers.reading import MAX_CRUMBS
from tests.readers.test_hostile_files import W, word_file
from tests.timing import assert_in_proportion

PLAN = """UBND TỈNH A
Số: 1/KH-UBND
KẾ HOẠCH
Phát triển làng nghề năm 2024
I. MỤC TIÊU
- {0}
II. KINH PHÍ
{0}
III. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính
{0}
"""
PIECES = (
    *("12 tỷ đồng (", "80% (", "50%, ", "1% ", "1", "1. ", "1\n", "1. a\n", "- a\n", "+ a\n", "a) b\n", "I. A\n", "Điều 1. A\n", "PHẦN I\n"),
    *("báo cáo kết quả về Sở Tài chính; ", "Sở Tài chính, ", "Sở ", "phối hợp với ", "chủ trì, ", "Giao Sở A chủ trì, phối hợp Sở B; "),
    *("Quyết định số 1/QĐ-TTg ngày 1/1/2022 của Thủ tướng Chính phủ ", "801/QĐ-TTg ", "Luật ", "ngày 1/1/2024 ", "đến năm 2030 "),
    *("nghề dệt, ", "làng nghề ", "nghề ", "Khôi phục 3 nghề, ", "từ 3 lên 4 làng nghề; ", "ít nhất ", "KẾ HOẠCH\n", "A", "a, ", "a/"),
    *("(", "[", "<", "“", "; ", ". ", "\t", "\n", "*", "|", " a", "| a | b |\n", "| Nhiệm vụ | Cơ quan chủ trì |\n", "\ta\n"),
    *("STT\n", "TT\nNhiệm vụ\nThời gian\n", "1.\n", "- \n", "a)\n", "I.\n", "|\n", "\t\n", "Điều 1\n", "a\n", "1.1. a\n", "a\tb\n"),
    *("Nhiệm vụ\tCơ quan chủ trì\tThời gian\n", "Nhiệm vụ\nCơ quan chủ trì\nThời gian\n", "<table><tr><td>a", "<b>a</b>"),
)  # fmt: skip
SHORT, LONG = 3_000, 30_000
"""Characters of a hostile passage; it stands twice in the plan."""
MOST_TIMES = MAX_CRUMBS // 5
"""How often a piece stands in the longer passage at most: twice so many lines are still read, not refused."""


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES, ids=lambda p: repr(p)[1:13])
def test_a_piece_repeated_takes_time_in_proportion(piece: str) -> None:
    def survive(length: int) -> None:
        with suppress(LangngheError):
            times = min(length // len(piece), length * MOST_TIMES // LONG)
            extract(read(PLAN.format(piece * times).encode(), "plan.txt"), force=True)

    assert_in_proportion(survive, SHORT, LONG)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["50%, ", "5 làng nghề, ", "từ 3 lên 4 làng nghề, "])
def test_one_clause_as_long_as_a_file_may_be_takes_time_in_proportion(piece: str) -> None:
    def survive(length: int) -> None:
        extract(
            read(f"KẾ HOẠCH\nI. MỤC TIÊU\nĐến năm 2025: {piece * (length // len(piece))}".encode(), "plan.txt"),
            force=True,
        )

    assert_in_proportion(survive, LONG, 10 * LONG)


def as_text(content: str) -> tuple[bytes, str]:
    return content.encode(), "plan.txt"


def as_page(content: str) -> tuple[bytes, str]:
    return f"<html><body><p>{content.replace(chr(10), '</p><p>')}</p></body></html>".encode(), "plan.html"


def as_word(content: str) -> tuple[bytes, str]:
    clean = content.replace("&", "&amp;").replace("<", "&lt;")
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in clean.split("\n"))
    return word_file(f"<w:document {W}><w:body>{paragraphs}</w:body></w:document>"), "plan.docx"


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(alphabet="aĐ1.,;:()%/-–\n\t|*Năm", max_size=8)), max_size=40),
    st.sampled_from([as_text, as_page, as_word]),
    st.booleans(),
)
def test_any_plan_made_of_such_pieces_gives_facts_with_words_of_the_text_or_the_typed_error(
    pieces: list[str], form: object, in_a_plan: bool
) -> None:
    assert callable(form)
    content = "".join(pieces)
    data, name = form(PLAN.format(content) if in_a_plan else content)
    try:
        source = read(data, name)
        facts = extract(source)
    except LangngheError:
        return
    for task in facts.tasks:
        evidence = task.reading.evidence
        assert 0 <= evidence.start < evidence.end <= len(source.text)
        assert evidence.quote
