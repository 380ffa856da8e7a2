"""Names of bodies made comparable: heads of bodies, abbreviations, place endings, spelling variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loader.graph.iris import slug
from loader.kinds import Level
from loader.letters import UPPER
from loader.lexicon import abbreviations

_HEAD_OF = re.compile(
    r"^(?:Đồng chí\s+)?(?:(?:Phó\s+)?Giám đốc|(?:Phó\s+)?Tổng Giám đốc|(?:Phó\s+)?Chủ tịch|(?:Phó\s+)?Chủ nhiệm|"
    r"Bộ trưởng|Thứ trưởng|Thủ trưởng|Trưởng|Phó trưởng|Chánh|Phó Chánh|(?:Phó\s+)?Bí thư|Lãnh đạo|Chi cục trưởng)"
    r"(?:\s+các)?\s+(?=[\w(])",
    re.IGNORECASE,
)
_NOT_A_HEAD = re.compile(r"^Chủ tịch nước\b", re.IGNORECASE)
_NAME = r"[" + UPPER + r"][\w’'-]*(?:\s+(?:-\s+)?[" + UPPER + r"0-9][\w’'-]*)*"
_UNITS = (
    ("tỉnh", Level.PROVINCE),
    ("thành phố", Level.DISTRICT),
    ("huyện", Level.DISTRICT),
    ("thị xã", Level.DISTRICT),
    ("quận", Level.DISTRICT),
    ("thị trấn", Level.COMMUNE),
    ("phường", Level.COMMUNE),
    ("xã", Level.COMMUNE),
)
_UNIT = "|".join(f"[{name[0]}{name[0].upper()}]{name[1:]}" for name, _ in _UNITS)
_PLACE_ENDING = re.compile(rf"\s+(?:cấp\s+)?(?P<unit>{_UNIT})(?:\s+(?P<name>{_NAME}))?$")
# Cities that stand directly under the government: there "thành phố" is the level of a province.
_CENTRAL_CITIES = frozenset({"ha-noi", "hai-phong", "da-nang", "can-tho", "hue", "ho-chi-minh"})
_SHORT = 2


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
    if _NOT_A_HEAD.match(name):
        return name
    bare = _HEAD_OF.sub("", name, count=1)
    return bare[:1].upper() + bare[1:] if bare else name


def split_place(name: str) -> SplitName:
    """Split the place off the end of a body's name."""
    match = _PLACE_ENDING.search(name)
    if not match:
        return SplitName(name, None)
    unit = match["unit"].lower()
    level = dict(_UNITS)[unit]
    if unit == "thành phố" and match["name"] and slug(match["name"]) in _CENTRAL_CITIES:
        level = Level.PROVINCE
    return SplitName(name[: match.start()].rstrip(" ,"), NamedPlace(unit, level, match["name"]))


@cache
def _abbreviation_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    meanings: dict[str, str] = {}
    alternatives: list[str] = []
    for entry in abbreviations():
        meanings[slug(entry.short)] = entry.long
        body = r"[\s&,-]*".join(re.escape(part) for part in re.split(r"[&,\s-]+", entry.short))
        # Two letters mean a department only right behind its kind ("Sở CT").
        lead = r"(?:(?<=Sở )|(?<=Bộ )|(?<=Phòng )|(?<=phòng ))" if len(entry.short) <= _SHORT else r"(?<!\w)"
        lead = r"(?<!\w)" if entry.short == "VP" else lead
        alternatives.append(f"{lead}{body}(?!\\w)")
    return re.compile("|".join(alternatives)), meanings


@lru_cache(maxsize=4096)
def spelled_out(name: str) -> str:
    """Return the name with its abbreviations written out ("Sở NN&PTNT" → "Sở Nông nghiệp và Phát triển nông thôn")."""
    pattern, meanings = _abbreviation_pattern()

    def long(match: re.Match[str]) -> str:
        key = slug(match.group())
        return meanings.get(key) or meanings.get(key.replace("-", "")) or _by_letters(key, meanings) or match.group()

    return pattern.sub(long, name)


def _by_letters(key: str, meanings: dict[str, str]) -> str | None:
    letters = key.replace("-", "")
    return next((long for short, long in meanings.items() if short.replace("-", "") == letters), None)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: ASCII words without "và", marks and case."""
    return " ".join(word for word in slug(name).split("-") if word and word != "va")
