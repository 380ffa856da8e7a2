"""Values for the variables of a stored query: text of a user → RDF term → the query with the variable bound."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loader.errors import QueryError
from query_api.prefixes import KNOWN
from query_api.protocol.scan import scan

_VARIABLE = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LITERAL = re.compile(
    r'"(?:[^"\\\n\r]|\\[tbnrf"\'\\])*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<[^\x00-\x20<>"{}|^`\\]+>)?'
)
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*')


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
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def bind(query: str, values: Iterable[tuple[str, str]]) -> str:
    """Return the query with variables bound at the head of its WHERE clause.

    Args:
        query: the query.
        values: (name of the variable, its value as a user writes it).

    Raises:
        QueryError: a name is not one of the query's variables, or the query has no WHERE clause.
    """
    scanned = scan(query)
    used = scanned.variables()
    clauses = []
    for name, value in values:
        if not _VARIABLE.fullmatch(name) or name not in used:
            known = ", ".join(sorted(used))
            raise QueryError(f"the query has no variable “{name}”", advice=f"it has: {known}")
        clauses.append(f" VALUES ?{name} {{ {term_text(value)} }}")
    if not clauses:
        return query
    brace = scanned.where()
    if brace is None:
        raise QueryError("the query has no WHERE clause to bind a variable in")
    return query[: brace.start + 1] + "".join(clauses) + query[brace.start + 1 :]
