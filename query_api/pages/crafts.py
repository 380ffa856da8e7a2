"""``/crafts`` and ``/villages``: what plans say of a craft or a village, where, in which condition, in which sentence."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.explorer.records import records
from query_api.pages.places import node_of
from query_api.problems import RequestError
from query_api.rendering.figures import day
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
    today: str
    state: str
    recognised: str


@dataclass(frozen=True, slots=True)
class AboutVillage:
    """What is known of a village, all as texts."""

    place: str
    province: str
    kind: str
    state: str
    grade: str
    craft: str
    households: str
    workers: str
    revenue: str
    figures: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """A recognition of a village, all as texts."""

    recognition: str
    decision: str
    date: str
    year: str
    issuer: str
    grade: str
    basis_vi: str
    basis_en: str
    source: str


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a source says of a village, all as texts."""

    said: str
    words: str
    source: str
    document: str
    element: str


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
    values = {"groups": sorted(groups.items(), key=lambda group: not group[0]), "names": names}
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
    named += [x for v in villages for x in (v.village, v.place, v.today, v.state)]
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
    about = records(await services.queries.rows("village", village=node), AboutVillage)
    if not about:
        raise RequestError("not-found", f"there is no village “{stem}”", message_vi=f"không có làng nghề “{stem}”",
                           advice="villages are listed with their places at /places",
                           advice_vi="làng nghề có ở trang của địa phương, /places")  # fmt: skip
    recognitions: dict[str, list[Recognition]] = {}
    for row in records(await services.queries.rows("village-recognitions", village=node), Recognition):
        recognitions.setdefault(row.recognition, []).append(row)
    said = records(await services.queries.rows("village-said", village=node), SaidOf)
    first, crafts = about[0], list(dict.fromkeys(a.craft for a in about if a.craft))
    named = [iri, first.place, first.province, first.kind, first.state, *crafts, *(s.document for s in said)]
    named += [x for its in recognitions.values() for x in (its[0].decision, its[0].issuer)]
    names = await names_of(services, named, language)
    where = services.site.address(request)
    values = {
        "iri": iri, "stem": stem, "about": first, "crafts": crafts, "said": said, "names": names,
        "recognitions": list(recognitions.values()), "grade": lambda g: word(GRADES, g.rpartition("/")[2], language),
        "day": lambda d: day(d, language), "key": lambda g: g.rpartition("/")[2] or "none",
    }  # fmt: skip
    cells = tuple(
        (names.text(first.place), names.text(first.state), s.words, "", names.text(s.document), s.said or iri,
         where + names.sentence(iri, s.document) if s.document else s.source)
        for s in said
    )  # fmt: skip
    title = names.text(iri)[:1].upper() + names.text(iri)[1:]
    things = [iri, *recognitions, *(s.said for s in said if s.said)]
    shown = Page("village.html", title, values, (Table("said", _COLUMNS, cells),), things, stem=f"/villages/{stem}")
    return await answer(request, services, shown, suffix)
