"""``/editor``: the SPARQL editor with completion from our own ontology and data; and what it completes from."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from loader.graph.vocabulary import LN, names_of
from query_api.engine.results import texts_of
from query_api.rendering.labels import labels_of
from query_api.rendering.language import language_of
from query_api.rendering.page import STATIC, Page, page
from query_api.rendering.questions import STARTER, themes_of
from query_api.served.prefixes import KNOWN
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
# The editor library sets styles from script and keeps its icons in data URLs; scripts stay confined to our own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def is_bundled() -> bool:
    """Say whether the editor library was bundled at set-up (it needs npm)."""
    return (STATIC / "vendor" / "yasqe.min.js").is_file()


@readable(router, "/editor", summary="SPARQL editor")
async def editor(request: Request, services: Shared, query: str = "", example: str = "") -> Response:
    """Show the editor; where its library is not bundled, lead to the plain form, with the query."""
    if not is_bundled():
        asked = request.scope["query_string"].decode("latin-1")
        return RedirectResponse(services.site.link("/ask" + (f"?{asked}" if asked else "")), 307)
    chosen = next((e for e in services.examples if e.name == example), None)
    title = "SPARQL editor" if language_of(request) == "en" else "Trình soạn thảo SPARQL"
    return page(
        request, "editor.html", headers={"Content-Security-Policy": POLICY}, page=Page("editor.html", title), twins=(),
        text=chosen.body if chosen is not None else query or STARTER, chosen=example, themes=themes_of(services.examples, services.thing_pages.tags),
    )  # fmt: skip


@readable(router, "/schema.json", summary="Prefixes, classes, properties and questions")
async def schema(request: Request, services: Shared) -> Response:
    """Return what an editor completes from: prefixes, terms by frequency with labels, and the example questions."""
    tag = etag_of(services.engine.summary.version, "schema", *(e.name for e in services.examples))
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_fresh(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    document = {
        "prefixes": KNOWN,
        "classes": await terms_by_use(services, "classes-by-use", "class"),
        "properties": await terms_by_use(services, "properties-by-use", "property"),
        "examples": [
            {
                "name": e.name,
                "title_vi": e.title_vi,
                "title_en": e.title_en,
                "question_vi": e.question_vi,
                "question_en": e.question_en,
                "tags": e.tags,
                "query": e.body,
            }
            for e in services.examples
        ],
    }
    return JSONResponse(document, headers=headers)


async def terms_by_use(services: Services, query: str, kind: str) -> list[dict[str, str | int]]:
    """Return the terms that the data use, most used first, then those of the ontology that they do not.

    Args:
        services: the server's.
        query: name of the query that yields (term, how often).
        kind: "class" or "property".
    """
    used = {iri: int(n) for iri, n in texts_of(await services.queries.rows(query))}
    engine = services.engine
    ours = (f"{LN.NAMESPACE}{name}" for name in names_of(LN))
    unused = [iri for iri in ours if iri not in used and iri.rpartition("#")[2][0].isupper() == (kind == "class")]
    iris = [*used, *unused]
    vietnamese, english = await labels_of(engine, iris), await labels_of(engine, iris, "en")
    return [
        {"iri": i, "count": used.get(i, 0), "label_vi": vietnamese.get(i, ""), "label_en": english.get(i, "")}
        for i in iris
    ]
