"""Word documents (.docx): paragraphs as Word shows them, with its numbers, tables, footnotes and text boxes.

Tracked changes are read as accepted. Headers, footers, comments, hidden text and tables of contents are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from lxml import etree

from loader.errors import UnsupportedFormat
from loader.readers.archive import Archive
from loader.readers.docx_notes import Mark, Notes, note_texts
from loader.readers.docx_numbering import Numbering
from loader.readers.docx_styles import (
    UNKNOWN_GROUND,
    Look,
    Styles,
    W,
    is_legible,
    is_on,
    paragraph_look,
    run_look,
    value,
)
from loader.readers.docx_tables import CONTAINERS, frames, is_layout, is_merged_above, row_cells, table_rows
from loader.readers.labels import has_typed_label, is_typed_label
from loader.readers.layout import HIDDEN_NOTE, HIDDEN_WORTH_A_NOTE, Composer, LaidOut, Line, SpanCell
from loader.readers.legacy import decode_run

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_COMPAT = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_INLINE = frozenset(
    f"{W}{tag}"
    for tag in ["hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo"]
)
_BULLET_LABEL = re.compile(r"[-–—+•*·]\s*")
# Symbol-font characters that plans use, as plain ones.
_SYMBOLS = {"F02D": "-", "F02B": "+", "F0B7": "•", "F0A7": "•", "F0B3": "≥", "F0A3": "≤", "F0B0": "°", "F0D8": "•"}


def read_docx(data: bytes, name: str) -> LaidOut:
    """Read a Word document.

    Raises:
        InputError: damaged, encrypted, too large, or XML that Word does not write.
        UnsupportedFormat: a zip container of another kind.
    """
    archive = Archive(data, name)
    main = _main_part(archive, name)
    folder = PurePosixPath(main).parent
    styles = Styles(archive.tree(str(folder / "styles.xml")))
    reader = _Reader(styles, Numbering(archive.tree(str(folder / "numbering.xml")), styles), name)
    tags = tuple(f"{W}{tag}" for tag in ("p", "tbl", "sdt", "customXml", "altChunk"))
    for element in archive.children(main, f"{W}body", tags):
        reader.block(element)
    reader.close()
    notes = Notes(
        note_texts(archive.tree(str(folder / "footnotes.xml")), f"{W}footnote"),
        note_texts(archive.tree(str(folder / "endnotes.xml")), f"{W}endnote"),
    )
    return reader.composer.finish(notes.in_order(reader.marks), tuple(dict.fromkeys(reader.warnings)))


def _main_part(archive: Archive, name: str) -> str:
    relations = archive.tree("_rels/.rels")
    if relations is not None:
        for relation in relations.iterchildren(_RELATION):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                part = (relation.get("Target") or "").lstrip("/")
                if part in archive and part.startswith("word/"):
                    return part
    if "word/document.xml" in archive:
        return "word/document.xml"
    raise UnsupportedFormat("a zip container that is no Word document", where=name)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one run; a line feed is a line break."""

    words: str
    look: Look


@dataclass(slots=True)
class _Words:
    """The pieces of a paragraph, and what hangs on it."""

    pieces: list[_Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    page_break: bool = False


class _Reader:
    def __init__(self, styles: Styles, numbering: Numbering, name: str) -> None:
        self.composer = Composer()
        self.marks: list[Mark] = []
        self.warnings: list[str] = []
        self._styles = styles
        self._numbering = numbering
        self._name = name
        self._gap = False
        self._grounds: list[str | None] = [None]  # shades of the cells around the paragraph
        self._unseen = 0
        self._joined: list[_Piece] = []  # words of paragraphs whose end mark was deleted: they go on in the next

    def block(self, element: etree._Element) -> None:
        """Read a child of the body."""
        if element.tag == f"{W}p":
            for line in self._paragraph(element):
                self.composer.line(line)
        elif element.tag == f"{W}tbl":
            self._table(element)
        elif element.tag == f"{W}sdt":
            if not _is_contents(element):
                for content in element.iterchildren(f"{W}sdtContent"):
                    self._all(content)
        elif element.tag == f"{W}altChunk":
            self.warnings.append("một phần nhúng không đọc được / an embedded part was not read")
        elif element.tag in CONTAINERS:
            self._all(element)

    def close(self) -> None:
        """Let go of words that waited for a next paragraph."""
        for line in self._lines(_Words(), Look(), ""):
            self.composer.line(line)
        if self._unseen >= HIDDEN_WORTH_A_NOTE:
            self.warnings.append(HIDDEN_NOTE)

    def _all(self, container: etree._Element) -> None:
        for child in container:
            self.block(child)

    def _table(self, element: etree._Element) -> None:
        rows = [row_cells(row) for row in table_rows(element)]
        if sum(map(len, rows)) <= 1 or is_layout(element, rows):
            for row in rows:
                for cell in row:
                    self._all(cell)
            return
        self._gap = False
        self._grounds.append(_table_ground(element, self._styles))
        self.composer.table(self._grid(rows), self._name)
        self._grounds.pop()
        self._gap = False

    def _grid(self, rows: list[list[etree._Element]]) -> list[list[SpanCell]]:
        """Cells with their spans; cells that continue one above are left out."""
        placed = [frames(row) for row in rows]
        continued = {
            (r, f.column)
            for r, row in enumerate(placed)
            for f in row
            if f.continues and r and is_merged_above(placed[r - 1], f)
        }
        grid: list[list[SpanCell]] = []
        for r, row in enumerate(placed):
            cells: list[SpanCell] = []
            for frame in row:
                if (r, frame.column) in continued:
                    continue
                down = 1
                while (r + down, frame.column) in continued and frame.merges:
                    down += 1
                lines = tuple(self._cell_lines(frame.element)) if frame.element is not None else ()
                cells.append(SpanCell(lines, frame.across, down))
            grid.append(cells)
        return grid

    def _cell_lines(self, cell: etree._Element) -> Iterator[Line]:
        shade = cell.find(f"{W}tcPr/{W}shd")
        self._grounds.append(shade.get(f"{W}fill") if shade is not None else self._grounds[-1])
        yield from list(self._lines_in(cell))
        self._grounds.pop()

    def _lines_in(self, cell: etree._Element) -> Iterator[Line]:
        for child in cell:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in table_rows(child):
                    for inner in row_cells(row):
                        yield from self._cell_lines(inner)
            elif child.tag in CONTAINERS or child.tag == f"{W}sdt":
                yield from self._cell_lines(child)

    def _paragraph(self, element: etree._Element) -> list[Line]:
        properties = element.find(f"{W}pPr")
        style_id = (
            value(properties.find(f"{W}pStyle")) if properties is not None else None
        ) or self._styles.paragraph_default
        style = self._styles.get(style_id)
        look = paragraph_look(properties).over(style.look)
        words = _Words()
        base = style.look.over(self._styles.default)
        self._inline(element, words, replace(base, ground=look.ground) if look.ground else base)
        if style.name.startswith("toc ") and style.name[4:].isdigit():
            return []
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if properties is not None and is_on(properties.find(f"{W}pageBreakBefore")):
            self._gap = True
        if mark is not None and mark.find(f"{W}del") is not None:
            self._joined += words.pieces
            return []
        lines = self._lines(words, look, style_id)
        if not lines and not words.boxes:
            self._gap = True
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._gap = True
        for box in words.boxes:
            lines += self._cell_lines(box)
        return lines

    def _lines(self, words: _Words, look: Look, style_id: str) -> list[Line]:
        pieces = [*self._joined, *words.pieces]
        self._joined = []
        self._gap |= words.page_break
        text = "".join(piece.words for piece in pieces)
        if not text.strip():
            return []
        label = ""
        if look.num_id not in (None, "0"):
            label = self._numbering.label(look.num_id or "", look.level, style_id)
            if label in ("-", "+", "•", "*") and has_typed_label(text):
                label = ""
        lines: list[Line] = []
        for part in _broken(pieces):
            said = [p for p in part if any(c.isalnum() for c in p.words)]
            line = "".join(p.words for p in part)
            if not line.strip():
                self._gap |= bool(lines)
                continue
            lines.append(
                Line(
                    _tabs(line),
                    numbering="" if lines else label,
                    bold=bool(said) and all(p.look.bold for p in said),
                    italic=bool(said) and all(p.look.italic for p in said),
                    centred=bool(look.centred),
                    heading=look.outline or 0,
                    whole=False,
                    gap_before=self._gap,
                )
            )
            self._gap = False
        lines[-1] = replace(lines[-1], whole=True)
        return lines

    def _inline(self, container: etree._Element, words: _Words, look: Look) -> None:
        for child in container:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, words, look)
            elif tag in _INLINE:
                self._inline(child, words, look)
            elif tag == f"{_COMPAT}AlternateContent":
                self._alternate(child, words, look)
            elif isinstance(tag, str) and tag.endswith("}oMath"):
                words.pieces.append(_Piece("".join(t.text or "" for t in child.iter(_MATH_TEXT)), look))

    def _run(self, run: etree._Element, words: _Words, base: Look) -> None:
        properties = run.find(f"{W}rPr")
        look = base
        if properties is not None:
            style_id = value(properties.find(f"{W}rStyle"))
            if style_id:
                look = self._styles.get(style_id).look.over(look)
            look = run_look(properties).over(look)
            if properties.find(f"{W}del") is not None:
                return
        if look.hidden or look.struck or not is_legible(look, self._grounds[-1]):
            self._unseen += sum(len((child.text or "").strip()) for child in run.iterchildren(f"{W}t"))
            return
        text: list[str] = []
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                text.append((child.text or "").replace("\n", " "))
            elif tag in (f"{W}tab", f"{W}ptab"):
                text.append("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                if child.get(f"{W}type") in ("page", "column"):
                    words.page_break = True
                text.append("\n")
            elif tag == f"{W}noBreakHyphen":
                text.append("-")
            elif tag == f"{W}sym":
                text.append(_SYMBOLS.get((child.get(f"{W}char") or "").upper(), ""))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                mark = Mark(len(self.marks) + 1, tag == f"{W}endnoteReference", child.get(f"{W}id") or "")
                self.marks.append(mark)
                text.append(f"[{mark.number}]")
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                words.boxes += _boxes(child)
            elif tag == f"{_COMPAT}AlternateContent":
                self._alternate(child, words, look)
        if text:
            said = decode_run("".join(text), look.font)
            words.pieces.append(_Piece(said.upper() if look.upper else said, look))

    def _alternate(self, element: etree._Element, words: _Words, look: Look) -> None:
        """Of alternatives, the first that holds a text box; older programs get the same words a second time."""
        for choice in element:
            boxes = _boxes(choice)
            if boxes:
                words.boxes += boxes
                return
        first = next(iter(element), None)
        if first is not None:
            self._inline(first, words, look)


def _table_ground(table: etree._Element, styles: Styles) -> str | None:
    """Return the shade under a table's cells; one that its style gives to some of them only is not known."""
    style = value(table.find(f"{W}tblPr/{W}tblStyle"))
    return UNKNOWN_GROUND if style and styles.shades(style) else None


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return (value(gallery) or "").lower() == "table of contents"


def _boxes(element: etree._Element) -> list[etree._Element]:
    """Text boxes in a drawing; an outer one holds its inner ones."""
    found: list[etree._Element] = []
    for box in element.iterdescendants(f"{W}txbxContent"):
        if not any(outer in found for outer in box.iterancestors(f"{W}txbxContent")):
            found.append(box)
    return found


def _broken(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Parts of a paragraph between its line breaks."""
    part: list[_Piece] = []
    for piece in pieces:
        first, *others = piece.words.split("\n")
        part.append(_Piece(first, piece.look))
        for words in others:
            yield part
            part = [_Piece(words, piece.look)]
    yield part


def _tabs(line: str) -> str:
    """Turn a tab that indents or follows a label into a space; others set columns and stay."""
    if "\t" not in line:
        return line
    head, tab, rest = line.strip().partition("\t")
    if tab and ((len(head) <= 8 and is_typed_label(head)) or _BULLET_LABEL.fullmatch(head)):
        return f"{head} {rest.strip()}"
    return line.strip()
