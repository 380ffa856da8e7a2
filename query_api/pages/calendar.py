"""``/calendar`` and the calendars of bodies: what is due when, as a list of months and as a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from query_api.explorer.duties import Duty, Occurrence, Words, by_month, duties_of, events_of, occurrences, within
from query_api.explorer.duty_words import words_of
from query_api.explorer.ics import MEDIA_TYPE, Event, calendar_text
from query_api.explorer.succession import succession_of
from query_api.pages.noting import note
from query_api.problems import RequestError
from query_api.rendering.figures import day
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Column, Table
from query_api.rendering.words import MONTHS_EN, RECURRENCES, word
from query_api.served.chronicle import CalledOff, Due
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["pages"])
ENTRY = Entry(40, "/calendar", "Lịch", "Calendar")
_YEARS = (2000, 2100)
_MOST_DAYS = 3660
_ROLES = ("reports", "receives", "leads")
_COLUMNS = (
    Column("date", "Ngày", "Date"),
    Column("date_is_printed", "Ngày có in trong văn bản", "The text names the day"),
    Column("what", "Việc", "What"),
    Column("by", "Ai làm", "By"),
    Column("today", "Nay là", "Today"),
    Column("to", "Gửi ai", "To"),
    Column("place", "Địa phương", "Place"),
    Column("section", "Mục", "Section"),
    Column("quote", "Câu gốc", "Sentence"),
    Column("document", "Văn bản", "Document"),
    Column("iri", "IRI", "IRI"),
    Column("sentence_address", "Địa chỉ câu gốc", "Address of the sentence"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a calendar is to show.

    Attributes:
        days: the next so many days; None for a whole year.
        year: the year, if not the next days.
        first: first day.
        last: last day.
    """

    days: int | None
    year: int
    first: date
    last: date


@readable(router, "/calendar", summary="What is due, by place and body")
@readable(router, "/calendar.{suffix}", include_in_schema=False)
async def calendar(
    request: Request,
    services: Shared,
    suffix: str | None = None,
    place: str = "",
    body: str = "",
) -> Response:
    """List what is due: the next 90 days, or ``days=N``, or ``year=YYYY``; of a place or body (the end of its IRI)."""
    base = services.settings.base
    duties = duties_of(await services.queries.rows("duties"))
    if suffix == "ics":
        kept = _narrowed(duties, base, place, body)
        name = "langnghe" + (f" · {place}" if place else "") + (f" · {body}" if body else "")
        off = [o for o in (await note(services)).called_off if _is_of(o.due, base, place, body)]
        return await _file(request, services, kept, off, name)
    return await _page(request, services, duties, suffix, place=place, body=body)


async def body_calendar(request: Request, services: Services, iri: str, suffix: str | None) -> Response:
    """Show the calendar of one body: what it must report, receives and ends, its own and inherited."""
    return await _page(request, services, await _of_body(request, services, iri), suffix, owner=iri)


async def body_calendar_file(request: Request, services: Services, iri: str) -> Response:
    """Return the calendar of one body to subscribe to."""
    duties = await _of_body(request, services, iri)
    names = await names_of(services, [iri], language_of(request))
    succession = succession_of(iri, await services.queries.rows("agency-changes", agency=ox.NamedNode(iri)))
    off = [
        o
        for o in (await note(services)).called_off
        if any(succession.line_from(b) is not None for b in (*o.due.bodies, *o.due.recipients))
    ]
    return await _file(request, services, duties, off, names.text(iri))


async def _of_body(request: Request, services: Services, iri: str) -> list[Duty]:
    node = ox.NamedNode(iri)
    if not (await services.queries.rows("agency", agency=node)).rows:
        raise RequestError("not-found", f"the graph does not know <{iri}>", message_vi=f"đồ thị không có <{iri}>")
    succession = succession_of(iri, await services.queries.rows("agency-changes", agency=node))
    role = request.query_params.get("role", "")
    found = []
    for duty in duties_of(await services.queries.rows("duties")):
        does = any(succession.line_from(b) is not None for b in duty.bodies)
        receives = any(succession.line_from(b) is not None for b in duty.recipients)
        roles = {"reports": does and duty.is_report, "leads": does and not duty.is_report, "receives": receives}
        if roles.get(role, any(roles.values())):
            found.append(duty)
    return found


async def _page(
    request: Request,
    services: Services,
    duties: Sequence[Duty],
    suffix: str | None,
    *,
    place: str = "",
    body: str = "",
    owner: str = "",
) -> Response:
    language, base = language_of(request), services.settings.base
    asked = _asked(request)
    kept = _narrowed(duties, base, place, body)
    found = occurrences(kept, asked.first, asked.last)
    without = [d for d in kept if not d.due and d.last is None]
    names = await names_of(services, _iris(duties, owner), language)
    english = language == "en"
    title = names.text(owner) if owner else ""
    title = (f"Calendar: {title}" if english else f"Lịch: {title}") if owner else ("Calendar" if english else "Lịch")
    path = f"/agencies/{owner.removeprefix(f'{base}agency/')}/calendar" if owner else "/calendar"
    bodies = sorted({b for d in duties for b in (d.today or d.bodies)}, key=names.text)
    places = sorted({d.place for d in duties if d.place}, key=names.text)
    values = {
        "months": [(_month(first, language), its) for first, its in by_month(found)], "without": without, "names": names,
        "asked": asked, "owner": owner, "place": place, "body": body, "language": language, "stem": path,
        "places": [(p.removeprefix(f"{base}place/"), names.text(p)) for p in places],
        "bodies": [(b.removeprefix(f"{base}agency/"), names.text(b)) for b in bodies],
        "day": lambda d: day(d, language), "now": date.today(), "count": len(found),
        "often": lambda d: word(RECURRENCES, d.recurrence, language), "roles": _ROLES if owner else (),
        "role": request.query_params.get("role", ""),
        "subscribe": f"{path}.ics" + _query(place=place, body=body),
    }  # fmt: skip
    where = services.site.address(request)
    table = Table("due", _COLUMNS, tuple(_row(o, names, where) for o in found))
    things = dict.fromkeys(o.duty.item for o in found)
    return await answer(
        request, services, Page("calendar.html", title, values, (table,), list(things), stem=path), suffix
    )


async def _file(
    request: Request, services: Services, duties: Iterable[Duty], off: Iterable[CalledOff], name: str
) -> Response:
    language = language_of(request)
    held = list(duties)
    names = await names_of(services, _iris(held, ""), language)
    where = services.site.address(request)
    events = [
        event
        for duty in held
        for event in events_of(duty, _with_link(words_of(duty, names, where, language)), date.today())
    ]
    events += [_called_off(o.due, where, language) for o in off]
    text = calendar_text(name, events, read_on=date.today(), language=language)
    headers = {"Cache-Control": "no-cache", "Content-Disposition": 'inline; filename="langnghe.ics"'}
    return Response(text, 200, headers, f"{MEDIA_TYPE}; charset=utf-8")


def _with_link(words: Words) -> Words:
    return replace(words, description=f"{words.description}\n{words.url}")


def _called_off(due: Due, where: str, language: str) -> Event:
    said = (due.summary.get(language), due.description.get(language), due.place_name.get(language))
    return Event(
        due.uid, said[0], said[1], where + due.address, due.first, due.last,
        categories=(said[2],) if due.place else (), called_off=True,
    )  # fmt: skip


def _is_of(due: Due, base: str, place: str, body: str) -> bool:
    agency = f"{base}agency/{body}"
    return (not place or due.place == f"{base}place/{place}") and (
        not body or agency in (*due.bodies, *due.today, *due.recipients)
    )


def _narrowed(duties: Iterable[Duty], base: str, place: str, body: str) -> list[Duty]:
    agency = f"{base}agency/{body}"
    return [
        d
        for d in duties
        if (not place or d.place == f"{base}place/{place}")
        and (not body or agency in (*d.bodies, *d.today, *d.recipients))
    ]


def _asked(request: Request) -> Asked:
    today = date.today()
    values = request.query_params
    year, days = values.get("year", ""), values.get("days", "")
    if year.isascii() and year.isdecimal() and _YEARS[0] <= int(year) <= _YEARS[1]:
        return Asked(None, int(year), date(int(year), 1, 1), date(int(year), 12, 31))
    if year or (days and not (days.isascii() and days.isdecimal() and len(days) < 5)):
        raise RequestError(
            "bad-request", "year=YYYY and days=N are numbers", message_vi="year=YYYY và days=N là số",
            advice="for example /calendar?year=2027", advice_vi="ví dụ /calendar?year=2027",
        )  # fmt: skip
    wanted = min(int(days), _MOST_DAYS) if days else 90
    return Asked(wanted, today.year, *within(wanted, today))


def _iris(duties: Iterable[Duty], owner: str) -> list[str]:
    found = [owner]
    for duty in duties:
        found += [*duty.bodies, *duty.today, *duty.recipients, duty.document, duty.place]
    return found


def _row(o: Occurrence, names: Names, where: str) -> tuple[str | bool | date, ...]:
    d = o.duty

    def all_of(iris: Iterable[str]) -> str:
        return "; ".join(names.text(iri) for iri in iris)

    return (
        o.day, o.exact, d.label, all_of(d.bodies), all_of(d.today), all_of(d.recipients), names.text(d.place), d.section,
        d.quote, names.text(d.document), d.item, where + names.sentence(d.item, d.document),
    )  # fmt: skip


def _month(first: date, language: str) -> str:
    return f"{MONTHS_EN[first.month - 1]} {first.year}" if language == "en" else f"Tháng {first.month}/{first.year}"


def _query(**values: str) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in values.items() if value)
    return f"?{pairs}" if pairs else ""
