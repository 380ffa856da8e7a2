"""The book of rules that reading works with: the rules of a language, and those of the packs that are added to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from loader.errors import ConfigurationError
from loader.rules.matching import Matcher
from loader.rules.model import Table
from loader.rules.reading import read_pieces, read_table, read_words

LANGUAGE = "vi"
"""The language whose rules are there when nobody chooses: the language of the documents."""


class Book:
    """Rules by table and by name; a table is read when it is first asked for."""

    def __init__(self, folder: Traversable, language: str = LANGUAGE, matcher: type[Matcher] = Matcher) -> None:
        """Make the book of the rules in a folder.

        Args:
            folder: holds ``pieces.toml`` and ``rules/*.toml``.
            language: what the ids of its rules begin with.
            matcher: what rules are tried with.
        """
        self._folder = folder
        self._language = language
        self._matcher = matcher
        self._pieces: dict[str, str] | None = None
        self._words: dict[str, tuple[str, ...]] | None = None
        self._tables: dict[str, Table] = {}
        self._matchers: dict[str, tuple[Matcher, ...]] = {}
        self._by_name: dict[str, Matcher] = {}

    def names(self) -> tuple[str, ...]:
        """Return the names of all tables."""
        found = (f.name for f in self._folder.joinpath("rules").iterdir())
        return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))

    def pieces(self) -> dict[str, str]:
        """Return the expressions of the pieces."""
        if self._pieces is None:
            self._pieces = read_pieces(self._folder.joinpath("pieces.toml"))
        return self._pieces

    def words(self, piece: str) -> tuple[str, ...]:
        """Return the words of a piece that lists words.

        Raises:
            ConfigurationError: there is no such piece.
        """
        if self._words is None:
            self._words = read_words(self._folder.joinpath("pieces.toml"))
        if piece not in self._words:
            raise ConfigurationError(f"no list of words is called {piece}")
        return self._words[piece]

    def table(self, name: str) -> Table:
        """Return a table.

        Raises:
            ConfigurationError: there is none of that name, or its file is none.
        """
        if name not in self._tables:
            file = self._folder.joinpath("rules", f"{name}.toml")
            if not file.is_file():
                raise ConfigurationError(f"no table of rules is called {name}", advice="langnghe rules lists them")
            self._tables[name] = read_table(file, self._language)
        return self._tables[name]

    def matchers(self, name: str) -> tuple[Matcher, ...]:
        """Return the rules of a table, to be tried in this order."""
        found = self._matchers.get(name)
        if found is None:
            found = tuple(self._matcher(rule, self.pieces()) for rule in self.table(name).rules)
            self._matchers[name] = found
        return found

    def rule(self, name: str) -> Matcher:
        """Return the rule of a name without its language ("heading.funding").

        Raises:
            ConfigurationError: there is none.
        """
        found = self._by_name.get(name)
        if found is None:
            whole = f"{self._language}.{name}"
            found = next((m for m in self.matchers(name.partition(".")[0]) if m.rule.id == whole), None)
            if found is None:
                raise ConfigurationError(f"no rule is called {whole}", advice="langnghe rules lists them")
            self._by_name[name] = found
        return found


@cache
def _standard() -> Book:
    return Book(files("loader").joinpath("language", LANGUAGE))


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


def rule(name: str) -> Matcher:
    """Return a rule by its name without language ("heading.funding")."""
    return book().rule(name)


def first(table: str, text: str) -> tuple[Matcher, re.Match[str]] | None:
    """Return the first rule of a table that matches a text, and its match; None when none does."""
    for matcher in book().matchers(table):
        found = matcher.find(text)
        if found is not None:
            return matcher, found
    return None
