"""The book of rules that reading works with: the rules of a language, and those of the packs that are added to it."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache, wraps
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, ParamSpec, TypeVar

from loader.errors import ConfigurationError
from loader.project import Project
from loader.rules.matching import Beginnings, Matcher
from loader.rules.model import FactKind, ReadingRule, Rule, Table
from loader.rules.pattern import Choice
from loader.rules.reading import (
    PieceFile,
    read_added,
    read_piece_file,
    read_pieces,
    read_readings,
    read_table,
    read_trees,
    read_words,
)
from loader.rules.tallies import Measured, measured, parsed

T = TypeVar("T")
P = ParamSpec("P")

MEASURED = "measured.toml"
"""The file beside the rules that says how often they are right."""

_READINGS = "readings.toml"
_CERTAIN = Decimal(1)
_REMEMBERED = 1024

LANGUAGE = "vi"
"""The language whose rules are there when nobody chooses: the language of the documents."""


class _Named(dict[str, Matcher]):
    """The rules of a book by their names without language, each looked up in its table when it is first asked for."""

    def __init__(self, rules: Book) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, name: str) -> Matcher:
        whole = f"{self._rules.language}.{name}"
        found = next((m for m in self._rules.matchers(name.partition(".")[0]) if m.rule.id == whole), None)
        if found is None:
            raise ConfigurationError(f"no rule is called {whole}", advice="langnghe rules lists them")
        self[name] = found
        return found


class Book:
    """Rules by table and by name; a table is read when it is first asked for.

    Attributes:
        by_name: the rules by their names without language ("heading.funding"); see ``rule``.
    """

    def __init__(
        self,
        folder: Traversable,
        language: str = LANGUAGE,
        matcher: type[Matcher] = Matcher,
        packs: tuple[Traversable, ...] = (),
    ) -> None:
        """Make the book of the rules in a folder, and in those of packs.

        Args:
            folder: holds ``pieces.toml`` and ``rules/*.toml``.
            language: what the ids of its rules begin with.
            matcher: what rules are tried with.
            packs: folders of the same make whose rules come behind those of the folder, table by table.
        """
        self._folder = folder
        self._packs = packs
        self._language = language
        self._matcher = matcher
        self._piece_files: tuple[PieceFile, ...] | None = None
        self._pieces: dict[str, str] | None = None
        self._words: dict[str, tuple[str, ...]] | None = None
        self._tables: dict[str, Table] = {}
        self._has: dict[str, bool] = {}
        self._trees: dict[str, Choice] | None = None
        self._matchers: dict[str, tuple[Matcher, ...]] = {}
        self._beginning: dict[str, Beginnings] = {}
        self.by_name = _Named(self)
        self._readings: dict[str, ReadingRule] | None = None
        self._measured: Measured | None = None
        self._confidences: dict[str, Decimal] = {}
        self._memory: dict[object, Any] = {}

    @property
    def folder(self) -> Traversable:
        """The folder that holds its files."""
        return self._folder

    @property
    def language(self) -> str:
        """What the ids of its rules begin with."""
        return self._language

    def tried_with(self, matcher: type[Matcher]) -> Book:
        """Return a book of the same rules that are tried with another kind of matcher."""
        return Book(self._folder, self._language, matcher, self._packs)

    def with_packs(self, packs: tuple[Traversable, ...]) -> Book:
        """Return a book of the rules of the same folder, and of these packs instead of its own."""
        return self if packs == self._packs else Book(self._folder, self._language, self._matcher, packs)

    @property
    def packs(self) -> tuple[Traversable, ...]:
        """The folders of packs that it takes rules from."""
        return self._packs

    def files(self, *path: str) -> list[Traversable]:
        """Return the files of a name in the folder of the language and in those of the packs, as far as they exist."""
        found = (folder.joinpath(*path) for folder in (self._folder, *self._packs))
        return [file for file in found if file.is_file()]

    def names(self) -> tuple[str, ...]:
        """Return the names of all tables."""
        folders = (folder.joinpath("rules") for folder in (self._folder, *self._packs))
        found = {f.name for folder in folders if folder.is_dir() for f in folder.iterdir()}
        return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))

    def has_table(self, name: str) -> bool:
        """Say whether there is a table of a name; those of packs are there only with the pack."""
        if name not in self._has:
            self._has[name] = bool(self.files("rules", f"{name}.toml"))
        return self._has[name]

    def _files_of_pieces(self) -> tuple[PieceFile, ...]:
        if self._piece_files is None:
            self._piece_files = tuple(map(read_piece_file, self.files("pieces.toml")))
        return self._piece_files

    def pieces(self) -> dict[str, str]:
        """Return the expressions of the pieces."""
        if self._pieces is None:
            pieces: dict[str, str] = {}
            added = self._added()
            for file in self._files_of_pieces():
                pieces = read_pieces(file, pieces, added)
            self._pieces = pieces
        return self._pieces

    def trees(self) -> Mapping[str, Choice]:
        """Return the patterns of the pieces, of those that have one."""
        if self._trees is None:
            added = self._added()
            self._trees = {k: v for file in self._files_of_pieces() for k, v in read_trees(file, added).items()}
        return self._trees

    def _added(self) -> dict[str, tuple[str, ...]]:
        """Return the words that packs add to pieces of the language."""
        added: dict[str, tuple[str, ...]] = {}
        for file in self._files_of_pieces():
            for name, words in read_added(file).items():
                added[name] = (*added.get(name, ()), *words)
        return added

    def words(self, piece: str) -> tuple[str, ...]:
        """Return the words of a piece that lists words.

        Raises:
            ConfigurationError: there is no such piece.
        """
        if self._words is None:
            found = {k: v for file in self._files_of_pieces() for k, v in read_words(file).items()}
            self._words = found | {k: (*found[k], *words) for k, words in self._added().items() if k in found}
        if piece not in self._words:
            raise ConfigurationError(f"no list of words is called {piece}")
        return self._words[piece]

    def table(self, name: str) -> Table:
        """Return a table.

        Raises:
            ConfigurationError: there is none of that name, or its file is none.
        """
        if name not in self._tables:
            found = [read_table(file, self._language) for file in self.files("rules", f"{name}.toml")]
            if not found:
                raise ConfigurationError(f"no table of rules is called {name}", advice="langnghe rules lists them")
            first = found[0]
            rules = tuple(rule for table in found for rule in table.rules)
            self._tables[name] = first if len(found) == 1 else replace(first, rules=rules)
        return self._tables[name]

    def matchers(self, name: str) -> tuple[Matcher, ...]:
        """Return the rules of a table, to be tried in this order."""
        found = self._matchers.get(name)
        if found is None:
            found = tuple(self._matcher(rule, self.pieces(), self.trees()) for rule in self.table(name).rules)
            self._matchers[name] = found
        return found

    def beginning(self, name: str, letter: str) -> tuple[Matcher, ...]:
        """Return the rules of a table that may match where a letter stands, to be tried in this order.

        Args:
            name: the table.
            letter: the character at the place, "" behind the last one.
        """
        found = self._beginning.get(name)
        if found is None:
            found = self._beginning[name] = Beginnings.of(self.matchers(name))
        return found.at(letter)

    def rule(self, name: str) -> Matcher:
        """Return the rule of a name without its language ("heading.funding").

        Raises:
            ConfigurationError: there is none.
        """
        return self.by_name[name]

    def readings(self) -> Mapping[str, ReadingRule]:
        """Return the reading rules by id, in the order of their file; none when there is no such file."""
        if self._readings is None:
            kinds: dict[str, FactKind] = {}
            self._readings = {r.id: r for file in self.files(_READINGS) for r in read_readings(file, kinds)}
        return self._readings

    def measured(self) -> Measured:
        """Return how often rules were right when that was measured; of nothing when it never was."""
        if self._measured is None:
            file = self._folder.joinpath(MEASURED)
            if file.is_file():
                self._measured = parsed(file.read_text(encoding="utf-8"), MEASURED)
            else:
                self._measured = measured("", "", self.measurable(), {}, {}, {})
        return self._measured

    def measurable(self) -> dict[str, str]:
        """Return the kind of fact of each reading rule that annotated documents can tell right from wrong."""
        return {r.id: r.kind.key for r in self.readings().values() if not r.certain}

    def confidence(self, reading: str) -> Decimal:
        """Return how often a reading rule is right, 0 to 1, as measured.

        One that was not measured yet has the precision of its kind of fact; of an unknown kind, that of the kind which
        is worst.
        """
        found = self._confidences.get(reading)
        if found is None:
            rule, known = self.readings().get(reading), self.measured()
            if rule is not None and rule.certain:
                found = _CERTAIN
            elif reading in known.confidences:
                found = known.confidences[reading]
            else:
                worst = min(known.kinds.values(), default=Decimal("0.5"))
                found = known.kinds.get(rule.kind.key, worst) if rule is not None else worst
            self._confidences[reading] = found
        return found

    def remembering(self, function: Callable[P, T]) -> Callable[P, T]:
        """Return a function of a text, or of a place in it, that answers what these rules said of it before."""
        answers: Any = self._memory.get(function)
        if answers is None:
            answers = self._memory[function] = lru_cache(maxsize=_REMEMBERED)(function)
        known: Callable[P, T] = answers
        return known

    def forget(self) -> None:
        """Let ``remembered`` functions ask the rules again."""
        self._memory.clear()

    def fingerprint(self) -> str:
        """Return a digest of all that decides what the rules read: not of what they are for, nor of their examples."""
        digest = hashlib.sha256()
        for name, piece in sorted(self.pieces().items()):
            digest.update(f"{name}\t{piece}\n".encode())
        for name in self.names():
            for rule in self.table(name).rules:
                digest.update(f"{_deciding(rule)}\n".encode())
        for reading, kind in sorted(self.measurable().items()):
            digest.update(f"{reading}\t{kind}\n".encode())
        return digest.hexdigest()[:16]


def _deciding(rule: Rule) -> Rule:
    return replace(rule, vi="", en="", scope="", yes=(), no=(), seen="", file="")


@cache
def _standard() -> Book:
    """Return the language's rules and those of all packs that come along."""
    packs = (pack / "language" / LANGUAGE for pack in Project.bundle().packs)
    return Book(files("loader").joinpath("language", LANGUAGE), packs=tuple(p for p in packs if p.is_dir()))


@lru_cache(maxsize=16)
def _of_packs(packs: tuple[Traversable, ...]) -> Book:
    return _standard().with_packs(packs)


def of_packs(packs: Iterable[Traversable]) -> Book:
    """Return the book chosen by ``using``, else the language's with the rules of these packs only."""
    return _CHOSEN.get() or _of_packs(tuple(pack for pack in packs if pack.is_dir()))


_CHOSEN: ContextVar[Book | None] = ContextVar("book of rules", default=None)


def book() -> Book:
    """Return the book that reading works with here: the one chosen by ``using``, else the language's."""
    return _CHOSEN.get() or _standard()


@contextmanager
def using(chosen: Book) -> Iterator[None]:
    """Let everything inside work with another book of rules."""
    token = _CHOSEN.set(chosen)
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function of a text, or of a place in it, remember its last answers as long as the book of rules is the same.

    The function asks rules and nothing else that may change; its answers are immutable.
    """

    @wraps(function)
    def asked(*given: P.args, **named: P.kwargs) -> T:
        return book().remembering(function)(*given, **named)

    return asked


def rule(name: str) -> Matcher:
    """Return a rule by its name without language ("heading.funding")."""
    return (_CHOSEN.get() or _standard()).by_name[name]  # ``book``, without a call more: asked at each line and word


def first(table: str, text: str, pos: int = 0, end: int = sys.maxsize) -> tuple[Matcher, re.Match[str]] | None:
    """Return the first rule of a table that matches a stretch of a text, and its match; None when none does."""
    for matcher in book().beginning(table, text[pos : pos + 1]):
        found = matcher.find(text, pos, end)
        if found is not None:
            return matcher, found
    return None
