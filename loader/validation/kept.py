"""What a validation leaves for the next one, and its form as a file."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node
from rdflib.util import from_n3

from loader.sources import write_atomically
from loader.validation.findings import Bilingual, Excerpt, Finding, Severity
from loader.validation.paths import Path as PropertyPath
from loader.validation.pieces import Packed
from loader.validation.results import RawResult
from loader.validation.rules import named_shape

_VERSION = 5


class Told:
    """What was found about one document, or by one rule, and how it is told.

    Of what was read from a file, only that is made values of which somebody asks for.
    """

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._stored = stored

    @classmethod
    def of(cls, results: Sequence[RawResult], findings: Sequence[Finding], asked: Iterable[str]) -> Told:
        """Keep results with a finding for each, and what was asked for the words of these (see ``asked``)."""
        excerpts: dict[Excerpt, int] = {}
        for finding in findings:
            if finding.excerpt is not None:
                excerpts.setdefault(finding.excerpt, len(excerpts))
        told = cls(
            {
                "asked": sorted(asked),
                "results": [_record(raw) for raw in results],
                "excerpts": [[e.quote, e.start, e.end, e.section, e.text, e.file, e.before, e.after] for e in excerpts],
                "findings": [_finding_record(finding, excerpts) for finding in findings],
            }
        )
        told.__dict__["results"], told.__dict__["findings"] = tuple(results), tuple(findings)
        return told

    @property
    def stored(self) -> Mapping[str, Any]:
        """Return it as it is stored."""
        return self._stored

    @cached_property
    def asked(self) -> frozenset[str]:
        """What was asked for the words of the findings."""
        return frozenset(self._stored["asked"])

    @cached_property
    def results(self) -> tuple[RawResult, ...]:
        """The results.

        Raises:
            ValueError: they are damaged.
        """
        with _damage():
            return tuple(map(_result, self._stored["results"]))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, one for each result.

        Raises:
            ValueError: they are damaged.
        """
        with _damage():
            excerpts = [Excerpt(*entry) for entry in self._stored["excerpts"]]
            return tuple(_finding(entry, excerpts) for entry in self._stored["findings"])


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"what was kept is damaged: {error}") from error


@dataclass(frozen=True, slots=True)
class Looked:
    """What a rule looked at: how many nodes, and the IRIs of their documents, sorted."""

    tested: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run leaves for the next one.

    Attributes:
        salt: what the results depend on besides the statements: rules, day, engine.
        pieces: the statements, by the names of the pieces in which they lie.
        roots: the IRIs below which the nodes of documents lie.
        nested: whether all that documents say lies there.
        documents: document IRI → what the rules that look at one document only found.
        rules: rule → what it found about nodes of no document; of one that looks at several documents, all that it found.
        looked: rule → what it looked at.

    """

    salt: str = ""
    pieces: Mapping[str, Packed] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    nested: bool = False
    documents: Mapping[str, Told] = field(default_factory=dict)
    rules: Mapping[str, Told] = field(default_factory=dict)
    looked: Mapping[str, Looked] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the memory as JSON.

        Raises:
            ConfigurationError: the file cannot be written.

        """
        # Many rules look at the same documents.
        some = sorted({looked.documents for looked in self.looked.values()})
        places = {documents: place for place, documents in enumerate(some)}
        stored = {
            "version": _VERSION,
            "salt": self.salt,
            "roots": self.roots,
            "nested": self.nested,
            "documents": {iri: told.stored for iri, told in sorted(self.documents.items())},
            "rules": {iri: told.stored for iri, told in sorted(self.rules.items())},
            "looked": {
                "documents": some,
                "rules": {iri: [it.tested, places[it.documents]] for iri, it in sorted(self.looked.items())},
            },
            "pieces": {
                name: [piece.digest, piece.is_lines, piece.documents, b64encode(piece.data).decode()]
                for name, piece in sorted(self.pieces.items())
            },
        }
        write_atomically(path, (json.dumps(stored, ensure_ascii=False, indent=0) + "\n").encode())

    @classmethod
    def read(cls, path: Path) -> Kept:
        """Read what an earlier run left; nothing when there is none, or when it cannot be used."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] != _VERSION:
                return cls()
            some = [tuple(map(str, documents)) for documents in stored["looked"]["documents"]]
            return cls(
                str(stored["salt"]),
                {
                    name: Packed(str(digest), bool(is_lines), tuple(map(str, documents)), b64decode(data))
                    for name, (digest, is_lines, documents, data) in stored["pieces"].items()
                },
                tuple(map(str, stored["roots"])),
                bool(stored["nested"]),
                _told(stored["documents"]),
                _told(stored["rules"]),
                {iri: Looked(int(tested), some[place]) for iri, (tested, place) in stored["looked"]["rules"].items()},
            )
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return cls()


def _told(stored: Mapping[str, Any]) -> dict[str, Told]:
    return {str(name): Told(_checked(told)) for name, told in stored.items()}


def _checked(stored: Any) -> Mapping[str, Any]:
    """Return what is stored of findings if its form is right.

    Raises:
        ValueError: it is not.
    """
    asked, results, excerpts, findings = (stored[key] for key in ("asked", "results", "excerpts", "findings"))
    if not all(isinstance(some, list) for some in (asked, results, excerpts, findings)) or len(results) != len(
        findings
    ):
        raise ValueError("findings are lists, one for each result")
    return {
        "asked": asked,
        "results": results,
        "excerpts": excerpts,
        "findings": findings,
    }


def lasting(raw: RawResult, shapes: Graph) -> RawResult | None:
    """Return a result as it can be kept (its shape by name); None when it names nodes without a name."""
    if isinstance(raw.focus, BNode) or isinstance(raw.value, BNode):
        return None
    shape = named_shape(shapes, raw.shape)
    if isinstance(shape, BNode):
        return None
    return RawResult(shape, raw.focus, raw.severity, raw.component, raw.value, raw.path, raw.messages)


def _record(raw: RawResult) -> list[object]:
    path = None if raw.path is None else raw.path.record()
    nodes = [_n3(n) for n in (raw.shape, raw.focus, raw.severity, raw.component, raw.value)]
    return [*nodes, path, [_n3(m) for m in raw.messages]]


def _n3(node: Node | None) -> str | None:
    return node.n3() if isinstance(node, URIRef | Literal) else None


def _result(entry: list[Any]) -> RawResult:
    shape, focus, severity, component, value, path, messages = entry
    shape_node, focus_node = _node(shape), _node(focus)
    if shape_node is None or focus_node is None:
        raise ValueError("a result has a shape and a focus node")
    return RawResult(
        shape_node,
        focus_node,
        _node(severity),
        _node(component),
        _node(value),
        None if path is None else PropertyPath.of_record(path),
        tuple(m for text in messages if isinstance(m := _node(text), Literal)),
    )


def _finding_record(finding: Finding, excerpts: Mapping[Excerpt, int]) -> list[object]:
    return [
        finding.rule,
        finding.severity.value,
        *map(_n3, (finding.focus, finding.subject)),
        finding.label,
        finding.document,
        [finding.message.vi, finding.message.en],
        _n3(finding.value),
        None if finding.path is None else finding.path.record(),
        finding.component,
        None if finding.excerpt is None else excerpts[finding.excerpt],
        finding.shape,
        _n3(finding.level),
        finding.constraint,
        list(finding.bodies),
    ]


def _finding(entry: list[Any], excerpts: Sequence[Excerpt]) -> Finding:
    (
        rule,
        severity,
        focus,
        subject,
        label,
        document,
        message,
        value,
        path,
        component,
        excerpt,
        shape,
        level,
        constraint,
        bodies,
    ) = entry
    focus_node, subject_node, level_node = _node(focus), _node(subject), _node(level)
    if focus_node is None or subject_node is None:
        raise ValueError("a finding has a focus node and a subject")
    return Finding(
        rule=rule,
        severity=Severity(severity),
        focus=focus_node,
        subject=subject_node,
        label=label,
        document=document,
        message=Bilingual(*message),
        value=_node(value),
        path=None if path is None else PropertyPath.of_record(path),
        component=component,
        excerpt=None if excerpt is None else excerpts[excerpt],
        shape=shape,
        level=level_node if isinstance(level_node, URIRef) else None,
        constraint=constraint,
        bodies=tuple(bodies),
    )


def _node(text: str | None) -> Node | None:
    if text is None:
        return None
    if text[:1] == "<" and text[-1:] == ">" and "\\" not in text:
        return URIRef(text[1:-1])
    found = from_n3(text)
    if not isinstance(found, URIRef | Literal):
        raise ValueError(f"not a term: {text}")
    return found
