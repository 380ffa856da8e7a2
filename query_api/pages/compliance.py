"""``/compliance``: what the rules found, by plan, rule, body and severity; each finding at an address that lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from loader.validation.findings import Language
from loader.validation.formats.badge import badge
from query_api.engine.results import text_of
from query_api.explorer.bodies import unclear_of, work_of
from query_api.explorer.programmes import programmes_in
from query_api.explorer.succession import succession_of
from query_api.explorer.target_names import with_figures
from query_api.problems import RequestError
from query_api.rendering.addresses import graph_address, plan_address, trace_address
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer, page, twin_preferred
from query_api.rendering.twins import TABULAR, Column, Table, split_suffix
from query_api.rendering.words import Words, word
from query_api.served.findings import (
    SEVERITIES,
    Finding,
    Narrowed,
    Report,
    Rule,
    Said,
    by_rule,
    counts,
    matrix,
    narrowed,
)
from query_api.served.homes import Homes
from query_api.served.reports import Made
from query_api.served.site import encoded_path
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(60, "/compliance", "Tuân thủ", "Compliance", first=False)
PER_PAGE = 50
DOCUMENTS_PER_PAGE = 60
"""Documents in the tables of one page: the matrix has a column for each."""
_MOST_PER_PAGE = 5_000  # findings that a program may ask for at once, if it asks for pages
_LOOK_AGAIN = 4  # seconds after which a browser looks whether the check has ended
_SEVERITY_WORDS: Words = {
    "violation": ("Vi phạm", "Violation"),
    "warning": ("Cảnh báo", "Warning"),
    "info": ("Lưu ý", "Info"),
}
_COLUMNS = (
    Column("rule", "Quy tắc", "Rule"),
    Column("severity", "Mức độ", "Severity"),
    Column("message", "Phát hiện", "Finding"),
    Column("about", "Về", "About"),
    Column("section", "Mục", "Section"),
    Column("sentence", "Câu gốc", "Sentence"),
    Column("document", "Văn bản", "Document"),
    Column("new", "Mới", "New"),
    Column("address", "Địa chỉ lâu dài", "Lasting address"),
    Column("sentence_address", "Địa chỉ câu gốc", "Address of the sentence"),
    Column("key", "Khóa", "Key"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a page shows it.

    Attributes:
        finding: what was found.
        severity: its severity in words.
        message: what is wrong, in the page's language.
        address: its lasting address.
        sentence: where its sentence stands in the whole text, or the document where something is missing.
        is_new: the report before did not have it.
    """

    finding: Finding
    severity: str
    message: str
    address: str
    sentence: str
    is_new: bool


@readable(router, "/compliance", summary="What the rules found")
@readable(router, "/compliance.{suffix}", include_in_schema=False)
async def compliance(
    request: Request,
    services: Shared,
    suffix: str | None = None,
    plan: str = "",
    rule: str = "",
    body: str = "",
    severity: Literal["", "violation", "warning", "info"] = "",
    since: Literal["", "last"] = "",
    programme: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    per: Annotated[int | None, Query(ge=1, le=_MOST_PER_PAGE)] = None,
    tables: Annotated[int, Query(alias="documents", ge=1, le=10_000)] = 1,
) -> Response:
    """Show the report: counts by document and rule and their matrix; narrowed, the findings themselves, 50 to a page.

    As data all findings come at once, or with ``per`` so many to a page. ``documents`` is the page of the tables by document.

    ``plan`` and ``body`` are the ends of IRIs, ``rule`` a code or its beginning, ``since=last`` what is new;
    ``programme`` is the key of one, or "none".
    """
    made = await _made(request, services, suffix)
    if made is None:
        return await _at_work(request, services)
    if suffix == "ttl":
        headers = {"Cache-Control": "no-cache", "Content-Disposition": 'inline; filename="report.ttl"'}
        return Response(made.ttl, 200, headers, "text/turtle; charset=utf-8")
    language, base = language_of(request), services.settings.base
    report, plan = made.report, plan.removeprefix(base)
    near = await _concerning(services, f"{base}agency/{body}") if body else None
    programmes = await programmes_in(services.queries, language)
    of = frozenset(d.iri for d in report.documents if programmes.lets_pass(programme, d.iri)) if programme else None
    to = Narrowed(f"{base}{plan}" if plan else "", rule.upper(), severity, near, since == "last", of)
    kept = narrowed(report, to)
    size = per or (PER_PAGE if suffix is None else len(kept) or 1)
    first = (number - 1) * size if per or suffix is None else 0
    part = kept[first : first + size]
    by_document = counts(kept, lambda f: f.document)
    chosen = [d for d in report.documents if of is None or d.iri in of]
    start = (tables - 1) * DOCUMENTS_PER_PAGE
    documents = [(d, by_document.get(d.iri, Counter())) for d in chosen[start : start + DOCUMENTS_PER_PAGE]]
    named = {
        to.plan,
        f"{base}agency/{body}" if body else "",
        *(f.document for f in part),
        *(d.iri for d, _ in documents),
    }
    names = await names_of(services, sorted(named), language)
    shown = await _all_shown(services, report, part, language)
    ruled = by_rule(report.rules, kept)
    values = {
        "report": report, "narrowed": bool(to), "shown": shown, "total": len(kept), "names": names, "documents": documents,
        "ruled": _grouped(ruled, language), "cells": matrix(kept), "rules": [r for r, _ in ruled], "severities": SEVERITIES,
        "said": lambda s: s.get(language), "severity_word": lambda s: word(_SEVERITY_WORDS, s, language),
        "count": Counter(f.severity for f in kept), "plan": plan, "rule": rule, "body": body, "programmes": programmes, "programme": programme, "severity": severity,
        "since": since, "number": number, "last": max(1, -(-len(kept) // size)), "start": first + 1,
        "tables": tables, "last_tables": max(1, -(-len(chosen) // DOCUMENTS_PER_PAGE)),
        "tail": lambda iri: iri.removeprefix(base), "untested": [r for r in report.rules if r.verdict == "not-tested"],
        "passed": sum(r.verdict == "passed" for r in report.rules), "gone": _gone(report, to), "chosen_rule": report.rule(rule.upper()),
        "elsewhere": names.text(to.plan) if to.plan and to.plan not in {d.iri for d, _ in documents} else "",
        "body_name": names.text(f"{base}agency/{body}") if body else "",
        "address_of_rule": lambda code: f"/compliance?rule={code}",
    }  # fmt: skip
    title = "Compliance of the plans" if language == "en" else "Tuân thủ của các kế hoạch"
    table = Table("findings", _COLUMNS, tuple(_row(s, names, services, request) for s in shown))
    return await answer(
        request, services, Page("compliance.html", title, values, (table,), (), stem="/compliance"), suffix
    )


@readable(router, "/compliance/badge.svg", summary="A badge with the number of violations or warnings")
async def compliance_badge(request: Request, services: Shared, plan: str = "") -> Response:
    """Return a badge for all documents, or with ``plan`` (the end of an IRI) for one."""
    made = await _made(request, services, "svg")
    assert made is not None  # waited for
    report = made.report
    iri = f"{services.settings.base}{plan}"
    found = [f for f in report.findings if not plan or f.document == iri]
    if plan and iri not in {d.iri for d in report.documents}:
        raise RequestError("not-found", f"the report has no document “{plan}”", message_vi=f"báo cáo không có “{plan}”")
    of = Counter(f.severity for f in found)
    tested = any(r.tested for r in report.rules)
    image = badge(of["violation"], of["warning"], tested=tested, language=Language(language_of(request)))
    return Response(image, 200, {"Cache-Control": "no-cache"}, "image/svg+xml")


@readable(router, "/compliance/{code}/{path:path}", summary="One finding: a rule about an element")
async def finding(request: Request, services: Shared, code: str, path: str) -> Response:
    """Show what a rule found of an element, with its sentence, the rule, and what to do about it."""
    stem, suffix = split_suffix(path)
    made = await _made(request, services, suffix)
    if made is None:
        return await _at_work(request, services)
    report = made.report
    language, base = language_of(request), services.settings.base
    rule, subject = report.rule(code.upper()), f"{base}{stem}"
    if rule is None:
        raise RequestError(
            "not-found", f"there is no rule {code}", message_vi=f"không có quy tắc {code}",
            advice="all rules are listed at /compliance", advice_vi="mọi quy tắc có ở /compliance",
        )  # fmt: skip
    found = report.about(rule.code, subject)
    gone = [g for g in report.gone if g.rule == rule.code and g.subject == subject]
    known = any(f.subject == subject for f in report.findings) or gone or await _is_known(services, subject)
    if not known:
        raise RequestError(
            "not-found", f"the graph does not know <{subject}>", message_vi=f"đồ thị không có <{subject}>"
        )
    document = next(
        (d for d in (*(f.document for f in found), *(g.document for g in gone)) if d), ""
    ) or await _document_of(services, subject)
    mentioned = [subject, document, *(f.value for f in found if f.value.startswith(base))]
    names = await names_of(services, mentioned, language)
    names = Names(names.homes, await with_figures(services.queries, names.labels, mentioned, language))
    shown = await _all_shown(services, report, found, language)
    others = [f for f in report.findings if f.subject == subject and f.rule != rule.code]
    values = {
        "rule": rule, "shown": shown, "subject": subject, "names": names, "document": document, "gone": gone,
        "said": lambda s: s.get(language), "severity_word": lambda s: word(_SEVERITY_WORDS, s, language), "report": report,
        "others": list(dict.fromkeys((f.rule, f.severity) for f in others)), "path": stem, "value": lambda f: _value(f, names),
        "trace": trace_address(subject, base), "graph": graph_address(subject, base), "tail": lambda iri: iri.removeprefix(base),
        "rule_of": report.rule,
    }  # fmt: skip
    values["element"] = values.pop("path")
    title = f"{rule.code}: {names.text(subject)}"
    table = Table("findings", _COLUMNS, tuple(_row(s, names, services, request) for s in shown))
    shown_page = Page(
        "finding.html", title, values, (table,), [subject], stem=f"/compliance/{rule.code}/{encoded_path(stem)}"
    )
    return await answer(request, services, shown_page, suffix)


async def _made(request: Request, services: Services, suffix: str | None) -> Made | None:
    """Return the report. A program waits for it; a reader does not: None where it is being made."""
    if not services.settings.paths:
        raise RequestError(
            "not-found", "the data are at a remote endpoint and were not checked here",
            message_vi="dữ liệu nằm ở máy chủ khác nên không kiểm tra ở đây",
            advice="run langnghe validate where the data are", advice_vi="chạy langnghe validate ở nơi có dữ liệu",
        )  # fmt: skip
    if suffix is None and twin_preferred(request, TABULAR) is None:
        return await services.reports.at_once(services.settings, services.engine)
    return await services.reports.current(services.settings, services.engine)


async def _at_work(request: Request, services: Services) -> Response:
    """Say that the data are being checked; the browser looks again by itself."""
    title = "The data are being checked" if language_of(request) == "en" else "Đang kiểm tra dữ liệu"
    headers = {"Cache-Control": "no-store", "Refresh": str(_LOOK_AGAIN)}
    shown = Page("compliance_at_work.html", title)
    return page(request, shown.template, headers=headers, page=shown, twins=(), seconds=int(services.reports.seconds))


async def _concerning(services: Services, agency: str) -> frozenset[str]:
    """Return a body, those that it follows, and all work given to them or to phrases that may mean them."""
    try:
        node = ox.NamedNode(agency)
    except ValueError:
        return frozenset()
    succession = succession_of(agency, await services.queries.rows("agency-changes", agency=node))
    work = work_of(await services.queries.rows("agency-work", agency=node))
    unclear = unclear_of(await services.queries.rows("agency-groups", agency=node))
    before = {old for c in succession.changes for old in c.old if succession.line_from(old) is not None}
    return frozenset({agency, *before, *(w.item for w in work), *(u.item for u in unclear if u.role == "leads")})


async def _all_shown(services: Services, report: Report, findings: Sequence[Finding], language: str) -> list[Shown]:
    """Return findings with the addresses of their sentences."""
    base = services.settings.base
    excerpts = sorted({f.quote.excerpt for f in findings if f.quote is not None and f.subject == f.document})
    rows = await services.queries.rows("compliance-elements", excerpt=[ox.NamedNode(e) for e in excerpts])
    elements = {text_of(e): (text_of(x), text_of(d)) for e, x, d in reversed(rows.rows)}
    subjects = sorted({f.subject for f in findings if f.subject != f.document and f.subject.startswith(base)})
    rows = await services.queries.rows("compliance-where", element=[ox.NamedNode(s) for s in subjects])
    where = {text_of(e): text_of(d) for e, d in rows.rows}
    return [
        Shown(
            f, word(_SEVERITY_WORDS, f.severity, language), f.message.get(language), address_of(f, services.homes),
            _sentence(f, services.homes, elements, where), report.new is not None and f.key in report.new,
        )
        for f in findings
    ]  # fmt: skip


def address_of(finding: Finding, homes: Homes) -> str:
    """Return the lasting address of a finding."""
    return f"/compliance/{finding.rule}/{encoded_path(finding.subject.removeprefix(homes.base))}#{finding.key}"


def _sentence(f: Finding, homes: Homes, elements: Mapping[str, tuple[str, str]], where: Mapping[str, str]) -> str:
    base = homes.base
    if f.subject in where:
        return plan_address(where[f.subject], base, f.subject)
    if f.quote is not None and f.quote.excerpt in elements:
        element, document = elements[f.quote.excerpt]
        return plan_address(document, base, element)
    if f.document:
        return plan_address(f.document, base)
    return homes.page_of(f.subject) or ""


async def _document_of(services: Services, subject: str) -> str:
    rows = await services.queries.rows("compliance-where", element=ox.NamedNode(subject))
    return text_of(rows.rows[0][1]) if rows.rows else ""


async def _is_known(services: Services, subject: str) -> bool:
    try:
        return bool(await services.queries.triples("said-of", thing=ox.NamedNode(subject)))
    except ValueError:
        return False


def _gone(report: Report, to: Narrowed) -> list[tuple[str, str, Said]]:
    if to.severity or to.concerning is not None:
        return []
    return [
        (g.rule, g.subject, g.message)
        for g in report.gone
        if (not to.plan or g.document == to.plan)
        and (to.documents is None or g.document in to.documents)
        and (not to.rule or g.rule.startswith(to.rule))
    ]


def _grouped(
    ruled: Iterable[tuple[Rule, Counter[str]]], language: str
) -> list[tuple[str, list[tuple[Rule, Counter[str]]]]]:
    groups: dict[str, list[tuple[Rule, Counter[str]]]] = {}
    for rule, of in ruled:
        groups.setdefault(rule.group_title.get(language), []).append((rule, of))
    return list(groups.items())


def _value(f: Finding, names: Names) -> tuple[str, str | None]:
    """Return the offending value as text and where it leads; nothing where it is the subject itself."""
    if not f.value or f.value == f.subject:
        return "", None
    if f.value.startswith(names.base):
        return names.text(f.value), names.homes.page_of(f.value)
    return f.value, None


def _row(s: Shown, names: Names, services: Services, request: Request) -> tuple[str | bool, ...]:
    f, site = s.finding, services.site.address(request)
    return (
        f.rule, s.severity, s.message, f.label, f.quote.section if f.quote else "", f.quote.words if f.quote else "",
        names.text(f.document), s.is_new, site + s.address, site + s.sentence, f.key,
    )  # fmt: skip
