"""``/crafts`` and ``/villages``: what plans say of a craft or a village, where, in which condition, in which sentence."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.explorer.records import records
from query_api.pages.places import VillageOf, node_of
from query_api.problems import RequestError
from query_api.rendering.language import language_of
from query_api.rendering.names import names_of
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Column, Table, split_suffix
from query_api.rendering.words import GRADES, word
from query_api.shared.routing import readable
from query_api.shared.services import Shared

router = APIRouter(tags=["pages"])
_COLUMNS = (
    Column("place", "Địa phương", "Place"),
    Column("condition", "Tình trạng", "Condition"),
    Column("sentence", "Câu gốc", "Sentence"),
    Column("section", "Mục", "Section"),
    Column("plan", "Kế hoạch", "Plan"),
    Column("iri", "IRI", "IRI"),
    Column("sentence_address", "Địa chỉ câu gốc", "Address of the sentence"),
)


@dataclass(frozen=True, slots=True)
class _About:
    group: str
    definition_vi: str
    definition_en: str
    grade: str
    basis_vi: str
    basis_en: str


@dataclass(frozen=True, slots=True)
class StatusOf:
    """What a plan says of a craft in a place, all as texts."""

    status: str
    place: str
    condition: str
    quote: str
    section: str
    plan: str


@dataclass(frozen=True, slots=True)
class _VillageAt:
    village: str
    place: str
    condition: str
    count: str
    quote: str
    section: str
    plan: str


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a plan says of a village, all as texts."""

    place: str
    craft: str
    condition: str
    count: str
    quote: str
    section: str
    plan: str


@dataclass(frozen=True, slots=True)
class _Listed:
    craft: str
    name: str
    group: str
    places: str
    villages: str


@readable(router, "/crafts", summary="Crafts and where plans speak of them")
@readable(router, "/crafts.{suffix}", include_in_schema=False)
async def crafts(request: Request, services: Shared, suffix: str | None = None) -> Response:
    """List the crafts by group."""
    language = language_of(request)
    rows = records(await services.queries.rows("crafts"), _Listed)
    names = await names_of(services, [x for r in rows for x in (r.craft, r.group)], language)
    groups: dict[str, list[_Listed]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    columns = (
        Column("craft", "Nghề", "Craft"), Column("group", "Nhóm", "Group"), Column("places", "Nơi nói đến", "Places"),
        Column("villages", "Làng nghề được nêu", "Villages named"), Column("iri", "IRI", "IRI"),
    )  # fmt: skip
    cells = tuple((names.text(r.craft), names.text(r.group), int(r.places), int(r.villages), r.craft) for r in rows)
    title = "Crafts" if language == "en" else "Nghề"
    values = {"groups": list(groups.items()), "names": names}
    shown = Page(
        "crafts.html", title, values, (Table("crafts", columns, cells),), [r.craft for r in rows], stem="/crafts"
    )
    return await answer(request, services, shown, suffix)


@readable(router, "/crafts/{path:path}", summary="A craft: what plans say of it, place by place")
async def craft(request: Request, services: Shared, path: str) -> Response:
    """Show what plans say of a craft in each place: the condition is the place's, not the craft's."""
    stem, suffix = split_suffix(path)
    iri, node = node_of(services, f"craft/{stem}")
    language = language_of(request)
    about = records(await services.queries.rows("craft-about", craft=node), _About)
    if not about:
        raise RequestError("not-found", f"there is no craft “{stem}”", message_vi=f"không có nghề “{stem}”",
                           advice="all are listed at /crafts", advice_vi="tất cả có ở /crafts")  # fmt: skip
    said = records(await services.queries.rows("craft", craft=node), StatusOf)
    villages = records(await services.queries.rows("craft-villages", craft=node), _VillageAt)
    named = [iri, about[0].group, *(x for s in said for x in (s.place, s.condition, s.plan))]
    named += [x for v in villages for x in (v.village, v.place, v.condition, v.plan)]
    names = await names_of(services, named, language)
    where = services.site.address(request)
    values = {
        "about": about[0], "iri": iri, "stem": stem, "said": said, "villages": villages, "names": names,
        "grade": word(GRADES, about[0].grade.rpartition("/")[2], language), "grade_key": about[0].grade.rpartition("/")[2],
        "conditions": sorted({s.condition for s in said}),
    }  # fmt: skip
    cells = tuple(
        (names.text(s.place), names.text(s.condition), s.quote, s.section, names.text(s.plan), s.status,
         where + names.sentence(s.status, s.plan))
        for s in said
    )  # fmt: skip
    things = [iri, *(s.status for s in said), *(v.village for v in villages)]
    title = names.text(iri)[:1].upper() + names.text(iri)[1:]
    shown = Page("craft.html", title, values, (Table("said", _COLUMNS, cells),), things, stem=f"/crafts/{stem}")
    return await answer(request, services, shown, suffix)


@readable(router, "/villages/{path:path}", summary="A village: what plans say of it")
async def village(request: Request, services: Shared, path: str) -> Response:
    """Show what each plan says of a village, and what none says."""
    stem, suffix = split_suffix(path)
    iri, node = node_of(services, f"village/{stem}")
    language = language_of(request)
    said = records(await services.queries.rows("village", village=node), SaidOf)
    if not said:
        raise RequestError("not-found", f"there is no village “{stem}”", message_vi=f"không có làng nghề “{stem}”",
                           advice="villages are listed with their places at /places",
                           advice_vi="làng nghề có ở trang của địa phương, /places")  # fmt: skip
    names = await names_of(
        services, [iri, *(x for s in said for x in (s.place, s.craft, s.condition, s.plan))], language
    )
    where = services.site.address(request)
    places = list(dict.fromkeys(s.place for s in said if s.place))
    neighbours = [
        v
        for place in places
        for v in records(await services.queries.rows("place-villages", place=node_of(services, place.removeprefix(services.settings.base))[1]), VillageOf)
        if v.village != iri
    ]  # fmt: skip
    names = await names_of(services, [*names.labels, *(v.village for v in neighbours)], language)
    values = {
        "iri": iri, "stem": stem, "said": said, "names": names, "places": places,
        "crafts": list(dict.fromkeys(s.craft for s in said if s.craft)), "count": next((s.count for s in said if s.count), ""),
        "neighbours": list(dict.fromkeys(v.village for v in neighbours)),
    }  # fmt: skip
    cells = tuple(
        (names.text(s.place), names.text(s.condition), s.quote, s.section, names.text(s.plan), iri,
         where + names.sentence(iri, s.plan))
        for s in said
    )  # fmt: skip
    title = names.text(iri)[:1].upper() + names.text(iri)[1:]
    shown = Page("village.html", title, values, (Table("said", _COLUMNS, cells),), [iri], stem=f"/villages/{stem}")
    return await answer(request, services, shown, suffix)
