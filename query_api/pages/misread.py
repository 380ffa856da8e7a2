"""``/plans/{document}/misread``: what a reader finds misread becomes an entry for a curated file, to take or to save.

``/plans/{document}/correction`` is the entry itself, still to be filled in.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from loader.declarations import Kind, kinds_with
from loader.errors import ConfigurationError, LangngheError
from loader.project import Project
from loader.resolution.correcting import Misreading, curated_file, enter
from loader.resolution.curation import Action, Correction, read_curation
from query_api.explorer.correction import Correctable, correctable_fact
from query_api.explorer.facts import Fact
from query_api.explorer.plan import Plan
from query_api.pages.plans import document_at, elsewhere, fact_named
from query_api.problems import RequestError, problem_of
from query_api.protocol.parameters import FORM, read_body
from query_api.protocol.uploads import fields_of_form
from query_api.rendering.addresses import plan_address
from query_api.rendering.labels import names_of
from query_api.rendering.language import in_language, language_of
from query_api.rendering.page import Page, page, wants_html
from query_api.served.site import encoded_path
from query_api.shared.authority import authorise, project_to_change
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
_LONGEST = 64 << 10  # bytes of a form
_FIELDS = ("action", "field", "value", "who", "why", "token", "do")
_WORDS = {
    "label": ("tên gọi, lời", "name, words"),
    "comment": ("ghi chú", "remark"),
    "title": ("tiêu đề", "title"),
    "type": ("loại", "type"),
}
"""What ontologies of others call properties of facts."""
_SCHEMA = {
    "requestBody": {
        "content": {
            kind: {"schema": {"type": "object", "properties": {name: {"type": "string"} for name in _FIELDS}}}
            for kind in (FORM, "multipart/form-data")
        }
    }
}


@readable(router, "/plans/{path:path}/correction", summary="An entry for a curated file, to be filled in")
async def correction(request: Request, services: Shared, path: str, fact: str = "") -> Response:
    """Return an entry that drops a fact or corrects a field of it, to be completed by whoever decides."""
    plan, found, named = await _meant(request, services, path, fact)
    if plan is None:
        return elsewhere(services, request, path)
    return _entry(_misreading(request, services, plan, found, named, {}))


@readable(router, "/plans/{path:path}/misread", summary="Form for what was misread")
async def misread(request: Request, services: Shared, path: str, fact: str = "") -> Response:
    """Show the form, with what was entered for the fact already."""
    plan, found, named = await _meant(request, services, path, fact)
    if plan is None:
        return elsewhere(services, request, path)
    return await _form(request, services, plan, found, named, {})


@router.post("/plans/{path:path}/misread", summary="Take or save what was misread", openapi_extra=_SCHEMA)
async def mend(request: Request, services: Shared, path: str, fact: str = "") -> Response:
    """Return the filled entry; with ``do=save`` and the administration token it is written into the project instead.

    The next build applies it.
    """
    plan, found, named = await _meant(request, services, path, fact)
    if plan is None:
        raise RequestError("not-found", "there is no such document", message_vi="không có văn bản này")
    sent = await _sent(request)
    try:
        misreading = _misreading(request, services, plan, found, named, sent)
        if sent.get("do") != "save":
            misreading.check(_kinds(services))
            return _entry(misreading)
        authorise(request, services, sent.get("token", ""))
        project = _project(services)
        file = curated_file(project, plan.source_file)
        entries = await asyncio.to_thread(enter, project, file, misreading, _kinds(services))
    except LangngheError as error:
        if not wants_html(request):
            raise
        return await _form(request, services, plan, found, named, sent, error)
    if not wants_html(request):
        return JSONResponse(
            {"file": file.relative_to(project.root).as_posix(), "corrections": len(entries)}, 201,
            {"Cache-Control": "no-store"},
        )  # fmt: skip
    address = in_language(f"{_path(services, plan)}/misread", language_of(request))
    mark = "&" if "?" in address else "?"
    return RedirectResponse(services.site.link(f"{address}{mark}fact={encoded_path(found.name)}#entered"), 303)


async def _meant(request: Request, services: Services, path: str, name: str) -> tuple[Plan | None, Fact, Correctable]:
    plan = await document_at(services, path, language_of(request))
    fact = fact_named(plan, name) if plan is not None else None
    named = correctable_fact(plan, fact, _kinds(services)) if plan is not None and fact is not None else None
    if plan is not None and (fact is None or named is None):
        raise RequestError(
            "not-found", "there is no such fact in this document", message_vi="văn bản này không có dữ kiện ấy"
        )
    return plan, fact, named  # type: ignore[return-value]  # without a plan neither is looked at


async def _sent(request: Request) -> dict[str, str]:
    body = await read_body(request, _LONGEST)
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != FORM:
        return fields_of_form(kind, body)
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=100))
    except ValueError as error:
        raise RequestError("bad-request", "the form is not URL-encoded UTF-8") from error


def _misreading(
    request: Request, services: Services, plan: Plan, fact: Fact, named: Correctable, sent: dict[str, str]
) -> Misreading:
    action = sent.get("action") or Action.REJECT.value
    if action not in (Action.REJECT, Action.CORRECT):
        raise RequestError(
            "bad-request", "action is reject or correct", message_vi="action là reject (bỏ) hoặc correct (sửa)"
        )
    address = services.site.address(request) + plan_address(plan.iri, services.settings.base, fact.iri)
    corrects = action == Action.CORRECT
    return Misreading(
        Action(action), named.kind, named.quote, sent.get("field", "") if corrects else "",
        sent.get("value", "").strip() if corrects else "", sent.get("who", "").strip(), datetime.now(UTC).date().isoformat(),
        sent.get("why", "").strip(), address,
    )  # fmt: skip


def _entry(misreading: Misreading) -> Response:
    headers = {
        "Content-Type": "application/toml; charset=utf-8",
        "Content-Disposition": 'attachment; filename="correction.toml"',
        "Cache-Control": "no-cache",
    }
    head = "# Thêm vào data/ttl/reference/curation/TÊN-TỆP-NGUỒN.toml · add to that file; then: langnghe build\n"
    return Response(head + misreading.toml(), 200, headers)


async def _form(
    request: Request,
    services: Services,
    plan: Plan,
    fact: Fact,
    named: Correctable,
    sent: dict[str, str],
    error: LangngheError | None = None,
) -> Response:
    language = language_of(request)
    problem = problem_of(error) if error is not None else None
    labels = await names_of(services.queries, [choice.term for choice in named.choices], language)
    fields = []
    for choice in named.choices:
        local = choice.term.rpartition("#")[2].rpartition("/")[2]
        words = labels.get(choice.term) or (_WORDS.get(local, (local, local))[language == "en"])
        fields.append((choice.name, words, choice.about if language == "en" else ""))
    can_save = project_to_change(services) is not None
    file, entered = await asyncio.to_thread(_entered, services, plan, named) if can_save else ("", ())
    title = "Misread?" if language == "en" else "Đọc sai?"
    values: dict[str, Any] = {
        "plan": plan, "fact": fact, "named": named, "fields": fields, "sent": sent, "problem": problem, "can_save": can_save,
        "file": file or f"data/ttl/reference/curation/{Path(plan.source_file).stem}.toml", "entered": entered,
        "action": f"{_path(services, plan)}/misread?fact={encoded_path(fact.name)}",
        "empty_entry": f"{_path(services, plan)}/correction?fact={encoded_path(fact.name)}",
        "back": plan_address(plan.iri, services.settings.base, fact.iri),
    }  # fmt: skip
    status = problem.status if problem else 200
    return page(
        request, "misread.html", status=status, headers={"Cache-Control": "no-store"}, page=Page("misread.html", title),
        twins=(), **values,
    )  # fmt: skip


def _path(services: Services, plan: Plan) -> str:
    return plan_address(plan.iri, services.settings.base)


def _kinds(services: Services) -> tuple[Kind, ...]:
    """Return the kinds of facts that corrections may be about."""
    return kinds_with(services.things.kinds)


def _project(services: Services) -> Project:
    project = project_to_change(services)
    if project is None:
        raise RequestError(
            "not-found", "what is served here cannot be changed", advice="take the entry and add it where it is built",
            message_vi="dữ liệu được phục vụ ở đây không sửa được", advice_vi="tải mục sửa về và thêm ở nơi dựng dữ liệu",
        )  # fmt: skip
    return project


def _entered(services: Services, plan: Plan, named: Correctable) -> tuple[str, tuple[Correction, ...]]:
    """Return the curated file of a document and what stands in it about a fact."""
    project = _project(services)
    try:
        file = curated_file(project, plan.source_file)
        found = read_curation(file, _kinds(services))
    except ConfigurationError:
        return "", ()
    meant = " ".join(named.quote.split()).casefold()
    about = tuple(c for c in found if c.fact == named.kind and (meant.startswith(c.quote) or c.quote.startswith(meant)))
    return file.relative_to(project.root).as_posix(), about
