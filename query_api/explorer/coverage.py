"""How far plans cover the targets of a programme: one cell for each plan and target, never empty without a reason."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import Rows, text_of, texts_of
from query_api.explorer.provinces import provinces, slug_of
from query_api.rendering.figures import figure
from query_api.rendering.labels import names_of


@dataclass(frozen=True, slots=True)
class State:
    """What a cell can be.

    Attributes:
        key: its lasting name.
        sign: a sign that needs no colour.
        vi: its name in Vietnamese.
        en: its name in English.
        empty: nothing is compared, which has one of five reasons.
        means_vi: what it means.
        means_en: what it means.
    """

    key: str
    sign: str
    vi: str
    en: str
    empty: bool
    means_vi: str
    means_en: str


STATES = (
    State("below", "▼", "thấp hơn", "below", False, "thấp hơn chỉ tiêu quốc gia", "below the national target"),
    State("equal", "=", "bằng", "equal", False, "bằng chỉ tiêu quốc gia", "equal to the national target"),
    State("above", "▲", "cao hơn", "above", False, "cao hơn chỉ tiêu quốc gia", "above the national target"),
    State("not-comparable", "≠", "không so được", "not comparable", True,
          "có chỉ tiêu nhưng không so được; lý do ghi trong ô", "there is a target, but it does not compare; the cell says why"),
    State("unsure", "?", "chưa chắc", "not sure", True,
          "nguồn hoặc cách đọc chưa đủ chắc để kết luận", "source or reading is not sure enough to conclude"),
    State("silent", "∅", "không nói đến", "silent", True,
          "đã đọc toàn văn, không có chỉ tiêu này", "read in full; there is no such target"),
    State("not-read", "◌", "chưa đọc", "not read yet", True,
          "biết có kế hoạch nhưng chưa có toàn văn", "the plan is known, its text is not here"),
    State("not-asked", "–", "không giao cho cấp hoặc kỳ này", "not asked of this level or period", True,
          "chỉ tiêu không giao cho cấp này, hoặc kỳ của kế hoạch kết thúc trước năm ấy",
          "the target is not asked of this level, or the plan ends before that year"),
)  # fmt: skip
_STATE = {state.key: state for state in STATES}
_ASKED = frozenset({"province", ""})  # levels whose plans spell out a national target
_DOUBTFUL = 0.5  # measured share of right readings below which a figure is not relied on
_COMPARED = frozenset({"below", "equal", "above"})
_COUNT = "count"
_TURNED = {"below": "above", "above": "below"}
_OF_THE_COUNTRY = {
    "rank": ("thứ hạng của cả nước, không giao cho địa phương", "the rank of the country, not asked of a place"),
    "done": ("việc của trung ương, không giao cho địa phương", "work of the centre, not asked of a place"),
}
"""Why a plan that says nothing of such a target is not silent, by the type of its indicator."""
_VERDICTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("less", "below"): ("thấp hơn, tốt hơn", "below, which is better"),
    ("less", "above"): ("cao hơn, kém hơn", "above, which is worse"),
    ("done", "below"): ("muộn hơn", "later"),
    ("done", "above"): ("sớm hơn", "earlier"),
    ("done", "equal"): ("cùng năm", "the same year"),
}
"""What states are called where less is better, or where something is to be done."""
_EITHER_WAY: Mapping[str, tuple[str, str, str, str, str]] = {
    "below": ("−", "kém hơn", "worse", "kém hơn chỉ tiêu quốc gia: thấp hơn, hoặc cao hơn khi ít hơn là tốt hơn",
              "worse than the national target: below it, or above where less is better"),
    "above": ("+", "tốt hơn", "better", "tốt hơn chỉ tiêu quốc gia: cao hơn, hoặc thấp hơn khi ít hơn là tốt hơn",
              "better than the national target: above it, or below where less is better"),
}  # fmt: skip
"""How tones are told where more of some targets is better, and less of others."""


def way_of(direction: str, kind: str) -> str:
    """Return the way of an indicator's figures: "less" where less is better, "done" where something is to be done, else ""."""
    return "done" if kind == "done" else ("less" if direction == "less" else "")


def tone_of(state: str, way: str) -> str:
    """Return the state that a colour tells: "below" is worse and "above" better, whichever way is better."""
    return _TURNED.get(state, state) if way == "less" else state


def verdict_of(state: str, way: str, language: str) -> str | None:
    """Return what a state is called where it is not called by its name: "cao hơn, kém hơn"; None where it is."""
    words = _VERDICTS.get((way, state))
    return None if words is None else words[language == "en"]


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the programme.

    Attributes:
        iri: the target.
        key: its name in addresses.
        label: what is measured.
        indicator: IRI of its indicator.
        figure: its figure with unit.
        value: its number, None if unknown.
        horizon: year.
        rate: figures compare across levels; else they add up.
        type: how its figures are to be understood ("share", "rank" …), "" where nothing says so.
        less: less is better.
    """

    iri: str
    key: str
    label: str
    indicator: str
    figure: str
    value: float | None
    horizon: str
    rate: bool = True
    type: str = ""
    less: bool = False

    @property
    def way(self) -> str:
        """The way of its figures; see ``way_of``."""
        return way_of("less" if self.less else "", self.type)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that a plan sets.

    Attributes:
        target: the plan's target.
        state: key of a state.
        figure: its figure with unit.
        value: its number.
        reasons: why it does not compare.
        quote: the sentence, "" where only the figure is known.
        section: where it is printed.
        gap: how far from the national figure, None if it does not compare.
    """

    target: str
    state: str
    figure: str
    value: float | None
    reasons: tuple[str, ...]
    quote: str
    section: str
    gap: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One plan and one target.

    Attributes:
        plan: IRI of the plan.
        goal: IRI of the programme's target.
        state: key of a state.
        entries: the values that the plan sets; several where it sets several.
        reason_vi: why there is none.
        reason_en: why there is none.
        way: "less" where less is better, "done" where something is to be done, else "".
    """

    plan: str
    goal: str
    state: str
    entries: tuple[Entry, ...] = ()
    reason_vi: str = ""
    reason_en: str = ""
    way: str = ""

    @property
    def tone(self) -> str:
        """The state that its colour tells; see ``tone_of``."""
        return tone_of(self.state, self.way)

    def verdict(self, language: str) -> str:
        """Return what its state is called: "cao hơn, kém hơn" where less is better."""
        state = self.of_state
        return verdict_of(self.state, self.way, language) or (state.en if language == "en" else state.vi)

    @property
    def of_state(self) -> State:
        """What the cell is."""
        return _STATE[self.state]


@dataclass(frozen=True, slots=True)
class Row:
    """A plan and its cells.

    Attributes:
        plan: IRI of the plan.
        label: how it is called.
        place: IRI of its place.
        place_label: name of its place.
        level: "province", "district" …
        region: key of a region, "" if none is known.
        date: of issue, ISO.
        read: its text is here.
        draft: it is a draft.
        cells: in the order of the goals.
    """

    plan: str
    label: str
    place: str
    place_label: str
    level: str
    region: str
    date: str
    read: bool
    draft: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """What the counts of a target add up to.

    Attributes:
        goal: IRI of the programme's target.
        plans: how many plans give a count.
        total: their sum.
        share: of the national figure, None where that is unknown or a rate.
    """

    goal: str
    plans: int
    total: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix of a programme.

    Attributes:
        programme: its IRI.
        label: its name.
        goals: its targets: the columns.
        rows: the plans that go back to it.
        sums: what counts add up to.
    """

    programme: str
    label: str
    goals: tuple[Goal, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]

    def counts(self) -> Mapping[str, int]:
        """Return how many cells are of each tone: worse than the country's target, better, or why they are not compared."""
        found = Counter(cell.tone for row in self.rows for cell in row.cells)
        return {state.key: found[state.key] for state in STATES}

    @property
    def tones(self) -> tuple[State, ...]:
        """What the tones of its cells are called: by the states, unless less of some of its targets is better."""
        if not any(goal.less for goal in self.goals):
            return STATES
        return tuple(State(s.key, *_EITHER_WAY[s.key][:3], s.empty, *_EITHER_WAY[s.key][3:]) if s.key in _EITHER_WAY else s
                     for s in STATES)  # fmt: skip

    def where(
        self, *, level: str = "", region: str = "", year: str = "", goal: str = "", indicator: str = ""
    ) -> Coverage:
        """Return the part of some plans and targets; "" stands for all."""
        kept = [
            at
            for at, g in enumerate(self.goals)
            if year in ("", g.horizon) and goal in ("", g.key, g.iri) and indicator in ("", g.indicator)
        ]
        rows = tuple(
            replace(row, cells=tuple(row.cells[at] for at in kept))
            for row in self.rows
            if level in ("", row.level) and region in ("", row.region)
        )
        goals = tuple(self.goals[at] for at in kept)
        return replace(self, goals=goals, rows=rows, sums=_sums(goals, rows))


async def programmes_of(queries: NamedQueries) -> tuple[str, ...]:
    """Return the programmes that set targets, the one with most plans first: those of packs, and national documents of none."""
    return tuple(text_of(row[0]) for row in (await queries.rows("coverage-programmes")).rows)


async def coverage_of(queries: NamedQueries, programme: str, language: str) -> Coverage:
    """Return the matrix of a programme.

    Args:
        queries: the pages' queries.
        programme: its IRI, or that of a national document that sets targets.
        language: "vi" or "en".
    """
    plans, set_up = await asyncio.gather(
        queries.rows("coverage-plans", programme=ox.NamedNode(programme)),
        queries.rows("coverage-roots", programme=ox.NamedNode(programme)),
    )
    roots = [ox.NamedNode(text_of(row[0])) for row in set_up.rows] or [ox.NamedNode(programme)]
    documents = [ox.NamedNode(iri) for iri in dict.fromkeys(text_of(row[0]) for row in plans.rows)]
    own, theirs, comparisons, unread = await asyncio.gather(
        queries.rows("coverage-targets", document=roots),
        queries.rows("coverage-targets", document=documents),
        queries.rows("plan-comparisons", document=documents),
        queries.rows("coverage-unread", document=documents),
    )
    named = {
        t.value
        for rows in (plans, own, theirs, comparisons)
        for r in rows.rows
        for t in r
        if isinstance(t, ox.NamedNode)
    }
    rates = await queries.rows("indicator-rates")
    kinds = {i: _Kind(rate != "false", kind, way == "less") for i, rate, kind, way in texts_of(rates)}
    labels = await names_of(queries, sorted(named | {programme}), language)
    goals = tuple(_goals(own, labels, kinds, language))
    entries = _entries(theirs, comparisons, labels, language)
    unsure = {text_of(row[0]) for row in unread.rows}
    rows = tuple(_rows(plans, goals, entries, unsure, labels))
    return Coverage(programme, labels.get(programme, programme), goals, rows, _sums(goals, rows))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an indicator's figures are: rates or counts, of which type, and whether less is better."""

    rate: bool = True
    type: str = ""
    less: bool = False


def _goals(rows: Rows, labels: Mapping[str, str], kinds: Mapping[str, _Kind], language: str) -> list[Goal]:
    found: dict[str, Goal] = {}
    taken: set[str] = set()
    for target, document, indicator, horizon, value, upper, unit, comparator, printed, *_ in texts_of(rows):
        shown = _figure(value, upper, unit, comparator, printed, labels, language)
        key = target.removeprefix(document + "/")
        if target not in found:
            while key in taken:  # two roots of a programme may number their targets alike
                key += "-2"
            taken.add(key)
        label = labels.get(indicator, labels.get(target, target))
        kind = kinds.get(indicator, _Kind())
        number = float(value) if value else None
        found.setdefault(
            target,
            Goal(target, key, label, indicator, shown, number, horizon, kind.rate, kind.type, kind.less),
        )
    return sorted(found.values(), key=lambda goal: (goal.horizon, _number_in(goal.key)))


def _number_in(key: str) -> tuple[str, int]:
    head = key.rstrip("0123456789")
    return head, int(key[len(head) :] or 0)


def _figure(
    value: str, upper: str, unit: str, comparator: str, printed: str, labels: Mapping[str, str], language: str
) -> str:
    if not value:
        return printed
    words = "" if comparator.endswith("/exactly") else labels.get(comparator, "")
    return figure(value, labels.get(unit, ""), words, language, upper=upper)


@dataclass(frozen=True, slots=True)
class _Set:
    """A target of a plan with what it is compared to."""

    entry: Entry
    indicator: str
    horizon: str
    higher: tuple[str, ...]


def _entries(targets: Rows, comparisons: Rows, labels: Mapping[str, str], language: str) -> dict[str, list[_Set]]:
    beside: dict[str, list[tuple[str, str, str, str]]] = {}
    values: dict[str, str] = {}
    for target, higher, national, _, outcome, reason, judged, *_ in texts_of(comparisons):
        told = (higher, outcome.rpartition("/")[2], reason, judged.rpartition("/")[2])
        beside.setdefault(target, []).append(told)
        values[target] = national
    found: dict[str, dict[str, _Set]] = {}
    for row in texts_of(targets):
        (target, document, indicator, horizon, value, upper, unit, comparator, printed, confidence, agree, quote, grade,
         section) = row  # fmt: skip
        beside_it = beside.get(target, [])
        outcomes = {outcome for _, outcome, _, _ in beside_it}
        state = next(iter(outcomes & _COMPARED), "not-comparable" if beside_it else "unsure")
        weak = (confidence and float(confidence) < _DOUBTFUL) or agree == "false" or grade.endswith("/uncertain")
        if state in _COMPARED and (weak or any(g == "uncertain" for _, o, _, g in beside_it if o in _COMPARED)):
            state = "unsure"
        reasons = tuple(dict.fromkeys(labels.get(reason, reason) for _, _, reason, _ in beside_it if reason))
        shown = _figure(value, upper, unit, comparator, printed, labels, language)
        number = float(value) if value else None
        gap = None
        if state in _COMPARED and number is not None and values.get(target):
            gap = number - float(values[target])
        entry = Entry(target, state, shown, number, reasons, quote, section, gap)
        above = tuple(dict.fromkeys(h for h, _, _, _ in beside_it if h))
        found.setdefault(document, {}).setdefault(target, _Set(entry, indicator, horizon, above))
    return {document: list(sets.values()) for document, sets in found.items()}


def _rows(
    plans: Rows, goals: Sequence[Goal], entries: Mapping[str, list[_Set]], unsure: set[str], labels: Mapping[str, str]
) -> list[Row]:
    found: dict[str, Row] = {}
    for plan, area, level, _, date, text, status, end, _, _ in texts_of(plans):
        if plan in found:
            continue
        rank = level.rpartition("/")[2]
        cells = tuple(_cell(plan, goal, entries.get(plan, []), rank, bool(text), end, plan in unsure) for goal in goals)
        found[plan] = Row(
            plan, labels.get(plan, plan), area, labels.get(area, slug_of(area)), rank, provinces().region_of(area),
            date, bool(text), status.endswith("/draft"), cells,
        )  # fmt: skip
    return sorted(found.values(), key=lambda r: (not r.read, r.level != "province", r.place_label, r.date, r.plan))


def _cell(plan: str, goal: Goal, sets: list[_Set], level: str, read: bool, end: str, unsure: bool) -> Cell:
    way = goal.way
    here = [s for s in sets if goal.iri in s.higher] or [
        s for s in sets if s.indicator == goal.indicator and not s.higher and s.horizon in ("", goal.horizon)
    ]
    if here:
        order = [state.key for state in STATES]
        state = min((s.entry.state for s in here), key=lambda state: order.index(tone_of(state, way)))
        return Cell(plan, goal.iri, state, tuple(s.entry for s in here), way=way)
    if goal.type in _OF_THE_COUNTRY:
        return Cell(plan, goal.iri, "not-asked", (), *_OF_THE_COUNTRY[goal.type])
    if level not in _ASKED:
        why = ("chỉ tiêu quốc gia giao cho cấp tỉnh", "national targets are asked of provinces")
        return Cell(plan, goal.iri, "not-asked", (), *why)
    if end and goal.horizon and end < goal.horizon:
        return Cell(plan, goal.iri, "not-asked", (), f"kế hoạch kết thúc năm {end}", f"the plan ends in {end}")
    if not read:
        return Cell(plan, goal.iri, "not-read", (), "chưa có toàn văn", "its full text is not here")
    if unsure:
        why = ("còn chỗ trong văn bản chưa đọc được", "places of the text could not be read")
        return Cell(plan, goal.iri, "unsure", (), *why)
    other = next((s.horizon for s in sets if s.indicator == goal.indicator and s.horizon), "")
    if other:
        return Cell(plan, goal.iri, "silent", (), f"chỉ có cho năm {other}", f"only for {other}")
    return Cell(plan, goal.iri, "silent", (), "đã đọc toàn văn, không có chỉ tiêu này", "read in full; no such target")


def _sums(goals: Sequence[Goal], rows: Sequence[Row]) -> tuple[Sum, ...]:
    found = []
    for at, goal in enumerate(goals):
        if goal.rate:
            continue
        latest: dict[str, float] = {}
        for row in rows:
            values = [e.value for e in row.cells[at].entries if e.value is not None]
            if values and not row.draft and row.level == "province":
                latest[row.place] = values[-1]
        total = sum(latest.values())
        share = total / goal.value if goal.value and latest else None
        found.append(Sum(goal.iri, len(latest), total, share))
    return tuple(found)
