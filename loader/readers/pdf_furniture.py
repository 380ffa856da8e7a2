"""What stands on PDF pages beside the text: page numbers, running headers and footers, also one seen only once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from loader.readers.pdf_lines import Row, pitch
from loader.readers.pdf_tables import PageTable
from loader.rules import first

_PAGE_NUMBER = re.compile(r"\d{1,4}")
_AROUND_NUMBER = "-–—| \t"
"""What may stand around a page number."""
_DIGITS = re.compile(r"\d+")

_MARGIN = 0.13
"""Share of the page's height at top and bottom in which lines are compared with those of other pages."""

_OUTER = 0.075
"""Share of the page's height in which no text stands by the rules on layout (margins of 2 cm), but headers do."""


def _is_page_number(text: str) -> bool:
    bare = text.strip(_AROUND_NUMBER)
    return _PAGE_NUMBER.fullmatch(bare) is not None or first("page-number", bare) is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in rows and tables; ``bare`` pages are pictures without text, ``cut`` ones were read in part.

    ``hidden`` counts letters that nobody sees; the words of ``illegible`` pages are not those that they show.
    """

    width: float
    height: float
    rows: tuple[Row, ...]
    tables: tuple[PageTable, ...]
    bare: bool
    cut: bool
    hidden: int
    illegible: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was read from it."""
        return not self.rows and not self.tables


def without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Leave out page numbers, lines at the top or bottom that stand on half of the pages, and single ones outside the text."""
    seen: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        seen.update({_mark(row, sheet) for row in _margin_rows(sheet)})
    repeated = {mark for mark, times in seen.items() if times >= 3 and times * 2 >= len(sheets)}
    if len(sheets) == 2:
        outer = [{_mark(row, sheet) for row in _margin_rows(sheet, _OUTER)} for sheet in sheets]
        repeated |= outer[0] & outer[1]
    out: list[Sheet] = []
    for sheet in sheets:
        gone = {
            row
            for row in _margin_rows(sheet)
            if _mark(row, sheet) in repeated or (_is_page_number(row.text) and _is_outermost(row, sheet))
        }
        out.append(replace(sheet, rows=tuple(row for row in sheet.rows if row not in gone)))
    return [_without_single(sheet, number, out) for number, sheet in enumerate(out)]


def _without_single(sheet: Sheet, number: int, sheets: Sequence[Sheet]) -> Sheet:
    """Leave out a header or footer that stands on this page alone, in the margin that the text of no other page reaches."""
    if len(sheet.rows) < 3:
        return sheet
    others = [other for k, other in enumerate(sheets) if k != number and other.rows]
    usual, size = pitch(sheet.rows), median(row.size for row in sheet.rows)
    tops = [min(_bases(other)) for other in others]
    ends = [max(_bases(other)) for other in others]
    bases = _bases(sheet)
    gone: list[Row] = []
    for edge, sign in ((min(bases), 1), (max(bases), -1)):
        line = [row for row in sheet.rows if abs(row.base - edge) < 2]
        if not line:
            continue
        in_margin = edge < _OUTER * sheet.height if sign > 0 else edge > (1 - _OUTER) * sheet.height
        inner = min((abs(base - edge) for base in bases if abs(base - edge) >= 2), default=0.0)
        limits = tops if sign > 0 else ends
        outside = min((sign * (limit - edge) for limit in limits), default=0.0)
        beyond = outside > 0.6 * size
        apart = inner > (usual + (0.2 if outside > 1.2 * size else 0.5)) * size
        small = all(row.size < 0.93 * size for row in line)
        head = number == 0 and sign > 0
        if in_margin and apart and ((beyond and not head) or small):
            gone += line
    return replace(sheet, rows=tuple(row for row in sheet.rows if row not in gone)) if gone else sheet


def _bases(sheet: Sheet) -> list[float]:
    return [row.base for row in sheet.rows] + [edge for table in sheet.tables for edge in (table.top, table.bottom)]


def _margin_rows(sheet: Sheet, margin: float = _MARGIN) -> list[Row]:
    return [r for r in sheet.rows if r.base < margin * sheet.height or r.base > (1 - margin) * sheet.height]


def _mark(row: Row, sheet: Sheet) -> tuple[str, int]:
    """Return what tells a repeated line: words and place; figures count only in lines as wide as the text."""
    words = row.text.casefold()
    return words if row.x1 - row.x0 > 0.6 * sheet.width else _DIGITS.sub("#", words), round(row.base / 6)


def _is_outermost(row: Row, sheet: Sheet) -> bool:
    bases = [r.base for r in sheet.rows] + [b for t in sheet.tables for b in (t.top, t.bottom)]
    return row.base <= min(bases) + 1 or row.base >= max(bases) - 1
