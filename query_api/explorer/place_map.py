"""The provinces as a map of tiles: which have a plan that is read, known or not seen, or how one target stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from query_api.engine.results import Rows, texts_of
from query_api.explorer.coverage import STATES, Coverage, Row
from query_api.explorer.provinces import Provinces, Tile, slug_of

_WIDTH, _HEIGHT, _GAP = 92, 50, 6
_ORDER = [state.key for state in STATES]


@dataclass(frozen=True, slots=True)
class PlaceTile:
    """A province on the map.

    Attributes:
        place: IRI.
        name: what it is called, without the word for its kind.
        state: "read", "known", "none", or the state of the chosen target.
        plans: IRIs of its plans, those that are read first.
        x: of the left edge.
        y: of the upper edge.
        lines: its name in one or two lines.
    """

    place: str
    name: str
    state: str
    plans: tuple[str, ...]
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map.

    Attributes:
        tiles: the provinces.
        width: of all.
        height: of all.
        tile_width: of one.
        tile_height: of one.
    """

    tiles: tuple[PlaceTile, ...]
    width: int
    height: int
    tile_width: int = _WIDTH
    tile_height: int = _HEIGHT


def place_map(
    coverage: Coverage, provinces: Provinces, places: Rows, labels: Mapping[str, str], *, after: bool, goal: str = ""
) -> PlaceMap:
    """Return the map of a programme's plans.

    Args:
        coverage: the whole matrix.
        provinces: tiles and regions.
        places: rows of the query ``provinces``.
        labels: label by IRI.
        after: the provinces since 1 July 2025; each has the plans of those that it was made of.
        goal: key of one target, whose states are shown; "" for whether there is a plan.
    """
    became: dict[str, set[str]] = {}
    ended: dict[str, bool] = {}
    for place, until, successor in texts_of(places):
        ended[place] = bool(until)
        if successor:
            became.setdefault(place, set()).add(successor)
    plans: dict[str, list[Row]] = {}
    for row in coverage.rows:
        if row.level == "province":
            for place in _today(row.place, became) if after else {row.place}:
                plans.setdefault(place, []).append(row)
    at = next((i for i, g in enumerate(coverage.goals) if g.key == goal), None)
    tiles = []
    for tile in provinces.after if after else provinces.before:
        place = _place(tile, ended, after=after)
        rows = plans.get(place, [])
        name = _short(labels.get(place, tile.slug))
        tiles.append(
            PlaceTile(
                place, name, _state(rows, at), tuple(r.plan for r in rows),
                tile.column * (_WIDTH + _GAP), tile.row * (_HEIGHT + _GAP), _lines(name),
            )
        )  # fmt: skip
    width = max((t.x for t in tiles), default=0) + _WIDTH
    height = max((t.y for t in tiles), default=0) + _HEIGHT
    return PlaceMap(tuple(tiles), width, height)


def _place(tile: Tile, ended: Mapping[str, bool], *, after: bool) -> str:
    found = sorted(place for place in ended if slug_of(place) == tile.slug)
    fitting = [place for place in found if not ended[place]] if after else found
    return (fitting or found or [tile.slug])[0]


def _today(place: str, became: Mapping[str, set[str]]) -> set[str]:
    todo, seen, last = [place], {place}, set()
    while todo:
        one = todo.pop()
        if not became.get(one):
            last.add(one)
        for new in became.get(one, ()):
            if new not in seen:
                seen.add(new)
                todo.append(new)
    return last


def _state(rows: Sequence[Row], goal: int | None) -> str:
    if not rows:
        return "none"
    if goal is None:
        return "read" if any(row.read for row in rows) else "known"
    return min((row.cells[goal].state for row in rows), key=_ORDER.index)


def _short(name: str) -> str:
    for kind in ("Tỉnh ", "Thành phố ", "tỉnh ", "thành phố "):
        name = name.removeprefix(kind)
    for kind in (" Province", " City"):
        name = name.removesuffix(kind)
    return name


def _lines(name: str) -> tuple[str, ...]:
    if len(name) <= 11:
        return (name,)
    words = name.replace(" - ", " – ").split(" ")
    best = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))), default=0)
    return (" ".join(words[:best]), " ".join(words[best:])) if best else (name,)
