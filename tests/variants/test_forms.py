"""Invented plans as Word, HTML and PDF files of several habits: the same facts as the text."""

from __future__ import annotations

from functools import cache

import pytest

from loader.facts import Facts
from tests.extraction.documents import Annotated, annotated, differences, evaluation_of, facts_of
from tests.readers.converting import docx_of, docx_to_pdfs, headed_docx_of, html_of, pdf_reason
from tests.variants.invented_content import invented_content

pytestmark = pytest.mark.slow

NAMES = ("xa-liem-trach", "bac-giang", "tinh-quang-nam", "bo-cong-thuong", "so-ninh-binh-2025", "nam-truc-nam-2024")
FORMS = {
    "typed.docx": docx_of,
    "numbered.docx": lambda content: docx_of(content, computed_numbering=True, merged=False),
    "headed.docx": headed_docx_of,
    "page.html": html_of,
}
PRINTED = ("typed.docx", "headed.docx")
needs_printer = pytest.mark.skipif(pdf_reason() is not None, reason=str(pdf_reason()))


@cache
def plan(name: str) -> tuple[Annotated, Facts]:
    document = annotated(name)
    return document, facts_of(document.text, document.path.name)


@cache
def file(name: str, form: str) -> bytes:
    return FORMS[form](invented_content(plan(name)[0].text))


@cache
def printed() -> dict[tuple[str, str], bytes]:
    wanted = [(name, form) for name in NAMES for form in PRINTED]
    return dict(zip(wanted, docx_to_pdfs(*(file(*one) for one in wanted)), strict=True))


def assert_same(name: str, data: bytes, form: str) -> None:
    document, base = plan(name)
    found = facts_of(data, form)
    assert differences(base, found) == []
    assert evaluation_of(document.gold, found).mean_f1 >= 0.97


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_a_plan_in_another_form_gives_the_same_facts(form: str, name: str) -> None:
    assert_same(name, file(name, form), form)


@needs_printer
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", PRINTED)
def test_a_printed_plan_gives_the_same_facts(form: str, name: str) -> None:
    assert_same(name, printed()[name, form], form.replace(".docx", ".pdf"))
