"""Headers in two rows of tables whose cells are parted by bars: some titles are divided, the others span both rows.

The text does not say which: the second row holds the titles of the divided columns only, so that the widths of the two rows
and of the rows below tell how many are divided, and what the titles say tells which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loader.rules import rule

_YEAR = re.compile(r"20\d\d")
_NEVER_DIVIDED = ("column.number", "column.unit", "column.note")
_NOT_BY_YEARS = ("column.lead", "column.coordinating", "column.task")
_FEWEST_DIVIDED = 2
"""Columns that a divided title stands over at the least."""


@dataclass(frozen=True, slots=True)
class TwoRows:
    """A header in two rows: per column of the table, which cell of each row stands over it.

    Attributes:
        upper: indices of cells, as many as the table has columns.
        lower: the same of the second row; a title that spans both rows stands in it again.
        end: index of the first cell behind the header's last.
        by_years: titles name years, under which figures stand.
    """

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    end: int
    by_years: bool


def two_rows(words: Sequence[str], runs: Sequence[tuple[int, int]], width: int | None) -> TwoRows | None:
    """Return the header that the first two runs of cells make above rows of ``width`` cells; None when they make none.

    Args:
        words: the words of all cells of a table in order, "" of those that are empty.
        runs: the runs of cells with words, as (start, end).
        width: how many cells most rows have.
    """
    if width is None or len(runs) < 3 or runs[0][0] != 0 or runs[1][0] != runs[0][1] + 1:
        return None
    above, below = runs[0][1], runs[1][1] - runs[1][0]
    spanning = width - below
    divided = above - spanning
    if not 0 < divided <= above < width or spanning < 1 or below % divided or below < _FEWEST_DIVIDED * divided:
        return None
    lower_titles = words[runs[1][0] : runs[1][1]]
    by_years = all(_YEAR.search(title) for title in lower_titles)
    rules = _NEVER_DIVIDED + (_NOT_BY_YEARS if by_years else ())
    fixed = [any(rule(name).holds(" ".join(title.split()).lower()) for name in rules) for title in words[:above]]
    first = next((i for i in range(spanning, -1, -1) if not any(fixed[i : i + divided])), None)
    if first is None:
        return None
    each = below // divided
    upper: list[int] = []
    lower: list[int] = []
    following = runs[1][0]
    for i in range(above):
        if first <= i < first + divided:
            upper += [i] * each
            lower += range(following, following + each)
            following += each
        else:
            upper.append(i)
            lower.append(i)
    figures = any(_YEAR.search(title) for title in words[: runs[1][1]])
    return TwoRows(tuple(upper), tuple(lower), runs[1][1], figures)
