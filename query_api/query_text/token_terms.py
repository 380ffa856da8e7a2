"""Terms of a query from its tokens: IRIs, literals with datatype or language, operators, names of functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from loader.graph.vocabulary import SITE, XSD
from loader.sparql_tokens import Scan, Token
from query_api.query_text.patterns import LANG_STRING, RDF_TYPE, Iri, Literal, Node
from query_api.served.prefixes import KNOWN

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OPERATORS = frozenset({"=", "!=", "<", ">", "<=", ">="})


def expand(scanned: Scan, token: Token) -> str | None:
    """Return the IRI that a token names, a relative one resolved as the endpoint does; None if it names none."""
    if token.kind == "iri":
        return _absolute(scanned.base or SITE, token.text[1:-1])
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        namespace = scanned.prefixes.get(prefix, KNOWN.get(prefix))
        return None if namespace is None else namespace + local.replace("\\", "")
    return RDF_TYPE if token.kind == "word" and token.text == "a" else None


def _absolute(base: str, iri: str) -> str:
    if _SCHEME.match(iri):
        return iri
    try:
        return urljoin(base, iri)
    except ValueError:  # the base is none; the engine will say so
        return iri


def literal_text(token: Token) -> str:
    """Return the characters of a string token, escapes resolved."""
    quoted = token.text[3:-3] if token.text[:3] in ('"""', "'''") and len(token.text) > 5 else token.text[1:-1]
    if "\\" not in quoted:
        return quoted
    parts, i = [], 0
    while i < len(quoted):
        if quoted[i] == "\\" and i + 1 < len(quoted):
            parts.append(_ESCAPES.get(quoted[i + 1], quoted[i + 1]))
            i += 2
        else:
            parts.append(quoted[i])
            i += 1
    return "".join(parts)


def operator(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the comparison operator that begins with a token, and its width in tokens; "" and 0 if none does."""
    token = tokens[at]
    if token.kind != "mark":
        return "", 0
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        after is not None
        and after.kind == "mark"
        and after.start == token.start + 1
        and token.text + after.text in _OPERATORS
    ):
        return token.text + after.text, 2
    return (token.text, 1) if token.text in ("=", "<", ">") else ("", 0)


def function(scanned: Scan, token: Token) -> str:
    """Return the name of a function in upper case, or its IRI."""
    if token.kind == "word":
        return token.text.upper()
    return expand(scanned, token) or token.text


def constant(scanned: Scan, tokens: Sequence[Token], at: int) -> tuple[Node | None, int]:
    """Return the constant that begins with a token, and how many tokens it takes."""
    token = tokens[at]
    if token.kind == "string":
        text = literal_text(token)
        if at + 1 < len(tokens) and tokens[at + 1].kind == "language":
            return Literal(text, LANG_STRING, tokens[at + 1].text[1:]), 2
        if at + 3 < len(tokens) and tokens[at + 1].text == "^" and tokens[at + 2].text == "^":
            return Literal(text, expand(scanned, tokens[at + 3]) or XSD.string.value), 4
        return Literal(text), 1
    sign, width = "", 1
    if token.kind == "mark" and token.text in "+-" and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        sign, token, width = token.text, tokens[at + 1], 2
    if token.kind == "number":
        kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
        return Literal(sign.strip("+") + token.text, XSD.NAMESPACE + kind), width
    if token.kind == "word" and token.text.lower() in ("true", "false"):
        return Literal(token.text.lower(), XSD.boolean.value), 1
    iri = expand(scanned, token) if token.kind in ("iri", "name") else None
    return (Iri(iri), 1) if iri is not None else (None, 0)
