"""The text of a query → its WHERE clause as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loader.sparql_tokens import Scan, Token
from query_api.engine.planning.patterns import (
    Bind,
    Edge,
    Element,
    Expression,
    Filter,
    Group,
    Minus,
    Names,
    Optional,
    Subquery,
    Union,
    Values,
    variable,
)
from query_api.engine.triples import Path, Triple, TripleReader

_LEFT_ALONE = ("GRAPH", "SERVICE", "LATERAL")  # names graphs, asks elsewhere, has an order already
_DEEPEST = 40
_MOST_EDGES = 100


class NotUnderstoodError(ValueError):
    """The query holds something that is left to the engine as it is."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query in three parts.

    Attributes:
        head: up to the brace of the WHERE clause, or of the GRAPH that is all of it.
        group: what stands in that.
        tail: what follows its last brace.
        first: so many solutions are all that is asked for, in any order; None if all are needed.
        edges: how many triple patterns it has.
        named: the group stands in a GRAPH: for each graph by itself.
    """

    head: str
    group: Group
    tail: str
    first: int | None
    edges: int
    named: bool = False


def read(scanned: Scan, variables: Callable[[], Sequence[str]]) -> Query:
    """Read a query.

    Args:
        scanned: its tokens.
        variables: returns what it selects, in order, to take the place of ``*``.

    Raises:
        NotUnderstoodError: it holds something that is left as it is.
    """
    return _Reader(scanned, variables).query()


class _Reader(TripleReader):
    """Goes over the tokens once, as the grammar has them."""

    def __init__(self, scanned: Scan, variables: Callable[[], Sequence[str]]) -> None:
        super().__init__(scanned, fresh="between")
        self._variables = variables
        self._depth = 0
        self._edges_read = 0

    def query(self) -> Query:
        """Read all of it."""
        brace = self._scan.where()
        if brace is None or self._scan.form not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            raise NotUnderstoodError("no WHERE clause")
        before = [token for token in self._tokens if token.start < brace.start]
        form = next(n for n, token in enumerate(before) if token.is_word(self._scan.form or ""))
        stars = [token for token in before[form:] if token.is_mark("*")]
        if self._scan.form == "CONSTRUCT" and not any(token.is_mark("{") for token in before[form:]):
            raise NotUnderstoodError("the short form of CONSTRUCT")
        if any(token.is_word("EXISTS") for token in before):
            raise NotUnderstoodError("EXISTS in a projection")
        if self._scan.form == "DESCRIBE" and stars:
            raise NotUnderstoodError("DESCRIBE *")
        self._at = len(before)
        try:
            graph = self._graph()
            begun = self._here()
            group = self._group()
            ended = self._end()
            if graph is not None and not self._take().is_mark("}"):
                raise NotUnderstoodError("more than a GRAPH")
        except (ValueError, IndexError) as error:
            raise NotUnderstoodError(str(error)) from None
        if graph is not None and variable(graph.text) in group.mentioned:
            raise NotUnderstoodError("the name of the graph within it")
        head, tail = self._scan.query[:begun], self._scan.query[ended:]
        star = self._star_of(before[form:])
        if star is not None and self._fresh:  # else it would give the new variables, too
            names = " ".join(f"?{name}" for name in self._variables())
            if not names:
                raise NotUnderstoodError("* without a variable")
            head = f"{head[: star.start]} {names} {head[star.start + 1 :]}"
        return Query(head, group, tail, self._first(before[form:]), self._edges_read, graph is not None)

    def _graph(self) -> Token | None:
        """Go to the brace of the WHERE clause; to that of the GRAPH that may be all of it, and return the graph's name."""
        if not self._tokens[self._at + 1].is_word("GRAPH"):
            return None
        self._at += 3
        return self._tokens[self._at - 1]

    def _star_of(self, head: list[Token]) -> Token | None:
        after = [token for token in head[:3] if not token.is_word("SELECT", "DISTINCT", "REDUCED")]
        return after[0] if after and after[0].is_mark("*") and self._scan.form == "SELECT" else None

    def _first(self, head: list[Token]) -> int | None:
        """Return how many solutions are enough; what sorts, groups or drops needs all."""
        if self._scan.form == "ASK":
            return 1
        tail = self._tokens[self._at :]
        if any(token.is_word("ORDER", "GROUP", "HAVING") for token in tail) or any(t.is_mark("(") for t in head):
            return None
        for word, number in pairwise(tail):
            if word.is_word("LIMIT") and number.text.isdigit():
                return int(number.text)
        return None

    # -- groups

    def _group(self) -> Group:
        self._take()  # the brace
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstoodError("groups within groups within groups")
        elements: list[Element] = []
        if self._is("SELECT"):
            elements.append(self._subquery())
        while not self._is("}"):
            self._piece(elements)
        self._take()
        self._depth -= 1
        return Group(tuple(elements))

    def _piece(self, elements: list[Element]) -> None:
        if self._is(*_LEFT_ALONE):
            raise NotUnderstoodError(self._take().text)
        if self._is("."):
            self._take()
        elif self._is("{"):
            elements.append(self._union())
        elif self._is("OPTIONAL"):
            self._take()
            elements.append(Optional(self._group()))
        elif self._is("MINUS"):
            self._take()
            elements.append(Minus(self._group()))
        elif self._is("FILTER"):
            self._take()
            elements.append(Filter(self._constraint()))
        elif self._is("BIND"):
            self._take()
            elements.append(self._bind())
        elif self._is("VALUES"):
            elements.append(self._values())
        else:
            for triple in self._statements():
                elements += self._edges(triple)

    def _union(self) -> Element:
        groups = [self._group()]
        while self._is("UNION"):
            self._take()
            groups.append(self._group())
        if len(groups) == 1 and len(groups[0].elements) == 1 and isinstance(groups[0].elements[0], Subquery):
            return groups[0].elements[0]
        return Union(tuple(groups))

    def _edges(self, triple: Triple) -> list[Element]:
        """Return a triple pattern, taken apart where its path is a sequence or an inverse (18.2.2.3)."""
        path = triple.predicate
        if isinstance(path, Path) and path.kind == "^":
            return self._edges(Triple(triple.object, path.parts[0], triple.subject))
        if isinstance(path, Path) and path.kind == "/":
            nodes = [triple.subject, *(self._new() for _ in path.parts[1:]), triple.object]
            steps = zip(nodes, path.parts, nodes[1:], strict=False)
            return [edge for a, part, b in steps for edge in self._edges(Triple(a, part, b))]
        self._edges_read += 1
        if self._edges_read > _MOST_EDGES:
            raise NotUnderstoodError("very many patterns")
        return [Edge(triple)]

    def _subquery(self) -> Subquery:
        start = self._at
        while not self._is("{"):
            if self._is("("):
                self._skip_brackets()
            elif self._is("*", "FROM"):
                raise NotUnderstoodError("SELECT * within a group")
            else:
                self._take()
        tokens = self._tokens[start : self._at]
        group = self._group()
        after = self._at
        while not self._is("}"):
            if self._is("("):
                self._skip_brackets()
            elif self._is("VALUES"):
                self._values()
            else:
                self._take()
        plain = _projected(tokens)
        named = {variable(b.text) for a, b in pairwise(tokens) if a.is_word("AS")}
        words = _variables([*tokens, *self._tokens[after : self._at]])
        tail = self._scan.query[self._tokens[after - 1].start + 1 : self._tokens[self._at].start]
        head = self._scan.query[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]
        return Subquery(head, group, tail, plain | named, plain, words)

    # -- constraints

    def _constraint(self) -> Expression:
        start = self._at
        parts: list[str | Group] = []
        begun = self._here()
        while not self._is("(", "{"):
            self._take()  # NOT, EXISTS, the name of a function
        if self._is("{"):
            parts.append(self._scan.query[begun : self._here()])
            parts.append(self._group())
            parts.append("")
        else:
            self._brackets(parts, begun)
        return Expression(tuple(parts), _variables(self._tokens[start : self._at]))

    def _bind(self) -> Bind:
        start = self._at
        parts: list[str | Group] = []
        self._brackets(parts, self._here())
        tokens = self._tokens[start : self._at]
        if not (tokens[-3].is_word("AS") and tokens[-2].kind == "variable"):
            raise NotUnderstoodError("BIND without a variable")
        return Bind(Expression(tuple(parts), _variables(tokens[:-2])), variable(tokens[-2].text))

    def _brackets(self, parts: list[str | Group], begun: int) -> None:
        depth = 0
        while True:
            if self._is("{"):  # of EXISTS
                parts.append(self._scan.query[begun : self._here()])
                parts.append(self._group())
                begun = self._end()
                continue
            depth += self._is("(") - self._is(")")
            self._take()
            if depth == 0:
                parts.append(self._scan.query[begun : self._end()])
                return

    def _skip_brackets(self) -> None:
        depth = 0
        while True:
            if self._is("{"):
                raise NotUnderstoodError("EXISTS in a projection")
            depth += self._is("(") - self._is(")")
            self._take()
            if depth == 0:
                return

    def _values(self) -> Values:
        start = self._at
        self._take()
        names = []
        while not self._is("{"):
            token = self._take()
            if token.kind == "variable":
                names.append(variable(token.text))
        first = self._at + 1
        depth = 0
        while True:
            depth += self._is("{") - self._is("}")
            self._take()
            if depth == 0:
                break
        rows = self._tokens[first : self._at - 1]
        text = self._scan.query[self._tokens[start].start : self._end()]
        opened = sum(token.is_mark("(") for token in rows)
        possible = frozenset(names)
        unbound = any(token.is_word("UNDEF") for token in rows)
        return Values(text, possible, frozenset() if unbound else possible, opened or len(rows))


def _variables(tokens: tuple[Token, ...] | list[Token]) -> Names:
    return frozenset(token.text[1:] for token in tokens if token.kind == "variable")


def _projected(head: tuple[Token, ...]) -> Names:
    """Return the variables that a projection names outside brackets."""
    depth, names = 0, set()
    for token in head:
        depth += token.is_mark("(") - token.is_mark(")")
        if depth == 0 and token.kind == "variable":
            names.add(token.text[1:])
    return frozenset(names)
