"""The app factory: settings in, app out; nothing happens at import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from loader.errors import LangngheError
from query_api import administration, health
from query_api.documentation import Documentation
from query_api.dumps import Dumps
from query_api.engine.base import Engine
from query_api.engine.checking import Bounds, Checker
from query_api.engine.choice import engine_for
from query_api.engine.federation import Federation
from query_api.examples import load_examples
from query_api.metrics import Metrics
from query_api.middleware import CommonHeaders, Compression
from query_api.pages import akoma, browse, editor, finding, home, resource
from query_api.pages.rendering import STATIC, problem_page, templates, wants_html
from query_api.problems import Problem, problem_of, problem_of_status, problem_response
from query_api.protocol import graphs, named, sparql, validation, void
from query_api.protocol.answers import ClientGoneError
from query_api.protocol.caching import ResultCache
from query_api.search import SearchIndex
from query_api.services import Clients, Services
from query_api.settings import Settings

ROUTERS = (
    sparql.router,  # first: routes are tried one after another
    health.router,
    administration.router,
    graphs.router,
    named.router,
    void.router,
    validation.router,
    home.router,
    finding.router,
    browse.router,
    editor.router,
    akoma.router,
)
CATCH_ALL = resource.router  # after everything else: it answers for any path


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """Return the app for these settings.

    Args:
        settings: how the server is set up.
        engine: what answers queries, already started, to be stopped by the caller; by default the one that the
            settings ask for, started and stopped with the app.
    """
    own = engine is None
    engine = engine if engine is not None else engine_for(settings)
    services = Services(
        settings,
        engine,
        SearchIndex(engine),
        Dumps(engine),
        load_examples(settings.queries),
        templates(),
        ResultCache(settings.cached_bytes),
        Clients(settings.per_client),
        Metrics(),
        Checker(Bounds(settings.check_seconds)),
        Federation(settings.services),
        Documentation(settings.project),
    )
    app = FastAPI(
        title="langnghe",
        summary="SPARQL endpoint and linked data of Vietnamese administrative plans",
        version="0.1.0",
        lifespan=_lifespan if own else _no_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(CATCH_ALL)
    app.add_exception_handler(LangngheError, _on_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ClientGoneError, _on_client_gone)
    app.add_exception_handler(Exception, _on_bug)
    app.add_middleware(Compression)
    app.add_middleware(CommonHeaders, metrics=services.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await services.engine.start()
    try:
        yield
    finally:
        await services.engine.stop()
        services.dumps.remove()


@asynccontextmanager
async def _no_lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    try:
        yield
    finally:
        services.dumps.remove()


def _report(request: Request, problem: Problem) -> Response:
    if wants_html(request):
        return problem_page(request, problem)
    return problem_response(problem)


async def _on_error(request: Request, error: Exception) -> Response:
    return _report(request, problem_of(error if isinstance(error, LangngheError) else LangngheError(str(error))))


async def _on_http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    response = _report(request, problem_of_status(status, detail))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _on_invalid(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    detail = "; ".join(f"{'.'.join(str(p) for p in f['loc'][1:])}: {f['msg']}" for f in faults)
    return _report(request, Problem("bad-request", detail))


async def _on_client_gone(request: Request, error: Exception) -> Response:
    return Response(None, 499)  # nobody reads it; the status is for the log


async def _on_bug(request: Request, error: Exception) -> Response:
    structlog.get_logger("langnghe").error("bug", path=request.url.path, exc_info=error)
    return _report(request, Problem("internal", "an unexpected error; it has been logged"))
