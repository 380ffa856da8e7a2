"""Which chart, if any, shows a result: bars for names with figures, a line for years with figures; the table stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pyoxigraph as ox

from query_api.engine.results import Rows, Term, python_value, text_of

_XSD = "http://www.w3.org/2001/XMLSchema#"
_FIGURES = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float", "int", "long"))
_TIMES = frozenset(_XSD + name for name in ("gYear", "date", "gYearMonth"))
_LEAST, _MOST = 2, 40  # rows
_MOST_SERIES = 3
_OFFSETS = frozenset({"start", "end"})  # places in a text, no amounts
_LONGEST = 46  # characters of a name beside a bar


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one column.

    Attributes:
        name: the column.
        values: its figures, one for each name; None where there is none.
    """

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes:
        kind: "bar" or "line".
        names: what the figures belong to: names, or years and days in order.
        series: the figures, at most three columns.
    """

    kind: str
    names: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def top(self) -> float:
        """The largest figure, at least 0."""
        return max((v for s in self.series for v in s.values if v is not None), default=0.0)

    @property
    def bottom(self) -> float:
        """The smallest figure, at most 0."""
        return min((v for s in self.series for v in s.values if v is not None), default=0.0) if self.top else 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as it is drawn.

    Attributes:
        y: its upper edge.
        x: its left edge.
        width: its width.
        series: number of its series, from 0.
        text: its figure.
        at: where the figure is written.
    """

    y: float
    x: float
    width: float
    series: int
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside bars, or below a line.

    Attributes:
        x: where.
        y: where.
        text: as much of it as there is room for.
        whole: all of it.
    """

    x: float
    y: float
    text: str
    whole: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it is drawn.

    Attributes:
        width: of the picture.
        height: of the picture.
        bars: the bars.
        lines: the points of each line, as SVG writes them.
        labels: the names.
        baseline: x of zero, for bars.
    """

    width: int
    height: int
    bars: tuple[Bar, ...]
    lines: tuple[str, ...]
    labels: tuple[Label, ...]
    baseline: float


def chart_of(rows: Rows, labels: Mapping[str, str]) -> Chart | None:
    """Return the chart that shows a result; None where none says more than the table.

    A column of figures is one whose every value is a number. A column of years or days makes a line; else the first
    column whose values name the rows one by one makes bars.

    Args:
        rows: the result.
        labels: label by IRI.
    """
    if rows.cut or not _LEAST <= len(rows.rows) <= _MOST:
        return None
    columns = {name: rows.column(name) for name in rows.variables}
    figures = [n for n, values in columns.items() if n not in _OFFSETS and _is_figures(values)][:_MOST_SERIES]
    if not figures:
        return None
    series = tuple(Series(name, tuple(_figure(v) for v in columns[name])) for name in figures)
    for values in columns.values():
        if _is_times(values) and len(set(values)) == len(values):
            order = sorted(range(len(values)), key=lambda at: text_of(values[at]))
            names = tuple(text_of(values[at]) for at in order)
            return Chart("line", names, tuple(Series(s.name, tuple(s.values[at] for at in order)) for s in series))
    texts = [
        [_text(v, labels) for v in values]
        for name, values in columns.items()
        if name not in figures and not _is_times(values)
    ]
    alone = next((t for t in texts if len(set(t)) == len(t) and all(t)), None)
    if alone is not None:
        return Chart("bar", tuple(alone), series)
    for one, two in pairwise(texts):
        joined = [f"{a} · {b}" for a, b in zip(one, two, strict=True)]
        if len(set(joined)) == len(joined):
            return Chart("bar", tuple(joined), series)
    return None


def drawing_of(chart: Chart, number: Mapping[float, str] | None = None) -> Drawing:
    """Return how a chart is drawn, in units of its own.

    Args:
        chart: the chart.
        number: texts for figures; by default as short as they can be written.
    """
    said = number or {}
    return _line(chart, said) if chart.kind == "line" else _bars(chart, said)


def _bars(chart: Chart, said: Mapping[float, str]) -> Drawing:
    left, right, thick = min(310, 26 + 7 * max(len(_short(name)) for name in chart.names)), 60, 16
    width = left + right + 380
    step = thick * len(chart.series) + 10
    span = (chart.top - chart.bottom) or 1.0
    room = width - left - right
    zero = left + room * (0 - chart.bottom) / span
    bars, labels = [], []
    for row, name in enumerate(chart.names):
        y = 6 + row * step
        labels.append(Label(left - 8, y + (step - 10) / 2 + 5, _short(name), name))
        for at, series in enumerate(chart.series):
            value = series.values[row]
            if value is not None:
                end = left + room * (value - chart.bottom) / span
                low, high = sorted((zero, end))
                bars.append(
                    Bar(
                        y + at * thick,
                        round(low, 1),
                        round(max(high - low, 1), 1),
                        at,
                        said.get(value, f"{value:g}"),
                        round(high + 5, 1),
                    )
                )
    return Drawing(width, 12 + step * len(chart.names), tuple(bars), (), tuple(labels), round(zero, 1))


def _line(chart: Chart, said: Mapping[float, str]) -> Drawing:
    width, height, left, low = 760, 300, 50, 40
    span = (chart.top - chart.bottom) or 1.0
    step = (width - 2 * left) / max(1, len(chart.names) - 1)

    def place(at: int, value: float) -> tuple[float, float]:
        return round(left + at * step, 1), round(height - low - (height - 2 * low) * (value - chart.bottom) / span, 1)

    lines, bars = [], []
    for number, series in enumerate(chart.series):
        points = [place(at, v) for at, v in enumerate(series.values) if v is not None]
        lines.append(" ".join(f"{x},{y}" for x, y in points))
        bars += [
            Bar(place(at, v)[1], place(at, v)[0], 0, number, said.get(v, f"{v:g}"), place(at, v)[0])
            for at, v in enumerate(series.values)
            if v is not None
        ]
    every = max(1, len(chart.names) // 12)
    labels = [Label(left + at * step, height - 14, n, n) for at, n in enumerate(chart.names) if at % every == 0]
    return Drawing(width, height, tuple(bars), tuple(lines), tuple(labels), height - low)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _is_figures(values: Sequence[Term | None]) -> bool:
    there = [v for v in values if v is not None]
    return len(there) >= _LEAST and all(isinstance(v, ox.Literal) and v.datatype.value in _FIGURES for v in there)


def _is_times(values: Sequence[Term | None]) -> bool:
    return bool(values) and all(isinstance(v, ox.Literal) and v.datatype.value in _TIMES for v in values)


def _figure(term: Term | None) -> float | None:
    value = python_value(term)
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _text(term: Term | None, labels: Mapping[str, str]) -> str:
    return labels.get(term.value, term.value) if isinstance(term, ox.NamedNode) else text_of(term)
