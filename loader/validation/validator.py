"""Validation: data and shapes in, report out, whatever engine does the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from loader.errors import GraphError
from loader.graph.conversion import LN_NODES
from loader.validation.attribution import Attribution, is_of_catalogue
from loader.validation.checks import CheckOutcome, run_check, tests_each
from loader.validation.evidence import Documents, Evidence
from loader.validation.findings import (
    Bilingual,
    DocumentSummary,
    Finding,
    Report,
    Rule,
    RuleOutcome,
    Severity,
    sort_findings,
)
from loader.validation.imports import not_followed
from loader.validation.kept import Kept, Looked
from loader.validation.naming import Names
from loader.validation.preparation import with_names
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult
from loader.validation.rules import Catalogue, severity_of
from loader.validation.shacl_engines import EngineName, raw_results
from loader.validation.shapes import prefixes
from loader.validation.targets import Targets
from loader.validation.terms import AS_OF, CONTEXT
from loader.validation.wellformed import aimless, usable

if TYPE_CHECKING:
    from loader.validation.reuse import Rerun

_MANY = 8
"""Documents of which more are validated some at a time: queries look through all that they are asked of."""
_WEIGHTS = ((Severity.VIOLATION, 3), (Severity.WARNING, 2), (Severity.INFO, 1))


def validate(
    data: Graph,
    shapes: Graph,
    *,
    engine: EngineName = "pyshacl",
    as_of: date | None = None,
    sources: Path | None = None,
) -> Report:
    """Check a graph against shapes.

    Args:
        data: the graph: documents, reference data, what was inferred, and the ontology (for its classes and labels).
            It is left as it is.
        shapes: the shapes, see ``loader.validation.shapes.load_shapes``.
        engine: "pyshacl" (reference) or "turbo" (fast, extra ``fast``).
        as_of: the day that the rules of currency look at; today when not given.
        sources: folder of the source files, for the check of their digests.

    Raises:
        ConfigurationError: the engine is not installed.
        GraphError: the shapes cannot be used.

    """
    if engine == "turbo" and len(set(data.subjects(LN_NODES.hasText, None))) > _MANY:
        return _again(data, shapes, None, engine, as_of, sources)[0]
    day = as_of or date.today()
    shapes, unknown = usable(with_names(shapes))
    with _as_of(data, day) as checked:
        targets = Targets(checked, shapes)
        catalogue = Catalogue.of(shapes)
        raws = raw_results(checked, shapes, targets, engine)
        told = _Telling(checked, shapes, catalogue, targets)
        checks = _checks(told, sources)
        evidence, checked_in_code = told.evidence(), (raw for check in checks.values() for raw in check.results)
        findings = [told.finding(raw, evidence) for raw in (*raws, *checked_in_code)]
        return _validate(told, findings, _looked(told, checks), engine, day, unknown)


@dataclass(frozen=True, slots=True)
class Again:
    """A validation that used what an earlier one left.

    Attributes:
        report: the report, equal to that of a validation of everything.
        kept: what it leaves for the next one.
        validated: IRIs of the documents that were validated anew, sorted.

    """

    report: Report
    kept: Kept
    validated: tuple[str, ...]


def validate_again(
    data: Graph,
    shapes: Graph,
    kept: Kept,
    *,
    engine: EngineName = "pyshacl",
    as_of: date | None = None,
    sources: Path | None = None,
) -> Again:
    """Check a graph against shapes, taking from an earlier run what cannot have changed.

    Args:
        data: the graph, see ``validate``.
        shapes: the shapes.
        kept: what the earlier run left; ``Kept()`` when there was none.
        engine: "pyshacl" or "turbo".
        as_of: the day that the rules of currency look at; today when not given.
        sources: folder of the source files.

    Raises:
        ConfigurationError: the engine is not installed.
        GraphError: the shapes cannot be used.

    """
    report, memory, validated = _again(data, shapes, kept, engine, as_of, sources)
    assert memory is not None
    return Again(report, memory, validated)


def _again(
    data: Graph, shapes: Graph, kept: Kept | None, engine: EngineName, as_of: date | None, sources: Path | None
) -> tuple[Report, Kept | None, tuple[str, ...]]:
    """Check a graph; return the report, what is left for the next run (nothing without ``kept``), and what was validated."""
    from loader.build_state import code_fingerprint
    from loader.validation.reuse import Rerun  # of no use where nothing is kept

    day = as_of or date.today()
    shapes, unknown = usable(with_names(shapes))
    loaded = data.loaded if isinstance(data, QueryGraph) else None
    with _as_of(data, day) as checked:
        catalogue = Catalogue.of(shapes)
        targets = Targets(checked, shapes)
        salt = f"{day.isoformat()}|{engine}|{code_fingerprint('')}"
        try:
            rerun = Rerun(checked, shapes, targets, catalogue, kept or Kept(), salt, loaded)
        except ValueError:  # what was kept is damaged
            rerun = Rerun(checked, shapes, targets, catalogue, Kept(), salt, loaded)
        raws = rerun.anew(engine)
        told = _Telling(checked, shapes, catalogue, targets)
        checks = _checks(told, sources, rerun)
        fresh = (*raws, *(raw for check in checks.values() for raw in check.results))
        findings, made = rerun.told, {}
        for group, results in (*rerun.grouped(fresh).items(), *rerun.untold.items()):
            evidence = told.evidence()
            words = [told.finding(raw, evidence) for raw in results]
            findings += words
            if group is not None:
                made[group] = (results, words, evidence.asked.noted)
        looked = _looked(told, checks, rerun)
        memory = rerun.memory(made, looked) if kept is not None else None
        report = _validate(told, findings, looked, engine, day, unknown)
    return report, memory, rerun.changed


class _Telling:
    """How results are told: by rules, in words of the data."""

    def __init__(self, data: QueryGraph, shapes: Graph, catalogue: Catalogue, targets: Targets) -> None:
        self.data, self.shapes, self.catalogue = data, shapes, catalogue
        self._targets = targets
        self._attribution = Attribution(catalogue, shapes, targets)
        self._names = Names(data)
        self._documents = Documents(data)

    def nodes(self, rule: Rule) -> frozenset[Node]:
        """Return what a rule looks at."""
        return _targets(self.data, self.shapes, self._targets, rule)

    def evidence(self) -> Evidence:
        """Return what looks up evidence, and has not been asked anything."""
        return Evidence(self.data, self._documents)

    def finding(self, raw: RawResult, evidence: Evidence) -> Finding:
        """Return a result as it is told."""
        return _finding(raw, self._attribution, evidence, self._names)


def _checks(told: _Telling, sources: Path | None, rerun: Rerun | None = None) -> dict[str, CheckOutcome]:
    """Return what the checks in code find, by the rule; of those that look at one document only what is not known yet."""
    found: dict[str, CheckOutcome] = {}
    for rule in told.catalogue.rules:
        if not rule.check:
            continue
        each = rule.local and tests_each(rule)
        known = rerun.tested(rule) if rerun is not None and not each else None
        if known is not None:
            found[rule.code] = CheckOutcome((), known)
            continue
        again = rerun.checked_again(rule) if rerun is not None else None
        if again is not None:
            found[rule.code] = again
            continue
        nodes = sorted(told.nodes(rule), key=str)
        if rerun is not None and each:
            outcome = run_check(rule, told.data, filter(rerun.is_due, nodes), sources)
            found[rule.code] = CheckOutcome(outcome.results, len(nodes))
        else:
            found[rule.code] = run_check(rule, told.data, nodes, sources)
    return found


def _looked(told: _Telling, checks: Mapping[str, CheckOutcome], rerun: Rerun | None = None) -> dict[str, Looked]:
    """Return what each rule looked at, by its IRI."""
    evidence, concerned, found = told.evidence(), dict[frozenset[Node], tuple[str, ...]](), dict[str, Looked]()
    for rule in told.catalogue.rules:
        known = rerun.looked(rule) if rerun is not None else None
        if known is None:
            nodes = told.nodes(rule)
            if nodes not in concerned:
                concerned[nodes] = tuple(sorted({evidence.document(node) for node in nodes} - {""}))
            known = Looked(len(nodes), concerned[nodes])
        tested = checks[rule.code].tested if rule.check else known.tested
        found[rule.iri] = Looked(tested, known.documents)
    return found


def _validate(
    told: _Telling,
    found: Iterable[Finding],
    looked: Mapping[str, Looked],
    engine: EngineName,
    day: date,
    unknown: Sequence[URIRef],
) -> Report:
    data, shapes, catalogue = told.data, told.shapes, told.catalogue
    evidence = told.evidence()
    read = {str(node) for node in data.subjects(LN_NODES.hasText, None)}
    findings = sort_findings(_distinct(found, catalogue), read)
    counts = Counter(f.rule for f in findings)
    outcomes = tuple(
        RuleOutcome(rule, looked[rule.iri].tested, counts[rule.code], looked[rule.iri].documents)
        for rule in catalogue.rules
    )
    notes = (*not_followed(shapes), *map(_passed_over, unknown), *map(_checks_nothing, aimless(shapes)))
    return Report(findings, outcomes, _summaries(data, evidence, outcomes, findings, day), engine, day, notes)


def _passed_over(term: URIRef) -> Bilingual:
    name = f"sh:{term.removeprefix(str(SH))}"
    return Bilingual(
        f"Bỏ qua {name}: SHACL không có thuật ngữ này.", f"{name} was passed over: SHACL has no such term."
    )


def _checks_nothing(shape: str) -> Bilingual:
    return Bilingual(
        f"Hình <{shape}> không kiểm tra gì: nó không có đích (sh:targetClass …) và không hình nào dẫn tới nó.",
        f"The shape <{shape}> checks nothing: it has no target (sh:targetClass …), and no shape leads to it.",
    )


def _distinct(findings: Iterable[Finding], catalogue: Catalogue) -> Iterable[Finding]:
    """Return findings with keys of their own.

    What the project's rules say of one value is one finding: rows that differ only in one of several names of a thing
    are the same. Shapes of others give as many findings as SHACL gives results.
    """
    ours = {rule.code for rule in catalogue.rules if is_of_catalogue(rule)}
    chosen: dict[str, Finding] = {}
    repeated: dict[str, list[Finding]] = {}
    for finding in findings:
        key = finding.key
        known = chosen.get(key)
        if known is None:
            chosen[key] = finding
        elif finding.rule not in ours:
            repeated.setdefault(key, [known]).append(finding)
        elif (finding.message.vi, finding.message.en) < (known.message.vi, known.message.en):
            chosen[key] = finding
    for key, same in repeated.items():
        del chosen[key]
        for number, finding in enumerate(sorted(same, key=_place)):
            constraint = f"{finding.constraint}#{number}" if number else finding.constraint
            told = replace(finding, constraint=constraint)
            chosen[told.key] = told
    return chosen.values()


def _place(finding: Finding) -> tuple[str, str, str, str]:
    value = "" if finding.value is None else finding.value.n3()
    return finding.message.vi, finding.message.en, finding.focus.n3(), value


@contextmanager
def _as_of(data: Graph, day: date) -> Iterator[QueryGraph]:
    """Look at the data with the day of the check stated in them; they are as before afterwards."""
    graph = data if isinstance(data, QueryGraph) else QueryGraph(data)
    loaded = graph.loaded
    stated = (CONTEXT, AS_OF, RdfLiteral(day.isoformat(), datatype=XSD.date))
    present = stated in graph
    graph.add(stated)
    try:
        yield graph
    finally:
        if not present:
            graph.discard(stated)
        graph.loaded = loaded


def _targets(data: QueryGraph, shapes: Graph, found: Targets, rule: Rule) -> frozenset[Node]:
    if rule.requires:
        try:
            if not data.ask(f"{prefixes(shapes)}\nASK {{ {rule.requires} }}"):
                return frozenset()
        except SyntaxError as error:
            raise GraphError(f"what rule {rule.code} requires is not valid SPARQL: {error}", where=rule.file) from error
    return found.of_shape(URIRef(rule.iri))


def _finding(raw: RawResult, attribution: Attribution, evidence: Evidence, names: Names) -> Finding:
    rule = attribution.rule(raw)
    subject = evidence.subject(raw.focus, raw.value)
    return Finding(
        rule=rule.code,
        severity=severity_of(raw.severity),
        focus=names.of(raw.focus),
        subject=names.of(subject),
        label=evidence.label(subject),
        document=evidence.document(raw.focus) or evidence.document(subject),
        message=attribution.message(raw, rule),
        value=None if raw.value is None else names.of(raw.value),
        path=raw.path,
        component=str(raw.component or ""),
        excerpt=evidence.excerpt(raw.focus, raw.value, raw.path),
        shape=attribution.shape(raw),
        level=raw.severity if isinstance(raw.severity, URIRef) else None,
        constraint=attribution.constraint(raw, rule),
        bodies=evidence.bodies(raw.focus, raw.value),
    )


def _summaries(
    data: Graph,
    evidence: Evidence,
    outcomes: Sequence[RuleOutcome],
    findings: Sequence[Finding],
    day: date,
) -> tuple[DocumentSummary, ...]:
    read = {str(node) for node in data.subjects(LN_NODES.hasText, None)}
    documents = read | {f.document for f in findings if f.document}
    failed = {(f.document, f.rule) for f in findings}
    severities = Counter((f.document, f.severity) for f in findings)
    return tuple(
        DocumentSummary(
            iri=document,
            label=evidence.label(URIRef(document)),
            title=evidence.title(URIRef(document)),
            status=_key(data.value(URIRef(document), LN_NODES.status)),
            level=_key(data.value(URIRef(document), LN_NODES.level)),
            violations=severities[document, Severity.VIOLATION],
            warnings=severities[document, Severity.WARNING],
            infos=severities[document, Severity.INFO],
            score=_score(document, outcomes, failed),
            became=evidence.became(URIRef(document)),
            answers=evidence.answers(URIRef(document), day),
        )
        for document in sorted(documents, key=lambda iri: (iri not in read, iri))
    )


def _score(document: str, outcomes: Sequence[RuleOutcome], failed: set[tuple[str, str]]) -> int:
    weights = dict(_WEIGHTS)
    whole = kept = 0
    for outcome in outcomes:
        rule = outcome.rule
        if document in outcome.documents:
            weight = weights[rule.severity]
            whole += weight
            kept += 0 if (document, rule.code) in failed else weight
    return round(100 * kept / whole) if whole else 0


def _key(node: Node | None) -> str:
    return str(node).rpartition("/")[2] if node is not None else ""
