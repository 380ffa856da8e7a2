"""Pages that take long the first time are made as the data are loaded, before anybody opens them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from api_sample import FIRST
from starlette.types import Receive, Scope, Send

from query_api import pages
from query_api.app import create_app
from query_api.settings import Settings
from query_api.shared.services import Services
from query_api.shared.warming import Warming


def test_pages_are_made_before_anybody_opens_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ttl").write_text(FIRST, encoding="utf-8")
    app = create_app(Settings(paths=(tmp_path,), workers=1, visit_at_start=True))
    services: Services = app.state.services
    asked: list[object] = []

    async def open_some() -> list[int]:
        async with app.router.lifespan_context(app):
            assert services.warming is not None
            await services.warming.done()
            monkeypatch.setattr("query_api.asking.named_queries.ask_rows", lambda *what: asked.append(what))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://here", headers={"Accept": "text/html"}
            ) as http:
                return [(await http.get(path)).status_code for path in ("/plans", "/places?lang=en", "/calendar")]

    assert asyncio.run(open_some()) == [200, 200, 200]
    assert asked == []


def test_the_pages_at_the_head_come_first_and_the_report_is_not_begun() -> None:
    visits = pages.first_visits()
    assert visits[:2] == ("/", "/plans")
    assert "/places" in visits
    assert "/compliance" not in visits


def test_a_page_that_fails_keeps_no_other_from_being_made() -> None:
    seen = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope["path"], scope["query_string"]))
        if scope["path"] == "/broken":
            raise ValueError("broken")

    async def visit() -> None:
        warming = Warming(app, ["/broken", "/plans?lang=en"])
        warming.begin()
        warming.begin()  # the data have been replaced meanwhile
        await warming.done()
        await warming.stop()

    asyncio.run(visit())
    assert seen == [("/broken", b""), ("/plans", b"lang=en")]
