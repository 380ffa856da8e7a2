"""How true the findings about the five documents are: never less than it was."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from validation_setting import AS_OF, ROOT, Check

from loader.commands.findings import findings as command
from loader.errors import InputError
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.findings import Severity
from loader.validation.judged import Agreement, Judged, Measured, Tally, Verdict, measure, read_judged
from loader.validation.judged_page import judged_page
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

GOLD = ROOT / "tests" / "gold" / "findings"
LIMITS = tomllib.loads((GOLD / "limits.toml").read_text(encoding="utf-8"))
PLAN = "https://w3id.org/langnghe/vn/ubnd-ex/2023/01/31/kh/5"
DATA = f"""
@prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{PLAN}> a ln:Plan ; ln:hasText <{PLAN}/text> ; ln:level <https://w3id.org/langnghe/level/province> .
<{PLAN}/text> ln:text "Mở đầu\\nTổ chức tuyên truyền\\nKết thúc" .
<{PLAN}/task-1> a ln:Task ; rdfs:label "Tổ chức tuyên truyền"@vi ; ln:inDocument <{PLAN}> ; ln:evidence <{PLAN}/e> .
<{PLAN}/e> ln:quote "Tổ chức tuyên truyền" ; ln:start 7 ; ln:end 27 ; ln:inText <{PLAN}/text> .
"""


@pytest.fixture(scope="module")
def judged() -> Judged:
    return read_judged(GOLD, ROOT / "data" / "sources")


@pytest.fixture(scope="module")
def measured(judged: Judged) -> Measured:
    project = Project(ROOT)
    data, shapes = load_data(project), load_shapes(project.shape_folders)
    report = validate(data, shapes, engine="turbo", as_of=AS_OF, sources=project.sources)
    return measure(report, judged)


@pytest.mark.slow
def test_no_rule_is_false_more_often_than_it_was(measured: Measured) -> None:
    false = {rule: tally.false for rule, tally in measured.rules.items() if tally.false}
    assert {rule: n for rule, n in false.items() if n > LIMITS["false"].get(rule, 0)} == {}


@pytest.mark.slow
def test_violations_and_warnings_are_true_and_useful(measured: Measured) -> None:
    for tallies in (measured.severities, measured.grouped):
        assert tallies[Severity.VIOLATION].false_rate <= 0.02
        assert tallies[Severity.WARNING].false_rate <= 0.02
        assert tallies[Severity.WARNING].useful_rate >= 0.8


@pytest.mark.slow
def test_a_plan_has_few_flaws_and_none_of_those_found_is_lost(measured: Measured) -> None:
    assert max(measured.plans.values()) <= LIMITS["flaws_per_document"]
    assert len(measured.found) >= LIMITS["found"], [flaw.note for flaw in measured.missed]


@pytest.mark.slow
def test_nearly_all_findings_were_judged(measured: Measured) -> None:
    unjudged = sum(tally.unjudged for tally in measured.severities.values())
    judged = sum(tally.judged for tally in measured.severities.values())
    assert unjudged <= LIMITS["unjudged_share"] * (judged + unjudged)


def test_every_judgement_has_a_reason_and_two_readings_mostly_agree(judged: Judged) -> None:
    assert all(j.reason and j.element for j in judged.judgements.values())
    same, twice = judged.agreement
    assert same >= 0.8 * twice


def test_a_second_reader_who_saw_none_of_it_mostly_agrees(judged: Judged) -> None:
    readers = judged.readers
    assert readers.both >= 200
    assert readers.alike >= 0.8 * readers.both
    assert readers.kappa >= 0.6


def test_kappa_is_agreement_beyond_chance() -> None:
    true, noise = Verdict.TRUE, Verdict.NOISE
    assert Agreement(
        {(true, true): 20, (noise, noise): 15, (true, noise): 5, (noise, true): 10}
    ).kappa == pytest.approx(0.4)
    assert Agreement({(true, true): 1, (true, noise): 1, (noise, true): 1, (noise, noise): 1}).kappa == 0.0
    assert Agreement({(true, true): 7}).kappa == 1.0


def gold(folder: Path, verdict: str, key: str, words: str = "Tổ chức tuyên truyền") -> Judged:
    folder.mkdir(exist_ok=True)
    (folder / "text.txt").write_text("Mở đầu\nTổ chức tuyên truyền\nKết thúc", encoding="utf-8")
    (folder / "plan.toml").write_text(
        f'document = "{PLAN}"\nsource = "text.txt"\n'
        f'[[flaw]]\nkind = "k"\norigin = "document"\nwords = "{words}"\nvi = "Thiếu"\nen = "Missing"\nrules = ["TSK-01"]\n'
        f'[[judgement]]\nkey = "{key}"\nrule = "TSK-01"\nelement = "x"\nverdict = "{verdict}"\nreason = "r"\n',
        encoding="utf-8",
    )
    return read_judged(folder, folder)


def test_a_finding_judged_false_counts_against_its_rule_and_others_are_unjudged(check: Check, tmp_path: Path) -> None:
    report = check(DATA)
    key = next(finding.key for finding in report.findings if finding.rule == "TSK-01")
    result = measure(report, gold(tmp_path, "false", key))
    assert result.rules["TSK-01"] == Tally(false=1)
    assert result.rules["TSK-01"].false_rate == 1.0
    assert result.severities[Severity.INFO].unjudged > 0
    assert [flaw.kind for flaw in result.found] == ["k"]
    page = judged_page(result, gold(tmp_path, "false", key))
    assert "| [TSK-01](rules/TSK-01.md) | 0 | 0 | 1 | 0 | 100.0 | 0.0 |" in page


def test_a_listed_flaw_that_no_rule_reports_is_missed(check: Check, tmp_path: Path) -> None:
    report = check(DATA.replace("a ln:Task ;", "a ln:Measure ;"))
    result = measure(report, gold(tmp_path, "true", "0"))
    assert (result.found, [flaw.note for flaw in result.missed]) == ((), ["Thiếu"])


def test_a_flaw_whose_words_are_not_in_the_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not in the text"):
        gold(tmp_path, "true", "0", words="Không có câu này")


def test_a_folder_without_judgements_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no judged findings"):
        read_judged(tmp_path, tmp_path)
    result = CliRunner().invoke(command, ["measure", str(tmp_path)])
    assert isinstance(result.exception, InputError)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_rates_are_shares_of_what_was_judged(true: int, noise: int, false: int, unjudged: int) -> None:
    tally = Tally(true, noise, false, unjudged)
    assert tally.judged == true + noise + false
    assert 0 <= tally.false_rate + tally.useful_rate <= 1
    assert next(iter(Verdict)) is Verdict.TRUE
