"""The documents of a graph: whose nodes are whose, and digests of what rules can see of each."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import BNode, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.validation.queries import Pattern, QueryGraph
from loader.validation.terms import CONTEXT

_PARTS = (LN_NODES.evidence, LN_NODES.hasAssignment, LN_NODES.hasMeasure, LN_NODES.hasObjective, LN_NODES.hasTask)
"""What leads from a document to what it says, and from there on."""
MASK = (1 << 128) - 1
_SUBCLASS = f"<{RDFS.subClassOf}>".encode()
_TYPE = f"<{RDF.type}>".encode()
_CONTEXT = f"<{CONTEXT}>".encode()


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

    def stated(self, documents: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return digests of what is stated about the nodes of documents, by property, and of types by class.

        Args:
            documents: the documents; "" for the nodes that documents share.

        """
        links = self._links
        wanted = {document: links.own.get(document, ()) for document in documents}
        if "" in wanted:
            wanted[""] = [node for node in links.said if not links.owners[node]]
        return {document: _by_property(links.said, nodes) for document, nodes in wanted.items()}

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
        for node in said.keys() - owners.keys():
            owners[node] = self._owner(node[1:-1].decode())
        for node, unit in owners.items():
            if unit:
                due[unit].add(node)
        sums = {node: number(b"\n".join(sorted(map(_lasting_line, lines)))) for node, lines in said.items()}
        classes = sum(number(_lasting_line(line)) for line in hierarchy) & MASK
        for unit, nodes in due.items():
            totals[unit] = sum(number(_lasting_line(line)) for line in incoming.get(unit, ())) & MASK
            for node in _view(nodes, leads, owners):
                totals[unit] = (totals[unit] + sums.get(node, 0)) & MASK
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


def _by_property(said: Mapping[bytes, Sequence[bytes]], nodes: Iterable[bytes]) -> dict[str, int]:
    kinds: dict[bytes, list[bytes]] = {}
    for node in nodes:
        for line in said.get(node, ()):
            _, predicate, rest = line.split(b" ", 2)
            kind = b" ".join((predicate, rest[:-2])) if predicate == _TYPE else predicate
            kinds.setdefault(kind, []).append(_lasting_line(line))
    return {kind.decode(): number(b"\n".join(sorted(lines))) for kind, lines in kinds.items()}


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


def number(text: bytes) -> int:
    """Return a digest as a number; such numbers are added, so that the order of what they are of does not matter."""
    return int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")


def _view(nodes: Iterable[bytes], leads: Mapping[bytes, set[bytes]], owners: Mapping[bytes, str]) -> set[bytes]:
    """Return nodes of a document, those they lead to, and the shared ones to which these lead."""
    own = set(nodes)
    near = {target for node in own for target in leads.get(node, ())}
    far = {target for node in near - own for target in leads.get(node, ()) if not owners[target]}
    return own | near | far
