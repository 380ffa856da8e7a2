"""Whole graphs: the reads of the SPARQL 1.1 Graph Store Protocol, and dumps with digest and licence."""

from __future__ import annotations

import base64
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from query_api.engine.base import QueryRequest
from query_api.engine.formats import JSON, Family
from query_api.problems import RequestError
from query_api.protocol.answers import StreamedAnswer, unless_client_leaves
from query_api.rendering.page import page
from query_api.served.dumps import DEADLINE, FILES, GRAPH, MERGED
from query_api.served.prefixes import KNOWN
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.negotiation import negotiate
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared, client_of

router = APIRouter(tags=["graphs"])
_PATIENCE = 0.2  # seconds that a reader waits for the dumps before the page says that they are being made
_LOOK_AGAIN = 5  # seconds
_MOST_NAMED = 100  # graphs that the page lists; a table of all is a link away
LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of the data: docs/licences.md


@readable(router, "/dump", summary="List of dumps")
async def dump_list(request: Request, services: Shared) -> Response:
    """Show the dumps with their digests, and every graph; while they are made for the first time, that they are."""
    dumps = await services.dumps.within(_PATIENCE)
    headers = {"Cache-Control": "no-store", "Refresh": str(_LOOK_AGAIN)} if dumps is None else None
    graphs = services.engine.summary.graphs or ()
    told: dict[str, Any] = {
        "dumps": dumps,
        "files": FILES,
        "making": services.dumps.making,
        "graphs": graphs,
        "most": _MOST_NAMED,
        "licence": LICENCE,
    }
    return page(request, "dumps.html", headers=headers, **told)


@readable(router, "/dump/{name}", summary="A dump of the whole (all.nq.gz, all.ttl)")
async def dump(request: Request, services: Shared, name: str) -> Response:
    """Send a dump; its digest stands in ``Repr-Digest`` (RFC 9530)."""
    for candidate in await services.dumps.all():
        if candidate.name == name:
            digest = base64.b64encode(bytes.fromhex(candidate.sha256)).decode()
            headers = {
                "ETag": f'"{candidate.sha256}"',
                "Cache-Control": "no-cache",
                "Repr-Digest": f"sha-256=:{digest}:",
                "Link": f'<{LICENCE}>; rel="license"',
            }
            if is_fresh(request.headers.get("if-none-match"), headers["ETag"]):
                return Response(None, 304, headers)
            kind = "application/gzip" if name.endswith(".gz") else candidate.media_type
            return FileResponse(candidate.path, headers=headers, media_type=kind, filename=candidate.name)
    raise RequestError(
        "not-found", f"there is no dump “{name}”", message_vi=f"không có bản kết xuất “{name}”", advice="see /dump"
    )


@readable(router, "/graph-store", summary="A graph (Graph Store Protocol, read-only)")
async def graph_store(request: Request, services: Shared) -> Response:
    """Send the graph named by ``?graph=IRI``, or the merged graph for ``?default``."""
    graphs = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if len(graphs) + default != 1:
        raise RequestError(
            "bad-request", "give either ?graph=IRI or ?default", message_vi="hãy ghi ?graph=IRI hoặc ?default"
        )
    wanted = request.query_params.get("format")
    return await send_graph(request, services, graphs[0] if graphs else None, wanted)


async def send_graph(request: Request, services: Services, graph: str | None, wanted: str | None) -> Response:
    """Send a graph in the RDF format that the request asks for.

    Args:
        request: the request.
        services: the parts of the server.
        graph: its name; None for the merged graph.
        wanted: value of ``?format=``.

    Raises:
        RequestError: there is no such graph (404), or the client runs too much already (429).
    """
    summary = services.engine.summary
    if graph is not None and graph not in (summary.graphs or ()):
        raise RequestError(
            "not-found", f"there is no graph <{graph}>", message_vi=f"không có đồ thị <{graph}>", advice="see /dump"
        )
    choice = negotiate(Family.GRAPH, request.headers.get("accept"), wanted)
    tag = etag_of(summary.version, "graph", graph or "", choice.content_type)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding, Origin"}
    if is_fresh(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    query = GRAPH.format(graph=graph) if graph is not None else MERGED
    deadline = max(services.settings.timeout, DEADLINE)
    asked = QueryRequest(query, JSON, choice.format, deadline, prefixes=tuple(KNOWN.items()))
    client = client_of(request)
    await services.clients.enter(client)  # a graph that is read slowly keeps a worker as long as any query
    try:
        answer = await unless_client_leaves(request, services.engine.query(asked))
    except BaseException:
        services.clients.leave(client)
        raise
    return StreamedAnswer(answer, choice.content_type, headers, done=lambda: services.clients.leave(client))
