"""The twins of a page: what it shows as JSON, CSV, an Excel workbook or Turtle, at the page's address with a suffix."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter

from query_api.engine.spreadsheets import text_for_spreadsheets

Cell = str | int | float | bool | Decimal | date | None
JSON, CSV, XLSX, TTL = "json", "csv", "xlsx", "ttl"
TABULAR = (JSON, CSV, XLSX, TTL)
"""Suffixes of a page that shows tables."""
MEDIA_TYPES: Mapping[str, str] = {
    JSON: "application/json",
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TTL: "text/turtle",
}
_SHEET_NAME = 31  # characters that a sheet's name may have


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: its lasting English name, in CSV and JSON.
        vi: its heading in Vietnamese.
        en: its heading in English.
    """

    key: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows, as rows.

    Attributes:
        name: its lasting English name.
        columns: heads.
        rows: cells, as many per row as there are columns; texts in the page's language, IRIs whole.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def split_suffix(path: str, suffixes: tuple[str, ...] = TABULAR) -> tuple[str, str | None]:
    """Return a path without the suffix that names a twin, and the suffix; None where there is none."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in suffixes else (path, None)


def as_json(tables: tuple[Table, ...], about: Mapping[str, object]) -> bytes:
    """Return tables as one JSON object: what they are about, then for each table a list of objects by column key."""
    lists = {t.name: [{c.key: _plain(v) for c, v in zip(t.columns, r, strict=True)} for r in t.rows] for t in tables}
    return json.dumps({**about, **lists}, ensure_ascii=False, indent=1).encode()


def as_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180), with a byte-order mark and no text that a spreadsheet program would run."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(c.key for c in table.columns)
    for row in table.rows:
        writer.writerow("" if v is None else text_for_spreadsheets(_text(v)) for v in row)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(tables: tuple[Table, ...], language: str, about: Mapping[str, object]) -> bytes:
    """Return tables as an Excel workbook: a sheet for each with typed cells, and one that says what they are."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        for table in tables:
            sheet = book.add_worksheet(table.name[:_SHEET_NAME])
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(table.columns):
                sheet.write_string(0, at, column.en if language == "en" else column.vi, head)
                longest = max((len(_text(r[at])) for r in table.rows if r[at] is not None), default=0)
                sheet.set_column(at, at, max(10, min(60, longest + 2)))
            for line, row in enumerate(table.rows, 1):
                for at, value in enumerate(row):
                    if isinstance(value, bool) or value is None or isinstance(value, str):
                        sheet.write_string(line, at, _text(value)[:32_767] if value is not None else "", body)
                    elif isinstance(value, date):
                        sheet.write_datetime(line, at, value, day)
                    else:
                        sheet.write_number(line, at, float(value), body)
            if table.rows:
                sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        told = book.add_worksheet("about")
        told.set_column(0, 0, 20)
        told.set_column(1, 1, 100)
        for line, (name, said) in enumerate(about.items()):
            told.write_string(line, 0, name, head)
            told.write_string(line, 1, str(said), body)
    return out.getvalue()


def _plain(value: Cell) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Cell) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value.normalize() if value != value.to_integral_value() else value.to_integral_value(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
