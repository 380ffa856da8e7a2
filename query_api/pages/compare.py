"""``/compare``: two plans or versions side by side, by target, by solution of the programme, and word by word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from query_api.asking.search.question import Number, document_number, question_of
from query_api.engine.folding import fold
from query_api.engine.results import text_of
from query_api.explorer.comparison import (
    BOTH,
    ONLY_A,
    ONLY_B,
    Aim,
    AimRow,
    Deed,
    DeedRow,
    aim_rows,
    aims_of,
    deed_rows,
    deeds_of,
    is_alike,
    partners,
    word_changes,
)
from query_api.explorer.records import records
from query_api.problems import RequestError
from query_api.rendering.figures import day, number, short_figure
from query_api.rendering.language import language_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import Page, answer
from query_api.rendering.twins import Cell, Column, Table
from query_api.rendering.words import Words, word
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

_OFFERED = 400
"""Plans that the chooser offers at once; words narrow them."""
router = APIRouter(tags=["pages"])
ENTRY = Entry(50, "/compare", "So sánh", "Compare")
_GROUPS = (BOTH, ONLY_A, ONLY_B)
_REASONS: Words = {
    "several": ("mỗi bên có nhiều chỉ tiêu cho chỉ số này", "several targets for this indicator"),
    "unit": ("khác đơn vị", "different units"),
    "count": ("số đếm: cộng được, không so được", "counts add up, they do not compare"),
    "baseline": ("khác năm gốc", "different baseline years"),
    "population": ("khác mẫu số: tỷ lệ của những thứ khác nhau", "shares of different things"),
    "range": ("một bên là khoảng, một bên là một số", "a range and a single figure"),
}
_TARGET_COLUMNS = (
    Column("indicator", "Chỉ số", "Indicator"), Column("year", "Năm", "Year"), Column("has", "Bên có", "Which plan has it"),
    Column("a_target", "A: chỉ tiêu", "A: target"), Column("a_value", "A: số", "A: figure"), Column("a_sentence", "A: câu gốc", "A: sentence"),
    Column("b_target", "B: chỉ tiêu", "B: target"), Column("b_value", "B: số", "B: figure"), Column("b_sentence", "B: câu gốc", "B: sentence"),
    Column("difference", "B trừ A", "B less A"), Column("not_comparable", "Vì sao không so được", "Why not comparable"),
    Column("a_address", "A: địa chỉ câu gốc", "A: address"), Column("b_address", "B: địa chỉ câu gốc", "B: address"),
)  # fmt: skip
_WORK_COLUMNS = (
    Column("solution", "Giải pháp của chương trình", "Solution of the programme"), Column("side", "Văn bản", "Plan"),
    Column("kind", "Loại", "Kind"), Column("what", "Việc", "What"), Column("lead", "Chủ trì", "Lead"), Column("time", "Thời gian", "Time"),
    Column("shared", "Câu chữ gần như trùng", "Nearly the same words"), Column("section", "Mục", "Section"),
    Column("sentence", "Câu gốc", "Sentence"), Column("iri", "IRI", "IRI"), Column("address", "Địa chỉ câu gốc", "Address"),
)  # fmt: skip
_KINDS: Words = {"measure": ("giải pháp", "measure"), "task": ("nhiệm vụ", "task"), "report": ("báo cáo", "report")}


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan that can be compared.

    Attributes:
        plan: its IRI.
        number: its number, "" if none.
        place: IRI of its place.
        date: day of issue.
        status: IRI of its status.
        read: "true" if its text was read.
    """

    plan: str
    number: str
    place: str
    date: str
    status: str
    read: str


@dataclass(frozen=True, slots=True)
class _Offered:
    iri: str
    name: str
    place: str
    read: bool
    folded: str


@readable(router, "/compare", summary="Two plans side by side")
@readable(router, "/compare.{suffix}", include_in_schema=False)
async def compare(
    request: Request,
    services: Shared,
    suffix: str | None = None,
    a: str = "",
    b: str = "",
    only: Literal["", "both", "a", "b"] = "",
    view: Literal["", "words"] = "",
    swap: bool = False,
) -> Response:
    """Compare two plans, named by the end of their IRI, the IRI, or a number; other spellings lead to one address.

    ``only=both|a|b`` narrows the rows, ``view=words`` compares texts of which one was made from the other.
    """
    language, base = language_of(request), services.settings.base
    listed = await services.queries.made(("compare-plans",), lambda: _listed(services))
    if not a or not b:
        return await _chooser(request, services, listed, a, b, suffix)
    one, two = _meant(a, listed, base), _meant(b, listed, base)
    tails = (one.removeprefix(base), two.removeprefix(base))
    if one > two or tails != (a, b):
        first, second = sorted(tails)
        pairs = [
            ("a", first),
            ("b", second),
            *((k, v) for k, v in request.query_params.multi_items() if k not in ("a", "b")),
        ]
        path = "/compare" + (f".{suffix}" if suffix else "")
        where = f"{path}?{urlencode(pairs, safe='/')}"
        return RedirectResponse(services.site.link(where), 308)
    shown = (two, one) if swap else (one, two)
    nodes = [ox.NamedNode(iri) for iri in shown]
    aims = [aims_of(await services.queries.rows("compare-targets", plan=node)) for node in nodes]
    deeds = [deeds_of(await services.queries.rows("compare-work", plan=node)) for node in nodes]
    shared = partners(await services.queries.rows("compare-shared", a=nodes[0], b=nodes[1]))
    shared = {**partners(await services.queries.rows("compare-shared", a=nodes[1], b=nodes[0])), **shared}
    texts = [
        text_of(rows.rows[0][0]) if (rows := await services.queries.rows("compare-texts", plan=n)).rows else ""
        for n in nodes
    ]
    offered = all(texts) and await asyncio.to_thread(is_alike, *texts)
    changes = await asyncio.to_thread(lambda: tuple(word_changes(*texts))) if view == "words" and all(texts) else ()
    targets = aim_rows(*aims)
    work = deed_rows(*([d for d in side if d.kind != "report"] for side in deeds))
    reports = tuple(tuple(d for d in side if d.kind == "report") for side in deeds)
    names = await names_of(services, _iris(shown, listed, targets, work, reports), language)
    title = f"{names.text(shown[0])} ↔ {names.text(shown[1])}"
    kept, done = ([r for r in targets if not only or r.group == only], [r for r in work if not only or r.group == only])
    values = _values(shown, listed, names, language) | {
        "targets": kept, "work": done,
        "reports": reports, "shared": shared, "only": only, "view": view, "swap": swap, "changes": changes,
        "offered": offered, "target_counts": _count(targets), "work_counts": _count(work), "groups": _GROUPS,
        "reason": lambda r: word(_REASONS, r.reason, language), "figure": lambda aim: figure(aim, names, language),
        "difference": lambda r: _difference(r, language), "kind": lambda d: word(_KINDS, d.kind, language),
        "removed": sum(c.kind == "removed" for c in changes), "added": sum(c.kind == "added" for c in changes),
    }  # fmt: skip
    tables = _tables(kept, done, shared, names, language, services.site.address(request))
    things = [*shown, *(x.target for r in targets for x in (*r.a, *r.b)), *(d.item for side in deeds for d in side)]
    return await answer(request, services, Page("compare.html", title, values, tables, things, stem="/compare"), suffix)


async def _chooser(
    request: Request, services: Services, listed: Mapping[str, Listed], a: str, b: str, suffix: str | None
) -> Response:
    language, base = language_of(request), services.settings.base
    rows = await services.queries.made(("compare-choice", language), lambda: _choices(services, listed, language))
    columns = (Column("plan", "Kế hoạch", "Plan"), Column("place", "Địa phương", "Place"), Column("iri", "IRI", "IRI"))
    table = Table("plans", columns, tuple((r.name, r.place, r.iri) for r in rows))
    chosen = {
        side: _meant(given, listed, base).removeprefix(base) if given else "" for side, given in (("a", a), ("b", b))
    }
    words = fold(" ".join(request.query_params.get("q", "").split()))
    shown = [(r.iri.removeprefix(base), r.name, r.place, r.read) for r in rows if words in r.folded]
    kept = set(chosen.values())
    values = {
        "plans": [p for n, p in enumerate(shown) if n < _OFFERED or p[0] in kept], "chosen": chosen, "total": len(rows),
        "q": request.query_params.get("q", ""), "found": len(shown), "offered": _OFFERED,
    }  # fmt: skip
    title = "Compare two plans" if language == "en" else "So sánh hai kế hoạch"
    return await answer(
        request, services, Page("compare_choose.html", title, values, (table,), list(listed), stem="/compare"), suffix
    )


async def _listed(services: Services) -> dict[str, Listed]:
    return {p.plan: p for p in records(await services.queries.rows("compare-plans"), Listed)}


async def _choices(services: Services, listed: Mapping[str, Listed], language: str) -> list[_Offered]:
    """Return what the chooser can offer, those with a text first, by place."""
    names = await names_of(services, [*listed, *(p.place for p in listed.values())], language)
    rows = sorted(listed.values(), key=lambda p: (p.read != "true", names.text(p.place), p.plan))
    return [
        _Offered(
            p.plan, names.text(p.plan), names.text(p.place), p.read == "true",
            fold(f"{names.text(p.place)} {names.text(p.plan)} {names.text(p.place)}"),
        )
        for p in rows
    ]  # fmt: skip


def _meant(given: str, listed: Mapping[str, Listed], base: str) -> str:
    """Return the plan that a value names.

    Raises:
        RequestError: there is none, or several have that number.
    """
    path = given.strip().removeprefix(base).strip("/").removeprefix("plans/")
    if f"{base}{path}" in listed:
        return f"{base}{path}"
    if f"{base}{path}/ke-hoach" in listed:  # the decision that issues it
        return f"{base}{path}/ke-hoach"
    asked = question_of(given, {}).number
    numbered = {iri: document_number(p.number, iri) for iri, p in listed.items()}
    found = [iri for iri, number in numbered.items() if _means(asked, number)]
    if len(found) == 1:
        return found[0]
    several = len(found) > 1
    raise RequestError(
        "not-found", f"{'several plans have' if several else 'there is no plan with'} the number or address “{given[:100]}”",
        message_vi=f"{'nhiều kế hoạch có' if several else 'không có kế hoạch nào có'} số hay địa chỉ “{given[:100]}”",
        advice="choose at /compare", advice_vi="chọn ở /compare",
    )  # fmt: skip


def _means(asked: Number | None, number: Number | None) -> bool:
    return asked is not None and number is not None and asked.means(number)


def _values(shown: Sequence[str], listed: Mapping[str, Listed], names: Names, language: str) -> dict[str, object]:
    def about(iri: str) -> str:
        plan = listed[iri]
        parts = [names.text(plan.place), day(plan.date, language), names.text(plan.status)]
        return ", ".join(part for part in parts if part)

    return {
        "names": names,
        "sides": [(side, iri, about(iri)) for side, iri in zip("AB", shown, strict=True)],
        "language": language,
    }


def _iris(
    shown: Sequence[str], listed: Mapping[str, Listed], targets: Iterable[AimRow], work: Iterable[DeedRow],
    reports: Iterable[Iterable[Deed]],
) -> list[str]:  # fmt: skip
    found = [*shown, *(x for iri in shown for x in (listed[iri].place, listed[iri].status))]
    for row in targets:
        found += [row.indicator, *(aim.unit for aim in (*row.a, *row.b))]
    for done in work:
        found += [done.solution, *(lead for deed in (*done.a, *done.b) for lead in deed.leads)]
    return found + [lead for side in reports for deed in side for lead in deed.leads]


def _count(rows: Iterable[AimRow] | Iterable[DeedRow]) -> dict[str, int]:
    groups = [row.group for row in rows]
    return {group: groups.count(group) for group in _GROUPS}


def figure(aim: Aim, names: Names, language: str) -> str:
    """Return a target's figure with sign and unit."""
    upper = "" if aim.upper is None else aim.upper
    return short_figure(aim.value, aim.unit, names.text(aim.unit), aim.comparator, language, upper)


def _difference(row: AimRow, language: str) -> str:
    value = row.difference
    if value is None:
        return ""
    if value == 0:
        return "equal" if language == "en" else "bằng nhau"
    sign = "+" if value > 0 else "−"
    return f"{sign}{number(abs(value), language)}"


def _tables(
    targets: Iterable[AimRow], work: Iterable[DeedRow], shared: Mapping[str, frozenset[str]], names: Names, language: str,
    where: str,
) -> tuple[Table, ...]:  # fmt: skip
    def all_of(aims: Iterable[Aim], say: Callable[[Aim], str]) -> str:
        return "; ".join(say(aim) for aim in aims)

    def addresses(aims: Iterable[Aim]) -> str:
        return " ".join(where + names.sentence(aim.target, aim.document) for aim in aims)

    rows: list[tuple[Cell, ...]] = [
        (
            names.text(r.indicator), r.horizon, r.group, all_of(r.a, lambda x: x.label), all_of(r.a, lambda x: figure(x, names, language)),
            all_of(r.a, lambda x: x.quote), all_of(r.b, lambda x: x.label), all_of(r.b, lambda x: figure(x, names, language)),
            all_of(r.b, lambda x: x.quote), r.difference, word(_REASONS, r.reason, language), addresses(r.a), addresses(r.b),
        )
        for r in targets
    ]  # fmt: skip
    done: list[tuple[Cell, ...]] = [
        (
            names.text(r.solution), side, word(_KINDS, d.kind, language), d.label, "; ".join(names.text(x) for x in d.leads), d.time,
            d.item in shared, d.section, d.quote, d.item, where + names.sentence(d.item, d.document),
        )
        for r in work
        for side, deeds in (("A", r.a), ("B", r.b))
        for d in deeds
    ]  # fmt: skip
    return Table("targets", _TARGET_COLUMNS, tuple(rows)), Table("work", _WORK_COLUMNS, tuple(done))
