"""Graphs compared by what they say: stores such as TDB2 keep numbers as values, and give ``1`` out as ``1.0``."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from loader.graph.vocabulary import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def same_statements(one: Collection[ox.Triple], other: Collection[ox.Triple]) -> bool:
    """Say whether two graphs say the same, whatever their nodes without names are called and their numbers written."""
    if one == other:
        return True
    here, there = _valued(one), _valued(other)
    return here == there or (len(here) == len(there) and _canonical(here) == _canonical(there))


def _number(text: str) -> str:
    number = Decimal(text)
    return f"{number.normalize():f}" if number else "0"


def _double(text: str) -> str:
    return repr(float(text.replace("INF", "inf")) + 0.0)


def _boolean(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


_WRITTEN: dict[ox.NamedNode, Callable[[str], str]] = {
    XSD.decimal: _number,
    XSD.integer: _number,
    XSD.double: _double,
    XSD.float: _double,
    XSD.boolean: _boolean,
}
"""How the values of a datatype are written in one way (any way will do)."""


def _valued(triples: Collection[ox.Triple]) -> set[ox.Triple]:
    return {ox.Triple(t.subject, t.predicate, _value(t.object)) for t in triples}


def _value(term: Term) -> Term:
    """Return a literal as its value is written; itself if it has none."""
    if not isinstance(term, ox.Literal) or (written := _WRITTEN.get(term.datatype)) is None:
        return term
    try:
        return ox.Literal(written(term.value.strip()), datatype=term.datatype)
    except (ValueError, InvalidOperation):
        return term


def _canonical(triples: set[ox.Triple]) -> set[ox.Triple]:
    if not any(isinstance(node, ox.BlankNode) for t in triples for node in (t.subject, t.object)):
        return triples
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}
