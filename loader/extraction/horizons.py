"""By which year the words of an objective shall be reached."""

from __future__ import annotations

from loader.extraction.quantities import find_quantities
from loader.extraction.targets import without_baselines
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
    opening = rule("objective.opening-horizon").find(masked)
    m = opening if opening is not None and opening.end() <= _OPENING else rule("objective.inner-horizon").find(masked)
    return int(m["year"]) if m is not None and not _is_of_another_clause(masked, m.start(), governed) else None


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
