"""``/trace/{element}``: from a national target down to the sentence, and up from any of them."""

from __future__ import annotations

from datetime import date
from functools import partial

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from loader.graph.vocabulary import DCTERMS
from query_api.engine.results import text_of
from query_api.explorer.coverage import STATES, Coverage, coverage_of, programmes_of
from query_api.explorer.said import Said
from query_api.explorer.trace import Node, Tracer
from query_api.explorer.warrant import MISSING, NAMES, UNSURE, Warrant
from query_api.problems import RequestError
from query_api.rendering.addresses import plan_address, trace_address
from query_api.rendering.language import language_of
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Column, Table, split_suffix
from query_api.served.site import paths_meant
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
_COLUMNS = (
    Column("side", "Chiều", "Direction"),
    Column("depth", "Bậc", "Depth"),
    Column("relation", "Quan hệ", "Relation"),
    Column("known", "Biết bằng cách", "How known"),
    Column("grade", "Mức tin", "Grade"),
    Column("basis", "Cơ sở", "Basis"),
    Column("kind", "Loại", "Kind"),
    Column("label", "Nội dung", "What"),
    Column("figure", "Mức", "Figure"),
    Column("place", "Nơi", "Place"),
    Column("sentence", "Câu gốc", "Sentence"),
    Column("iri", "IRI", "IRI"),
    Column("address", "Địa chỉ của câu", "Address of the sentence"),
)


@readable(router, "/trace/{path:path}", summary="What a thing is done for, and what is done for it")
async def trace(
    request: Request,
    services: Shared,
    path: str,
    at: str = "",
    up: str | None = None,
    down: str | None = None,
    way: str = "",
) -> Response:
    """Show the tree up and down from a target, measure, task or document; bodies are those of the day ``at``."""
    whole = paths_meant(request.scope["raw_path"])[0].removeprefix("trace/")
    stem, suffix = split_suffix(whole)
    base, language = services.settings.base, language_of(request)
    try:
        node = ox.NamedNode(base + stem)
        if at:
            date.fromisoformat(at)
    except ValueError as error:
        raise RequestError("bad-request" if at else "not-found", f"not an address or day: {error}") from None
    if up is not None or down is not None:
        way = "up" if down is None else "down" if up is None else ""
    found = await Tracer(services.queries, language, at).trace(node.value, way)
    if found is None:
        raise RequestError(
            "not-found", f"the graph does not know <{node.value}>", message_vi=f"đồ thị không có <{node.value}>"
        )
    if found.root.kind == "thing" and not found.up and not found.down:
        return RedirectResponse(services.site.link(services.homes.page_of(node.value) or "/"), 303)
    down_side = found.down
    matrix = await _matrix_with(services, node.value, language) if way != "up" else None
    if matrix is not None:
        down_side = (*down_side, *_without(matrix, node.value, language))
    pair = _pair(found.root, found.up)
    unread = [n for n in (found.root, *(pair or ())) if not n.read]
    said = Said.of(await services.queries.rows("trace-things", thing=[ox.NamedNode(n.iri) for n in unread]))
    values = {
        "sources": {n.iri: [s for s in said.all(n.iri, DCTERMS.source) if s.startswith("http")] for n in unread},
        "subject": found.root,
        "up_side": found.up,
        "down_side": down_side,
        "pair": pair,
        "top": matrix is not None,
        "at": at,
        "way": way,
        "warrants": NAMES,
        "nodes": sum(1 for side in (found.up, down_side) for child in side for _ in child.walk()),
    }
    title = (f"{found.root.figure} {found.root.label}" if found.root.figure else found.root.label)[:120]
    sides = (("up", found.up), ("down", down_side))
    lines = [(0, "", found.root), *((d, name, n) for name, side in sides for child in side for d, n in child.walk(1))]
    table = Table("steps", _COLUMNS, tuple(_row(request, services, *line) for line in lines))
    things = list(dict.fromkeys(n.iri for _, _, n in lines if n.iri))
    shown = Page("trace.html", title, values, (table,), things, stem=trace_address(node.value, base))
    return await answer(request, services, shown, suffix)


async def _matrix_with(services: Services, target: str, language: str) -> Coverage | None:
    """Return the matrix of the programme that a national target belongs to; None for another thing."""
    for programme in await programmes_of(services.queries):
        queries = services.queries
        roots = {
            text_of(row[0]) for row in (await queries.rows("coverage-roots", programme=ox.NamedNode(programme))).rows
        }
        if any(target.startswith(f"{root}/") for root in roots or {programme}):
            found = await queries.made(
                ("coverage", programme, language), partial(coverage_of, queries, programme, language)
            )
            if any(goal.iri == target for goal in found.goals):
                return found
    return None


def _without(matrix: Coverage, target: str, language: str) -> list[Node]:
    """Return the plans that set no such target, as missing ones: those that were read, one by one."""
    at = next(i for i, goal in enumerate(matrix.goals) if goal.iri == target)
    nodes = []
    for state in STATES:
        rows = [row for row in matrix.rows if row.cells[at].state == state.key and not row.cells[at].entries]
        if state.key in ("silent", "unsure"):
            for row in rows:
                why = row.cells[at].reason_en if language == "en" else row.cells[at].reason_vi
                nodes.append(Node("missing", row.plan, f"{row.place_label}: {why}", place=row.place_label, document=row.plan,
                                  warrant=Warrant(UNSURE if state.key == UNSURE else MISSING)))  # fmt: skip
        elif rows:
            name = state.en if language == "en" else state.vi
            listed = "; ".join(dict.fromkeys(row.place_label for row in rows))
            nodes.append(Node("missing", "", f"{name} ({len(rows)}): {listed}", warrant=Warrant(state.key)))
    return nodes


def _pair(root: Node, up: tuple[Node, ...]) -> tuple[Node, Node] | None:
    """Return a target and the higher one that it spells out, to be read side by side."""
    higher = next((node for node in up if node.kind == "target"), None)
    return (higher, root) if root.kind == "target" and higher is not None else None


def _row(request: Request, services: Services, depth: int, side: str, node: Node) -> tuple[str | int | None, ...]:
    base, warrant = services.settings.base, node.warrant
    english = language_of(request) == "en"
    known = (warrant.en if english else warrant.vi) if warrant is not None else None
    address = None
    if node.read and node.iri:
        address = services.site.address(request) + plan_address(node.document, base, node.iri)
    return (
        side or None, depth, node.relation or None, known, (warrant.grade if warrant else "") or None,
        (warrant.basis if warrant else "") or None, node.kind, node.label, node.figure or None, node.place or None,
        node.quote or None, node.iri or None, address,
    )  # fmt: skip
