"""SPARQL constraints answered for all focus nodes at once.

SHACL asks the query of a ``sh:sparql`` constraint once per focus node. Asked once with all focus nodes it gives the
same rows in a fraction of the time, as long as every part of the query sees ``$this``. Only queries of which that is
plain from their text are taken; an engine does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Node

from loader.errors import QueryError
from loader.sparql_tokens import Token, scan
from loader.validation.index import rdflib_node
from loader.validation.paths import Path
from loader.validation.queries import QueryGraph
from loader.validation.results import RawResult
from loader.validation.targets import Targets

# What a query is not taken with: words that open scopes of their own, and what SHACL binds besides ``$this``.
_SCOPES = ("MINUS", "VALUES", "SERVICE", "GRAPH", "UNION", "LIMIT", "OFFSET", "FROM", "PREFIX", "BASE")
_BOUND_BESIDES = ("PATH", "failure", "message", "shapesGraph", "currentShape")
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_PLACE = re.compile(r"\{[?$](\w+)\}")
_COMPONENT = SH.SPARQLConstraintComponent
_TARGETS = frozenset((SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf))
_SAID = frozenset((RDF.type, SH.severity, SH.message, SH.group, SH.order, SH.name, SH.description)) | _TARGETS


@dataclass(frozen=True, slots=True)
class SetConstraint:
    """A constraint that can be asked for all its focus nodes at once.

    Attributes:
        shape: the node shape.
        head: the text of the query up to the first brace of its pattern, with prefixes.
        body: the text behind.
        severity: severity of its results.
        messages: templates of its messages, with their languages.

    """

    shape: URIRef
    head: str
    body: str
    severity: Node
    messages: tuple[Literal, ...]

    def ask(self, data: QueryGraph, targets: Targets) -> list[RawResult] | None:
        """Return its results; None when the data or the query do not allow to ask for all nodes at once."""
        nodes = targets.of_shape(self.shape, absent=True)
        if not nodes:
            return []
        if any(isinstance(node, BNode) for node in nodes):
            return None
        listed = " ".join(sorted(node.n3() for node in nodes))
        try:
            answer = data.answers().query(f"{self.head} VALUES ?this {{ {listed} }} {self.body}")
        except (RuntimeError, SyntaxError):
            return None
        return list(self._results(answer)) if isinstance(answer, ox.QuerySolutions) else None

    def _results(self, answer: ox.QuerySolutions) -> Iterator[RawResult]:
        names = [variable.value for variable in answer.variables]
        seen: set[tuple[str, ...]] = set()
        for row in answer:
            bound = {name: value for name, value in zip(names, row, strict=True) if value is not None}
            key = tuple(f"{name} {value}" for name, value in bound.items())
            if key in seen:
                continue
            seen.add(key)
            bound.setdefault("value", bound["this"])
            focus, value = rdflib_node(bound["this"]), rdflib_node(bound["value"])
            path = Path.of(rdflib_node(bound["path"])) if "path" in bound else None
            messages = tuple(Literal(_filled(m, bound), lang=m.language) for m in self.messages)
            yield RawResult(self.shape, focus, self.severity, _COMPONENT, value, path, messages)


def _filled(template: str, bound: Mapping[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]) -> str:
    def said(place: re.Match[str]) -> str:
        value = bound.get(place[1])
        return place[0] if value is None or isinstance(value, ox.Triple) else value.value

    return _PLACE.sub(said, template)


def constraints(shapes: Graph) -> Sequence[SetConstraint]:
    """Return the constraints of shapes that can be asked at once, sorted by their shape."""
    declared = _declarations(shapes)
    found = (_constraint(shapes, node, declared) for node in set(shapes.subjects(SH.sparql, None)))
    return sorted((constraint for constraint in found if constraint is not None), key=lambda c: str(c.shape))


def without(shapes: Graph, answered: Set[Node]) -> Graph:
    """Return shapes without the SPARQL constraints of some of them, and without shapes that have nothing (else) to say.

    Args:
        shapes: the shapes; left as they are.
        answered: shapes of constraints that ``constraints`` returned.

    """
    gone = {constraint for node in answered for constraint in shapes.objects(node, SH.sparql)}
    gone |= {node for node in answered if all(p in _SAID for p in _shacl(shapes, node) if p != SH.sparql)}
    # Of rules that are checked in code, what they look at need not be looked up.
    aiming = {node for kind in _TARGETS for node in shapes.subjects(kind, None)}
    gone |= {node for node in aiming if _shacl(shapes, node) <= _SAID and (None, None, node) not in shapes}
    rest = Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[0] not in gone and not (triple[0] in answered and triple[1] == SH.sparql):
            rest.add(triple)
    for prefix, namespace in shapes.namespaces():
        rest.bind(prefix, namespace)
    return rest


def _shacl(shapes: Graph, node: Node) -> set[Node]:
    return {p for p in shapes.predicates(node, None) if str(p).startswith(str(SH))} | {RDF.type}


def _constraint(shapes: Graph, node: Node, declared: Mapping[Node, Mapping[str, str] | None]) -> SetConstraint | None:
    """Return the constraint of a shape in the form that can be asked at once; None when there is no such form."""
    constraints = list(shapes.objects(node, SH.sparql))
    if not isinstance(node, URIRef) or len(constraints) != 1 or not _stands_alone(shapes, node):
        return None
    constraint = constraints[0]
    queries, prefixes = list(shapes.objects(constraint, SH.select)), _prefixes(shapes, constraint, declared)
    if len(queries) != 1 or prefixes is None or (constraint, SH.deactivated, None) in shapes:
        return None
    cut = opening(str(queries[0]))
    said = {*shapes.objects(node, SH.message), *shapes.objects(constraint, SH.message)}
    messages = sorted((m for m in said if isinstance(m, Literal)), key=lambda m: (m.language or "", str(m)))
    if cut is None or not messages:
        return None
    text = str(queries[0])
    severity = shapes.value(node, SH.severity) or SH.Violation
    return SetConstraint(node, f"{prefixes}\n{text[:cut]}", text[cut:], severity, tuple(messages))


def _stands_alone(shapes: Graph, node: URIRef) -> bool:
    """Say whether a shape is a node shape that only its own targets lead to."""
    kinds = set(shapes.objects(node, RDF.type))
    plain = kinds <= {SH.NodeShape} and not any((node, p, None) in shapes for p in (SH.path, SH.deactivated, SH.target))
    return plain and (None, None, node) not in shapes and len(set(shapes.objects(node, SH.severity))) <= 1


def _declarations(shapes: Graph) -> Mapping[Node, Mapping[str, str] | None]:
    """Return the prefixes that each ontology declares, with their namespaces; None where they are not plain."""
    found: dict[Node, Mapping[str, str] | None] = {}
    for ontology in set(shapes.objects(None, SH.prefixes)):
        declarations = list(shapes.objects(ontology, SH.declare))
        pairs = [(shapes.value(d, SH.prefix), shapes.value(d, SH.namespace)) for d in declarations]
        declared = {str(prefix): str(namespace) for prefix, namespace in pairs}
        plain = len(declared) == len({*pairs}) and not any(None in pair for pair in pairs)
        found[ontology] = declared if plain and (ontology, OWL.imports, None) not in shapes else None
    return found


def _prefixes(shapes: Graph, constraint: Node, declared: Mapping[Node, Mapping[str, str] | None]) -> str | None:
    """Return the PREFIX lines of a constraint; None when they are not plain."""
    found: dict[str, str] = {}
    for ontology in shapes.objects(constraint, SH.prefixes):
        own = declared[ontology]
        if own is None or any(found.get(prefix, namespace) != namespace for prefix, namespace in own.items()):
            return None
        found |= own
    used = {token.text.partition(":")[0] for token in scan(str(shapes.value(constraint, SH.select))).undeclared()}
    return "\n".join(f"PREFIX {p}: <{namespace}>" for p, namespace in sorted(found.items()) if p in used)


def opening(query: str) -> int | None:
    """Return the place behind the first brace of the pattern of a query that can be asked at once; None for others.

    Such a query selects ``$this``, groups by it if it groups, and has no scope in which ``$this`` would be unknown.
    """
    try:
        tokens = scan(query).tokens
    except QueryError:
        return None
    braces = [place for place, token in enumerate(tokens) if token.is_mark("{") or token.is_mark("}")]
    if not braces or not tokens[braces[0]].is_mark("{") or not _is_plain(tokens):
        return None
    before, behind = tokens[: braces[0]], tokens[braces[-1] + 1 :]
    grouped = _grouped_by(behind)
    if (grouped is not None or _aggregates(before) or _aggregates(behind)) and not _names_this(grouped or ()):
        return None
    return tokens[braces[0]].start + 1 if _seen_everywhere(tokens, braces) else None


def _is_plain(tokens: Sequence[Token]) -> bool:
    """Say whether a query selects ``$this`` first, in its one SELECT, and uses nothing that it is not taken with."""
    head = [token for token in tokens[:3] if not token.is_word("DISTINCT", "REDUCED")]
    if len(head) < 2 or not head[0].is_word("SELECT") or not head[1].is_variable("this"):
        return False
    if sum(token.is_word("SELECT") for token in tokens) != 1:
        return False
    for token, then, last in zip_longest(tokens, tokens[1:], tokens[2:]):
        glued = token.kind == "name" and token.text.upper().startswith(_SCOPES)
        if token.is_word(*_SCOPES) or glued or token.is_variable(*_BOUND_BESIDES):
            return False
        if then is not None and token.is_word("AS") and then.is_variable("this"):
            return False
        if last is not None and token.is_word("BOUND") and then.is_mark("(") and last.is_variable("this"):
            return False
    return True


def _grouped_by(behind: Sequence[Token]) -> Sequence[Token] | None:
    """Return what stands behind GROUP BY; None without it."""
    for place, (group, by) in enumerate(pairwise(behind)):
        if group.is_word("GROUP") and by.is_word("BY"):
            return behind[place + 2 :]
    return None


def _aggregates(tokens: Sequence[Token]) -> bool:
    return any(word.is_word(*_AGGREGATES) and bracket.is_mark("(") for word, bracket in pairwise(tokens))


def _names_this(tokens: Sequence[Token]) -> bool:
    return any(token.is_variable("this") for token in tokens)


def _seen_everywhere(tokens: Sequence[Token], braces: Sequence[int]) -> bool:
    """Say whether every group of a pattern that names ``$this`` in an expression is given it from outside.

    The outermost group and those of EXISTS are; in one that is optional an expression sees only the group itself.
    """
    stack: list[tuple[str, int]] = []
    for place in braces:
        if tokens[place].is_mark("{"):
            kind = tokens[place - 1].text.upper() if stack else "WHERE"
            if kind not in ("WHERE", "OPTIONAL", "EXISTS"):
                return False
            stack.append((kind, place))
            continue
        if not stack:
            return False
        kind, start = stack.pop()
        if not stack and place != braces[-1]:
            return False
        if kind == "OPTIONAL" and any(_names_this(expression) for expression in _expressions(tokens[start:place])):
            return False
    return not stack


def _expressions(inside: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield each FILTER and BIND of a group, to the bracket or brace that ends it."""
    for start, word in enumerate(inside):
        if not word.is_word("FILTER", "BIND"):
            continue
        depth, opened = 0, False
        for end in range(start + 1, len(inside)):
            opens = inside[end].is_mark("(") or inside[end].is_mark("{")
            depth += opens - (inside[end].is_mark(")") or inside[end].is_mark("}"))
            opened = opened or opens
            if opened and depth == 0:
                yield inside[start : end + 1]
                break
        else:
            yield inside[start:]
