"""For those who run a server: loading the data anew. Off unless a token is set."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from query_api.shared.authority import authorise
from query_api.shared.reloading import reload_data
from query_api.shared.services import Shared

router = APIRouter(prefix="/admin", tags=["operation"])


@router.post("/reload", summary="Load the data anew (needs the administration token)")
async def reload(request: Request, services: Shared) -> Response:
    """Load the data beside the old, then swap; running queries end on the data they began with."""
    authorise(request, services)
    summary = await reload_data(services)
    return JSONResponse({"version": summary.version, "triples": summary.triples})
