"""The language of patterns: what each sign means, that a tree can be written out again, that mistakes are named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import ConfigurationError
from loader.rules.expression import expression
from loader.rules.pattern import Anchor, Choice, Gap, Item, Optional, Piece, Repeat, Sequence, Space, Words, parse
from loader.rules.writing import written

PIECES = {"number": r"\d+"}


def found(pattern: str, text: str) -> str | None:
    match = re.search(expression(parse(pattern), PIECES), text, re.IGNORECASE)
    return match[0] if match else None


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("mục tiêu", "Các MỤC\n tiêu chung", "MỤC\n tiêu"),
        ("(tỷ lệ | tỉ lệ) hộ", "tỉ lệ hộ", "tỉ lệ hộ"),
        ("^ [các | một số] mục tiêu", "một số mục tiêu", "một số mục tiêu"),
        ("^ [các | một số] mục tiêu", "mục tiêu", "mục tiêu"),
        ("^ mục tiêu", "các mục tiêu", None),
        ("nhiệm vụ[,] [và] giải pháp", "nhiệm vụ, giải pháp", "nhiệm vụ, giải pháp"),
        ("nhiệm vụ[,] [và] giải pháp", "nhiệm vụ và giải pháp", "nhiệm vụ và giải pháp"),
        ("quý~/~năm", "quý / năm", "quý / năm"),
        ("quý~/~năm", "quý/năm", "quý/năm"),
        ("kinh phí [thực hiện] $", "nguồn kinh phí thực hiện", "kinh phí thực hiện"),
        ("kinh phí [thực hiện] $", "kinh phí thực hiện kế hoạch", None),
        ("tỷ lệ … đạt", "tỷ lệ hộ dùng nước sạch đạt 90%", "tỷ lệ hộ dùng nước sạch đạt"),
        ("tỷ lệ … đạt", "tỷ lệ đạt", "tỷ lệ đạt"),
        ("tỷ lệ … đạt", "tỷ lệ hộ nghèo. Đến nay đạt", None),
        ("tỷ lệ …4 đạt", "tỷ lệ hộ nghèo đạt", None),
        ("kinh phí &(từ | của)", "kinh phí từ ngân sách", "kinh phí"),
        ("kinh phí !(từ | của)", "kinh phí của tỉnh", None),
        ("<(số) {number}", "văn bản số 12", "12"),
        ("<!(số) {number}", "văn bản số 12", None),
        ("công an", "công ăn việc làm", None),
        ("công an", "tai công an", "công an"),
        ("nghề", "nghềx", None),
        ("nghề*", "nghềx", "nghề"),
        ("hoá chất", "hóa chất", "hóa chất"),
        ("UỶ BAN", "Ủy ban", "Ủy ban"),
        ('"[..]" tỉnh', "của [..] tỉnh", "[..] tỉnh"),
        ("đạt {number}%", "đạt 90%", "đạt 90%"),
        ("các (sở | ban)( và (sở | ban))+", "các sở và ban và sở", "các sở và ban và sở"),
        ("các (sở | ban)( và (sở | ban))+", "các sở", None),
        ("số ({number}/)+", "số 1/2/3", "số 1/2/"),
        ("số {number}+", "số 123", "số 123"),
    ],
)
def test_a_sign_means_what_the_table_says(pattern: str, text: str, wanted: str | None) -> None:
    assert found(pattern, text) == wanted


def test_a_named_piece_gives_what_it_matched() -> None:
    match = re.search(expression(parse("đạt {share:number}%"), PIECES), "đạt 90%")
    assert match
    assert match["share"] == "90"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(a | b", "( is not closed"),
        ("a) b", "')' closes nothing"),
        ("(a | )", "an empty alternative"),
        ("", "an empty alternative"),
        ("a !b", "! stands in front of a bracket"),
        ('a "b', "a quotation mark is not closed"),
        ("{a b}", "between { and } stands a name"),
        ("{unknown}", "no piece is called 'unknown'"),
    ],
)
def test_a_mistake_in_a_pattern_is_named(pattern: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(fault)):
        expression(parse(pattern), PIECES)


_WORDS = st.text("aăâbcđeêghô0123,.%", min_size=1, max_size=6).map(Words)
_LEAVES: st.SearchStrategy[Item] = st.one_of(
    _WORDS, st.integers(1, 120).map(Gap), st.sampled_from([Piece("", "number"), Piece("n", "number")])
)


def _sequences(inner: st.SearchStrategy[Item]) -> st.SearchStrategy[Sequence]:
    def spaced(items: list[Item]) -> Sequence:
        row: list[Item] = []
        for item in items:
            row += [Space(), item] if row else [item]
        return Sequence(tuple(row))

    return st.lists(inner, min_size=1, max_size=3).map(spaced)


def _choices(inner: st.SearchStrategy[Item]) -> st.SearchStrategy[Choice]:
    return st.lists(_sequences(inner), min_size=1, max_size=3).map(lambda options: Choice(tuple(options)))


_ITEMS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        _choices(inner),
        _choices(inner).map(Optional),
        st.builds(Repeat, _choices(inner), st.booleans(), st.integers(1, 20)),
    ),
    max_leaves=8,
)


@given(_choices(_ITEMS))
def test_a_tree_written_out_is_read_back_the_same(tree: Choice) -> None:
    assert parse(written(tree)) == tree


@given(_choices(st.one_of(_WORDS, _choices(_WORDS).map(Optional))))
def test_every_pattern_of_words_matches_the_words_it_is_written_with(tree: Choice) -> None:
    plain = " ".join(item.text for item in tree.options[0].items if isinstance(item, Words))
    if plain and not isinstance(tree.options[0].items[0], Anchor):
        assert re.search(expression(tree, PIECES), plain) is not None
