"""The statements of a graph in pieces as they lie in files, each with a digest: whoever knows the digest need not read it.

What was inferred lies in sorted files; the statements about each document are a piece of their own there, found by
bisection (``split``). Data that were not loaded from files of a build are one piece.
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from loader.graph.dataset import without_mark

_BLANK = b"_:"


@dataclass(frozen=True)
class Piece:
    """Some statements, as they are written.

    Attributes:
        name: where they are from; no two pieces of a graph have one name.
        content: Turtle, or N-Triples.
        is_lines: whether it is N-Triples.
        is_sorted: whether its lines are sorted, so that it can be split.
    """

    name: str
    content: bytes
    is_lines: bool = False
    is_sorted: bool = False

    @cached_property
    def digest(self) -> str:
        """A digest of the content."""
        return hashlib.blake2b(self.content, digest_size=16).hexdigest()

    def lines(self) -> list[bytes]:
        """Return the statements as lines of N-Triples."""
        return _lines(self.content, is_lines=self.is_lines)

    def packed(self, documents: Iterable[str]) -> Packed:
        """Return the piece as it is kept; ``documents``: those about whose nodes it states something."""
        return Packed(self.digest, self.is_lines, tuple(sorted(documents)), zlib.compress(self.content, 1))


@dataclass(frozen=True, slots=True)
class Packed:
    """A piece as an earlier run left it.

    Attributes:
        digest: the digest of its content.
        is_lines: whether it is N-Triples.
        documents: the documents about whose nodes it states something.
        data: its content, compressed.
    """

    digest: str
    is_lines: bool
    documents: tuple[str, ...]
    data: bytes

    def lines(self) -> list[bytes]:
        """Return the statements as lines of N-Triples.

        Raises:
            ValueError: it is damaged.
        """
        try:
            return _lines(zlib.decompress(self.data), is_lines=self.is_lines)
        except (zlib.error, SyntaxError) as error:
            raise ValueError(f"a piece is damaged: {error}") from error


def split(piece: Piece, roots: Iterable[str]) -> Iterator[Piece]:
    """Yield a sorted piece as those about what lies below some IRIs, and one with the rest.

    Args:
        piece: the piece; what can not be split is yielded as it is.
        roots: the IRIs, none below another one; to each belong the nodes whose IRIs go on with a slash.
    """
    starts = sorted(f"<{root}/".encode() for root in roots) if piece.is_sorted else []
    if not starts:
        yield piece
        return
    # Most files tell of few of the IRIs: from each place on, the next one is looked for that it may tell of.
    lines, found, done = _Lines(piece.content), dict[bytes, list[bytes]](), 0
    while done < len(lines):
        line = lines[done]
        after = bisect_right(starts, line)
        start = starts[after - 1] if after else b""
        if start and line.startswith(start):
            end = max(lines.place(start[:-1] + b"0", done), done + len(line))  # what comes behind the slash
        else:
            start = b""
            end = max(lines.place(starts[after], done), done + len(line)) if after < len(starts) else len(lines)
        found.setdefault(start, []).append(piece.content[done:end])
        done = end
    rest = found.pop(b"", [])
    for start, texts in found.items():
        yield Piece(f"{piece.name} {start[1:].decode()}", b"".join(texts), is_lines=True)
    yield Piece(piece.name, b"".join(rest), is_lines=True)


class _Lines(Sequence[bytes]):
    """The lines of a sorted text by the offset of any of their bytes."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def __len__(self) -> int:
        return len(self._text)

    def __getitem__(self, offset: int) -> bytes:  # type: ignore[override]
        start = self._text.rfind(b"\n", 0, offset) + 1
        return self._text[start : self._text.find(b"\n", offset) + 1 or len(self._text)]

    def place(self, start: bytes, low: int = 0) -> int:
        """Return the offset of the first line, from an offset on, that is not less than some bytes."""
        return bisect_left(self, start, low)


def has_blank(line: bytes) -> bool:
    """Say whether a line may be about a node without a name."""
    return _BLANK in line


def subject_of(line: bytes) -> bytes:
    """Return the subject of a line, as N-Triples writes it."""
    return line[: line.index(b" ")]


def _lines(content: bytes, *, is_lines: bool) -> list[bytes]:
    if not is_lines:
        parsed = ox.parse(without_mark(content), format=ox.RdfFormat.TURTLE)
        content = ox.serialize((quad.triple for quad in parsed), format=ox.RdfFormat.N_TRIPLES) or b""
    # Not splitlines of a text: of bytes only the two ends of lines count that N-Triples escapes in literals.
    return content.splitlines()
