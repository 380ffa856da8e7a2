"""Packs from their files: ``programme.toml`` is checked field by field, and what is wrong is named with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from loader.errors import ConfigurationError
from loader.programmes.model import (
    Counting,
    Direction,
    NationalTarget,
    Programme,
    ProgrammeIndicator,
    Solution,
    TargetType,
)
from loader.programmes.pack_file import Strict, Text, read_declared
from loader.programmes.things import THINGS_FILE, read_things
from loader.things import Things

PACK_FILE = "programme.toml"
"""The file that makes a folder a pack; the only one that a person edits."""

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")]
_Path = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9/._-]*$")]


class _Target(Strict):
    element: _Path
    horizon: int | None = Field(None, ge=1900, le=2200)
    value: Decimal
    upper: Decimal | None = None
    comparator: str = "exactly"


class _Indicator(Strict):
    key: _Key
    vi: Text
    en: str = ""
    definition_vi: str = ""
    definition_en: str = ""
    words: tuple[Text, ...] = ()
    unit: _Key
    units: tuple[_Key, ...] = ()
    type: TargetType
    direction: Direction = Direction.MORE
    counting: Counting | None = None
    population: Text | None = None
    baseline: int | None = Field(None, ge=1900, le=2200)
    goals: tuple[Text, ...] = ()
    related: tuple[_Key, ...] = ()
    cues: tuple[Text, ...] = ()
    source: str = ""
    targets: tuple[_Target, ...] = ()


class _Solution(Strict):
    element: _Path
    vi: str = ""
    cues: tuple[Text, ...]


class _Root(Strict):
    path: _Path
    number: Text
    date: date


class _Period(Strict):
    start: int | None = Field(None, ge=1900, le=2200)
    end: int = Field(ge=1900, le=2200)


class _Pack(Strict):
    vi: Text
    en: str = ""
    source: str = ""
    root: tuple[_Root, ...] = Field(min_length=1)
    period: _Period | None = None
    titles: tuple[Text, ...] = ()
    subjects: tuple[Text, ...] = ()
    modules: tuple[_Path, ...] = ()
    indicator: tuple[_Indicator, ...] = ()
    solution: tuple[_Solution, ...] = ()


def read_pack(folder: Path) -> Programme:
    """Return the programme of a pack.

    Args:
        folder: the folder that holds ``programme.toml``.

    Raises:
        ConfigurationError: the file is not there, is no TOML, or a field is missing, unknown or of the wrong kind; the
            message names the field.
    """
    file = folder / PACK_FILE
    if not _KEY.fullmatch(folder.name):
        raise ConfigurationError("a pack's folder is named by small letters, digits and hyphens", where=str(folder))
    return _programme(folder, read_declared(file, _Pack))


def _programme(folder: Path, pack: _Pack) -> Programme:
    where = str(folder / PACK_FILE)
    keys = [indicator.key for indicator in pack.indicator]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise ConfigurationError(f"two indicators have the key {twice}", where=where)
    if unknown := next((r for i in pack.indicator for r in i.related if r not in keys), None):
        raise ConfigurationError(f"no indicator of the pack has the key {unknown}", where=where)
    if pack.period and pack.period.start and pack.period.start > pack.period.end:
        raise ConfigurationError("the period ends before it starts", where=where)
    return Programme(
        key=folder.name,
        folder=folder,
        vi=pack.vi,
        en=pack.en,
        roots=tuple(root.path for root in pack.root),
        numbers=tuple(root.number for root in pack.root),
        since=min(root.date for root in pack.root).isoformat(),
        start=pack.period.start if pack.period else None,
        end=pack.period.end if pack.period else None,
        titles=pack.titles,
        subjects=pack.subjects,
        modules=pack.modules,
        indicators=tuple(_indicator(entry, pack.source) for entry in pack.indicator),
        solutions=tuple(Solution(entry.element, entry.vi, entry.cues) for entry in pack.solution),
        things=read_things(folder),
    )


def _indicator(entry: _Indicator, source: str) -> ProgrammeIndicator:
    targets = tuple(NationalTarget(t.element, t.horizon, t.value, t.upper, t.comparator) for t in entry.targets)
    units = tuple(dict.fromkeys((entry.unit, *entry.units)))
    return ProgrammeIndicator(
        entry.key, entry.vi, entry.en, entry.definition_vi, entry.definition_en, entry.words, units, entry.type,
        entry.direction, entry.counting, entry.population, entry.baseline, entry.goals, entry.related, entry.cues,
        entry.source or source, targets,
    )  # fmt: skip


def read_packs(folders: Iterable[Path]) -> tuple[Programme, ...]:
    """Return the programmes of packs, by key; a pack of a later folder takes the place of one of the same name.

    Raises:
        ConfigurationError: a pack cannot be read, or two packs have an indicator or a kind of things of one key.
    """
    found = {folder.name: read_pack(folder) for folder in folders}
    owners: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for programme in found.values():
        for indicator in programme.indicators:
            other = owners.setdefault(indicator.key, programme.key)
            if other != programme.key:
                raise ConfigurationError(
                    f"the indicator {indicator.key} is in the pack {other} too", where=str(programme.folder / PACK_FILE)
                )
        for kind in programme.things.kinds:
            other = kinds.setdefault(kind.key, programme.key)
            if other != programme.key:
                raise ConfigurationError(
                    f"the kind of things {kind.key} is in the pack {other} too",
                    where=str(programme.folder / THINGS_FILE),
                )
    return tuple(found[key] for key in sorted(found))


def things_of(folders: Iterable[Path]) -> Things:
    """Return the named things that packs bring, all together.

    Raises:
        ConfigurationError: a pack cannot be read.
    """
    return Things.together(programme.things for programme in read_packs(folders))
