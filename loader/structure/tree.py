"""Building of the tree of provisions: equal styles of markers are siblings, a new style opens a level."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from loader.readers.blocks import Paragraph
from loader.structure.grids import Grid, StructuredBlock
from loader.structure.lines import is_upper
from loader.structure.numbering import Marker, MarkerKind, parse_marker, strip_marker
from loader.structure.provisions import Node
from loader.text import MappedText


@dataclass(slots=True)
class _Draft:
    """A provision while it is being built."""

    kind: str
    number: str
    style: str
    ordinal: int | None
    path: str
    section: str
    text: MappedText
    bold: bool
    start: int
    end: int
    grid: Grid | None = None
    children: list[_Draft] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    under_article: bool = False

    def freeze(self) -> Node:
        children = tuple(child.freeze() for child in self.children)
        end = max([self.end, *(c.end for c in children)])
        return Node(
            self.kind, self.number, self.path, self.section, self.text, children, self.grid, self.bold, self.start, end,
            self.ordinal, self.style,
        )  # fmt: skip


_RANKS = {"part": 0, "chapter": 1, "division": 2, "subdivision": 3, "article": 5}
_BULLETS = frozenset({"dash", "plus", "star", "dot", "circle", "square", "tick"})
_SENTENCE_END = re.compile(r"[.;,…][”\"')\]]*$")


_LONGEST_LABEL = 60
"""Characters that a bullet takes at most that only names the paragraphs below it."""
_FEWEST_LABELS = 2
"""Such bullets that a list has at least: a single one may be an item without a full stop in front of other text."""


class TreeBuilder:
    """Puts paragraphs under the marker that governs them: equal styles are siblings, a new style opens a level."""

    def __init__(self, path: str, label: str, annex: bool) -> None:
        self._root = _Draft("root", "", "", None, path, label, MappedText.empty(), False, 0, 0)
        self._stack = [self._root]
        self._annex = annex
        self._has_roman = False
        self._untitled = False
        self._labels: frozenset[int] = frozenset()

    def add_all(self, blocks: Sequence[StructuredBlock]) -> None:
        """Add the blocks of a division in order."""
        markers = [None if isinstance(b, Grid) else marker_of(b) for b in blocks]
        self._has_roman = any(m is not None and m.style in ("roman", "part", "chapter", "article") for m in markers)
        self._labels = _labels(blocks, markers)
        for i, (block, marker) in enumerate(zip(blocks, markers, strict=True)):
            if isinstance(block, Grid):
                self._add_grid(block)
            elif marker is not None:
                self._add_marked(block, marker)
                self._untitled = not self._stack[-1].text and self._stack[-1].kind in ("part", "chapter", "division")
                continue
            elif self._untitled:
                self._title(block)
            else:
                following = markers[i + 1] if i + 1 < len(markers) else None
                self._add_plain(block, following)
            self._untitled = False

    def _title(self, block: Paragraph) -> None:
        """Take the line behind "Chương I" as its heading."""
        draft = self._stack[-1]
        draft.text, draft.bold, draft.end = block.text, block.bold, block.text.end

    def finish(self) -> tuple[Node, ...]:
        """Return the finished provisions."""
        return tuple(child.freeze() for child in self._root.children)

    def _add_marked(self, block: Paragraph, marker: Marker) -> None:
        self._pop_for(marker)
        parent = self._stack[-1]
        text = block.text if block.numbering else strip_marker(block.text, marker)
        under_article = parent.under_article or marker.kind is MarkerKind.ARTICLE
        if marker.is_bullet:
            segment = self._count(parent, "gach", always=True)
            section = parent.section
        else:
            segment = self._count(parent, _segment(marker, under_article and marker.kind is not MarkerKind.ARTICLE))
            section = _section(parent.section, marker)
        draft = _Draft(
            marker.kind.value, marker.number, marker.style, marker.ordinal, _join(parent.path, segment), section,
            text.strip(), block.bold, block.text.start, block.text.end, under_article=under_article,
        )  # fmt: skip
        parent.children.append(draft)
        self._stack.append(draft)

    def _pop_for(self, marker: Marker) -> None:
        styles = [d.style for d in self._stack]
        if marker.style in styles[1:]:
            while self._stack[-1].style != marker.style:
                self._stack.pop()
            self._stack.pop()
            return
        if marker.is_bullet:
            # A new bullet style opens a level below the open bullet ("-" then "+"); under a paragraph it stays beside it.
            return
        self._pop_while(lambda d: d.style in _BULLETS or d.style == "intro")
        if marker.style in _RANKS:
            rank = _RANKS[marker.style]
            self._pop_while(lambda d: _RANKS.get(d.style, 9) > rank)
        elif marker.style == "named-point":
            self._pop_while(lambda d: d.style.startswith("clause-") and d.style != "clause-1")
        elif marker.style.startswith("clause-"):
            depth = int(marker.style[-1])
            if any(d.style.startswith("clause-") for d in self._stack):
                self._pop_while(
                    lambda d: not d.style.startswith("clause-") and d.style in ("point", "bold", "paren-number")
                )
                self._pop_while(lambda d: d.style.startswith("clause-") and int(d.style[-1]) >= depth)
        elif marker.style in ("roman", "upper"):
            self._pop_while(lambda d: d.style.startswith("clause-") or d.style in ("point", "bold", "caps"))

    def _pop_while(self, condition: Callable[[_Draft], bool]) -> None:
        while len(self._stack) > 1 and condition(self._stack[-1]):
            self._stack.pop()

    def _add_plain(self, block: Paragraph, following: Marker | None) -> None:
        text = block.text
        short = len(text) <= 160 and not _SENTENCE_END.search(text.text)
        if short and is_upper(text.text) and not self._has_roman:
            self._pop_while(lambda d: True)
            self._push_heading(block, "caps")
            return
        if short and (block.bold or block.heading) and not is_upper(text.text):
            self._pop_while(lambda d: d.style in _BULLETS or d.style in ("bold", "intro"))
            self._push_heading(block, "bold")
            return
        self._pop_while(lambda d: (d.style in _BULLETS and d.start not in self._labels) or d.style == "intro")
        parent = self._stack[-1]
        draft = _Draft(
            "paragraph", "", "", None, _join(parent.path, self._count(parent, "doan", always=True)), parent.section, text,
            block.bold, text.start, text.end, under_article=parent.under_article,
        )  # fmt: skip
        parent.children.append(draft)
        if (
            text.text.endswith(":")
            and following is not None
            and (following.is_bullet or following.kind is MarkerKind.POINT)
        ):
            draft.style = "intro"
            self._stack.append(draft)

    def _push_heading(self, block: Paragraph, style: str) -> None:
        parent = self._stack[-1]
        segment = self._count(parent, "tieu-de", always=True)
        draft = _Draft(
            "heading", "", style, None, _join(parent.path, segment), parent.section, block.text, True, block.text.start,
            block.text.end, under_article=parent.under_article,
        )  # fmt: skip
        parent.children.append(draft)
        self._stack.append(draft)

    def _add_grid(self, grid: Grid) -> None:
        texts = [c.text for row in grid.rows for c in row.cells if c.text and not c.carried]
        if not texts:
            return
        self._pop_while(lambda d: d.style in _BULLETS or d.style == "intro")
        parent = self._stack[-1]
        # An annex that is one table: its rows hang on the annex itself.
        direct = self._annex and parent is self._root and "bang" not in parent.counts
        parent.counts["bang"] = parent.counts.get("bang", 0) + 1
        path = parent.path if direct else _join(parent.path, f"bang-{parent.counts['bang']}")
        start, end = min(t.start for t in texts), max(t.end for t in texts)
        parent.children.append(
            _Draft("table", "", "", None, path, parent.section, texts[0], False, start, end, grid=grid)
        )

    @staticmethod
    def _count(parent: _Draft, segment: str, *, always: bool = False) -> str:
        parent.counts[segment] = parent.counts.get(segment, 0) + 1
        count = parent.counts[segment]
        return f"{segment}-{count}" if always or count > 1 else segment


def _labels(blocks: Sequence[StructuredBlock], markers: Sequence[Marker | None]) -> frozenset[int]:
    """Return where bullets begin that only name the paragraphs below them: a list of short ones, paragraphs under each."""
    found: set[int] = set()
    run: list[tuple[str, int]] = []
    for i, (block, marker) in enumerate(zip(blocks, markers, strict=True)):
        if marker is None:
            continue
        names = not isinstance(block, Grid) and marker.is_bullet and _names_what_follows(blocks, markers, i)
        if not names or (run and run[-1][0] != marker.style):
            run = []
        if names and not isinstance(block, Grid):
            run.append((marker.style, block.text.start))
            if len(run) >= _FEWEST_LABELS:
                found.update(start for _, start in run)
    return frozenset(found)


def _names_what_follows(blocks: Sequence[StructuredBlock], markers: Sequence[Marker | None], at: int) -> bool:
    """Whether a bullet is a label with a paragraph that ends as a sentence does right below it."""
    block, below = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(block, Paragraph) or not isinstance(below, Paragraph) or markers[at + 1] is not None:
        return False
    label, text = block.text.text, below.text.text
    short = len(label) <= _LONGEST_LABEL and not _SENTENCE_END.search(label) and not label.endswith(":")
    return short and _SENTENCE_END.search(text) is not None and text[:1].isalnum() and not text[:1].islower()


def marker_of(paragraph: Paragraph) -> Marker | None:
    """Return the marker of a paragraph, computed by a word processor or typed."""
    if paragraph.numbering:
        label = paragraph.numbering.strip()
        return parse_marker(f"{label} x")
    return parse_marker(paragraph.text.text)


def _segment(marker: Marker, under_article: bool) -> str:
    if under_article and marker.kind is MarkerKind.CLAUSE and marker.style == "clause-1":
        return f"khoan-{marker.segment}"
    if under_article and marker.kind is MarkerKind.POINT:
        return f"diem-{marker.segment}"
    return marker.segment


def _join(path: str, segment: str) -> str:
    return f"{path}/{segment}" if path else segment


def _section(above: str, marker: Marker) -> str:
    """Return the printed path: "Điều 1" + "3.3" → "Điều 1.3.3"; "1" + "1.2" → "1.2" (a repeated number counts once)."""
    number = marker.number
    if marker.kind in _NAMES:
        name = f"{_NAMES[marker.kind]} {number}"
        return f"{above}.{name}" if above and marker.kind is not MarkerKind.ARTICLE else name
    if not above:
        return number
    prefix = number.rsplit(".", 1)[0] if "." in number else ""
    if prefix and (above == prefix or above.endswith((f".{prefix}", f" {prefix}"))):
        return f"{above}.{number.rsplit('.', 1)[1]}"
    return f"{above}.{number}"


_NAMES = {MarkerKind.PART: "Phần", MarkerKind.CHAPTER: "Chương", MarkerKind.DIVISION: "Mục", MarkerKind.ARTICLE: "Điều"}
