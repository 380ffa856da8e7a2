"""PDF pages as they come: turned, in uneven columns, with a header seen once, a narrow letterhead, a broken text layer."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest

from loader.errors import UnsupportedFormat
from loader.extraction import extract
from loader.facts import Facts
from loader.readers import ocr, read
from loader.readers.blocks import Paragraph
from loader.readers.ocr import missing_part
from tests.extraction.documents import differences
from tests.readers.printing import (
    BODY,
    FPDF,
    HEAD,
    TITLE,
    centred,
    flow,
    font_reason,
    plain_text,
    plan,
    printed,
    put,
    sheet,
    wrapped,
)

pytestmark = pytest.mark.skipif(font_reason() is not None, reason=font_reason() or "")
LEADING, BETWEEN = 16.2, 4.2


def facts_of_text() -> Facts:
    return extract(read(plain_text().encode(), "ke-hoach.txt"))


def facts_of(data: bytes) -> Facts:
    return extract(read(data, "ke-hoach.pdf"))


def head(pdf: FPDF) -> float:
    y = 70.0
    for left, right in HEAD:
        centred(pdf, 150, y, left, 11)
        centred(pdf, 410, y, right, 11)
        y += 18
    y += 12
    for words in TITLE:
        centred(pdf, 297, y, words)
        y += 18
    return y + 8


def lines_of(pdf: FPDF, width: float, size: float) -> list[tuple[str, bool]]:
    """The lines of the body, each with whether it ends a paragraph."""
    out: list[tuple[str, bool]] = []
    for paragraph in BODY:
        lines = wrapped(pdf, paragraph, width, size)
        out += [(line, i == len(lines) - 1) for i, line in enumerate(lines)]
    return out


def write(pdf: FPDF, x: float, y: float, lines: Sequence[tuple[str, bool]], size: float = 12) -> None:
    for line, last in lines:
        put(pdf, x, y, line, size)
        y += 1.35 * size + (0.35 * size if last else 0)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_that_runs_sideways_or_upside_down_is_read_from_its_layer(angle: int) -> None:
    across = angle != 180
    pdf = sheet(landscape=across)
    with pdf.rotation(angle, 297, 297 if across else 421):
        plan(pdf)
    assert differences(facts_of_text(), facts_of(printed(pdf))) == []


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_shown_sideways_or_upside_down_is_read(angle: int) -> None:
    pdf = sheet()
    plan(pdf)
    file = pikepdf.open(io.BytesIO(printed(pdf)))
    file.pages[0].Rotate = angle
    out = io.BytesIO()
    file.save(out)
    assert differences(facts_of_text(), facts_of(out.getvalue())) == []


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.95])
@pytest.mark.parametrize(("gutter", "size"), [(14, 10), (24, 9), (30, 8)])
def test_columns_of_unequal_length_are_read_one_after_the_other(share: float, gutter: float, size: float) -> None:
    pdf = sheet()
    y, width = head(pdf), (460 - gutter) / 2
    lines = lines_of(pdf, width, size)
    cut = int(share * len(lines))
    write(pdf, 70, y, lines[:cut], size)
    write(pdf, 70 + width + gutter, y, lines[cut:], size)
    assert differences(facts_of_text(), facts_of(printed(pdf))) == []


@pytest.mark.parametrize("height", [30, 36, 50])
@pytest.mark.parametrize("place", ["top", "bottom", "both", "bottom of the first"])
@pytest.mark.parametrize("cut", [5, 9, 13])
def test_a_header_or_footer_seen_once_is_no_part_of_a_sentence(height: float, place: str, cut: int) -> None:
    pdf = sheet()
    y = head(pdf)
    lines = lines_of(pdf, 440, 12)
    write(pdf, 85, y, lines[:cut])
    if place == "bottom of the first":
        centred(pdf, 297, 850 - height, "Kế hoạch phát triển ngành nghề nông thôn", 11)
    pdf.add_page()
    if place in ("top", "both"):
        centred(pdf, 297, height, "Kế hoạch phát triển ngành nghề nông thôn", 11)
    if place in ("bottom", "both"):
        centred(pdf, 297, 850 - height, "Cổng thông tin điện tử tỉnh Hoa Sen", 11)
    write(pdf, 85, 75, lines[cut:])
    assert differences(facts_of_text(), facts_of(printed(pdf))) == []


def test_the_first_lines_of_a_page_are_no_header() -> None:
    pdf = sheet()
    y = head(pdf)
    lines = lines_of(pdf, 440, 12)
    write(pdf, 85, y, lines[:8])
    pdf.add_page()
    write(pdf, 85, 60, lines[8:])
    assert differences(facts_of_text(), facts_of(printed(pdf))) == []


@pytest.mark.parametrize("narrow", [100, 130, 160])
@pytest.mark.parametrize("wide", [150, 180, 210])
@pytest.mark.parametrize("together", [True, False])
def test_a_letterhead_wrapped_by_narrow_cells_is_read(narrow: float, wide: float, together: bool) -> None:
    pdf = sheet()

    def cell(x: float, y: float, width: float, paragraphs: Sequence[str], size: float) -> float:
        for words in paragraphs:
            for line in wrapped(pdf, words, width, size):
                centred(pdf, x + width / 2, y, line, size)
                y += 1.3 * size
        return y

    left, right = [a for a, _ in HEAD], [b for _, b in HEAD]
    start = 71 + narrow + 20
    if together:
        y = max(cell(71, 80, narrow, left, 12), cell(start, 80, wide, right, 13))
    else:
        y = max(cell(71, 80, narrow, left[:2], 12), cell(start, 80, wide, right[:2], 13)) + 5
        y = max(cell(71, y, narrow, left[2:], 12), cell(start, y, wide, right[2:], 13))
    y += 14
    for words in TITLE:
        centred(pdf, 305, y, words, 13)
        y += 18
    flow(pdf, 85, y + 8, 440, BODY)
    act = facts_of(printed(pdf)).instruments[-1]
    assert (act.number, str(act.date), act.title) == ("12/KH-UBND", "2024-03-05", TITLE[1])
    assert act.issuer == "Ủy ban nhân dân tỉnh Hoa Sen"


def without_letters() -> bytes:
    """A plan whose fonts do not say which letters their signs are."""
    pdf = sheet()
    plan(pdf)
    file = pikepdf.open(io.BytesIO(printed(pdf)))
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            del item["/ToUnicode"]
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_a_broken_text_layer_is_named_where_ocr_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "missing_part", lambda: "OCRmyPDF")
    with pytest.raises(UnsupportedFormat, match="fonts do not say which letters they show, and OCRmyPDF"):
        read(without_letters(), "ke-hoach.pdf")


@pytest.mark.slow
@pytest.mark.skipif(missing_part() is not None, reason=f"{missing_part()} is not installed")
def test_a_broken_text_layer_is_read_by_ocr() -> None:
    source = read(without_letters(), "ke-hoach.pdf")
    assert any("text layer is broken" in warning for warning in source.warnings)
    act = extract(source).instruments[-1]
    assert (act.number, str(act.date), act.title) == ("12/KH-UBND", "2024-03-05", TITLE[1])


def test_a_pale_watermark_behind_the_text_is_left_out() -> None:
    pdf = sheet()
    plan(pdf)
    pdf.set_text_color(225, 225, 225)
    centred(pdf, 297, 420, "BẢN SAO", 60)
    assert differences(facts_of_text(), facts_of(printed(pdf))) == []


def test_three_columns_are_read_one_after_the_other() -> None:
    pdf = sheet(landscape=True)
    for place, part in enumerate((BODY[:5], BODY[5:9], BODY[9:])):
        flow(pdf, 50 + 260 * place, 70, 220, part)
    found = [b.text.text for b in read(printed(pdf), "a.pdf").blocks if isinstance(b, Paragraph)]
    assert found == [*BODY]
