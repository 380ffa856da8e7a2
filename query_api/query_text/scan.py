"""A token scan of SPARQL text: enough to know a query's form, prefixes and data set, and to refuse what is not allowed.

It is not a parser. It skips comments, strings, IRIs, variables and prefixed names as the grammar defines them, so that
a keyword is found only where it is one. What is malformed is left for the engine to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from loader.errors import QueryError

# Possessive only where a set of characters is repeated: repeated groups come out wrong in Python 3.11.0 to 3.11.4.
_TOKENS = r"""
      (?P<space>[\x00-\x20]++|\#[^\n\r]*+)
    | (?P<iri><[^\x00-\x20<>"{}|^`\\]*+>)
    | (?P<string>\"\"\"(?:"{0,2}(?:[^"\\]++|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]++|\\.))*'''
        |"(?:[^"\\\n\r]++|\\.)*"|'(?:[^'\\\n\r]++|\\.)*')
    | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f\u2040]++)
    | (?P<blank>_:[\w\u00b7.\-]++)
    | (?P<name>PREFIX:(?:\.*+(?:[\w\-:\u00b7]++|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*,;=/?\#@%]))*)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*)
    | (?P<word>[^\W\d]\w*+)
    | (?P<number>\d++(?:\.\d++)?(?:[eE][+-]?\d++)?)
    | (?P<mark>.)
    """
_RUN = re.compile(r"[\w\-.\u00b7]*+")  # the characters that a prefix is made of
_TOKEN = re.compile(_TOKENS.replace("PREFIX", r"(?:[^\W\d_][\w\-.\u00b7]*+(?<!\.))?"), re.VERBOSE | re.DOTALL)
_INSIDE = re.compile(_TOKENS.replace("PREFIX", ""), re.VERBOSE | re.DOTALL)  # where no prefix can begin any more
_OPENED = re.compile(r""""(?:[^"\\\n\r]++|\\.)*|'(?:[^'\\\n\r]++|\\.)*""", re.DOTALL)  # a string up to where it fails
_MOST_IN_VAIN = 100_000  # characters that may be read in vain beyond the length of the text itself
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_VOLATILE = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})
_OUTBOUND = ("SERVICE", "LOAD")
_MOST_DECLARED = 1000
_KEPT = 16_384  # characters of a text whose tokens are kept; those of a longer one are read anew each time
_IN_PREFIX = frozenset("-.\u00b7")
_QUOTES = frozenset("\"'")


class Token(NamedTuple):
    """A piece of the query.

    Attributes:
        kind: "iri", "string", "variable", "blank", "name", "language", "word", "number" or "mark".
        text: its characters.
        start: offset of the first.
    """

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the WHERE clause.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; the first word of an update; None if neither is found.
        prefixes: declared prefixes with their namespaces.
        base: the declared base.
        default: IRIs of the FROM clauses.
        named: IRIs of the FROM NAMED clauses.
        where: the brace that opens the WHERE clause; None when there is none.
    """

    form: str | None
    prefixes: dict[str, str]
    base: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]
    where: Token | None


@dataclass(frozen=True)
class Scan:
    """What the tokens of a query tell; read as far as is asked for, so that most of a long query is never split."""

    query: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens.

        Raises:
            QueryError: strings that are not closed make the text too costly to read.
        """
        return tuple(tokens_of(self.query))

    def __getstate__(self) -> dict[str, object]:
        """Leave out what is made anew faster than it is handed to another process."""
        return {name: value for name, value in vars(self).items() if name not in ("tokens", "_upper")}

    def _all(self) -> Iterator[Token]:
        return iter(self.tokens) if len(self.query) <= _KEPT else tokens_of(self.query)

    @cached_property
    def head(self) -> Head:
        """What stands before the WHERE clause.

        Raises:
            QueryError: see ``tokens``.
        """
        return _read_head(self._all())

    @property
    def form(self) -> str | None:
        """SELECT, ASK, CONSTRUCT or DESCRIBE; the first word of an update; None if neither is found."""
        return self.head.form

    @property
    def is_update(self) -> bool:
        """The text is an update, not a query."""
        return self.form in _UPDATES

    @property
    def prefixes(self) -> dict[str, str]:
        """Declared prefixes with their namespaces."""
        return self.head.prefixes

    @property
    def base(self) -> str | None:
        """The declared base."""
        return self.head.base

    def undeclared(self) -> list[Token]:
        """Return the first use of each prefix that is not declared."""
        seen: dict[str, Token] = {}
        for token in self._all():
            if token.kind == "name":
                prefix = token.text.partition(":")[0]
                if prefix not in self.prefixes:
                    seen.setdefault(prefix, token)
        return list(seen.values())

    def variables(self) -> set[str]:
        """Return the names of the query's variables."""
        return {t.text[1:] for t in self._all() if t.kind == "variable"}

    def names(self) -> Iterator[tuple[Token, str]]:
        """Yield each prefixed name of a declared prefix with its IRI, those of the prologue left out."""
        for token in _after_prologue(self._all()):
            if token.kind == "name":
                prefix, _, local = token.text.partition(":")
                if prefix in self.prefixes:
                    yield token, self.prefixes[prefix] + local

    @cached_property
    def _upper(self) -> str:
        return self.query.upper()

    @cached_property
    def outbound(self) -> Token | None:
        """The first keyword that would make the engine open a connection."""
        if not any(keyword in self._upper for keyword in _OUTBOUND):  # true of nearly all queries
            return None
        return next((t for t in self._all() if self.is_outbound(t)), None)

    def is_outbound(self, token: Token) -> bool:
        """Say whether a token would make the engine open a connection.

        A name glued to the keyword ("SERVICEex:s") counts when its prefix is not declared: the engine's grammar wants
        no white space there.
        """
        if not token.text[:7].upper().startswith(_OUTBOUND):
            return False
        return token.kind == "word" or (token.kind == "name" and token.text.partition(":")[0] not in self.prefixes)

    @cached_property
    def volatile(self) -> bool:
        """The same query may give another answer next time (RAND, NOW, UUID …, or what another endpoint says)."""
        if self.outbound is not None:
            return True
        return any(name in self._upper for name in _VOLATILE) and any(
            t.kind == "word" and t.text.upper() in _VOLATILE for t in self._all()
        )

    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the IRIs of the FROM and of the FROM NAMED clauses."""
        return self.head.default, self.head.named

    def place(self, token: Token) -> tuple[int, int]:
        """Return line and column (from 1) of a token."""
        return _place(self.query, token.start)

    def where(self) -> Token | None:
        """Return the brace that opens the WHERE clause; None when there is none."""
        return self.head.where


def scan(query: str) -> Scan:
    """Return what can be asked about the tokens of a query."""
    return Scan(query)


def tokens_of(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, in time linear in its length whatever stands in it.

    Two things would make a pattern alone read the same text again and again. A word may be the beginning of a prefix
    ("a.b.c:"), which is known only behind all of it: where that was tried once in vain, it is not tried inside again.
    A quote may begin a string, which is known only at its end: what such trials may cost is bounded.

    Raises:
        QueryError: too much was read in vain for strings that are not closed.
    """
    position, size = 0, len(query)
    tried = 0  # up to here no prefix begins
    vain = 0
    while position < size:
        match = (_INSIDE if position < tried else _TOKEN).match(query, position)
        assert match is not None  # the last alternative takes any character
        kind, end = match.lastgroup or "mark", match.end()
        if kind == "word":
            if position >= tried and query[position] != "_" and query[end : end + 1] in _IN_PREFIX:
                run = _RUN.match(query, end)
                tried = run.end() if run is not None else end
        elif kind == "string":
            if end - position == 2 and query.startswith(query[position], end):
                vain += size - position  # the end of a long string was looked for
        elif kind == "mark" and query[position] in _QUOTES:
            opened = _OPENED.match(query, position)
            vain += (opened.end() if opened is not None else end) - position
        if vain > size + _MOST_IN_VAIN:
            line, column = _place(query, position)
            raise QueryError("a string is not closed", line=line, column=column)
        if kind != "space":
            yield Token(kind, match.group(), position)
        position = end


def _read_head(tokens: Iterator[Token]) -> Head:
    prefixes: dict[str, str] = {}
    base: str | None = None
    default: list[str] = []
    named: list[str] = []

    def resolve(token: Token | None) -> str | None:
        if token is None:
            return None
        if token.kind == "iri":
            return _joined(base, token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        return prefixes[prefix] + local if token.kind == "name" and prefix in prefixes else None

    form: str | None = None
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "PREFIX":
            name, iri = next(tokens, None), next(tokens, None)
            if name is not None and iri is not None and name.kind == "name" and iri.kind == "iri":
                prefixes[name.text.partition(":")[0]] = iri.text[1:-1]
                _few(len(prefixes), "prefixes")
        elif word == "BASE":
            iri = next(tokens, None)
            base = iri.text[1:-1] if iri is not None and iri.kind == "iri" else base
        elif word == "VERSION":
            next(tokens, None)
        else:
            form = word if word in _FORMS | _UPDATES else None
            break
    where: Token | None = None
    depth, template = 0, form == "CONSTRUCT"
    for token in tokens if form is not None else ():
        if token.kind == "mark":
            if token.text == "{":
                if depth == 0 and not template:
                    where = token
                    break
                depth += 1
            elif token.text == "}":
                depth -= 1
                template = template and depth > 0
        elif token.kind == "word" and depth == 0:
            word = token.text.upper()
            if word == "WHERE":
                template = False
            elif word == "FROM":
                target, into = next(tokens, None), default
                if target is not None and target.kind == "word" and target.text.upper() == "NAMED":
                    target, into = next(tokens, None), named
                found = resolve(target)
                if found is not None:
                    into.append(found)
                    _few(len(into), "graphs in its data set")
    return Head(form, prefixes, base, tuple(default), tuple(named), where)


def _few(number: int, what: str) -> None:
    if number > _MOST_DECLARED:
        raise QueryError(f"the query has more than {_MOST_DECLARED} {what}")


def _after_prologue(tokens: Iterator[Token]) -> Iterator[Token]:
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "PREFIX":
            next(tokens, None)
            next(tokens, None)
        elif word in ("BASE", "VERSION"):
            next(tokens, None)
        else:
            yield token
            yield from tokens


def _joined(base: str | None, iri: str) -> str:
    try:
        return urljoin(base, iri) if base else iri
    except ValueError:  # the base is none; the engine will say so
        return iri


def _place(query: str, offset: int) -> tuple[int, int]:
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
