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
_COUNT = re.compile(r"(?:(?P<n>\d{1,2})(?:\s*=.*)?|[A-Z])$")
_FEWEST_COUNTED = 4
_TWO = 2
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
    if not 0 < divided <= above < width or spanning < 1 or below < _FEWEST_DIVIDED * divided:
        return None
    lower_titles = words[runs[1][0] : runs[1][1]]
    by_years = all(_YEAR.search(title) for title in lower_titles)
    shares = _shares(lower_titles, divided)
    if shares is None:
        return None
    rules = _NEVER_DIVIDED + (_NOT_BY_YEARS if by_years else ())
    fixed = [any(rule(name).holds(" ".join(title.split()).lower()) for name in rules) for title in words[:above]]
    places: Sequence[int] = range(spanning, -1, -1)
    if any(rule("column-year.estimate").holds(" ".join(title.split()).lower()) for title in lower_titles):
        # What is estimated is the first of the years, which is not over.
        dated = [i for i in reversed(places) if _YEAR.search(words[i])]
        places = dated or places
    first = next((i for i in places if not any(fixed[i : i + divided])), None)
    if first is None:
        return None
    upper: list[int] = []
    lower: list[int] = []
    following = runs[1][0]
    for i in range(above):
        if first <= i < first + divided:
            each = shares[i - first]
            upper += [i] * each
            lower += range(following, following + each)
            following += each
        else:
            upper.append(i)
            lower.append(i)
    figures = any(_YEAR.search(title) for title in words[: runs[1][1]])
    return TwoRows(tuple(upper), tuple(lower), runs[1][1], figures)


def _shares(lower: Sequence[str], divided: int) -> Sequence[int] | None:
    """Return over how many of the titles of a second row each divided title stands; None where that cannot be told.

    They are as many for each, or those that name years stand under the one and those that name none under the other.
    """
    if len(lower) % divided == 0:
        return [len(lower) // divided] * divided
    dated = [_YEAR.search(title) is not None for title in lower]
    plain = dated.index(True) if True in dated else 0
    if divided != _TWO or plain < _FEWEST_DIVIDED or not all(dated[plain:]):
        return None
    return plain, len(lower) - plain


def counted_columns(words: Sequence[str], runs: Sequence[tuple[int, int]]) -> int | None:
    """Return how many columns a table has by the row below its header that counts them: "A | B | 1 | 2 | 3=2/1"; None without one."""
    if len(runs) <= _TWO:
        return None
    begin, end = runs[_TWO]
    counted = [_COUNT.match(word) for word in words[begin:end]]
    if end - begin < _FEWEST_COUNTED or not all(counted):
        return None
    figures = [int(m["n"]) for m in counted if m is not None and m["n"]]
    if figures != sorted(set(figures)) or len(figures) <= _TWO:
        return None
    return end - runs[1][1] - 1  # the first columns may be left uncounted: their cells are empty
