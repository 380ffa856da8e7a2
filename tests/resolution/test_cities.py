"""Cities of the level of a province: by date, and as the reference data have them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from loader.kinds import Level
from loader.lexicon.cities import central_cities, is_central_city
from loader.resolution.names import split_place

PLACES = (Path(__file__).resolve().parents[2] / "data" / "ttl" / "reference" / "places.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "day", "central"),
    [
        ("Huế", date(2024, 12, 31), False),
        ("Huế", date(2025, 1, 1), True),
        ("HUẾ", None, True),
        ("Cần Thơ", date(2003, 12, 31), False),
        ("Hà Nội", date(1990, 1, 1), True),
        ("Tân Hòa", None, False),
    ],
)
def test_a_city_is_central_from_its_day_on(name: str, day: date | None, central: bool) -> None:
    assert is_central_city(name, day) is central


def test_a_city_at_the_end_of_a_name_has_the_level_of_the_day() -> None:
    before = split_place("Ủy ban nhân dân thành phố Huế", date(2020, 5, 1)).place
    after = split_place("Ủy ban nhân dân thành phố Huế", date(2026, 5, 1)).place
    assert before is not None
    assert after is not None
    assert (before.level, after.level) == (Level.DISTRICT, Level.PROVINCE)


def test_the_reference_data_have_the_same_cities() -> None:
    of_province = {
        found[1]
        for entry in PLACES.split("\n\n")
        if "ln:level <https://w3id.org/langnghe/level/province>" in entry
        and (found := re.search(r'skos:prefLabel [^;]*?"Thành phố ([^"(]+)"@vi', entry))
    }
    assert of_province == {city.name for city in central_cities()}
