"""``/graph/{thing}``: what is around a thing, as a picture with fixed columns and as a table."""

from __future__ import annotations

from typing import Annotated, Any

import networkx as nx
import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from query_api.explorer.neighbourhood import MOST_NODES, Neighbourhood, neighbourhood_of
from query_api.explorer.picture import drawn, drawn_tall
from query_api.explorer.warrant import NAMES
from query_api.problems import RequestError
from query_api.rendering.addresses import graph_address
from query_api.rendering.language import language_of
from query_api.rendering.page import Page, answer, page
from query_api.rendering.twins import TABULAR, Cell, Column, Table, split_suffix
from query_api.served.site import paths_meant
from query_api.shared.caching import etag_of
from query_api.shared.routing import readable
from query_api.shared.services import Shared

router = APIRouter(tags=["pages"])
_SVG, _GRAPHML = "svg", "graphml"
_COLUMNS = (
    Column("from", "Từ", "From"),
    Column("relation", "Quan hệ", "Relation"),
    Column("to", "Đến", "To"),
    Column("known", "Biết bằng cách", "How known"),
    Column("grade", "Mức tin", "Grade"),
    Column("basis", "Cơ sở", "Basis"),
    Column("from_iri", "IRI từ", "IRI of from"),
    Column("property", "Thuộc tính", "Property"),
    Column("to_iri", "IRI đến", "IRI of to"),
)


@readable(router, "/graph/{path:path}", summary="What is around a thing, as SVG, GraphML or a table")
async def neighbourhood(
    request: Request, services: Shared, path: str, rel: Annotated[list[str] | None, Query()] = None, depth: int = 1
) -> Response:
    """Draw at most sixty things around a thing in fixed columns; ``rel`` names the relations to show.

    Things farther off than one step have pictures of their own, one click away; so any ``depth`` shows one step.
    """
    whole = paths_meant(request.scope["raw_path"])[0].removeprefix("graph/")
    stem, suffix = split_suffix(whole, (*TABULAR, _SVG, _GRAPHML))
    base, language = services.settings.base, language_of(request)
    try:
        node = ox.NamedNode(base + stem)
    except ValueError:
        raise RequestError("not-found", "there is no such thing") from None
    wanted = tuple(rel or ())
    around = await neighbourhood_of(services.queries, node.value, language, wanted, services.things)
    if around is None:
        raise RequestError(
            "not-found", f"the graph does not know <{node.value}>", message_vi=f"đồ thị không có <{node.value}>"
        )
    headers = {
        "ETag": etag_of(services.engine.summary.version, request.url.path, request.url.query, suffix or ""),
        "Cache-Control": "no-cache",
    }
    if suffix == _GRAPHML:
        text = "\n".join(nx.generate_graphml(around.network()))
        return Response(text, 200, {**headers, "Content-Type": "application/graphml+xml; charset=utf-8"})
    address = graph_address(node.value, base)
    values: dict[str, Any] = {
        "around": around,
        "drawn": drawn(around),
        "tall": drawn_tall(around),
        "warrants": NAMES,
        "rel": wanted,
        "most": MOST_NODES,
        "stem": address,
        "alone": suffix == _SVG,
    }
    if suffix == _SVG:
        made = page(request, "neighbourhood.svg", headers=headers, **values)
        made.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
        return made
    title = f"{'Around' if language == 'en' else 'Quanh'}: {around.focus.label}"
    things = [p.iri for p in around.places if p.iri]
    shown = Page("neighbourhood.html", title, values, (_table(around, language),), things, stem=address)
    return await answer(request, services, shown, suffix)


def _table(around: Neighbourhood, language: str) -> Table:
    places = {place.key: place for place in around.places}
    rows: list[tuple[Cell, ...]] = []
    for edge in around.edges:
        start, end = places[edge.start], places[edge.end]
        known = edge.warrant.en if language == "en" else edge.warrant.vi
        rows.append((start.label, edge.label, end.label, known, edge.warrant.grade or None, edge.warrant.basis or None,
                     start.iri or None, edge.relation, end.iri or None))  # fmt: skip
    return Table("edges", _COLUMNS, tuple(rows))
