"""``/`` and ``/coverage``: the targets of a programme × the plans below it, as a matrix, a map and a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.engine.results import text_of
from query_api.explorer.coverage import STATES, Cell, Coverage, Goal, Row, coverage_of, programmes_of
from query_api.explorer.outlines import outlines
from query_api.explorer.place_map import place_map
from query_api.explorer.provinces import provinces
from query_api.pages.ask import ask
from query_api.rendering.addresses import plan_address
from query_api.rendering.labels import names_of
from query_api.rendering.language import language_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Cell as Value
from query_api.rendering.twins import Column, Table
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(10, "/", "Tổng quan", "Overview")
PER_PAGE = 63
"""Plans on a page: as many as there were provinces."""
PER_LIST = 200
_COLUMNS = (
    Column("target", "Chỉ tiêu quốc gia", "National target"),
    Column("year", "Năm", "Year"),
    Column("national", "Mức quốc gia", "National figure"),
    Column("plan", "Kế hoạch", "Plan"),
    Column("place", "Nơi", "Place"),
    Column("level", "Cấp", "Level"),
    Column("region", "Vùng", "Region"),
    Column("state", "Trạng thái", "State"),
    Column("figure", "Mức của kế hoạch", "The plan's figure"),
    Column("value", "Giá trị", "Value"),
    Column("national_value", "Giá trị quốc gia", "National value"),
    Column("gap", "Chênh lệch", "Gap"),
    Column("reason", "Lý do", "Reason"),
    Column("sentence", "Câu gốc", "Sentence"),
    Column("section", "Mục", "Section"),
    Column("target_iri", "IRI chỉ tiêu", "IRI of the target"),
    Column("plan_iri", "IRI kế hoạch", "IRI of the plan"),
    Column("national_iri", "IRI chỉ tiêu quốc gia", "IRI of the national target"),
    Column("address", "Địa chỉ của câu", "Address of the sentence"),
)
_VERDICTS = tuple(state.key for state in STATES if not state.empty)


@readable(router, "/", summary="Home: how far plans cover the national targets")
async def home(
    request: Request,
    services: Shared,
    query: str | None = None,
    example: str | None = None,
    programme: str = "",
    year: str = "",
    level: str = "",
    region: str = "",
    sort: str = "",
    order: str = "",
    map: str = "",  # noqa: A002 - a word of the address
    target: str = "",
    shape: str = "",
    number: int = 1,
) -> Response:
    """Show the matrix of a programme's targets and the plans below it; with ``query`` or ``example``, the query page."""
    if query is not None or example is not None:
        return await ask(request, services, query, example)
    language = language_of(request)
    whole, programmes = await _chosen(services, programme, language)
    if whole is None:
        return await answer(request, services, _without_programme(services, _title(language)))
    years = sorted({goal.horizon for goal in whole.goals if goal.horizon})
    chosen_year = year if year in years or year == "all" else (years[-1] if years else "all")
    part = whole.where(level=level, region=region, year="" if chosen_year == "all" else chosen_year)
    rows = _sorted(part, sort, order)
    first = (max(1, number) - 1) * PER_PAGE
    places = await services.queries.rows("provinces")
    labels: dict[str, str] = {}
    for column in zip(*places.rows, strict=True):  # a map shows the provinces of one time, so each name once
        labels |= await names_of(services.queries, [t.value for t in column if isinstance(t, ox.NamedNode)], language)
    values = {
        "coverage": replace(part, rows=tuple(rows[first : first + PER_PAGE])),
        "counts": part.counts(),
        "all_plans": len(whole.rows),
        "read_plans": sum(row.read for row in whole.rows),
        "states": STATES,
        "tones": part.tones,
        "programmes": programmes,
        "programme": whole.programme.removeprefix(services.settings.base),
        "years": years,
        "year": chosen_year,
        "level": level,
        "levels": sorted({row.level for row in whole.rows if row.level}),
        "region": region,
        "regions": [r for r in provinces().regions if any(row.region == r.key for row in whole.rows)],
        "sort": sort,
        "order": order,
        "number": number,
        "pages": max(1, -(-len(rows) // PER_PAGE)),
        "sums": {s.goal: s for s in part.sums},
        "map": place_map(
            whole,
            provinces(),
            places,
            labels,
            after=map == "after",
            goal=target,
            outlines=outlines() if shape != "tiles" else None,
        ),
        "shape": shape,
        "can_draw": outlines() is not None,
        "after": map == "after",
        "target": target,
        "goals": whole.goals,
        "verdicts": _VERDICTS,
        "examples": services.examples,
        "summary": services.engine.summary,
    }
    table = _table(request, services, part, [(row, row.cells) for row in rows])
    things = (
        [row.plan for row in rows]
        + [goal.iri for goal in part.goals]
        + [e.target for row in rows for cell in row.cells for e in cell.entries]
    )
    return await answer(
        request, services, Page("coverage.html", _title(language), values, (table,), things, stem="/coverage")
    )


@readable(router, "/coverage", summary="Each national target in each plan, as a list")
@readable(router, "/coverage.{suffix}", include_in_schema=False)
async def coverage(
    request: Request,
    services: Shared,
    suffix: str | None = None,
    programme: str = "",
    target: str = "",
    group: str = "",
    verdict: str = "",
    empty: str = "",
    year: str = "",
    level: str = "",
    region: str = "",
    number: int = 1,
) -> Response:
    """List the cells of the matrix, each with its sentence or the reason why there is none.

    ``target`` names a target of the programme ("muc-tieu-2030/target-6") or an indicator ("effective_villages_pct"),
    ``verdict`` a state ("below" is worse than the national target, "above" better, whichever way is better), ``empty`` another,
    ``group`` how rows are grouped: "target", "region", "level" or "place".
    """
    language = language_of(request)
    whole, programmes = await _chosen(services, programme, language)
    title = "Coverage of the national targets" if language == "en" else "Chỉ tiêu quốc gia trong từng kế hoạch"
    if whole is None:
        return await answer(request, services, _without_programme(services, title), suffix)
    keys = {goal.key for goal in whole.goals} | {goal.iri for goal in whole.goals}
    part = whole.where(
        level=level, region=region, year="" if year == "all" else year, goal=target if target in keys else "",
        indicator="" if target in keys or not target else f"{services.settings.base}indicator/{target}",
    )  # fmt: skip
    wanted = {state for state in (verdict, empty) if state}
    lines = [
        (goal, row, cell)
        for row in part.rows
        for goal, cell in zip(part.goals, row.cells, strict=True)
        if not wanted or cell.tone in wanted
    ]
    goal_order = {goal.iri: at for at, goal in enumerate(part.goals)}
    ranks = {
        "region": lambda line: (line[1].region or "~", goal_order[line[0].iri]),
        "level": lambda line: (line[1].level, goal_order[line[0].iri]),
        "place": lambda line: (line[1].place_label, goal_order[line[0].iri]),
    }
    lines.sort(key=ranks.get(group, lambda line: (goal_order[line[0].iri],)))
    first = (max(1, number) - 1) * PER_LIST
    values = {
        "coverage": part,
        "lines": lines[first : first + PER_LIST],
        "total": len(lines),
        "counts": part.counts(),
        "states": STATES,
        "tones": part.tones,
        "verdicts": _VERDICTS,
        "target": target,
        "goals": whole.goals,
        "group": group,
        "verdict": verdict,
        "empty": empty,
        "year": year,
        "years": sorted({goal.horizon for goal in whole.goals if goal.horizon}),
        "level": level,
        "levels": sorted({row.level for row in whole.rows if row.level}),
        "region": region,
        "regions": provinces().regions,
        "region_names": {r.key: r for r in provinces().regions},
        "number": number,
        "pages": max(1, -(-len(lines) // PER_LIST)),
        "sums": part.sums,
        "programme": whole.programme.removeprefix(services.settings.base),
        "programmes": programmes,
    }
    table = _long_table(request, services, lines)
    things = list(
        dict.fromkeys(
            iri for goal, row, cell in lines for iri in (goal.iri, row.plan, *(e.target for e in cell.entries))
        )
    )
    return await answer(
        request, services, Page("coverage-list.html", title, values, (table,), things, stem="/coverage"), suffix
    )


def _without_programme(services: Services, title: str) -> Page:
    values = {"examples": services.examples, "summary": services.engine.summary}
    return Page("coverage-none.html", title, values, (Table("cells", _COLUMNS, ()),), stem="/coverage")


def _title(language: str) -> str:
    return (
        "What plans make of the national targets" if language == "en" else "Các kế hoạch làm gì với chỉ tiêu quốc gia"
    )


async def _chosen(services: Services, programme: str, language: str) -> tuple[Coverage | None, list[tuple[str, str]]]:
    """Return the matrix of the programme that an address names (the one with most plans, by default), and all names."""
    base = services.settings.base
    known = await programmes_of(services.queries)
    labels = await names_of(services.queries, known, language)
    named = [(iri.removeprefix(base), labels.get(iri, iri)) for iri in known]
    wanted = programme if programme.startswith(base) else f"{base}{programme}"
    chosen = next((iri for iri in known if wanted in (iri, f"{base}{iri.rpartition('/')[2]}")), None)
    if chosen is None and programme:
        # An address may name a root document of the programme.
        set_up = await services.queries.rows("coverage-roots")
        chosen = next(
            (text_of(it) for root, it in set_up.rows if text_of(root) == wanted and text_of(it) in known), None
        )
    chosen = chosen or (known[0] if known else None)
    if chosen is None:
        return None, named
    queries = services.queries
    whole = await queries.made(("coverage", chosen, language), lambda: coverage_of(queries, chosen, language))
    return whole, named


def _sorted(part: Coverage, sort: str, order: str) -> list[Row]:
    """Return the rows in the order that the address asks for; those without a value in a column come last."""
    down = order == "desc"
    if sort == "place":
        return sorted(part.rows, key=lambda row: row.place_label, reverse=down)
    if sort == "date":
        return sorted(part.rows, key=lambda row: row.date, reverse=down)
    at = next((i for i, goal in enumerate(part.goals) if goal.key == sort), None)
    if at is None:
        return list(part.rows)
    states = [state.key for state in STATES]

    def value(row: Row) -> float | None:
        return next((e.value for e in row.cells[at].entries if e.value is not None), None)

    with_value = sorted((r for r in part.rows if value(r) is not None), key=lambda r: value(r) or 0.0, reverse=down)
    without = sorted((r for r in part.rows if value(r) is None), key=lambda r: states.index(r.cells[at].state))
    return [*with_value, *without]


def _table(request: Request, services: Services, part: Coverage, rows: Sequence[tuple[Row, tuple[Cell, ...]]]) -> Table:
    lines = [(goal, row, cell) for row, cells in rows for goal, cell in zip(part.goals, cells, strict=True)]
    return _long_table(request, services, lines)


def _long_table(request: Request, services: Services, lines: Sequence[tuple[Goal, Row, Cell]]) -> Table:
    language = language_of(request)
    regions = {r.key: (r.en if language == "en" else r.vi) for r in provinces().regions}
    base, host = services.settings.base, services.site.address(request)
    rows: list[tuple[Value, ...]] = []
    for goal, row, cell in lines:
        why = cell.reason_en if language == "en" else cell.reason_vi
        head = (goal.label, goal.horizon or None, goal.figure, row.label, row.place_label, row.level or None,
                regions.get(row.region))  # fmt: skip
        for entry in cell.entries:
            rows.append(
                (*head, entry.state, entry.figure, entry.value, goal.value, entry.gap, "; ".join(entry.reasons) or None,
                 entry.quote or None, entry.section or None, entry.target, row.plan, goal.iri,
                 host + (plan_address(row.plan, base, entry.target) if row.read else f"/{row.plan.removeprefix(base)}"))
            )  # fmt: skip
        if not cell.entries:
            address = plan_address(row.plan, base) if row.read else f"/{row.plan.removeprefix(base)}"
            rows.append(
                (
                    *head,
                    cell.state,
                    None,
                    None,
                    goal.value,
                    None,
                    why,
                    None,
                    None,
                    None,
                    row.plan,
                    goal.iri,
                    host + address,
                )
            )
    return Table("cells", _COLUMNS, tuple(rows))
