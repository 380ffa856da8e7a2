"""What a rule looks at: the focus nodes of its target declarations."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from loader.errors import GraphError
from loader.validation.index import rdflib_node
from loader.validation.queries import QueryGraph
from loader.validation.shapes import prologue

_FOUND = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)  # in the data; a shape names others itself
_DECLARED = (*_FOUND, SH.targetNode)


class Targets:
    """Focus nodes in a graph; many shapes share a target, so what a target finds is kept."""

    def __init__(self, data: QueryGraph, shapes: Graph) -> None:
        """Look at data, which must not change meanwhile, with the targets that shapes declare."""
        self._data = data
        self._shapes = shapes
        self._found: dict[frozenset[tuple[Node, Node]], frozenset[Node]] = {}
        self._only: Mapping[URIRef, Collection[Node]] = {}
        self._asked: Mapping[Node, frozenset[Node]] | None = None

    def narrowed(self, only: Mapping[URIRef, Collection[Node]]) -> Targets:
        """Return targets of which those of some shapes are the nodes given, instead of what these declare."""
        part = Targets(self._data, self._shapes)
        part._found, part._only, part._asked = self._found, only, self._queried()
        return part

    def none(self) -> dict[URIRef, Collection[Node]]:
        """Return all shapes that declare targets, with none; see ``narrowed``."""
        declaring = {s for kind in (*_DECLARED, SH.target) for s in self._shapes.subjects(kind, None)}
        return {shape: () for shape in declaring if isinstance(shape, URIRef)}

    def of_shape(self, shape: URIRef, *, absent: bool = False) -> frozenset[Node]:
        """Return the focus nodes of a shape (SHACL, section 2.1.3); shapes with the same targets share one set.

        Args:
            shape: the shape.
            absent: also return nodes of ``sh:targetNode`` of which the data say nothing.

        """
        if (only := self._only.get(shape)) is not None:
            return frozenset(only)
        shapes = self._shapes
        targets = {(kind, target) for kind in _FOUND for target in shapes.objects(shape, kind)}
        if (shape, RDF.type, RDFS.Class) in shapes:
            targets.add((SH.targetClass, shape))
        found = self._of(frozenset(targets))
        named = {node for node in shapes.objects(shape, SH.targetNode) if absent or (node, None, None) in self._data}
        named |= self._queried().get(shape, frozenset())
        return found | named if named else found

    def declared(self, shapes: Graph) -> Graph:
        """Return shapes whose target declarations say what is looked at, for an engine that finds targets itself.

        Args:
            shapes: the shapes, or a part of them; left as they are.

        """
        asked = {shape: nodes for shape, nodes in self._queried().items() if shape not in self._only}
        if not self._only and (None, SH.target, None) not in shapes:
            return shapes
        part = Graph(bind_namespaces="none")
        queries = set(shapes.objects(None, SH.target))
        for triple in shapes:
            declared = triple[0] in self._only and triple[1] in _DECLARED
            if not declared and triple[1] != SH.target and triple[0] not in queries:
                part.add(triple)
        for prefix, namespace in shapes.namespaces():
            part.bind(prefix, namespace)
        named: list[tuple[Node, Collection[Node]]] = [*asked.items(), *self._only.items()]
        for shape, nodes in named:
            if (shape, None, None) in part:
                for node in nodes:
                    part.add((shape, SH.targetNode, node))
        return part

    def _queried(self) -> Mapping[Node, frozenset[Node]]:
        """Return the focus nodes that queries find (``sh:SPARQLTarget``, SHACL Advanced Features, section 3.1)."""
        if self._asked is None:
            found: dict[Node, frozenset[Node]] = {}
            for shape, target in self._shapes.subject_objects(SH.target):
                for query in self._shapes.objects(target, SH.select):
                    found[shape] = found.get(shape, frozenset()) | self._ask(shape, str(query))
            self._asked = found
        return self._asked

    def _ask(self, shape: Node, query: str) -> frozenset[Node]:
        try:
            rows = self._data.answers().query(f"{prologue(self._shapes, query)}\n{query}")
            if not isinstance(rows, ox.QuerySolutions) or "this" not in (v.value for v in rows.variables):
                raise GraphError(f"the target of shape <{shape}> is no SELECT query of ?this")
            return frozenset(rdflib_node(node) for row in rows if (node := row["this"]) is not None)
        except (SyntaxError, RuntimeError) as error:
            raise GraphError(f"the target of shape <{shape}> cannot be asked: {error}") from error

    def _of(self, targets: frozenset[tuple[Node, Node]]) -> frozenset[Node]:
        found = self._found.get(targets)
        if found is None:
            if len(targets) == 1:
                found = frozenset(node for target in targets for node in self._find(*target))
            else:
                found = frozenset(node for target in targets for node in self._of(frozenset((target,))))
            self._found[targets] = found
        return found

    def _find(self, kind: Node, target: Node) -> set[Node]:
        data = self._data
        if kind == SH.targetClass:
            classes = data.transitive_subjects(RDFS.subClassOf, target)
            return {node for subclass in classes for node in data.subjects(RDF.type, subclass)}
        predicate = URIRef(str(target))
        return set(data.subjects(predicate, None) if kind == SH.targetSubjectsOf else data.objects(None, predicate))
