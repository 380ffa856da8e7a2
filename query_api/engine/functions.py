"""Functions that queries may use beside SPARQL's own: text search that sees "lang nghe" and "làng nghề" as alike.

    PREFIX lnf: <https://w3id.org/langnghe/function#>
    SELECT ?thing ?label { ?thing rdfs:label ?label FILTER(lnf:search(?label, "gom bat trang")) }

Words are compared as ``/search`` compares them: all must be there, in any order, the last may be a beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import pyoxigraph as ox

from loader.graph.vocabulary import XSD
from query_api.engine.folding import fold

_WORD = re.compile(r"\w+")
_TRUE, _FALSE = ox.Literal("true", datatype=XSD.boolean), ox.Literal("false", datatype=XSD.boolean)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Function = Callable[..., Term | None]


@lru_cache(maxsize=64)
def _asked(question: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(question)))


def matches(text: str, question: str) -> bool:
    """Say whether a text has all words of a question, tones and case aside; the last may be the beginning of a word."""
    *whole, last = _asked(question) or ("",)
    folded = fold(text)
    if not last or last not in folded:  # cheap, and true of nearly all texts
        return False
    words = set(_WORD.findall(folded))
    return all(word in words for word in whole) and any(word.startswith(last) for word in words)


def search(text: Term, question: Term) -> Term | None:
    """``lnf:search(text, question)``: xsd:boolean; an error for what is no literal."""
    if not isinstance(text, ox.Literal) or not isinstance(question, ox.Literal):
        return None
    return _TRUE if matches(text.value, question.value) else _FALSE


def folded(text: Term) -> Term | None:
    """``lnf:fold(text)``: the text in lower case without tones, vowel marks and đ; an error for what is no literal."""
    return ox.Literal(fold(text.value)) if isinstance(text, ox.Literal) else None


@lru_cache(maxsize=4)
def custom_functions(namespace: str | None) -> dict[ox.NamedNode, Function]:
    """Return the functions by IRI; none without a namespace."""
    if namespace is None:
        return {}
    return {ox.NamedNode(f"{namespace}search"): search, ox.NamedNode(f"{namespace}fold"): folded}
