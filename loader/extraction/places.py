"""Administrative units that a document names: their names as running text writes them, and their levels."""

from __future__ import annotations

import re
from datetime import date

from loader.facts import Place
from loader.kinds import Level
from loader.lexicon.cities import is_central_city
from loader.rules import first, rule
from loader.structure.wrapping import is_upper

VIET_NAM = Place("Việt Nam", Level.NATIONAL)
"""The place of all that central bodies issue."""

_CITY = "city"
"""What ``unit-kind`` gives for a kind whose level depends on name and day."""

_MOST_WORDS = 5
"""Words of the longest name of a unit, a dash between two names counted."""
_RULED = re.compile(r"\s*[-–]{2,}.*$")
_WIDE = re.compile(r"\s{2,}")
_MARKS = ' -–*|“”"'


def place(kind: str, name: str, day: date | None = None, parent: str | None = None) -> Place:
    """Return the unit of a kind and name.

    Args:
        kind: its kind as printed ("TỈNH", "thành phố").
        name: its proper name.
        day: when the document was issued: a city may have risen to another level.
        parent: name of the unit above, if the document states it.
    """
    lowered = " ".join(kind.lower().split())
    found = first("unit-kind", lowered)
    given = found[0].gives if found is not None else Level.PROVINCE
    if given == _CITY:
        given = Level.PROVINCE if is_central_city(name, day) else Level.DISTRICT
    return Place(name.strip(), Level(given), lowered, parent)


def proper_case(name: str) -> str:
    """Return a name in capitals as running text writes it ("LẠNG SƠN" → "Lạng Sơn"); another one without its marks."""
    clean = _WIDE.split(_RULED.sub("", name).strip(_MARKS))[0]
    if (nation := rule("letterhead.nation").find(clean)) is not None and nation.start() > 0:
        clean = clean[: nation.start()].strip()
    if not is_upper(clean):
        return clean
    return " ".join(word[:1].upper() + word[1:].lower() for word in clean.split())


def leading_name(text: str) -> str | None:
    """Return the proper name that a text begins with, in capitals or not; None when it begins with none."""
    text = text.strip()
    behind = rule("place.behind-name").find(text)
    text = (text[: behind.start()] if behind is not None else text).strip(_MARKS)
    if is_upper(text):
        named = len(text.split()) <= _MOST_WORDS and not rule("place.kind-inside").holds(text)
        return proper_case(text) if named else None
    found = rule("place.proper-name").find(text)
    return found[0].strip() if found is not None else None


def named_place(title: str, day: date | None = None) -> Place | None:
    """Return the unit that a title names, the one on whose territory it applies first; None when it names none."""
    for name in ("place.territory", "place.unit"):
        found = rule(name).find(title)
        while found is not None:
            unit = leading_name(found["name"])
            if unit and not rule("place.country").holds(unit):
                return place(found["kind"], unit, day)
            found = rule(name).find(title, found.start("name"))
    return None
