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

_TOKEN = re.compile(
    r"""
      (?P<space>[\x00-\x20]+|\#[^\n\r]*)
    | (?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
    | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f\u2040]+)
    | (?P<blank>_:[\w\u00b7.\-]+)
    | (?P<name>(?:[^\W\d_][\w\-.\u00b7]*(?<!\.))?:(?:(?:[\w\-.:\u00b7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
        (?:[\w\-:\u00b7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[^\W\d][\w]*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_VOLATILE = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})
_OUTBOUND = ("SERVICE", "LOAD")


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


@dataclass(frozen=True)
class Scan:
    """What the tokens of a query tell."""

    query: str
    tokens: tuple[Token, ...]

    @cached_property
    def form(self) -> str | None:
        """SELECT, ASK, CONSTRUCT or DESCRIBE; the first word of an update; None if neither is found."""
        for token in self._after_prologue():
            word = token.text.upper()
            return word if token.kind == "word" and word in _FORMS | _UPDATES else None
        return None

    @property
    def is_update(self) -> bool:
        """The text is an update, not a query."""
        return self.form in _UPDATES

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Declared prefixes with their namespaces."""
        found: dict[str, str] = {}
        for word, name, iri in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            if word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri":
                found[name.text.partition(":")[0]] = iri.text[1:-1]
        return found

    @cached_property
    def base(self) -> str | None:
        """The declared base."""
        for word, iri in zip(self.tokens, self.tokens[1:], strict=False):
            if word.kind == "word" and word.text.upper() == "BASE" and iri.kind == "iri":
                return iri.text[1:-1]
        return None

    def undeclared(self) -> list[Token]:
        """Return the first use of each prefix that is not declared."""
        seen: dict[str, Token] = {}
        for token in self.tokens:
            if token.kind == "name":
                prefix = token.text.partition(":")[0]
                if prefix not in self.prefixes:
                    seen.setdefault(prefix, token)
        return list(seen.values())

    def names(self) -> Iterator[tuple[Token, str]]:
        """Yield each prefixed name of a declared prefix with its IRI, those of the prologue left out."""
        for token in self._after_prologue():
            if token.kind == "name":
                prefix, _, local = token.text.partition(":")
                if prefix in self.prefixes:
                    yield token, self.prefixes[prefix] + local

    @cached_property
    def _upper(self) -> str:
        return self.query.upper()

    def outbound(self) -> Token | None:
        """Return the first keyword that would make the engine open a connection."""
        if not any(keyword in self._upper for keyword in _OUTBOUND):  # true of nearly all queries
            return None
        return next((t for t in self.tokens if self.is_outbound(t)), None)

    def is_outbound(self, token: Token) -> bool:
        """Say whether a token would make the engine open a connection.

        A name glued to the keyword ("SERVICEex:s") counts when its prefix is not declared: the engine's grammar wants
        no white space there.
        """
        if not token.text.upper().startswith(_OUTBOUND):
            return False
        return token.kind == "word" or (token.kind == "name" and token.text.partition(":")[0] not in self.prefixes)

    @property
    def volatile(self) -> bool:
        """The same query may give another answer next time (RAND, NOW, UUID …, or what another endpoint says)."""
        if self.outbound() is not None:
            return True
        return any(name in self._upper for name in _VOLATILE) and any(
            t.kind == "word" and t.text.upper() in _VOLATILE for t in self.tokens
        )

    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the IRIs of the FROM and of the FROM NAMED clauses."""
        default: list[str] = []
        named: list[str] = []
        rest = iter(self._after_prologue())
        for token in rest:
            if token.kind == "mark" and token.text == "{":
                break
            if token.kind == "word" and token.text.upper() == "FROM":
                target = next(rest, None)
                into = default
                if target is not None and target.kind == "word" and target.text.upper() == "NAMED":
                    target, into = next(rest, None), named
                iri = self._resolve(target)
                if iri is not None:
                    into.append(iri)
        return tuple(default), tuple(named)

    def place(self, token: Token) -> tuple[int, int]:
        """Return line and column (from 1) of a token."""
        before = self.query[: token.start]
        return before.count("\n") + 1, token.start - (before.rfind("\n") + 1) + 1

    def where(self) -> Token | None:
        """Return the brace that opens the WHERE clause; None when there is none."""
        depth, template = 0, self.form == "CONSTRUCT"
        for token in self._after_prologue():
            if token.kind == "word" and token.text.upper() == "WHERE" and depth == 0:
                template = False
            elif token.kind == "mark" and token.text == "{":
                if depth == 0 and not template:
                    return token
                depth += 1
            elif token.kind == "mark" and token.text == "}":
                depth -= 1
                template = template and depth > 0
        return None

    def _resolve(self, token: Token | None) -> str | None:
        if token is None:
            return None
        if token.kind == "iri":
            return urljoin(self.base, token.text[1:-1]) if self.base else token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        return self.prefixes[prefix] + local if token.kind == "name" and prefix in self.prefixes else None

    def _after_prologue(self) -> Iterator[Token]:
        rest = iter(self.tokens)
        for token in rest:
            word = token.text.upper() if token.kind == "word" else ""
            if word == "PREFIX":
                next(rest, None)
                next(rest, None)
            elif word in ("BASE", "VERSION"):
                next(rest, None)
            else:
                yield token
                yield from rest


def scan(query: str) -> Scan:
    """Split a query into tokens."""
    return Scan(
        query,
        tuple(
            Token(m.lastgroup or "mark", m.group(), m.start()) for m in _TOKEN.finditer(query) if m.lastgroup != "space"
        ),
    )
