"""Knowledge that rules work with: kinds of documents and bodies, from TOML files beside this module.

Values are frozen; a file is read once per process, when first asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from loader.kinds import Level
from loader.rules import book

__all__ = [
    "Abbreviation",
    "BodyKind",
    "DocumentKind",
    "abbreviations",
    "body_kinds",
    "document_kind",
    "document_kinds",
    "funding_kinds",
]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    Attributes:
        symbol: its symbol in lower ASCII ("qd"), part of IRIs.
        written: the symbol as it stands in a number ("QĐ"), "" when numbers carry none.
        vi: its name in Vietnamese.
        en: its name in English.
        class_name: local name of its class in the ontology ("Decision").
        issuer: who issues all documents of this kind, if one body does.
    """

    symbol: str
    written: str
    vi: str
    en: str
    class_name: str
    issuer: str | None


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body ("Sở Tài chính"); with a place it is one body.

    Attributes:
        name: its name without the place.
        level: level of government; None when it exists at several.
        symbol: its symbol in document numbers, lower ASCII.
        aliases: other names and abbreviations.
        parent: name of the body of the same place that it is a part of.
        since: "2025-03" when it was first set up in a reorganisation.
        until: "2025-03" when a reorganisation ended it.
        state: it is a state body (party and mass organisations are not).
    """

    name: str
    level: Level | None
    symbol: str
    aliases: tuple[str, ...]
    parent: str | None
    since: str | None
    until: str | None
    state: bool


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form inside names and what it stands for."""

    short: str
    long: str


def _entries(file: str, table: str) -> list[Mapping[str, object]]:
    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    return cast("list[Mapping[str, object]]", tomllib.loads(text)[table])


def _optional(entry: Mapping[str, object], key: str) -> str | None:
    value = entry.get(key)
    return str(value) if value else None


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """Return the kinds of documents of ``kinds.toml``."""
    return tuple(
        DocumentKind(
            symbol=str(e["symbol"]),
            written=str(e["written"]),
            vi=str(e["vi"]),
            en=str(e["en"]),
            class_name=str(e["class"]),
            issuer=_optional(e, "issuer"),
        )
        for e in _entries("kinds.toml", "kind")
    )


@cache
def document_kind(symbol: str) -> DocumentKind | None:
    """Return the kind of a symbol ("qd"), None when it is not known."""
    return next((kind for kind in document_kinds() if kind.symbol == symbol), None)


@cache
def body_kinds() -> tuple[BodyKind, ...]:
    """Return the kinds of bodies of ``agencies.toml``."""
    return tuple(
        BodyKind(
            name=str(e["name"]),
            level=Level(str(e["level"])) if "level" in e else None,
            symbol=str(e["symbol"]),
            aliases=tuple(str(a) for a in cast("list[object]", e.get("aliases", []))),
            parent=_optional(e, "parent"),
            since=_optional(e, "since"),
            until=_optional(e, "until"),
            state=bool(e.get("state", True)),
        )
        for e in _entries("agencies.toml", "body")
    )


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """Return the short forms of ``agencies.toml``, longest first."""
    found = [Abbreviation(str(e["short"]), str(e["long"])) for e in _entries("agencies.toml", "abbreviation")]
    return tuple(sorted(found, key=lambda a: -len(a.short)))


def funding_kinds(source: str) -> tuple[str, ...]:
    """Return the keys of the kinds (``ontology/schemes/funding-sources.ttl``) that a source of money belongs to."""
    return tuple(kind.gives for kind in book().matchers("funding-kind") if kind.holds(source))
