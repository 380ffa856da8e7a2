"""Accepted and known findings, and what changed between two reports.

A baseline is either a TOML file kept by people::

    [[accepted]]
    key = "0a1b2c3d4e5f"          # key of the finding, as reports show it
    rule = "TSK-03"               # for readers; not compared
    reason = "the annex of deliverables follows in December"
    date = 2026-01-15

or the ``report.json`` of an earlier validation, whose findings then count as known.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from loader.errors import ConfigurationError, is_exhausted
from loader.validation.findings import Finding, Report


class Standing(StrEnum):
    """How a finding stands to the baseline."""

    NEW = "new"
    KNOWN = "known"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding of the baseline.

    Attributes:
        key: key of the finding.
        rule: code of its rule, for readers.
        reason: why it is accepted; "" for findings of an earlier report.
        date: when it was accepted (ISO 8601), "" for findings of an earlier report.
        message: what it said, if known.
        accepted: a person accepted it (it does not count towards the exit code).

    """

    key: str
    rule: str
    reason: str
    date: str
    message: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that a report is compared with."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the baseline.

    Attributes:
        new: findings that the baseline does not hold.
        known: findings that it holds, not accepted.
        accepted: findings that a person accepted.
        solved: entries without a finding any more.

    """

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    solved: tuple[Entry, ...]


def changes(report: Report, baseline: Baseline) -> Changes:
    """Compare a report with a baseline."""
    entries = {entry.key: entry for entry in baseline.entries}
    sorted_out: dict[Standing, list[Finding]] = {standing: [] for standing in Standing}
    for finding in report.findings:
        entry = entries.get(finding.key)
        standing = Standing.NEW if entry is None else Standing.ACCEPTED if entry.accepted else Standing.KNOWN
        sorted_out[standing].append(finding)
    present = {finding.key for finding in report.findings}
    solved = tuple(entry for entry in baseline.entries if entry.key not in present)
    return Changes(
        tuple(sorted_out[Standing.NEW]),
        tuple(sorted_out[Standing.KNOWN]),
        tuple(sorted_out[Standing.ACCEPTED]),
        solved,
    )


def read_baseline(path: Path) -> Baseline:
    """Read accepted findings (TOML) or an earlier report (JSON).

    Raises:
        ConfigurationError: the file cannot be read, or is neither.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".json":
            return Baseline(tuple(_known(item) for item in json.loads(text)["findings"]))
        return Baseline(tuple(_accepted(item) for item in tomllib.loads(text).get("accepted", [])))
    except OSError as error:
        if is_exhausted(error):
            raise
        raise ConfigurationError(f"the baseline cannot be read: {error.strerror}", where=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"not a baseline: {error}", where=str(path), advice="TOML with [[accepted]] entries, or a report.json"
        ) from error


def _accepted(item: Mapping[str, Any]) -> Entry:
    reason = str(item.get("reason", "")).strip()
    if not reason:
        raise ValueError(f"the accepted finding {item.get('key')!r} has no reason")
    if "date" not in item:
        raise ValueError(f"the accepted finding {item.get('key')!r} has no date")
    return Entry(str(item["key"]), str(item.get("rule", "")), reason, str(item["date"]), "", True)


def _known(item: Mapping[str, Any]) -> Entry:
    return Entry(str(item["key"]), str(item["rule"]), "", "", str(item["message"]["vi"]), False)
