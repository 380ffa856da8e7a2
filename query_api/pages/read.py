"""``/read``: a plan in any form is read and shown as its page with findings; nothing of it is kept, unless it is added."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from loader.errors import EngineError, InputError, LangngheError
from loader.graph.dataset import is_rdf_file
from loader.project import Project
from loader.scratch import Scratch
from query_api.asking.named_queries import NamedQueries
from query_api.engine.confined_process import Bounds, confined
from query_api.engine.reading import ReadDocument
from query_api.engine.results import text_of
from query_api.explorer.facts import FactKinds
from query_api.explorer.plan import Plan, plan_of
from query_api.pages.plans import citation_of, plan_values
from query_api.problems import RequestError, problem_of
from query_api.protocol.answers import unless_client_leaves
from query_api.protocol.uploads import SentFile, read_file
from query_api.rendering.language import in_language, language_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import PAGES, Page, page, page_aside, wants_html
from query_api.served.findings import SEVERITIES, Finding, Report, read_report
from query_api.shared.authority import authorise, project_to_change
from query_api.shared.reloading import reload_data
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared, client_of

router = APIRouter(tags=["pages"])
ENTRY = Entry(65, "/read", "Đọc thử", "Read yours", first=False)
_UPLOAD = {
    "requestBody": {
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("multipart/form-data", "*/*")}
    }
}
_ADDING = Bounds(seconds=300.0, memory=0)  # whoever has the token may use the machine
_LONGEST_NAME = 200  # bytes


@dataclass(frozen=True, slots=True)
class Told:
    """A finding beside the text.

    Attributes:
        finding: what was found.
        href: where it stands on the page, "" where no fact is concerned.
    """

    finding: Finding
    href: str


@readable(router, "/read", summary="Form for reading a document")
async def form(request: Request, services: Shared) -> Response:
    """Show the form."""
    return _form(request, services)


@router.post("/read", summary="Read a plan in any form and show what was read", openapi_extra=_UPLOAD)
async def read(request: Request, services: Shared, force: bool = False) -> Response:
    """Read a document; a browser gets its page, others what was read as JSON, or with ``format=ttl`` as Turtle."""
    wanted = request.query_params.get("format", "")
    try:
        sent = await _document_of(request, services)
        force = force or bool(sent.fields.get("force"))

        async def show(found: ReadDocument) -> Response:
            return await _shown(request, services, found, sent.name, wanted)

        async with services.senders.turn(client_of(request)):
            reading = services.reader.read(sent.data, sent.suffix, _around(services), show, force=force)
            return await unless_client_leaves(request, reading)
    except LangngheError as error:
        if wanted or not wants_html(request):
            raise
        return _form(request, services, error)


@router.post("/read/add", summary="Add a document to the graph (needs the administration token)", openapi_extra=_UPLOAD)
async def add(request: Request, services: Shared) -> Response:
    """Add a document to the project that is served, then show it; the token comes as a field or as a bearer token."""
    try:
        sent = await _document_of(request, services)
        _authorise(request, services, sent.fields.get("token", ""))
        async with services.senders.turn(client_of(request)):
            await _add(services, sent)
            await reload_data(services)
    except LangngheError as error:
        if not wants_html(request):
            raise
        return _form(request, services, error)
    rows = await services.queries.rows("plans")
    if not wants_html(request):
        return JSONResponse({"version": services.engine.summary.version, "plans": len(rows.rows)})
    return RedirectResponse(services.site.link(in_language("/plans", language_of(request))), 303)


async def _document_of(request: Request, services: Services) -> SentFile:
    sent = await read_file(request, services.settings.longest_upload)
    if is_rdf_file(Path(f"x{sent.suffix}")):
        raise InputError(
            "this is RDF, not a document", advice="check it at /validate",
            message_vi="đây là tệp RDF, không phải văn bản", advice_vi="kiểm tra ở /validate",
        )  # fmt: skip
    return sent


def _around(services: Services) -> tuple[Path, ...]:
    project = Project(services.settings.project) if services.settings.project is not None else Project.find()
    packs = (folder.parent / project.programmes.name for folder in project.references)
    return (*project.references, *(folder for folder in packs if folder.is_dir()), project.ontology)


async def _shown(request: Request, services: Services, found: ReadDocument, name: str, wanted: str) -> Response:
    if wanted == "ttl":
        return Response(found.turtle, 200, {"Cache-Control": "no-store"}, "text/turtle; charset=utf-8")
    language, base = language_of(request), services.settings.base
    queries = NamedQueries(found.engine, PAGES / "queries")
    documents = [text_of(d) for d, _ in (await queries.rows("read-documents")).rows]
    if not documents:
        raise InputError("no document was found in the file", message_vi="không thấy văn bản nào trong tệp")
    plan = await plan_of(queries, documents[0], base, language, FactKinds(services.thing_pages.lists))
    if plan is None:
        raise InputError("the document has no text", message_vi="văn bản không có lời văn")
    report = await asyncio.to_thread(read_report, found.report)
    known = bool((await services.queries.rows("labels", thing=ox.NamedNode(plan.iri))).rows)
    own = [f for f in report.findings if f.document in documents]
    if wanted or not wants_html(request):
        return JSONResponse(_document(plan, own), headers={"Cache-Control": "no-store"})
    values: dict[str, Any] = plan_values(plan, citation_of(services, request, plan)) | {
        "file": name, "known": known, "kept": known, "told": _told(own, plan), "severities": SEVERITIES,
        "score": _score(report, documents), "can_add": project_to_change(services) is not None, "said": lambda s: s.get(language),
        "rule_of": report.rule,
    }  # fmt: skip
    shown = Page("read_plan.html", plan.label, values)
    headers = {"Cache-Control": "no-store"}
    return await page_aside(request, shown.template, headers=headers, page=shown, twins=(), **values)


def _told(findings: list[Finding], plan: Plan) -> list[Told]:
    names = {f.iri: f.name for f in plan.facts}
    quoted = {quote: f.name for f in reversed(plan.facts) for quote in f.quotes}
    told = []
    for finding in sorted(findings, key=lambda f: SEVERITIES.index(f.severity)):
        name = names.get(finding.subject) or (quoted.get(finding.quote.words) if finding.quote is not None else None)
        told.append(Told(finding, f"#text/{name}" if name else ""))
    return told


def _score(report: Report, documents: list[str]) -> int | None:
    return next((d.score for d in report.documents if d.iri == documents[0]), None)


def _document(plan: Plan, findings: list[Finding]) -> dict[str, object]:
    facts = [
        {"kind": f.kind, "type": f.type, "title": f.title, "section": f.section, "quotes": list(f.quotes), "iri": f.iri}
        for f in plan.facts
    ]
    found = [
        {
            "rule": f.rule,
            "severity": f.severity,
            "message": {"vi": f.message.vi, "en": f.message.en},
            "about": f.subject,
        }
        for f in findings
    ]
    about: dict[str, object] = {"iri": plan.iri, "label": plan.label, "title": plan.title, "readShare": plan.read_share}
    return about | {"facts": facts, "findings": found}


def _form(request: Request, services: Services, error: LangngheError | None = None) -> Response:
    problem = problem_of(error) if error is not None else None
    title = "Read your plan" if language_of(request) == "en" else "Đọc thử kế hoạch của bạn"
    values: dict[str, Any] = {
        "problem": problem, "largest": services.settings.longest_upload >> 20, "seconds": round(services.reader.seconds), "can_add": project_to_change(services) is not None,
        "may_force": isinstance(error, InputError),
    }  # fmt: skip
    return page(
        request,
        "read.html",
        status=problem.status if problem else 200,
        page=Page("read.html", title, values),
        twins=(),
        **values,
    )


def _authorise(request: Request, services: Services, given: str) -> None:
    if project_to_change(services) is None:
        raise RequestError(
            "not-found", "this server takes no documents", advice="add them with langnghe add",
            message_vi="máy chủ này không nhận thêm văn bản", advice_vi="thêm bằng langnghe add",
        )  # fmt: skip
    authorise(request, services, given)


async def _add(services: Services, sent: SentFile) -> None:
    """Give a document to ``langnghe add``, in a process of its own: a build must not hold up answers.

    Should the server be killed meanwhile, nothing is added, and nothing of what was sent is left.
    """
    scratch = Scratch("add")
    try:
        file = scratch.path / _name_of(sent)
        origin = sent.fields.get("origin", "").strip()
        if not origin.isprintable():
            raise RequestError("bad-request", "the origin is no address", message_vi="nguồn không phải là một địa chỉ")
        options = (*(("--origin", origin) if origin else ()), *(("--force",) if sent.fields.get("force") else ()))
        async with (
            asyncio.timeout(_ADDING.seconds),
            confined(
                "query_api.cli", "--quiet", "add", *options, "--", str(file),
                data=sent.data, file=file, bounds=_ADDING, cwd=services.settings.project,
            ) as ended,
        ):  # fmt: skip
            if ended.status != 0:
                last = ended.said.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
                message = last[0].removeprefix("langnghe: ").replace(f"{scratch.path}/", "")
                raise InputError(message) if ended.status in (3, 4) else EngineError(message)
    except TimeoutError:
        raise EngineError("adding the document took too long") from None
    finally:
        await asyncio.to_thread(scratch.remove)


def _name_of(sent: SentFile) -> str:
    """Return a name for the file that somebody sent: its own, if it is one."""
    name = Path(sent.name).name
    is_one = name not in ("", "..") and name.isprintable() and len(name.encode("utf-8", "replace")) <= _LONGEST_NAME
    return name if is_one else f"document{sent.suffix}"
