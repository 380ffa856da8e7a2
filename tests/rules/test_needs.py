"""Words that a pattern needs: they stand in everything that it matches."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.lexicon.marks import Expression, mark_table
from loader.rules import Rule, book
from loader.rules.matching import Beginnings, Matcher
from loader.rules.model import Where
from loader.rules.needs import at_start, needed, openings
from loader.rules.pattern import parse

KINDS = {"kinds": parse("làng | nghề")}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("làng nghề [truyền thống]", {"làng"}),
        ("(Nghề | nghề) {digits}", {"Nghề", "nghề"}),
        ("[các] {digits}", set()),
        ("(luật | {digits})", set()),
        ("hóa", {"hóa", "hoá"}),
        ("{digits} {kinds}", {"làng", "nghề"}),
        ("{digits}&(CHỦ TỊCH)", {"TỊCH"}),
        ("{digits}!(CHỦ TỊCH)", set()),
        ("(nghề | thợ)+ {digits}", {"nghề", "thợ"}),
    ],
)
def test_a_pattern_needs_the_words_that_are_in_each_of_its_alternatives(pattern: str, words: set[str]) -> None:
    assert needed(parse(pattern), KINDS) == words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("làng nghề", {"làng"}),
        ("[các] (làng | xã) nghề", {"các", "làng", "xã"}),
        ("<!(ngành) (Nghề | nghề)", {"Nghề", "nghề"}),
        ("&(A) làng", set()),
        ("!(A)làng", {"làng"}),
        ("(làng | {digits}) nghề", set()),
        ("[các] {digits}", set()),
        ("(nghề | thợ)+ {digits}", {"nghề", "thợ"}),
        ("( nghề | thợ)+ {digits}", set()),
        ("hóa", {"hóa", "hoá"}),
        ("{kinds} cũ", {"làng", "nghề"}),
        ("[{kinds}] cũ", {"làng", "nghề", "cũ"}),
        ("…làng", set()),
        ("^ làng", {"làng"}),
    ],
)
def test_a_match_begins_with_the_first_words_of_each_alternative(pattern: str, words: set[str]) -> None:
    assert openings(parse(pattern), KINDS) == words


def test_a_pattern_stands_at_the_start_when_each_of_its_alternatives_does() -> None:
    assert at_start(parse("^ làng | ^ xã"))
    assert not at_start(parse("^ làng | xã"))
    assert not at_start(parse('(^ | "(") làng'))


def test_every_rule_finds_in_its_examples_what_its_expression_finds() -> None:
    for name in book().names():
        for matcher in (m for m in book().matchers(name) if m.rule.where is Where.ANYWHERE and not m.rule.unless):
            for example in (*matcher.rule.yes, *matcher.rule.no):
                for text in (example.text, f"{example.text}; {example.text}", example.text.upper()):
                    found = [m.span() for m in matcher.regex.finditer(text)]
                    assert [m.span() for m in matcher.all(text)] == found, matcher.rule.id
                    assert [m.span() for m in (matcher.find(text),) if m] == found[:1], matcher.rule.id


def test_every_example_that_a_rule_matches_holds_one_of_the_words_that_it_needs() -> None:
    for name in book().names():
        for matcher in book().matchers(name):
            words = needed(parse(matcher.rule.pattern), book().trees())
            for example in matcher.rule.yes:
                text = example.text
                if not matcher.rule.case:
                    words, text = frozenset(map(str.lower, words)), text.lower()
                assert not words or any(word in text for word in words), matcher.rule.id


def test_the_rules_tried_at_a_place_are_those_that_match_there() -> None:
    for name in book().names():
        matchers = book().matchers(name)
        for text in {text for m in matchers for e in (*m.rule.yes, *m.rule.no) for text in (e.text, e.text.upper())}:
            for place in sorted({0, len(text) // 3, len(text)}):
                found = [m.rule.id for m in matchers if (at := m.find(text, place)) and at.start() == place]
                tried = [m.rule.id for m in book().beginning(name, text[place : place + 1])]
                assert [one for one in tried if one in found] == found, text


@pytest.mark.parametrize(("letter", "ids"), [("X", ["a", "c"]), ("x", ["a", "c"]), ("l", ["b", "c"]), ("", ["c"])])
def test_a_rule_that_may_begin_with_any_letter_is_tried_everywhere(letter: str, ids: list[str]) -> None:
    patterns = {"a": "xã | huyện", "b": "làng", "c": "{digits} làng"}
    rules = [
        Matcher(Rule(name, "", "", "", pattern, "", "", False, Where.START, (), (), (), "", ""), {"digits": r"\d*"})
        for name, pattern in patterns.items()
    ]
    assert [matcher.rule.id for matcher in Beginnings.of(rules).at(letter)] == ids


@pytest.mark.parametrize(
    "text", ["BÁO CÁO KỊP THỜI", "Báo cáo kịp thời", "BáO CáO KịP THờI", "ſau khi báo cáo kịp thời"]
)
def test_a_rule_without_case_finds_its_words_in_capitals_and_small_letters(text: str) -> None:
    rule = Rule(
        "vi.x.a", "", "", "", "(sau | báo) {space}(khi | cáo)", "", "", False, Where.ANYWHERE, (), (), (), "", ""
    )
    assert Matcher(rule, {"space": r"\s*"}).holds(text)


MARKS = [
    pytest.param(expression, id=f"{mark.key}-{at}")
    for mark in mark_table().marks
    for at, expression in enumerate(mark.expressions)
    if expression.needs
]


@pytest.mark.parametrize("expression", MARKS)
def test_what_finds_a_mark_needs_what_it_says(expression: Expression) -> None:
    # Edges of lines and words are looked for in what was made up, so that much of it is thrown away.
    @settings(
        max_examples=20,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.filter_too_much],
    )
    @given(st.from_regex(expression.regex))
    def finds(text: str) -> None:
        assert expression.count(text) == len(list(expression.regex.finditer(text)))

    finds()
