"""Whether a rule does what its examples say, and whether they would notice if a part of it were lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from loader.rules.matching import Matcher
from loader.rules.model import Rule
from loader.rules.mutants import Mutant, without_an_alternative
from loader.rules.pattern import parse

MATCH = "match"
"""Name by which an example says what the whole match must be."""


def failures(rule: Rule, pieces: Mapping[str, str]) -> Iterator[str]:
    """Yield what the examples of a rule say that the rule does not do, one line each."""
    matcher = Matcher(rule, pieces)
    for example in rule.yes:
        found = matcher.find(example.text)
        if found is None:
            yield f"{rule.id}: must match and does not: {example.text}"
            continue
        named = {MATCH: found[0], **found.groupdict()}
        for name, words in example.gives:
            if named.get(name) != words:
                yield f"{rule.id}: {name} is {named.get(name)!r}, not {words!r}, in: {example.text}"
    for example in rule.no:
        if matcher.find(example.text) is not None:
            yield f"{rule.id}: must not match and does: {example.text}"


def survivors(rule: Rule, pieces: Mapping[str, str]) -> Iterator[Mutant]:
    """Yield the mutants of a rule that its examples do not notice."""
    for mutant in mutants(rule):
        if next(failures(_mutated(rule, mutant), pieces), None) is None:
            yield mutant


def mutants(rule: Rule) -> list[Mutant]:
    """Return the mutants of a rule: its pattern without an alternative, its exclusion without one."""
    made = list(without_an_alternative(parse(rule.pattern)))
    if rule.unless:
        made += [replace(m, lost=f"unless: {m.lost}") for m in without_an_alternative(parse(rule.unless))]
        made.append(Mutant("", "unless"))
    return made


def _mutated(rule: Rule, mutant: Mutant) -> Rule:
    if mutant.lost.startswith("unless"):
        return replace(rule, unless=mutant.pattern)
    return replace(rule, pattern=mutant.pattern)
