"""What plans give to a body: what it leads, supports, reports and receives, its own or inherited."""

from __future__ import annotations

from dataclasses import dataclass

from query_api.engine.results import Rows
from query_api.explorer.duties import month_day
from query_api.explorer.records import records

ROLES = ("leads", "supports", "reports", "receives")


@dataclass(frozen=True, slots=True)
class Work:
    """A task or report that a plan gives to a body, in one role.

    Attributes:
        item: its IRI.
        role: one of ``ROLES``.
        body: IRI of the body that the plan names.
        label: short text.
        quote: the sentence.
        section: printed numbering.
        time: printed words on time.
        recurrence: key of how often ("annual"), "" if not said.
        due: days of the year (month, day).
        first: first year, "" if not said.
        last: last year, "" if not said.
        overdue: its last year is over, with no result recorded.
        document: IRI of the document.
        place: IRI of the document's place.
    """

    item: str
    role: str
    body: str
    label: str
    quote: str
    section: str
    time: str
    recurrence: str
    due: tuple[tuple[int, int], ...]
    first: str
    last: str
    overdue: bool
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Work that a plan gives to a phrase which may mean a body.

    Attributes:
        group: IRI of the phrase.
        role: one of ``ROLES``.
        item: IRI of the task or report.
        label: short text.
        section: printed numbering.
        document: IRI of the document.
    """

    group: str
    role: str
    item: str
    label: str
    section: str
    document: str


@dataclass(frozen=True, slots=True)
class _Row:
    body: str
    role: str
    item: str
    label: str
    quote: str
    section: str
    time: str
    recurrence: str
    due: str
    first: str
    last: str
    overdue: str
    document: str
    place: str


def work_of(rows: Rows) -> tuple[Work, ...]:
    """Return work from the rows of its query, in order of document and place in it; several days of one duty together."""
    found: dict[tuple[str, str, str], list[_Row]] = {}
    for row in records(rows, _Row):
        found.setdefault((row.item, row.role, row.body), []).append(row)
    return tuple(_work(its) for its in found.values())


def unclear_of(rows: Rows) -> tuple[Unclear, ...]:
    """Return what is given to phrases from the rows of its query."""
    return tuple(dict.fromkeys(records(rows, Unclear)))


def _work(rows: list[_Row]) -> Work:
    first = rows[0]
    days = sorted({day for row in rows if (day := month_day(row.due)) is not None})
    quotes = tuple(dict.fromkeys(row.quote for row in rows if row.quote))
    return Work(
        first.item, first.role, first.body, first.label or (quotes[0] if quotes else ""), quotes[0] if quotes else "",
        first.section, first.time, first.recurrence.rpartition("/")[2], tuple(days), first.first, first.last,
        any(row.overdue == "true" for row in rows), first.document, first.place,
    )  # fmt: skip
