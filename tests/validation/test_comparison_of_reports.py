"""``langnghe diff``: new, solved and same findings of two reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from validation_setting import Check

from loader.commands.compare_reports import diff
from loader.errors import ConfigurationError, FindingsError
from loader.validation.report import render

HEAD = """@prefix ex: <https://example.org/> . @prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . """
OLD = HEAD + 'ex:a a ln:Task ; rdfs:label "việc một" . ex:b a ln:Task ; rdfs:label "việc hai" .'
NEW = (
    HEAD
    + 'ex:a a ln:Task ; rdfs:label "việc một" ; ln:deliverable "2 lớp" . ex:b a ln:Task ; rdfs:label "việc hai" . ex:c a ln:Task ; rdfs:label "việc ba" .'
)


@pytest.fixture
def files(check: Check, tmp_path: Path) -> tuple[Path, Path]:
    made = []
    for name, data in (("old", OLD), ("new", NEW)):
        file = tmp_path / f"{name}.json"
        file.write_bytes(render(check(data, "turbo", "TSK-03"), "json"))
        made.append(file)
    return made[0], made[1]


def run(*words: object) -> Result:
    return CliRunner().invoke(diff, [str(word) for word in words], terminal_width=160)


def test_findings_are_new_solved_or_the_same(files: tuple[Path, Path]) -> None:
    found = json.loads(run(*files, "--format", "json").output)
    assert found["counts"] == {"new": 1, "solved": 1, "same": 1}
    assert [f["label"] for f in found["new"]] == ["việc ba"]
    assert [f["label"] for f in found["solved"]] == ["việc một"]
    assert [f["label"] for f in found["same"]] == ["việc hai"]


def test_swapping_the_reports_swaps_new_and_solved(files: tuple[Path, Path]) -> None:
    there = json.loads(run(*files, "--format", "json").output)
    back = json.loads(run(*reversed(files), "--format", "json").output)
    assert there["new"] == back["solved"]
    assert there["solved"] == back["new"]


def test_a_report_compared_with_itself_has_nothing_new(files: tuple[Path, Path]) -> None:
    result = run(files[0], files[0], "--fail-on", "info")
    assert result.exception is None
    assert "0 mới, 0 đã hết, 2 như cũ" in result.output


def test_the_table_speaks_both_languages(files: tuple[Path, Path]) -> None:
    assert "Đã hết (1)" in run(*files).output
    english = run(*files, "--lang", "en", "--same").output
    for title in ("New (1)", "Solved (1)", "The same (1)", "TSK-03"):
        assert title in english


def test_new_findings_fail_on_request_only(files: tuple[Path, Path]) -> None:
    assert run(*files).exception is None
    assert isinstance(run(*files, "--fail-on", "info").exception, FindingsError)


def test_what_is_no_report_is_told(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("[]", encoding="utf-8")
    for path in (file, tmp_path / "missing.json"):
        assert isinstance(run(path, path).exception, ConfigurationError)
