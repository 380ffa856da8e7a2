"""The findings of a compliance report as pages need them: values read from its JSON form, narrowed, counted, addressed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loader.errors import ConfigurationError

SEVERITIES = ("violation", "warning", "info")
"""Gravest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text in both languages."""

    vi: str
    en: str

    def get(self, language: str) -> str:
        """Return the text in a language, or in the other where that is missing."""
        return (self.en or self.vi) if language == "en" else (self.vi or self.en)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and how it fared.

    Attributes:
        code: its code ("TSK-01").
        severity: severity of its findings.
        group: key of its group.
        group_title: title of its group.
        title: what holds when it is kept.
        rationale: why it exists.
        remedy: what to do.
        source: law, standard or method that it rests on.
        tested: how many nodes it looked at.
        findings: how many findings it has.
        verdict: "passed", "failed" or "not-tested".
    """

    code: str
    severity: str
    group: str
    group_title: Said
    title: Said
    rationale: Said
    remedy: Said
    source: Said
    tested: int
    findings: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that a finding is about.

    Attributes:
        words: its words.
        before: the text in front.
        after: the text behind.
        section: printed numbering.
        excerpt: IRI of the excerpt.
    """

    words: str
    before: str
    after: str
    section: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        key: stable name.
        rule: code of the rule.
        severity: one of ``SEVERITIES``.
        document: IRI of the document concerned, "" for none.
        focus: what the rule looked at.
        subject: IRI of what it is about: an element, or the document where something is missing.
        label: short name of the subject.
        message: what is wrong.
        value: the offending value, "" for none.
        quote: the sentence; None where something is missing.
    """

    key: str
    rule: str
    severity: str
    document: str
    focus: str
    subject: str
    label: str
    message: Said
    value: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Score:
    """A document and how it fared.

    Attributes:
        iri: its IRI.
        label: its short name.
        title: its title.
        counts: number of findings by severity.
        score: 0 to 100: weighted share of the rules that tested something of it and found nothing.
    """

    iri: str
    label: str
    title: str
    counts: Mapping[str, int]
    score: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the last report that is there no more.

    Attributes:
        key: its key.
        rule: code of its rule.
        message: what it said.
        document: IRI of its document.
        subject: IRI of its subject.
    """

    key: str
    rule: str
    message: Said
    document: str
    subject: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        as_of: day that the rules of currency looked at (ISO 8601).
        findings: by document, severity, rule and place in the text.
        rules: in the order of the catalogue.
        documents: the documents concerned.
        new: keys of the findings that the report before did not have; None where none is known.
        gone: what the report before had and this one has not.
    """

    as_of: str
    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    documents: tuple[Score, ...]
    new: frozenset[str] | None = None
    gone: tuple[Gone, ...] = ()

    def rule(self, code: str) -> Rule | None:
        """Return the rule with a code; None if there is none."""
        return next((r for r in self.rules if r.code == code), None)

    def about(self, rule: str, subject: str) -> tuple[Finding, ...]:
        """Return the findings of a rule about an element: those of one address."""
        return tuple(f for f in self.findings if f.rule == rule and f.subject == subject)

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(f.severity == severity for f in self.findings)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What findings are narrowed to; "" lets all pass.

    Attributes:
        plan: IRI of a document.
        rule: code of a rule, or the beginning of codes ("TSK").
        severity: one of ``SEVERITIES``.
        concerning: IRIs of a body, its forerunners and their work; None for no body.
        only_new: only what the report before did not have.
        documents: IRIs of the documents of a programme; None for all.
    """

    plan: str = ""
    rule: str = ""
    severity: str = ""
    concerning: Container[str] | None = None
    only_new: bool = False
    documents: Container[str] | None = None

    def __bool__(self) -> bool:
        return bool(self.plan or self.rule or self.severity or self.only_new) or not (
            self.concerning is None and self.documents is None
        )

    def passes(self, finding: Finding, report: Report) -> bool:
        """Say whether a finding is one of those."""
        near = self.concerning
        return (
            (not self.plan or finding.document == self.plan)
            and (not self.rule or finding.rule == self.rule or finding.rule.startswith(f"{self.rule}-"))
            and (not self.severity or finding.severity == self.severity)
            and (near is None or any(x in near for x in (finding.subject, finding.focus, finding.value)))
            and (self.documents is None or finding.document in self.documents)
            and (not self.only_new or (report.new is not None and finding.key in report.new))
        )


def narrowed(report: Report, to: Narrowed) -> tuple[Finding, ...]:
    """Return the findings that pass, gravest first, else in the report's order."""
    kept = [f for f in report.findings if to.passes(f, report)]
    return tuple(sorted(kept, key=lambda f: SEVERITIES.index(f.severity)))


def counts(findings: Iterable[Finding], of: Callable[[Finding], str]) -> dict[str, Counter[str]]:
    """Return how many findings of each severity there are, by what a function says of a finding."""
    found: dict[str, Counter[str]] = {}
    for finding in findings:
        found.setdefault(of(finding), Counter())[finding.severity] += 1
    return found


def matrix(findings: Iterable[Finding]) -> Mapping[tuple[str, str], int]:
    """Return how many findings there are by rule and document."""
    return Counter((f.rule, f.document) for f in findings)


def read_report(data: bytes, before: bytes | None = None) -> Report:
    """Read a report in its JSON form, and what changed since an earlier one.

    Raises:
        ConfigurationError: it is no report.
    """
    try:
        report = _report(json.loads(data))
        earlier = _report(json.loads(before)) if before is not None else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"not a report of langnghe validate: {error}") from error
    return report if earlier is None else since(report, earlier)


def since(report: Report, earlier: Report) -> Report:
    """Return a report with what changed since an earlier one."""
    known, here = {f.key for f in earlier.findings}, {f.key for f in report.findings}
    gone = (Gone(f.key, f.rule, f.message, f.document, f.subject) for f in earlier.findings if f.key not in here)
    return Report(report.as_of, report.findings, report.rules, report.documents, frozenset(here - known), tuple(gone))


def _report(record: Mapping[str, Any]) -> Report:
    return Report(
        str(record["asOf"]),
        tuple(_finding(item) for item in record["findings"]),
        tuple(_rule(item) for item in record["rules"]),
        tuple(
            Score(d["iri"], d["label"], d["title"], {s: int(d[f"{s}s"]) for s in SEVERITIES}, int(d["score"]))
            for d in record["documents"]
        ),
    )


def _finding(item: Mapping[str, Any]) -> Finding:
    found = item["excerpt"]
    quote = None
    if found is not None:
        excerpt = f"{found['text']}/char-{found['start']}-{found['end']}"
        quote = Quote(found["quote"], found["before"], found["after"], found["section"], excerpt)
    return Finding(
        item["key"], item["rule"], item["severity"], item["document"], item["focus"], item["subject"], item["label"],
        _said(item["message"]), item["value"], quote,
    )  # fmt: skip


def _rule(item: Mapping[str, Any]) -> Rule:
    return Rule(
        item["code"], item["severity"], item["group"], _said(item["groupTitle"]), _said(item["title"]),
        _said(item["rationale"]), _said(item["remedy"]), _said(item["source"]), int(item["tested"]), int(item["findings"]),
        item["verdict"],
    )  # fmt: skip


def _said(item: Mapping[str, str]) -> Said:
    return Said(item["vi"], item["en"])


def by_rule(rules: Sequence[Rule], findings: Iterable[Finding]) -> list[tuple[Rule, Counter[str]]]:
    """Return the rules that have findings among these, in catalogue order, each with counts by severity."""
    found = counts(findings, lambda f: f.rule)
    return [(rule, found[rule.code]) for rule in rules if rule.code in found]
