"""What nobody sees is not read: hidden words in PDF, Word and HTML files, and what only looks like them."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from loader.errors import InputError
from loader.extraction import extract
from loader.kinds import NoteKind
from loader.readers import read
from tests.extraction.documents import differences
from tests.readers.printing import FPDF, font_reason, plain_text, plan, printed, put, sheet

SECRET = "Có ít nhất 99 làng nghề được công nhận."
needs_font = pytest.mark.skipif(font_reason() is not None, reason=font_reason() or "")
WHITE = (255, 255, 255)


def white(pdf: FPDF, y: float) -> None:
    pdf.set_text_color(*WHITE)
    put(pdf, 85, y, SECRET)


def nearly_white(pdf: FPDF, y: float) -> None:
    pdf.set_text_color(250, 250, 250)
    put(pdf, 85, y, SECRET)


def on_its_own_colour(pdf: FPDF, y: float) -> None:
    pdf.set_fill_color(0, 60, 120)
    pdf.rect(80, y - 14, 400, 20, style="F")
    pdf.set_text_color(0, 60, 120)
    put(pdf, 85, y, SECRET)


def tiny(pdf: FPDF, y: float) -> None:
    put(pdf, 85, y, SECRET, 1)


def without_ink(pdf: FPDF, y: float) -> None:
    with pdf.local_context(text_mode=3):
        put(pdf, 85, y, SECRET)


def without_opacity(pdf: FPDF, y: float) -> None:
    with pdf.local_context(fill_opacity=0.0):
        put(pdf, 85, y, SECRET)


def beside_the_page(pdf: FPDF, y: float) -> None:
    put(pdf, 700, y, SECRET)


def clipped(pdf: FPDF, y: float) -> None:
    with pdf.rect_clip(85, y + 20, 60, 4):
        put(pdf, 85, y, SECRET)


def under_a_box(pdf: FPDF, y: float) -> None:
    put(pdf, 85, y, SECRET)
    pdf.set_fill_color(*WHITE)
    pdf.rect(80, y - 14, 440, 20, style="F")


@needs_font
@pytest.mark.parametrize(
    "hide",
    [white, nearly_white, on_its_own_colour, tiny, without_ink, without_opacity, beside_the_page, clipped, under_a_box],
)
def test_hidden_words_of_a_pdf_are_left_out_and_a_note_says_so(hide: Callable[[FPDF, float], None]) -> None:
    pdf = sheet()
    hide(pdf, plan(pdf) + 20)
    source = read(printed(pdf), "ke-hoach.pdf")
    assert "99" not in source.text
    facts = extract(source)
    assert any(n.kind is NoteKind.READER_WARNING and "hidden text on page 1" in n.message for n in facts.notes)
    told = [line for line in differences(extract(read(plain_text().encode(), "a.txt")), facts) if "note" not in line]
    assert told == []


@needs_font
def test_white_words_on_a_dark_ground_are_read() -> None:
    pdf = sheet()
    y = plan(pdf) + 20
    pdf.set_fill_color(0, 0, 120)
    pdf.rect(80, y - 14, 400, 20, style="F")
    pdf.set_text_color(*WHITE)
    put(pdf, 85, y, SECRET)
    source = read(printed(pdf), "ke-hoach.pdf")
    assert SECRET in source.text
    assert not source.warnings


@needs_font
def test_a_file_of_hidden_words_only_is_refused_for_that() -> None:
    pdf = sheet()
    pdf.set_text_color(*WHITE)
    plan(pdf)
    with pytest.raises(InputError, match="cannot be seen"):
        read(printed(pdf), "ke-hoach.pdf")


@needs_font
def test_text_without_ink_over_a_picture_is_that_of_a_scan() -> None:
    from PIL import Image

    pdf = sheet()
    pdf.image(Image.new("RGB", (600, 850), (245, 245, 245)), x=0, y=0, w=595, h=842)
    with pdf.local_context(text_mode=3):
        plan(pdf)
    assert "Khôi phục, bảo tồn" in read(printed(pdf), "ke-hoach.pdf").text


def word_file(change: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    for line in plain_text().split("\n"):
        document.add_paragraph(line)
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def white_run(document: Document) -> None:
    document.add_paragraph().add_run(SECRET).font.color.rgb = RGBColor(*WHITE)


def nearly_white_run(document: Document) -> None:
    document.add_paragraph().add_run(SECRET).font.color.rgb = RGBColor(0xFE, 0xFE, 0xFD)


def tiny_run(document: Document) -> None:
    document.add_paragraph().add_run(SECRET).font.size = Pt(1)


def vanished_run(document: Document) -> None:
    document.add_paragraph().add_run(SECRET).font.hidden = True


def struck_run(document: Document) -> None:
    document.add_paragraph().add_run(SECRET).font.strike = True


def white_style(document: Document) -> None:
    style = document.styles.add_style("Faint", 1)
    style.font.color.rgb = RGBColor(*WHITE)
    document.add_paragraph(SECRET, style="Faint")


def shaded_black(document: Document) -> None:
    run = document.add_paragraph().add_run(SECRET)
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="000000"/>'))


@pytest.mark.parametrize(
    "change", [white_run, nearly_white_run, tiny_run, vanished_run, struck_run, white_style, shaded_black]
)
def test_hidden_words_of_a_word_file_are_left_out_and_told(change: Callable[[Document], None]) -> None:
    source = read(word_file(change), "ke-hoach.docx")
    assert SECRET not in source.text
    assert any("hidden text" in warning for warning in source.warnings)


def test_white_words_in_a_dark_cell_are_read() -> None:
    def change(document: Document) -> None:
        table = document.add_table(1, 2)
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E79"/>')
        table.cell(0, 0)._tc.get_or_add_tcPr().append(shade)
        table.cell(0, 0).paragraphs[0].add_run(SECRET).font.color.rgb = RGBColor(*WHITE)
        table.cell(0, 1).text = "x"

    source = read(word_file(change), "ke-hoach.docx")
    assert SECRET in source.text
    assert not source.warnings


def page(words: str) -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in plain_text().split("\n"))
    return f"<html><body>{lines}{words.format(SECRET)}</body></html>".encode()


@pytest.mark.parametrize(
    "words",
    [
        '<p style="color:#fff">{}</p>',
        '<p style="color: white">{}</p>',
        '<font color="#FFFFFF">{}</font>',
        '<p style="font-size:0">{}</p>',
        '<span style="font-size:1px">{}</span>',
        '<div style="display:none">{}</div>',
        "<style>.h{{display:none}}</style><p class=h>{}</p>",
        '<style>.h{{color:#ffffff}}</style><p class="a h">{}</p>',
        '<p style="opacity:0">{}</p>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<p style="color:rgba(0,0,0,0)">{}</p>',
        '<div style="background:#000"><p style="color:#000">{}</p></div>',
        "<del>{}</del>",
        "<p><s>{}</s></p>",
        '<p style="text-decoration: underline line-through">{}</p>',
    ],
)
def test_hidden_words_of_a_page_are_left_out_and_told(words: str) -> None:
    source = read(page(words), "ke-hoach.html")
    assert SECRET not in source.text
    assert any("hidden text" in warning for warning in source.warnings)


@pytest.mark.parametrize(
    "words",
    [
        '<div style="background:#123456"><p style="color:#fff">{}</p></div>',
        "<table><tr><td bgcolor=navy><font color=white>{}</font></td><td>x</td></tr></table>",
        '<p style="font-size:13px;color:#333">{}</p>',
        '<p style="font-size:0.9em">{}</p>',
        '<div style="background:url(a.png)"><p style="color:#fff">{}</p></div>',
    ],
)
def test_words_that_are_seen_are_read(words: str) -> None:
    source = read(page(words), "ke-hoach.html")
    assert SECRET in source.text
    assert not source.warnings
