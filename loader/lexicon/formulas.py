"""Formulas of a letterhead, known without their accents: from ``formulas.toml``, kinds, bodies and provinces of the lists."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from loader.letters import fold
from loader.lexicon import body_kinds, document_kinds


@dataclass(frozen=True, slots=True)
class Formulas:
    """Words of letterheads, found without accents and in capitals.

    Attributes:
        phrases: each phrase by its form without accents.
        kinds: kinds of documents, without accents.
        signs: signs inside numbers, by their form without accents and in capitals.
        ends: how a line begins that is below the letterhead.
    """

    phrases: Mapping[str, str]
    kinds: frozenset[str]
    signs: Mapping[str, str]
    ends: re.Pattern[str]
    _pattern: re.Pattern[str]

    def phrases_in(self, plain: str) -> Iterator[tuple[int, str]]:
        """Yield the phrases in a line without accents and in capitals, with where each begins."""
        for found in self._pattern.finditer(plain):
            yield found.start(), self.phrases[found[0]]


@cache
def formulas() -> Formulas:
    """Return the formulas of a letterhead."""
    content = _read("formulas.toml")
    kinds = [kind.vi.upper() for kind in document_kinds()]
    bodies = [body.name.upper() for body in body_kinds()]
    known = [*(name.upper() for name in provinces()), *bodies, *kinds, *content["phrases"]]
    phrases = {fold(phrase): unicodedata.normalize("NFC", phrase) for phrase in known}
    longest_first = "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))
    return Formulas(
        phrases,
        frozenset(fold(kind) for kind in kinds),
        {fold(sign).upper(): sign for sign in content["signs"]},
        re.compile(content["ends"][0]),
        re.compile(rf"\b(?:{longest_first})\b"),
    )


@cache
def provinces() -> tuple[str, ...]:
    """Return the names of provinces and of cities under the central government, before and after 2025."""
    return tuple(_read("place_names.toml")["provinces"])


def _read(name: str) -> Mapping[str, list[str]]:
    content: Mapping[str, list[str]] = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return content
