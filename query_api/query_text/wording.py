"""Terms and patterns as a hint writes them, and as they stand in queries of our own."""

from __future__ import annotations

import pyoxigraph as ox

from loader.graph.vocabulary import XSD
from query_api.query_text.patterns import LANG_STRING, RDF_TYPE, Iri, Literal, Node, Pattern, Variable
from query_api.served.prefixes import shorten


def name_of(iri: str) -> str:
    """Return an IRI as a prefixed name, else in angle brackets."""
    short = shorten(iri)
    return f"<{iri}>" if short == iri else short


def written(literal: Literal) -> str:
    """Return a literal as it is written in a query, with a prefixed datatype."""
    if literal.language:
        return f'"{literal.text}"@{literal.language}'
    if literal.datatype == XSD.string.value:
        return f'"{literal.text}"'
    if literal.datatype in (XSD.integer.value, XSD.decimal.value, XSD.double.value, XSD.boolean.value):
        plain = literal.text
        return f"{plain}.0" if literal.datatype == XSD.decimal.value and "." not in plain else plain
    return f'"{literal.text}"^^{shorten(literal.datatype)}'


def term_text(term: object) -> str:
    """Return a term of a result as it is written in a query."""
    if isinstance(term, ox.NamedNode):
        return name_of(term.value)
    if isinstance(term, ox.Literal):
        return written(Literal(term.value, term.datatype.value, term.language or ""))
    return str(term)


def literal_of(text: str, kind: str) -> Literal:
    """Return the literal of a text and a kind of value ("@vi", the IRI of a datatype)."""
    return Literal(text, LANG_STRING, kind[1:]) if kind.startswith("@") else Literal(text, kind)


def node_text(node: Node) -> str:
    """Return the subject or object of a pattern as it is written in a query."""
    if isinstance(node, Variable):
        return "[]" if node.hidden else f"?{node.name}"
    return name_of(node.value) if isinstance(node, Iri) else written(node)


def shown_pattern(pattern: Pattern) -> str:
    """Return a pattern as it is written in a query."""
    prop = "a" if pattern.predicate == RDF_TYPE else name_of(pattern.predicate or "")
    return f"{node_text(pattern.subject)} {prop} {node_text(pattern.object)}"


def pattern_text(pattern: Pattern) -> str:
    """Return a pattern as it stands in a query of our own."""

    def node(value: Node) -> str:
        if isinstance(value, Variable):
            return f"?h{value.name.strip()}" if value.name[1:].isdigit() and value.hidden else f"?v{_plain(value.name)}"
        if isinstance(value, Iri):
            return f"<{value.value}>" if is_iri(value.value) else "?unknown"
        return literal_term(value)

    return f"{node(pattern.subject)} <{pattern.predicate}> {node(pattern.object)} ."


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def literal_term(literal: Literal) -> str:
    """Return a literal as a term of a query of our own."""
    if literal.language:
        return str(ox.Literal(literal.text, language=literal.language))
    return str(ox.Literal(literal.text, datatype=ox.NamedNode(literal.datatype)))


def is_iri(text: str) -> bool:
    """Say whether a text is a whole IRI."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
