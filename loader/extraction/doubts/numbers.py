"""Numbers and dates of instruments: left blank, damaged, impossible, or at odds inside one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from loader.extraction.citations import normal_number
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.facts import Instrument, Note, Relation
from loader.kinds import NoteKind, RelationRole
from loader.lexicon import document_kind, document_kinds
from loader.rules import book, rule

_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_DIGITS_BEHIND = re.compile(r"\d+$")
_DIGITS = re.compile(r"\d+")
_YEAR_PART = re.compile(r"\d{4}/")
_YEARED = re.compile(r"\d+/(?:19|20)\d\d/")
_PARTS = re.compile(r"[-/]")
_BEFORE_DATE = 8
_FEWEST_DIGITS = 3
"""Digits from which on a number with the same digits in another order is hardly another instrument's by chance."""
_NEXT_ACTS = 29
"""How far apart the numbers of acts of one day may lie that are just the next ones."""
_NAMED_BODY = 3
"""Words of the shortest name of a body with its place ("UBND tỉnh Huế")."""
_GLUED = re.compile(
    r"(?<![\d/])(?:(?P<d1>\d{1,2})\s*/\s*(?P<m1>\d{1,2})(?P<y1>20\d\d|19\d\d)|(?P<d2>\d{2})(?P<m2>\d{2})\s*/\s*(?P<y2>20\d\d|19\d\d))(?![\d/])"
)


def _symbols() -> dict[str, str]:
    """Return, by kind of act, the symbol that its numbers carry (Nghị định 30/2020/NĐ-CP, annex III part I)."""
    return {kind.vi: kind.written for kind in document_kinds() if kind.written}


def _kind_of(symbol: str) -> str | None:
    return next((kind for kind, written in _symbols().items() if written.upper() == symbol.upper()), None)


def _is_sign_of(kind: str, expected: str, sign: str) -> bool:
    """Whether a sign stands in numbers of a kind: its own symbol, or another one that rules allow."""
    if sign.upper() == expected.upper():
        return True
    return any(other.gives == kind and other.holds(sign) for other in book().matchers("kind-sign"))


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _printed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def numbers(
    found: Sequence[Stretch], instruments: Sequence[Instrument], relations: Sequence[Relation]
) -> Iterator[Note]:
    """Yield the doubts about numbers and dates."""
    cited: list[_Cited] = []
    for stretch in found:
        text = stretch.text
        if "/" not in text and not rule("number-doubt.day-word").holds(text):
            continue
        yield from _blanks(stretch, instruments)
        yield from _damaged_dates(stretch)
        for m in rule("number-doubt.cited").all(text):
            cited.append(_Cited(stretch, m, normal_number(m["number"]), _cited_date(m)))
    for item in cited:
        yield from _malformed_number(item)
    yield from _own_number(found, instruments)
    yield from _at_odds_with_own(cited, instruments)
    yield from _two_dates(cited)
    yield from _swapped(cited)
    yield from _two_numbers(cited)
    yield from _later_than_itself(found, instruments, relations)


def _blanks(stretch: Stretch, instruments: Sequence[Instrument]) -> Iterator[Note]:
    text = stretch.text
    if stretch.part is Part.TAIL:
        return
    own = stretch.part is Part.HEAD
    numbers = list(rule("number-doubt.blank-number").all(text))
    for m in numbers:
        attached = _attached_to(text, m, instruments)
        what = f"Số của văn bản được dẫn để trống: “{_short(m[0])}”"
        what_en = f"The number of the instrument named is blank: “{_short(m[0])}”"
        if attached is not None:
            what = f"Phụ lục để trống số của chính văn bản này ({attached.number})"
            what_en = f"An annex leaves the document's own number blank ({attached.number})"
        elif own:
            what, what_en = "Số của văn bản để trống", "The document's number is blank"
        yield note(Finding(NoteKind.BLANK_NUMBER, what, what_en, "blank-number"), stretch, m.start(), m.end())
    for m in rule("number-doubt.blank-date").all(text):
        before = [b for b in numbers if b.end() <= m.start()]
        attached = _attached_to(text, before[-1], instruments) if before else None
        what = f"Ngày, tháng của văn bản được dẫn để trống: “{_short(m[0])}”"
        what_en = f"Day and month of the instrument named are blank: “{_short(m[0])}”"
        if attached is not None:
            what = f"Phụ lục để trống ngày, tháng của chính văn bản này: “{_short(m[0])}”"
            what_en = f"An annex leaves the document's own day and month blank: “{_short(m[0])}”"
        elif own:
            what, what_en = "Ngày, tháng ban hành để trống", "Day and month of issue are blank"
        yield note(Finding(NoteKind.BLANK_DATE, what, what_en, "blank-date"), stretch, m.start(), m.end())


def _attached_to(text: str, blank: re.Match[str], instruments: Sequence[Instrument]) -> Instrument | None:
    """Return the instrument of the file whose number is left blank where an annex says to what it is attached."""
    if not rule("number-doubt.attached").holds(text[: blank.start()]):
        return None
    sign = blank[0].rpartition("/")[2].strip().upper()
    for instrument in instruments:
        if (instrument.number or "").rpartition("/")[2].upper() == sign:
            return instrument
    return None


def _short(text: str) -> str:
    return " ".join(text.split())[:80]


def _damaged_dates(stretch: Stretch) -> Iterator[Note]:
    text = stretch.text
    glued = (m for m in _GLUED.finditer(text) if _read_damaged(m) is not None)
    for found in (glued, rule("number-doubt.odd-year").all(text), rule("number-doubt.glued-year").all(text)):
        for m in found:
            day = _read_damaged(m)
            proposed = _printed(day) if day else None
            reading = f", có thể là {proposed}" if proposed else ""
            reading_en = f", perhaps {proposed}" if proposed else ""
            finding = Finding(
                NoteKind.MALFORMED_DATE, f"Ngày ghi sai dạng: “{m[0]}”{reading}", f"Malformed date: “{m[0]}”{reading_en}", "malformed-date", proposed
            )  # fmt: skip
            yield note(finding, stretch, m.start(), m.end())
    for m in rule("number-doubt.full-date").all(text):
        if _date(m["d"], m["m"] or m["m2"], m["y"]) is None and _preceded_by_date_word(text, m.start()):
            yield _impossible(stretch, m)
    for m in rule("number-doubt.day-and-month").all(text):
        month = int(m["m"] or m["m2"])
        if not (1 <= month <= len(_MONTH_DAYS) and 1 <= int(m["d"]) <= _MONTH_DAYS[month - 1]):
            yield _impossible(stretch, m)


def _read_damaged(m: re.Match[str]) -> date | None:
    groups = m.groupdict()
    if groups.get("d1"):
        return _date(m["d1"], m["m1"], m["y1"])
    if groups.get("d2"):
        return _date(m["d2"], m["m2"], m["y2"])
    year = next(groups[name] for name in ("y", "y1", "y2", "y3") if groups.get(name))
    month = next(groups[name] for name in ("m", "m1", "m2", "m3") if groups.get(name))
    if len(year) == 5:
        # One digit too many: the doubled one is left out.
        years = {year[:i] + year[i + 1 :] for i in range(5)}
        likely = sorted(y for y in years if y.startswith("20"))
        year = likely[0] if len(likely) == 1 else ""
    return _date(groups["d"], month, year) if len(year) == 4 else None


def _preceded_by_date_word(text: str, start: int) -> bool:
    return rule("number-doubt.date-word").holds(text[max(0, start - _BEFORE_DATE) : start])


def _impossible(stretch: Stretch, m: re.Match[str]) -> Note:
    printed = m[0]
    finding = Finding(
        NoteKind.IMPOSSIBLE_DATE, f"Ngày không có trong lịch: “{printed}”", f"A date that no calendar has: “{printed}”", "impossible-date"
    )  # fmt: skip
    return note(finding, stretch, m.start(), m.end())


@dataclass(frozen=True, slots=True)
class _Cited:
    """An instrument named with its number, and its date when printed."""

    stretch: Stretch
    match: re.Match[str]
    number: str
    day: date | None


def _cited_date(m: re.Match[str]) -> date | None:
    return _date(m["d"], m["m"] or m["m2"], m["y"]) if m["d"] else None


def _malformed_number(item: _Cited) -> Iterator[Note]:
    kind = item.match["kind"]
    expected = _symbols().get(kind)
    if expected is None:
        return
    head, _, rest = item.number.partition("/")
    if "-" in head:
        # Party numbers: "55-KH/TU".
        head, _, symbol = head.partition("-")
        parts = [symbol]
    else:
        year = _YEAR_PART.match(rest)
        parts = _PARTS.split(rest[year.end() :] if year else rest)
    if any(_is_sign_of(kind, expected, _DIGITS_BEHIND.sub("", p)) for p in parts[:2]):
        return
    other = _kind_of(parts[0])
    start, end = item.match.start(), item.match.end("number")
    if other is not None and other != kind:
        vi = f"Gọi là {kind} nhưng ký hiệu “{item.number}” là của {other}"
        en = f"Called a {kind}, but the symbol “{item.number}” is that of a {other}"
        proposed = None
    else:
        ascii_twin = parts[0].upper().replace("D", "Đ") == expected.upper()
        proposed = (
            item.number.replace(parts[0], expected, 1)
            if ascii_twin
            else item.number.replace("/" + rest, f"/{expected}-{rest}")
            if "/" in item.number
            else None
        )
        vi = f"Ký hiệu “{item.number}” thiếu chữ viết tắt của loại văn bản ({kind}: {expected})"
        en = f"The symbol “{item.number}” lacks the abbreviation of its kind ({kind}: {expected})"
    yield note(Finding(NoteKind.MALFORMED_NUMBER, vi, en, "kind-and-symbol", proposed), item.stretch, start, end)


def _own_number(found: Sequence[Stretch], instruments: Sequence[Instrument]) -> Iterator[Note]:
    for instrument in instruments:
        printed = instrument.printed_number
        if not printed or not instrument.number or printed == instrument.number:
            continue
        for stretch in found:
            at = stretch.text.find(printed) if stretch.part is Part.HEAD else -1
            if at >= 0:
                vi = f"Số của văn bản viết có khoảng trắng: “{printed}”, đọc là {instrument.number}"
                en = f"The document's number is printed with a space: “{printed}”, read as {instrument.number}"
                finding = Finding(NoteKind.MALFORMED_NUMBER, vi, en, "spaced-number", instrument.number)
                yield note(finding, stretch, at, at + len(printed))
                break


def _at_odds_with_own(cited: Sequence[_Cited], instruments: Sequence[Instrument]) -> Iterator[Note]:
    """Yield the "(Kèm theo … số …)" lines that name another number or date than the file's own act."""
    numbers_ = [(i.number, i.date) for i in instruments if i.number]
    if not numbers_:
        return
    own, day = numbers_[0]
    assert own is not None
    for item in cited:
        if not rule("division.attached").holds(item.stretch.text):
            continue
        start, end = item.match.start(), item.match.end("number")
        if item.number != own and own not in {n for n, _ in numbers_[1:]}:
            same_digits = _DIGITS.match(own) and own.split("/")[0] == item.number.split("/")[0]
            known = document_kind(instruments[0].kind)
            kind = known.vi if known else "văn bản"
            vi = f"Phụ lục ghi “{_short(item.match['kind'] + ' số ' + item.number)}”, còn văn bản là {kind} số {own}"
            en = f"The annex names “{item.match['kind']} số {item.number}”, while the act is {kind} số {own}"
            if same_digits:
                vi += " (trùng số, khác loại và ký hiệu)"
                en += " (same number, other kind and symbol)"
            yield note(Finding(NoteKind.INCONSISTENT_NUMBER, vi, en, "attached-number", own), item.stretch, start, end)
        elif item.day and day and item.day != day:
            vi = f"Phụ lục ghi ngày {_printed(item.day)}, còn văn bản số {own} ban hành ngày {_printed(day)}"
            en = f"The annex gives {_printed(item.day)}, while {own} was issued on {_printed(day)}"
            finding = Finding(NoteKind.INCONSISTENT_DATE, vi, en, "attached-date", _printed(day))
            yield note(finding, item.stretch, start, item.match.end("y"))


def _two_dates(cited: Sequence[_Cited]) -> Iterator[Note]:
    """Yield the later mentions of an instrument that give it another date than the first one.

    Numbers without a year start anew each year and are given by every body: there, only dates of one year, or of one day
    and month of two years, under one kind and no other issuer are compared.
    """
    first: dict[tuple[str, ...], _Cited] = {}
    for item in cited:
        if item.day is None:
            continue
        kind, number = item.match["kind"], item.number
        has_year = _YEARED.match(number) is not None
        key: tuple[str, ...] = (number,) if has_year else (kind, number, str(item.day.year))
        same_day = first.setdefault((kind, number, f"{item.day:%m-%d}"), item)
        before = first.setdefault(key, item)
        if before.day == item.day:
            before = same_day
        if before.day == item.day or before.day is None:
            continue
        issuers = {" ".join(i.match["issuer"].split())[:22] for i in (before, item) if i.match["issuer"]}
        if len(issuers) > 1 and not has_year and not rule("number-doubt.one-issuer").holds(number):
            continue
        vi = f"{kind} số {number} được ghi hai ngày khác nhau: {_printed(before.day)} và {_printed(item.day)}"
        en = f"{kind} số {number} is given two dates: {_printed(before.day)} and {_printed(item.day)}"
        finding = Finding(NoteKind.INCONSISTENT_DATE, vi, en, "two-dates")
        yield note(finding, item.stretch, item.match.start(), item.match.end("y"))


def _swapped(cited: Sequence[_Cited]) -> Iterator[Note]:
    """Yield instruments cited without their day whose number has the digits of one cited with its day in another order."""
    dated = {item.number: item for item in reversed(cited) if item.day is not None}
    for item in cited:
        digits, _, symbol = item.number.partition("/")
        if item.day is not None or item.number in dated or len(digits) < _FEWEST_DIGITS or not digits.isdigit():
            continue
        kind = item.match["kind"]
        for number, full in dated.items():
            other, _, same = number.partition("/")
            if full.match["kind"] != kind or same != symbol or sorted(other) != sorted(digits):
                continue
            vi = f"Ghi {kind} số {item.number}, chỗ khác ghi {kind} số {number}; có thể đảo chữ số"
            en = f"{kind} {item.number} here, {kind} {number} elsewhere; digits may be transposed"
            finding = Finding(NoteKind.INCONSISTENT_NUMBER, vi, en, "swapped-digits", number)
            yield note(finding, item.stretch, item.match.start(), item.match.end("number"))
            break


def _two_numbers(cited: Sequence[_Cited]) -> Iterator[Note]:
    """Yield instruments of one kind, issuer and day whose numbers differ by a slip: one digit, or two that changed places.

    A body may issue several acts of a kind on one day, with numbers next to each other: those are not told.
    """
    first: dict[tuple[object, ...], list[_Cited]] = {}
    for item in cited:
        digits, _, symbol = item.number.partition("/")
        if item.day is None or len(digits) < _FEWEST_DIGITS or not digits.isdigit():
            continue
        known = first.setdefault((item.match["kind"], symbol, item.day), [])
        if all(item.number != other.number for other in known):
            slips = [o for o in known if _is_slip(digits, o.number.partition("/")[0]) and _of_one_issuer(item, o)]
            # Where one sentence names both they are two instruments.
            if slips and item.stretch is not slips[0].stretch:
                number = slips[0].number
                kind, day = item.match["kind"], _printed(item.day)
                vi = f"Ghi {kind} số {item.number} ngày {day}, chỗ trước ghi số {number} cùng ngày, cùng cơ quan; có thể nhầm số"
                en = f"{kind} {item.number} of {day} here, {number} of the same day and body before; one may be a slip"
                finding = Finding(NoteKind.INCONSISTENT_NUMBER, vi, en, "two-numbers", number)
                yield note(finding, item.stretch, item.match.start(), item.match.end("number"))
            known.append(item)


def _is_slip(digits: str, other: str) -> bool:
    """Whether two numbers differ in one digit other than by the next one, or in two neighbours that changed places."""
    if len(digits) != len(other):
        return False
    differing = [at for at, (a, b) in enumerate(zip(digits, other, strict=True)) if a != b]
    if len(differing) == 1:
        return abs(int(digits) - int(other)) > _NEXT_ACTS
    if not differing or differing != [differing[0], differing[0] + 1]:
        return False
    a, b = differing
    return digits[a] == other[b] and digits[b] == other[a]


def _of_one_issuer(item: _Cited, other: _Cited) -> bool:
    if rule("number-doubt.one-issuer").holds(item.number):
        return True
    one, two = (_issuer(i) for i in (item, other))
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


def _issuer(item: _Cited) -> str:
    """Return the body in words, without what stands behind the name of its place ("UBND tỉnh Hoa Sen về")."""
    words = (item.match["issuer"] or "").split()
    while len(words) > _NAMED_BODY and words[-1].islower():
        words.pop()
    return " ".join(words).casefold()


def _later_than_itself(
    found: Sequence[Stretch], instruments: Sequence[Instrument], relations: Sequence[Relation]
) -> Iterator[Note]:
    """Yield the bases that bear a later date than the act that rests on them."""
    issued = instruments[0].date
    if issued is None:
        return
    for relation in relations:
        cited = relation.citation
        if (
            relation.role not in (RelationRole.BASED_ON, RelationRole.IMPLEMENTS, RelationRole.PROPOSED_IN)
            or cited.date is None
            or cited.date <= issued
        ):
            continue
        vi = f"Văn bản ban hành ngày {_printed(issued)} nhưng căn cứ vào văn bản {cited.number or cited.title} ngày {_printed(cited.date)}, tức là sau đó"
        en = f"Issued on {_printed(issued)}, yet it rests on {cited.number or cited.title} of {_printed(cited.date)}, which is later"
        reading = relation.reading
        for stretch in found:
            if stretch.words and stretch.words.start <= reading.evidence.start < stretch.words.end:
                at = stretch.text.find(cited.printed_number or cited.number or "\0")
                # To the end of a word.
                until = stretch.text.find(" ", min(len(stretch.text), at + 60))
                yield note(
                    Finding(NoteKind.INCONSISTENT_DATE, vi, en, "later-basis"),
                    stretch,
                    max(at, 0),
                    None if at < 0 or until < 0 else until,
                )
                break
