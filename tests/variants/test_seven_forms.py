"""One content as text, flattened, wrapped, Word typed and pasted, web page and PDF: the same facts in all seven."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from loader.facts import Facts
from tests.extraction.documents import annotated, differences, facts_of
from tests.readers.converting import docx_of, docx_to_pdfs, html_of, pdf_reason
from tests.variants import making
from tests.variants.invented_content import invented_content

pytestmark = pytest.mark.slow

NAMES = ("dang-uy-xa-an-phu", "lam-dong-y-te", "tinh-quang-nam", "bac-giang")
UNDECIDED = {("flattened text", "bac-giang")}
"""Without its empty cells a row with one body does not tell whether it leads or helps; this table has both."""
SIDE_BY_SIDE = {
    "lam-dong-y-te": (
        "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        "Số: 4172/KH-UBND\nLâm Đồng, ngày 09 tháng 5 năm 2024\n",
        "Nơi nhận:\n- Bộ Y tế;\n- TT.TU, TT.HĐND tỉnh;\n- Các sở, ban, ngành;\n- Lưu: VT, VX2.\n\n"
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nK' Brơi Sơn\n",
    )
}
"""Head and foot, one below the other, of a plan that is wrapped and has them in two columns."""
WIDTH = 70
"""Columns of the wrapped text."""


def flattened(text: str) -> str:
    """Return a text whose tables stand one cell a line, as law sites print them."""
    return making.tab_tables(text, making.as_bare_cells)


FORMS: dict[str, tuple[str, Callable[[str], str | bytes]]] = {
    "flattened text": ("ke-hoach.txt", flattened),
    "wrapped text": ("ke-hoach.txt", lambda text: making.wrapped(text, WIDTH)),
    "word file": ("ke-hoach.docx", lambda text: docx_of(invented_content(text))),
    "word file pasted line by line": ("ke-hoach.docx", lambda text: making.pasted_docx(making.wrapped(text, WIDTH))),
    "web page": ("ke-hoach.html", lambda text: html_of(invented_content(text))),
}


@cache
def text_of(name: str) -> str:
    text = annotated(name).text
    if name not in SIDE_BY_SIDE:
        return text
    head, tail = SIDE_BY_SIDE[name]
    body = text.split("\nKẾ HOẠCH\n")[1].split("\nNơi nhận:")[0]
    return f"{head}\nKẾ HOẠCH\n{making.unwrapped(body)}\n{tail}"


@cache
def base(name: str) -> Facts:
    return facts_of(text_of(name))


@pytest.mark.parametrize(
    ("form", "name"), [(form, name) for form in FORMS for name in NAMES if (form, name) not in UNDECIDED]
)
def test_the_same_content_gives_the_same_facts_in_every_form(form: str, name: str) -> None:
    file, make = FORMS[form]
    assert base(name).tasks
    assert differences(base(name), facts_of(make(text_of(name)), file)) == []


@pytest.mark.skipif(pdf_reason() is not None, reason=str(pdf_reason()))
def test_the_same_content_gives_the_same_facts_when_printed() -> None:
    files = docx_to_pdfs(*(docx_of(invented_content(text_of(name))) for name in NAMES))
    unlike = {
        name: found
        for name, file in zip(NAMES, files, strict=True)
        if (found := differences(base(name), facts_of(file, "ke-hoach.pdf")))
    }
    assert unlike == {}
