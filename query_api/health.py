"""For those who run a server: is it alive, is it ready, what has it done."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, PlainTextResponse, Response

from query_api.engine.base import QueryRequest, read_all
from query_api.engine.formats import JSON, TURTLE
from query_api.routing import readable
from query_api.services import Shared

router = APIRouter(tags=["operation"])


@readable(router, "/health", summary="Is the process alive?")
async def health(services: Shared) -> Response:
    """Say that the process answers; touches no engine."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@readable(router, "/ready", summary="Does the engine answer queries?")
async def ready(services: Shared) -> Response:
    """Ask the engine a trivial query; 503 (problem document) when it does not answer."""
    answer = await services.engine.query(QueryRequest("ASK {}", JSON, TURTLE, 2.0))
    await read_all(answer)
    summary = services.engine.summary
    body = {"status": "ready", "version": summary.version, "triples": summary.triples}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.get("/metrics", summary="Counters in the text format of Prometheus", response_class=PlainTextResponse)
async def metrics(services: Shared) -> Response:
    """Return the counters."""
    running = sum(services.clients.running.values())
    text = services.metrics.text(running, services.engine.summary.triples)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")
