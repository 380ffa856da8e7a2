"""The report as JSON: everything that the other forms show, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from loader.validation.baseline import Changes, Entry
from loader.validation.causes import Cause, causes
from loader.validation.findings import (
    Bilingual,
    DocumentSummary,
    Excerpt,
    Finding,
    Report,
    RuleOutcome,
    Severity,
    term_record,
)

FORMAT_VERSION = 1


def report_json(report: Report, changes: Changes | None = None) -> bytes:
    """Return the report as UTF-8 JSON."""
    return (json.dumps(record(report, changes), ensure_ascii=False, indent=1) + "\n").encode()


def record(report: Report, changes: Changes | None = None) -> dict[str, Any]:
    """Return the report as plain lists and mappings."""
    found: dict[str, Any] = {
        "version": FORMAT_VERSION,
        "asOf": report.as_of.isoformat(),
        "engine": report.engine,
        "conforms": report.conforms,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "documents": [_document(d) for d in report.documents],
        "rules": [_outcome(o) for o in report.outcomes],
        "notes": [_bilingual(note) for note in report.notes],
        "causes": [_cause(c) for c in causes(report)],
        "findings": [finding_record(f) for f in report.findings],
    }
    if changes is not None:
        found["changes"] = {
            "new": [f.key for f in changes.new],
            "known": [f.key for f in changes.known],
            "accepted": [f.key for f in changes.accepted],
            "solved": [_entry(e) for e in changes.solved],
        }
    return found


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return one finding as plain values."""
    return {
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "document": finding.document,
        "focus": str(finding.focus),
        "focusTerm": term_record(finding.focus),
        "subject": str(finding.subject),
        "label": finding.label,
        "message": _bilingual(finding.message),
        "value": finding.value_text,
        "valueTerm": None if finding.value is None else term_record(finding.value),
        "path": finding.path_text,
        "component": finding.component,
        "shape": finding.shape,
        "bodies": list(finding.bodies),
        "excerpt": _excerpt(finding.excerpt) if finding.excerpt else None,
    }


def _cause(cause: Cause) -> Mapping[str, Any]:
    rule = cause.rule
    return {
        "key": cause.key,
        "rule": cause.findings[0].rule,
        "severity": cause.severity.value,
        "document": cause.document,
        "became": cause.became,
        "origin": cause.origin.value,
        "message": _bilingual(cause.message),
        "remedy": _bilingual(rule.remedy if rule else Bilingual()),
        "mender": _bilingual(cause.mender),
        "bodies": list(cause.bodies),
        "findings": [finding.key for finding in cause.findings],
    }


def _bilingual(text: Bilingual) -> Mapping[str, str]:
    return {"vi": text.vi, "en": text.en}


def _excerpt(excerpt: Excerpt) -> Mapping[str, Any]:
    return {
        "quote": excerpt.quote,
        "start": excerpt.start,
        "end": excerpt.end,
        "section": excerpt.section,
        "text": excerpt.text,
        "file": excerpt.file,
        "before": excerpt.before,
        "after": excerpt.after,
    }


def _document(document: DocumentSummary) -> Mapping[str, Any]:
    return {
        "iri": document.iri,
        "label": document.label,
        "title": document.title,
        "status": document.status,
        "level": document.level,
        "violations": document.violations,
        "warnings": document.warnings,
        "infos": document.infos,
        "score": document.score,
        "became": document.became,
        "answers": document.answers,
    }


def _outcome(outcome: RuleOutcome) -> Mapping[str, Any]:
    rule = outcome.rule
    return {
        "code": rule.code,
        "iri": rule.iri,
        "severity": rule.severity.value,
        "group": rule.group.key,
        "groupTitle": _bilingual(rule.group.title),
        "title": _bilingual(rule.title),
        "rationale": _bilingual(rule.rationale),
        "remedy": _bilingual(rule.remedy),
        "source": _bilingual(rule.source),
        "tested": outcome.tested,
        "findings": outcome.findings,
        "verdict": outcome.verdict,
    }


def _entry(entry: Entry) -> Mapping[str, Any]:
    return {"key": entry.key, "rule": entry.rule, "reason": entry.reason, "date": entry.date, "message": entry.message}
