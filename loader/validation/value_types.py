"""The check of literals against the types that the ontology declares (``ln:valueType``), as they are written.

The one place of the types is the ontology, which is part of the data that are checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.graph.turtle import Triple
from loader.graph.vocabulary import PREFIXES
from loader.validation.findings import Rule
from loader.validation.index import rdflib_node
from loader.validation.lexical import well_formed
from loader.validation.messages import filled
from loader.validation.paths import Path
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult
from loader.validation.terms import CHECK_IN_CODE

_LANGUAGE = str(RDF.langString)
_ANY = str(RDFS.Literal)
_STRING = str(XSD.string)
Value = tuple[Node, Node]


def declared_types(data: Graph) -> Mapping[URIRef, frozenset[str]]:
    """Return the types that values of each property have, by the ontology in a graph."""
    found: dict[URIRef, set[str]] = {}
    for term, kind in data.subject_objects(LN_NODES.valueType):
        if isinstance(term, URIRef):
            found.setdefault(term, set()).add(str(kind))
    return {term: frozenset(kinds) for term, kinds in found.items()}


def check_value_types(
    rule: Rule, severity: Node, data: Graph, only: Iterable[Triple] | None = None
) -> tuple[list[RawResult], int]:
    """Return what is wrong with values of the properties whose type is declared, and how many values there are.

    Args:
        rule: the rule, whose message names ``value``, ``given``, ``expected`` and ``property``.
        severity: the severity of its results.
        data: the data graph, with the ontology.
        only: the statements that are looked at; all of the graph if not given.

    """
    some: dict[str, list[Value]] | None = None
    if only is not None:
        some = {}
        for triple in only:
            values = some.setdefault(triple.predicate.value, [])
            values.append((rdflib_node(triple.subject), rdflib_node(triple.object)))
    found: list[RawResult] = []
    tested = 0
    for term, expected in sorted(declared_types(data).items()):
        known: dict[object, bool] = {}
        for focus, value in _values(data, term) if some is None else some.get(str(term), ()):
            tested += 1
            fits = known.get(value)
            if fits is None:
                fits = known[value] = _fits(value, expected)
            if not fits:
                found.append(_result(rule, severity, _node(focus), term, _node(value), expected))
    return found, tested


def _values(data: Graph, term: URIRef) -> Iterator[tuple[object, object]]:
    """Yield subjects and values of a property, as nodes of whatever holds them: most are only looked at."""
    if isinstance(data, QueryGraph) and data.lies_in_oxigraph:
        for quad in data.answers().quads_for_pattern(None, ox.NamedNode(str(term)), None, ox.DefaultGraph()):
            yield quad.subject, quad.object
    else:
        yield from data.subject_objects(term)


def _node(node: object) -> Node:
    return node if isinstance(node, Node) else rdflib_node(node)  # type: ignore[arg-type]


def _fits(value: object, expected: Set[str]) -> bool:
    if isinstance(value, ox.Literal):
        language, datatype, text = value.language, value.datatype.value, value.value
    elif isinstance(value, Literal):
        language, datatype, text = value.language, str(value.datatype or _STRING), str(value)
    else:
        return False
    if language:
        return not expected.isdisjoint((_LANGUAGE, _ANY))
    return (datatype in expected or _ANY in expected) and well_formed(text, datatype)


def _result(rule: Rule, severity: Node, focus: Node, term: URIRef, value: Node, expected: Set[str]) -> RawResult:
    said = {
        "value": _shown(value),
        "given": _given(value),
        "expected": " / ".join(sorted(map(_short, expected))),
        "property": _short(str(term)),
    }
    texts = tuple(
        Literal(filled(template, said), lang=language)
        for template, language in ((rule.message.vi, "vi"), (rule.message.en, "en"))
    )
    return RawResult(URIRef(rule.iri), focus, severity, CHECK_IN_CODE, value, Path.of(term), texts)


def _shown(value: Node) -> str:
    text = "[]" if isinstance(value, BNode) else str(value)
    return f"{text[:79]}…" if len(text) > 80 else text


def _given(value: Node) -> str:
    if isinstance(value, Literal):
        return f"@{value.language}" if value.language else _short(str(value.datatype or _STRING))
    return "sh:BlankNode" if isinstance(value, BNode) else "sh:IRI"


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES:
        if iri.startswith(str(namespace)):
            return f"{prefix}:{iri.removeprefix(str(namespace))}"
    return f"<{iri}>"
