"""The core names no programme: what only one has stands in its pack, and in the extension of the ontology that it declares."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.programmes import read_packs
from loader.project import Project

ROOT = Path(__file__).parents[2]
PROJECT = Project.find(ROOT)
KEYS = [indicator.key for programme in read_packs(PROJECT.packs) for indicator in programme.indicators]
WORDS = re.compile(rf"làng nghề|làng\s+nghề|craft|\b801\b|{'|'.join(map(re.escape, KEYS))}", re.IGNORECASE)
COMMAND_HELP = ("Example:", "Examples:")
BODY = 'name = "Hiệp hội Làng nghề"'
"""A body has the name that it has."""


def of_documentation(tree: ast.AST) -> set[int]:
    """The lines of docstrings, which may give examples."""
    strings = (
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) and isinstance(n.value.value, str)
    )
    return {line for s in strings for line in range(s.lineno, (s.end_lineno or s.lineno) + 1)}


def named_in_code(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    documentation = of_documentation(ast.parse(text))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT or token.start[0] in documentation:
            continue
        if WORDS.search(token.string) and not any(word in token.string for word in COMMAND_HELP):
            yield f"{file.relative_to(ROOT)}:{token.start[0]}: {token.string[:60]}"


def test_no_module_of_the_core_names_a_programme() -> None:
    files = [*ROOT.glob("loader/**/*.py"), *ROOT.glob("query_api/**/*.py")]
    assert [line for f in files if "bundled" not in f.parts for line in named_in_code(f)] == []


@pytest.mark.parametrize("pattern", ["shapes/*.ttl", "query_api/**/*.html", "query_api/**/*.js", "query_api/**/*.rq"])
def test_no_rule_and_no_page_names_a_programme(pattern: str) -> None:
    files = [f for f in ROOT.glob(pattern) if "node_modules" not in f.parts]
    assert files
    lines = [f"{f.name}: {line}" for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if WORDS.search(line) and "w3id.org/langnghe" not in line] == []


def test_the_core_ontology_names_a_programme_in_examples_only() -> None:
    text = (ROOT / "ontology" / "langnghe.ttl").read_text(encoding="utf-8")
    named = [line.strip() for line in text.splitlines() if WORDS.search(line)]
    assert [line for line in named if not line.startswith("skos:example")] == []


def test_the_rules_of_the_language_match_nothing_of_a_programme() -> None:
    found: list[str] = []
    for file in (ROOT / "loader/language/vi/rules").glob("*.toml"):
        for rule in tomllib.loads(file.read_text(encoding="utf-8")).get("rule", []):
            said = " ".join(rule.get(key, "") for key in ("id", "pattern", "unless", "gives"))
            found += [f"{rule['id']}: {said}"] if WORDS.search(said) else []
    assert found == []


@pytest.mark.parametrize("pattern", ["language/vi/*.toml", "lexicon/*.toml"])
def test_no_list_of_words_of_the_language_has_a_word_of_a_programme(pattern: str) -> None:
    files = [f for f in ROOT.glob(f"loader/{pattern}") if f.name != "measured.toml"]  # which quotes what was read
    assert len(files) > 3
    lines = [f"{f.name}: {line}" for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if WORDS.search(line) and not line.endswith(BODY)] == []


def test_the_thesaurus_of_all_plans_has_no_concept_of_a_programme() -> None:
    text = (ROOT / "loader/lexicon/thesaurus.toml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if WORDS.search(line)] == []
