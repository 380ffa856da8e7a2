"""``/agencies``: what plans give to each body, its own or inherited, how bodies ended and who answers today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from query_api.engine.results import text_of
from query_api.explorer.bodies import ROLES, Unclear, Work, unclear_of, work_of
from query_api.explorer.records import records
from query_api.explorer.succession import Line, Succession, succession_of
from query_api.pages.calendar import body_calendar, body_calendar_file
from query_api.problems import RequestError
from query_api.rendering.figures import day, day_of_year
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Column, Table, split_suffix
from query_api.rendering.words import ENDS, GRADES, RECURRENCES, word
from query_api.rendering.words import ROLES as ROLE_WORDS
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(30, "/agencies", "Cơ quan", "Bodies")
_CALENDAR = "/calendar"
_COLUMNS = (
    Column("role", "Vai trò", "Role"),
    Column("label", "Việc", "Work"),
    Column("given_to", "Giao cho", "Given to"),
    Column("given_to_iri", "IRI cơ quan được giao", "IRI of the body named"),
    Column("basis", "Của mình hay kế thừa", "Own or inherited"),
    Column("grade", "Mức tin", "Grade"),
    Column("time", "Thời gian", "Time"),
    Column("due", "Hạn trong năm", "Due"),
    Column("section", "Mục", "Section"),
    Column("quote", "Câu gốc", "Sentence"),
    Column("document", "Văn bản", "Document"),
    Column("iri", "IRI", "IRI"),
    Column("sentence_address", "Địa chỉ câu gốc", "Address of the sentence"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Work as the page shows it.

    Attributes:
        work: what it is.
        line: the way from the body that the plan names to this one; no changes for its own.
        sentence: address of its sentence.
        when: printed time, recurrence and days, in the page's language.
    """

    work: Work
    line: Line
    sentence: str
    when: str

    @property
    def own(self) -> bool:
        """Whether the plan names this very body."""
        return not self.line.changes


@dataclass(frozen=True, slots=True)
class _About:
    type: str
    level: str
    place: str
    parent: str
    since: str
    until: str
    grade: str
    basis_vi: str
    basis_en: str


@dataclass(frozen=True, slots=True)
class _Listed:
    agency: str
    name: str
    place: str
    level: str
    until: str
    former: str
    leads: str
    supports: str
    reports: str


@readable(router, "/agencies", summary="Bodies and the work that plans give them")
@readable(router, "/agencies.{suffix}", include_in_schema=False)
async def agencies(
    request: Request, services: Shared, suffix: str | None = None, place: str = "", standing: str = ""
) -> Response:
    """List bodies with how much they lead, support and report, their own and inherited.

    ``place`` narrows to one place (the end of its IRI), ``standing`` to bodies of today or former ones.
    """
    language = language_of(request)
    english = language == "en"
    all_rows = records(await services.queries.rows("agencies"), _Listed)
    base = f"{services.settings.base}place/"
    names = await names_of(services, [x for r in all_rows for x in (r.agency, r.place)], language)
    places = sorted({r.place for r in all_rows if r.place}, key=names.text)
    rows = [
        r
        for r in all_rows
        if (not place or r.place == base + place) and (not standing or (r.former == "true") == (standing == "former"))
    ]
    rows.sort(key=lambda r: (-int(r.leads) - int(r.supports) - int(r.reports), r.name, r.agency))
    columns = (
        Column("body", "Cơ quan", "Body"), Column("place", "Địa phương", "Place"), Column("until", "Đến ngày", "Until"),
        Column("leads", "Chủ trì", "Leads"), Column("supports", "Phối hợp", "Supports"),
        Column("reports", "Báo cáo", "Reports"), Column("iri", "IRI", "IRI"),
    )  # fmt: skip
    table = Table("bodies", columns, tuple(
        (names.text(r.agency), names.text(r.place), r.until, int(r.leads), int(r.supports), int(r.reports), r.agency)
        for r in rows
    ))  # fmt: skip
    values = {
        "rows": rows, "names": names, "place": place, "standing": standing, "language": language,
        "places": [(p.removeprefix(base), names.text(p)) for p in places], "day": lambda d: day(d, language),
    }  # fmt: skip
    title = "Bodies and their work" if english else "Cơ quan và việc được giao"
    return await answer(
        request, services,
        Page("agencies.html", title, values, (table,), [r.agency for r in rows], stem="/agencies"), suffix,
    )  # fmt: skip


@readable(router, "/agencies/{path:path}", summary="A body: its work, own and inherited, and how it ended")
async def agency(
    request: Request,
    services: Shared,
    path: str,
    origin: Annotated[Literal["", "own", "inherited"], Query(alias="from")] = "",
) -> Response:
    """Show what a body leads, supports, reports and receives; ``from=own|inherited`` narrows it."""
    if path.endswith(f"{_CALENDAR}.ics"):
        iri = _iri(services, path.removesuffix(f"{_CALENDAR}.ics"))
        return await body_calendar_file(request, services, iri)
    stem, suffix = split_suffix(path)
    if stem.endswith(_CALENDAR):
        return await body_calendar(request, services, _iri(services, stem.removesuffix(_CALENDAR)), suffix)
    language = language_of(request)
    iri = _iri(services, stem)
    node = ox.NamedNode(iri)
    about = records(await services.queries.rows("agency", agency=node), _About)
    if not about:
        raise RequestError(
            "not-found", f"the graph does not know the body “{stem}”", message_vi=f"đồ thị không có cơ quan “{stem}”",
            advice="all bodies are listed at /agencies", advice_vi="mọi cơ quan có ở /agencies",
        )  # fmt: skip
    succession = succession_of(iri, await services.queries.rows("agency-changes", agency=node))
    work = work_of(await services.queries.rows("agency-work", agency=node))
    unclear = unclear_of(await services.queries.rows("agency-groups", agency=node))
    names = await names_of(services, _named(iri, about, succession, work, unclear), language)
    shown = [s for w in work if (s := _shown(w, succession, names, language)) is not None]
    counts = {"own": sum(s.own for s in shown), "inherited": sum(not s.own for s in shown)}
    kept = [s for s in shown if not origin or s.own == (origin == "own")]
    title = names.text(iri)
    ended = {text_of(r[0]): text_of(r[1]) for r in (await services.queries.rows("groups-ended")).rows}
    values = {
        "about": about[0], "iri": iri, "names": names, "succession": succession, "counts": counts, "chosen": origin,
        "sections": [(role, word(ROLE_WORDS, role, language), [s for s in kept if s.work.role == role]) for role in ROLES],
        "unclear": _by_group(unclear), "calendar": f"/agencies/{stem}{_CALENDAR}", "is_group": _is(about, "AgencyGroup"),
        "grade": lambda g: word(GRADES, g, language), "ending": lambda c: word(ENDS, c.kind.value, language),
        "day": lambda d: day(d, language), "reason": lambda c: c.reason_en if language == "en" else c.reason_vi,
        "role_word": lambda r: word(ROLE_WORDS, r, language).lower(), "plans": _plans(kept),
        "level_ended": day(ended.get(iri, ""), language), "stem": stem, "on": date.today().isoformat(),
    }  # fmt: skip
    table = Table("work", _COLUMNS, tuple(_row(s, names, language, services, request) for s in kept))
    things = [iri, *dict.fromkeys(s.work.item for s in kept), *(c.iri for c in succession.changes)]
    return await answer(
        request, services, Page("agency.html", title, values, (table,), things, stem=f"/agencies/{stem}"), suffix
    )


def _iri(services: Services, path: str) -> str:
    iri = f"{services.settings.base}agency/{path}"
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise RequestError("not-found", "there is no such page", message_vi="không có trang này") from None
    return iri


def _is(about: Sequence[_About], name: str) -> bool:
    return any(a.type.endswith(f"#{name}") for a in about)


def _named(
    iri: str, about: Sequence[_About], succession: Succession, work: Sequence[Work], unclear: Sequence[Unclear]
) -> list[str]:
    found = [iri, *(x for a in about for x in (a.place, a.parent))]
    for change in succession.changes:
        found += [*change.old, *change.new, *change.receiving, *(b.iri for b in change.basis)]
    found += [x for w in work for x in (w.body, w.document, w.place)]
    found += [x for u in unclear for x in (u.group, u.document)]
    return found


def _shown(work: Work, succession: Succession, names: Names, language: str) -> Shown | None:
    line = succession.line_from(work.body)
    if line is None:
        return None
    days = ", ".join(day_of_year(f"--{month:02}-{number:02}", language) for month, number in work.due)
    when = [work.time or word(RECURRENCES, work.recurrence, language)]
    if days:
        when.append(f"{'by' if language == 'en' else 'trước ngày'} {days}")
    return Shown(work, line, names.sentence(work.item, work.document), "; ".join(w for w in when if w))


def _by_group(unclear: Sequence[Unclear]) -> list[tuple[str, list[Unclear]]]:
    found: dict[str, list[Unclear]] = {}
    for entry in unclear:
        found.setdefault(entry.group, []).append(entry)
    return list(found.items())


def _plans(shown: Sequence[Shown]) -> list[tuple[str, int]]:
    """Return the documents that give work, each with how much."""
    found: dict[str, int] = {}
    for s in shown:
        found[s.work.document] = found.get(s.work.document, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _row(s: Shown, names: Names, language: str, services: Services, request: Request) -> tuple[str, ...]:
    words = {"own": ("của mình", "own"), "inherited": ("kế thừa", "inherited")}
    basis = word(words, "own" if s.own else "inherited", language)
    if not s.own:
        basis = f"{basis}: {s.line.date} {', '.join(b.number or b.iri for b in s.line.basis)}".strip()
    return (
        word(ROLE_WORDS, s.work.role, language), s.work.label, names.text(s.work.body), s.work.body, basis,
        "" if s.own else word(GRADES, s.line.grade, language), s.work.time, ", ".join(f"{m:02d}-{d:02d}" for m, d in s.work.due),
        s.work.section, s.work.quote, names.text(s.work.document), s.work.item,
        services.site.address(request) + s.sentence,
    )  # fmt: skip
