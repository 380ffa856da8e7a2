"""The programmes whose packs a document is read with: chosen for each document, all that come along when nobody chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from loader.programmes.model import Programme, TargetType
from loader.programmes.reading import read_packs
from loader.project import Project
from loader.things import Things

_CHOSEN: ContextVar[tuple[Programme, ...] | None] = ContextVar("programmes", default=None)


@cache
def bundled_programmes() -> tuple[Programme, ...]:
    """Return the programmes that come along with the package.

    Raises:
        ConfigurationError: a pack cannot be read.
    """
    return read_packs(Project.bundle().packs)


@cache
def bundled_things() -> Things:
    """Return the named things that the programmes which come along with the package bring.

    Raises:
        ConfigurationError: a pack cannot be read.
    """
    return Things.together(programme.things for programme in bundled_programmes())


def active_programmes() -> tuple[Programme, ...]:
    """Return the programmes chosen by ``reading_with``, else those that come along."""
    chosen = _CHOSEN.get()
    return bundled_programmes() if chosen is None else chosen


@contextmanager
def reading_with(programmes: tuple[Programme, ...]) -> Iterator[None]:
    """Let everything inside be read with these programmes."""
    token = _CHOSEN.set(programmes)
    try:
        yield
    finally:
        _CHOSEN.reset(token)


@cache
def _growing(programmes: tuple[Programme, ...]) -> frozenset[str]:
    return frozenset(i.key for p in programmes for i in p.indicators if i.type is TargetType.GROWTH)


def is_growth(indicator: str) -> bool:
    """Whether an indicator of the active programmes is a growth per year, whose figure may well be lower later."""
    return indicator in _growing(active_programmes())


@cache
def _units(programmes: tuple[Programme, ...]) -> dict[str, frozenset[str]]:
    return {i.key: frozenset(i.units) for programme in programmes for i in programme.indicators}


def units_of(indicator: str) -> frozenset[str]:
    """Return the units that figures of an indicator of the active programmes may be in; none of an unknown one."""
    return _units(active_programmes()).get(indicator, frozenset())
