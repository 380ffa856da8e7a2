"""A syntax tree written out as a pattern again."""

from __future__ import annotations

from loader.rules.pattern import (
    GAP,
    MOST,
    SIGNS,
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


def written(tree: Choice) -> str:
    """Return the pattern of a tree, so that ``parse(written(tree)) == tree``."""
    return " | ".join(_sequence(option) for option in tree.options)


def _sequence(sequence: Sequence) -> str:
    return "".join(_item(item) for item in sequence.items)


def _item(item: Item) -> str:
    match item:
        case Words(text):
            return f'"{text}"' if SIGNS & set(text) or any(c.isspace() for c in text) else text
        case Space():
            return " "
        case Blank():
            return "~"
        case Anchor(sign):
            return sign
        case Gap(most):
            return "…" if most == GAP else f"…{most}"
        case Piece(name, piece):
            return f"{{{name}:{piece}}}" if name else f"{{{piece}}}"
        case Choice():
            return f"({written(item)})"
        case Optional(inner):
            return f"[{written(inner)}]"
        case Repeat(inner, spaced, most):
            return f"({' ' if spaced else ''}{written(inner)})+{'' if most == MOST else most}"
        case Around(sign, inner):
            return f"{sign}({written(inner)})"
