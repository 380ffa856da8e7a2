"""A query on graphs that share facts, reworded so that its default graph holds each fact once.

The store holds named graphs alone and takes all of them as the default graph: a fact that two graphs state is met twice
there. So a triple pattern of the default graph that may meet such facts is asked in the first graph only, by name, that
states the fact::

    ?s rdf:type ?c      GRAPH ?g1 { ?s rdf:type ?c } FILTER NOT EXISTS { GRAPH ?h1 { … } FILTER(STR(?h1) < STR(?g1)) }

The multiplicity of each solution is then that of the merged graph (SPARQL 1.1 Query, 18.3.1 and 18.1.3). Patterns inside
GRAPH and SERVICE, and paths that are sets of pairs by definition (``*``, ``+``, ``?``; 18.4), stay as they are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Sequence

from loader.sparql_tokens import Scan, Token, scan
from query_api.engine.triples import REFUSED, Path, Triple, TripleReader

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def once_each(query: str, repeated: Collection[str], variables: Sequence[str]) -> str:
    """Return a query whose patterns of the default graph count each fact once.

    Args:
        query: a query without FROM that the engine takes.
        repeated: IRIs of the predicates of facts that stand in several graphs.
        variables: what it selects, in order; used where it says ``*``.

    Raises:
        ValueError: it holds something that is not understood here (triple terms).
    """
    return _Writer(scan(without_escapes(query)), frozenset(repeated), tuple(variables)).text()


def without_escapes(query: str) -> str:
    """Return a query with the escapes of its letters resolved, as the engine does first (19.2)."""
    return _ESCAPE.sub(_letter, query) if "\\" in query else query


def _letter(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    letter = chr(number) if number <= sys.maxunicode else ""
    return letter if letter.isalnum() else escape[0]  # a sign may be part of a text, where it must stay escaped


class _Writer(TripleReader):
    """Goes over the tokens once, as the grammar has them, and notes what is to be replaced."""

    def __init__(self, scanned: Scan, repeated: frozenset[str], variables: tuple[str, ...]) -> None:
        super().__init__(scanned, fresh="once")
        self._repeated = repeated
        self._variables = variables
        self._edits: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """Return the query, reworded."""
        self._query()
        parts, done = [], 0
        for start, end, new in self._edits:
            parts += [self._scan.query[done:start], new]
            done = end
        return "".join([*parts, self._scan.query[done:]])

    # -- queries and groups

    def _query(self) -> None:
        while self._is("PREFIX", "BASE", "VERSION"):
            self._at += 3 if self._is("PREFIX") else 2
        if self._is("CONSTRUCT"):
            self._take()
            if self._is("{"):
                self._skip_braces()
            else:  # the short form, which can name no graph, and whose answer is a set
                self._at = len(self._tokens)
        elif self._is("ASK", "DESCRIBE"):
            self._take()
            if self._is("*"):  # a set, however often something is met
                self._at = len(self._tokens)
        elif self._is("SELECT"):
            self._projection(outermost=True)
        while (token := self._peek()) is not None and not self._is("{"):
            self._take()
        if token is not None:
            self._group(named=False)
        self._modifiers()

    def _projection(self, *, outermost: bool) -> None:
        self._take()
        while (token := self._peek()) is not None and not self._is("{", "WHERE", "FROM"):
            if self._is("("):
                self._brackets(named=False)
                continue
            if self._is("*") and outermost:
                if not self._variables:
                    raise ValueError(REFUSED.format("* without a variable"))
                names = " ".join(f"?{name}" for name in self._variables)
                self._edits.append((token.start, token.start + 1, names))
            self._at += 1

    def _modifiers(self) -> None:
        while self._peek() is not None and not self._is("}"):
            if self._is("("):
                self._brackets(named=False)
            elif self._is("VALUES"):
                self._values()
            else:
                self._at += 1

    def _group(self, *, named: bool) -> None:
        self._take()  # the brace
        if self._is("SELECT"):
            self._projection(outermost=False)
            while not self._is("{"):
                self._take()
            self._group(named=named)
            self._modifiers()
            self._take()
            return
        while not self._is("}"):
            self._piece(named=named)
        self._take()

    def _piece(self, *, named: bool) -> None:
        if self._is("{"):
            self._group(named=named)
        elif self._is("UNION", "OPTIONAL", "MINUS", "LATERAL", "."):
            self._take()
        elif self._is("GRAPH"):
            self._take()
            self._take()
            self._group(named=True)
        elif self._is("SERVICE"):
            while not self._is("{"):
                self._take()
            self._skip_braces()
        elif self._is("FILTER"):
            self._take()
            self._constraint(named=named)
        elif self._is("BIND"):
            self._take()
            self._brackets(named=named)
        elif self._is("VALUES"):
            self._values()
        else:
            self._triples(named=named)

    def _constraint(self, *, named: bool) -> None:
        while not self._is("(", "{"):
            self._take()  # NOT, EXISTS, the name of a function
        if self._is("{"):
            self._group(named=named)
        else:
            self._brackets(named=named)

    def _brackets(self, *, named: bool) -> None:
        depth = 0
        while True:
            if self._is("{"):  # of EXISTS
                self._group(named=named)
                continue
            depth += self._is("(") - self._is(")")
            self._take()
            if depth == 0:
                return

    def _values(self) -> None:
        while not self._is("{"):
            self._take()
        self._skip_braces()

    def _skip_braces(self) -> None:
        depth = 0
        while True:
            depth += self._is("{") - self._is("}")
            self._take()
            if depth == 0:
                return

    def _triples(self, *, named: bool) -> None:
        """Read the triples of one subject; write them anew if they are of the default graph and may be met twice."""
        first = self._peek()
        found = self._statements()
        if named or first is None:
            return
        labelled = any(token.kind == "blank" for token in self._between(first))
        if labelled or any(self._is_met(triple) for triple in found):
            self._edits.append((first.start, self._end(), " . ".join(self._asked(t) for t in found) + " "))

    def _between(self, first: Token) -> Sequence[Token]:
        """Return the tokens from one to the last taken."""
        start = self._at
        while start and self._tokens[start - 1].start >= first.start:
            start -= 1
        return self._tokens[start : self._at]

    # -- writing

    def _is_met(self, triple: Triple) -> bool:
        path = triple.predicate
        return isinstance(path, str) or _meets(path, self._repeated)

    def _asked(self, triple: Triple) -> str:
        path = triple.predicate
        if isinstance(path, str):
            return self._in_first_graph(f"{triple.subject} {path} {triple.object}")
        if not _meets(path, self._repeated):
            return f"{triple.subject} {path.text} {triple.object}"
        if path.kind == "iri":
            return self._in_first_graph(f"{triple.subject} {path.text} {triple.object}")
        if path.kind == "^":
            return self._asked(Triple(triple.object, path.parts[0], triple.subject))
        if path.kind == "|":
            return " UNION ".join(f"{{ {self._asked(Triple(triple.subject, p, triple.object))} }}" for p in path.parts)
        if path.kind == "/":
            nodes = [triple.subject, *(self._new() for _ in path.parts[1:]), triple.object]
            return " . ".join(
                self._asked(Triple(a, p, b)) for a, p, b in zip(nodes, path.parts, nodes[1:], strict=False)
            )
        return self._outside(triple, path)

    def _outside(self, triple: Triple, path: Path) -> str:
        """Return a negated property set as the union of its two directions (18.1.7)."""
        tokens = [t for t in scan(path.text).tokens if t.text not in ("!", "(", ")", "|")]
        forward: list[str] = []
        backward: list[str] = []
        inverse = False
        for token in tokens:
            if token.text == "^":
                inverse = True
                continue
            (backward if inverse else forward).append(f"<{self._iri(token)}>")
            inverse = False
        ways = []
        for names, (subject, value) in (
            (forward, (triple.subject, triple.object)),
            (backward, (triple.object, triple.subject)),
        ):
            if names:
                link = self._new()
                pattern = self._in_first_graph(f"{subject} {link} {value}")
                ways.append(f"{{ {pattern} FILTER({link} NOT IN ({', '.join(names)})) }}")
        return " UNION ".join(ways) if ways else self._in_first_graph(f"{triple.subject} {self._new()} {triple.object}")

    def _in_first_graph(self, pattern: str) -> str:
        first, before = self._new(), self._new()
        return (
            f"GRAPH {first} {{ {pattern} }} "
            f"FILTER NOT EXISTS {{ GRAPH {before} {{ {pattern} }} FILTER(STR({before}) < STR({first})) }}"
        )


def _meets(path: Path, repeated: frozenset[str]) -> bool:
    """Say whether a path may pass the same fact twice."""
    if path.kind == "iri":
        return not path.iri or path.iri in repeated
    return path.kind == "!" or (path.kind in "^/|" and any(_meets(part, repeated) for part in path.parts))
