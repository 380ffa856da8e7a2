"""Concrete crafts and craft villages that a plan names, with the state it ascribes to them.

The name of a craft opens with a head ("dệt", "gốm", "làm bánh": piece ``craft-head``) behind a word that announces crafts
("nghề", "làng nghề", "sản phẩm"), or in a list of crafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loader.extraction.agents import fold_tones
from loader.extraction.evidence import EvidenceRecorder
from loader.extraction.sections import Category, Passage
from loader.facts import CraftMention, VillageMention
from loader.kinds import Condition
from loader.rules import book, first, rule
from loader.text import MappedText


@dataclass(frozen=True, slots=True)
class _Name:
    """A craft's name where it stands: its words, whether a village is named, its place, and the words that tell its state."""

    words: MappedText
    name: str
    place: str | None
    village: bool
    context: str


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A passage and the crafts that are named in it; none are looked for in a part on funding."""

    passage: Passage
    names: tuple[_Name, ...]


def named_crafts(found: Iterable[Passage]) -> tuple[NamedIn, ...]:
    """Return the passages with the crafts named in them, for ``crafts`` and ``villages``; none without a pack on crafts."""
    if not book().has_table("craft"):
        return ()
    return tuple(NamedIn(p, () if p.category is Category.FUNDING else tuple(_names(p))) for p in found)


def crafts(found: Sequence[NamedIn], recorder: EvidenceRecorder) -> list[CraftMention]:
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
                best[key] = CraftMention(full, condition, recorder.read(item.words, passage.node, "crafts.name"))
    return list(best.values())


# No clause is longer: a text without full stops must not be searched from end to end for each craft in it.
_CLAUSE = 2000
_RANK = {Condition.AT_RISK: 0, Condition.THRIVING: 1, Condition.PRIORITY: 2, Condition.MENTIONED: 3}


def _key(name: str) -> str:
    return _SEPARATORS.sub(" ", fold_tones(name.lower()))


_SEPARATORS = re.compile(r"[,\s]+")


def villages(found: Sequence[NamedIn], recorder: EvidenceRecorder, area: str | None) -> list[VillageMention]:
    """Return the craft villages that a plan names, or counts as existing ("6/8 làng nghề", "có 37 làng nghề")."""
    result: dict[str, VillageMention] = {}
    for named in found:
        passage = named.passage
        text = passage.node.text
        for m in rule("craft.gloss").all(text.text):
            reading = recorder.read(text[m.start() + 1 : m.end() - 1], passage.node, "villages.count")
            result.setdefault("gloss", VillageMention("làng nghề", area, None, None, int(m["all"]), reading))
        if passage.category in (Category.CONTEXT, Category.NONE):
            for m in rule("craft.counted").all(text.text):
                reading = recorder.read(text[m.start("n") : m.end()], passage.node, "villages.count")
                result.setdefault(m["name"], VillageMention(m["name"], area, None, None, int(m["n"]), reading))
        if passage.category is Category.FUNDING:
            continue
        for listed in _listed_villages(passage, recorder, area):
            result.setdefault(_key(listed.name), listed)
        for item in named.names:
            if not item.village and item.place is None:
                continue
            own = item.place or area
            full = f"{item.name} {item.place}" if item.place else item.name
            name = f"làng nghề {full}"
            condition = _condition(item.context, passage)
            reading = recorder.read(item.words, passage.node, "villages.name")
            stated = None if condition is Condition.MENTIONED else condition
            result.setdefault(
                _key(name), VillageMention(name, own, item.name if item.village else full, stated, None, reading)
            )
    return list(result.values())


def _listed_villages(passage: Passage, recorder: EvidenceRecorder, area: str | None) -> Iterator[VillageMention]:
    """Yield the rows of a table of villages (columns "Tên làng nghề", "Địa chỉ")."""
    grid, node = passage.node.grid, passage.node
    if grid is None or not grid.has("named") or grid.has("lead"):
        return
    for index, row in enumerate(grid.rows, 1):
        name, place = grid.cell(row, "named"), grid.cell(row, "place")
        if name is None or not name.text or len(name.text) > 120:
            continue
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        reading = recorder.at(name.text, path, f"{node.section}.{row.number or index}".strip("."), "villages.table")
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
    taken = 0
    projects = {m.end() for m in rule("craft.project").all(plain)}
    for start, village, listed in sorted(_starts(plain, projects), key=lambda s: (s[0], not s[1], not s[2])):
        if start < taken:
            continue
        at: int | None = start
        leads = True
        while at is not None:
            named = rule("craft.name").find(plain, at)
            if named is None:
                break
            wide = listed or not leads or len(named["name"].split()) > 1 or named["place"] is not None
            is_class = rule("craft.class").holds(named["name"])
            following = rule("craft.following").find(plain, named.end())
            bare_class = is_class and leads and following is None and at not in projects and named["place"] is None
            if wide and not (bare_class and plain[at - 1 : at] != "("):
                context = _sentence(plain, named.start(), named.end())
                yield _Name(
                    text[named.start() : named.end()],
                    named["name"].strip(" ,"),
                    named["place"],
                    village or rule("craft.village-before").find(plain, 0, at) is not None,
                    context,
                )
            taken = named.end()
            at = following.end() if following else None
            leads = False


def _starts(plain: str, projects: Iterable[int]) -> Iterator[tuple[int, bool, bool]]:
    """Yield where the name of a craft may begin, whether a village is named there, and whether one word is enough.

    "nghề rèn" names a craft by one word; "hộ làm …", "sản phẩm gỗ" need more to be one.
    """
    for name, village, enough in (("village", True, True), ("trade", False, True), ("goods", False, False)):
        for m in rule(f"craft.{name}").all(plain):
            yield m.end(), village, enough
    for at in projects:
        yield at, False, True
    if any(word in plain for word in book().words("craft-standalone")):
        for m in rule("craft.standalone").all(plain):
            yield m.end(), False, False
    for m in rule("craft.list").all(plain):
        named = rule("craft.name").find(plain, m.end()) is not None
        if named and rule("craft.no-list").find(plain, max(0, m.start() - _IN_FRONT), m.start()) is None:
            yield m.end(), m["village"] is not None, True


_IN_FRONT = 80
"""Characters in front of a list that may tell what it lists."""
_OPENING = 160
"""Characters at the beginning of a passage that may tell the state of what it names."""


def _sentence(plain: str, start: int, end: int) -> str:
    """Return the clause that names a craft, with the words around it that tell its state."""
    first, last = max(0, start - _CLAUSE), min(len(plain), end + _CLAUSE)
    begin = max(plain.rfind(mark, first, start) for mark in (". ", "; "))
    begin = max(begin, plain.rfind(": ", first, max(0, start - 60)), first)
    stop = min([i for i in (plain.find(";", end, last), plain.find(". ", end, last)) if i >= 0], default=last)
    return plain[begin:stop]


def _condition(context: str, passage: Passage) -> Condition:
    above = passage.headings[-1] if passage.headings else ""
    opening = passage.text[:_OPENING] if passage.node.grid is None else ""
    for text in (context, opening, above):
        if (state := first("craft-state", text)) is not None:
            return Condition(state[0].gives)
    return Condition.MENTIONED
