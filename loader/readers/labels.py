"""List labels as word processors and browsers compute them: the n-th number in a number format."""

from __future__ import annotations

import re

from loader.rules import rule

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_LABEL = re.compile(r"\s*(?:[-–—+•*·▪►♦]|\d{1,3}(?:\.\d{1,3}){0,5}\s*[.)/]|[IVXLC]{1,6}\s*[.)]|[a-zđA-ZĐ]\s*[.)])")


def has_typed_label(text: str) -> bool:
    """Whether a paragraph begins with a label that was typed; a computed one would say it twice."""
    return _LABEL.match(text) is not None or rule("enumeration.numbered-unit").holds(text.lstrip())


def is_typed_label(text: str) -> bool:
    """Whether a text is a typed label and nothing else."""
    if _LABEL.fullmatch(text):
        return True
    bare = text.lstrip()
    unit = rule("enumeration.numbered-unit").find(bare)
    return unit is not None and unit.end() == len(bare)


def number_label(number: int, style: str) -> str:
    """Return the ``number``-th label of a number format, named as in Word ("decimal", "lowerLetter", "upperRoman").

    Unknown formats count in decimal, "none" gives no label. Letters past z repeat (aa, bb), as Word does.
    """
    if style == "none":
        return ""
    if style == "decimalZero":
        return f"{number:02d}"
    if number < 1 or number > 3999:
        return str(number)
    if style in ("lowerRoman", "upperRoman"):
        label = roman(number)
        return label if style == "upperRoman" else label.lower()
    if style in ("lowerLetter", "upperLetter"):
        label = _LETTERS[(number - 1) % 26] * min((number - 1) // 26 + 1, 8)
        return label if style == "lowerLetter" else label.upper()
    return str(number)


def roman(number: int) -> str:
    """Return ``number`` (1 to 3999) in upper-case Roman figures."""
    out: list[str] = []
    for value, figure in _ROMAN:
        count, number = divmod(number, value)
        out.append(figure * count)
    return "".join(out)
