"""What every reader yields: the source text and the blocks (paragraphs, tables) that stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from loader.text import MappedText


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of the source.

    Attributes:
        text: the clean text, markup removed, white space collapsed; never empty.
        numbering: the list label that a word processor computed ("1.", "a)", "-"), which is not part of the text.
        bold: the whole paragraph is set in bold.
        italic: the whole paragraph is set in italics.
        centred: the paragraph is centred.
        heading: heading depth where the format states one (Markdown ``##``, HTML ``h2``, Word style), else 0.
        whole: the format delimits paragraphs (docx, html), so the text is never to be joined with the next one;
            False for lines of plain text or PDF, which may be hard-wrapped.
        gap_before: a blank line, page break or page furniture stood before this line.
        runs_on: markup that opened on the line before is still open, so the line goes on where that one ended.
    """

    text: MappedText
    numbering: str = ""
    bold: bool = False
    italic: bool = False
    centred: bool = False
    heading: int = 0
    whole: bool = False
    gap_before: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell.

    Attributes:
        paragraphs: the paragraphs of the cell, in order; none for an empty cell.
        carried: the content belongs to a cell that spans down (or was repeated by the reader) from an earlier row.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    carried: bool = False

    @property
    def text(self) -> MappedText:
        """The paragraphs joined by one space."""
        if len(self.paragraphs) == 1:
            return self.paragraphs[0].text
        return MappedText.join_parts((p.text for p in self.paragraphs), " ")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the format states as such: rows of cells, spans already spread over the grid."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read: what the offsets of every fact refer to.

    Attributes:
        name: file name without folders ("plan.docx").
        media_type: IANA media type of the file.
        sha256: lower-case hex digest of the file's bytes.
        text: the source text that offsets count in (code points): for text formats the decoded file itself (NFC,
            LF, without byte-order mark or full width), for others the text that the reader laid out.
        blocks: the paragraphs and tables of the text, in reading order.
        footnotes: texts of footnotes by mark ("1"), where the format keeps them apart.
        warnings: what the reader could not read for sure (an undecodable byte, a page without text), one line each.
    """

    name: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    footnotes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = field(default=())
