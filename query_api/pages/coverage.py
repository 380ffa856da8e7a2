"""``/`` and ``/coverage``: national targets × plans."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.pages.ask import ask
from query_api.rendering.navigation import Entry
from query_api.shared.routing import readable
from query_api.shared.services import Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(10, "/", "Tổng quan", "Overview")


@readable(router, "/", summary="Home: coverage of the national targets")
async def home(request: Request, services: Shared, query: str | None = None, example: str | None = None) -> Response:
    """Show how far plans cover the national targets; with ``query`` or ``example``, the query page."""
    return await ask(request, services, query, example)
