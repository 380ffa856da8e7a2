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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node
from rdflib.util import from_n3

from loader.graph.conversion import LN_NODES
from loader.sources import write_atomically
from loader.validation.crew import Crew
from loader.validation.paths import Path as PropertyPath
from loader.validation.queries import Pattern, QueryGraph
from loader.validation.results import RawResult
from loader.validation.rules import Catalogue, named_shape
from loader.validation.setwise import constraints
from loader.validation.shacl_engines import Answers, EngineName, Part, answers, raw_results
from loader.validation.targets import Targets
from loader.validation.terms import CONTEXT

_VERSION = 3
_AT_ONCE = 4
"""Documents of which queries are asked together."""
_PARTS = (LN_NODES.evidence, LN_NODES.hasAssignment, LN_NODES.hasMeasure, LN_NODES.hasObjective, LN_NODES.hasTask)
"""What leads from a document to what it says, and from there on."""
_MASK = (1 << 128) - 1
_SUBCLASS = f"<{RDFS.subClassOf}>".encode()
_CONTEXT = f"<{CONTEXT}>".encode()


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
            node = cache(_node)
            return cls(
                {iri: str(item["digest"]) for iri, item in documents.items()},
                {iri: tuple(_result(entry, node) for entry in item["results"]) for iri, item in documents.items()},
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
        self._owners: dict[str, str] = {}
        read = sorted((str(d), str(t)) for d, t in data.subject_objects(LN_NODES.hasText))
        for document, text in read:
            self._names[document] = document
            self._names.setdefault(text, document)
        # A document and the one that promulgates it stand in one file: they count as one.
        leaders = {document: document for document, _ in read}
        for act, plan in data.subject_objects(LN_NODES.promulgates):
            if str(act) in leaders and str(plan) in leaders:
                _join(leaders, str(act), str(plan))
        for document, text in read:
            _join(leaders, document, self._names[text])
        self._unit = {document: _leader(leaders, document) for document in leaders}
        self._links = _Links({}, {}, {}, {}, {}, ())
        self.digests = self._digest(data, salt) if read else {}
        self.is_nested = self._is_nested(data)
        """Whether what documents say has names below theirs, as ours has; else nobody knows what is whose."""

    def _is_nested(self, data: QueryGraph) -> bool:
        said = ((whole, part) for p in _PARTS for whole, part in data.subject_objects(p))
        within = ((whole, part) for part, whole in data.subject_objects(LN_NODES.inDocument))
        return not any(
            isinstance(part, URIRef) and not self.owner(part) and self.owner(whole) for whole, part in (*said, *within)
        )

    def owner(self, node: Node) -> str:
        """Return the document that a node belongs to by its IRI; "" for nodes that documents share."""
        return self._owner(str(node)) if isinstance(node, URIRef) else ""

    def _owner(self, iri: str) -> str:
        passed: list[str] = []
        # A name belongs to a document if what stands before one of its slashes does.
        while iri and iri not in self._owners and iri not in self._names:
            passed.append(iri)
            iri = iri.rpartition("/")[0]
        owner = self._unit[self._names[iri]] if iri in self._names else self._owners.get(iri, "")
        self._owners |= dict.fromkeys(passed, owner)
        return owner

    def near(self, data: QueryGraph, documents: Collection[str]) -> QueryGraph:
        """Return the part of the graph that rules which look at one document see of some."""
        links = self._links
        own = {node for document in documents for node in links.own.get(document, ())}
        view = _view(own, links.leads, links.owners)
        lines = [line for node in (*view, _CONTEXT) for line in links.said.get(node, ())]
        lines += (line for document in documents for line in links.incoming.get(document, ()))
        lines += links.classes
        # Oxigraph reads lines many times faster than it takes over terms of Python; but names blank nodes anew.
        if data.lies_in_oxigraph and not any(node.startswith(b"_") for node in view):
            store = ox.Store()
            store.load(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
            return QueryGraph.over(store)
        seen = {_term(node) for node in view}
        patterns: list[Pattern] = [(CONTEXT, None, None), (None, RDFS.subClassOf, None)]
        patterns += ((node, None, None) for node in seen)
        patterns += ((None, None, _term(node)) for node in own)
        return data.part(patterns)

    def _digest(self, data: QueryGraph, salt: str) -> Mapping[str, str]:
        said: dict[bytes, list[bytes]] = {}
        leads: dict[bytes, set[bytes]] = {}
        owners: dict[bytes, str] = {}
        totals = dict.fromkeys(self._unit.values(), 0)
        due: dict[str, set[bytes]] = {unit: set() for unit in totals}
        incoming: dict[str, list[bytes]] = {}
        hierarchy: list[bytes] = []
        # Lines of N-Triples and not terms, of which Python objects would have to be made, three for each line.
        stated = data.answers().dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
        for line in stated.splitlines():
            subject, predicate, rest = line.split(b" ", 2)
            said.setdefault(subject, []).append(line)
            if rest[:1] == b'"':
                continue
            target = rest[:-2]
            if predicate == _SUBCLASS:
                hierarchy.append(line)
            leads.setdefault(subject, set()).add(target)
            for node in (subject, target):
                if node not in owners:
                    owners[node] = self._owner(node[1:-1].decode())
            unit = owners[target]
            if unit and owners[subject] != unit:
                incoming.setdefault(unit, []).append(line)
        for node, unit in owners.items():
            if unit:
                due[unit].add(node)
        sums = {node: _number(b"\n".join(sorted(map(_lasting_line, lines)))) for node, lines in said.items()}
        classes = sum(_number(_lasting_line(line)) for line in hierarchy) & _MASK
        for unit, nodes in due.items():
            totals[unit] = sum(_number(_lasting_line(line)) for line in incoming.get(unit, ())) & _MASK
            for node in _view(nodes, leads, owners):
                totals[unit] = (totals[unit] + sums.get(node, 0)) & _MASK
        self._links = _Links(due, leads, owners, said, incoming, hierarchy)
        salted = {
            unit: hashlib.sha256(f"{salt}|{classes:x}|{total:x}".encode()).hexdigest() for unit, total in totals.items()
        }
        return {document: salted[unit] for document, unit in self._unit.items() if document == unit}


@dataclass(frozen=True, slots=True)
class _Links:
    """How the nodes of a graph (terms of N-Triples) hang together.

    Attributes:
        own: the nodes of each document.
        leads: what the statements about a node lead to.
        owners: the document of each node, "" for those that documents share.
        said: the statements about each node, lines of N-Triples.
        incoming: the statements about other nodes that lead to those of each document.
        classes: the statements of the hierarchy of classes.

    """

    own: Mapping[str, Collection[bytes]]
    leads: Mapping[bytes, set[bytes]]
    owners: Mapping[bytes, str]
    said: Mapping[bytes, Sequence[bytes]]
    incoming: Mapping[str, Sequence[bytes]]
    classes: Sequence[bytes]


def _lasting_line(line: bytes) -> bytes:
    """Return a line without the names of blank nodes, which differ from one reading of a file to the next."""
    if b"_:" not in line:
        return line
    subject, predicate, rest = line.split(b" ", 2)
    return b" ".join(b"_" if term[:1] == b"_" else term for term in (subject, predicate, rest))


def _join(leaders: dict[str, str], one: str, other: str) -> None:
    """Let two documents have one leader; of union-find, so that many joins cost little more than each of them."""
    leaders[_leader(leaders, other)] = _leader(leaders, one)


def _leader(leaders: dict[str, str], document: str) -> str:
    """Return the document that leads those which a document was joined to, and shorten the way to it."""
    passed: list[str] = []
    while leaders[document] != document:
        passed.append(document)
        document = leaders[document]
    leaders |= dict.fromkeys(passed, document)
    return document


def _term(node: bytes) -> Node:
    text = node.decode()
    return URIRef(text[1:-1]) if text.startswith("<") else BNode(text.removeprefix("_:"))


def _number(text: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")


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
        targets: what is looked at in all data; rules that look at one document look at no node of a document there.
        near: of those rules (by their shapes) what they look at, by the document that is validated anew.
        digests: digests of the documents as they are now.
        changed: the documents that are validated anew, sorted.
        reused: results of the others.
        kept: results of the others by document.

    """

    targets: Targets
    near: Mapping[URIRef, Mapping[str, Collection[Node]]]
    digests: Mapping[str, str]
    changed: tuple[str, ...]
    reused: tuple[RawResult, ...]
    kept: Mapping[str, tuple[RawResult, ...]]
    _partition: Partition
    _found: Targets

    @classmethod
    def plan(
        cls, data: QueryGraph, shapes: Graph, found: Targets, catalogue: Catalogue, kept: Kept, salt: str
    ) -> Rerun:
        """Compare the documents with what an earlier run left; ``salt`` is what the results depend on besides."""
        partition = Partition(data, f"{salt}|{_shapes_digest(shapes)}")
        known = kept.digests if partition.is_nested else {}
        same = {iri for iri, digest in partition.digests.items() if known.get(iri) == digest}
        changed = set(partition.digests) - same
        local = {
            node for r in catalogue.rules if r.local and ((node := URIRef(r.iri)), RDF.type, RDFS.Class) not in shapes
        }
        owned: dict[URIRef, dict[str, list[Node]]] = {}
        for node in sorted(local):
            by_owner = owned.setdefault(node, {})
            for focus in found.of_shape(node):
                by_owner.setdefault(partition.owner(focus), []).append(focus)
        shared = {node: by_owner.get("", ()) for node, by_owner in owned.items()}
        reused = {iri: kept.results.get(iri, ()) for iri in sorted(same)}
        return cls(
            found.narrowed(shared),
            owned,
            partition.digests,
            tuple(sorted(changed)),
            tuple(raw for results in reused.values() for raw in results),
            reused,
            partition,
            found,
        )

    def is_due(self, focus: Node) -> bool:
        """Say whether what rules that look at one document say of a node is not known from the last run."""
        return self._partition.owner(focus) not in self.kept

    def anew(self, data: QueryGraph, shapes: Graph, engine: EngineName) -> list[RawResult]:
        """Return the results of what is validated anew; see ``raw_results``.

        What rules see of a few documents is taken for all they see: so no query looks for something in all data for the
        sake of one document.
        """
        # The reference looks at one focus node after the other, and reads shapes at length.
        if engine != "turbo" or not self._partition.is_nested:
            due = ("", *self.changed)
            near = {shape: [n for owner in due for n in foci.get(owner, ())] for shape, foci in self.near.items()}
            return raw_results(data, shapes, self._found.narrowed(near), engine)
        if not self.changed:
            return raw_results(data, shapes, self.targets, engine)
        at_once = constraints(shapes)
        some = [self.changed[i : i + _AT_ONCE] for i in range(0, len(self.changed), _AT_ONCE)]

        def ask(documents: Sequence[str]) -> Answers:
            return answers(self._part(data, documents), at_once)

        with Crew(ask, some) as crew:
            found = raw_results(data, shapes, self.targets, engine)
            whole = self._part(data, self.changed, copied=bool(self.kept))
            local = {str(shape) for shape in self.near}
            raws = raw_results(whole.data, shapes, whole.targets, engine, crew.made)
        found += (raw for raw in raws if str(named_shape(shapes, raw.shape)) in local)
        return found

    def _part(self, data: QueryGraph, documents: Sequence[str], *, copied: bool = True) -> Part:
        near = {
            shape: [focus for document in documents for focus in foci.get(document, ())]
            for shape, foci in self.near.items()
        }
        seen = self._partition.near(data, documents) if copied else data
        return Part(seen, self._found.narrowed(self._found.none() | near))

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
        said = [
            "_"
            if isinstance(node, BNode)
            else f"{node} {getattr(node, 'datatype', '')} {getattr(node, 'language', '')}"
            for node in triple
        ]
        total += _number(repr(said).encode())
    return f"{total & _MASK:x}"


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
