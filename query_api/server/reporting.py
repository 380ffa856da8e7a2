"""Whatever a request ends in that is no answer → the response that reports it: a problem document, or a page."""

from __future__ import annotations

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from loader.errors import LangngheError, system_error
from query_api.problems import Problem, problem_of, problem_of_status, problem_response
from query_api.protocol.answers import ClientGoneError
from query_api.rendering.page import problem_page, wants_html
from query_api.shared.services import services_of

REPORTED = (LangngheError, HTTPException, RequestValidationError, ClientGoneError, ClientDisconnect, Exception)
"""The classes of errors that ``report`` is registered for."""
_GONE = 499  # nobody reads it; the status is for the count


async def report(request: Request, error: Exception) -> Response:
    """Return the response for an error; one that is nobody's fault but ours is logged."""
    if isinstance(error, ClientGoneError | ClientDisconnect):
        return Response(None, _GONE)
    response = _page_or_document(request, _problem(request, error))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _problem(request: Request, error: Exception) -> Problem:
    if isinstance(error, LangngheError):
        return problem_of(error)
    if isinstance(error, HTTPException):
        return problem_of_status(error.status_code, str(error.detail))
    if isinstance(error, RequestValidationError):
        faults = (f"{'.'.join(str(p) for p in fault['loc'][1:])}: {fault['msg']}" for fault in error.errors())
        return Problem("bad-request", "; ".join(faults))
    if (told := system_error(error)) is not None:
        structlog.get_logger("langnghe").error("system", path=request.scope["path"], error=str(told))
        return Problem("unavailable", "the server's machine is at its end", "try again later")
    structlog.get_logger("langnghe").error("bug", path=request.scope["path"], exc_info=error)
    return Problem("internal", "an unexpected error; it has been logged")


def _page_or_document(request: Request, problem: Problem) -> Response:
    return (
        problem_page(request, problem)
        if wants_html(request)
        else problem_response(problem, prefix=services_of(request).site.prefix)
    )
