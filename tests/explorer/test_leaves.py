"""Cutting a text into leaves: all of it, in its order, tables apart, none much higher than another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from query_api.explorer.leaves import LINES, leaves
from query_api.explorer.passages import Paragraph, Piece, Sentence


def paragraph(cells: list[str], at: int) -> Paragraph:
    said = tuple((Sentence(f"p/cau-{at}", (Piece(cell),)),) for cell in cells)
    return Paragraph(f"p-{at}", "clause", 1, False, said, at)


TEXTS = st.lists(st.lists(st.integers(0, 4000).map(lambda n: "a" * n), min_size=1, max_size=4), max_size=20).map(
    lambda texts: [paragraph(cells, at) for at, cells in enumerate(texts)]
)


@given(TEXTS)
def test_the_leaves_are_the_text_in_its_order(text: list[Paragraph]) -> None:
    cut = list(leaves(text))
    assert [p for leaf in cut for p in leaf.paragraphs] == text
    assert all(p.row == leaf.table for leaf in cut for p in leaf.paragraphs)


@given(TEXTS)
def test_each_table_opens_once_and_closes_before_anything_else(text: list[Paragraph]) -> None:
    cut = list(leaves(text))
    for leaf, following in zip(cut, [*cut[1:], None], strict=False):
        assert leaf.closes == (following is None or following.opens)
        assert following is None or not leaf.closes or following.table != leaf.table


def test_a_full_leaf_has_its_lines_and_a_short_text_has_none() -> None:
    lines = [paragraph(["a" * 70], at) for at in range(10 * LINES)]
    cut = list(leaves(lines))
    assert {len(leaf.paragraphs) for leaf in cut if leaf.full} == {LINES * 2 // 3}  # with the gaps between them
    assert not any(leaf.full for leaf in leaves(lines[:20]))
