"""Validating again after a change: what cannot have changed is taken from the last run.

A rule that is marked ``rule:reach rule:OneDocument`` says of a node only what follows from the statements of the node's
document, of the nodes that these lead to and of what documents share behind those (an issuer's name), from statements
that point at the document's nodes, and from the hierarchy of classes. So its results for a document hold as long as no
such statement came or went (``Partition.concerned``), and the rules and the day are the same.
What the query of another rule finds holds as long as no statement came or went that it can see (``sight``), and so does
what the query of any rule finds about nodes that belong to no document. All else is validated anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from loader.graph.conversion import from_rdflib
from loader.validation.asked import questions_about
from loader.validation.change import Change, Loaded, change_between
from loader.validation.checks import CheckOutcome, check_again, names_seen, tests_each
from loader.validation.crew import Crew
from loader.validation.evidence import DECIDING, document_classes
from loader.validation.findings import Finding, Rule
from loader.validation.kept import Kept, Looked, Told, lasting
from loader.validation.partition import Partition
from loader.validation.pieces import Packed, Piece
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult
from loader.validation.rules import Catalogue, named_shape
from loader.validation.setwise import SetConstraint, constraints
from loader.validation.shacl_engines import Answers, EngineName, Part, answers, raw_results
from loader.validation.sight import Sight, sight_of_rule, sight_of_targets
from loader.validation.targets import Targets

DOCUMENT, RULE = "document", "rule"
"""What results are kept with."""
Group = tuple[str, str]
_MASK = (1 << 128) - 1
_AT_ONCE = 4
"""Documents of which queries are asked together."""


class Rerun:
    """What is to be validated anew, and what is taken from the last run.

    Attributes:
        changed: the documents that are validated anew, sorted.
        told: findings of the others, and of rules that see what they saw.
        untold: results of these that may have to be told in other words.
    """

    def __init__(
        self,
        data: QueryGraph,
        shapes: Graph,
        found: Targets,
        catalogue: Catalogue,
        kept: Kept,
        salt: str,
        loaded: Loaded | None,
    ) -> None:
        """Compare the data with what an earlier run left.

        Args:
            data: the graph.
            shapes: the shapes.
            found: their focus nodes.
            catalogue: the rules.
            kept: what the earlier run left.
            salt: what the results depend on besides the statements and the shapes.
            loaded: what the graph was loaded from, if that is known.

        Raises:
            ValueError: what was kept is damaged.

        """
        self._data, self._shapes, self._found = data, shapes, found
        self._salt = f"{salt}|{_shapes_digest(shapes)}"
        self._at_once = constraints(shapes)
        self._local = {
            URIRef(r.iri) for r in catalogue.rules if r.local and (URIRef(r.iri), RDF.type, RDFS.Class) not in shapes
        }
        queries = {constraint.shape: constraint for constraint in self._at_once}
        self._sights = {rule.iri: self._sight(rule, queries) for rule in catalogue.rules}
        self._partition = Partition(data, self._visible())
        self._loaded = loaded or Loaded(_whole(data), {}, Change())
        known = kept if kept.salt == self._salt else Kept()
        change = self._change(known)
        self._known = known if change.is_told else Kept()
        self._nested, again = self._concerned(known, change)
        documents = frozenset(self._partition.documents)
        same = frozenset() if again is None else documents & known.documents.keys() - again
        self._same = {iri: known.documents[iri] for iri in sorted(same)}
        self.changed: tuple[str, ...] = tuple(sorted(documents - same))
        self._nobodys: dict[frozenset[Node], list[Node]] = {}
        self._changes = change
        self._held = self._holding(change, shared=again is not None)
        questions = questions_about(change)
        self.told: list[Finding] = []
        self.untold: dict[Group, Sequence[RawResult]] = {}
        for kind, known_of in ((DOCUMENT, self._same), (RULE, self._held)):
            for name, told in known_of.items():
                if told.asked.isdisjoint(questions):
                    self.told += told.findings
                else:
                    self.untold[kind, name] = told.results

    def _change(self, known: Kept) -> Change:
        """Return what came and went since the earlier run."""
        if not known.pieces or self._loaded.since is known.pieces:
            return self._loaded.change
        try:
            return change_between(known.pieces, self._loaded.pieces(known.roots))
        except ValueError:
            return Change(is_told=False)

    def _concerned(self, known: Kept, change: Change) -> tuple[bool, frozenset[str] | None]:
        """Say whether nodes of documents lie below these, and return the documents that a change concerns, None for all."""
        if not known.salt or not self._partition.documents:
            return self._partition.is_nested(), None
        again = self._partition.concerned(change)
        if again is None or not known.nested:
            return self._partition.is_nested(), None
        return (True, again) if self._partition.stays_nested(change) else (False, None)

    def _holding(self, change: Change, *, shared: bool) -> dict[str, Told]:
        """Return what queries found that see what they saw, by their rule.

        Args:
            change: what came and went.
            shared: whether the nodes of no document are the same as far as anything is said of them.

        """
        found: dict[str, Told] = {}
        for iri, sight in self._sights.items():
            told = self._known.rules.get(iri)
            if told is None or sight is None or sight.sees_any(change.kinds):
                continue
            if shared or URIRef(iri) not in self._local:
                found[iri] = told
        return found

    def _sight(self, rule: Rule, queries: Mapping[URIRef, SetConstraint]) -> Sight | None:
        """Return what a rule sees."""
        sight = sight_of_rule(URIRef(rule.iri), queries, self._shapes, self._data)
        if sight is None or not rule.check or tests_each(rule):
            return sight
        seen = names_seen(rule, self._data)
        return None if seen is None else Sight(sight.names | {f"<{name}>" for name in seen}, sight.any_type)

    def _visible(self) -> frozenset[str] | None:
        """Return the properties that rules which look at one document name; None for all there are."""
        found: set[str] = set()
        for rule in self._local:
            sight = self._sights[str(rule)]
            if sight is None:
                return None
            found |= sight.names
        return frozenset(found)

    def tested(self, rule: Rule) -> int | None:
        """Return how many nodes the check of a rule looked at last time; None if it may see something else now."""
        known = self._known.looked.get(rule.iri)
        return known.tested if known is not None and rule.iri in self._held else None

    def checked_again(self, rule: Rule) -> CheckOutcome | None:
        """Return what the check of a rule finds now, from what it found last time; None if that does not tell."""
        told, looked = self._known.rules.get(rule.iri), self._known.looked.get(rule.iri)
        if told is None or looked is None:
            return None
        return check_again(rule, self._data, self._changes, CheckOutcome(told.results, looked.tested))

    def looked(self, rule: Rule) -> Looked | None:
        """Return what a rule looked at last time, if it looks at the same."""
        known = self._known.looked.get(rule.iri)
        if known is None or rule.requires or self._deciding.sees_any(self._changes.kinds):
            return None
        sight = sight_of_targets(URIRef(rule.iri), self._shapes, self._data)
        return None if sight is None or sight.sees_any(self._changes.kinds) else known

    @cached_property
    def _deciding(self) -> Sight:
        """The statements that decide on which documents nodes belong to."""
        classes = {f"<{kind}>" for kind in document_classes(self._data)}
        return Sight(frozenset(f"<{p}>" for p in (*DECIDING, RDFS.subClassOf)) | classes, any_type=False)

    def is_due(self, focus: Node) -> bool:
        """Say whether what rules that look at one document say of a node is not known from the last run."""
        return self._partition.owner(focus) not in self._same

    def anew(self, engine: EngineName) -> list[RawResult]:
        """Return the results of what is validated anew; see ``raw_results``.

        What rules see of a few documents is taken for all they see: so no query looks for something in all data for the
        sake of one document.
        """
        data, shapes = self._data, self._shapes
        held: dict[URIRef, Collection[Node]] = {URIRef(iri): () for iri in self._held}
        # The reference looks at one focus node after the other, and reads shapes at length.
        if engine != "turbo" or not self._nested:
            due: dict[URIRef, Collection[Node]] = {
                shape: [*(() if shape in held else foci.get("", ())), *self._foci_of(shape, self.changed)]
                for shape, foci in self._foci.items()
            }
            return raw_results(data, shapes, self._found.narrowed(held | due), engine, self._at_once)
        rest = self._found.narrowed({shape: self._of_nobody(shape) for shape in self._local - held.keys()} | held)
        if not self._same:
            return self._all(self._found.narrowed(held), rest)
        found = raw_results(data, shapes, rest, engine, self._at_once)
        for i in range(0, len(self.changed), _AT_ONCE):
            part = self._part_again(self.changed[i : i + _AT_ONCE])
            raws = raw_results(part.data, shapes, part.targets, engine, self._at_once)
            found += (raw for raw in raws if named_shape(shapes, raw.shape) in self._local)
        return found

    def _all(self, targets: Targets, rest: Targets) -> list[RawResult]:
        """Return all results, those of queries about documents by forks.

        Args:
            targets: what is looked at.
            rest: the part of it that is of no document, or is looked at by rules which look at several.

        """
        data, some = self._data, [self.changed[i : i + _AT_ONCE] for i in range(0, len(self.changed), _AT_ONCE)]
        lines, _ = self._lines, self._foci  # which all forks know

        def ask(documents: Sequence[str]) -> Answers:
            return answers(self._part(documents, lines), self._at_once)

        with Crew(ask, some) as crew:

            def asked() -> Iterator[Answers]:
                yield answers(Part(data, rest), self._at_once)
                yield from crew.made()

            return raw_results(data, self._shapes, targets, "turbo", self._at_once, asked)

    def _of_nobody(self, shape: URIRef) -> list[Node]:
        """Return the nodes of no document that a rule looks at."""
        nodes = self._found.of_shape(shape)
        known = self._nobodys.get(nodes)
        if known is None:
            known = self._nobodys[nodes] = [node for node in nodes if not self._partition.owner(node)]
        return known

    def _part_again(self, documents: Sequence[str]) -> Part:
        """Return what rules see of a few documents, with what they look at there: all data are not looked through."""
        own = [line for document in documents for line in self._lines.get(document, ())]
        # What leads to a node is enough to look at it, if a rule does so.
        backwards = [shape for shape in self._local if (shape, SH.targetObjectsOf, None) in self._shapes]
        looked_at = {node for shape in backwards for node in self._found.of_shape(shape)}
        data = self._partition.near(documents, own, looked_at)
        targets, within = Targets(data, self._shapes), frozenset(documents)
        foci: dict[URIRef, Collection[Node]] = {
            shape: [node for node in targets.of_shape(shape) if self._partition.owner(node) in within]
            for shape in self._local
        }
        return Part(data, self._found.narrowed(self._found.none() | foci))

    @cached_property
    def _foci(self) -> Mapping[URIRef, Mapping[str, Sequence[Node]]]:
        """What the rules that look at one document look at, by the document; of the last run's documents nothing."""
        by_set: dict[frozenset[Node], Mapping[str, Sequence[Node]]] = {}
        found: dict[URIRef, Mapping[str, Sequence[Node]]] = {}
        for shape in sorted(self._local):
            nodes = self._found.of_shape(shape)
            if nodes not in by_set:
                owned: dict[str, list[Node]] = {}
                for node in nodes:
                    owner = self._partition.owner(node)
                    if owner not in self._same:
                        owned.setdefault(owner, []).append(node)
                by_set[nodes] = owned
            found[shape] = by_set[nodes]
        return found

    def _foci_of(self, shape: URIRef, documents: Iterable[str]) -> list[Node]:
        foci = self._foci[shape]
        return [node for document in documents for node in foci.get(document, ())]

    def _part(self, documents: Sequence[str], lines: Mapping[str, Sequence[bytes]]) -> Part:
        looked_at = {shape: self._foci_of(shape, documents) for shape in self._foci}
        own = [line for document in documents for line in lines.get(document, ())]
        nodes = {node for foci in looked_at.values() for node in foci}
        return Part(self._partition.near(documents, own, nodes), self._found.narrowed(self._found.none() | looked_at))

    # The statements about the nodes of documents

    @cached_property
    def _pieces(self) -> Sequence[Piece]:
        return self._loaded.pieces(self._partition.roots)

    @cached_property
    def _read(self) -> tuple[Mapping[str, Sequence[bytes]], Mapping[str, Collection[str]]]:
        """The statements about nodes of the changed documents, and the documents that pieces tell of, if they were read."""
        lines: dict[str, list[bytes]] = {iri: [] for iri in self.changed}
        told: dict[str, Collection[str]] = {}
        for piece in self._pieces:
            known = self._unchanged(piece)
            if known is not None and lines.keys().isdisjoint(known.documents):
                continue
            own = self._partition.own(piece.lines())
            told[piece.name] = own.keys() - {""}
            for iri in lines.keys() & own.keys():
                lines[iri] += own[iri]
        return lines, told

    @property
    def _lines(self) -> Mapping[str, Sequence[bytes]]:
        return self._read[0]

    def _unchanged(self, piece: Piece) -> Packed | None:
        known = self._known.pieces.get(piece.name)
        return known if known is not None and known.digest == piece.digest else None

    # What is left for the next run

    def grouped(self, results: Iterable[RawResult]) -> dict[Group | None, list[RawResult]]:
        """Return results by what they are kept with: a document or a rule; None for those that are not kept."""
        asked = self._sights.keys() - self._held.keys()
        found: dict[Group | None, list[RawResult]] = {(DOCUMENT, iri): [] for iri in self.changed}
        found |= {(RULE, iri): [] for iri in asked}
        for raw in results:
            shape = named_shape(self._shapes, raw.shape)
            owner = self._partition.owner(raw.focus) if shape in self._local else ""
            group = (DOCUMENT, owner) if owner else (RULE, str(shape))
            found.setdefault(group if group in found else None, []).append(raw)
        return found

    def memory(
        self,
        made: Mapping[Group, tuple[Sequence[RawResult], Sequence[Finding], Iterable[str]]],
        looked: Mapping[str, Looked],
    ) -> Kept:
        """Return what the next run may use; documents and rules with results that cannot be kept are left out.

        Args:
            made: results that are new or were told in other words, with their findings and what was asked for these.
            looked: what each rule looked at.

        """
        kept: dict[str, dict[str, Told]] = {DOCUMENT: dict(self._same), RULE: dict(self._held)}
        for (kind, name), (results, findings, asked) in made.items():
            lasting_ = [left for raw in results if (left := lasting(raw, self._shapes)) is not None]
            if len(lasting_) == len(results):
                kept[kind][name] = Told.of(lasting_, findings, asked)
            else:
                kept[kind].pop(name, None)
        told = self._read[1]
        return Kept(
            self._salt,
            {p.name: self._unchanged(p) or p.packed(told[p.name]) for p in self._pieces},
            self._partition.roots,
            self._nested,
            kept[DOCUMENT],
            kept[RULE],
            looked,
        )


def _whole(data: QueryGraph) -> tuple[Piece, ...]:
    """Return the statements of a graph as one piece."""
    if data.lies_in_oxigraph:
        stated = data.answers().dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    else:  # as they are written: the store that answers takes "05" for "5"
        stated = ox.serialize(from_rdflib(data), format=ox.RdfFormat.N_TRIPLES)
    return (Piece("", stated or b"", is_lines=True),)


def _shapes_digest(shapes: Graph) -> str:
    """Return a digest of shapes, whatever their blank nodes are called."""
    total = 0
    for triple in shapes:
        said = [
            "_"
            if isinstance(node, BNode)
            else f"{node} {getattr(node, 'datatype', '')} {getattr(node, 'language', '')}"
            for node in triple
        ]
        total += int.from_bytes(hashlib.blake2b(repr(said).encode(), digest_size=16).digest(), "big")
    return f"{total & _MASK:x}"
