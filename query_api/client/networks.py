"""Rows and graphs as networks for networkx, with attributes that its file formats can write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from loader.errors import QueryError
from loader.graph.vocabulary import RDF
from query_api.engine.results import Rows, Term, Value, python_value
from query_api.served.prefixes import shorten

if TYPE_CHECKING:
    import networkx as nx

Attribute = str | int | float | bool
SEPARATOR = " | "
"""What stands between several values of one property."""
# Names that a file format takes for something of its own; a variable of that name is written with an underscore.
_TAKEN = frozenset({"relation", "id", "viz", "spells", "slices", "parents", "networkx_key"})
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_XML_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RANK = {"vi": 0, "en": 1}
_LONGEST_WHOLE = 2**63


@dataclass(slots=True)
class Drawn:
    """A network being made.

    Attributes:
        network: nodes and edges.
        iris: the nodes that are IRIs, in order.
        types: types of nodes that the query itself states, as prefixed names.
    """

    network: nx.MultiDiGraph[str]
    iris: dict[str, None] = field(default_factory=dict)
    types: dict[str, set[str]] = field(default_factory=dict)

    def node(self, term: Term) -> str:
        """Add a node for a term; return what it is called."""
        name = node_name(term)
        if isinstance(term, ox.NamedNode):
            self.iris[name] = None
        self.network.add_node(name)
        return name


def network_of_rows(rows: Rows) -> Drawn:
    """Return an edge per row: its first variable is the source, the last of the first three the target.

    The one between them is the relation; further variables become attributes of the edge, left out where unbound.

    Raises:
        QueryError: there are fewer than two variables.
    """
    if len(rows.variables) < 2:
        raise QueryError("a network needs at least two variables: source and target")
    drawn = _new()
    ends = min(len(rows.variables), 3) - 1
    names = [f"{name}_" if name in _TAKEN else name for name in rows.variables[ends + 1 :]]
    # A store and an endpoint may give the same rows in another order; edges between the same nodes are numbered by it.
    for row in sorted(rows.rows, key=str):
        source, target = row[0], row[ends]
        if source is None or target is None:
            continue
        middle = row[1] if ends == 2 else None
        a, b = drawn.node(source), drawn.node(target)
        key = drawn.network.add_edge(a, b)
        attributes = drawn.network.edges[a, b, key]  # set one by one: a variable may be called like a parameter
        attributes["relation"] = node_name(middle) if middle is not None else ""
        for name, term in zip(names, row[ends + 1 :], strict=True):
            if term is not None:
                attributes[name] = attribute(python_value(term))
    edges = [data for _, _, data in drawn.network.edges(data=True)]
    _unify(edges)
    _keep_from_gexf(edges, ("weight",), lambda value: isinstance(value, int | float))
    _keep_from_gexf(edges, ("start", "end"), lambda value: isinstance(value, int | float) or _is_day(value))
    return drawn


def network_of_triples(triples: Iterable[ox.Triple]) -> Drawn:
    """Return an edge per triple between things, its key the prefixed name of its predicate; literals become attributes.

    Several values of one property of a node stand in one text, Vietnamese first, parted by ``SEPARATOR``.
    """
    drawn = _new()
    literals: dict[tuple[str, str], set[ox.Literal]] = {}
    for triple in sorted(set(triples), key=str):
        subject, predicate = drawn.node(triple.subject), triple.predicate.value
        if isinstance(triple.object, ox.Literal):
            literals.setdefault((subject, shorten(predicate)), set()).add(triple.object)
        elif predicate == RDF.type.value and isinstance(triple.object, ox.NamedNode):
            drawn.types.setdefault(subject, set()).add(shorten(triple.object.value))
        else:
            target = drawn.node(triple.object)
            drawn.network.add_edge(subject, target, key=shorten(predicate), relation=predicate)
    for (node, name), values in literals.items():
        ordered = sorted(values, key=lambda v: (_RANK.get(v.language or "", 2), v.value, str(v)))
        kept = [attribute(python_value(v)) for v in ordered]
        drawn.network.nodes[node][name] = kept[0] if len(kept) == 1 else SEPARATOR.join(_text(v) for v in kept)
    _unify(data for _, data in drawn.network.nodes(data=True))
    return drawn


def describe(drawn: Drawn, labels: dict[str, str], types: dict[str, set[str]]) -> nx.MultiDiGraph[str]:
    """Give each node its label, types and short name, and return the network.

    Args:
        drawn: the network.
        labels: labels of IRIs.
        types: types of IRIs in the graph, as prefixed names.
    """
    for node, attributes in drawn.network.nodes(data=True):
        name = str(node)
        attributes["label"] = str(attribute(labels.get(name, shorten(name))))
        attributes["types"] = " ".join(sorted(types.get(name, set()) | drawn.types.get(name, set())))
        attributes["short"] = shorten(name)
    return drawn.network


def node_name(term: Term) -> str:
    """Return what the node of a term is called: its IRI, the text of a literal, the label of a blank node."""
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    return _NO_XML_CHARACTER.sub("\ufffd", text)


def attribute(value: Value) -> Attribute:
    """Return a value as GraphML and GEXF can write it: a number, a boolean or a text.

    A decimal becomes a float if that is the same number, else its text, as do whole numbers from 2⁶³; dates and times
    become their ISO text. Characters that XML cannot hold become U+FFFD.
    """
    if isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if -_LONGEST_WHOLE <= value < _LONGEST_WHOLE else str(value)
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _NO_XML_CHARACTER.sub("\ufffd", value or "")


def _new() -> Drawn:
    import networkx as nx  # takes a while to import

    return Drawn(nx.MultiDiGraph())


def _is_day(value: Attribute) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _keep_from_gexf(
    edges: Sequence[dict[str, Attribute]], names: tuple[str, ...], fits: Callable[[Attribute], bool]
) -> None:
    """Give attributes an underscore whose values are not all such as GEXF takes under that name, of one type.

    It has a number for the weight of an edge, and numbers or days for the time from which and up to which it is there.
    """
    values = [data[name] for data in edges for name in names if name in data]
    kinds = {type(value) for value in values}
    if len(kinds) > 1 or bool in kinds or not all(fits(value) for value in values):
        for data in edges:
            for name in names:
                if name in data:
                    data[f"{name}_"] = data.pop(name)


def _unify(elements: Iterable[dict[str, Attribute]]) -> None:
    """Give each attribute one type throughout, as the file formats declare it: numbers as float, any mixture as text."""
    found = list(elements)
    kinds: dict[str, set[type]] = {}
    for data in found:
        for name, value in data.items():
            kinds.setdefault(name, set()).add(type(value))
    for data in found:
        for name, value in data.items():
            if len(kinds[name]) > 1:
                numbers = kinds[name] == {int, float}
                data[name] = float(value) if numbers else _text(value)


def _text(value: Attribute) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
