"""Figures, dates and targets as a reader expects them: "ít nhất 80 %", "1,5 lần", "29/11/2022"."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from query_api.served.comparators import sign_of

_PERCENT = ("percent", "phần trăm")
_DONE = ("done", "hoàn thành")
_PLACE = ("place", "thứ hạng")
_NO_PLURAL = frozenset({"dong", "dollars", "times"})
_IRREGULAR = {"person": "people"}
_AT_MOST = ("at most", "nhiều nhất", "≤")
_CALLED = frozenset({"Điều", "Phụ", "Chương", "Phần", "Mục"})
"""First words of numberings that say what they number."""
_UNIT = re.compile(r"\d\s+(\D+)$")
"""The unit of a figure, behind its last digit."""


def number(value: str | Decimal, language: str) -> str:
    """Return a number as it is written in a language: "1.234,5" in Vietnamese, "1,234.5" in English."""
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return str(value)
    whole = exact == exact.to_integral_value()
    text = f"{exact.to_integral_value() if whole else exact.normalize():,f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def figure(value: str, unit: str, comparator: str, language: str, upper: str = "") -> str:
    """Return a figure with its comparator and unit.

    Args:
        value: the number.
        unit: label of its unit; percent is written as a sign.
        comparator: label of its comparator, "" for none ("exactly" is not said).
        language: "vi" or "en".
        upper: the higher end of a range.
    """
    said = number(value, language) + (f"–{number(upper, language)}" if upper else "")
    if unit in _DONE:
        return unit
    if unit in _PLACE:
        return _place(said, comparator, language)
    quiet = comparator.casefold() in ("exactly", "đúng", "bằng", "")
    return f"{'' if quiet else comparator + ' '}{said}{_of_units(unit, value, upper, language)}"


def with_words(said: str, words: str) -> str:
    """Return a figure and what it is of; a unit that the words begin with is said once ("2 nghề truyền thống")."""
    noun = _UNIT.search(said)
    if noun is not None and f"{words} ".casefold().startswith(f"{noun[1]} ".casefold()):
        return f"{said[: noun.start(1)]}{words}"
    return f"{said} {words}".strip()


def _of_units(unit: str, value: str | Decimal, upper: str | Decimal, language: str) -> str:
    """Return what stands behind a number: "%", "% mỗi năm", " làng nghề", " craft villages"."""
    for word in _PERCENT:  # "10% mỗi năm"; "percentage point" is another unit
        if unit == word or unit.startswith(word + " "):
            return "%" + unit.removeprefix(word)
    one = upper == "" and number(value, "en") == "1"
    return f" {unit if one or language != 'en' else _plural(unit)}" if unit else ""


def _plural(unit: str) -> str:
    """Return an English unit as it is said of several: "craft villages", "people", "million dong per person"."""
    of, per, each = unit.partition(" per ")
    before, space, noun = of.rpartition(" ")
    if noun in _NO_PLURAL or unit.startswith("per "):
        return unit
    if noun.endswith(("s", "x", "ch", "sh")):
        several = noun + "es"
    elif noun.endswith("y") and noun[-2:-1] not in "aeou":
        several = noun[:-1] + "ies"
    else:
        several = _IRREGULAR.get(noun, noun + "s")
    return f"{before}{space}{several}{per}{each}"


def counted(several: str, amount: int | str, language: str) -> str:
    """Return words for what is counted, given as they are said of several: "places", of one "place"."""
    if language != "en" or str(amount) != "1":
        return several
    return next((one for one, many in _IRREGULAR.items() if many == several), _one(several))


def _one(several: str) -> str:
    if several.endswith("ies"):
        return several[:-3] + "y"
    return several.removesuffix("s")


def short_figure(
    value: str | Decimal, unit: str, unit_label: str, comparator: str, language: str, upper: str | Decimal = ""
) -> str:
    """Return a figure with the sign of its comparator and its unit: "≥ 80%", "10–12 làng nghề".

    Args:
        value: the number.
        unit: IRI of its unit.
        unit_label: label of its unit.
        comparator: IRI of its comparator or the end of it, "" for none.
        language: "vi" or "en".
        upper: the higher end of a range; "" for none.
    """
    said = number(value, language) + (f"–{number(upper, language)}" if upper != "" else "")
    if unit.endswith("/unit/done"):
        return unit_label
    if unit.endswith("/unit/rank"):
        return _place(said, sign_of(comparator), language)
    return f"{sign_of(comparator)} {said}{_of_units(unit_label, value, upper, language)}".strip()


def _place(said: str, comparator: str, language: str) -> str:
    """Return a place in a ranking: "hạng 15 trở lên", for the first place is the best."""
    better = (" or better" if language == "en" else " trở lên") if comparator in _AT_MOST else ""
    return f"{'place' if language == 'en' else 'hạng'} {said}{better}"


def day(value: str | date, language: str) -> str:
    """Return a date: "29/11/2022" in Vietnamese, "29 Nov 2022" in English; what is no date stays as it is."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        return str(value)
    return f"{found.day} {found:%b %Y}" if language == "en" else f"{found:%d/%m/%Y}"


def day_of_year(value: str, language: str) -> str:
    """Return a day without a year (xsd:gMonthDay, "--11-15"): "15/11", "15 Nov"."""
    try:
        found = date.fromisoformat(f"2024{value[1:]}")
    except ValueError:
        return value
    return f"{found.day} {found:%b}" if language == "en" else f"{found:%d/%m}"


def section(printed: str, language: str) -> str:
    """Return the numbering of a place as a reader calls it: "mục II.2", but "Điều 2.3", which says itself what it is."""
    if not printed or printed.partition(" ")[0].partition(".")[0] in _CALLED:
        return printed
    return f"{'section' if language == 'en' else 'mục'} {printed}"
