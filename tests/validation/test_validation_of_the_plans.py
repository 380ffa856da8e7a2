"""The five plans as built: what an archivist finds in them, and both engines alike."""

from __future__ import annotations

import pytest
from validation_setting import AS_OF, ROOT

from loader.project import Project
from loader.validation.data import load_data
from loader.validation.findings import Report, Severity
from loader.validation.queries import QueryGraph
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

FLAWS = {
    "TXT-01": "blank number of a draft",
    "TXT-03": "blank date of a draft",
    "TXT-19": "share contradicted by its own gloss",
    "TXT-08": "number that differs in the annex",
    "TXT-05": "malformed date",
    "TXT-11": "skipped numbering",
    "TXT-13": "announced but missing annex",
    "TXT-16": "misread word",
    "CUR-02": "legal basis no longer in force",
    "CUR-04": "body that no longer exists",
    "XLV-11": "smaller rate than the national one, of another population",
    "XLV-03": "silence on a national indicator",
    "TSK-03": "task without a deliverable",
}


@pytest.fixture(scope="module")
def data() -> QueryGraph:
    return load_data(Project(ROOT))


@pytest.fixture(scope="module")
def report(data: QueryGraph) -> Report:
    return validate(data, load_shapes(Project.find(ROOT).shape_folders), as_of=AS_OF, sources=ROOT / "data" / "sources")


@pytest.mark.slow
def test_every_kind_of_flaw_that_an_archivist_notes_is_found(report: Report) -> None:
    found = {finding.rule for finding in report.findings}
    assert not {name for code, name in FLAWS.items() if code not in found}


@pytest.mark.slow
def test_violations_and_warnings_of_the_plans_open_a_sentence(report: Report) -> None:
    read = {finding.document for finding in report.findings if finding.excerpt}
    grave = [f for f in report.findings if f.severity is not Severity.INFO and f.document in read]
    assert grave
    assert [f.message.vi for f in grave if f.excerpt is None] == []


@pytest.mark.slow
def test_both_engines_give_equal_reports_on_the_plans(report: Report, data: QueryGraph) -> None:
    fast = validate(
        data,
        load_shapes(Project.find(ROOT).shape_folders),
        engine="turbo",
        as_of=AS_OF,
        sources=ROOT / "data" / "sources",
    )
    assert report.same_findings(fast)
    assert report.documents == fast.documents
    assert report.outcomes == fast.outcomes
