"""PDF pages drawn word by word, for what a word processor does not print: hidden text, turned pages, uneven columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

fpdf = pytest.importorskip("fpdf", reason="fpdf2, which draws the pages of this test, is not installed")

from fpdf import FPDF  # noqa: E402 - only where it is installed

_FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
)

HEAD = (
    ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("TỈNH HOA SEN", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 12/KH-UBND", "Hoa Sen, ngày 05 tháng 3 năm 2024"),
)
TITLE = ("KẾ HOẠCH", "Phát triển ngành nghề nông thôn tỉnh Hoa Sen năm 2024")
BODY = (
    "Căn cứ Nghị định số 52/2018/NĐ-CP ngày 12 tháng 4 năm 2018 của Chính phủ về phát triển ngành nghề nông thôn; Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
    "I. MỤC TIÊU",
    "- Khôi phục, bảo tồn được ít nhất 02 nghề truyền thống có nguy cơ mai một.",
    "- Có trên 80% làng nghề hoạt động hiệu quả.",
    "II. NHIỆM VỤ, GIẢI PHÁP",
    "1. Rà soát, xây dựng danh mục nghề truyền thống cần bảo tồn trên địa bàn các huyện, thị xã, thành phố của tỉnh.",
    "2. Đào tạo, truyền nghề cho lao động nông thôn theo nhu cầu của các cơ sở sản xuất.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Sở Nông nghiệp và Môi trường",
    "- Chủ trì, phối hợp với Sở Tài chính rà soát danh mục nghề trước ngày 30 tháng 6 năm 2024.",
    "- Báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 15 tháng 12 năm 2024.",
    "2. Ủy ban nhân dân các huyện, thị xã, thành phố",
    "- Bố trí kinh phí, tổ chức thực hiện Kế hoạch trên địa bàn.",
)


def font_reason() -> str | None:
    """Why no page can be drawn here; None if it can."""
    return None if any(font.is_file() for font in _FONTS) else "no font with Vietnamese letters is installed"


def sheet(*, landscape: bool = False) -> FPDF:
    """Return an empty A4 page with a font set."""
    pdf = FPDF(orientation="landscape" if landscape else "portrait", unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_font("plan", fname=str(next(font for font in _FONTS if font.is_file())))
    pdf.add_page()
    pdf.set_font("plan", size=12)
    return pdf


def put(pdf: FPDF, x: float, y: float, words: str, size: float = 12) -> None:
    """Write words with their base line at (x, y), points from the upper left corner."""
    pdf.set_font("plan", size=size)
    pdf.text(x, y, words)


def centred(pdf: FPDF, x: float, y: float, words: str, size: float = 12) -> None:
    """Write words with their middle at x."""
    pdf.set_font("plan", size=size)
    pdf.text(x - pdf.get_string_width(words) / 2, y, words)


def wrapped(pdf: FPDF, words: str, width: float, size: float = 12) -> list[str]:
    """Return words in lines that fit."""
    pdf.set_font("plan", size=size)
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pdf.get_string_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def flow(pdf: FPDF, x: float, y: float, width: float, paragraphs: Sequence[str], size: float = 12) -> float:
    """Write paragraphs below each other; return where the next would stand."""
    for words in paragraphs:
        for line in wrapped(pdf, words, width, size):
            put(pdf, x, y, line, size)
            y += 1.35 * size
        y += 0.35 * size
    return y


def plain_text(head: Sequence[tuple[str, str]] = HEAD, body: Sequence[str] = BODY) -> str:
    """Return the text of the plan that ``plan`` draws."""
    return "\n".join([*(a for a, _ in head[:2]), *(b for _, b in head[:2]), *head[2], *TITLE, *body]) + "\n"


def plan(pdf: FPDF, *, body: Sequence[str] = BODY, head: Sequence[tuple[str, str]] = HEAD) -> float:
    """Draw a plan on one page; return where the text ends."""
    y = 70.0
    for left, right in head:
        centred(pdf, 150, y, left, 11)
        centred(pdf, 410, y, right, 11)
        y += 18
    y += 14
    for words in TITLE:
        centred(pdf, 297, y, words, 12)
        y += 18
    return flow(pdf, 85, y + 8, 440, body)


def printed(pdf: FPDF) -> bytes:
    """Return the file."""
    return bytes(pdf.output())
