"""The columns of a table, by the words of their header cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loader.rules import first, remembered, rule

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FEWEST_YEARS = 2
"""Years that are called aims from which on a table without a column of indicators states targets."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        role: "lead", "task", "year" …, "" when unknown.
        year: its year for targets.
        title: its printed title.
        part: the title of its own below one that it shares with its neighbours ("Sản lượng (tấn)" below "Năm 2030").
    """

    role: str
    year: int | None
    title: str
    part: str = ""


@remembered
def column_of(title: str) -> Column:
    """Return the column that a header cell announces."""
    clean = _clean_title(title)
    if _names_year(clean):
        years = YEAR.findall(clean)
        timed = len(years) == 1 and rule("column-year.time").holds(clean)
        return Column("time" if timed else "year", int(years[-1]), title)
    found = first("column", clean)
    return Column(found[0].gives if found else "", None, title)


def _clean_title(title: str) -> str:
    return " ".join(title.split()).strip(" .:*").lower()


def _names_year(clean: str) -> bool:
    return YEAR.search(clean) is not None and not rule("column-year.no-aim").holds(clean)


def is_number_column(title: str) -> bool:
    """Whether ``column_of(title)`` is a column of numbers; quick, for every short line of a text is asked."""
    clean = _clean_title(title)
    if _names_year(clean):
        return False
    return rule("column.number").holds(clean)


def is_header(columns: Sequence[Column]) -> bool:
    """Whether columns are those of a table that says something: short titles, two roles or more, one of them of use."""
    roles = [c.role for c in columns if c.role]
    short = all(len(c.title) <= 70 for c in columns)
    useful = {"lead", "task", "indicator", "named", "risk", "inspected"}.intersection(roles)
    return short and len(set(roles)) >= 2 and bool(useful)


def with_labels(columns: Sequence[Column]) -> list[Column]:
    """Return the columns; where several years are called aims and no column says of what, the first of words does.

    "TT | Sản phẩm | Kế hoạch 2026 | Kế hoạch 2027": what the products are is what is planned.
    """
    aims = [
        i for i, c in enumerate(columns) if c.year is not None and rule("column-year.aim").holds(_clean_title(c.title))
    ]
    told = any(c.role in ("indicator", "task", "lead", "named", "risk") for c in columns)
    if told or len({columns[i].year for i in aims}) < _FEWEST_YEARS:
        return list(columns)
    label = next((i for i, c in enumerate(columns[: aims[0]]) if c.role in ("", "deliverable") and c.title), None)
    return [replace(c, role="indicator") if i == label else c for i, c in enumerate(columns)]


def without_states(columns: Sequence[Column]) -> list[Column]:
    """Return the columns without the years of which none is called an aim, where later ones are: they say how things stand.

    "Năm 2025 | Mục tiêu năm 2026 | Mục tiêu năm 2030": the first is what there is.
    """
    columns = _without_present(columns)
    aims = [
        c.year
        for c in columns
        if c.role == "year" and c.year is not None and rule("column-year.aim").holds(_clean_title(c.title))
    ]
    if not aims:
        return list(columns)
    told = rule("column-year.aim")
    return [
        Column("", None, c.title)
        if c.role == "year" and c.year is not None and c.year < min(aims) and not told.holds(_clean_title(c.title))
        else c
        for c in columns
    ]


def without_years_before(columns: Sequence[Column], start: int | None, issued: int | None) -> tuple[Column, ...]:
    """Return the columns without the bare years that a plan is too late for, where later ones are: they say how things stand.

    "Năm 2025 | Năm 2030" in a plan for 2026-2030: the first is where it begins. Only a plan of no stated period asks
    whether a year was over, or going on, when it was issued.

    Args:
        columns: those of a table of targets.
        start: the first year of the plan's period, if it is stated.
        issued: the year in which the plan was issued, if known.
    """
    first_year = start if start is not None else issued + 1 if issued is not None else None
    years = [c.year for c in columns if c.role == "year" and c.year is not None]
    if first_year is None or not years or max(years) < first_year:
        return tuple(columns)
    bare = rule("column-year.bare")
    return tuple(
        replace(c, role="", year=None)
        if c.role == "year"
        and c.year is not None
        and c.year < first_year
        and bare.holds(_clean_title(c.title.removesuffix(c.part)))
        else c
        for c in columns
    )


def _without_present(columns: Sequence[Column]) -> Sequence[Column]:
    """Return the columns; what was planned for the year that another column estimates states no aim any more.

    "Năm 2025 (Dự toán | Ước thực hiện) | Năm 2026": the plan of 2025 stands there to be compared.
    """
    present = {
        int(year)
        for c in columns
        if c.part and rule("column-year.estimate").holds(_clean_title(c.part))
        for year in YEAR.findall(c.title)
    }
    return [replace(c, role="", year=None) if c.role == "year" and c.year in present else c for c in columns]


def with_subcolumns(columns: list[Column]) -> list[Column]:
    """Return the columns with a pair of sub-headers put in the place of the column that they divide.

    A two-row header flattened line by line reads "… | Cơ quan thực hiện | Thời gian | Chủ trì | Phối hợp".
    """
    tail = [c.role for c in columns[-2:]]
    divided = next(
        (
            i
            for i, c in enumerate(columns[:-3])
            if c.role == "lead" and not rule("flattened-cell.leading").holds(c.title)
        ),
        None,
    )
    if tail != ["lead", "coordinate"] or divided is None:
        return columns
    return [*columns[:divided], *columns[-2:], *columns[divided + 1 : -2]]
