"""The provinces as a map of outlines or tiles: which have a plan that is read, known or not seen, or how one target stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from query_api.engine.results import Rows, texts_of
from query_api.explorer.coverage import STATES, Coverage, Row, tone_of, verdict_of
from query_api.explorer.outlines import Outlines, Shape
from query_api.explorer.provinces import Provinces, Tile, slug_of

_WIDTH, _HEIGHT, _GAP = 92, 50, 6
_LETTER, _LINE = 7, 15  # size of letters of the names on outlines
_ORDER = [state.key for state in STATES]


@dataclass(frozen=True, slots=True)
class Province:
    """A province on the map.

    Attributes:
        place: IRI.
        name: what it is called, without the word for its kind.
        state: "read", "known", "none", or the tone of the chosen target: "below" is worse, whichever way is better.
        plans: IRIs of its plans, those that are read first.
        x: of the left edge of its tile, or of its middle.
        y: of the upper edge of its tile, or of its middle.
        lines: its name in one or two lines.
        path: its outline as data of an SVG path; "" for a tile.
    """

    place: str
    name: str
    state: str
    plans: tuple[str, ...]
    x: int
    y: int
    lines: tuple[str, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map.

    Attributes:
        provinces: those on it.
        width: of all.
        height: of all.
        drawn: they are outlines; else tiles of the sizes below.
        tile_width: of one.
        tile_height: of one.
        way: the way of the chosen target's figures; see ``coverage.way_of``.
    """

    provinces: tuple[Province, ...]
    width: int
    height: int
    drawn: bool = False
    tile_width: int = _WIDTH
    tile_height: int = _HEIGHT
    way: str = ""

    def sign_of(self, tone: str) -> str:
        """Return the sign of a tone of the chosen target, "" of another state: ▲ is above, good or bad."""
        return next((state.sign for state in STATES if state.key == tone_of(tone, self.way)), "")

    def words_of(self, tone: str, language: str) -> str:
        """Return what a tone of the chosen target is called, "" of another state: "cao hơn, kém hơn"."""
        key = tone_of(tone, self.way)  # turned twice it is the state again
        state = next((state for state in STATES if state.key == key), None)
        if state is None:
            return ""
        return verdict_of(key, self.way, language) or (state.en if language == "en" else state.vi)


def place_map(
    coverage: Coverage,
    provinces: Provinces,
    places: Rows,
    labels: Mapping[str, str],
    *,
    after: bool,
    goal: str = "",
    outlines: Outlines | None = None,
) -> PlaceMap:
    """Return the map of a programme's plans.

    Args:
        coverage: the whole matrix.
        provinces: tiles and regions.
        places: rows of the query ``provinces``.
        labels: label by IRI.
        after: the provinces since 1 July 2025; each has the plans of those that it was made of.
        goal: key of one target, whose states are shown; "" for whether there is a plan.
        outlines: what to draw instead of tiles, if each of the provinces has one.
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
    way = "" if at is None else coverage.goals[at].way
    found: list[tuple[Tile, Province]] = []
    for tile in provinces.after if after else provinces.before:
        place = _place(tile, ended, after=after)
        rows = plans.get(place, [])
        name = _short(labels.get(place, tile.slug))
        x, y = tile.column * (_WIDTH + _GAP), tile.row * (_HEIGHT + _GAP)
        found.append((tile, Province(place, name, _state(rows, at), tuple(r.plan for r in rows), x, y, _lines(name))))
    if outlines is not None:
        made_of: dict[str, list[str]] = {}
        for tile in provinces.before:
            old = _place(tile, ended, after=False)
            for place in _today(old, became) if after else {old}:
                made_of.setdefault(place, []).extend((tile.slug, *provinces.islands_of(tile.slug)))
        drawn = [(p, outlines.of(made_of.get(p.place, [tile.slug]))) for tile, p in found]
        if all(shape is not None for _, shape in drawn):
            shown = _apart([_drawn(p, shape) for p, shape in drawn if shape is not None])
            return PlaceMap(tuple(shown), outlines.width, outlines.height, drawn=True, way=way)
    tiles = tuple(p for _, p in found)
    width = max((t.x for t in tiles), default=0) + _WIDTH
    height = max((t.y for t in tiles), default=0) + _HEIGHT
    return PlaceMap(tiles, width, height, way=way)


def _apart(provinces: Sequence[Province]) -> list[Province]:
    """Return provinces with the names that are shown moved up or down until none lies on another."""
    boxes: list[tuple[float, int]] = []  # middle of a name and its line
    widths: list[float] = []
    moved = []
    for p in provinces:
        if p.state != "none":
            width = (len(p.name) + 3) * _LETTER
            for step in (0, 1, -1, 2, -2, 3, -3, 4, -4):
                y = p.y + step * _LINE
                near = zip(boxes, widths, strict=True)
                if not any(abs(bx - p.x) < (w + width) / 2 and abs(by - y) < _LINE for (bx, by), w in near):
                    break
            boxes.append((p.x, y))
            widths.append(width)
            p = replace(p, y=y)
        moved.append(p)
    return moved


def _drawn(p: Province, shape: Shape) -> Province:
    x, y = shape.middle
    return Province(p.place, p.name, p.state, p.plans, x, y, p.lines, shape.path)


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
    return min((row.cells[goal].tone for row in rows), key=_ORDER.index)


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
