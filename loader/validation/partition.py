"""The documents of a graph: whose nodes are whose, what rules can see of each, and whom a change concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.graph.vocabulary import LN
from loader.validation.change import Change
from loader.validation.index import rdflib_node
from loader.validation.pieces import has_blank, subject_of
from loader.validation.queries import Pattern, QueryGraph
from loader.validation.terms import CONTEXT

_PARTS = (LN.evidence, LN.hasAssignment, LN.hasMeasure, LN.hasObjective, LN.hasTask)
"""What leads from a document to what it says, and from there on."""
_MAKE_DOCUMENTS = frozenset((LN.hasText, LN.promulgates))
_SUBCLASS = ox.NamedNode(str(RDFS.subClassOf))
_TYPE = ox.NamedNode(str(RDF.type))
_HERE = ox.DefaultGraph()
_Node = ox.NamedNode | ox.BlankNode


class Partition:
    """The documents of a graph and their nodes.

    Attributes:
        documents: the IRIs of the documents, sorted; of those that stand in one file the one that stands for them.
        roots: the IRIs below which their nodes lie, sorted.
    """

    def __init__(self, data: QueryGraph, visible: Set[str] | None = None) -> None:
        """Divide a graph.

        Args:
            data: the graph, which must not change meanwhile.
            visible: the properties that rules which look at one document can see, terms of N-Triples; all when None. (What many documents
                do with one thing, as a measure "is carried out by" all their tasks, is mostly not among them.)

        """
        self._data = data
        self._visible = None if visible is None else frozenset((*visible, str(_TYPE), str(_SUBCLASS)))
        self._store = data.answers()
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
        self.documents: tuple[str, ...] = tuple(sorted(set(self._unit.values())))
        self.roots: tuple[str, ...] = tuple(_outermost(self._names))
        self._about: dict[_Node, tuple[ox.Quad, ...]] = {}

    def is_nested(self) -> bool:
        """Say whether what documents say has names below theirs, as ours has; else nobody knows what is whose."""
        quads = (self._store.quads_for_pattern(None, predicate, None, _HERE) for predicate in (*_PARTS, LN.inDocument))
        return not any(self._is_astray(quad) for quad in chain.from_iterable(quads))

    def stays_nested(self, change: Change) -> bool:
        """Say the same of a graph that was so before a change that left the documents what they were."""
        predicates = frozenset((*_PARTS, LN.inDocument))
        return not any(t.predicate in predicates and self._is_astray(t) for t in change.came)

    def _is_astray(self, said: ox.Quad | ox.Triple) -> bool:
        backwards = said.predicate == LN.inDocument
        whole, part = (said.object, said.subject) if backwards else (said.subject, said.object)
        if not isinstance(part, ox.NamedNode) or not isinstance(whole, ox.NamedNode):
            return False
        return not self._owner(part.value) and bool(self._owner(whole.value))

    def owner(self, node: Node) -> str:
        """Return the document that a node belongs to by its IRI; "" for nodes that documents share."""
        return self._owner(str(node)) if isinstance(node, URIRef) else ""

    def _owner_of(self, term: object) -> str:
        return self._owner(term.value) if isinstance(term, ox.NamedNode) else ""

    def _owner(self, iri: str) -> str:
        passed: list[str] = []
        # A name belongs to a document if what stands before one of its slashes does.
        while iri and iri not in self._owners and iri not in self._names:
            passed.append(iri)
            iri = iri.rpartition("/")[0]
        owner = self._unit[self._names[iri]] if iri in self._names else self._owners.get(iri, "")
        for name in passed:
            self._owners[name] = owner
        return owner

    # What rules see of documents

    def own(self, lines: Iterable[bytes]) -> dict[str, list[bytes]]:
        """Return lines by the document that their subject belongs to."""
        found: defaultdict[str, list[bytes]] = defaultdict(list)
        last, mine = b"", found[""]
        for line in lines:
            subject = subject_of(line)
            if subject != last:
                last, mine = subject, found[self._owner(subject[1:-1].decode())]
            mine.append(line)
        return found

    def near(self, documents: Collection[str], own: Sequence[bytes], looked_at: Iterable[Node] = ()) -> QueryGraph:
        """Return the part of the graph that rules which look at one document see of some.

        Args:
            documents: the documents.
            own: the statements about their nodes, lines of N-Triples.
            looked_at: nodes that are looked at, besides.

        """
        within = frozenset(documents)
        nodes = {ox.NamedNode(str(node)) for node in looked_at if self.owner(node) in within}
        # Names of blank nodes differ between what was read and what was written.
        readable = self._data.lies_in_oxigraph and not any(map(has_blank, own))
        quads: Iterable[ox.Quad] = ox.parse(b"\n".join(own), format=ox.RdfFormat.N_TRIPLES)
        if not readable:
            nodes |= {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
            quads = [quad for node in nodes for quad in self._said(node)]
        leads: set[_Node] = set()
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode):
                nodes.add(quad.subject)
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode) and self._sees(quad):
                leads.add(quad.object)
        nodes |= {node for node in leads if isinstance(node, ox.NamedNode) and self._owner(node.value) in within}
        near = leads - nodes
        far = {
            q.object
            for node in near
            for q in self._said(node)
            if isinstance(q.object, ox.NamedNode | ox.BlankNode) and not self._owner_of(q.object)
        }
        beside = [q for node in near | (far - nodes) for q in self._said(node)]
        beside += (
            quad
            for node in nodes
            for quad in self._store.quads_for_pattern(None, None, node, _HERE)
            if self._owner_of(quad.subject) not in within and self._sees(quad)
        )
        if readable and not any(map(_is_blank, beside)):
            store = ox.Store()
            store.load(b"\n".join(own), format=ox.RdfFormat.N_TRIPLES)
            store.extend(beside)
            store.extend(self._for_all())
            return QueryGraph.over(store)
        patterns: list[Pattern] = [(CONTEXT, None, None), (None, RDFS.subClassOf, None)]
        patterns += ((rdflib_node(node), None, None) for node in nodes | near | far)
        patterns += ((None, None, rdflib_node(node)) for node in nodes)
        return self._data.part(patterns)

    def _sees(self, said: ox.Quad | ox.Triple) -> bool:
        return self._visible is None or str(said.predicate) in self._visible

    def _for_all(self) -> Iterator[ox.Quad]:
        yield from self._store.quads_for_pattern(None, _SUBCLASS, None, _HERE)
        yield from self._store.quads_for_pattern(ox.NamedNode(str(CONTEXT)), None, None, _HERE)

    def _said(self, node: _Node) -> tuple[ox.Quad, ...]:
        """Return what rules can see of a node; of nodes that documents share it is kept at hand."""
        found = self._about.get(node)
        if found is None:
            found = tuple(filter(self._sees, self._store.quads_for_pattern(node, None, None, _HERE)))
            if not self._owner_of(node):
                self._about[node] = found
        return found

    # Whom a change concerns

    def concerned(self, change: Change) -> frozenset[str] | None:
        """Return the documents of which rules that look at one document may see something else; None for all.

        What such rules see of a document are the statements about its nodes, about those that they lead to, and about
        what is shared behind these; and what leads to its nodes. A way that is no more ended with a statement that went,
        and what led there is looked up with the others: so the ways that there are now tell all.

        """
        if not change.is_told or any(t.predicate == _SUBCLASS for t in change.triples):
            return None
        if any(t.predicate in _MAKE_DOCUMENTS and self._was_known(t, change) for t in change.triples):
            return None
        found = {self._owner_of(t.subject) for t in change.triples}
        seen = [t for t in change.triples if self._sees(t)]
        shared: set[object] = set()
        for node in {t.subject for t in seen}:
            leading = self._leading_to(node)
            found.update(map(self._owner_of, leading))
            if not self._owner_of(node):
                shared |= leading
        found.update(self._owner_of(node) for node in {t.object for t in seen})
        found.update(self._owner_of(above) for node in shared for above in self._leading_to(node))
        return frozenset(found - {""})

    def _was_known(self, said: ox.Triple, change: Change) -> bool:
        """Say whether what a statement makes a document (or no document) of is told of elsewhere, too."""
        touched = change.came if said in change.came else frozenset()
        nodes = (said.subject, said.object)
        around = chain.from_iterable(
            chain(
                self._store.quads_for_pattern(node, None, None, _HERE),
                self._store.quads_for_pattern(None, None, node, _HERE),
            )
            for node in nodes
            if isinstance(node, ox.NamedNode)
        )
        return any(quad.triple not in touched for quad in around)

    def _leading_to(self, node: object) -> set[object]:
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return set()
        return {quad.subject for quad in self._store.quads_for_pattern(None, None, node, _HERE) if self._sees(quad)}


def _is_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _outermost(names: Mapping[str, str]) -> Iterator[str]:
    """Yield the names that lie below none of the others."""
    last = ""
    for name in sorted(names, key=lambda name: f"{name}/"):
        if not last or not name.startswith(f"{last}/"):
            last = name
            yield name


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
