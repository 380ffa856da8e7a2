"""Facts as JSON: what was read, and nothing else, comes back from it; the schema describes it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.declarations import KINDS
from loader.documents import read_document
from loader.errors import InputError
from loader.facts import Facts
from loader.facts_json import facts_of, json_of, schema
from loader.project import Project
from query_api.cli import cli

SOURCES = sorted(Project.find(Path(__file__).parent).sources.glob("*.txt"))


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem[:16])
def test_facts_come_back_from_their_json(file: Path) -> None:
    facts = read_document(file)
    written = json_of(facts)
    assert facts_of(written, "there") == facts


def test_every_kind_of_fact_has_its_list_and_its_fields_in_the_schema() -> None:
    described = schema()
    assert set(described["properties"]) == {it.name for it in fields(Facts)}
    for kind in KINDS:
        assert set(described["$defs"][kind.fact.__name__]["properties"]) == {it.name for it in fields(kind.fact)}


def test_a_plan_is_printed_as_json_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(cli, ["read", str(SOURCES[0])], catch_exceptions=False)
    assert printed.exit_code == 0
    assert facts_of(printed.output, "there").tasks
    assert not list(tmp_path.iterdir())


def test_what_is_no_facts_is_refused_with_the_field_at_fault() -> None:
    with pytest.raises(InputError, match=r"source: .*required"):
        facts_of("{}", "there.json")
