"""The columns of a table, by the words of their header cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from loader.lexicon.patterns import Pattern, patterns

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NO_AIM = re.compile(
    r"kinh phí|vốn|ghi chú|hiện trạng|thực trạng|hiện có|năm gốc|ước (?:thực hiện|đạt|tính)|kết quả|đã (?:đạt|thực hiện)"
)
"""In the header of a column that has a year in it but states no target: money, or how things stand."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role ("lead", "task", "year" …, "" when unknown), its year for targets, its printed title."""

    role: str
    year: int | None
    title: str


@lru_cache(maxsize=1024)
def column_of(title: str) -> Column:
    """Return the column that a header cell announces."""
    clean = _clean_title(title)
    if _names_year(clean):
        years = YEAR.findall(clean)
        return Column("year", int(years[-1]), title)
    for row in patterns("columns", "column", "role"):
        if row.matches(clean):
            return Column(row.key, None, title)
    return Column("", None, title)


def _clean_title(title: str) -> str:
    return " ".join(title.split()).strip(" .:*").lower()


def _names_year(clean: str) -> bool:
    return YEAR.search(clean) is not None and not _NO_AIM.search(clean)


def is_number_column(title: str) -> bool:
    """Whether ``column_of(title)`` is a column of numbers; quick, for every short line of a text is asked."""
    clean = _clean_title(title)
    if _names_year(clean):
        return False
    rows = _rows_up_to("number")
    return next((row.key for row in rows if row.matches(clean)), "") == "number"


@cache
def _rows_up_to(role: str) -> tuple[Pattern, ...]:
    """Return the rows of the lexicon that are asked before it is clear that a title is not of ``role``."""
    rows = patterns("columns", "column", "role")
    last = max(i for i, row in enumerate(rows) if row.key == role)
    return rows[: last + 1]


def is_header(columns: Sequence[Column]) -> bool:
    """Whether columns are those of a table that says something: short titles, two roles or more, one of them of use."""
    roles = [c.role for c in columns if c.role]
    short = all(len(c.title) <= 70 for c in columns)
    useful = {"lead", "task", "indicator", "craft"}.intersection(roles)
    return short and len(set(roles)) >= 2 and bool(useful)


def with_subcolumns(columns: list[Column]) -> list[Column]:
    """Return the columns with a pair of sub-headers put in the place of the column that they divide.

    A two-row header flattened line by line reads "… | Cơ quan thực hiện | Thời gian | Chủ trì | Phối hợp".
    """
    tail = [c.role for c in columns[-2:]]
    divided = next(
        (i for i, c in enumerate(columns[:-3]) if c.role == "lead" and "chủ trì" not in c.title.lower()), None
    )
    if tail != ["lead", "coordinate"] or divided is None:
        return columns
    return [*columns[:divided], *columns[-2:], *columns[divided + 1 : -2]]
