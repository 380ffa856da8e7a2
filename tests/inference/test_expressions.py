"""The table of expressions that inference matches with: each is found in its examples, and each is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loader.errors import ConfigurationError
from loader.lexicon.expressions import expression, expressions

LOADER = Path(__file__).parents[2] / "loader"


@pytest.mark.parametrize("name", expressions())
def test_an_expression_is_found_in_its_examples(name: str) -> None:
    entry = expressions()[name]
    found = expression(name, verbs="sản xuất|khai thác")
    assert entry.yes
    assert [text for text in entry.yes if found.search(text) is None] == []


def test_every_expression_is_used() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in LOADER.rglob("*.py"))
    named = set(re.findall(r'expression\(["\']([a-z-]+)["\']', code)) | {"hamlets-in-a-row", "communes-in-a-row"}
    assert named == set(expressions())


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigurationError, match="no expression is called"):
        expression("nothing")
