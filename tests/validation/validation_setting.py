"""What the tests of validation share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from rdflib import BNode, Graph
from rdflib.term import Node

from loader.graph.conversion import to_rdflib
from loader.graph.dataset import parse_file
from loader.validation.findings import Report

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parent / "examples"
AS_OF = date(2026, 1, 1)
Check = Callable[..., Report]


def read(file: Path) -> Graph:
    return to_rdflib(quad.triple for quad in parse_file(file))


def only(shapes: Graph, iri: Node) -> Graph:
    """One rule of the shapes, with the shapes and prefixes that it refers to: quick to validate with."""
    part = Graph()
    due, seen = [iri], set()
    while due:
        node = due.pop()
        if node in seen:
            continue
        seen.add(node)
        for triple in shapes.triples((node, None, None)):
            part.add(triple)
            if isinstance(triple[2], BNode) or (triple[2], None, None) in shapes:
                due.append(triple[2])
    return part
