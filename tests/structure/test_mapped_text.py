"""Text that remembers where its characters stood."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.text import MappedText

SPACE = re.compile(r"\s+")
COMMA = re.compile(",")
ALPHABET = "abđ ấ,.\n\t\u00a0–1"
TEXTS = st.text(alphabet=ALPHABET, max_size=40)
STARTS = st.integers(min_value=0, max_value=1000)


def leads_back(part: MappedText, source: str, start: int = 0) -> bool:
    """Whether every character stands in the source where the text says, white space counting as any white space."""
    assert len(part.text) == len(part.offsets)
    return all(
        source[o - start] == c or (c.isspace() and source[o - start].isspace())
        for c, o in zip(part.text, part.offsets, strict=True)
    )


@given(TEXTS, STARTS)
def test_a_whole_text_maps_one_to_one(text: str, start: int) -> None:
    mapped = MappedText.of(text, start)
    assert mapped.text == text
    assert list(mapped.offsets) == list(range(start, start + len(text)))


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_slice_keeps_the_places_of_its_characters(text: str, a: int, b: int) -> None:
    piece = MappedText.of(text)[a:b]
    assert piece.text == text[a:b]
    assert leads_back(piece, text)


@given(TEXTS, STARTS)
def test_collapsing_gives_the_words_parted_by_single_spaces_and_leads_back(text: str, start: int) -> None:
    collapsed = MappedText.of(text, start).collapse()
    assert collapsed.text == SPACE.sub(" ", text.strip())
    assert leads_back(collapsed, text, start)


@given(TEXTS)
def test_collapsing_twice_changes_nothing_more(text: str) -> None:
    once = MappedText.of(text).collapse()
    assert once.collapse() == once


@given(TEXTS)
def test_stripping_agrees_with_strings(text: str) -> None:
    stripped = MappedText.of(text).strip()
    assert stripped.text == text.strip()
    assert leads_back(stripped, text)


@given(TEXTS)
def test_splitting_agrees_with_regular_expressions_and_each_piece_leads_back(text: str) -> None:
    pieces = MappedText.of(text).split(COMMA)
    assert [p.text for p in pieces] == COMMA.split(text)
    assert all(leads_back(p, text) for p in pieces)


@given(TEXTS)
def test_joining_the_pieces_of_a_split_gives_the_text_less_the_separators(text: str) -> None:
    mapped = MappedText.of(text)
    assert MappedText.join_parts(mapped.split(COMMA)) == mapped.delete(COMMA)
    assert mapped.delete(COMMA).text == text.replace(",", "")


@given(st.lists(TEXTS, max_size=5))
def test_joining_puts_the_separator_between_parts_that_are_not_empty(texts: list[str]) -> None:
    parts = [MappedText.of(t, 100 * i) for i, t in enumerate(texts)]
    joined = MappedText.join_parts(parts, " ")
    assert joined.text == " ".join(t for t in texts if t)
    assert len(joined.offsets) == len(joined.text)


@given(TEXTS, TEXTS)
def test_offsets_of_parts_in_order_never_fall(one: str, other: str) -> None:
    joined = MappedText.join_parts([MappedText.of(one), MappedText.of(other, len(one))], " ")
    assert list(joined.offsets) == sorted(joined.offsets)


def test_start_and_end_bound_the_characters_in_the_source() -> None:
    words = MappedText.of("nghề đan cói", 10)[5:]
    assert (words.text, words.start, words.end) == ("đan cói", 15, 22)


def test_an_empty_text_is_false_and_has_no_place() -> None:
    empty = MappedText.empty()
    assert not empty
    assert empty.strip() == empty == empty.collapse()
    with pytest.raises(IndexError):
        _ = empty.start


def test_a_collapsed_line_break_keeps_the_end_of_the_quote_right() -> None:
    source = "  làng\n\n nghề  "
    quote = MappedText.of(source).collapse()
    assert quote.text == "làng nghề"
    assert source[quote.start : quote.end] == "làng\n\n nghề"
