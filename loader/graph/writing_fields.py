"""The fields of a fact that are written as they stand, by their declarations."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pyoxigraph as ox

from loader.declarations import Kind, plain_fields
from loader.graph.literals import day, decimal, integer, month_day, string, year
from loader.graph.vocabulary import LN, RDF
from loader.graph.writing_context import Context, Written
from loader.said import Form, Said

_LITERALS: dict[Form, Callable[[Any], ox.Literal]] = {
    Form.TEXT: string,
    Form.NUMBER: decimal,
    Form.COUNT: integer,
    Form.YEAR: year,
    Form.DATE: day,
    Form.DAY_OF_YEAR: lambda value: month_day(*value),
}


def write_fields(context: Context, node: ox.NamedNode, fact: Any) -> None:
    """State the plain fields of a fact, or of a part of one; what is absent or blank is left out."""
    for name, said in plain_fields(type(fact)):
        value = getattr(fact, name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None and one != "":
                context.add(node, getattr(LN, said.property), _term(context, said, one))


def write_plain(context: Context, kind: Kind, fact: Any, name: str | None = None) -> Written:
    """State a fact of which nothing but plain fields is to be said; return the document that it belongs to.

    Args:
        context: collects the statements.
        kind: the kind of the fact.
        fact: the fact.
        name: what it is called; its words when not given.
    """
    node = context.element(kind.name, fact.reading.evidence)
    context.add(node, RDF.type, getattr(LN, kind.term))
    document = context.read(node, fact.reading, name)
    write_fields(context, node, fact)
    context.add(document.node, getattr(LN, kind.link), node)
    return document


def _term(context: Context, said: Said, value: Any) -> ox.NamedNode | ox.Literal:
    if said.form is Form.CONCEPT:
        return context.concept(said.scheme, value.value if isinstance(value, StrEnum) else value)
    return _LITERALS[said.form](value)
