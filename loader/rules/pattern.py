"""The language that patterns of rules are written in, and its syntax tree.

A pattern is plain text with a few signs, so that somebody who reads Vietnamese and no Python can read and write one:

====================  ==================================================================================================
``mục tiêu``          these words; any white space between them, either way of placing a tone mark ("hoá", "hóa")
``(a | b)``           one of these
``[a]``               a, or nothing
``{piece}``           whatever the piece of that name stands for (``pieces.toml``)
``{name:piece}``      the same, and what it matched is called ``name``
``…``, ``…40``        at most 80 (40) characters of the same clause
``^``, ``$``          the start, the end of the text
``&(a | b)``          followed by one of these, which is not part of the match
``!(a | b)``          not followed by one of these
``<(a | b)``          behind one of these; ``<!(a | b)`` not behind one of them
``a~b``               with or without white space between them
``(a | b)+``          once or more, at most 12 times (``+4``: at most 4); ``( a | b)+`` with white space in front of each
``word*``             words that begin so; a pattern otherwise begins and ends at the edge of a word
``"[..]"``            what stands in quotation marks is taken as it is
====================  ==================================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from loader.errors import ConfigurationError

SIGNS = frozenset('()[]{}|^$…&!<*~"')
"""Characters that mean something in a pattern; as words they stand in quotation marks."""
GAP = 80
"""Characters that "…" may stand for where no number says otherwise."""
MOST = 12
"""Times that what is repeated may stand one behind the other."""


@dataclass(frozen=True, slots=True)
class Words:
    """Literal text without white space."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """White space between two items."""


@dataclass(frozen=True, slots=True)
class Blank:
    """White space that may be absent."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start (``^``) or end (``$``) of the text, or an open edge of a word (``*``)."""

    sign: str


@dataclass(frozen=True, slots=True)
class Gap:
    """At most so many characters of the same clause."""

    most: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A named piece; ``name`` is what its match is called, "" for nothing."""

    name: str
    piece: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """A sequence or nothing."""

    inner: Choice


@dataclass(frozen=True, slots=True)
class Repeat:
    """A choice once or more, at most so many times; ``spaced`` says that white space stands in front of each."""

    inner: Choice
    spaced: bool
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Around:
    """What must (not) stand behind or in front: ``sign`` is ``&``, ``!``, ``<`` or ``<!``."""

    sign: str
    inner: Choice


Item = Words | Space | Blank | Anchor | Gap | Piece | Choice | Optional | Repeat | Around


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items, one after the other."""

    items: tuple[Item, ...]


_PATTERNS_AT_HAND = 2048
"""Patterns whose trees are kept: all those of a book of rules."""


@lru_cache(_PATTERNS_AT_HAND)  # a rule asks for its tree to be compiled, and to know where it may match
def parse(text: str) -> Choice:
    """Return the syntax tree of a pattern.

    Raises:
        ConfigurationError: the pattern has an unclosed bracket, an empty alternative or a sign out of place.
    """
    parser = _Parser(text)
    tree = parser.choice()
    if parser.at < len(text):
        raise parser.error(f"{text[parser.at]!r} closes nothing")
    return tree


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def error(self, what: str) -> ConfigurationError:
        """Return the error to raise at the present place."""
        return ConfigurationError(f"pattern: {what}, at character {self.at + 1} of {self.text!r}")

    def choice(self) -> Choice:
        """Read alternatives up to a closing bracket or the end."""
        options = [self.sequence()]
        while self._peek() == "|":
            self.at += 1
            options.append(self.sequence())
        if any(not option.items for option in options):
            raise self.error("an empty alternative (write [a] for what may be absent)")
        return Choice(tuple(options))

    def sequence(self) -> Sequence:
        """Read items up to a sign that ends them."""
        items: list[Item] = []
        while (sign := self._peek()) and sign not in ")]}|":
            items.append(self._item(sign))
        while items and isinstance(items[-1], Space):
            items.pop()
        while items and isinstance(items[0], Space):
            items.pop(0)
        return Sequence(tuple(items))

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _item(self, sign: str) -> Item:
        if sign.isspace():
            while self._peek().isspace():
                self.at += 1
            return Space()
        if sign == "~":
            self.at += 1
            return Blank()
        if sign in "^$*":
            self.at += 1
            return Anchor(sign)
        if sign == "…":
            self.at += 1
            return Gap(self._number(GAP))
        if sign == '"':
            return self._quoted()
        if sign == "{":
            piece = self._piece()
            most = self._repeats()
            return Repeat(Choice((Sequence((piece,)),)), spaced=False, most=most) if most else piece
        if sign == "(":
            spaced = self.text[self.at + 1 : self.at + 2].isspace()
            group = self._bracketed("(", ")")
            most = self._repeats()
            return Repeat(group, spaced, most) if most else group
        if sign == "[":
            return Optional(self._bracketed("[", "]"))
        if sign in "&!<":
            return self._around()
        begin = self.at
        while (c := self._peek()) and not c.isspace() and c not in SIGNS:
            self.at += 1
        return Words(self.text[begin : self.at])

    def _bracketed(self, opening: str, closing: str) -> Choice:
        begin = self.at
        self.at += len(opening)
        inner = self.choice()
        if self._peek() != closing:
            self.at = begin
            raise self.error(f"{opening} is not closed")
        self.at += 1
        return inner

    def _repeats(self) -> int:
        """Read the sign of a repetition if it stands here; return how often at most, 0 without it."""
        if self._peek() != "+":
            return 0
        self.at += 1
        return self._number(MOST)

    def _number(self, otherwise: int) -> int:
        """Read a number if one stands here."""
        begin = self.at
        while self._peek().isdigit():
            self.at += 1
        return int(self.text[begin : self.at] or otherwise)

    def _around(self) -> Around:
        sign = "<!" if self.text.startswith("<!", self.at) else self._peek()
        self.at += len(sign)
        if self._peek() != "(":
            raise self.error(f"{sign} stands in front of a bracket")
        return Around(sign, self._bracketed("(", ")"))

    def _quoted(self) -> Words:
        end = self.text.find('"', self.at + 1)
        if end <= self.at + 1:
            raise self.error("a quotation mark is not closed, or quotes nothing")
        words = Words(self.text[self.at + 1 : end])
        self.at = end + 1
        return words

    def _piece(self) -> Piece:
        end = self.text.find("}", self.at)
        if end < 0:
            raise self.error("{ is not closed")
        name, colon, piece = self.text[self.at + 1 : end].partition(":")
        if not colon:
            name, piece = "", name
        if not piece or not all(c.isascii() and (c.isalnum() or c in "-_") for c in name + piece) or "-" in name:
            raise self.error("between { and } stands a name, or name:piece")
        self.at = end + 1
        return Piece(name, piece)
