"""What an outline is made of: provisions (nodes), divisions, the outline itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loader.readers.blocks import Paragraph
from loader.structure.grids import Grid
from loader.text import MappedText


def parent_path(path: str) -> str:
    """Return the path of the provision that one stands in, "" for one that stands in none."""
    return path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Node:
    """A provision.

    Attributes:
        kind: "article", "section", "clause", "point", "bullet", "heading", "paragraph", "table" …
        number: the printed number, "" when none.
        path: path under the document's IRI.
        section: printed numbering from the top ("II.2.a"), bullets and paragraphs left out.
        text: its own words without the marker; for a table those of its first row.
        children: the provisions inside it, in order.
        grid: the table, for kind "table".
        bold: its own words are set in bold.
        start: offset of its first character (marker included) in the source text.
        end: offset behind its last character, children included.
        ordinal: place in its series, None when it has none.
        style: style of its marker, "" when it has none.
    """

    kind: str
    number: str
    path: str
    section: str
    text: MappedText
    children: tuple[Node, ...]
    grid: Grid | None
    bold: bool
    start: int
    end: int
    ordinal: int | None = None
    style: str = ""

    @property
    def numbered(self) -> bool:
        """Whether it carries a number (not a dash)."""
        return bool(self.style) and self.kind not in ("bullet", "heading", "paragraph", "table")

    def walk(self) -> Iterator[Node]:
        """Yield this provision and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the source: the main act, an attached plan, or an annex.

    Attributes:
        symbol: symbol of its kind ("qd", "kh"), "phu-luc" for an annex.
        path: path prefix of its provisions ("" or "phu-luc").
        head: lines above its title (letterhead).
        title: title lines, the kind line left out.
        opening: paragraphs between title and body ("Căn cứ …").
        body: its provisions.
        tail: lines from "Nơi nhận" or the signature on.
        kind_line: the line that names its kind, if any.
    """

    symbol: str
    path: str
    head: tuple[Paragraph, ...]
    title: tuple[Paragraph, ...]
    opening: tuple[Paragraph, ...]
    body: tuple[Node, ...]
    tail: tuple[Paragraph, ...]
    kind_line: Paragraph | None

    @property
    def is_annex(self) -> bool:
        """Whether it is an annex of the division before it."""
        return self.symbol == "phu-luc"

    def walk(self) -> Iterator[Node]:
        """Yield all its provisions in reading order."""
        for node in self.body:
            yield from node.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """The divisions of a source, in reading order; the first is the main act."""

    divisions: tuple[Division, ...]
