"""A report in all its forms, written into a folder: each file beside its place and then renamed."""

from __future__ import annotations

import re
from pathlib import Path

from loader.graph.iris import Iris
from loader.sources import write_atomically
from loader.validation.baseline import Changes
from loader.validation.findings import Language, Report
from loader.validation.formats.badge import report_badge
from loader.validation.formats.page import report_html
from loader.validation.formats.paging import file_name as leaf_name
from loader.validation.formats.paging import leaves
from loader.validation.formats.record import report_json
from loader.validation.formats.sarif import report_sarif
from loader.validation.formats.table import report_csv
from loader.validation.formats.turtle import report_turtle

_LEAF = re.compile(r"report-\d+\.html")
FORMS = ("ttl", "html", "csv", "json", "sarif", "svg")


def render(
    report: Report,
    form: str,
    *,
    language: Language = Language.VI,
    changes: Changes | None = None,
    iris: Iris | None = None,
) -> bytes:
    """Return a report in one form.

    Args:
        report: the report.
        form: one of ``FORMS``.
        language: language of the page when it opens, of SARIF, the badge and the titles in the table.
        changes: what changed since a baseline.
        iris: base of the IRIs of the RDF form.

    Raises:
        KeyError: no such form.

    """
    if form == "ttl":
        return report_turtle(report, iris)
    if form == "html":
        return report_html(report, language, changes)
    if form == "csv":
        return report_csv(report, language)
    if form == "json":
        return report_json(report, changes)
    if form == "sarif":
        return report_sarif(report, language, changes)
    if form == "svg":
        return report_badge(report, language)
    raise KeyError(form)


def file_name(form: str) -> str:
    """Return the name of the file of a form."""
    return "badge.svg" if form == "svg" else f"report.{form}"


def write_report(
    report: Report,
    folder: Path,
    *,
    language: Language = Language.VI,
    changes: Changes | None = None,
    iris: Iris | None = None,
) -> list[Path]:
    """Write a report in all forms; return the files. The page of a long one goes on in ``report-2.html`` and so on.

    All forms are made before the first is written, so that a failure leaves an earlier report whole.

    Raises:
        ConfigurationError: the folder cannot be written.

    """
    others = (form for form in FORMS if form != "html")
    made = [(folder / file_name(f), render(report, f, language=language, changes=changes, iris=iris)) for f in others]
    made += (
        (folder / leaf_name(leaf.number), report_html(leaf.report, language, changes, leaf)) for leaf in leaves(report)
    )
    for path, data in made:
        write_atomically(path, data)
    written = {path for path, _ in made}
    for left in folder.glob("report-*.html"):
        # A page of a longer report that stood here before.
        if left not in written and _LEAF.fullmatch(left.name):
            left.unlink(missing_ok=True)
    return [path for path, _ in made]
