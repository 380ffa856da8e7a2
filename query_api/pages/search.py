"""``/search``: things by words, numbers and facets, as a page or as data; suggestions while somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from query_api.asking.search import FACETS, Filters, Hit, Hits, Piece
from query_api.engine.results import text_of
from query_api.problems import RequestError
from query_api.rendering.addresses import plan_address, trace_address
from query_api.rendering.figures import day
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.page import Page, answer, page
from query_api.rendering.twins import CSV, JSON, TTL, XLSX, Column, Table
from query_api.rendering.words import KINDS, word
from query_api.served.homes import Homes
from query_api.shared.negotiation import choose_media_type
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["search"])
PER_PAGE = 20
_MOST_SAVED = 1000  # hits in a file
_LONGEST = 200
_MOST_FILTERS = 50  # each is named in the page, with a link that leaves it out
_LONGEST_FILTER = 400  # characters
_PATIENCE = 3.0  # seconds that a reader waits for the index before the page says that it is being built
_LOOK_AGAIN = 3  # seconds
_SHOWN = 12  # values of a facet before the rest is folded away
_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kind": ("Loại", "Kind"),
        "programme": ("Chương trình", "Programme"),
        "place": ("Địa phương", "Place"),
        "body": ("Cơ quan hiện nay", "Body of today"),
        "year": ("Năm", "Year"),
    }
)
_TRACED = frozenset({"target", "task", "report", "measure", "document"})
_COLUMNS = (
    Column("kind", "Loại", "Kind"),
    Column("label", "Tên", "Label"),
    Column("figure", "Số liệu", "Figure"),
    Column("year", "Năm", "Year"),
    Column("place", "Địa phương", "Place"),
    Column("lead", "Chủ trì", "Lead"),
    Column("lead_today", "Nay là", "Today"),
    Column("section", "Mục", "Section"),
    Column("document", "Văn bản", "Document"),
    Column("sentence", "Câu gốc", "Sentence"),
    Column("iri", "IRI", "IRI"),
    Column("address", "Địa chỉ", "Address"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """A hit as the page shows it.

    Attributes:
        hit: what was found.
        kind: name of its kind.
        href: where it opens: its sentence in the whole text, or its page; None where nowhere.
        trace: where its chain is shown, "" if it has none.
    """

    hit: Hit
    kind: str
    href: str | None
    trace: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as the page offers it.

    Attributes:
        label: how it is called.
        count: results that have it.
        chosen: it is a filter.
        value: what the address says.
    """

    label: str
    count: int
    chosen: bool
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as the page offers it.

    Attributes:
        name: parameter of the address.
        heading: how it is called.
        choices: the first values.
        more: the rest.
        further: how many values there are beside these.
    """

    name: str
    heading: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    further: int


@readable(router, "/search", summary="Full-text search (page or data)")
@readable(router, "/search.{suffix}", include_in_schema=False)
async def search(
    request: Request,
    services: Shared,
    suffix: str | None = None,
    q: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
    wanted: Annotated[str | None, Query(alias="format")] = None,
) -> Response:
    """Find things by label, number, title or sentence; tones may be left out.

    ``kind``, ``programme``, ``place``, ``body`` and ``year`` narrow the results; each may come several times.
    """
    question = " ".join(q[:_LONGEST].split())
    base = services.settings.base
    filters = _filters(request, base)
    saved = suffix in (CSV, XLSX, TTL)
    first, most = (0, _MOST_SAVED) if saved else ((number - 1) * PER_PAGE, PER_PAGE)
    as_json = suffix == JSON or (suffix is None and (wanted == JSON or (wanted is None and _prefers_json(request))))
    if (question or filters) and suffix is None and not as_json and not await services.search.within(_PATIENCE):
        return _at_work(request, services, question)
    hits = await services.search.search(question, filters, first=first, most=most)
    if as_json:
        return JSONResponse(_document(question, hits), headers={"Vary": "Accept", "Cache-Control": "no-cache"})
    if suffix is not None and not saved:
        raise RequestError("not-found", "a search is to be had as json, csv, xlsx or ttl")
    language = language_of(request)
    ended = {text_of(r[0]): text_of(r[1]) for r in (await services.queries.rows("groups-ended")).rows}
    moved = {text_of(r[0]): text_of(r[1]) for r in (await services.queries.rows("places-today")).rows}
    names = await names_of(services, [*_iris(hits), *moved.values()], language)
    results = [_result(hit, services, language) for hit in hits.hits]
    groups = tuple(_group(name, hits, names, services, language) for name in FACETS)
    values = {
        "question": question, "results": results, "hits": hits, "names": names, "number": number,
        "last": max(1, -(-hits.ranked // PER_PAGE)), "groups": [g for g in groups if g.choices],
        "chosen": [(g.name, c) for g in groups for c in (*g.choices, *g.more) if c.chosen], "start": first + 1,
        "ended": {group: day(ending, language) for group, ending in ended.items()}, "moved": moved,
        "without": lambda name, value: _without(request, name, value),
    }  # fmt: skip
    title = question or ("Search" if language == "en" else "Tìm kiếm")
    table = Table("hits", _COLUMNS, tuple(_row(r, names, services, request) for r in results))
    shown = Page("search.html", title, values, (table,), [r.hit.iri for r in results], stem="/search")
    return await answer(request, services, shown, suffix)


@readable(router, "/search/suggest", summary="What to offer while a question is typed")
async def suggest(request: Request, services: Shared, q: str = "") -> Response:
    """Return at most eight things whose names match, as a list of objects with label, kind and href."""
    language = language_of(request)
    if not services.search.at_hand:  # nobody who types waits for it
        services.search.begin()
        return JSONResponse([], headers={"Cache-Control": "no-store"})
    found = await services.search.suggest(" ".join(q[:_LONGEST].split()))
    offered = [
        {
            "label": s.label,
            "kind": _kind(s.kind, services, language),
            "href": services.site.link(_home(s.iri, s.kind, services.homes) or "/"),
        }
        for s in found
    ]
    return JSONResponse(offered, headers={"Cache-Control": "max-age=300"})


def _at_work(request: Request, services: Services, question: str) -> Response:
    """Say that the index is being built; the browser looks again by itself."""
    title = "The search is being prepared" if language_of(request) == "en" else "Đang chuẩn bị tìm kiếm"
    headers = {"Cache-Control": "no-store", "Refresh": str(_LOOK_AGAIN)}
    shown = Page("search_at_work.html", title)
    seconds = int(services.search.seconds)
    return page(request, shown.template, headers=headers, page=shown, twins=(), question=question, seconds=seconds)


def _filters(request: Request, base: str) -> Filters:
    """Return what an address narrows the results to.

    Raises:
        RequestError: by more than a page can name, or by what is too long to be a value.
    """
    chosen = {name: frozenset(_full(name, v, base) for v in request.query_params.getlist(name) if v) for name in FACETS}
    values = [value for its in chosen.values() for value in its]
    if len(values) > _MOST_FILTERS or any(len(value) > _LONGEST_FILTER for value in values):
        raise RequestError(
            "bad-request",
            f"there are more than {_MOST_FILTERS} filters, or one of more than {_LONGEST_FILTER} characters",
            message_vi=f"có quá {_MOST_FILTERS} điều lọc, hoặc một điều dài quá {_LONGEST_FILTER} ký tự",
        )
    return Filters(chosen)


def _full(name: str, value: str, base: str) -> str:
    """Return the value of a facet that an address means; places and bodies are written without what all begin with."""
    beginning = {"place": f"{base}place/", "body": f"{base}agency/", "programme": f"{base}programme/"}.get(name, "")
    return value if value.startswith(base) else beginning + value


def _short(value: str) -> str:
    for beginning in ("/place/", "/agency/", "/programme/"):
        before, found, rest = value.partition(beginning)
        if found and before.startswith("http"):
            return rest
    return value


def _home(iri: str, kind: str, homes: Homes) -> str | None:
    return plan_address(iri, homes.base) if kind == "document" else homes.page_of(iri)


def _result(hit: Hit, services: Services, language: str) -> Result:
    homes = services.homes
    named = plan_address(hit.document, homes.base, hit.iri) if hit.document and hit.snippet else None
    trace = trace_address(hit.iri, homes.base) if hit.kind in _TRACED else ""
    return Result(hit, _kind(hit.kind, services, language), named or _home(hit.iri, hit.kind, homes), trace)


def _kind(key: str, services: Services, language: str) -> str:
    """Return what a kind of things is called: by the pack that declares it, or by the words of all."""
    declared = services.things.kind(key)
    return declared.several.of(language) if declared is not None else word(KINDS, key, language)


def _group(name: str, hits: Hits, names: Names, services: Services, language: str) -> Group:
    facets = hits.facets.get(name, ())
    choices = tuple(
        Choice(
            _kind(f.value, services, language) if name == "kind" else names.text(f.value) if f.value.startswith("http") else f.value,
            f.count, f.chosen, _short(f.value),
        )
        for f in (sorted(facets, key=lambda f: f.value) if name == "year" else facets)
    )  # fmt: skip
    shown = tuple(c for at, c in enumerate(choices) if at < _SHOWN or c.chosen)
    more = tuple(c for c in choices if c not in shown)
    return Group(name, _HEADINGS[name][language == "en"], shown, more, hits.further.get(name, 0))


def _iris(hits: Hits) -> list[str]:
    found = [f.value for its in hits.facets.values() for f in its if f.value.startswith("http")]
    for hit in hits.hits:
        found += [hit.place, hit.document, *hit.leads, *hit.today]
    return found


def _without(request: Request, name: str, value: str) -> str:
    """Return the address of the search without one of its filters."""
    given = request.query_params
    pairs = [(n, given[n]) for n in ("q", "lang") if n in given]
    pairs += [(n, v) for n in FACETS for v in dict.fromkeys(given.getlist(n)) if v and (n, _short(v)) != (name, value)]
    return f"/search?{urlencode(pairs)}"


def _row(result: Result, names: Names, services: Services, request: Request) -> tuple[str, ...]:
    hit = result.hit
    return (
        result.kind, _text(hit.title), hit.figure, hit.year, names.text(hit.place),
        "; ".join(names.text(b) for b in hit.leads), "; ".join(names.text(b) for b in hit.today), hit.section,
        names.text(hit.document), _text(hit.snippet), hit.iri, services.site.address(request) + (result.href or ""),
    )  # fmt: skip


def _prefers_json(request: Request) -> bool:
    return choose_media_type(request.headers.get("accept"), ["text/html", "application/json"]) == "application/json"


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(p.text for p in pieces)


def _document(question: str, hits: Hits) -> dict[str, object]:
    found = [
        {
            "iri": h.iri, "type": h.type, "kind": h.kind, "label": _text(h.title), "snippet": _text(h.snippet),
            "figure": h.figure, "year": h.year, "place": h.place, "document": h.document, "section": h.section,
            "lead": list(h.leads), "leadToday": list(h.today),
        }
        for h in hits.hits
    ]  # fmt: skip
    facets = {
        n: [{"value": f.value, "count": f.count, "chosen": f.chosen} for f in its] for n, its in hits.facets.items()
    }
    about: dict[str, object] = {"q": question, "total": hits.total, "ranked": hits.ranked, "capped": hits.capped}
    return about | {
        "missingNumber": hits.missing or None,
        "hits": found,
        "facets": facets,
        "furtherFacets": dict(hits.further),
    }
