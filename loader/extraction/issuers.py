"""Who issued a document, at which level and for which place: from the letterhead, the title, the opening, the place of the date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loader.extraction.agents import fold_tones, spell_out
from loader.facts import Place
from loader.kinds import Level
from loader.letters import UPPER
from loader.readers.blocks import Paragraph
from loader.rules import first, rule
from loader.structure.provisions import Division, Outline
from loader.structure.wrapping import is_upper

UNIT_KIND = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
PROPER_NAME = rf"[{UPPER}][\w’']*(?:(?: -|-)? ?[{UPPER}][\w’']*){{0,4}}"
_BARE_COMMITTEE = re.compile(r"^\W*(?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND)\W*$")
_UNIT_LINE = re.compile(rf"^\W*{UNIT_KIND} ", re.IGNORECASE)
_COMMITTEE = re.compile(
    rf"(?:ỦY BAN NHÂN DÂN|UBND|Ủy ban nhân dân|Ủy ban Nhân dân|HỘI ĐỒNG NHÂN DÂN|HĐND)\s+(?P<kind>{UNIT_KIND})\s*(?P<name>[^,;.:()\n]{{2,40}})?",
    re.IGNORECASE,
)
_LEVELS = {
    "tỉnh": Level.PROVINCE,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}
# Cities directly under the centre (Constitution, article 110; Resolution 202/2025/QH15): a "thành phố" of any other name is a district.
_CENTRAL_CITIES = frozenset({"hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế"})


def issuer_and_area(
    outline: Outline, division: Division, number: str | None, place: str | None, tail: Sequence[Paragraph]
) -> tuple[str | None, Level | None, Place | None]:
    """Return the name of the issuing body, its level, and the unit that the document is for; None where not found."""
    main = outline.divisions[0]
    if central := _central_body([p.text.text for p in main.head], number):
        return central, Level.NATIONAL, Place("Việt Nam", Level.NATIONAL)
    title = " ".join(p.text.text for p in division.title)
    main_title = " ".join(p.text.text for p in main.title)
    lines = _with_unit(
        [*[p.text.text for p in main.head], *[p.text.text for p in main.opening if is_upper(p.text.text)]]
    )
    committees = [
        m
        for line in lines
        if is_upper(line) or line.startswith(("UBND", "Ủy ban"))
        for m in [_COMMITTEE.search(fold_tones(line))]
        if m and m["name"]
    ]
    department = next(
        (
            line
            for line in lines
            if re.match(r"^(?:SỞ|PHÒNG|BAN|CHI CỤC|BỘ|VĂN PHÒNG|LIÊN MINH|HỘI)\s", line) and is_upper(line)
        ),
        None,
    )
    opening = " ".join(p.text.text for p in [*main.opening, *division.opening])
    own = re.search(
        rf"(?:UBND|Ủy ban nhân dân|Ủy ban Nhân dân)\s+(?P<kind>{UNIT_KIND})(?: (?P<name>{PROPER_NAME}))?\s+(?:ban hành|xây dựng|triển khai|tổ chức)",
        fold_tones(opening),
    )
    named = _title_place(title) or _title_place(main_title)
    unit: Place | None = None
    if committees:
        m = committees[-1]
        unit = _unit(m["kind"], proper_case(m["name"]))
        upper = committees[0] if len(committees) > 1 else None
        if upper is not None and upper["kind"].lower() != m["kind"].lower():
            unit = Place(unit.name, unit.level, unit.kind, proper_case(upper["name"]))
    elif named is not None:
        unit = named
    elif own and own["name"]:
        unit = _unit(own["kind"], own["name"])
    elif place:
        kind = own["kind"] if own else _kind_of_recipients(tail)
        unit = _unit(kind, place) if kind else None
    if unit is None and own is not None and place:
        unit = _unit(own["kind"], place)
    if unit is not None and committees and named is not None and named.name.lower() == unit.name.lower():
        unit = Place(named.name, unit.level, unit.kind, unit.parent)
    if unit is not None and unit.parent is None:
        unit = Place(unit.name, unit.level, unit.kind, _parent(opening, title, unit))
    if department is not None:
        name = _sentence_case(department)
        level = unit.level if unit else None
        if re.match(r"^BỘ\s", department):
            return name, Level.NATIONAL, Place("Việt Nam", Level.NATIONAL)
        return f"{name} {unit.kind} {unit.name}" if unit and unit.kind not in name else name, level, unit
    if unit is None:
        return None, None, None
    return f"{_committee_of(lines, number)} {unit.kind} {unit.name}".replace("  ", " "), unit.level, unit


def _central_body(head: Sequence[str], number: str | None) -> str | None:
    """Return the central body that the letterhead or the sign of the number names (Nghị định 30/2020/NĐ-CP, annex III)."""
    for text in [*([number] if number else []), *(line.strip() for line in head)]:
        if (found := first("issuer", text)) is not None:
            return found[0].gives
    return None


def _committee_of(lines: Sequence[str], number: str | None) -> str:
    """Return which body of a unit issued a document: its people's council or its people's committee."""
    council = rule("council.named").holds(number or "") or any(rule("council.named").starts(line) for line in lines)
    return rule("council.named").gives if council else rule("committee.named").gives


def _with_unit(lines: Sequence[str]) -> list[str]:
    """Return the lines with "ỦY BAN NHÂN DÂN" and the unit on the line below it as one line."""
    joined: list[str] = []
    for line in lines:
        if joined and _BARE_COMMITTEE.match(fold_tones(joined[-1])) and _UNIT_LINE.match(line):
            joined[-1] = f"{joined[-1].rstrip()} {line}"
        else:
            joined.append(line)
    return joined


def _title_place(title: str) -> Place | None:
    for pattern in (
        rf"trên địa bàn (?:toàn )?(?P<kind>{UNIT_KIND})\s+(?P<name>[^,;:()]+)",
        rf"(?<!\w)(?P<kind>{UNIT_KIND})\s+(?P<name>[^,;:()]+)",
    ):
        for m in re.finditer(pattern, title, re.IGNORECASE):
            name = _leading_name(m["name"])
            if name and name.lower() not in ("việt nam",):
                return _unit(m["kind"], name)
    return None


def _leading_name(text: str) -> str | None:
    """Return the proper name at the start of ``text``, in capitals or not."""
    text = re.split(
        r"\s+(?:giai đoạn|năm|đến|gắn|thực hiện|theo|và|về|trong|từ|tầm nhìn)\b",
        text.strip(),
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0].strip(' -–“”"')
    if is_upper(text):
        return proper_case(text)
    m = re.match(rf"{PROPER_NAME}", text)
    return m[0].strip() if m else None


def proper_case(name: str) -> str:
    """Return a name in capitals as it is written in running text ("LẠNG SƠN" → "Lạng Sơn")."""
    clean = re.sub(r"\s*[-–]{2,}.*$", "", name).strip(" -–*|")
    clean = re.split(r"\s{2,}|\bCỘNG H", clean)[0].strip()
    return (
        " ".join(w if w in ("-", "–") else w[:1].upper() + w[1:].lower() for w in clean.split())
        if is_upper(clean)
        else clean
    )


def _sentence_case(name: str) -> str:
    """Return a body's name in capitals as it is written in running text ("SỞ CÔNG THƯƠNG" → "Sở Công Thương")."""
    lowered = name.strip(" -–*|").lower()
    small = {"và", "nông", "thôn", "triển", "xã", "hội"}
    words = lowered.split()
    cased = [w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(words)]
    text = " ".join(cased)
    for right in (
        "Nông nghiệp",
        "Phát triển nông thôn",
        "Môi trường",
        "Tài chính",
        "Kế hoạch",
        "Đầu tư",
        "Khoa học",
        "Công nghệ",
        "Văn hóa",
        "Thể thao",
        "Du lịch",
        "Lao động",
        "Thương binh",
        "Xã hội",
        "Tài nguyên",
        "Thông tin",
        "Truyền thông",
        "Kinh tế",
        "Hạ tầng",
        "Nội vụ",
        "Xây dựng",
    ):
        text = re.sub(right, right, text, flags=re.IGNORECASE)
    return spell_out(text)


def _unit(kind: str, name: str) -> Place:
    lowered = kind.lower()
    if lowered == "thành phố":
        level = Level.PROVINCE if fold_tones(name).lower() in _CENTRAL_CITIES else Level.DISTRICT
    else:
        level = _LEVELS.get(lowered, Level.PROVINCE)
    return Place(name.strip(), level, lowered)


def _kind_of_recipients(tail: Sequence[Paragraph]) -> str | None:
    """Return the kind of unit whose committee lists these recipients ("Thường trực HĐND tỉnh" → "tỉnh")."""
    text = " ".join(p.text.text for p in tail)
    m = re.search(
        rf"(?:Chủ tịch|Phó Chủ tịch|PCT|Thường trực (?:HĐND|[A-Z]\w+ ủy)|LĐ)[^;]*?(?:UBND|HĐND|Hội đồng nhân dân) (?P<kind>{UNIT_KIND})",
        text,
    )
    return m["kind"] if m else None


def _parent(opening: str, title: str, unit: Place) -> str | None:
    """Return the province of a district (or the district of a commune) that the opening names as the level above."""
    if unit.level is Level.DISTRICT:
        kinds = "tỉnh|thành phố"
    elif unit.level is Level.COMMUNE:
        kinds = "huyện|thị xã|thành phố|quận"
    else:
        return None
    m = re.search(rf"(?:{kinds}) (?P<name>{PROPER_NAME})", f"{title} {opening}")
    return m["name"].strip() if m and m["name"].lower() != unit.name.lower() else None
