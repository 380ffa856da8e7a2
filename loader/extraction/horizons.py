"""By which year the words of an objective shall be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loader.extraction.quantities import find_quantities
from loader.extraction.targets import is_of_another_act, without_baselines
from loader.rules import rule

_OPENING = 60
"""Characters of the head of a sentence, where a year is its horizon whatever stands around it."""


def horizon_of(text: str, *, governed: bool = False) -> int | None:
    """Return the year by which what a text states shall be reached, None when it names none.

    Args:
        text: the words.
        governed: a heading states a year: one in a later clause with a figure of its own holds for that figure only.
    """
    masked = without_baselines(text)
    opening = _own(rule("objective.opening-horizon").all(masked), masked)
    m = opening if opening is not None and opening.end() <= _OPENING else None
    m = m or _own(rule("objective.inner-horizon").all(masked), masked)
    return int(m["year"]) if m is not None and not _is_of_another_clause(masked, m.start(), governed) else None


def _own(found: Iterator[re.Match[str]], text: str) -> re.Match[str] | None:
    """Return the first horizon that is not the one of another instrument: "các chỉ tiêu của Chương trình đến năm 2025"."""
    return next((m for m in found if not is_of_another_act(text, m.start())), None)


def _is_of_another_clause(text: str, at: int, governed: bool) -> bool:
    """Whether a year stands in a later clause that states no figure: "tiết kiệm 5%; đến năm 2027 đèn đường được thay".

    Under a heading with a year of its own a later clause with a figure keeps its year: "75% hộ; con số này đạt 95% vào năm 2035".
    """
    begin = text.rfind(";", 0, at)
    if begin < 0:
        return False
    end = text.find(";", at)
    figures = [quantity.figure for quantity in find_quantities(text)]
    own = [figure for figure in figures if begin < figure and (end < 0 or figure < end)]
    return (governed or not own) and any(figure < begin for figure in figures)
