"""Cutting a text: nothing is lost, nothing is added, and every fact keeps its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from query_api.explorer.passages import Provision, Span, passages, with_depths

TEXT = "I. MỤC TIÊU\n1. Đến năm 2025, **ít nhất** 80% làng\nnghề có nhãn hiệu. Sở Công Thương chủ trì.\n- Gạch đầu dòng\nMột\tHai\tBa\n"


def letters(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


@st.composite
def cuts(draw: st.DrawFn) -> list[Span]:
    edges = draw(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=8))
    return [Span(min(a, b), max(a, b), (f"f{i}",), ("k",)) for i, (a, b) in enumerate(edges) if a != b]


@given(cuts())
def test_all_words_are_shown_once_whatever_is_marked(spans: list[Span]) -> None:
    shown = passages(TEXT, (), spans)
    got = "".join(piece.text for p in shown for cell in p.cells for s in cell for piece in s.pieces)
    assert letters(got) == letters(TEXT.replace("**", ""))


@given(cuts())
def test_a_fact_covers_its_words_and_no_others(spans: list[Span]) -> None:
    shown = passages(TEXT, (), spans)
    for span in spans:
        got = "".join(q.text for p in shown for c in p.cells for s in c for q in s.pieces if span.names[0] in q.facts)
        assert letters(got) == letters(TEXT[span.start : span.end].replace("*", ""))


@given(cuts())
def test_each_fact_begins_once(spans: list[Span]) -> None:
    shown = passages(TEXT, (), spans)
    begun = [name for p in shown for c in p.cells for s in c for q in s.pieces for name in q.opens]
    assert len(begun) == len(set(begun))


def test_lines_of_one_provision_are_joined_and_a_row_has_cells() -> None:
    first = TEXT.index("1.")
    parts = with_depths(
        [
            Provision("muc-i", "", "section", "I", "", 0, TEXT.index("Một") - 1),
            Provision("muc-i/1", "", "clause", "1", "", first, TEXT.index("- Gạch") - 1),
        ]
    )
    shown = passages(TEXT, parts, [Span(first + 3, first + 20, ("t",), ("targets",))])
    assert [p.anchor for p in shown] == ["muc-i", "muc-i/1", None, None]
    assert [len(p.cells) for p in shown] == [1, 1, 1, 3]
    assert [s.anchor for s in shown[1].cells[0]] == ["muc-i/1/cau-1", "muc-i/1/cau-2"]
    assert parts[1].depth == 1


def test_a_line_outside_of_all_provisions_goes_on_in_the_next_that_begins_small() -> None:
    text = "KẾ HOẠCH\nThực hiện Quyết định số 801\nngày 07/7/2022 của Thủ tướng\nChính phủ;\nnhư sau:\n1\t2\nba"
    shown = [" | ".join("".join(q.text for s in c for q in s.pieces) for c in p.cells) for p in passages(text, (), ())]
    assert shown == [
        "KẾ HOẠCH",
        "Thực hiện Quyết định số 801 ngày 07/7/2022 của Thủ tướng",
        "Chính phủ;",
        "như sau:",
        "1 | 2",
        "ba",
    ]
