"""A long report goes over several pages, each with whole documents; together they hold what the report holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from validation_setting import EXAMPLES, Check

from loader.validation.findings import Report
from loader.validation.formats.page import report_html
from loader.validation.formats.paging import leaves
from loader.validation.report import write_report


@pytest.fixture(scope="module")
def short(check: Check) -> Report:
    return check(EXAMPLES / "TXT-19" / "fail.ttl", code="TXT-19")


@pytest.fixture(scope="module")
def long(short: Report) -> Report:
    """Five documents with one, two … five findings, and one finding of none."""
    finding, document = short.findings[0], short.documents[0]
    iris = [f"{document.iri}-{number}" for number in range(1, 6)]
    found = [
        replace(finding, document=iri, focus=type(finding.focus)(f"{iri}/{place}"))
        for number, iri in enumerate(iris, 1)
        for place in range(number)
    ]
    documents = tuple(replace(document, iri=iri) for iri in iris)
    return replace(short, documents=documents, findings=(*found, replace(finding, document="")))


@pytest.mark.parametrize("most", [1, 3, 6, 100])
def test_pages_hold_whole_documents_in_order_and_lose_nothing(long: Report, most: int) -> None:
    parts = leaves(long, most)
    assert [f for part in parts for f in part.report.findings] == list(long.findings)
    assert [d for part in parts for d in part.report.documents] == list(long.documents)
    for part in parts:
        own = {d.iri for d in part.report.documents}
        assert {f.document for f in part.report.findings} <= own | {""}
        assert len(own) == 1 or sum(f.document != "" for f in part.report.findings) <= most
        assert part.names[part.number - 1] == ("report.html" if part.number == 1 else f"report-{part.number}.html")
    assert (len(parts) == 1) is (most == 100)


def test_a_page_leads_to_the_next_one_and_says_how_much_there_is_in_all(long: Report) -> None:
    first, *_, last = leaves(long, 3)
    page = report_html(first.report, leaf=first).decode()
    assert set(re.findall(r'rel="(?:next|prev)" href="([^"]+)"', page)) == {"report-2.html"}
    assert "16 <span" in page
    end = report_html(last.report, leaf=last).decode()
    assert set(re.findall(r'rel="(?:next|prev)" href="([^"]+)"', end)) == {last.names[-2]}
    assert 'class="leaves"' not in report_html(long).decode()


def test_a_report_that_fits_removes_pages_of_a_longer_one_and_nothing_else(short: Report, tmp_path: Path) -> None:
    for name in ("report-2.html", "report-12.html", "report-old.html"):
        (tmp_path / name).write_text("before")
    written = write_report(short, tmp_path)
    assert {path.name for path in written} == {f"report.{x}" for x in ("ttl", "html", "csv", "json", "sarif")} | {
        "badge.svg"
    }
    assert {path.name for path in tmp_path.glob("report-*")} == {"report-old.html"}
