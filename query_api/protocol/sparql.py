"""``/sparql``: the SPARQL 1.1 Protocol for queries, read-only."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from query_api.asking.hints import header_of, lack_of_body, lack_of_text
from query_api.engine.formats import ALL_FORMATS
from query_api.problems import RequestError
from query_api.protocol.answers import StreamedAnswer
from query_api.protocol.description import description_response
from query_api.protocol.downloads import disposition
from query_api.protocol.execution import Prepared, evaluate, has_more, hints, outcome_of, prepare
from query_api.protocol.parameters import Operation, read_operation
from query_api.protocol.repeated import Repeated, learn
from query_api.query_text.advisor import Hint
from query_api.served.site import encoded_path
from query_api.shared.caching import Kept, etag_of, is_fresh
from query_api.shared.negotiation import choose_media_type
from query_api.shared.routing import PlainRoute
from query_api.shared.services import Services, client_of, services_of


class QueryRoute(PlainRoute):
    """A route that answers what it is asked again at once."""

    def __init__(self, path: str, endpoint: Callable[[Request], Awaitable[Response]], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self.app = Repeated(self.app)


router = APIRouter(route_class=QueryRoute)

PATHS = frozenset({"/sparql", "/sparql/"})
VARY = "Accept, Accept-Encoding, Origin"
_HTML = "text/html"
_KEPT = ("Row-Limit", "Row-Limit-Reached", "Link", "Query-Hint", "Query-Hint-Vi")
_LONGEST_LINK = 6000
_MEDIA_TYPES = [t for f in ALL_FORMATS for t in (f.media_type, *f.accepts)]
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The result in the format asked for, or the service description when no query is given.",
        "content": {f.media_type: {} for f in ALL_FORMATS},
    },
    304: {"description": "Not modified: the ETag still holds."},
    400: {"description": "Malformed query or request (problem document with line and column)."},
    403: {"description": "An update, or a query that would make the server open a connection."},
    406: {"description": "No acceptable format."},
    413: {"description": "The body is too large."},
    415: {"description": "The body's type is not supported."},
    429: {"description": "Too many queries of one client at once."},
    503: {"description": "No worker was free in time."},
    504: {"description": "The query passed its deadline."},
}


@router.api_route("/sparql/", methods=["GET", "HEAD", "POST", "QUERY"], include_in_schema=False)
@router.api_route("/sparql", methods=["HEAD", "QUERY"], include_in_schema=False)
@router.get("/sparql", summary="SPARQL 1.1 query by URL", responses=_RESPONSES, tags=["sparql"])
@router.post("/sparql", summary="SPARQL 1.1 query by body", responses=_RESPONSES, tags=["sparql"])
async def sparql(request: Request) -> Response:
    """Answer a query (``query``, ``default-graph-uri``, ``named-graph-uri``; ``format`` and ``timeout`` are ours)."""
    services = services_of(request)
    operation = await read_operation(request, services.settings.longest_query, services.aside, client_of(request))
    accept = request.headers.get("accept")
    if operation.query is None:
        if request.method == "POST":
            raise RequestError("bad-request", "the parameter “query” is missing", message_vi="thiếu tham số “query”")
        if _wants_page(request, operation):
            return RedirectResponse(services.site.link("/"), 303)
        return description_response(request, services, operation)
    if _wants_page(request, operation):
        return RedirectResponse(services.site.link(f"/?{_query_string(request)}"), 303, {"Vary": VARY})
    return await answer(request, services, operation, operation.query, accept)


async def answer(
    request: Request,
    services: Services,
    operation: Operation,
    text: str,
    accept: str | None,
    empty: tuple[Hint, ...] = (),
) -> Response:
    """Answer a query in the format that ``accept`` or the operation asks for.

    Args:
        request: the request.
        services: the parts of the server.
        operation: what is asked for beside the query.
        text: the query.
        accept: the ``Accept`` header.
        empty: what to say if there is no answer, in place of what else there is to say of the query.

    Raises:
        LangngheError: the query is refused or fails before its first byte.
    """
    started = time.perf_counter()
    query_id = token_hex(6)
    client = client_of(request)
    entered = False

    def finish(outcome: str) -> None:
        nonlocal entered
        seconds = time.perf_counter() - started
        if entered:
            entered = False
            services.clients.leave(client)
        services.note_query(query_id, client, outcome, seconds, text)

    try:
        prepared = await prepare(services, client, operation, text, accept, request)
        version = services.engine.summary.version
        tag = etag_of(version, text, *prepared.key())
        headers = _headers(prepared, tag, query_id)
        if (named := disposition(operation, prepared.choice.format)) is not None:
            headers["Content-Disposition"] = named
        if not prepared.scanned.volatile:
            if is_fresh(request.headers.get("if-none-match"), tag):
                finish("not-modified")
                return Response(None, 304, headers)
            kept = services.cache.get(tag)
            if kept is not None:
                finish("cached")
                told = {**headers, **dict(kept.headers), "Content-Type": kept.content_type}
                response = Response(kept.body, 200, told)
                if prepared.request.caption is None:  # a workbook names the address that the server was asked at
                    learn(request, version, tag, text, response)
                return response
        await services.clients.enter(client)
        entered = True
        if prepared.row_limit is not None:
            more = await has_more(services, request, prepared)
            headers |= _page_headers(request, services, operation, text, prepared.row_limit, more)
        engine_answer = await evaluate(services, request, prepared)
    except BaseException as error:
        finish(outcome_of(error))
        raise
    if engine_answer.version != version:  # the data were replaced before the query began
        tag = etag_of(engine_answer.version, text, *prepared.key())
        headers |= {"ETag": tag} if "ETag" in headers else {}
    headers["Server-Timing"] = f"first;dur={(time.perf_counter() - started) * 1000:.1f}"
    content_type = prepared.choice.content_type
    if engine_answer.family is not prepared.choice.format.family:
        content_type = engine_answer.format.content_type

    whole = engine_answer.whole
    if whole is not None:
        await engine_answer.close()  # the worker is free for others before hints are looked for
    scanned = prepared.scanned
    lack = lack_of_body(whole, engine_answer.format.key) if whole is not None else lack_of_text(scanned)
    said = await hints(services, prepared, lack)
    headers |= header_of((empty or said) if lack is not None and lack.nothing else said)
    passing = scanned.volatile or (lack is not None and services.profiles.pending)

    def keep(body: bytes) -> None:
        paging = tuple((name, headers[name]) for name in _KEPT if name in headers)
        services.cache.put(tag, Kept(content_type, body, paging))

    if whole is not None:
        if not passing:
            keep(whole)
        finish("complete")
        return Response(whole, 200, {**headers, "Content-Type": content_type})
    return StreamedAnswer(
        engine_answer,
        content_type,
        headers,
        keep=None if passing else keep,
        keep_at_most=services.cache.largest,
        done=lambda: finish("complete"),
    )


def _headers(prepared: Prepared, tag: str, query_id: str) -> dict[str, str]:
    headers = {"Vary": VARY, "Query-Id": query_id}
    if prepared.scanned.volatile:
        headers["Cache-Control"] = "no-store"
    else:
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
    return headers


def _page_headers(
    request: Request, services: Services, operation: Operation, text: str, limit: int, more: bool
) -> dict[str, str]:
    """Say that the rows were limited, and where further ones are."""
    headers = {"Row-Limit": str(limit)}
    if more:
        keep = [(k, v) for k, v in request.query_params.multi_items() if k not in ("query", "page")]
        path = request.scope["path"]
        query = [("query", text)] if path in PATHS else []
        url = f"{services.site.link('/' + encoded_path(path.removeprefix('/')))}?{urlencode([*query, *keep, ('page', str(operation.page + 1))])}"
        if len(url) < _LONGEST_LINK:
            headers["Link"] = f'<{url}>; rel="next"'
        headers["Row-Limit-Reached"] = "true"
    return headers


def _query_string(request: Request) -> str:
    return str(request.scope["query_string"].decode("latin-1"))


def _wants_page(request: Request, operation: Operation) -> bool:
    """Say whether a browser follows a link to the endpoint: it gets the page, not a download."""
    if operation.format is not None or request.method not in ("GET", "HEAD"):
        return False
    accept = request.headers.get("accept")
    return accept is not None and _HTML in accept and choose_media_type(accept, [_HTML, *_MEDIA_TYPES]) == _HTML
