"""What counts as markup, and the law that evidence relies on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.readers.markup import collapse_whitespace, settle, strip_mapped, strip_markup, tidy_line
from loader.text import MappedText


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("[bookmark: dieu_1][bookmark: dieu_1_name]Điều 1. Ban hành", "Điều 1. Ban hành"),
        ("**Điều 1.** Phê duyệt", "Điều 1. Phê duyệt"),
        ("#### **4. Nguồn kinh phí**", "4. Nguồn kinh phí"),
        ("*Căn cứ Luật số 21;*", "Căn cứ Luật số 21;"),
        ("***Căn cứ***", "Căn cứ"),
        ("- Lưu: VT, NN. *HPH*", "- Lưu: VT, NN. HPH"),
        ("chỉ đạo. / *HPH*", "chỉ đạo. / HPH"),
        ("*(Kèm theo Quyết định)*", "(Kèm theo Quyết định)"),
        ("(viết tắt là *Quyết định số 801/QĐ-TTg*).", "(viết tắt là Quyết định số 801/QĐ-TTg)."),
        ("<b>TT</b>", "TT"),
        ('<ul style="list-style-type: none"> <li>- Các Sở;</li> </ul>', "- Các Sở;"),
        ("Sở A<br>Sở B", "Sở A Sở B"),
        ("__Mục tiêu__ và _giải pháp_.", "Mục tiêu và giải pháp."),
        (r"1\. Mục tiêu \- chung", "1. Mục tiêu - chung"),
        ("NN&amp;PTNT", "NN&PTNT"),
        ("làng\u200b nghề\ufeff", "làng nghề"),
        ("[Nghị định 52](https://example.org/nd-52) nói", "Nghị định 52 nói"),
        ("<!-- trang 2 -->Điều 2", "Điều 2"),
        ("Đạt ~~80%~~ 90% xã", "Đạt 90% xã"),
        ("Đạt <del>80%</del> 90% xã", "Đạt 90% xã"),
    ],
)
def test_markup_goes(raw: str, clean: str) -> None:
    assert collapse_whitespace(strip_markup(raw)) == clean


@pytest.mark.parametrize(
    "kept",
    [
        "* Hỗ trợ làng nghề",
        "* **",
        "làng nghề truyền thống[1]; phát triển",
        "5 * 3 = 15",
        "(*) Ghi chú",
        "Số: ____/QĐ-UBND",
        "Số: __/KH-UBND ngày __ tháng __",
        "giá < 5 và > 3",
        "tệp_kế_hoạch",
        "Sở NN&PTNT; R&D",
        "[Khoản 1] của điều",
        "|",
        "-------",
        "khoảng ~ 5 ~~ 6 xã",
        "~~~~",
    ],
)
def test_what_is_no_markup_stays(kept: str) -> None:
    expected = kept.replace("**", "").strip()
    assert strip_markup(kept).strip() == expected


def test_the_mapped_text_strips_to_the_same_words_and_remembers_places() -> None:
    raw = "**a) Đến năm 2025** <b>[bookmark: x]x</b> &amp; *y*"
    mapped = strip_mapped(MappedText.of(raw, 100))
    assert mapped.text == strip_markup(raw) == "a) Đến năm 2025 x & y"
    assert [raw[o - 100] for o in mapped.offsets] == list(mapped.text)


def test_tabs_stay_in_a_line_and_spaces_collapse() -> None:
    assert tidy_line(MappedText.of("\t  STT \t Nhiệm   vụ\t")).text == "\tSTT\tNhiệm vụ\t"
    assert tidy_line(MappedText.of(" \t\xa0")).text == "\t"
    assert tidy_line(MappedText.of("  a\xa0 b  ")).text == "a b"


_LOCAL = st.lists(
    st.sampled_from(
        ["a", "Đ", " ", "*", "**", "_", "__", "(", ")", ".", ",", ":", "|", "-", "“", "”", "<b>", "</b>", "<br>", "[1]",
         "\t", "\u200b", "[bookmark: k_1]", "1", "~~", "~", "<s>", "</s>", "làng nghề", "\n"]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(_LOCAL, st.data())
def test_any_quote_cut_between_clean_characters_strips_to_its_own_words(raw: str, data: st.DataObject) -> None:
    clean = strip_mapped(MappedText.of(raw))
    assert clean.text == strip_markup(raw)
    words = [i for i, c in enumerate(clean.text) if not (c.isspace() or c in "*_~") and raw[clean.offsets[i]] == c]
    if not words:
        return
    first = data.draw(st.sampled_from(words))
    last = data.draw(st.sampled_from([i for i in words if i >= first]))
    quote = raw[clean.offsets[first] : clean.offsets[last] + 1]
    assert collapse_whitespace(strip_markup(quote)) == collapse_whitespace(clean.text[first : last + 1])


@settings(deadline=None)
@given(st.text(alphabet="aĐ *_~#<>b/&lt;amp[]\\`1()\u200b\n", max_size=60))
def test_a_settled_line_has_no_markup_left(raw: str) -> None:
    once = settle(raw)
    assert collapse_whitespace(strip_markup(once)) == once


@settings(deadline=None)
@given(st.text(max_size=200))
def test_mapped_and_plain_stripping_agree_on_any_text(raw: str) -> None:
    clean = strip_mapped(MappedText.of(raw))
    assert clean.text == strip_markup(raw)
    assert len(clean.offsets) == len(clean.text)
    assert all(a <= b for a, b in zip(clean.offsets, clean.offsets[1:], strict=False))
