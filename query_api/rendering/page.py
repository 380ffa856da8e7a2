"""Templates and what pages share: escaping by default, the way a term of the graph is shown, problem pages."""

from __future__ import annotations

from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from query_api.problems import Problem
from query_api.served.site import Site
from query_api.shared.negotiation import choose_media_type
from query_api.shared.services import services_of

PAGES = Path(__file__).parents[1] / "pages"
STATIC = PAGES / "static"


def templates(site: Site) -> Environment:
    """Return the environment of the page templates; everything is escaped unless marked safe in code.

    Templates write links as ``{{ root }}/path``, or ``{{ link|here }}`` for one that comes as a value.
    """
    environment = Environment(
        loader=FileSystemLoader(PAGES / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["root"] = site.prefix
    environment.filters["here"] = site.link
    return environment


def page(
    request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: object
) -> Response:
    """Return an HTML page."""
    text = services_of(request).templates.get_template(template).render(**values)
    return HTMLResponse(text, status, {"Cache-Control": "no-cache", **(headers or {})})


def wants_html(request: Request) -> bool:
    """Say whether the client names HTML and likes it at least as much as a problem document."""
    accept = request.headers.get("accept") or ""
    if "text/html" not in accept:
        return False
    return choose_media_type(accept, ["text/html", "application/problem+json"]) == "text/html"


def problem_page(request: Request, problem: Problem) -> Response:
    """Return a problem as a page."""
    return page(request, "problem.html", status=problem.status, problem=problem, headers={"Cache-Control": "no-store"})
