"""Names of bodies in a letterhead, whole: lines that a column or a reader broke are joined, the motto is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.rules import rule
from loader.structure.lines import is_upper

_CUT = re.compile(r"(?:\\[rnt])+|[|\n]")
"""Ends of lines and cells inside a line; a page that was saved badly has line ends written out as letters."""

_MARKS = " \t*#_=~|"
"""Markup around a name."""

_RULED = re.compile(r"^[-–—\s]+|(?<!\s)[-–—]+$|\s*[-–—]{2,}$")
"""Ruled lines around a name; a single dash behind a blank is the middle of one ("SỞ LAO ĐỘNG -")."""

_MOST = 90
"""Characters of the longest name of a body; longer lines in capitals are titles."""


def body_names(lines: Sequence[str]) -> list[str]:
    """Return the names of bodies that the lines of a letterhead print, from the highest to the issuing one."""
    names: list[str] = []
    broken = True
    for piece in _pieces(lines):
        if piece is None:
            broken = True
        elif names and _goes_on(names[-1], piece, broken=broken):
            names[-1] = f"{names[-1]} {piece}"
            broken = False
        else:
            names.append(piece)
            broken = False
    return names


def joint_bodies(name: str) -> list[str]:
    """Return the bodies that a name of a letterhead joins by dashes, the leading one first: "SỞ Y TẾ - CÔNG AN TỈNH"."""
    parts = [part.strip() for part in _JOINT.split(name)]
    bodies = len(parts) > 1 and all(rule("letterhead.body").holds(part) for part in parts)
    return parts if bodies else [name]


_JOINT = re.compile(r"\s+[-–—]\s+")


def _pieces(lines: Sequence[str]) -> Iterator[str | None]:
    """Yield what may be a name or a part of one; None where something stands between."""
    for line in lines:
        for cell in _CUT.split(line):
            text = _bare(cell)
            nation = rule("letterhead.nation").find(text)
            if nation is not None:
                text = _bare(text[: nation.start()])
            printed = is_upper(text) or rule("letterhead.running-committee").holds(text)
            named = printed and len(text) <= _MOST and not rule("letterhead.own-line").holds(text)
            if named:
                yield " ".join(text.split())
            if not named or nation is not None:
                yield None


def _bare(cell: str) -> str:
    city = rule("letterhead.short-city")
    return city.replaced(_RULED.sub("", cell.strip(_MARKS)).strip(_MARKS), city.gives)


def _goes_on(name: str, line: str, *, broken: bool) -> bool:
    """Say whether a line belongs to the name above it."""
    if rule("letterhead.unended").holds(name):
        return True
    if rule("letterhead.bare-committee").holds(name):
        return rule("letterhead.unit").holds(line)
    if rule("letterhead.body").holds(line):
        return False
    if rule("letterhead.unnamed-unit").holds(name):
        return True
    if broken:
        return False
    return not (rule("letterhead.unit").holds(line) and rule("letterhead.names-unit").holds(name))
