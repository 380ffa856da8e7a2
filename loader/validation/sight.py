"""What statements the query of a rule can see: those whose property it names, and of types those whose class it names.

As long as none of these changed, what it finds is what it found. (The query and the data as a dependency that is cut off
where its inputs are the same: Mokhov, Mitchell, Peyton Jones, *Build Systems à la Carte*, 2018.) A query is read by its
tokens only; one of which this does not tell is taken to see everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from loader.errors import QueryError
from loader.sparql_tokens import Token, scan
from loader.validation.queries import QueryGraph
from loader.validation.setwise import SetConstraint
from loader.validation.terms import AS_OF, ORIGIN, REACH

_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_TERMS = frozenset(("iri", "name", "variable", "blank", "string", "number", "language"))
_VOLATILE = ("RAND", "UUID", "STRUUID", "BNODE", "SERVICE")
_BEFORE_SUBJECT = "{.}"
_SEE_ALL = frozenset((SH.sparql, SH.select, SH.ask, SH.js, SH.rule, SH.closed, SH.target))
"""Terms of shapes that may see any statement."""
_ABOUT = frozenset((RDF.type, SH.group, SH.severity, REACH, ORIGIN))
"""What is said of a rule that leads to no shape."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a query can see.

    Attributes:
        names: the properties and classes that it names, as N-Triples writes them.
        any_type: it sees of which class a thing is, whatever the class.

    """

    names: frozenset[str]
    any_type: bool

    def sees_any(self, kinds: Iterable[str]) -> bool:
        """Say whether the query sees statements of some kinds.

        Args:
            kinds: properties, those of types with the class.

        """
        return any(map(self._sees, kinds))

    def _sees(self, kind: str) -> bool:
        predicate, _, target = kind.partition(" ")
        if target:
            return self.any_type or target in self.names
        return predicate in self.names


def sight_of(constraint: SetConstraint, shapes: Graph, data: QueryGraph) -> Sight | None:
    """Return what the query of a constraint and its targets can see; None where that cannot be told."""
    query = f"{constraint.head}{constraint.body}"
    try:
        read = scan(query)
        tokens = read.tokens
    except QueryError:
        return None
    braces = [place for place, token in enumerate(tokens) if token.is_mark("{") or token.is_mark("}")]
    if not braces or read.undeclared():
        return None
    if not _names_properties(tokens[braces[0] : braces[-1] + 1]):
        return None
    names = {f"<{iri}>" for _, iri in read.names()} | {token.text for token in tokens if token.kind == "iri"}
    # The day of a check is stated in the data; rules that look at it ask for today's only where it is not.
    if read.volatile and (f"<{AS_OF}>" not in names or any(token.is_word(*_VOLATILE) for token in tokens)):
        return None
    any_type = f"<{RDF.type}>" in names or _asks_for_classes(tokens)
    aim = sight_of_targets(constraint.shape, shapes, data)
    return None if aim is None else Sight(frozenset(names) | aim.names, any_type)


def sight_of_targets(rule: Node, shapes: Graph, data: QueryGraph) -> Sight | None:
    """Return what statements decide on what a rule looks at; None where that cannot be told."""
    if any((rule, kind, None) in shapes for kind in (SH.target, SH.targetNode)):
        return None  # a query; whether anything at all is said of a node
    names = {f"<{target}>" for kind in _TARGETS for target in shapes.objects(rule, kind)}
    classes = {rule, *shapes.objects(rule, SH.targetClass)}
    names |= {f"<{below}>" for above in classes for below in data.transitive_subjects(RDFS.subClassOf, above)}
    return Sight(frozenset(names | {f"<{RDFS.subClassOf}>"}), any_type=False)


def sight_of_rule(rule: Node, queries: Mapping[URIRef, SetConstraint], shapes: Graph, data: QueryGraph) -> Sight | None:
    """Return what a rule can see, by its query and by all that its shape names; None where that cannot be told.

    Args:
        rule: its shape.
        queries: constraints that can be asked at once, by their shape.
        shapes: the shapes.
        data: the data, for their classes.

    """
    if (None, SH.parameter, None) in shapes:
        return None  # a constraint component of somebody's own
    due, seen, named, any_type = [rule], {rule}, set[str](), False
    while due:
        node = due.pop()
        constraint = queries.get(node) if isinstance(node, URIRef) else None
        if constraint is not None:
            sight = sight_of(constraint, shapes, data)
            if sight is None:
                return None
            named |= sight.names
            any_type |= sight.any_type
        for predicate, value in shapes.predicate_objects(node):
            if predicate in _SEE_ALL and not (predicate == SH.sparql and constraint is not None):
                return None
            if predicate == SH.property and isinstance(value, URIRef):
                return None  # its results are told under a name of their own
            if predicate == SH.sparql or predicate in _ABOUT:
                continue
            any_type |= predicate == SH["class"] or value == RDF.type
            if isinstance(value, URIRef):
                named.add(f"<{value}>")
            if not isinstance(value, Literal) and value not in seen:
                seen.add(value)
                due.append(value)
    aim = sight_of_targets(rule, shapes, data)
    return None if aim is None else Sight(frozenset(named) | aim.names, any_type)


def _names_properties(tokens: Sequence[Token]) -> bool:
    """Say whether each property in a pattern stands there by name."""
    for before, token, then in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if "\\" in token.text and token.kind == "name":
            return False
        # A variable between two terms, or behind a semicolon, is a property.
        if token.kind == "variable" and then.kind in _TERMS and (before.kind in _TERMS or before.text in (";", "]")):
            return False
        # A collection for a subject, blank nodes with properties, and all properties but some.
        if token.is_mark("(") and before.kind == "mark" and before.text in _BEFORE_SUBJECT:
            return False
        if before.is_mark("!") and (token.kind in ("iri", "name") or token.is_mark("^") or token.text == "a"):
            return False
        if before.is_mark("!") and token.is_mark("(") and (then.kind in ("iri", "name") or then.text in ("^", "a")):
            return False
    return True


def _asks_for_classes(tokens: Sequence[Token]) -> bool:
    """Say whether a class is asked for and not named: a variable, or a way that goes on behind the type."""
    return any(
        token.kind == "word" and token.text == "a" and (then is None or then.kind not in ("name", "iri"))
        for token, then in zip_longest(tokens, tokens[1:])
    )
