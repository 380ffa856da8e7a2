"""Which way the text of a PDF page runs, and the places of a page turned so that it runs from left to right."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

Place = Callable[[float, float], tuple[float, float]]
"""From PDF coordinates to points from the upper left corner."""

_SAMPLE = 120
"""Characters of a page that are asked which way they run, spread over it."""

_LEAST = 8
"""Characters below which a page is taken to stand upright."""


class Direction(Enum):
    """Which way text runs on the page as shown."""

    RIGHT = "right"
    DOWN = "down"
    LEFT = "left"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Turning:
    """Places on the page turned upright, its size then, and whether it had to be turned."""

    place: Place
    width: float
    height: float
    turned: bool


def direction_of(text: ctypes.c_void_p, index: int, x: float, y: float, place: Place) -> Direction | None:
    """Return which way a character at (x, y) runs; None for none of the four, or if the file does not say."""
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, m):
        return None
    ax, ay = place(x, y)
    bx, by = place(x + m.a, y + m.b)
    dx, dy = bx - ax, by - ay
    if abs(dx) > 4 * abs(dy):
        return Direction.RIGHT if dx > 0 else Direction.LEFT
    if abs(dy) > 4 * abs(dx):
        return Direction.DOWN if dy > 0 else Direction.UP
    return None


def turned_place(text: ctypes.c_void_p, place: Place, width: float, height: float) -> Turning:
    """Return the places of a page whose text mostly runs another way than to the right, turned upright.

    Args:
        text: the page's text (``FPDF_TEXTPAGE``).
        place: from PDF coordinates to the page as shown.
        width: of the page as shown, points.
        height: of the page as shown, points.
    """
    match _most_run(text, place):
        case Direction.LEFT:
            return Turning(lambda x, y: _upside_down(place(x, y), width, height), width, height, True)
        case Direction.DOWN:
            return Turning(lambda x, y: _from_down(place(x, y), width), height, width, True)
        case Direction.UP:
            return Turning(lambda x, y: _from_up(place(x, y), height), height, width, True)
        case _:
            return Turning(place, width, height, False)


def _upside_down(at: tuple[float, float], width: float, height: float) -> tuple[float, float]:
    return width - at[0], height - at[1]


def _from_down(at: tuple[float, float], width: float) -> tuple[float, float]:
    return at[1], width - at[0]


def _from_up(at: tuple[float, float], height: float) -> tuple[float, float]:
    return height - at[1], at[0]


def _most_run(text: ctypes.c_void_p, place: Place) -> Direction:
    count = pdfium.FPDFText_CountChars(text)
    ways: Counter[Direction] = Counter()
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(0, max(count, 0), max(count // _SAMPLE, 1)):
        if pdfium.FPDFText_GetUnicode(text, i) > 32 and pdfium.FPDFText_GetCharOrigin(text, i, x, y):
            way = direction_of(text, i, x.value, y.value, place)
            if way is not None:
                ways[way] += 1
    if sum(ways.values()) < _LEAST:
        return Direction.RIGHT
    most, times = ways.most_common(1)[0]
    return most if times * 2 > sum(ways.values()) else Direction.RIGHT
