"""Curated records of craft villages, of counts of them, and of the names of crafts (``data/villages``).

The files say only what their sources say; what is missing there is missing here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from loader.errors import ConfigurationError
from loader.slugs import slug

_DATE = re.compile(r"(\d{4})(?:-(\d{2})-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class When:
    """A day or a year, as far as a source says.

    Attributes:
        year: the year.
        day: the day, when the source gives it.
    """

    year: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one page says: its address, and its words in short."""

    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognition, as far as sources tell.

    Attributes:
        decision: the decision, as printed.
        when: its day or year.
        issuer: who recognised it.
    """

    decision: str | None
    when: When | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class VillageRecord:
    """A village, or a craft of a place, with its sources.

    Attributes:
        name: its name ("Làng nghề đúc đồng Trà Đông").
        plain: its proper name alone ("Trà Đông").
        kind: key of its kind ("craft-village", "traditional-craft-village", "traditional-craft").
        crafts: what is made there, the main craft first.
        commune: commune then, with its kind.
        district: district then, with its kind.
        province: province then.
        province_today: province since 1 July 2025.
        recognised: the recognition, if a source tells of one.
        households: how many households.
        workers: how many workers.
        revenue: revenue, in words.
        figures_year: year of the figures.
        state: key of its state, if a source tells it.
        said: its sources.
        independent: two or more independent pages tell of it.
    """

    name: str
    plain: str
    kind: str
    crafts: tuple[str, ...]
    commune: str | None
    district: str | None
    province: str
    province_today: str
    recognised: Recognised | None
    households: int | None
    workers: int | None
    revenue: str | None
    figures_year: int | None
    state: str | None
    said: tuple[Said, ...]
    independent: bool


@dataclass(frozen=True, slots=True)
class CountRecord:
    """Figures of one source on one place.

    Attributes:
        place: the province, or None for the country.
        when: day or year of the figures.
        figures: what is counted (key) and how many, in a fixed order.
        source: address of the page.
        note: what a reader should know.
    """

    place: str | None
    when: When | None
    figures: tuple[tuple[str, int], ...]
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class CraftRecord:
    """A craft with its other names.

    Attributes:
        name: what it is called.
        english: the same in English.
        aliases: other names of the very same craft.
        broader: name of a broader craft, or key of a group of crafts.
        words: words by which a craft without a record of its own belongs below this one.
    """

    name: str
    english: str
    aliases: tuple[str, ...]
    broader: str
    words: tuple[str, ...]


_KINDS = {
    "làng nghề": "craft-village",
    "làng nghề truyền thống": "traditional-craft-village",
    "nghề truyền thống": "traditional-craft",
}
_STATES = {"active": "active", "thriving": "thriving", "at_risk": "at-risk", "lost": "lost"}
_COUNTED = ("villages", "recognised", "traditional", "crafts")
COUNTRY = "Cả nước"
"""What a count of the whole country has in place of a province."""


def read_villages(path: Path) -> tuple[VillageRecord, ...]:
    """Return the records of a file of villages, sorted by province and name.

    Raises:
        ConfigurationError: the file is no such list, or a record says what it cannot.
    """
    found = [_village(row, path) for row in _rows(path)]
    return tuple(sorted(found, key=lambda v: (v.province, v.name)))


def read_counts(path: Path) -> tuple[CountRecord, ...]:
    """Return the records of a file of counts, sorted.

    Raises:
        ConfigurationError: the file is no such list.
    """
    found = [_count(row, path) for row in _rows(path)]
    return tuple(sorted(found, key=lambda c: (c.place or "", str(c.when), c.source, c.figures)))


def read_crafts(path: Path) -> tuple[CraftRecord, ...]:
    """Return the records of a file of crafts, in its order (the first words that fit count).

    Raises:
        ConfigurationError: the file is no TOML, a record lacks a name, or a name stands for two crafts.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("craft", [])
        found = tuple(
            CraftRecord(r["name"], r["en"], tuple(r.get("aliases", ())), r["broader"], tuple(r.get("words", ())))
            for r in rows
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"not a file of crafts: {error}", where=str(path)) from error
    seen: dict[str, str] = {}
    for craft in found:
        for name in (craft.name, *craft.aliases):
            if seen.setdefault(slug(name), craft.name) != craft.name:
                raise ConfigurationError(f"{name!r} stands for two crafts", where=str(path))
    return found


def _rows(path: Path) -> list[Mapping[str, Any]]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"not a list of records: {error}", where=str(path)) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigurationError("not a list of records", where=str(path))
    return rows


def _village(row: Mapping[str, Any], path: Path) -> VillageRecord:
    try:
        sources = tuple(Said(s["url"], s["says"]) for s in row["sources"])
        if not sources:
            raise ValueError("a record needs a source")
        recognised = Recognised(row.get("recognised_by"), _when(row.get("recognised_on")), row.get("recognised_issuer"))
        told = any((recognised.decision, recognised.when, recognised.issuer))
        return VillageRecord(
            row["name"],
            row.get("name_plain", ""),
            _KINDS[row["kind"]],
            tuple(dict.fromkeys([*([row["craft"]] if row.get("craft") else []), *row.get("crafts_also", ())])),
            row.get("commune"),
            row.get("district"),
            row["province"],
            row["province_2025"],
            recognised if told else None,
            row.get("households"),
            row.get("workers"),
            row.get("revenue_text"),
            row.get("figures_year"),
            _STATES[row["status"]] if row.get("status") else None,
            sources,
            len({s.url for s in sources}) > 1 and row.get("certainty", "").startswith("two"),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigurationError(f"{row.get('name', row)}: {error}", where=str(path)) from error


def _count(row: Mapping[str, Any], path: Path) -> CountRecord:
    try:
        figures = tuple((key, int(row[key])) for key in _COUNTED if row.get(key) is not None)
        place = None if row["province"] == COUNTRY else row["province"]
        return CountRecord(place, _when(row.get("as_of")), figures, row["source"], row.get("note"))
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigurationError(f"{row.get('source', row)}: {error}", where=str(path)) from error


def _when(text: str | None) -> When | None:
    if text is None:
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no day or year")
    return When(int(match[1]), date.fromisoformat(text) if match[2] else None)
