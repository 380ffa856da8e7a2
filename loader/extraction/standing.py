"""Whether who issues a text is a public body: a committee, a department, a Party or a mass organisation.

A club, a company, a family or a joker may use the whole layout of official documents; what it lacks is the body at the
top, whose letters stand behind the number and in whose name it is signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from loader.lexicon.issuing import issuing_table

_MOTTO = re.compile(
    r"C ?O ?N ?G +H ?O ?A +X ?A +H ?O ?[I1L|] +CHU +NGH[I1L|]A( +VIET +NAM)?|\bD ?O ?C +LAP *[-–—.] *TU +DO *[-–—.] *HANH +PHUC|DANG +CONG +SAN +VIET +NAM"
)
_NUMBER = re.compile(
    r"\bSO\W{0,5}[\d .…_]*[A-Z]?\s*[/-]\s*(?:\d{4}\s*/\s*)?(?P<symbol>[A-Z][A-Z\d&]*(?: ?[-–/&] ?[A-Z\d&]+)*)"
)
_DATE = re.compile(r"\bNGAY\b.{0,12}\bTHANG\b.{0,12}\bNAM\b")
_HOME = "VIET NAM"
_WORD = re.compile(r"[A-Z]{2}")

_FOOT = 3
"""Lines at the end where a signer's name stands."""

FEW_MENTIONS = 2
"""Bodies of the state that a text without a letterhead names at the least."""


class Standing(StrEnum):
    """Who issues a text."""

    PUBLIC = "public"
    MIXED = "mixed"
    UNNAMED = "unnamed"
    NOBODY = "nobody"
    PRIVATE = "private"
    MOCK = "mock"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Issuing:
    """What the places that name an issuer hold, without accents.

    Attributes:
        letterhead: lines above the kind of the document.
        attached: lines that say to which document it is attached.
        authority: lines between its title and the legal basis.
        body: all lines from its beginning.
    """

    letterhead: Sequence[str]
    attached: Sequence[str]
    authority: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The standing of an issuer, and whether other bodies of the state that the text names make up for half of it."""

    standing: Standing
    eased: bool = False


def standing(issuing: Issuing) -> Judged:
    """Say who issues a text."""
    table = issuing_table()
    lines = [line.upper() for line in issuing.letterhead]
    names = [" ".join(name.split()) for line in lines if _WORD.search(name := _without_layout(line))]
    dated = [_bare(line) for line in issuing.letterhead if _DATE.search(line.upper())]
    if (
        any(table.mock_motto.search(line) for line in lines)  # the end of a broken motto may stand anywhere
        or any(table.mock.search(name) for name in (*names, *dated))
        or any(table.mock_signer.match(_bare(line)) for line in issuing.body[-_FOOT:])
    ):
        return Judged(Standing.MOCK)
    if any(table.foreign.match(name) for name in names) and not any(_HOME in name for name in names):
        return Judged(Standing.FOREIGN)
    kinds = [_is_public(name) for name in names]
    printed = {" ".join(_without_layout(line).split()) for line in issuing.letterhead}  # a banner is not in capitals
    banner = any(kinds)
    private = next(
        (
            i
            for i, name in enumerate(names)
            if not kinds[i] and table.private.search(name) and (not banner or name in printed)
        ),
        None,
    )
    public = any(kinds[:private])
    if private is not None:
        return Judged(Standing.MIXED if public else Standing.PRIVATE)
    if public or any(_is_public(_bare(line)) for line in issuing.authority):
        return Judged(Standing.PUBLIC)
    attached = [line.upper() for line in issuing.attached]
    symbols = [found["symbol"].replace(" ", "") for line in (*lines, *attached) for found in _NUMBER.finditer(line)]
    signers = list(_signers(issuing.body))
    if any(table.symbol_private.search(symbol) for symbol in symbols) or any(
        not _is_public(signer) and table.private.search(signer) for signer in signers
    ):
        return Judged(Standing.PRIVATE)
    if any(table.symbol.search(symbol) for symbol in symbols) or any(_is_public(signer) for signer in signers):
        return Judged(Standing.PUBLIC)
    if any(table.mentioned.search(line) for line in attached):
        return Judged(Standing.PUBLIC)
    if any(table.private.search(line.upper()) and table.speaking.match(line.upper()) for line in issuing.body[:4]):
        return Judged(Standing.PRIVATE)
    mentioned = [found[0] for line in issuing.body for found in table.mentioned.finditer(line.upper())]
    mentions = len(mentioned) if any(not table.shared.match(name) for name in mentioned) else 0
    if any(_MOTTO.search(line) or _NUMBER.search(line) or _DATE.search(line) for line in lines):
        return Judged(Standing.UNNAMED, mentions >= table.enough)
    return Judged(Standing.PUBLIC if mentions >= FEW_MENTIONS else Standing.NOBODY)


def _is_public(name: str) -> bool:
    table = issuing_table()
    if table.public.match(name):
        return True
    if table.units.match(name):
        return not table.private.search(name)
    letters = "".join(c for c in name if c.isalnum())
    return any(
        SequenceMatcher(None, letters[: len(known)], known, autojunk=False).ratio() >= table.agreeing
        for known in table.spelled
    )


def _bare(line: str) -> str:
    return " ".join(line.upper().split())


def _without_layout(line: str) -> str:
    """Return a line of the letterhead without motto, number and date: a body, if anything."""
    for regex in (_MOTTO, _NUMBER, _DATE):
        line = regex.sub(" ", line)
    return "" if issuing_table().place.match(line.strip()) else line


def _signers(body: Iterable[str]) -> Iterable[str]:
    signed = issuing_table().signed
    return (found["body"] for line in body if (found := signed.match(line)))
