"""The way of a query past the framework: matching routes and solving dependencies costs more than most queries.

The route is declared in ``protocol.sparql`` like every other, so that it is documented; this answers it first.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from query_api.protocol.sparql import METHODS, PATHS, sparql
from query_api.server.reporting import report
from query_api.shared.services import Services


class Direct:
    """Answers the SPARQL endpoint, and passes everything else on."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or scope["path"] not in PATHS or scope["method"] not in METHODS:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            response = await sparql(request, self._services)
        except Exception as error:
            response = await report(request, error)
        await response(scope, receive, send)
