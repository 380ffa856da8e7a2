"""What statements came and went since an earlier run: all that is validated again depends on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from rdflib.namespace import RDF

from loader.validation.pieces import Packed, Piece, has_blank, split

_TYPE = f"<{RDF.type}>"


@dataclass(frozen=True)
class Change:
    """Statements that came and that went.

    Attributes:
        came: those that nothing stated before.
        went: those that nothing states any more.
        is_told: whether that is all; else nobody can tell what changed (names of blank nodes change at each reading).
    """

    came: frozenset[ox.Triple] = frozenset()
    went: frozenset[ox.Triple] = frozenset()
    is_told: bool = True

    @property
    def triples(self) -> frozenset[ox.Triple]:
        """All of them."""
        return self.came | self.went

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What they say by property, types by property and class: terms of N-Triples."""
        return frozenset(
            f"{t.predicate} {t.object}" if str(t.predicate) == _TYPE else str(t.predicate) for t in self.triples
        )

    def less(self, store: ox.Store) -> Change:
        """Return the change without what a store states, before and after it."""
        came, went = (
            frozenset(t for t in some if ox.Quad(t.subject, t.predicate, t.object) not in store)
            for some in (self.came, self.went)
        )
        return Change(came, went, self.is_told)


@dataclass(frozen=True)
class Loaded:
    """What a graph was loaded from.

    Attributes:
        files: the pieces as they lie in files.
        since: the pieces of an earlier run, or nothing.
        change: what came and went since then.
    """

    files: Sequence[Piece]
    since: Mapping[str, Packed]
    change: Change

    def pieces(self, roots: Iterable[str]) -> list[Piece]:
        """Return the pieces, those about what lies below some IRIs apart."""
        below = tuple(roots)
        return [piece for file in self.files for piece in split(file, below)]


def change_between(before: Mapping[str, Packed], after: Collection[Piece]) -> Change:
    """Return what came and went between pieces; only those that are not the same are read.

    Raises:
        ValueError: what was kept is damaged.
    """
    now = {piece.name: piece for piece in after}
    gone = [p for name, p in before.items() if name not in now or now[name].digest != p.digest]
    new = [p for name, p in now.items() if name not in before or before[name].digest != p.digest]
    old_lines, old_blank = _lines(gone)
    new_lines, new_blank = _lines(new)
    came, went = (frozenset(_triples(lines)) for lines in (new_lines - old_lines, old_lines - new_lines))
    # One statement may be written in two ways.
    return Change(came - went, went - came, old_blank == new_blank)


def _lines(pieces: Iterable[Piece | Packed]) -> tuple[set[bytes], Counter[bytes]]:
    """Return the lines of pieces; those about blank nodes apart, without the names of these."""
    found: set[bytes] = set()
    blank: Counter[bytes] = Counter()
    for piece in pieces:
        lines = piece.lines()
        found.update(lines)
        blank.update(_masked(line) for line in lines if has_blank(line))
    if blank:
        found = {line for line in found if not _names_blank(line)}
    return found, Counter({line: count for line, count in blank.items() if line})


def _names_blank(line: bytes) -> bool:
    return bool(_masked(line))


def _masked(line: bytes) -> bytes:
    """Return a line about a blank node without its name; nothing for a line that only looks like one."""
    subject, predicate, rest = line.split(b" ", 2)
    if subject[:2] != b"_:" and rest[:2] != b"_:":
        return b""
    return b" ".join(b"_" if term[:2] == b"_:" else term for term in (subject, predicate, rest))


def _triples(lines: Iterable[bytes]) -> Iterable[ox.Triple]:
    return (quad.triple for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES))
