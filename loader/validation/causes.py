"""Findings of one cause told as one flaw with its places: what a person is to act on.

A rule that says how its findings are summed up has one flaw per document; of other rules, findings that say the same of
one document are one flaw. A plan and the decision that promulgates it are one document here. SHACL results stay as they
are: a flaw points to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from loader.validation.findings import Bilingual, DocumentSummary, Finding, Origin, Report, Rule, Severity
from loader.validation.messages import filled

_NATIONAL = "national"
_LOCAL = frozenset(("province", "district", "commune"))
"""Keys of levels of government."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A flaw with its places.

    Attributes:
        key: stable name (12 hex digits): the same rule about the same document (and the same words).
        rule: the rule that found it; None for shapes that are in no catalogue.
        severity: how grave it is.
        document: IRI of the document, of a promulgated plan that of its decision; "" when none.
        became: name of the issued document that took the place of this draft, "" for all others.
        answers: name of the body that answers for the document on the day looked at, "" when not known.
        message: what is wrong, in both languages.
        findings: the findings, in order of the report; at least one.

    """

    key: str
    rule: Rule | None
    severity: Severity
    document: str
    became: str
    answers: str
    message: Bilingual
    findings: tuple[Finding, ...]

    @property
    def origin(self) -> Origin:
        """Where the flaw lies."""
        return Origin.DOCUMENT if self.rule is None else self.rule.origin

    @property
    def mender(self) -> Bilingual:
        """Who can carry the remedy out; by name where it is the body that answers for the document."""
        said = Bilingual() if self.rule is None else self.rule.mender
        named = self.answers if self.origin in (Origin.DOCUMENT, Origin.SINCE) else ""
        return Bilingual(f"{said.vi}: {named}", f"{said.en}: {named}") if named and said.vi else said

    @property
    def bodies(self) -> tuple[str, ...]:
        """Names of the bodies concerned, sorted."""
        return tuple(sorted({name for finding in self.findings for name in finding.bodies}))


def causes(report: Report) -> tuple[Cause, ...]:
    """Return the flaws of a report, what to do first at the head.

    In order: documents that hold before superseded drafts; where plans of places are checked, theirs before what can only
    be mended in the national documents that they carry out, violations excepted; gravest first; what the document says
    before what has changed since, what the copy lost and what the data lack; then the flaw with most places.
    """
    rules = {outcome.rule.code: outcome.rule for outcome in report.outcomes}
    documents = {document.iri: document for document in report.documents}
    grouped: dict[tuple[str, str, Severity, str], list[Finding]] = {}
    for finding in report.findings:
        rule = rules.get(finding.rule)
        said = "" if rule is not None and rule.summary.vi else finding.message.vi
        head = _head(finding.document, documents)
        grouped.setdefault((finding.rule, head, finding.severity, said), []).append(finding)
    made = [
        _cause(rules.get(code), code, document, severity, said, found, documents)
        for (code, document, severity, said), found in grouped.items()
    ]
    levels = {iri: document.level for iri, document in documents.items()}
    local = any(levels.get(cause.document) in _LOCAL for cause in made)
    return tuple(sorted(made, key=lambda cause: _place(cause, above=local and levels.get(cause.document) == _NATIONAL)))


def _head(iri: str, documents: dict[str, DocumentSummary]) -> str:
    """Return the decision of a promulgated plan, whose IRI stands below its own (the contract of IRIs); else itself."""
    return min((above for above in _above(iri) if above in documents), key=len, default=iri)


def _above(iri: str) -> Iterator[str]:
    while iri.count("/") > 3:
        iri = iri.rpartition("/")[0]
        yield iri


def _cause(
    rule: Rule | None,
    code: str,
    document: str,
    severity: Severity,
    said: str,
    found: list[Finding],
    documents: dict[str, DocumentSummary],
) -> Cause:
    message = found[0].message
    if len(found) > 1 and rule is not None and rule.summary.vi:
        count = {"count": str(len({(f.subject, f.value_text) for f in found}))}
        message = Bilingual(filled(rule.summary.vi, count), filled(rule.summary.en, count))
    key = hashlib.sha256("\n".join((code, document, said)).encode()).hexdigest()[:12]
    summary = documents.get(document)
    became, answers = (summary.became, summary.answers) if summary else ("", "")
    return Cause(key, rule, severity, document, became, answers, message, tuple(found))


def _place(cause: Cause, *, above: bool) -> tuple[bool, bool, int, int, int, str, str, str]:
    code = "" if cause.rule is None else cause.rule.code
    return (
        bool(cause.became),
        above and cause.severity is not Severity.VIOLATION,
        cause.severity.rank,
        cause.origin.rank,
        -len(cause.findings),
        cause.document,
        code,
        cause.key,
    )
