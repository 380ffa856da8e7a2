"""Outlines of provinces, where they were bundled at set-up (``pages/bundle.mjs``); merged ones are drawn as one.

They are those of the 63 provinces before July 2025. The provinces since then are unions of them, and the two
archipelagos belong to provinces of the mainland (``provinces.toml``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from query_api.rendering.page import STATIC

Point = tuple[int, int]
Ring = tuple[Point, ...]
_SLIVER = 14  # of the map's units of area
FILE = STATIC / "vendor" / "provinces.json"


@dataclass(frozen=True, slots=True)
class Shape:
    """Provinces together as a map draws them.

    Attributes:
        rings: what bounds them.
        path: the same as data of an SVG path.
        middle: where a name can stand.
    """

    rings: tuple[Ring, ...]
    path: str
    middle: Point


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of all provinces before July 2025.

    Attributes:
        width: of the map.
        height: of the map.
        rings: by slug of the province: the rings that bound it.
    """

    width: int
    height: int
    rings: Mapping[str, tuple[Ring, ...]]
    _known: dict[tuple[str, ...], Shape] = field(default_factory=dict, compare=False, repr=False)

    def of(self, slugs: Iterable[str]) -> Shape | None:
        """Return provinces together; None where one of them has no outline."""
        asked = tuple(slugs)
        if asked not in self._known and asked and all(slug in self.rings for slug in asked):
            rings = self._made(asked)
            self._known[asked] = Shape(rings, path_of(rings), middle_of(rings))
        return self._known.get(asked)

    def _made(self, slugs: tuple[str, ...]) -> tuple[Ring, ...]:
        wanted = [self.rings[slug] for slug in slugs]
        own = [ring for rings in wanted for ring in rings]
        dots = {frozenset(ring) for ring in own if abs(_area(ring)) < _SLIVER}
        # Where two borders do not meet to the point, a gap remains between them that is no land of others.
        return tuple(r for r in united(own) if abs(_area(r)) >= _SLIVER or frozenset(r) in dots)


@lru_cache(maxsize=2)
def outlines(file: Path = FILE) -> Outlines | None:
    """Return the outlines; None where they were not bundled."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        _, _, width, height = (int(x) for x in read["viewBox"].split())
        rings = {
            slug: tuple(tuple((int(x), int(y)) for x, y in ring) for ring in its)
            for slug, its in read["provinces"].items()
        }
    except (OSError, ValueError, KeyError):
        return None
    return Outlines(width, height, rings)


def united(rings: Iterable[Ring]) -> tuple[Ring, ...]:
    """Return what bounds areas together: a line that two of them share bounds none of them.

    Args:
        rings: of areas that touch in the very same points, or not at all.
    """
    lines: dict[frozenset[Point], tuple[Point, Point]] = {}
    for ring in rings:
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
            if lines.pop(frozenset((a, b)), None) is None and a != b:
                lines[frozenset((a, b))] = (a, b)
    return tuple(_straightened(ring) for ring in _closed(lines.values()))


def _closed(lines: Iterable[tuple[Point, Point]]) -> Iterator[Ring]:
    """Yield the rings that lines make; in each point an even number of them meet."""
    left: dict[Point, dict[Point, None]] = {}
    for a, b in lines:
        left.setdefault(a, {})[b] = None
        left.setdefault(b, {})[a] = None
    for start in list(left):
        while left[start]:
            ring, at = [start], start
            while True:
                at, before = next(iter(left[at])), at
                del left[before][at], left[at][before]
                if at == start:
                    break
                ring.append(at)
            yield tuple(ring)


def _straightened(ring: Ring) -> Ring:
    """Return a ring without points on a straight line."""
    kept = [
        p for before, p, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True)
        if (p[0] - before[0]) * (after[1] - p[1]) != (p[1] - before[1]) * (after[0] - p[0])
    ]  # fmt: skip
    return tuple(kept) if len(kept) > 2 else ring


def path_of(rings: Iterable[Ring]) -> str:
    """Return rings as the data of an SVG path, in steps."""
    pieces = []
    for ring in rings:
        steps = [n for a, b in pairwise(ring) for n in (b[0] - a[0], b[1] - a[1])]
        # A minus parts numbers as a space does.
        pieces.append(f"M{ring[0][0]} {ring[0][1]}l{' '.join(map(str, steps)).replace(' -', '-')}z")
    return "".join(pieces)


def middle_of(rings: Iterable[Ring]) -> Point:
    """Return the centre of gravity of the largest of rings, where a name can stand."""
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    area = _area(largest) or 1.0
    pairs = list(zip(largest, (*largest[1:], largest[0]), strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    return round(x), round(y)


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2
