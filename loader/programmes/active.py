"""The programmes whose packs a document is read with: chosen for each document, all that come along when nobody chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property

from loader.programmes.model import Programme, TargetType
from loader.programmes.reading import read_packs
from loader.project import Project
from loader.things import Things


@dataclass(frozen=True)
class _Chosen:
    """Programmes, and what is asked of them again and again."""

    programmes: tuple[Programme, ...]

    @cached_property
    def growing(self) -> frozenset[str]:
        return frozenset(i.key for p in self.programmes for i in p.indicators if i.type is TargetType.GROWTH)

    @cached_property
    def units(self) -> dict[str, frozenset[str]]:
        return {i.key: frozenset(i.units) for programme in self.programmes for i in programme.indicators}


_CHOSEN: ContextVar[_Chosen | None] = ContextVar("programmes", default=None)


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
    return _chosen().programmes


def _chosen() -> _Chosen:
    return _CHOSEN.get() or _bundled()


@cache
def _bundled() -> _Chosen:
    return _Chosen(bundled_programmes())


@contextmanager
def reading_with(programmes: tuple[Programme, ...]) -> Iterator[None]:
    """Let everything inside be read with these programmes."""
    token = _CHOSEN.set(_Chosen(programmes))
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def is_growth(indicator: str) -> bool:
    """Whether an indicator of the active programmes is a growth per year, whose figure may well be lower later."""
    return indicator in _chosen().growing


def units_of(indicator: str) -> frozenset[str]:
    """Return the units that figures of an indicator of the active programmes may be in; none of an unknown one."""
    return _chosen().units.get(indicator, frozenset())
