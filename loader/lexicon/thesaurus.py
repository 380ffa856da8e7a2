"""The vocabulary that sentences are read with: of all plans, and of the packs at hand or of those of some programmes.

A document is read with the words of all plans and those of its own programmes, for what another field calls its work says
nothing of it; a document of no known programme is read with the words of all packs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loader.lexicon.concepts import Figure, Solution, Theme, Thesaurus, Vocabulary
from loader.lexicon.vocabulary import Tables, read_tables, vocabulary_of
from loader.project import Project


@dataclass(frozen=True, slots=True)
class _Choice:
    """The packs at hand, and the vocabulary that is read with now."""

    packs: tuple[Tables, ...]
    vocabulary: Vocabulary


_CHOSEN: ContextVar[_Choice | None] = ContextVar("vocabulary", default=None)


@cache
def _bundled() -> _Choice:
    return _choice(Project.bundle().packs)


def _choice(folders: Iterable[Path]) -> _Choice:
    # A workspace's pack takes the place of one of the same name that comes along, here as where packs are read.
    packs = tuple(read_tables(folder) for folder in {folder.name: folder for folder in folders}.values())
    return _Choice(packs, vocabulary_of(packs))


@contextmanager
def reading_words_of(packs: Iterable[Path]) -> Iterator[None]:
    """Let everything inside be read with the words of these packs; those that come along when nobody chooses.

    Args:
        packs: their folders.

    Raises:
        ConfigurationError: a table of a pack cannot be read.
    """
    token = _CHOSEN.set(_choice(packs))
    try:
        yield
    finally:
        _CHOSEN.reset(token)


@contextmanager
def speaking_of(programmes: Collection[str]) -> Iterator[None]:
    """Let everything inside be read with the words of some programmes only; with those of all packs when none of them is known.

    Args:
        programmes: keys of the programmes.
    """
    known = _CHOSEN.get() or _bundled()
    packs = tuple(pack for pack in known.packs if pack.folder.name in programmes)
    token = _CHOSEN.set(_Choice(known.packs, vocabulary_of(packs or known.packs)))
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def vocabulary() -> Vocabulary:
    """Return what sentences are read with now."""
    return (_CHOSEN.get() or _bundled()).vocabulary


def thesaurus() -> Thesaurus:
    """Return the concepts that sentences can speak about."""
    return vocabulary().thesaurus


def solutions() -> tuple[Solution, ...]:
    """Return what the measures of programmes are about, from ``themes.toml`` of packs."""
    return vocabulary().solutions


def themes() -> tuple[Theme, ...]:
    """Return what moves the figures of indicators, from ``themes.toml`` of packs."""
    return vocabulary().themes


def figures() -> tuple[Figure, ...]:
    """Return how the words of figures name indicators, from ``themes.toml`` of packs."""
    return vocabulary().figures
