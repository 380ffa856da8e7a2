"""Rows as tables: a workbook with typed cells, and CSV, plain or such that a spreadsheet program opens it without harm.

In a workbook every cell says what it is, so no text is taken for a formula. In CSV a program guesses: what it would
take for a formula gets an apostrophe in front (OWASP, "CSV injection"), numbers stay numbers.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import pyoxigraph as ox
import xlsxwriter

from query_api.engine.base import Caption
from query_api.engine.results import Rows, Term, python_value
from query_api.engine.unwritable import UnwritableError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576 - 1  # of a sheet, beside the row of heads
MOST_COLUMNS = 16_384
MOST_TEXT = 32_767  # UTF-16 code units in a cell
_MOST_LINKS = 65_530  # that a sheet holds
_LONGEST_LINK = 2079
_LARGEST_WHOLE = 10**15  # a spreadsheet keeps fifteen digits of a number
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_FIRST_DAY = date(1900, 3, 1)  # before it the count of days has a day that never was
_SAFE = "/:@!$&'()*+,;=-._~%#?[]"
_WIDEST = 60
_CUT = " […]"
codecs.lookup("utf-16-le")  # wanted for long texts by a worker that cannot open the module's file any more
_WITH_VALUE = frozenset({ox.NamedNode, ox.Literal})  # whose value is their text: not so the label of a blank node
_PIECE = 8192  # characters of CSV that leave at once


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        ...


def text_for_spreadsheets(text: str) -> str:
    """Return a text so that no spreadsheet program runs it: with an apostrophe in front of what begins a formula.

    What reads as a number ("-5", "+1.5e3") is left as it is: it is one, and runs nothing.
    """
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_text(term: Term | None) -> str:
    """Return a term as CSV has it (SPARQL 1.1 CSV §3): its IRI or its text; a blank node with its underscore."""
    if term is None:
        return ""
    return term.value if type(term) in _WITH_VALUE else str(term)  # type: ignore[union-attr]


def write_csv(result: ox.QuerySolutions | ox.QueryBoolean, out: Sink, *, for_spreadsheets: bool = False) -> None:
    """Write rows as CSV (SPARQL 1.1 Query Results CSV Format; RFC 4180).

    The engine's own writer leaves an IRI with a comma unquoted, which readers take for two cells.

    Args:
        result: the rows, or a boolean.
        out: where it goes.
        for_spreadsheets: with a byte-order mark, and no text that a spreadsheet program would run.
    """
    if for_spreadsheets:
        out.write(b"\xef\xbb\xbf")
    if isinstance(result, ox.QueryBoolean):
        out.write(str(bool(result)).lower().encode())
        return
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow([v.value for v in result.variables])
    for row in result:
        # Not by plain_text: a call for each cell would take as long as all the rest.
        cells = ["" if t is None else t.value if type(t) in _WITH_VALUE else str(t) for t in row]
        writer.writerow(map(text_for_spreadsheets, cells) if for_spreadsheets else cells)
        if line.tell() > _PIECE:
            out.write(line.getvalue().encode())
            line.seek(0)
            line.truncate()
    out.write(line.getvalue().encode())


def write_workbook(
    result: ox.QuerySolutions | ox.QueryBoolean | Rows, out: Sink, caption: Caption, *, most_rows: int = MOST_ROWS
) -> None:
    """Write rows as an Excel workbook: the rows with typed cells, and a sheet that says what they are.

    Args:
        result: the rows, or a boolean, which becomes one cell.
        out: where the bytes go, at the end.
        caption: what the second sheet says, and where links lead.
        most_rows: rows that a sheet may hold.

    Raises:
        UnwritableError: there are more rows or columns than a sheet holds.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("Kết quả · Result")
    filled = _Filling(sheet, caption, book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
                      book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
                      book.add_format({"font_color": "#0563C1", "underline": 1}))  # fmt: skip
    bold = book.add_format({"bold": True, "bottom": 1})
    if isinstance(result, ox.QueryBoolean):
        sheet.write_boolean(0, 0, bool(result))
    elif isinstance(result, Rows):
        _write_rows(result.variables, result.rows, filled, bold, most_rows)
    else:
        _write_rows([v.value for v in result.variables], result, filled, bold, most_rows)
    _write_about(book.add_worksheet("Nguồn · About"), bold, caption, filled.notes())
    book.set_properties({"title": caption.title[:255], "comments": "langnghe"})
    book.close()
    out.write(file.getvalue())


@dataclass(slots=True)
class _Filling:
    """A sheet while it is being filled, and what it could not take whole.

    Attributes:
        sheet: the sheet.
        caption: where links lead.
        day: how dates look.
        moment: how times look.
        link: how links look.
        links: links so far.
        cut: texts that were cut.
        unlinked: IRIs left without link because the sheet was full of them.
        widths: the widest text of each column.
    """

    sheet: Worksheet
    caption: Caption
    day: Format
    moment: Format
    link: Format
    links: int = 0
    cut: int = 0
    unlinked: int = 0
    widths: dict[int, int] = field(default_factory=dict)

    def put(self, row: int, column: int, term: Term | None) -> None:
        """Write a term into a cell of its own kind."""
        if term is None:
            return
        shown = plain_text(term)
        self.widths[column] = max(self.widths.get(column, 0), len(shown[: _WIDEST + 1]))
        if isinstance(term, ox.NamedNode):
            self._put_iri(row, column, term.value)
            return
        value = python_value(term)
        if isinstance(value, bool):
            self.sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            self.sheet.write_number(row, column, float(value))
        elif isinstance(value, datetime):
            if value.tzinfo is None and value.date() >= _FIRST_DAY:
                self.sheet.write_datetime(row, column, value, self.moment)
            else:  # a cell has no time zone: the text keeps it
                self.sheet.write_string(row, column, shown)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            self.sheet.write_datetime(row, column, value, self.day)
        else:
            self._put_text(row, column, shown)

    def _put_text(self, row: int, column: int, text: str) -> None:
        if len(text) > MOST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MOST_TEXT:
            kept = text.encode("utf-16-le")[: (MOST_TEXT - len(_CUT)) * 2].decode("utf-16-le", "ignore")
            text = kept + _CUT
            self.cut += 1
        self.sheet.write_string(row, column, text)

    def _put_iri(self, row: int, column: int, iri: str) -> None:
        address = _address(iri, self.caption)
        if address is None or len(address) > _LONGEST_LINK:
            self._put_text(row, column, iri)
        elif self.links >= _MOST_LINKS:
            self.unlinked += 1
            self._put_text(row, column, iri)
        else:
            self.links += 1
            self.sheet.write_url(row, column, address, self.link, iri[:MOST_TEXT])

    def notes(self) -> list[tuple[str, str]]:
        """Return what the reader must know of cells that do not hold all."""
        found = []
        if self.cut:
            text = f"{self.cut} ô dài quá {MOST_TEXT} ký tự bị cắt, cuối ô ghi “[…]”; bản CSV có đủ. · {self.cut} cells"
            text += f" longer than {MOST_TEXT} characters are cut and end in “[…]”; CSV has them whole."
            found.append(("Ô bị cắt · Cells cut", text))
        if self.unlinked:
            text = f"Một trang tính chỉ chứa {_MOST_LINKS} liên kết; {self.unlinked} IRI sau đó là chữ. · A sheet holds"
            text += f" {_MOST_LINKS} links; {self.unlinked} IRIs behind them are plain text."
            found.append(("Liên kết · Links", text))
        return found


def _write_rows(
    names: Sequence[str], rows: Iterable[Iterable[Term | None]], filled: _Filling, bold: Format, most_rows: int
) -> None:
    sheet = filled.sheet
    if len(names) > MOST_COLUMNS:
        raise UnwritableError(f"a sheet holds {MOST_COLUMNS} columns, the result has {len(names)}", "ask for CSV")
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
        filled.widths[column] = len(name) + 3  # the filter's button
    # All rows first: to write a cell takes ten times as long as to read it, and too many are to be refused soon.
    found = list(islice(rows, most_rows + 1))
    last = len(found)
    if last > most_rows:
        raise UnwritableError(f"a sheet holds {most_rows} rows, the result has more", "ask for CSV, or narrow it")
    for last, row in enumerate(found, 1):
        for column, term in enumerate(row):
            filled.put(last, column, term)
    sheet.freeze_panes(1, 0)
    if names:
        sheet.autofilter(0, 0, last, len(names) - 1)
    for column, width in filled.widths.items():
        sheet.set_column(column, column, min(max(width, 8), _WIDEST) + 1)


def _write_about(sheet: Worksheet, bold: Format, caption: Caption, notes: list[tuple[str, str]]) -> None:
    lines = [("Bảng · Table", caption.title)] if caption.title else []
    row = 0
    for label, text in [*lines, *caption.lines, *notes]:
        sheet.write_string(row, 0, label, bold)
        for piece in _pieces(text):
            sheet.write_string(row, 1, piece)
            row += 1
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)


def _pieces(text: str) -> Iterator[str]:
    """Yield the lines of a text, none longer than a cell holds."""
    for line in text.splitlines() or [""]:
        yield from textwrap.wrap(line, MOST_TEXT // 2, drop_whitespace=False, replace_whitespace=False) or [""]


def _is_exact(value: Any) -> bool:
    """Say whether a spreadsheet keeps a number as it is: finite, at most fifteen digits."""
    if isinstance(value, int):
        return abs(value) < _LARGEST_WHOLE
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.normalize().as_tuple().digits) <= 15 and abs(value) < _LARGEST_WHOLE
    return bool(value == value and abs(value) < 1e300)


def _address(iri: str, caption: Caption) -> str | None:
    """Return where an IRI is looked up: on the server that was asked if it is one of ours, else where it says."""
    if caption.site and caption.base and iri.startswith(caption.base):
        return quote(caption.site + iri.removeprefix(caption.base), safe=_SAFE)
    return quote(iri, safe=_SAFE) if iri.startswith(("http://", "https://")) else None
