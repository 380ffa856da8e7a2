"""A report in parts that a page can hold: whole documents, one after the other, as long as their findings fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loader.validation.findings import DocumentSummary, Finding, Report

MOST = 2_000
"""Findings of a page, unless one document has more: some three megabytes."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a report, and where it stands.

    Attributes:
        report: the findings of some documents, with all rules.
        number: its number, from 1.
        names: names of the files of all parts, in order.
        documents: how many documents the whole report has.
        findings: how many findings the whole report has.

    """

    report: Report
    number: int
    names: tuple[str, ...]
    documents: int
    findings: int


def leaves(report: Report, most: int = MOST) -> tuple[Leaf, ...]:
    """Return a report in parts; one with everything where that fits."""
    parts = tuple(_parts(report, most))
    names = tuple(file_name(number) for number in range(1, len(parts) + 1))
    return tuple(
        Leaf(
            replace(report, documents=tuple(documents), findings=tuple(findings)),
            number,
            names,
            len(report.documents),
            len(report.findings),
        )
        for number, (documents, findings) in enumerate(parts, 1)
    )


def file_name(number: int) -> str:
    """Return the name of the file of a part: the first is the report's own."""
    return "report.html" if number == 1 else f"report-{number}.html"


def _parts(report: Report, most: int) -> Iterator[tuple[Sequence[DocumentSummary], Sequence[Finding]]]:
    found: dict[str, list[Finding]] = {document.iri: [] for document in report.documents}
    loose: list[Finding] = []
    for finding in report.findings:
        found.get(finding.document, loose).append(finding)
    documents: list[DocumentSummary] = []
    findings: list[Finding] = []
    for document in report.documents:
        own = found[document.iri]
        if documents and len(findings) + len(own) > most:
            yield documents, findings
            documents, findings = [], []
        documents.append(document)
        findings += own
    # What belongs to no document stands on the last.
    yield documents, [*findings, *loose]
