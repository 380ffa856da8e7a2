"""A page for every IRI of the graph, and the same as RDF by negotiation or suffix."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from loader.graph.vocabulary import LN
from query_api.engine.formats import GRAPH_FORMATS, ResultFormat
from query_api.engine.results import texts_of
from query_api.pages import statements
from query_api.pages.akoma import SUFFIX
from query_api.pages.portrait import MOST_LINKS, Portrait, portrait_of
from query_api.problems import RequestError
from query_api.protocol.description import graph_response
from query_api.rendering.language import language_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer, page
from query_api.served.documentation import POLICY
from query_api.served.site import encoded_path, path_of_iri, paths_meant
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.negotiation import choose_media_type
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["linked data"])
ENTRY = Entry(90, "/ontology", "Từ vựng", "Ontology", first=False)
_LONGEST = 4096  # characters of a path that may be an IRI's
_SUFFIXES = {f.key: f for f in GRAPH_FORMATS}
_HTML = "text/html"
_ONTOLOGY = "ontology"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology, for its page.

    Attributes:
        name: local name, also its anchor.
        label_vi: label in Vietnamese.
        label_en: label in English.
        definition_vi: definition in Vietnamese.
        definition_en: definition in English.
        count: triples that have it as property or, after ``a``, as class.
    """

    name: str
    label_vi: str
    label_en: str
    definition_vi: str
    definition_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Meant:
    """A thing that is asked for, and how.

    Attributes:
        path: its path, without suffix and first slash.
        iri: its IRI.
        wanted: the format that the suffix names, if any.
        html: the suffix asks for a page.
        table: the suffix asks for its statements as a table ("csv"); "" for none.
    """

    path: str
    iri: str
    wanted: ResultFormat | None
    html: bool
    table: str = ""


@readable(router, "/ontology", summary="The ontology, as a page or RDF")
@readable(router, "/ontology.{suffix}", include_in_schema=False)
async def ontology(request: Request, services: Shared, suffix: str | None = None) -> Response:
    """Return all terms of the ontology: with rules, data and questions where the served graph is a project's own."""
    wanted = _format(suffix) if suffix and suffix != "html" else None
    if wanted is not None or (suffix != "html" and not _prefers_html(request)):
        graph = ox.NamedNode(f"{services.settings.base}graph/ontology")
        triples = await services.queries.triples("ontology-triples", graph=graph)
        return graph_response(request, services, iter(triples), wanted.key if wanted else None)
    headers = _page_headers(request, services)
    documented = await services.documentation.page(services.engine.summary.version, language_of(request))
    if documented is not None:  # its rules and questions are no part of the served data, so its own text is tagged
        headers["ETag"] = etag_of(documented, request.scope["path"], _HTML)
    if is_fresh(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(None, 304, headers)
    if documented is not None:
        return HTMLResponse(documented, headers=headers | {"Content-Security-Policy": POLICY})
    terms = await services.queries.made(("ontology",), lambda: terms_of(services))
    return page(request, "ontology.html", headers=headers, terms=terms)


async def terms_of(services: Services) -> list[tuple[str, str, list[Term]]]:
    """Return the terms of the ontology by kind (its name in Vietnamese, in English), each kind sorted by name."""
    rows = await services.queries.rows("ontology-terms")
    kinds = {1: ("Lớp", "Classes"), 2: ("Quan hệ", "Object properties"), 3: ("Thuộc tính", "Datatype properties"),
             4: ("Chú thích", "Annotation properties")}  # fmt: skip
    counts: Counter[str] = Counter()
    for query in ("classes-by-use", "properties-by-use"):
        counts.update({term: int(n) for term, n in texts_of(await services.queries.rows(query))})
    found: dict[int, list[Term]] = {rank: [] for rank in kinds}
    for row in rows.values():
        name = str(row[0]).removeprefix(LN.NAMESPACE)
        rank = int(str(row[1]))
        label_vi, label_en, def_vi, def_en = (str(v) if v is not None else "" for v in row[2:6])
        count = counts[str(row[0])]
        found[rank].append(Term(name, label_vi, label_en, def_vi, def_en, count))
    return [(*kinds[rank], terms) for rank, terms in found.items() if terms]


@readable(router, "/{path:path}", summary="A thing of the graph, as a page or RDF")
async def resource(request: Request, services: Shared, path: str) -> Response:
    """Return what the graph says of ``base + path``; a suffix (.ttl .jsonld .nt .rdf .html, or .json .csv .xlsx for a table) overrules ``Accept``."""
    meant = [m for p in paths_meant(request.scope["raw_path"]) if (m := _meant(p, services.settings.base)) is not None]
    if not meant:
        raise RequestError("not-found", "there is no such page", message_vi="không có trang này")
    first = meant[0]
    if first.table:
        return await _table(request, services, meant)
    if first.wanted is not None or (not first.html and not _prefers_html(request)):
        for thing in meant:
            triples = await services.queries.triples("thing-description", thing=ox.NamedNode(thing.iri))
            if triples:
                return graph_response(request, services, iter(triples), thing.wanted.key if thing.wanted else None)
        if (graph := _graph(services, meant)) is not None:
            return RedirectResponse(graph, 303)
        raise _unknown(first)
    headers = _page_headers(request, services)
    if is_fresh(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(None, 304, headers)
    for thing in meant:
        portrait = await portrait_of(
            services.engine, services.queries, thing.iri, services.settings.base, language_of(request)
        )
        if portrait is not None:
            return _thing_page(request, services, thing, portrait, headers)
    if (graph := _graph(services, meant)) is not None:
        return RedirectResponse(f"{graph}&format=ttl", 303)
    stem = first.iri.rstrip("/")
    base = services.settings.base
    if stem != first.iri and await portrait_of(services.engine, services.queries, stem, base) is not None:
        return RedirectResponse(services.site.link(path_of_iri(stem, services.settings.base) or "/"), 308)
    raise _unknown(first)


async def _table(request: Request, services: Services, meant: list[Meant]) -> Response:
    """Return the statements about a thing and to it as a table."""
    for thing in meant:
        table = await statements.statements_of(
            services.queries, thing.iri, services.settings.base, language_of(request)
        )
        if table is not None:
            shown = Page("resource.html", thing.iri, tables=(table,), things=(thing.iri,), suffixes=statements.SUFFIXES)
            return await answer(request, services, shown, thing.table)
    raise _unknown(meant[0])


def _unknown(thing: Meant) -> RequestError:
    return RequestError(
        "not-found", f"the graph does not know <{thing.iri}>", message_vi=f"đồ thị không có <{thing.iri}>"
    )


def _graph(services: Services, meant: list[Meant]) -> str | None:
    """Return where the triples of a named graph are, if that is what is asked for: of most nothing is said."""
    graphs = services.engine.summary.graphs or ()
    name = next((thing.iri for thing in meant if thing.iri in graphs), None)
    return services.site.link(f"/graph-store?graph={quote(name, safe='')}") if name is not None else None


def _thing_page(
    request: Request, services: Services, thing: Meant, portrait: Portrait, headers: dict[str, str]
) -> Response:
    link = f"/{encoded_path(thing.path)}"
    formats = GRAPH_FORMATS[:4]
    alternates = (f'<{services.site.link(link)}.{f.key}>; rel="alternate"; type="{f.media_type}"' for f in formats)
    said = {p.name.title: p.values for p in portrait.properties}
    akoma = SUFFIX if LN.hasText.value in said else None
    documents = said.get(LN.inDocument.value, ())
    base = services.settings.base
    about = services.homes.page_of(thing.iri)
    return page(
        request, "resource.html", headers=headers | {"Link": ", ".join(alternates)}, portrait=portrait, link=link,
        formats=formats, most_links=MOST_LINKS, akoma=akoma, documents=documents if portrait.sentences else (),
        about=about if about != path_of_iri(thing.iri, base) else None,
    )  # fmt: skip


def _meant(path: str, base: str) -> Meant | None:
    """Return what a path asks for; None if it makes no IRI."""
    stem, dot, suffix = path.rpartition(".")
    wanted: ResultFormat | None = None
    html = False
    table = suffix if dot and suffix in statements.SUFFIXES else ""
    if table or (dot and (suffix in _SUFFIXES or suffix == "html")):
        path, wanted, html = stem, _SUFFIXES.get(suffix), suffix == "html"
    if not path or len(path) > _LONGEST:
        return None
    try:
        ox.NamedNode(base + path)
    except ValueError:
        return None
    return Meant(path, base + path, wanted, html, table)


def _format(suffix: str) -> ResultFormat:
    if suffix not in _SUFFIXES:
        raise RequestError("not-found", "there is no such page", message_vi="không có trang này")
    return _SUFFIXES[suffix]


def _prefers_html(request: Request) -> bool:
    """Say whether HTML is named and liked best; a client that accepts anything gets Turtle."""
    accept = request.headers.get("accept") or ""
    return "text/html" in accept and choose_media_type(accept, [_HTML, *(f.media_type for f in GRAPH_FORMATS)]) == _HTML


def _page_headers(request: Request, services: Services) -> dict[str, str]:
    return {
        "ETag": etag_of(services.engine.summary.version, request.scope["path"], _HTML),
        "Vary": "Accept, Accept-Encoding, Origin",
    }
