"""What somebody typed into the search field: words with and without tones, and the number of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from query_api.engine.folding import fold

_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
_SYMBOL = r"[a-z][a-z0-9]*(?:\s*[-–&]\s*[a-z0-9]+)*"
_NUMBER = re.compile(rf"(?<![\w/])(\d{{1,6}}(?:\s*/\s*\d{{4}})?)\s*/\s*({_SYMBOL})")
_DIGITS = re.compile(r"(?:so\s+)?(\d{1,6})")
_SPACES = re.compile(r"\s+")
_IRI = re.compile(r"/vn/(?:.+)/([a-z]+)/(\d[^/]*)(?:/[a-z-]+)?$")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a document, or the beginning of one.

    Attributes:
        digits: "617", "202/2025".
        symbol: "qd-ubnd", "" where only the digits are known.
        kind: symbol of the kind of document ("qd"), "" where it is not known.
        typed: as somebody typed it.
    """

    digits: str
    symbol: str = ""
    kind: str = ""
    typed: str = ""

    def means(self, other: Number) -> bool:
        """Say whether this, as somebody typed it, is the number of a document."""
        if self.digits != other.digits and not other.digits.startswith(f"{self.digits}/"):
            return False
        if self.symbol and not (other.symbol == self.symbol or other.symbol.startswith(f"{self.symbol}-")):
            return False
        return not self.kind or self.kind in (other.kind, other.symbol.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed.

    Attributes:
        toned: its words in lower case, with their tones.
        folded: the same without tones and đ.
        number: the number of a document that it names, if any.
    """

    toned: tuple[str, ...]
    folded: tuple[str, ...]
    number: Number | None


def question_of(text: str, kinds: Mapping[str, str]) -> Question:
    """Read what somebody typed.

    Args:
        text: as typed.
        kinds: symbol ("qd") by name of the kind of document, folded ("quyet dinh").
    """
    plain, toned = _plain(text), words_of(text)
    return Question(toned, tuple(fold(word) for word in toned), _number(fold(plain), plain.upper(), kinds))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that are looked for, in lower case."""
    return tuple(_WORD.findall(_plain(text)))[:_MOST_WORDS]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split())).lower()


def document_number(number: str, iri: str = "") -> Number | None:
    """Return the number of a document ("617/QĐ-UBND") in the form that is compared; None if it is none.

    Args:
        number: as the graph has it, "" if it has none.
        iri: IRI of the document, whose path names its kind.
    """
    path = _IRI.search(iri)
    kind = path[1] if path else ""
    found = _NUMBER.search(fold(number))
    if found is not None:
        return Number(_SPACES.sub("", found[1]), _tight(found[2]), kind)
    return Number(path[2], "", kind) if path else None


def _number(folded: str, typed: str, kinds: Mapping[str, str]) -> Number | None:
    found = _NUMBER.search(folded)
    if found is not None:
        return Number(_SPACES.sub("", found[1]), _tight(found[2]), "", typed[found.start() : found.end()])
    for name, symbol in sorted(kinds.items(), key=lambda pair: -len(pair[0])):
        for word in (name, symbol):
            if (at := re.search(rf"(?<!\w){re.escape(word)}\s+(?:so\s+)?(\d{{1,6}})(?!\w)", folded)) is not None:
                return Number(at[1], "", symbol, typed[at.start() : at.end()])
    alone = _DIGITS.fullmatch(folded)
    return Number(alone[1], typed=typed) if alone is not None else None


def _tight(symbol: str) -> str:
    return _SPACES.sub("", symbol).replace("–", "-")
