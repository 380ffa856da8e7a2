"""Names for blank nodes that stay the same from run to run: of the data in reports, of the shapes in keys.

Engines and files give blank nodes other names each time. A name made of what is said of the node is stable; nodes of
which the same is said are told apart by a number, and it does not matter which of them gets which.
"""

from __future__ import annotations

import hashlib
from itertools import count

from rdflib import BNode, Graph
from rdflib.term import Node

_DEPTH = 4


class Names:
    """Stable names for the blank nodes of a graph."""

    def __init__(self, graph: Graph) -> None:
        """Name the nodes of a graph, which must not change meanwhile."""
        self._graph = graph
        self._given: dict[BNode, BNode] = {}
        self._taken: set[str] = set()

    def of(self, node: Node) -> Node:
        """Return a node under its stable name; nodes that have a name keep it."""
        if not isinstance(node, BNode):
            return node
        name = self._given.get(node)
        if name is None:
            base = f"b{description(self._graph, node)}"
            text = next(
                text for number in count() if (text := f"{base}n{number}" if number else base) not in self._taken
            )
            self._taken.add(text)
            name = self._given[node] = BNode(text)
        return name


def description(graph: Graph, node: Node) -> str:
    """Return a digest (12 hex digits) of what is said of a blank node, whatever it is called."""
    return hashlib.sha256(_said(graph, node, _DEPTH, frozenset()).encode()).hexdigest()[:12]


def _said(graph: Graph, node: Node, depth: int, above: frozenset[Node]) -> str:
    if not isinstance(node, BNode):
        return node.n3()
    if depth == 0 or node in above:
        return "_"
    inside = above | {node}
    forward = sorted(f"{p.n3()} {_said(graph, o, depth - 1, inside)}" for p, o in graph.predicate_objects(node))
    back = sorted(f"{s.n3()} {p.n3()}" for s, p in graph.subject_predicates(node) if not isinstance(s, BNode))
    return f"[{'; '.join(forward)} | {'; '.join(back)}]"
