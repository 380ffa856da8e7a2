"""Concrete crafts and craft villages that a plan names, with the state it ascribes to them.

The name of a craft opens with a head ("dệt", "gốm", "làm bánh": lexicon/crafts.toml) behind a word that announces crafts
("nghề", "làng nghề", "sản phẩm"), or in a list of crafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loader.extraction.evidence import Scribe
from loader.extraction.sections import Category, Passage
from loader.facts import CraftMention, VillageMention
from loader.kinds import Condition
from loader.letters import LOWER, UPPER
from loader.lexicon.patterns import words
from loader.text import MappedText

_AT_RISK = re.compile(r"mai một|thất truyền|nguy cơ|bảo tồn là chính|mất nghề|vắng dần|khôi phục|phục hồi|phục dựng")
_THRIVING = re.compile(r"phát triển (?:mạnh|tốt)|hoạt động (?:có )?hiệu quả|lan tỏa|lan toả|thị trường lớn")
_PRIORITY = re.compile(
    r"[Ưư]u tiên|thế mạnh|thể mạnh|tiềm năng|giá trị kinh tế|chủ lực|đặc sản|chú trọng|[Tt]ập trung phát triển|quan tâm phát triển|bảo tồn|dự án (?:phát triển|chế biến)"
)
_COUNTED = re.compile(
    r"(?:(?:hiện )?có|hiện nay)\s+(?P<n>\d{1,3})\s+(?P<name>làng nghề(?:, làng nghề truyền thống| truyền thống)?(?: (?:đã được (?:[^,;.]{0,20})?công nhận|đang hoạt động|hoạt động có hiệu quả))?)"
)
_GLOSS = re.compile(r"\((?P<part>\d+)/(?P<all>\d+) làng nghề[^)]*\)")
_LIST = re.compile(
    r"(?:\(|như\s*:?\s+|gồm\s*:?\s+|(?:sản phẩm|mặt hàng|nghề) (?:chủ lực|tiêu biểu|đặc trưng|truyền thống)[^:;.]{0,30}:\s+)(?P<village>làng nghề )?(?:nghề )?"
)
_LIST_MARKS = ("(", "như", "gồm", ":")
"""One of them is in front of every list; a quick test."""
_NOT_CRAFT_LIST = re.compile(
    r"(?:phương tiện|thông tin đại chúng|hạ tầng|nghệ thuật|trò chơi|chủ thể|nguồn vốn|thiết bị|du lịch|dịch vụ)[^()]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A craft's name where it stands: its words, whether a village is named, its place, and the words that tell its state."""

    words: MappedText
    name: str
    place: str | None
    village: bool
    context: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    name: re.Pattern[str]
    announced: re.Pattern[str]
    following: re.Pattern[str]
    classes: re.Pattern[str]
    project: re.Pattern[str]
    standalone: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    heads = "(?:" + "|".join(sorted(words("crafts", "heads"), key=len, reverse=True)) + ")"
    stops = "|".join(words("crafts", "stops"))
    word = rf"(?!(?:{stops})(?!\w))[{LOWER}]+"
    proper = rf"(?P<place>(?!Việt Nam)[{UPPER}]\w*(?: [{UPPER}]\w*){{0,2}})"
    pair = r"(?:, (?:lâm|thủy|thuỷ|ghe|thực phẩm|hủ tiếu|cây cảnh|mắm)(?: sản)?(?!\w))"
    name = rf"(?P<name>(?P<head>{heads})(?!\w)(?: {word}){{0,4}}{pair}*(?: (?:thủy|thuỷ|lâm) sản)?)(?: {proper})?"
    return _Grammar(
        name=re.compile(name),
        announced=re.compile(
            rf"(?:(?P<village>[Ll]àng nghề)(?: truyền thống)?|(?<!ngành )(?<!tay )[Nn]ghề(?: truyền thống)?|sản phẩm|hàng|thợ|cơ sở|hộ|khung) (?={heads}(?!\w))"
        ),
        following=re.compile(rf"(?:,\s*|;\s*|\s+và\s+)(?:nghề |làng nghề )?(?={heads}(?!\w))"),
        classes=re.compile("^(?:" + "|".join(words("crafts", "classes")) + ")"),
        standalone=re.compile(
            rf"(?<![\w-])(?=(?:{'|'.join(words('crafts', 'standalone'))}) (?!Việt Nam|Trung|Nam |Bắc |Chính|Đảng)[{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]+)"
        ),
        project=re.compile(r"dự án (?:phát triển )?(?=(?:chế biến nông|hàng thủ công mỹ nghệ|sinh vật cảnh))"),
    )


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A passage and the crafts that are named in it; none are looked for in a part on funding."""

    passage: Passage
    names: tuple[_Name, ...]


def named_crafts(found: Iterable[Passage]) -> tuple[NamedIn, ...]:
    """Return the passages with the crafts named in them, for ``crafts`` and ``villages``."""
    return tuple(NamedIn(p, () if p.category is Category.FUNDING else tuple(_names(p))) for p in found)


def crafts(found: Sequence[NamedIn], scribe: Scribe) -> list[CraftMention]:
    """Return the crafts that a plan names, each once, with the strongest state found."""
    best: dict[str, CraftMention] = {}
    for named in found:
        passage = named.passage
        for item in named.names:
            # "làng nghề gốm Bát Tràng": the craft is gốm, the village has the name; "nghề gốm Bát Tràng" names the craft.
            full = f"{item.name} {item.place}" if item.place and not item.village else item.name
            condition = _condition(item.context, passage)
            key = _key(full)
            if key not in best or _RANK[condition] < _RANK[best[key].condition]:
                best[key] = CraftMention(full, condition, scribe.read(item.words, passage.node, "crafts.name"))
    return list(best.values())


# No clause is longer: a text without full stops must not be searched from end to end for each craft in it.
_CLAUSE = 2000
_RANK = {Condition.AT_RISK: 0, Condition.THRIVING: 1, Condition.PRIORITY: 2, Condition.MENTIONED: 3}


def _key(name: str) -> str:
    return re.sub(r"[,\s]+", " ", name.lower().replace("thuỷ", "thủy"))


def villages(found: Sequence[NamedIn], scribe: Scribe, area: str | None) -> list[VillageMention]:
    """Return the craft villages that a plan names, or counts as existing ("6/8 làng nghề", "có 37 làng nghề")."""
    result: dict[str, VillageMention] = {}
    for named in found:
        passage = named.passage
        text = passage.node.text
        for m in _GLOSS.finditer(text.text):
            reading = scribe.read(text[m.start() + 1 : m.end() - 1], passage.node, "villages.count")
            result.setdefault("gloss", VillageMention("làng nghề", area, None, None, int(m["all"]), reading))
        if passage.category in (Category.CONTEXT, Category.NONE):
            for m in _COUNTED.finditer(text.text):
                reading = scribe.read(text[m.start("n") : m.end()], passage.node, "villages.count")
                result.setdefault(m["name"], VillageMention(m["name"], area, None, None, int(m["n"]), reading))
        if passage.category is Category.FUNDING:
            continue
        for listed in _listed_villages(passage, scribe, area):
            result.setdefault(_key(listed.name), listed)
        for item in named.names:
            if not item.village and item.place is None:
                continue
            own = item.place or area
            full = f"{item.name} {item.place}" if item.place else item.name
            name = f"làng nghề {full}"
            condition = _condition(item.context, passage)
            reading = scribe.read(item.words, passage.node, "villages.name")
            stated = None if condition is Condition.MENTIONED else condition
            result.setdefault(
                _key(name), VillageMention(name, own, item.name if item.village else full, stated, None, reading)
            )
    return list(result.values())


def _listed_villages(passage: Passage, scribe: Scribe, area: str | None) -> Iterator[VillageMention]:
    """Yield the rows of a table of villages (columns "Tên làng nghề", "Địa chỉ")."""
    grid, node = passage.node.grid, passage.node
    if grid is None or not grid.has("craft") or grid.has("lead"):
        return
    for index, row in enumerate(grid.rows, 1):
        name, place = grid.cell(row, "craft"), grid.cell(row, "place")
        if name is None or not name.text or len(name.text) > 120:
            continue
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        reading = scribe.at(name.text, path, f"{node.section}.{row.number or index}".strip("."), "villages.table")
        located = place.text.text if place is not None and place.text else area
        yield VillageMention(name.text.text, located, None, None, None, reading)


def _names(passage: Passage) -> Iterator[_Name]:
    grid = passage.node.grid
    texts = (
        [passage.node.text]
        if grid is None
        else [c.text for r in grid.rows for c in r.cells if c.text and not c.carried]
    )
    for text in texts:
        yield from _names_in(text)


def _names_in(text: MappedText) -> Iterator[_Name]:
    """Yield the crafts of one text: announced ones, the lists that go on from them, lists in brackets, project lists."""
    plain = text.text
    grammar = _grammar()
    taken = 0
    # "nghề rèn" names a craft by one word; "hộ làm …", "sản phẩm gỗ" need more to be one.
    starts = [(m.end(), m["village"] is not None, "nghề" in m[0]) for m in grammar.announced.finditer(plain)]
    projects = {m.end() for m in grammar.project.finditer(plain)}
    starts += [(at, False, True) for at in projects]
    if any(word in plain for word in words("crafts", "standalone")):
        starts += [(m.end(), False, False) for m in grammar.standalone.finditer(plain)]
    for m in _LIST.finditer(plain) if any(mark in plain for mark in _LIST_MARKS) else ():
        if grammar.name.match(plain, m.end()) and not _NOT_CRAFT_LIST.search(plain[max(0, m.start() - 80) : m.start()]):
            starts.append((m.end(), m["village"] is not None, True))
    for start, village, listed in sorted(starts, key=lambda s: (s[0], not s[1], not s[2])):
        if start < taken:
            continue
        at: int | None = start
        first = True
        while at is not None:
            named = grammar.name.match(plain, at)
            if named is None:
                break
            wide = listed or not first or len(named["name"].split()) > 1 or named["place"] is not None
            is_class = grammar.classes.match(named["name"]) is not None
            following = grammar.following.match(plain, named.end())
            bare_class = is_class and first and following is None and at not in projects and named["place"] is None
            if wide and not (bare_class and plain[at - 1 : at] != "("):
                context = _sentence(plain, named.start(), named.end())
                yield _Name(
                    text[named.start() : named.end()],
                    named["name"].strip(" ,"),
                    named["place"],
                    village or " làng nghề " in plain[at - 10 : at],
                    context,
                )
            taken = named.end()
            at = following.end() if following else None
            first = False


def _sentence(plain: str, start: int, end: int) -> str:
    """Return the clause that names a craft, with the words around it that tell its state."""
    first, last = max(0, start - _CLAUSE), min(len(plain), end + _CLAUSE)
    begin = max(plain.rfind(mark, first, start) for mark in (". ", "; "))
    begin = max(begin, plain.rfind(": ", first, max(0, start - 60)), first)
    stop = min([i for i in (plain.find(";", end, last), plain.find(". ", end, last)) if i >= 0], default=last)
    return plain[begin:stop]


def _condition(context: str, passage: Passage) -> Condition:
    above = passage.headings[-1] if passage.headings else ""
    for text in (context, passage.text[:160] if passage.node.grid is None else "", above):
        if _AT_RISK.search(text):
            return Condition.AT_RISK
        if _THRIVING.search(text):
            return Condition.THRIVING
        if _PRIORITY.search(text):
            return Condition.PRIORITY
    return Condition.MENTIONED
