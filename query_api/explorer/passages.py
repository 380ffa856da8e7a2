"""The whole text of a document, cut so that every provision and sentence has an address and every fact its words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loader.extraction.sentences import sentences
from loader.readers.markup import strip_mapped
from loader.text import MappedText

_LONGEST_NUMBER = 5  # characters of "VIII."
_TAB = re.compile("\t")
_HEADINGS = frozenset({"section", "article", "annex", "chapter", "part"})


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of the text.

    Attributes:
        name: its path as seen from the document; its id on the page.
        iri: its IRI.
        kind: "section", "clause", "bullet" …
        number: as printed, "" for none.
        heading: its first words.
        start: code point of its first character in the source text.
        end: code point behind its last.
        depth: how many provisions it lies in.
    """

    name: str
    iri: str
    kind: str
    number: str
    heading: str
    start: int
    end: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Words that a fact was read from.

    Attributes:
        start: code point of the first in the source text.
        end: code point behind the last.
        names: the facts that lean on them, by their names on the page.
        kinds: what kinds of facts these are.
    """

    start: int
    end: int
    names: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with the same facts behind them.

    Attributes:
        text: the words, without markup of the source.
        opens: facts whose words begin here.
        facts: facts that lean on these words.
        kinds: their kinds.
    """

    text: str
    opens: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a piece of one that ends a line.

    Attributes:
        anchor: its id on the page.
        pieces: its words.
    """

    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or row of a table.

    Attributes:
        anchor: id of the provision that begins here, None where none begins.
        kind: kind of the provision that it belongs to; "" outside of all.
        depth: how deep that one lies.
        heading: it is the heading of a larger part.
        cells: its sentences; in a row of a table by cell, else in one.
        start: code point of its first character.
    """

    anchor: str | None
    kind: str
    depth: int
    heading: bool
    cells: tuple[tuple[Sentence, ...], ...]
    start: int

    @property
    def row(self) -> bool:
        """It is a row of a table."""
        return len(self.cells) > 1


def passages(text: str, provisions: Sequence[Provision], spans: Sequence[Span]) -> tuple[Paragraph, ...]:
    """Cut a text into paragraphs, sentences and pieces.

    Lines that the source breaks inside a provision are joined; what stands outside of all provisions keeps its lines, but
    for those that go on in small letters.
    No piece crosses the beginning or end of a fact's words, so what a fact shows is what the text has.

    Args:
        text: the source text.
        provisions: its parts.
        spans: the words that facts lean on.
    """
    ordered = sorted(provisions, key=lambda p: (p.start, -p.end))
    marker = _Marker(spans)
    counts: dict[str, int] = {}
    begun: set[str] = set()
    found = []
    for owner, lines in _grouped(text, ordered):
        words = MappedText.join_parts(lines, " ")
        anchor = None
        if owner is not None and owner.name not in begun:
            begun.add(owner.name)
            anchor = owner.name
        cells = []
        for cell in words.split(_TAB) if "\t" in words.text else [words]:
            said = []
            for sentence in _sentences(cell):
                name = owner.name if owner is not None else "dau"
                counts[name] = counts.get(name, 0) + 1
                said.append(Sentence(f"{name}/cau-{counts[name]}", tuple(marker.pieces(sentence))))
            cells.append(tuple(said))
        found.append(
            Paragraph(
                anchor,
                owner.kind if owner is not None else "",
                owner.depth if owner is not None else 0,
                anchor is not None and owner is not None and owner.kind in _HEADINGS,
                tuple(cells),
                words.start,
            )
        )
    return tuple(found)


def contents(provisions: Sequence[Provision], most_depth: int = 1) -> tuple[Provision, ...]:
    """Return the numbered parts that a list of contents names, in the order of the text."""
    named = (p for p in provisions if p.depth <= most_depth and (p.kind in _HEADINGS or p.number))
    return tuple(sorted(named, key=lambda p: (p.start, -p.end)))


def with_depths(provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    """Return provisions with how many others each lies in."""
    open_ends: list[int] = []
    found = []
    for p in sorted(provisions, key=lambda p: (p.start, -p.end)):
        while open_ends and open_ends[-1] <= p.start:
            open_ends.pop()
        found.append(Provision(p.name, p.iri, p.kind, p.number, p.heading, p.start, p.end, len(open_ends)))
        open_ends.append(p.end)
    return tuple(found)


def _grouped(text: str, ordered: Sequence[Provision]) -> Iterator[tuple[Provision | None, list[MappedText]]]:
    """Yield the lines of the text with the provision that they belong to, those of one paragraph together."""
    clean = strip_mapped(MappedText.of(text))
    starts = [p.start for p in ordered]
    owner: Provision | None = None
    lines: list[MappedText] = []
    for line in _lines(clean):
        trimmed = _trimmed(line)
        its = _innermost(ordered, starts, trimmed.start) if trimmed else None
        begins = its is not None and its.start >= line.start
        ends = its is None and not (lines and trimmed and _goes_on(lines[-1].text, trimmed.text))
        if lines and (not trimmed or its is not owner or ends or begins or "\t" in trimmed.text):
            yield owner, lines
            lines = []
        if trimmed:
            owner = its
            lines.append(trimmed)
    if lines:
        yield owner, lines


def _goes_on(line: str, following: str) -> bool:
    """Say whether a line goes on in the next one: "Thực hiện Quyết định số 801/QĐ-TTg", "ngày 07/7/2022 của …"."""
    return following[0].islower() and "\t" not in line and line.rstrip()[-1:] not in ".;:!?"


def _lines(text: MappedText) -> Iterator[MappedText]:
    start = 0
    while start <= len(text.text):
        end = text.text.find("\n", start)
        end = len(text.text) if end < 0 else end
        if end > start:
            yield text[start:end]
        else:
            yield text[:0]
        start = end + 1


def _trimmed(line: MappedText) -> MappedText:
    """Return a line without white space at its ends, the tabs between its cells kept; empty for one of bars or dashes."""
    left = len(line.text) - len(line.text.lstrip(" \r\xa0"))
    right = len(line.text.rstrip())
    cut = line[left:right] if right > left else line[:0]
    return cut[:0] if not cut.text.strip("|-_=* \t") else cut


def _innermost(ordered: Sequence[Provision], starts: Sequence[int], offset: int) -> Provision | None:
    at = bisect_right(starts, offset) - 1
    while at >= 0:
        if ordered[at].end > offset:
            return ordered[at]
        at -= 1
    return None


def _sentences(words: MappedText) -> Iterator[MappedText]:
    """Yield the sentences of a paragraph, each with what parts it from the next, so that nothing is lost."""
    starts: list[int] = []
    last, numbered = 0, False
    for sentence in sentences(words):
        said = sentence.text.strip()
        if said:
            at = words.text.find(sentence.text, last)
            if not numbered:  # "2." is no sentence, it numbers the one that follows
                starts.append(at)
            last = at + len(sentence.text)
            numbered = len(said) <= _LONGEST_NUMBER
    for begin, end in zip([0, *starts[1:]], [*starts[1:], len(words.text)], strict=True):
        if end > begin:
            yield words[begin:end]


class _Marker:
    """Cuts sentences at the edges of facts' words; sentences must come in the order of the text."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._waiting = sorted(spans, key=lambda span: (span.start, -span.end), reverse=True)
        self._open: list[Span] = []
        self._edges = sorted({edge for span in spans for edge in (span.start, span.end)})

    def pieces(self, sentence: MappedText) -> Iterator[Piece]:
        """Yield the pieces of a sentence."""
        offsets = sentence.offsets
        cuts = [0]
        for edge in self._edges[bisect_right(self._edges, offsets[0]) : bisect_right(self._edges, offsets[-1])]:
            at = bisect_left(offsets, edge, cuts[-1])
            if at > cuts[-1]:
                cuts.append(at)
        for begin, end in zip(cuts, [*cuts[1:], len(offsets)], strict=True):
            yield self._piece(sentence.text[begin:end], offsets[begin], offsets[end - 1] + 1)

    def _piece(self, text: str, start: int, end: int) -> Piece:
        self._open = [span for span in self._open if span.end > start]
        new = []
        while self._waiting and self._waiting[-1].start < end:
            span = self._waiting.pop()
            if span.end > start:  # else all its words are markup of the source
                new.append(span)
        self._open += new
        return Piece(
            text,
            tuple(dict.fromkeys(name for span in new for name in span.names)),
            tuple(dict.fromkeys(name for span in self._open for name in span.names)),
            tuple(dict.fromkeys(kind for span in self._open for kind in span.kinds)),
        )
