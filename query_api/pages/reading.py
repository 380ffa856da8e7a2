"""``/reading``: the rules of reading that facts name in ``ln:extractedBy``, and the tables of rules they work with."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from loader.rules import ReadingRule, book
from query_api.problems import RequestError
from query_api.rendering.language import language_of
from query_api.rendering.page import Page, answer, page
from query_api.rendering.twins import CSV, JSON, XLSX, Column, Table
from query_api.shared.routing import readable
from query_api.shared.services import Shared

router = APIRouter(tags=["pages"])
_READING_COLUMNS = (
    Column("rule", "Quy tắc", "Rule"),
    Column("reads", "Đọc gì", "What it reads"),
    Column("right", "Đúng", "Right"),
    Column("found", "Đã đọc", "Read"),
    Column("confidence", "Độ tin", "Confidence"),
)
_TABLE_COLUMNS = (
    Column("table", "Bảng", "Table"),
    Column("about", "Nhận dạng gì", "What it recognises"),
    Column("rules", "Số quy tắc", "Rules"),
)


@readable(router, "/reading", summary="The rules of reading")
@readable(router, "/reading.{suffix}", include_in_schema=False)
async def index(request: Request, services: Shared, suffix: str | None = None) -> Response:
    """List the reading rules with how often each is right, and the tables of rules."""
    # All rules are read for the first who asks, which takes a while: not in the event loop.
    found = await asyncio.to_thread(_all_rules)
    english = language_of(request) == "en"
    rows = tuple(
        (r.id, r.en if english else r.vi, tally.right if tally else None, tally.found if tally else None, confidence)
        for r, tally, confidence in found["readings"]
    )
    tables = tuple((t.name, t.en if english else t.vi, len(t.rules)) for t in found["tables"])
    twins = (Table("readings", _READING_COLUMNS, rows), Table("tables", _TABLE_COLUMNS, tables))
    title = "Rules of reading" if english else "Quy tắc đọc"
    shown = Page("readings.html", title, found, twins, suffixes=(JSON, CSV, XLSX), stem="/reading")
    return await answer(request, services, shown, suffix)


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
