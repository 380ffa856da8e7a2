"""The reading rules that facts name: every name that code gives is entered, every entry is given by code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from loader.errors import ConfigurationError
from loader.kinds import RelationRole
from loader.programmes import bundled_things
from loader.resolution.curation import CURATED
from loader.rules import Book, book

ROOT = Path(__file__).resolve().parents[2]
READINGS = book().readings()
FAMILIES = {name.partition(".")[0] for name in READINGS}
# Calls that make a note of a doubt; they name its rule without "doubts.".
DOUBTS = {"Finding", "_Proposal", "_note"}
# Calls that ask a rule of a table, whose names look the same.
ASKING = {"rule", "first", "matchers"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def strings(nodes: list[ast.expr]) -> Iterator[str]:
    yield from (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def names_in(tree: ast.AST) -> Iterator[str]:
    asked = {
        id(arg) for call in ast.walk(tree) if isinstance(call, ast.Call) and called(call) in ASKING for arg in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in DOUBTS:
            own = [*strings(node.args), *strings([k.value for k in node.keywords if k.arg == "rule"])]
            yield from (f"doubts.{text}" for text in own if re.fullmatch(r"[a-z]+(-[a-z]+)*", text))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in asked:
            named = re.fullmatch(r"([a-z]+)\.[A-Za-z-]+", node.value)
            if named and named[1] in FAMILIES:
                yield node.value


@pytest.fixture(scope="module")
def given_names() -> set[str]:
    """Return the names of reading rules that stand in the code, or in what packs say of reading named things."""
    found = {CURATED, *(f"citations.{role.value}" for role in RelationRole if f"citations.{role.value}" in READINGS)}
    of_packs = (reader.readings for reader in bundled_things().readers)
    found.update(name for its in of_packs for name in (its.shared, its.placed, its.count, its.row) if name)
    for path in sorted((ROOT / "loader" / "extraction").rglob("*.py")):
        found.update(names_in(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def test_every_name_that_code_gives_is_entered(given_names: set[str]) -> None:
    assert len(given_names) > 60
    assert sorted(given_names - set(READINGS)) == [], "enter them in loader/language/vi/readings.toml"


def test_every_entry_is_given_by_code(given_names: set[str]) -> None:
    assert sorted(set(READINGS) - given_names) == []


def test_every_name_in_the_graph_is_entered() -> None:
    named: set[str] = set()
    for path in (ROOT / "data" / "ttl" / "documents").glob("*.ttl"):
        named.update(re.findall(r'ln:extractedBy "([^"]*)"', path.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert sorted(named - set(READINGS)) == []


def test_every_table_is_used_by_a_reading_rule_and_every_one_named_is_there() -> None:
    named = {table for reading in READINGS.values() for table in reading.tables}
    assert sorted(named - set(book().names())) == []
    assert sorted(set(book().names()) - named) == [], "say in readings.toml which reading rules work with them"


def test_a_reading_rule_says_in_two_languages_what_it_reads() -> None:
    assert [r.id for r in READINGS.values() if r.vi == r.en] == []


def test_what_a_person_says_is_certain() -> None:
    assert book().confidence(CURATED) == 1


def test_a_rule_that_was_not_measured_yet_has_the_share_of_its_kind_and_an_unknown_one_the_worst(
    tmp_path: Path,
) -> None:
    kind = '[kind.task]\nvi = "việc"\nen = "task"\n[kind.note]\nvi = "ghi chú"\nen = "note"\n'
    entry = '[[reading]]\nid = "tasks.new"\nkind = "task"\nvi = "a"\nen = "b"\n'
    (tmp_path / "readings.toml").write_text(kind + entry, encoding="utf-8")
    (tmp_path / "measured.toml").write_text(
        'rules = "r"\ngold = "g"\n[kinds]\ntask = 0.93\nnote = 0.71\n[reading]\n[fired]\n', encoding="utf-8"
    )
    rules = Book(tmp_path)
    assert rules.confidence("tasks.new") == Decimal("0.93")
    assert rules.confidence("nobody.knows") == Decimal("0.71")


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('id = "a.b"\nkind = "none"\nvi = "a"\nen = "b"', "no kind of fact is called none"),
        ('id = "a.b"\nkind = "task"\nvi = "a"', "a reading rule has en"),
        ('id = "a.b"\nkind = "task"\nvi = "a"\nen = "b"\nconfidence = 0.9', "unknown: confidence"),
    ],
)
def test_a_mistake_in_an_entry_is_named(tmp_path: Path, entry: str, fault: str) -> None:
    text = f'[kind.task]\nvi = "việc"\nen = "task"\n[[reading]]\n{entry}\n'
    (tmp_path / "readings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=fault):
        Book(tmp_path).readings()
