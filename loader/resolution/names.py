"""Names of bodies made comparable: heads of bodies, abbreviations, place endings, spelling variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from loader.kinds import Level
from loader.lexicon import abbreviations
from loader.lexicon.cities import is_central_city
from loader.rules import first, rule
from loader.slugs import slug

_SHORT = 2
"""Letters of a short form that means something only in certain places."""
_CITY = "city"
"""What ``unit-kind`` gives for a kind whose level depends on name and day."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place at the end of a body's name.

    Attributes:
        kind: its kind ("tỉnh"), lower case.
        level: level of government.
        name: its proper name; None in "Ủy ban nhân dân tỉnh".
    """

    kind: str
    level: Level
    name: str | None


@dataclass(frozen=True, slots=True)
class SplitName:
    """A body's name taken apart: "Giám đốc Sở Tài chính tỉnh Long An" → "Sở Tài chính", "tỉnh Long An"."""

    name: str
    place: NamedPlace | None


def without_head(name: str) -> str:
    """Return the body that a phrase names the head of ("Giám đốc Sở Y tế" → "Sở Y tế"); other names unchanged."""
    head = rule("office.head").find(name)
    bare = name[head.end() :].lstrip() if head is not None else name
    if head is None or not bare or len(bare) == len(name) - head.end() or not (bare[0].isalnum() or bare[0] == "("):
        return name
    return bare[:1].upper() + bare[1:]


def split_place(name: str, day: date | None = None) -> SplitName:
    """Split the place off the end of a body's name.

    Args:
        name: the name as written.
        day: when the document that names it was issued: a city may have risen to another level.
    """
    match = rule("place-ending.unit").find(name)
    if match is None:
        return SplitName(name, None)
    unit = match["unit"].lower()
    kind = first("unit-kind", unit)
    assert kind is not None
    level = kind[0].gives
    if level == _CITY:
        level = Level.PROVINCE if match["name"] and is_central_city(match["name"], day) else Level.DISTRICT
    return SplitName(name[: match.start()].rstrip(" ,"), NamedPlace(unit, Level(level), match["name"]))


@cache
def _abbreviation_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    meanings: dict[str, str] = {}
    alternatives: list[str] = []
    for entry in abbreviations():
        meanings[slug(entry.short)] = entry.long
        body = r"[\s&,-]*".join(re.escape(part) for part in re.split(r"[&,\s-]+", entry.short))
        alternatives.append(f"(?<!\\w){body}(?!\\w)")
    return re.compile("|".join(alternatives)), meanings


@lru_cache(maxsize=4096)
def spelled_out(name: str) -> str:
    """Return the name with its abbreviations written out ("Sở NN&PTNT" → "Sở Nông nghiệp và Phát triển nông thôn")."""
    pattern, meanings = _abbreviation_pattern()

    def long(match: re.Match[str]) -> str:
        if len(match.group()) <= _SHORT and not _is_short_form(name, match):
            return match.group()
        key = slug(match.group())
        return meanings.get(key) or meanings.get(key.replace("-", "")) or _by_letters(key, meanings) or match.group()

    return pattern.sub(long, name)


def _is_short_form(name: str, match: re.Match[str]) -> bool:
    """Whether two letters are a short form: right behind a kind of body ("Sở CT"), or where they are one anywhere."""
    behind = rule("short-form.behind-kind").find(name, 0, match.start())
    return behind is not None or rule("short-form.alone").holds(match.group())


def _by_letters(key: str, meanings: dict[str, str]) -> str | None:
    letters = key.replace("-", "")
    return next((long for short, long in meanings.items() if short.replace("-", "") == letters), None)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: ASCII words without "và", marks and case."""
    return " ".join(word for word in slug(name).split("-") if word and word != "va")
