"""For those who run a server: is it alive, is it ready, what has it done."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, PlainTextResponse, Response

from loader.errors import EngineError, QueryTimeout
from query_api.engine.base import QueryRequest, read_all
from query_api.engine.formats import JSON, TURTLE
from query_api.shared.routing import readable
from query_api.shared.services import Shared

# With its terms: an answer without them could come from an index alone, or from no store at all.
_ANY_FACT = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1"

router = APIRouter(tags=["operation"])


@readable(router, "/health", summary="Is the process alive?")
async def health(services: Shared) -> Response:
    """Say that the process answers; touches no engine."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@readable(router, "/ready", summary="Does the engine answer queries?")
async def ready(services: Shared) -> Response:
    """Ask the engine for a fact of the graph; 503 (problem document) with the cause when it does not answer."""
    try:
        await read_all(await services.engine.query(QueryRequest(_ANY_FACT, JSON, TURTLE, 2.0)))
    except QueryTimeout:
        raise EngineError("the engine did not answer in 2 s") from None
    summary = services.engine.summary
    body = {"status": "ready", "version": summary.version, "triples": summary.triples}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.get("/metrics", summary="Counters in the text format of Prometheus", response_class=PlainTextResponse)
async def metrics(services: Shared) -> Response:
    """Return the counters."""
    running = sum(services.clients.running.values())
    text = services.metrics.text(running, services.engine.summary.triples)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")
