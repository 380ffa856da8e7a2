"""From the syntax tree of a pattern to a regular expression.

Every literal letter group that Vietnamese writes in two ways ("hoá", "hóa") matches both. Gaps and repetitions are bounded,
so an expression costs time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from loader.errors import ConfigurationError
from loader.rules.pattern import (
    Anchor,
    Around,
    Blank,
    Choice,
    Gap,
    Item,
    Optional,
    Piece,
    Repeat,
    Sequence,
    Space,
    Words,
)

_CLAUSE = r"[^.;:\n]"
_SPACE = r"\s+"
_TONE_PLACES = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_SPELLED = {
    in_case(form): (in_case(a), in_case(b))
    for in_case in (str, str.capitalize, str.upper)
    for a, b in _TONE_PLACES.items()
    for form in (a, b)
}
_EITHER = {form: f"(?:{'|'.join(forms)})" for form, forms in _SPELLED.items()}
_TWO_WAYS = re.compile(f"(?:{'|'.join(_EITHER)})(?!\\w)")
_INSIDE_NO_WORD = r"(?!\B\w)"


def literal(text: str) -> str:
    """Return an expression for literal text: any white space, either place of a tone mark."""
    parts: list[str] = []
    at = 0
    for m in _TWO_WAYS.finditer(text):
        parts += [_escaped(text[at : m.start()]), _EITHER[m[0]]]
        at = m.end()
    return "".join([*parts, _escaped(text[at:])])


def spellings(text: str) -> frozenset[str]:
    """Return literal text in the ways that it may be written: with either place of a tone mark."""
    found, at = [""], 0
    for m in _TWO_WAYS.finditer(text):
        found = [f"{begun}{text[at : m.start()]}{letters}" for begun in found for letters in _SPELLED[m[0]]]
        at = m.end()
    return frozenset(f"{begun}{text[at:]}" for begun in found)


def _escaped(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", text))


def expression(tree: Choice, pieces: Mapping[str, str]) -> str:
    """Return the regular expression of a whole pattern, which begins and ends at the edge of a word.

    Args:
        tree: the pattern.
        pieces: the expressions of the pieces that patterns may name.

    Raises:
        ConfigurationError: a piece is not known.
    """
    return "|".join(_whole(option, pieces) for option in tree.options)


def inner_expression(tree: Choice, pieces: Mapping[str, str]) -> str:
    """Return the regular expression of a pattern that is a part of others: a group, its edges left to them."""
    return _choice(tree, pieces)


def _whole(option: Sequence, pieces: Mapping[str, str]) -> str:
    taken = [item for item in option.items if not isinstance(item, Around | Space | Blank)]
    if not taken:
        return _sequence(option, pieces)
    begin = "" if isinstance(taken[0], Anchor) else r"\b" if _is_word(option.items, 0) else _INSIDE_NO_WORD
    end = "" if isinstance(taken[-1], Anchor) else r"\b" if _is_word(option.items, -1) else _INSIDE_NO_WORD
    return f"{begin}{_sequence(option, pieces)}{end}"


def _is_word(items: Iterable[Item], at: int) -> bool:
    """Say whether items in a row surely begin (at 0) or end (at -1) with a letter or figure: their edge is quick to find."""
    there = [item for item in items if not isinstance(item, Around | Space)]
    for item in there if at == 0 else reversed(there):
        match item:
            case Words(text):
                return text[at].isalnum() or text[at] == "_"
            case Choice(options) | Repeat(Choice(options)):
                return all(_is_word(option.items, at) for option in options)
            case Optional(Choice(options)) if all(_is_word(option.items, at) for option in options):
                continue
            case _:
                return False
    return False


def _choice(tree: Choice, pieces: Mapping[str, str]) -> str:
    return "(?:" + "|".join(_sequence(option, pieces) for option in tree.options) + ")"


def _sequence(sequence: Sequence, pieces: Mapping[str, str]) -> str:
    """Return the expression of items in a row; what may be absent takes the space on one side with it."""
    out: list[str] = []
    items = list(sequence.items)
    begun = False  # something that is always there stands in front
    i = 0
    while i < len(items):
        item = items[i]
        spaced = i > 0 and isinstance(items[i - 1], Space)
        followed = i + 1 < len(items) and isinstance(items[i + 1], Space)
        if isinstance(item, Space):
            following = items[i + 1]
            before = items[i - 1]
            taken = isinstance(following, Optional) and begun
            taken = taken or (isinstance(following, Around) and following.sign in "&!") or isinstance(following, Gap)
            dropped = isinstance(before, Anchor) and before.sign == "^"
            if not taken and not dropped and not isinstance(before, Gap):
                out.append(r"\s*" if isinstance(following, Anchor) and following.sign == "$" else r"\s+")
            i += 1
            continue
        if isinstance(item, Optional):
            inner = _choice(item.inner, pieces)
            if begun or not followed:
                out.append(f"(?:{_SPACE if spaced and begun else ''}{inner})?")
            else:
                out.append(rf"(?:{inner}\s+)?")
                i += 1  # the space behind went with it
        elif isinstance(item, Gap):
            last = i + 2 < len(items) and isinstance(items[i + 2], Anchor)
            out.append(_gap(item, spaced=spaced and begun, followed=followed and not last))
            begun = True
        elif isinstance(item, Around):
            out.append(_around(item, pieces, spaced=spaced and begun, followed=followed))
            if item.sign in ("<", "<!") and followed:
                i += 1
        else:
            out.append(_simple(item, pieces))
            begun = begun or not isinstance(item, Anchor | Blank)
        i += 1
    return "".join(out)


def _gap(gap: Gap, *, spaced: bool, followed: bool) -> str:
    stretch = f"{_CLAUSE}{{0,{gap.most}}}?"
    if spaced and followed:
        return rf"\s(?:{stretch}\s)?"
    return (r"\s" if spaced else "") + stretch + (r"\s" if followed else "")


def _around(item: Around, pieces: Mapping[str, str], *, spaced: bool, followed: bool) -> str:
    if item.sign in "&!":
        inner = _choice(item.inner, pieces)
        return f"(?{'=' if item.sign == '&' else '!'}{_SPACE if spaced else ''}{inner})"
    blank = _SPACE[:-1] if followed else ""  # what stands behind a place has a fixed width
    behind = [_sequence(option, pieces).replace(_SPACE, _SPACE[:-1]) + blank for option in item.inner.options]
    if item.sign == "<!":
        return "".join(f"(?<!{option})" for option in behind)
    return "(?:" + "|".join(f"(?<={option})" for option in behind) + ")"


def _simple(item: Item, pieces: Mapping[str, str]) -> str:
    match item:
        case Words(text):
            return literal(text)
        case Blank():
            return r"\s*"
        case Anchor("^"):
            return r"\A"
        case Anchor("$"):
            return r"\Z"
        case Anchor():
            return ""
        case Piece(name, piece):
            if piece not in pieces:
                raise ConfigurationError(f"pattern: no piece is called {piece!r}")
            return f"(?P<{name}>{pieces[piece]})" if name else f"(?:{pieces[piece]})"
        case Choice():
            return _choice(item, pieces)
        case Repeat(inner, spaced, most):
            return f"(?:{_SPACE if spaced else ''}{_choice(inner, pieces)}){{1,{most}}}"
        case _:
            raise AssertionError(item)
