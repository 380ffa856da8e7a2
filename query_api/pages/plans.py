"""``/plans`` and ``/plans/{document}``: the whole text of a document with its facts, each opening the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from query_api.engine.results import text_of
from query_api.explorer.citation import Citation
from query_api.explorer.facts import Fact, FactKinds
from query_api.explorer.leaves import leaves
from query_api.explorer.passages import contents
from query_api.explorer.plan import Plan, plan_of
from query_api.explorer.programmes import programmes_in
from query_api.pages.compliance import address_of
from query_api.problems import RequestError
from query_api.rendering.addresses import plan_address
from query_api.rendering.labels import names_of
from query_api.rendering.language import language_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import TABULAR, Column, Table, split_suffix
from query_api.served.findings import SEVERITIES
from query_api.served.site import paths_meant
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(20, "/plans", "Kế hoạch", "Plans")
_CITED = {"bib": "application/x-bibtex; charset=utf-8", "csl": "application/vnd.citationstyles.csl+json"}
PER_PAGE = 200
"""Documents on a page of the list."""
_COLUMNS = (
    Column("kind", "Loại", "Kind"),
    Column("statement", "Nội dung", "Statement"),
    Column("section", "Mục", "Section"),
    Column("lead", "Chủ trì như in", "Lead as printed"),
    Column("lead_today", "Cơ quan ngày nay", "Body today"),
    Column("with", "Phối hợp", "With"),
    Column("time", "Thời gian", "Time"),
    Column("verdict", "So với chỉ tiêu cấp trên", "Beside the higher target"),
    Column("reason", "Vì sao không so được", "Why not comparable"),
    Column("quote", "Câu gốc", "Sentence"),
    Column("document", "Văn bản", "Document"),
    Column("number", "Số", "Number"),
    Column("date", "Ngày", "Date"),
    Column("rule", "Cách đọc", "Way of reading"),
    Column("confidence", "Độ tin", "Confidence"),
    Column("iri", "IRI", "IRI"),
    Column("address", "Địa chỉ của câu", "Address of the sentence"),
)
_FLAWS = (
    Column("rule", "Quy tắc", "Rule"),
    Column("severity", "Mức độ", "Severity"),
    Column("message", "Phát hiện", "Finding"),
    Column("address", "Địa chỉ lâu dài", "Lasting address"),
    Column("fact", "Dữ kiện", "Fact"),
)
_LIST = (
    Column("label", "Văn bản", "Document"),
    Column("place", "Nơi", "Place"),
    Column("level", "Cấp", "Level"),
    Column("date", "Ngày", "Date"),
    Column("read", "Đã đọc toàn văn", "Read in full"),
    Column("iri", "IRI", "IRI"),
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A finding of the rules about a document.

    Attributes:
        rule: code of the rule.
        severity: "violation", "warning" or "info".
        message: what is wrong, in the reader's language.
        address: its lasting address.
        name: the fact that it is about, by its name on the page; "" for the document or what is missing in it.
    """

    rule: str
    severity: str
    message: str
    address: str
    name: str


@readable(router, "/plans", summary="The plans that are known, read in full or not")
@readable(router, "/plans.{suffix}", include_in_schema=False)
async def plans(
    request: Request, services: Shared, suffix: str | None = None, number: int = 1, programme: str = ""
) -> Response:
    """List the plans of the graph: those with a text first; ``programme`` is the key of one, or "none"."""
    language = language_of(request)
    programmes = await programmes_in(services.queries, language)
    known = await services.queries.made(("plans", language), lambda: _listed(services, language))
    listed = [row for row in known if programmes.lets_pass(programme, row[-1])]
    title = "Plans" if language == "en" else "Kế hoạch"
    first = (max(1, number) - 1) * PER_PAGE
    values = {
        "plans": listed[first : first + PER_PAGE],
        "total": len(listed),
        "number": number,
        "pages": max(1, -(-len(listed) // PER_PAGE)),
        "programmes": programmes,
        "programme": programme,
    }
    table = Table("plans", _LIST, tuple(listed))
    shown = Page("plans.html", title, values, (table,), tuple(row[-1] for row in listed), stem="/plans")
    return await answer(request, services, shown, suffix)


async def _listed(services: Services, language: str) -> list[tuple[str, str, str, str, bool, str]]:
    """Return the plans of the graph as rows of ``_LIST``, those with a text first."""
    rows = await services.queries.rows("plans")
    labels = await names_of(
        services.queries, [t.value for r in rows.rows for t in r if isinstance(t, ox.NamedNode)], language
    )
    found: dict[str, tuple[str, str, str, str, bool, str]] = {}
    for document, level, area, issued, text, _ in rows.rows:
        iri = text_of(document)
        place = labels.get(text_of(area), "")
        named = labels.get(text_of(level), "")
        found.setdefault(iri, (labels.get(iri, iri), place, named, text_of(issued), text is not None, iri))
    return sorted(found.values(), key=lambda row: (not row[4], row[1], row[3]))


@readable(router, "/plans/{path:path}", summary="A document: its text and its facts")
async def plan(
    request: Request,
    services: Shared,
    path: str,
    fact: str | None = None,
    kind: str | None = None,
    view: str | None = None,
) -> Response:
    """Show the text of a document with its facts; the suffixes .bib and .csl give its citation."""
    whole = paths_meant(request.scope["raw_path"])[0].removeprefix("plans/")
    stem, suffix = split_suffix(whole, (*TABULAR, *_CITED))
    language = language_of(request)
    shown = await document_at(services, stem, language)
    if shown is None:
        return elsewhere(services, request, stem)
    if suffix in _CITED:
        cited = citation_of(services, request, shown, fact_named(shown, fact))
        body = cited.bibtex() if suffix == "bib" else cited.csl()
        return Response(body, 200, {"Content-Type": _CITED[suffix], "Cache-Control": "no-cache"})
    chosen = fact_named(shown, fact)
    findings = await _findings(services, shown, language)
    values = plan_values(
        shown, citation_of(services, request, shown, chosen), findings=findings, kind=kind or "", chosen=chosen,
        printing=view == "print",
    )  # fmt: skip
    title = shown.label
    table = Table(
        "facts", _COLUMNS, tuple(_row(services, request, shown, f) for f in shown.facts if kind in (None, "", f.kind))
    )
    things = [shown.iri, *(f.iri for f in shown.facts if kind in (None, "", f.kind))]
    state = f"{_today()} {len(findings) if findings is not None else 'unchecked'}"
    flaws = Table("findings", _FLAWS, tuple(astuple(flaw) for flaw in findings or ()))
    made = Page("plan.html", title, values, (table, flaws), things, stem=f"/plans/{stem}", state=state)
    return await answer(request, services, made, suffix)


def plan_values(
    plan: Plan,
    citation: Citation,
    *,
    findings: tuple[Flaw, ...] | None = None,
    kind: str = "",
    chosen: Fact | None = None,
    printing: bool = False,
) -> dict[str, object]:
    """Return what the template of a plan's page, and those that extend it, show.

    Args:
        plan: the document.
        citation: how it is cited.
        findings: what the rules found, to be shown beside the facts; None where they are not.
        kind: the one kind of facts to be shown; "" for all.
        chosen: the fact that the address names.
        printing: the page is made to be printed.
    """
    kinds = [(key, vi, en, [f for f in plan.facts if f.kind == key]) for key, vi, en in plan.kinds.all]
    return {
        "plan": plan,
        "leaves": list(leaves(plan.paragraphs)),
        "kinds": [k for k in kinds if k[3] and kind in ("", k[0])],
        "all_kinds": [(key, vi, en, len(found)) for key, vi, en, found in kinds if found],
        "kind": kind,
        "chosen": chosen,
        "findings": findings,
        "found_in": _by_name(findings or ()),
        "printing": printing,
        "toc": contents(plan.provisions),
        "citation": citation,
        "numbers": {f.name: at for at, f in enumerate(plan.facts, 1)},
    }


async def _findings(services: Services, plan: Plan, language: str) -> tuple[Flaw, ...] | None:
    """Return what the rules found in a document, gravest first; None where nothing has been checked yet."""
    made = await services.reports.ready(services.settings, services.engine)
    if made is None:
        return None
    documents = {plan.iri, *(sibling.iri for sibling in plan.siblings)}
    names = {fact.iri: fact.name for fact in plan.facts}
    own = [f for f in made.report.findings if f.document in documents]
    own.sort(key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.key))
    return tuple(
        Flaw(f.rule, f.severity, f.message.get(language), address_of(f, services.homes), names.get(f.subject, ""))
        for f in own
    )


def _by_name(findings: Sequence[Flaw]) -> dict[str, list[Flaw]]:
    found: dict[str, list[Flaw]] = {}
    for flaw in findings:
        found.setdefault(flaw.name, []).append(flaw)
    return found


async def document_at(services: Services, path: str, language: str) -> Plan | None:
    """Return the document with a text whose IRI ends in a path; None where the graph has none."""
    base = services.settings.base
    try:
        ox.NamedNode(base + path)
    except ValueError:
        return None
    queries, kinds = services.queries, FactKinds(services.thing_pages.lists)
    return await queries.made(("plan", path, language), lambda: plan_of(queries, base + path, base, language, kinds))


def elsewhere(services: Services, request: Request, path: str) -> Response:
    """Lead to the page of the thing itself, which says what is known of a document without a text."""
    if not path.startswith("vn/"):
        raise RequestError("not-found", "there is no such document")
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(services.site.link(f"/{path}" + (f"?{query}" if query else "")), 303)


def fact_named(plan: Plan, name: str | None) -> Fact | None:
    """Return the fact of a document with a name; None without."""
    return next((f for f in plan.facts if name is not None and f.name == name), None)


def citation_of(services: Services, request: Request, plan: Plan, fact: Fact | None = None) -> Citation:
    """Return how to cite a document, or a fact of it."""
    base = services.settings.base
    address = services.site.address(request) + plan_address(plan.iri, base, fact.iri if fact else None)
    return Citation(
        plan.title, plan.label, plan.number, plan.issuer.text if plan.issuer else "", plan.issued,
        fact.section if fact else "", address, services.engine.summary.version[:12], _today(),
    )  # fmt: skip


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _row(services: Services, request: Request, plan: Plan, fact: Fact) -> tuple[str | None, ...]:
    def of(key: str, today: bool = False) -> str | None:
        found = next((d for d in fact.details if d.key == key), None)
        if found is None:
            return None
        links = [t for v in found.values for t in (v.then or (v,))] if today else list(found.values)
        return "; ".join(link.text for link in links)

    address = services.site.address(request) + plan_address(plan.iri, services.settings.base, fact.iri)
    return (
        fact.kind, fact.title, fact.section or None, of("lead"), of("lead", today=True), of("coordinate"), of("time"),
        "; ".join(dict.fromkeys(v.text for v in fact.verdicts)) or None,
        "; ".join(dict.fromkeys(r for v in fact.verdicts for r in v.reasons)) or None,
        " … ".join(fact.quotes), plan.label, plan.number or None, plan.issued or None, fact.rule or None,
        fact.confidence or None, fact.iri, address,
    )  # fmt: skip
