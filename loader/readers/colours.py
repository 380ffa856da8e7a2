"""Colours as Word and CSS write them, and whether words in one are seen on the other."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)

_SAME = 24
"""Colours that differ by less in each channel (of 255) are the same to the eye."""

_NAMES: dict[str, Colour] = {
    "white": WHITE, "black": (0, 0, 0), "red": (255, 0, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0),
    "green": (0, 128, 0), "gray": (128, 128, 128), "grey": (128, 128, 128), "navy": (0, 0, 128),
    "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240), "maroon": (128, 0, 0), "silver": (192, 192, 192), "orange": (255, 165, 0),
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")


def colour_of(written: str | None) -> Colour | None:
    """Return the colour that is written ("FFFFFF", "#fff", "white", "rgb(255, 255, 255)"), None if none is known."""
    word = (written or "").strip().lower()
    if word in _NAMES:
        return _NAMES[word]
    if m := _RGB.match(word):
        return int(m[1]), int(m[2]), int(m[3])
    m = _HEX.fullmatch(word)
    if m is None:
        return None
    digits = m[1] if len(m[1]) == 6 else "".join(2 * c for c in m[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def is_seen(words: Colour | None, ground: Colour | None) -> bool:
    """Whether words in one colour are seen on another; without a colour they are black, without a ground it is white."""
    return any(abs(a - b) >= _SAME for a, b in zip(words or (0, 0, 0), ground or WHITE, strict=True))
