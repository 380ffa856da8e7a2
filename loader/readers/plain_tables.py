"""HTML tables that stand in plain text or Markdown: found, and read with the offsets of the text itself."""

from __future__ import annotations

import re
from collections import deque

from loader.readers.blocks import Cell, Paragraph, Table
from loader.readers.layout import SpanCell, spread
from loader.readers.markup import strip_mapped
from loader.text import MappedText

_OPEN = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>tr|td|th|thead|tbody|tfoot|table)\b(?P<rest>[^<>]{0,2000})>", re.IGNORECASE)
_SPAN = re.compile(r"(?P<way>col|row)span\s*=\s*[\"']?(?P<n>\d{1,4})", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\n")


def find_tables(text: str) -> list[tuple[int, int]]:
    """Return where the tables of a text begin and end; one inside another, or without an end, is none."""
    found: list[tuple[int, int]] = []
    opened = deque(m.start() for m in _OPEN.finditer(text))
    last = 0
    for close in _CLOSE.finditer(text) if opened else ():
        inside = start = 0
        while opened and opened[0] < close.start():
            start = opened.popleft()
            inside += 1
        if inside == 1 and start >= last:
            found.append((start, close.end()))
        last = close.end()
    return found


def read_table(text: MappedText) -> Table | None:
    """Return the table of a stretch of text; None when it has fewer than two cells with words.

    Raises:
        InputError: its spans make more cells than any table has.
    """
    rows: list[list[SpanCell]] = []
    words: dict[int, tuple[Paragraph, ...]] = {}
    cell: SpanCell | None = None
    begin = 0
    for tag in _TAG.finditer(text.text):
        if cell is not None:
            words[id(cell)] = _paragraphs(text[begin : tag.start()])
            cell = None
        name = tag["name"].lower()
        if tag["end"]:
            continue
        if name == "tr":
            rows.append([])
        elif name in ("td", "th"):
            spans = {m["way"].lower(): int(m["n"]) for m in _SPAN.finditer(tag["rest"])}
            cell = SpanCell((), spans.get("col", 1), spans.get("row", 1))
            if not rows:
                rows.append([])
            rows[-1].append(cell)
            begin = tag.end()
    if sum(bool(paragraphs) for paragraphs in words.values()) < 2:
        return None
    grid = spread([row for row in rows if row], "")
    return Table(
        tuple(
            tuple(Cell(words.get(id(s.cell), ()), s.origin is not None) if s else Cell() for s in row) for row in grid
        )
    )


def _paragraphs(text: MappedText) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a cell: block tags and line breaks part them."""
    pieces = (piece.collapse() for piece in strip_mapped(text).split(_LINE_BREAK))
    return tuple(Paragraph(piece, whole=True) for piece in pieces if piece)
