"""What a validation leaves for the next one, and its form as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node
from rdflib.util import from_n3

from loader.sources import write_atomically
from loader.validation.paths import Path as PropertyPath
from loader.validation.results import RawResult
from loader.validation.rules import named_shape

_VERSION = 4


@dataclass(frozen=True, slots=True)
class KeptRule:
    """What a rule that looks at several documents found.

    Attributes:
        digest: of all that its query can see.
        results: its results.

    """

    digest: str
    results: tuple[RawResult, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run leaves for the next one.

    Attributes:
        digests: document IRI → digest of what its results depend on.
        results: document IRI → results of the rules that look at one document only.
        stated: document IRI → digests of what is stated about its nodes, by property, of types by class.
        rules: IRI of a rule that looks at several documents → what it found.

    """

    digests: Mapping[str, str]
    results: Mapping[str, tuple[RawResult, ...]]
    stated: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rules: Mapping[str, KeptRule] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the memory as JSON.

        Raises:
            ConfigurationError: the file cannot be written.

        """
        documents = {
            iri: {
                "digest": digest,
                "results": [_record(raw) for raw in self.results.get(iri, ())],
                "stated": {kind: f"{value:x}" for kind, value in sorted(self.stated.get(iri, {}).items())},
            }
            for iri, digest in sorted(self.digests.items())
        }
        rules = {
            iri: {"digest": rule.digest, "results": [_record(raw) for raw in rule.results]}
            for iri, rule in sorted(self.rules.items())
        }
        stored = {"version": _VERSION, "documents": documents, "rules": rules}
        text = json.dumps(stored, ensure_ascii=False, indent=1)
        write_atomically(path, (text + "\n").encode())

    @classmethod
    def read(cls, path: Path) -> Kept:
        """Read what an earlier run left; nothing when there is none, or when it cannot be used."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] != _VERSION:
                return cls({}, {})
            documents = stored["documents"]
            node = cache(_node)
            return cls(
                {iri: str(item["digest"]) for iri, item in documents.items()},
                {iri: tuple(_result(entry, node) for entry in item["results"]) for iri, item in documents.items()},
                {iri: {k: int(v, 16) for k, v in item["stated"].items()} for iri, item in documents.items()},
                {
                    iri: KeptRule(str(item["digest"]), tuple(_result(entry, node) for entry in item["results"]))
                    for iri, item in stored["rules"].items()
                },
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls({}, {})


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


def _result(entry: list[object], node: Callable[[object], Node | None]) -> RawResult:
    shape, focus, severity, component, value, path, messages = entry
    if not isinstance(messages, list):
        raise ValueError("messages are a list")
    shape_node, focus_node = node(shape), node(focus)
    if shape_node is None or focus_node is None:
        raise ValueError("a result has a shape and a focus node")
    return RawResult(
        shape_node,
        focus_node,
        node(severity),
        node(component),
        node(value),
        None if path is None else PropertyPath.of_record(path),
        tuple(m for text in messages if isinstance(m := node(text), Literal)),
    )


def _node(text: object) -> Node | None:
    if text is None:
        return None
    found = from_n3(str(text))
    if not isinstance(found, URIRef | Literal):
        raise ValueError(f"not a term: {text}")
    return found
