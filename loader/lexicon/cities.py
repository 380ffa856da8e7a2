"""Cities of the level of a province, with the day from which they are, from ``central_cities.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CentralCity:
    """A city directly under the government.

    Attributes:
        name: its proper name ("Huế").
        since: the day from which it is one; None when it was one before all documents read here.
    """

    name: str
    since: date | None


@cache
def central_cities() -> tuple[CentralCity, ...]:
    """Return the cities of ``central_cities.toml``."""
    text = files(__package__).joinpath("central_cities.toml").read_text(encoding="utf-8")
    return tuple(CentralCity(row["name"], row.get("since")) for row in tomllib.loads(text)["city"])


def is_central_city(name: str, day: date | None = None) -> bool:
    """Say whether a city lies directly under the government on a day.

    Args:
        name: its proper name, in any case.
        day: the day; None for today's order, which a document without date is read by.
    """
    folded = name.strip().casefold()
    found = next((city for city in central_cities() if city.name.casefold() == folded), None)
    return found is not None and (day is None or found.since is None or found.since <= day)
