"""Named things of the kinds that packs declare: where a plan names them, in which state it sees them, how many it counts.

A name stands behind words that announce it ("trường …"), in a list that opens behind such words, or wherever the pack's
rule finds it; how, the pack says (``loader.things.ThingReader``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loader.extraction.agents import fold_tones
from loader.extraction.evidence import EvidenceRecorder
from loader.extraction.sections import Category, Passage
from loader.facts import PlacedMention, SharedMention
from loader.kinds import Condition
from loader.rules import book, first, rule
from loader.text import MappedText
from loader.things import ThingKind, ThingReader


@dataclass(frozen=True, slots=True)
class _Name:
    """A name where it stands: its words, whether a placed thing is named, its place, and the words that tell its state."""

    words: MappedText
    name: str
    place: str | None
    placed: bool
    context: str


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A passage and the names in it; none are looked for in a part on funding."""

    passage: Passage
    names: tuple[_Name, ...]


def named_in(found: Iterable[Passage], reader: ThingReader) -> tuple[NamedIn, ...]:
    """Return the passages with the names in them, for ``shared_things`` and ``placed_things``."""
    return tuple(NamedIn(p, () if p.category is Category.FUNDING else tuple(_names(p, reader))) for p in found)


def shared_things(found: Sequence[NamedIn], reader: ThingReader, recorder: EvidenceRecorder) -> list[SharedMention]:
    """Return the shared things that a plan names, each once, with the strongest state found."""
    kind = reader.shared
    best: dict[str, SharedMention] = {}
    for named in found if kind else ():
        assert kind is not None
        for item in named.names:
            # "làng nghề gốm Bát Tràng": the craft is gốm, the village has the name; "nghề gốm Bát Tràng" names the craft.
            full = f"{item.name} {item.place}" if item.place and not item.placed else item.name
            condition = _condition(item.context, named.passage, reader)
            key = _key(full)
            if key not in best or _RANK[condition] < _RANK[best[key].condition]:
                reading = recorder.read(item.words, named.passage.node, reader.readings.shared)
                best[key] = SharedMention(kind.key, full, condition, reading)
    return list(best.values())


# No clause is longer: a text without full stops must not be searched from end to end for each name in it.
_CLAUSE = 2000
_RANK = {Condition.AT_RISK: 0, Condition.THRIVING: 1, Condition.PRIORITY: 2, Condition.MENTIONED: 3}


def _key(name: str) -> str:
    return _SEPARATORS.sub(" ", fold_tones(name.lower()))


_SEPARATORS = re.compile(r"[,\s]+")


def placed_things(
    found: Sequence[NamedIn], reader: ThingReader, recorder: EvidenceRecorder, area: str | None
) -> list[PlacedMention]:
    """Return the placed things that a plan names, or counts as existing ("6/8 làng nghề", "có 37 làng nghề").

    Args:
        found: the names.
        reader: how they are read.
        recorder: makes readings.
        area: the place that the plan is for.
    """
    kind = reader.placed
    if kind is None:
        return []
    result: dict[str, PlacedMention] = {}
    for named in found:
        for key, counted in _counted(named.passage, reader, kind, recorder, area):
            result.setdefault(key, counted)
        if named.passage.category is Category.FUNDING:
            continue
        for listed in _rows(named.passage, kind, reader, recorder, area) if reader.rows else ():
            result.setdefault(_key(listed.name), listed)
        for item in named.names:
            if item.placed or item.place is not None:
                one = _placed(item, named.passage, reader, kind, recorder, area)
                result.setdefault(_key(one.name), one)
    return list(result.values())


def _placed(
    item: _Name, passage: Passage, reader: ThingReader, kind: ThingKind, recorder: EvidenceRecorder, area: str | None
) -> PlacedMention:
    full = f"{item.name} {item.place}" if item.place else item.name
    name = f"{kind.before} {full}".strip()
    condition = _condition(item.context, passage, reader)
    stated = None if condition is Condition.MENTIONED else condition
    having = None if kind.having is None else item.name if item.placed else full
    reading = recorder.read(item.words, passage.node, reader.readings.placed)
    return PlacedMention(kind.key, name, item.place or area, having, stated, None, reading)


def _counted(
    passage: Passage, reader: ThingReader, kind: ThingKind, recorder: EvidenceRecorder, area: str | None
) -> Iterator[tuple[str, PlacedMention]]:
    """Yield the counts of a passage, each with the words that tell it from others."""
    text = passage.node.text
    for m in rule(f"{reader.table}.{reader.glossed}").all(text.text) if reader.glossed else ():
        reading = recorder.read(text[m.start() + 1 : m.end() - 1], passage.node, reader.readings.count)
        yield "gloss", PlacedMention(kind.key, kind.before, area, None, None, int(m["all"]), reading)
    if reader.counted and passage.category in (Category.CONTEXT, Category.NONE):
        for m in rule(f"{reader.table}.{reader.counted}").all(text.text):
            reading = recorder.read(text[m.start("n") : m.end()], passage.node, reader.readings.count)
            yield m["name"], PlacedMention(kind.key, m["name"], area, None, None, int(m["n"]), reading)


def _rows(
    passage: Passage, kind: ThingKind, reader: ThingReader, recorder: EvidenceRecorder, area: str | None
) -> Iterator[PlacedMention]:
    """Yield the rows of a table of placed things (columns "Tên làng nghề", "Địa chỉ")."""
    grid, node = passage.node.grid, passage.node
    if grid is None or not grid.has("named") or grid.has("lead"):
        return
    for index, row in enumerate(grid.rows, 1):
        name, place = grid.cell(row, "named"), grid.cell(row, "place")
        if name is None or not name.text or len(name.text) > 120:
            continue
        path = f"{node.path}/hang-{index}" if node.path else f"hang-{index}"
        reading = recorder.at(name.text, path, f"{node.section}.{row.number or index}".strip("."), reader.readings.row)
        located = place.text.text if place is not None and place.text else area
        yield PlacedMention(kind.key, name.text.text, located, None, None, None, reading)


def _names(passage: Passage, reader: ThingReader) -> Iterator[_Name]:
    grid = passage.node.grid
    texts = (
        [passage.node.text]
        if grid is None
        else [c.text for r in grid.rows for c in r.cells if c.text and not c.carried]
    )
    for text in texts:
        yield from _names_in(text, reader) if reader.openings or reader.listing else _names_anywhere(text, reader)


def _names_anywhere(text: MappedText, reader: ThingReader) -> Iterator[_Name]:
    """Yield the names that the pack's rule finds by itself; all of them are of placed things where the pack has such."""
    plain = text.text
    for found in rule(f"{reader.table}.{reader.name}").all(plain):
        parts = found.groupdict()
        name, place = parts.get("name") or found[0], parts.get("place")
        context = _sentence(plain, found.start(), found.end())
        yield _Name(text[found.start() : found.end()], name.strip(" ,"), place, reader.placed is not None, context)


def _names_in(text: MappedText, reader: ThingReader) -> Iterator[_Name]:
    """Yield the names of one text: announced ones, the lists that go on from them, lists in brackets, projects."""
    plain = text.text
    taken = 0

    def at_rule(name: str, at: int) -> re.Match[str] | None:
        return rule(f"{reader.table}.{name}").find(plain, at) if name else None

    projects = {m.end() for m in rule(f"{reader.table}.{reader.project}").all(plain)} if reader.project else set()
    for start, placed, listed in sorted(_starts(plain, projects, reader), key=lambda s: (s[0], not s[1], not s[2])):
        if start < taken:
            continue
        at: int | None = start
        leads = True
        while at is not None:
            named = at_rule(reader.name, at)
            if named is None:
                break
            wide = listed or not leads or len(named["name"].split()) > 1 or named["place"] is not None
            is_class = bool(reader.general) and rule(f"{reader.table}.{reader.general}").holds(named["name"])
            following = at_rule(reader.following, named.end())
            bare_class = is_class and leads and following is None and at not in projects and named["place"] is None
            if wide and not (bare_class and plain[at - 1 : at] != "("):
                context = _sentence(plain, named.start(), named.end())
                yield _Name(
                    text[named.start() : named.end()],
                    named["name"].strip(" ,"),
                    named["place"],
                    placed or _stands_before(plain, at, reader),
                    context,
                )
            taken = named.end()
            at = following.end() if following else None
            leads = False


def _stands_before(plain: str, at: int, reader: ThingReader) -> bool:
    return bool(reader.before) and rule(f"{reader.table}.{reader.before}").find(plain, 0, at) is not None


def _starts(plain: str, projects: Iterable[int], reader: ThingReader) -> Iterator[tuple[int, bool, bool]]:
    """Yield where a name may begin, whether a placed thing is named there, and whether one word is enough.

    "nghề rèn" names a craft by one word; "hộ làm …", "sản phẩm gỗ" need more to be one.
    """
    for opening in reader.openings:
        for m in rule(f"{reader.table}.{opening.rule}").all(plain):
            yield m.end(), opening.placed, opening.word
    for at in projects:
        yield at, False, True
    if reader.alone and (not reader.alone_words or any(map(plain.__contains__, book().words(reader.alone_words)))):
        for m in rule(f"{reader.table}.{reader.alone}").all(plain):
            yield m.end(), False, False
    for m in rule(f"{reader.table}.{reader.listing}").all(plain) if reader.listing else ():
        named = rule(f"{reader.table}.{reader.name}").find(plain, m.end()) is not None
        if named and not _lists_else(plain, m.start(), reader):
            yield m.end(), reader.placed is not None and m.groupdict().get(reader.placed.key) is not None, True


def _lists_else(plain: str, start: int, reader: ThingReader) -> bool:
    if not reader.unlisted:
        return False
    return rule(f"{reader.table}.{reader.unlisted}").find(plain, max(0, start - _IN_FRONT), start) is not None


_IN_FRONT = 80
"""Characters in front of a list that may tell what it lists."""
_OPENING = 160
"""Characters at the beginning of a passage that may tell the state of what it names."""


def _sentence(plain: str, start: int, end: int) -> str:
    """Return the clause that names a thing, with the words around it that tell its state."""
    first, last = max(0, start - _CLAUSE), min(len(plain), end + _CLAUSE)
    begin = max(plain.rfind(mark, first, start) for mark in (". ", "; "))
    begin = max(begin, plain.rfind(": ", first, max(0, start - 60)), first)
    stop = min([i for i in (plain.find(";", end, last), plain.find(". ", end, last)) if i >= 0], default=last)
    return plain[begin:stop]


def _condition(context: str, passage: Passage, reader: ThingReader) -> Condition:
    if not reader.states:
        return Condition.MENTIONED
    above = passage.headings[-1] if passage.headings else ""
    opening = passage.text[:_OPENING] if passage.node.grid is None else ""
    for text in (context, opening, above):
        if (state := first(reader.states, text)) is not None:
            return Condition(state[0].gives)
    return Condition.MENTIONED
