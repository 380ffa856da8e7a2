"""What a validation leaves for the next one, and its form as a file."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node
from rdflib.util import from_n3

from loader.sources import write_atomically
from loader.validation.paths import Path as PropertyPath
from loader.validation.pieces import Packed
from loader.validation.results import RawResult
from loader.validation.rules import named_shape

_VERSION = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run leaves for the next one.

    Attributes:
        salt: what the results depend on besides the statements: rules, day, engine.
        pieces: the statements, by the names of the pieces in which they lie.
        roots: the IRIs below which the nodes of documents lie.
        nested: whether all that documents say lies there.
        results: document IRI → results of the rules that look at one document only.
        rules: rule that is asked for many nodes at once → its results for nodes of no document; of one that looks at
            several documents, all results.

    """

    salt: str = ""
    pieces: Mapping[str, Packed] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    nested: bool = False
    results: Mapping[str, tuple[RawResult, ...]] = field(default_factory=dict)
    rules: Mapping[str, tuple[RawResult, ...]] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the memory as JSON.

        Raises:
            ConfigurationError: the file cannot be written.

        """
        stored = {
            "version": _VERSION,
            "salt": self.salt,
            "roots": self.roots,
            "nested": self.nested,
            "documents": _records(self.results),
            "rules": _records(self.rules),
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
            node = cache(_node)
            return cls(
                str(stored["salt"]),
                {
                    name: Packed(str(digest), bool(is_lines), tuple(map(str, documents)), b64decode(data))
                    for name, (digest, is_lines, documents, data) in stored["pieces"].items()
                },
                tuple(map(str, stored["roots"])),
                bool(stored["nested"]),
                _results(stored["documents"], node),
                _results(stored["rules"], node),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()


def _records(results: Mapping[str, Iterable[RawResult]]) -> Mapping[str, list[list[object]]]:
    return {name: [_record(raw) for raw in raws] for name, raws in sorted(results.items())}


def _results(
    stored: Mapping[str, list[list[object]]], node: Callable[[object], Node | None]
) -> dict[str, tuple[RawResult, ...]]:
    return {name: tuple(_result(entry, node) for entry in entries) for name, entries in stored.items()}


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
