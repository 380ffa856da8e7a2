"""Targets in a sentence: one per figure.

The clause that a figure stands in tells the indicator; a comparator holds for the figures that are coordinated with the first
("ít nhất 7 nghề, 7 làng nghề").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from loader.extraction.evidence import Scribe, trimmed
from loader.extraction.measured import measured_words, population_of
from loader.extraction.quantities import Quantity, find_quantities
from loader.facts import Target
from loader.kinds import Comparator
from loader.lexicon.patterns import Pattern, patterns
from loader.structure.provisions import Node
from loader.text import MappedText

_CLAUSE = re.compile(
    r";|(?<=\D)\.\s+(?=\S)|,?\s+trong đó:?\s|,\s+(?=phấn đấu |có (?:ít nhất|trên|khoảng|\d)|phát triển |công nhận |khôi phục |xây dựng |hình thành |trên \d|ít nhất \d)"
)
BASELINE = re.compile(
    r"(?:so (?:với|sánh với)|bằng|gấp)(?:\s+(?:năm|cùng kỳ|mức|thời điểm|bình quân))*\s*(?:năm\s*)?(?P<year>20\d\d)"
)
_PER = re.compile(
    r"(?:^|(?<=[\s,;]))(?:[Mm]ỗi|[Bb]ình quân mỗi|[Mm]ột)\s+(?P<per>(?:huyện|xã|phường|thị trấn|thị xã|thành phố|quận|địa phương|làng nghề|cơ sở|thôn|đơn vị)(?:(?:, | và )(?:huyện|xã|phường|thị trấn|thị xã|thành phố|quận|địa phương|thôn))*)(?= (?!một sản phẩm))"
)
_GLOSS = re.compile(r"\((?P<a>\d+)\s*/\s*(?P<b>\d+)[^)]*\)")
_ALTERNATIVE = re.compile(r"^\s*(?:[\w ]{0,20}?)\bhoặc\s+(?:làng nghề|nghề)")
_QUANTITY_VERB = re.compile(
    r"(?:phát triển|công nhận|khôi phục|bảo tồn|duy trì|xây dựng|hình thành|có|đạt|tổ chức|hỗ trợ|đào tạo|phấn đấu|thành lập)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int


def _clauses(text: str) -> list[_Clause]:
    cuts = [0]
    for m in _CLAUSE.finditer(text):
        cuts.append(m.end() if m[0].strip() else m.start())
    return [_Clause(a, b) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True) if b > a]


# A clause or an objective of more words or figures than any office writes is read so far: hostile ones cost no more.
_AROUND = 3000  # characters of a clause that are read on either side of a figure
_MOST_TARGETS = 60


def targets_of(words: MappedText, node: Node, scribe: Scribe, horizon: int | None) -> list[Target]:
    """Return the targets that the words of an objective state, in order; ``horizon`` holds where a figure names no year."""
    text = words.text
    quantities = [q for q in find_quantities(text) if not _is_baseline(text, q)][:_MOST_TARGETS]
    result: list[Target] = []
    carried: Comparator | None = None
    previous: Quantity | None = None
    first = opening = 0
    clauses = _clauses(text)
    for i, quantity in enumerate(quantities):
        clause = next((c for c in clauses if c.start <= quantity.figure < c.end), clauses[-1])
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        coordinated = (
            previous is not None and previous.figure >= clause.start and _coordinated(text, previous, quantity)
        )
        comparator = quantity.comparator or (carried if coordinated else None)
        last, carried, previous = previous, comparator, quantity
        end = min(clause.end, following.start) if following and following.figure < clause.end else clause.end
        # A figure with a verb of its own is read by the words from the figure before it on.
        begin = clause.start if coordinated or last is None or last.figure < clause.start else last.end
        if not coordinated or first < begin:
            first = quantity.start
        if last is None or last.figure < clause.start:
            opening = quantity.start
        stretch = text[max(begin, quantity.figure - _AROUND) : min(end, quantity.figure + _AROUND)]
        result.append(
            _target(words, node, scribe, quantity, comparator, stretch, clause, end, opening, begin, first, horizon)
        )
    return result


def _is_baseline(text: str, quantity: Quantity) -> bool:
    return (
        re.search(r"(?:hiện (?:nay|có)|đã có|so với)\s*(?:là\s*)?$", text[max(0, quantity.start - 25) : quantity.start])
        is not None
    )


def _coordinated(text: str, before: Quantity, here: Quantity) -> bool:
    """Whether two figures stand in one list under one verb: "7 nghề …, 7 làng nghề …"."""
    between = text[before.end : here.start]
    listed = re.search(r"(?:,|\bvà|\bhoặc|\bcùng)\s*(?:có\s+)?$", between) is not None
    return listed and not re.search(r"[;:]|trong đó", between) and not _QUANTITY_VERB.search(between)


def _target(
    words: MappedText, node: Node, scribe: Scribe, quantity: Quantity, comparator: Comparator | None, stretch: str, clause: _Clause,
    end: int, opening: int, begin: int, first: int, horizon: int | None,
) -> Target:  # fmt: skip
    text = words.text
    near = max(clause.start, quantity.figure - _AROUND)
    far = min(clause.end, quantity.figure + _AROUND)
    whole = text[near:far]
    unit = quantity.unit
    year = BASELINE.search(whole)
    per = _PER.search(whole)
    gloss = _GLOSS.search(text, quantity.figure, min(len(text), quantity.end + 60))
    notes = [f"{gloss[0].strip('()')}"] if gloss else []
    if unit == "craft" and _ALTERNATIVE.match(text[quantity.end : quantity.end + 60]):
        notes.append("một con số cho nghề hoặc làng nghề")
    if quantity.old is not None:
        notes.append(f"từ {quantity.old}")
    indicator = classify_indicator(stretch, unit) or classify_indicator(whole, unit) or "other"
    if per is not None and indicator.startswith(("restored", "recognised")) and "công nhận" not in whole:
        indicator = "other" if "khôi phục" not in whole else indicator
    what = trimmed(
        words[
            quantity.end - len(quantity.unit_text)
            if quantity.unit_text and not quantity.unit_text.startswith("%")
            else quantity.end : end
        ]
    )
    measured = measured_words(
        text, max(near, clause.start), max(near, opening), max(near, begin), quantity, min(far, end), max(near, first)
    )
    local = _local_year(text, clause, quantity, end)
    span = trimmed(words[min(near, quantity.start) : max(far, quantity.end)]) or words
    return Target(
        indicator,
        comparator or Comparator.EXACTLY,
        quantity.value,
        quantity.upper,
        unit,
        text[quantity.figure : quantity.end].strip(),
        _named(what.text, stretch),
        measured,
        local or horizon,
        int(year["year"]) if year else None,
        per["per"] if per else None,
        population_of(measured) if unit == "percent" else None,
        "; ".join(notes) or None,
        scribe.read(span, node, "targets.figure"),
    )


_AIM_YEAR = re.compile(
    r"(?:đến|vào|trong|hết)(?: hết| cuối)? năm (?P<year>20\d\d)(?!\s*[-–])|giai đoạn 20\d\d\s*[-–]\s*(?P<last>20\d\d)|^(?:Năm|năm) (?P<own>20\d\d)",
    re.IGNORECASE,
)


def _local_year(text: str, clause: _Clause, quantity: Quantity, end: int) -> int | None:
    """Return the year stated for one figure: right behind it ("80% vào năm 2025"), or in front of it in its clause."""
    behind = _AIM_YEAR.search(text, quantity.end, end)
    if behind and not BASELINE.search(text, quantity.end, behind.end()):
        return int(behind["year"] or behind["last"] or behind["own"])
    before = [m for m in _AIM_YEAR.finditer(text, 0, quantity.figure) if m.start() >= clause.start]
    if before:
        return int(before[-1]["year"] or before[-1]["last"] or before[-1]["own"])
    return None


def _named(behind: str, stretch: str) -> str:
    """Return what a figure counts: the words behind it, or its whole clause when those say too little by themselves."""
    behind = behind.strip(" .,;")
    return behind if len(behind.split()) > 4 else stretch.strip(" .,;")


def classify_indicator(text: str, unit: str) -> str | None:
    """Return the key of the programme indicator that ``text`` words for a figure of ``unit``; None when none fits.

    Where several fit ("… hoạt động hiệu quả, có phương án bảo vệ môi trường") the one worded first is meant.
    """
    fitting = [
        (found.start(), place, row.key)
        for place, (row, units) in enumerate(_indicators())
        if unit in units and row.matches(text) and (found := row.regex.search(text))
    ]
    return min(fitting)[2] if fitting else None


def _indicators() -> Iterable[tuple[Pattern, frozenset[str]]]:
    return tuple(
        (row, _UNITS_OF.get(row.key, frozenset({"percent"})))
        for row in patterns("indicators", "indicator", "indicator")
    )


_UNITS_OF = {
    "output_growth_pct": frozenset({"percent-per-year", "percent"}),
    "income_multiple": frozenset({"times"}),
    "export_value": frozenset({"usd-billion", "usd-million", "vnd-billion", "vnd-million"}),
    "tourism_villages": frozenset({"village", "craft", "point"}),
    "restored_crafts": frozenset({"craft"}),
    "restored_villages": frozenset({"village"}),
    "recognised_crafts": frozenset({"craft"}),
    "recognised_villages": frozenset({"village"}),
}
