"""The report in SARIF 2.1.0 (OASIS), which editors and code hosts show beside the text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from loader.validation.baseline import Changes
from loader.validation.findings import Finding, Language, Report, Rule, Severity

_LEVELS = ((Severity.VIOLATION, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SOURCES = "SOURCES"  # viewers ask where this is, or are told (SARIF 2.1.0, 3.14.14)


def report_sarif(report: Report, language: Language = Language.VI, changes: Changes | None = None) -> bytes:
    """Return the report as SARIF; offsets count code points of the source text."""
    codes = [outcome.rule.code for outcome in report.outcomes]
    new = {f.key for f in changes.new} if changes else set()
    accepted = {f.key for f in changes.accepted} if changes else set()
    results = []
    for finding in report.findings:
        result = _result(finding, codes, language)
        if changes is not None:
            result["baselineState"] = "new" if finding.key in new else "unchanged"
            if finding.key in accepted:
                result["suppressions"] = [{"kind": "external", "status": "accepted"}]
        results.append(result)
    run = {
        "tool": {
            "driver": {
                "name": "langnghe validate",
                "version": _version(),
                "rules": [_rule(outcome.rule, language) for outcome in report.outcomes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _SOURCES: {"description": {"text": "the folder of the source files, data/sources in a checkout"}}
        },
        "results": results,
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _version() -> str:
    try:
        return version("langnghe")
    except PackageNotFoundError:
        return "0"


def _rule(rule: Rule, language: Language) -> Mapping[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title.get(language) or rule.code},
        "fullDescription": {"text": rule.rationale.get(language) or rule.title.get(language) or rule.code},
        "help": {"text": rule.remedy.get(language) or rule.title.get(language) or rule.code},
        "helpUri": rule.iri,
        "defaultConfiguration": {"level": dict(_LEVELS)[rule.severity]},
        "properties": {"group": rule.group.key, "source": rule.source.get(language)},
    }


def _result(finding: Finding, codes: list[str], language: Language) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": dict(_LEVELS)[finding.severity],
        "message": {"text": finding.message.get(language)},
        "partialFingerprints": {"langnghe/v1": finding.key},
        "properties": {"document": finding.document, "subject": str(finding.subject), "label": finding.label},
    }
    if finding.rule in codes:
        result["ruleIndex"] = codes.index(finding.rule)
    if finding.excerpt:
        excerpt = finding.excerpt
        result["locations"] = [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(excerpt.file), "uriBaseId": _SOURCES},
                    "region": {
                        "charOffset": excerpt.start,
                        "charLength": excerpt.end - excerpt.start,
                        "snippet": {"text": excerpt.quote},
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": str(finding.subject), "name": excerpt.section}],
            }
        ]
    return result
