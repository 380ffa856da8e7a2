"""``/validate``: check a graph or a document that somebody sends, and return the report in the form asked for."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import re
from datetime import date
from typing import Annotated, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from loader.errors import FormatError
from query_api.engine.check_program import CheckedUpload
from query_api.engine.checking import Upload
from query_api.engine.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from query_api.engine.unwritable import UnwritableError
from query_api.engine.writing import write_triples
from query_api.problems import RequestError
from query_api.protocol.answers import unless_client_leaves
from query_api.protocol.uploads import read_file
from query_api.rendering.page import page
from query_api.served.prefixes import KNOWN
from query_api.shared.negotiation import choose_media_type
from query_api.shared.routing import readable
from query_api.shared.services import Shared, client_of

router = APIRouter(tags=["validation"])

_OWN = {"html": "text/html", "json": "application/json", "csv": "text/csv", "sarif": "application/sarif+json"}
_RDF = {f.key: f for f in (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)}
_TYPES = {"ttl": TURTLE.media_type, **_OWN, **{key: f.media_type for key, f in _RDF.items()}}
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@readable(router, "/validate", summary="Form for checking a file")
async def form(request: Request, services: Shared) -> Response:
    """Show the form."""
    return page(request, "validate.html", largest=services.settings.longest_upload >> 20)


@router.post(
    "/validate",
    summary="Check a graph or a plan document against the rules",
    responses={
        200: {"description": "The report.", "content": {media_type: {} for media_type in _TYPES.values()}},
        400: {"description": "The file cannot be read."},
        406: {"description": "No acceptable format."},
        413: {"description": "The file is too large."},
        415: {"description": "Nothing says what kind of file it is."},
        429: {"description": "Too many requests of one client at once."},
        503: {"description": "Other checks are running, or this one took too much memory."},
        504: {"description": "The check passed its deadline."},
    },
    openapi_extra={
        "requestBody": {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("text/turtle", "application/ld+json", "application/pdf", "multipart/form-data", "*/*")
            }
        }
    },
)
async def validate(
    request: Request,
    services: Shared,
    wanted: Annotated[str | None, Query(alias="format")] = None,
    lang: Literal["vi", "en"] = "vi",
    as_of: Annotated[date | None, Query(alias="as-of")] = None,
    force: bool = False,
) -> Response:
    """Check RDF, or a document (which is read first); nothing of it is kept."""
    key = form_of(request.headers.get("accept"), wanted)
    sent = await read_file(request, services.settings.longest_upload)
    upload = Upload(sent.data, sent.suffix, lang, as_of, force)
    async with services.senders.turn(client_of(request)):
        report = await unless_client_leaves(request, services.checker.check(upload))
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding, Origin"}
    body = await asyncio.to_thread(render, report, key)
    if key == "html":
        headers["Content-Security-Policy"] = await asyncio.to_thread(policy_of, body)
    charset = "; charset=utf-8" if _TYPES[key].startswith("text/") else ""
    return Response(body, 200, {**headers, "Content-Type": _TYPES[key] + charset})


def form_of(accept: str | None, wanted: str | None) -> str:
    """Return the key of the report's form; Turtle for a client that accepts anything.

    Raises:
        RequestError: nothing acceptable is on offer.
    """
    if wanted is not None:
        chosen = wanted if wanted in _TYPES else next((k for k, t in _TYPES.items() if t == wanted), None)
    else:
        media_type = choose_media_type(accept, list(_TYPES.values()))
        chosen = next((k for k, t in _TYPES.items() if t == media_type), None)
    if chosen is None:
        offer = ", ".join(f"{t} ({k})" for k, t in _TYPES.items())
        raise RequestError(
            "not-acceptable",
            "no such form of a report",
            message_vi="báo cáo không có dạng ấy",
            advice=f"available are {offer}",
        )
    return chosen


def render(report: CheckedUpload, key: str) -> bytes:
    """Return the report in one form.

    Raises:
        FormatError: RDF/XML cannot hold a text or a predicate that the report quotes (406).
    """
    if key == "ttl" or key not in _RDF:
        written: bytes = getattr(report, key)
        return written
    triples = (quad.triple for quad in ox.parse(report.ttl, format=ox.RdfFormat.TURTLE))
    body = io.BytesIO()
    try:
        write_triples(triples, body, _RDF[key], KNOWN)
    except UnwritableError as error:
        raise FormatError(error.message, advice=error.advice) from error
    return body.getvalue()


def policy_of(body: bytes) -> str:
    """Return the policy for a report's page: only the scripts that stand in it run, in an origin of their own."""
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _SCRIPT.findall(body))
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        "sandbox allow-scripts allow-popups allow-top-navigation-by-user-activation; default-src 'none'; "
        f"style-src 'unsafe-inline'; script-src {scripts}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
