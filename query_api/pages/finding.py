"""``/search``: full-text search as a page or as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from query_api.asking.search import Hits, Piece
from query_api.rendering.labels import labels_of
from query_api.rendering.page import page
from query_api.rendering.terms import href_of, local_name
from query_api.shared.negotiation import choose_media_type
from query_api.shared.routing import readable
from query_api.shared.services import Shared

router = APIRouter(tags=["search"])
PER_PAGE = 20
_LONGEST = 200


@readable(router, "/search", summary="Full-text search (page or JSON)")
async def search(
    request: Request,
    services: Shared,
    q: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
    wanted: Annotated[str | None, Query(alias="format")] = None,
) -> Response:
    """Find things by label, number, title or sentence; tones may be left out."""
    question = " ".join(q[:_LONGEST].split())
    hits = await services.search.search(question, first=(number - 1) * PER_PAGE, most=PER_PAGE)
    if wanted == "json" or (wanted is None and _prefers_json(request)):
        return JSONResponse(_document(question, hits), headers={"Vary": "Accept", "Cache-Control": "no-cache"})
    kinds = await labels_of(services.engine, sorted({h.kind for h in hits.hits if h.kind}))
    base = services.settings.base
    shown = [
        (h, href_of(h.iri, base), local_name(h.iri, base), kinds.get(h.kind, local_name(h.kind, base)))
        for h in hits.hits
    ]
    return page(
        request,
        "search.html",
        headers={"Vary": "Accept"},
        question=question,
        hits=shown,
        total=hits.total,
        number=number,
        last=max(1, -(-hits.total // PER_PAGE)),
    )


def _prefers_json(request: Request) -> bool:
    return choose_media_type(request.headers.get("accept"), ["text/html", "application/json"]) == "application/json"


def _document(question: str, hits: Hits) -> dict[str, object]:
    def text(pieces: tuple[Piece, ...]) -> str:
        return "".join(p.text for p in pieces)

    found = [{"iri": h.iri, "type": h.kind, "label": text(h.title), "snippet": text(h.snippet)} for h in hits.hits]
    return {"q": question, "total": hits.total, "hits": found}
