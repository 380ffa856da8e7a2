"""From the name of a body, as a document writes it, to the one body of that place and level that it means.

A department named in a province's plan is that province's department; an office named in a district's plan is that
district's. Spelling variants meet in ``name_key``; a name that is cut off or damaged is matched only when a single kind
of body fits, with a lower confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache

from loader.facts import Agent, Place
from loader.kinds import AgentKind, Level
from loader.lexicon import BodyKind, body_kinds
from loader.lexicon.cities import is_central_city
from loader.lexicon.families import families_of
from loader.lexicon.formulas import provinces
from loader.resolution.names import NamedPlace, SplitName, name_key, spelled_out, split_place, without_head
from loader.slugs import COUNTRY, issuer_slug, issuer_symbol, place_slug, slug

_MIN_CUT_WORDS = 4
_MIN_RATIO = 0.88
_MIN_MARGIN = 0.04
_LEVEL_ORDER = (Level.NATIONAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


def _is_above(level: Level, other: Level) -> bool:
    return _LEVEL_ORDER.index(level) < _LEVEL_ORDER.index(other)


class Basis(StrEnum):
    """How a name was matched to a kind of body, from sure to unsure."""

    LISTED = "listed"
    CUT_OFF = "cut-off"
    SIMILAR = "similar"
    UNLISTED = "unlisted"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit with its slug.

    Attributes:
        slug: its slug ("long-an").
        name: its proper name ("Long An").
        level: its level.
        kind: its kind ("tỉnh"), "" if unknown.
        parent: slug of the unit above, if known.
    """

    slug: str
    name: str
    level: Level
    kind: str = ""
    parent: str | None = None

    @property
    def label(self) -> str:
        """The name with its kind: "Tỉnh Long An", "Thành phố Huế"; below a province the bare name when the kind is unknown."""
        if not self.kind:
            if self.level is not Level.PROVINCE:
                return self.name
            return f"Thành phố {self.name}" if is_central_city(self.name) else f"Tỉnh {self.name}"
        return f"{self.kind[:1].upper()}{self.kind[1:]} {self.name}"


_WITHOUT_DISTRICTS = date(2025, 7, 1)
"""Day from which there are provinces and communes only (Resolution 203/2025/QH15): a city above a commune is of a province's level."""
_CITY = "thanh-pho"
"""Slug of the kind of a city."""
VIET_NAM = Unit(COUNTRY, "Việt Nam", Level.NATIONAL)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a document speaks: what "tỉnh" and "huyện" mean in it.

    Attributes:
        unit: the unit that the document is for.
        province: the province that it lies in (the unit itself for a province).
        day: date of the document.
    """

    unit: Unit
    province: Unit | None
    day: date | None

    def at(self, level: Level) -> Unit:
        """Return the unit of a level as seen from this document; the document's own unit when it is not known."""
        if level is Level.NATIONAL:
            return VIET_NAM
        if level is Level.PROVINCE and self.province:
            return self.province
        return self.unit

    @property
    def lies_in_city(self) -> bool:
        """Whether the province is a city of that level on the document's day."""
        province = self.province
        return province is not None and (slug(province.kind) == _CITY or is_central_city(province.name, self.day))


@dataclass(frozen=True, slots=True)
class Body:
    """A body or group of bodies of one place.

    Attributes:
        unit: the place that it serves.
        name: its canonical name without the place; a group keeps its phrase.
        kind: its kind, when listed.
        level: its level of government.
        group: it is a group, not one body.
        basis: how the name was matched.
        confidence: how sure the match is, 0 to 1.
    """

    unit: Unit
    name: str
    kind: BodyKind | None
    level: Level
    group: bool
    basis: Basis
    confidence: Decimal

    @property
    def of_unknown_place(self) -> bool:
        """Whether the place that it serves lies above ``unit``, and is not known: a "Sở" in the plan of a commune alone."""
        return _is_above(self.level, self.unit.level)

    @property
    def label(self) -> str:
        """The name with its place: "Sở Tài chính tỉnh Long An"; national bodies, groups and those of an unknown place by their name."""
        if self.group or self.unit.level is Level.NATIONAL or slug(self.unit.name) in slug(self.name):
            return self.name
        if self.of_unknown_place:
            return self.name
        place = self.unit.label
        if place == self.unit.name or self.name.endswith(f" {self.unit.kind or 'tỉnh'}"):
            return f"{self.name} {self.unit.name}"
        return f"{self.name} {place[:1].lower()}{place[1:]}"


def unit_of(place: Place, parent: Unit | None = None) -> Unit:
    """Return the unit that a document names."""
    above = parent.name if parent else place.parent
    parent_slug = parent.slug if parent else (place_slug(place.parent) if place.parent else None)
    return Unit(
        place_slug(place.name, place.level, place.kind, above), place.name, place.level, place.kind, parent_slug
    )


@cache
def _index() -> dict[str, tuple[BodyKind, ...]]:
    index: dict[str, tuple[BodyKind, ...]] = {}
    for kind in body_kinds():
        for name in (kind.name, *kind.aliases):
            for key in dict.fromkeys((name_key(name), name_key(spelled_out(name)))):
                if kind not in index.get(key, ()):
                    index[key] = (*index.get(key, ()), kind)
    return index


def _listed(name: str) -> tuple[BodyKind, ...]:
    index = _index()
    return index.get(name_key(name)) or index.get(name_key(spelled_out(name))) or ()


def _choose(kinds: tuple[BodyKind, ...], level: Level) -> BodyKind:
    exact = [k for k in kinds if k.level is level]
    return (exact or list(kinds))[0]


@cache
def _guess(key: str) -> tuple[BodyKind, Basis, Decimal] | None:
    """Return the one kind of body that a cut-off or damaged name can mean."""
    first = key.split(" ", 1)[0]
    same_head = [(k, kind) for k, kinds in _index().items() for kind in kinds if k.split(" ", 1)[0] == first]
    if len(key.split()) >= _MIN_CUT_WORDS:
        longer = {kind.name: kind for k, kind in same_head if k.startswith(f"{key} ")}
        if len(longer) == 1:
            return next(iter(longer.values())), Basis.CUT_OFF, Decimal("0.8")
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    ratios: dict[str, tuple[float, BodyKind]] = {}
    for k, kind in same_head:
        matcher.set_seq1(k)
        if matcher.real_quick_ratio() >= _MIN_RATIO - _MIN_MARGIN and matcher.quick_ratio() >= _MIN_RATIO - _MIN_MARGIN:
            ratio = matcher.ratio()
            if ratio > ratios.get(kind.name, (0.0, kind))[0]:
                ratios[kind.name] = (ratio, kind)
    ranked = sorted(ratios.values(), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _MIN_RATIO or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MIN_MARGIN):
        return None
    return ranked[0][1], Basis.SIMILAR, Decimal(f"{0.9 * ranked[0][0]:.2f}")


def _is_unit(name: str) -> bool:
    """Say whether a name is of a centre, institute, branch or the like: many stand side by side with names that begin alike."""
    return bool(families_of(name, group=False))


def _differs_in_words(name: str, kind: BodyKind) -> bool:
    return all(len(name_key(name).split()) != len(name_key(known).split()) for known in (kind.name, *kind.aliases))


def _trailing_place(name: str, setting: Setting) -> SplitName:
    """Split off the document's own place written without its kind ("Sở Công Thương Lạng Sơn")."""
    for unit in (setting.unit, setting.province):
        if unit and name.endswith(f" {unit.name}"):
            bare = name[: -len(unit.name) - 1].rstrip(" -,")
            if _listed(bare):
                return SplitName(bare, NamedPlace(unit.kind, unit.level, unit.name))
    return SplitName(name, None)


def _with_province(bare: SplitName) -> SplitName:
    """Split off a province that stands without its kind behind a body that provinces alone have ("Sở Du lịch Hà Nội")."""
    folded = bare.name.casefold()
    for name in provinces():
        if folded.endswith(f" {name.casefold()}"):
            own = bare.name[: -len(name) - 1].rstrip(" -,")
            kinds = _listed(own)
            if kinds and all(kind.level is Level.PROVINCE for kind in kinds):
                return SplitName(own, NamedPlace("", Level.PROVINCE, name))
    return bare


def province_of(name: str, day: date | None) -> str | None:
    """Return the province that stands in the name of a committee or department as its own: "UBND thành phố Hà Nội"."""
    split = split_place(spelled_out(without_head(name.strip())), day)
    split = _with_province(split) if split.place is None else split
    named = split.place if _listed(split.name) else None
    return named.name if named is not None and named.level is Level.PROVINCE else None


def _place_of(named: NamedPlace | None, kind: BodyKind | None, setting: Setting) -> Unit:
    if kind and kind.level is Level.NATIONAL:
        return VIET_NAM
    if named and named.name:
        for unit in (setting.unit, setting.province):
            if unit and slug(unit.name) == slug(named.name) and unit.level is named.level:
                return unit
        parent = setting.province if named.level is Level.DISTRICT else None
        if named.level is Level.COMMUNE and setting.unit.level is Level.DISTRICT:
            parent = setting.unit
        return unit_of(Place(named.name, named.level, named.kind), parent)
    if named and kind and kind.level is Level.PROVINCE:
        return setting.at(Level.PROVINCE)
    if named:
        if setting.unit.kind != named.kind and slug(named.kind) == _CITY and setting.lies_in_city:
            # "UBND Thành phố" in the plan of a district or commune of Hà Nội: the city above it.
            return setting.at(Level.PROVINCE)
        # "thành phố" and the like without a name: the document's own unit, whatever its kind.
        return setting.unit if setting.unit.kind == named.kind else setting.at(named.level)
    if kind and kind.level and _LEVEL_ORDER.index(kind.level) < _LEVEL_ORDER.index(setting.unit.level):
        return setting.at(kind.level)
    return setting.unit


def _without_gloss(name: str) -> str:
    """Return a listed name without what stands in brackets behind it ("Sở Tài chính (cơ quan chủ trì)")."""
    bare, bracket, _ = name.partition(" (")
    return bare if bracket and name.endswith(")") and (_listed(bare) or _listed(split_place(bare).name)) else name


@lru_cache(maxsize=4096)
def resolve_name(name: str, setting: Setting) -> Body:
    """Return the one body that a name means in a document.

    Args:
        name: the name as written, white space collapsed ("Sở NN&PTNT", "Giám đốc Sở Tài chính", "UBND tỉnh Long An").
        setting: where and when the document speaks.
    """
    whole = _without_gloss(without_head(name.strip()))
    split = SplitName(whole, None) if _listed(whole) else split_place(spelled_out(whole), setting.day)
    if split.place is None and not _listed(split.name):
        split = _trailing_place(split.name, setting)
    if split.place is None and not _listed(split.name):
        split = _with_province(split)
    kinds = _listed(split.name)
    level = split.place.level if split.place else setting.unit.level
    if kinds:
        kind = _choose(kinds, level)
        return _body(kind, split.place, setting, Basis.LISTED, Decimal("1"))
    guess = _guess(name_key(split.name))
    if guess and not (_is_unit(split.name) and _differs_in_words(split.name, guess[0])):
        return _body(guess[0], split.place, setting, guess[1], guess[2])
    unit = _place_of(split.place, None, setting)
    bare = split.name if split.place and split.place.name is None else whole
    clean = f"{bare[:1].upper()}{bare[1:]}"
    return Body(unit, clean, None, unit.level, False, Basis.UNLISTED, Decimal("0.8"))


def _has_two_levels(day: date | None) -> bool:
    return day is not None and day >= _WITHOUT_DISTRICTS


def _means_another(named: NamedPlace, unit: Unit, setting: Setting) -> bool:
    """Whether a kind of unit without a name means one above the document's own that is not known."""
    if unit is not setting.unit or named.kind == unit.kind:
        return False
    if slug(named.kind) == _CITY and setting.province is None and unit.level is Level.DISTRICT:
        return True  # of a district: the city above it
    return _is_above(named.level, unit.level)


def _body(kind: BodyKind, named: NamedPlace | None, setting: Setting, basis: Basis, confidence: Decimal) -> Body:
    unit = _place_of(named, kind, setting)
    if named and named.name is None and kind.level is None and _means_another(named, unit, setting):
        # Which one the text does not say: it is none of the document's own unit.
        city = slug(named.kind) == _CITY and (unit.level is Level.DISTRICT or _has_two_levels(setting.day))
        level = Level.PROVINCE if city else named.level
        return Body(unit, f"{kind.name} {named.kind}", None, level, False, basis, confidence)
    return Body(unit, kind.name, kind, kind.level or unit.level, False, basis, confidence)


def resolve(agent: Agent, setting: Setting) -> Body:
    """Return the body or group of bodies that an agent of a document is."""
    if agent.kind is AgentKind.GROUP:
        phrase = " ".join(agent.name.split())
        clean = f"{phrase[:1].upper()}{phrase[1:]}"
        return Body(setting.unit, clean, None, setting.unit.level, True, Basis.PHRASE, Decimal("1"))
    return resolve_name(agent.name, setting)


def parent_of(body: Body) -> Body | None:
    """Return the body that a body is a part of (the committee of its place, for a department), if its kind says."""
    if body.group or body.kind is None or body.kind.parent is None or body.of_unknown_place:
        return None
    kinds = _listed(body.kind.parent)
    if not kinds:
        return None
    kind = _choose(kinds, body.unit.level)
    return Body(body.unit, kind.name, kind, kind.level or body.unit.level, False, Basis.LISTED, Decimal("1"))


def issuer_segment(number: str | None, kind: str, issuer: Body | None, setting: Setting) -> str:
    """Return the issuer's segment of a document's IRI ("ttg", "ubnd-long-an", "snn-thanh-hoa").

    Args:
        number: normalised number, if any.
        kind: symbol of the instrument's kind in lower ASCII.
        issuer: who issued it, if named.
        setting: where the document that names it speaks; a local body without a place belongs there.
    """
    named = issuer.kind.symbol if issuer and issuer.kind else (slug(issuer.name) if issuer else "")
    symbol = issuer_symbol(number, kind) or named or "khong-ro"
    if issuer:
        return issuer_slug(symbol, issuer.unit.slug)
    return issuer_slug(symbol, setting.unit.slug)
