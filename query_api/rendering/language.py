"""The two languages of the pages: Vietnamese unless the address asks for English, which every link then keeps."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

VIETNAMESE = "vi"
ENGLISH = "en"
LANGUAGES = (VIETNAMESE, ENGLISH)
_PARAMETER = "lang"


def language_of(request: Request) -> str:
    """Return the language of the pages that a request asks for: "en" with ``lang=en``, else "vi"."""
    return ENGLISH if request.query_params.get(_PARAMETER) == ENGLISH else VIETNAMESE


def in_language(address: str, language: str) -> str:
    """Return an address of this server that asks for a language; Vietnamese needs no word."""
    before, hash_mark, fragment = address.partition("#")
    path, _, query = before.partition("?")
    pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k != _PARAMETER]
    if language != VIETNAMESE:
        pairs.append((_PARAMETER, language))
    return path + (f"?{urlencode(pairs)}" if pairs else "") + hash_mark + fragment


def with_values(address: str, **values: str | None) -> str:
    """Return an address with other values of its parameters; None takes one away. Others stay in their order."""
    before, hash_mark, fragment = address.partition("#")
    path, _, query = before.partition("?")
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        given.setdefault(name, []).append(value)
    for name, other in values.items():
        given[name] = [] if other is None else [other]
    new = [(name, value) for name, its in given.items() for value in its]
    return path + (f"?{urlencode(new)}" if new else "") + hash_mark + fragment
