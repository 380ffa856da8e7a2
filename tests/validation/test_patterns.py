"""Regular expressions of XPath as Python reads them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.errors import GraphError
from loader.validation.patterns import python_pattern


@pytest.mark.parametrize(
    ("pattern", "flags", "matching", "other"),
    [
        (r"^\p{Lu}", "", "Đảng", "đảng"),
        (r"^[\p{L}\s]+$", "", "Làng nghề", "làng 1"),
        (r"^\P{Nd}+$", "", "abc", "a1c"),
        (r"^[a-z-[aeiou]]+$", "", "bcd", "bad"),
        (r"^[^a-z-[0-9]]$", "", "A", "5"),
        (r"^\i\c*$", "", "Đề-1", "1a"),
        (r"^[\i-[:]][\c-[:]]*$", "", "ab", "a:b"),
        (r"^\d{1,4}/QĐ-\w+$", "", "801/QĐ-TTg", "801/QD"),
        ("a.b", "s", "a\nb", "ab"),
        ("a.b", "", "axb", "a\nb"),
        ("^a$", "", "a", "a\n"),
        ("^b$", "m", "a\nb\nc", "abc"),
        (" a [ ] b ", "x", "a b", "ab"),
        ("a.b", "q", "a.b", "axb"),
        ("[]a]", "", "]", "b"),
        ("[[]", "", "[", "]"),
    ],
)
def test_a_pattern_matches_as_in_xpath(pattern: str, flags: str, matching: str, other: str) -> None:
    made = re.compile(python_pattern(pattern, flags), re.MULTILINE if "m" in flags else 0)
    assert made.search(matching)
    assert not made.search(other)


@pytest.mark.slow
@settings(deadline=None)  # the first use of a category looks at all characters
@given(st.characters(codec="utf-8"))
def test_a_category_holds_its_characters_and_no_others(character: str) -> None:
    category = unicodedata.category(character)
    assert re.fullmatch(python_pattern(rf"\p{{{category[0]}}}"), character)
    assert not re.fullmatch(python_pattern(rf"\P{{{category}}}"), character)


@given(st.text())
def test_a_text_taken_literally_finds_itself(text: str) -> None:
    assert re.search(python_pattern(text, "q"), text)


@pytest.mark.parametrize("pattern", ["(", "[", "*a", "a{2,1}", "a\\", r"\p{Xx}", "a)"])
def test_what_is_no_regular_expression_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(GraphError, match="pattern"):
        python_pattern(pattern)


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(GraphError, match="flag 'z'"):
        python_pattern("a", "iz")
