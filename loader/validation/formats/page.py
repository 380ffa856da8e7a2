"""The report as one static HTML page: bilingual, without network, each finding beside its sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from loader.validation.baseline import Changes, Standing
from loader.validation.causes import Cause, causes
from loader.validation.findings import Bilingual, Excerpt, Finding, Language, Origin, Report, Severity
from loader.validation.formats.paging import Leaf

_SEVERITIES: tuple[tuple[Severity, Bilingual], ...] = (
    (Severity.VIOLATION, Bilingual("vi phạm", "violations")),
    (Severity.WARNING, Bilingual("cảnh báo", "warnings")),
    (Severity.INFO, Bilingual("lưu ý", "notes")),
)
_ONE: tuple[tuple[Severity, Bilingual], ...] = (
    (Severity.VIOLATION, Bilingual("Vi phạm", "Violation")),
    (Severity.WARNING, Bilingual("Cảnh báo", "Warning")),
    (Severity.INFO, Bilingual("Lưu ý", "Note")),
)
_ORIGINS: tuple[tuple[Origin, Bilingual], ...] = (
    (Origin.DOCUMENT, Bilingual("lỗi của văn bản", "flaw of the document")),
    (Origin.SINCE, Bilingual("đã thay đổi sau khi ban hành", "changed since it was issued")),
    (Origin.COPY, Bilingual("lỗi của bản chép", "flaw of the copy")),
    (Origin.DATA, Bilingual("thiếu hoặc chưa chắc trong dữ liệu", "missing or uncertain in the data")),
)
_FIRST = 60
"""Flaws on the first screen at most; the rest is in the list of findings."""
_BODIES = 20
"""Bodies shown at most, those concerned most first."""


def report_html(
    report: Report, language: Language = Language.VI, changes: Changes | None = None, leaf: Leaf | None = None
) -> bytes:
    """Return the report as a page.

    Args:
        report: the report.
        language: the language that the page opens in; a switch changes it.
        changes: what changed since a baseline, if there is one.
        leaf: where the report stands, if it is a part of one.

    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_resource("report.html.j2"))
    counts = Counter((f.rule, f.document) for f in report.findings)
    told = causes(report)
    urgent = [c for c in told if c.severity is not Severity.INFO and not c.became]
    page = template.render(
        first=urgent[:_FIRST],
        more=len(urgent) - len(urgent[:_FIRST]),
        notes=[c for c in told if c.severity is Severity.INFO and not c.became][:_FIRST],
        superseded=[(d, [c for c in told if c.became and c.document == d.iri]) for d in report.documents if d.became],
        per_document=Counter((c.document, c.severity.value) for c in told),
        bodies=_bodies(urgent)[:_BODIES],
        labels={d.iri: d.label for d in report.documents},
        origins={origin.value: text for origin, text in _ORIGINS},
        report=report,
        changes=changes,
        language=language.value,
        as_of=f"{report.as_of:%d/%m/%Y}",
        severities={severity.value: text for severity, text in _SEVERITIES},
        counts=[(severity.value, report.count(severity)) for severity in Severity],
        passed=sum(1 for o in report.outcomes if o.verdict == "passed"),
        groups=[(group, list(outcomes)) for group, outcomes in groupby(report.outcomes, key=lambda o: o.rule.group)],
        cells=counts,
        looked_at={outcome.rule.code: frozenset(outcome.documents) for outcome in report.outcomes if outcome.findings},
        leaf=leaf if leaf is not None and len(leaf.names) > 1 else None,
        # The three files of the page are the project's own; the data are made safe for a script element.
        css=Markup(_resource("report.css")),
        script=Markup(_resource("report.js")),
        data=Markup(_safe_json(_data(report, changes))),
    )
    return page.encode()


def _bodies(told: Iterable[Cause]) -> list[tuple[str, list[Cause]]]:
    """Return bodies with the flaws that concern them, most concerned first."""
    found: dict[str, list[Cause]] = {}
    for cause in told:
        for name in cause.bodies:
            found.setdefault(name, []).append(cause)
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def _resource(name: str) -> str:
    return (files("loader.validation") / "templates" / name).read_text(encoding="utf-8")


def _safe_json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _data(report: Report, changes: Changes | None) -> Mapping[str, Any]:
    """Return what the script of the page draws; excerpts stand once, findings point to them."""
    places = {document.iri: index for index, document in enumerate(report.documents)}
    excerpts: dict[Excerpt, int] = {}
    for finding in report.findings:
        if finding.excerpt:
            excerpts.setdefault(finding.excerpt, len(excerpts))
    standings = _standings(changes)
    return {
        "severities": {severity.value: [text.vi, text.en] for severity, text in _ONE},
        "documents": [document.label for document in report.documents],
        "order": [outcome.rule.code for outcome in report.outcomes],
        "rules": {
            o.rule.code: {"t": [o.rule.title.vi, o.rule.title.en], "r": [o.rule.remedy.vi, o.rule.remedy.en]}
            for o in report.outcomes
            if o.findings
        },
        "excerpts": [[e.quote, e.start, e.end, e.section, e.file, e.before, e.after] for e in excerpts],
        "findings": [_record(finding, places, excerpts, standings) for finding in report.findings],
    }


def _record(
    finding: Finding, places: Mapping[str, int], excerpts: Mapping[Excerpt, int], standings: Mapping[str, Standing]
) -> Mapping[str, Any]:
    record: dict[str, Any] = {
        "k": finding.key,
        "c": finding.rule,
        "s": finding.severity.value,
        "d": places.get(finding.document, -1),
        "l": finding.label,
        "m": [finding.message.vi, finding.message.en],
        "x": excerpts[finding.excerpt] if finding.excerpt else None,
    }
    if finding.key in standings:
        record["n"] = standings[finding.key].value
    return record


def _standings(changes: Changes | None) -> Mapping[str, Standing]:
    if changes is None:
        return {}
    parts = ((changes.new, Standing.NEW), (changes.known, Standing.KNOWN), (changes.accepted, Standing.ACCEPTED))
    return {finding.key: standing for findings, standing in parts for finding in findings}
