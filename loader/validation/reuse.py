"""Validating again after a change: what cannot have changed is taken from the last run.

A rule that is marked ``rule:reach rule:OneDocument`` says of a node only what follows from the statements of the node's
document, of the nodes that these lead to and of what documents share behind those (an issuer's name), from statements
that point at the document's nodes, and from the hierarchy of classes. So its results for a document hold as long as
that part of the graph (the document's view), the rules and the day are the same; a digest of them tells.
All other rules, and nodes that belong to no document, are validated anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node
from rdflib.util import from_n3

from loader.graph.vocabulary import LN, RDF, RDFS, SH
from loader.sources import write_atomically
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult
from loader.validation.rules import Catalogue, named_shape
from loader.validation.targets import Targets

_VERSION = 1
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_MASK = (1 << 128) - 1
_SUBCLASS = f"<{RDFS.subClassOf}>".encode()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run leaves for the next one.

    Attributes:
        digests: document IRI → digest of what its results depend on.
        results: document IRI → results of the rules that look at one document only.

    """

    digests: Mapping[str, str]
    results: Mapping[str, tuple[RawResult, ...]]

    def write(self, path: Path) -> None:
        """Write the memory as JSON.

        Raises:
            ConfigurationError: the file cannot be written.

        """
        documents = {
            iri: {"digest": digest, "results": [_record(raw) for raw in self.results.get(iri, ())]}
            for iri, digest in sorted(self.digests.items())
        }
        text = json.dumps({"version": _VERSION, "documents": documents}, ensure_ascii=False, indent=1)
        write_atomically(path, (text + "\n").encode())

    @classmethod
    def read(cls, path: Path) -> Kept:
        """Read what an earlier run left; nothing when there is none, or when it cannot be used."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] != _VERSION:
                return cls({}, {})
            documents = stored["documents"]
            return cls(
                {iri: str(item["digest"]) for iri, item in documents.items()},
                {iri: tuple(_result(entry) for entry in item["results"]) for iri, item in documents.items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls({}, {})


class Partition:
    """The documents of a graph, their nodes, and digests of what their results depend on."""

    def __init__(self, data: QueryGraph, salt: str) -> None:
        """Divide a graph.

        Args:
            data: the graph.
            salt: what the results depend on besides the graph (rules, day, engine).

        """
        self._names: dict[str, str] = {}
        read = sorted((str(d), str(t)) for d, t in data.subject_objects(LN.hasText))
        for document, text in read:
            self._names[document] = document
            self._names.setdefault(text, document)
        # A document and the one that promulgates it stand in one file: they count as one.
        self._unit = {document: document for document, _ in read}
        for act, plan in data.subject_objects(LN.promulgates):
            if str(act) in self._unit and str(plan) in self._unit:
                self._join(str(act), str(plan))
        for document, text in read:
            self._join(document, self._names[text])
        self.digests = self._digest(data, salt) if read else {}

    def _join(self, one: str, other: str) -> None:
        kept, gone = self._unit[one], self._unit[other]
        for document, unit in self._unit.items():
            if unit == gone:
                self._unit[document] = kept

    def owner(self, node: Node) -> str:
        """Return the document that a node belongs to by its IRI; "" for nodes that documents share."""
        return self._owner(str(node)) if isinstance(node, URIRef) else ""

    def _owner(self, iri: str) -> str:
        end = len(iri)
        while end > 0:
            name = self._names.get(iri[:end])
            if name is not None:
                return self._unit[name]
            end = iri.rfind("/", 0, end)
        return ""

    def _digest(self, data: QueryGraph, salt: str) -> Mapping[str, str]:
        sums: dict[bytes, int] = {}
        leads: dict[bytes, set[bytes]] = {}
        owners: dict[bytes, str] = {}
        totals = dict.fromkeys(self._unit.values(), 0)
        due: dict[str, set[bytes]] = {unit: set() for unit in totals}
        classes = 0
        # Lines of N-Triples and not terms, of which Python objects would have to be made, three for each line.
        stated = data.answers().dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
        for line in stated.splitlines():
            subject, predicate, rest = line.split(b" ", 2)
            target = rest[:-2]
            # Names of blank nodes differ from one reading of a file to the next.
            nameless = subject[:1] == b"_" or target[:1] == b"_"
            text = b" ".join(b"_" if t[:1] == b"_" else t for t in (subject, predicate, target)) if nameless else line
            value = int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")
            sums[subject] = (sums.get(subject, 0) + value) & _MASK
            if target[:1] == b'"':
                continue
            if predicate == _SUBCLASS:
                classes = (classes + value) & _MASK
            leads.setdefault(subject, set()).add(target)
            for node in (subject, target):
                if node not in owners:
                    owners[node] = self._owner(node[1:-1].decode())
            unit = owners[target]
            if unit and owners[subject] != unit:
                totals[unit] = (totals[unit] + value) & _MASK
        for node, unit in owners.items():
            if unit:
                due[unit].add(node)
        for unit, nodes in due.items():
            for node in _view(nodes, leads, owners):
                totals[unit] = (totals[unit] + sums.get(node, 0)) & _MASK
        salted = {
            unit: hashlib.sha256(f"{salt}|{classes:x}|{total:x}".encode()).hexdigest() for unit, total in totals.items()
        }
        return {document: salted[unit] for document, unit in self._unit.items() if document == unit}


def _view(nodes: Iterable[bytes], leads: Mapping[bytes, set[bytes]], owners: Mapping[bytes, str]) -> set[bytes]:
    """Return nodes of a document, those they lead to, and the shared ones to which these lead."""
    own = set(nodes)
    near = {target for node in own for target in leads.get(node, ())}
    far = {target for node in near - own for target in leads.get(node, ()) if not owners[target]}
    return own | near | far


@dataclass(frozen=True, slots=True)
class Rerun:
    """What is to be validated anew, and what is taken from the last run.

    Attributes:
        shapes: the shapes, those that look at one document narrowed to the nodes that may have changed.
        digests: digests of the documents as they are now.
        changed: the documents that are validated anew, sorted.
        reused: results of the others.
        kept: results of the others by document.

    """

    shapes: Graph
    digests: Mapping[str, str]
    changed: tuple[str, ...]
    reused: tuple[RawResult, ...]
    kept: Mapping[str, tuple[RawResult, ...]]
    _partition: Partition

    @classmethod
    def plan(cls, data: QueryGraph, shapes: Graph, catalogue: Catalogue, kept: Kept, salt: str) -> Rerun:
        """Compare the documents with what an earlier run left; ``salt`` is what the results depend on besides."""
        partition = Partition(data, f"{salt}|{_shapes_digest(shapes)}")
        same = {iri for iri, digest in partition.digests.items() if kept.digests.get(iri) == digest}
        found = Targets(data, shapes)
        targets = {
            node: [focus for focus in found.of_shape(node) if partition.owner(focus) not in same]
            for rule in catalogue.rules
            if rule.local and ((node := URIRef(rule.iri)), RDF.type, RDFS.Class) not in shapes
        }
        reused = {iri: kept.results.get(iri, ()) for iri in sorted(same)}
        return cls(
            narrowed(shapes, targets) if same else shapes,
            partition.digests,
            tuple(sorted(set(partition.digests) - same)),
            tuple(raw for results in reused.values() for raw in results),
            reused,
            partition,
        )

    def memory(self, fresh: Iterable[RawResult], shapes: Graph, catalogue: Catalogue) -> Kept:
        """Return what the next run may use; documents with results that cannot be kept are left out."""
        local = {rule.iri for rule in catalogue.rules if rule.local}
        results: dict[str, list[RawResult]] = {iri: [] for iri in self.changed}
        lost: set[str] = set()
        for raw in fresh:
            owner = self._partition.owner(raw.focus)
            if owner not in results or str(named_shape(shapes, raw.shape)) not in local:
                continue
            lasting_ = lasting(raw, shapes)
            if lasting_ is None:
                lost.add(owner)
            else:
                results[owner].append(lasting_)
        kept = {**self.kept, **{iri: tuple(found) for iri, found in results.items() if iri not in lost}}
        return Kept({iri: digest for iri, digest in self.digests.items() if iri in kept}, kept)


def _shapes_digest(shapes: Graph) -> str:
    total = 0
    for triple in shapes:
        text = " ".join("_" if isinstance(node, BNode) else node.n3() for node in triple)
        total += int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")
    return f"{total & _MASK:x}"


def narrowed(shapes: Graph, targets: Mapping[URIRef, Iterable[Node]]) -> Graph:
    """Return shapes of which some look only at the nodes given; the rest is as it is."""
    part = Graph(bind_namespaces="none")
    for triple in shapes:
        if not (triple[0] in targets and triple[1] in _TARGETS):
            part.add(triple)
    for prefix, namespace in shapes.namespaces():
        part.bind(prefix, namespace)
    for shape, nodes in targets.items():
        for node in nodes:
            part.add((shape, SH.targetNode, node))
    return part


def lasting(raw: RawResult, shapes: Graph) -> RawResult | None:
    """Return a result as it can be kept (its shape by name); None when it names nodes without a name."""
    if isinstance(raw.focus, BNode) or isinstance(raw.value, BNode):
        return None
    shape = named_shape(shapes, raw.shape)
    if isinstance(shape, BNode):
        return None
    return RawResult(shape, raw.focus, raw.severity, raw.component, raw.value, raw.path, raw.messages)


def _record(raw: RawResult) -> list[object]:
    path = "_" if isinstance(raw.path, BNode) else _n3(raw.path)
    nodes = [_n3(n) for n in (raw.shape, raw.focus, raw.severity, raw.component, raw.value)]
    return [*nodes, path, [_n3(m) for m in raw.messages]]


def _n3(node: Node | None) -> str | None:
    return node.n3() if isinstance(node, URIRef | Literal) else None


def _result(entry: list[object]) -> RawResult:
    shape, focus, severity, component, value, path, messages = entry
    if not isinstance(messages, list):
        raise ValueError("messages are a list")
    shape_node, focus_node = _node(shape), _node(focus)
    if shape_node is None or focus_node is None:
        raise ValueError("a result has a shape and a focus node")
    return RawResult(
        shape_node,
        focus_node,
        _node(severity),
        _node(component),
        _node(value),
        BNode() if path == "_" else _node(path),
        tuple(m for text in messages if isinstance(m := _node(text), Literal)),
    )


def _node(text: object) -> Node | None:
    if text is None:
        return None
    found = from_n3(str(text))
    if not isinstance(found, URIRef | Literal):
        raise ValueError(f"not a term: {text}")
    return found
