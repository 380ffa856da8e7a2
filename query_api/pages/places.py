"""``/places``: the plans for a place, what they aim at, the things that packs name there, its bodies, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.explorer.records import records
from query_api.explorer.sections import of_place, table_of
from query_api.explorer.succession import succession_of
from query_api.problems import RequestError
from query_api.rendering.figures import day, short_figure
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Cell, Column, Table, split_suffix
from query_api.rendering.words import ENDS, GRADES, LEVELS, word
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
FIRST = ("/places",)
_TARGETS = (
    Column("target", "Chỉ tiêu", "Target"),
    Column("figure", "Số", "Figure"),
    Column("year", "Năm", "Year"),
    Column("indicator", "Chỉ số", "Indicator"),
    Column("section", "Mục", "Section"),
    Column("plan", "Kế hoạch", "Plan"),
    Column("iri", "IRI", "IRI"),
    Column("sentence_address", "Địa chỉ câu gốc", "Address of the sentence"),
)


@dataclass(frozen=True, slots=True)
class _About:
    level: str
    within: str
    since: str
    until: str
    grade: str


@dataclass(frozen=True, slots=True)
class PlanOf:
    """A plan for a place or for one that it was made from.

    Attributes:
        plan: its IRI.
        area: the place that it was made for.
        date: day of issue.
        number: its number.
        status: IRI of its status.
        level: IRI of its level.
        read: "true" if its text was read.
    """

    plan: str
    area: str
    date: str
    number: str
    status: str
    level: str
    read: str


@dataclass(frozen=True, slots=True)
class TargetOf:
    """A target of such a plan, all as texts."""

    target: str
    label: str
    comparator: str
    value: str
    upper: str
    unit: str
    horizon: str
    section: str
    plan: str
    indicator: str


@dataclass(frozen=True, slots=True)
class _Body:
    agency: str
    name: str
    until: str
    former: str


@dataclass(frozen=True, slots=True)
class _Part:
    part: str
    name: str
    until: str


@dataclass(frozen=True, slots=True)
class _Listed:
    place: str
    name: str
    level: str
    until: str
    plans: str
    read: str


@readable(router, "/places", summary="Places and the plans for them")
@readable(router, "/places.{suffix}", include_in_schema=False)
async def places(request: Request, services: Shared, suffix: str | None = None, level: str = "") -> Response:
    """List places with the number of plans for them; ``level`` narrows the list."""
    language = language_of(request)
    rows = records(await services.queries.rows("places"), _Listed)
    # Communes by the thousand are found by search, by their province or by choosing the level.
    rows = [
        r
        for r in rows
        if (r.level.endswith(f"/{level}") if level else r.plans != "0" or not r.level.endswith("/commune"))
    ]
    rows.sort(key=lambda r: (-int(r.read), -int(r.plans), r.name))
    names = await names_of(services, [r.place for r in rows], language)
    columns = (
        Column("place", "Địa phương", "Place"), Column("level", "Cấp", "Level"), Column("until", "Đến ngày", "Until"),
        Column("plans", "Kế hoạch", "Plans"), Column("read", "Đã đọc", "Read"), Column("iri", "IRI", "IRI"),
    )  # fmt: skip
    table = Table("places", columns, tuple(
        (names.text(r.place), word(LEVELS, r.level.rpartition("/")[2], language), r.until, int(r.plans), int(r.read), r.place)
        for r in rows
    ))  # fmt: skip
    values = {
        "rows": rows, "names": names, "level": level, "levels": [(k, word(LEVELS, k, language)) for k in LEVELS if k],
        "level_of": lambda iri: word(LEVELS, iri.rpartition("/")[2], language), "day": lambda d: day(d, language),
        "lists": [
            (p.listing.address, p.listing.label.vi, p.listing.label.en)
            for p in services.thing_pages.pages if p.listing is not None
        ],
    }  # fmt: skip
    title = "Places" if language == "en" else "Địa phương"
    return await answer(
        request, services, Page("places.html", title, values, (table,), [r.place for r in rows], stem="/places"), suffix
    )


@readable(router, "/places/{path:path}", summary="A place: its plans, targets, named things and bodies")
async def place(request: Request, services: Shared, path: str) -> Response:
    """Show what plans say of a place, and what became of it."""
    stem, suffix = split_suffix(path)
    iri, node = node_of(services, f"place/{stem}")
    language, ask = language_of(request), services.queries.rows
    about = records(await ask("place", place=node), _About)
    if not about:
        raise _unknown(stem, "/places")
    succession = succession_of(iri, await ask("place-changes", place=node))
    plans = records(await ask("place-plans", place=node), PlanOf)
    targets = records(await ask("place-targets", place=node), TargetOf)
    sections = await of_place(services, node, language)
    bodies = records(await ask("place-bodies", place=node), _Body)
    parts = records(await ask("place-parts", place=node), _Part)
    named = [iri, about[0].within, *(p.plan for p in plans), *(p.area for p in plans), *(p.status for p in plans)]
    named += [x for t in targets for x in (t.unit, t.indicator, t.plan)]
    named += [x for c in succession.changes for x in (*c.old, *c.new, *(b.iri for b in c.basis))]
    named += [*(b.agency for b in bodies), *(p.part for p in parts)]
    names = await names_of(services, named, language)
    where = services.site.address(request)
    values = {
        "about": about[0], "iri": iri, "stem": stem, "names": names, "succession": succession, "plans": _once(plans),
        "targets": targets, "sections": sections, "bodies": bodies, "parts": parts,
        "figure": lambda t: figure_of(t, names, language), "grade": lambda g: word(GRADES, g, language),
        "ending": lambda c: word(ENDS, c.kind.value, language), "day": lambda d: day(d, language),
        "level": word(LEVELS, about[0].level.rpartition("/")[2], language),
    }  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (t.label, figure_of(t, names, language), t.horizon, names.text(t.indicator), t.section, names.text(t.plan), t.target,
         where + names.sentence(t.target, t.plan))
        for t in targets
    ]  # fmt: skip
    more = [table_of(s.section.key, s.section.columns, s.rows, s.names, where) for s in sections if s.section.columns]
    tables = (Table("targets", _TARGETS, tuple(rows)), *more)
    things = [iri, *(p.plan for p in plans), *(t.target for t in targets)]
    things += [x for s in sections for name in s.section.things for x in s.every(name)]
    shown = Page("place.html", names.text(iri), values, tables, things, stem=f"/places/{stem}")
    return await answer(request, services, shown, suffix)


def node_of(services: Services, path: str) -> tuple[str, ox.NamedNode]:
    """Return the IRI at a path.

    Raises:
        RequestError: the path makes no IRI (404).
    """
    iri = services.settings.base + path
    try:
        return iri, ox.NamedNode(iri)
    except ValueError:
        raise RequestError("not-found", "there is no such page", message_vi="không có trang này") from None


def figure_of(target: TargetOf, names: Names, language: str) -> str:
    """Return a target's figure with sign and unit."""
    unit = names.text(target.unit)
    return short_figure(target.value, target.unit, unit, target.comparator, language, target.upper)


def _once(plans: list[PlanOf]) -> list[PlanOf]:
    return list({p.plan: p for p in reversed(plans)}.values())[::-1]


def _unknown(stem: str, index: str) -> RequestError:
    return RequestError(
        "not-found", f"the graph does not know “{stem}”", message_vi=f"đồ thị không có “{stem}”",
        advice=f"all are listed at {index}", advice_vi=f"tất cả có ở {index}",
    )  # fmt: skip
