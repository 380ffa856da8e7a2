"""``/changes``: what changed between builds: new plans, days called off, new findings; and as a feed, ``/changes.atom``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.pages.noting import note
from query_api.rendering.atom import MEDIA_TYPE, Entry, feed
from query_api.rendering.language import in_language, language_of
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Column, Table
from query_api.rendering.words import Words, word
from query_api.served.chronicle import Change
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.routing import readable
from query_api.shared.services import Shared

router = APIRouter(tags=["pages"])
_KINDS: Words = {
    "plan-added": ("Kế hoạch mới", "New plan"),
    "plan-removed": ("Kế hoạch đã rút", "Plan withdrawn"),
    "due-called-off": ("Hạn không còn", "Date called off"),
    "due-moved": ("Hạn đã đổi ngày", "Date moved"),
    "finding-new": ("Phát hiện mới", "New finding"),
    "finding-gone": ("Phát hiện đã hết", "Finding gone"),
}
_IN_FEED = 200
_COLUMNS = (
    Column("when", "Lúc", "When"),
    Column("kind", "Loại", "Kind"),
    Column("what", "Việc", "What"),
    Column("iri", "IRI", "IRI"),
    Column("address", "Địa chỉ", "Address"),
    Column("version", "Phiên bản dữ liệu", "Version of the data"),
)


@readable(router, "/changes", summary="What changed between builds")
@readable(router, "/changes.{suffix}", include_in_schema=False)
async def changes(request: Request, services: Shared, suffix: str | None = None, kind: str = "") -> Response:
    """List what changed between the builds that were served, newest first; ``kind`` keeps one kind of change."""
    history = await note(services)
    language, where = language_of(request), services.site.address(request)
    kept = tuple(c for c in history.changes if kind in ("", c.kind))
    english = language == "en"
    title = "Changes between builds" if english else "Thay đổi giữa các lần dựng"
    state = f"{history.version} {history.checked}"
    if suffix == "atom":
        tag = etag_of(state, where, language, kind)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if is_fresh(request.headers.get("if-none-match"), tag):
            return Response(None, 304, headers)
        data = _feed(kept[:_IN_FEED], f"langnghe: {title}", where, language, kind)
        return Response(data, 200, headers, f"{MEDIA_TYPE}; charset=utf-8")
    by_version: dict[str, list[Change]] = {}
    for change in kept:
        by_version.setdefault(change.version, []).append(change)
    values = {
        "builds": [(its[0].when, version, its) for version, its in by_version.items()], "kind": kind, "history": history,
        "kinds": [(key, word(_KINDS, key, language), sum(c.kind == key for c in history.changes)) for key in _KINDS],
        "said": lambda s: s.get(language), "kind_word": lambda key: word(_KINDS, key, language),
        "gone": ("plan-removed", "due-called-off"), "feed": "/changes.atom" + (f"?kind={kind}" if kind in _KINDS else ""),
    }  # fmt: skip
    rows = tuple(
        (c.when.isoformat(timespec="seconds"), c.kind, c.what.label.get(language), c.what.about, where + c.what.address, c.version)
        for c in kept
    )  # fmt: skip
    things = dict.fromkeys(c.what.about for c in kept)
    shown = Page(
        "changes.html", title, values, (Table("changes", _COLUMNS, rows),), list(things), stem="/changes", state=state
    )
    return await answer(request, services, shown, suffix)


def _feed(changes: Sequence[Change], title: str, where: str, language: str, kind: str) -> bytes:
    entries = [
        Entry(
            f"{change.version}/{change.kind}/{change.key}",
            f"{word(_KINDS, change.kind, language)}: {change.what.label.get(language)}",
            f"{change.what.label.get(language)} <{change.what.about}>",
            where + in_language(change.what.address, language),
            change.when,
            change.kind,
        )
        for change in changes
    ]
    asked = f"?kind={kind}" if kind in _KINDS else ""
    updated = max((c.when for c in changes), default=datetime(2020, 1, 1, tzinfo=UTC))
    address, page = in_language(f"/changes.atom{asked}", language), in_language(f"/changes{asked}", language)
    return feed(title, where + address, where + page, entries, language=language, updated=updated)
