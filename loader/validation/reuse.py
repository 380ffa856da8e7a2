"""Validating again after a change: what cannot have changed is taken from the last run.

A rule that is marked ``rule:reach rule:OneDocument`` says of a node only what follows from the statements of the node's
document, of the nodes that these lead to and of what documents share behind those (an issuer's name), from statements
that point at the document's nodes, and from the hierarchy of classes. So its results for a document hold as long as
that part of the graph (the document's view), the rules and the day are the same; a digest of them tells.
All other rules, and nodes that belong to no document, are validated anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from loader.validation.crew import Crew
from loader.validation.kept import Kept, KeptRule, lasting
from loader.validation.partition import MASK, Partition, number
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult
from loader.validation.rules import Catalogue, named_shape
from loader.validation.setwise import constraints
from loader.validation.shacl_engines import Answers, EngineName, Part, answers, raw_results
from loader.validation.sight import combined, sight_of
from loader.validation.targets import Targets

_AT_ONCE = 4
"""Documents of which queries are asked together."""


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
        stated: digests of what is stated about the nodes of documents.
        seen: of rules that look at several documents, the digest of all that their query can see.
        held: those of them that see what they saw, with their results.

    """

    targets: Targets
    near: Mapping[URIRef, Mapping[str, Collection[Node]]]
    digests: Mapping[str, str]
    changed: tuple[str, ...]
    reused: tuple[RawResult, ...]
    kept: Mapping[str, tuple[RawResult, ...]]
    stated: Mapping[str, Mapping[str, int]]
    seen: Mapping[str, str]
    held: Mapping[str, KeptRule]
    _partition: Partition
    _found: Targets

    @classmethod
    def plan(
        cls, data: QueryGraph, shapes: Graph, found: Targets, catalogue: Catalogue, kept: Kept, salt: str
    ) -> Rerun:
        """Compare the documents with what an earlier run left; ``salt`` is what the results depend on besides."""
        salt = f"{salt}|{_shapes_digest(shapes)}"
        partition = Partition(data, salt)
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
        stated = {iri: kept.stated[iri] for iri in same & kept.stated.keys()}
        stated |= partition.stated(partition.digests.keys() - stated.keys())
        several = frozenset(rule.iri for rule in catalogue.rules if not rule.local)
        everything = combined((*stated.values(), *partition.stated([""]).values()))
        # Without documents nothing is told of what is stated.
        seen = _seen(data, shapes, several, everything, salt) if partition.digests else {}
        held = {iri: kept.rules[iri] for iri in seen.keys() & kept.rules.keys() if kept.rules[iri].digest == seen[iri]}
        return cls(
            found.narrowed(shared | {URIRef(iri): () for iri in held}),
            owned,
            partition.digests,
            tuple(sorted(changed)),
            tuple(
                raw for results in (*reused.values(), *(held[iri].results for iri in sorted(held))) for raw in results
            ),
            reused,
            stated,
            seen,
            held,
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
            near |= {URIRef(iri): [] for iri in self.held}
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
        asked = self.seen.keys() - self.held.keys()
        results: dict[str, list[RawResult]] = {iri: [] for iri in (*self.changed, *asked)}
        lost: set[str] = set()
        for raw in fresh:
            shape = str(named_shape(shapes, raw.shape))
            owner = shape if shape in asked else self._partition.owner(raw.focus)
            if owner not in results or (shape not in local and shape not in asked):
                continue
            lasting_ = lasting(raw, shapes)
            if lasting_ is None:
                lost.add(owner)
            else:
                results[owner].append(lasting_)
        found = {iri: tuple(raws) for iri, raws in results.items() if iri not in lost}
        kept = {**self.kept, **{iri: raws for iri, raws in found.items() if iri not in asked}}
        rules = {iri: KeptRule(self.seen[iri], found[iri]) for iri in sorted(asked & found.keys())}
        return Kept(
            {iri: digest for iri, digest in self.digests.items() if iri in kept},
            kept,
            {iri: self.stated[iri] for iri in kept},
            {**self.held, **rules},
        )


def _seen(
    data: QueryGraph, shapes: Graph, several: Collection[str], stated: Mapping[str, int], salt: str
) -> dict[str, str]:
    """Return, of rules that are asked for all their focus nodes at once, digests of what they can see."""
    found: dict[str, str] = {}
    for constraint in constraints(shapes):
        iri = str(constraint.shape)
        if iri in several and (sight := sight_of(constraint, shapes, data)) is not None:
            found[iri] = f"{number(f'{salt}|{iri}|{sight.total(stated):x}'.encode()):x}"
    return found


def _shapes_digest(shapes: Graph) -> str:
    total = 0
    for triple in shapes:
        said = [
            "_"
            if isinstance(node, BNode)
            else f"{node} {getattr(node, 'datatype', '')} {getattr(node, 'language', '')}"
            for node in triple
        ]
        total += number(repr(said).encode())
    return f"{total & MASK:x}"
