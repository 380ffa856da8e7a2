"""By what a public body is known as the issuer of a text, from ``issuing.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class IssuingTable:
    """Expressions over text without accents and in capitals.

    Attributes:
        public: how a line that names a public body begins.
        units: how a line that names a unit of one begins, if it is not private.
        spelled: common names of such bodies, without blanks.
        agreeing: share of a name that must agree with the beginning of a line.
        private: what a line that names a company, club, family and the like holds.
        mock: what a line that names nobody at all holds, in a parody.
        foreign: how a line that names a body of another country reads.
        place: how a line that only names a unit begins.
        symbol: letters of a public body behind a document's number.
        symbol_private: those of a body that is none.
        signed: what stands above a signature, with the group "body".
        mentioned: a body of the state, the Party or its organisations in running text.
        shared: how a mention begins that may be of a company's unit as well.
        enough: how many mentions tell that the text belongs to their work.
        speaking: a line in which who is named first announces something.
        mock_signer: how the name of one who signs a parody begins.
        mock_motto: the national motto with other words in it.
    """

    public: re.Pattern[str]
    units: re.Pattern[str]
    spelled: tuple[str, ...]
    agreeing: float
    private: re.Pattern[str]
    mock: re.Pattern[str]
    foreign: re.Pattern[str]
    place: re.Pattern[str]
    symbol: re.Pattern[str]
    symbol_private: re.Pattern[str]
    signed: re.Pattern[str]
    mentioned: re.Pattern[str]
    shared: re.Pattern[str]
    enough: int
    speaking: re.Pattern[str]
    mock_signer: re.Pattern[str]
    mock_motto: re.Pattern[str]


@cache
def issuing_table() -> IssuingTable:
    """Return what ``issuing.toml`` states."""
    content = tomllib.loads(resources.files("loader").joinpath("lexicon", "issuing.toml").read_text(encoding="utf-8"))
    return IssuingTable(
        public=_any(content["public"]),
        units=_any(content["units"]),
        spelled=tuple(content["spelled"]),
        agreeing=float(content["agreeing"]),
        private=_any(content["private"]),
        mock=_any(content["mock"]),
        foreign=_any(content["foreign"]),
        place=re.compile(content["place"]),
        symbol=re.compile(content["symbol"]),
        symbol_private=re.compile(content["symbol_private"]),
        signed=re.compile(content["signed"]),
        mentioned=re.compile(content["mentioned"]),
        shared=re.compile(content["shared"]),
        enough=int(content["enough"]),
        speaking=re.compile(content["speaking"]),
        mock_signer=re.compile(content["mock_signer"]),
        mock_motto=_any(content["mock_motto"]),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
