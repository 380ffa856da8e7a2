"""Pages about the named things that packs bring, made of what the packs declare: at addresses of their own, each kind's as it says."""

from __future__ import annotations

import asyncio

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from loader.graph.vocabulary import term
from query_api.engine.results import Rows
from query_api.explorer.sections import Row, Shown, ShownSection, iris_in, rows_of, table_of
from query_api.pages.places import node_of
from query_api.problems import RequestError
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.page import Page, answer
from query_api.rendering.terms import View
from query_api.rendering.twins import split_suffix
from query_api.served.thing_pages import Listing, ThingPage, ThingPages
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared


def router_of(pages: ThingPages) -> APIRouter:
    """Return the routes of the pages about named things."""
    router = APIRouter(tags=["pages"])
    for page in pages.pages:
        if page.listing is not None:
            _add_listing(router, page, page.listing)
        _add_page(router, page)
    return router


def _add_listing(router: APIRouter, page: ThingPage, listing: Listing) -> None:
    @readable(router, listing.address, summary=f"{page.kind.several.en}, by group")
    @readable(router, f"{listing.address}.{{suffix}}", include_in_schema=False)
    async def listed(request: Request, services: Shared, suffix: str | None = None) -> Response:
        """List the things of the kind by group."""
        return await _listed(request, services, page, listing, suffix)


def _add_page(router: APIRouter, page: ThingPage) -> None:
    @readable(router, f"{page.home}{{path:path}}", summary=f"{page.kind.one.en}: what documents say of it")
    async def thing(request: Request, services: Shared, path: str) -> Response:
        """Show what is known of a thing, with the sentences."""
        return await _thing(request, services, page, path)


async def _listed(
    request: Request, services: Services, page: ThingPage, listing: Listing, suffix: str | None
) -> Response:
    language = language_of(request)
    rows = rows_of(await _ask(services, page, listing.query))
    names = await names_of(services, iris_in(rows), language)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get("group", ""), []).append(row)
    values = {
        "groups": sorted(groups.items(), key=lambda group: not group[0]), "names": names, "listing": listing,
        "shown": Shown(rows, names, language),
    }  # fmt: skip
    table = table_of(listing.address[1:].replace("/", "-"), listing.columns, rows, names, "")
    things = [row["thing"] for row in rows]
    shown = Page("things.html", listing.title.of(language), values, (table,), things, stem=listing.address)
    return await answer(request, services, shown, suffix)


async def _thing(request: Request, services: Services, page: ThingPage, path: str) -> Response:
    stem, suffix = split_suffix(path)
    iri, node = node_of(services, f"{page.kind.key}/{stem}")
    language = language_of(request)
    about = rows_of(await _ask(services, page, page.about, node))
    if not about:
        raise RequestError(
            "not-found", page.missing.en.replace("{}", stem), message_vi=page.missing.vi.replace("{}", stem),
            advice=page.advice.en, advice_vi=page.advice.vi,
        )  # fmt: skip
    answers = await asyncio.gather(*(_ask(services, page, s.query, node) for s in page.sections))
    found = [rows_of(each) for each in answers]
    names = await names_of(services, [iri, *iris_in(about), *(x for rows in found for x in iris_in(rows))], language)
    sections = [ShownSection(rows, names, language, s) for s, rows in zip(page.sections, found, strict=True)]
    head = Shown(about, names, language)
    values = {
        "described": page, "head": head, "sections": sections, "iri": iri, "path_of_thing": f"/{page.kind.key}/{stem}",
        "crumbs": _crumbs(page, head.first, names, language),
    }  # fmt: skip
    where = services.site.address(request)
    tables = tuple(
        table_of(s.section.key, s.section.columns, s.rows, names, where) for s in sections if s.section.columns
    )
    things = [iri, *(x for s in sections for name in s.section.things for x in s.every(name))]
    title = names.text(iri)[:1].upper() + names.text(iri)[1:]
    shown = Page("thing.html", title, values, tables, list(dict.fromkeys(things)), stem=f"{page.home}{stem}")
    return await answer(request, services, shown, suffix)


async def _ask(services: Services, page: ThingPage, query: str, thing: ox.NamedNode | None = None) -> Rows:
    """Return the rows of a query of a page; those that come along with the server are told of which kind the thing is."""
    kind = page.kind
    values: dict[str, list[ox.NamedNode]] = {
        "it": [thing] if thing is not None else [],
        "type": [term(name) for name in (kind.term, *kind.more)],
        "having": [term(kind.having.property)] if kind.having else [],
        "saying": [term(kind.status.of)] if kind.status else [],
    }
    taken = services.queries.parameters(query)
    return await services.queries.rows(query, **{name: its for name, its in values.items() if name in taken})


def _crumbs(page: ThingPage, about: Row, names: Names, language: str) -> list[View]:
    found: list[View] = []
    for crumb in page.crumbs:
        value = about.get(crumb.variable, "") if crumb.variable else ""
        if crumb.words is not None:
            found.append(View(crumb.words.of(language), crumb.address or None))
        elif value and value not in [view.title for view in found]:
            found.append(names.view(value))
    return found
