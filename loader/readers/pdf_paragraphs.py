"""Rows of a PDF page → paragraphs: only the page shows whether a line was full, indented or set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loader.letters import UPPER
from loader.readers.layout import Line
from loader.readers.pdf_lines import Row, pitch
from loader.rules import rule

_LABEL = re.compile(
    r"[-–+•*]\s|\d{1,2}(?:\.\d{1,2}){0,4}[.)/]\s|[a-zđ]\)\s|\((?:\d{1,2}|[a-zđ])\)\s|[IVX]{1,5}[.)/]\s|(?:\d{1,2}|[IVX]{1,5})\s?[-–]\s+(?=["
    + UPPER
    + r"])"
)
_ENDED = re.compile(r"[.;:!?…][”\"')\]]*$|\./\.?$")


def _is_labelled(text: str) -> bool:
    return _LABEL.match(text) is not None or rule("enumeration.numbered-unit").holds(text)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a page stands: its left and right edge, its usual line distance in font heights."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, rows: Sequence[Row], width: float) -> Margins:
        """Measure a page; ``width`` is that of the paper."""
        if not rows:
            return cls(0.1 * width, 0.9 * width, 1.2)
        starts = Counter(round(row.x0 / 3) for row in rows)
        usual, times = starts.most_common(1)[0]
        left = 3.0 * usual if times > 1 else min(row.x0 for row in rows)
        ends = sorted(row.x1 for row in rows)
        return cls(left, ends[-1 - len(ends) // 40], pitch(rows))

    def centred(self, row: Row) -> bool:
        """Whether a row stands in the middle of the text, clear of both edges (a first line set in is clear of the left one only)."""
        across = self.right - self.left
        before, behind = row.x0 - self.left, self.right - row.x1
        return across > 0 and before > 0.06 * across and before < 2 * behind and abs(before - behind) < 0.07 * across


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: its rows, and whether white space or a new page stands before it."""

    rows: tuple[Row, ...]
    centred: bool
    gap: bool
    margins: Margins

    def takes(self, row: Row, margins: Margins, *, new_page: bool = False) -> bool:
        """Whether ``row`` goes on with this paragraph (``margins`` are those of its page)."""
        last = self.rows[-1]
        if abs(row.size - last.size) > 1.2 or row.bold != last.bold or margins.centred(row) != self.centred:
            return False
        if new_page:
            if _ENDED.search(last.text):
                return False
        elif row.base <= last.base or row.base - last.base > self._pitch(margins) * max(row.size, last.size):
            return False
        if _is_labelled(row.text):
            cut_at_dash = (
                re.match(r"[-–]\s[^\W\d_]", row.text) and row.text[2].islower() and not _ENDED.search(last.text)
            )
            if not cut_at_dash:
                return False
        return self._full(row) and not self._indented(row, margins)

    def _pitch(self, margins: Margins) -> float:
        """Return the largest distance of baselines inside the paragraph, in font heights.

        On a page of short paragraphs set apart, the usual distance is the one between them; two rows tell better.
        """
        if len(self.rows) < 2 or self.rows[-1].base <= self.rows[-2].base:
            return margins.pitch + 0.25
        own = (self.rows[-1].base - self.rows[-2].base) / self.rows[-1].size
        return min(margins.pitch, own) + 0.25

    def _full(self, row: Row) -> bool:
        """Whether the first word of ``row`` would not have fitted on the last line."""
        last, m = self.rows[-1], self.margins
        room = m.right - m.left - (last.x1 - last.x0) if self.centred else m.right - last.x1
        return room <= row.first + last.size

    def _indented(self, row: Row, margins: Margins) -> bool:
        if self.centred:
            return False
        deeper = (row.x0 - margins.left) - (self.rows[-1].x0 - self.margins.left)
        hanging = len(self.rows) == 1 and _is_labelled(self.rows[0].text)
        return deeper > 8 and not hanging

    def goes_on(self, following: Text) -> bool:
        """Whether the first paragraph of the next page is the rest of this one."""
        return self.takes(following.rows[0], following.margins, new_page=True)

    def joined(self, following: Text) -> Text:
        """Return the paragraph with its rest from the next page."""
        return Text((*self.rows, *following.rows), self.centred, self.gap, following.margins)

    def with_row(self, row: Row) -> Text:
        """Return the paragraph with one more row."""
        return Text((*self.rows, row), self.centred, self.gap, self.margins)

    def line(self) -> Line:
        """Return the paragraph for the composer."""
        words = self.rows[0].text
        for row in self.rows[1:]:
            words += row.text if re.search(r"\w[-/]$", words) else f" {row.text}"
        bold, italic = all(r.bold for r in self.rows), all(r.italic for r in self.rows)
        return Line(words, bold=bold, italic=italic, centred=self.centred, whole=False, gap_before=self.gap)


def paragraphs(rows: Sequence[Row], margins: Margins) -> list[Text]:
    """Put the rows of one column into paragraphs."""
    out: list[Text] = []
    for row in rows:
        if out and out[-1].takes(row, margins):
            out[-1] = out[-1].with_row(row)
            continue
        last = out[-1].rows[-1] if out else None
        gap = last is None or row.base - last.base > (margins.pitch + 0.25) * max(row.size, last.size)
        out.append(Text((row,), margins.centred(row), gap, margins))
    return out
