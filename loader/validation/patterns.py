r"""Regular expressions of shapes, made ready for engines.

SHACL's are those of SPARQL's REGEX, that is of XPath (W3C XQuery and XPath Functions 3.1, section 5.6.1, on XML Schema's);
both engines read Python's. What only XPath has is written anew: categories (``\p{Lu}``), names (``\i \c``), differences of
classes (``[a-z-[aeiou]]``), and the flags s, x and q.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import warnings
from functools import lru_cache

from loader.errors import GraphError

FLAGS = frozenset("imsxq")
_CATEGORY = re.compile(r"\\([pP])\{\^?([A-Z][a-z]?)\}")
_NAME_START = r":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
_NAME_PART = _NAME_START + r"\-.0-9\xB7\u0300-\u036F\u203F\u2040"
_NAMES = (("i", _NAME_START), ("c", _NAME_PART))


def python_pattern(pattern: str, flags: str = "") -> str:
    """Return an XPath pattern as Python reads it, its flags s, x and q written into it.

    Args:
        pattern: the value of ``sh:pattern``.
        flags: the value of ``sh:flags``.

    Raises:
        GraphError: it is no regular expression, or a flag is unknown.

    """
    unknown = sorted(set(flags) - FLAGS)
    if unknown:
        raise GraphError(f"the flag {unknown[0]!r} of a pattern is unknown", advice=f"known: {' '.join(sorted(FLAGS))}")
    if "q" in flags:
        return re.escape(pattern)
    if "x" in flags:
        pattern = _without_spaces(pattern)
    made = _translated(pattern, lines="m" in flags)
    if "s" in flags:
        made = f"(?s){made}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            re.compile(made)
    except (re.error, FutureWarning, RecursionError, OverflowError) as error:
        raise GraphError(f"the pattern {pattern!r} is no regular expression: {error}") from error
    return made


def _without_spaces(pattern: str) -> str:
    made, inside, place = [], 0, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\" and place + 1 < len(pattern):
            made.append(pattern[place : place + 2])
            place += 2
            continue
        inside += (sign == "[") - (sign == "]" and inside > 0)
        if inside or not sign.isspace():
            made.append(sign)
        place += 1
    return "".join(made)


def _translated(pattern: str, *, lines: bool) -> str:
    made: list[str] = []
    place = 0
    while place < len(pattern):
        if pattern[place] == "[":
            text, place = _class(pattern, place)
            made.append(text)
        elif pattern[place] == "\\":
            text, place = _escape(pattern, place, inside=False)
            made.append(text)
        else:
            # "$" of XPath is the very end; Python's also stands before a last line break.
            made.append(r"(?!\n)$" if pattern[place] == "$" and not lines else pattern[place])
            place += 1
    return "".join(made)


def _class(pattern: str, start: int) -> tuple[str, int]:
    """Return a class in Python's syntax and the place behind it."""
    place = start + 1
    negated = pattern[place : place + 1] == "^"
    place += negated
    made: list[str] = []
    taken = ""
    first = True
    while place < len(pattern) and (pattern[place] != "]" or first):
        if pattern.startswith("-[", place):
            taken, place = _class(pattern, place + 1)
            continue
        if pattern[place] == "\\":
            text, place = _escape(pattern, place, inside=True)
            made.append(text)
        else:
            made.append("\\[" if pattern[place] == "[" else pattern[place])
            place += 1
        first = False
    if place >= len(pattern):
        return pattern[start:], len(pattern)  # not closed: Python says so
    text = f"[{'^' if negated else ''}{''.join(made)}]"
    return (f"(?:(?!{taken}){text})" if taken else text), place + 1


def _escape(pattern: str, place: int, *, inside: bool) -> tuple[str, int]:
    category = _CATEGORY.match(pattern, place)
    if category:
        negated = category[1] == "P"
        ranges = _category(category[2], negated)
        return (ranges if inside else f"[{ranges}]"), category.end()
    sign = pattern[place + 1 : place + 2]
    for letter, ranges in _NAMES:
        if sign == letter:
            return (ranges if inside else f"[{ranges}]"), place + 2
        if sign == letter.upper() and not inside:
            return f"[^{ranges}]", place + 2
    return pattern[place : place + 2], place + 2


@lru_cache(maxsize=64)
def _category(name: str, negated: bool) -> str:
    """Return the ranges of the characters of a category, as they stand in a class."""
    found: list[str] = []
    first = last = -2
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)).startswith(name) != negated:
            if code != last + 1:
                found.append(_range(first, last))
                first = code
            last = code
    found.append(_range(first, last))
    text = "".join(found)
    if not text:
        raise GraphError(f"no character is of the category {name!r} that a pattern names")
    return text


def _range(first: int, last: int) -> str:
    if first < 0:
        return ""
    return f"\\U{first:08X}" if first == last else f"\\U{first:08X}-\\U{last:08X}"
