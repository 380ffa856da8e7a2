"""The runner of the W3C suite, on three tests of our own in the form of that suite."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from loader.validation.shacl_engines import ENGINES
from tests.w3c.shacl_suite import DEVIATIONS, VARIABLE, carry_out, cases, find_suite, main

OWN = Path(__file__).parent / "own"
# That of the W3C, too, where a checkout of it is at hand: it is no part of the project.
SUITES = [str(OWN), *([os.environ[VARIABLE]] if VARIABLE in os.environ else [])]


def test_manifests_are_followed_and_failures_are_told_from_reports() -> None:
    found = {case.name: case for case in cases(find_suite(OWN))}
    assert set(found) == {"core/lead", "core/path", "sparql/minus"}
    assert found["sparql/minus"].expected is None
    assert found["core/path"].group == "core"


@pytest.mark.parametrize("engine", ENGINES)
def test_own_tests_pass_with_every_engine(engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(OWN), "--engine", engine]) == 0
    table = capsys.readouterr().out
    assert "| core | 2 | 2 |" in table
    assert "| sparql | 1 | 1 |" in table


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("suite", SUITES)
def test_written_reports_equal_those_of_pyshacl(suite: str, engine: str) -> None:
    assert main([suite, "--engine", engine, "--reports"]) == 0
    assert main([suite, "--engine", engine]) == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("core/lead.ttl", "sh:Warning", "sh:Info", "another report"),
        (
            "core/path.ttl",
            "sh:inversePath ex:carriesOut ] ; sh:resultSeverity",
            "sh:inversePath ex:x ] ; sh:resultSeverity",
            "another",
        ),
        ("sparql/minus.ttl", "MINUS {", "OPTIONAL {", "does not fail"),
    ],
)
def test_a_wrong_expectation_is_a_new_deviation(
    file: str, old: str, new: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "suite"
    shutil.copytree(OWN, suite)
    text = (suite / file).read_text(encoding="utf-8")
    assert old in text
    (suite / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = {o.case.name: o.fault for o in (carry_out(c, "pyshacl") for c in cases(find_suite(suite))) if o.fault}
    assert list(faults) == [file.removesuffix(".ttl")]
    assert fault in faults[file.removesuffix(".ttl")]
    assert main([str(suite)]) == 1
    assert "NEW" in capsys.readouterr().out


def test_a_folder_without_a_manifest_and_no_folder_at_all_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError):
        find_suite(tmp_path)
    monkeypatch.delenv("LANGNGHE_SHACL_SUITE", raising=False)
    with pytest.raises(SystemExit):
        main([])


def test_every_known_deviation_has_a_reason() -> None:
    assert all(len(d.reason) > 20 for d in DEVIATIONS)
