"""The way through an HTML page: its elements → paragraphs, tables, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from loader.readers.html_style import List, Style, list_of, span, styled
from loader.readers.html_survey import SKIPPED, Survey
from loader.readers.html_visibility import Stylesheet
from loader.readers.labels import has_typed_label, number_label
from loader.readers.layout import Line, SpanCell
from loader.readers.legacy import decode_run

_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "caption", "thead",
    "tbody", "tfoot", "tr", "td", "th", "blockquote", "center", "section", "article", "main", "body", "html", "pre",
    "address", "figure", "figcaption", "hr", "header", "footer", "form", "fieldset", "details", "summary",
})  # fmt: skip
_NOTE_MARK = re.compile(r"#_?(?:ftn|sdfootnote|footnote|fn|_edn|edn)[-:_]?(\d{1,4})(?:sym)?$")
_NOTE_BACK = re.compile(r"#_?(?:ftnref|fnref|sdfootnote|ednref|footnote-?ref)[-:_]?(\d{1,4})(?:anc)?$")
_NOTE_BODY = re.compile(r"_?(?:ftn|sdfootnote|footnote|edn)[-:_]?(\d{1,4})$")
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _Grid:
    """A table while its rows come in."""

    rows: list[list[SpanCell]] = field(default_factory=list)


@dataclass(slots=True)
class _Sink:
    """Where lines go: the page, a table cell, a footnote."""

    items: list[Line | _Grid] = field(default_factory=list)
    cell: tuple[int, int] = (1, 1)


class Walker:
    """Goes through the tree once, without recursion (pages nest as deep as they like)."""

    def __init__(self, known: Survey, sheet: Stylesheet) -> None:
        self._known = known
        self._sheet = sheet
        self._styles = [Style()]
        self._sinks = [_Sink()]
        self._grids: list[_Grid] = []
        self._lists: list[List] = []
        self._words: list[str] = []
        self._all_bold = self._all_italic = True
        self._label = ""
        self._note = ""
        self._note_ends = False  # the footnote is told by a link back to its mark, and ends with its paragraph
        self._gap = False
        self._broken = False  # the last line ended by <br>, its paragraph goes on
        self.footnotes: list[tuple[str, str]] = []
        self.unseen = sum(len("".join(element.itertext()).strip()) for element in known.hidden)
        """Letters left out because nobody sees them."""

    @property
    def items(self) -> list[Line | _Grid]:
        """What was read so far on the page itself."""
        return self._sinks[0].items

    def walk(self, root: etree._Element) -> None:
        """Read the tree under ``root``."""
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag = element.tag
            if event == "start":
                if tag in SKIPPED or element in self._known.dropped or (tag == "a" and self._footnote_anchor(element)):
                    events.skip_subtree()
                    self._styles.append(self._styles[-1])
                else:
                    self._start(element, tag)
                    self._text(element.text)
            else:
                if not (tag in SKIPPED or element in self._known.dropped):
                    self._end(element, tag)
                self._styles.pop()
                self._text(element.tail)
        self._flush()

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        self._styles.append(styled(element, tag, self._styles[-1], self._sheet))
        match tag:
            case "br":
                self._flush(broken=True)
            case "hr":
                self._gap = True
            case "ul" | "ol":
                self._lists.append(list_of(element, tag, sum(known.style in ("-", "+") for known in self._lists)))
            case "li":
                self._label = self._item_label(element)
            case "table" if element in self._known.grids:
                self._grids.append(_Grid())
            case "tr" if self._known.is_row(element):
                self._grids[-1].rows.append([])
            case "td" | "th" if self._known.is_cell(element):
                self._sinks.append(_Sink(cell=(span(element, "colspan"), span(element, "rowspan"))))
            case _:
                note = _NOTE_BODY.match(element.get("id") or "") if tag in ("div", "p", "li", "dd") else None
                if note:
                    self._note = note[1]

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._close_paragraph()
        match tag:
            case "ul" | "ol":
                if self._lists:
                    self._lists.pop()
            case "table" if element in self._known.grids:
                self._sinks[-1].items.append(self._grids.pop())
            case "td" | "th" if self._known.is_cell(element):
                sink = self._sinks.pop()
                lines = tuple(_lines(sink.items))
                self._grids[-1].rows[-1].append(SpanCell(lines, *sink.cell))
            case "div" | "p" | "li" | "dd" if _NOTE_BODY.match(element.get("id") or ""):
                self._note = ""
            case _:
                pass

    def _text(self, text: str | None) -> None:
        if not text:
            return
        style = self._styles[-1]
        if style.verbatim:
            first, *others = text.split("\n")
            self._add(first, style)
            for line in others:
                self._flush(broken=True)
                self._add(line, style)
        else:
            self._add(_SPACES.sub(" ", text), style)

    def _add(self, text: str, style: Style) -> None:
        if not style.seen:
            self.unseen += len(text.strip())
            return
        if style.font:
            text = decode_run(text, style.font)
        self._words.append(text.upper() if style.upper else text)
        if not text.isspace() and any(c.isalnum() for c in text):
            self._all_bold &= style.bold
            self._all_italic &= style.italic

    def _flush(self, *, broken: bool = False) -> None:
        words = "".join(self._words).strip()
        self._words.clear()
        bold, italic, self._all_bold, self._all_italic = self._all_bold, self._all_italic, True, True
        if not words:
            self._gap |= broken and self._broken
            return
        style = self._styles[-1]
        has_words = any(c.isalnum() for c in words)
        if self._note:
            self._add_note(words)
            if self._note_ends:
                self._note, self._note_ends = "", False
            return
        label = "" if has_typed_label(words) else self._label
        self._label = ""
        self._sinks[-1].items.append(
            Line(
                words,
                numbering=label,
                bold=bold and has_words,
                italic=italic and has_words,
                centred=style.centred,
                heading=style.heading,
                whole=not broken,
                gap_before=self._gap,
            )
        )
        self._gap, self._broken = False, broken

    def _close_paragraph(self) -> None:
        """Take back that a line break at the very end of a paragraph left it open."""
        items = self._sinks[-1].items
        if self._broken and items and isinstance(items[-1], Line):
            items[-1] = replace(items[-1], whole=True)
        self._broken = False

    def _footnote_anchor(self, element: etree._Element) -> bool:
        href = element.get("href") or ""
        if not href.startswith("#"):
            return False
        if back := _NOTE_BACK.match(href):
            self._note = back[1]
            self._note_ends = True
            return True
        if mark := _NOTE_MARK.match(href):
            self._add(f"[{mark[1]}]", self._styles[-1])
            return True
        return False

    def _add_note(self, words: str) -> None:
        words = " ".join(re.sub(rf"^\W*{self._note}\W+(?=\S)", "", words, count=1).split())
        if self.footnotes and self.footnotes[-1][0] == self._note:
            words = f"{self.footnotes.pop()[1]} {words}"
        self.footnotes.append((self._note, words))

    def _item_label(self, element: etree._Element) -> str:
        if not self._lists:
            return "-"
        current = self._lists[-1]
        number = element.get("value")
        if number and number.isdigit() and len(number) < 6:
            current.next_number = int(number)
        if current.style in ("none", "-", "+"):
            return "" if current.style == "none" else current.style
        label = number_label(current.next_number, current.style)
        current.next_number += 1
        return f"{label}{')' if current.style == 'lowerLetter' else '.'}"


def _lines(items: list[Line | _Grid]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Line):
            yield item
