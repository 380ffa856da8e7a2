"""The app factory: settings in, app out; nothing happens at import."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from loader import __version__
from loader.errors import LangngheError
from loader.programmes import things_of
from loader.project import Project
from loader.scratch import sweep
from query_api import pages
from query_api.asking.named_queries import NamedQueries
from query_api.asking.search import SearchIndex
from query_api.engine.base import Engine
from query_api.engine.checking import Checker
from query_api.engine.choice import engine_for
from query_api.engine.confined_process import Bounds
from query_api.engine.federation import Federation
from query_api.pages.noting import note
from query_api.pages.things import router_of
from query_api.protocol import graphs, named, sparql, validation, void
from query_api.rendering.language import LANGUAGES, in_language
from query_api.rendering.page import PAGES, STATIC, templates
from query_api.served.chronicle import Chronicle
from query_api.served.declared_pages import packs_served, thing_pages
from query_api.served.documentation import Documentation
from query_api.served.dumps import Dumps
from query_api.served.examples import load_examples, pack_folders
from query_api.served.homes import Homes
from query_api.served.site import site_of
from query_api.server import administration, health
from query_api.server.admission import Admission, TrustedProxies
from query_api.server.bodies import Bodies
from query_api.server.middleware import CommonHeaders, Compression, Preflight
from query_api.server.one_version import OneVersion
from query_api.server.reporting import REPORTED, report
from query_api.settings import Settings
from query_api.shared.aside import Aside
from query_api.shared.caching import KnownRequests, ResultCache
from query_api.shared.clients import Clients
from query_api.shared.metrics import Metrics
from query_api.shared.services import Services
from query_api.shared.warming import Warming

ROUTERS = (
    health.router,
    administration.router,
    graphs.router,
    named.router,
    void.router,
    validation.router,
)
"""What is not a page; pages find themselves (``query_api.pages``)."""


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """Return the app for these settings.

    Args:
        settings: how the server is set up.
        engine: what answers queries, already started, to be stopped by the caller; by default the one that the
            settings ask for, started and stopped with the app.
    """
    own = engine is None
    engine = engine if engine is not None else engine_for(settings)
    site = site_of(settings)
    packs = packs_served(settings.project)
    brought, things = thing_pages(packs), things_of(packs)
    homes = Homes(settings.base, brought.homes)
    services = Services(
        settings,
        engine,
        SearchIndex(engine, things),
        Dumps(engine),
        load_examples(settings.queries, *pack_folders(settings.project)),
        templates(site, homes, pages.entries()),
        NamedQueries(engine, PAGES / "queries", brought.queries),
        ResultCache(settings.cached_bytes),
        KnownRequests(settings.cached_bytes // 4),
        Clients(settings.per_client),
        Metrics(),
        Clients(1, settings.check_seconds),
        Checker(Bounds(settings.check_seconds, at_once=settings.checks)),
        Federation(settings.services),
        Documentation(settings.project, site),
        site,
        Aside(),
        homes,
        things,
        brought,
    )
    app = FastAPI(
        routes=list(sparql.router.routes),  # first: routes are tried one after another
        title="langnghe",
        summary="SPARQL endpoint and linked data of Vietnamese administrative plans",
        version=__version__,
        servers=[{"url": site.public or site.prefix}] if site.public or site.prefix else None,
        redirect_slashes=False,  # a redirect of the framework names the host that the client named
        lifespan=_lifespan if own else _no_lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # /metrics is ours
    )
    project = Project.around(settings.project) if settings.project is not None else None
    services.chronicle = Chronicle(project.root if project is not None else None)
    services.watchers.append(note)
    if settings.visit_at_start:
        listings = (page.listing.address for page in brought.pages if page.listing is not None)
        first = (*pages.first_visits(), *listings)
        services.warming = Warming(app, [in_language(path, to) for to in LANGUAGES for path in first])
    app.state.services = services
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in (*ROUTERS, router_of(brought), *pages.routers()):
        app.include_router(router)
    for reported in REPORTED:
        app.add_exception_handler(reported, report)
    app.add_middleware(OneVersion, engine=engine)
    app.add_middleware(Bodies, of_client=settings.held_of_client, in_all=settings.held_in_all)
    app.add_middleware(Preflight)
    app.add_middleware(Admission, site=site, proxies=TrustedProxies(settings.trusted_proxies))
    app.add_middleware(Compression)
    app.add_middleware(CommonHeaders, metrics=services.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await services.engine.start()
    try:
        async with _no_lifespan(app):
            yield
    finally:
        await services.engine.stop()


@asynccontextmanager
async def _no_lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await asyncio.to_thread(sweep)
    await services.aside.start()
    if services.warming is not None:
        services.warming.begin()
    if services.settings.index_at_start:
        services.search.begin()
    preparing = asyncio.create_task(_prepare(services)) if services.settings.check_at_start else None
    try:
        yield
    finally:
        if preparing is not None:
            preparing.cancel()
        if services.warming is not None:
            await services.warming.stop()
        await services.dumps.stop()
        await services.search.stop()
        await services.profiles.stop()
        await services.reports.stop()
        await services.aside.stop()


async def _prepare(services: Services) -> None:
    """Make beside all else what nobody shall wait for: the report, and the first look at the data."""
    services.reports.begin(services.settings, services.engine)
    with suppress(LangngheError):
        await note(services)  # so that the next build is held against this one
