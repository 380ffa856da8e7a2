"""The five source texts as Word, HTML and PDF files, the way offices and law sites hand plans out.

``as_docx``, ``as_html`` and ``as_pdf`` take the path of one of the five texts and return the bytes of a file with
the same content: letterhead and signature as tables without lines, the annex as a real table, page numbers in the
header. ``pdf_reason()`` says why no PDF can be made here, if so.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from functools import cache
from html import escape
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tests.readers.plan_content import TEXTS, Content, Entry, Grid, Para, content_of

FONT = "DejaVu Serif"
_HEADING = re.compile(r"(?:[IVX]+\.|PHẦN|Phần|Chương|Mục|Điều \d+\.) ")
_LABEL = re.compile(
    r"(?P<roman>[IVX]+)\.\s+|(?P<decimal>\d+)\.\s+|(?P<letter>[a-zđ])\)\s+|(?P<dash>-)\s+|(?P<plus>\+)\s+"
)
_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"), ("bullet", "+"))
_KINDS = ("roman", "decimal", "letter", "dash", "plus")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def as_docx(source: Path, *, computed_numbering: bool = False, merged: bool = True) -> bytes:
    """Return a Word file with the content of ``source``.

    Args:
        source: one of the five texts.
        computed_numbering: list numbers and dashes are left to Word instead of typed.
        merged: cells that go on from the row above are merged with it; else left empty.
    """
    return docx_of(content_of(source), computed_numbering=computed_numbering, merged=merged)


def docx_of(content: Content, *, computed_numbering: bool = False, merged: bool = True) -> bytes:
    """Return a Word file with some content, see ``as_docx``."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(12)
    _page_number(section.header.paragraphs[0])
    counter = _WordNumbers(document) if computed_numbering else None
    for item in content:
        if isinstance(item, Grid):
            _word_table(document, item, merged)
            continue
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(6)
        text = counter.apply(paragraph, item.text) if counter else item.text
        _word_run(paragraph, text, bold=item.bold, italic=item.italic)
        if item.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(source: Path) -> bytes:
    """Return a law-site page with the content of ``source``: menu, letterhead table, merged cells, footer."""
    return html_of(content_of(source))


def headed_docx_of(content: Content) -> bytes:
    """Return a Word file of another habit: heading styles, the letterhead line below line, large type, a running footer."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.footer.paragraphs[0].text = "Kế hoạch phát triển làng nghề - Trang"
    _page_number(section.header.paragraphs[0])
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(14)
    for item in content:
        if isinstance(item, Grid):
            if item.ruled:
                _word_table(document, item, merged=False)
                continue
            for column in range(len(item.rows[0])):
                for words in (words for row in item.rows for words in row[column].lines):
                    document.add_paragraph(words)
        elif _HEADING.match(item.text) and len(item.text) < 120:
            document.add_heading(item.text, 1)
        else:
            paragraph = document.add_paragraph()
            _word_run(paragraph, item.text, bold=item.bold, italic=item.italic)
            if item.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html_of(content: Content) -> bytes:
    """Return a law-site page with some content, see ``as_html``."""
    parts = [
        "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Văn bản</title><style>p{margin:0}</style>",
        "<script>var tracker = '<p>Trang chủ</p>';</script></head><body>",
        "<header><ul class='navbar'><li><a href='/'>Trang chủ</a></li><li><a href='/vb'>Văn bản</a></li></ul></header>",
        "<div class='breadcrumb'><a href='/'>Trang chủ</a> &raquo; <a href='/vb'>Kế hoạch</a></div>",
        "<div id='noidung'>",
    ]
    for item in content:
        if isinstance(item, Para):
            words = escape(item.text, quote=False)
            words = f"<b>{words}</b>" if item.bold else words
            words = f"<i>{words}</i>" if item.italic else words
            parts.append(f"<p align={'center' if item.centred else 'justify'}>{words}</p>\n")
        else:
            parts.append(_html_table(item))
    parts.append("</div><footer><p>Bản quyền thuộc về trang văn bản</p></footer></body></html>")
    return "".join(parts).encode("utf-8")


def as_pdf(source: Path) -> bytes:
    """Return a PDF with the content of ``source``, printed from its Word file."""
    return _printed(_word_files())[TEXTS.index(source)]


def docx_to_pdf(data: bytes) -> bytes:
    """Print a Word file."""
    return _printed((data,))[0]


def docx_to_pdfs(*files: bytes) -> tuple[bytes, ...]:
    """Print several Word files."""
    return _printed(files)


def pdf_reason() -> str | None:
    """Why no PDF can be made on this machine; None if it can."""
    return None if shutil.which("soffice") else "LibreOffice is not installed, which prints the PDF files of this test"


@cache
def _printed(files: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Print Word files with one start of LibreOffice, which takes longer than the printing."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"plan-{i}.docx" for i in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        options = ("--headless", "--convert-to", "pdf", "--outdir", folder)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", *options, *map(str, paths)],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return tuple(path.with_suffix(".pdf").read_bytes() for path in paths)


@cache
def _word_files() -> tuple[bytes, ...]:
    return tuple(as_docx(text) for text in TEXTS)


def _word_run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind in ("begin", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "end":
            code = OxmlElement("w:instrText")
            code.text = " PAGE "
            run._r.append(code)
        run._r.append(mark)


def _word_table(document: Document, grid: Grid, merged: bool) -> None:
    table = document.add_table(len(grid.rows), len(grid.rows[0]))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    if grid.ruled:
        table.style = "Table Grid"
    for r, row in enumerate(grid.rows):
        for c, entry in enumerate(row):
            cell = table.cell(r, c)
            for i, line in enumerate(entry.lines):
                paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
                _word_run(paragraph, line, bold=entry.bold)
                if not grid.ruled and not line.startswith(("-", "Nơi nhận")):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if merged:
        for r, c, down in _merges(grid):
            table.cell(r, c).merge(table.cell(r + down - 1, c))
            _drop_empty_paragraphs(table.cell(r, c))
    if grid.ruled:
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _drop_empty_paragraphs(cell: docx.table._Cell) -> None:
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def _merges(grid: Grid) -> list[tuple[int, int, int]]:
    """Row, column and height of each cell that goes on below."""
    found: list[tuple[int, int, int]] = []
    for r, row in enumerate(grid.rows):
        for c, entry in enumerate(row):
            down = 1
            while r + down < len(grid.rows) and grid.rows[r + down][c].continues:
                down += 1
            if not entry.continues and down > 1:
                found.append((r, c, down))
    return found


def _html_table(grid: Grid) -> str:
    heights = {(r, c): down for r, c, down in _merges(grid)}
    rows: list[str] = []
    for r, row in enumerate(grid.rows):
        cells: list[str] = []
        for c, entry in enumerate(row):
            if entry.continues:
                continue
            span = f" rowspan={heights[r, c]}" if (r, c) in heights else ""
            cells.append(f"<td{span} valign=top>{_html_cell(entry, grid.ruled)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    border = "border=1 cellspacing=0" if grid.ruled else "border=0 width='100%'"
    return f"<table {border}>{''.join(rows)}</table>\n"


def _html_cell(entry: Entry, ruled: bool) -> str:
    lines = [escape(line, quote=False) for line in entry.lines]
    body = "".join(f"<p>{line}</p>" for line in lines) if ruled else f"<p>{'<br>'.join(lines)}</p>"
    return f"<b>{body}</b>" if entry.bold else body


class _WordNumbers:
    """Takes typed labels off and lets Word count them; a label out of turn gets a list that starts there."""

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
            f'<w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr></w:lvl>'
            for i, (style, text) in enumerate(_LEVELS)
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="990">{levels}</w:abstractNum>')
        self._root.insert(0, abstract)
        self._next_id = 990
        self._num = self._new_num()
        self._counts: dict[int, int] = {}

    def _new_num(self, level: int | None = None, start: int = 1) -> int:
        self._next_id += 1
        override = (
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            if level is not None
            else ""
        )
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._next_id}"><w:abstractNumId w:val="990"/>{override}</w:num>'
            )
        )
        return self._next_id

    def apply(self, paragraph: Paragraph, text: str) -> str:
        """Number the paragraph and return its text without label."""
        label = _LABEL.match(text)
        if label is None or label["letter"] == "đ":
            return text
        level = next(i for i, kind in enumerate(_KINDS) if label[kind])
        number = 0
        if level == 0:
            if label["roman"] not in _ROMAN:
                return text
            number = _ROMAN.index(label["roman"])
        elif level == 1:
            number = int(label["decimal"])
        elif level == 2:
            number = ord(label["letter"]) - ord("a") + 1
        if level < 3 and number != self._counts.get(level, 0) + 1:
            self._num = self._new_num(level, number)
        self._counts = {k: v for k, v in self._counts.items() if k < level} | {level: number}
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{self._num}"/></w:numPr>')
        )
        return text[label.end() :]
