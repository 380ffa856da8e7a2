"""Text pasted into Word files and web pages, one wrapped line a paragraph, is read as plain text is."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from html import escape

import docx
import pytest

from loader.readers import read
from loader.structure.pasted import set_free
from tests.extraction.documents import annotated, evaluation_of, facts_of
from tests.readers.converting import as_docx
from tests.readers.plan_content import TEXTS

pytestmark = pytest.mark.slow


def wrapped(text: str, width: int) -> str:
    """Return a text hard-wrapped, but for the lines of its tables."""
    out: list[str] = []
    for line in text.split("\n"):
        table = "\t" in line or line.startswith("|")
        out += [line] if table or len(line) <= width else textwrap.wrap(line, width)
    return "\n".join(out)


def word(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_with_blanks(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page_of_paragraphs(text: str) -> bytes:
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    return f"<html><body>{lines}</body></html>".encode()


def page_of_breaks(text: str) -> bytes:
    return f"<html><body><div>{'<br>'.join(map(escape, text.split(chr(10))))}</div></body></html>".encode()


FORMS = ((word, "docx"), (word_with_blanks, "docx"), (page_of_paragraphs, "html"), (page_of_breaks, "html"))


@pytest.mark.parametrize("width", [70, 95])
@pytest.mark.parametrize(("form", "suffix"), FORMS)
@pytest.mark.parametrize("name", ["khoai-chau", "so-ninh-binh-2025", "thi-xa-ninh-hoa"])
def test_a_pasted_plan_says_what_the_text_says(
    name: str, form: Callable[[str], bytes], suffix: str, width: int
) -> None:
    plan = annotated(name)
    score = evaluation_of(plan.gold, facts_of(form(wrapped(plan.text, width)), f"ke-hoach.{suffix}"))
    assert score.mean_f1 > 0.98


def test_paragraphs_of_a_word_file_stay_whole() -> None:
    source = read(as_docx(TEXTS[0]), "ke-hoach.docx")
    assert set_free(source.blocks) == source.blocks
