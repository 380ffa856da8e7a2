"""Values for the variables of a query: text of a user → RDF term → the query with that value in it.

Terms are put into the query, never text: what a user writes becomes one IRI or one literal before it gets there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.errors import ConfigurationError, QueryError
from loader.graph.vocabulary import XSD
from loader.sparql_tokens import Scan, Token, scan
from query_api.served.prefixes import KNOWN

_VARIABLE = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LITERAL = re.compile(
    r'"(?:[^"\\\n\r]|\\[tbnrf"\'\\])*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<[^\x00-\x20<>"{}|^`\\]+>)?'
)
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*')


@dataclass(frozen=True, slots=True)
class Values:
    """The ``VALUES ?name { … }`` of one variable in a query.

    Attributes:
        start: offset of the first character between the braces.
        end: offset of the closing brace.
        terms: the terms between them; ``None`` is UNDEF.
    """

    start: int
    end: int
    terms: tuple[ox.NamedNode | ox.Literal | None, ...]


def term_text(value: str) -> str:
    """Return a value as a term of the query language.

    ``<iri>``, ``http…`` and names of known prefixes are IRIs, numbers numbers, ``"text"@vi`` a literal as written;
    anything else is a plain string.
    """
    value = value.strip()
    if value.startswith("<") and value.endswith(">") and _IRI.fullmatch(value[1:-1]):
        return value
    if _LITERAL.fullmatch(value) or _NUMBER.fullmatch(value):
        return value
    prefix, colon, local = value.partition(":")
    if colon and prefix in KNOWN and _IRI.fullmatch(value):
        return f"<{KNOWN[prefix]}{local}>"
    if value.startswith(("http://", "https://", "urn:")) and _IRI.fullmatch(value):
        return f"<{value}>"
    return str(ox.Literal(value))


def bind(query: str, values: Iterable[tuple[str, str]]) -> str:
    """Return the query with other values for variables.

    The value takes the place of those in the variable's ``VALUES ?name { … }``. Where the query has none, the variable
    is bound at the head of the WHERE clause or, where an expression computes it, compared at the clause's end.

    Args:
        query: the query.
        values: (name of the variable, its value as a user writes it); a name that comes twice has two values.

    Raises:
        QueryError: a name is not one of the query's variables, or it cannot be bound.
    """
    scanned = scan(query)
    used = scanned.variables()
    given: dict[str, list[str]] = {}
    for name, value in values:
        if not _VARIABLE.fullmatch(name) or name not in used:
            known = ", ".join(sorted(used))
            raise QueryError(
                f"the query has no variable “{name}”", message_vi=f"truy vấn không có biến “{name}”",
                advice=f"it has: {known}", advice_vi=f"có: {known}",
            )  # fmt: skip
        given.setdefault(name, []).append(value)
    return _put(scanned, {name: [term_text(value) for value in found] for name, found in given.items()}, given)


def replace_values(query: str, values: Mapping[str, Sequence[ox.NamedNode | ox.Literal]]) -> str:
    """Return the query with other terms in the ``VALUES`` of variables.

    Raises:
        ConfigurationError: the query has not exactly one such VALUES for a variable.
    """
    scanned = scan(query)
    for name in values:
        values_of(scanned, name)
    return _put(scanned, {name: [str(term) for term in terms] for name, terms in values.items() if terms}, {})


def values_of(scanned: Scan, name: str) -> Values:
    """Return the one ``VALUES ?name { … }`` of a query.

    Raises:
        ConfigurationError: there is none, or there are several.
    """
    found = list(_blocks(scanned, name))
    if len(found) != 1:
        raise ConfigurationError(f"the query has {len(found)} VALUES for ?{name} alone, where one is needed")
    return found[0]


def blocks_of(scanned: Scan) -> Iterator[tuple[str, Values]]:
    """Yield every VALUES of one variable in a query: the variable's name, and the block."""
    names = {token.text[1:] for token in scanned.tokens if token.kind == "variable"}
    for name in sorted(names):
        yield from ((name, block) for block in _blocks(scanned, name))


def _put(scanned: Scan, given: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]]) -> str:
    query = scanned.query
    changes: list[tuple[int, int, str]] = []
    computed = _computed(scanned)
    clause = _clause(scanned)
    for name, terms in given.items():
        text = " ".join(terms)
        blocks = list(_blocks(scanned, name))
        if blocks:
            changes += [(block.start, block.end, f" {text} ") for block in blocks]
            continue
        if clause is None:
            raise QueryError("the query has no WHERE clause to bind a variable in")
        if name not in computed:
            changes.append((clause[0] + 1, clause[0] + 1, f" VALUES ?{name} {{ {text} }}"))
        elif clause[0] < computed[name] < clause[1]:
            texts = ", ".join(str(ox.Literal(word)) for word in words[name])
            condition = f"?{name} IN ({', '.join(terms)}) || STR(?{name}) IN ({texts})"
            changes.append((clause[1], clause[1], f" FILTER({condition}) "))
        else:
            raise QueryError(
                f"?{name} is computed in the SELECT clause and cannot be given a value",
                message_vi=f"?{name} được tính trong mệnh đề SELECT nên không nhận giá trị được",
            )
    for start, end, text in sorted(changes, key=lambda change: change[0], reverse=True):
        query = query[:start] + text + query[end:]
    return query


def _clause(scanned: Scan) -> tuple[int, int] | None:
    """Return the offsets of the braces around the WHERE clause."""
    opening = scanned.where()
    if opening is None:
        return None
    depth = 0
    for token in scanned.tokens:
        if token.start >= opening.start and token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                return opening.start, token.start
    return opening.start, len(scanned.query)


def _blocks(scanned: Scan, name: str) -> Iterable[Values]:
    tokens = scanned.tokens
    for i, token in enumerate(tokens[:-3]):
        if token.kind != "word" or token.text.upper() != "VALUES":
            continue
        if tokens[i + 1].text[1:] != name or tokens[i + 1].kind != "variable" or tokens[i + 2].text != "{":
            continue
        last = next((j for j in range(i + 3, len(tokens)) if tokens[j].text == "}" and tokens[j].kind == "mark"), None)
        if last is not None:
            yield Values(tokens[i + 2].start + 1, tokens[last].start, tuple(_terms(scanned, tokens[i + 3 : last])))


def _terms(scanned: Scan, tokens: Sequence[Token]) -> Iterable[ox.NamedNode | ox.Literal | None]:
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        if token.kind == "iri":
            yield ox.NamedNode(token.text[1:-1])
        elif token.kind == "name":
            yield ox.NamedNode(_expanded(scanned, token))
        elif token.kind == "string":
            yield _literal(scanned, token, rest)
        elif token.kind == "number":
            kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
            yield ox.Literal(token.text, datatype=ox.NamedNode(XSD.NAMESPACE + kind))
        elif token.text.upper() == "UNDEF":
            yield None


def _literal(scanned: Scan, token: Token, rest: list[Token]) -> ox.Literal:
    text = token.text[3:-3] if token.text.startswith(('"""', "'''")) else token.text[1:-1]
    text = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(m[1], m[1]), text)
    if rest and rest[0].kind == "language":
        return ox.Literal(text, language=rest.pop(0).text[1:])
    if len(rest) > 2 and rest[0].text == "^" and rest[1].text == "^":
        datatype = rest[2]
        del rest[:3]
        return ox.Literal(
            text, datatype=ox.NamedNode(datatype.text[1:-1] if datatype.kind == "iri" else _expanded(scanned, datatype))
        )
    return ox.Literal(text)


def _expanded(scanned: Scan, token: Token) -> str:
    prefix, _, local = token.text.partition(":")
    return scanned.prefixes.get(prefix, KNOWN.get(prefix, "")) + local


def _computed(scanned: Scan) -> dict[str, int]:
    """Return the variables that an expression computes (``AS ?name``), each with where it is said."""
    return {
        variable.text[1:]: variable.start
        for word, variable in zip(scanned.tokens, scanned.tokens[1:], strict=False)
        if word.kind == "word" and word.text.upper() == "AS" and variable.kind == "variable"
    }
