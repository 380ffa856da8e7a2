"""``/browse`` and ``/about``: what there is, and what this is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from loader.graph.vocabulary import LN
from query_api.engine.results import texts_of
from query_api.problems import KINDS
from query_api.rendering.labels import labels_of
from query_api.rendering.language import language_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer, page
from query_api.rendering.terms import View, view
from query_api.rendering.twins import Column, Table
from query_api.served.prefixes import prefix_lines, shorten
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(80, "/browse", "Tra cứu", "Browse")
_MOST_CLASSES = 80
_DOCUMENT_COLUMNS = (
    Column("document", "Văn bản", "Document"),
    Column("number", "Số", "Number"),
    Column("date", "Ngày", "Date"),
    Column("issuer", "Cơ quan", "Issuer"),
    Column("iri", "IRI", "IRI"),
)
_CLASS_COLUMNS = (
    Column("class", "Lớp", "Class"),
    Column("count", "Số lượng", "Count"),
    Column("iri", "IRI", "IRI"),
)


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class and how many things it has.

    Attributes:
        name: how it is called.
        count: how many things are of it.
        query: address of the query that lists them.
    """

    name: View
    count: int
    query: str


@readable(router, "/browse", summary="Documents and classes of the graph")
@readable(router, "/browse.{suffix}", include_in_schema=False)
async def browse(request: Request, services: Shared, suffix: str | None = None) -> Response:
    """Show the documents whose text was read, and how many things of each class there are."""
    language = language_of(request)
    documents, classes = await services.queries.made(("browse", language), lambda: _found(services, language))
    tables = (
        Table(
            "documents",
            _DOCUMENT_COLUMNS,
            tuple((d.text, n.text, on.text, by.text, d.title) for d, n, on, by in documents),
        ),
        Table("classes", _CLASS_COLUMNS, tuple((c.name.text, c.count, c.name.title) for c in classes)),
    )
    title = "Browse" if language == "en" else "Tra cứu"
    values = {"documents": documents, "classes": classes}
    things = [document.title for document, *_ in documents]
    return await answer(request, services, Page("browse.html", title, values, tables, things, stem="/browse"), suffix)


async def _found(services: Services, language: str) -> tuple[list[tuple[View, View, View, View]], list[ClassCount]]:
    """Return the documents with a text (document, number, date, issuer), and the classes."""
    base = services.settings.base
    documents = await services.queries.rows("documents-read")
    things = [t.value for row in documents.rows for t in row if isinstance(t, ox.NamedNode)]
    labels = await labels_of(services.engine, things, language)
    rows = [
        (view(document, base, labels), view(number, base), view(date, base), view(issuer, base, labels))
        for document, number, date, issuer in documents.rows
    ]
    return rows, await classes_of(services, language)


@readable(router, "/about", summary="What this is")
async def about(request: Request, services: Shared) -> Response:
    """Explain what the server offers and its limits."""
    return page(request, "about.html", settings=services.settings, summary=services.engine.summary)


@readable(router, "/problems", summary="Kinds of problems")
async def problems(request: Request, services: Shared) -> Response:
    """List the kinds of problems that responses report (the ``type`` of a problem document leads here)."""
    return page(request, "problems.html", kinds=KINDS)


async def classes_of(services: Services, language: str) -> list[ClassCount]:
    """Count the things of each class of the ontology, named in a language."""
    rows = await services.queries.rows("classes-by-use")
    counted = [(iri, n) for iri, n in texts_of(rows) if iri.startswith(LN.NAMESPACE)][:_MOST_CLASSES]
    labels = await labels_of(services.engine, [iri for iri, _ in counted], language)
    found = []
    for iri, count in counted:
        pattern = f"?s a {shorten(iri)} OPTIONAL {{ ?s rdfs:label|skos:prefLabel ?label }}"
        query = f"{prefix_lines('ln', 'rdfs', 'skos')}\nSELECT ?s ?label {{ {pattern} }}\n"
        name = view(ox.NamedNode(iri), services.settings.base, labels)
        found.append(ClassCount(name, int(count), "/?" + urlencode({"query": query})))
    return found
