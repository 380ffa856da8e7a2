"""Reading of the small tables of Vietnamese patterns that stand beside this module as TOML."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of a pattern table: a key and the expression that recognises it.

    Attributes:
        key: what the match means ("lead", "ocop_pct", "percent").
        regex: compiled, case-insensitive.
        requires: an expression that must also be found, or None.
        excludes: an expression that must not be found, or None.
    """

    key: str
    regex: re.Pattern[str]
    requires: re.Pattern[str] | None
    excludes: re.Pattern[str] | None

    def matches(self, text: str) -> bool:
        """Whether ``text`` is what the row describes."""
        return (
            self.regex.search(text) is not None
            and (self.requires is None or self.requires.search(text) is not None)
            and (self.excludes is None or self.excludes.search(text) is None)
        )


@cache
def patterns(table: str, section: str, key: str) -> tuple[Pattern, ...]:
    """Return the rows ``[[section]]`` of ``lexicon/{table}.toml`` in order.

    Args:
        table: file name without ending.
        section: name of the array of tables.
        key: name of the field that holds the key ("role", "indicator").
    """
    content = tomllib.loads(resources.files("loader").joinpath("lexicon", f"{table}.toml").read_text(encoding="utf-8"))
    return tuple(
        Pattern(row[key], _compile(row["pattern"]), _optional(row.get("requires")), _optional(row.get("excludes")))
        for row in content[section]
    )


@cache
def words(table: str, section: str) -> tuple[str, ...]:
    """Return the list ``section`` of ``lexicon/{table}.toml``."""
    content = tomllib.loads(resources.files("loader").joinpath("lexicon", f"{table}.toml").read_text(encoding="utf-8"))
    return tuple(content[section])


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return None if pattern is None else _compile(pattern)
