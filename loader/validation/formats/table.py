"""The report as CSV, one finding a line, for spreadsheets."""

from __future__ import annotations

import csv
import io
import re

from loader.validation.causes import causes
from loader.validation.findings import Language, Report

COLUMNS = (
    "severity",
    "rule",
    "title",
    "document",
    "document_label",
    "section",
    "subject",
    "message_vi",
    "message_en",
    "quote",
    "file",
    "start",
    "end",
    "remedy",
    "subject_iri",
    "focus",
    "value",
    "path",
    "key",
    "flaw",
    "origin",
    "mended_by",
    "bodies",
)
# A spreadsheet would take such a cell for a formula.
_FORMULA = re.compile(r"^[=@+\t\r]")


def report_csv(report: Report, language: Language = Language.VI) -> bytes:
    """Return the findings as CSV (UTF-8 with a byte-order mark, so that spreadsheets read Vietnamese)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rules = {outcome.rule.code: outcome.rule for outcome in report.outcomes}
    flaws = {finding.key: cause for cause in causes(report) for finding in cause.findings}
    labels = {document.iri: document.label for document in report.documents}
    for finding in report.findings:
        rule, excerpt = rules.get(finding.rule), finding.excerpt
        row = (
            finding.severity.value,
            finding.rule,
            rule.title.get(language) if rule else "",
            finding.document,
            labels.get(finding.document, ""),
            excerpt.section if excerpt else "",
            finding.label,
            finding.message.vi,
            finding.message.en,
            excerpt.quote if excerpt else "",
            excerpt.file if excerpt else "",
            str(excerpt.start) if excerpt else "",
            str(excerpt.end) if excerpt else "",
            rule.remedy.get(language) if rule else "",
            str(finding.subject),
            str(finding.focus),
            finding.value_text,
            finding.path_text,
            finding.key,
            flaws[finding.key].key,
            rule.origin.value if rule else "",
            flaws[finding.key].mender.get(language),
            "; ".join(finding.bodies),
        )
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return ("\ufeff" + stream.getvalue()).encode()
