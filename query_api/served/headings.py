"""Headings of the columns of answers: ``columns.toml`` beside the questions says what a variable is called."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from loader.errors import ConfigurationError, InputError

FILE = "columns.toml"
_LABEL = "Label"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column is called.

    Attributes:
        variable: the variable, without "?".
        vi: its heading in Vietnamese.
        en: its heading in English.
    """

    variable: str
    vi: str
    en: str


Headings = tuple[Heading, ...]


def heading_of(headings: Headings, variable: str) -> Heading | None:
    """Return the heading of a column, the last one said of it; None where none is known.

    A column "xLabel" without a heading of its own has that of "x".
    """
    known = {heading.variable: heading for heading in headings}
    return known.get(variable) or known.get(variable.removesuffix(_LABEL))


def headings_beside(folder: Path) -> Headings:
    """Return the headings that a folder of questions declares; none without the file.

    Raises:
        ConfigurationError: the file is malformed.
        InputError: the file cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"not valid TOML: {error}", where=str(path)) from error
    columns = content.get("columns")
    if not isinstance(columns, dict) or len(content) != 1:
        raise ConfigurationError("headings stand in one table, [columns]", where=str(path))
    return tuple(_heading(variable, words, path) for variable, words in columns.items())


def _heading(variable: str, words: object, path: Path) -> Heading:
    if isinstance(words, dict) and words.keys() == {"vi", "en"}:
        vi, en = words["vi"], words["en"]
        if isinstance(vi, str) and isinstance(en, str) and vi.strip() and en.strip():
            return Heading(variable, vi, en)
    raise ConfigurationError(f"the heading of “{variable}” needs words in vi and en", where=str(path))
