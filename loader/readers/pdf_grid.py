"""Tables on a PDF page from their ruled lines: where the cells are and which of them are merged."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from loader.readers.pdf_page import Rule

_NEAR = 3.0
"""Lines closer than this (points) meet or are the same line."""

_MAX_RULES = 6_000
_MAX_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: the places of the grid that it takes, and its edges in points."""

    row: int
    column: int
    down: int
    across: int
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: column and row lines (points), and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.ys[-1]

    def box_at(self, x: float, y: float) -> Box | None:
        """Return the cell that holds a point."""
        if not (self.xs[0] - _NEAR <= x <= self.xs[-1] + _NEAR and self.ys[0] <= y <= self.ys[-1] + _NEAR):
            return None
        return next((b for b in self.boxes if b.x0 - 0.5 <= x <= b.x1 + 0.5 and b.top <= y <= b.bottom + 0.5), None)


def find_grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """Return the tables of a page, from top to bottom; a table has two columns at least."""
    if len(across) + len(down) > _MAX_RULES or not across or not down:
        return []
    level, upright = _merged(across), _merged(down)
    grids: list[Grid] = []
    for rows, columns in _connected(level, upright):
        grid = _grid(rows, columns)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.top, g.xs[0]))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Parts of one line as one; double lines as one."""
    by_place: dict[int, list[Rule]] = defaultdict(list)
    place = 0
    last: float | None = None
    for rule in sorted(rules, key=lambda r: r.at):
        if last is None or rule.at - last > _NEAR / 2:
            place += 1
        last = rule.at
        by_place[place].append(rule)
    merged: list[Rule] = []
    for group in by_place.values():
        at = sum(r.at for r in group) / len(group)
        group.sort(key=lambda r: r.start)
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start <= end + _NEAR:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        merged.append(Rule(at, start, end))
    return [r for r in merged if r.end - r.start > _NEAR]


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group lines that touch each other."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(upright)), key=lambda i: upright[i].at)
    places = [upright[i].at for i in order]
    for i, h in enumerate(level):
        low, high = bisect_right(places, h.start - _NEAR), bisect_right(places, h.end + _NEAR)
        for k in order[low:high]:
            v = upright[k]
            if v.start - _NEAR <= h.at <= v.end + _NEAR:
                parent[root(i)] = root(len(level) + k)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for k, v in enumerate(upright):
        groups.setdefault(root(len(level) + k), ([], []))[1].append(v)
    return [(h, v) for h, v in groups.values() if len(h) >= 2 and v]


def _lines(places: list[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > _NEAR:
            out.append(place)
    return out


def _grid(rows: list[Rule], columns: list[Rule]) -> Grid | None:
    # Tables without outer lines are open at the sides: the ends of their lines close them.
    xs = _lines([v.at for v in columns] + [min(h.start for h in rows), max(h.end for h in rows)])
    ys = _lines([h.at for h in rows] + [min(v.start for v in columns), max(v.end for v in columns)])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 2 or height < 1 or width * height > _MAX_PLACES:
        return None
    if xs[-1] - xs[0] < 40 or ys[-1] - ys[0] < 8:
        return None
    right = _covered(columns, xs, ys)  # (line, row) pairs that a vertical rule parts
    below = _covered(rows, ys, xs)
    parent = list(range(width * height))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(height):
        for c in range(width):
            here = r * width + c
            if c + 1 < width and (c + 1, r) not in right:
                parent[root(here + 1)] = root(here)
            if r + 1 < height and (r + 1, c) not in below:
                parent[root(here + width)] = root(here)
    spans: dict[int, list[int]] = {}
    for r in range(height):
        for c in range(width):
            span = spans.setdefault(root(r * width + c), [r, c, r, c])
            span[2], span[3] = max(span[2], r), max(span[3], c)
            span[1] = min(span[1], c)
    boxes = [
        Box(r0, c0, r1 - r0 + 1, c1 - c0 + 1, xs[c0], xs[c1 + 1], ys[r0], ys[r1 + 1])
        for r0, c0, r1, c1 in spans.values()
    ]
    if len(boxes) < 2 or _overlap(boxes, width, height):
        return None
    boxes.sort(key=lambda b: (b.row, b.column))
    return Grid(tuple(xs), tuple(ys), tuple(boxes))


def _covered(rules: list[Rule], places: list[float], crossing: list[float]) -> set[tuple[int, int]]:
    """For each line of the grid the spaces between crossing lines along which it is really drawn."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        line = min(range(len(places)), key=lambda i: abs(places[i] - rule.at))
        for k in range(len(crossing) - 1):
            middle = (crossing[k] + crossing[k + 1]) / 2
            if rule.start <= middle <= rule.end:
                found.add((line, k))
    return found


def _overlap(boxes: list[Box], width: int, height: int) -> bool:
    """Whether merged cells are no rectangles (a drawing, not a table)."""
    return sum(b.down * b.across for b in boxes) != width * height
