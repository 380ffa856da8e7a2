"""Another layout, letterhead, table form or file form: the same facts."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import pytest

from loader.facts import Facts
from tests.extraction.documents import PLANS, SOURCES, annotated, differences, facts_of
from tests.readers.converting import as_docx, as_html, as_pdf, pdf_reason
from tests.variants import making

pytestmark = pytest.mark.slow

TEXTS = [p for p in (*SOURCES, *PLANS) if p.suffix != ".html"]
HARD_WRAPPED = ("003_9a1f0dba86e05441", "tinh-ben-tre")
LAYOUTS = {
    "bullets": making.bulleted,
    "1) for 1.": making.parenthesised,
    "a. for a)": making.dotted_points,
    "I/ for I.": making.slashed_romans,
    "blank lines": making.spaced_out,
    "no blank lines": making.packed,
    "long dashes": making.curly,
    "pages of 70 columns": making.paged,
    "pages of 90 columns": lambda text: making.paged(text, 90, 30, "Trang {page}/9"),
}
CUT = ("blank lines", "no blank lines", "pages of 70 columns", "pages of 90 columns")


@cache
def base(path: Path) -> Facts:
    return facts_of(text_of(path), path.name)


def text_of(path: Path) -> str:
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_gives_the_same_facts(layout: str, path: Path) -> None:
    if layout in CUT and path.stem in HARD_WRAPPED:
        # Already cut into lines: their joining is what the base shows.
        assert base(path).tasks
        return
    changed = LAYOUTS[layout](text_of(path))
    assert changed != text_of(path) or layout not in ("pages of 70 columns", "bullets")
    assert differences(base(path), facts_of(changed, path.name)) == []


WRAPPED = ("bo-cong-thuong", "xa-liem-trach", "tinh-quang-nam")


@pytest.mark.parametrize("headings", ["as printed", "capitals"])
@pytest.mark.parametrize("width", [60, 70, 80])
@pytest.mark.parametrize("name", WRAPPED)
def test_a_text_wrapped_at_any_width_gives_the_same_facts(name: str, width: int, headings: str) -> None:
    path = next(p for p in PLANS if p.stem == name)
    text = text_of(path) if headings == "as printed" else making.capital_headings(text_of(path))
    whole = facts_of(text, path.name)
    assert whole.tasks
    assert differences(whole, facts_of(making.wrapped(text, width), path.name)) == []


@pytest.mark.parametrize("width", [60, 70, 80])
@pytest.mark.parametrize("name", ["bo-cong-thuong", "xa-liem-trach", "so-ninh-binh-2025"])
def test_a_word_file_pasted_line_by_line_gives_the_same_facts(name: str, width: int) -> None:
    path = next(p for p in PLANS if p.stem == name)
    pasted = making.pasted_docx(making.wrapped(text_of(path), width))
    assert differences(base(path), facts_of(pasted, "ke-hoach.docx")) == []


FORMS = {"NFD": making.decomposed, "CRLF and mark": making.windows_lines, "UTF-16": making.utf16}


@pytest.mark.parametrize("path", [*TEXTS[:3], *(p for p in PLANS if p.suffix != ".txt")], ids=lambda p: p.stem)
@pytest.mark.parametrize("form", FORMS)
def test_another_encoding_gives_the_same_facts(form: str, path: Path) -> None:
    assert differences(base(path), facts_of(FORMS[form](text_of(path)), path.name)) == []


HEADED = {
    "xa-liem-trach": (("ỦY BAN NHÂN DÂN", "XÃ LIÊM TRẠCH"), "27/KH-UBND", "Liêm Trạch, ngày 22 tháng 02 năm 2024"),
    "thi-xa-ninh-hoa": (("ỦY BAN NHÂN DÂN", "THỊ XÃ NINH HÒA"), "1520/KH-UBND", "Ninh Hòa, ngày 11 tháng 3 năm 2022"),
    "tinh-ben-tre": (("UBND TỈNH BẾN TRE",), "4417/KH-UBND", "Bến Tre, ngày 18 tháng 7 năm 2023"),
    "huyen-kim-son": (("ỦY BAN NHÂN DÂN", "HUYỆN KIM SƠN"), "96/KH-UBND", "Kim Sơn, ngày 03 tháng 5 năm 2023"),
}


@pytest.mark.parametrize("form", making.HEADS)
@pytest.mark.parametrize("one_line", [False, True], ids=["stacked name", "name on one line"])
@pytest.mark.parametrize("name", HEADED)
def test_another_letterhead_gives_the_same_facts(name: str, one_line: bool, form: str) -> None:
    document = annotated(name)
    issuer, number, day = HEADED[name]
    lines = [" ".join(issuer)] if one_line else list(issuer)
    changed = making.HEADS[form](lines, number, day) + making.headless(document.text)
    assert differences(base(document.path), facts_of(changed, document.path.name)) == []


TABLES = {
    "tabs": making.as_tabs,
    "one tabbed cell per line": making.as_tabbed_cells,
    "pipes": making.as_pipes,
    "other order, tabs": lambda rows: making.as_tabs(making.reordered(rows)),
    "other order, pipes": lambda rows: making.as_pipes(making.reordered(rows)),
    "other order, one tabbed cell per line": lambda rows: making.as_tabbed_cells(making.reordered(rows)),
}
TABLED = [p for p in TEXTS if "\t" in p.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", TABLED, ids=lambda p: p.stem)
@pytest.mark.parametrize("form", TABLES)
def test_a_table_in_another_form_gives_the_same_facts(form: str, path: Path) -> None:
    text = text_of(path)
    rows = making.tabbed_cells_to_tabs(text) if "\n\t" in text and path.stem != "tinh-quang-nam" else text
    assert differences(base(path), facts_of(making.tab_tables(rows, TABLES[form]), path.name)) == []


@pytest.mark.parametrize("order", ["printed", "other"])
@pytest.mark.parametrize("stem", ["002_5e1adbc3c8c1b4af", "bo-cong-thuong"])
def test_a_table_of_one_bare_cell_per_line_gives_the_same_facts(stem: str, order: str) -> None:
    path = next(p for p in TABLED if p.stem == stem)
    changed = making.tab_tables(
        text_of(path), lambda rows: making.as_bare_cells(rows if order == "printed" else making.reordered(rows))
    )
    assert differences(base(path), facts_of(changed, path.name)) == []


# Where a line ends with a sentence, only its width can tell whether the paragraph ends too; the converter ends it there.
UNDECIDED = ("Yêu cầu các sở, ban, ngành, Ủy ban nhân dân các huyện", "Định kỳ hằng năm báo cáo kết quả thực hiện về")


def unlike(path: Path, data: bytes, name: str) -> list[str]:
    """Return differences, less those of the one paragraph whose end is undecided."""
    found = differences(base(path), facts_of(data, name))
    return [line for line in found if not (path.stem == HARD_WRAPPED[0] and any(words in line for words in UNDECIDED))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
@pytest.mark.parametrize("numbering", ["typed", "computed"])
def test_a_word_file_gives_the_same_facts(numbering: str, path: Path) -> None:
    assert unlike(path, as_docx(path, computed_numbering=numbering == "computed"), "ke-hoach.docx") == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_a_page_of_a_law_site_gives_the_same_facts(path: Path) -> None:
    assert unlike(path, as_html(path), "ke-hoach.html") == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_a_printed_file_gives_the_same_facts(path: Path) -> None:
    if reason := pdf_reason():
        pytest.skip(reason)
    assert unlike(path, as_pdf(path), "ke-hoach.pdf") == []
