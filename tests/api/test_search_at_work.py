"""A search while its index is being built: a reader is told so, who types is offered nothing, a program waits."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest
from api_sample import FIRST, running

from query_api.asking.search import SearchIndex
from query_api.settings import Settings


def test_a_reader_is_told_that_the_index_is_being_built_and_then_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()
    build = SearchIndex._build

    async def held_up(self: SearchIndex) -> None:
        begun.set()
        await asyncio.to_thread(go_on.wait)
        await build(self)

    monkeypatch.setattr(SearchIndex, "_build", held_up)
    monkeypatch.setattr("query_api.pages.search._PATIENCE", 0.01)
    (tmp_path / "a.ttl").write_text(FIRST, encoding="utf-8")
    settings = Settings(paths=(tmp_path,), workers=1, index_at_start=True)
    with (
        running(settings) as url,
        httpx.Client(base_url=url, timeout=60, headers={"Accept": "text/html"}) as http,
        ThreadPoolExecutor() as beside,
    ):
        try:
            assert begun.wait(60)  # before anybody asks
            told = http.get("/search", params={"q": "khôi phục"})
            assert (told.status_code, "refresh" in told.headers, told.headers["cache-control"]) == (
                200,
                True,
                "no-store",
            )
            assert "Chỉ mục của dữ liệu vừa nạp đang được dựng" in told.text
            assert "is being built" in http.get("/search", params={"q": "khôi phục", "lang": "en"}).text
            assert "refresh" not in http.get("/search").headers  # the empty form needs no index
            offered = http.get("/search/suggest", params={"q": "khôi"})
            assert (offered.json(), offered.headers["cache-control"]) == ([], "no-store")
            waiting = beside.submit(httpx.get, f"{url}/search.json", params={"q": "khôi phục"}, timeout=60)
        finally:
            go_on.set()
        assert waiting.result().json()["total"] > 0
        found = http.get("/search", params={"q": "khôi phục"})
        assert "refresh" not in found.headers
        assert "<mark>Khôi</mark>" in found.text
