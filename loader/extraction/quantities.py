"""Quantities in a sentence: figure, comparator, unit, and the words that they stand in.

Years, dates, numbers of instruments and glosses ("(6/8 làng nghề)") are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from loader.facts import DURATIONS, RANK
from loader.kinds import Comparator
from loader.rules import book, first, rule

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GLOSS = re.compile(r"\([^()]*\)")
_BARE_SHARE = re.compile(r"\(\s*\d{1,3}(?:,\d+)?\s*%\s*\)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REST_OF_A_NUMBER = re.compile(r"\s*(?:/[A-ZĐ\d]|-[A-ZĐ]{2}|\.\d)")
"""The rest of a date or of the number of an instrument: "/QĐ", "/2024", "-NQ"."""
_CONTEXT = 40
"""Characters in front of a figure in which its comparator, or what makes it no quantity, stands."""
_FAR = 80
"""Characters in front of a range in which the verb stands that tells what falls by it."""
_LASTING = 240
"""Characters in front of a figure in which "thời gian" makes it one of minutes, hours, days or months."""
_LIFE_SPAN = 80
"""Characters in front of a figure in which "tuổi thọ" makes it one of years."""
_INITIALS = 8
"""Characters behind a figure in which the initials of what it counts stand, and the sign that makes them no noun."""
_BEHIND = 60
"""Characters behind a figure in which "trở lên" may stand."""
LONGEST = 6000
"""Characters of one sentence, clause or cell in which figures are read."""
_CLAUSE_STOP = re.compile(r";|(?<=\D)\.\s")
_HALF = Decimal(50)
_RATIOS = {
    "per-hundred": Decimal(100),
    "per-thousand": Decimal(1000),
    "per-ten-thousand": Decimal(10_000),
    "per-hundred-thousand": Decimal(100_000),
}
_NO_COUNT = ("percent", "vnd", "usd", "per-", "times")
"""How the keys of units begin that say themselves what a figure is."""
_PER_YEAR = "percent-per-year"
_PER_YEAR_DOWN = "percent-decrease-per-year"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit.

    Attributes:
        value: the number (the lower end of a range).
        upper: the upper end of a range.
        unit: key of the unit.
        comparator: comparator words right in front of (or behind) the figure; None when there are none.
        start: index of the comparator or figure in the text.
        figure: index of the figure itself.
        end: index behind the unit.
        unit_text: the unit as printed.
        old: where the value comes from ("từ 45% lên 60%"): 45.
        glossed: it stands in a bracket and says what the figure before shall be in another year.
    """

    value: Decimal
    upper: Decimal | None
    unit: str
    comparator: Comparator | None
    start: int
    figure: int
    end: int
    unit_text: str
    old: Decimal | None = None
    glossed: bool = False


def decimal_of(printed: str) -> Decimal:
    """Return the value of a figure printed the Vietnamese way ("1,5", "10.000", "1.5")."""
    if _THOUSANDS.fullmatch(printed):
        printed = printed.replace(".", "")
    return Decimal(printed.replace(",", "."))


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of ``text`` in order; glosses in brackets are passed over.

    A text longer than any office writes in one piece is read up to ``LONGEST`` characters: hostile ones cost no more.
    """
    text = text[:LONGEST]
    masked = _GLOSS.sub(_mask_gloss, text)
    found = [
        *_ranks(masked),
        *_printed(masked),
        *_worded(masked),
        *_halves(masked),
        *_multiples(masked),
        *_parts(masked),
    ]
    found.sort(key=lambda q: q.figure)
    dated = [m for m in _GLOSS.finditer(text) if rule("measured.dated-gloss").holds(m[0])]
    return [
        replace(q, glossed=True) if any(m.start() < q.figure < m.end() for m in dated) else q
        for q in _without_overlap(found)
    ]


def _mask_gloss(m: re.Match[str]) -> str:
    """Return a bracket as blanks of the same length, so that indices stay; a bare share "(100%)", that of a part, what is to be ensured and what another year shall reach keep theirs."""
    kept = ("measured.dated-gloss", "measured.part-gloss", "measured.aim-gloss")
    if _BARE_SHARE.fullmatch(m[0]) or any(rule(name).holds(m[0]) for name in kept):
        return m[0].replace("(", " ").replace(")", " ")
    return " " * len(m[0])


def without_dated_glosses(text: str) -> str:
    """Return a text less the brackets that say what another year shall reach."""
    return _GLOSS.sub(lambda m: "" if rule("measured.dated-gloss").holds(m[0]) else m[0], text)


def _without_overlap(found: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in found:
        if kept and kept[-1].unit in _RATIOS and quantity.value == _RATIOS[kept[-1].unit]:
            continue  # "12 bác sĩ trên 10.000 dân": what the ratio is to is no quantity
        if not kept or quantity.figure > kept[-1].figure:
            kept.append(quantity)
    return kept


def _printed(text: str) -> Iterator[Quantity]:
    """Yield the quantities whose figure is printed with digits."""
    changes = {m.end(): m for m in rule("change.from-to").all(text)}
    starting_values = {m.start("old") for m in changes.values()}
    for m in rule("quantity.number").all(text):
        if m.start("low") not in starting_values and not _is_year(text, m):
            quantity = _quantity(text, m, changes)
            if quantity is not None:
                yield quantity


def _worded(text: str) -> Iterator[Quantity]:
    """Yield the quantities whose figure is a word: "hai làng nghề"."""
    for m in rule("quantity.number-word").all(text):
        unit = unit_at(text, m.end())
        bound = _bound(text, m.start())
        article = rule("quantity.one").holds(m["word"]) and m["figure"] is None and bound.comparator is None
        if unit is None or article:
            # "mỗi xã một sản phẩm", "một sản phẩm …": an article, not a count.
            continue
        value = Decimal(m["figure"] or book().words("number-word").index(m["word"].lower()) + 1)
        printed = text[m.end() : unit[1]].strip()
        yield Quantity(value, None, unit[0], bound.comparator, bound.start, m.start(), unit[1], printed)


def _halves(text: str) -> Iterator[Quantity]:
    """Yield "một nửa số …" as 50 %."""
    for m in rule("quantity.half").all(text):
        least = Comparator.AT_LEAST if m["least"] else None
        yield Quantity(_HALF, None, "percent", least, m.start(), m.start("half"), m.end(), "")


def _multiples(text: str) -> Iterator[Quantity]:
    """Yield "gấp đôi" as 2 times, "gấp ba" as 3."""
    for m in rule("quantity.multiple").all(text):
        bound = _bound(text, m.start())
        times = Decimal(2) if m["two"] else Decimal(3)
        yield Quantity(
            times, None, "times", bound.comparator, m.start(), m.start("two" if m["two"] else "three"), m.end(), ""
        )


def _parts(text: str) -> Iterator[Quantity]:
    """Yield so many of so many things: "82/124 xã" is 82; beside a share in the same clause it only explains that."""
    for m in rule("quantity.part").all(text):
        low, whole = decimal_of(m["low"]), decimal_of(m["whole"])
        unit = unit_at(text, m.end())
        begin, stop = text.rfind(";", 0, m.start()) + 1, text.find(";", m.end())
        shared = "%" in text[begin : stop if stop >= 0 else len(text)]
        if unit is None or unit[0].startswith("percent") or shared or not _SMALLEST_WHOLE <= whole >= low:
            continue
        bound = _bound(text, m.start())
        yield Quantity(
            low, None, unit[0], bound.comparator, bound.start, m.start(), unit[1], text[m.end() : unit[1]].strip()
        )


_SMALLEST_WHOLE = 5
"""Things from which on "so many of so many" counts them; "3/4 số xã" is a share."""


def _ranks(text: str) -> Iterator[Quantity]:
    """Yield the places in rankings: "trong nhóm 15 tỉnh dẫn đầu" is the fifteenth or better, "xếp thứ 5" the fifth."""
    for matcher in book().matchers("rank"):
        for m in matcher.all(text):
            bound, at, last = Comparator(matcher.gives), m.start("rank"), m.groupdict().get("last")
            yield Quantity(
                decimal_of(m["rank"]),
                decimal_of(last) if last else None,
                RANK,
                Comparator.EXACTLY if last else bound,
                m.start(),
                at,
                m.end(),
                m[0][m.end("rank") - m.start() :].strip(),
            )


@dataclass(frozen=True, slots=True)
class _Bound:
    """What stands in front of a figure: how it bounds the result, where these words begin, whether there are any."""

    comparator: Comparator | None
    start: int
    stated: bool


def _quantity(text: str, m: re.Match[str], changes: Mapping[int, re.Match[str]]) -> Quantity | None:
    """Return the quantity of a printed figure, None when it is none."""
    end = m.end() - 1 if m[0].endswith("%") else m.end()
    if _is_base(text, m):
        return None
    unit = unit_at(text, end)
    bound = _bound(text, m.start())
    if (unit is None or not unit[0].startswith(_NO_COUNT)) and (over := _ratio_of(text, m)) is not None:
        # "Số giường bệnh trên 10.000 dân đạt 35 giường": the noun behind only says again what is counted.
        unit = over, end if unit is None else unit[1]
    lasting = unit is not None and unit[0] in DURATIONS
    if (lasting and not _is_duration(text, m, bound)) or _is_no_quantity(text, m, unit, lasting=lasting):
        return None
    if unit is None and not (bound.stated or _is_padded(m["low"]) or _is_made(text, m)):
        return None
    key, behind = unit or ("item", m.end())
    old = changes.get(m.start()) or changes.get(bound.start)
    start = bound.start if old is None else old.start()
    low, high = decimal_of(m["low"]), decimal_of(m["high"]) if m["high"] else None
    printed = text[m.end() : behind].strip() or ("%" if key.startswith("percent") else "")
    return Quantity(
        low,
        high if high is not None and high > low else None,
        _changed(text, key, start, m.start(), behind, ranged=high is not None and high > low) if old is None else key,
        _comparator(text, m, bound),
        start,
        m.start("low"),
        behind,
        printed,
        decimal_of(old["old"]) if old is not None else None,
    )


def _is_base(text: str, m: re.Match[str]) -> bool:
    """Whether a figure is what a ratio in the name of a magnitude is taken over: "Số giường bệnh trên 10.000 dân"."""
    if decimal_of(m["low"]) not in _RATIOS.values() or m["high"]:
        return False
    front = text[max(0, m.start() - _FAR) : m.start()]
    return (
        rule("quantity.ratio-base").find(front) is not None
        and rule("quantity.ratio-noun").find(text, past_blanks(text, m.end())) is not None
    )


def _ratio_of(text: str, m: re.Match[str]) -> str | None:
    """Return the key of the unit of a figure that a ratio in the name of its magnitude gives it, None without one."""
    found = rule("quantity.ratio-of").find(text[max(0, m.start() - 2 * _FAR) : m.start()])
    return None if found is None else next(key for key, base in _RATIOS.items() if base == decimal_of(found["base"]))


def _is_year(text: str, m: re.Match[str]) -> bool:
    low, high = m["low"], m["high"]
    if not _YEAR.fullmatch(low) or not (high is None or _YEAR.fullmatch(high) or len(high) <= len("30")):
        return False
    return rule("quantity.counted-year").find(text, past_blanks(text, m.end())) is None


def _is_duration(text: str, m: re.Match[str], bound: _Bound) -> bool:
    """Whether a number of minutes, hours, days or months says how long something named before it is to take."""
    front = text[max(0, m.start() - _LASTING) : bound.start]
    if rule("quantity.duration").find(front) is None:
        return False
    reaching = rule("measured.reaching").find(front.strip())
    return bound.stated or (reaching is not None and not rule("measured.up-from").holds(reaching[0]))


def _is_no_quantity(text: str, m: re.Match[str], unit: tuple[str, int] | None, *, lasting: bool) -> bool:
    """Whether a figure dates, numbers or ranks something; one that was found to be a duration has a time behind it."""
    behind = first("no-quantity-behind", text, max(0, m.start() - _CONTEXT), m.start())
    # "tại 5 xã" says where; "tại 100% trường học" is a share all the same.
    if behind is not None and not (behind[0].gives == "place" and unit is not None and unit[0] == "percent"):
        return True
    aged = rule("quantity.life-span").find(text, max(0, m.start() - _LIFE_SPAN), m.start()) is not None
    if not aged and not lasting and first("no-quantity-before", text, past_blanks(text, m.end())) is not None:
        return True
    return (unit is None or unit[0] not in _RATIOS) and _REST_OF_A_NUMBER.match(text, m.end()) is not None


def _is_made(text: str, m: re.Match[str]) -> bool:
    """Whether a figure counts what is made, by the verb in front of it ("Xây dựng 300 chợ"), so many each ("2 bản sách/người"), or is a measure that is reached ("đạt 168 cm")."""
    behind = past_blanks(text, m.end())
    if rule("quantity.per-noun").find(text, behind) is not None:
        return True
    front = max(0, m.start() - _CONTEXT)
    if rule("quantity.metric").find(text, behind) and rule("measured.reaching").find(text[front : m.start()].strip()):
        return True  # "đường rộng 5 m" says how large a thing is
    if any(
        had.start() < m.start() - front < had.end()
        for had in rule("quantity.short-noun").all(text[front : behind + _INITIALS])
    ):
        return True  # "có 40 KCN"
    noun = rule("quantity.made-noun").find(text, behind)
    return noun is not None and rule("quantity.made").find(text, max(0, m.start() - _FAR), m.start()) is not None


def _is_padded(figure: str) -> bool:
    """Whether a figure is written as offices write counts: "05"."""
    return len(figure) == len("05") and figure.startswith("0")


def _bound(text: str, at: int) -> _Bound:
    """Return what the words right in front of a figure say about it."""
    found = first("comparator", text, max(0, at - _CONTEXT), at)
    if found is None:
        return _Bound(None, at, stated=False)
    matcher, m = found
    return _Bound(Comparator(matcher.gives) if matcher.gives else None, m.start(), stated=True)


def _comparator(text: str, m: re.Match[str], bound: _Bound) -> Comparator | None:
    """Return how a figure bounds the result, by the words in front of it and behind it."""
    comparator = bound.comparator
    behind = first("comparator-behind", text, m.end(), min(len(text), m.end() + _BEHIND))
    if comparator is not Comparator.AT_LEAST and behind is not None:
        comparator = Comparator(behind[0].gives)
    return comparator


def _changed(text: str, unit: str, start: int, figure: int, behind: int, *, ranged: bool) -> str:
    """Return the unit of a share: a change ("giảm ít nhất 20%") has another than a level ("giảm còn 20%").

    A range behind what falls is how far it falls: "kéo giảm tai nạn giao thông từ 5% đến 10%".
    """
    if unit not in ("percent", _PER_YEAR) or rule("comparator.down-to").find(text, start, figure) is not None:
        return unit
    opening = max((m.end() for m in _CLAUSE_STOP.finditer(text, 0, start)), default=0)
    yearly = unit == _PER_YEAR or rule("quantity.each-year").find(text, opening, start) is not None
    falls = rule("change.falls-by").find(text, max(0, start - _FAR), start) if ranged else None
    if falls is None and not ranged and rule("change.falls-by-all").holds(text[past_blanks(text, behind) :]):
        falls = rule("change.falls-so").find(text, past_blanks(text, opening), start)
    if falls is not None:
        return _PER_YEAR_DOWN if yearly else "percent-decrease"
    change = first("change-by", text, max(0, start - _CONTEXT), start)
    if change is None:
        return unit
    falling = change[0].gives == "percent-decrease"
    if yearly:
        return _PER_YEAR_DOWN if falling else _PER_YEAR
    return change[0].gives


def past_blanks(text: str, at: int) -> int:
    """Return the index of the first character from ``at`` on that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def unit_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the unit that stands at ``at`` (white space and "số" skipped) and the index behind it."""
    begin = past_blanks(text, at)
    number_of = rule("quantity.number-of").find(text, begin)
    if number_of is not None:
        begin = past_blanks(text, number_of.end())
    glued = 0 < begin == at and text[at - 1].isdigit()
    # "500ha": the unit begins at no edge of a word.
    found = first("unit", text[begin:], 0) if glued else first("unit", text, begin)
    if found is None:
        return None
    end = found[1].end() + (begin if glued else 0)
    tail = None if found[0].gives.startswith("percent") else rule("quantity.per-tail").find(text, end)
    return found[0].gives, end if tail is None else tail.end()
