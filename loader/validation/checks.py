"""Checks that SHACL cannot express, done in code; their results have the form of SHACL results.

A rule names its check by ``rule:check``; what the rule targets is what the check looks at.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.graph.turtle import Triple
from loader.readers.markup import collapse_whitespace, strip_markup
from loader.validation.change import Change
from loader.validation.findings import Rule
from loader.validation.index import rdflib_node
from loader.validation.messages import filled
from loader.validation.paths import Path
from loader.validation.repetition import repeated
from loader.validation.results import RawResult
from loader.validation.rules import severity_iri
from loader.validation.terms import CHECK_IN_CODE
from loader.validation.value_types import check_value_types, declared_types

_WRITTEN_BREAKS = re.compile(r"(?:\\r|\\n)+")

QUOTE_EQUALS_TEXT = "quote-equals-text"
SOURCE_DIGEST = "source-digest"
VALUE_TYPES = "value-types"
REPEATED_WORDS = "repeated-words"


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found and how many nodes it could look at."""

    results: tuple[RawResult, ...]
    tested: int


def run_check(rule: Rule, data: Graph, nodes: Iterable[Node], sources: FilePath | None) -> CheckOutcome:
    """Carry out the check of a rule; an unknown check tests nothing.

    Args:
        rule: the rule.
        data: the data graph.
        nodes: what the rule targets.
        sources: folder of the source files, if at hand.

    """
    if rule.check == QUOTE_EQUALS_TEXT:
        return _check_quotes(rule, data, nodes)
    if rule.check == SOURCE_DIGEST and sources is not None:
        return _check_digests(rule, data, nodes, sources)
    if rule.check == VALUE_TYPES:
        found, tested = check_value_types(rule, severity_iri(rule.severity), data)
        return CheckOutcome(tuple(found), tested)
    if rule.check == REPEATED_WORDS:
        return _check_repetitions(rule, data, nodes)
    return CheckOutcome((), 0)


def check_again(rule: Rule, data: Graph, change: Change, before: CheckOutcome) -> CheckOutcome | None:
    """Return what a check finds after a change where it tests each statement by itself; None where it does not.

    Args:
        rule: its rule.
        data: the data graph as it is now.
        change: what came and went.
        before: what it found before.

    """
    if rule.check != VALUE_TYPES or f"<{LN_NODES.valueType}>" in change.kinds:
        return None
    severity = severity_iri(rule.severity)
    came, more = check_value_types(rule, severity, data, change.came)
    _, fewer = check_value_types(rule, severity, data, change.went)
    stay = (raw for raw in before.results if not any(_is_of(raw, triple) for triple in change.went))
    return CheckOutcome((*stay, *came), before.tested + more - fewer)


def _is_of(raw: RawResult, triple: Triple) -> bool:
    focus, value = rdflib_node(triple.subject), rdflib_node(triple.object)
    return (raw.focus, str(raw.path), raw.value) == (focus, triple.predicate.value, value)


def tests_each(rule: Rule) -> bool:
    """Say whether a check looks at each target by itself, and tests all of them."""
    return rule.check == REPEATED_WORDS


def names_seen(rule: Rule, data: Graph) -> frozenset[URIRef] | None:
    """Return the properties that a check of all data looks at; None for what is not only in the data."""
    if rule.check == QUOTE_EQUALS_TEXT:
        terms = (LN_NODES.quote, LN_NODES.start, LN_NODES.end, LN_NODES.inText, LN_NODES.text)
        return frozenset(terms)
    if rule.check == VALUE_TYPES:
        return frozenset((LN_NODES.valueType, *declared_types(data)))
    return None


def _check_repetitions(rule: Rule, data: Graph, nodes: Iterable[Node]) -> CheckOutcome:
    found: list[RawResult] = []
    tested = 0
    for node in nodes:
        tested += 1
        for place, said in repeated(node, data):
            texts = tuple(
                Literal(filled(template, said), lang=language)
                for template, language in ((rule.message.vi, "vi"), (rule.message.en, "en"))
            )
            found.append(
                RawResult(URIRef(rule.iri), node, severity_iri(rule.severity), CHECK_IN_CODE, place, None, texts)
            )
    return CheckOutcome(tuple(found), tested)


def _check_quotes(rule: Rule, data: Graph, nodes: Iterable[Node]) -> CheckOutcome:
    found: list[RawResult] = []
    tested = 0
    texts: dict[Node, str] = {}
    quotes, starts, ends, sources = (
        dict(data.subject_objects(p)) for p in (LN_NODES.quote, LN_NODES.start, LN_NODES.end, LN_NODES.inText)
    )
    for node in nodes:
        quote, start, end, source = quotes.get(node), starts.get(node), ends.get(node), sources.get(node)
        if source is not None and source not in texts:
            texts[source] = str(data.value(source, LN_NODES.text) or "")
        text = texts.get(source, "") if source is not None else ""
        if not text or not isinstance(quote, Literal) or not isinstance(start, Literal) or not isinstance(end, Literal):
            continue
        tested += 1
        if not _is_quoted(str(quote), text, start.toPython(), end.toPython()):
            found.append(_result(rule, node, quote, LN_NODES.quote))
    return CheckOutcome(tuple(found), tested)


def _is_quoted(quote: str, text: str, start: object, end: object) -> bool:
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        return False
    return _words(strip_markup(text[start:end])) == _words(quote)


def _words(text: str) -> str:
    """Return a text with single spaces, also where a converter wrote its line breaks out as letters."""
    return collapse_whitespace(_WRITTEN_BREAKS.sub(" ", text)).strip()


def _check_digests(rule: Rule, data: Graph, nodes: Iterable[Node], sources: FilePath) -> CheckOutcome:
    found: list[RawResult] = []
    tested = 0
    for node in nodes:
        name, digest = data.value(node, LN_NODES.sourceFile), data.value(node, LN_NODES.sha256)
        # Only the last part of a name is used: data must not make the check read files outside the folder.
        file = sources / FilePath(str(name)).name if name is not None else None
        if file is None or digest is None or not file.is_file():
            continue
        tested += 1
        if hashlib.sha256(file.read_bytes()).hexdigest() != str(digest):
            found.append(_result(rule, node, digest, LN_NODES.sha256))
    return CheckOutcome(tuple(found), tested)


def _result(rule: Rule, node: Node, value: Node, path: URIRef) -> RawResult:
    return RawResult(URIRef(rule.iri), node, severity_iri(rule.severity), CHECK_IN_CODE, value, Path.of(path), ())
