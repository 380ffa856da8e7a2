"""Vocabularies from their tables: ``thesaurus.toml`` of all plans, ``thesaurus.toml`` and ``themes.toml`` of packs.

Tables are checked field by field, for people write them; what is wrong is named with its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loader.errors import ConfigurationError, is_exhausted
from loader.lexicon.concepts import Concept, Figure, Objects, Part, Solution, Theme, Thesaurus, Vocabulary, Wide

THESAURUS_FILE = "thesaurus.toml"
"""What plans speak about; a pack's lists what only plans of its field speak about."""
THEMES_FILE = "themes.toml"
"""Which concepts belong to the solutions and indicators of a pack."""
_AT_HAND = 64

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Texts = tuple[_Text, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Concept(_Strict):
    key: _Text
    vi: _Text
    en: str = ""
    words: _Texts = Field(min_length=1)
    with_: _Texts = Field((), alias="with")
    unless: _Texts = ()
    sure: _Texts = ()
    vague: bool = False
    weak: bool = False


class _Wide(_Strict):
    concept: _Text
    words: _Texts = Field(min_length=1)
    with_: _Texts = Field((), alias="with")
    unless: _Texts = ()


class _Objects(_Strict):
    concept: _Text
    groups: tuple[_Texts, ...] = Field(min_length=2)
    ways: bool = False


class _Thesaurus(_Strict):
    concept: tuple[_Concept, ...] = ()
    wide: tuple[_Wide, ...] = ()
    objects: tuple[_Objects, ...] = ()
    aside: _Texts = ()
    context: _Texts = ()
    actions: _Texts = ()
    empty: _Texts = ()
    speaking: _Texts = ()
    teaching: _Texts = ()
    linking: _Texts = ()
    reviewing: _Texts = ()
    reviewed: _Texts = ()
    kin: tuple[_Texts, ...] = ()
    beside: tuple[_Texts, ...] = ()
    policies: _Texts = ()
    means: _Texts = ()


class _Solution(_Strict):
    measure: _Text
    concepts: _Texts = ()
    also: _Texts = ()


class _Part(_Strict):
    concepts: _Texts = Field(min_length=1)
    of: _Texts = Field(min_length=1)


class _Theme(_Strict):
    indicator: _Text
    concepts: _Texts = ()
    also: _Texts = ()
    with_: _Texts = Field((), alias="with")
    unless: _Texts = ()


class _Figure(_Strict):
    indicator: _Text
    rate: bool
    words: _Texts = Field(min_length=1)
    wide: _Texts = ()
    of: _Texts = ()


class _Themes(_Strict):
    solution: tuple[_Solution, ...] = ()
    part: tuple[_Part, ...] = ()
    theme: tuple[_Theme, ...] = ()
    figure: tuple[_Figure, ...] = ()


_Read = TypeVar("_Read", bound=_Strict)


@dataclass(frozen=True, slots=True)
class Tables:
    """The texts of the tables of one pack, "" where it has none.

    Attributes:
        folder: the folder of the pack; its name is that of the programme.
        thesaurus: the text of ``thesaurus.toml``.
        themes: the text of ``themes.toml``.
    """

    folder: Path
    thesaurus: str
    themes: str


def read_tables(folder: Path) -> Tables:
    """Return the tables of a pack.

    Raises:
        ConfigurationError: one is there and cannot be read.
    """
    return Tables(folder, _text(folder / THESAURUS_FILE), _text(folder / THEMES_FILE))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        if is_exhausted(error):
            raise
        raise ConfigurationError(f"cannot be read: {error}", where=str(file)) from error


@lru_cache(_AT_HAND)
def vocabulary_of(packs: tuple[Tables, ...]) -> Vocabulary:
    """Return the vocabulary of all plans with that of packs.

    Raises:
        ConfigurationError: a table is no TOML, a field is missing, unknown or of the wrong kind, a concept has the key of
            another, or one is named that there is not; the message names file and entry.
    """
    common = _checked(
        _Thesaurus, files(__package__).joinpath(THESAURUS_FILE).read_text(encoding="utf-8"), THESAURUS_FILE
    )
    own = [(pack.folder, _checked(_Thesaurus, pack.thesaurus, str(pack.folder / THESAURUS_FILE))) for pack in packs]
    themes = [(pack.folder, _checked(_Themes, pack.themes, str(pack.folder / THEMES_FILE))) for pack in packs]
    concepts = {entry.key: _concept(entry) for entry in common.concept}
    for folder, table in own:
        for entry in table.concept:
            if entry.key in concepts:
                where = str(folder / THESAURUS_FILE)
                raise ConfigurationError(f"another concept has the key {entry.key} already", where=where)
            concepts[entry.key] = _concept(entry)
    tables = [common, *(table for _, table in own)]
    found = Thesaurus(
        concepts,
        tuple(Wide(e.concept, e.words, e.with_, e.unless) for table in tables for e in table.wide),
        _all(table.aside for table in tables),
        _all(table.context for table in tables),
        _all(table.actions for table in tables),
        _all(table.empty for table in tables),
        frozenset(_all(table.speaking for table in tables)),
        frozenset(_all(table.teaching for table in tables)),
        frozenset(_all(table.linking for table in tables)),
        frozenset(_all(table.reviewing for table in tables)),
        frozenset(_all(table.reviewed for table in tables)),
        tuple(frozenset(group) for table in tables for group in table.kin),
        tuple(frozenset(group) for table in tables for group in table.beside),
        frozenset(_all(table.policies for table in tables)),
        frozenset(_all(table.means for table in tables)),
        {e.concept: Objects(e.concept, e.groups, e.ways) for table in tables for e in table.objects},
    )
    for (folder, entries), (_, table) in zip(themes, own, strict=True):
        known = {entry.key for entry in (*common.concept, *table.concept)}  # a pack is read without the others, too
        if unknown := next((entry.concept for entry in table.wide if entry.concept not in known), None):
            raise ConfigurationError(f"no concept has the key {unknown}", where=str(folder / THESAURUS_FILE))
        if unknown := next((key for key in _named(entries) if key not in known), None):
            raise ConfigurationError(f"no concept has the key {unknown}", where=str(folder / THEMES_FILE))
    return Vocabulary(
        found,
        tuple(Solution(e.measure, frozenset(e.concepts), frozenset(e.also)) for _, t in themes for e in t.solution),
        tuple(
            Theme(e.indicator, frozenset(e.concepts), frozenset(e.also), e.with_, e.unless)
            for _, t in themes
            for e in t.theme
        ),
        tuple(Figure(e.indicator, e.rate, e.words, e.of, e.wide) for _, t in themes for e in t.figure),
        tuple(Part(frozenset(e.concepts), frozenset(e.of)) for _, t in themes for e in t.part),
    )


def _checked(kind: type[_Read], text: str, where: str) -> _Read:
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"not valid TOML: {error}", where=where) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise ConfigurationError(f"{place}: {first['msg'].lower()}", where=where) from error


def _concept(it: _Concept) -> Concept:
    return Concept(it.key, it.vi, it.en or it.vi, it.words, it.with_, it.unless, it.vague, it.weak, it.sure)


def _all(several: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(text for texts in several for text in texts)


def _named(table: _Themes) -> Iterator[str]:
    """Yield the keys of the concepts that a table names."""
    for solution in table.solution:
        yield from (*solution.concepts, *solution.also)
    for part in table.part:
        yield from (*part.concepts, *part.of)
    for theme in table.theme:
        yield from (*theme.concepts, *theme.also)
