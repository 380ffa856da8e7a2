"""Instruments that a text cites: kind, number, date, issuer, title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from loader.extraction.agents import parse_agents
from loader.facts import Citation
from loader.letters import UPPER
from loader.lexicon.patterns import patterns
from loader.rules import book, rule
from loader.structure.wrapping import is_upper

NUMBER = rf"(?:\d{{1,5}}[a-z]?|\.{{2,}}|…+|_{{2,}}|(?<=[Ss]ố\s)(?=/))\s*(?:[/-]\s*\d{{4}}\s*)?[/-]\s*(?:[{UPPER}][\w&.]*(?:\s?[-–/]\s?[{UPPER}][\w&.]*)*)"
LAW = "luat"
"""Symbol of a law, which may be cited by its name alone."""
_SIGN = re.compile(rf"[/-]\s*[{UPPER}]")
"""In every number; a quick test before the expression for a citation."""
_DATE = r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:/|-|\.|\s*tháng\s*)\s*(?P<m>\d{1,2})\s*(?:/|-|\.|,?\s*năm\s*)\s*(?P<y>\d{4})"
_ANY_DATE = re.compile(
    r",?\s*(?:ban hành\s+)?(?:ngày|năm)\s+(?P<printed>\d[\d\s/.\-]*(?:tháng\s*\d{1,2}\s*năm\s*\d{4})?)"
)
_FULL_DATE = re.compile(_DATE)
_ISSUER = re.compile(
    r",?\s*của\s+(?P<issuer>(?:Thủ tướng Chính phủ|Chính [Pp]hủ|Quốc hội(?: khóa [XVI]+)?|Ủy ban Thường vụ Quốc hội|UBTVQH|Ban (?:Chấp hành|Bí thư)[^,;.()]{0,60}?|Bộ Chính trị|"
    r"(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)(?: (?:tỉnh|thành phố|huyện|thị xã|quận|xã))?(?: ["
    + UPPER
    + r"][\w]*)*|"
    r"(?:Ban Thường vụ )?(?:Tỉnh|Thành|Huyện|Thị) ủy(?: [" + UPPER + r"]\w*)*|Trung ương[^,;.()]{0,30}?))"
    r"(?=\s+(?:về|phê duyệt|ban hành|quy định|hướng dẫn|sửa đổi|Phê duyệt|Về|V/v|“|\"|thực hiện|triển khai|và|tại|,|theo|đã|bãi bỏ)|[;,.)\s]*$|[;,.)”]|\s+[-–])"
)
_BODY_ISSUER = re.compile(r",?\s*của\s+(?:Bộ trưởng |Giám đốc )?(?=(?:Bộ|Sở|Ban|Phòng) [A-ZĐ])")
_TITLE = re.compile(
    r"\s*(?:(?:về(?: việc)?|V/v|Về(?: việc)?)\s+|(?=(?:[Pp]hê duyệt|[Bb]an hành|[Qq]uy định|[Hh]ướng dẫn|[Ss]ửa đổi|[Tt]hông qua|[Tt]riển khai|[Tt]hực hiện|“)))(?P<title>[^;\n]+?)(?=;|\.\s|\.$|$|\)|\s+và\s+(?:Công văn|Quyết định|Kế hoạch|Nghị quyết|Chỉ thị|Văn bản|Thông báo|Nghị định)\s+số|,\s+(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Quyết định số|Sở|cụ thể))"
)
_AMENDING_LAW = re.compile(
    r"Luật [Ss]ửa đổi,? bổ sung (?:một số điều (?:của )?)?(?:các )?(?:Luật [^;]+?)(?=\s+(?:ngày|năm|số)\b|[;.]|$)"
)
_LAW = re.compile(
    rf"(?:Bộ luật|Luật|Pháp lệnh) (?!số\b|sửa đổi|Sửa đổi)[{UPPER}]\w*(?:(?:,(?= chống\b))? (?!ngày\b|năm\b|số\b|và\b|được\b|của\b|về\b|quy định\b|hiện hành\b|theo\b|có\b|để\b|Luật\b|Nghị\b|các\b|năm\b)[\w]+| và(?= (?:môi trường|vừa|công nghệ|xã hội|sản phẩm|gia đình|dự báo|an toàn)))*"
)
_LAW_DATE = re.compile(
    rf",?\s*(?:số\s*:?\s*(?P<number>\d+/\d{{4}}/QH\d+)\s*)?,?\s*(?:{_DATE.replace('?P<d>', '?P<ld>').replace('?P<m>', '?P<lm>').replace('?P<y>', '?P<ly>')}|năm\s+(?P<year>\d{{4}}))?"
)
_LISTED_NUMBER = re.compile(rf"(?:số\s*:?\s*)?(?P<number>{NUMBER})")
_PERIOD_SPACE = re.compile(r"\s*([/–-])\s*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation where it stands.

    Attributes:
        citation: what is cited.
        start: index in the text of its first character.
        core_end: index behind number, date and issuer.
        end: index behind its title.
        damaged: the date as printed when it is no date.
    """

    citation: Citation
    start: int
    core_end: int
    end: int


@cache
def numbered_citation() -> re.Pattern[str]:
    """Return the expression for a kind of instrument with its number; group ``k{i}`` tells the kind."""
    kinds = "|".join(f"(?P<k{i}>{row.regex.pattern})" for i, row in enumerate(patterns("citations", "kind", "symbol")))
    return re.compile(rf"(?<!\w)(?:{kinds})(?:\s+liên tịch)?(?:\s*số)?\s*:?\s*(?P<number>{NUMBER})")


def normal_number(printed: str) -> str:
    """Return a number without the spaces around its strokes ("4182 /QĐ-UBND" → "4182/QĐ-UBND")."""
    number = re.sub(r"\s*([/–-])\s*", lambda m: "-" if m[1] == "–" else m[1], printed).strip(" .,")
    return _PRIME_MINISTER.sub("-TTg", number)


_PRIME_MINISTER = re.compile(r"-TTG\b")


_KIND_SIGNS = {"qd": "QĐ", "kh": "KH", "nq": "NQ", "ct": "CT"}
_NUMBER_PARTS = re.compile(r"(?P<no>\d+[a-z]?)/(?P<rest>(?!\d{4}/)[^/]+)$")


def _with_kind(number: str, kind: str) -> str:
    """Return the number with the sign of its kind where the print lost it ("Quyết định số 12/BNN-TT" → "12/QĐ-BNN-TT").

    Nghị định 30/2020/NĐ-CP, phụ lục I: the symbol of a named kind begins with the sign of the kind.
    """
    sign = _KIND_SIGNS.get(kind)
    m = _NUMBER_PARTS.match(number)
    if sign is None or m is None or re.match(rf"(?:{sign})(?:-|$)", m["rest"]) or m["rest"].endswith(("/TU", "-TU")):
        return number
    return f"{m['no']}/{sign}-{m['rest']}" if re.match(r"[A-ZĐ]+(?:&[A-ZĐ]+)?-", m["rest"]) else number


def mentions(text: str) -> list[Mention]:
    """Return the instruments cited in ``text``, in order."""
    found = [*_numbered_mentions(text), *_listed_mentions(text), *_law_mentions(text)]
    found += _strategy_mentions(text, found)
    found.sort(key=lambda m: (m.start, -m.core_end))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.start < kept[-1].core_end:
            continue
        kept.append(mention)
    return kept


def _listed_mentions(text: str) -> Iterator[Mention]:
    """Yield the instruments of lists that name their kind once ("các Quyết định của …: số A ngày …; số B ngày …")."""
    for name in ("citation-list.head", "citation-list.head-of-body"):
        for head in rule(name).all(text) if _SIGN.search(text) else ():
            kind, at = _symbol_of(head["kind"]), head.end()
            issuer = head["issuer"].strip() if head["issuer"] else None
            while kind is not None and (m := _LISTED_NUMBER.match(text, at)) is not None:
                mention = _mention(text, m, kind)
                citation = replace(mention.citation, issuer=mention.citation.issuer or issuer)
                start = head.start() if at == head.end() else m.start()
                yield Mention(citation, start, mention.core_end, mention.end)
                following = rule("citation-list.item").find(text, mention.end)
                at = following.end() if following is not None else mention.end
                if following is None or not text[at : at + 1].isdigit():
                    break


def _symbol_of(printed: str) -> str | None:
    """Return the symbol of a kind as printed ("Quyết định" → "qd"), None when it is not known."""
    return next((row.key for row in patterns("citations", "kind", "symbol") if row.regex.fullmatch(printed)), None)


def _numbered_mentions(text: str) -> Iterator[Mention]:
    if not _SIGN.search(text):
        return
    rows = patterns("citations", "kind", "symbol")
    for m in numbered_citation().finditer(text):
        yield _mention(text, m, next(row.key for i, row in enumerate(rows) if m[f"k{i}"]))


def _mention(text: str, m: re.Match[str], kind: str) -> Mention:
    """Return the citation whose number a match found, with the date, issuer and title behind it."""
    printed = m["number"].strip()
    number = _with_kind(normal_number(printed), kind)
    at = m.end()
    if not printed[0].isdigit():
        # "Công văn số .../BNN-KTHT": the number was left blank.
        return _blank_number(text, m, kind)
    day: date | None = None
    damaged: str | None = None
    if d := _ANY_DATE.match(text, at):
        day = parse_date(d[0])
        at = d.end()
        if day is None:
            damaged = d["printed"].strip(" .,;")
        elif full := _FULL_DATE.search(text, m.end(), len(text)):
            at = max(full.end(), m.end()) if full.start() - m.end() < 12 else at
    issuer: str | None = None
    if i := _ISSUER.match(text, at):
        issuer = " ".join(i["issuer"].split())
        at = i.end()
    elif (b := _BODY_ISSUER.match(text, at)) and (body := parse_agents(text, b.end())).agents:
        issuer, at = body.agents[0].name, b.end() + len(body.agents[0].printed)
    core_end = at
    title: str | None = None
    if t := _TITLE.match(text, at):
        title = t["title"].strip(' ,“”"')
        at = t.end()
    printed_number = printed if printed != number else None
    return Mention(Citation(kind, number, day, issuer, title, printed_number, damaged), m.start(), core_end, at)


_STRATEGY = re.compile(
    r"Chiến lược (?:quốc gia )?(?:về )?[^,;.()“”]{8,110}?(?:đến năm|giai đoạn) 20\d\d(?:\s*[-–]\s*20\d\d)?(?:,? tầm nhìn (?:đến )?(?:năm )?20\d\d)?"
)


def _strategy_mentions(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Return the strategies that a text names without the decision that approved them."""
    return [
        Mention(Citation("cl", None, None, None, " ".join(m[0].split())), m.start(), m.end(), m.end())
        for m in _STRATEGY.finditer(text)
        if not any(other.start < m.start() < other.end for other in found)
    ]


_BLANK_DATE = re.compile(r",?\s*ngày\s+[.…_/\d\s]*\d{4}")


def _blank_number(text: str, m: re.Match[str], kind: str) -> Mention:
    """Return a citation whose number was left blank; it is named by its words."""
    at = m.end()
    if blank := _BLANK_DATE.match(text, at):
        at = blank.end()
    issuer: str | None = None
    if b := _BODY_ISSUER.match(text, at):
        body = parse_agents(text, b.end())
        if body.agents:
            issuer, at = body.agents[0].name, b.end() + len(body.agents[0].printed)
    return Mention(Citation(kind, None, None, issuer, text[m.start() : at]), m.start(), at, at)


def _law_mentions(text: str) -> Iterator[Mention]:
    spans: list[tuple[int, int]] = []
    for m in _AMENDING_LAW.finditer(text):
        spans.append((m.start(), m.end()))
        yield _law(text, m)
    for m in _LAW.finditer(text):
        if not any(a <= m.start() < b for a, b in spans):
            yield _law(text, m)


def _law(text: str, m: re.Match[str]) -> Mention:
    name = " ".join(m[0].split()).replace("Nhà nước", "nhà nước")
    end = m.end()
    day = None
    number = None
    if d := _LAW_DATE.match(text, m.end()):
        if d["ly"]:
            day = _date(d["ld"], d["lm"], d["ly"])
        number = d["number"]
        if d["ly"] or d["number"] or d["year"]:
            end = d.end()
    return Mention(Citation(LAW, number, day, None, name), m.start(), end, end)


_NUMBER_TOKEN = re.compile(r"\S*\d\S*/\S+|\S+")


def as_running_text(text: str) -> str:
    """Return a title in capitals as running text writes it, character for character as long; another text as it is."""
    if not is_upper(text):
        return text
    lowered = _NUMBER_TOKEN.sub(lambda m: m[0] if "/" in m[0] and any(map(str.isdigit, m[0])) else m[0].lower(), text)
    written = {word.lower(): word for word in book().words("written-name")}
    for found in rule("title.written-name").all(lowered):
        name = written.get(" ".join(found[0].split()), found[0])
        lowered = lowered[: found.start()] + (name if len(name) == len(found[0]) else found[0]) + lowered[found.end() :]
    return lowered


def parse_date(text: str) -> date | None:
    """Return the date that ``text`` states, None when it states none that exists."""
    m = _FULL_DATE.search(text)
    return _date(m["d"], m["m"], m["y"]) if m else None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
