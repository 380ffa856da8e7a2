"""Expressions that inference and the proposing of programmes look for in what was read; see ``expressions.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from loader.errors import ConfigurationError
from loader.letters import LOWER, UPPER

_PIECE = re.compile(r"\{([A-Za-z-]+)\}")


@dataclass(frozen=True, slots=True)
class Expression:
    """An entry of the table.

    Attributes:
        name: its name.
        pattern: the expression, its pieces put in but those that a caller gives.
        case: whether capitals count.
        yes: texts that it is found in.
    """

    name: str
    pattern: str
    case: bool
    yes: tuple[str, ...]


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("expressions.toml").read_text(encoding="utf-8"))


def first_word(piece: str) -> str:
    """Return the first of the words of a piece, which stands for all of them."""
    return str(_content()["pieces"][piece]).partition("|")[0]


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a list of words of the table."""
    return frozenset(_content()["words"][name])


@cache
def expressions() -> dict[str, Expression]:
    """Return all entries by name."""
    pieces = {"Upper": UPPER, "lower": LOWER, **_content()["pieces"]}
    return {name: _expression(name, entry, pieces) for name, entry in _content()["expression"].items()}


def _expression(name: str, entry: dict[str, Any], pieces: dict[str, str]) -> Expression:
    pattern = _PIECE.sub(lambda m: pieces.get(m[1], m[0]), entry["pattern"])
    return Expression(name, pattern, entry.get("case", False), tuple(entry["yes"]))


@cache
def expression(name: str, **given: str) -> re.Pattern[str]:
    """Return the compiled expression of a name.

    Args:
        name: the name of its entry.
        given: pieces that are known to the caller only, as expressions.

    Raises:
        ConfigurationError: there is no such entry.
    """
    found = expressions().get(name)
    if found is None:
        raise ConfigurationError(f"no expression is called {name}")
    pattern = _PIECE.sub(lambda m: given.get(m[1], m[0]), found.pattern)
    return re.compile(pattern, 0 if found.case else re.IGNORECASE)
