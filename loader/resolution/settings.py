"""Where and when each instrument of a file speaks: its unit, its province and its date."""

from __future__ import annotations

from loader.facts import Facts, Instrument, Place
from loader.kinds import Level
from loader.resolution.agencies import VIET_NAM, Setting, Unit, unit_of
from loader.resolution.names import split_place
from loader.slugs import bare_place_name

_NOWHERE = Unit("khong-ro", "Không rõ", Level.PROVINCE)


def _province_in_citations(facts: Facts) -> str | None:
    """Return the one province whose bodies the file cites: where a district's plan does not name its own."""
    names: dict[str, None] = {}
    for relation in facts.relations:
        place = split_place(relation.citation.issuer or "", facts.instruments[0].date).place
        if place and place.level is Level.PROVINCE and place.name:
            names[place.name] = None
    return next(iter(names)) if len(names) == 1 else None


def _area(instrument: Instrument, main: Instrument) -> Place | None:
    if instrument.area or main.area:
        return instrument.area or main.area
    place = split_place(instrument.issuer or main.issuer or "", instrument.date or main.date).place
    return Place(place.name, place.level, place.kind) if place and place.name else None


def setting_of(instrument: Instrument, facts: Facts, known_parent: str | None = None) -> Setting:
    """Return where and when an instrument speaks.

    Args:
        instrument: one of the file's instruments.
        facts: all facts of the file; its first instrument lends what this one leaves out.
        known_parent: name of the province that the unit lies in, from reference data.
    """
    main = facts.instruments[0]
    day = instrument.date or main.date
    area = _area(instrument, main)
    level = instrument.level or main.level
    if area is None:
        return Setting(VIET_NAM if level is Level.NATIONAL else _NOWHERE, None, day)
    if area.level is Level.NATIONAL:
        return Setting(VIET_NAM, None, day)
    if area.level is Level.PROVINCE:
        unit = unit_of(area)
        return Setting(unit, unit, day)
    above = known_parent or (area.parent if area.level is Level.DISTRICT else None) or _province_in_citations(facts)
    province = unit_of(Place(bare_place_name(above), Level.PROVINCE)) if above else None
    return Setting(unit_of(area, province if area.level is Level.DISTRICT else None), province, day)
