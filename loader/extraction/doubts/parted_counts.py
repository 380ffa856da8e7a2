"""Counts that miss the sum of their parts: in one sentence, or in the bullets below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.extraction.doubts.amounts import FIGURES
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.quantities import decimal_of
from loader.facts import Note
from loader.kinds import NoteKind
from loader.rules import first, rule

_LIST_LENGTH = 20
"""Items of a list that are added up, at most."""
_LEAST_PARTS = 2
_FAR = 0.1
"""Share of a count by which the sum of parts that are all of it may miss it by a slip."""
_COUNT = re.compile(r"(?<![\w.,/])\d{1,5}(?![\w/%]|[.,]\d)")
"""A whole number that is no part of a date, of a number of an instrument, or of a share."""
_YEARS = range(1900, 2101)
"""Numbers that are years, and count nothing."""
_APART = ";"
"""The mark between a list and what is said of all of it."""
_WITHOUT_FIGURE = re.compile(r"\([^()\d]*\)")
_GLOSS = re.compile(r"\([^()]*\)")


def parted_counts(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the counts that their parts do not add up to, each once."""
    for at, stretch in enumerate(found):
        if stretch.part is Part.HEAD or stretch.part is Part.TAIL:
            continue
        if rule("figure-doubt.all-of-each").holds(stretch.text):
            yield from _all_of_each(stretch)
        if not rule("figure-doubt.parted").holds(stretch.text):
            continue
        told = [*_counted_parts(stretch), *_parts_of_all(stretch), *_bare_parts(stretch)]
        yield from told or _parted(stretch)
        yield from _parted_below(found, at)


def _parted(stretch: Stretch) -> Iterator[Note]:
    """Yield counts whose parts, as far as the sentence lists them, do not make them; what is in brackets is left out."""
    bare = _GLOSS.sub(lambda gloss: " " * len(gloss[0]), stretch.text)
    for m in rule("figure-doubt.parted-count").all(bare):
        listed = rule("figure-doubt.part-joint").regex.split(_parts_only(m["listed"]))
        parts: list[str] = []
        for words in listed:
            if parts and rule("figure-doubt.behind-parts").holds(words):
                break
            if not FIGURES.search(words):
                if not parts:
                    break
                parts[-1] = f"{parts[-1]}, {words}"
                continue
            parts.append(words)
        counts = _missing(m, parts)
        if counts:
            yield _missed(stretch, m, counts)


def _parts_only(listed: str) -> str:
    """Return a list of parts without the words behind it on what is among all of them ("a và b; trong đó có c").

    They are no part where one count stands behind the last part: the one that "và" joins, or any in front of the only semicolon.
    """
    behind = list(rule("figure-doubt.among-parts").all(listed))
    if len(behind) != 1 or len(FIGURES.findall(listed[behind[0].end() :])) > 1:
        return listed
    parts = listed[: behind[0].start()]
    figures = list(FIGURES.finditer(parts))
    joints = [m for m in rule("figure-doubt.part-joint").all(parts) if figures and m.end() <= figures[-1].start()]
    closed = bool(joints) and joints[-1][0].strip().isalpha()
    return parts if closed or (_APART in behind[0][0] and _APART not in parts) else listed


def _parted_below(found: Sequence[Stretch], at: int) -> Iterator[Note]:
    """Yield the count that a list is opened with and that its bullets, each with one count, do not add up to."""
    stretch = found[at]
    bare = _GLOSS.sub(lambda gloss: " " * len(gloss[0]), stretch.text)
    m = rule("figure-doubt.parted-below").find(bare)
    if m is None:
        return
    items: list[str] = []
    for following in found[at + 1 : at + 1 + _LIST_LENGTH]:
        if following.node is None or following.node.kind not in ("bullet", "point"):
            break
        words = _GLOSS.sub("", following.text)
        if len(items) >= _LEAST_PARTS and items[-1].endswith(".") and not FIGURES.search(words):
            break
        items.append(words)
    counts = _missing(m, items)
    if counts:
        yield _missed(stretch, m, counts)


def _missing(m: re.Match[str], parts: Sequence[str]) -> list[int]:
    """Return what a count is parted into when that does not make it, for certain; else nothing.

    "Gồm" parts the whole of a count, unless a part is told by what else it is ("gắn với du lịch"): one thing may be of two such
    parts. "Trong đó" parts it by places of one level; parts below the count are all of it where they are three or more and near
    it.
    """
    if len(parts) < _LEAST_PARTS or rule("figure-doubt.loosely-counted").holds(f"{m.string[: m.start()]}|"):
        return []
    nouns = {found["noun"] for found in rule("figure-doubt.noun-counted").all(f"{m['noun']}{m['named']}")}
    heads = nouns | {noun.split()[0] for noun in nouns}
    counts: list[int] = []
    traits: list[bool] = []
    levels: set[str] = set()
    for words in parts:
        words = rule("figure-doubt.grade").regex.sub("", words)
        figures = list(FIGURES.finditer(words))
        if len(figures) != 1 or rule("figure-doubt.no-part").holds(words):
            return []
        behind = words[figures[0].end() :].lower()
        noun = next((one for one in sorted(heads, key=len, reverse=True) if re.match(rf"\s+{one}(?!\w)", behind)), None)
        if noun is None or "," in figures[0][0]:
            return []
        counts.append(int(decimal_of(figures[0][0])))
        rest = behind.split(noun, 1)[1]
        traits.append(rule("figure-doubt.trait").holds(rest))
        levels.add(_level(words[: figures[0].start()]) or _level(rest))
    whole, added = int(decimal_of(m["whole"])), sum(counts)
    by_place = len(levels) == 1 and "" not in levels
    if added == whole or not (by_place or (not m["open"] and not any(traits))):
        return []
    if added < whole and m["open"] and (len(parts) <= _LEAST_PARTS or whole - added > _FAR * whole):
        return []
    return counts


def _level(words: str) -> str:
    """Return the level of the place that words begin with or are about, "" where they name none."""
    found = first("part-level", words)
    return "" if found is None else found[0].gives


def _counted_parts(stretch: Stretch) -> Iterator[Note]:
    """Yield counts whose parts do not add up to them: more than all of them, or less where all are said to be listed.

    Parts of one thing may overlap (traditional villages, villages with tourism): what is told apart by place does not.
    """
    for m in rule("figure-doubt.parts-of-count").all(stretch.text):
        listed = _parts_only(m["listed"])
        if rule("figure-doubt.among-parts").holds(listed):
            continue
        parts = list(rule("figure-doubt.counted-part").all(listed))
        if len(parts) < _LEAST_PARTS or len(parts) != len(FIGURES.findall(listed)):
            continue
        ends = [*(part.start() for part in parts[1:]), len(listed)]
        apart = all(
            rule("figure-doubt.placed").holds(listed[part.end() : end]) for part, end in zip(parts, ends, strict=True)
        )
        if any(part["noun"] != m["noun"] for part in parts) or (m["open"] and not apart):
            continue
        if any(rule("figure-doubt.trait").holds(listed[p.end() : end]) for p, end in zip(parts, ends, strict=True)):
            continue
        whole, counts = int(m["whole"]), [int(part["value"]) for part in parts]
        added = sum(counts)
        if added == whole or (added < whole and (m["open"] or rule("figure-doubt.open-end").holds(listed))):
            continue
        yield _missed(stretch, m, counts)


def _parts_of_all(stretch: Stretch) -> Iterator[Note]:
    """Yield counts that miss the sum of parts that are said to be all of them.

    They are where each part is of a place, or bears one of the names of the count ("28 hộ, hộ khá (trong đó có 19 hộ và 08
    hộ khá)"), and the sum is near the count: who names a few of many does not come near it.
    """
    bare = _WITHOUT_FIGURE.sub(lambda gloss: " " * len(gloss[0]), stretch.text)
    for m in rule("figure-doubt.parts-of-all").all(bare):
        listed = m["listed"]
        parts = list(rule("figure-doubt.counted-part").all(listed))
        if len(parts) < _LEAST_PARTS or len(parts) != len(FIGURES.findall(listed)):
            continue
        if any(part["noun"] != m["noun"] for part in parts) or rule("figure-doubt.open-end").holds(listed):
            continue
        fronts = [listed[end : part.start()] for end, part in zip((0, *(p.end() for p in parts)), parts, strict=False)]
        ends = [*(part.start() for part in parts[1:]), len(listed)]
        behind = [listed[part.end() : end] for part, end in zip(parts, ends, strict=True)]
        by_place = all(rule("figure-doubt.place-before").holds(front) for front in fronts) or all(
            rule("figure-doubt.placed").holds(words) for words in behind
        )
        joint = rule("figure-doubt.list-joint").regex
        names = [
            joint.split(listed[part.start("noun") : end])[0].strip() for part, end in zip(parts, ends, strict=True)
        ]
        called = [name.strip() for name in joint.split(f"{m['noun']}{m['named']}")]
        by_name = len(called) == len(names) and all(
            any(one.startswith(name) for one in called) for name in dict.fromkeys(names)
        )
        whole, added = int(m["whole"]), sum(int(part["value"]) for part in parts)
        if not (by_place or (by_name and len(set(names)) == len(names))) or added == whole:
            continue
        if abs(added - whole) > _FAR * whole:
            continue
        yield _missed(stretch, m, [int(part["value"]) for part in parts])


def _bare_parts(stretch: Stretch) -> Iterator[Note]:
    """Yield counts that miss the sum of bare figures told of places: "17 làng, trong đó tỉnh A (cũ) có 10 và tỉnh B (cũ) có 06".

    Two places are all of them where they are what a place was made of, or the regions of one; three or more where their sum comes
    near the count.
    """
    for m in rule("figure-doubt.bare-parts").all(stretch.text):
        if rule("figure-doubt.loosely-counted").holds(f"{stretch.text[: m.start()]}|"):
            continue
        parts = list(rule("figure-doubt.bare-part").all(m["listed"]))
        counts = [int(part["value"]) for part in parts]
        levels = {_level(part["place"]) or part["place"].split()[0] for part in parts}
        whole, added = int(m["whole"]), sum(counts)
        if len(parts) < _LEAST_PARTS or len(levels) != 1 or added == whole or _is_last_listed(stretch.text, m, added):
            continue
        all_told = len(parts) > _LEAST_PARTS or all(
            rule("figure-doubt.whole-place").holds(part["place"]) for part in parts
        )
        if added > whole or (all_told and whole - added <= _FAR * whole):
            yield _missed(stretch, m, counts)


def _is_last_listed(text: str, told: re.Match[str], added: int) -> bool:
    """Whether a greater count, or the sum itself, stands before a count in its sentence: then it may be what is parted behind it.

    "58 nghề và làng nghề, gồm 17 nghề, 24 làng và 17 làng truyền thống; trong đó tỉnh A có 35 và tỉnh B có 23"
    """
    sentence = text[: told.start("whole")].rpartition(". ")[2]
    others = [int(number) for number in _COUNT.findall(sentence)]
    return any(count == added or (count > int(told["whole"]) and count not in _YEARS) for count in others)


def _all_of_each(stretch: Stretch) -> Iterator[Note]:
    """Yield totals of so many places that miss the sum of the counts told of just so many ("06 làng có 265 hộ, cụ thể: …")."""
    for m in rule("figure-doubt.all-of-each").all(stretch.text):
        listed = m["listed"]
        parts = list(rule("figure-doubt.counted-part").all(listed))
        if len(parts) != int(m["members"]) or len(parts) != len(FIGURES.findall(listed)):
            continue
        if len(parts) < _LEAST_PARTS or any(part["noun"] != m["noun"] for part in parts):
            continue
        whole, counts = int(m["whole"]), [int(part["value"]) for part in parts]
        if sum(counts) != whole:
            yield _missed(stretch, m, counts)


def _missed(stretch: Stretch, m: re.Match[str], counts: Sequence[int]) -> Note:
    terms = " + ".join(map(str, counts))
    vi = f"Ghi {m['whole']} {m['noun']} nhưng các phần cộng lại là {sum(counts)} ({terms})"
    en = f"The count is given as {m['whole']}, but its parts add up to {sum(counts)} ({terms})"
    return note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "parts-and-count"), stretch, m.start("whole"), m.end())
