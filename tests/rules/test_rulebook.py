"""Every rule: its examples hold through the rule, its examples notice when a part of it is lost, it is entered once."""

from __future__ import annotations

from collections import Counter

import pytest

from loader.rules import Rule, book
from loader.rules.examples import failures, mutants, survivors

RULES = [rule for name in book().names() for rule in book().table(name).rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_its_examples_hold(rule: Rule) -> None:
    assert list(failures(rule, book().pieces())) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_it_has_an_example_of_each_kind_and_says_what_it_is_for(rule: Rule) -> None:
    assert rule.yes
    assert rule.no
    assert rule.vi != rule.en


def test_no_example_stands_twice_in_a_rule() -> None:
    twice = {
        rule.id: [text for text, n in Counter(e.text for e in (*rule.yes, *rule.no)).items() if n > 1] for rule in RULES
    }
    assert {name: texts for name, texts in twice.items() if texts} == {}


@pytest.mark.slow
def test_hardly_an_alternative_can_be_left_out_without_an_example_noticing() -> None:
    pieces = book().pieces()
    left = [f"{rule.id}: {mutant.lost}" for rule in RULES for mutant in survivors(rule, pieces)]
    made = sum(len(mutants(rule)) for rule in RULES)
    assert len(left) <= 0.02 * made, f"{len(left)} of {made} parts that no example needs:\n" + "\n".join(left)
