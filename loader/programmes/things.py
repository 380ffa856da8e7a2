"""The named things of a pack from its file ``things.toml``: what is wrong in it is named with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from loader.errors import ConfigurationError
from loader.programmes.pack_file import Strict, Text, read_declared
from loader.things import Counted, Counts, Having, Opening, Readings, Status, ThingKind, ThingReader, Things, Words

THINGS_FILE = "things.toml"
"""The file of a pack that declares kinds of named things; a pack needs none."""

_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")]
_Rule = Annotated[str, StringConstraints(pattern=r"^(?:[a-z][a-z0-9-]*)?$")]
_Term = Annotated[str, StringConstraints(pattern=r"^(?:[A-Za-z][A-Za-z0-9]*|https?://[^\s<>\"{}|\\^`]+)$")]


class _Words(Strict):
    vi: Text
    en: Text

    def words(self) -> Words:
        return Words(self.vi, self.en)


class _Status(Strict):
    key: _Key
    term: _Term
    link: _Term
    of: _Term


class _Counted(Strict):
    key: _Key
    has: str = ""
    lacks: str = ""


class _Counts(Strict):
    key: _Key
    term: _Term
    link: _Term
    of: _Term | None = None
    scheme: _Key | None = None
    counted: tuple[_Counted, ...] = ()
    day: _Term | None = None


class _Having(Strict):
    property: _Term
    kind: _Key


class _Kind(Strict):
    key: _Key
    term: _Term
    more: tuple[_Term, ...] = ()
    hidden: tuple[_Term, ...] = ()
    several: _Words
    one: _Words
    each: _Words
    placed: bool = False
    link: _Term
    before: str = ""
    annotated: str = ""
    status: _Status | None = None
    counts: _Counts | None = None
    having: _Having | None = None


class _Opening(Strict):
    rule: _Rule
    placed: bool = False
    word: bool = False


class _Readings(Strict):
    shared: str = ""
    placed: str = ""
    count: str = ""
    row: str = ""


class _Reader(Strict):
    table: _Key
    shared: _Key | None = None
    placed: _Key | None = None
    name: _Rule = "name"
    opening: tuple[_Opening, ...] = ()
    following: _Rule = ""
    general: _Rule = ""
    project: _Rule = ""
    listing: _Rule = ""
    unlisted: _Rule = ""
    before: _Rule = ""
    alone: _Rule = ""
    alone_words: str = ""
    glossed: _Rule = ""
    counted: _Rule = ""
    rows: bool = False
    states: _Rule = ""
    readings: _Readings


class _File(Strict):
    kind: tuple[_Kind, ...] = Field(min_length=1)
    reader: tuple[_Reader, ...] = ()


def read_things(folder: Path) -> Things:
    """Return what a pack declares of named things; nothing where it has no ``things.toml``.

    Args:
        folder: the folder of the pack.

    Raises:
        ConfigurationError: the file is no TOML, a field is missing, unknown or of the wrong kind, or a kind is named that
            there is not; the message names the field.
    """
    file = folder / THINGS_FILE
    if not file.is_file():
        return Things()
    declared = read_declared(file, _File)
    kinds = _kinds(declared.kind, str(file))
    return Things(
        tuple(kinds[entry.key] for entry in declared.kind),
        tuple(_reader(entry, kinds, str(file)) for entry in declared.reader),
    )


def _kinds(entries: Sequence[_Kind], where: str) -> dict[str, ThingKind]:
    """Return the kinds by their keys: the shared ones first, for others have them."""
    found: dict[str, ThingKind] = {}
    for entry in sorted(entries, key=lambda e: e.placed):
        if entry.key in found:
            raise ConfigurationError(f"two kinds have the key {entry.key}", where=where)
        if entry.placed is (entry.status is not None):
            needs = "a placed kind has no status" if entry.placed else "a shared kind needs a status"
            raise ConfigurationError(f"{entry.key}: {needs}", where=where)
        other = found.get(entry.having.kind) if entry.having else None
        if entry.having and (other is None or other.placed or not entry.placed):
            raise ConfigurationError(f"{entry.key}: no shared kind has the key {entry.having.kind}", where=where)
        found[entry.key] = _kind(entry, other)
    return found


def _kind(entry: _Kind, other: ThingKind | None) -> ThingKind:
    its, said = entry.counts, entry.status
    counts = None if its is None else Counts(
        its.key, its.term, its.link, its.of or "", its.scheme or "",
        tuple(Counted(c.key, c.has, c.lacks) for c in its.counted), its.day or "",
    )  # fmt: skip
    status = None if said is None else Status(said.key, said.term, said.link, said.of)
    having = Having(entry.having.property, other) if entry.having and other else None
    return ThingKind(
        entry.key, entry.term, entry.more, entry.hidden, entry.several.words(), entry.one.words(), entry.each.words(),
        entry.placed, entry.link, entry.before, entry.annotated, status, counts, having,
    )  # fmt: skip


def _reader(entry: _Reader, kinds: dict[str, ThingKind], where: str) -> ThingReader:
    for key, placed in ((entry.shared, False), (entry.placed, True)):
        if key is not None and (key not in kinds or kinds[key].placed is not placed):
            kind = "placed" if placed else "shared"
            raise ConfigurationError(f"the reader of {entry.table}: no {kind} kind has the key {key}", where=where)
    if entry.shared is None and entry.placed is None:
        raise ConfigurationError(f"the reader of {entry.table} names no kind (shared, placed)", where=where)
    openings = tuple(Opening(o.rule, o.placed, o.word) for o in entry.opening)
    readings = Readings(entry.readings.shared, entry.readings.placed, entry.readings.count, entry.readings.row)
    return ThingReader(
        entry.table, kinds[entry.shared] if entry.shared else None, kinds[entry.placed] if entry.placed else None,
        entry.name, openings, entry.following, entry.general, entry.project, entry.listing, entry.unlisted, entry.before,
        entry.alone, entry.alone_words, entry.glossed, entry.counted, entry.rows, entry.states, readings,
    )  # fmt: skip
