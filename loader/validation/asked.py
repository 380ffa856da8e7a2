"""A graph that notes what it was asked, so that what was made of the answers can be kept until one of them changes.

Dependencies noted while running: Mokhov, Mitchell, Peyton Jones, *Build Systems à la Carte*, 2018.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rdflib import Graph, URIRef
from rdflib.term import Node

from loader.validation.change import Change


class AskedGraph:
    """A graph to look up in.

    Attributes:
        noted: what was asked; see ``questions_about``.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.noted: set[str] = set()

    def note(self, node: Node) -> None:
        """Note that somebody asked what is said about a node."""
        self.noted.add(_about(_name(node)))

    def objects(self, subject: Node, predicate: URIRef) -> Iterator[Node]:
        """Return what a property of a node leads to."""
        self.note(subject)
        return self.graph.objects(subject, predicate)

    def value(self, subject: Node, predicate: URIRef) -> Node | None:
        """Return one of these, None if there is none."""
        self.note(subject)
        return self.graph.value(subject, predicate)

    def predicate_objects(self, subject: Node) -> Iterator[tuple[Node, Node]]:
        """Return what is said about a node."""
        self.note(subject)
        return self.graph.predicate_objects(subject)

    def subjects(self, predicate: URIRef, value: Node) -> Iterator[Node]:
        """Return the nodes of which a property leads to a node."""
        self.noted.add(_leading_to(_name(predicate), _name(value)))
        return self.graph.subjects(predicate, value)

    def says(self, subject: Node, predicate: URIRef, value: Node | None = None) -> bool:
        """Say whether a node has a property, with some value or with one."""
        self.note(subject)
        return (subject, predicate, value) in self.graph


def questions_about(change: Change) -> frozenset[str]:
    """Return what an ``AskedGraph`` notes of questions that have other answers after a change."""
    about = {_about(node) for node in {triple.subject for triple in change.triples}}
    ways = {(triple.predicate, triple.object) for triple in change.triples}
    return frozenset(about | {_leading_to(predicate, node) for predicate, node in ways})


def _name(node: Node) -> str:
    return f"<{node}>" if isinstance(node, URIRef) else str(node)


def _about(node: object) -> str:
    return _short(str(node))


def _leading_to(predicate: object, node: object) -> str:
    return _short(f"{predicate} {node}")


def _short(text: str) -> str:
    # Many are kept. Should two come to the same, words are made anew without need.
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
