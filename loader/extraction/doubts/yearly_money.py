"""Money told year by year, over the whole period of a plan, that does not make the one total of the part it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from loader.extraction.doubts.amounts import money, printed, scale
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.facts import Instrument, Note
from loader.kinds import NoteKind
from loader.rules import rule
from loader.structure.columns import YEAR

_FEWEST_YEARS = 3
"""Years from which on a list is taken for one of the plan's years."""
_NEAR = Decimal("0.2")
"""Share of a total by which years that are meant to make it may miss it: others are of a part of it."""


@dataclass(frozen=True, slots=True)
class _Year:
    """The amount of one year, with the stretch that tells it."""

    at: int
    found: re.Match[str]


def yearly_money(found: Sequence[Stretch], plan: Instrument) -> Iterator[Note]:
    """Yield the lists "năm 2026 là 9 tỷ đồng; năm 2027 …" over the plan's period that miss the total of their part.

    The part must tell one total only, and the list all years of the period once and one after the other, in a sentence, in
    sentences of their own or in bullets. Nothing is said of lists of one source of the money, of amounts that are rough or
    per year, nor where the list adds up to another amount of the part.
    """
    if plan.period_start is None or plan.period_end is None:
        return
    period = range(plan.period_start, plan.period_end + 1)
    body = [stretch for stretch in found if stretch.part is Part.BODY and stretch.section]
    for _, own in groupby(body, lambda stretch: (stretch.division, stretch.section.split(".")[0])):
        yield from _of_part(list(own), period)


def _of_part(part: Sequence[Stretch], period: range) -> Iterator[Note]:
    totals = [m for stretch in part for m in rule("figure-doubt.money-needed").all(stretch.text)]
    if len({money(m["total"], m["unit"]) for m in totals}) != 1 or rule("figure-doubt.budgeted").holds(totals[0][0]):
        return
    of_total = {int(year) for m in totals for year in YEAR.findall(m[0])}
    years = [
        _Year(at, m) for at, stretch in enumerate(part) for m in rule("figure-doubt.year-amount").all(stretch.text)
    ]
    told = [int(year.found["from"]) for year in years]
    if len(told) < _FEWEST_YEARS or told != list(period) or (of_total and of_total != {period[0], period[-1]}):
        return
    total, unit = money(totals[0]["total"], totals[0]["unit"]), totals[0]["unit"]
    if any(year.found["unit"] != unit for year in years) or not _of_years_alone(part, years, totals[0]):
        return
    amounts = [money(year.found["value"], year.found["unit"]) for year in years]
    added = sum(amounts, Decimal(0))
    others = {money(m["value"], m["unit"]) for stretch in part for m in rule("figure-doubt.amount").all(stretch.text)}
    if added in others or abs(added - total) > _NEAR * total:
        return
    worth = scale(unit)
    terms = " + ".join(printed(amount / worth) for amount in amounts)
    vi = f"Tổng ghi {totals[0]['total']} {unit} nhưng các năm cộng lại là {printed(added / worth)} {unit} ({terms})"
    en = (
        f"The total is given as {totals[0]['total']} {unit}, but the years add up to {printed(added / worth)} ({terms})"
    )
    last = years[-1]
    first = next((year for year in years if year.at == last.at), last)
    finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "years-and-total")
    yield note(finding, part[last.at], first.found.start(), last.found.end())


def _of_years_alone(part: Sequence[Stretch], years: Sequence[_Year], total: re.Match[str]) -> bool:
    """Whether the stretches that tell of the years tell of no other money than the total, and of no source of it."""
    for at, own in groupby(years, lambda year: year.at):
        text = part[at].text
        listed = [year.found for year in own]
        lead = text[: listed[0].start()]
        if total.string == text and total.end() <= listed[0].start():
            lead = text[total.end() : listed[0].start()]
        between = " ".join([lead, *(text[a.end() : b.start()] for a, b in pairwise(listed))])
        between = f"{between} {text[listed[-1].end() :]}"
        above = part[at - 1].text if at and part[at - 1].text.rstrip().endswith(":") else ""
        above = above[total.end() :] if total.string == above else above
        unsure = rule("figure-doubt.each").holds(text) or rule("figure-doubt.amount").holds(between)
        if unsure or rule("figure-doubt.source").holds(f"{above} {between}"):
            return False
    # What parts the total in its own sentence is told of there.
    return not (total.string == part[years[0].at].text and rule("figure-doubt.total").holds(total.string))
