"""Templates and what pages share: escaping by default, two languages, twins in other formats, problem pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from loader import __version__
from query_api.problems import Problem, RequestError
from query_api.rendering.addresses import graph_address, plan_address, trace_address
from query_api.rendering.figures import counted, day, number, section
from query_api.rendering.graphs import turtle
from query_api.rendering.language import ENGLISH, LANGUAGES, in_language, language_of, with_values
from query_api.rendering.navigation import Entry
from query_api.rendering.twins import CSV, JSON, MEDIA_TYPES, TABULAR, TTL, XLSX, Table, as_csv, as_json, as_workbook
from query_api.served.homes import Homes
from query_api.served.site import Site, encoded_path
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.negotiation import choose_media_type
from query_api.shared.services import Services, services_of

PAGES = Path(__file__).parents[1] / "pages"
STATIC = PAGES / "static"
_HTML = "text/html"
_LONGEST_REPEATED = 4096  # bytes of an address's parameters that its page repeats in links: a page may have hundreds
_MOST_REPEATED = 100  # of them


@dataclass(frozen=True, slots=True)
class Page:
    """What an address shows, whole: for a reader as HTML, and the same as data.

    Attributes:
        template: name of its template, which has ``page`` and ``values``.
        title: its title in the language of the request.
        values: what else the template shows.
        tables: its facts as rows; the first is what CSV holds.
        things: the things it is about: Turtle holds what the graph says of them.
        suffixes: the twins it has.
        state: what it depends on beside the address and the data: its tag changes with it.
        stem: path of the twins without their suffix; by default the page's own path.
    """

    template: str
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    things: Sequence[str] = ()
    suffixes: tuple[str, ...] = TABULAR
    stem: str | None = None
    state: str = ""


def templates(site: Site, homes: Homes, entries: Sequence[Entry] = ()) -> dict[str, Environment]:
    """Return the environment of the page templates for each language; everything is escaped unless marked safe in code.

    Templates write ``{{ t("Chỉ tiêu", "Targets") }}`` for words in both languages. Links are written
    ``{{ "/path"|to }}``: to a page, keeping the language; ``{{ iri|thing }}``: to the page about a thing; or
    ``{{ link|here }}``: to data, a file or elsewhere. A GET form holds ``{{ keep }}``, which keeps the language.

    Args:
        site: where the server is to be found.
        homes: where the pages about things are.
        entries: the navigation.
    """
    return {language: _environment(site, homes, language, entries) for language in LANGUAGES}


def _environment(site: Site, homes: Homes, language: str, entries: Sequence[Entry]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    keep = Markup('<input type="hidden" name="lang" value="en">') if language == ENGLISH else Markup("")
    environment.globals |= {
        "root": site.prefix,
        "lang": language,
        "keep": keep,
        "navigation": sorted(entries, key=lambda entry: entry.rank),
        "t": (lambda vi, en: en) if language == ENGLISH else (lambda vi, en: vi),
        "with_values": with_values,
    }

    def to(path: str) -> str:
        return site.link(in_language(path, language) if path.startswith("/") else path)

    def plan(document: str, element: str | None = None) -> str:
        return to(plan_address(document, homes.base, element))

    environment.filters |= {
        "here": site.link,
        "to": to,
        "thing": lambda iri: to(homes.page_of(iri) or "/"),
        "plan": plan,
        "trace": lambda iri: to(trace_address(iri, homes.base)),
        "neighbours": lambda iri: to(graph_address(iri, homes.base)),
        "day": lambda value: day(value, language),
        "counted": lambda several, amount: counted(several, amount, language),
        "number": lambda value: number(value, language),
        "section": lambda printed: section(printed, language),
        "uncut": uncut,
    }
    return environment


def uncut(label: str, quote: str) -> str:
    """Return a label, or in place of one that was cut ("rà soát, hướng dẫn…") the sentence that it begins."""
    return quote if quote and label.endswith("…") else label


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    whole: bool = False,
    **values: object,
) -> Response:
    """Return an HTML page.

    Args:
        request: what was asked.
        template: name of the template.
        status: status of the response.
        headers: headers of the response.
        whole: the few links of the page repeat the address however long it is.
        values: what the template shows.
    """
    services = services_of(request)
    address = address_of(request) if whole else repeated(request)
    shared = {f"in_{other}": services.site.link(in_language(address, other)) for other in LANGUAGES}
    shared |= {"address": address, "path": path_of(request)}
    text = services.templates[language_of(request)].get_template(template).render(**shared, **values)
    return HTMLResponse(text, status, {"Cache-Control": "no-cache", **(headers or {})})


async def page_aside(request: Request, template: str, **named: Any) -> Response:
    """Return an HTML page as ``page`` does; it may be long, and is made beside the event loop."""
    made = partial(page, request, template, **named)
    return await asyncio.get_running_loop().run_in_executor(services_of(request).renderers, made)


def address_of(request: Request) -> str:
    """Return the path and query of a request, as links to the same page have them."""
    query: str = request.scope["query_string"].decode("latin-1")
    return path_of(request) + (f"?{query}" if query else "")


def repeated(request: Request) -> str:
    """Return the address of a request as the many links of its page repeat it: without parameters where they are very long."""
    query: bytes = request.scope["query_string"]
    usual = len(query) <= _LONGEST_REPEATED and query.count(b"&") < _MOST_REPEATED
    return address_of(request) if usual else path_of(request)


def path_of(request: Request) -> str:
    """Return the path of a request as a link on its page repeats it; two slashes would be the name of a host."""
    path: str = request.scope["raw_path"].decode("ascii", "replace")
    return "/" + encoded_path(path.removeprefix("/"))


async def answer(request: Request, services: Services, shown: Page, suffix: str | None = None) -> Response:
    """Return a page in the format that its suffix names or, without one, that the client likes best.

    Args:
        request: what was asked.
        services: the server's.
        shown: what the address shows.
        suffix: "json", "csv", "xlsx", "ttl"; None to negotiate.

    Raises:
        RequestError: the page has no such twin (404).
    """
    if suffix is not None and suffix not in shown.suffixes:
        raise RequestError(
            "not-found", f"this page is not to be had as “{suffix}”", message_vi=f"trang này không có dạng “{suffix}”"
        )
    form = suffix or twin_preferred(request, shown.suffixes)
    language = language_of(request)
    address = address_of(request)
    tag = etag_of(
        services.engine.summary.version,
        __version__,
        services.site.address(request),
        address,
        form or _HTML,
        shown.state,
    )
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding, Origin"}
    if is_fresh(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    if form is None:
        stem = shown.stem or path_of(request)
        query = f"?{q}" if (q := request.scope["query_string"].decode("latin-1")) else ""
        twins = [(s, f"{stem}.{s}{query}", MEDIA_TYPES[s]) for s in shown.suffixes]
        values: dict[str, Any] = dict(shown.values)
        return await page_aside(request, shown.template, headers=headers, page=shown, twins=twins, **values)
    about = {
        "title": shown.title,
        "address": services.site.address(request) + address,
        "language": language,
        "data": services.engine.summary.version,
        "licence": "CC BY 4.0",
    }
    name = f"{request.scope['path'].strip('/').replace('/', '-') or 'langnghe'}"
    name = f"{name.removesuffix(f'.{form}').encode('ascii', 'replace').decode()}.{form}".replace('"', "")
    if form == TTL:
        things = [ox.NamedNode(iri) for iri in shown.things]
        body = turtle(await services.queries.triples("said-of", thing=things) if things else [])
    elif form == XLSX:
        body = as_workbook(shown.tables, language, about)
    elif form == CSV:
        body = as_csv(shown.tables[0])
    else:
        body = as_json(shown.tables, about)
    content_type = MEDIA_TYPES[form] + ("" if form in (XLSX, JSON) else "; charset=utf-8")
    if form in (CSV, XLSX):
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(body, 200, {**headers, "Content-Type": content_type})


def twin_preferred(request: Request, suffixes: tuple[str, ...]) -> str | None:
    """Return the twin that a client likes better than a page; None for the page."""
    kinds = {_HTML: None} | {MEDIA_TYPES[s]: s for s in suffixes}
    chosen = choose_media_type(request.headers.get("accept"), list(kinds))
    return kinds.get(chosen) if chosen is not None else None


def wants_html(request: Request) -> bool:
    """Say whether the client names HTML and likes it at least as much as a problem document."""
    accept = request.headers.get("accept") or ""
    if "text/html" not in accept:
        return False
    return choose_media_type(accept, ["text/html", "application/problem+json"]) == "text/html"


def problem_page(request: Request, problem: Problem) -> Response:
    """Return a problem as a page."""
    return page(request, "problem.html", status=problem.status, problem=problem, headers={"Cache-Control": "no-store"})
