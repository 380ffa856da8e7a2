"""What a validation found: immutable values, independent of the engine and of the form of the report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rdflib import Literal, URIRef
from rdflib.term import Node

from loader.validation.paths import Path


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Language(StrEnum):
    """Languages of reports."""

    VI = "vi"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages; either may be empty when the shapes do not give it."""

    vi: str = ""
    en: str = ""

    def get(self, language: Language) -> str:
        """Return the text in a language, or in the other one where that is missing."""
        return (self.vi or self.en) if language is Language.VI else (self.en or self.vi)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of rules (completeness, consistency …)."""

    key: str
    title: Bilingual
    order: float


class Origin(StrEnum):
    """Where a flaw lies, what can be mended by the issuing body first."""

    DOCUMENT = "document"
    SINCE = "since"
    COPY = "copy"
    DATA = "data"

    @property
    def rank(self) -> int:
        """0 for what an issuing body can mend."""
        return list(Origin).index(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue.

    Attributes:
        iri: its IRI; of a shape without an IRI, of the nearest shape around it that has one.
        code: stable code ("TSK-01"); the last part of the IRI for shapes that state none.
        severity: severity of its findings.
        group: the group that it stands in.
        order: its place in the group.
        title: what holds when the rule is kept.
        rationale: why the rule exists.
        message: what a finding says; ``{?name}`` stands for a value.
        remedy: what to do about it.
        source: law, standard or method that it rests on.
        check: name of the check in code that carries it out, "" for SHACL.
        requires: graph pattern without which the rule tests nothing, "" for none.
        file: name of the shapes file.
        origin: where the flaws that it finds lie.
        mender: who can carry the remedy out; empty when the shapes do not say.
        summary: what is said where several of its findings in one document are one flaw (``{?count}``: how many);
            empty when each finding is a flaw of its own.
        local: what it says of a node depends on the node's document only (see ``loader.validation.reuse``).

    """

    iri: str
    code: str
    severity: Severity
    group: Group
    order: float
    title: Bilingual
    rationale: Bilingual
    message: Bilingual
    remedy: Bilingual
    source: Bilingual
    check: str = ""
    requires: str = ""
    file: str = ""
    local: bool = False
    origin: Origin = Origin.DOCUMENT
    mender: Bilingual = Bilingual()
    summary: Bilingual = Bilingual()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The sentence that a finding is about, in its surroundings.

    Attributes:
        quote: the words.
        start: offset of the first character in the source text (code points).
        end: offset behind the last.
        section: printed numbering above the words.
        text: IRI of the source text.
        file: name of the source file.
        before: the text before the words, at most a few lines.
        after: the text behind them.

    """

    quote: str
    start: int
    end: int
    section: str
    text: str
    file: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        rule: code of the rule.
        severity: its severity.
        focus: the node that the rule looked at; a blank node under a name that stays (see ``naming``).
        subject: what the finding is about: the value where that is a thing with evidence, else the focus.
        label: short name of the subject.
        document: IRI of the document that the subject belongs to, "" when none.
        message: what is wrong, in both languages.
        value: the offending value, None when there is none.
        path: the property or path concerned, None when there is none.
        component: IRI of the SHACL constraint component.
        excerpt: the sentence, if there is one.
        shape: IRI of the shape that the result is of, or of the nearest around it that has one.
        level: the severity as the shapes name it; None for that of ``severity``.
        bodies: names of the bodies concerned: that the finding is about, or that lead what it is about; sorted.
        constraint: what tells the results of several constraints of one rule apart, "" for a rule with one.

    """

    rule: str
    severity: Severity
    focus: Node
    subject: Node
    label: str
    document: str
    message: Bilingual
    value: Node | None = None
    path: Path | None = None
    component: str = ""
    excerpt: Excerpt | None = None
    shape: str = ""
    level: URIRef | None = None
    constraint: str = ""
    bodies: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Stable name of the finding (12 hex digits): the same rule about the same thing, whatever the wording."""
        path = str(self.path) if self.path is not None and self.path.is_predicate else ""
        parts = (self.rule, str(self.focus), path, self.value_text, *((self.constraint,) if self.constraint else ()))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    @property
    def value_text(self) -> str:
        """The value as text; "" when there is none, or when it is the focus node itself."""
        return "" if self.value is None or self.value == self.focus else str(self.value)

    @property
    def path_text(self) -> str:
        """The path as SPARQL writes it (of one property: its IRI); "" when there is none."""
        return "" if self.path is None else str(self.path)


def term_record(node: Node) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON writes it (section 3.2.2)."""
    if isinstance(node, URIRef):
        return {"type": "uri", "value": str(node)}
    if not isinstance(node, Literal):
        return {"type": "bnode", "value": str(node)}
    record = {"type": "literal", "value": str(node)}
    if node.language:
        return {**record, "xml:lang": node.language}
    return record if node.datatype is None else {**record, "datatype": str(node.datatype)}


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """How a rule fared.

    Attributes:
        rule: the rule.
        tested: how many nodes it looked at; 0 means "not tested", which is never "passed".
        findings: how many findings it has.
        documents: IRIs of the documents whose nodes it looked at, sorted.

    """

    rule: Rule
    tested: int
    findings: int
    documents: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """One of "not-tested", "passed", "failed"."""
        if self.findings:
            return "failed"
        return "passed" if self.tested else "not-tested"


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document and how it fared.

    Attributes:
        iri: its IRI.
        label: its short name ("Kế hoạch 244/KH-UBND").
        title: its title.
        status: key of its status ("issued", "draft"), "" when unknown.
        level: key of its level, "" when unknown.
        violations: number of violations.
        warnings: number of warnings.
        infos: number of infos.
        score: 0 to 100: share of the rules that tested something of this document and found nothing, weighted by
            severity (violation 3, warning 2, info 1).
        answers: name of the body that answers for it on the day looked at: the issuer, or the last of its successors; ""
            when there is none, or it is not known.
        became: name of the issued document that took the place of this draft, "" when none is known.

    """

    iri: str
    label: str
    title: str
    status: str
    level: str
    violations: int
    warnings: int
    infos: int
    score: int
    became: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation.

    Attributes:
        findings: sorted by document, severity, rule, place in the text.
        outcomes: one per rule, in catalogue order.
        documents: the documents concerned, those that were read first, in order of their IRI.
        engine: name of the engine.
        as_of: day that the rules of currency looked at.
        notes: what a reader should know of the validation itself: what shapes import and was not read.

    """

    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    documents: tuple[DocumentSummary, ...]
    engine: str
    as_of: date
    notes: tuple[Bilingual, ...] = ()

    @property
    def conforms(self) -> bool:
        """No findings at all (as SHACL defines it, whatever the severity)."""
        return not self.findings

    @property
    def not_tested(self) -> tuple[Rule, ...]:
        """The rules that looked at nothing."""
        return tuple(o.rule for o in self.outcomes if o.verdict == "not-tested")

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found."""
        return min((f.severity for f in self.findings), key=lambda s: s.rank, default=None)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(1 for f in self.findings if f.severity is severity)

    def rule(self, code: str) -> Rule:
        """Return the rule with a code.

        Raises:
            KeyError: no rule has it.

        """
        for outcome in self.outcomes:
            if outcome.rule.code == code:
                return outcome.rule
        raise KeyError(code)

    def same_findings(self, other: Report) -> bool:
        """Say whether two reports hold the same findings, whatever engine made them."""
        return Counter(self.findings) == Counter(other.findings)


def sort_findings(findings: Iterable[Finding], read: Container[str] = ()) -> tuple[Finding, ...]:
    """Return findings by document, severity, rule and place in the text.

    Args:
        findings: the findings.
        read: documents whose own text was read; they come before those known from other sources.

    """

    def place(finding: Finding) -> tuple[bool, str, int, str, int, str, str, str, str]:
        start = finding.excerpt.start if finding.excerpt else -1
        return (
            finding.document not in read,
            finding.document or "~",
            finding.severity.rank,
            finding.rule,
            start,
            str(finding.subject),
            finding.value_text,
            finding.message.vi,
            finding.key,
        )

    return tuple(sorted(findings, key=place))
