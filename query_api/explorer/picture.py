"""Where the boxes and lines of a neighbourhood stand: columns and rows, the same for the same things each time.

There are two pictures of the same boxes and lines: one with columns side by side, one for narrow windows with the columns
one below the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from query_api.explorer.neighbourhood import Edge, Neighbourhood, Place

_WIDTH, _HEIGHT, _GAP, _ACROSS, _TOP = 236, 54, 14, 64, 40
_LINE = 31  # characters of a line in a box
_GUTTER, _TALL_WIDTH, _TALL_GAP, _TALL_LINE, _HEAD = 34, 300, 10, 40, 34


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
class Head:
    """The name of a column.

    Attributes:
        x: of its middle.
        y: of its base line.
        vi: in Vietnamese.
        en: in English.
    """

    x: int
    y: int
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture.

    Attributes:
        boxes: all boxes.
        lines: all lines.
        heads: of the columns.
        width: of the whole.
        height: of the whole.
        name: "wide" with columns side by side, "tall" with one below the other.
        box_width: of one box.
        box_height: of one box.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]
    width: int
    height: int
    name: str = "wide"
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def drawn(around: Neighbourhood) -> Drawn:
    """Return where everything stands with the columns side by side."""
    columns = _columns(around)
    tallest = max(map(len, columns))
    leads = _leads(around)
    boxes: dict[str, Box] = {}
    for at, places in enumerate(columns):
        # Short columns stand in the middle of the tall one; the thing itself in the middle of its own.
        for row, place in enumerate(places, (tallest - len(places)) // 2):
            boxes[place.key] = Box(
                place, at * (_WIDTH + _ACROSS), _TOP + row * (_HEIGHT + _GAP), _wrapped(place.label, _LINE),
                leads.get(place.key), place.key == around.focus.key,
            )  # fmt: skip
    lines = tuple(Line(edge, _path(boxes[edge.start], boxes[edge.end])) for edge in around.edges)
    heads = tuple(
        Head(at * (_WIDTH + _ACROSS) + _WIDTH // 2, 18, vi, en) for at, (_, vi, en) in enumerate(around.columns)
    )
    width = len(around.columns) * (_WIDTH + _ACROSS) - _ACROSS
    return Drawn(tuple(boxes.values()), lines, heads, width, _TOP + tallest * (_HEIGHT + _GAP))


def drawn_tall(around: Neighbourhood) -> Drawn:
    """Return where everything stands with the columns one below the other, the lines beside them."""
    leads = _leads(around)
    boxes: dict[str, Box] = {}
    heads: list[Head] = []
    y = 0
    for (_, vi, en), places in zip(around.columns, _columns(around), strict=True):
        if not places:
            continue
        heads.append(Head(_GUTTER + _TALL_WIDTH // 2, y + 18, vi, en))
        y += _HEAD
        for place in places:
            focus = place.key == around.focus.key
            boxes[place.key] = Box(place, _GUTTER, y, _wrapped(place.label, _TALL_LINE), leads.get(place.key), focus)
            y += _HEIGHT + _TALL_GAP
    lines = tuple(Line(edge, _beside(boxes[edge.start], boxes[edge.end])) for edge in around.edges)
    width = _GUTTER + _TALL_WIDTH
    return Drawn(tuple(boxes.values()), lines, tuple(heads), width, y, "tall", box_width=_TALL_WIDTH)


def _columns(around: Neighbourhood) -> list[list[Place]]:
    """Return the things of each column in their order, the thing itself in the middle of its own."""
    columns: list[list[Place]] = [[] for _ in around.columns]
    for place in around.places:
        if place.key != around.focus.key:
            columns[place.column].append(place)
    own = columns[around.focus.column]
    own.insert(len(own) // 2, around.focus)
    return columns


def _leads(around: Neighbourhood) -> dict[str, Edge]:
    """Return the line that leads to each thing from the one in the middle."""
    leads: dict[str, Edge] = {}
    for edge in around.edges:
        leads.setdefault(edge.end if edge.start == around.focus.key else edge.start, edge)
    leads.pop(around.focus.key, None)
    return leads


def _beside(start: Box, end: Box) -> str:
    y0, y1 = start.y + _HEIGHT // 2, end.y + _HEIGHT // 2
    return f"M{_GUTTER},{y0} C2,{y0} 2,{y1} {_GUTTER},{y1}"


def _path(start: Box, end: Box) -> str:
    y0, y1 = start.y + _HEIGHT // 2, end.y + _HEIGHT // 2
    if start.x == end.x:
        x = start.x + _WIDTH
        return f"M{x},{y0} C{x + 48},{y0} {x + 48},{y1} {x},{y1}"
    x0, x1 = (start.x + _WIDTH, end.x) if start.x < end.x else (start.x, end.x + _WIDTH)
    middle = (x0 + x1) // 2
    return f"M{x0},{y0} C{middle},{y0} {middle},{y1} {x1},{y1}"


def _wrapped(label: str, most: int) -> tuple[str, ...]:
    lines, line = [], ""
    for word in label.split():
        if line and len(line) + 1 + len(word) > most:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    if len(lines) > 2:
        lines = [lines[0], lines[1][: most - 1] + "…"]
    return tuple(line if len(line) <= most + 4 else line[: most + 3] + "…" for line in lines)
