"""A count in front of a list that names another number of members ("04 xã, gồm: xã A, xã B, xã C")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loader.extraction.doubts.stretches import Finding, Stretch, note
from loader.facts import Note
from loader.kinds import NoteKind
from loader.rules import rule

_GLOSS = re.compile(r"\s*\([^()]*\)")
_MARK = "\N{REFERENCE MARK}"
"""What stands for a gloss: where a member is explained its name has ended."""
_MOST = 20
"""Members of a list that is written out in a sentence, at most."""
_LEAST = 2


def listed_counts(stretch: Stretch) -> Iterator[Note]:
    """Yield the counts in front of closed lists that name more or fewer members.

    Nothing is said where it is not certain where one member ends and the next begins, or whether the list is closed.
    """
    for m in rule("figure-doubt.listed-count").all(stretch.text):
        whole, count = int(m["whole"]), members(m["listed"], m["noun"])
        if count is None or count == whole or not _LEAST <= whole <= _MOST:
            continue
        vi = f"Ghi {m['whole']} {m['noun']} nhưng danh sách sau đó nêu {count}"
        en = f"The count is given as {m['whole']}, but the list behind it names {count}"
        yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "parts-and-count"), stretch, m.start(), m.end())


def members(listed: str, noun: str) -> int | None:
    """Return how many members a list names, each of which begins with ``noun``; None where that is not certain.

    What stands behind a comma without the noun may be one more, or belong to the member in front of it ("làng đan
    cói, dệt vải An Bình"). It belongs there only where every member ends with a gloss, so that each end is told, and that one
    has no name so far.
    """
    bare = _GLOSS.sub(_MARK, listed).strip(" ,")
    if any(map(str.isdigit, bare)) or "(" in bare or rule("figure-doubt.open-end").holds(listed):
        return None
    joint = rule("figure-doubt.list-joint").regex
    parts = [part.strip() for part in joint.split(bare)]
    begins = [part.casefold().startswith(f"{noun.casefold()} ") for part in parts]
    joints = [found[0].strip() for found in joint.finditer(bare)]
    for at, begun in enumerate(begins):
        if begun:
            continue
        if at == 0 or _is_named(parts[at - 1]) or joints[at - 1] != ",":
            return None
    if not all(begins) and any(
        not part.endswith(_MARK) for part, following in zip(parts, [*begins[1:], True], strict=True) if following
    ):
        return None
    return begins.count(True) if begins.count(True) >= _LEAST else None


def _is_named(words: str) -> bool:
    return words.endswith(_MARK) or any(word[:1].isupper() for word in words.split()[1:])
