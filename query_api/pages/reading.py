"""``/reading``: the rules of reading that facts name in ``ln:extractedBy``, and the tables of rules they work with."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from loader.rules import ReadingRule, book
from query_api.problems import RequestError
from query_api.rendering.page import page, page_aside
from query_api.shared.routing import readable

router = APIRouter(tags=["pages"])


@readable(router, "/reading", summary="The rules of reading")
async def index(request: Request) -> Response:
    """List the reading rules with how often each is right, and the tables of rules."""
    # All rules are read for the first who asks, which takes a while: not in the event loop.
    return await page_aside(request, "readings.html", **await asyncio.to_thread(_all_rules))


def _all_rules() -> dict[str, Any]:
    rules = book()
    known = rules.measured()
    readings = [(r, known.readings.get(r.id), rules.confidence(r.id)) for r in rules.readings().values()]
    return {"readings": readings, "tables": [rules.table(name) for name in rules.names()]}


@readable(router, "/reading/{name}", summary="A reading rule, or a table of rules")
async def reading(request: Request, name: str) -> Response:
    """Show a reading rule ("tasks.under-heading") or a table ("heading") with all its rules."""
    rules = book()
    known = rules.measured()
    if (chosen := rules.readings().get(name)) is not None:
        return page(
            request,
            "reading.html",
            reading=chosen,
            confidence=rules.confidence(name),
            tally=known.readings.get(name),
            kind_share=known.kinds.get(chosen.kind.key),
            examples=known.examples.get(name, ()),
        )
    if name not in rules.names():
        raise RequestError("not-found", f"no rule of reading is called {name}")
    users = [r for r in rules.readings().values() if name in r.tables]
    return page(request, "reading_table.html", table=rules.table(name), users=users, fired=known.fired)


def href_of_reading(name: str) -> str | None:
    """Return where the page of a reading rule is; None when no rule has that name."""
    found: ReadingRule | None = book().readings().get(name)
    return None if found is None else f"/reading/{quote(found.id)}"
