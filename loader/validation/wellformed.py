"""Whether shapes can be used: one clear line for each fault, whatever engine would stumble over it (SHACL, appendix A).

Engines differ in what they refuse, ignore, or fall over; what is checked here is the same for all. Shapes of SHACL's
Advanced Features and of its JavaScript extension are refused, for to pass over them in silence gives a wrong verdict;
only queries for targets are carried out (``sh:SPARQLTarget``).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import cast

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.term import Node

from loader.errors import GraphError, QueryError
from loader.graph.conversion import LN_NODES
from loader.sparql_tokens import Token, scan
from loader.validation.lexical import well_formed
from loader.validation.paths import Path
from loader.validation.patterns import python_pattern
from loader.validation.rules import named_shape

_KINDS = frozenset(SH[n] for n in "BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split())
_ONE_VALUE = tuple(
    SH[name]
    for name in (
        "path datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength "
        "flags languageIn uniqueLang closed ignoredProperties in qualifiedMinCount qualifiedMaxCount deactivated severity "
        "qualifiedValueShapesDisjoint"
    ).split()
)
_OF_PROPERTIES = tuple(SH[name] for name in "minCount maxCount uniqueLang lessThan lessThanOrEquals".split())
_INTEGERS = tuple(SH[n] for n in "minCount maxCount minLength maxLength qualifiedMinCount qualifiedMaxCount".split())
_BOOLEANS = tuple(SH[n] for n in "uniqueLang closed deactivated qualifiedValueShapesDisjoint".split())
_IRIS = tuple(
    SH[n]
    for n in (
        "datatype class nodeKind equals disjoint lessThan lessThanOrEquals severity targetClass targetSubjectsOf "
        "targetObjectsOf"
    ).split()
)
_LITERALS = tuple(SH[n] for n in "minExclusive minInclusive maxExclusive maxInclusive".split())
_SHAPES = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
_LISTS_OF_SHAPES = (SH["and"], SH["or"], SH.xone)
# Not all of them stand in rdflib's namespace.
_NOT_SUPPORTED = tuple(
    (URIRef(f"{SH}{name}"), what)
    for name, what in (
        ("rule", "rules"),
        ("expression", "expressions"),
        ("values", "derived values"),
        ("js", "JavaScript"),
        ("jsFunctionName", "JavaScript"),
        ("entailment", "entailment regimes"),
        ("memberShape", "shapes of list members"),
        ("reifierShape", "shapes of reifiers"),
    )
)
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
_BOUND_BEFORE = ("this", "shapesGraph", "currentShape")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a shape.

    Attributes:
        shape: the node that it stands on.
        reason: what is wrong, in words.

    """

    shape: Node
    reason: str


def usable(shapes: Graph) -> tuple[Graph, tuple[URIRef, ...]]:
    """Return shapes that can be used, and the terms that stand in SHACL's namespace and that SHACL does not have.

    These are taken off: one engine passes over them, the other refuses them.

    Raises:
        GraphError: they cannot; the message names the shape, what is wrong with it, and its file.

    """
    reading = _Reading(shapes)
    found = sorted({(_name(shapes, f.shape), f.reason, _file(shapes, f.shape)) for f in faults(reading)})
    if found:
        name, reason, file = found[0]
        more = f" (and {len(found) - 1} more faults)" if len(found) > 1 else ""
        raise GraphError(f"shape {name} cannot be used: {reason}{more}", where=file)
    known = cast(Container[object], SH)
    unknown = {term for term in reading.predicates() if str(term).startswith(str(SH)) and term not in known}
    if not unknown:
        return shapes, ()
    made = Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[1] not in unknown:
            made.add(triple)
    for prefix, namespace in shapes.namespaces():
        made.bind(prefix, namespace)
    return made, tuple(sorted(URIRef(str(term)) for term in unknown))


class _Reading:
    """The statements of shapes by their predicate: a graph is asked for many, most of which it has not."""

    def __init__(self, shapes: Graph) -> None:
        self.graph = shapes
        self._pairs: dict[Node, list[tuple[Node, Node]]] = {}
        for subject, predicate, value in shapes:
            self._pairs.setdefault(predicate, []).append((subject, value))

    def subject_objects(self, term: Node) -> list[tuple[Node, Node]]:
        return self._pairs.get(term, [])

    def subjects(self, term: Node) -> set[Node]:
        return {subject for subject, _ in self.subject_objects(term)}

    def objects(self, subject: Node, term: Node) -> list[Node]:
        return list(self.graph.objects(subject, term)) if term in self._pairs else []

    def predicates(self) -> set[Node]:
        return set(self._pairs)


def faults(shapes: _Reading) -> Iterator[Fault]:
    """Yield what keeps shapes from being used."""
    yield from _paths(shapes)
    yield from _counts(shapes)
    yield from _values(shapes)
    yield from _lists(shapes)
    yield from _nowhere(shapes)
    yield from _patterns(shapes)
    yield from _queries(shapes)
    yield from _unsupported(shapes)
    yield from _recursion(shapes)


def _name(shapes: Graph, node: Node) -> str:
    named = named_shape(shapes, node)
    return f"<{named}>" if isinstance(named, URIRef) else "without an IRI"


def _file(shapes: Graph, node: Node) -> str:
    return str(shapes.value(named_shape(shapes, node), LN_NODES.sourceFile) or "shapes")


def _short(term: Node) -> str:
    return f"sh:{str(term).removeprefix(str(SH))}" if str(term).startswith(str(SH)) else f"<{term}>"


def _paths(shapes: _Reading) -> Iterator[Fault]:
    for shape, path in shapes.subject_objects(SH.path):
        try:
            Path.read(shapes.graph, path)
        except GraphError as error:
            yield Fault(shape, f"sh:path is not well-formed: {error}")
        except RecursionError:
            yield Fault(shape, "sh:path is not well-formed: it is too deep")
    for shape, part in shapes.subject_objects(SH.property):
        if not shapes.objects(part, SH.path):
            which = f" <{part}>" if isinstance(part, URIRef) else ""
            yield Fault(shape, f"sh:property leads to a shape{which} without sh:path")


def _counts(shapes: _Reading) -> Iterator[Fault]:
    for term in _ONE_VALUE:
        seen: dict[Node, Node] = {}
        for shape, value in shapes.subject_objects(term):
            if seen.setdefault(shape, value) != value:
                yield Fault(shape, f"it has more than one {_short(term)}")
    for term in _OF_PROPERTIES:
        for shape in shapes.subjects(term):
            if not shapes.objects(shape, SH.path):
                yield Fault(shape, f"{_short(term)} needs sh:path beside it")
    for term in (SH.qualifiedMinCount, SH.qualifiedMaxCount):
        for shape in shapes.subjects(term):
            if not shapes.objects(shape, SH.qualifiedValueShape):
                yield Fault(shape, f"{_short(term)} needs sh:qualifiedValueShape beside it")


def _values(shapes: _Reading) -> Iterator[Fault]:
    def each(terms: tuple[URIRef, ...], fits: Callable[[Node], bool], what: str) -> Iterator[Fault]:
        for term in terms:
            for shape, value in shapes.subject_objects(term):
                if not fits(value):
                    yield Fault(shape, f"the value of {_short(term)} must be {what}, not {_shown(value)}")

    yield from each(_INTEGERS, _is_count, "an xsd:integer from 0 on")
    yield from each(_BOOLEANS, lambda v: _is_typed(v, XSD.boolean), "true or false")
    yield from each(_IRIS, lambda v: isinstance(v, URIRef), "an IRI")
    yield from each(_LITERALS, lambda v: isinstance(v, Literal), "a literal")
    yield from each(_SHAPES, lambda v: not isinstance(v, Literal), "a shape")
    yield from each((SH.nodeKind,), lambda v: v in _KINDS, "a kind of node that SHACL knows")
    yield from each((SH.pattern, SH.flags), _is_text, "a string")
    yield from each((SH.message,), lambda v: _is_text(v) or (isinstance(v, Literal) and bool(v.language)), "a text")
    yield from each((SH.order,), _is_number, "a number")


def _shown(value: Node) -> str:
    return "a blank node" if isinstance(value, BNode) else value.n3()


def _is_typed(value: Node, datatype: URIRef) -> bool:
    return isinstance(value, Literal) and value.datatype == datatype and well_formed(str(value), str(datatype))


def _is_number(value: Node) -> bool:
    return any(_is_typed(value, datatype) for datatype in (XSD.integer, XSD.decimal, XSD.double, XSD.float))


def _is_count(value: Node) -> bool:
    return _is_typed(value, XSD.integer) and not str(value).startswith("-")


def _is_text(value: Node) -> bool:
    return isinstance(value, Literal) and not value.language and value.datatype in (None, XSD.string)


def _lists(shapes: _Reading) -> Iterator[Fault]:
    for term in (*_LISTS_OF_SHAPES, SH["in"], SH.languageIn, SH.ignoredProperties):
        for shape, head in shapes.subject_objects(term):
            members = _members(shapes, head)
            if members is None:
                yield Fault(shape, f"the value of {_short(term)} must be a list")
            elif term in _LISTS_OF_SHAPES and not members:
                yield Fault(shape, f"the list of {_short(term)} is empty")
            elif term in _LISTS_OF_SHAPES and any(isinstance(member, Literal) for member in members):
                yield Fault(shape, f"the list of {_short(term)} holds what is no shape")
            elif term == SH.languageIn and not all(map(_is_text, members)):
                yield Fault(shape, "the list of sh:languageIn holds what is no string")
            elif term == SH.ignoredProperties and not all(isinstance(member, URIRef) for member in members):
                yield Fault(shape, "the list of sh:ignoredProperties holds what is no IRI")


def _members(shapes: _Reading, head: Node) -> list[Node] | None:
    """Return the members of a list; None when it is not well-formed."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(shapes.objects(head, RDF.first)), list(shapes.objects(head, RDF.rest))
        if head in seen or len(first) != 1 or len(rest) != 1:
            return None
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return found


def _nowhere(shapes: _Reading) -> Iterator[Fault]:
    """Yield shapes that lead to a name of which nothing is said: everything conforms to such a shape."""
    for term in (SH.node, SH["not"], SH.qualifiedValueShape, *_LISTS_OF_SHAPES):
        for shape, value in shapes.subject_objects(term):
            for part in (_members(shapes, value) or ()) if term in _LISTS_OF_SHAPES else (value,):
                if isinstance(part, URIRef) and (part, None, None) not in shapes.graph:
                    yield Fault(shape, f"{_short(term)} leads to <{part}>, of which nothing is said")


def aimless(shapes: Graph) -> tuple[str, ...]:
    """Return the IRIs of shapes that check nothing: they have no target, and no shape leads to them."""
    reading = _Reading(shapes)
    led_to = {part for term in _SHAPES for _, part in reading.subject_objects(term)}
    for term in _LISTS_OF_SHAPES:
        led_to.update(part for _, head in reading.subject_objects(term) for part in _members(reading, head) or ())
    aimed = {shape for term in _TARGETS for shape in reading.subjects(term)}
    classes = {node for node, kind in reading.subject_objects(RDF.type) if kind in (RDFS.Class, OWL.Class)}
    named = {node for node, kind in reading.subject_objects(RDF.type) if kind in (SH.NodeShape, SH.PropertyShape)}
    return tuple(sorted(str(node) for node in named - led_to - aimed - classes if isinstance(node, URIRef)))


def _patterns(shapes: _Reading) -> Iterator[Fault]:
    for shape, pattern in shapes.subject_objects(SH.pattern):
        try:
            python_pattern(str(pattern), "".join(map(str, shapes.objects(shape, SH.flags)[:1])))
        except GraphError as error:
            yield Fault(shape, str(error))


def _queries(shapes: _Reading) -> Iterator[Fault]:
    for shape, constraint in shapes.subject_objects(SH.sparql):
        queries = list(shapes.objects(constraint, SH.select))
        if len(queries) != 1:
            yield Fault(shape, "the constraint of sh:sparql must have one sh:select")
            continue
        try:
            tokens = scan(str(queries[0])).tokens
        except QueryError as error:
            yield Fault(shape, f"the query of sh:sparql cannot be read: {error}")
            continue
        if not all(map(_selects_this, _selections(tokens))):
            yield Fault(shape, "every SELECT in the query of sh:sparql must select $this")
        forbidden = list(_forbidden(tokens))
        for words in forbidden:
            yield Fault(shape, f"the query of sh:sparql must not use {words}")
        not_bound = next((t.text for t in tokens if t.is_variable("shapesGraph", "currentShape")), None)
        if not_bound and not forbidden:
            yield Fault(shape, f"{not_bound} in the query of sh:sparql is not supported")


def _selections(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield what each SELECT selects."""
    for place, token in enumerate(tokens):
        if token.is_word("SELECT"):
            behind = tokens[place + 1 :]
            yield list(takewhile(lambda t: not (t.is_word("WHERE") or t.is_mark("{")), behind))


def _selects_this(selection: Sequence[Token]) -> bool:
    return any(token.is_variable("this") or token.is_mark("*") for token in selection)


def _forbidden(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the first word, and the first variable bound anew, that SHACL forbids in a constraint (section 5.2.1)."""
    yield from islice((token.text for token in tokens if token.is_word(*_FORBIDDEN)), 1)
    anew = (
        f"{word.text} {variable.text}"
        for word, variable in pairwise(tokens)
        if word.is_word("AS") and variable.is_variable(*_BOUND_BEFORE)
    )
    yield from islice(anew, 1)


def _unsupported(shapes: _Reading) -> Iterator[Fault]:
    for term, what in _NOT_SUPPORTED:
        for shape in shapes.subjects(term):
            yield Fault(
                shape, f"{_short(term)} ({what}) is not supported; SHACL Core, SPARQL constraints and targets are"
            )
    for shape, target in shapes.subject_objects(SH.target):
        if not shapes.objects(target, SH.select):
            yield Fault(shape, "sh:target without a sh:select of its own is not supported")


def _recursion(shapes: _Reading) -> Iterator[Fault]:
    """Yield shapes that lead to themselves: what they mean is left open (SHACL, section 3.4.3)."""
    leads: dict[Node, set[Node]] = {}
    for term in _SHAPES:
        for shape, part in shapes.subject_objects(term):
            leads.setdefault(shape, set()).add(part)
    for term in _LISTS_OF_SHAPES:
        for shape, head in shapes.subject_objects(term):
            leads.setdefault(shape, set()).update(_members(shapes, head) or ())
    done: set[Node] = set()
    for start in list(leads):
        if node := _circle(start, leads, done):
            yield Fault(node, "it leads to itself, and SHACL leaves open what recursive shapes mean")


def _circle(start: Node, leads: dict[Node, set[Node]], done: set[Node]) -> Node | None:
    """Return a node on a circle that a node leads to; what leads to none is added to ``done``."""
    stack: list[tuple[Node, Iterator[Node]]] = [(start, iter(leads.get(start, ())))]
    above: set[Node] = {start}
    while stack:
        node, parts = stack[-1]
        part = next((part for part in parts if part not in done), None)
        if part is None:
            stack.pop()
            above.discard(node)
            done.add(node)
        elif part in above:
            return part
        else:
            above.add(part)
            stack.append((part, iter(leads.get(part, ()))))
    return None
