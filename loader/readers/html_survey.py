"""What the parts of an HTML page are for: furniture of the site, tables that only lay out, tables of data.

A first way through the page; nothing here knows what a plan says, except for the few words (letterhead, "Căn cứ",
"Nơi nhận") that keep a part from being taken for site furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from loader.readers.html_visibility import Stylesheet
from loader.rules import rule

SKIPPED = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "applet", "svg", "math",
    "canvas", "audio", "video", "map", "button", "select", "option", "textarea", "input", "datalist", "nav",
    "dialog", "meta", "link", "title", "base",
})  # fmt: skip
"""Elements whose words are no part of a document."""

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|menubar|topmenu|breadcrumbs?|sidebar|footer|share|sharing|social|comments?|banner|adverts?|"
    r"ads|popup|modal|login|signin|cookies?|related|toolbar|pagination|search|searchbox|lienquan|tags)(?:$|[\s_-])"
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu", "menubar"})
_LONGEST_FURNITURE = 5000
_LONGEST_CELL = 40
"""Paragraphs in one cell from which on a one-row table is taken for page layout."""


@dataclass(slots=True)
class Survey:
    """What the first way through found.

    Attributes:
        dropped: elements that are no part of the document.
        grids: ``table`` elements that are read as tables.
        hidden: those of ``dropped`` that a reader of the page does not see.
    """

    dropped: set[etree._Element] = field(default_factory=set)
    grids: set[etree._Element] = field(default_factory=set)
    hidden: set[etree._Element] = field(default_factory=set)
    _rows: set[etree._Element] = field(default_factory=set)
    _cells: set[etree._Element] = field(default_factory=set)

    def is_row(self, element: etree._Element) -> bool:
        """Whether a ``tr`` is a row of a table that is read as such."""
        return element in self._rows

    def is_cell(self, element: etree._Element) -> bool:
        """Whether a ``td`` or ``th`` is a cell of a table that is read as such."""
        return element in self._cells


@dataclass(slots=True)
class _Table:
    rows: list[etree._Element] = field(default_factory=list)
    cells: list[etree._Element] = field(default_factory=list)
    nested_letters: int = 0
    longest_cell: int = 0
    paragraphs: int = 0
    inner: list[tuple[etree._Element, _Table]] = field(default_factory=list)


@dataclass(slots=True)
class _Count:
    letters: int = 0
    linked: int = 0
    links: int = 0


def survey(root: etree._Element, sheet: Stylesheet) -> Survey:
    """Look through a page; cost grows with its size only."""
    found = Survey()
    counts = [_Count()]
    tables: list[tuple[etree._Element, _Table]] = []
    link_depth = 0
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            counts.append(_Count())
            if tag in SKIPPED or sheet.hides(element, tag):
                if tag not in SKIPPED:
                    found.dropped.add(element)
                    found.hidden.add(element)
                events.skip_subtree()
                continue
            if tag == "a":
                link_depth += 1
                counts[-1].links = 1
            elif tag == "table":
                tables.append((element, _Table()))
            elif tables:
                _note_part(tables[-1][1], element, tag)
            _count(counts[-1], element.text, link_depth)
        else:
            count = counts.pop()
            gone = tag in SKIPPED or element in found.dropped
            if not gone:
                link_depth -= tag == "a"
                if tables and tables[-1][0] is element:
                    _close_table(tables, count, found)
                elif tables and tag in ("td", "th"):
                    table = tables[-1][1]
                    table.longest_cell = max(table.longest_cell, table.paragraphs)
                    table.paragraphs = 0
                if tag not in ("html", "body") and _is_furniture(element, tag, count):
                    found.dropped.add(element)
                    gone = True
            outer = counts[-1]
            if not gone:
                outer.letters += count.letters
                outer.linked += count.linked
                outer.links += count.links
            _count(outer, element.tail, link_depth)
    return found


def _note_part(table: _Table, element: etree._Element, tag: str) -> None:
    if tag == "tr":
        table.rows.append(element)
    elif tag in ("td", "th"):
        table.cells.append(element)
        table.paragraphs = 0
    elif tag in ("p", "br", "li", "div"):
        table.paragraphs += 1


def _close_table(tables: list[tuple[etree._Element, _Table]], count: _Count, found: Survey) -> None:
    element, table = tables.pop()
    rows = len(table.rows)
    lays_out = (
        not rows
        or len(table.cells) <= 1
        or (rows == 1 and table.longest_cell >= _LONGEST_CELL)
        or (bool(table.inner) and table.nested_letters * 2 > count.letters)
    )
    if not lays_out and any(not _inside(cell, table) for cell in table.cells):
        lays_out = True
    chosen = table.inner if lays_out else [(element, table)]
    if tables:
        outer = tables[-1][1]
        outer.inner += chosen
        outer.nested_letters += count.letters
        return
    for grid, parts in chosen:
        found.grids.add(grid)
        found._rows.update(parts.rows)
        found._cells.update(parts.cells)


def _inside(cell: etree._Element, table: _Table) -> bool:
    """Whether a cell stands in a row (HTML parsers let some stand alone)."""
    parent = cell.getparent()
    return parent is not None and parent.tag == "tr"


def _count(count: _Count, text: str | None, link_depth: int) -> None:
    if text:
        letters = len(text.strip())
        count.letters += letters
        if link_depth:
            count.linked += letters


def _is_furniture(element: etree._Element, tag: str, count: _Count) -> bool:
    if count.letters > _LONGEST_FURNITURE and count.linked * 2 < count.letters:
        return False
    named = (
        tag in ("aside", "footer", "header")
        or (element.get("role") or "").lower() in _ROLES
        or (tag in ("div", "ul", "ol", "section", "td", "table", "p") and _named_as_furniture(element))
    )
    menu = (
        count.links >= 4
        and count.linked * 5 >= count.letters * 4
        and count.linked < count.links * 40
        and tag in ("div", "ul", "ol", "section", "table", "p", "td", "form")
    )
    if not (named or menu):
        return False
    return count.letters > _LONGEST_FURNITURE or not rule("document-mark.part").holds("".join(element.itertext()))


def _named_as_furniture(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and len(names) < 500 and bool(_FURNITURE.search(names.lower()))
