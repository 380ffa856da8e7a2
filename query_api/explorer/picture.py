"""Where the boxes and lines of a neighbourhood stand: columns and rows, the same for the same things each time."""

from __future__ import annotations

from dataclasses import dataclass

from query_api.explorer.neighbourhood import COLUMNS, Edge, Neighbourhood, Place

_WIDTH, _HEIGHT, _GAP, _ACROSS, _TOP = 236, 54, 14, 64, 40
_LINE = 31  # characters of a line in a box


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture.

    Attributes:
        place: what it shows.
        x: of its left edge.
        y: of its upper edge.
        lines: its label in at most two lines.
        edge: the line that leads to it, None for the thing in the middle.
        focus: it is that thing.
    """

    place: Place
    x: int
    y: int
    lines: tuple[str, ...]
    edge: Edge | None
    focus: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two boxes.

    Attributes:
        edge: what it means.
        path: an SVG path.
    """

    edge: Edge
    path: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture.

    Attributes:
        boxes: all boxes.
        lines: all lines.
        heads: (x, key, words in Vietnamese and English) of each column.
        width: of the whole.
        height: of the whole.
        box_width: of one box.
        box_height: of one box.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    heads: tuple[tuple[int, str, str, str], ...]
    width: int
    height: int
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def drawn(around: Neighbourhood) -> Drawn:
    """Return where everything stands."""
    columns: dict[int, list[Place]] = {at: [] for at in range(len(COLUMNS))}
    for place in around.places:
        columns[place.column].append(place)
    tallest = max(len(places) for places in columns.values())
    leads: dict[str, Edge] = {}
    for edge in around.edges:
        leads.setdefault(edge.end if edge.start == around.focus.key else edge.start, edge)
    boxes: dict[str, Box] = {}
    for at, places in columns.items():
        # Short columns stand in the middle of the tall one; the thing itself in the middle of its own.
        others = [p for p in places if p.key != around.focus.key]
        if len(others) < len(places):
            others.insert(len(others) // 2, around.focus)
        first = (tallest - len(others)) // 2
        for row, place in enumerate(others, first):
            focus = place.key == around.focus.key
            boxes[place.key] = Box(
                place, at * (_WIDTH + _ACROSS), _TOP + row * (_HEIGHT + _GAP), _wrapped(place.label),
                None if focus else leads.get(place.key), focus,
            )  # fmt: skip
    lines = tuple(Line(edge, _path(boxes[edge.start], boxes[edge.end])) for edge in around.edges)
    heads = tuple((at * (_WIDTH + _ACROSS), *COLUMNS[at]) for at in range(len(COLUMNS)))
    width = len(COLUMNS) * (_WIDTH + _ACROSS) - _ACROSS
    return Drawn(tuple(boxes.values()), lines, heads, width, _TOP + tallest * (_HEIGHT + _GAP))


def _path(start: Box, end: Box) -> str:
    y0, y1 = start.y + _HEIGHT // 2, end.y + _HEIGHT // 2
    if start.x == end.x:
        x = start.x + _WIDTH
        return f"M{x},{y0} C{x + 48},{y0} {x + 48},{y1} {x},{y1}"
    x0, x1 = (start.x + _WIDTH, end.x) if start.x < end.x else (start.x, end.x + _WIDTH)
    middle = (x0 + x1) // 2
    return f"M{x0},{y0} C{middle},{y0} {middle},{y1} {x1},{y1}"


def _wrapped(label: str) -> tuple[str, ...]:
    lines, line = [], ""
    for word in label.split():
        if line and len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    if len(lines) > 2:
        lines = [lines[0], lines[1][: _LINE - 1] + "…"]
    return tuple(line if len(line) <= _LINE + 4 else line[: _LINE + 3] + "…" for line in lines)
