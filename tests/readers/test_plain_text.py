"""Text files: encodings, lines, tabs, and the law that a span of the source strips to the words of its paragraph."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loader.errors import InputError, LangngheError
from loader.readers import read, read_file
from loader.readers.blocks import Paragraph, Source, Table
from loader.readers.legacy import from_vni, is_syllable, vietnamese_share
from loader.readers.markup import collapse_whitespace, strip_markup
from tests.readers.plan_content import TEXTS

WORDS = "Ủy ban nhân dân tỉnh ban hành Kế hoạch bảo tồn và phát triển làng nghề truyền thống đến năm 2030.\n" * 3


def paragraphs(source: Source) -> list[Paragraph]:
    return [b for b in source.blocks if isinstance(b, Paragraph)]


def lines(source: Source) -> list[str]:
    return [p.text.text for p in paragraphs(source)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])
def test_each_span_of_the_five_sources_strips_to_the_words_of_its_paragraph(path: Path) -> None:
    source = read_file(path)
    assert source.text == path.read_text(encoding="utf-8")
    for p in paragraphs(source):
        said = source.text[p.text.start : p.text.end]
        assert collapse_whitespace(strip_markup(said)) == collapse_whitespace(p.text.text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])
def test_no_word_of_the_five_sources_is_lost(path: Path) -> None:
    source = read_file(path)
    read_words = [w for line in lines(source) for w in line.split()]
    assert read_words == strip_markup(path.read_text(encoding="utf-8")).split()


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])
@pytest.mark.parametrize("form", ["bom", "utf-16", "utf-16-le", "utf-16-be", "nfd", "crlf", "cr"])
def test_a_source_reads_the_same_in_every_unicode_form(path: Path, form: str) -> None:
    text = path.read_text(encoding="utf-8")
    data = {
        "bom": lambda: b"\xef\xbb\xbf" + text.encode(),
        "utf-16": lambda: text.encode("utf-16"),
        "utf-16-le": lambda: text.encode("utf-16-le"),
        "utf-16-be": lambda: text.encode("utf-16-be"),
        "nfd": lambda: unicodedata.normalize("NFD", text).encode(),
        "crlf": lambda: text.replace("\n", "\r\n").encode(),
        "cr": lambda: text.replace("\n", "\r").encode(),
    }[form]()
    source = read(data, "plan.txt")
    assert source.text == text
    assert source.blocks == read(text.encode(), "plan.txt").blocks


def _tcvn3(text: str) -> bytes:
    """TCVN 5712:1993 as glibc knows it, written down once more from the standard's table (code: letter)."""
    rows = {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }  # fmt: skip
    codes = {letter: start + i for start, letters in rows.items() for i, letter in enumerate(letters)}
    return bytes(codes.get(c, ord(c) if ord(c) < 128 else 0x3F) for c in text)


def _vni(text: str) -> str:
    """VNI as its documentation writes it: base letter, then one letter for the marks."""
    marks = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    circumflex = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breve = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    single = {"ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
    out: list[str] = []
    for letter in text:
        low = letter.lower()
        if low in single:
            said = single[low]
        else:
            parts = unicodedata.normalize("NFD", low)
            base, tone = parts[0], next((m for m in parts if m in marks), "")
            if "\u0302" in parts:
                said = base + circumflex[tone]
            elif "\u0306" in parts:
                said = base + breve[tone]
            elif "\u031b" in parts:
                said = {"o": "ô", "u": "ö"}[base] + marks.get(tone, "")
            else:
                said = base + marks.get(tone, "") if tone else low
        out.append(said.upper() if letter.isupper() else said)
    return "".join(out)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])
def test_tcvn3_is_detected_and_read(path: Path) -> None:
    # TCVN3 has no capitals with tones: they are small letters in a capital font, so the test text is in small letters.
    text = path.read_text(encoding="utf-8").lower().translate(str.maketrans("“”–…\xa0", '""-. '))
    source = read(_tcvn3(text), "plan.txt")
    assert source.text == text
    assert "tcvn3" in source.warnings[0]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])
def test_vni_is_detected_and_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("\xa0", " ")
    source = read(_vni(text).encode("cp1252"), "plan.txt")
    assert source.text == text
    assert "vni" in source.warnings[0]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name[:3])
def test_windows_1258_is_detected_and_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pieces: list[bytes] = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone))
        pieces.append((base + tone).encode("cp1258"))
    assert read(b"".join(pieces), "plan.txt").text == text


def test_legacy_text_inside_a_unicode_file_is_read() -> None:
    told = _tcvn3(WORDS.lower()).decode("latin-1").encode("utf-8")
    assert read(told, "plan.txt").text == WORDS.lower()
    assert read(_vni(WORDS).encode("utf-8"), "plan.txt").text == WORDS


def test_other_languages_are_left_alone() -> None:
    french = "Le café de l'été à Noël, où êtes-vous né? Là-bas, très tôt, la fenêtre était fermée.\n" * 10
    assert read(french.encode(), "note.txt").text == french


@settings(deadline=None)
@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéếộờứựỹỵ ", max_size=80))
def test_vni_decoding_undoes_vni_encoding(text: str) -> None:
    told = _vni(text)
    if from_vni(told) != text:  # two letters of the text may read as one letter with marks
        assert any(a in "aeouyôöâ" for a in told)
    assert from_vni(_vni("đường lối")) == "đường lối"


def test_vietnamese_syllables_are_told_from_others() -> None:
    assert all(map(is_syllable, "nghề truyền thống Nguyễn QUYẾT ĐỊNH khuỷu quyền giếng".split()))
    assert not any(map(is_syllable, "tØnh L¹ng S¬n nghÒ Noël".split()))
    assert vietnamese_share(WORDS) == 1.0


def test_a_lost_byte_is_a_warning_and_an_unknown_encoding_an_error() -> None:
    data = (WORDS * 20).encode()
    source = read(data[:500] + b"\xff" + data[500:], "plan.txt")
    assert source.warnings
    with pytest.raises(InputError, match="encoding"):
        read(bytes(range(128, 256)) * 50, "plan.txt")


def test_lines_keep_their_tabs_and_rows_of_empty_cells() -> None:
    source = read("\tSTT\n\t Nhiệm vụ \n\n\t\n\t\xa0\nTT\tViệc  làm\tSở\t\n".encode(), "plan.txt")
    assert lines(source) == ["\tSTT", "\tNhiệm vụ", "\t", "\t", "TT\tViệc làm\tSở\t"]
    assert [p.gap_before for p in paragraphs(source)] == [False, False, True, False, False]


def test_bars_and_dashes_are_kept() -> None:
    assert lines(read("Tên\n|\n-----\n| a | b |\n|---|---|\n".encode(), "a.txt")) == [
        "Tên",
        "|",
        "-----",
        "| a | b |",
        "|---|---|",
    ]


def test_markdown_faces_and_depths_are_told() -> None:
    text = "## **II. NHIỆM VỤ**\n\n**1. Tuyên truyền**\n*Căn cứ Luật;*\n**Thực hiện\ntrên địa bàn**\n**Điều 1.** Phê duyệt\n"
    found = paragraphs(read(text.encode(), "a.md"))
    assert [p.text.text for p in found] == [
        "II. NHIỆM VỤ", "1. Tuyên truyền", "Căn cứ Luật;", "Thực hiện", "trên địa bàn", "Điều 1. Phê duyệt"]  # fmt: skip
    assert [p.heading for p in found] == [2, 0, 0, 0, 0, 0]
    assert [p.bold for p in found] == [True, True, False, True, True, False]
    assert [p.italic for p in found] == [False, False, True, False, False, False]
    assert not any(p.whole for p in found)


def test_a_form_feed_is_a_gap_and_markdown_footnotes_are_kept_apart() -> None:
    source = read("trang một\n\fTrang hai\n[^1]: Ghi chú  một\n".encode(), "a.md")
    assert [(p.text.text, p.gap_before) for p in paragraphs(source)] == [("trang một", False), ("Trang hai", True)]
    assert source.footnotes == (("1", "Ghi chú một"),)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_source_or_the_typed_error(data: bytes) -> None:
    assume(
        not data.startswith((b"{\\rtf", b"\xd0\xcf\x11\xe0", b"II*", b"MM", b"\x89PNG", b"\xff\xd8"))
    )  # for helper programs
    try:
        outcome: Source | LangngheError = read(data, "fuzz.txt")
    except LangngheError as error:
        outcome = error
    if not isinstance(outcome, Source):
        assert "\n" not in str(outcome)
        return
    source = outcome
    for p in paragraphs(source):
        assert len(p.text.text) == len(p.text.offsets)
        assert 0 <= p.text.start < p.text.end <= len(source.text)


@settings(deadline=None)
@given(st.text(alphabet="aĐ1.-*_# \t\n|[]<>b&;\r\f\u0301\xa0\u2028", max_size=120))
def test_offsets_of_any_text_point_at_the_characters_they_stand_for(text: str) -> None:
    try:
        source = read(text.encode(), "fuzz.md")
    except InputError:
        return
    for p in paragraphs(source):
        for character, at in zip(p.text.text, p.text.offsets, strict=True):
            assert source.text[at] == character or character in "\n &<>" or character.isspace()


HTML_TABLE = """III. TỔ CHỨC THỰC HIỆN
Bảng: <table border="1"><tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan chủ trì</th></tr>
<tr><td>1</td><td>Khôi phục <b>nghề dệt</b><br>tại các xã</td><td rowspan=2>Sở Công Thương</td></tr>
<tr><td>2</td><td>Tổ chức hội chợ</td></tr></table> Sau bảng
IV. KHÁC
"""


def test_an_html_table_in_a_text_is_a_table_with_the_offsets_of_the_text() -> None:
    source = read(HTML_TABLE.encode(), "plan.md")
    assert source.text == HTML_TABLE
    (table,) = [b for b in source.blocks if isinstance(b, Table)]
    assert [[(c.text.text, c.carried) for c in row] for row in table.rows] == [
        [("TT", False), ("Nhiệm vụ", False), ("Cơ quan chủ trì", False)],
        [("1", False), ("Khôi phục nghề dệt tại các xã", False), ("Sở Công Thương", False)],
        [("2", False), ("Tổ chức hội chợ", False), ("Sở Công Thương", True)],
    ]
    around = [b.text.text for b in source.blocks if isinstance(b, Paragraph)]
    assert around == ["III. TỔ CHỨC THỰC HIỆN", "Bảng:", "Sau bảng", "IV. KHÁC"]
    for row in table.rows:
        for paragraph in (p for cell in row for p in cell.paragraphs):
            words = strip_markup(HTML_TABLE[paragraph.text.start : paragraph.text.end])
            assert words == paragraph.text.text


@pytest.mark.parametrize("text", ["a <table><tr><td>b", "a <table><tr><td>b</td></tr></table> c", "a </table> b"])
def test_what_is_no_whole_table_stays_running_text(text: str) -> None:
    assert not any(isinstance(b, Table) for b in read(text.encode(), "plan.txt").blocks)


@pytest.mark.parametrize(
    ("text", "runs_on"),
    [
        ("TỈNH ỦY SƠN LA\n*\nSố 12-KH/TU\nKẾ HOẠCH", [False] * 4),
        ("Ghi chú (*)\nSố liệu năm 2024", [False, False]),
        ("Rộng 5 * 3 m\nKẾ HOẠCH", [False, False]),
        ("Số liệu*\nKẾ HOẠCH", [False, False]),
        ("*Cần Thơ, ngày\n17 tháng 11 năm 2025*\nKẾ HOẠCH", [False, True, False]),
        ("Luật *(sau đây\ngọi là Luật)*\nKẾ HOẠCH", [False, True, False]),
    ],
)
def test_a_star_that_stands_at_no_word_opens_no_emphasis(text: str, runs_on: list[bool]) -> None:
    assert [p.runs_on for p in paragraphs(read(text.encode(), "a.txt")) if p.text] == runs_on


@pytest.mark.parametrize("ruled", ["_______", "***", "_________ ***", "*****"])
def test_a_rule_below_a_letterhead_opens_no_bold_type(ruled: str) -> None:
    text = f"UBND XÃ BÌNH AN\n{ruled}\nKẾ HOẠCH\nI. MỤC TIÊU\nHọ tên: ____ tuổi ___\n1. Mở 5 lớp.\n"
    found = paragraphs(read(text.encode(), "plan.txt"))
    assert not any(p.runs_on or p.bold for p in found)


def test_bold_type_that_spans_lines_still_runs_on() -> None:
    found = paragraphs(read("**KẾ HOẠCH\nbảo tồn làng nghề**\nCăn cứ __Luật__ Di sản\n".encode(), "plan.md"))
    assert [p.runs_on for p in found] == [False, True, False]


def test_words_struck_through_in_markdown_are_left_out_and_a_warning_says_so() -> None:
    source = read("Phấn đấu ~~80%~~ 90% số xã có làng nghề.".encode(), "plan.md")
    assert [b.text.text for b in source.blocks if isinstance(b, Paragraph)] == ["Phấn đấu 90% số xã có làng nghề."]
    assert any("struck out" in warning for warning in source.warnings)


LETTERHEAD = """|
**ỦY BAN NHÂN DÂN**
TỈNH HÒA AN
-------
|
**CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
|
|
Số: 45/KH-UBND
|
*Hòa An, ngày 10 tháng 02 năm 2023*
|
"""
BODY = "**KẾ HOẠCH**\nĐÀO GIẾNG\n" + "I. MỤC TIÊU\nCó nước sạch quanh năm ở mọi bản.\n" * 12
BOX = "|\nĐang tải văn bản...\n|\n" + "".join(
    f"**{label}:**\n|\n{value}\n|\n"
    for label, value in [
        ("Số hiệu", "45/KH-UBND"),
        ("Loại văn bản", "Kế hoạch"),
        ("Người ký", "Trần Thị Lan"),
        ("Ngày ban hành", "10/02/2023"),
        ("Tình trạng", "Đã biết"),
    ]
)
RELATED = "Văn bản liên quan\nBan hành:\n01/01/2024\nTình trạng: Đã biết\nCập nhật:\n02/01/2024\n"


def test_a_table_of_bars_ends_where_a_document_begins_without_a_blank_line() -> None:
    source = read(f"{LETTERHEAD}{BODY}|\nNơi nhận:\n- Lưu: VT.\n|\n**CHỦ TỊCH**\n|\n".encode(), "plan.md")
    assert lines(source).count("I. MỤC TIÊU") == 12


@pytest.mark.parametrize("behind", ["", RELATED * 3])
def test_the_box_of_properties_above_a_document_is_passed_over(behind: str) -> None:
    boxed = lines(read(f"{BOX}{LETTERHEAD}{BODY}{behind}".encode(), "plan.md"))
    above = [line for line in boxed[: boxed.index("KẾ HOẠCH")] if line != "|"]
    assert above[:3] == ["ỦY BAN NHÂN DÂN", "TỈNH HÒA AN", "-------"]
    assert "Số: 45/KH-UBND" in above


def test_words_like_the_labels_of_a_box_in_a_document_are_kept() -> None:
    text = "KẾ HOẠCH\nI. MỤC TIÊU\nTình trạng: đất bạc màu.\nNgười ký: Nguyễn Văn A\n"
    assert lines(read(text.encode(), "plan.md")) == text.splitlines()


def test_figures_and_letters_of_full_width_are_read_as_those_of_the_keyboard() -> None:
    source = read("Số: １２/ＫＨ-UBND\nTrước ngày ３０/６/２０２６；".encode(), "ke-hoach.txt")
    assert lines(source) == ["Số: 12/KH-UBND", "Trước ngày 30/6/2026;"]
    assert source.text == "Số: 12/KH-UBND\nTrước ngày 30/6/2026;"
