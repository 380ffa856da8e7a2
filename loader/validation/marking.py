"""Ill-typed literals shown to the fast engine as such.

It knows the lexical spaces of most datatypes, but takes "inf" for a double and "1a" for a name. A literal of these
datatypes that is ill-typed is given to it with a datatype of its own, which no shape names, and given back as it was.
"""

from __future__ import annotations

import re

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from loader.validation.exact import ExactLiteral
from loader.validation.lexical import well_formed

_MARK = "urn:x-langnghe:ill-typed:"
_LAX = frozenset(
    (
        *(str(XSD[name]) for name in "double float duration base64Binary normalizedString token language".split()),
        *(str(XSD[name]) for name in "Name NCName NMTOKEN".split()),
        str(RDF.langString),
    )
)
_TYPED = re.compile(rf'"(?:[^"\\\n]|\\.)*"\^\^<({"|".join(re.escape(name) for name in sorted(_LAX))})>')


def marked_lines(lines: str) -> str:
    """Return N-Quads in which ill-typed literals of the datatypes concerned are marked."""
    if not any(f"^^<{name}>" in lines for name in _LAX):
        return lines
    return _TYPED.sub(_marked_text, lines)


def _marked_text(match: re.Match[str]) -> str:
    literal = next(iter(ox.parse(f"<urn:s> <urn:p> {match[0]} .", format=ox.RdfFormat.N_TRIPLES))).object
    if not isinstance(literal, ox.Literal) or well_formed(literal.value, match[1]):
        return match[0]
    return f"{match[0][: match.start(1) - match.start()]}{_MARK}{match[1]}>"


def marked_graph(graph: Graph) -> Graph:
    """Return a graph in which ill-typed literals of the datatypes concerned are marked: itself if there are none."""
    found = [(s, p, o, marked) for s, p, o in graph if (marked := _marked(o)) is not None]
    if not found:
        return graph
    made = Graph(bind_namespaces="none")
    made += graph
    for prefix, namespace in graph.namespaces():
        made.bind(prefix, namespace)
    for s, p, o, marked in found:
        made.remove((s, p, o))
        made.add((s, p, marked))
    return made


def _marked(node: Node) -> Literal | None:
    if not isinstance(node, Literal) or node.datatype is None or str(node.datatype) not in _LAX:
        return None
    datatype = str(node.datatype)
    return None if well_formed(str(node), datatype) else Literal(str(node), datatype=URIRef(_MARK + datatype))


def unmarked(node: Node | None) -> Node | None:
    """Return a node of a result without the mark."""
    if isinstance(node, Literal) and node.datatype is not None and str(node.datatype).startswith(_MARK):
        return ExactLiteral(str(node), None, str(node.datatype).removeprefix(_MARK))
    return node
