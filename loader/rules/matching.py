"""A rule at work: its pattern compiled, tried on texts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from loader.errors import ConfigurationError
from loader.rules.expression import expression
from loader.rules.model import Rule, Where
from loader.rules.needs import at_start, letters, needed, openings
from loader.rules.pattern import Choice, parse


def compiled(pattern: str, pieces: Mapping[str, str], *, case: bool, where: str = "") -> re.Pattern[str]:
    """Return the regular expression of a pattern.

    Args:
        pattern: the pattern.
        pieces: the expressions of the pieces that it may name.
        case: whether capitals and small letters differ.
        where: the rule it belongs to, for messages.

    Raises:
        ConfigurationError: the pattern is none.
    """
    try:
        return re.compile(expression(_parsed(pattern, where), pieces), 0 if case else re.IGNORECASE)
    except ConfigurationError as error:
        raise ConfigurationError(error.message, where=where) from None
    except re.error as error:
        raise ConfigurationError(f"pattern: {error}", where=where) from None


def _parsed(pattern: str, where: str) -> Choice:
    try:
        return parse(pattern)
    except ConfigurationError as error:
        raise ConfigurationError(error.message, where=where) from None


_TEXTS_AT_HAND = 256


@lru_cache(_TEXTS_AT_HAND)
def _small(text: str) -> str:
    """Return a text in small letters, as an expression sees it for which case does not matter: many rules look at each."""
    # It takes "İ", "ı" and "ſ" for other letters, too; in small letters the first of these is two characters.
    return text.lower().replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


_NONE: Mapping[str, Choice] = MappingProxyType({})


class Matcher:
    """A rule that can be tried on texts; its expression is compiled when first needed."""

    __slots__ = (
        "_anchored",
        "_case",
        "_excluded",
        "_looked",
        "_needed",
        "_openings",
        "_pieces",
        "_regex",
        "_trees",
        "_try",
        "rule",
    )

    def __init__(self, rule: Rule, pieces: Mapping[str, str], trees: Mapping[str, Choice] = _NONE) -> None:
        """Make a rule ready.

        Args:
            rule: the rule.
            pieces: the expressions of the pieces that its pattern may name.
            trees: the patterns of these, as far as they are known: with them it is told sooner where it cannot match.
        """
        self.rule = rule
        self._pieces = pieces
        self._trees = trees
        self._case = rule.case
        self._regex: re.Pattern[str] | None = None
        # How it is tried, known once it is compiled: at one place only, or where one of the words stands that begin a match.
        self._anchored = False
        self._openings: re.Pattern[str] | None = None
        self._try: Callable[[str, int, int], re.Match[str] | None] | None = None
        self._excluded: re.Pattern[str] | None = None
        self._needed: tuple[str, ...] | None = None
        self._looked = "", True

    @property
    def gives(self) -> str:
        """What a match means."""
        return self.rule.gives

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression of the pattern.

        Raises:
            ConfigurationError: the pattern is none.
        """
        if self._regex is None:
            rule, where = self.rule, self._where
            if rule.unless:
                self._excluded = compiled(rule.unless, self._pieces, case=rule.case, where=where)
            self._regex = compiled(rule.pattern, self._pieces, case=rule.case, where=where)
        return self._regex

    @property
    def letters(self) -> frozenset[str] | None:
        """The small letters that what it matches at a place may begin with, None where it may be any or is looked for further on."""
        tree = _parsed(self.rule.pattern, self._where)
        if self.rule.where is Where.ANYWHERE and not at_start(tree):
            return None
        found = letters(tree, self._trees)
        return None if found is None else frozenset(map(_small, found))

    def find(self, text: str, pos: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in a stretch of a text, None when there is none or the text holds what excludes it."""
        # What can match at one place only is tried there as quickly as its words are looked for.
        if not self._anchored:
            # A long text is asked at each of its words: whether it may match at all is looked up once.
            looked = self._looked
            if not (looked[1] if looked[0] is text else self._may_match(text)):
                return None
        found = (self._try or self._prepared())(text, pos, end)
        if found is None or (self._excluded is not None and self._excluded.search(text, pos, end)):
            return None
        return found

    def starts(self, text: str) -> bool:
        """Say whether a text begins with the words of the rule."""
        found = self.find(text)
        return found is not None and found.start() == 0

    def holds(self, text: str) -> bool:
        """Say whether the rule matches a text."""
        return self.find(text) is not None

    def replaced(self, text: str, by: str = " ") -> str:
        """Return a text with other words for each match, which may name parts of it; whatever excludes the rule."""
        return self.regex.sub(by, text) if self._may_match(text) else text

    def all(self, text: str, pos: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return all matches that do not overlap, none when the text holds what excludes the rule."""
        if not self._may_match(text):
            return iter(())
        regex = self.regex
        if self._excluded is not None and self._excluded.search(text, pos, end):
            return iter(())
        if self._try is None:
            self._prepared()
        return regex.finditer(text, pos, end) if self._openings is None else self._each(text, pos, end)

    def _each(self, text: str, pos: int, end: int) -> Iterator[re.Match[str]]:
        while (found := self._search(text, pos, end)) is not None:
            yield found
            pos = found.end()

    def _search(self, text: str, pos: int, end: int) -> re.Match[str] | None:
        """Return the first match of a rule whose openings are known, which is tried where one of them stands."""
        assert self._regex is not None
        assert self._openings is not None
        whole = text if self._case else _small(text)
        while (opening := self._openings.search(whole, pos, end)) is not None:
            found = self._regex.match(text, opening.start(), end)
            if found is not None:
                return found
            pos = opening.start() + 1
        return None

    def _prepared(self) -> Callable[[str, int, int], re.Match[str] | None]:
        regex = self.regex
        tree = _parsed(self.rule.pattern, self._where)
        match self.rule.where:
            case Where.ANYWHERE if at_start(tree):
                self._try, self._anchored = regex.match, True
            case Where.ANYWHERE:
                if begins := openings(tree, self._trees):
                    words = begins if self._case else map(_small, begins)
                    self._openings = re.compile("|".join(map(re.escape, sorted(words))))
                self._try = regex.search if self._openings is None else self._search
            case Where.START:
                self._try, self._anchored = regex.match, True
            case Where.WHOLE:
                self._try, self._anchored = regex.fullmatch, True
        return self._try

    def _may_match(self, text: str) -> bool:
        """Say whether a text has one of the words that the rule needs: where none has, it is not even compiled."""
        words = self._needed
        if words is None:
            found = needed(_parsed(self.rule.pattern, self._where), self._trees)
            words = self._needed = tuple(sorted(found if self._case else frozenset(map(_small, found))))
        may = not words
        if words:
            whole = text if self._case else _small(text)
            for word in words:
                if word in whole:
                    may = True
                    break
        self._looked = text, may  # in one, so that threads may share a rule
        return may

    @property
    def _where(self) -> str:
        return f"{self.rule.file}: {self.rule.id}"


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Rules of a table by the letters that their matches begin with, so that few are tried at a place.

    Attributes:
        by_letter: the rules that may match where a small letter stands, each time in the order of the table.
        others: those that may match where any other character stands.
    """

    by_letter: Mapping[str, tuple[Matcher, ...]]
    others: tuple[Matcher, ...]

    @classmethod
    def of(cls, matchers: Sequence[Matcher]) -> Beginnings:
        """Sort the rules of a table by letters."""
        letters = [matcher.letters for matcher in matchers]
        known = frozenset[str]().union(*(found for found in letters if found is not None))
        pairs = list(zip(matchers, letters, strict=True))
        by_letter = {c: tuple(m for m, found in pairs if found is None or c in found) for c in known}
        return cls(by_letter, tuple(m for m, found in pairs if found is None))

    def at(self, letter: str) -> tuple[Matcher, ...]:
        """Return the rules that may match where a character stands."""
        found = self.by_letter.get(letter)
        return self.by_letter.get(_small(letter), self.others) if found is None else found
