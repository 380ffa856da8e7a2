"""Two reports compared: which findings are new, which are solved, which are the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loader.errors import ConfigurationError, is_exhausted
from loader.validation.findings import Bilingual, Severity


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as a written report tells it.

    Attributes:
        key: key of the finding: the same rule about the same thing, whatever the wording.
        rule: code of its rule.
        severity: its severity.
        document: short name of its document, "" when it has none.
        label: short name of what it is about.
        message: what it says.

    """

    key: str
    rule: str
    severity: Severity
    document: str
    label: str
    message: Bilingual


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one report to another, each part by severity, document and rule.

    Attributes:
        new: findings of the later report only.
        solved: findings of the earlier report only.
        same: findings of both.

    """

    new: tuple[Told, ...]
    solved: tuple[Told, ...]
    same: tuple[Told, ...]


def compare(old: Sequence[Told], new: Sequence[Told]) -> Difference:
    """Compare an earlier report with a later one by the keys of their findings."""
    before, after = {f.key for f in old}, {f.key for f in new}
    return Difference(
        _sorted(f for f in new if f.key not in before),
        _sorted(f for f in old if f.key not in after),
        _sorted(f for f in new if f.key in before),
    )


def _sorted(findings: Any) -> tuple[Told, ...]:
    return tuple(sorted(findings, key=lambda f: (f.severity.rank, f.document, f.rule, f.label, f.key)))


def read_report(path: Path) -> tuple[Told, ...]:
    """Read the findings of a ``report.json``.

    Raises:
        ConfigurationError: the file cannot be read or is no such report.

    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8-sig"))
        labels = {item["iri"]: str(item["label"]) for item in stored["documents"]}
        return tuple(_told(item, labels) for item in stored["findings"])
    except OSError as error:
        if is_exhausted(error):
            raise
        raise ConfigurationError(f"the report cannot be read: {error.strerror}", where=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"not a report: {error}", where=str(path), advice="a report.json that 'langnghe validate --output' wrote"
        ) from error


def _told(item: Mapping[str, Any], labels: Mapping[str, str]) -> Told:
    document = str(item["document"])
    message = Bilingual(str(item["message"]["vi"]), str(item["message"]["en"]))
    return Told(
        str(item["key"]),
        str(item["rule"]),
        Severity(item["severity"]),
        labels.get(document, document),
        str(item["label"]),
        message,
    )


def difference_json(difference: Difference) -> bytes:
    """Return a difference as UTF-8 JSON, with the number of findings of each kind."""
    parts = (("new", difference.new), ("solved", difference.solved), ("same", difference.same))
    record = {
        "counts": {name: len(findings) for name, findings in parts},
        **{name: [_record(f) for f in findings] for name, findings in parts},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _record(finding: Told) -> Mapping[str, Any]:
    return {
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "document": finding.document,
        "label": finding.label,
        "message": {"vi": finding.message.vi, "en": finding.message.en},
    }
