"""Where and when each instrument of a file speaks: its unit, its province and its date."""

from __future__ import annotations

from datetime import date

from loader.facts import Facts, Instrument, Place
from loader.kinds import Level
from loader.lexicon.cities import is_central_city
from loader.resolution.agencies import VIET_NAM, Setting, Unit, province_of, unit_of
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


def _province_in_bodies(facts: Facts, main: Instrument) -> str | None:
    """Return the one province that the bodies given work, told of it or reported to are of."""
    agents = [agent for task in facts.tasks for agent in (*task.leads, *task.coordinating)]
    agents += [agent for duty in facts.duties for agent in (*duty.reporters, *duty.recipients)]
    told = [line.partition("(")[0].strip(" -–;,.") for line in main.recipients]
    found = {province_of(name, main.date) for name in (*(agent.name for agent in agents), *told)} - {None}
    return next(iter(found)) if len(found) == 1 else None


def _city_above(area: Place, day: date | None) -> str | None:
    """Return the city of the level of a province that a commune lies in: no district has the name of one."""
    above = area.parent if area.level is Level.COMMUNE else None
    return above if above is not None and is_central_city(bare_place_name(above), day) else None


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
    above = known_parent or (area.parent if area.level is Level.DISTRICT else _city_above(area, day))
    above = above or _province_in_citations(facts) or _province_in_bodies(facts, main)
    province = unit_of(Place(bare_place_name(above), Level.PROVINCE)) if above else None
    return Setting(unit_of(area, province if area.level is Level.DISTRICT else None), province, day)
