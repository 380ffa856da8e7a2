"""The shapes as a catalogue: complete, bilingual, well formed."""

from __future__ import annotations

import re

import pytest
from pyshacl.entrypoints import meta_validate
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from validation_setting import ROOT
from village_records.terms import CRAFTS

from loader.graph.vocabulary import LN, names_of
from loader.project import Project
from loader.validation.catalogue import pages
from loader.validation.rules import Catalogue
from loader.validation.terms import ORIGIN, RULE

# What checks in code give to the messages of their rules.
GIVEN = {
    "value-types": {"value", "given", "expected", "property"},
    "repeated-words": {"words", "first", "again"},
}


@pytest.fixture(scope="module")
def catalogue(shapes: Graph) -> Catalogue:
    return Catalogue.of(shapes)


@pytest.mark.slow
def test_shapes_conform_to_the_shapes_of_shapes(shapes: Graph) -> None:
    conforms, _, text = meta_validate(shapes, max_validation_depth=60)
    assert conforms, text


def test_there_are_at_least_45_rules_in_seven_groups(catalogue: Catalogue) -> None:
    assert len(catalogue.rules) >= 45
    assert {r.group.key for r in catalogue.rules} == {
        "completeness",
        "consistency",
        "cross-level",
        "currency",
        "provenance",
        "results",
        "villages",
    }


def test_codes_are_unique_and_are_the_end_of_the_iri(catalogue: Catalogue) -> None:
    assert len({r.code for r in catalogue.rules}) == len(catalogue.rules)
    for rule in catalogue.rules:
        assert rule.iri == str(RULE[rule.code])
        assert re.fullmatch(r"[A-Z]{3}-\d\d", rule.code)


def test_every_rule_has_title_rationale_message_remedy_and_source_in_both_languages(catalogue: Catalogue) -> None:
    for rule in catalogue.rules:
        for text in (rule.title, rule.rationale, rule.message, rule.remedy, rule.source):
            assert text.vi, rule.code
            assert text.en, rule.code
        for text in (rule.title, rule.rationale, rule.message, rule.remedy):
            assert text.vi != text.en, rule.code


def test_every_rule_says_where_its_flaws_lie_and_who_can_mend_them(catalogue: Catalogue, shapes: Graph) -> None:
    for rule in catalogue.rules:
        assert len(set(shapes.objects(URIRef(rule.iri), ORIGIN))) == 1, rule.code
        assert rule.mender.vi, rule.code
        assert rule.mender.en, rule.code


def test_summaries_count_their_places_in_both_languages(catalogue: Catalogue) -> None:
    summed = [rule for rule in catalogue.rules if rule.summary.vi or rule.summary.en]
    assert summed
    for rule in summed:
        assert "{?count}" in rule.summary.vi, rule.code
        assert "{?count}" in rule.summary.en, rule.code


def test_every_place_in_a_message_is_selected_by_the_rule(catalogue: Catalogue, shapes: Graph) -> None:
    for rule in catalogue.rules:
        places = set(re.findall(r"\{\?(\w+)\}", rule.message.vi + rule.message.en))
        selects = [str(q) for c in shapes.objects(URIRef(rule.iri), SH.sparql) for q in shapes.objects(c, SH.select)]
        if not selects:
            assert places <= GIVEN.get(rule.check, set()), rule.code
            continue
        head = selects[0].split("WHERE")[0]
        assert places <= set(re.findall(r"\?(\w+)", head)), rule.code


def test_no_rule_makes_a_pattern_of_a_value(shapes: Graph) -> None:
    """Such a pattern is compiled anew for each row: on a plan of a thousand tasks one rule took 18 of 52 seconds so."""
    pattern = re.compile(
        r"""\b(?:REGEX|REPLACE) *\((?:[^()",]|"[^"]*"|\((?:[^()"]|"[^"]*"|\([^()]*\))*\))*?, *[?$]\w+ *[,)]"""
    )
    assert pattern.search('FILTER (REGEX(STR(?who), ?level, "i"))')
    assert not pattern.search('REGEX(LCASE(STR(?who)), "a, ?b)", "i") && STRSTARTS(?a, ?b)')
    found = {str(shape) for shape, query in shapes.subject_objects(SH.select) if pattern.search(str(query))}
    assert found == set()


def test_no_rule_is_a_blank_node_and_severities_stand_on_the_rules(catalogue: Catalogue, shapes: Graph) -> None:
    for rule in catalogue.rules:
        assert (URIRef(rule.iri), SH.severity, None) in shapes, rule.code
    for constraint in shapes.objects(None, SH.sparql):
        assert (constraint, SH.severity, None) not in shapes


def test_terms_used_in_rules_are_terms_of_the_vocabulary() -> None:
    for file in [file for folder in Project.find(ROOT).shape_folders for file in folder.glob("*.ttl")]:
        known = {*names_of(LN), *(names_of(CRAFTS) if file.parent != ROOT / "shapes" else ())}
        used = set(re.findall(r"\bln:(\w+)", file.read_text(encoding="utf-8")))
        assert used <= known, (file.name, used - known)


def test_pages_of_the_catalogue_are_those_in_docs(catalogue: Catalogue) -> None:
    folder = ROOT / "docs" / "rules"
    made = pages(catalogue, ROOT / "tests" / "validation" / "examples")
    assert {p.name for p in folder.glob("*.md")} == set(made)
    for name, text in made.items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"{name}: run python -m loader.validation.catalogue"
