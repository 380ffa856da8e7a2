"""The provinces as tiles of a map and their regions, from ``provinces.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map.

    Attributes:
        slug: of its place.
        row: from the north.
        column: from the west.
        region: key of its region, "" after the mergers.
    """

    slug: str
    row: int
    column: int
    region: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A region.

    Attributes:
        key: its lasting name.
        vi: its name in Vietnamese.
        en: its name in English.
    """

    key: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Provinces:
    """All provinces before and since 1 July 2025.

    Attributes:
        regions: the regions of before.
        before: the provinces of before.
        after: those since then.
        islands: archipelagos off the mainland → the province of before that they belong to.
    """

    regions: tuple[Region, ...]
    before: tuple[Tile, ...]
    after: tuple[Tile, ...]
    islands: tuple[tuple[str, str], ...] = ()

    def islands_of(self, slug: str) -> tuple[str, ...]:
        """Return the archipelagos that belong to a province of before."""
        return tuple(island for island, province in self.islands if province == slug)

    def region_of(self, place: str) -> str:
        """Return the region of a place by its IRI or slug; "" for one that is no province of before."""
        slug = slug_of(place)
        return next((tile.region for tile in self.before if tile.slug == slug), "")


def slug_of(place: str) -> str:
    """Return the slug of a place's IRI: "long-an" of "…/place/long-an", also where a date follows."""
    return place.partition("/place/")[2].partition("/")[0] or place


@lru_cache(maxsize=1)
def provinces() -> Provinces:
    """Return the table."""
    read = tomllib.loads(Path(__file__).with_name("provinces.toml").read_text(encoding="utf-8"))
    return Provinces(
        tuple(Region(key, names["vi"], names["en"]) for key, names in read["regions"].items()),
        tuple(
            Tile(slug, row, column, region)
            for region, tiles in read["before"].items()
            for slug, (row, column) in tiles.items()
        ),
        tuple(Tile(slug, row, column) for slug, (row, column) in read["after"].items()),
        tuple(read["islands"].items()),
    )
