"""``/q/NAME``: stored questions as addresses of data, in every format, with parameters."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from loader.errors import ConfigurationError
from query_api.asking.binding import bind
from query_api.engine.formats import ALL_FORMATS
from query_api.problems import RequestError
from query_api.protocol.parameters import operation_of_url
from query_api.protocol.sparql import answer
from query_api.query_text.advisor import Hint
from query_api.rendering.page import wants_html
from query_api.served.examples import Example, find_example
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["named queries"])
_OURS = frozenset({"bom", "format", "lang", "output", "page", "results", "show", "timeout", "title"})
_SUFFIXES = frozenset(f.key for f in ALL_FORMATS)


@readable(router, "/q", include_in_schema=False)
@readable(router, "/q/", include_in_schema=False)
async def questions(services: Shared) -> Response:
    """Lead to the list of questions."""
    return RedirectResponse(services.site.link("/"), 303)


@readable(router, "/q/{name}", summary="Run a stored question; NAME.csv asks for CSV")
async def question(request: Request, services: Shared, name: str) -> Response:
    """Answer a stored question; further parameters are values of its own parameters (or bind variables if it has none)."""
    stem, dot, suffix = name.rpartition(".")
    suffixed = bool(dot) and suffix in _SUFFIXES
    example = example_named(services, stem if suffixed else name)
    operation = operation_of_url(request)
    operation = replace(operation, name=example.name, title=operation.title or example.title_vi)
    if suffixed:
        operation = replace(operation, format=suffix)
    given = given_values(request)
    if not suffixed and operation.format is None and wants_html(request):
        return RedirectResponse(services.site.link(f"/?{urlencode([('example', example.name), *given])}"), 303)
    text = example.body
    empty: tuple[Hint, ...] = ()
    if example.parameters is None:
        text = bind(text, given)
    elif given:
        asked = await services.shelf.ask(services.engine, example, given)
        text, empty = asked.query, asked.hints
    return await answer(request, services, operation, text, request.headers.get("accept"), empty)


def given_values(request: Request, ours: frozenset[str] = _OURS) -> list[tuple[str, str]]:
    """Return the values that a request gives the parameters of a question, all but those that are ours."""
    return [(k, v) for k, v in request.query_params.multi_items() if k not in ours]


def example_named(services: Services, name: str) -> Example:
    """Return the stored question of this name or number.

    Raises:
        RequestError: there is none (404).
    """
    try:
        return find_example(services.examples, name)
    except ConfigurationError as error:
        raise RequestError("not-found", error.message, advice=error.advice) from None
