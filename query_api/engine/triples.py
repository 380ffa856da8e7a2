"""The triple patterns and property paths of a query, read from its tokens as the grammar has them.

What the readers of whole queries (``once``, ``planning.reading``) have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loader.sparql_tokens import Scan, Token

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDF = RDF_TYPE[: -len("type")]
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
REFUSED = "a query that names graphs cannot hold this here, where graphs share facts: {}"


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Attributes:
        kind: "iri", "^", "/", "|", "*", "+", "?" (whose pairs are a set) or "!".
        text: how it is written.
        parts: of all but "iri" and "!": the paths it is made of.
        iri: of "iri".
    """

    kind: str
    text: str
    parts: tuple[Path, ...] = ()
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern: terms as written; the predicate is a path, or a variable as written."""

    subject: str
    predicate: Path | str
    object: str


def _with_dots_apart(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens, the dots behind a label ("_:b.") as marks."""
    for token in tokens:
        label = token.text.rstrip(".") if token.kind == "blank" else token.text
        yield token._replace(text=label)
        for offset in range(len(label), len(token.text)):
            yield Token("mark", ".", token.start + offset)


class TripleReader:
    """A place among the tokens of a query, and what can be read from there.

    Blank nodes become variables that the query does not have.
    """

    def __init__(self, scanned: Scan, *, fresh: str) -> None:
        """Begin at the first token.

        Args:
            scanned: the query.
            fresh: what the names of new variables begin with.
        """
        self._scan = scanned
        self._tokens = tuple(_with_dots_apart(scanned.tokens))
        self._taken = scanned.variables()
        self._name = fresh
        self._fresh = 0
        self._labels: dict[str, str] = {}
        self._at = 0

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
            raise ValueError(REFUSED.format("it ends too early"))
        self._at += 1
        return token

    def _end(self) -> int:
        """Return the offset behind the last token taken."""
        last = self._tokens[self._at - 1]
        return last.start + len(last.text)

    def _new(self) -> str:
        while True:
            self._fresh += 1
            name = f"{self._name}{self._fresh}"
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
        return RDF_TYPE

    # -- triples

    def _statements(self) -> list[Triple]:
        """Read the triples of one subject, up to the dot or what else follows."""
        first = self._peek()
        if first is None:
            raise ValueError(REFUSED.format("it ends too early"))
        found: list[Triple] = []
        if self._is("["):
            subject, alone = self._blank(found), True
        elif self._is("("):
            subject, alone = self._collection(found), True
        else:
            subject, alone = self._term(), False
        if not alone or not (self._is(".", "}", "{") or self._peek() is None or self._begins_a_piece()):
            self._properties(subject, found)
        return found

    def _begins_a_piece(self) -> bool:
        return self._is("UNION", "OPTIONAL", "MINUS", "LATERAL", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES")

    def _properties(self, subject: str, found: list[Triple]) -> None:
        while True:
            while self._is(";"):
                self._take()
            token = self._peek()
            if token is None or self._is(".", "}", "]", "{") or self._begins_a_piece():
                return
            verb: Path | str = self._take().text if token.kind == "variable" else self._path()
            while True:
                found.append(Triple(subject, verb, self._object(found)))
                if self._is("{") and self._follows("|"):
                    raise ValueError(REFUSED.format("annotations"))
                if not self._is(","):
                    break
                self._take()
            if not self._is(";"):
                return

    def _object(self, found: list[Triple]) -> str:
        if self._is("["):
            return self._blank(found)
        return self._collection(found) if self._is("(") else self._term()

    def _blank(self, found: list[Triple]) -> str:
        self._take()
        name = self._new()
        if not self._is("]"):
            self._properties(name, found)
        if not self._is("]"):
            raise ValueError(REFUSED.format("brackets that do not close"))
        self._take()
        return name

    def _collection(self, found: list[Triple]) -> str:
        self._take()
        items = []
        while not self._is(")"):
            items.append(self._object(found))
        self._take()
        nodes = [*(self._new() for _ in items), f"<{_RDF}nil>"]
        first, rest = (Path("iri", f"<{_RDF}{name}>", iri=f"{_RDF}{name}") for name in ("first", "rest"))
        for number, item in enumerate(items):
            found.append(Triple(nodes[number], first, item))
            found.append(Triple(nodes[number], rest, nodes[number + 1]))
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
        raise ValueError(REFUSED.format(token.text))

    # -- paths

    def _path(self) -> Path:
        return self._joined("|", lambda: self._joined("/", self._step))

    def _joined(self, sign: str, part: Callable[[], Path]) -> Path:
        start = self._here()
        parts = [part()]
        while self._is(sign):
            self._take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else Path(sign, self._scan.query[start : self._end()], tuple(parts))

    def _here(self) -> int:
        token = self._peek()
        return token.start if token is not None else len(self._scan.query)

    def _step(self) -> Path:
        start = self._here()
        if self._is("^"):
            self._take()
            inner = self._step()
            return Path("^", self._scan.query[start : self._end()], (inner,))
        inner = self._primary()
        if self._is("*", "+", "?"):
            sign = self._take().text
            return Path(sign, self._scan.query[start : self._end()], (inner,))
        return inner

    def _primary(self) -> Path:
        start = self._here()
        if self._is("("):
            self._take()
            inner = self._path()
            self._take()
            return Path(inner.kind, self._scan.query[start : self._end()], inner.parts, inner.iri)
        if self._is("!"):
            self._take()
            if self._is("("):
                while not self._is(")"):
                    self._take()
            elif self._is("^"):
                self._take()
            self._take()
            return Path("!", self._scan.query[start : self._end()])
        token = self._take()
        if token.kind not in ("iri", "name") and token.text != "a":
            raise ValueError(REFUSED.format(token.text))
        return Path("iri", token.text, iri=self._iri(token))
