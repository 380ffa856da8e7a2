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
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from loader.sparql_tokens import Scan, Token, scan

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDF = _RDF_TYPE[: -len("type")]
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_REFUSED = "a query that names graphs cannot hold this here, where graphs share facts: {}"


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


@dataclass(frozen=True, slots=True)
class _Path:
    """A property path.

    Attributes:
        kind: "iri", "^", "/", "|", "set" (its pairs are a set) or "!".
        text: how it is written.
        parts: of "^", "/" and "|": the paths it is made of.
        iri: of "iri".
    """

    kind: str
    text: str
    parts: tuple[_Path, ...] = ()
    iri: str = ""

    def meets(self, repeated: frozenset[str]) -> bool:
        """Say whether it may pass the same fact twice."""
        if self.kind == "iri":
            return not self.iri or self.iri in repeated
        return self.kind == "!" or any(part.meets(repeated) for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Triple:
    """A triple pattern: terms as written; the predicate is a path, or a variable as written."""

    subject: str
    predicate: _Path | str
    object: str


def _with_dots_apart(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens, the dots behind a label ("_:b.") as marks."""
    for token in tokens:
        label = token.text.rstrip(".") if token.kind == "blank" else token.text
        yield token._replace(text=label)
        for offset in range(len(label), len(token.text)):
            yield Token("mark", ".", token.start + offset)


class _Writer:
    """Goes over the tokens once, as the grammar has them, and notes what is to be replaced."""

    def __init__(self, scanned: Scan, repeated: frozenset[str], variables: tuple[str, ...]) -> None:
        self._scan = scanned
        self._tokens = tuple(_with_dots_apart(scanned.tokens))
        self._repeated = repeated
        self._variables = variables
        self._taken = scanned.variables()
        self._fresh = 0
        self._labels: dict[str, str] = {}
        self._edits: list[tuple[int, int, str]] = []
        self._at = 0

    def text(self) -> str:
        """Return the query, reworded."""
        self._query()
        parts, done = [], 0
        for start, end, new in self._edits:
            parts += [self._scan.query[done:start], new]
            done = end
        return "".join([*parts, self._scan.query[done:]])

    # -- tokens

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is(self, *texts: str) -> bool:
        token = self._peek()
        return token is not None and token.kind in ("mark", "word") and token.text.upper() in texts

    def _follows(self, mark: str) -> bool:
        after = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
        return after is not None and after.kind == "mark" and after.text == mark

    def _take(self) -> Token:
        token = self._peek()
        if token is None:
            raise ValueError(_REFUSED.format("it ends too early"))
        self._at += 1
        return token

    def _end(self) -> int:
        """Return the offset behind the last token taken."""
        last = self._tokens[self._at - 1]
        return last.start + len(last.text)

    def _new(self) -> str:
        while True:
            self._fresh += 1
            name = f"once{self._fresh}"
            if name not in self._taken:
                return f"?{name}"

    def _iri(self, token: Token) -> str:
        """Return what a token names; "" for what is not seen from here, which may be any of those looked for."""
        if "\\" in token.text:
            return ""
        iri = token.text[1:-1]
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            iri = self._scan.prefixes.get(prefix, "") + local
        if token.kind in ("iri", "name"):
            return iri if _ABSOLUTE.match(iri) else ""
        return _RDF_TYPE

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
                    raise ValueError(_REFUSED.format("* without a variable"))
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

    # -- triples

    def _triples(self, *, named: bool) -> None:
        """Read the triples of one subject; write them anew if they are of the default graph and may be met twice."""
        first = self._peek()
        if first is None:
            raise ValueError(_REFUSED.format("it ends too early"))
        found: list[_Triple] = []
        changed = len(self._edits)
        if self._is("["):
            subject, alone = self._blank(found), True
        elif self._is("("):
            subject, alone = self._collection(found), True
        else:
            subject, alone = self._term(), False
        if not alone or not (self._is(".", "}", "{") or self._peek() is None or self._begins_a_piece()):
            self._properties(subject, found)
        if named:
            return
        labelled = any(token.kind == "blank" for token in self._between(first))
        if labelled or any(self._is_met(triple) for triple in found):
            del self._edits[changed:]
            self._edits.append((first.start, self._end(), " . ".join(self._asked(t) for t in found) + " "))

    def _between(self, first: Token) -> Sequence[Token]:
        """Return the tokens from one to the last taken."""
        start = self._at
        while start and self._tokens[start - 1].start >= first.start:
            start -= 1
        return self._tokens[start : self._at]

    def _begins_a_piece(self) -> bool:
        return self._is("UNION", "OPTIONAL", "MINUS", "LATERAL", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES")

    def _properties(self, subject: str, found: list[_Triple]) -> None:
        while True:
            while self._is(";"):
                self._take()
            token = self._peek()
            if token is None or self._is(".", "}", "]", "{") or self._begins_a_piece():
                return
            verb: _Path | str = self._take().text if token.kind == "variable" else self._path()
            while True:
                found.append(_Triple(subject, verb, self._object(found)))
                if self._is("{") and self._follows("|"):
                    raise ValueError(_REFUSED.format("annotations"))
                if not self._is(","):
                    break
                self._take()
            if not self._is(";"):
                return

    def _object(self, found: list[_Triple]) -> str:
        if self._is("["):
            return self._blank(found)
        return self._collection(found) if self._is("(") else self._term()

    def _blank(self, found: list[_Triple]) -> str:
        self._take()
        name = self._new()
        if not self._is("]"):
            self._properties(name, found)
        if not self._is("]"):
            raise ValueError(_REFUSED.format("brackets that do not close"))
        self._take()
        return name

    def _collection(self, found: list[_Triple]) -> str:
        self._take()
        items = []
        while not self._is(")"):
            items.append(self._object(found))
        self._take()
        nodes = [*(self._new() for _ in items), f"<{_RDF}nil>"]
        first, rest = (_Path("iri", f"<{_RDF}{name}>", iri=f"{_RDF}{name}") for name in ("first", "rest"))
        for number, item in enumerate(items):
            found.append(_Triple(nodes[number], first, item))
            found.append(_Triple(nodes[number], rest, nodes[number + 1]))
        return nodes[0]

    def _term(self) -> str:
        token = self._take()
        start = token.start
        if token.kind == "blank":
            if token.text not in self._labels:
                self._labels[token.text] = self._new()
            return self._labels[token.text]
        if token.kind in ("variable", "iri", "name"):
            return token.text
        if token.kind == "string":
            if (after := self._peek()) is not None and after.kind == "language":
                self._take()
                if self._is("-"):  # a base direction: @ar--rtl
                    while self._is("-"):
                        self._take()
                    self._take()
            elif self._is("^"):
                self._take()
                self._take()
                self._take()
            return self._scan.query[start : self._end()]
        if token.kind == "mark" and token.text in "+-.":
            while (
                (after := self._peek()) is not None and after.kind in ("number", "mark") and after.start == self._end()
            ):
                self._take()
                if after.kind == "number":
                    break
            return self._scan.query[start : self._end()]
        if token.kind == "number" or token.text.lower() in ("true", "false"):
            return token.text
        raise ValueError(_REFUSED.format(token.text))

    # -- paths

    def _path(self) -> _Path:
        return self._joined("|", lambda: self._joined("/", self._step))

    def _joined(self, sign: str, part: Callable[[], _Path]) -> _Path:
        start = self._here()
        parts = [part()]
        while self._is(sign):
            self._take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else _Path(sign, self._scan.query[start : self._end()], tuple(parts))

    def _here(self) -> int:
        token = self._peek()
        return token.start if token is not None else len(self._scan.query)

    def _step(self) -> _Path:
        start = self._here()
        if self._is("^"):
            self._take()
            inner = self._step()
            return _Path("^", self._scan.query[start : self._end()], (inner,))
        inner = self._primary()
        if self._is("*", "+", "?"):
            self._take()
            return _Path("set", self._scan.query[start : self._end()])
        return inner

    def _primary(self) -> _Path:
        start = self._here()
        if self._is("("):
            self._take()
            inner = self._path()
            self._take()
            return _Path(inner.kind, self._scan.query[start : self._end()], inner.parts, inner.iri)
        if self._is("!"):
            self._take()
            if self._is("("):
                while not self._is(")"):
                    self._take()
            elif self._is("^"):
                self._take()
            self._take()
            return _Path("!", self._scan.query[start : self._end()])
        token = self._take()
        if token.kind not in ("iri", "name") and token.text != "a":
            raise ValueError(_REFUSED.format(token.text))
        return _Path("iri", token.text, iri=self._iri(token))

    # -- writing

    def _is_met(self, triple: _Triple) -> bool:
        path = triple.predicate
        return isinstance(path, str) or path.meets(self._repeated)

    def _asked(self, triple: _Triple) -> str:
        path = triple.predicate
        if isinstance(path, str):
            return self._in_first_graph(f"{triple.subject} {path} {triple.object}")
        if not path.meets(self._repeated):
            return f"{triple.subject} {path.text} {triple.object}"
        if path.kind == "iri":
            return self._in_first_graph(f"{triple.subject} {path.text} {triple.object}")
        if path.kind == "^":
            return self._asked(_Triple(triple.object, path.parts[0], triple.subject))
        if path.kind == "|":
            return " UNION ".join(f"{{ {self._asked(_Triple(triple.subject, p, triple.object))} }}" for p in path.parts)
        if path.kind == "/":
            nodes = [triple.subject, *(self._new() for _ in path.parts[1:]), triple.object]
            return " . ".join(
                self._asked(_Triple(a, p, b)) for a, p, b in zip(nodes, path.parts, nodes[1:], strict=False)
            )
        return self._outside(triple, path)

    def _outside(self, triple: _Triple, path: _Path) -> str:
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
