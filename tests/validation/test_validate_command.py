"""``langnghe validate`` as a user calls it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Graph
from validation_setting import AS_OF, EXAMPLES, ROOT, read

from loader.commands.validate import validate
from loader.errors import ConfigurationError, FindingsError, GraphError, InputError
from loader.validation.shacl_engines import ENGINES
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate as check_graph

PLAN = EXAMPLES / "DOC-01" / "fail.ttl"
Call = Callable[..., Result]


@dataclass(frozen=True)
class FirstRun:
    result: Result
    folder: Path


def run(*words: object) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return CliRunner().invoke(validate, [str(word) for word in words])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> FirstRun:
    folder = tmp_path_factory.mktemp("first") / "out"
    return FirstRun(run(PLAN, "--output", folder, "--engine", "turbo"), folder)


def test_a_violation_fails_and_the_report_is_written_all_the_same(first: FirstRun) -> None:
    assert isinstance(first.result.exception, FindingsError)
    assert "DOC-01" in first.result.output
    assert (first.folder / "report.html").is_file()


def test_a_syntax_error_is_told_with_file_and_line_and_leaves_the_earlier_report_whole(
    first: FirstRun, tmp_path: Path
) -> None:
    before = (first.folder / "report.ttl").read_bytes()
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix ex: <https://example.org/> .\nex:a ex:b \n", encoding="utf-8")
    result = run(broken, "--output", first.folder)
    assert isinstance(result.exception, GraphError)
    assert "broken.ttl" in str(result.exception)
    assert "line" in str(result.exception)
    assert (first.folder / "report.ttl").read_bytes() == before


def test_a_baseline_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = run("--baseline", tmp_path / "missing.toml")
    assert isinstance(result.exception, ConfigurationError)


OWN = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix my: <https://example.org/rules/> .
my:Signed a sh:NodeShape ; sh:targetClass ln:Plan ; sh:severity sh:Warning ;
  sh:property [ sh:path ln:signedBy ; sh:minCount 1 ; sh:message "Kế hoạch không có người ký."@vi, "Unsigned."@en ] .
"""


def test_own_rules_join_the_report_and_what_they_find_is_new(first: FirstRun, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(OWN.replace("ln:Plan", "ln:Scheme"), encoding="utf-8")
    baseline = first.folder / "report.json"
    options = ("--baseline", baseline, "--fail-on", "never", "--lang", "en", "--engine", "turbo")
    result = run(PLAN, "--shapes", mine, "--output", tmp_path / "out", *options)
    assert result.exception is None
    table = (tmp_path / "out" / "report.csv").read_text(encoding="utf-8-sig")
    own = [line for line in table.splitlines() if ",Signed," in line]
    assert own
    assert f"{len(own)} new" in result.output


@pytest.mark.parametrize("engine", ENGINES)
def test_a_finding_of_a_nested_shape_goes_by_the_name_of_the_shape_around_it(
    engine: str, hierarchy: Graph, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(OWN, encoding="utf-8")
    report = check_graph(read(PLAN) + hierarchy, load_shapes([mine]), engine=engine, as_of=AS_OF)
    assert [(f.rule, f.message.vi, f.message.en) for f in report.findings] == [
        ("Signed", "Kế hoạch không có người ký.", "Unsigned.")
    ]


def test_an_error_in_own_rules_names_file_and_shape(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        OWN.replace("sh:property [", 'sh:sparql [ sh:select "SELECT $this WHERE { nonsense" ] ; sh:property ['),
        encoding="utf-8",
    )
    with pytest.raises(GraphError, match=r"mine\.ttl.*rules/Signed"):
        load_shapes([mine])


@pytest.mark.slow
def test_a_document_that_was_not_built_is_read_and_gives_the_findings_of_a_built_one(tmp_path: Path) -> None:
    plan = min((ROOT / "data" / "sources").glob("*.txt"))
    tables = []
    for name, path in (("read", plan), ("built", ROOT / "data" / "ttl" / "documents" / f"{plan.stem}.ttl")):
        made = run(path, "--output", tmp_path / name, "--engine", "auto", "--fail-on", "never", "--as-of", AS_OF)
        assert made.exit_code == 0, made.output
        tables.append((tmp_path / name / "report.csv").read_text(encoding="utf-8"))
    assert tables[0] == tables[1]
    assert plan.stem in tables[0]


def test_a_document_that_is_no_plan_is_told_with_its_name(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Hôm nay trời đẹp.", encoding="utf-8")
    told = run(note).exception
    assert isinstance(told, InputError)
    assert "note.txt" in str(told)
