"""Word, HTML and PDF files: the same content as the text, and what each format keeps of it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loader.errors import UnsupportedFormat
from loader.readers import read, read_file
from loader.readers.blocks import Block, Paragraph, Source, Table
from loader.readers.markup import collapse_whitespace, strip_markup
from loader.readers.ocr import missing_part
from loader.readers.programs import find_program
from tests.readers.converting import as_docx, as_html, as_pdf, pdf_reason
from tests.readers.plan_content import TEXTS, Grid, content_of, words_of

needs_printer = pytest.mark.skipif(pdf_reason() is not None, reason=str(pdf_reason()))
needs_office = pytest.mark.skipif(find_program("soffice", "libreoffice") is None, reason="LibreOffice is not installed")
needs_ocr = pytest.mark.skipif(missing_part() is not None, reason=f"{missing_part()} is not installed")
each_text = pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])


def paragraphs_of(block: Block) -> list[Paragraph]:
    if isinstance(block, Paragraph):
        return [block]
    return [p for row in block.rows for cell in row if not cell.carried for p in cell.paragraphs]


def said(source: Source) -> str:
    found = [p for block in source.blocks for p in paragraphs_of(block)]
    return collapse_whitespace(" ".join(f"{p.numbering} {p.text}" for p in found))


def tables(source: Source) -> list[Table]:
    return [b for b in source.blocks if isinstance(b, Table)]


def assert_spans_hold(source: Source) -> None:
    for block in source.blocks:
        for p in paragraphs_of(block):
            span = source.text[p.text.start : p.text.end]
            assert collapse_whitespace(strip_markup(span)) == collapse_whitespace(p.text.text)


def grid_texts(table: Table) -> list[list[str]]:
    return [[cell.text.text for cell in row] for row in table.rows]


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@each_text
@pytest.mark.parametrize("form", ["docx", "docx-computed", "html"])
def test_word_and_html_files_say_what_the_text_says(path: Path, form: str) -> None:
    if form == "html":
        source = read(as_html(path), "plan.html")
    else:
        source = read(as_docx(path, computed_numbering=form == "docx-computed"), "plan.docx")
    content = content_of(path)
    assert said(source) == words_of(content)
    assert len(tables(source)) == sum(isinstance(item, Grid) for item in content)
    assert_spans_hold(source)


@needs_printer
@pytest.mark.slow
@each_text
def test_pdf_files_say_what_the_text_says(path: Path) -> None:
    source = read(as_pdf(path), "plan.pdf")
    content = content_of(path)
    squeezed = said(source).replace(" ", "")
    missing = [w for item in content for w in words_of([item]).split() if w not in squeezed]
    blocks = sum(not isinstance(item, Grid) or item.ruled for item in content)
    assert abs(sum(isinstance(b, Paragraph) or len(b.rows[0]) > 2 for b in source.blocks) - blocks) <= 2
    assert not missing  # spaces at line ends ("2021- 2030") cannot be told from a cut word
    assert sorted(squeezed) == sorted(words_of(content).replace(" ", ""))  # no page number, nothing twice
    ruled = [item for item in content if isinstance(item, Grid) and item.ruled]
    big = [t for t in tables(source) if len(t.rows[0]) > 2]
    assert [len(t.rows) for t in big] == [len(g.rows) for g in ruled]
    assert_spans_hold(source)


@needs_printer
@pytest.mark.slow
def test_a_pdf_table_over_pages_is_one_table_with_its_merged_cells() -> None:
    path = TEXTS[0]
    grid = next(item for item in content_of(path) if isinstance(item, Grid))
    table = tables(read(as_pdf(path), "plan.pdf"))[0]
    wanted: list[list[str]] = []
    for row in grid.rows:
        wanted.append([wanted[-1][c] if e.continues else " ".join(e.lines) for c, e in enumerate(row)])
    found = [[t.replace(" ", "") for t in row] for row in grid_texts(table)]
    assert found == [[t.replace(" ", "") for t in row] for row in wanted]
    assert [[c.carried for c in row] for row in table.rows] == [[e.continues for e in row] for row in grid.rows]


def test_a_merged_word_cell_is_carried_down_and_across() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            table.cell(r, c).text = f"{r}{c}"
    for r, c in ((1, 0), (2, 0), (0, 1), (0, 2)):
        table.cell(r, c).text = ""
    table.cell(0, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    found = tables(read(saved(document), "a.docx"))[0]
    assert grid_texts(found) == [["00", "", ""], ["00", "11", "12"], ["00", "21", "22"]]
    assert [[c.carried for c in row] for row in found.rows] == [
        [False, False, True], [True, False, False], [True, False, False]]  # fmt: skip
    assert found.rows[2][0].paragraphs[0].text.start == found.rows[0][0].paragraphs[0].text.start


def _numbered(
    document: Document, levels: list[tuple[str, str]], paragraphs: list[tuple[int, int]], more: str = ""
) -> None:
    root = document.part.numbering_part.element
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (fmt, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="70">{xml}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="71"><w:abstractNumId w:val="70"/>{more}</w:num>'))
    for num, level in paragraphs:
        paragraph = document.add_paragraph("Nội dung")
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')
        )


def _labels(data: bytes) -> list[str]:
    return [b.numbering for b in read(data, "a.docx").blocks if isinstance(b, Paragraph)]


def test_numbers_that_word_computes_restart_below_a_higher_level() -> None:
    document = docx.Document()
    levels = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", "-")]
    order = [(70, 0), (70, 1), (70, 2), (70, 2), (70, 1), (70, 2), (70, 3), (70, 3), (70, 4), (70, 0), (70, 1)]
    _numbered(document, levels, order)
    assert _labels(saved(document)) == ["I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "a)", "b)", "-", "II.", "1."]


def test_a_start_override_restarts_a_list_and_other_uses_go_on() -> None:
    document = docx.Document()
    more = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    _numbered(document, [("decimal", "Điều %1.")], [(70, 0), (70, 0), (71, 0), (71, 0)], more)
    assert _labels(saved(document)) == ["Điều 1.", "Điều 2.", "Điều 5.", "Điều 6."]


def test_tracked_changes_are_read_as_accepted() -> None:
    document = docx.Document()
    body = document.element.body
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    gone = "<w:del w:id='1' w:author='a'><w:r><w:delText>bỏ </w:delText></w:r></w:del>"
    new = f"<w:ins w:id='2' w:author='a'>{run.format('thêm ')}</w:ins>"
    joined = "<w:pPr><w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr>"
    body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{joined}{run.format('một ')}{gone}{new}</w:p>"))
    body.insert(1, parse_xml(f"<w:p {nsdecls('w')}>{run.format('đoạn')}</w:p>"))
    assert said(read(saved(document), "a.docx")) == "một thêm đoạn"


def test_text_boxes_are_read_once_hidden_text_and_contents_never() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    document = docx.Document()
    paragraph = f"<w:p {nsdecls('w')} {mc}><w:r><w:t>ngoài</w:t></w:r><w:r>{both}</w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    document.element.body.insert(0, parse_xml(paragraph))
    contents = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    listed = (
        f"<w:sdt {nsdecls('w')}>{contents}<w:sdtContent><w:p><w:r><w:t>Mục lục</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, parse_xml(listed))
    assert said(read(saved(document), "a.docx")) == "ngoài trong khung"


def test_faces_breaks_and_headings_of_word_are_told() -> None:
    document = docx.Document()
    document.add_heading("Mục tiêu", 2)
    paragraph = document.add_paragraph()
    paragraph.add_run("KẾ HOẠCH").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run("thực hiện")
    paragraph.alignment = 1
    document.add_paragraph("")
    document.add_paragraph("Hết")
    found = [b for b in read(saved(document), "a.docx").blocks if isinstance(b, Paragraph)]
    told = [(p.text.text, p.heading, p.bold, p.centred, p.whole, p.gap_before) for p in found]
    assert told == [
        ("Mục tiêu", 2, True, False, True, False),
        ("KẾ HOẠCH", 0, True, True, False, False),
        ("thực hiện", 0, False, True, True, False),
        ("Hết", 0, False, False, True, True),
    ]


def test_words_in_an_old_vietnamese_font_are_read_as_unicode() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("uû ban nh©n d©n ").font.name = ".VnTime"
    paragraph.add_run("tØnh l¹ng s¬n ").font.name = ".VnTimeH"
    paragraph.add_run("huyeän ").font.name = "VNI-Times"
    paragraph.add_run("đã đọc").font.name = "Times New Roman"
    assert said(read(saved(document), "a.docx")) == "uỷ ban nhân dân TỈNH LẠNG SƠN huyện đã đọc"


PAGE = """<html><head><title>Trang</title><script>document.write('<p>mã</p>')</script></head><body>
<div class="top-menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin</a></li></ul></div>
<table width="100%"><tr><td>
<table><tr><td align=center><b>ỦY BAN NHÂN DÂN<br>TỈNH LẠNG SƠN</b></td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></td></tr></table>
<h2 align=center>KẾ HOẠCH</h2>
<p>Bảo tồn &amp; phát triển
làng&nbsp;nghề<a href="#_ftn1" name="_ftnref1">[1]</a>;</p>
<ol type=I><li>MỤC TIÊU<ol start=2><li>Mục tiêu chung<ul><li>một<ul><li>hai</ul><li>- ba</ul></ol><li>GIẢI PHÁP</ol>
<table border=1><tr><th>TT<th>Nhiệm vụ<th colspan=2>Đơn vị
<tr><td rowspan=2>1<td>a &lt;b&gt;x&lt;/b&gt;<td>b<p>c<td>d<tr><td>e<td>f<td></table>
<p style="display:none">ẩn</p><p><a href="#_ftnref1" name="_ftn1">[1]</a> Nghị định 52</p>
</td></tr></table><footer>Bản quyền</footer></body></html>"""


def test_a_law_site_page_is_read_without_its_furniture() -> None:
    source = read(PAGE.encode(), "trang.html")
    kept = [(b.numbering, b.text.text) for b in source.blocks if isinstance(b, Paragraph)]
    assert kept == [
        ("", "KẾ HOẠCH"),
        ("", "Bảo tồn & phát triển làng nghề[1];"),
        ("I.", "MỤC TIÊU"),
        ("2.", "Mục tiêu chung"),
        ("-", "một"),
        ("+", "hai"),
        ("", "- ba"),
        ("II.", "GIẢI PHÁP"),
    ]
    assert source.footnotes == (("1", "Nghị định 52"),)
    letterhead, grid = tables(source)
    assert [p.text.text for p in letterhead.rows[0][0].paragraphs] == ["ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN"]
    assert grid_texts(grid) == [["TT", "Nhiệm vụ", "Đơn vị", "Đơn vị"], ["1", "a x", "b c", "d"], ["1", "e", "f", ""]]
    assert_spans_hold(source)


def test_links_to_cited_laws_are_no_menu() -> None:
    law = '<a href="/vb">Căn cứ Nghị định số 52/2018/NĐ-CP ngày 12 tháng 4 năm 2018 của Chính phủ;</a><br>'
    assert "Nghị định" in said(
        read(f"<html><body><div>{law * 6}</div><p>Kế hoạch</p></body></html>".encode(), "a.html")
    )


def test_the_content_decides_when_the_suffix_is_plainly_wrong() -> None:
    path = TEXTS[4]
    assert read(as_docx(path), "plan.txt").media_type.endswith("wordprocessingml.document")
    assert read(as_html(path), "plan.doc").media_type == "text/html"
    assert read(path.read_bytes(), "plan").media_type == "text/plain"


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("form", ["odt", "doc"])
def test_old_word_and_opendocument_files_are_read_through_libreoffice(form: str, tmp_path: Path) -> None:
    from loader.readers.programs import run_program

    path = TEXTS[3]
    (tmp_path / "plan.docx").write_bytes(as_docx(path, computed_numbering=form == "odt"))
    program = find_program("soffice", "libreoffice")
    assert program is not None
    command = [
        program,
        f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "plan.docx",
    ]
    run_program(command, tmp_path, 120, "plan.docx")
    source = read_file(tmp_path / f"plan.{form}")
    assert said(source) == words_of(content_of(path))
    assert len(tables(source)) == 2


@needs_printer
@needs_ocr
@pytest.mark.slow
def test_a_scan_is_read_by_ocr(tmp_path: Path) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(as_pdf(TEXTS[4]))[0]
    picture = page.render(scale=2.2, grayscale=True).to_pil().crop((0, 0, 1309, 560))
    out = io.BytesIO()
    picture.save(out, "PNG")
    source = read(out.getvalue(), "scan.png")
    assert "KẾ HOẠCH" in said(source)
    assert "52/2018/NĐ-CP" in said(source)
    assert source.warnings


def test_without_ocr_a_picture_gives_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (40, 40), "white").save(out, "PNG")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedFormat, match="Tesseract") as raised:
        read(out.getvalue(), "scan.png")
    assert "langnghe[ocr]" in str(raised.value)


def test_without_libreoffice_an_old_word_file_gives_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedFormat, match="LibreOffice"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc")
