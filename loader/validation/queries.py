"""A graph whose SPARQL queries are answered by Oxigraph.

rdflib needs some 50 ms to parse a query of the catalogue, before it answers anything; pyshacl hands the text over
anew for every focus node. Oxigraph parses and answers in about one millisecond. Plain triple look-ups stay rdflib's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Node

from loader.errors import GraphError, QueryError
from loader.graph.conversion import empty_graph, from_rdflib
from loader.graph.turtle import Triple
from loader.graph.vocabulary import XSD
from loader.sparql_tokens import scan
from loader.validation.change import Loaded
from loader.validation.exact import ExactLiteral, Statement, exact_graph
from loader.validation.index import OxigraphIndex, oxigraph_term, rdflib_node

_GIVEN = ("this", "currentShape", "value")
_ANY = ox.NamedNode("urn:any")
_PREBOUND = frozenset({"this", "value", "path"})


Pattern = tuple[Node | None, Node | None, Node | None]
"""A triple in which None stands for anything."""


class QueryGraph(Graph):
    """An rdflib graph that answers SPARQL by Oxigraph.

    pyshacl puts values into messages by ``re.sub``, which reads backslashes in them as its own: in values that only
    messages use they are doubled.
    """

    def __init__(self, data: Graph) -> None:
        """Look at a graph without copying it; triples added here are added there."""
        super().__init__(store=data.store, identifier=data.identifier, bind_namespaces="none")
        self.loaded: Loaded | None = None
        """What it was loaded from; None if that is not known, or once it was changed."""
        self._answers: ox.Store | None = None
        self._written: Mapping[Node, Sequence[Literal]] | None = None

    @classmethod
    def of(cls, triples: Collection[Triple]) -> QueryGraph:
        """Return a graph of pyoxigraph triples."""
        store = ox.Store()
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        if survive(triples):
            return cls.over(store)
        graph = cls(_copied(triples))
        graph._answers = store
        return graph

    @classmethod
    def over(cls, store: ox.Store) -> QueryGraph:
        """Look at the default graph of a store, without copying it."""
        graph = cls(Graph(store=OxigraphIndex(store), bind_namespaces="none"))
        graph._answers = store
        return graph

    @property
    def lies_in_oxigraph(self) -> bool:
        """Whether the triples lie in Oxigraph only, so that an engine may take them from there."""
        return isinstance(self.store, OxigraphIndex)

    def part(self, patterns: Iterable[Pattern]) -> QueryGraph:
        """Return a graph of its own with the triples of some patterns."""
        if not self.lies_in_oxigraph:
            return QueryGraph.of(set(from_rdflib(t for pattern in patterns for t in self.triples(pattern))))
        found: set[Triple] = set()
        for pattern in patterns:
            subject, predicate, value = map(oxigraph_term, pattern)
            quads = self.answers().quads_for_pattern(subject, predicate, value, ox.DefaultGraph())  # type: ignore[arg-type]
            found.update(quad.triple for quad in quads)
        return QueryGraph.of(found)

    def in_memory(self) -> QueryGraph:
        """Return the graph with its triples as rdflib nodes, for engines that look up nearly all of them."""
        if not self.lies_in_oxigraph:
            return self
        graph = QueryGraph(_copied(quad.triple for quad in self.answers()))
        graph._answers = self._answers
        return graph

    def exact(self) -> QueryGraph:
        """Return a copy with exact literals for look-ups; queries are answered from the same store."""
        if self.lies_in_oxigraph:
            copy = Graph(bind_namespaces="none")
            for statement in _exact_triples(quad.triple for quad in self.answers()):
                copy.add(statement)
        else:
            copy = exact_graph(self)
        graph = QueryGraph(copy)
        graph._answers = self.answers()
        return graph

    def triples(self, triple: Any) -> Any:
        """Yield the triples of a pattern (see ``rdflib.Graph.triples``), without detours for plain ones."""
        predicate = triple[1]
        if (predicate is None or type(predicate) is URIRef) and isinstance(self.store, OxigraphIndex):
            return (found for found, _ in self.store.triples(triple))
        return super().triples(triple)

    def add(self, triple: tuple[Node, Node, Node]) -> QueryGraph:
        """Add a triple, for look-ups and queries alike."""
        self.loaded = None
        super().add(triple)
        if self._answers is not None:
            self._answers.extend(ox.Quad(t.subject, t.predicate, t.object) for t in from_rdflib([triple]))
        return self

    def discard(self, triple: tuple[Node, Node, Node]) -> None:
        """Remove one triple, for look-ups and queries alike."""
        self.loaded = None
        super().remove(triple)
        if self._answers is not None:
            for t in from_rdflib([triple]):
                self._answers.remove(ox.Quad(t.subject, t.predicate, t.object))

    def ask(self, query: str) -> bool:
        """Answer an ASK query.

        Raises:
            SyntaxError: the query is malformed.

        """
        return bool(self.answers().query(query))

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Answer a query (see ``rdflib.Graph.query``)."""
        if not isinstance(query_object, str) or looks_at_given(query_object):
            return super().query(query_object, *args, **kwargs)
        bindings = kwargs.get("initBindings") or (args[3] if len(args) > 3 else None) or {}
        try:
            return _select(self.answers(), query_object, bindings)
        except (RuntimeError, SyntaxError):
            # Oxigraph binds in advance only what a query selects (not the parameters of a constraint component), and
            # does not know the prefixes that rdflib takes from the graph.
            return super().query(query_object, *args, **kwargs)

    def as_written(self, focus: Node, value: Node) -> Node:
        """Return a value that a query found as the data write it: Oxigraph answers with "5" for "05" and for an xsd:int.

        Args:
            focus: the node that the value is of, if several literals have the value.
            value: the value.

        """
        if self.lies_in_oxigraph or not isinstance(value, Literal) or value.datatype is None:
            return value
        if self._written is None:
            self._written = _rewritten(self)
        candidates = self._written.get(value, ())
        near = [literal for literal in candidates if (focus, None, literal) in self]
        if near:
            return near[0]
        return value if len(candidates) != 1 or (None, None, value) in self else candidates[0]

    def answers(self) -> ox.Store:
        """Return the store that answers, with the triples of this graph."""
        if self._answers is None:
            self._answers = ox.Store()
            self._answers.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in from_rdflib(self))
        return self._answers


@lru_cache(maxsize=1024)
def looks_at_given(query: str) -> bool:
    """Say whether a query asks if a pre-bound variable is bound, or binds another to it.

    Oxigraph joins pre-bound values with what a query finds, so that bound(?x) and BIND (?x AS ?y) see nothing of them.
    """
    try:
        tokens = scan(query).tokens
    except QueryError:
        return True  # rdflib says what is wrong with it
    return any(
        bracket.is_mark("(")
        and variable.is_variable(*_GIVEN)
        and (word.is_word("BOUND") or (word.is_word("BIND") and then.is_word("AS")))
        for word, bracket, variable, then in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)
    )


def _select(store: ox.Store, query: str, bindings: Mapping[str, Node]) -> Result:
    substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable(str(name)): term for name, value in bindings.items() if (term := oxigraph_term(value)) is not None
    }
    answer = store.query(query, substitutions=substitutions)
    if isinstance(answer, ox.QueryBoolean):
        result = Result("ASK")
        result.askAnswer = bool(answer)
        return result
    if not isinstance(answer, ox.QuerySolutions):
        raise ValueError("only SELECT and ASK queries stand in shapes")
    names = [variable.value for variable in answer.variables]
    result = Result("SELECT")
    result.vars = [Variable(name) for name in names]
    result.bindings = [
        {Variable(name): _from_ox(value, name) for name in names if (value := row[name]) is not None} for row in answer
    ]
    return result


def _from_ox(term: Any, name: str) -> Any:
    if not isinstance(term, ox.Literal) or name in _PREBOUND:
        return rdflib_node(term)
    text = term.value.replace("\\", "\\\\")
    if term.language:
        return Literal(text, lang=term.language)
    datatype = term.datatype.value
    return Literal(text, datatype=None if datatype == XSD.string.value else datatype, normalize=False)


def _copied(triples: Iterable[Triple]) -> Graph:
    graph = empty_graph()
    for triple in triples:
        graph.add((rdflib_node(triple.subject), rdflib_node(triple.predicate), rdflib_node(triple.object)))
    return graph


def _exact_triples(triples: Iterable[ox.Triple]) -> Iterator[Statement]:
    """Yield Oxigraph's triples as rdflib statements with exact literals."""
    made: dict[ox.Literal, ExactLiteral] = {}
    for triple in triples:
        term = triple.object
        if not isinstance(term, ox.Literal):
            node = rdflib_node(term)
        elif (literal := made.get(term)) is not None:
            node = literal
        else:
            datatype = term.datatype.value
            known = None if term.language or datatype == XSD.string.value else datatype
            node = made[term] = ExactLiteral(term.value, term.language, known)
        yield rdflib_node(triple.subject), rdflib_node(triple.predicate), node


def _rewritten(graph: Graph) -> Mapping[Node, Sequence[Literal]]:
    """Return the literals that a store would rewrite, by what it makes of them."""
    found: dict[Node, list[Literal]] = {}
    for literal in sorted(
        {o for o in graph.objects() if isinstance(o, Literal) and o.datatype is not None}, key=Literal.n3
    ):
        term = oxigraph_term(literal)
        store = ox.Store()
        store.add(ox.Quad(_ANY, _ANY, term))  # type: ignore[arg-type]
        kept = next(iter(store)).object
        if kept != term:
            found.setdefault(rdflib_node(kept), []).append(literal)
    return found


def survive(triples: Iterable[Triple]) -> bool:
    """Say whether an Oxigraph store gives all literals back as they are written.

    It keeps numbers and dates by value ("05" as 5), and SHACL tells terms apart by their form.

    Raises:
        GraphError: a quoted triple stands among them.

    """
    typed: set[ox.Literal] = set()
    for triple in triples:
        term = triple.object
        if isinstance(term, ox.Literal):
            if not term.language and term.datatype.value != XSD.string.value:
                typed.add(term)
        elif isinstance(term, ox.Triple):
            raise GraphError("a quoted triple cannot be checked", advice="name the statement by an IRI")
    store = ox.Store()
    store.extend(ox.Quad(_ANY, _ANY, literal) for literal in typed)
    return typed == {quad.object for quad in store}
