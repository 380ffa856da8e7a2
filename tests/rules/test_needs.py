"""Words that a pattern needs: they stand in everything that it matches."""

from __future__ import annotations

import pytest

from loader.rules import book
from loader.rules.needs import needed
from loader.rules.pattern import parse


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("làng nghề [truyền thống]", {"làng"}),
        ("(Nghề | nghề) {digits}", {"Nghề", "nghề"}),
        ("[các] {digits}", set()),
        ("(luật | {digits})", set()),
        ("hóa", set()),
        ("{digits}&(CHỦ TỊCH)", {"TỊCH"}),
        ("{digits}!(CHỦ TỊCH)", set()),
    ],
)
def test_a_pattern_needs_the_words_that_are_in_each_of_its_alternatives(pattern: str, words: set[str]) -> None:
    assert needed(parse(pattern)) == words


def test_every_example_that_a_rule_matches_holds_one_of_the_words_that_it_needs() -> None:
    for name in book().names():
        for matcher in book().matchers(name):
            words = needed(parse(matcher.rule.pattern)) if matcher.rule.case else frozenset()
            for example in matcher.rule.yes:
                assert not words or any(word in example.text for word in words), matcher.rule.id
